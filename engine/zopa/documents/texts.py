"""Texts in YAML that all readers take for the same: keys, quoted, unquoted and block values."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from zopa import diagnostics
from zopa.diagnostics import Fix, Label, quoted, spelled_out
from zopa.documents.characters import HIDDEN_IN_KEY, STRANGE_SPACES, name_of, refused
from zopa.documents.document import (
    BROKEN,
    COMMENT,
    Mark,
    brief,
    columns_by_line,
    unpacked,
    without,
)
from zopa.documents.scalars import WORDS, ScalarRefusal, double_quoted, kind_of_key, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.documents.document import (
        Data,
        Entries,
        Event,
        FoundSoFar,
        Limits,
        MarkedNode,
        ParserMark,
        Pointer,
        RawEntry,
        SourceText,
    )
    from zopa.files import Span

__all__ = [
    "FLOW_UNSAFE",
    "Frame",
    "KeyCheck",
    "Texts",
    "is_ordinary",
    "line_at_margin",
    "stray_question_marks",
]


Frame: TypeAlias = "tuple[Pointer, bool, int]"
"""Collection that is being read.

Its pointer; True if it is between brackets; and the column of the keys or dashes of the
innermost block collection, -1 without one. A tuple, for speed.
"""
FLOW_UNSAFE = re.compile("[:?#]")
"""Characters in an unquoted text between brackets on which the engines differ."""
ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
NAMED_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
"""Named escapes of YAML for characters that are not allowed."""
AFTER_QUOTE = frozenset(" ,]}:")


class Texts:
    """Reader of the texts of one file, with findings for disputed ones."""

    def __init__(self, source: SourceText, limits: Limits, findings: FoundSoFar) -> None:
        self.source = source
        self.limits = limits
        self.findings = findings
        self.with_hash: list[tuple[ParserMark, ParserMark]] = []
        """Start and end of quoted and block texts that contain a `#`."""

    def value(self, event: Event, frame: Frame, step: str | int) -> tuple[Data, ParserMark]:
        """Return the value of a text that is not empty, and its end.

        Args:
            event: the text.
            frame: the collection that contains it.
            step: its key or number there.
        """
        end, style, text = event.end_mark, event.style, event.value
        above, flow, column = frame
        if event.anchor is not None or event.tag is not None:
            self.has_property(event, (*above, step))
            return BROKEN, end
        if style:
            if style in "|>":
                return self._block(event, (*above, step), column)
            return (text if self.good_quoted(event, (*above, step)) else BROKEN), end
        if event.start_mark.line != end.line and not self.on_one_line(event, (*above, step)):
            return BROKEN, end
        if flow and FLOW_UNSAFE.search(text):
            self.flow_text(event, (*above, step))
            return BROKEN, end
        value = resolve(text, self.limits)
        if isinstance(value, ScalarRefusal):
            self._refused(event, value, (*above, step))
            return BROKEN, end
        return value, end

    def alias(self, event: Event, pointer: Pointer) -> None:
        """Report an alias."""
        start, end = event.start_mark, event.end_mark
        text = self.source.line(start.line)[start.column : end.column]
        self.property("*", text, self.source.between(start, end), pointer)

    def has_property(self, event: Event, pointer: Pointer) -> bool:
        """Report an anchor or a tag before a value; return True if there is one."""
        tag = event.tag
        if event.anchor is None and tag is None:
            return False
        start = event.start_mark
        line = self.source.line(start.line)
        for found in re.finditer(r"([&!*])(?:<[^>]*>|[^ ,\[\]{}]*)", line[start.column :]):
            span = self.source.span(
                start.line, start.column + found.start(), start.column + found.end()
            )
            self.property(found[1], found[0], span, pointer)
            if event.anchor is None or tag is None:
                break
            if line[start.column + found.end() :].lstrip(" ")[:1] not in {"&", "!"}:
                break
        return True

    def property(self, sign: str, text: str, span: Span, pointer: Pointer) -> None:
        """Report an anchor, an alias or a tag."""
        if sign == "!":
            way_out = "remove it; a number in quotes is a text, one without is a number"
            if text.startswith("!include"):
                way_out = "remove it; files are included with the key `include:`"
            message = f"tag {brief(text)} is not supported"
            self.findings.add(diagnostics.TAG, span, message, way_out, pointer=pointer)
            return
        noun = "anchor" if sign == "&" else "alias"
        self.findings.add(
            diagnostics.ANCHOR,
            span,
            f"{noun} {brief(text)} is not supported",
            "write the value where it is used",
            pointer=pointer,
        )

    def on_one_line(self, event: Event, pointer: Pointer) -> bool:
        """Return True if a text ends on its first line; report it otherwise."""
        start, end = event.start_mark, event.end_mark
        if start.line == end.line:
            return True
        if event.style:
            way_out = "write it on one line, or as a block text after `|` or `>`"
        else:
            way_out = (
                "put a space after `:` or `-` if one is missing; write long text after `|`"
            )
        self.findings.add(
            diagnostics.SEVERAL_LINES,
            self.source.between(start, end),
            "text continues on the next line",
            way_out,
            pointer=pointer,
        )
        return False

    def good_quoted(self, event: Event, pointer: Pointer) -> bool:
        """Return True if all readers agree on a quoted text; report it otherwise."""
        start, end = event.start_mark, event.end_mark
        if "#" in event.value:
            self.with_hash.append((start, end))
        if not self.on_one_line(event, pointer):
            return False
        after = self.source.line(end.line)[end.column : end.column + 1]
        if after and after not in AFTER_QUOTE:
            self.findings.add(
                diagnostics.TEXT_AFTER_QUOTE,
                self.source.span(end.line, end.column, end.column + 1),
                f"{quoted(after)} directly after a closing quote",
                "put a space before it, or move the quote",
                pointer=pointer,
            )
            return False
        if character := refused(event.value):
            self._escape(event, character, pointer)
            return False
        return True

    def flow_text(self, event: Event, pointer: Pointer) -> None:
        """Report an unquoted text between brackets on which readers differ."""
        span = self.source.between(event.start_mark, event.end_mark)
        sign = FLOW_UNSAFE.search(event.value)
        found = quoted(sign[0]) if sign else "a sign"
        self.findings.add(
            diagnostics.FLOW_TEXT,
            span,
            f"unquoted text between brackets holds {found}",
            "quote this text, or add a space after `:` if it is a key",
            pointer=pointer,
        )

    def _refused(self, event: Event, refusal: ScalarRefusal, pointer: Pointer) -> None:
        span = self.source.between(event.start_mark, event.end_mark)
        fix = None
        if refusal.replacement is not None:
            fix = Fix(span, refusal.replacement, safe=refusal.safe)
        self.findings.add(
            refusal.kind, span, refusal.message, refusal.help, fix=fix, pointer=pointer
        )

    def _block(self, event: Event, pointer: Pointer, margin: int) -> tuple[Data, ParserMark]:
        start = event.start_mark
        read = read_block_text(self.source, start, margin)
        if "#" in event.value:
            self.with_hash.append((start, read.end))
        for number in read.blank:
            span = self.source.span(number, 0, len(self.source.line(number)))
            self.findings.add(
                diagnostics.BLOCK_TEXT,
                span,
                "line of spaces only in a block text",
                "delete the spaces",
                fix=Fix(span, "", safe=number not in read.told_by_blank),
                pointer=pointer,
            )
        if read.value != event.value and not read.blank:
            line = self.source.line(start.line)
            self.findings.add(
                diagnostics.BLOCK_TEXT,
                self.source.span(start.line, start.column, len(line.rstrip())),
                "block text that YAML readers take differently",
                "indent all its lines alike, two spaces deeper than its key",
                pointer=pointer,
            )
        good = read.value == event.value and not read.blank
        return (event.value if good else BROKEN), read.end

    def _escape(self, event: Event, character: str, pointer: Pointer) -> None:
        start, end = event.start_mark, event.end_mark
        line = self.source.line(start.line)
        span = self.source.between(start, end)
        for found in ESCAPE.finditer(line, start.column, end.column):
            digits = found[1] or found[2] or found[3]
            made = chr(int(digits, 16)) if digits else NAMED_ESCAPES.get(found[4], "")
            if made == character:
                span = self.source.span(start.line, found.start(), found.end())
                break
        way_out = "leave it out"
        if 0xD800 <= ord(character) <= 0xDFFF:
            way_out = r"write the character itself, or all of it as `\U0001F600`"
        self.findings.add(
            diagnostics.ESCAPED_CHARACTER,
            span,
            f"escape produces {name_of(character)}",
            way_out,
            pointer=pointer,
        )


# -- layout of values in the text: margins, block texts, stray signs --


HEADER = re.compile(r"([|>])(?:([+-])([1-9])?|([1-9])([+-])?)?(?: +#.*| *)")
"""Allowed content of the first line of a block text, from its sign on."""


@dataclass(frozen=True, slots=True)
class BlockText:
    """Text after `|` or `>`, read by the rules of YAML 1.2 alone."""

    value: str | None
    """Value of the text; None if its first line is not well-formed."""
    end: Mark
    """End of its last line that is not empty."""
    blank: tuple[int, ...]
    """Numbers of its lines that contain only spaces."""
    told_by_blank: frozenset[int] = frozenset()
    """Those blank lines that determine the indentation for some readers."""


def read_block_text(source: SourceText, start: ParserMark, margin: int) -> BlockText:
    """Read a block text independently of the parsers, to compare with their result.

    Args:
        source: text of the file.
        start: place of the `|` or `>`.
        margin: column of the key or dash that the text belongs to; -1 for the root.

    Source:
        YAML 1.2.2, chapter 8.1 "Block Scalar Styles".
    """
    first = source.line(start.line)
    header = HEADER.fullmatch(first, start.column)
    if header is None:
        return BlockText(None, Mark(start.line, len(first.rstrip())), ())
    chomp = header[2] or header[5]
    digit = header[3] or header[4]
    indent = max(margin, 0) + int(digit) if digit else None
    last_is_open = bool(source.lines[-1])
    stop = len(source.lines) - (not last_is_open)
    lines: list[str] = []
    blank: list[int] = []
    leading: dict[int, int] = {}
    for number in range(start.line + 1, stop):
        line = source.lines[number]
        text = line.lstrip(" ")
        spaces = len(line) - len(text)
        if text:
            if indent is None and spaces > margin:
                indent = spaces
            if indent is None or spaces < indent:
                last_is_open = False
                break
            lines.append(line[indent:])
        else:
            lines.append("")
            if line:
                blank.append(number)
                if indent is None:
                    leading[number] = spaces
    kept = len(lines)
    while kept and not lines[kept - 1]:
        kept -= 1
    body, trailing = lines[:kept], len(lines) - kept
    value = _folded(body) if header[1] == ">" else "\n".join(body)
    last_break = bool(body) and not (last_is_open and not trailing)
    if chomp == "+":
        value += "\n" * (trailing + last_break)
    elif chomp is None:
        value += "\n" * last_break
    last = start.line + kept
    end = Mark(last, len(source.line(last)) if kept else header.end())
    told = frozenset(each for each, spaces in leading.items() if spaces > (indent or 0))
    return BlockText(value, end, tuple(blank), told)


def _folded(lines: list[str]) -> str:
    """Join lines as `>` does: breaks around more indented lines stay."""
    parts: list[str] = []
    empty = 0
    before: str | None = None
    for line in lines:
        if not line:
            empty += 1
            continue
        if before is None:
            parts.append("\n" * empty)
        elif before[0] == " " or line[0] == " ":
            parts.append("\n" * (empty + 1))
        else:
            parts.append("\n" * empty or " ")
        parts.append(line)
        before, empty = line, 0
    return "".join(parts)


def line_at_margin(
    source: SourceText, start: ParserMark, end: ParserMark, margin: int
) -> int | None:
    """Return the first line of a flow collection that is not right of the margin."""
    for number in range(start.line + 1, end.line + 1):
        line = source.line(number)
        text = line.lstrip(" ")
        if text and text[0] != "#" and len(line) - len(text) <= margin:
            return number
    return None


def stray_question_marks(source: SourceText, node: MarkedNode) -> Iterator[Span]:
    """Yield the question marks of a flow collection that belong to no text."""
    start, end, _ = node
    if end is None:
        return
    inside = columns_by_line(_texts_in(node))
    for number in range(start.line, end.line + 1):
        line = source.line(number)
        if "?" not in line:
            continue
        rest = without(line, inside.get(number, ()))
        if (comment := COMMENT.search(rest)) is not None:
            rest = rest[: comment.start()]
        for found in re.finditer(r"\?", rest):
            column = found.start()
            if number > start.line or column > start.column:
                if number == end.line and column >= end.column:
                    return
                yield source.span(number, column, column + 1)


def _texts_in(node: MarkedNode) -> Iterator[tuple[ParserMark, ParserMark]]:
    start, end, children = node
    if isinstance(children, dict):
        for first, last, below, key_start, key_end in children.values():
            yield key_start, key_end
            yield from _texts_in((first, last, below))
    elif children is not None:
        for child in children:
            yield from _texts_in(child)
    elif end is not None:
        yield start, end


ORDINARY = re.compile("[a-z_][a-z0-9_-]*")
"""Key that needs no further check, unless it is a special word."""
CLOSED_BY = re.compile(" *:(?: |$)")
"""Characters after an unquoted key between brackets."""
WORD = re.compile(r"[^\W\d_]+")
ALPHABETS = {
    "Latin": re.compile("[A-Za-z\u00c0-\u024f]"),
    "Cyrillic": re.compile("[\u0400-\u052f]"),
    "Greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
}
"""Alphabets with letters that look alike."""


@lru_cache(maxsize=4096)
def is_ordinary(key: str, longest: int) -> bool:
    """Return True if an unquoted key is valid everywhere."""
    return bool(ORDINARY.fullmatch(key)) and key not in WORDS and len(key) <= longest


class KeyCheck:
    """Checks of the keys of one file."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.source = texts.source
        self.limits = texts.limits
        self.findings = texts.findings
        self.fold = False
        """True if two keys may differ only in case or encoding."""

    def check(self, event: Event, frame: Frame) -> bool:
        """Report errors of a key.

        Returns:
            True if the entry belongs to the mapping; False for a merge key.
        """
        key = event.value
        pointer, flow, column = frame
        at = (*pointer, key)
        if self.texts.has_property(event, at):
            return True
        if not flow and event.start_mark.column != column:
            self._complex(event, column, at)
            return True
        if event.style:
            if event.style in {"|", ">"} or not self.texts.good_quoted(event, at):
                return True
        elif key == "<<":
            self.findings.add(
                diagnostics.ANCHOR,
                self._span(event),
                "merge keys are not supported",
                "write the entries out, or use `extends:` where the format has it",
                pointer=at,
            )
            return False
        elif flow and FLOW_UNSAFE.search(key):
            self.texts.flow_text(event, at)
            return True
        if not key:
            self.findings.add(
                diagnostics.COMPLEX_KEY,
                self._span(event),
                "key is empty",
                "give the entry a name",
                pointer=pointer,
            )
        elif len(key) > self.limits.key:
            self.findings.add(
                diagnostics.OVER_LIMIT,
                self._span(event),
                f"key has {len(key):,} characters; the limit is {self.limits.key:,}",
                "shorten the key",
                pointer=pointer,
                data={"limit": "key", "allowed": self.limits.key, "found": len(key)},
            )
        else:
            self._text(event, at)
        return True

    def duplicate(self, event: Event, first: RawEntry, pointer: Pointer) -> None:
        """Report a key that the mapping already has."""
        first_span = self.source.between(unpacked(first[3]), unpacked(first[4]))
        self.findings.add(
            diagnostics.DUPLICATE_KEY,
            self._span(event),
            f"duplicate key {brief(event.value)} in this mapping",
            "keep one of the two",
            label="most YAML loaders keep only this one, silently",
            related=(Label(first_span, "first value here"),),
            pointer=(*pointer, event.value),
        )

    def check_unlike(self, entries: Entries, pointer: Pointer) -> None:
        """Report keys of one mapping that differ in encoding or case only."""
        composed: dict[str, str] = {}
        folded: dict[str, str] = {}
        for key, (_, _, _, start, end) in entries.items():
            form = unicodedata.normalize("NFC", key)
            kind, twin = diagnostics.DUPLICATE_KEY, composed.setdefault(form, key)
            if twin == key:
                kind = diagnostics.KEYS_DIFFER_IN_CASE
                twin = folded.setdefault(form.casefold(), key)
            if twin == key:
                continue
            span = self.source.between(unpacked(start), unpacked(end))
            first = self.source.between(*map(unpacked, entries[twin][3:]))
            if kind is diagnostics.DUPLICATE_KEY:
                message = f"same key {brief(key)} twice, in two encodings"
                way_out = "keep one of the two"
            else:
                message = f"key {brief(key)} differs only in case from line {first.start.line}"
                way_out = "rename one of the two"
            self.findings.add(
                kind,
                span,
                message,
                way_out,
                related=(Label(first, "first key here"),),
                pointer=(*pointer, key),
            )

    def closed_by_colon(self, event: Event, pointer: Pointer) -> None:
        """Report an unquoted key between brackets without `: ` after it."""
        end = event.end_mark
        if event.style or FLOW_UNSAFE.search(event.value):
            return
        line = self.source.line(end.line)
        if not CLOSED_BY.match(line, end.column):
            self.findings.add(
                diagnostics.FLOW_TEXT,
                self._span(event),
                f"no space after the `:` of key {brief(event.value)}",
                "add a space after `:`, or quote the text",
                pointer=(*pointer, event.value),
            )

    def _text(self, event: Event, at: Pointer) -> None:
        key = event.value
        if not event.style and (meaning := kind_of_key(key, self.limits)):
            span = self._span(event)
            self.findings.add(
                diagnostics.KEY_NOT_TEXT,
                span,
                f"key {brief(key)} is {meaning} for some YAML readers",
                "quote it",
                fix=Fix(span, double_quoted(key)),
                pointer=at,
            )
            return
        if key.isascii():
            self.fold = self.fold or key != key.lower()
            return
        self.fold = True
        if hidden := HIDDEN_IN_KEY.search(key):
            mark = name_of(hidden[0][-1])
            kind = diagnostics.INVISIBLE_CHARACTER
            if mark.startswith("text-direction"):
                kind = diagnostics.TEXT_DIRECTION
            elif STRANGE_SPACES.match(hidden[0]):
                kind = diagnostics.STRANGE_SPACE
            self.findings.add(
                kind,
                self._span(event),
                f"{mark} in key {brief(spelled_out(key))}",
                "delete the character",
                pointer=at,
            )
        elif mixed := _mixed_scripts(key):
            first, second, character = mixed
            self.findings.add(
                diagnostics.MIXED_SCRIPTS,
                self._span(event),
                f"key {brief(key)} mixes {first} and {second}: U+{ord(character):04X}",
                "write the key in one alphabet",
                pointer=at,
            )

    def _complex(self, event: Event, column: int, at: Pointer) -> None:
        start = event.start_mark
        line = self.source.line(start.line)
        span = self._span(event)
        if line[column : column + 1] == "?":
            span = self.source.span(start.line, column, column + 1)
        self.findings.add(
            diagnostics.COMPLEX_KEY,
            span,
            "keys after `?` are not supported",
            "write `key: value`",
            pointer=at,
        )

    def _span(self, event: Event) -> Span:
        return self.source.between(event.start_mark, event.end_mark)


def _mixed_scripts(key: str) -> tuple[str, str, str] | None:
    """Return two alphabets in one word of the key, and the first letter of the rarer one."""
    for word in WORD.findall(key):
        found = {name: letters.findall(word) for name, letters in ALPHABETS.items()}
        many, few, *_ = sorted(found, key=lambda each: -len(found[each]))
        if found[few]:
            return many, few, found[few][0]
    return None

"""Value of a text: quoted, unquoted or block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from zopa.diagnostics import Fix, codes, quoted
from zopa.documents.block_scalars import read_block_text
from zopa.documents.characters import name_of, refused
from zopa.documents.document import BROKEN, brief
from zopa.documents.scalars import ScalarRefusal, resolve

if TYPE_CHECKING:
    from zopa.documents.document import (
        Data,
        Event,
        FoundSoFar,
        Limits,
        ParserMark,
        Pointer,
        SourceText,
    )
    from zopa.files.span import Span

__all__ = ["FLOW_UNSAFE", "Frame", "Texts"]

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
            self.findings.add(codes.TAG, span, message, way_out, pointer=pointer)
            return
        noun = "anchor" if sign == "&" else "alias"
        self.findings.add(
            codes.ANCHOR,
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
            codes.SEVERAL_LINES,
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
                codes.TEXT_AFTER_QUOTE,
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
            codes.FLOW_TEXT,
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
                codes.BLOCK_TEXT,
                span,
                "line of spaces only in a block text",
                "delete the spaces",
                fix=Fix(span, "", safe=number not in read.told_by_blank),
                pointer=pointer,
            )
        if read.value != event.value and not read.blank:
            line = self.source.line(start.line)
            self.findings.add(
                codes.BLOCK_TEXT,
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
            codes.ESCAPED_CHARACTER,
            span,
            f"escape produces {name_of(character)}",
            way_out,
            pointer=pointer,
        )

"""Characters that are invisible, misleading, or not spaces in YAML."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from zopa import diagnostics
from zopa.diagnostics import FILLERS, FLAG, JOINERS, Diagnostic, Fix, Severity
from zopa.diagnostics import STRANGE_SPACES as SPACES
from zopa.documents.document import COMMENT, SourceText, brief, find_comments

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from zopa.diagnostics import DiagnosticKind
    from zopa.documents.document import Event, FoundSoFar, Limits, ParserMark
    from zopa.files import Span

__all__ = [
    "MOST_FINDINGS",
    "STRANGE_SPACES",
    "check_characters",
    "check_cut_texts",
    "check_lines",
    "decode",
    "name_of",
    "refused",
    "too_large",
    "with_spaces",
]


MOST_FINDINGS: Final = 20
"""Largest number of reported characters in one file."""

BREAKS = "\r\x85\u2028\u2029"
DIRECTION = "\u202a-\u202e\u2066-\u2069"
DIRECTION_MARKS = "\u061c\u200e\u200f"
STRANGE_SPACES = re.compile(f"([{SPACES}])\\1*")
SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
INVISIBLE = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u2800\u3164"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}-{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
CONTROLS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff"
    "\U000f0000-\U000ffffd\U00100000-\U0010fffd" + NONCHARACTERS
)
REFUSED: Final = f"{FLAG}|([\t{BREAKS}{DIRECTION}{INVISIBLE}{CONTROLS}])\\1*"
NOTEWORTHY: Final = (
    f"{FLAG}|([\t{BREAKS}{DIRECTION}{DIRECTION_MARKS}{INVISIBLE}{CONTROLS}])\\1*"
)
DIRECTION_MARK = re.compile(f"[{DIRECTION_MARKS}]")
HIDDEN_IN_KEY = re.compile(f"[{DIRECTION_MARKS}{JOINERS}{SELECTORS}{SPACES}]|{FLAG}")
"""Characters allowed in values only."""

CLASSES: Final = (
    (diagnostics.TAB, "\t"),
    (diagnostics.HIDDEN_LINE_BREAK, BREAKS),
    (diagnostics.TEXT_DIRECTION, DIRECTION),
    (diagnostics.TEXT_DIRECTION_MARK, DIRECTION_MARKS),
    (diagnostics.STRANGE_SPACE, SPACES),
    (diagnostics.INVISIBLE_CHARACTER, INVISIBLE),
    (diagnostics.CONTROL_CHARACTER, CONTROLS),
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is first needed: long ones take milliseconds."""
    return re.compile(pattern)


def check_characters(source: SourceText) -> list[Diagnostic]:
    """Report characters that are invisible or look like others.

    Runs of one character are one finding, and at most `MOST_FINDINGS` are made. After a finding
    of severity error the text must not be parsed: its lines may differ from those of an editor.
    """
    text = source.text
    if text.replace("\n", "").isprintable() and (text.isascii() or not FILLERS.search(text)):
        return []
    return list(_findings(source))


def refused(text: str) -> str | None:
    """Return the first character that is not allowed in texts, written or escaped.

    Escapes can stand for tabs and line feeds, and for direction marks, which give only a
    warning when they are written directly.
    """
    if text.isprintable() and (text.isascii() or not FILLERS.search(text)):
        return None
    every = _compiled(REFUSED).finditer(text.replace("\t", ""))
    return next((found[1] for found in every if found[1]), None)


def name_of(character: str) -> str:
    """Return the name and the number of a character."""
    kind = _kind(character)
    nouns = {
        diagnostics.TAB: "tab character",
        diagnostics.HIDDEN_LINE_BREAK: "line break",
        diagnostics.TEXT_DIRECTION: "text-direction control",
        diagnostics.TEXT_DIRECTION_MARK: "text-direction mark",
        diagnostics.STRANGE_SPACE: "space",
        diagnostics.INVISIBLE_CHARACTER: "invisible character",
    }
    if character == "\xa0":
        noun = "non-breaking space"
    elif (category := unicodedata.category(character)) == "Cs":
        noun = "half of a surrogate pair"
    elif category == "Co":
        noun = "private-use character"
    elif ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF:
        noun = "noncharacter"
    elif _joiner(character):
        noun = "invisible character"
    else:
        noun = nouns.get(kind, "control character")
    return f"{noun} U+{ord(character):04X}"


def _joiner(character: str) -> bool:
    return _kind(character) is diagnostics.CONTROL_CHARACTER and bool(
        HIDDEN_IN_KEY.match(character)
    )


def _kind(character: str) -> DiagnosticKind:
    for kind, characters in CLASSES:
        if _compiled(f"[{characters}]").match(character):
            return kind
    return diagnostics.CONTROL_CHARACTER


def _findings(source: SourceText) -> Iterator[Diagnostic]:
    count = 0
    old_mac = False
    for found in _compiled(NOTEWORTHY).finditer(source.text):
        character = found[1]
        if not character:  # a flag
            continue
        if character == "\r":
            if old_mac:
                continue
            old_mac = True
        yield _finding(source, character, found.start(), len(found[0]))
        count += 1
        if count == MOST_FINDINGS:
            return


def _finding(source: SourceText, character: str, offset: int, length: int) -> Diagnostic:
    kind = _kind(character)
    span = source.at(offset, length)
    before = source.line(span.start.line - 1)[: span.start.column - 1]
    message, label, way_out = name_of(character), "", "delete the character"
    fix: Fix | None = Fix(span, "", safe=False)
    if character == "\t":
        message = "tab character"
        way_out = r"use spaces, or write `\t` in double quotes"
        fix = None if before.strip(" ") else Fix(span, "  " * length, safe=False)
    elif character == "\r":
        message = "carriage return without a line feed (an old Mac line ending)"
        way_out = "save the file with line feeds"
        fix = Fix(span, "\n" * length)
    elif kind is diagnostics.HIDDEN_LINE_BREAK:
        message = f"hidden line break U+{ord(character):04X}"
        if before.startswith("#") or " #" in before:
            message += " inside what editors show as a comment"
            label = "what follows is live YAML"
    elif kind is diagnostics.TEXT_DIRECTION:
        message += ": what is shown is not what is read"
    elif kind is diagnostics.CONTROL_CHARACTER:
        fix = None
    if kind.severity is Severity.WARNING:
        fix = None
    return Diagnostic(
        kind, span, message, label=label, help=(way_out,), fixes=(fix,) if fix else ()
    )


# -- checks of lines, without parsing --


CUT = re.compile(" #[^ #!\n]")
"""Comment without a space after its `#`."""
NO_TEXT = frozenset({"", *" :,-|>+[]{}\"'"})
"""Text before a `#` and its space where no unquoted text can be."""


def check_lines(source: SourceText, limits: Limits) -> list[Diagnostic]:
    """Report characters, long lines, directives and a missing last line break."""
    text = source.text
    found = check_characters(source)
    if len(text) > limits.line_length:
        for number, line in enumerate(source.lines):
            if len(line) > limits.line_length:
                found.append(_too_long(source, number, limits))
                break
    if text and not text.endswith("\n"):
        found.append(_unfinished(source))
    if "%" in text:
        found.extend(_directives(source))
    return found


def check_cut_texts(
    source: SourceText, with_hash: Iterable[tuple[ParserMark, ParserMark]], findings: FoundSoFar
) -> None:
    """Warn of comments that look like the rest of an unquoted text.

    Args:
        source: text of the file.
        with_hash: quoted and block texts that contain a `#`.
        findings: collection for the warnings.
    """
    if not CUT.search(source.text):
        return
    for comment in find_comments(source, with_hash):
        start = comment.span.start
        before = source.line(start.line - 1)[: start.column - 1]
        if CUT.match(before[-1:] + comment.text) and before[-2:-1] not in NO_TEXT:
            findings.add(
                diagnostics.CUT_BY_COMMENT,
                comment.span,
                f"the text ends before {brief(comment.text)}, which is a comment",
                "quote the value, or write a space after `#`",
            )


def _too_long(source: SourceText, number: int, limits: Limits) -> Diagnostic:
    length, limit = len(source.line(number)), limits.line_length
    return Diagnostic(
        diagnostics.OVER_LIMIT,
        source.span(number, limit, length),
        f"line has {length:,} characters; the limit is {limit:,}",
        help=("break the line",),
        data={"limit": "line-length", "allowed": limit, "found": length},
    )


def _unfinished(source: SourceText) -> Diagnostic:
    number = len(source.lines) - 1
    end = len(source.lines[number])
    span = source.span(number, end, end)
    return Diagnostic(
        diagnostics.NO_FINAL_LINE_BREAK,
        span,
        "no line break at the end of the file",
        help=("check that nothing is missing, and end the last line",),
        fixes=(Fix(span, "\n"),),
    )


def _directives(source: SourceText) -> list[Diagnostic]:
    """Return a finding if the text begins with a directive."""
    for number, line in enumerate(source.lines):
        if line.startswith("%"):
            span = source.span(number, 0, len(line.rstrip()))
            message = f"directive {brief(line.rstrip())} is not supported"
            help_ = ("remove the line",)
            return [Diagnostic(diagnostics.DIRECTIVE, span, message, help=help_)]
        if line.strip(" ") and not line.lstrip(" ").startswith("#"):
            break
    return []


# -- decoding --


MARK = "\ufeff"
WIDE = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(raw: str | bytes, path: str, limits: Limits) -> tuple[str, list[Diagnostic]]:
    """Decode bytes as UTF-8 without a byte order mark, or report the reason.

    Returns:
        The text; empty if there is a diagnostic of severity error.
    """
    if isinstance(raw, bytes):
        if len(raw) > limits.file_size:
            return "", [too_large(path, len(raw), limits)]
        if encoding := _wide(raw):
            message = f"file is {encoding}, expected UTF-8"
            return "", [_at_start(diagnostics.WRONG_ENCODING, path, message)]
        try:
            text = raw.decode()
        except UnicodeDecodeError as error:
            return "", [_not_utf_8(raw, path, error.start)]
    else:
        text = raw
        if len(text) > limits.file_size or len(text) * 4 > limits.file_size < _size(text):
            return "", [too_large(path, _size(text), limits)]
    if not text.startswith(MARK):
        return text, []
    span = SourceText(path, "").span(0, 0, 0)
    finding = Diagnostic(
        diagnostics.BYTE_ORDER_MARK,
        span,
        "byte order mark at the start of the file",
        help=("remove it: save as UTF-8 without a byte order mark",),
        fixes=(Fix(span, ""),),
    )
    return text[1:], [finding]


def too_large(path: str, size: int, limits: Limits, *, at_least: bool = False) -> Diagnostic:
    """Report a file over the size limit."""
    found = f"at least {size:,}" if at_least else f"{size:,}"
    return Diagnostic(
        diagnostics.OVER_LIMIT,
        SourceText(path, "").span(0, 0, 0),
        f"file has {found} bytes; the limit is {limits.file_size:,}",
        help=("split the file, or allow more of your own with ZOPA_MAX_FILE_BYTES",),
        data={"limit": "file-size", "allowed": limits.file_size, "found": size},
    )


def _size(text: str) -> int:
    return len(text.encode(errors="surrogatepass"))


def _wide(raw: bytes) -> str | None:
    for mark, encoding in WIDE:
        if raw.startswith(mark):
            return encoding
    head = raw[:4]
    if 0 not in head or len(head) < 4:
        return "UTF-16" if 0 in head and len(head) == 2 else None
    zeros = tuple(each == 0 for each in head)
    if sum(zeros) == 3:
        return "UTF-32"
    return "UTF-16" if zeros in {(True, False) * 2, (False, True) * 2} else None


def _not_utf_8(raw: bytes, path: str, start: int) -> Diagnostic:
    before = raw[:start].decode()
    source = SourceText(path, before.removeprefix(MARK))
    span: Span = source.at(len(source.text))
    byte = raw[start]
    looks = "file looks like Latin-1 or Windows-1252"
    return Diagnostic(
        diagnostics.INVALID_UTF8,
        span,
        f"byte 0x{byte:02X} is not UTF-8",
        help=("save the file as UTF-8",),
        notes=(looks,) if byte >= 0xA0 or byte in b"\x91\x92\x93\x94\x96\x97" else (),
        data={"byte": byte, "offset": start},
    )


def _at_start(kind: DiagnosticKind, path: str, message: str) -> Diagnostic:
    span = SourceText(path, "").span(0, 0, 0)
    return Diagnostic(kind, span, message, help=("save it as UTF-8",))


KIND = diagnostics.STRANGE_SPACE


def with_spaces(
    source: SourceText, texts: Sequence[Event], found: Iterable[Diagnostic], end: int
) -> list[Diagnostic]:
    """Add the findings of such spaces, unless they are part of a text.

    Inside a text they are intended: French has them before a colon, and numbers before their
    unit. Other findings in a line with such a space are its consequences.

    Args:
        source: text of the file.
        texts: all keys and single values that could be read.
        found: other findings.
        end: number of the line where reading ended.
    """
    others = list(found)
    spaces = list(_out_of_place(source, texts, others, end))
    lines = {each.span.start.line for each in spaces if each.span}
    kept = (each for each in others if each.span is None or each.span.start.line not in lines)
    return [*kept, *spaces]


def _out_of_place(
    source: SourceText, texts: Sequence[Event], found: Sequence[Diagnostic], end: int
) -> Iterator[Diagnostic]:
    told = {
        (each.span.start.line, each.span.start.column)
        for each in found
        if each.span and each.kind is KIND
    }
    for number, line in enumerate(source.lines[: end + 1]):
        for run in STRANGE_SPACES.finditer(line):
            start, stop = run.span()
            text = _holding(texts, number, start)
            if text is None:
                comment = COMMENT.search(line)
                meant = comment is not None and comment.end() <= start
            else:
                meant = bool(text.style) or _in_midst(line, text, start, stop)
            if not meant and not _is_told(text, told):
                span = source.span(number, start, stop)
                yield Diagnostic(
                    KIND,
                    span,
                    f"{name_of(run[0][0])}, which is not a space to YAML",
                    help=("replace it by a space, or quote the text that it belongs to",),
                    fixes=(Fix(span, " " * (stop - start)),),
                )


def _is_told(text: Event | None, told: Container[tuple[int, int]]) -> bool:
    """Return True if the place is in a key that was reported completely."""
    return text is not None and (text.start_mark.line + 1, text.start_mark.column + 1) in told


def _holding(texts: Sequence[Event], line: int, column: int) -> Event | None:
    """Return the key or value that contains a place."""
    here = (line, column)
    for each in texts:
        start, end = each.start_mark, each.end_mark
        if (start.line, start.column) <= here < (end.line, end.column):
            return each
    return None


def _in_midst(line: str, text: Event, start: int, stop: int) -> bool:
    """Return True if no reader would end an unquoted text at a space there."""
    first, last = text.start_mark.column, text.end_mark.column
    before, after = line[start - 1 : start], line[stop : stop + 1]
    if start <= first or stop >= last or before == ":" or after == "#":
        return False
    return not (start == first + 1 and before in {"-", "?"})

"""Layout of values in the text: margins, block texts, stray signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.documents.document import COMMENT, columns_by_line, without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.documents.document import ParserMark, RawNode, SourceText
    from zopa.files.span import Span

__all__ = [
    "BlockText",
    "OwnMark",
    "line_at_margin",
    "read_block_text",
    "stray_question_marks",
]

HEADER = re.compile(r"([|>])(?:([+-])([1-9])?|([1-9])([+-])?)?(?: +#.*| *)")
"""Allowed content of the first line of a block text, from its sign on."""


@dataclass(frozen=True, slots=True)
class OwnMark:
    """Mark without a parser, from 0."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class BlockText:
    """Text after `|` or `>`, read by the rules of YAML 1.2 alone."""

    value: str | None
    """Value of the text; None if its first line is not well-formed."""
    end: OwnMark
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
        return BlockText(None, OwnMark(start.line, len(first.rstrip())), ())
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
    end = OwnMark(last, len(source.line(last)) if kept else header.end())
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


def stray_question_marks(source: SourceText, node: RawNode) -> Iterator[Span]:
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


def _texts_in(node: RawNode) -> Iterator[tuple[ParserMark, ParserMark]]:
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

"""Text of one file by lines, and its spans."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from zopa.files.layout import LARGEST, MOST_VALUES
from zopa.files.span import Place, Span

__all__ = [
    "Event",
    "Limits",
    "ParserMark",
    "SourceText",
]


class ParserMark(Protocol):
    """Place from the parsers; both numbers start at 0."""

    @property
    def line(self) -> int:
        """Line number, from 0."""

    @property
    def column(self) -> int:
        """Column in code points, from 0."""


class Event(Protocol):
    """Parser event, with the attributes of all kinds of events."""

    start_mark: ParserMark
    end_mark: ParserMark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    """Quote or block sign of a text; empty or None if it has none."""
    flow_style: bool | None
    """True if a collection is in brackets."""


class SourceText:
    """Text with places as line and column, from 0."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        """Text with line feeds only."""

    @cached_property
    def lines(self) -> list[str]:
        """Lines without their breaks; the last one is empty if all have one."""
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """Return a line; empty past the end."""
        return self.lines[number] if number < len(self.lines) else ""

    def span(self, line: int, column: int, end_column: int, end_line: int = -1) -> Span:
        """Return a span of numbers from 0; on one line unless an end line is given."""
        start = Place(line + 1, column + 1)
        last = line if end_line < 0 else end_line
        return Span(self.path, start, Place(last + 1, end_column + 1))

    def between(self, start: ParserMark, end: ParserMark) -> Span:
        """Return the span between two marks; of the first line only if they are on two lines.

        The parsers put the end of a text over several lines at the next token, which is useless
        for a message.
        """
        if start.line == end.line:
            return self.span(start.line, start.column, end.column)
        shown = len(self.line(start.line).rstrip())
        return self.span(start.line, start.column, max(shown, start.column))

    def at(self, offset: int, length: int = 1) -> Span:
        """Return the span of characters of one line, from their offset in the text."""
        line = self.text.count("\n", 0, offset)
        column = offset - (self.text.rfind("\n", 0, offset) + 1)
        return self.span(line, column, column + length)


# -- limits of one file --


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one file; the defaults are those of YAML profile 1, section 2.

    The environment can raise size and number of values, see `zopa.files.layout`.
    """

    file_size: int = LARGEST
    """Size in bytes."""
    line_length: int = 16_384
    """Characters of a line, without its line break."""
    depth: int = 32
    """Depth of nested collections, the root included."""
    nodes: int = MOST_VALUES
    """Number of keys, values and collections."""
    scalar: int = 65_536
    """Characters of one text."""
    key: int = 128
    """Characters of one key."""
    integer_digits: int = 16
    """Digits of an integer; up to those of 2⁵³ - 1, that number is the limit."""
    decimal_digits: int = 34

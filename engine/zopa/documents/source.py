"""The text of one file by lines, and the spans of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from zopa.files.layout import LARGEST, MOST_VALUES
from zopa.files.span import Place, Span

__all__ = [
    "Event",
    "Limits",
    "Mark",
    "Source",
]


class Mark(Protocol):
    """A place as the parsers give it: both numbers are 0-based."""

    @property
    def line(self) -> int:
        """Line breaks before it."""

    @property
    def column(self) -> int:
        """Code points before it on its line."""


class Event(Protocol):
    """A parser event, with every attribute that some kind of event has."""

    start_mark: Mark
    end_mark: Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    """Of texts: the quote or block sign; empty or None for none."""
    flow_style: bool | None
    """Of collections: whether they are in brackets."""


class Source:
    """One text, and places in it as 0-based line and column."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        """With line feeds only."""

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their breaks; the last one is empty when all have one."""
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """A line, empty past the end."""
        return self.lines[number] if number < len(self.lines) else ""

    def span(self, line: int, column: int, end_column: int, end_line: int = -1) -> Span:
        """A span from 0-based numbers; on one line unless an end line is given."""
        start = Place(line + 1, column + 1)
        last = line if end_line < 0 else end_line
        return Span(self.path, start, Place(last + 1, end_column + 1))

    def between(self, start: Mark, end: Mark) -> Span:
        """The span between two marks; of the first line only when they are on two.

        The parsers put the end of a text that goes on over several lines at the
        next token, which is of no use to a reader.
        """
        if start.line == end.line:
            return self.span(start.line, start.column, end.column)
        shown = len(self.line(start.line).rstrip())
        return self.span(start.line, start.column, max(shown, start.column))

    def at(self, offset: int, length: int = 1) -> Span:
        """The span of some characters of one line, from their offset in the text."""
        line = self.text.count("\n", 0, offset)
        column = offset - (self.text.rfind("\n", 0, offset) + 1)
        return self.span(line, column, column + length)


# -- how much a file may hold before it is refused --


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold; the defaults are those of YAML profile 1, section 2.

    Size and number of values can be raised by the environment, see `zopa.files.layout`.
    """

    file_size: int = LARGEST
    """Bytes."""
    line_length: int = 16_384
    """Characters, the line break not counted."""
    depth: int = 32
    """Collections inside each other; the root counts as one."""
    nodes: int = MOST_VALUES
    """Keys, values and collections."""
    scalar: int = 65_536
    """Characters of one text."""
    key: int = 128
    """Characters of one key."""
    integer_digits: int = 16
    """The limit of 2⁵³ - 1 holds unless more are allowed than that has."""
    decimal_digits: int = 34

"""Conversion of places between an editor's units and the engine's."""

from __future__ import annotations

import enum
import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from zopa.files.span import Place, Span

__all__ = ["TextLines", "Units", "changed"]

BREAK = re.compile("\r\n|\r|\n")
"""Line breaks of the Language Server Protocol."""
MARK = "\ufeff"


class Units(enum.StrEnum):
    """Unit in which an editor counts on a line."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


class TextLines:
    """Lines of one text in the numbering of an editor and of the engine.

    The engine ends a line at a line feed only, and does not count a byte order mark. Offsets
    are code points from the start of the text.
    """

    def __init__(self, text: str, units: Units = Units.UTF32) -> None:
        self.text = text
        self.units = units
        self._marked = int(text.startswith(MARK))

    @cached_property
    def _lines(self) -> list[int]:
        """Offsets at which the editor's lines begin."""
        if "\r" in self.text:
            return [0, *(each.end() for each in BREAK.finditer(self.text))]
        return [0, *self._starts[1:]]

    @cached_property
    def _starts(self) -> list[int]:
        """Offsets at which the engine's lines begin."""
        lengths = [len(each) + 1 for each in self.text.split("\n")]
        return [self._marked, *accumulate(lengths)][:-1]

    def _end(self, line: int) -> int:
        """Return the end of one of the editor's lines, the line break not counted."""
        if line + 1 == len(self._lines):
            return len(self.text)
        after = self._lines[line + 1]
        return after - 2 if self.text[after - 2 : after] == "\r\n" else after - 1

    def at(self, line: int, character: int) -> int:
        """Return the offset of an editor's position; past the end of a line it is the end."""
        if line >= len(self._lines):
            return len(self.text)
        start, end = self._lines[line], self._end(line)
        if self.units is Units.UTF32:
            return min(start + character, end)
        offset, left = start, character
        while offset < end and (left := left - self._size(self.text[offset])) >= 0:
            offset += 1
        return offset

    def position(self, offset: int) -> tuple[int, int]:
        """Return the editor's position of an offset: line and character, from 0."""
        line = max(bisect_right(self._lines, offset) - 1, 0)
        text = self.text[self._lines[line] : min(offset, self._end(line))]
        return line, self._size(text)

    def offset(self, place: Place) -> int:
        """Return the offset of one of the engine's places."""
        if place.line > len(self._starts):
            return len(self.text)
        return min(self._starts[place.line - 1] + place.column - 1, len(self.text))

    def place(self, offset: int) -> Place:
        """Return the engine's place of an offset."""
        offset = max(offset, self._marked)
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)

    def extent(self, span: Span) -> tuple[int, int]:
        """Return start and end of a span."""
        return self.offset(span.start), self.offset(span.end)

    def _size(self, text: str) -> int:
        match self.units:
            case Units.UTF32:
                return len(text)
            case Units.UTF16:
                return len(text.encode("utf-16-le", "surrogatepass")) // 2
            case Units.UTF8:
                return len(text.encode("utf-8", "surrogatepass"))


def changed(places: TextLines, start: tuple[int, int], end: tuple[int, int], new: str) -> str:
    """Replace the text between two of the editor's positions."""
    first = places.at(*start)
    last = max(first, places.at(*end))
    return places.text[:first] + new + places.text[last:]

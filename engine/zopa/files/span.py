"""Where a piece of text stands in a file."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Place", "Span"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A point between two characters of a file."""

    line: int
    """1-based."""
    column: int
    """1-based, in code points."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one file, from `start` up to, not including, `end`."""

    path: str
    """Relative to the workspace, with `/`."""
    start: Place
    end: Place

    def __str__(self) -> str:
        return f"{self.path}:{self.start.line}:{self.start.column}"

"""Workspace on disk: places in its files; layout, atomic writing, store in its modules."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Place",
    "Span",
]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Point between two characters of a file."""

    line: int
    """Line number, from 1."""
    column: int
    """Column number, from 1, in code points."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of text in one file: `end` is not included."""

    path: str
    """Relative to the workspace, with `/`."""
    start: Place
    end: Place

    def __str__(self) -> str:
        return f"{self.path}:{self.start.line}:{self.start.column}"

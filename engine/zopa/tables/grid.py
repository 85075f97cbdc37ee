"""Sheets as they were found in a file: rows of cells, with their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.tables.cells import EMPTY
from zopa.tables.wrong import Spot

if TYPE_CHECKING:
    from zopa.tables.cells import Cell

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "Grid", "Line", "spot"]

MOST_ROWS = 20_000
MOST_COLUMNS = 200
"""Of a sheet; with more it is none that somebody filled in."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row."""

    number: int
    """1-based, as spreadsheets count."""
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell of a column, counted from 0; an empty one behind the last."""
        return self.cells[column] if column < len(self.cells) else EMPTY

    @property
    def empty(self) -> bool:
        """Whether no cell holds anything but blanks."""
        return all(isinstance(x.value, str) and not x.value.strip() for x in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a file."""

    file: str
    """As it was named."""
    sheet: str
    """What the sheet is called; empty in a file that has no sheets."""
    name: str
    """Of which kind it would be: the name of the sheet or of the file."""
    lines: tuple[Line, ...]
    """Those that are not empty."""
    merged: str = ""
    """Cells that are one for the eye; what they hold is not said of each row."""


def spot(grid: Grid, row: int = 0, column: int = -1, heading: str = "") -> Spot:
    """A place in a sheet; the column is counted from 0."""
    return Spot(grid.file, grid.sheet, row, column + 1, heading)

"""Sheets as read from a file: rows of cells, with their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.tables.cells import EMPTY
from zopa.tables.wrong import CellPlace

if TYPE_CHECKING:
    from zopa.tables.cells import SheetCell

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "Grid", "GridRow", "spot"]

MOST_ROWS = 20_000
MOST_COLUMNS = 200
"""Largest number of columns of a sheet."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """Row of a sheet."""

    number: int
    """Row number, from 1, as in spreadsheets."""
    cells: tuple[SheetCell, ...]

    def cell(self, column: int) -> SheetCell:
        """Return the cell of a column, counted from 0; an empty one after the last."""
        return self.cells[column] if column < len(self.cells) else EMPTY

    @property
    def empty(self) -> bool:
        """True if all cells are blank."""
        return all(isinstance(x.value, str) and not x.value.strip() for x in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """Sheet of a file."""

    file: str
    """Name of the file as given."""
    sheet: str
    """Name of the sheet; empty in a file without sheets."""
    name: str
    """Name that gives the kind: that of the sheet or of the file."""
    lines: tuple[GridRow, ...]
    """Lines that are not empty."""
    merged: str = ""
    """Merged cells, whose content cannot be assigned to rows."""


def spot(grid: Grid, row: int = 0, column: int = -1, heading: str = "") -> CellPlace:
    """Return a place in a sheet; the column is counted from 0."""
    return CellPlace(grid.file, grid.sheet, row, column + 1, heading)

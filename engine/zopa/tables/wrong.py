"""What is wrong in a table, and in which cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Spot", "Wrong", "WrongCells", "letters"]


def letters(column: int) -> str:
    """A column as spreadsheets call it: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell, a row, a sheet or a file."""

    file: str
    sheet: str = ""
    """Empty for the whole file."""
    row: int = 0
    """1-based, as spreadsheets count; 0 for the whole sheet."""
    column: int = 0
    """1-based; 0 for the whole row."""
    heading: str = ""
    """What the column is called; empty where no column is meant."""

    @property
    def cell(self) -> str:
        """In the notation of spreadsheets, `D7`; empty where no cell is meant."""
        return f"{letters(self.column)}{self.row}" if self.row and self.column else ""

    def __str__(self) -> str:
        named = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.cell
        where = named or (f"sheet {self.sheet}" if self.sheet else "")
        whole = f"{self.file}: {where}" if where else self.file
        within = f", column {self.heading}" if self.heading else ""
        return f"{whole} (row {self.row}{within})" if self.row else whole


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong."""

    spot: Spot
    message: str
    help: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.spot}: {self.message}"


class WrongCells(Refused):  # says what happened to the tables
    """Nothing is done with the tables: all that is wrong in them."""

    def __init__(self, every: Sequence[Wrong]) -> None:
        number = f"{len(every)} errors" if len(every) > 1 else "1 error"
        files = sorted({each.spot.file for each in every})
        super().__init__(f"{number} in {', '.join(files)}", "nothing was written")
        self.every = tuple(every)
        """In the order of the sheets and rows."""

"""Errors in tables, with their cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import Diagnostic
from zopa.diagnostics.codes import WRONG_TABLE
from zopa.files.span import Place, Span
from zopa.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zopa.diagnostics import DiagnosticKind

__all__ = ["CellError", "CellPlace", "WrongCells", "letters"]

PLACE: Final = re.compile(r"(.+):(\d+):(\d+)")


def letters(column: int) -> str:
    """Return the name of a column in spreadsheets: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Cell, row, sheet or file."""

    file: str
    sheet: str = ""
    """Name of the sheet; empty for the file."""
    row: int = 0
    """Row number, from 1, as in spreadsheets; 0 for the sheet."""
    column: int = 0
    """Column number, from 1; 0 for the row."""
    heading: str = ""
    """Heading of the column; empty without a column."""

    @property
    def cell(self) -> str:
        """Cell in the notation of spreadsheets, `D7`; empty without a cell."""
        return f"{letters(self.column)}{self.row}" if self.row and self.column else ""

    @property
    def within(self) -> str:
        """Place in the file; empty for the full file."""
        named = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.cell
        where = named or (f"sheet {self.sheet}" if self.sheet else "")
        heading = f", column {self.heading}" if self.heading else ""
        return f"{where} (row {self.row}{heading})".strip() if self.row else where

    def __str__(self) -> str:
        between = ": " if self.sheet or self.cell else " "
        return f"{self.file}{between}{self.within}" if self.within else self.file


@dataclass(frozen=True, slots=True)
class CellError:
    """Error in a table."""

    spot: CellPlace
    message: str
    help: tuple[str, ...] = ()
    kind: DiagnosticKind = WRONG_TABLE
    """Kind of the finding that the files would have, if the cell itself can be read."""

    def __str__(self) -> str:
        return f"{self.spot}: {self.message}"

    @property
    def finding(self) -> Diagnostic:
        """Finding with the line and the column of the cell."""
        spot = self.spot
        file, line, column = spot.file, spot.row or 1, spot.column or 1
        if found := PLACE.fullmatch(file):  # of a text file, such as a map
            file, line, column = found[1], int(found[2]), int(found[3])
        start = Place(line, column)
        where = f"{spot.within}: " if spot.within else ""
        message = self.message.removesuffix(f" [{self.kind.code}]")
        facts: dict[str, object] = {
            "sheet": spot.sheet or None,
            "row": spot.row or None,
            "column": spot.heading or None,
            "cell": spot.cell or None,
        }
        span = Span(file, start, start)
        return Diagnostic(self.kind, span, f"{where}{message}", help=self.help, data=facts)


class WrongCells(Refused):  # says what happened to the tables
    """Errors in tables; nothing was changed."""

    def __init__(self, every: Sequence[CellError]) -> None:
        number = f"{len(every)} errors" if len(every) > 1 else "1 error"
        files = sorted({each.spot.file for each in every})
        super().__init__(f"{number} in {', '.join(files)}", "nothing was written")
        self.every = tuple(every)
        """Errors in the order of the sheets and rows."""

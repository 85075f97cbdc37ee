"""Sheets as CSV files: UTF-8 with a byte order mark, which spreadsheets need."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import as_written, inert, quoted
from zopa.files.layout import contents as bytes_of
from zopa.refused import Refused
from zopa.tables.cells import CellType, SheetCell
from zopa.tables.sheets import MOST_COLUMNS, MOST_ROWS, Grid, GridRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from zopa.tables.sheets import SheetContent

__all__ = ["SEPARATORS", "csv_bytes", "csv_grid", "folder_grids"]

SEPARATORS: Final = {",": ",", ";": ";", "tab": "\t", "\t": "\t"}
"""Separators of cells, by their names."""
LARGEST: Final = 20 * 1024 * 1024
"""Largest size of a file in bytes."""
MOST_LETTERS: Final = 131_072
"""Largest number of characters in a cell, the limit of the module csv."""


def csv_bytes(sheet: SheetContent, separator: str = ",") -> bytes:
    """Return a sheet as a file; a text that looks like a formula gets a ' in front."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
    keys = [each.key for each in sheet.columns.all]
    writer.writerow(keys)
    for row in sheet.rows.values():
        writer.writerow([inert(row.cells.get(key, "")) for key in keys])
    return stream.getvalue().encode("utf-8-sig")


def folder_grids(folder: Path, separator: str | None = None) -> list[Grid]:
    """Return every CSV file in a folder, by name.

    Raises:
        Refused: the folder has none, or one cannot be read.
    """
    files = sorted(each for each in folder.iterdir() if each.suffix.lower() == ".csv")
    if not files:
        message = f"no CSV file in {quoted(folder)}"
        raise Refused(message, "zopa export --tables DIR writes one for each kind of thing")
    return [csv_grid(each, separator) for each in files]


def csv_grid(file: Path, separator: str | None = None) -> Grid:
    """Return one file.

    Args:
        file: its name gives the kind.
        separator: separator of cells; None to detect it in the first line.

    Raises:
        Refused: it cannot be read, or is too large.
    """
    raw = bytes_of(str(file), LARGEST)
    if raw is None:
        message = f"{quoted(file)} cannot be read, or has more than {LARGEST:,} bytes"
        raise Refused(message, "name a file of CSV, or split it")
    text = _decoded(raw, file)
    first, line_break, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        separator = separator or first.strip()[-1]
        text = line_break + rest
    elif first.strip().lower() == "sep=":  # the tab was stripped with the blanks
        separator, text = separator or "\t", line_break + rest
    delimiter = separator or _separator(first)
    lines = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, 1):
            line = GridRow(number, tuple(map(_cell, row)))
            if line.empty:
                continue
            lines.append(line)
            _refuse_wide(row, number, file)
            if len(lines) > MOST_ROWS:
                message = f"{quoted(file)} has more than {MOST_ROWS:,} rows"
                raise Refused(message, "split it")
    except csv.Error as error:
        message = f"{quoted(file)}, line {reader.line_num}: {error}"
        quotes = 'a cell with quotes is written "like ""this"""'
        raise Refused(message, quotes, "save it as CSV UTF-8 from a spreadsheet") from None
    return Grid(str(file), "", file.stem, tuple(lines))


def _refuse_wide(row: Sequence[str], number: int, file: Path) -> None:
    last = max((place for place, each in enumerate(row, 1) if each.strip()), default=0)
    if last > MOST_COLUMNS:
        message = f"{quoted(file)}, row {number} has {last:,} columns"
        raise Refused(message, f"at most {MOST_COLUMNS} are read")


def _cell(text: str) -> SheetCell:
    if (written := as_written(text)) != text:
        return SheetCell(value=written, typed=False)
    if text.startswith("=") and len(text) > 1:
        return SheetCell(CellType.FORMULA, text, typed=False)
    return SheetCell(value=text, typed=False)


def _decoded(raw: bytes, file: Path) -> str:
    try:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            return raw.decode("utf-16")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"{quoted(file)} is not UTF-8 (line {line})"
        raise Refused(message, "save it as `CSV UTF-8` from the spreadsheet") from None


def _separator(first: str) -> str:
    """Return the most frequent separator of the headings; the comma for a single heading."""
    return max(",;\t", key=lambda each: (_headings(first, each), each == ","))


def _headings(line: str, separator: str) -> int:
    return sum(len(row) for row in _rows([line], separator))


def _rows(lines: Iterable[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return []

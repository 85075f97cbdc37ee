"""Reading of filled-in workbooks, within limits."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any, Final

from openpyxl import load_workbook

from zopa.diagnostics import quoted
from zopa.refused import Refused
from zopa.tables.cells import EMPTY, CellType, SheetCell
from zopa.tables.grid import MOST_COLUMNS, MOST_ROWS, Grid, GridRow
from zopa.tables.wrong import letters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

__all__ = ["workbook_grids"]

LARGEST: Final = 20 * 1024 * 1024
"""Largest size of the file in bytes."""
UNPACKED: Final = 100 * 1024 * 1024
"""Largest size of all its parts in bytes, unpacked."""
MOST_PARTS: Final = 2000
MOST_SHEETS: Final = 100
MOST_CELLS: Final = 2_000_000
"""Largest number of cells in a sheet, including empty ones with a format."""
OLD: Final = b"\xd0\xcf\x11\xe0"
"""First bytes of older formats and of files with a password."""
DECLARED: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z0-9:$]+)[\"']")
UNESCAPED: Final = re.compile("_x005F_", re.IGNORECASE)
RETURN: Final = re.compile("_x000D_", re.IGNORECASE)


def workbook_grids(file: Path, unread: Collection[str] = ()) -> list[Grid]:
    """Return every sheet of a workbook, in order.

    Args:
        file: the workbook.
        unread: names of sheets that are left out.

    Raises:
        Refused: it is no workbook, or too large.
    """
    _refuse_harmful(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are not read
            return list(_grids(file, unread))
    except Refused:
        raise
    except MemoryError:
        message = f"{quoted(file)} does not fit into the memory"
        raise Refused(message, "split it, or save the sheets as CSV UTF-8") from None
    except Exception as error:  # noqa: BLE001  # whatever a file holds that is no workbook
        message = f"{quoted(file)} cannot be read as a workbook: {type(error).__name__}"
        raise Refused(message, "open it in a spreadsheet and save it as .xlsx") from None


def _refuse_harmful(file: Path) -> None:
    """Refuse a file that is no workbook or would fill the memory, before it is read.

    Raises:
        Refused: it is refused.
    """
    if not file.is_file():
        message = f"no file {quoted(file)}"
        raise Refused(message)
    size = file.stat().st_size
    if size > LARGEST:
        message = f"{quoted(file)} has {size:,} bytes; a workbook may have {LARGEST:,}"
        raise Refused(message, "take pictures and other sheets out, or split it")
    with file.open("rb") as stream:
        if stream.read(4) == OLD:
            message = f"{quoted(file)} is an older format, or has a password"
            raise Refused(message, "save it as .xlsx, without a password")
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_parts(file, archive)
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001  # whatever a file holds that is no archive
        message = f"{quoted(file)} is not an .xlsx file: {str(error).lower()}"
        raise Refused(message, "open it in a spreadsheet and save it as .xlsx") from None


def _refuse_parts(file: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unpacked = sum(each.file_size for each in parts)
    if len(parts) > MOST_PARTS or unpacked > UNPACKED:
        message = f"{quoted(file)} unpacks to {unpacked:,} bytes in {len(parts):,} parts"
        raise Refused(message, f"a workbook may unpack to {UNPACKED:,} bytes")
    for each in parts:
        if not each.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with archive.open(each) as stream:
            begin = stream.read(4096)
        if DECLARED.search(begin) or begin.startswith((b"\xff\xfe", b"\xfe\xff")):
            message = f"{quoted(file)} declares entities in {quoted(each.filename)}"
            raise Refused(message, "open it in a spreadsheet and save it as .xlsx")


def _grids(file: Path, unread: Collection[str]) -> Iterator[Grid]:
    book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    try:
        pages = [each for each in book.worksheets if each.title not in unread]
        if len(pages) > MOST_SHEETS:
            message = f"{quoted(file)} has {len(pages)} sheets"
            raise Refused(message, f"at most {MOST_SHEETS} are read")
        for page in pages:
            page.reset_dimensions()
            lines = tuple(_lines(file, page))
            merged = _merged(file, page) if lines else ""
            yield Grid(str(file), page.title, page.title, lines, merged)
    finally:
        book.close()


def _lines(file: Path, page: Any) -> Iterator[GridRow]:  # noqa: ANN401  # openpyxl has no types
    sheet = f"sheet {quoted(page.title)} of {quoted(file)}"
    looked = found = 0
    for number, row in enumerate(page.iter_rows(), 1):
        looked += len(row) or 1
        if looked > MOST_CELLS:
            message = f"{sheet} has more than {MOST_CELLS:,} cells"
            raise Refused(message, "delete the empty rows and columns behind the table")
        cells = tuple(map(_cell, row))
        line = GridRow(number, cells)
        if line.empty:
            continue
        found += 1
        if found > MOST_ROWS:
            message = f"{sheet} has more than {MOST_ROWS:,} rows"
            raise Refused(message, "split it")
        last = next(n for n in range(len(cells), 0, -1) if cells[n - 1] != EMPTY)
        if last > MOST_COLUMNS:
            message = f"{sheet} reaches to column {letters(last)} ({last:,}) in row {number}"
            raise Refused(message, f"at most {MOST_COLUMNS} columns are read")
        yield GridRow(number, cells[:last])


def _cell(found: Any) -> SheetCell:  # noqa: ANN401  # openpyxl has no types
    value = found.value
    if value is None or value == "":
        return EMPTY
    shown = str(getattr(found, "number_format", "General") or "General")
    if found.data_type == "f":
        return SheetCell(CellType.FORMULA, str(getattr(value, "text", value)), shown)
    if found.data_type == "e":
        return SheetCell(CellType.FAULT, str(value), shown)
    if isinstance(value, bool):
        return SheetCell(CellType.TRUTH, value, shown)
    if isinstance(value, int | float):
        return SheetCell(CellType.NUMBER, value, shown)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return SheetCell(CellType.DAY, value, shown)
    return SheetCell(CellType.TEXT, UNESCAPED.sub("_", RETURN.sub("", str(value))), shown)


def _merged(file: Path, page: Any) -> str:  # noqa: ANN401  # openpyxl has no types
    """Return the first merged cells; empty if there are none."""
    with zipfile.ZipFile(file) as archive:
        found = MERGED.search(archive.read(page._worksheet_path.lstrip("/")))  # noqa: SLF001
    return found[1].decode() if found is not None else ""

"""Writing of workbooks: fixed headings, lists of values, text format."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from zopa import Refused
from zopa.diagnostics import quoted
from zopa.edit import HOMES, FieldForm
from zopa.files.writing import undated
from zopa.tables import (
    ABOUT,
    HEADINGS,
    LARGEST,
    MOST_COLUMNS,
    MOST_ROWS,
    CellPlace,
    Grid,
    GridRow,
    about_lines,
    about_rows,
    columns_of,
    how_to_write,
    letters,
)
from zopa.tables.cells import EMPTY, CellType, SheetCell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from zopa.edit import Field
    from zopa.tables import SheetContent, SheetRow
    from zopa.tables.cells import Written

__all__ = [
    "workbook_bytes",
    "workbook_grids",
]


LONGEST: Final = 32_767
"""Largest number of characters in a cell."""
MORE_ROWS: Final = 1000
"""Rows after the last one that have lists of values too."""
LISTS: Final = "lists"
"""Hidden sheet with the full ids that no column has; never read."""
PROMPT: Final = 250
"""Largest number of characters in a prompt; programs allow 255."""
TITLE: Final = 30
WIDTHS: Final = {
    FieldForm.TEXT: 44,
    FieldForm.NOTE: 44,
    FieldForm.TEXTS: 30,
    FieldForm.NAME: 26,
    FieldForm.NAMES: 30,
    FieldForm.DAY: 13,
    FieldForm.DAYS: 25,
    FieldForm.YES_NO: 11,
    FieldForm.ONE_OF: 20,
    FieldForm.NUMBER: 11,
    FieldForm.PLACES: 26,
    FieldForm.CONDITION: 50,
    FieldForm.YAML: 20,
}
"""Columns of letters."""
WIDEST_OTHER: Final = 36
LINE: Final = 15
"""Height of a line, in points."""
MOST_LINES: Final = 12
AS_TEXT: Final = "@"
ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Text that spreadsheets would read as an escaped character."""
FORMULA: Final = re.compile(r"[=+\-@\t]")
HEAD: Final = Font(bold=True)
NEEDED: Final = PatternFill("solid", fgColor="FFE699")
WANTED: Final = PatternFill("solid", fgColor="FFF2CC")
OTHER: Final = PatternFill("solid", fgColor="DDEBF7")
WRAPPED: Final = Alignment(vertical="top", wrap_text=True)


def workbook_bytes(sheets: Mapping[str, SheetContent], file: str) -> bytes:
    """Return the workbook as a file.

    Args:
        sheets: sheets by name.
        file: its name in errors.

    Raises:
        Refused: a text is too long for a cell.
    """
    book = Workbook()
    first = book.active
    book.remove(first)
    _about(book.create_sheet(ABOUT))
    made = {name: book.create_sheet(name) for name in sheets}
    whole = _whole_ids(book, sheets)
    for name, sheet in sheets.items():
        _fill(made[name], sheet, file)
        _offer(made[name], sheet, sheets, whole)
    stream = io.BytesIO()
    book.save(stream)
    return undated(stream.getvalue())


def _about(page: Worksheet) -> None:
    for number, line in enumerate(about_lines(), 1):
        cell = page.cell(number, 1)
        _text(cell, line)
        page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=5)
        page.row_dimensions[number].height = 30
    begin = len(about_lines()) + 2
    for column, heading in enumerate(HEADINGS, 1):
        cell = page.cell(begin, column)
        _text(cell, heading)
        cell.font, cell.fill = HEAD, OTHER
    for number, row in enumerate(about_rows(), begin + 1):
        for column, each in enumerate(row, 1):
            _text(page.cell(number, column), each)
    for column, width in enumerate((14, 18, 9, 60, 70), 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = f"A{begin + 1}"


def _lines(sheet: SheetContent, row: SheetRow) -> int:
    """Return the lines of the longest cell of a row; some programs do not fold it."""
    found = 1
    for field in sheet.columns.all:
        width = WIDTHS.get(field.form, WIDEST_OTHER)
        text = str(row.cells.get(field.key, ""))
        lines = sum(1 + len(each) * 10 // 9 // width for each in text.split("\n"))
        found = max(found, lines)
    return min(found, MOST_LINES)


def _fill(page: Worksheet, sheet: SheetContent, file: str) -> None:
    for column, field in enumerate(sheet.columns.all, 1):
        head = page.cell(1, column)
        _text(head, field.key)
        head.font = HEAD
        head.fill = NEEDED if field.required else WANTED if field.wanted else OTHER
        dimension = page.column_dimensions[get_column_letter(column)]
        dimension.width = WIDTHS.get(field.form, WIDEST_OTHER)
        dimension.number_format = AS_TEXT
        dimension.alignment = WRAPPED
        for number, row in enumerate(sheet.rows.values(), 2):
            cell = page.cell(number, column)
            if field.key in row.cells:
                _put(cell, row.cells[field.key], CellPlace(file, page.title, number, column))
            else:
                cell.number_format = AS_TEXT
    for number, row in enumerate(sheet.rows.values(), 2):
        page.row_dimensions[number].height = LINE * _lines(sheet, row)
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0  # as many pages as it takes, each as wide as the sheet
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"
    page.freeze_panes = page.cell(2, len(sheet.columns.names) + 1)
    last = get_column_letter(len(sheet.columns.all))
    page.auto_filter.ref = f"A1:{last}{max(len(sheet.rows) + 1, 2)}"


def _put(cell: Cell, value: Written, place: CellPlace) -> None:
    if isinstance(value, str):
        if len(value) > LONGEST:
            message = f"{place}: the text has {len(value):,} letters, a cell has {LONGEST:,}"
            raise Refused(message, "export to a folder, as CSV")
        _text(cell, value)
        return
    cell.value = value
    cell.alignment = WRAPPED


def _text(cell: Cell, text: str) -> None:
    """Write a text that no program takes for a number, a date or a formula."""
    cell.value = ESCAPED.sub("_x005F_", text)
    cell.data_type = "s"
    cell.number_format = AS_TEXT
    cell.alignment = WRAPPED
    if FORMULA.match(text):
        cell.quotePrefix = True


# -- lists of choices --


def _whole_ids(book: Workbook, sheets: Mapping[str, SheetContent]) -> dict[str, str]:
    """Return the ranges of ids with several parts, by the name of the sheet."""
    page = book.create_sheet(LISTS)
    page.sheet_state = "hidden"
    found = {}
    column = 0
    for name, sheet in sheets.items():
        if sheet.columns.kind is None or len(sheet.columns.names) < 2 or not sheet.rows:
            continue
        column += 1
        _text(page.cell(1, column), name)
        for number, each in enumerate(sheet.rows, 2):
            _text(page.cell(number, column), each)
        letter = get_column_letter(column)
        found[name] = f"{LISTS}!${letter}$2:${letter}${len(sheet.rows) + 1}"
    return found


def _offer(
    page: Worksheet,
    sheet: SheetContent,
    sheets: Mapping[str, SheetContent],
    whole: Mapping[str, str],
) -> None:
    last = len(sheet.rows) + 1 + MORE_ROWS
    for column, field in enumerate(sheet.columns.all, 1):
        offered = _offered(field, sheets, whole)
        rule = DataValidation(
            type="list" if offered else None,
            formula1=offered or None,
            allow_blank=True,
            showErrorMessage=bool(offered),
            showInputMessage=True,
            errorStyle="warning" if field.form is FieldForm.NAME else "stop",
            errorTitle="Not in the list",
            error=_cut(f"{how_to_write(field)}.", PROMPT),
            promptTitle=_cut(field.key, TITLE),
            prompt=_cut(f"{field.help} Write {how_to_write(field)}.", PROMPT),
        )
        letter = get_column_letter(column)
        rule.add(f"{letter}2:{letter}{last}")
        page.add_data_validation(rule)


def _offered(field: Field, sheets: Mapping[str, SheetContent], whole: Mapping[str, str]) -> str:
    """Return the list of values of a column, as a formula; empty if it has no list."""
    if field.form is FieldForm.YES_NO:
        return '"true,false"'
    if field.form is FieldForm.ONE_OF:
        words = f'"{",".join(field.choices)}"'
        return words if len(words) <= PROMPT else ""
    if field.form is not FieldForm.NAME or field.of is None:
        return ""
    columns = columns_of(field.of)
    if len(columns.names) > 1 or HOMES[field.of].owner is not None:
        return whole.get(columns.name, "")
    if columns.name not in sheets:
        return ""
    letter = get_column_letter(1 + [each.key for each in columns.all].index("id"))
    last = len(sheets[columns.name].rows) + 1 + MORE_ROWS
    return f"{columns.name}!${letter}$2:${letter}${last}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


# -- reading of filled-in workbooks, within limits --


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
            lines = tuple(_read_lines(file, page))
            merged = _merged(file, page) if lines else ""
            yield Grid(str(file), page.title, page.title, lines, merged)
    finally:
        book.close()


def _read_lines(file: Path, page: Any) -> Iterator[GridRow]:  # noqa: ANN401  # openpyxl has no types
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
    """Return the first merged cells; empty if no cells are merged."""
    with zipfile.ZipFile(file) as archive:
        found = MERGED.search(archive.read(page._worksheet_path.lstrip("/")))  # noqa: SLF001
    return found[1].decode() if found is not None else ""

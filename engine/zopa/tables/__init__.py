"""Sheets of a workspace: columns, content, the explanatory one, CSV files, errors in cells."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from zopa import Refused
from zopa.diagnostics import WRONG_TABLE, Diagnostic, Severity, as_written, inert, quoted
from zopa.edit import HOMES, Field, FieldForm, ThingKind, fields, things
from zopa.edit.typed import how
from zopa.files import Place, Span
from zopa.files import contents as bytes_of
from zopa.tables.cells import EMPTY, CellType, SheetCell, choice_said, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from zopa.diagnostics import DiagnosticKind
    from zopa.documents import Data
    from zopa.model.corpus import Issue
    from zopa.tables.cells import Written
    from zopa.workspace import Workspace

__all__ = [
    "ABOUT",
    "CHOICE",
    "CHOICES",
    "HEADINGS",
    "LARGEST",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "SEPARATORS",
    "CellError",
    "CellPlace",
    "Columns",
    "Grid",
    "GridRow",
    "SheetContent",
    "SheetRow",
    "WrongCells",
    "about_lines",
    "about_rows",
    "columns_of",
    "contents",
    "csv_bytes",
    "csv_grid",
    "folder_grids",
    "how_to_write",
    "letters",
    "sheet_of",
    "sheets",
    "spot",
]


CHOICES: Final = "choices"
"""Sheet of the choices of scenarios."""
CHOICE: Final = "choice"
APART: Final = {
    ThingKind.ISSUE: {"terms"},
    ThingKind.POSITION: {"readings"},
    ThingKind.SCENARIO: {"choices"},
}
"""Keys with a sheet of their own."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows and columns of one sheet."""

    name: str
    kind: ThingKind | None
    """Kind of the items; None for choices."""
    owner: Field | None
    """Column of the owner of the item."""
    fields: tuple[Field, ...]
    """Other columns, `id` included."""
    within: str = ""
    """Key of the column in which the id is unique."""
    all: tuple[Field, ...] = field(init=False)
    """Columns in their order."""
    names: tuple[str, ...] = field(init=False)
    """Keys of the columns that identify an item, the outermost first."""

    def __post_init__(self) -> None:
        owner = (self.owner,) if self.owner is not None else ()
        object.__setattr__(self, "all", (*owner, *self.fields))
        if self.kind is None:
            keys = tuple(each.key for each in self.all if each.key != CHOICE)
        elif HOMES[self.kind].made_of:
            keys = HOMES[self.kind].made_of
        elif self.owner is not None:
            keys = (self.owner.key, "id")
        else:
            keys = (self.within, "id") if self.within else ("id",)
        object.__setattr__(self, "names", keys)

    def column(self, key: str) -> Field:
        """Return the column of a key.

        Raises:
            LookupError: no column has this key.
        """
        return next(each for each in self.all if each.key == key)


@cache
def sheets() -> tuple[Columns, ...]:
    """Return every sheet in order: referenced kinds come first."""
    rest = [columns_of(each) for each in ThingKind if each is not ThingKind.CORPUS]
    first = (columns_of(ThingKind.CORPUS), *rest)
    choices = Columns(
        CHOICES,
        None,
        None,
        (
            _named("scenario", "The scenario that chooses.", ThingKind.SCENARIO),
            _named("issue", "The issue that it chooses on.", ThingKind.ISSUE),
            Field(
                CHOICE,
                "Choice",
                "The chosen term, several after commas, a value, bounds `A..B`, or `silent`.",
                FieldForm.YAML,
                required=True,
            ),
        ),
    )
    return (*first, choices)


def sheet_of(kind: ThingKind) -> str:
    """Return the name of the sheet of a kind."""
    if kind is ThingKind.CORPUS:
        return str(kind)
    return HOMES[kind].key or f"{kind}s"


@cache
def columns_of(kind: ThingKind) -> Columns:
    """Return the sheet of a kind."""
    home = HOMES[kind]
    owner = None
    if home.owner is not None:
        owner = _named(str(home.owner), f"The {home.owner} that it belongs to.", home.owner)
    own = [each for each in fields(kind) if each.key not in APART.get(kind, ())]
    if not home.made_of and all(each.key != "id" for each in own):
        help_ = "The name of its file, without `.yaml`."
        if kind is ThingKind.FILE:
            help_ = "The path of the file."
        own.insert(0, Field("id", "Id", help_, FieldForm.NAME, required=True))
    return Columns(sheet_of(kind), kind, owner, tuple(own), home.within)


def _named(key: str, help_: str, of: ThingKind) -> Field:
    return Field(key, key.capitalize(), help_, FieldForm.NAME, required=True, of=of)


# -- explanatory sheet --


ABOUT: Final = "about"
"""Name of the sheet; it is never read."""
HEADINGS: Final = ("Sheet", "Column", "Needed", "How it is written", "What it says")
LINES: Final = (
    (
        "Each sheet holds the things of one kind, one in each row. Fill in, change and add"
        " rows; then run: zopa import FILE"
    ),
    (
        "The id says which thing a row is. A new id is a new thing; a changed cell changes only"
        " that value; an emptied cell takes the value away."
    ),
    (
        "A row that is missing is listed, and its item is removed only with --prune. To change"
        " an id, use: zopa rename OLD NEW"
    ),
    (
        "The order of rows and columns does not matter. Columns may be deleted; their values"
        " stay as they are."
    ),
    (
        "Formulas are refused. All cells are formatted as text, so that dates and leading zeros"
        " stay as typed."
    ),
    "Values without a simple form are in brackets, as in the files: [a, b] or {key: value}.",
)
WRITTEN: Final = {
    FieldForm.TEXT: "text",
    FieldForm.NOTE: "text; text | visibility: party, party for a note that only they may see",
    FieldForm.TEXTS: "texts after semicolons: first; second",
    FieldForm.NAME: "an id",
    FieldForm.NAMES: "ids after commas: first, second",
    FieldForm.DAY: "a day: 2025-08-15",
    FieldForm.DAYS: "a day: 2025-08-15; or bounds: 2025-08-16..2025-08-24",
    FieldForm.YES_NO: "true or false",
    FieldForm.NUMBER: "a whole number",
    FieldForm.PLACES: "sources with places: s000:1,2 s003",
    FieldForm.CONDITION: "a condition: issue/term, issue <= 480, silent issue; with not, and,"
    " or, if … then …; or in brackets as in the files",
    FieldForm.YAML: "a word or a number",
}


def about_lines() -> tuple[str, ...]:
    """Return instructions for the workbook, a sentence or two each."""
    return LINES


def about_rows() -> Iterator[tuple[str, ...]]:
    """Yield every column of every sheet, under `HEADINGS`."""
    for sheet in sheets():
        for each in sheet.all:
            needed = "yes" if each.required else "usually" if each.wanted else ""
            yield sheet.name, each.key, needed, how_to_write(each), each.help


def how_to_write(field: Field) -> str:
    """Return the allowed content of the cells of a column."""
    if field.key == "choice":
        return "a term; terms after commas; a value; bounds: 400..480; silent"
    if field.form is FieldForm.ONE_OF:
        return f"one of: {', '.join(field.choices)}"
    whose = f" of the sheet {sheet_of(field.of)}" if field.of is not None else ""
    return f"{WRITTEN.get(field.form) or how(field)}{whose}"


# -- content of a workspace by cells: written by an export, compared by an import --


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Item, or choice."""

    id: str
    """Full id: `party/position`, `issue/term`, `scenario/issue`."""
    cells: Mapping[str, Written]
    """Cells by the keys of the columns; missing for fields without a value."""
    data: Mapping[str, Data]
    """Values of the cells."""


@dataclass(frozen=True, slots=True)
class SheetContent:
    """All items of a kind."""

    columns: Columns
    rows: Mapping[str, SheetRow]
    """Rows by their full ids, in the order of the files."""


def refuse_broken(workspace: Workspace) -> None:
    """Refuse a workspace with errors: a table would omit the invalid parts.

    Raises:
        Refused: it has errors.
    """
    errors = [each for each in workspace.diagnostics if each.severity is Severity.ERROR]
    if errors:
        first = errors[0]
        where = f"{first.span}: " if first.span is not None else ""
        number = f"{len(errors)} errors" if len(errors) > 1 else "1 error"
        message = f"the files of the workspace have {number}"
        more = "zopa validate shows all of them"
        raise Refused(message, f"{where}error[{first.code}] {first.message}", more)


def contents(workspace: Workspace) -> dict[str, SheetContent]:
    """Return every sheet by its name, also those without rows.

    Raises:
        Refused: the files have errors.
    """
    refuse_broken(workspace)
    return {each.name: _sheet(workspace, each) for each in sheets()}


def _sheet(workspace: Workspace, columns: Columns) -> SheetContent:
    if columns.kind is None:
        return SheetContent(columns, {each.id: each for each in _choices(workspace)})
    rows = {}
    for thing in things(workspace.documents, columns.kind):
        owner, _, own = thing.id.rpartition("/")
        data = dict(thing.data)
        data.setdefault("id", own if columns.owner is not None else thing.id)
        if columns.owner is not None:
            data[columns.owner.key] = owner
        shown = {
            each.key: data[each.key] for each in columns.all if data.get(each.key) is not None
        }
        cells = {
            each.key: said(each, shown[each.key]) for each in columns.all if each.key in shown
        }
        rows[thing.id] = SheetRow(thing.id, cells, shown)
    return SheetContent(columns, rows)


def _choices(workspace: Workspace) -> Iterator[SheetRow]:
    issues: Mapping[str, Issue] = workspace.corpus.issues
    for thing in things(workspace.documents, ThingKind.SCENARIO):
        for issue, value in thing.data.get("choices", {}).items():
            choice = choice_said(issues.get(issue), value)
            cells = {"scenario": thing.id, "issue": issue, CHOICE: choice}
            data = {"scenario": thing.id, "issue": issue, CHOICE: value}
            yield SheetRow(f"{thing.id}/{issue}", cells, data)


# -- sheets as read from a file: rows of cells, with their places --


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


# -- errors in tables, with their cells --


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


class WrongCells(Refused):  # names the result for the tables
    """Errors in tables; nothing was changed."""

    def __init__(self, every: Sequence[CellError]) -> None:
        number = f"{len(every)} errors" if len(every) > 1 else "1 error"
        files = sorted({each.spot.file for each in every})
        super().__init__(f"{number} in {', '.join(files)}", "nothing was written")
        self.every = tuple(every)
        """Errors in the order of the sheets and rows."""


# -- CSV files: UTF-8 with a byte order mark, which spreadsheets need ---------


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

"""Values of the format as texts of cells and back; filled-in sheets, cell by cell."""

from __future__ import annotations

import datetime as dt
import enum
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from zopa import Refused
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.documents.characters import name_of, refused
from zopa.documents.scalars import scalar
from zopa.edit.changes import same
from zopa.edit.fields import FieldForm
from zopa.edit.records import RECORDS
from zopa.edit.typed import as_typed, choice_texts, proposed_id, typed, typed_choice
from zopa.edit.values import written, yaml_value
from zopa.schemas.errors import is_id
from zopa.tables import ABOUT, CHOICE, CellError, sheets, spot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zopa.documents import Data
    from zopa.edit.fields import Field
    from zopa.model.corpus import Issue
    from zopa.tables import CellPlace, Columns, Grid, GridRow, SheetContent, SheetRow

__all__ = [
    "EMPTY",
    "UNREAD",
    "CellType",
    "Filled",
    "Filling",
    "SheetCell",
    "Written",
    "choice_read",
    "choice_said",
    "filled_in",
    "read",
    "said",
    "text_of",
]


Written: TypeAlias = "str | int | Decimal"
"""Content of a cell from zopa: a text, or a number that spreadsheets keep exactly."""


class CellType(enum.Enum):
    """Type of a cell in the program that wrote it."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    DAY = "day"
    FORMULA = "formula"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """Cell as read."""

    sort: CellType = CellType.TEXT
    value: object = ""
    shown: str = "General"
    """Text that a spreadsheet shows."""
    typed: bool = True
    """True if the file distinguishes text from numbers; CSV does not."""


EMPTY: Final = SheetCell()
EXACT: Final = 10**15
"""Smallest whole number that spreadsheets may not keep exactly."""
BLANKS: Final = " \t\n\r\xa0\u2007\u202f\u2000-\u200a\u3000\ufeff\u200b"
ENDS: Final = re.compile(f"^[{BLANKS}]+|[{BLANKS}]+$")
CURLY: Final = re.compile("[\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb]")
STRAIGHT: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
STRANGE: Final = re.compile("[\xa0\u2007\u202f\u2018-\u201f]")
YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
NUMBERED: Final = frozenset({"General", "0", "@"})
"""Number formats that show exactly the digits of a whole number."""
MADE_A_NUMBER: Final = re.compile(r"[+-]?\d([.,]\d+)?E[+-]?\d+", re.ASCII)
MADE_A_DAY: Final = re.compile(
    r"\d{1,2}[-. ]{1,2}[A-Za-zäé]{3,4}\.?|[A-Za-zäé]{3,4}[-. ]{1,2}\d{2}", re.ASCII
)
MONTHS: Final = re.compile(
    "jan|feb|mar|mrz|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez", re.IGNORECASE
)
TEXTS: Final = frozenset({FieldForm.TEXT, FieldForm.NOTE})
"""Forms of one text."""
WRITTEN_TRUTH: Final = frozenset({FieldForm.YES_NO, FieldForm.ONE_OF, FieldForm.YAML})
DAY_ONE: Final = dt.date(1899, 12, 30)


# -- from a value to a cell --


def said(field: Field, value: Data) -> Written:
    """Return the cell for a value; `read` returns the same value."""
    for each in _ways(field, value):
        if _is_read_back(field, each, value):
            return each
    return written(value) if isinstance(value, dict | list) else _quoted(field, value)


def choice_said(issue: Issue | None, value: Data) -> Written:
    """Return the cell for a choice on an issue."""
    for each in _choice_ways(value):
        try:
            if same(choice_read(issue, str(each)), value):
                return each
        except (Refused, ValueError):
            continue
    return written(value) if isinstance(value, dict | list) else _in_quotes(value)


def _is_read_back(field: Field, said: Written, value: Data) -> bool:
    text = str(said)
    if not text or ENDS.search(text):
        return False
    try:
        found = text_of(SheetCell(value=text, typed=False), field)
        return found == text and same(read(field, text), value)
    except (Refused, ValueError):
        return False


def _ways(field: Field, value: Data) -> Iterator[Written]:
    """Yield simple forms of a value, best first; some may have another meaning."""
    match field.form, value:
        case ((FieldForm.YES_NO | FieldForm.ONE_OF | FieldForm.YAML), bool()):
            yield "true" if value else "false"
        case ((FieldForm.NUMBER | FieldForm.YAML), (int() | Decimal())):
            yield _number(value)
        case FieldForm.YAML, _:
            yield from (value,) if isinstance(value, str) else ()
        case _:
            text = as_typed(field, value)
            yield from () if text.startswith("- ") else (text,)


def _choice_ways(value: Data) -> Iterator[Written]:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        yield _number(value)
    else:
        yield from choice_texts(value)


def _number(value: int | Decimal) -> Written:
    """Return a number if spreadsheets keep it exactly; else its digits."""
    if isinstance(value, int):
        return value if abs(value) < EXACT else str(value)
    text = scalar(value)
    kept = value % 1 != 0 and len(text) < 15 and repr(float(value)) == text
    return value if kept else text


def _quoted(field: Field, value: Data) -> str:
    """Return a single value without a simple form, quoted."""
    text = _in_quotes(value)
    return f"[{text}]" if field.form in TEXTS else text


def _in_quotes(value: Data) -> str:
    text = scalar(value)
    if not isinstance(value, str) or text.startswith('"'):
        return text
    return f'"{text}"'


# -- from a cell to a value --


def read(field: Field, text: str) -> Data:
    """Return the value of the text of a cell.

    The rules are those of `zopa.edit.typed`, except that dates need a year. A text that begins
    with a bracket or a straight quote is YAML; of texts only a quoted text in brackets.

    Raises:
        Refused: it has no meaning there, or more than one.
    """
    if field.form in TEXTS:
        found = _text(text)
        plain = field.form is FieldForm.TEXT or found != text
        return found if plain else typed(field, text, today=dt.date.min)
    if text[:1] in {"{", "["} or (text[:1] == '"' and field.form not in RECORDS):
        return _yaml(text)
    if field.form in {FieldForm.NAME, FieldForm.NAMES, FieldForm.PLACES}:
        _refuse_hidden(field, text)
    if field.form in {FieldForm.DAY, FieldForm.DAYS}:
        _refuse_yearless(text)
    if field.form is FieldForm.YAML:
        _refuse_curly(text)
    return typed(field, text, today=dt.date.min)


def choice_read(issue: Issue | None, text: str) -> Data:
    """Return the choice of a text.

    Raises:
        Refused: the text is not a choice of the issue.
    """
    if text[:1] in {"{", "[", '"'}:
        return _yaml(text)
    _refuse_curly(text)
    if issue is None:  # the check of references reports an unknown issue
        return text
    if issue.answered_by == "date":
        _refuse_yearless(text, "unlimited", "silent")
    return typed_choice(issue, text, today=dt.date.min)


def _text(text: str) -> Data:
    if text.startswith('["') and text.endswith('"]'):
        try:
            value = yaml_value(text)
        except Refused:
            return text
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
            return value[0]
    return text


def _yaml(text: str) -> Data:
    _refuse_curly(text)
    if "\n" in text:
        text = " ".join(text.split("\n"))
    return yaml_value(text)


def _refuse_curly(text: str) -> None:
    found = STRANGE.search(STRAIGHT.sub("", text))
    if found is not None and (CURLY.match(found[0]) is None or text[:1] in {"{", "["}):
        message = f"{name_of(found[0]) if found[0].isspace() else quoted(found[0])} in YAML"
        raise Refused(message, 'write blanks as usual, and straight quotes: "…"')


def _refuse_hidden(field: Field, text: str) -> None:
    for place, each in enumerate(text, 1):
        if not each.isascii() or (not each.isprintable() and each != "\n"):
            what = quoted(each) if each.isprintable() else name_of(each)
            message = f"{what} at letter {place} of `{field.key}`"
            raise Refused(message, "ids are lower-case words joined by hyphens")


def _refuse_yearless(text: str, *words: str) -> None:
    ends = [each.strip() for each in text.split("..")]
    if any(each and each not in words and not YEAR.search(each) for each in ends):
        message = f"{quoted(text)} is not a day with its year"
        raise Refused(message, "write it like 2025-08-15 or 15 Aug 2025")


# -- cells changed by spreadsheets --


def text_of(cell: SheetCell, field: Field) -> str:
    """Return the text of a cell, without surrounding blanks; empty for an empty cell.

    Raises:
        Refused: a spreadsheet changed the typed text, and the original is unknown.
    """
    match cell.sort:
        case CellType.TEXT:
            return _cleaned(cell, field)
        case CellType.FORMULA:
            message = f"a formula: {quoted(str(cell.value))}"
            raise Refused(message, "paste its value in its place, or put ' before the =")
        case CellType.FAULT:
            message = f"an error of the spreadsheet: {quoted(str(cell.value))}"
            raise Refused(message, "write the value itself")
        case CellType.TRUTH:
            if field.form not in WRITTEN_TRUTH:
                message = f"{str(cell.value).upper()} where a text belongs"
                raise Refused(message, "format the cell as text, and type it again")
            return "true" if cell.value else "false"
        case CellType.DAY:
            return _day(cell, field)
        case CellType.NUMBER:
            return _digits(cell, field)


def _cleaned(cell: SheetCell, field: Field) -> str:
    text = ENDS.sub("", str(cell.value).replace("\r\n", "\n").replace("\r", "\n"))
    if (wrong := refused(text)) is not None:
        message = f"{name_of(wrong)}, which no file may hold"
        raise Refused(message, "delete it; copying from a PDF or a web page brings such")
    if cell.typed or field.form not in {
        FieldForm.TEXT,
        FieldForm.NOTE,
        FieldForm.TEXTS,
        FieldForm.NAME,
        FieldForm.NAMES,
    }:
        return text
    made_a_day = MADE_A_DAY.fullmatch(text) and MONTHS.search(text)
    if made_a_day or MADE_A_NUMBER.fullmatch(text):
        message = f"{quoted(text)} looks like what a spreadsheet makes of another text"
        raise Refused(message, f'if it is meant, write ["{text}"]')
    return text


def _day(cell: SheetCell, field: Field) -> str:
    found = cell.value
    if isinstance(found, dt.datetime) and found.time() == dt.time():
        found = found.date()
    takes_days = field.form in {FieldForm.DAY, FieldForm.DAYS} or field.key == "choice"
    if isinstance(found, dt.datetime | dt.time | dt.timedelta) or not takes_days:
        message = f"the spreadsheet has made a date or time of it: {found}"
        raise Refused(message, "format the cell as text, and type it again")
    return str(found)


def _digits(cell: SheetCell, field: Field) -> str:
    number = cell.value
    again = "format the cell as text, and type it again"
    if not isinstance(number, int | float) or number != number or abs(number) >= EXACT:  # noqa: PLR0124  # not a number
        message = f"{number} has more digits than a spreadsheet keeps"
        raise Refused(message, again)
    whole = int(number) if float(number).is_integer() else None
    if field.form in {FieldForm.NUMBER, FieldForm.YAML}:
        text = format(number, ".15g")
        if whole is not None:
            return str(whole)
        if float(text) != number or "e" in text:
            message = f"{number!r} has other digits than the spreadsheet shows"
            raise Refused(message, again)
        return text
    if field.form in {FieldForm.DAY, FieldForm.DAYS}:
        message = f"{number} is not a day"
        raise Refused(message, *_serial(whole), "write it like 2025-08-15")
    if field.form in {*TEXTS, FieldForm.TEXTS, FieldForm.PLACES} and cell.shown in NUMBERED:
        if whole is not None:
            return str(whole)
        message = f"{number} is a number, of which zeros at the end may be lost"
        raise Refused(message, again)
    message = f"{number} is a number, shown in the format {quoted(cell.shown)}"
    raise Refused(message, again)


def _serial(number: int | None) -> tuple[str, ...]:
    if number is None or not 20_000 < number < 80_000:
        return ()
    return (
        f"a spreadsheet shows it as {DAY_ONE + dt.timedelta(number)} if formatted as a date",
    )


# -- filled-in sheets, cell by cell -------------------------------------------


UNREAD: Final = frozenset({ABOUT, "lists"})
"""Sheets that zopa writes and does not read."""
TITLES: Final = ("title", "name", "question", "text", "reason")
"""Columns from which an id is suggested."""
EACH: Final = "$each"
"""Placeholder for the id of a generated term."""
POSITION: Final = "position"
"""Column whose ids have two parts."""
MADE_LATER: Final = frozenset({CHOICE})
"""Columns that are read when the possible ids are known."""


@dataclass
class Filled:
    """Row with content."""

    columns: Columns
    id: str
    """Full id."""
    spots: dict[str, CellPlace]
    """Place of each column; `id` has that of the row."""
    values: dict[str, Data] = field(default_factory=dict[str, "Data"])
    """Values of its cells; for an unchanged cell the old value."""
    emptied: set[str] = field(default_factory=set[str])
    """Columns with an empty cell."""
    broken: set[str] = field(default_factory=set[str])
    """Columns whose cell cannot be read, which is reported."""
    later: dict[str, str] = field(default_factory=dict[str, str])
    """Texts that are not read yet."""


@dataclass
class Filling:
    """Content of all sheets."""

    rows: dict[str, dict[str, Filled]] = field(default_factory=dict[str, dict[str, Filled]])
    """Rows by sheet and id; sheets that were not given are missing."""
    spots: dict[str, CellPlace] = field(default_factory=dict[str, "CellPlace"])
    """Place of each sheet."""
    wrong: list[CellError] = field(default_factory=list[CellError])
    unread: list[str] = field(default_factory=list[str])
    """Names of foreign sheets."""
    partial: bool = False
    """True if items without a row are not missing."""


def filled_in(grids: Iterable[Grid], now: Mapping[str, SheetContent]) -> Filling:
    """Return the content of the sheets.

    Args:
        grids: the sheets as read.
        now: content of an export.
    """
    filling = Filling()
    known = {each.name: each for each in sheets()}
    for grid in grids:
        name = grid.name.strip().lower()
        if name in UNREAD or (grid.sheet and not grid.lines):
            continue
        if name not in known:
            _strange_sheet(filling, grid, known)
        elif name in filling.rows:
            filling.wrong.append(CellError(spot(grid), f"a second sheet {quoted(name)}"))
        elif grid.merged:
            message = f"cells {grid.merged} are merged"
            help_ = "split them, and fill in each row"
            filling.wrong.append(CellError(spot(grid), message, (help_,)))
        else:
            filling.spots[name] = spot(grid)
            filling.rows[name] = _Reader(filling, grid, known[name], now[name].rows).rows()
    return filling


def _strange_sheet(filling: Filling, grid: Grid, known: Mapping[str, Columns]) -> None:
    near = did_you_mean(grid.name, known)
    if grid.sheet and not near:
        filling.unread.append(grid.name)
        return
    what = "sheet" if grid.sheet else "file"
    message = f"{quoted(grid.name)} is the {what} of no kind of thing"
    meant = (f"did you mean {listed(near)}?",) if near else ()
    help_ = f"it is called {listed(known)}; --map reads sheets of other columns"
    filling.wrong.append(CellError(spot(grid), message, (*meant, help_)))


class _Reader:
    """Reader of one sheet."""

    def __init__(
        self, filling: Filling, grid: Grid, columns: Columns, now: Mapping[str, SheetRow]
    ) -> None:
        self._grid = grid
        self._columns = columns
        self._now = now
        self._wrong = filling.wrong

    def rows(self) -> dict[str, Filled]:
        """Return the rows by their ids."""
        lines = iter(self._grid.lines)
        head = next(lines, None)
        if head is None:
            self._tell(spot(self._grid), "the file is empty", "its first row has the headings")
            return {}
        columns = self._headings(head)
        missing = [each for each in self._columns.names if each not in columns]
        if missing:
            names = listed(missing, joiner="and")
            message = f"no column {names}"
            self._tell(spot(self._grid, head.number), message, "it says which thing a row is")
            return {}
        found: dict[str, Filled] = {}
        for line in lines:
            self._spare(line)
            row = self._row(line, columns)
            if row is None:
                continue
            if row.id in found:
                first = found[row.id].spots["id"].row
                message = f"{quoted(row.id)} is already in row {first}"
                self._tell(row.spots["id"], message, "give one of them another id")
                continue
            found[row.id] = row
        return found

    def _tell(self, place: CellPlace, message: str, *help_: str) -> None:
        self._wrong.append(CellError(place, message, help_))

    def _headings(self, head: GridRow) -> dict[str, int]:
        """Return the columns by their keys, counted from 0."""
        known = {
            _plain(name): each.key
            for each in self._columns.all
            for name in (each.key, each.title)
        }
        found: dict[str, int] = {}
        for number, cell in enumerate(head.cells):
            text = " ".join(str(cell.value).split()).strip("\ufeff\u200b* ")
            place = spot(self._grid, head.number, number, text)
            if not text:
                continue
            key = known.get(_plain(text))
            if key is None:
                near = did_you_mean(_plain(text), [each.key for each in self._columns.all])
                names = ", ".join(each.key for each in self._columns.all)
                help_ = f"did you mean {listed(near)}?" if near else f"columns: {names}"
                self._tell(place, f"no column {quoted(text)} in {self._columns.name}", help_)
            elif key in found:
                self._tell(place, f"a second column {quoted(key)}", "leave one of them out")
            else:
                found[key] = number
        self._named = {*range(len(head.cells))} - {
            number for number, cell in enumerate(head.cells) if not str(cell.value).strip()
        }
        return found

    def _spare(self, line: GridRow) -> None:
        """Report cells without a heading."""
        for number, cell in enumerate(line.cells):
            if number not in self._named and str(cell.value).strip():
                place = spot(self._grid, line.number, number)
                self._tell(place, "a value below no heading", "give its column a heading")

    def _row(self, line: GridRow, columns: Mapping[str, int]) -> Filled | None:
        spots = {
            key: spot(self._grid, line.number, number, key) for key, number in columns.items()
        }
        texts: dict[str, str] = {}
        broken: set[str] = set()
        for key, number in columns.items():
            try:
                texts[key] = text_of(line.cell(number), self._columns.column(key))
            except Refused as error:
                self._tell(spots[key], error.message, *error.way_out)
                broken.add(key)
        name = self._name(texts, spots, broken)
        if name is None:
            return None
        spots.setdefault("id", spots[self._columns.names[-1]])
        row = Filled(self._columns, name, spots, broken=broken)
        now = self._now.get(name)
        for key, text in texts.items():
            self._value(row, self._columns.column(key), text, now)
        return row

    def _name(
        self, texts: Mapping[str, str], spots: Mapping[str, CellPlace], broken: set[str]
    ) -> str | None:
        """Return the id of a row; None if it has none, which is reported."""
        if broken.intersection(self._columns.names):
            return None
        known = "/".join(texts[key] for key in self._columns.names) in self._now
        parts = []
        for key in self._columns.names:
            text = texts[key]
            if not text:
                self._tell(spots[key], f"no `{key}`", *self._proposed(key, texts))
                return None
            if not self._may_be_id(key, text) and not known:
                near = proposed_id(text.rpartition("/")[2])
                help_ = (f"write {quoted(near)}",) if near and near != text else ()
                message = f"{quoted(text)} is not an id"
                rule = "ids are lower-case words joined by hyphens"
                self._tell(spots[key], message, *help_, rule)
                return None
            parts.append(text)
        return "/".join(parts)

    def _may_be_id(self, key: str, text: str) -> bool:
        """Return True if a text is possible in an id column."""
        if text == EACH:
            return key == "id" and self._columns.owner is not None
        parts = text.split("/")
        return all(map(is_id, parts)) and (len(parts) == 1 or key == POSITION)

    @staticmethod
    def _proposed(key: str, texts: Mapping[str, str]) -> tuple[str, ...]:
        if key != "id":
            return ("it says which thing the row is",)
        near = next((x for each in TITLES if (x := proposed_id(texts.get(each, "")))), "")
        return (f"write one, such as {quoted(near)}" if near else "write one",)

    def _value(self, row: Filled, column: Field, text: str, now: SheetRow | None) -> None:
        key = column.key
        if not text:
            row.emptied.add(key)
        elif now is not None and key in now.cells and str(now.cells[key]) == text:
            row.values[key] = now.data[key]
        elif key in MADE_LATER:
            row.later[key] = text
        else:
            try:
                row.values[key] = read(column, text)
            except Refused as error:
                self._tell(row.spots[key], error.message, *error.way_out)
                row.broken.add(key)


def _plain(heading: str) -> str:
    return heading.strip().lower().replace(" ", "-").replace("_", "-")

"""Content of filled-in sheets of zopa, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from zopa import Refused
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.edit.typed import proposed_id
from zopa.schemas.errors import is_id
from zopa.tables import ABOUT, CHOICE, CellError, sheets, spot
from zopa.tables.cells import read, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zopa.documents import Data
    from zopa.edit import Field
    from zopa.tables import CellPlace, Columns, Grid, GridRow, SheetContent, SheetRow

__all__ = ["UNREAD", "Filled", "Filling", "filled_in"]

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

"""Items made from the rows of a foreign sheet by a map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from zopa import Refused
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.edit import Field, FieldForm
from zopa.edit.changes import same
from zopa.edit.typed import proposed_id
from zopa.edit.values import day_as
from zopa.schemas.errors import is_id
from zopa.tables import CellError, CellPlace, sheet_of, spot
from zopa.tables.cells import read, text_of
from zopa.tables.filled import Filled, Filling
from zopa.tables.map_file import CitedColumn, FixedText, FromColumn, FromRow, IdOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.documents import Data
    from zopa.tables import Grid, GridRow, SheetContent
    from zopa.tables.map_file import Map, MapBlock, Source

__all__ = ["mapped"]

DAYS_HELP: Final = "`days: DD.MM.YYYY` in the map says how days are written"
WORDS: Final = Field("text", "Text", "", FieldForm.TEXT)
"""Column type for cells of which only the words count."""


def mapped(
    made: Map, path: str, grids: Sequence[Grid], now: Mapping[str, SheetContent]
) -> Filling:
    """Return the items from the rows of a sheet.

    Args:
        made: the map.
        path: its name in errors.
        grids: the sheets of the file.
        now: content of an export.
    """
    filling = Filling(partial=True)
    grid = _sheet(made, path, grids, filling)
    if grid is not None:
        _Maker(made, path, grid, now, filling).make()
    return filling


def _sheet(made: Map, path: str, grids: Sequence[Grid], filling: Filling) -> Grid | None:
    filled = [each for each in grids if each.lines]
    names = [each.name for each in filled]
    if made.sheet:
        found = [each for each in filled if each.name == made.sheet]
        if found:
            return found[0]
        near = did_you_mean(made.sheet, names)
        help_ = f"did you mean {listed(near)}?" if near else f"sheets: {listed(names)}"
        filling.wrong.append(
            CellError(CellPlace(path), f"no sheet {quoted(made.sheet)}", (help_,))
        )
        return None
    if len(filled) == 1:
        return filled[0]
    message = "several sheets" if filled else "the file is empty"
    help_ = f"say which: `sheet:` one of {listed(names)}" if filled else "fill it in"
    filling.wrong.append(CellError(CellPlace(path), message, (help_,)))
    return None


class _Maker:
    """Application of a map to one sheet."""

    def __init__(
        self,
        made: Map,
        path: str,
        grid: Grid,
        now: Mapping[str, SheetContent],
        filling: Filling,
    ) -> None:
        self._map = made
        self._path = path
        self._grid = grid
        self._now = now
        self._filling = filling
        self._columns: dict[str, int] = {}
        self._made: dict[str, dict[int, Filled]] = {}
        """Items by block and row."""

    def _tell(self, place: CellPlace, message: str, *help_: str) -> None:
        self._filling.wrong.append(CellError(place, message, help_))

    def make(self) -> None:
        """Make the items of all blocks, or report errors."""
        if self._grid.merged:
            self._tell(spot(self._grid), f"cells {self._grid.merged} are merged", "split them")
            return
        self._filling.spots[self._grid.name] = spot(self._grid)
        if not self._find_columns():
            return
        lines = [x for x in self._grid.lines if x.number > self._map.headings]
        lines = [x for x in lines if not self._is(x, self._map.skip or {}, every=False)]
        for name in dict.fromkeys(each.columns.name for each in self._map.blocks):
            blocks = [each for each in self._map.blocks if each.columns.name == name]
            self._refuse_uncovered(blocks, lines)
            for each in blocks:
                self._block(each, lines)

    def _find_columns(self) -> bool:
        head = next((x for x in self._grid.lines if x.number == self._map.headings), None)
        if head is None:
            message = f"row {self._map.headings} has no headings"
            self._tell(spot(self._grid), message, "`headings:` in the map says which row has")
            return False
        before = len(self._filling.wrong)
        for number, cell in enumerate(head.cells):
            text = " ".join(str(cell.value).replace("\xa0", " ").split())
            if text in self._columns:
                place = spot(self._grid, head.number, number, text)
                self._tell(place, f"a second column {quoted(text)}", "call them differently")
            elif text:
                self._columns[text] = number
        named = set(self._map.columns()) | self._map.ignore
        for each in sorted(named - self._columns.keys()):
            near = did_you_mean(each, self._columns)
            help_ = listed(near) if near else f"columns: {listed(self._columns)}"
            meant = f"did you mean {help_}?" if near else help_
            self._tell(CellPlace(self._path), f"no column {quoted(each)} in the sheet", meant)
        for text, number in self._columns.items():
            if text not in named and not self._map.others:
                place = spot(self._grid, head.number, number, text)
                message = f"the map says nothing of the column {quoted(text)}"
                self._tell(
                    place, message, f"add it, or `ignore: [{text}]`, or `ignore: others`"
                )
        return len(self._filling.wrong) == before

    # -- cells --

    def _place(self, line: GridRow, column: str) -> CellPlace:
        return spot(self._grid, line.number, self._columns[column], column)

    def _text(self, line: GridRow, column: str, field: Field = WORDS) -> str:
        """Return the text of a cell.

        Raises:
            _Told: it cannot be read, which is reported.
        """
        try:
            return text_of(line.cell(self._columns[column]), field)
        except Refused as error:
            self._tell(self._place(line, column), error.message, *error.way_out)
            raise _Told from None

    def _words(self, line: GridRow, column: str) -> str:
        try:
            return text_of(line.cell(self._columns[column]), WORDS)
        except Refused:  # reported where its value is used
            return ""

    def _is(self, line: GridRow, wanted: Mapping[str, frozenset[str]], *, every: bool) -> bool:
        """Return True if the cells of a row match; each of them or any."""
        met = (self._words(line, column) in words for column, words in wanted.items())
        return all(met) if every else any(met)

    def _refuse_uncovered(self, blocks: Sequence[MapBlock], lines: Iterable[GridRow]) -> None:
        """Report words in selecting columns that no block selects."""
        columns = set.intersection(*({*(each.where or ())} for each in blocks))
        for column in sorted(columns):
            known = frozenset[str]().union(*((x.where or {})[column] for x in blocks))
            for line in lines:
                word = self._words(line, column)
                if word and word not in known:
                    near = did_you_mean(word, known)
                    meant = (f"did you mean {listed(near)}?",) if near else ()
                    name = blocks[0].columns.name
                    message = f"{quoted(word)} is in no `where` of {name}"
                    skip = f"`skip: {{{column}: {word}}}` at the top leaves such rows out"
                    rest = f"known: {listed(sorted(known))}; {skip}"
                    self._tell(self._place(line, column), message, *meant, rest)

    # -- things --

    def _block(self, block: MapBlock, lines: Iterable[GridRow]) -> None:
        made: dict[int, Filled] = {}
        self._made[block.name] = made
        rows = self._filling.rows.setdefault(block.columns.name, {})
        first: dict[str, Filled] = {}
        spelled: dict[str, str] = {}
        for line in lines:
            if block.where is not None and not self._is(line, block.where, every=True):
                continue
            try:
                word = self._text(line, block.each) if block.each else ""
                if block.each and not word:
                    continue
                found = self._thing(block, line, {*rows} if not block.each else set())
            except _Told:
                continue
            if word in first:
                self._join(first[word], found, line)
                made[line.number] = first[word]
                continue
            if found.id in rows:
                self._twice(block, line, found, spelled)
                continue
            first[word or str(line.number)] = rows[found.id] = made[line.number] = found
            spelled[found.id] = word
            self._refuse_other(block, found)

    def _twice(
        self, block: MapBlock, line: GridRow, found: Filled, spelled: Mapping[str, str]
    ) -> None:
        """Report an id that two different items would have."""
        rows = self._filling.rows[block.columns.name]
        row = rows[found.id].spots["id"].row
        place = self._place(line, block.each) if block.each else found.spots["id"]
        other = spelled.get(found.id, "")
        message = f"{quoted(found.id)} is made in row {row} already"
        if other:
            message = f"{message}, of {quoted(other)}"
        self._tell(place, message, "write both alike, or make the ids of more columns")

    def _join(self, first: Filled, found: Filled, line: GridRow) -> None:
        """Merge a later row of the same item, which must have equal values."""
        for key, value in found.values.items():
            known = first.values.setdefault(key, value)
            if key != "id" and not same(known, value):
                message = f"`{key}` of {quoted(first.id)} is another one in row {line.number}"
                row = first.spots["id"].row
                self._tell(found.spots.get(key, found.spots["id"]), message, f"see row {row}")
            first.spots.setdefault(key, found.spots.get(key, found.spots["id"]))

    def _refuse_other(self, block: MapBlock, found: Filled) -> None:
        """Refuse to change an existing item, unless `update` is set."""
        known = self._now[block.columns.name].rows.get(found.id)
        if known is None or block.update:
            return
        for key, value in found.values.items():
            if key not in block.columns.names and not same(known.data.get(key), value):
                message = f"there is {quoted(found.id)} already, with another `{key}`"
                help_ = "`update: true` in the map changes it; or make the ids of more columns"
                self._tell(found.spots.get(key, found.spots["id"]), message, help_)
                return

    def _thing(self, block: MapBlock, line: GridRow, taken: set[str]) -> Filled:
        """Return the item of a row.

        Raises:
            _Told: it has no id, which is reported.
        """
        above, own = block.columns.names[:-1], block.columns.names[-1]
        values: dict[str, Data] = {}
        spots = {"id": spot(self._grid, line.number)}
        outer = ""
        for key in above:
            field = block.columns.column(key)
            values[key] = self._named(field, block.fields[key], line)
            outer += f"{values[key]}/"
            spots[key] = self._from(block.fields[key], line)
        within = frozenset(each.removeprefix(outer) for each in taken if each.startswith(outer))
        values[own] = self._own_id(block.fields[own], line, within)
        spots["id"] = self._from(block.fields[own], line)
        found = Filled(block.columns, f"{outer}{values[own]}", spots)
        for key, source in block.fields.items():
            spots.setdefault(key, self._from(source, line))
            if key in values:
                found.values[key] = values[key]
                continue
            try:
                value = self._value(block.columns.column(key), source, line)
            except _Told:
                found.broken.add(key)
                continue
            if value is not None:
                found.values[key] = value
        return found

    def _from(self, source: Source, line: GridRow) -> CellPlace:
        """Return the cell of a value; the row if it has none."""
        match source:
            case FromColumn(column) | IdOf((column, *_)) | CitedColumn(FromColumn(column)):
                return self._place(line, column)
            case CitedColumn(_, place) if place:
                return self._place(line, place)
            case _:
                return spot(self._grid, line.number)

    def _own_id(self, source: Source, line: GridRow, taken: frozenset[str]) -> str:
        place = self._from(source, line)
        if isinstance(source, IdOf):
            words = " ".join(self._text(line, each) for each in source.columns)
            name = proposed_id(words, taken)
            if not name:
                message = f"no id can be made of {quoted(words)}"
                self._tell(place, message, "an id needs a letter from a to z")
                raise _Told
            return name
        field = Field("id", "Id", "", FieldForm.NAME)
        name = str(self._value(field, source, line) or "")
        if not is_id(name):
            message = f"{quoted(name)} is not an id"
            help_ = "`{id-of: Column}` makes ids of words"
            self._tell(place, message if name else "no id", help_)
            raise _Told
        return name

    def _named(self, field: Field, source: Source, line: GridRow) -> str:
        value = self._value(field, source, line)
        if not isinstance(value, str):
            self._tell(self._from(source, line), f"no `{field.key}`", "fill it in")
            raise _Told
        return value

    # -- values --

    def _value(self, field: Field, source: Source, line: GridRow) -> Data:
        """Return a value; None if the cell is empty.

        Raises:
            _Told: it has none, which is reported.
        """
        match source:
            case FixedText(value):
                return value
            case FromRow(block, negated):
                return self._of_row(field, block, line, negated=negated)
            case CitedColumn(inner, place):
                return self._cited(field, inner, place, line)
            case FromColumn():
                return self._of_column(field, line, source)
            case IdOf():
                return self._own_id(source, line, frozenset())

    def _of_row(self, field: Field, block: str, line: GridRow, *, negated: bool) -> Data:
        made = self._made[block].get(line.number)
        if made is None:
            message = f"the row makes no {quoted(block)} for `{field.key}`"
            self._tell(spot(self._grid, line.number), message, "fill its columns in")
            raise _Told
        if field.form is FieldForm.CONDITION:
            chosen: Data = {"chosen": made.id}
            return {"not": chosen} if negated else chosen
        return [made.id] if field.form is FieldForm.NAMES else made.id

    def _cited(self, field: Field, inner: Source, place: str, line: GridRow) -> Data:
        named = replace(field, form=FieldForm.NAME)
        source = self._value(named, inner, line)
        if source is None:
            return None
        places = self._text(line, place, field) if place else ""
        try:
            return read(field, f"{source}:{places}" if places else str(source))
        except Refused as error:
            self._tell(self._place(line, place), error.message, *error.way_out)
            raise _Told from None

    def _of_column(
        self,
        field: Field,
        line: GridRow,
        source: FromColumn,
    ) -> Data:
        column, values, by = source.column, source.values, source.by
        place = self._place(line, column)
        text = self._text(line, column, WORDS if values is not None or by else field)
        if not text:
            return None
        if values is not None:
            if text in values:
                return values[text]
            near = did_you_mean(text, values)
            meant = f"did you mean {listed(near)}?" if near else f"known: {listed(values)}"
            message = f"`{field.key}` has no value for {quoted(text)}"
            self._tell(place, message, meant, "`values:` in the map says what words mean")
            raise _Told
        if by:
            names = text.split(";") if field.form is FieldForm.NAMES else [text]
            found: list[Data] = [self._known(field, by, x.strip(), place) for x in names]
            return found if field.form is FieldForm.NAMES else found[0]
        try:
            # A cell that holds a day, and no text, is read as one already.
            day = source.days and isinstance(line.cell(self._columns[column]).value, str)
            value = read(field, day_as(text, source.days).isoformat() if day else text)
        except Refused as error:
            dotted = field.form in {FieldForm.DAY, FieldForm.DAYS} and not source.days
            way_out = (*error.way_out, *((DAYS_HELP,) if dotted else ()))
            self._tell(place, error.message, *way_out)
            raise _Told from None
        if field.form is FieldForm.NAME and not all(map(is_id, str(value).split("/"))):
            message = f"{quoted(text)} is not an id"
            self._tell(place, message, "`by: name` in the map looks it up by its name")
            raise _Told
        return value

    def _known(self, field: Field, by: str, text: str, place: CellPlace) -> str:
        """Return the id of the one item with this value in a field."""
        assert field.of is not None  # noqa: S101  # the map was refused else
        names = list(self._every(sheet_of(field.of), by))
        found = list(dict.fromkeys(name for name, said in names if said == text))
        if len(found) == 1:
            return found[0]
        if found:
            message = f"{len(found)} {sheet_of(field.of)} have the `{by}` {quoted(text)}"
            self._tell(place, message, f"they are {listed(found, joiner='and')}")
            raise _Told
        near = did_you_mean(text, [said for _, said in names])
        meant = (f"did you mean {listed(near)}?",) if near else ()
        message = f"no {field.of} has the `{by}` {quoted(text)}"
        help_ = f"add it, or let the map make {sheet_of(field.of)}"
        self._tell(place, message, *meant, help_)
        raise _Told

    def _every(self, sheet: str, by: str) -> Iterator[tuple[str, str]]:
        for name, row in self._now[sheet].rows.items():
            if isinstance(said := row.data.get(by), str):
                yield name, said
        for name, filled in self._filling.rows.get(sheet, {}).items():
            if isinstance(said := filled.values.get(by), str):
                yield name, said


class _Told(Exception):  # noqa: N818  # what is wrong has been told
    """Missing value that was reported."""

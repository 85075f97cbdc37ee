"""Map: a file that assigns columns of a foreign sheet to fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.documents import parse
from zopa.edit import FieldForm, ThingKind, as_word
from zopa.edit.values import PARTS
from zopa.tables import CellError, CellPlace, WrongCells, sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.documents import Data, Document, Pointer
    from zopa.edit import Field
    from zopa.tables import Columns

__all__ = [
    "CitedColumn",
    "FixedText",
    "FromColumn",
    "FromRow",
    "IdOf",
    "Map",
    "MapBlock",
    "Source",
    "map_of",
]

KEYS: Final = ("sheet", "headings", "skip", "ignore", "make")
IN_BLOCKS: Final = ("for", "where", "as", "update")
OTHERS: Final = "others"


@dataclass(frozen=True, slots=True)
class FixedText:
    """Constant value for every row."""

    value: Data


@dataclass(frozen=True, slots=True)
class FromColumn:
    """Value from the cell of a column."""

    column: str
    values: Mapping[str, Data] | None = None
    """Meanings of its words; None if they are taken unchanged."""
    by: str = ""
    """Field by which it identifies an item; the id if empty."""
    days: str = ""
    """How days are written, `DD.MM.YYYY`; as in zopa's own sheets if empty."""


@dataclass(frozen=True, slots=True)
class IdOf:
    """Id made from the words of columns."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FromRow:
    """Item that another block makes from the same row."""

    block: str
    negated: bool = False
    """True if the condition is that its term is not chosen."""


@dataclass(frozen=True, slots=True)
class CitedColumn:
    """Source, and the column with the places in it."""

    source: FixedText | FromColumn | FromRow
    place: str = ""


Source = FixedText | FromColumn | IdOf | FromRow | CitedColumn
"""Origin of a value."""


@dataclass(frozen=True, slots=True)
class MapBlock:
    """Rule that makes items of one kind from rows."""

    columns: Columns
    name: str
    """Name for other blocks."""
    fields: Mapping[str, Source]
    each: str = ""
    """Column whose values make one item each; if empty, each row does."""
    where: Mapping[str, frozenset[str]] | None = None
    """Words of cells that select the rows."""
    update: bool = False
    """True if existing items get other values."""


@dataclass(frozen=True, slots=True)
class Map:
    """Map file."""

    blocks: tuple[MapBlock, ...]
    """Blocks in the order of the sheets, so that referenced items are made first."""
    sheet: str = ""
    headings: int = 1
    skip: Mapping[str, frozenset[str]] | None = None
    ignore: frozenset[str] = frozenset()
    others: bool = False
    """True if all columns that it does not name are ignored."""

    def columns(self) -> Iterator[str]:
        """Yield every column that is used."""
        yield from self.skip or ()
        for block in self.blocks:
            yield from (block.each,) if block.each else ()
            yield from block.where or ()
            for source in block.fields.values():
                yield from _columns(source)


def _columns(source: Source) -> Iterator[str]:
    match source:
        case FromColumn(column):
            yield column
        case IdOf(columns):
            yield from columns
        case CitedColumn(inner, place):
            yield from (*_columns(inner), *((place,) if place else ()))
        case _:
            return


def map_of(text: str, path: str) -> Map:
    """Return the map of a file.

    Raises:
        WrongCells: it is invalid; all errors are contained.
    """
    document = parse(text, path)
    if not document.ok or not isinstance(document.data, dict):
        found = [
            CellError(CellPlace(str(each.span or path)), each.message, each.help)
            for each in document.diagnostics
        ]
        raise WrongCells(found or [CellError(CellPlace(path), "no map", (_SHAPE,))])
    reader = _Reader(document, path)
    made = reader.whole(document.data)
    if reader.wrong:
        raise WrongCells(reader.wrong)
    return made


_SHAPE: Final = (
    "it has a key `make` with the kinds of things that rows make; see docs/tables.md"
)


class _Reader:
    def __init__(self, document: Document, path: str) -> None:
        self._document = document
        self._path = path
        self.wrong: list[CellError] = []

    def _tell(self, pointer: Pointer, message: str, *help_: str) -> None:
        place = self._document.key_span(pointer) if pointer else self._path
        where = str(place)
        self.wrong.append(CellError(CellPlace(where), message, help_))

    def _known(self, pointer: Pointer, keys: Mapping[str, Data], allowed: list[str]) -> None:
        for each in keys:
            if each not in allowed:
                near = did_you_mean(each, allowed)
                help_ = f"did you mean {listed(near)}?" if near else f"keys: {listed(allowed)}"
                self._tell((*pointer, each), f"no key {quoted(each)} here", help_)

    def whole(self, data: Mapping[str, Data]) -> Map:
        """Return the valid part of the map."""
        self._known((), data, [*KEYS])
        make = data.get("make")
        if not isinstance(make, dict) or not make:
            self._tell((), "the map makes nothing", _SHAPE)
            make = {}
        known = {
            each.name: each
            for each in sheets()
            if each.kind is not None and not each.kind.standing
        }
        self._known(("make",), make, [*known])
        blocks: list[MapBlock] = []
        for name, columns in known.items():
            said = make.get(name)
            every = said if isinstance(said, list) else [said] if said is not None else []
            for number, each in enumerate(every):
                pointer = ("make", name, number) if isinstance(said, list) else ("make", name)
                if not isinstance(each, dict):
                    self._tell(("make", name), f"{name} are not said with keys", _SHAPE)
                    continue
                earlier = {x.name: x.columns for x in blocks}
                blocks.append(self._block(pointer, columns, each, earlier))
        ignore = data.get("ignore", [])
        ignored = frozenset(map(str, ignore)) if isinstance(ignore, list) else frozenset()
        if not isinstance(ignore, list) and ignore != OTHERS:
            self._tell(("ignore",), "`ignore` is a list of columns, or `others`")
        headings = data.get("headings", 1)
        if not isinstance(headings, int) or isinstance(headings, bool) or headings < 1:
            self._tell(("headings",), "`headings` is the number of a row")
            headings = 1
        return Map(
            tuple(blocks),
            self._text((), data, "sheet"),
            headings,
            self._words(("skip",), data.get("skip")),
            ignored,
            ignore == OTHERS,
        )

    def _text(self, pointer: Pointer, data: Mapping[str, Data], key: str) -> str:
        value = data.get(key, "")
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
        self._tell((*pointer, key), f"`{key}` is not a text")
        return ""

    def _words(self, pointer: Pointer, data: Data) -> dict[str, frozenset[str]] | None:
        """Return the selected words of each column."""
        if data is None:
            return None
        if not isinstance(data, dict):
            self._tell(pointer, "not a mapping", "write {Column: word} or {Column: [words]}")
            return None
        return {
            column: frozenset(map(as_word, each if isinstance(each, list) else [each]))
            for column, each in data.items()
        }

    def _block(
        self,
        pointer: Pointer,
        columns: Columns,
        data: Mapping[str, Data],
        earlier: Mapping[str, Columns],
    ) -> MapBlock:
        allowed = {each.key: each for each in columns.all}
        self._known(pointer, data, [*IN_BLOCKS, *allowed])
        name = self._text(pointer, data, "as") or columns.name
        if name in earlier:
            message = f"a second {quoted(name)}"
            self._tell((*pointer, "id") if "id" in data else pointer, message, "`as: NAME`")
        for key in columns.names:
            if key not in data:
                self._tell(pointer, f"{columns.name} need `{key}`", "it says which they are")
        fields = {
            key: self._source((*pointer, key), allowed[key], value, earlier)
            for key, value in data.items()
            if key in allowed
        }
        return MapBlock(
            columns,
            name,
            {key: each for key, each in fields.items() if each is not None},
            self._text(pointer, data, "for"),
            self._words((*pointer, "where"), data.get("where")),
            data.get("update") is True,
        )

    def _source(
        self, pointer: Pointer, field: Field, value: Data, earlier: Mapping[str, Columns]
    ) -> Source | None:
        if not isinstance(value, dict):
            return FixedText(value)
        if "column" in value:
            return self._column(pointer, field, value)
        if "source" in value and value.keys() <= {"source", "place"}:
            return self._cited(pointer, field, value, earlier)
        match value:
            case {"is": constant, **rest} if not rest:
                return FixedText(constant)
            case {"id-of": columns, **rest} if not rest:
                every = columns if isinstance(columns, list) else [columns]
                return IdOf(tuple(map(str, every)))
            case {"row": str(block), **rest} if not rest:
                return self._row(pointer, field, block, earlier, negated=False)
            case {"not": {"row": str(block), **inner}, **rest} if not rest and not inner:
                return self._row(pointer, field, block, earlier, negated=True)
        ways = "{column: …}, {id-of: …}, {row: …}, {is: …}; for cites {source: …}"
        self._tell(pointer, f"`{field.key}` cannot be said so", f"write {ways}")
        return None

    def _column(
        self, pointer: Pointer, field: Field, value: Mapping[str, Data]
    ) -> FromColumn | None:
        self._known(pointer, value, ["column", "values", "by", "days"])
        values = value.get("values")
        if values is not None and not isinstance(values, dict):
            self._tell((*pointer, "values"), "`values` is not a mapping of words to values")
            values = None
        by = self._text(pointer, value, "by")
        if by and field.of is None:
            message = f"`{field.key}` names no things of one kind"
            self._tell((*pointer, "by"), message, "leave `by` out")
        days = self._text(pointer, value, "days")
        if days and field.form not in {FieldForm.DAY, FieldForm.DAYS}:
            self._tell((*pointer, "days"), f"`{field.key}` is no day", "leave `days` out")
        elif days and sorted(PARTS.findall(days)) != ["DD", "MM", "YYYY"]:
            message = f"`days` cannot be {quoted(days)}"
            self._tell((*pointer, "days"), message, "write it like DD.MM.YYYY or MM/DD/YYYY")
        return FromColumn(self._text(pointer, value, "column"), values, by, days)

    def _row(
        self,
        pointer: Pointer,
        field: Field,
        block: str,
        earlier: Mapping[str, Columns],
        *,
        negated: bool,
    ) -> FromRow | None:
        if block not in earlier:
            near = did_you_mean(block, earlier)
            meant = near or tuple(earlier)
            help_ = f"made before it: {listed(meant)}" if meant else "nothing is made before it"
            self._tell(pointer, f"no {quoted(block)} is made before this", help_)
            return None
        condition = field.form is FieldForm.CONDITION
        if condition and earlier[block].kind is not ThingKind.TERM:
            message = f"a condition is met by a term, and {quoted(block)} makes none"
            self._tell(pointer, message)
        if (negated and not condition) or (
            not condition and field.form not in {FieldForm.NAME, FieldForm.NAMES}
        ):
            self._tell(pointer, f"`{field.key}` cannot name what the row makes")
        return FromRow(block, negated)

    def _cited(
        self,
        pointer: Pointer,
        field: Field,
        value: Mapping[str, Data],
        earlier: Mapping[str, Columns],
    ) -> CitedColumn | None:
        if field.form is not FieldForm.PLACES:
            self._tell(pointer, f"`{field.key}` has no places in sources")
            return None
        from dataclasses import replace

        named = replace(field, form=FieldForm.NAME)
        inner = self._source((*pointer, "source"), named, value["source"], earlier)
        if not isinstance(inner, FixedText | FromColumn | FromRow):
            if inner is not None:
                self._tell((*pointer, "source"), "a source is named by its column or row")
            return None
        return CitedColumn(inner, self._text(pointer, value, "place"))

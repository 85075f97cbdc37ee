"""An answer as a page: what it says, apart from how it is laid out.

A module of `answers` makes a page from the typed result of a question. The writers, and
the views of the terminal interface, show the page or parts of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zopa.answers.condition_yaml import YamlData

__all__ = [
    "Block",
    "Brief",
    "Cell",
    "CellValue",
    "Column",
    "Fact",
    "Facts",
    "Item",
    "Items",
    "Key",
    "Line",
    "Next",
    "Page",
    "Paragraph",
    "Picture",
    "PictureText",
    "Pictures",
    "Rect",
    "Row",
    "RuleLine",
    "Section",
    "Shape",
    "Table",
    "Tone",
    "Words",
    "Yaml",
    "plain",
]


# -- what a brief has to look at, apart from how it is drawn --


@dataclass(frozen=True, slots=True)
class Rect:
    """A box; `look` is the name of a style of the page."""

    x: float
    y: float
    width: float
    height: float
    look: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    look: str


@dataclass(frozen=True, slots=True)
class PictureText:
    """Words in a picture; `anchor` says which point of them is placed."""

    x: float
    y: float
    text: str
    look: str = ""
    anchor: Literal["start", "middle", "end"] = "start"


Shape: TypeAlias = Rect | RuleLine | PictureText


@dataclass(frozen=True, slots=True)
class Key:
    """What a look stands for."""

    look: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Something to look at; a table beside it says the same."""

    name: str
    title: str
    description: str
    """The same in words, for who does not see it."""
    width: float
    height: float
    shapes: tuple[Shape, ...]
    legend: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures beside each other, with one legend."""

    pictures: tuple[Picture, ...]
    legend: tuple[Key, ...] = ()


Tone: TypeAlias = Literal[
    "",
    "crossed",
    "respected",
    "open",
    "waived",
    "forced",
    "excluded",
    "dim",
    "strong",
    "code",
    "method",
    "day",
]
"""How words look; what they say, they say without it."""
CellValue: TypeAlias = "str | int | bool | None"


@dataclass(frozen=True, slots=True)
class Words:
    """Some words, which may lead to another place of the brief."""

    text: str
    to: str = ""
    """The anchor of what they speak of."""
    tone: Tone = ""


Line: TypeAlias = tuple[Words, ...]


def plain(line: Line) -> str:
    """The words of a line alone."""
    return "".join(each.text for each in line)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or a few."""

    line: Line
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list, and what belongs to it."""

    line: Line
    """Empty if the items in it stand for it."""
    inner: tuple[Item, ...] = ()
    aside: Line = ()
    """Kind and strength, an id, a count: at the other end of the line where there is room."""
    note: Line = ()
    """A remark, below the line."""
    facts: tuple[Fact, ...] = ()
    """Named lines below it: because, depends on, reading, source."""
    anchor: str = ""

    def anchors(self) -> Iterator[str]:
        """Its place and those of the items in it."""
        if self.anchor and self.line:
            yield self.anchor
        for each in self.inner:
            yield from each.anchors()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A word, and what there is to say under it."""

    name: str
    lines: tuple[Line, ...]
    aside: Line = ()
    """At the other end of its first line, where there is room."""
    tone: Tone = ""
    """Of the name."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Words, each with what there is to say under it."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """What a table has of each of its rows."""

    key: str
    """In files for programs."""
    title: str
    short: str = ""
    """Before each value where there is no room for columns; the title without one."""
    look: Literal["", "wide", "data", "id", "cut"] = ""
    """Whether it takes half of the room; is in files for programs alone; is never broken; or
    is cut where it is too long, and has the room that is left."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says in one column."""

    line: Line
    value: CellValue = None
    """For programs, where that is not the words themselves."""
    parts: tuple[tuple[str, CellValue], ...] = ()
    """For programs too: a column for each value, where the words say several."""

    @property
    def data(self) -> CellValue:
        """What programs are given."""
        return plain(self.line) if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class Row:
    """One row; its first cell is its heading."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, which is also a file of its own."""

    name: str
    """Of the file; unique in the brief."""
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    most: int = 0
    """How many rows are on the page; files for programs have all. 0 is all of them."""
    folded: bool = False
    """Whether the page says the same in another way too, so that few want to see it."""
    only_file: bool = False
    """True if the page says all of it in another table, so that it is a file only."""

    @property
    def columns_on_page(self) -> tuple[Column, ...]:
        """The columns that are on the page."""
        return tuple(each for each in self.columns if each.look != "data")

    def cells_on_page(self, row: Row) -> tuple[Cell, ...]:
        """The cells of a row in these columns."""
        pairs = zip(self.columns, row.cells, strict=True)
        return tuple(cell for column, cell in pairs if column.look != "data")

    @property
    def on_page(self) -> tuple[Row, ...]:
        """The rows that are on the page."""
        return self.rows[: self.most] if self.most else self.rows

    @property
    def beyond(self) -> str:
        """Where the other rows are, in a sentence; empty where there are none."""
        more = len(self.rows) - len(self.on_page)
        if not more:
            return ""
        files = f"{self.name}.csv and {self.name}.jsonl"
        rows = "row" if more == 1 else "rows"
        return f"{more:,} more {rows}: --tables DIR writes all {len(self.rows):,} to {files}."


@dataclass(frozen=True, slots=True)
class Yaml:
    """A value as files write it; how its lines break depends on the room."""

    value: YamlData


Block: TypeAlias = Paragraph | Items | Facts | Table | Picture | Pictures | Yaml


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    rests: Line = ()
    """What its blocks rest on: a computation, or the place in the files."""
    tone: Tone = ""
    """Of the heading."""

    def lines(self) -> Iterator[Line]:
        """Everything that its blocks say in lines; not what its sections do."""
        for block in self.blocks:
            yield from _lines(block)
        if self.rests:
            yield self.rests

    def all(self) -> Iterator[Section]:
        """Itself and the sections in it."""
        yield self
        for section in self.sections:
            yield from section.all()

    def anchors(self, *, folded: bool = True) -> Iterator[str]:
        """Places in it that a link can lead to; not those of the sections in it.

        Args:
            folded: whether folded tables are shown.
        """
        yield self.anchor
        for block in self.blocks:
            if isinstance(block, Items):
                for item in block.items:
                    yield from item.anchors()
            elif isinstance(block, Table) and (folded or not block.folded):
                rows = () if block.only_file else block.on_page
                yield from (each.anchor for each in rows if each.anchor)

    def tables(self) -> Iterator[Table]:
        """Its tables, in their order."""
        yield from (each for each in self.blocks if isinstance(each, Table))
        for section in self.sections:
            yield from section.tables()


@dataclass(frozen=True, slots=True)
class Next:
    """A command that helps on, and its purpose: a verb and an object."""

    command: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Page:
    """The answer to one question about one draft, or about nothing chosen."""

    conclusion: Line
    context: Line = ()
    """Draft, date, decided issues, positions that count: one line."""
    assumed: tuple[Line, ...] = ()
    """Assumptions that differ from the defaults of the corpus; waivers always."""
    sections: tuple[Section, ...] = ()
    notes: tuple[Line, ...] = ()
    exactness: str = ""
    """Whether the conclusion is exact, or how far it reaches: read right after it."""
    next: tuple[Next, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief."""

    title: str
    subtitle: str
    running: tuple[str, ...]
    """Lines for the foot of every printed page: what the answers hold under."""
    sections: tuple[Section, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in their order."""
        return tuple(_tables(self.sections))


def _lines(block: Block) -> Iterator[Line]:
    match block:
        case Paragraph(line):
            yield line
        case Items(items):
            for item in items:
                yield from _of_item(item)
        case Facts(facts):
            for fact in facts:
                yield from _of_fact(fact)
        case Table():
            for row in block.rows:
                for cell in row.cells:
                    yield cell.line
        case Picture() | Pictures() | Yaml():
            pass


def _of_item(item: Item) -> Iterator[Line]:
    yield item.line
    yield item.aside
    yield item.note
    for fact in item.facts:
        yield from _of_fact(fact)
    for each in item.inner:
        yield from _of_item(each)


def _of_fact(fact: Fact) -> Iterator[Line]:
    yield from fact.lines
    yield fact.aside


def _tables(sections: Iterable[Section]) -> Iterator[Table]:
    for section in sections:
        yield from section.tables()

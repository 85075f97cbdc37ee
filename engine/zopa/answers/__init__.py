"""Answers: one page for each question, from its typed result; and the parts of a page.

A module of `answers` makes a page from the result of a question. The writers, and the views
of the terminal interface, show the page or parts of it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    "cut",
    "fold",
    "plain",
    "width_of",
]


# -- pictures of a brief, without their drawing --


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
    """Words in a picture; `anchor` is the point of them that has the given place."""

    x: float
    y: float
    text: str
    look: str = ""
    anchor: Literal["start", "middle", "end"] = "start"


Shape: TypeAlias = Rect | RuleLine | PictureText


@dataclass(frozen=True, slots=True)
class Key:
    """The meaning of a look, for the key of a picture."""

    look: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; a table beside it has the same content."""

    name: str
    title: str
    description: str
    """Description of the picture for readers who do not see it."""
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
"""Styles of words; the words have the full meaning without them."""
CellValue: TypeAlias = "str | int | bool | None"


@dataclass(frozen=True, slots=True)
class Words:
    """Some words, which may link to another place of the brief."""

    text: str
    to: str = ""
    """The anchor of their subject."""
    tone: Tone = ""


Line: TypeAlias = tuple[Words, ...]


def plain(line: Line) -> str:
    """The words of a line, without links and styles."""
    return "".join(each.text for each in line)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or a few."""

    line: Line
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list, with its details."""

    line: Line
    """Empty if the items in it replace it."""
    inner: tuple[Item, ...] = ()
    aside: Line = ()
    """Kind and strength, an id, a count: at the other end of the line if there is room."""
    note: Line = ()
    """A remark, below the line."""
    facts: tuple[Fact, ...] = ()
    """Named lines below it: because, depends on, reading, source."""
    anchor: str = ""

    def anchors(self) -> Iterator[str]:
        """Its anchor and those of the items in it."""
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
    """A word with its explanation."""

    name: str
    lines: tuple[Line, ...]
    aside: Line = ()
    """At the other end of its first line, if there is room."""
    tone: Tone = ""
    """Tone of the name."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Words, each with its explanation."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    key: str
    """Name in files for programs."""
    title: str
    short: str = ""
    """Label before each value if there is no room for columns; the title if empty."""
    look: Literal["", "wide", "data", "id", "cut"] = ""
    """Width of the column: half of the room; only in files for programs; never broken; or the
    rest of the room, cut if too long."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The value of one row in one column."""

    line: Line
    value: CellValue = None
    """Value for programs, if it is not the words themselves."""
    parts: tuple[tuple[str, CellValue], ...] = ()
    """Values for programs: a column for each value, if the words contain several."""

    @property
    def data(self) -> CellValue:
        """The value for programs."""
        return plain(self.line) if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class Row:
    """One row; its first cell is its heading."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, which is also a separate file."""

    name: str
    """Name of the file; unique in the brief."""
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    most: int = 0
    """Number of rows on the page; files for programs have all. 0 means all."""
    folded: bool = False
    """True if the page also has the content in another form, so that few readers need it."""
    only_file: bool = False
    """True if another table on the page has all of it, so that it is only a file."""

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
        """Sentence that says where the other rows are; empty if the page has all rows."""
        more = len(self.rows) - len(self.on_page)
        if not more:
            return ""
        files = f"{self.name}.csv and {self.name}.jsonl"
        rows = "row" if more == 1 else "rows"
        return f"{more:,} more {rows}: --tables DIR writes all {len(self.rows):,} to {files}."


@dataclass(frozen=True, slots=True)
class Yaml:
    """A value as files write it; the line breaks depend on the available width."""

    value: YamlData


Block: TypeAlias = Paragraph | Items | Facts | Table | Picture | Pictures | Yaml


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its content."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    rests: Line = ()
    """The basis of its blocks: a computation, or the place in the files."""
    tone: Tone = ""
    """Tone of the heading."""

    def lines(self) -> Iterator[Line]:
        """All lines of its blocks, without those of its sections."""
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
        """Targets of links in it, without those of its sections.

        Args:
            folded: True if folded tables are shown.
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
    """A suggested command, and its purpose: a verb and an object."""

    command: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Page:
    """The answer to one question about one draft, or about the draft without choices."""

    conclusion: Line
    context: Line = ()
    """Draft, date, decided issues, positions that count: one line."""
    assumed: tuple[Line, ...] = ()
    """Assumptions that differ from the defaults of the corpus; waivers always."""
    sections: tuple[Section, ...] = ()
    notes: tuple[Line, ...] = ()
    exactness: str = ""
    """Exactness of the conclusion, or its limits: shown right after it."""
    next: tuple[Next, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """A full brief."""

    title: str
    subtitle: str
    running: tuple[str, ...]
    """Lines for the foot of every printed page: the assumptions of the answers."""
    sections: tuple[Section, ...]
    short: bool = False
    """True for the form of two pages."""

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


# -- parts that several answers share -----------------------------------------


UNKNOWN = Paragraph((Words("Unknown: the time limit ended the search first."),))


INCOHERENT = Paragraph(
    (Words("Inconsistent: the draft contradicts the rules, whatever the positions."),)
)


def anchor(nature: str, name: str) -> str:
    """The anchor of an item of the corpus in the brief; ids have no two hyphens in a row."""
    safe = "".join(
        each if each.isascii() and each.isalnum() else "--" if each == "/" else "-"
        for each in name
    )
    return f"{nature}-{safe}"


def text(words: str, to: str = "", tone: Tone = "") -> Line:
    """A line of words with one style."""
    return (Words(words, to, tone),)


def number(value: int) -> Cell:
    """A number in a table, and the same number for programs."""
    return Cell(text(f"{value:,}"), value)


def ids(names: Iterable[str]) -> str:
    """Names in one cell, for programs."""
    return " ".join(names)


def joined(lines: Sequence[Line], comma: str = ", ", last: str = " and ") -> Line:
    """Lines in a sentence."""
    found: list[Words] = []
    for place, line in enumerate(lines):
        if place:
            found.append(Words(last if place + 1 == len(lines) else comma))
        found.extend(line)
    return tuple(found)


# -- width of text on a terminal ----------------------------------------------


ESCAPE: Final = re.compile(r"\x1b\[[0-9;]*m")


CHARACTER: Final = re.compile(rf"{ESCAPE.pattern}|.", re.DOTALL)


def width_of(text: str) -> int:
    """Cells that a text fills on a terminal; the escapes of a `Style` have no width."""
    if "\x1b" in text:
        text = ESCAPE.sub("", text)
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    code = ord(character)
    if code < 0x300:
        return 1
    if unicodedata.category(character) in {"Mn", "Me", "Cf"} or 0x1160 <= code <= 0x11FF:
        return 0  # over, or joined to, the character before
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def cut(text: str, width: int) -> str:
    """A text without styles in at most `width` cells; `…` marks the cut."""
    if width_of(text) <= width:
        return text
    found, room = "", width - 1
    for character in text:
        room -= width_of(character)
        if room < 0:
            break
        found += character
    return f"{found.rstrip()}…"


def fold(text: str, width: int, indent: str = "") -> str:
    """Break a text at spaces into lines of at most `width` cells.

    Args:
        text: one line, styled or not; spaces at its start are kept.
        width: cells of a line, indent included; a line has at least one character.
        indent: the beginning of every line but the first.
    """
    room = max(1, width - width_of(indent))
    lines: list[str] = []
    line = ""
    for found in re.finditer(r"( *)([^ ]+)", text):
        space, word = found.groups()
        most = room if lines else max(1, width)
        if width_of(line) + len(space) + width_of(word) <= most:
            line += space + word
            continue
        if line.strip():
            lines.append(line)
            line, space = "", ""
        for character in CHARACTER.findall(space + word):
            most = room if lines else max(1, width)
            if line and width_of(line) + width_of(character) > most:
                lines.append(line)
                line = ""
            line += character
    return f"\n{indent}".join([*lines, line])

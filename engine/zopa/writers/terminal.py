"""Terminal text: a page folded to a width, with or without colours."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from zopa.answers import (
    Fact,
    Facts,
    Items,
    Paragraph,
    Table,
    Words,
    Yaml,
    cut,
    fold,
    plain,
    width_of,
)
from zopa.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.answers import Block, Item, Line, Next, Page, Section, Tone
    from zopa.answers.condition_yaml import YamlData
    from zopa.writers import Style, StyleName

__all__ = ["page_text"]

STYLES: Mapping[Tone, StyleName] = {
    "crossed": "crossed",
    "respected": "respected",
    "open": "open",
    "waived": "waived",
    "forced": "forced",
    "excluded": "excluded",
    "dim": "dim",
    "method": "dim",
    "day": "dim",
    "strong": "bold",
    "code": "help",
}
NARROWEST_COLUMN = 20
"""Cells that the first column of a table needs for longer texts; with less room each row is a
list."""
NARROWEST_CELL = 12
"""Cells that the other columns need if the first one numbers the rows."""
NARROWEST_LAST = 30
"""Cells that the last column of a list needs to stay beside the others."""


def page_text(page: Page, style: Style, width: int, *, quiet: bool = False) -> str:
    """Return the page: conclusion, context, assumptions, body, notes, next commands.

    Args:
        page: the answer.
        style: colours.
        width: cells of a line.
        quiet: leave out the context, the notes and the next commands.
    """
    return "\n".join(_Terminal(style, width).page(page, quiet=quiet)) + "\n"


class _Terminal:
    def __init__(self, style: Style, width: int) -> None:
        self._style = style
        self._width = width

    def page(self, page: Page, *, quiet: bool) -> Iterator[str]:
        exactness = (Words(f" {page.exactness}"),) if page.exactness else ()
        yield from self._folded((*page.conclusion, *exactness), "")
        if not quiet:
            if page.context:
                yield self._style("dim", fold(shown(plain(page.context)), self._width))
            for line in page.assumed:
                yield from self._folded(line, "")
        for section in page.sections:
            if not section.title:
                yield ""
            yield from self._section(section, "")
        if quiet:
            return
        if page.notes:
            yield ""
        for line in page.notes:
            yield from self._folded(line, "")
        yield from self._next(page.next)

    # -- sections and blocks --

    def _section(self, section: Section, indent: str) -> Iterator[str]:
        if section.title:
            yield ""
            style = STYLES[section.tone] if section.tone in STYLES else "bold"
            yield fold(indent + self._style(style, shown(section.title)), self._width)
        within = f"{indent}  " if section.title else indent
        for block in section.blocks:
            yield from self._block(block, within)
        for each in section.sections:
            yield from self._section(each, within)

    def _block(self, block: Block, indent: str) -> Iterator[str]:
        match block:
            case Paragraph(line, tone):
                yield self._paragraph(line, indent, tone)
            case Items(items, numbered):
                places = len(str(len(items)))
                for place, item in enumerate(items, 1):
                    yield from self._item(item, indent, f"{place:>{places}}  " * numbered)
            case Facts(facts):
                yield from self._facts(facts, indent)
            case Table():
                if not block.folded:
                    yield from self._table(block, indent)
            case Yaml(value):
                yield from self._yaml(value, f"{indent}  ")
            case _:  # a picture: its table has the same content
                pass

    def _item(self, item: Item, indent: str, mark: str = "") -> Iterator[str]:
        inner = indent + " " * max(len(mark), 2)
        if not item.line:
            for place, each in enumerate(item.inner):
                yield from self._item(each, *((inner,) if place else (indent, mark)))
            return
        yield from self._apart(indent + mark, item.line, item.aside)
        below = f"{inner}  " if mark else inner
        if item.note:
            yield from self._folded(item.note, below)
        yield from self._facts(item.facts, below)
        for each in item.inner:
            yield from self._item(each, inner)

    def _apart(self, indent: str, left: Line, right: Line) -> Iterator[str]:
        """Yield two texts at the ends of one line, or on two lines if they do not fit."""
        hanging = " " * (width_of(indent) + 2)
        yield from self._opposite(indent + self._styled(left), hanging, right)

    def _opposite(self, left: str, hanging: str, right: Line) -> Iterator[str]:
        first = fold(left, self._width, hanging)
        if not right:
            yield first
            return
        aside = self._styled(right)
        last = first.rpartition("\n")[2]
        gap = self._width - width_of(last) - width_of(aside)
        if gap >= 2:
            yield f"{first}{' ' * gap}{aside}"
        else:
            yield first
            yield " " * max(0, self._width - width_of(aside)) + aside

    def _facts(self, facts: Sequence[Fact], indent: str) -> Iterator[str]:
        """Yield names in a column of their own, each text beside its name."""
        room = (self._width - width_of(indent)) // 2
        widths = [width_of(shown(each.name)) for each in facts]
        column = max((each for each in widths if each < room), default=0) + 2
        for fact, width in zip(facts, widths, strict=True):
            head = indent + self._in_tone(fact.tone, shown(fact.name))
            hanging = " " * (width_of(indent) + column)
            if width < room:
                head += " " * (column - width)
            else:
                yield fold(head, self._width, f"{indent}  ")
                head = hanging
            aside = fact.aside
            for line in fact.lines or ((),):
                yield from self._opposite(head + self._styled(line), hanging, aside)
                head, aside = hanging, ()

    def _yaml(self, value: YamlData, indent: str) -> Iterator[str]:
        from zopa.answers.condition_yaml import written_lines

        for line in written_lines(value, self._width - width_of(indent)):
            step = len(line) - len(line.lstrip(" -"))
            yield fold(f"{indent}{line}", self._width, " " * (width_of(indent) + step + 2))

    def _table(self, table: Table, indent: str) -> Iterator[str]:
        """Yield columns if there is room for them, else each row as a list."""
        columns = table.columns_on_page
        if columns[0].look == "id":
            yield from self._list(table, indent)
            return
        rows = [[cell.line for cell in table.cells_on_page(row)] for row in table.on_page]
        heads = [each.short or each.title for each in columns]
        widths = [
            max(width_of(shown(text)) for text in (head, *(plain(row[place]) for row in rows)))
            for place, head in enumerate(heads)
        ]
        natural = widths[0]
        room = self._width - len(indent) - 2 * (len(columns) - 1)
        if all(isinstance(row.cells[0].value, int) for row in table.on_page):
            while sum(widths) > room and max(widths) > NARROWEST_CELL:
                widths[widths.index(max(widths))] -= 1
        if sum(widths) > room:
            widths[0] = room - sum(widths[1:])
        if not rows or widths[0] >= min(natural, NARROWEST_COLUMN):
            if any(heads):
                yield from self._row(
                    indent, [(Words(head, tone="dim"),) for head in heads], widths
                )
            for row in rows:
                yield from self._row(indent, row, widths)
        else:
            for row in rows:
                yield from self._apart(indent, row[0], ())
                yield from self._facts(_together(heads[1:], row[1:]), f"{indent}  ")
        if table.beyond:
            yield fold(indent + table.beyond, self._width, indent)

    def _list(self, table: Table, indent: str) -> Iterator[str]:
        """Yield a line for each row, the last column cut; two if ids leave no room.

        Ids are never broken, even on narrow pages.
        """
        heads: list[Line] = [(Words(each.title, tone="dim"),) for each in table.columns]
        rows = [heads, *([cell.line for cell in row.cells] for row in table.on_page)]
        widths = [
            max(width_of(shown(plain(row[place]))) for row in rows)
            for place in range(len(heads))
        ]
        longest = widths.pop()
        needed = min(longest, NARROWEST_LAST)
        left = self._width - len(indent) - sum(widths[1:]) - 2 * len(widths)
        for row in rows:
            between = "".join(
                f"  {self._styled(cell)}{' ' * (width - width_of(shown(plain(cell))))}"
                for cell, width in zip(row[1:-1], widths[1:], strict=True)
            )
            head, title = self._styled(row[0]), row[-1]
            if left - widths[0] >= needed:
                pad = " " * (widths[0] - width_of(head))
                yield f"{indent}{head}{pad}{between}  {self._cut(title, left - widths[0])}"
                continue
            yield f"{indent}{head}"
            if left >= min(longest, NARROWEST_CELL):
                yield f"{indent}{between}  {self._cut(title, left)}"
            else:
                yield fold(f"{indent}{between}", self._width, f"{indent}  ").rstrip()
                yield f"{indent}  {self._cut(title, self._width - len(indent) - 2)}"

    def _cut(self, line: Line, width: int) -> str:
        return self._in_tone(line[0].tone, cut(shown(plain(line)), width))

    def _row(self, indent: str, row: Sequence[Line], widths: Sequence[int]) -> Iterator[str]:
        """Yield a row, each cell folded to its column."""
        cells = [self._cell(line, width) for line, width in zip(row, widths, strict=True)]
        for line in zip_longest(*cells, fillvalue=""):
            padded = (
                cell + " " * (width - width_of(cell))
                for cell, width in zip(line, widths, strict=True)
            )
            yield f"{indent}{'  '.join(padded)}".rstrip()

    def _cell(self, line: Line, width: int) -> list[str]:
        if len(line) > 1:
            return fold(self._styled(line), width).split("\n")
        # Each line has its own style, independent of its neighbours.
        words = fold(shown(plain(line)), width).split("\n")
        style = STYLES.get(line[0].tone) if line else None
        return [self._style(style, each) if style else each for each in words]

    # -- lines --

    def _folded(self, line: Line, indent: str) -> Iterator[str]:
        text = self._styled(line)
        yield fold(indent + text, self._width, f"{indent}  " if indent else "")

    def _paragraph(self, line: Line, indent: str, tone: Tone) -> str:
        text = self._styled(line)
        if tone in STYLES:
            text = self._style(STYLES[tone], shown(plain(line)))
        return fold(indent + text, self._width, indent)

    def _styled(self, line: Line) -> str:
        return "".join(map(self._words, line))

    def _words(self, words: Words) -> str:
        return self._in_tone(words.tone, shown(words.text))

    def _in_tone(self, tone: Tone, text: str) -> str:
        return self._style(STYLES[tone], text) if tone in STYLES else text

    def _next(self, commands: Sequence[Next]) -> Iterator[str]:
        if not commands:
            return
        yield ""
        widest = max(width_of(each.command) for each in commands)
        beside = all(widest + 10 + width_of(each.purpose) <= self._width for each in commands)
        for place, each in enumerate(commands):
            head = "next: " if place == 0 else "      "
            command = self._style("help", shown(each.command))
            if beside:
                gap = " " * (widest - width_of(each.command))
                yield f"{head}{command}{gap}   {self._style('dim', each.purpose)}"
            else:
                yield f"{head}{command}"
                yield self._style("dim", f"        {each.purpose}")


def _together(heads: Sequence[str], row: Sequence[Line]) -> list[Fact]:
    """Return the cells of a row by the heads of their columns; equal cells have one line."""
    found: dict[Line, list[str]] = {}
    for head, line in zip(heads, row, strict=True):
        found.setdefault(line, []).append(head)
    comma = ", " if any(" " in head for head in heads) else " "
    return [Fact(comma.join(some), (line,)) for line, some in found.items()]

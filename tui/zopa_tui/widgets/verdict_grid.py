"""Grid of drafts and positions; symbols carry the verdict, colours repeat it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from zopa_tui.session.scenarios import stacked
from zopa_tui.ui.keys import bindings
from zopa_tui.views.compare import (
    Difference,
    Differences,
    MatrixCell,
    MatrixTable,
    PositionRow,
    difference_lines,
    narrowed,
)
from zopa_tui.views.positions import shade_of
from zopa_tui.views.text import UNICODE_SIGNS, Signs, pad, several, wrapped
from zopa_tui.widgets.base import Shaded
from zopa_tui.widgets.line_list import NONE, LineList

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from rich.style import Style
    from textual import events
    from textual.binding import BindingType

    from zopa_tui.views.text import TextLine

__all__ = [
    "DiffTable",
    "VerdictGrid",
]


NARROW, NARROWEST, WIDEST = 7, 9, 12
"""Width of a column in cells: minimum in a narrow and in a wide window, and maximum."""
LABEL, ASIDE = 30, 15
"""Minimum width of a row's name, and maximum width of the text beside it, in cells."""
NAMED, SOME = 45, 8
"""Percent of the width that names of rows may take, and number of columns beside them."""
STACKED = 10
"""Minimum height in lines for column names of several lines."""
STORIES = 4
"""Maximum number of lines of a column name."""
FOOT = 2
"""Number of lines below the rows: a rule and the totals."""


MOVES: Mapping[str, str] = {
    "move.up": "move(-1, 0)",
    "move.down": "move(1, 0)",
    "move.left": "move(0, -1)",
    "move.right": "move(0, 1)",
    "move.page-up": "page(-1)",
    "move.page-down": "page(1)",
    "move.first": "move(-100000, 0)",
    "move.last": "move(100000, 0)",
}
"""Names of the actions that move the cursor here."""


class VerdictGrid(Shaded, can_focus=True):
    """A table with a cursor on one cell; its head and its totals do not scroll."""

    DEFAULT_CSS = """
    VerdictGrid { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(*MOVES, to=MOVES)

    @dataclass
    class Moved(Message):
        """The cursor is on another cell."""

        row: str
        """Key of the row; a party for a heading."""
        heading: bool
        column: str

    def __init__(self, *, id: str | None = None, signs: Signs = UNICODE_SIGNS) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self.table = self._whole = MatrixTable()
        self.needle = ""
        self.empty = "Nothing to show."
        self.row = self.column = 0
        self._first = 0
        """Index of the first visible column."""
        self._strips: dict[tuple[int, int], Strip] = {}
        self._widths = (LABEL, 0, NARROWEST, 1)
        self._names: Sequence[Sequence[str]] = ((),)
        """The lines above the columns, each with a piece of every name."""

    # -- what is shown --

    def show(self, table: MatrixTable) -> None:
        """Show another table; the cursor stays on its row and column, or near."""
        here, there = self.at
        self._whole = table
        self.table = table = narrowed(table, self.needle) if self.needle else table
        keys = [row.key for row in table.rows]
        self.row = keys.index(here) if here in keys else min(self.row, max(0, len(keys) - 1))
        columns = table.keys
        at = columns.index(there) if there in columns else self.column
        self.column = min(at, max(0, len(columns) - 1))
        self._lay()
        self._count()
        if self.at != (here, there):
            self._say()

    def filter(self, needle: str) -> int:
        """Show only rows with the search text; returns their number."""
        self.needle = needle
        self.show(self._whole)
        return sum(not row.heading for row in self.table.rows)

    def next_hit(self, step: int) -> bool:
        """Go to the next row that is not a heading; after the last comes the first."""
        rows = [n for n, row in enumerate(self.table.rows) if not row.heading]
        if not rows:
            return False
        ends = rows if step > 0 else rows[::-1]
        later = [n for n in ends if (n - self.row) * step > 0]
        self.stand((later or ends)[0])
        return True

    @property
    def at(self) -> tuple[str, str]:
        """Keys of the row and the column at the cursor; empty if there are none."""
        rows, columns = self.table.rows, self.table.keys
        row = rows[self.row].key if self.row < len(rows) else ""
        return row, columns[self.column] if self.column < len(columns) else ""

    def stand(self, row: int) -> None:
        """Put the cursor on a row."""
        self.action_move(row - self.row, 0)

    def _say(self) -> None:
        row, column = self.at
        self._count()
        if self.row < len(self.table.rows):
            heading = self.table.rows[self.row].heading
            self.post_message(self.Moved(row, heading, column))

    def _count(self) -> None:
        """Show the cursor's place in the table."""
        rows = [row for row in self.table.rows if not row.heading]
        at = sum(not row.heading for row in self.table.rows[: self.row + 1])
        words = f"row {at} of {len(rows)}, column {self.column + 1} of {len(self.table.keys)}"
        if self.column < len(self.table.names):
            words += f": {self.table.names[self.column]}"
        self.border_subtitle = Content(words if rows else "")

    def forget(self) -> None:
        """Discard lines that were drawn in other styles."""
        self._strips.clear()

    def on_focus(self) -> None:
        """Draw the cursor as focused."""
        self._lay()

    def on_blur(self) -> None:
        """Draw the cursor as not focused."""
        self._lay()

    # -- where things are --

    @property
    def _head(self) -> int:
        return len(self._names) + 1

    @property
    def _stacks(self) -> bool:
        """True if there is room for names on two lines."""
        return self.scrollable_content_region.height >= STACKED

    def _measured(self) -> tuple[int, int, int, int]:
        """Widths of a row's name, of its aside and of a column; and the number of columns."""
        width, number = self.scrollable_content_region.width, max(1, len(self.table.keys))
        aside = max((cell_len(row.aside) for row in self.table.rows), default=0)
        most = ASIDE if width >= 100 else ASIDE - 5
        aside = min(most, max(aside, len(self.table.words[1]))) if width >= 64 else 0
        least = NARROWEST if width >= 100 else NARROW
        if self._stacks:
            pieces = (x for name in self.table.names for x in re.split(r"(?<=[- ])", name))
            least = max(least, min(WIDEST - 2, max(map(cell_len, pieces), default=0) + 1))
        longest = max((cell_len(row.label) for row in self.table.rows), default=0) + 4
        if longest > LABEL + aside and longest + aside + 2 + SOME * least > width:
            aside = 0  # what it says stands below the grid; a name that is cut says less
        named = max(LABEL, min(longest, width * NAMED // 100))
        room = max(least, width - named - aside - 2)
        each = max(least, min(WIDEST, room // number))
        fit = max(1, min(number, room // each))
        if fit < number:
            fit = max(1, (room - 3) // each)
        label = max(
            8, min(longest, width - aside - 2 - fit * each - (3 if fit < number else 0))
        )
        return label, aside, each, fit

    def _lay(self) -> None:
        self._strips.clear()
        self._widths = self._measured()
        self._names = self._heading_names(self._widths[2] - 1)
        width = self.scrollable_content_region.width
        self.virtual_size = Size(width, len(self.table.rows) + self._head + FOOT)
        self._reveal()
        self.refresh()

    def _heading_names(self, width: int) -> Sequence[Sequence[str]]:
        """The lines above the columns; full names if there is room."""
        table = self.table
        over = [table.over] if table.over else []
        if not self._stacks:
            return [*over, table.shorts(width)]
        names = [stacked(each, width, STORIES) for each in table.names]
        high = max(map(len, names), default=1)
        padded = [[""] * (high - len(each)) + each for each in names]
        return [*over, *map(list, zip(*padded, strict=True))] if padded else [[]]

    def _reveal(self) -> None:
        """Scroll to the cell at the cursor."""
        _, _, _, fit = self._widths
        first = min(self._first, self.column, max(0, len(self.table.keys) - fit))
        first = max(first, self.column - fit + 1)
        if first != self._first:
            self._first = first
            self._strips.clear()
            self.refresh()
        height = max(1, self.scrollable_content_region.height - self._head - FOOT)
        top = self.scroll_offset.y
        if self.row < top or (self.row == 1 and top == 1):
            self.scroll_to(y=0 if self.row == 1 else self.row, animate=False, force=True)
        elif self.row >= top + height:
            self.scroll_to(y=self.row - height + 1, animate=False, force=True)

    def _place(self, row: int) -> int:
        """The line of the window that a row is on."""
        return row - self.scroll_offset.y + self._head

    # -- keys and the mouse --

    def action_move(self, down: int, right: int) -> None:
        """Go to another cell."""
        rows, columns = len(self.table.rows), len(self.table.keys)
        if not rows or not columns:
            return
        row = max(0, min(self.row + down, rows - 1))
        column = max(0, min(self.column + right, columns - 1))
        if (row, column) == (self.row, self.column):
            return
        old, self.row, self.column = self.row, row, column
        self._strips = {key: strip for key, strip in self._strips.items() if key[1] < 0}
        self._reveal()
        for each in {old, row}:
            self.refresh(Region(0, self._place(each), self.size.width, 1))
        if right:
            self.refresh(Region(0, 0, self.size.width, self._head))
        self._say()

    def action_page(self, way: int) -> None:
        """Go a page further."""
        height = self.scrollable_content_region.height - self._head - FOOT
        self.action_move(way * max(1, height - 1), 0)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked cell."""
        place = event.get_content_offset(self)
        if (
            place is None
            or not self._head <= place.y < self.scrollable_content_region.height - FOOT
        ):
            return
        label, aside, each, _ = self._widths
        row = place.y - self._head + self.scroll_offset.y
        right = (place.x - label - aside - 2) // each
        column = self._first + right if right >= 0 else self.column
        self.action_move(row - self.row, column - self.column)

    def on_resize(self) -> None:
        """Lay out for the new size."""
        self._lay()

    # -- drawing --

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        region = self.scrollable_content_region
        width, height = region.width, region.height
        if not self.table.keys or not self.table.rows:
            words = NONE if self.needle else self.empty
            words = words if y == 0 else ""
            return self._strip([Segment(words, self.shade("muted"))], width)
        if y < self._head:
            return self._heads(y, width)
        if y >= height - FOOT:
            return self._foot(y - height + FOOT, width)
        at = y - self._head + self.scroll_offset.y
        if at >= len(self.table.rows):
            return Strip.blank(width, self.rich_style)
        key = (at, self.column if at == self.row else -1)
        if key not in self._strips:
            self._strips[key] = self._row(at, width)
        return self._strips[key]

    def _strip(self, parts: list[Segment], width: int, style: Style | None = None) -> Strip:
        return Strip(parts).adjust_cell_length(width, style or self.rich_style)

    def _heads(self, y: int, width: int) -> Strip:
        label, aside, each, fit = self._widths
        if y == self._head - 1:
            return self._strip([Segment(self.signs.rule * width, self.shade("muted"))], width)
        table = self.table
        last = y == self._head - 2
        names = self._names[y]
        before = f"{self.signs.less}{self._first} " if self._first else ""
        after = len(names) - self._first - fit
        words = pad(table.words[0], label - cell_len(before)) + before if last else " " * label
        over = pad(table.words[1] if last else "", aside) + "  "
        parts = [Segment(words + over, self.shade("muted"))]
        for number in range(self._first, min(len(names), self._first + fit)):
            mark = self.signs.marked if table.keys[number] in table.marked and last else ""
            name = pad(mark + names[number], each - 1, "") + " "
            style = self.shade("head" if number == self.column else "")
            if table.keys[number] == table.draft:
                style = style + self.shade("head")
            parts.append(Segment(name, style))
        if after > 0 and last:
            parts.append(Segment(f"{after}{self.signs.beyond}", self.shade("muted")))
        return self._strip(parts, width)

    def _foot(self, y: int, width: int) -> Strip:
        label, aside, each, fit = self._widths
        if y == 0:
            return self._strip([Segment(self.signs.rule * width, self.shade("muted"))], width)
        parts = [Segment(pad("crossed", label + aside + 2), self.shade("head"))]
        for number in self.table.totals[self._first : self._first + fit]:
            words = self.signs.unheld if number is None else str(number)
            shade = self.shade("crossed" if number else "muted")
            parts.append(Segment(pad(f" {words}", each), shade))
        return self._strip(parts, width)

    def _row(self, at: int, width: int) -> Strip:
        label, aside, each, fit = self._widths
        row, here = self.table.rows[at], at == self.row
        ground = self.shade("", cursor=here)
        if row.heading:
            return self._heading(row, width, here=here)
        first = self.signs.cursor if here else " "
        draft = self.table.words[0] == "scenario" and row.key == self.table.draft
        mark = self.signs.marked if row.key in self.table.marked and draft is not None else " "
        mark = mark if self.table.words[0] == "scenario" else " "
        words = f"{first}{mark}{pad(row.label, label - 3, self.signs.more)} "
        aside_words = f"{pad(row.aside, aside, self.signs.more)}  " if aside else "  "
        parts = [
            Segment(words, self.shade("head" if draft else "", cursor=here)),
            Segment(aside_words, self.shade("muted", cursor=here)),
        ]
        for number, cell in enumerate(row.cells[self._first : self._first + fit], self._first):
            parts.extend(
                self._cell(cell, each, here=here, cursor=here and number == self.column)
            )
        return self._strip(parts, width, ground)

    def _cell(self, cell: MatrixCell, width: int, *, here: bool, cursor: bool) -> list[Segment]:
        sign = self.signs.verdict(cell.verdict)
        star = self.signs.reading if cell.reading else " "
        style = self.shade(shade_of(cell.verdict), cursor=here)
        if not cursor:
            return [Segment(f" {sign}{star}".ljust(width), style)]
        words = f"[{sign}{star}]" if cell.reading else f"[{sign}]"
        rest = " " * (width - len(words))
        return [
            Segment(words, style + self.shade("mark", cursor=True)),
            Segment(rest, self.shade("", cursor=True)),
        ]

    def _heading(self, row: PositionRow, width: int, *, here: bool) -> Strip:
        label, aside, each, fit = self._widths
        sign = self.signs.glyphs.folded if row.folded else self.signs.glyphs.unfolded
        count = f" ({row.aside})" if row.folded else ""
        words = pad(f"{sign} {row.label}{count}", label + aside + 2, self.signs.more)
        parts = [Segment(words, self.shade("head", cursor=here))]
        loud = self.shade("crossed", cursor=here)
        counts = row.crossed[self._first : self._first + fit] if row.folded else ()
        parts.extend(Segment(pad(f" {number or ''}", each), loud) for number in counts)
        return self._strip(parts, width, self.shade("", cursor=here))


# -- drafts side by side: a row for each difference, a column for each draft --


class DiffTable(LineList):
    """Differences in choices, outcome and verdicts; equal rows on request."""

    STAYS = 2

    def __init__(self, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self.border_title = Content("Differences")
        self.empty = "Nothing to compare with."
        self._found: Differences | None = None
        self._same = False

    def show(self, found: Differences | None, *, same: bool) -> None:
        """Show a comparison; with `same`, equal rows too."""
        self._found, self._same = found, same
        words = "Differences"
        if found is not None:
            between = self.signs.between
            differ, alike = found.count(same=False), found.count(same=True)
            words = f"Differences {between} {differ} of {several(differ + alike, 'choice')}"
        self.border_title = Content(words)
        self.redraw()

    @property
    def row(self) -> Difference | None:
        """The row under the cursor."""
        rows = self._found.rows if self._found is not None else ()
        return next((each for each in rows if each.at == self.key), None)

    def words(self, key: Hashable) -> str | None:
        """Label, id and values of the row."""
        rows = self._found.rows if self._found is not None else ()
        row = next((each for each in rows if each.at == key), None)
        return None if row is None else " ".join((row.label, row.key, *row.values))

    def lay(self, width: int) -> Sequence[TextLine]:
        """The rows."""
        if self._found is None:
            return list(wrapped(self.empty, width, shade="muted"))
        return list(difference_lines(self._found, width, self.signs, same=self._same))

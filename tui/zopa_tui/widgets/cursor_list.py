"""A list drawn line by line: a cursor step paints two lines, not all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from zopa_tui.bindings import MOVES, bindings
from zopa_tui.widgets.inks import INKS, ink
from zopa_tui.words import cut, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.binding import BindingType

__all__ = ["LineList", "Parts", "Row"]

T = TypeVar("T")
Parts = list[tuple[str, str]]
"""A line as pieces of text, each with the name of an ink."""


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """One line of a list; it can be stood on where it has data."""

    parts: tuple[tuple[str, str], ...]
    data: T | None = None
    right: str = ""
    """At the right end, muted."""


class LineList(ScrollView, Generic[T], can_focus=True):
    """Rows with a cursor; says where the cursor is and what was chosen."""

    DEFAULT_CSS = """
    LineList { height: 1fr; background: transparent; scrollbar-size: 1 1; overflow-x: hidden; }
    LineList > .line-list--cursor { background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; }
    LineList:focus > .line-list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--cursor", *INKS}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*MOVES, to=MOVES)]

    cursor: reactive[int] = reactive(0, repaint=False)
    """The row that the cursor stands on."""

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        list: LineList[object]
        data: object

        @property
        def control(self) -> LineList[object]:
            """Whose cursor it is."""
            return self.list

    @dataclass
    class Chosen(Message):
        """A row was chosen."""

        list: LineList[object]
        data: object

        @property
        def control(self) -> LineList[object]:
            """Whose row it is."""
            return self.list

    def __init__(
        self, rows: Sequence[Row[T]] = (), *, empty: str = "", id: str | None = None  # noqa: A002  # Textual's name
    ) -> None:
        super().__init__(id=id)
        self.rows: Sequence[Row[T]] = rows
        self._empty = empty

    @property
    def data(self) -> T | None:
        """What the cursor stands on."""
        return self.rows[self.cursor].data if 0 <= self.cursor < len(self.rows) else None

    def on_mount(self) -> None:
        """Measure."""
        self.show_rows(self.rows)

    def show_rows(self, rows: Sequence[Row[T]], *, empty: str | None = None) -> None:
        """Show other rows; the cursor stays on what it stands on, if that is still there."""
        here = self.data
        old, self.rows = self.rows, rows
        if empty is not None:
            self._empty = empty
        self.virtual_size = Size(self.size.width, max(1, len(rows)))
        if here is not None:
            at = next((n for n, each in enumerate(rows) if each.data == here), None)
            if at is not None:
                self.set_reactive(LineList.cursor, at)
        self.set_reactive(LineList.cursor, self._standable(self.cursor, 1))
        if len(old) == len(rows):
            for line, (one, other) in enumerate(zip(old, rows, strict=True)):
                if one != other:
                    self._refresh_row(line)
        else:
            self.refresh()

    def go(self, data: T) -> bool:
        """Put the cursor on a row; says whether there is one."""
        at = next((n for n, each in enumerate(self.rows) if each.data == data), None)
        if at is not None:
            self.cursor = at
        return at is not None

    def _standable(self, at: int, step: int) -> int:
        """The nearest row in that direction, else in the other, that has data."""
        at = max(0, min(at, len(self.rows) - 1))
        for way in (step, -step):
            place = at
            while 0 <= place < len(self.rows):
                if self.rows[place].data is not None:
                    return place
                place += way
        return at

    def watch_cursor(self, before: int, now: int) -> None:
        """Draw the two rows, and see that the new one is in sight."""
        self._refresh_row(before)
        self._refresh_row(now)
        self.scroll_to_region(
            Region(0, now, 1, 1), animate=False, force=True, x_axis=False
        )
        if self.data is not None:
            self.post_message(self.Moved(self, self.data))  # type: ignore[arg-type]  # of any data

    def _refresh_row(self, row: int) -> None:
        self.refresh(Region(0, row - self.scroll_offset.y, self.size.width, 1))

    def on_resize(self) -> None:
        """Measure again."""
        self.virtual_size = Size(self.size.width, max(1, len(self.rows)))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        at = y + self.scroll_offset.y
        width = self.size.width
        base = self.rich_style
        if not self.rows and at == 0 and self._empty:
            text = cut(self._empty, width)
            return Strip([Segment(text, base + ink(self, "muted"))]).adjust_cell_length(width, base)
        if at >= len(self.rows):
            return Strip.blank(width, base)
        row = self.rows[at]
        if at == self.cursor and row.data is not None:
            base += self.get_component_rich_style("line-list--cursor")
        base += Style.from_meta({"row": at})
        right = cut(row.right, width // 2) if row.right else ""
        room = width - (width_of(right) + 1 if right else 0)
        segments, used = [], 0
        for text, name in row.parts:
            shown = cut_piece(text, room - used)
            used += width_of(shown)
            segments.append(Segment(shown, base + ink(self, name)))
        if right:
            segments.append(Segment(" " * (width - used - width_of(right)), base))
            segments.append(Segment(right, base + ink(self, "muted")))
        return Strip(segments).adjust_cell_length(width, base)

    # -- keys and mouse --

    def action_cursor_up(self) -> None:
        """One row up."""
        self._step(-1)

    def action_cursor_down(self) -> None:
        """One row down."""
        self._step(1)

    def _step(self, step: int) -> None:
        at = self.cursor + step
        while 0 <= at < len(self.rows) and self.rows[at].data is None:
            at += step
        if 0 <= at < len(self.rows):
            self.cursor = at

    def action_page_up(self) -> None:
        """A page up."""
        self.cursor = self._standable(self.cursor - max(1, self.size.height - 1), 1)

    def action_page_down(self) -> None:
        """A page down."""
        self.cursor = self._standable(self.cursor + max(1, self.size.height - 1), -1)

    def action_scroll_home(self) -> None:
        """The first row."""
        self.cursor = self._standable(0, 1)

    def action_scroll_end(self) -> None:
        """The last row."""
        self.cursor = self._standable(len(self.rows) - 1, -1)

    def action_fold(self) -> None:
        """Nothing to fold here."""

    def action_unfold(self) -> None:
        """Nothing to unfold here."""

    def action_select(self) -> None:
        """Choose the row."""
        if self.data is not None:
            self.post_message(self.Chosen(self, self.data))  # type: ignore[arg-type]  # of any data

    def on_click(self, event: events.Click) -> None:
        """Stand on the row; twice chooses it."""
        row = event.style.meta.get("row")
        if isinstance(row, int) and row < len(self.rows) and self.rows[row].data is not None:
            self.cursor = row
            if event.chain > 1:
                self.action_select()


def cut_piece(text: str, width: int) -> str:
    """Like `cut`, but spaces, which make columns, stay."""
    from zopa.diagnostics import shown

    text = shown(text[: max(width, 0) + 40].replace("\n", " ").replace("\t", " "))
    if width_of(text) <= width:
        return text
    return cut(text, width) if text.strip() else text[: max(width, 0)]

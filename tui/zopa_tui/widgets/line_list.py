"""Panes of lines with a cursor, which draw only changed lines again; the pane of reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from zopa_tui.ui.keys import bindings
from zopa_tui.views.text import (
    CUT,
    UNICODE_SIGNS,
    Signs,
    TextLine,
    clean,
    cut,
    pad,
    wrapped,
)
from zopa_tui.widgets.base import Shaded

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from textual import events

    from zopa_tui.views.positions import Reason, ReasonLine
    from zopa_tui.views.text import Shade, Signs

__all__ = [
    "NONE",
    "LineList",
    "Prose",
    "WhyPane",
    "laid",
]


NONE = "No match: esc ends the filter."
MOVES: Mapping[str, str] = {
    "move.up": "move(-1)",
    "move.down": "move(1)",
    "move.page-up": "page(-1)",
    "move.page-down": "page(1)",
    "move.first": "end(0)",
    "move.last": "end(-1)",
}
"""Names of the actions that move the cursor here."""


class LineList(Shaded, can_focus=True):
    """Lines, some of which can have the cursor; subclasses define them in `lay`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(*MOVES, to=MOVES),
        Binding("enter", "select", "Select", show=False),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor is on another item."""

        pane: LineList
        key: Hashable

        @property
        def control(self) -> LineList:
            """The pane that sent the message."""
            return self.pane

    @dataclass
    class Selected(Message):
        """Request to act on the item under the cursor."""

        pane: LineList
        key: Hashable

        @property
        def control(self) -> LineList:
            """The pane that sent the message."""
            return self.pane

    def __init__(self, *, id: str | None = None, signs: Signs = UNICODE_SIGNS) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self.lines: Sequence[TextLine] = ()
        self.needle = ""
        self._at = -1
        self._laid = -1
        self._wanted: Hashable = None
        self._stood_on: Hashable = None
        """Item under the cursor before a filter hid everything."""
        self._first = self._sent = False
        """True to scroll the wanted item to the first line of the window."""

    def lay(self, width: int) -> Sequence[TextLine]:
        """The lines for a width; subclasses define them."""
        raise NotImplementedError

    # -- finding --

    STAYS: ClassVar[int] = 0
    """Number of lines at the top that no filter hides."""

    def words(self, key: Hashable) -> str | None:
        """Searchable text of an item; None for the text of its lines. Subclasses define it."""
        del key
        return None

    def group(self, key: Hashable) -> Hashable:
        """Key of the group that is shown or hidden together; subclasses define it."""
        return key

    def fits(self, text: str) -> bool:
        """True if the text contains every word of the search text."""
        text = text.casefold()
        return all(word in text for word in self.needle.split())

    def filter(self, needle: str) -> int:
        """Show only items with the search text; returns their number."""
        self.needle = needle.casefold()
        self._wanted = self._stood_on = self._stood_on if self.key is None else self.key
        self.redraw()
        return len({line.key for line in self.lines} - {None})

    def next_hit(self, step: int) -> bool:
        """Go to the next visible item; after the last comes the first."""
        if self.key is None:
            return False
        at = self._at
        self.action_move(step)
        if self._at == at:
            self.action_end(0 if step > 0 else -1)
        return True

    def _narrowed(self, lines: Sequence[TextLine]) -> Sequence[TextLine]:
        """The lines of matching items, each with its heading."""
        if not self.needle:
            return lines
        found: dict[Hashable, str] = {}
        for line in lines:
            if line.key is not None:
                group = self.group(line.key)
                known = self.words(line.key)
                found[group] = f"{found.get(group, '')} {line.text if known is None else known}"
        kept, heads = [*lines[: self.STAYS]], list[TextLine]()
        under = False
        for line in lines[self.STAYS :]:
            if line.key is None:
                heads = [line] if under else [*heads, line]
                under = False
                continue
            under = True
            if self.fits(found[self.group(line.key)]):
                kept += [*heads, line]
                heads = []
        if any(line.key is not None for line in kept):
            return kept
        return [TextLine(((NONE, "muted"),))]

    # -- the cursor --

    @property
    def cursor_shown(self) -> bool:
        """Whether the item under the cursor is highlighted."""
        return True

    @property
    def key(self) -> Hashable:
        """Key of the item under the cursor, or None if there is none."""
        return self.lines[self._at].key if 0 <= self._at < len(self.lines) else None

    def go(self, key: Hashable) -> None:
        """Put the cursor on this item, if it exists."""
        self._sent = True
        found = next((n for n, line in enumerate(self.lines) if line.key == key), None)
        if found is not None:
            self._stand(found)
        else:
            self._wanted = key

    def begin(self, key: Hashable) -> None:
        """Put the cursor on this item at the window's top, unless it was placed already."""
        if not self._sent:
            self._first, self._wanted = True, key
            self.redraw()

    def redraw(self) -> None:
        """Lay out the lines again; the cursor stays on its item, or near."""
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        before, at, painted = self.key, self._at, self._seen()
        sought, self._wanted = (before if self._wanted is None else self._wanted), None
        same, self._laid = self._laid == width, width
        self.lines = self._narrowed(self.lay(width))
        self._measure(Size(width, len(self.lines)))
        found = next((n for n, line in enumerate(self.lines) if line.key == sought), None)
        if sought is None or found is None:
            found = self._near(max(0, min(at, len(self.lines) - 1)))
        self._at = -1 if found is None else found
        if self._first and found is not None:
            self.scroll_to(y=found, animate=False, force=True)
        self._first = False
        if same:
            self._repaint(painted)
        else:
            self.refresh()
        if self.key != before:
            self.post_message(self.Highlighted(self, self.key))

    def _measure(self, size: Size) -> None:
        """Set the scrollable size; do a layout only if the scroll bar appears or disappears."""
        shown = self.show_vertical_scrollbar
        wanted = size.height > self.scrollable_content_region.height
        stays = shown is wanted or self.styles.overflow_y == "scroll"
        if not stays or size.width != self.virtual_size.width:
            self.virtual_size = size
            return
        before = self.virtual_size.height
        self.set_reactive(LineList.virtual_size, size)
        if max(before, size.height) > self.scrollable_content_region.height:
            self.vertical_scrollbar.window_virtual_size = size.height

    def _seen(self) -> list[tuple[TextLine, bool] | None]:
        """Each line of the window, with a flag for the cursor."""
        top, key = self.scroll_offset.y, self.key
        seen = self.lines[top : top + self.scrollable_content_region.height]
        rows = [(each, each.key is not None and each.key == key) for each in seen]
        return [*rows, *[None] * (self.scrollable_content_region.height - len(rows))]

    def _repaint(self, painted: list[tuple[TextLine, bool] | None]) -> None:
        """Paint the changed lines of the window."""
        rows = self._seen()
        for y, row in enumerate(rows):
            if y >= len(painted) or painted[y] != row:
                self.refresh(Region(0, y, self.size.width, 1))

    def _near(self, at: int) -> int | None:
        places = [n for n, line in enumerate(self.lines) if line.key is not None]
        return min(places, key=lambda n: abs(n - at), default=None)

    def _stand(self, at: int) -> None:
        old, self._at = self._at, at
        self._show()
        for line in self._run(old) | self._run(at):
            self.refresh(Region(0, line - self.scroll_offset.y, self.size.width, 1))
        if not (0 <= old < len(self.lines)) or self.lines[old].key != self.lines[at].key:
            self.post_message(self.Highlighted(self, self.key))

    def _run(self, at: int) -> set[int]:
        """The lines of the same item around a line."""
        if not 0 <= at < len(self.lines):
            return set()
        first = last = at
        while first and self.lines[first - 1].key == self.lines[at].key:
            first -= 1
        while last + 1 < len(self.lines) and self.lines[last + 1].key == self.lines[at].key:
            last += 1
        return set(range(first, last + 1))

    def _show(self) -> None:
        height = self.scrollable_content_region.height
        run = self._run(self._at)
        first, last = min(run), max(run)
        above = next((n for n in range(first - 1, -1, -1) if self.lines[n].key is not None), -1)
        top = self.scroll_offset.y
        if first < top or (above < 0 and first < height):
            top = first if above >= 0 else 0
        elif last >= top + height:
            top = last - height + 1
        self.scroll_to(y=top, animate=False, force=True)

    # -- keys and the mouse --

    def action_move(self, step: int) -> None:
        """Go to the next item; if there is none, scroll."""
        run = self._run(self._at)
        at = (max(run) if step > 0 else min(run)) + step if run else -1
        while run and 0 <= at < len(self.lines):
            if self.lines[at].key is not None:
                self._stand(min(self._run(at)) if step > 0 else max(self._run(at)))
                return
            at += step
        self.scroll_to(y=self.scroll_offset.y + step, animate=False)

    def action_page(self, step: int) -> None:
        """Go a page further."""
        height = max(1, self.scrollable_content_region.height - 1)
        found = self._near(max(0, min(self._at + step * height, len(self.lines) - 1)))
        if found is None:
            self.scroll_to(y=self.scroll_offset.y + step * height, animate=False)
        else:
            self._stand(found)

    def action_end(self, which: int) -> None:
        """Go to the first or the last item."""
        found = self._near(0 if which == 0 else len(self.lines))
        if found is None:
            self.scroll_to(y=0 if which == 0 else len(self.lines), animate=False)
        else:
            self._stand(found)

    def action_select(self) -> None:
        """Request to act on the item under the cursor."""
        if self.key is not None:
            self.post_message(self.Selected(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked item; act on it after a double click."""
        place = event.get_content_offset(self)
        at = place.y + self.scroll_offset.y if place is not None else -1
        if 0 <= at < len(self.lines) and self.lines[at].key is not None:
            self._stand(at)
            if event.chain > 1:
                self.action_select()

    # -- drawing --

    def on_resize(self) -> None:
        """Lay out the lines for the new width."""
        if self.scrollable_content_region.width != self._laid:
            self.redraw()
        if self.key is not None:
            self._show()

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        at, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if not 0 <= at < len(self.lines):
            return Strip.blank(width, self.rich_style)
        line = self.lines[at]
        here = line.key is not None and line.key == self.key and self.cursor_shown
        more = self.signs.more
        parts = [
            Segment(text.replace(CUT, more), self.shade(name, cursor=here))
            for text, name in line.parts
        ]
        return Strip(parts).adjust_cell_length(width, self.shade("", cursor=here))


# -- a pane to read: it scrolls, and has no cursor --


class Prose(LineList):
    """Lines to read, laid out by a function for the width."""

    DEFAULT_CSS = """
    Prose {
        height: 1fr;
        overflow-y: scroll;
    }
    """

    def __init__(self, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self._say: Callable[[int], Sequence[TextLine]] | None = None

    def say(self, title: str, lay: Callable[[int], Sequence[TextLine]]) -> None:
        """Show other content, from its beginning."""
        self.entitle(Content(title))
        self._say = lay
        self.scroll_to(y=0, animate=False, force=True)
        self.redraw()

    def lay(self, width: int) -> Sequence[TextLine]:
        """The lines of the current content."""
        return () if self._say is None else self._say(width)


LABEL = 14
"""Width in columns of the label of a point."""


class WhyPane(Prose):
    """Shows a given explanation; asks no questions itself."""

    def __init__(self, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self.reason: Reason | None = None
        self._page = 0

    @property
    def goes(self) -> tuple[str, str] | None:
        """Kind and id of the item that the line under the cursor names."""
        at = self.key
        return self.page[at].goes if isinstance(at, int) and at < len(self.page) else None

    @property
    def page(self) -> tuple[ReasonLine, ...]:
        """The current page."""
        return self.reason.pages[self._page] if self.reason and self.reason.pages else ()

    @property
    def cursor_shown(self) -> bool:
        """True only with the focus: users read the pane more often than they follow lines."""
        return self.has_focus

    def on_focus(self) -> None:
        """Highlight the line that the user can follow."""
        self.refresh()

    def on_blur(self) -> None:
        """Remove the highlight."""
        self.refresh()

    def show(self, reason: Reason) -> None:
        """Show an explanation; for the same item, the page stays."""
        if self.reason is None or self.reason.target != reason.target:
            self._page = 0
            self._wanted = 0
        self.reason = reason
        self._page = min(self._page, max(0, len(reason.pages) - 1))
        self._draw()

    def clear(self) -> None:
        """Show that there is nothing to explain."""
        self.reason = None
        self.entitle(under=Content(""))
        words = "Nothing is under the cursor."
        self.say("Why", lambda width: list(wrapped(words, width, shade="muted")))

    def next_page(self) -> int:
        """Go to the next page; returns its number."""
        if self.reason is not None and self.reason.pages:
            self._page = (self._page + 1) % len(self.reason.pages)
            self._draw()
        return self._page

    def _draw(self) -> None:
        reason = self.reason
        if reason is None:
            return
        number = len(reason.pages)
        more = f"w more {self._page + 1}/{number}  " if number > 1 else ""
        go = "enter go there  " if any(each.goes for each in self.page) else ""
        self.entitle(under=Content(f"{more}{go}o source  y copy"))
        room = max(8, self.size.width - 12)
        title = cut(clean(reason.title), room, self.signs.more)
        page = self.page
        self.say(
            f"Why {self.signs.between} {title}",
            lambda width: [
                TextLine(line.parts, number if each.goes else None)
                for number, each in enumerate(page)
                for line in laid(each, width, self.signs)
            ],
        )


def laid(point: ReasonLine, width: int, signs: Signs) -> Iterator[TextLine]:
    """A point in its columns, wrapped."""
    shade: Shade = point.style  # type: ignore[assignment]  # points know no other styles
    place = signs.places(clean(point.place))
    label = clean(point.label)
    text = clean(point.text)
    short = cut(label, LABEL - 1)
    head = "" if not label and shade not in {"", "muted"} else pad(short, LABEL)
    right = cell_len(place) + 2 if place else 0
    if right > (width - len(head)) // 2:
        right = 0
    lines = list(wrapped(text, width - right, head=head, shade=shade))
    for number, line in enumerate(lines):
        if number or not right:
            yield line
            continue
        gap = width - cell_len(line.text) - cell_len(place)
        yield TextLine((*line.parts, (" " * max(1, gap), ""), (place, "muted")))
    if place and not right:
        yield TextLine(((" " * len(head), ""), (cut(place, width - len(head)), "muted")))

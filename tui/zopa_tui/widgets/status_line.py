"""Single lines at the edges of the screen: header, status, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from zopa_tui.ui.actions import key_text
from zopa_tui.ui.keys import ACTION, method
from zopa_tui.ui.messages import DraftChosen
from zopa_tui.views.status import tab_parts
from zopa_tui.views.text import ASCII, cut, width_of
from zopa_tui.widgets.base import signs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget

    from zopa_tui.views.status import DraftTab

__all__ = ["AnswerLine", "DraftBar", "EdgeLine", "KeyLine", "cut_parts"]

Part = tuple[str, str]
ENOUGH = 12
"""Minimum width in cells of a part that is cut."""


class EdgeLine(Static):
    """Texts at the left and at the right; the left one is cut first, down to a share."""

    DEFAULT_CSS = """
    EdgeLine { height: 1; width: 1fr; }
    EdgeLine.-long { height: auto; max-height: 4; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None, right: float = 0.7) -> None:  # noqa: A002  # Textual's name
        """Create an empty line.

        Args:
            id: id of the widget.
            right: share of the line that the text at the right may take from the other.
        """
        super().__init__("", id=id, markup=False)
        self._right = right
        self._parts: tuple[Sequence[Part], Sequence[Part]] = ((), ())
        self._does: Mapping[str, str] = {}
        self.hint = ""
        """Text that follows the first part at the left where all of them have room."""
        self.in_hand = False
        """True if it has the focus; known before Textual's `has_focus` is set."""
        self._told: Part | None = None
        self._timer: Timer | None = None

    def show(
        self,
        left: Sequence[Part],
        right: Sequence[Part] = (),
        *,
        does: Mapping[str, str] | None = None,
    ) -> None:
        """Show pieces of text, each with a style.

        Args:
            left: pieces at the left, which are cut first.
            right: pieces at the right, with a share of their own.
            does: ids of actions, by clickable text.
        """
        self._parts, self._does = (left, right), does or {}
        self._draw()

    def tell(self, text: str, style: str, seconds: float) -> None:
        """Show a message for a time, after the first piece if there is room for both."""
        if self._timer is not None:
            self._timer.stop()
        self._told = text, style
        self._timer = self.set_timer(seconds, self.fall_silent)
        self._draw()

    def fall_silent(self) -> None:
        """Remove the message, and show the texts again."""
        if self._told is not None:
            self._told = None
            self._draw()

    def on_resize(self) -> None:
        """Cut the texts to the new width."""
        self._draw()

    def _draw(self) -> None:
        left, right = self._parts
        more = signs(self).more
        width = max(0, self.size.width - 2)
        if self._told is not None:
            first, between = left[:1], (f" {signs(self).dot} ", "$muted")
            taken = sum(width_of(text) for text, _ in [*first, between])
            if not first or taken + width_of(self._told[0]) > width:
                left, right = [self._told], ()
            else:
                left, right = [*first, between, self._told], ()
        long = self._told is not None and width_of(self._told[0]) > width
        self.set_class(long, "-long")
        if self._told is not None and long:
            self.update(Content.assemble(self._told))
            return
        if self.in_hand and left and self._told is None:
            left, right = [left[0], (self.hint, "$muted"), *left[1:]], ()
        spare = width - sum(width_of(text) for text, _ in left) - 2
        right = cut_parts(right, max(int(width * self._right), spare), more)
        taken = sum(width_of(text) for text, _ in right)
        room = width - taken - (2 if taken else 0)
        left = cut_parts(left, room, more, f" {signs(self).dot} ")
        room -= sum(width_of(text) for text, _ in left)
        plain = left and self._told is None and not self.in_hand
        if plain and self.hint and room > width_of(self.hint):
            left = [left[0], (self.hint, "$muted"), *left[1:]]
            room -= width_of(self.hint)
        if left and self.in_hand:
            left = [(left[0][0], f"{left[0][1]} reverse"), *left[1:]]
        gap = (" " * (max(0, room) + (2 if taken else 0)), "")
        parts = [(" ", ""), *left, gap, *right]
        drawn = [Content.assemble(each).stylize(self._click(each[0])) for each in parts]
        self.update(Content("").join(drawn), layout=False)

    def _click(self, text: str) -> Style:
        name = self._does.get(text.strip())
        return Style.null() if name is None else Style.from_meta({"does": name})

    async def on_click(self, event: events.Click) -> None:
        """Run the action of the clicked text."""
        await _do(self, event)


class AnswerLine(EdgeLine, can_focus=True):
    """The answer on deals: enter or a click lists its grounds, wherever one stands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "List", show=False),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, right=0.4)
        self.hint = "  0 lists them"

    async def action_select(self) -> None:
        """List the grounds of the answer."""
        await self.run_action("app.answer")

    def on_focus(self) -> None:
        """Say that enter lists them, too."""
        self.hint, self.in_hand = "  enter lists them", True
        self._draw()

    def on_blur(self) -> None:
        """Name the key that works elsewhere."""
        self.hint, self.in_hand = "  0 lists them", False
        self._draw()


def cut_parts(
    parts: Sequence[Part], room: int, more: str, between: str | None = None
) -> list[Part]:
    """As many of the parts as there is room for, the last one cut if enough of it stays.

    Args:
        parts: texts, each with a style.
        room: cells for all of them.
        more: stands for what is cut.
        between: the mark between statements; of each there is enough, or nothing.
    """
    line = "".join(text for text, _ in parts)
    while between is not None and width_of(line) > room and between in line:
        first, _, last = line.rpartition(between)
        if width_of(first + between) + min(ENOUGH, width_of(last)) <= room:
            break
        line = first
    more = more if width_of(line) > room else ""
    room = min(room, width_of(line))
    kept: list[Part] = []
    for text, style in parts:
        if room <= 0 or (kept and room < min(ENOUGH, width_of(text)) and more):
            break
        kept.append((cut(text, room, more), style))
        room -= width_of(text)
    return kept


class DraftBar(Static):
    """Tabs of the open drafts, if there are several; a click switches to one."""

    DEFAULT_CSS = """
    DraftBar { height: 1; width: 1fr; display: none; }
    DraftBar.-several { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__("", id=id, markup=False)

    def look(self) -> None:
        """Show the drafts that are open now."""
        drafts = getattr(self.app, "drafts", None)
        tabs: Sequence[DraftTab] = drafts.tabs() if drafts is not None else ()
        self.set_class(len(tabs) > 1, "-several")
        if len(tabs) < 2:
            return
        found, glyphs = [], signs(self)
        hint = "  ; next  Q close " if self.app.size.width >= 60 else ""
        for at, text in tab_parts(tabs, glyphs, self.app.size.width - len(hint)):
            ink = "bold reverse $title" if tabs[at].here else "$muted"
            part = Content.assemble(" ", (f" {text} ", ink))
            found.append(part.stylize(Style.from_meta({"draft": at})))
        used = sum(each.cell_length for each in found)
        gap = " " * max(0, self.app.size.width - used - len(hint))
        self.update(Content("").join([*found, Content.assemble(gap, (hint, "$muted"))]))

    def on_resize(self) -> None:
        """Cut the tabs to the new width."""
        self.look()

    def on_click(self, event: events.Click) -> None:
        """Switch to the clicked draft."""
        at = event.style.meta.get("draft")
        if isinstance(at, int):
            self.post_message(DraftChosen(at))


class KeyLine(Static):
    """The keys of the focused pane, as many as fit; a click runs the action."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; }
    """

    def __init__(self, names: Sequence[str] = (), *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__("", id=id, markup=False)
        self.names = names

    def show(self, names: Sequence[str]) -> None:
        """Show other actions, the most useful first."""
        self.names = names
        self._draw()

    def on_resize(self) -> None:
        """Show as many keys as fit."""
        self._draw()

    def _draw(self) -> None:
        word = " commands " if self.size.width >= 100 else " "
        last = Content.assemble(("^p", "bold $title"), (word, "$muted"))
        room = self.size.width - last.cell_length - 1
        plain = signs(self) is ASCII
        found: list[Content] = []
        for name in self.names:
            action = ACTION[name]
            key = key_text(self._key(name), plain=plain)
            click = Style.from_meta({"does": name})
            each = Content.assemble(
                (f" {key}", "bold $title"), (f" {action.title.lower()} ", "$foreground")
            ).stylize(click)
            if each.cell_length > room:
                break
            room -= each.cell_length
            found.append(each)
        gap = Content(" " * max(0, room))
        palette = Style.from_meta({"does": "commands"})
        self.update(Content("").join([*found, gap, last.stylize(palette)]), layout=False)

    def _key(self, name: str) -> str:
        keys = self.app._keymap.get(name) if hasattr(self.app, "_keymap") else None  # noqa: SLF001  # as the footer does
        return keys.split(",")[0] if keys else ACTION[name].keys[0]

    async def on_click(self, event: events.Click) -> None:
        """Run the action of the clicked key."""
        await _do(self, event)


async def _do(line: Widget, event: events.Click) -> None:
    """Run the clicked action, if there is one."""
    name = event.style.meta.get("does")
    if not isinstance(name, str):
        return
    action = method(name)
    for node in (line.screen, line.app):
        if hasattr(node, f"action_{action.partition('(')[0]}"):
            await line.app.run_action(action, node)
            return
    line.app.simulate_key(ACTION[name].keys[0])

"""Base classes of widgets: panes that draw their own lines, parents, text fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, messages
from textual.color import Color, ColorParseError
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from zopa_tui.ui.theme import PALETTE, legible
from zopa_tui.views.text import ASCII, UNICODE, UNICODE_SIGNS, Glyphs, Signs

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from textual.content import Content
    from textual.message import Message
    from textual.widgets import TextArea

    from zopa_tui.views.text import Shade

__all__ = [
    "INKS",
    "Edged",
    "Passing",
    "Shaded",
    "TextField",
    "Whole",
    "act_at_once",
    "ink",
    "joined",
    "on_ground",
    "signs",
]


# -- borders whose titles are cut with a character that the terminal can show --


MORE = "\N{HORIZONTAL ELLIPSIS}"
"""Character with which Textual ends a title that is too long for its border."""


class Edged(Widget):
    """A widget with a border; must be the last base, since styles come from the first."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines; on a plain terminal, a cut title ends with an ASCII character."""
        strips = super().render_lines(crop)
        if signs(self) is not ASCII:
            return strips
        last = self.outer_size.height - 1
        return [
            _plain(strip) if y in {0, last} else strip for y, strip in enumerate(strips, crop.y)
        ]


def _plain(strip: Strip) -> Strip:
    """The edge with an ASCII character, if a cut title ends there."""
    parts = list(strip)
    for number in range(len(parts) - 1, -1, -1):
        text, style, control = parts[number]
        head, more, tail = text.rpartition(MORE)
        if more and not tail.strip(" -+"):
            parts[number] = Segment(f"{head}{ASCII.more}{tail}", style, control)
            return Strip(parts, strip.cell_length)
        if text.strip(" -+"):
            break
    return strip


# -- styles of our own for text drawn line by line, from the theme's variables --


NAMES = ("crossed", "open", "respected", "forced", "waived", "muted", "head", *PALETTE)
INKS = {f"ink--{name}" for name in NAMES}
"""Component classes; `zopa.tcss` defines their styles."""


def ink(widget: Widget, name: str) -> Style:
    """The theme's style for this name; plain if the theme does not define it."""
    if name not in NAMES:
        return Style.null()
    return widget.get_component_rich_style(f"ink--{name}", partial=True)


def on_ground(style: Style) -> Style:
    """The style with a text colour that is readable on its background, also at the cursor."""
    ink, ground = style.color, style.bgcolor
    if ink is None or ground is None or ink.triplet is None or ground.triplet is None:
        return style
    seen = legible(Color(*ink.triplet), Color(*ground.triplet))
    return style if seen.rgb == tuple(ink.triplet) else style + Style(color=seen.rich_color)


def signs(widget: Widget) -> Glyphs:
    """The symbols that the terminal can show."""
    found = getattr(widget.app, "glyphs", UNICODE)
    return found if isinstance(found, Glyphs) else UNICODE


class Shaded(ScrollView, Edged):
    """A pane with the Okabe-Ito colours, each beside a symbol with the same meaning."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*INKS, "shaded--mark"}
    DEFAULT_CSS = """
    Shaded {
        border: round $border-blurred;
        border-title-color: $foreground;
        border-subtitle-color: $muted;
        background: $background;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;

        &:focus { border: heavy $border; border-title-style: bold reverse; }
        & > .ink--crossed { color: $crossed; text-style: bold; }
        & > .ink--open { color: $open; text-style: italic; }
        & > .ink--respected { color: $respected; }
        & > .ink--waived { color: $waived; text-style: italic; }
        & > .ink--forced { color: $forced; }
        & > .ink--muted { color: $muted; }
        & > .ink--head { text-style: bold; }
        & > .shaded--mark { text-style: bold reverse; }
        &.-stale { border: dashed $border-blurred; }
    }
    """

    def __init__(self, *, id: str | None = None, signs: Signs = UNICODE_SIGNS) -> None:  # noqa: A002  # Textual's name
        self._entitling = False
        self._titles: tuple[Content | None, Content | None] = None, None
        super().__init__(id=id)
        self.signs = signs
        self._styles: dict[str, Style] = {}

    def shade(self, name: Shade, *, cursor: bool = False) -> Style:
        """The style of a shade; with the cursor's background if the cursor is there."""
        found = self._styles.get(f"{name} {cursor} {self.has_focus}")
        if found is None:
            found = self._styles[f"{name} {cursor} {self.has_focus}"] = self._style(
                name, cursor
            )
        return found

    def _style(self, name: Shade, cursor: bool) -> Style:  # noqa: FBT001  # one of two looks
        part = "shaded--mark" if name == "mark" else f"ink--{name}"
        style = self.rich_style
        if name:
            style += self.get_component_rich_style(part, partial=True)
        if not cursor:
            return style
        # Bold only in the focused pane, so that it is visible without colours.
        weight = Style(bold=self.has_focus)
        if self.app.no_color:
            return style + Style(reverse=True) + weight
        seen = f"block-cursor{'' if self.has_focus else '-blurred'}"
        variables = self.app.theme_variables
        try:
            ground = Color.parse(variables.get(f"{seen}-background", ""))
            plain = Color.parse(variables.get(f"{seen}-foreground", ""))
        except ColorParseError:
            return style + Style(reverse=True) + weight
        looks = Style(bgcolor=ground.rich_color) + weight
        if name in {"", "head", "mark"}:
            looks += Style(color=plain.rich_color)
        return on_ground(style + looks)

    def entitle(self, title: Content | None = None, under: Content | None = None) -> None:
        """Set other titles; repaints only the edges, not the content."""
        edge, width = self.gutter, self.outer_size.width
        if title is not None and title != self._titles[0]:
            self._titles = title, self._titles[1]
            self._put("border_title", title)
            self.refresh(Region(-edge.left, -edge.top, width, edge.top))
        if under is not None and under != self._titles[1]:
            self._titles = self._titles[0], under
            self._put("border_subtitle", under)
            self.refresh(Region(-edge.left, self.size.height, width, edge.bottom))

    def _put(self, name: str, title: Content) -> None:
        self._entitling = True
        setattr(self, name, title)
        self._entitling = False

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Paint again, except while a title is set, which would repaint everything."""
        if not self._entitling:
            super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def notify_style_update(self) -> None:
        """Discard cached styles of another theme."""
        self._styles.clear()
        self.forget()
        super().notify_style_update()

    def forget(self) -> None:
        """Discard the drawing cache; for subclasses that have one."""


LAST = (events.Compose, events.Unmount, messages.Prune, messages.CloseMessages)
"""Messages that a widget still needs while it is removed."""


@dataclass(frozen=True)
class Passing:
    """A call that only goes through a queue; a widget that is being removed makes it, too."""

    do: Callable[[], None]

    def __call__(self) -> None:
        """Make the call."""
        self.do()


class Whole(Widget):
    """A widget whose handlers always find its children.

    Textual may mount a widget that was removed earlier, without any children. It also
    delivers messages to a widget during its removal. This class drops them.

    It must be the last base class, since styles come from the first one.
    """

    async def _dispatch_message(self, message: Message) -> None:
        passing = isinstance(message, events.Callback) and isinstance(message.callback, Passing)
        if not self.is_going or passing or isinstance(message, LAST):
            await super()._dispatch_message(message)

    @property
    def is_going(self) -> bool:
        """True while the widget is removed with its children."""
        return self._pruning or self._closing or self._closed


class TextField(Input):
    """A text field that joins the lines of a paste; Textual's keeps only the first line."""

    async def _on_key(self, event: events.Key) -> None:
        await act_at_once(self, event)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        if text := joined(event.text):
            selection = self.selection
            if selection.is_empty:
                self.insert_text_at_cursor(text)
            else:
                self.replace(text, *selection)


async def act_at_once(field: Input | TextArea, event: events.Key) -> bool:
    """Do what the field does for a key; False if it is no key of the field.

    Textual does so once the key has passed the queues of all parents, and takes letters at
    once: of keys in one read, letters would come before a backspace that stands before them.
    """
    for each in field._bindings.key_to_bindings.get(event.key, ()):  # noqa: SLF001  # Textual has no other way
        if await field.app.run_action(each.action, field):
            event.stop()
            event.prevent_default()
            return True
    return False


def joined(text: str) -> str:
    """The lines of a text joined into one."""
    return " ".join(filter(None, map(str.strip, text.splitlines())))

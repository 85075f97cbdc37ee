"""Base classes of panes that draw their own lines: borders, titles and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color, ColorParseError
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from zopa_tui.ui.theme import PALETTE, legible
from zopa_tui.views.glyphs import ASCII, UNICODE, UNICODE_SIGNS, Glyphs, Signs

if TYPE_CHECKING:
    from typing import Self

    from textual.content import Content

    from zopa_tui.views.text import Shade

__all__ = [
    "INKS",
    "Edged",
    "Shaded",
    "ink",
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

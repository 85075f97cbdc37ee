"""What all panes have in common that draw their lines themselves: colours, titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.color import Color, ColorParseError
from textual.geometry import Region
from textual.scroll_view import ScrollView

from zopa_tui.views.glyphs import UNICODE, Signs
from zopa_tui.widgets.edges import Edged
from zopa_tui.widgets.inks import INKS, on_ground

if TYPE_CHECKING:
    from typing import Self

    from textual.content import Content

    from zopa_tui.views.text import Shade

__all__ = ["Shaded"]


class Shaded(ScrollView, Edged):
    """Knows the colours: Okabe and Ito's, each beside a sign that says the same."""

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

    def __init__(self, *, id: str | None = None, signs: Signs = UNICODE) -> None:  # noqa: A002  # Textual's name
        self._entitling = False
        self._titles: tuple[Content | None, Content | None] = None, None
        super().__init__(id=id)
        self.signs = signs
        self._styles: dict[str, Style] = {}

    def shade(self, name: Shade, *, cursor: bool = False) -> Style:
        """The style of a shade; on the ground of the cursor where it stands there."""
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
        if self.app.no_color:
            return style + Style(reverse=True)
        seen = f"block-cursor{'' if self.has_focus else '-blurred'}"
        variables = self.app.theme_variables
        try:
            ground = Color.parse(variables.get(f"{seen}-background", ""))
            plain = Color.parse(variables.get(f"{seen}-foreground", ""))
        except ColorParseError:
            return style + Style(reverse=True)
        looks = Style(bgcolor=ground.rich_color, bold=True)
        if name in {"", "head", "mark"}:
            looks += Style(color=plain.rich_color)
        return on_ground(style + looks)

    def entitle(self, title: Content | None = None, under: Content | None = None) -> None:
        """Give it other titles; of these only the edges are painted, not all that is inside."""
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
        """Paint again; not while a title is set, which would paint everything."""
        if not self._entitling:
            super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def notify_style_update(self) -> None:
        """Forget the styles of another theme."""
        self._styles.clear()
        self.forget()
        super().notify_style_update()

    def forget(self) -> None:
        """Forget what was drawn; of a subclass that keeps any."""

"""Styles of our own for text drawn line by line, from the theme's variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import Color

from zopa_tui.glyphs import UNICODE, Glyphs
from zopa_tui.ui.theme import PALETTE, legible

if TYPE_CHECKING:
    from textual.widget import Widget

__all__ = ["INKS", "ink", "on_ground", "signs"]

NAMES = ("crossed", "open", "respected", "forced", "waived", "muted", "head", *PALETTE)
INKS = {f"ink--{name}" for name in NAMES}
"""Component classes; `zopa.tcss` says what they look like."""


def ink(widget: Widget, name: str) -> Style:
    """How the theme draws this; plain for what it does not know."""
    if name not in NAMES:
        return Style.null()
    return widget.get_component_rich_style(f"ink--{name}", partial=True)


def on_ground(style: Style) -> Style:
    """The style with an ink that can be read on its ground, under the cursor too."""
    ink, ground = style.color, style.bgcolor
    if ink is None or ground is None or ink.triplet is None or ground.triplet is None:
        return style
    seen = legible(Color(*ink.triplet), Color(*ground.triplet))
    return style if seen.rgb == tuple(ink.triplet) else style + Style(color=seen.rich_color)


def signs(widget: Widget) -> Glyphs:
    """The signs that the terminal can show."""
    found = getattr(widget.app, "glyphs", UNICODE)
    return found if isinstance(found, Glyphs) else UNICODE

"""What a terminal can show that has no colours, or no signs beyond ASCII."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.scrollbar import ScrollBarRender

if TYPE_CHECKING:
    from textual.color import Color

__all__ = ["NoColours", "WholeCells"]


class NoColours(LineFilter):
    """Takes colours away, and leaves bold, reverse and where a click goes."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without colours."""
        del background
        return [Segment(text, _plain(style), control) for text, style, control in segments]


def _plain(style: Style | None) -> Style | None:
    if style is None or (style.color is None and style.bgcolor is None):
        return style
    return style.without_color + Style.from_meta(style.meta)


class WholeCells(ScrollBarRender):
    """Draws no part of a cell, since that takes signs that not every terminal has."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8

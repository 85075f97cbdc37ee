"""Borders whose titles are cut with a sign that the terminal can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from zopa_tui.glyphs import ASCII
from zopa_tui.widgets.inks import signs

if TYPE_CHECKING:
    from textual.geometry import Region

__all__ = ["Edged"]

MORE = "\N{HORIZONTAL ELLIPSIS}"
"""What Textual ends a title with that is too long for its border."""


class Edged(Widget):
    """A widget with a border; to be the last base, since styles come from the first."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines; in a plain terminal a cut title ends in a plain sign."""
        strips = super().render_lines(crop)
        if signs(self) is not ASCII:
            return strips
        last = self.outer_size.height - 1
        return [
            _plain(strip) if y in {0, last} else strip for y, strip in enumerate(strips, crop.y)
        ]


def _plain(strip: Strip) -> Strip:
    """The edge with another sign, if a title ends there that was cut."""
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

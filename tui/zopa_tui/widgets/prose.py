"""A pane to read: it scrolls, and nothing in it can be stood on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.text import Line

__all__ = ["Prose"]


class Prose(LineList):
    """Lines that are laid for the width by whoever knows what to say."""

    DEFAULT_CSS = """
    Prose {
        height: 1fr;
        overflow-y: scroll;
    }
    """

    def __init__(self, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self._say: Callable[[int], Sequence[Line]] | None = None

    def say(self, title: str, lay: Callable[[int], Sequence[Line]]) -> None:
        """Show something else, from its beginning."""
        self.entitle(Content(title))
        self._say = lay
        self.scroll_to(y=0, animate=False, force=True)
        self.redraw()

    def lay(self, width: int) -> Sequence[Line]:
        """What is to be read."""
        return () if self._say is None else self._say(width)

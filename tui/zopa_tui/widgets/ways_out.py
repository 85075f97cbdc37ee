"""What would open a deal: who drops what, and what to change in the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from zopa_tui.screens.keys import bound
from zopa_tui.views.text import wrapped
from zopa_tui.way_rows import Way, way_lines, way_words
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual.binding import BindingType

    from zopa.model.corpus import Corpus
    from zopa_tui.session.questions import Findings
    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.text import Line

__all__ = ["WaysOut"]


class WaysOut(LineList):
    """Concessions and repairs, smallest first; `Selected` says which one to try."""

    BINDINGS: ClassVar[list[BindingType]] = [bound("deals.try", "select")]

    def __init__(self, corpus: Corpus, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self.border_title = Content("Ways out")
        self._corpus = corpus
        self._found: Findings | None = None

    def show(self, found: Findings) -> None:
        """Show what is known now."""
        self._found = found
        self.redraw()

    def words(self, key: Hashable) -> str | None:
        """The positions to drop, or what is to be changed."""
        if not isinstance(key, Way):
            return None
        return way_words(self._corpus, key)

    def lay(self, width: int) -> Sequence[Line]:
        """The ways out."""
        if self._found is None:
            return list(wrapped("C looks for ways out.", width, shade="muted"))
        return list(way_lines(self._corpus, self._found, width, self.signs))

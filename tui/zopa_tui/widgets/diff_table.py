"""Drafts side by side: a row for each difference, a column for each draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from zopa_tui.views.compare import Difference, Differences, difference_lines
from zopa_tui.views.text import wrapped
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.text import Line

__all__ = ["DiffTable"]


class DiffTable(LineList):
    """Choices, outcome and verdicts that differ; those that do not, when asked for."""

    STAYS = 2

    def __init__(self, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self.border_title = Content("Differences")
        self.empty = "Nothing to compare with."
        self._found: Differences | None = None
        self._same = False

    def show(self, found: Differences | None, *, same: bool) -> None:
        """Show a comparison; with `same` also what is alike."""
        self._found, self._same = found, same
        words = "Differences"
        if found is not None:
            between = self.signs.between
            differ, alike = found.count(same=False), found.count(same=True)
            words = f"Differences {differ} {between} same {alike}"
        self.border_title = Content(words)
        self.redraw()

    @property
    def row(self) -> Difference | None:
        """The row under the cursor."""
        rows = self._found.rows if self._found is not None else ()
        return next((each for each in rows if each.at == self.key), None)

    def words(self, key: Hashable) -> str | None:
        """Its name, its id, and what the drafts say."""
        rows = self._found.rows if self._found is not None else ()
        row = next((each for each in rows if each.at == key), None)
        return None if row is None else " ".join((row.label, row.key, *row.values))

    def lay(self, width: int) -> Sequence[Line]:
        """The rows."""
        if self._found is None:
            return list(wrapped(self.empty, width, shade="muted"))
        return list(difference_lines(self._found, width, self.signs, same=self._same))

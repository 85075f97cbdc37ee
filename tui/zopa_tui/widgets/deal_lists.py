"""The lists of conflicts and of concessions, smallest sets first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.message import Message

from zopa.questions import Completeness
from zopa_tui.ui.keys import bound
from zopa_tui.views.deals import (
    ConflictRow,
    DealChange,
    conflict_lines,
    party_of,
    way_lines,
    way_words,
)
from zopa_tui.views.text import wrapped
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual.binding import BindingType

    from zopa.model.corpus import Corpus
    from zopa_tui.session.questions import DealFindings
    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.text import TextLine

__all__ = [
    "ConflictList",
    "WaysOut",
]


class ConflictList(LineList):
    """One line for each position of each conflict; grows during the search."""

    BINDINGS: ClassVar[list[BindingType]] = [bound("deals.waive")]

    @dataclass
    class WaiveAsked(Message):
        """Request to waive the position, or to end its waiver."""

        position: str

    def __init__(self, corpus: Corpus, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self.border_title = "Conflicts"
        self._corpus = corpus
        self._found: DealFindings | None = None

    def show(self, found: DealFindings) -> None:
        """Show the findings so far."""
        self._found = found
        self.border_title = Content(self._heading(found))
        self.redraw()

    def words(self, key: Hashable) -> str | None:
        """Party, title and id of the position."""
        if not isinstance(key, ConflictRow):
            return None
        title = self._corpus.positions[key.position].title
        return f"{party_of(self._corpus, key.position)} {title} {key.position}"

    def group(self, key: Hashable) -> Hashable:
        """The conflict that contains the position."""
        return (
            key.conflict if isinstance(key, ConflictRow) and key.conflict is not None else key
        )

    def _heading(self, found: DealFindings) -> str:
        between = self.signs.between
        whose = "nothing chosen" if found.from_nothing and found.choices else ""
        number = len(found.conflicts)
        match found.conflicts_are:
            case None:
                count = f"{number} so far"
            case Completeness.PROVED:
                count = str(number)
            case _:
                count = f"at least {number}"
        parts = ["Conflicts", count, "smallest first" if number > 1 else "", whose]
        return f" {between} ".join(part for part in parts if part)

    def lay(self, width: int) -> Sequence[TextLine]:
        """The conflicts, and the number of conflicts of each position."""
        if self._found is None:
            return list(wrapped("C looks for conflicts.", width, shade="muted"))
        return list(conflict_lines(self._corpus, self._found, width, self.signs))

    def action_deals_waive(self) -> None:
        """Request a waiver of the position under the cursor."""
        if isinstance(self.key, ConflictRow):
            self.post_message(self.WaiveAsked(self.key.position))
        else:
            self.notify("no position under the cursor", markup=False, timeout=3)


# -- changes for a deal: positions to drop, or other choices --


class WaysOut(LineList):
    """Concession sets and repairs, smallest first; `Selected` names the one to try."""

    BINDINGS: ClassVar[list[BindingType]] = [bound("deals.try", "select")]

    def __init__(self, corpus: Corpus, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self.border_title = Content("Concessions")
        self._corpus = corpus
        self._found: DealFindings | None = None

    def show(self, found: DealFindings) -> None:
        """Show the findings so far."""
        self._found = found
        self.redraw()

    def words(self, key: Hashable) -> str | None:
        """The positions to drop, or the choices to change."""
        if not isinstance(key, DealChange):
            return None
        return way_words(self._corpus, key)

    def lay(self, width: int) -> Sequence[TextLine]:
        """The concession sets and the nearest deals."""
        if self._found is None:
            return list(wrapped("C looks for concessions.", width, shade="muted"))
        return list(way_lines(self._corpus, self._found, width, self.signs))

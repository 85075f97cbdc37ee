"""Panes of the Deals screen: conflicts, concessions, and the chart of trade-offs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.message import Message

from zopa.answers.frame import inconsistent_words
from zopa.answers.frontier import no_trade_off
from zopa.model.context import held
from zopa.questions import Completeness
from zopa_tui.ui.keys import bound
from zopa_tui.views.deals import (
    ConflictRow,
    DealChange,
    PointAt,
    axes,
    conflict_lines,
    party_of,
    picture,
    point_lines,
    way_lines,
    way_words,
)
from zopa_tui.views.text import BLANK, TextLine, several, wrapped
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from textual.binding import BindingType

    from zopa.model.corpus import Corpus
    from zopa_tui.session.questions import DealFindings
    from zopa_tui.views.text import Signs

__all__ = [
    "ConflictList",
    "FrontierPlot",
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


SIDE = 64
"""Minimum width in cells for the points beside the chart."""


class FrontierPlot(LineList):
    """The chart, and its points below it; the cursor moves along the points."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("move.left", "axes(-1)"),
        bound("move.right", "axes(1)"),
        bound("deals.try", "select"),
    ]

    def __init__(self, corpus: Corpus, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self._corpus = corpus
        self._found: DealFindings | None = None
        self._drafted: Mapping[str, int] | None = None
        self._finished = False
        self._pairs: list[tuple[str, str]] = []
        self._pair = 0
        self._title()

    def show(self, found: DealFindings, crossed: Sequence[str], *, finished: bool) -> None:
        """Show the frontier so far, and the draft's place.

        Args:
            found: findings, with the frontier once it is known.
            crossed: the positions that the draft crosses.
            finished: whether no further position can be crossed. If False, the draft has no
                place yet, since its costs so far lie beyond the frontier.
        """
        self._found, self._finished = found, finished
        positions = self._corpus.positions
        self._drafted = Counter(
            party for each in crossed for party in found.context.holders(positions[each])
        )
        pairs = axes(found.frontier) if found.frontier is not None else []
        if pairs != self._pairs:
            self._pairs, self._pair = pairs, 0
        self._title()
        self.redraw()

    def _title(self) -> None:
        between = self.signs.between
        words = "Trade-offs"
        if self._pairs:
            names = [self._short(each) for each in self._pairs[self._pair]]
            words = f"Trade-offs {between} x {names[0]}  y {names[1]}"
        self.border_title = Content(words)
        number = (
            f"axes {self._pair + 1}/{len(self._pairs)}  h l" if len(self._pairs) > 1 else ""
        )
        self.border_subtitle = Content(number)

    def _short(self, party: str) -> str:
        from zopa_tui.views.text import clean

        parties = self._corpus.parties
        return clean(parties[party].short if party in parties else party)

    def lay(self, width: int) -> Sequence[TextLine]:
        """The chart and the points."""
        found = self._found
        frontier = found.frontier if found is not None else None
        if found is None or frontier is None:
            done = found is not None and not found.step
            words = "Not found before the work was stopped. C asks again."
            words = words if done else f"Looking for trade-offs{self.signs.more}"
            return list(wrapped(words, width, shade="muted"))
        if frontier.rules_contradict:
            return list(wrapped(inconsistent_words(chosen=not found.from_nothing), width))
        points = frontier.points
        if len(points) == 1 and not points[0].crossed:
            every = len(held(self._corpus, found.context))
            words = no_trade_off(every, chosen=not found.from_nothing)
            return list(wrapped(words, width, shade="respected"))
        if not points or not self._pairs:
            return list(wrapped("No trade-off: no position counts.", width))
        pair = self._pairs[self._pair]
        chosen = self.key.number if isinstance(self.key, PointAt) else None
        side = width >= SIDE
        room = width // 2 if side else width
        height = max(3, self.scrollable_content_region.height - (4 if side else 10))
        about_it = not (found.from_nothing and found.choices)
        drafted = self._drafted if about_it and self._finished else None
        left = [
            *picture(
                self._corpus,
                frontier,
                pair,
                (room, height),
                self.signs,
                drafted=drafted,
                chosen=chosen,
            ),
            *self._legend(room, drawn=drafted is not None, unfinished=about_it),
        ]
        known = "" if frontier.completeness == Completeness.PROVED else " found"
        head = TextLine(((f"{several(len(points), 'trade-off')}{known}", "head"),))
        listed = point_lines(
            self._corpus, frontier, pair, width - room if side else width, self.signs
        )
        if not side:
            return [*left, BLANK, head, *listed]
        return [
            _both(*each, room) for each in zip_longest(left, [head, *listed], fillvalue=BLANK)
        ]

    def _legend(self, width: int, *, drawn: bool, unfinished: bool) -> Sequence[TextLine]:
        words = f"{self.signs.dot} Pareto-optimal for these two  {self.signs.vague} for others"
        draft = f"  {self.signs.here} draft" if drawn else ""
        if not drawn and unfinished:
            draft = "  The draft is unfinished, so it has no place here yet."
        return list(wrapped(words + draft, width, shade="muted"))

    def action_axes(self, step: int) -> None:
        """Show another pair of parties."""
        if len(self._pairs) < 2:
            self.notify("no other two parties differ in their costs", markup=False, timeout=3)
            return
        self._pair = (self._pair + step) % len(self._pairs)
        self._title()
        self.redraw()

    def on_line_list_highlighted(self) -> None:
        """Highlight the point in the chart."""
        self.redraw()


def _both(left: TextLine, right: TextLine, room: int) -> TextLine:
    """Two lines side by side; the cursor belongs to the right one."""
    gap = " " * max(0, room - cell_len(left.text))
    return TextLine((*left.parts, (gap, ""), *right.parts), right.key)

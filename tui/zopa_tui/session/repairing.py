"""Nearest deals to the draft; if there is no deal, the nearest with positions left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.questions import Completeness
from zopa.solving import Stopped
from zopa_tui.session import draft as moves

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zopa.model.corpus import Scenario
    from zopa.questions.repair import Repair, Repairs
    from zopa.solving import Stop
    from zopa_tui.session.draft import Draft
    from zopa_tui.session.session import Session

__all__ = ["Ways", "find", "repaired"]

MOST_WAYS = 24


@dataclass(frozen=True, slots=True)
class Ways:
    """Nearest deals and the question that they answer."""

    found: Repairs
    start: Draft
    """Draft that the repairs change."""
    keep: tuple[str, ...]
    """Issues that no repair changes."""
    table: tuple[str, ...]
    """The parties at the table."""
    scenario: Scenario
    """Scenario of the question."""
    held: int
    """Number of positions that count."""

    @property
    def nearest(self) -> Repairs:
        """The nearest deals; if there is none, those with positions left out."""
        return self.found if self.found.relaxed is None else self.found.relaxed.nearest

    @property
    def ways(self) -> Sequence[Repair]:
        """The repairs that change at least one choice."""
        return [each for each in self.nearest.repairs if each.changes]

    @property
    def aside(self) -> Sequence[str]:
        """Positions that are left out for that."""
        relaxed = self.found.relaxed
        return () if relaxed is None else (*relaxed.crossed, *relaxed.contended)

    @property
    def proved(self) -> bool:
        """True if it is proved that no deal is nearer."""
        return self.nearest.completeness in {Completeness.PROVED, Completeness.AT_LEAST}


def repaired(ways: Ways, way: Repair) -> Draft:
    """The draft after the repair."""
    return moves.repaired(ways.start, way)


def find(
    session: Session, stop: Stop, start: Draft | None = None, keep: Collection[str] = ()
) -> Ways:
    """Find the nearest deals, as `zopa repair` does.

    Raises:
        Stopped: a stop came before any result.
    """
    draft = start or session.draft
    scenario, context = session.engine.asked(draft, session.file.scenario)
    with session.engine.alone(stop) as space:
        from zopa.questions.repair import repair

        found = repair(space, scenario, context, keep=keep, limit=MOST_WAYS)
        held = len(space.held(context))
    if found.completeness == Completeness.GAVE_UP:
        raise Stopped
    return Ways(found, draft, tuple(keep), context.table, scenario, held)

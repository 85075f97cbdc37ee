"""The nearest deals to the draft, or, where there is none, to that of a world with some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.questions.question import Completeness
from zopa.solving.cancel import Stopped
from zopa_tui.session import draft as moves

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zopa.model.corpus import Scenario
    from zopa.questions.repair import Repair, Repairs
    from zopa.solving.cancel import Stop
    from zopa_tui.session.draft import Draft
    from zopa_tui.session.session import Session

__all__ = ["Ways", "find", "repaired"]

MOST_WAYS = 24


@dataclass(frozen=True, slots=True)
class Ways:
    """What can be done."""

    found: Repairs
    start: Draft
    """What the ways change."""
    keep: tuple[str, ...]
    """Issues that none of them changes."""
    table: tuple[str, ...]
    """The parties at the table."""
    scenario: Scenario
    """What was asked about."""
    held: int
    """How many positions count."""

    @property
    def nearest(self) -> Repairs:
        """The nearest deals; those that leave positions out where there is none."""
        return self.found if self.found.relaxed is None else self.found.relaxed.nearest

    @property
    def ways(self) -> Sequence[Repair]:
        """Each of them that changes something."""
        return [each for each in self.nearest.repairs if each.changes]

    @property
    def aside(self) -> Sequence[str]:
        """The positions that are left out for that."""
        relaxed = self.found.relaxed
        return () if relaxed is None else (*relaxed.crossed, *relaxed.contended)

    @property
    def proved(self) -> bool:
        """Whether nothing is nearer."""
        return self.nearest.completeness in {Completeness.PROVED, Completeness.AT_LEAST}


def repaired(ways: Ways, way: Repair) -> Draft:
    """The draft that the way leads to."""
    return moves.repaired(ways.start, way)


def find(
    session: Session, stop: Stop, start: Draft | None = None, keep: Collection[str] = ()
) -> Ways:
    """Look for the nearest deals, as `zopa repair` does.

    Raises:
        Stopped: it was told to end before anything was found.
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

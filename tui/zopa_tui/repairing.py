"""Ways from the draft to a deal, or, where nothing is a deal, as near to one as there is."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.conditions import Name
from zopa.model import Waiver
from zopa_tui import moves

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from zopa.context import Context
    from zopa.model import Scenario
    from zopa.repair import Repair
    from zopa.space import Space
    from zopa.stop import Stop
    from zopa_tui.drafts import Draft
    from zopa_tui.session import Session

__all__ = ["Way", "Ways", "find", "repaired"]

MOST_CONCESSIONS = 12
MOST_WAYS = 24


@dataclass(frozen=True, slots=True)
class Way:
    """One nearest deal."""

    repair: Repair
    aside: tuple[str, ...]
    """Positions that it leaves aside, since no agreement respects all."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What can be done."""

    ways: tuple[Way, ...]
    """Fewest changes first, then fewest positions aside."""
    exists: bool
    """Whether some agreement respects every position that counts."""
    proved: bool
    """Whether nothing nearer exists."""
    start: Draft
    """What the ways change."""
    keep: tuple[str, ...]
    """Issues that none of them changes."""

    @property
    def least(self) -> int | None:
        """The fewest changes that are enough."""
        return min((len(each.repair.changes) for each in self.ways), default=None)


def repaired(ways: Ways, way: Way) -> Draft:
    """The draft that the way leads to."""
    return moves.repaired(ways.start, way.repair)


def find(
    session: Session, stop: Stop, start: Draft | None = None, keep: Collection[str] = ()
) -> Ways:
    """Look for the nearest deals.

    Where no agreement that keeps what is to be kept respects all positions, the
    nearest are sought for each smallest set of positions whose absence makes one
    possible.

    Raises:
        Stopped: it was told to end before anything was found.
    """
    draft = start or session.draft
    scenario, context = session.engine.asked(draft, session.file.scenario)
    with session.engine.alone(stop) as space:
        from zopa.repair import repair

        first = repair(space, scenario, context, keep=keep, limit=MOST_WAYS)
        proved = str(first.completeness) == "proved"
        found = [Way(each, ()) for each in first.repairs if each.changes]
        if first.distance is None and not first.rules_contradict:
            for aside in _concessions(space, scenario, context, keep):
                stop.check()
                without = _without(context, aside)
                some = repair(space, scenario, without, keep=keep, limit=3)
                proved &= str(some.completeness) == "proved"
                found += [Way(each, aside) for each in some.repairs if each.changes]
    found.sort(key=lambda each: (len(each.repair.changes), len(each.aside), each.aside))
    return Ways(
        ways=tuple(found[:MOST_WAYS]),
        exists=first.distance is not None,
        proved=proved,
        start=draft,
        keep=tuple(keep),
    )


def _concessions(
    space: Space, scenario: Scenario, context: Context, keep: Collection[str]
) -> Iterator[tuple[str, ...]]:
    """Smallest sets of positions that have to be dropped, with only the kept choices made."""
    from itertools import islice

    from zopa.cores import Cores
    from zopa.question import Question

    kept = {issue: each for issue, each in scenario.choices.items() if issue in keep}
    question = Question(space, dataclasses.replace(scenario, choices=kept), context)
    cores = Cores(space, question.parts, question.assumed)
    for each in islice(cores.concessions(), MOST_CONCESSIONS):
        yield tuple(sorted(each))


def _without(context: Context, positions: Collection[str]) -> Context:
    waivers = tuple(Waiver(Name(each), "set aside", "zopa") for each in positions)
    return dataclasses.replace(context, waivers=(*context.waivers, *waivers))

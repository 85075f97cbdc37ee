"""Nearest deals to the draft, and agreements that complete it.

If there is no deal, positions are left out as if they were waived, so that the engine's own
questions apply.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.model.conditions import Name
from zopa.model.context import context_of
from zopa.model.corpus import CHECKED, Choice
from zopa.questions import Completeness
from zopa.solving import Stopped
from zopa_tui.session import draft as moves

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.questions.repair import Repair, Repairs
    from zopa.solving import Stop
    from zopa_tui.session.draft import Draft
    from zopa_tui.session.session import Session

__all__ = [
    "Completions",
    "Finished",
    "Ways",
    "complete",
    "find",
    "repaired",
    "resolve",
]


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


MOST_AGREEMENTS = 10
"""Maximum number of agreements to walk through."""


@dataclass(frozen=True, slots=True)
class Finished:
    """One agreement with the draft's choices."""

    draft: Draft
    """The completed draft, under the assumptions of the original."""
    adds: tuple[str, ...]
    """Issues on which it says more than the draft, in corpus order."""
    crossed: Mapping[str, tuple[str, ...]]
    """For each party at the table the positions that it crosses, of any kind that is checked:
    those left out, and preferences."""


@dataclass(frozen=True, slots=True)
class Completions:
    """A set of completions that differ from each other as much as a quick search finds."""

    ways: tuple[Finished, ...]
    """The completions; those that cross the fewest positions come first."""
    aside: tuple[str, ...]
    """Positions that zopa leaves out because there is no deal with them."""
    coherent: bool


def complete(session: Session, stop: Stop) -> Completions:
    """Find deals with the draft's choices, or the next best agreements.

    If there is no deal, zopa leaves out the same positions as `zopa options`.

    Raises:
        Stopped: a stop came before the answer.
    """
    from zopa.questions import Question, set_aside
    from zopa.questions.check import check
    from zopa.questions.deals import diverse

    draft, corpus = session.draft, session.corpus
    scenario, context = session.engine.asked(draft, session.file.scenario)
    with session.engine.alone(stop) as space:
        question = Question(space, scenario, context)
        if not question.coherent:
            return Completions((), (), coherent=False)
        aside = tuple(sorted(frozenset().union(*set_aside(question))))
        left = context_of(corpus, scenario, waive=aside)
        ways = []
        for deal in diverse(Question(space, scenario, left), MOST_AGREEMENTS):
            then, adds = draft, []
            for issue in map(str, corpus.issues):
                picks = moves.picks_of(Choice(Name(issue), deal[issue]))
                if moves.exactly(then.choices.get(issue)) != moves.exactly(picks):
                    then = then.deciding(issue, picks)
                    adds.append(issue)
            found = check(
                space,
                then.scenario(session.file.scenario),
                dataclasses.replace(context, hold=CHECKED),
            )
            costs: dict[str, list[str]] = {}
            for each in found.crossed():
                for party in context.holders(each.held.position):
                    costs.setdefault(party, []).append(each.held.id)
            ways.append(
                Finished(then, tuple(adds), {key: tuple(each) for key, each in costs.items()})
            )
    ways.sort(key=lambda way: sum(map(len, way.crossed.values())))
    return Completions(tuple(ways), aside, coherent=True)


def resolve(
    session: Session, asked: tuple[Scenario, Context], names: Sequence[str], stop: Stop
) -> Repairs:
    """The fewest changed choices that respect these positions; all others are left out.

    Raises:
        Stopped: a stop came before the answer.
    """
    from zopa.questions.repair import repair

    scenario, context = asked
    with session.engine.alone(stop) as space:
        others = [each.id for each in space.held(context) if each.id not in names]
        alone = context_of(session.corpus, scenario, as_of=context.as_of, waive=others)
        return repair(space, scenario, alone, limit=3)

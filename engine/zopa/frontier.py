"""The agreements worth talking about: no party can gain without another losing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from zopa.brevity import InShort
from zopa.cores import Cores
from zopa.model import Strength
from zopa.question import Completeness, Question
from zopa.stop import Stopped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from zopa.context import Context
    from zopa.model import Scenario
    from zopa.reference import Complete
    from zopa.space import Space

__all__ = ["Cost", "Frontier", "Point", "dominates", "frontier"]

Cost: TypeAlias = "tuple[Decimal | int, ...]"
"""What an agreement costs a party, less is better: lines crossed of each strength,
firmest first, compared in this order; or one weighted sum."""


@dataclass(frozen=True, slots=True)
class Point:
    """An agreement on the frontier."""

    costs: Mapping[str, Cost]
    """For each party that holds a line."""
    crossed: tuple[str, ...]
    """The positions that it crosses, sorted."""
    scenario: Complete


@dataclass(frozen=True, slots=True, repr=False)
class Frontier(InShort):
    """The points that no agreement dominates, one scenario each."""

    points: tuple[Point, ...]
    """By their costs, parties in the order of their ids."""
    rules_contradict: bool
    weighted: bool
    """Whether the costs are the analyst's weights, not strengths."""
    completeness: Completeness


def dominates(left: Sequence[Cost], right: Sequence[Cost]) -> bool:
    """Whether `left` costs no party more and some party less; one cost for each party."""
    return left != right and all(a <= b for a, b in zip(left, right, strict=True))


def frontier(
    space: Space,
    scenario: Scenario,
    context: Context,
    *,
    weights: Mapping[str, Decimal | int] | None = None,
    limit: int | None = None,
) -> Frontier:
    """Find the Pareto frontier over the parties.

    What an agreement crosses contains a minimal concession, which costs no
    party more; so every point of the frontier is the cost of a concession.

    Args:
        space: the scenarios; its `stop`, if set, ends the search early.
        scenario: the draft whose choices are kept.
        context: the assumptions.
        weights: what crossing a position counts, in the analyst's judgement, not
            negative; a position without a weight counts nothing. Without
            weights, lines are counted by strength.
        limit: how many concessions to look at, at the most.
    """
    question = Question(space, scenario, context)
    parties = sorted(question.parties())
    if not question.coherent:
        return Frontier(
            (),
            rules_contradict=True,
            weighted=weights is not None,
            completeness=Completeness.PROVED,
        )
    completeness = Completeness.PROVED
    crossing: dict[tuple[Cost, ...], tuple[str, ...]] = {}
    seen = 0
    try:
        for crossed in Cores(space, question.parts, question.assumed).concessions():
            seen += 1
            if limit is not None and seen > limit:
                completeness = Completeness.BEST_FOUND
                break
            costs = tuple(_cost(question, party, crossed, weights) for party in parties)
            names = tuple(sorted(crossed))
            crossing[costs] = min(names, crossing.get(costs, names))
    except Stopped:
        completeness = Completeness.BEST_FOUND if crossing else Completeness.GAVE_UP
    best = [
        costs for costs in crossing if not any(dominates(other, costs) for other in crossing)
    ]
    return Frontier(
        points=tuple(
            Point(
                costs=dict(zip(parties, costs, strict=True)),
                crossed=crossing[costs],
                scenario=_shown(question, crossing[costs]),
            )
            for costs in sorted(best)
        ),
        rules_contradict=False,
        weighted=weights is not None,
        completeness=completeness,
    )


def _shown(question: Question, crossed: Sequence[str]) -> Complete:
    """The first completion that respects all but these lines; there is one."""
    respected = question.respecting(x for x in question.lines if x not in crossed)
    stop, question.space.stop = question.space.stop, None
    try:
        return question.space.first([*question.assumed, *respected]).scenario(
            question.scenario.choices
        )
    finally:
        question.space.stop = stop


def _cost(
    question: Question,
    party: str,
    crossed: frozenset[str],
    weights: Mapping[str, Decimal | int] | None,
) -> Cost:
    mine = [question.position(name) for name in crossed]
    mine = [each for each in mine if each.party == party]
    if weights is not None:
        return (sum((weights.get(str(each.id), 0) for each in mine), start=0),)
    return tuple(sum(each.strength == tier for each in mine) for tier in Strength)

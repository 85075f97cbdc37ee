"""The Pareto frontier: agreements that no other improves for a party without a loss."""

from __future__ import annotations

import bisect
import enum
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Decimal, localcontext
from decimal import Context as Arithmetic
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from zopa.model import InShort
from zopa.model.corpus import Strength
from zopa.questions import Completeness, Question
from zopa.solving import Stopped
from zopa.solving.mus import Cores

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.model.evaluate import Complete
    from zopa.solving.space import Space

__all__ = [
    "Bargaining",
    "Cost",
    "Frontier",
    "Point",
    "Solution",
    "dominates",
    "frontier",
]


MOST_CROSSINGS = 100
"""Maximum number of stored sets of crossed positions of a point; the others are counted."""

EXACT = Arithmetic(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Sums of decimals are not rounded."""

Cost: TypeAlias = "tuple[Decimal | int, ...]"
"""Cost of an agreement for a party, less is better. It has the number of crossed positions
of each strength, strongest first, compared in this order; or one weighted sum."""


@dataclass(frozen=True, slots=True)
class Point:
    """An agreement on the frontier."""

    costs: Mapping[str, Cost]
    """For each party at the table that holds a position."""
    crossed: tuple[str, ...]
    """The positions that the scenario crosses, sorted; the first of `crossings`."""
    scenario: Complete
    crossings: tuple[tuple[str, ...], ...]
    """Every minimal set of positions crossed at these costs; smallest first, then by name, up
    to `MOST_CROSSINGS`."""
    total: int
    """Number of such sets; see the frontier's `completeness`."""


@dataclass(frozen=True, slots=True, repr=False)
class Frontier(InShort):
    """The points that no agreement dominates, one scenario each."""

    points: tuple[Point, ...]
    """Sorted by their costs, parties in the order of their ids."""
    rules_contradict: bool
    weighted: bool
    """True if the costs are the analyst's weights, not strengths."""
    unweighted: tuple[str, ...]
    """Positions that count and have no weight, in corpus order: crossing them costs nothing.
    Empty if the costs are by strength."""
    bargaining: Bargaining | None
    """None unless the costs are weights and the frontier is proved."""
    completeness: Completeness


def dominates(left: Sequence[Cost], right: Sequence[Cost]) -> bool:
    """True if `left` costs no party more and some party less; one cost for each party."""
    return left != right and all(a <= b for a, b in zip(left, right, strict=True))


def frontier(
    space: Space,
    scenario: Scenario,
    context: Context,
    *,
    weights: Mapping[str, Decimal | int] | None = None,
    disagreement: Mapping[str, Decimal | int] | None = None,
    limit: int | None = None,
) -> Frontier:
    """Find the Pareto frontier over the parties.

    The positions that an agreement crosses contain a minimal concession, which costs no party
    more. So every point of the frontier is the cost of a concession. The minimal sets of
    positions crossed at a point are the concessions of its cost. A position costs each party
    at the table that holds it.

    Args:
        space: the scenarios; its `stop`, if set, ends the search early.
        scenario: the draft whose choices are kept.
        context: the assumptions.
        weights: the cost of crossing a position, in the analyst's judgement, not negative; a
            position without a weight costs nothing. Without weights, costs are the numbers of
            positions by strength.
        disagreement: the cost of no deal for a party; all of its positions by default.
        limit: maximum number of concessions to examine.
    """
    question = Question(space, scenario, context)
    held = {party: frozenset(mine) for party, mine in sorted(question.parties().items())}
    unweighted = (
        () if weights is None else tuple(x for x in question.every_line if x not in weights)
    )
    if not question.coherent:
        return Frontier(
            (),
            rules_contradict=True,
            weighted=weights is not None,
            unweighted=unweighted,
            bargaining=None,
            completeness=Completeness.PROVED,
        )
    completeness = Completeness.PROVED
    best: dict[tuple[Cost, ...], _Crossings] = {}
    seen = 0
    try:
        for crossed in Cores(space, question.parts, question.assumed).concessions():
            seen += 1
            if limit is not None and seen > limit:
                completeness = Completeness.BEST_FOUND
                break
            costs = tuple(_cost(question, crossed & mine, weights) for mine in held.values())
            _keep(question, best, costs, crossed)
    except Stopped:
        completeness = Completeness.BEST_FOUND if best else Completeness.GAVE_UP
    return Frontier(
        points=tuple(
            Point(
                costs=dict(zip(held, costs, strict=True)),
                crossed=best[costs].listed[0],
                scenario=best[costs].shown,
                crossings=tuple(best[costs].listed),
                total=best[costs].total,
            )
            for costs in sorted(best)
        ),
        rules_contradict=False,
        weighted=weights is not None,
        unweighted=unweighted,
        bargaining=_bargaining(question, sorted(best), weights, disagreement or {})
        if weights is not None and completeness == Completeness.PROVED
        else None,
        completeness=completeness,
    )


def _bargaining(
    question: Question,
    points: Sequence[tuple[Cost, ...]],
    weights: Mapping[str, Decimal | int],
    disagreement: Mapping[str, Decimal | int],
) -> Bargaining:
    """The bargaining points over a weighted frontier; the costs are those of the parties."""
    held = sorted(question.parties().items())
    return bargaining(
        [
            dict(zip((party for party, _ in held), (cost[0] for cost in each), strict=True))
            for each in points
        ],
        {
            party: disagreement.get(party, _cost(question, frozenset(mine), weights)[0])
            for party, mine in held
        },
    )


class _Crossings:
    """Sets of positions with the same cost: the first of them, and their number."""

    def __init__(self, question: Question, crossed: frozenset[str]) -> None:
        """Begin with one set.

        Raises:
            Stopped: the space was told to end before an example of it was known.
        """
        self._question = question
        self.listed = [tuple(sorted(crossed))]
        self.total = 1
        self.shown = _shown(question, self.listed[0])
        """The example of the first of them."""

    def add(self, crossed: frozenset[str]) -> None:
        """Add a set.

        Raises:
            Stopped: the space was told to end before an example of it was known; then it is
                left out.
        """
        new = tuple(sorted(crossed))
        if (len(new), new) < (len(self.listed[0]), self.listed[0]):
            self.shown = _shown(self._question, new)
        self.total += 1
        bisect.insort(self.listed, new, key=lambda each: (len(each), each))
        del self.listed[MOST_CROSSINGS:]


def _keep(
    question: Question,
    best: dict[tuple[Cost, ...], _Crossings],
    costs: tuple[Cost, ...],
    crossed: frozenset[str],
) -> None:
    """Add crossed positions if no other costs dominate theirs; drop costs that they dominate.

    Raises:
        Stopped: as of `_Crossings`.
    """
    if costs in best:
        best[costs].add(crossed)
        return
    if any(dominates(other, costs) for other in best):
        return
    new = _Crossings(question, crossed)
    for other in [each for each in best if dominates(costs, each)]:
        del best[other]
    best[costs] = new


def _shown(question: Question, crossed: Sequence[str]) -> Complete:
    """The first completion that respects all but these positions; one must exist.

    Raises:
        Stopped: the space was told to end first.
    """
    respected = question.respecting(x for x in question.lines if x not in crossed)
    return question.space.first([*question.assumed, *respected]).scenario(
        question.scenario.choices
    )


def _cost(
    question: Question, mine: frozenset[str], weights: Mapping[str, Decimal | int] | None
) -> Cost:
    """The cost for a party if these of its positions are crossed."""
    if weights is not None:
        with localcontext(EXACT):
            return (sum((weights.get(name, 0) for name in sorted(mine)), start=0),)
    strengths = [question.position(name).strength for name in mine]
    return tuple(strengths.count(tier) for tier in Strength)


# -- bargaining points: which trade-off of a weighted frontier each rule of fairness picks --
# Source:
#     J. Nash, The bargaining problem, 1950; E. Kalai and M. Smorodinsky, Other solutions to
#     Nash's bargaining problem, 1975; E. Kalai, Proportional solutions, 1977.


class Solution(enum.StrEnum):
    """The value that a bargaining point maximizes; gains are counted from no deal."""

    NASH = "nash"
    """The product of the gains."""
    KALAI_SMORODINSKY = "kalai-smorodinsky"
    """The smallest gain, each as a part of the largest that its party can have."""
    EGALITARIAN = "egalitarian"
    """The smallest gain."""
    UTILITARIAN = "utilitarian"
    """The sum of the gains."""


@dataclass(frozen=True, slots=True)
class Bargaining:
    """The trade-offs that each solution picks."""

    disagreement: Mapping[str, Decimal | int]
    """The cost of no deal for each party."""
    least: Mapping[str, Decimal | int]
    """The least cost of a trade-off for each party, among those that are worse for no party
    than no deal; empty if there are no such trade-offs."""
    worse: tuple[int, ...]
    """Places of trade-offs that are worse for some party than no deal; they are not picked."""
    without_gain: tuple[str, ...]
    """Parties without gain at all other trade-offs; solutions ignore them."""
    picked: Mapping[Solution, tuple[int, ...]]
    """Places of the trade-offs, several in case of a tie; empty if all are `worse`."""
    best: Mapping[Solution, Fraction]
    """The maximum reached: a product, a part, a gain, a sum; 0 if nothing is picked."""


def bargaining(
    costs: Sequence[Mapping[str, Decimal | int]], disagreement: Mapping[str, Decimal | int]
) -> Bargaining:
    """Pick trade-offs.

    The maximum over the frontier is the maximum over all agreements: for each agreement off the
    frontier, one on it is at least as good.

    Args:
        costs: of each point of a frontier for each party.
        disagreement: the cost of no deal for each party.
    """
    gains = [
        {party: Fraction(at) - Fraction(each[party]) for party, at in disagreement.items()}
        for each in costs
    ]
    better = {
        place: each for place, each in enumerate(gains) if min(each.values(), default=0) >= 0
    }
    most = {
        party: max((each[party] for each in better.values()), default=Fraction(0))
        for party in disagreement
    }
    gaining = [party for party, gain in most.items() if gain]

    def smallest(values: Sequence[Fraction]) -> Fraction:
        return min(values, default=Fraction(0))

    reached: Mapping[Solution, Callable[[Mapping[str, Fraction]], Fraction]] = {
        Solution.NASH: lambda own: prod((own[x] for x in gaining), start=Fraction(1)),
        Solution.KALAI_SMORODINSKY: lambda own: smallest([own[x] / most[x] for x in gaining]),
        Solution.EGALITARIAN: lambda own: smallest([own[x] for x in gaining]),
        Solution.UTILITARIAN: lambda own: sum((own[x] for x in gaining), start=Fraction(0)),
    }
    picked: dict[Solution, tuple[int, ...]] = {}
    best: dict[Solution, Fraction] = {}
    for solution, of in reached.items():
        values = {place: of(each) for place, each in better.items()}
        best[solution] = max(values.values(), default=Fraction(0))
        picked[solution] = tuple(x for x, value in values.items() if value == best[solution])
    return Bargaining(
        disagreement=disagreement,
        least={
            party: min(costs[place][party] for place in better)
            for party in (disagreement if better else ())
        },
        worse=tuple(place for place in range(len(costs)) if place not in better),
        without_gain=tuple(party for party in disagreement if party not in gaining),
        picked=picked,
        best=best,
    )

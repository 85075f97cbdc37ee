"""Bargaining points: which trade-off of a weighted frontier each rule of fairness picks.

Source:
    J. Nash, The bargaining problem, 1950; E. Kalai and M. Smorodinsky, Other solutions to
    Nash's bargaining problem, 1975; E. Kalai, Proportional solutions, 1977.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

__all__ = ["Bargaining", "Solution", "bargaining"]


class Solution(enum.StrEnum):
    """What a bargaining point makes as large as possible; gains are counted from no deal."""

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
    """What no deal costs each party."""
    least: Mapping[str, Decimal | int]
    """The least that a trade-off costs each party, of those that are worse for no party than
    no deal; empty where there are none."""
    worse: tuple[int, ...]
    """Places of the trade-offs that are worse for some party than no deal, and not picked."""
    without_gain: tuple[str, ...]
    """Parties that gain at none of the others; no solution regards them."""
    picked: Mapping[Solution, tuple[int, ...]]
    """Places of the trade-offs, more than one where they tie; none where all are `worse`."""
    best: Mapping[Solution, Fraction]
    """What is reached there: a product, a part, a gain, a sum; 0 where nothing is picked."""


def bargaining(
    costs: Sequence[Mapping[str, Decimal | int]], disagreement: Mapping[str, Decimal | int]
) -> Bargaining:
    """Pick trade-offs.

    The maximum over the frontier is that over all agreements, for what an agreement off
    the frontier reaches, one on it reaches too.

    Args:
        costs: of each point of a frontier for each party.
        disagreement: what no deal costs each party.
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

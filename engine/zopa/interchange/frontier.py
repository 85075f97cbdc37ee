"""`frontier` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.interchange.asked import positions_json
from zopa.interchange.envelope import complete_json
from zopa.model.corpus import Strength

if TYPE_CHECKING:
    from zopa.questions.frontier import Bargaining, Cost, Frontier
    from zopa.questions.question import Question

__all__ = ["frontier_json"]

Json = dict[str, Any]


def frontier_json(question: Question, frontier: Frontier) -> Json:
    """Return the trade-offs, each with its cost for every party and an example."""
    return {
        "rules-contradict": frontier.rules_contradict,
        "weighted": frontier.weighted,
        "unweighted": sorted(frontier.unweighted),
        "points": [
            {
                "costs": {
                    party: _cost(cost, weighted=frontier.weighted)
                    for party, cost in sorted(each.costs.items())
                },
                "crossed": sorted(each.crossed),
                "crossings": [list(some) for some in each.crossings],
                "crossings-total": each.total,
                "choices": complete_json(each.scenario),
            }
            for each in frontier.points
        ],
        "bargaining": None if frontier.bargaining is None else _bargaining(frontier.bargaining),
        "positions": positions_json(
            question.space.problem.corpus,
            [
                *frontier.unweighted,
                *(x for each in frontier.points for some in each.crossings for x in some),
            ],
        ),
    }


def _cost(cost: Cost, *, weighted: bool) -> str | Json:
    """Return a weighted sum as a text, because it may be a decimal; else counts by strength."""
    if weighted:
        return str(cost[0])
    return {str(tier): number for tier, number in zip(Strength, cost, strict=True)}


def _bargaining(found: Bargaining) -> Json:
    """Return numbers as texts, which keep decimals; shares and products as fractions."""
    return {
        "disagreement": {party: str(cost) for party, cost in found.disagreement.items()},
        "least": {party: str(cost) for party, cost in found.least.items()},
        "worse-than-disagreement": list(found.worse),
        "without-gain": list(found.without_gain),
        "solutions": {
            str(solution): {"points": list(places), "reached": str(found.best[solution])}
            for solution, places in found.picked.items()
        },
    }

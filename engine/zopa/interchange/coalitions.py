"""`coalitions` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.interchange.asked import positions_json

if TYPE_CHECKING:
    from zopa.questions.coalitions import Coalitions
    from zopa.questions.question import Question

__all__ = ["coalitions_json"]


def coalitions_json(question: Question, found: Coalitions) -> dict[str, Any]:
    """Return the sets of parties, and the positions that others would drop to join."""
    named = {
        name
        for each in found.able
        for ways in each.to_join.values()
        for way in ways
        for name in way
    }
    return {
        "zone": found.zone,
        "rules-contradict": found.rules_contradict,
        "parties": list(found.parties),
        "unable": [list(each) for each in found.unable],
        "able": [
            {
                "parties": list(each.parties),
                "outlines": each.outlines,
                "to-join": {
                    party: [list(way) for way in ways] for party, ways in each.to_join.items()
                },
            }
            for each in found.able
        ],
        "spoilers": list(found.spoilers),
        "turns": [
            {"day": each.day.isoformat(), "able": [list(some) for some in each.able]}
            for each in found.turns
        ],
        "positions": positions_json(question.space.problem.corpus, sorted(named)),
    }

"""`conflicts` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.interchange.asked import positions_json

if TYPE_CHECKING:
    from zopa.questions.conflicts import Conflicts
    from zopa.questions.question import Question

__all__ = ["conflicts_json"]

Json = dict[str, Any]


def conflicts_json(question: Question, conflicts: Conflicts) -> Json:
    """Return the conflicts, smallest first, with the sources of their positions."""
    preferred = conflicts.preferred
    return {
        "zone": conflicts.zone,
        "rules-contradict": conflicts.rules_contradict,
        "conflicts": [{"positions": list(each)} for each in conflicts.conflicts],
        "appearances": dict(conflicts.appearances),
        "preferred": None if preferred is None else {"positions": list(preferred)},
        "positions": positions_json(
            question.space.problem.corpus, [*conflicts.appearances, *(preferred or ())]
        ),
    }

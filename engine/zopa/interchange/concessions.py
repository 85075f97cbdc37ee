"""`concessions` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.interchange.asked import positions_json
from zopa.model.domains import VALUE

if TYPE_CHECKING:
    from collections.abc import Callable

    from zopa.model.conditions import Condition
    from zopa.questions.concessions import Ledger
    from zopa.questions.question import Question
    from zopa.questions.shifts import Shift

__all__ = ["concessions_json"]

Json = dict[str, Any]


def concessions_json(
    question: Question, ledger: Ledger, said: Callable[[Condition], str]
) -> Json:
    """Return the concession sets, each party's share in them, and sources.

    Args:
        question: the question.
        ledger: the answer.
        said: writes a condition.
    """
    return {
        "zone": ledger.zone,
        "rules-contradict": ledger.rules_contradict,
        "concessions": [{"positions": list(each)} for each in ledger.concessions],
        "parties": {
            party: {
                "alone": each.alone,
                "need-not-move": each.need_not_move,
                "self-contradictory": each.self_contradictory,
                "contradictory-by-themselves": each.contradictory_by_themselves,
                "crossed": sorted(each.crossed),
            }
            for party, each in sorted(ledger.parties.items())
        },
        "opposed": [list(each) for each in sorted(ledger.opposed)],
        "pivotal": sorted(ledger.pivotal),
        "responsibility": {
            name: f"{each.numerator}/{each.denominator}"
            for name, each in sorted(ledger.responsibility.items())
        },
        "shifts": [
            {
                "concession": list(each.concession),
                "position": each.position,
                "place": each.place,
                "entity": each.entity,
                "kind": each.kind,
                "attribute": each.attribute,
                **_of_choice(each),
                "holds": said(each.holds),
                "operator": each.operator,
                "stated": each.stated,
                "enough": each.enough,
                "unit": each.unit,
            }
            for each in ledger.shifts
        ],
        "shifts-not-searched": [{"positions": list(each)} for each in ledger.unsearched],
        "positions": positions_json(
            question.space.problem.corpus,
            [
                *ledger.responsibility,
                *(name for each in ledger.parties.values() for name in each.crossed),
            ],
        ),
    }


def _of_choice(shift: Shift) -> Json:
    """Return the issue or parameter whose value is compared; an issue's value has no term."""
    if shift.blank is None:
        return dict.fromkeys(("issue", "term", "parameter"))
    issue, term, parameter = shift.blank
    plain = term == VALUE
    return {
        "issue": issue,
        "term": None if plain else term,
        "parameter": None if plain else parameter,
    }

"""`concessions` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.interchange.asked import positions_json

if TYPE_CHECKING:
    from zopa.questions.concessions import Ledger
    from zopa.questions.question import Question

__all__ = ["concessions_json"]

Json = dict[str, Any]


def concessions_json(question: Question, ledger: Ledger) -> Json:
    """The ledger: concessions, what they mean for each party, and who said what."""
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

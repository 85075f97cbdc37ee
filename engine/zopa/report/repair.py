"""`repair` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.report.envelope import choices_json, complete_json

if TYPE_CHECKING:
    from zopa.model import Choice
    from zopa.repair import Repair, Repairs

__all__ = ["repair_json"]

Json = dict[str, Any]


def repair_json(repairs: Repairs) -> Json:
    """The nearest deals, what each changes and what that means for the parties."""
    return {
        "distance": repairs.distance,
        "rules-contradict": repairs.rules_contradict,
        "total": repairs.total,
        "repairs": [_repair(each) for each in repairs.repairs],
    }


def _repair(repair: Repair) -> Json:
    return {
        "changes": [
            {"issue": each.issue, "from": _written(each.before), "to": _written(each.after)}
            for each in repair.changes
        ],
        "choices": complete_json(repair.deal),
        "prices": {
            party: {"relieved": sorted(each.relieved), "crossed": sorted(each.crossed)}
            for party, each in sorted(repair.prices.items())
        },
    }


def _written(choice: Choice) -> Any:  # noqa: ANN401  # JSON, as in a scenario file
    return choices_json({"": choice})[""]

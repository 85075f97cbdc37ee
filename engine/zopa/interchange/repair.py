"""`repair` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.interchange.envelope import choices_json, complete_json

if TYPE_CHECKING:
    from zopa.model.corpus import Choice
    from zopa.questions.repair import Change, Repair, Repairs

__all__ = ["repair_json"]

Json = dict[str, Any]


def repair_json(repairs: Repairs) -> Json:
    """Return the nearest deals, with their changes and the effects for the parties.

    If no deal exists, also those with some positions left out.
    """
    relaxed = repairs.relaxed
    return _nearest(repairs) | {
        "rules-contradict": repairs.rules_contradict,
        "relaxed": None
        if relaxed is None
        else {
            "crossed": sorted(relaxed.crossed),
            "contended": sorted(relaxed.contended),
            "completeness": str(relaxed.nearest.completeness),
            **_nearest(relaxed.nearest),
        },
    }


def _nearest(repairs: Repairs) -> Json:
    moved = repairs.moved
    return {
        "distance": repairs.distance,
        "moved": None if moved is None else f"{moved.numerator}/{moved.denominator}",
        "total": repairs.total,
        "common": [_change(each) for each in repairs.common],
        "repairs": [_repair(each) for each in repairs.repairs],
    }


def _repair(repair: Repair) -> Json:
    return {
        "changes": [_change(each) for each in repair.changes],
        "choices": complete_json(repair.deal),
        "prices": {
            party: {
                "relieved": sorted(each.relieved),
                "open": sorted(each.open),
                "crossed": sorted(each.crossed),
            }
            for party, each in sorted(repair.prices.items())
        },
    }


def _change(change: Change) -> Json:
    return {
        "issue": change.issue,
        "from": _written(change.before),
        "to": _written(change.after),
    }


def _written(choice: Choice) -> Any:  # noqa: ANN401  # JSON, as in a scenario file
    return choices_json({"": choice})[""]

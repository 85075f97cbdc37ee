"""`robustness` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.interchange.asked import positions_json
from zopa.questions.robustness import Over

if TYPE_CHECKING:
    from zopa.questions.question import Question
    from zopa.questions.robustness import Assumption, Flip, Robustness

__all__ = ["robustness_json"]


def robustness_json(question: Question, found: Robustness) -> dict[str, Any]:
    """Return the combinations with a deal, deciding assumptions, flips and positions."""
    named = {
        *(each.name for each in found.positions),
        *(each.name for each in found.assumptions if each.over is not Over.TABLE),
    }
    flips = found.flips
    return {
        "over": [str(each) for each in found.over],
        "rules-contradict": found.rules_contradict,
        "deal": found.deal,
        "combinations": found.combinations,
        "at-least": found.at_least,
        "at-most": found.at_most,
        "assumptions": [_assumption(each) for each in found.assumptions],
        "flips": None if flips is None else [[_change(x) for x in each] for each in flips],
        "more-flips": found.more_flips,
        "counted": {
            each.name: {"counts": each.counts, "crossed": each.crossed}
            for each in found.positions
        },
        "forced": None
        if found.forced is None
        else [
            {"issue": each.issue, "term": each.term, "combinations": each.forced}
            for each in found.forced
        ],
        "positions": positions_json(question.space.problem.corpus, sorted(named)),
    }


def _assumption(each: Assumption) -> dict[str, Any]:
    return {
        "over": str(each.over),
        "name": each.name,
        "values": list(each.values),
        "present": each.present,
        "others": each.others,
        "decides": each.decides,
        "deals": None if each.deals is None else list(each.deals),
    }


def _change(each: Flip) -> dict[str, str]:
    return {"over": str(each.over), "name": each.name, "value": each.value}

"""Answers to the questions about a draft as JSON."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from zopa.interchange.envelope import (
    choice_text,
    choices_json,
    clauses_json,
    complete_json,
    context_json,
    envelope,
    files_json,
    intervals_json,
    said_json,
)
from zopa.model import VALUE, digits
from zopa.model.corpus import Strength
from zopa.questions.robustness import Over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from zopa.interchange import Json
    from zopa.model.conditions import Condition
    from zopa.model.context import Context
    from zopa.model.corpus import Choice, Corpus, Scenario
    from zopa.questions import Question
    from zopa.questions.coalitions import Coalitions
    from zopa.questions.concessions import Ledger, Shift
    from zopa.questions.conflicts import Conflicts
    from zopa.questions.coverage import Citing, Coverage, SourceCoverage
    from zopa.questions.deals import Deals
    from zopa.questions.frontier import Bargaining, Cost, Frontier
    from zopa.questions.listing import Topics
    from zopa.questions.options import Options, Why
    from zopa.questions.repair import Change, Repair, Repairs
    from zopa.questions.robustness import Assumption, Flip, Robustness
    from zopa.questions.sweep import DayAnswer, Readings, Sourcing, Sweep
    from zopa.workspace import Workspace

__all__ = [
    "answer_json",
    "asked_json",
    "coalitions_json",
    "concessions_json",
    "conflicts_json",
    "coverage_json",
    "deals_json",
    "frontier_json",
    "method_of",
    "options_json",
    "positions_json",
    "repair_json",
    "robustness_json",
    "source_coverage_json",
    "sweep_json",
    "topics_json",
]


def method_of(result: object) -> str:
    """Return the method of an answer: counts use decision diagrams too."""
    counted = getattr(result, "count", None), getattr(result, "left", None)
    return "sat" if counted == (None, None) else "sat+bdd"


def asked_json(workspace: Workspace, scenario: Scenario, context: Context, method: str) -> Json:
    """Return question, digest of the files, assumptions and method of an answer."""
    return {
        "scenario": scenario.id or None,
        **context_json(context),
        **files_json(workspace),
        "method": method,
    }


def positions_json(corpus: Corpus, names: Iterable[str]) -> Json:
    """Return holders, strength and sources of each of these positions."""
    return {
        name: {
            "party": str(position.party),
            "holders": [str(each) for each in position.holders],
            "kind": str(position.kind),
            "strength": str(position.strength),
            "title": position.title,
            "statements": said_json(corpus, position),
        }
        for name in sorted(set(names))
        for position in [corpus.positions[name]]
    }


def answer_json(
    name: str,
    workspace: Workspace,
    question: Question,
    result: Mapping[str, Any],
    *,
    method: str,
    completeness: str,
) -> dict[str, Any]:
    """Return the answer to one question, as the command line and Python give it.

    Args:
        name: name of the question.
        workspace: its workspace.
        question: draft and assumptions.
        result: content of the answer.
        method: method of computation.
        completeness: exact or partial.
    """
    return envelope(
        name,
        {"broken-rules": clauses_json(question.broken), **result},
        context=asked_json(workspace, question.scenario, question.context, method),
        completeness=completeness,
    )


# -- `options` as JSON --


def options_json(question: Question, options: Options, why: Why | None = None) -> Json:
    """Return the status of every term, in corpus order; the reason of one if requested."""
    found = _marks(question, options)
    if why is not None:
        found["why"] = _why(question, why)
    return found


def _marks(question: Question, options: Options) -> Json:
    corpus = question.space.problem.corpus
    choices = question.scenario.choices
    issues: dict[str, list[Json]] = {}
    for each in options.marks:
        left = None if options.left is None else options.left[each.issue, each.term]
        choice = choices.get(each.issue)
        known = corpus.issues[each.issue].terms[each.term]
        chosen = choice is not None and any(pick.term == each.term for pick in choice.picks)
        issues.setdefault(each.issue, []).append(
            {
                "id": each.term,
                "chosen": chosen,
                "mark": str(each.mark),
                "by": each.by,
                "crosses": sorted(options.crosses.get((each.issue, each.term), ())),
                "deals": None if left is None else digits(left),
                "feasible": None
                if options.feasible is None
                else {
                    name: intervals_json(parameter.domain, options.feasible[blank])
                    for name, parameter in known.parameters.items()
                    if (blank := (each.issue, each.term, name)) in options.feasible
                },
            }
        )
    aside = (*options.crossed, *options.contended)
    return {
        "exists": options.exists,
        "coherent": options.coherent,
        "crossed": sorted(options.crossed),
        "contended": sorted(options.contended),
        "issues": [
            {
                "id": issue,
                "section": corpus.issues[issue].section,
                "question": corpus.issues[issue].question,
                "decided": issue in choices,
                "silent": issue in choices and choices[issue].silent,
                "terms": terms,
            }
            for issue, terms in issues.items()
        ],
        "positions": positions_json(corpus, aside),
    }


def _why(question: Question, why: Why) -> Json:
    choices = question.scenario.choices
    return {
        "term": f"{why.marked.issue}/{why.marked.term}",
        "mark": str(why.marked.mark),
        "by": why.marked.by,
        "choices": sorted(choice_text(choices[issue]) for issue in why.choices),
        "positions": sorted(why.positions),
        "clauses": sorted(
            ({"nature": each.nature, "name": each.name} for each in why.clauses),
            key=lambda each: (each["nature"], each["name"]),
        ),
        "sources": positions_json(question.space.problem.corpus, why.positions),
    }


# -- `deals` as JSON --


def deals_json(deals: Deals) -> Json:
    """Return existence, counts as texts of any length, shares as fractions, and examples."""
    return {
        "exists": deals.exists,
        "rules-contradict": deals.rules_contradict,
        "count": None if deals.count is None else digits(deals.count),
        "coherent": None if deals.coherent is None else digits(deals.coherent),
        "shares": {
            f"{issue}/{term}": f"{digits(share.numerator)}/{digits(share.denominator)}"
            for (issue, term), share in sorted(deals.shares.items())
        },
        "deals": [{"choices": complete_json(each)} for each in deals.examples],
    }


# -- `conflicts` as JSON --


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


# -- `concessions` as JSON --


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


# -- `coalitions` as JSON --


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


# -- `repair` as JSON --


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
        "common": [_choice_change(each) for each in repairs.common],
        "repairs": [_repair(each) for each in repairs.repairs],
    }


def _repair(repair: Repair) -> Json:
    return {
        "changes": [_choice_change(each) for each in repair.changes],
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


def _choice_change(change: Change) -> Json:
    return {
        "issue": change.issue,
        "from": _written(change.before),
        "to": _written(change.after),
    }


def _written(choice: Choice) -> Any:  # noqa: ANN401  # JSON, as in a scenario file
    return choices_json({"": choice})[""]


# -- `frontier` as JSON --


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


# -- `sweep` as JSON --


def sweep_json(sweep: Sweep) -> Json:
    """Return the answer under other readings, on other dates, without weak sources."""
    return {
        "readings": _readings(sweep.readings),
        "days": [_day(each) for each in sweep.days],
        "sourcing": _sourcing(sweep.sourcing),
    }


def _readings(readings: Readings) -> Json:
    return {
        "completeness": str(readings.completeness),
        "always": readings.always,
        "never": readings.never,
        "decisive": sorted(readings.decisive),
        "verdicts": {
            position: dict(sorted(each.items()))
            for position, each in sorted(readings.verdicts.items())
        },
        "opening": [
            {position: sorted(names) for position, names in sorted(each.items())}
            for each in readings.opening
        ],
        "closing": [dict(sorted(each.items())) for each in readings.closing],
    }


def _day(day: DayAnswer) -> Json:
    return {
        "from": str(day.day),
        "begins": sorted(day.begins),
        "ends": sorted(day.ends),
        "held": day.held,
        "crossed": sorted(day.crossed),
        "deal": day.deal,
    }


def _sourcing(sourcing: Sourcing) -> Json:
    return {
        "weak": sorted(sourcing.weak),
        "certainly": sourcing.certainly,
        "possibly": sourcing.possibly,
        "crossed": sorted(sourcing.crossed),
    }


# -- `robustness` as JSON --


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


# -- `coverage` as JSON --


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """Return the gaps; each list sorted."""
    return {
        each.name.replace("_", "-"): sorted(getattr(coverage, each.name))
        for each in dataclasses.fields(coverage)
    }


def source_coverage_json(corpus: Corpus, found: SourceCoverage) -> dict[str, Any]:
    """Return the places with the items that cite them, and the numbers without a citation."""
    source = corpus.sources[found.source]
    return {
        "source": found.source,
        "title": source.title,
        "cites-as": source.cites_as,
        "places": [
            {"place": each.place, "cited-by": _citing(each.cited_by)} for each in found.places
        ],
        "without-place": _citing(found.whole),
        "largest": found.largest,
        "uncited": [{"from": first, "to": last} for first, last in found.uncited],
    }


def _citing(every: Iterable[Citing]) -> list[dict[str, Any]]:
    return [
        {
            "nature": each.nature,
            "id": each.id,
            "choice": each.choice or None,
            "through": each.through or None,
        }
        for each in every
    ]


def topics_json(found: Topics) -> dict[str, Any]:
    """Return the topics with their issues, by the draft's choices on them."""
    return {
        "topics": [
            {
                "id": str(each.topic.id),
                "title": each.topic.title,
                "codes": {book: list(some) for book, some in each.topic.codes.items()},
                "decided": list(each.decided),
                "otherwise": list(each.otherwise),
                "undecided": list(each.undecided),
                "positions": list(each.positions),
            }
            for each in found.covered
        ],
        "other-tags": list(found.other_tags),
    }

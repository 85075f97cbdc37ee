"""`options` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.interchange.asked import positions_json
from zopa.interchange.check import choice_text
from zopa.interchange.envelope import intervals_json
from zopa.model.one_line import digits

if TYPE_CHECKING:
    from zopa.questions.options import Options, Why
    from zopa.questions.question import Question

__all__ = ["options_json"]

Json = dict[str, Any]


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

"""`zopa options`, `deals`, `conflicts` and the other questions about one draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import QuestionForm, Tally, answer

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

    from zopa.answers import Page
    from zopa.answers.frame import Request
    from zopa.questions import Question
    from zopa.questions.coalitions import Coalitions
    from zopa.questions.concessions import Ledger
    from zopa.questions.conflicts import Conflicts
    from zopa.questions.deals import Deals
    from zopa.questions.frontier import Frontier
    from zopa.questions.options import Options, Why
    from zopa.questions.repair import Repairs
    from zopa.questions.robustness import Robustness
    from zopa.questions.sweep import Sweep

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Answer the question named by the command, and write the answer."""
    command = "why" if getattr(options, "why", None) is not None else options.command
    return answer(options, FORMS[command](options))


def _options(options: argparse.Namespace) -> QuestionForm[Options]:
    from zopa.questions import options as marks

    def find(question: Question) -> Options:
        count = not options.no_count
        return marks.options(*question.about, count=count, numbers=True)

    return QuestionForm("options", find)


def _why(options: argparse.Namespace) -> QuestionForm[Options]:
    """`options --why`: the marks, and the reason for one of them."""
    from zopa.questions import options as marks
    from zopa.questions import term_named

    reasons: list[Why | None] = []

    def find(question: Question) -> Options:
        issue, term = term_named(question.space.problem.corpus, options.why)
        found = marks.options(*question.about, numbers=True)
        reasons.append(marks.why(*question.about, issue, term))
        return found

    def page(question: Question, found: Options, request: Request) -> Page:
        from zopa.answers.options import reason_page

        return reason_page(question, found, reasons[-1], options.why, request)

    def as_json(question: Question, found: Options) -> dict[str, Any]:
        from zopa.interchange.questions import options_json

        return options_json(question, found, reasons[-1])

    return QuestionForm("options", find, page=page, json=as_json, counted=False)


def _deals(options: argparse.Namespace) -> QuestionForm[Deals]:
    from zopa.questions.deals import deals

    def find(question: Question) -> Deals:
        count = not options.no_count
        return deals(*question.about, examples=options.examples, count=count)

    return QuestionForm("deals", find)


def _conflicts(options: argparse.Namespace) -> QuestionForm[Conflicts]:
    from zopa.questions.conflicts import conflicts

    tally = Tally(options, "conflict")

    def find(question: Question) -> Conflicts:
        return conflicts(*question.about, limit=options.limit, heard=tally)

    return QuestionForm("conflicts", find, tally=tally)


def _concessions(options: argparse.Namespace) -> QuestionForm[Ledger]:
    from zopa.questions.concessions import concessions

    tally = Tally(options, "concession")

    def find(question: Question) -> Ledger:
        return concessions(*question.about, limit=options.limit, heard=tally)

    return QuestionForm("concessions", find, tally=tally)


def _coalitions(options: argparse.Namespace) -> QuestionForm[Coalitions]:
    from zopa.questions.coalitions import coalitions

    def find(question: Question) -> Coalitions:
        count = not options.no_count
        return coalitions(
            *question.about, limit=options.limit, count=count, by_date=options.by_date
        )

    return QuestionForm("coalitions", find)


def _repair(options: argparse.Namespace) -> QuestionForm[Repairs]:
    from zopa.questions import issues_to_keep
    from zopa.questions.repair import repair

    keep = tuple(dict.fromkeys(options.keep))

    def find(question: Question) -> Repairs:
        issues_to_keep(question, keep)
        return repair(*question.about, keep=keep, limit=options.limit)

    return QuestionForm("repair", find)


def _frontier(options: argparse.Namespace) -> QuestionForm[Frontier]:
    from zopa.questions.frontier import frontier

    def find(question: Question) -> Frontier:
        weights = disagreement = None
        if options.weights is not None:
            from zopa.cli.weights import read_weights

            weights, disagreement = read_weights(options, question.space.problem.corpus)
        return frontier(
            *question.about, weights=weights, disagreement=disagreement, limit=options.limit
        )

    return QuestionForm("frontier", find)


def _sweep(_: argparse.Namespace) -> QuestionForm[Sweep]:
    from zopa.questions.sweep import sweep

    return QuestionForm("sweep", lambda question: sweep(*question.about))


def _robustness(options: argparse.Namespace) -> QuestionForm[Robustness]:
    from zopa.questions import kinds_of_assumption
    from zopa.questions.robustness import OVER, robustness

    over = kinds_of_assumption(options.over or OVER)

    def find(question: Question) -> Robustness:
        return robustness(*question.about, over=over, limit=options.limit)

    return QuestionForm("robustness", find)


FORMS: Mapping[str, Callable[[argparse.Namespace], QuestionForm[Any]]] = {
    "options": _options,
    "why": _why,
    "deals": _deals,
    "conflicts": _conflicts,
    "concessions": _concessions,
    "coalitions": _coalitions,
    "repair": _repair,
    "frontier": _frontier,
    "sweep": _sweep,
    "robustness": _robustness,
}
"""Function that makes each command's question; `why` is `options --why`."""

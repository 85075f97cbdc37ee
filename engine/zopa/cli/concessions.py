"""`zopa concessions`: minimal sets of positions to drop for a deal, by party."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import QuestionForm, Tally, answer
from zopa.questions.concessions import Ledger, concessions
from zopa.questions.question import Completeness

if TYPE_CHECKING:
    import argparse

    from zopa.answers.asking import Request
    from zopa.answers.page import Page
    from zopa.questions.question import Question

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """List the concession sets, smallest first."""
    tally = Tally(options, "concession")

    def find(question: Question) -> Ledger:
        return concessions(
            question.space,
            question.scenario,
            question.context,
            limit=options.limit,
            heard=tally,
        )

    def completeness(found: Ledger) -> Completeness:
        # The parties are judged before any concession is looked for.
        at_least = found.completeness == Completeness.GAVE_UP
        return Completeness.AT_LEAST if at_least else found.completeness

    def page(question: Question, found: Ledger, request: Request) -> Page:
        from zopa.answers.concessions import concessions_page

        return concessions_page(question, found, request)

    def as_json(question: Question, found: Ledger) -> dict[str, Any]:
        from zopa.answers.condition_yaml import condition_words
        from zopa.interchange.concessions import concessions_json

        return concessions_json(question, found, condition_words)

    return answer(
        options,
        QuestionForm("concessions", find, completeness, lambda _: "sat", page, as_json, tally),
    )

"""`zopa robustness`: in how many combinations of assumptions a deal exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import QuestionForm, answer
from zopa.questions.assumptions import kinds_of_assumption
from zopa.questions.robustness import Robustness, robustness

if TYPE_CHECKING:
    import argparse

    from zopa.answers.asking import Request
    from zopa.answers.page import Page
    from zopa.questions.question import Completeness, Question

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Count the combinations of assumptions with a deal, and find what decides."""
    over = kinds_of_assumption(options.over)

    def find(question: Question) -> Robustness:
        return robustness(
            question.space,
            question.scenario,
            question.context,
            over=over,
            limit=options.limit,
        )

    def completeness(found: Robustness) -> Completeness:
        return found.completeness

    def page(question: Question, found: Robustness, request: Request) -> Page:
        from zopa.answers.robustness import robustness_page

        return robustness_page(question, found, request)

    def as_json(question: Question, found: Robustness) -> dict[str, Any]:
        from zopa.interchange.robustness import robustness_json

        return robustness_json(question, found)

    form = QuestionForm("robustness", find, completeness, lambda _: "sat", page, as_json)
    return answer(options, form)

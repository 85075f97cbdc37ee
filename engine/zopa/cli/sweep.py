"""`zopa sweep`: whether other readings, dates or sources change the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import QuestionForm, answer
from zopa.questions.sweep import Sweep, sweep

if TYPE_CHECKING:
    import argparse

    from zopa.answers.asking import Request
    from zopa.answers.page import Page
    from zopa.questions.question import Completeness, Question

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Ask again under other readings, on other dates and without weakly sourced positions."""

    def find(question: Question) -> Sweep:
        return sweep(question.space, question.scenario, question.context)

    def completeness(found: Sweep) -> Completeness:
        return found.readings.completeness

    def page(question: Question, found: Sweep, request: Request) -> Page:
        from zopa.answers.sweep import sweep_page

        return sweep_page(question, found, request)

    def as_json(_: Question, found: Sweep) -> dict[str, Any]:
        from zopa.interchange.sweep import sweep_json

        return sweep_json(found)

    return answer(
        options, QuestionForm("sweep", find, completeness, lambda _: "sat", page, as_json)
    )

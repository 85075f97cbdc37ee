"""`zopa coalitions`: which parties can agree with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import QuestionForm, answer
from zopa.questions.coalitions import Coalitions, coalitions

if TYPE_CHECKING:
    import argparse

    from zopa.answers.asking import Request
    from zopa.answers.page import Page
    from zopa.questions.question import Completeness, Question

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """List the minimal sets that cannot agree and the maximal ones that can."""

    def find(question: Question) -> Coalitions:
        return coalitions(
            question.space,
            question.scenario,
            question.context,
            limit=options.limit,
            count=not options.no_count,
            by_date=options.by_date,
        )

    def completeness(found: Coalitions) -> Completeness:
        return found.completeness

    def page(question: Question, found: Coalitions, request: Request) -> Page:
        from zopa.answers.coalitions import coalitions_page

        return coalitions_page(question, found, request)

    def as_json(question: Question, found: Coalitions) -> dict[str, Any]:
        from zopa.interchange.coalitions import coalitions_json

        return coalitions_json(question, found)

    def method(found: Coalitions) -> str:
        from zopa.interchange.asked import method_of

        return method_of(found)

    return answer(
        options, QuestionForm("coalitions", find, completeness, method, page, as_json)
    )

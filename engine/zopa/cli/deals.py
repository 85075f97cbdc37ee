"""`zopa deals`: whether there is a deal, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import QuestionForm, answer
from zopa.questions.deals import Deals, deals
from zopa.questions.question import Completeness

if TYPE_CHECKING:
    import argparse

    from zopa.answers.asking import Request
    from zopa.answers.page import Page
    from zopa.questions.question import Question

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Say whether a deal extends the draft, how many do, and show a few."""

    def find(question: Question) -> Deals:
        space, scenario, context = question.space, question.scenario, question.context
        count = not options.no_count
        return deals(space, scenario, context, examples=options.examples, count=count)

    def page(question: Question, found: Deals, request: Request) -> Page:
        from zopa.answers.deals import deals_page

        return deals_page(question, found, request, counted=not options.no_count)

    def as_json(_: Question, found: Deals) -> dict[str, Any]:
        from zopa.interchange.deals import deals_json

        return deals_json(found)

    def completeness(found: Deals) -> Completeness:
        # What was not to be counted is not missing.
        return Completeness.PROVED if options.no_count else found.completeness

    def method(found: Deals) -> str:
        from zopa.interchange.asked import method_of

        return method_of(found)

    return answer(options, QuestionForm("deals", find, completeness, method, page, as_json))

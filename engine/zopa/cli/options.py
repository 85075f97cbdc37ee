"""`zopa options`: what is still possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zopa.cli.ask import QuestionForm, answer
from zopa.questions.assumptions import term_named
from zopa.questions.options import Options, Why, options, why
from zopa.questions.question import Completeness

if TYPE_CHECKING:
    import argparse

    from zopa.answers.asking import Request
    from zopa.answers.page import Page
    from zopa.questions.question import Question

__all__ = ["run"]


@dataclass(frozen=True, slots=True)
class Found:
    """The marks, and the reason of one if it was asked for."""

    options: Options
    why: Why | None = None


def run(arguments: argparse.Namespace) -> int:
    """Mark every term, or give the reason for one mark."""
    asked: str | None = arguments.why

    def find(question: Question) -> Found:
        space, scenario, context = question.space, question.scenario, question.context
        if asked is not None:
            issue, term = term_named(space.problem.corpus, asked)
            marks = options(space, scenario, context, numbers=True)
            return Found(marks, why(space, scenario, context, issue, term))
        count = not arguments.no_count
        return Found(options(space, scenario, context, count=count, numbers=True))

    def completeness(found: Found) -> Completeness:
        uncounted = found.options.left is None and not (arguments.no_count or asked)
        unknown = uncounted or found.options.feasible is None
        return Completeness.AT_LEAST if unknown else Completeness.PROVED

    def method(found: Found) -> str:
        from zopa.interchange.asked import method_of

        return method_of(found.options)

    def page(question: Question, found: Found, request: Request) -> Page:
        from zopa.answers.options import options_page, reason_page

        if asked is not None:
            return reason_page(question, found.options, found.why, asked, request)
        counted = not arguments.no_count
        return options_page(question, found.options, request, counted=counted)

    def as_json(question: Question, found: Found) -> dict[str, Any]:
        from zopa.interchange.options import options_json

        return options_json(question, found.options, found.why)

    return answer(arguments, QuestionForm("options", find, completeness, method, page, as_json))

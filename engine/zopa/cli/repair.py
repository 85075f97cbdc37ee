"""`zopa repair`: the nearest deals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import QuestionForm, answer
from zopa.questions.assumptions import issues_to_keep
from zopa.questions.repair import Repairs, repair

if TYPE_CHECKING:
    import argparse

    from zopa.answers.asking import Request
    from zopa.answers.page import Page
    from zopa.questions.question import Completeness, Question

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Find the deals that change the fewest of the draft's choices."""
    keep = tuple(dict.fromkeys(options.keep))

    def find(question: Question) -> Repairs:
        issues_to_keep(question, keep)
        return repair(
            question.space,
            question.scenario,
            question.context,
            keep=keep,
            limit=options.limit,
        )

    def completeness(found: Repairs) -> Completeness:
        return found.completeness

    def page(question: Question, found: Repairs, request: Request) -> Page:
        from zopa.answers.repair import repair_page

        return repair_page(question, found, request, keep=keep)

    def as_json(_: Question, found: Repairs) -> dict[str, Any]:
        from zopa.interchange.repair import repair_json

        return repair_json(found)

    form = QuestionForm("repair", find, completeness, lambda _: "sat", page, as_json)
    return answer(options, form)

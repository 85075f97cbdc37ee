"""`zopa conflicts`: minimal sets of positions that no agreement respects together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import QuestionForm, Tally, answer
from zopa.questions.conflicts import Conflicts, conflicts

if TYPE_CHECKING:
    import argparse

    from zopa.answers.asking import Request
    from zopa.answers.page import Page
    from zopa.questions.question import Completeness, Question

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """List the minimal conflicts, smallest first."""
    tally = Tally(options, "conflict")

    def find(question: Question) -> Conflicts:
        return conflicts(
            question.space,
            question.scenario,
            question.context,
            limit=options.limit,
            heard=tally,
        )

    def completeness(found: Conflicts) -> Completeness:
        return found.completeness

    def page(question: Question, found: Conflicts, request: Request) -> Page:
        from zopa.answers.conflicts import conflicts_page

        return conflicts_page(question, found, request)

    def as_json(question: Question, found: Conflicts) -> dict[str, Any]:
        from zopa.interchange.conflicts import conflicts_json

        return conflicts_json(question, found)

    return answer(
        options,
        QuestionForm("conflicts", find, completeness, lambda _: "sat", page, as_json, tally),
    )

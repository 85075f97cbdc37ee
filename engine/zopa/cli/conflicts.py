"""`zopa conflicts`: which positions cannot hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import Form, Tally, answer
from zopa.questions.conflicts import Conflicts, conflicts

if TYPE_CHECKING:
    import argparse

    from zopa.questions.question import Completeness, Question
    from zopa.render.asked import Page

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

    def text(question: Question, found: Conflicts, page: Page) -> str:
        from zopa.render.conflicts import conflicts_text

        return conflicts_text(question, found, page)

    def as_json(question: Question, found: Conflicts) -> dict[str, Any]:
        from zopa.interchange.conflicts import conflicts_json

        return conflicts_json(question, found)

    return answer(
        options,
        Form("conflicts", find, completeness, lambda _: "sat", text, as_json, tally=tally),
    )

"""`zopa repair`: the nearest deals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import Form, answer
from zopa.questions.assumptions import issues_to_keep
from zopa.questions.repair import Repairs, repair

if TYPE_CHECKING:
    import argparse

    from zopa.questions.question import Completeness, Question
    from zopa.render.asked import Page

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

    def text(question: Question, found: Repairs, page: Page) -> str:
        from zopa.render.repair import repair_text

        return repair_text(question, found, page, keep=keep)

    def as_json(_: Question, found: Repairs) -> dict[str, Any]:
        from zopa.interchange.repair import repair_json

        return repair_json(found)

    return answer(options, Form("repair", find, completeness, lambda _: "sat", text, as_json))

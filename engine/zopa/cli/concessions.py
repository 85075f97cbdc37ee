"""`zopa concessions`: who would have to move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import Form, Tally, answer
from zopa.questions.concessions import Ledger, concessions
from zopa.questions.question import Completeness

if TYPE_CHECKING:
    import argparse

    from zopa.questions.question import Question
    from zopa.render.asked import Page

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Write the ledger of minimal concessions."""
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

    def text(question: Question, found: Ledger, page: Page) -> str:
        from zopa.render.concessions import concessions_text

        return concessions_text(question, found, page)

    def as_json(question: Question, found: Ledger) -> dict[str, Any]:
        from zopa.interchange.concessions import concessions_json

        return concessions_json(question, found)

    return answer(
        options,
        Form("concessions", find, completeness, lambda _: "sat", text, as_json, tally=tally),
    )

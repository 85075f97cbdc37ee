"""`zopa sweep`: which ambiguity, which day and which doubt decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import Form, answer
from zopa.questions.sweep import Sweep, sweep

if TYPE_CHECKING:
    import argparse

    from zopa.questions.question import Completeness, Question
    from zopa.render.asked import Page

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Ask again under other readings, on other days and without doubtful lines."""

    def find(question: Question) -> Sweep:
        return sweep(question.space, question.scenario, question.context)

    def completeness(found: Sweep) -> Completeness:
        return found.readings.completeness

    def text(question: Question, found: Sweep, page: Page) -> str:
        from zopa.render.sweep import sweep_text

        return sweep_text(question, found, page)

    def as_json(_: Question, found: Sweep) -> dict[str, Any]:
        from zopa.interchange.sweep import sweep_json

        return sweep_json(found)

    return answer(options, Form("sweep", find, completeness, lambda _: "sat", text, as_json))

"""That a draft contradicts the rules, as the texts say it that are not pages yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.render.asked import ways_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.questions.question import Question
    from zopa.render.asked import Page

__all__ = ["rules_contradict_text"]


def rules_contradict_text(question: Question, page: Page) -> Iterator[str]:
    """That the answer is not the parties' doing."""
    if question.scenario.choices:
        conclusion = "No agreement keeps the choices of this draft: they contradict the rules."
    else:
        conclusion = "No agreement is possible: the rules contradict each other."
    yield page.style("crossed", page.line(conclusion))
    yield page.line("No position of anybody plays a part in that.")
    where = {"check {draft}": "which choices and rules clash"}
    yield from ways_on(question, page, where if question.scenario.path else {"validate": "why"})

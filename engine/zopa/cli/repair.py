"""`zopa repair`: the nearest deals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.asking import Form, answer
from zopa.cli.unable import Unable
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.repair import Repairs, repair

if TYPE_CHECKING:
    import argparse

    from zopa.question import Completeness, Question
    from zopa.render.asked import Page

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Find the deals that change the fewest of the draft's choices."""
    keep = tuple(dict.fromkeys(options.keep))

    def find(question: Question) -> Repairs:
        for issue in keep:
            _known(question, issue)
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
        from zopa.report.repair import repair_json

        return repair_json(found)

    return answer(options, Form("repair", find, completeness, lambda _: "sat", text, as_json))


def _known(question: Question, issue: str) -> None:
    """Raises `Unable` for an issue that the draft does not decide."""
    if issue in question.facts:
        return
    if issue in question.space.problem.corpus.issues:
        message = f"the draft does not decide {quoted(issue)}, so there is nothing to keep"
        raise Unable(message, f"decided: {listed(question.facts, joiner='and') or 'nothing'}")
    near = did_you_mean(issue, question.space.problem.corpus.issues)
    message = f"no issue {quoted(issue)}"
    raise Unable(
        message,
        f"did you mean {listed(near)}?"
        if near
        else f"decided: {listed(question.facts, joiner='and') or 'nothing'}",
    )

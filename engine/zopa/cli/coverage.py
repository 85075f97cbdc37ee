"""`zopa coverage`: issues without positions, and unused statements and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.cli.output import as_json, deliver
from zopa.cli.workspace import open_space, open_workspace, typed_from
from zopa.model.context import context_of
from zopa.questions.coverage import coverage
from zopa.questions.question import NOTHING_CHOSEN

if TYPE_CHECKING:
    import argparse

    from zopa.writers.style import Style

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """List the gaps of the corpus."""
    workspace = open_workspace(options)
    open_space(workspace)  # for its word on terms with errors
    corpus = workspace.corpus
    day = options.as_of or corpus.as_of
    found = coverage(corpus, day, workspace.scenarios.values())

    def text(style: Style, columns: int) -> str:
        from zopa.answers.coverage import coverage_page
        from zopa.answers.page import Next
        from zopa.writers.terminal import page_text

        command = typed_from(options, workspace).command("show ID")
        commands = [Next(command, "show an item and everything that refers to it")]
        page = coverage_page(corpus, found, day, commands=commands)
        return page_text(page, style, columns, quiet=options.quiet)

    def json_text(_: Style, __: int) -> str:
        from zopa.interchange.asked import asked_json
        from zopa.interchange.coverage import coverage_json
        from zopa.interchange.envelope import envelope

        context = context_of(corpus, as_of=day)
        return as_json(
            envelope(
                "coverage",
                coverage_json(found),
                context=asked_json(workspace, NOTHING_CHOSEN, context, "reading"),
            )
        )

    deliver(options, {"text": text, "json": json_text})
    return 0

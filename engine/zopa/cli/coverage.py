"""`zopa coverage`: what nobody speaks to, and what nothing uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.cli.output import as_json, deliver
from zopa.cli.workspace import open_space, open_workspace
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
    found = coverage(corpus, day)

    def text(style: Style, columns: int) -> str:
        from zopa.render.asked import Page
        from zopa.render.coverage import coverage_text

        return coverage_text(corpus, found, day, Page(style, columns, quiet=options.quiet))

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

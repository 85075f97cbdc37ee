"""`zopa coverage`: gaps in the corpus, and the cited places of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zopa.cli.ask import tell_findings
from zopa.cli.output import as_json, deliver
from zopa.cli.streams import Unable
from zopa.cli.workspace import (
    chosen_scenarios,
    open_workspace,
    refuse_unsound,
    typed_from,
)
from zopa.model.context import context_of
from zopa.questions.coverage import coverage, source_coverage
from zopa.questions.listing import Filters, listing, tags, topics
from zopa.questions.question import NOTHING_CHOSEN
from zopa.workspace import usual_topics

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from zopa.workspace import Workspace
    from zopa.writers.style import Style

__all__ = ["run"]

TAGGED: Final = ("issues", "terms", "positions")
"""Kinds of things that can have tags."""


def run(options: argparse.Namespace) -> int:
    """List the gaps of the corpus, or the citations of the places of a source."""
    drafts = [options.scenario] if options.scenario else []
    if options.source is not None and (options.topics or drafts):
        message = "--source is about the whole corpus: it goes with no scenario and no --topics"
        raise Unable(message, "leave out --source, or the other")
    workspace = open_workspace(options, drafts)
    refuse_unsound(workspace)
    if options.topics or drafts:
        return _of_topics(options, workspace, drafts)
    if options.source is not None:
        return _of_source(options, workspace)
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
        from zopa.interchange.envelope import envelope
        from zopa.interchange.questions import asked_json, coverage_json

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


def _of_topics(options: argparse.Namespace, workspace: Workspace, drafts: Sequence[str]) -> int:
    corpus, draft = workspace.corpus, NOTHING_CHOSEN
    for each in chosen_scenarios(workspace, drafts, options.directory) if drafts else ():
        if isinstance(each, str):
            return tell_findings(options, workspace.errors_in(each), workspace)
        draft = each
    found = topics(corpus, usual_topics(corpus), draft)

    def text(style: Style, columns: int) -> str:
        from zopa.answers.coverage import topics_page
        from zopa.answers.page import Next
        from zopa.writers.terminal import page_text

        every = Filters(tag=tuple(tags(corpus)))
        having = (x for x in TAGGED if every.tag and listing(corpus, {}, x, every))
        kind = next(having, "")
        words = f"list {kind} --tag TAG" if kind else "set ISSUE tags=TOPIC"
        does = f"list the {kind} with a tag" if kind else "say that an issue is about a topic"
        command = Next(typed_from(options, workspace).command(words), does)
        page = topics_page(corpus, draft, found, commands=[command])
        return page_text(page, style, columns, quiet=options.quiet)

    def json_text(_: Style, __: int) -> str:
        from zopa.interchange.envelope import envelope
        from zopa.interchange.questions import asked_json, topics_json

        context = context_of(corpus, draft, as_of=options.as_of)
        return as_json(
            envelope(
                "topics",
                topics_json(found),
                context=asked_json(workspace, draft, context, "reading"),
            )
        )

    deliver(options, {"text": text, "json": json_text})
    return 0


def _of_source(options: argparse.Namespace, workspace: Workspace) -> int:
    corpus = workspace.corpus
    found = source_coverage(corpus, options.source, workspace.scenarios.values())

    def text(style: Style, columns: int) -> str:
        from zopa.answers.coverage import source_coverage_page
        from zopa.answers.page import Next
        from zopa.writers.terminal import page_text

        command = typed_from(options, workspace).command(f"show {options.source}")
        commands = [Next(command, "show the source")]
        page = source_coverage_page(corpus, found, commands=commands)
        return page_text(page, style, columns, quiet=options.quiet)

    def json_text(_: Style, __: int) -> str:
        from zopa.interchange.envelope import envelope
        from zopa.interchange.questions import asked_json, source_coverage_json

        context = context_of(corpus, as_of=options.as_of)
        return as_json(
            envelope(
                "source-coverage",
                source_coverage_json(corpus, found),
                context=asked_json(workspace, NOTHING_CHOSEN, context, "reading"),
            )
        )

    deliver(options, {"text": text, "json": json_text})
    return 0

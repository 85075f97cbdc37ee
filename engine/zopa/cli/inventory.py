"""Content of the corpus: `zopa list KIND`, `show ID`, and `coverage` for what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zopa.cli.output import as_json, deliver
from zopa.cli.streams import Unable
from zopa.cli.whereabouts import tell
from zopa.cli.workspace import (
    chosen_scenarios,
    open_workspace,
    refuse_unsound,
    typed_from,
)
from zopa.diagnostics import did_you_mean, listed, quoted, shown
from zopa.model.context import context_of
from zopa.model.cross_references import called, things
from zopa.questions import NOTHING_CHOSEN, party_called
from zopa.questions.listing import Filters, filtered, listing, tags, topics
from zopa.workspace import usual_topics

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from zopa.model.cross_references import Thing
    from zopa.workspace import Workspace
    from zopa.writers import Style

__all__ = ["gaps", "list_items", "show"]


def list_items(options: argparse.Namespace) -> int:
    """List the things of a kind."""
    if options.ids and options.format != "text":
        message = f"--ids writes ids alone, and --format {options.format} whole rows"
        raise Unable(message, "leave one of the two out")
    workspace = open_workspace(options)
    corpus, scenarios, kind = workspace.corpus, workspace.scenarios, options.kind_of_thing
    filters = filtered(corpus, kind, _filters(options))
    if filters.issue or filters.party:
        refuse_unsound(workspace)
    _tell_errors(options, workspace, kind)
    day = options.as_of or corpus.as_of
    names = listing(corpus, scenarios, kind, filters)

    def text(style: Style, columns: int) -> str:
        if options.ids:
            return "".join(f"{shown(each)}\n" for each in names)
        from zopa.answers import Next
        from zopa.answers.coverage import listing_page
        from zopa.writers.terminal import page_text

        command = typed_from(options, workspace).command("show ID")
        page = listing_page(
            corpus,
            scenarios,
            kind,
            names,
            filters=filters,
            day=day,
            commands=[Next(command, "show one of them in full")],
        )
        return page_text(page, style, columns, quiet=options.quiet)

    def csv_text(_: Style, __: int) -> str:
        from zopa.interchange.listing import COLUMNS, listing_rows
        from zopa.writers.tables import list_csv

        return list_csv(COLUMNS[kind], listing_rows(corpus, scenarios, kind, names, day))

    def json_text(_: Style, __: int) -> str:
        from zopa.interchange.envelope import envelope
        from zopa.interchange.listing import listing_json
        from zopa.interchange.questions import asked_json

        context = context_of(corpus, as_of=day)
        return as_json(
            envelope(
                "list",
                listing_json(corpus, scenarios, kind, names, filters=filters, day=day),
                context=asked_json(workspace, NOTHING_CHOSEN, context, "reading"),
            )
        )

    deliver(options, {"text": text, "csv": csv_text, "json": json_text})
    return 0


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(
        tuple(options.party),
        tuple(options.issue),
        tuple(options.source),
        tuple(options.speaker),
        tuple(options.kind),
        tuple(options.tag),
        options.day_later,
        options.day_earlier,
    )


def _tell_errors(options: argparse.Namespace, workspace: Workspace, kind: str) -> None:
    """Report which items may be missing from the list, beside it."""
    if not workspace.sound:
        tell(options, "zopa: files in terms/ have errors, so something may be missing here")
    if kind == "scenarios":
        built = {each.path for each in workspace.scenarios.values()}
        left = [
            path
            for path in workspace.documents
            if path.startswith("scenarios/") and path not in built
        ]
        if left:
            have = "has" if len(left) == 1 else "have"
            tell(options, f"zopa: {listed(left, joiner='and')} {have} errors; not in this list")


MOST_NAMED = 5
"""Maximum number of suggested items with the requested short id."""


def show(options: argparse.Namespace) -> int:
    """Print everything that the id names."""
    workspace = open_workspace(options)
    found = _found(workspace, options.id)
    if not workspace.sound:
        tell(options, "zopa: files in terms/ have errors, so something may be missing here")

    def text(style: Style, columns: int) -> str:
        from zopa.answers.show import show_page
        from zopa.writers.terminal import page_text

        return "\n".join(page_text(show_page(workspace, x), style, columns) for x in found)

    def json_text(_: Style, __: int) -> str:
        from zopa.interchange.envelope import context_json, envelope, files_json
        from zopa.interchange.listing import show_json

        context = context_json(context_of(workspace.corpus)) | {
            **files_json(workspace),
            "method": "look-up",
        }
        return as_json(envelope("show", show_json(workspace, found), context=context))

    deliver(options, {"text": text, "json": json_text})
    return 0


def _found(workspace: Workspace, name: str) -> Sequence[Thing]:
    found = called(workspace.corpus, workspace.scenarios, name)
    if found:
        return found
    if (party := party_called(workspace.corpus, name)) is not None:
        return called(workspace.corpus, workspace.scenarios, party)
    names = [each.id for each in things(workspace.corpus, workspace.scenarios)]
    ending = [each for each in names if each.rpartition("/")[2] == name]
    near = ending[:MOST_NAMED] or did_you_mean(name, names)
    message = f"nothing here is called {quoted(name)}"
    way_out = [f"did you mean {listed(near)}?"] if near else []
    if not workspace.sound:
        way_out.append("the terms have errors; zopa validate shows them")
    elif not near:
        way_out.append("positions are written party/id, terms issue/term")
    raise Unable(message, *way_out)


TAGGED: Final = ("issues", "terms", "positions")
"""Kinds of things that can have tags."""


def gaps(options: argparse.Namespace) -> int:
    """List the gaps of the corpus, or the citations of the places of a source."""
    from zopa.questions.coverage import coverage

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
        from zopa.answers import Next
        from zopa.answers.coverage import coverage_page
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
            from zopa.cli.ask import tell_findings

            return tell_findings(options, workspace.errors_in(each), workspace)
        draft = each
    found = topics(corpus, usual_topics(corpus), draft)

    def text(style: Style, columns: int) -> str:
        from zopa.answers import Next
        from zopa.answers.coverage import topics_page
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
    from zopa.questions.coverage import source_coverage

    corpus = workspace.corpus
    found = source_coverage(corpus, options.source, workspace.scenarios.values())

    def text(style: Style, columns: int) -> str:
        from zopa.answers import Next
        from zopa.answers.coverage import source_coverage_page
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

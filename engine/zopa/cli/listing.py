"""`zopa list KIND`: the items of one kind that pass the filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.cli.output import as_json, deliver
from zopa.cli.streams import Unable
from zopa.cli.whereabouts import tell
from zopa.cli.workspace import open_workspace, refuse_unsound, typed_from
from zopa.diagnostics import listed, shown
from zopa.model.context import context_of
from zopa.questions.listing import Filters, filtered, listing
from zopa.questions.question import NOTHING_CHOSEN

if TYPE_CHECKING:
    import argparse

    from zopa.workspace import Workspace
    from zopa.writers.style import Style

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
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
        from zopa.answers.listing import listing_page
        from zopa.answers.page import Next
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

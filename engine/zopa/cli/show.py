"""`zopa show ID`: one item in full, and everything that refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.cli.output import as_json, deliver
from zopa.cli.streams import Unable
from zopa.cli.whereabouts import tell
from zopa.cli.workspace import open_workspace
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.model.cross_references import called, things
from zopa.questions.assumptions import party_called

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from zopa.model.cross_references import Thing
    from zopa.workspace import Workspace
    from zopa.writers.style import Style

__all__ = ["run"]

MOST_NAMED = 5
"""Maximum number of suggested items with the requested short id."""


def run(options: argparse.Namespace) -> int:
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
        from zopa.interchange.show import show_json
        from zopa.model.context import context_of

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

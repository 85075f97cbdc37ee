"""`zopa set ID KEY=VALUE …`: choices of a scenario, fields of anything."""

from __future__ import annotations

import datetime as dt
import shlex
from typing import TYPE_CHECKING

from zopa.cli.editing import carry_out, named_thing, workspace_to_edit
from zopa.cli.unable import Unable
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.edit.changes import Choose, Set
from zopa.edit.fields import ThingKind, fields
from zopa.edit.typed import typed, typed_choice

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from zopa.edit.changes import Edit
    from zopa.edit.fields import EditedThing, Field
    from zopa.workspace import Workspace

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Change the named values, and no other byte."""
    workspace = workspace_to_edit(options)
    kind = options.kind or _scenario(workspace, options.id)
    thing = named_thing(workspace, options.id, kind)
    today = dt.datetime.now().astimezone().date()
    known = {each.key: each for each in fields(thing.kind)}
    edits = [_edit(workspace, thing, known, each, today) for each in options.values]
    return carry_out(options, workspace, edits, [("changed", thing.kind, thing.id)])


def _scenario(workspace: Workspace, name: str) -> str | None:
    """`scenario` if a scenario has the name: choices are set most, so scenarios go first."""
    return ThingKind.SCENARIO if f"scenarios/{name}.yaml" in workspace.documents else None


def _edit(
    workspace: Workspace,
    thing: EditedThing,
    known: Mapping[str, Field],
    said: str,
    today: dt.date,
) -> Edit:
    key, equals, text = said.partition("=")
    if not equals:
        message = f"{quoted(said)} sets nothing"
        raise Unable(message, "write KEY=VALUE, a value with blanks in quotes; KEY= removes it")
    if key.startswith("--"):  # argparse takes a word with a blank for no flag
        message = f"no flag {quoted(key)}"
        raise Unable(message, f"without dashes: zopa set ID {key[2:]}={shlex.quote(text)}")
    issues = workspace.corpus.issues
    if thing.kind is ThingKind.SCENARIO and key in issues:
        value = typed_choice(issues[key], text, today=today) if text.strip() else None
        return Choose(thing.id, key, value)
    if key in known:
        value = None
        if text.strip():
            value = typed(known[key], text, today=today, near=workspace.corpus.as_of)
        return Set(thing.kind, thing.id, {key: value})
    names = [*known, *issues] if thing.kind is ThingKind.SCENARIO else [*known]
    near = did_you_mean(key, names)
    what = (
        "issue and no field" if thing.kind is ThingKind.SCENARIO else f"field of a {thing.kind}"
    )
    message = f"{quoted(key)} is no {what}"
    meant = f"did you mean {listed(near)}?" if near else f"fields: {', '.join(known)}"
    raise Unable(message, meant)

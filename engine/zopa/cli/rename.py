"""`zopa rename OLD NEW`: a new id at all of its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.cli.editing import carry_out, named_thing, workspace_to_edit
from zopa.edit.changes import Rename

if TYPE_CHECKING:
    import argparse

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Rename it in every file that refers to it."""
    workspace = workspace_to_edit(options)
    thing = named_thing(workspace, options.id, options.kind)
    owner, slash, _ = thing.id.rpartition("/")
    new = options.new.removeprefix(f"{owner}/") if slash else options.new
    edits = [Rename(thing.kind, thing.id, new)]
    return carry_out(
        options,
        workspace,
        edits,
        [(f"renamed {thing.id} to", thing.kind, f"{owner}{slash}{new}")],
    )

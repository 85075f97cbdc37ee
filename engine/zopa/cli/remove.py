"""`zopa remove ID`: remove a thing, unless others refer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.cli.editing import carry_out, named_thing, workspace_to_edit
from zopa.edit.changes import Remove

if TYPE_CHECKING:
    import argparse

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Remove the thing."""
    workspace = workspace_to_edit(options)
    thing = named_thing(workspace, options.id, options.kind)
    edits = [Remove(thing.kind, thing.id)]
    return carry_out(options, workspace, edits, [("removed", thing.kind, thing.id)])

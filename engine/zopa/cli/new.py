"""`zopa new SCENARIO`: a scenario to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.editing import carry_out, named_thing, workspace_to_edit
from zopa.edit.changes import Add, SetComment
from zopa.edit.entry import every_answer
from zopa.edit.fields import ThingKind, order

if TYPE_CHECKING:
    import argparse

    from zopa.edit.changes import Edit

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Write the scenario."""
    workspace = workspace_to_edit(options)
    name: str = options.scenario
    title = options.title or name.replace("-", " ").capitalize()
    said: dict[str, Any] = {"id": name, "title": title}
    if options.silent:
        said["otherwise"] = "silent"
    if options.source is not None:
        other = named_thing(workspace, options.source, ThingKind.SCENARIO)
        if "from" in order(ThingKind.SCENARIO):
            said["from"] = other.id
        else:
            said |= {
                key: each for key, each in other.data.items() if key in ("choices", "as-of")
            }
    said.setdefault("choices", {})
    edits: list[Edit] = [Add(ThingKind.SCENARIO, said)]
    if options.list:
        edits.append(SetComment(f"scenarios/{name}.yaml", every_answer(workspace.corpus)))
    return carry_out(options, workspace, edits, [("added", ThingKind.SCENARIO, name)])

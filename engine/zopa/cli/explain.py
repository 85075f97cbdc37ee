"""`zopa explain CODE`: the meaning of a diagnostic."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from zopa.cli.streams import say
from zopa.cli.unable import Unable
from zopa.diagnostics import quoted
from zopa.diagnostics.codes import explanation, find, way_to_diagnostic

if TYPE_CHECKING:
    import argparse

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Print the catalogue's page of a code or name; without one, the files of a workspace."""
    if options.code is None:
        say(_files())
        return 0
    kind = find(options.code)
    if kind is None:
        message = f"no diagnostic {quoted(options.code)}"
        raise Unable(message, way_to_diagnostic(options.code))
    say(f"{kind.code} {kind.name} ({kind.severity})\n\n{explanation(kind)}\n")
    return 0


def _files() -> str:
    """The content of each file of a workspace, by the descriptions of the schemas."""
    from zopa.files.layout import shipped
    from zopa.schemas import Role, schema_name

    told = []
    for role in Role:
        text = (shipped("schema") / schema_name(role)).read_text(encoding="utf-8")
        about = str(json.loads(text)["description"])
        says, _, place = about.removesuffix(").").rpartition(" (")
        told.append((place, says))
    width = max(len(place) for place, _ in told)
    lines = "".join(f"  {place:<{width}}  {says}\n" for place, says in told)
    return (
        f"The files of a workspace:\n\n{lines}\n"
        "docs/format.md has the whole format; zopa schema writes it for editors.\n"
        "zopa explain CODE says what a finding means; zopa rules lists the codes.\n"
    )

"""`zopa rules` and `zopa explain CODE`: the catalogue of diagnostics."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from zopa.cli.output import as_json, deliver
from zopa.cli.streams import Unable, say
from zopa.diagnostics import CATALOGUE, explanation, find, quoted, way_to_diagnostic

if TYPE_CHECKING:
    import argparse

    from zopa.writers import Style

__all__ = [
    "explain",
    "rules",
]


def rules(options: argparse.Namespace) -> int:
    """List code, name and severity of every diagnostic."""

    def text(style: Style, _: int) -> str:
        width = max(len(kind.name) for kind in CATALOGUE.values())
        return "".join(
            f"{style('bold', kind.code)}  {kind.name:<{width}}  {kind.severity}\n"
            for kind in CATALOGUE.values()
        )

    def json_text(_: Style, __: int) -> str:
        kinds = [
            {
                "code": kind.code,
                "name": kind.name,
                "severity": str(kind.severity),
                "explanation": explanation(kind),
            }
            for kind in CATALOGUE.values()
        ]
        return as_json({"format": "zopa-rules", "version": 1, "rules": kinds})

    deliver(options, {"text": text, "json": json_text})
    return 0


def explain(options: argparse.Namespace) -> int:
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
    from zopa.files import Role, shipped
    from zopa.schemas import schema_name

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

"""`zopa rules`: the catalogue of diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.cli.output import as_json, deliver
from zopa.diagnostics.codes import CATALOGUE, explanation

if TYPE_CHECKING:
    import argparse

    from zopa.writers import Style

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
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

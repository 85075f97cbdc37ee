"""`zopa explain CODE`: what a diagnostic means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.cli.streams import say
from zopa.cli.unable import Unable
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.diagnostics.catalogue import CATALOGUE, find

if TYPE_CHECKING:
    import argparse

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Print the catalogue's page of a code or name."""
    kind = find(options.code)
    if kind is None:
        names = [*CATALOGUE, *(each.name for each in CATALOGUE.values())]
        near = did_you_mean(options.code, names)
        message = f"no diagnostic {quoted(options.code)}"
        raise Unable(
            message, f"did you mean {listed(near)}?" if near else "zopa rules lists them"
        )
    say(f"{kind.code} {kind.name} ({kind.severity})\n\n{kind.explanation.strip()}\n")
    return 0

"""`zopa tui`: the terminal interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.cli.unable import Unable

if TYPE_CHECKING:
    import argparse

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Say that there is none yet."""
    del options
    message = "the terminal interface is not there yet"
    raise Unable(message, "zopa check SCENARIO says whose lines a draft crosses")

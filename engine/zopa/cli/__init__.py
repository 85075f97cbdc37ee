"""The command line: `zopa [-C DIR] COMMAND …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    try:
        from zopa.cli.run import run

        return run(arguments)
    except KeyboardInterrupt:
        return 130

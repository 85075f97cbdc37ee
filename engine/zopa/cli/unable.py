"""What ends a command that cannot do its job."""

from __future__ import annotations

from zopa.cli.streams import complain

__all__ = ["UNABLE", "Unable", "tell_unable"]

UNABLE = 2
"""Usage, nothing matched, unreadable, incomplete, or a fault of zopa's own."""


class Unable(Exception):  # noqa: N818  # names the exit code it leads to
    """The command cannot do what it was asked; exit code 2."""

    def __init__(self, message: str, *way_out: str) -> None:
        super().__init__(message)
        self.message = message
        self.way_out = way_out


def tell_unable(end: Unable) -> int:
    """Say why, and the way out; returns the exit code."""
    from zopa.diagnostics import shown

    complain(f"zopa: {shown(end.message)}", *(f"  help: {shown(each)}" for each in end.way_out))
    return UNABLE

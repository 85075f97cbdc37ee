"""What ends a command that cannot do its job."""

from __future__ import annotations

from zopa.cli.streams import complain
from zopa.refusal import Refused

__all__ = ["UNABLE", "Unable", "tell_unable"]

UNABLE = 2
"""Usage, nothing matched, unreadable, incomplete, or a fault of zopa's own."""


class Unable(Refused):
    """The command cannot do what it was asked; exit code 2."""


def tell_unable(end: Refused) -> int:
    """Say why, and the way out; returns the exit code."""
    from zopa.diagnostics import shown

    complain(f"zopa: {shown(end.message)}", *(f"  help: {shown(each)}" for each in end.way_out))
    return UNABLE

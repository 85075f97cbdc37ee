"""Errors that end a command that cannot do its job."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from zopa.cli.streams import aside, complain
from zopa.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["UNABLE", "NoScenarios", "Unable", "Unsound", "tell_runner", "tell_unable"]

UNABLE = 2
"""Usage error, no match, unreadable, incomplete, or a bug of zopa."""


class Unable(Refused):
    """The command cannot do its job; exit code 2."""


class Unsound(Unable):
    """The terms have errors, so no question can be answered."""


class NoScenarios(Unable):
    """The workspace has no scenarios, so there is no answer."""


def tell_unable(end: Refused) -> int:
    """Report the reason and the help; return the exit code."""
    from zopa.diagnostics import shown

    complain(f"zopa: {shown(end.message)}", *(f"  help: {shown(each)}" for each in end.way_out))
    tell_runner(end.message, end.way_out)
    return UNABLE


def tell_runner(message: str, ways_out: Sequence[str] = ()) -> None:
    """Report on GitHub, where few users read logs, why there is no answer."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return
    from zopa.cli.summary import add_to_summary
    from zopa.interchange.ci import unable, unable_summary

    aside(unable(message, ways_out), commands=True)
    with suppress(OSError):
        add_to_summary(lambda _: unable_summary(message, ways_out))

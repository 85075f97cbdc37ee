"""The two text streams of a command, and the one place that writes to them.

A build server obeys lines of a log. zopa writes its own commands with
`say(text, commands=True)`. In all other lines, the beginning of a possible command is
broken up, and so are `##[` and similar text anywhere. The control characters that GitLab's
markers need are broken up in quoted text of files, see `zopa.diagnostics.shown`.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from zopa import Refused
from zopa.diagnostics import BUILD_COMMAND

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

__all__ = [
    "UNABLE",
    "NoScenarios",
    "Unable",
    "Unsound",
    "aside",
    "complain",
    "errors",
    "keep_errors",
    "let_go",
    "say",
    "take_streams",
    "tell_unable",
]


COMMAND = re.compile(r"^((?:[^\S\n]|\x1b\[[0-9;]*m)*)::(?!:(?:\x1b\[[0-9;]*m)* )", re.MULTILINE)
"""Commands that GitHub's runner obeys; it ignores blanks before them.

The arrow `::: ` to a second place of a finding is excluded: no command has that name.
"""


def take_streams() -> None:
    """Make both streams take every text, also if the caller closed them."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # to the end
            setattr(sys, name, nowhere)
        reconfigure = getattr(getattr(sys, name), "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


class _Own:
    """Where zopa's own words go when they alone may reach stderr."""

    errors: TextIO | None = None


def errors() -> TextIO:
    """Where zopa complains: stderr."""
    return _Own.errors or sys.stderr


def keep_errors() -> None:
    """Have nothing but zopa's own words reach stderr from now on.

    Libraries write there too as they end the process, and Python of threads that have ended.
    """
    _Own.errors = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="backslashreplace")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def let_go(stream: TextIO) -> None:
    """Discard pending output of a stream, so that Python's end does not fail on it."""
    with suppress(OSError, ValueError):  # without a file nothing is left
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def inert(text: str) -> str:
    """Text without commands for a build server."""
    text = COMMAND.sub(r"\1: :", text) if "::" in text else text
    return BUILD_COMMAND.sub("# #", text) if "##" in text else text


def say(text: str, *, commands: bool = False) -> None:
    """Write to stdout; if its reader has gone, discard the rest.

    Args:
        text: whole lines.
        commands: True if some lines are meant for GitHub's runner.
    """
    try:
        sys.stdout.write(text if commands else inert(text))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(*lines: str) -> None:
    """Write these lines to stderr, if possible."""
    aside("".join(f"{line}\n" for line in lines))


def aside(text: str, *, commands: bool = False) -> None:
    """Write whole lines to stderr, if possible."""
    try:
        errors().write(text if commands else inert(text))
        errors().flush()
    except OSError:
        let_go(errors())


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
    from zopa.cli.output import add_to_summary
    from zopa.interchange.ci import unable, unable_summary

    aside(unable(message, ways_out), commands=True)
    with suppress(OSError):
        add_to_summary(lambda _: unable_summary(message, ways_out))

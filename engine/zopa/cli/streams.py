"""The two streams of text that a command writes to, and the one place that writes to them.

A build server obeys lines of a log. Those that zopa itself means as commands are written
with `say(text, commands=True)`; in every other line that one could take for a command, the
beginning is broken up, and so are `##[` and its like wherever they stand. The control
characters that GitLab's markers need are broken up where files are quoted, see
`zopa.diagnostics.shown`.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.diagnostics.messages import BUILD_COMMAND

if TYPE_CHECKING:
    from typing import TextIO

__all__ = [
    "aside",
    "complain",
    "errors",
    "inert",
    "keep_errors",
    "let_go",
    "say",
    "take_streams",
]

COMMAND = re.compile(r"^((?:[^\S\n]|\x1b\[[0-9;]*m)*)::(?!:(?:\x1b\[[0-9;]*m)* )", re.MULTILINE)
"""What GitHub's runner obeys: blanks before it are nothing to it.

Not the arrow `::: ` to a second place of a finding: no command has that name.
"""


def take_streams() -> None:
    """Make both streams take every text, also where the caller closed them."""
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
    """Send what is left for a stream nowhere, so that Python's end does not fail on it."""
    with suppress(OSError, ValueError):  # one that is no file has nothing left
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def inert(text: str) -> str:
    """Text of which no line is a command to a build server."""
    text = COMMAND.sub(r"\1: :", text) if "::" in text else text
    return BUILD_COMMAND.sub("# #", text) if "##" in text else text


def say(text: str, *, commands: bool = False) -> None:
    """Write to stdout; whoever reads it may have had enough, and then the rest goes nowhere.

    Args:
        text: whole lines.
        commands: whether lines of it are meant for GitHub's runner.
    """
    try:
        sys.stdout.write(text if commands else inert(text))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(*lines: str) -> None:
    """Say these lines on stderr, if that can be written to."""
    aside("".join(f"{line}\n" for line in lines))


def aside(text: str, *, commands: bool = False) -> None:
    """Write whole lines to stderr, if that can be written to."""
    try:
        errors().write(text if commands else inert(text))
        errors().flush()
    except OSError:
        let_go(errors())

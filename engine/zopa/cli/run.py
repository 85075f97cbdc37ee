"""From arguments to an exit code: the one place that owns stderr and the codes."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from zopa.cli.arguments import parser
from zopa.cli.unable import Unable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

__all__ = ["FINDINGS", "FINE", "INTERRUPTED", "UNABLE", "run"]

FINE = 0
FINDINGS = 1
UNABLE = 2
"""Usage, nothing matched, unreadable, incomplete, or a fault of zopa's own."""
INTERRUPTED = 130


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code.

    Args:
        arguments: the command line; None when this is the whole program.
    """
    if arguments is None:
        # Loading makes many values that all live to the end; looking through them for
        # cycles again and again takes a third of a short run.
        gc.set_threshold(200_000)
    _take_streams()
    debug = False
    try:
        options = _parsed(arguments)
        if isinstance(options, int):
            code = options
        else:
            debug = options.debug
            code = importlib.import_module(f"zopa.cli.{options.command}").run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the answer has had enough; nothing is left to say to them.
        _let_go(sys.stdout)
        return FINE
    except Unable as end:
        from zopa.diagnostics import shown

        _complain(f"zopa: {shown(end.message)}", *(f"  help: {shown(x)}" for x in end.way_out))
        return UNABLE
    except Exception as error:  # the last line of defence: no traceback for users
        if debug:
            raise
        _fault(error)
        return UNABLE
    return code


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace | int:
    """What is asked, or the exit code where argparse has given the answer."""
    try:
        return parser().parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)


def _take_streams() -> None:
    """Make both streams take every text, also where the caller closed them."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # to the end
            setattr(sys, name, nowhere)
        reconfigure = getattr(getattr(sys, name), "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _let_go(stream: TextIO) -> None:
    """Send what is left for a stream nowhere, so that Python's end does not fail on it."""
    with suppress(OSError, ValueError):  # one that is no file has nothing left
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _complain(*lines: str) -> None:
    """Say it on stderr, if that can be written to."""
    try:
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        sys.stderr.flush()
    except OSError:
        _let_go(sys.stderr)


def _fault(error: Exception) -> None:
    from zopa.diagnostics import quoted, shown

    text = shown(str(error)) or type(error).__name__
    if not isinstance(error, OSError):
        _complain(
            f"zopa: a fault of zopa's own: {type(error).__name__}: {text}",
            "  help: run it again with --debug and report what it prints",
        )
    elif error.filename is None and error.strerror:
        _complain(f"zopa: cannot write the answer: {error.strerror.lower()}")
        _let_go(sys.stdout)
    elif error.filename is not None and error.strerror:
        _complain(f"zopa: {quoted(error.filename)}: {error.strerror.lower()}")
    else:
        _complain(f"zopa: {text}")

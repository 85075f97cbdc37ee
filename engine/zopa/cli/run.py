"""From arguments to an exit code: the one place that owns stderr and the codes."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import TYPE_CHECKING

from zopa.cli.arguments import parser
from zopa.cli.unable import Unable
from zopa.diagnostics import shown

if TYPE_CHECKING:
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
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = parser().parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    try:
        module = importlib.import_module(f"zopa.cli.{options.command}")
        code: int = module.run(options)
        sys.stdout.flush()
    except Unable as end:
        sys.stderr.write(f"zopa: {shown(end.message)}\n")
        for each in end.way_out:
            sys.stderr.write(f"  help: {shown(each)}\n")
        return UNABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the answer has had enough; nothing is left to say to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:  # the last line of defence: no traceback for users
        if options.debug:
            raise
        return _fault(error)
    return code


def _fault(error: Exception) -> int:
    text = shown(str(error)) or type(error).__name__
    if isinstance(error, OSError):
        sys.stderr.write(f"zopa: {text}\n")
    else:
        sys.stderr.write(f"zopa: a fault of zopa's own: {type(error).__name__}: {text}\n")
        sys.stderr.write("  help: run it again with --debug and report what it prints\n")
    return UNABLE

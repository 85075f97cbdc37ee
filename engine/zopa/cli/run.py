"""From arguments to an exit code: the only module that writes to stderr and sets exit codes."""

from __future__ import annotations

import gc
import importlib
import os
import sys
import time
from typing import TYPE_CHECKING

from zopa import Refused
from zopa.cli.arguments import RUNNERS, parser, short_help, spoken
from zopa.cli.limits import (
    ENDLESS,
    Warden,
    begin,
    gave_up,
    had_no_room,
    limited,
    no_room,
    watched,
)
from zopa.cli.streams import UNABLE, Unable, let_go, say, take_streams, tell_unable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

__all__ = ["FINDINGS", "FINE", "INTERRUPTED", "UNABLE", "run"]

FINE = 0
FINDINGS = 1
INTERRUPTED = 130
LATER = 0.5
"""Seconds after the end of zopa within which a watched process must have ended."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code.

    Args:
        arguments: the command line; None when this is the whole program.
    """
    began = time.monotonic()
    if arguments is None:
        # Loading makes many values that live to the end; repeated searches for cycles in them
        # take a third of a short run.
        gc.set_threshold(200_000)
    take_streams()
    try:
        options = _parsed(arguments)
        if isinstance(options, int):
            sys.stdout.flush()
            return options
    except BrokenPipeError:
        let_go(sys.stdout)
        return FINE
    except Refused as end:
        return tell_unable(end)
    except OSError as error:
        _fault(error)
        return UNABLE
    begin(options, began)
    if arguments is not None:
        return _run(options)
    warden = Warden(options)
    if options.command in ENDLESS or not limited():
        return _run(options, warden)
    try:
        return watched(lambda: _run(options, warden), warden.last + LATER)
    except TimeoutError:
        return tell_unable(gave_up(options))


def _run(options: argparse.Namespace, warden: Warden | None = None) -> int:
    """Run the command of the options; returns the exit code."""
    code = None
    try:
        if warden is not None:
            warden.start()
        module, function = RUNNERS.get(options.command, (options.command, "run"))
        command = getattr(importlib.import_module(f"zopa.cli.{module}"), function)
        code = int(command(options))
        sys.stdout.flush()
        if warden is not None:
            # Python would look through all that was loaded once more before it ends.
            gc.freeze()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of the answer has gone; discard the rest.
        let_go(sys.stdout)
        return FINE if code is None else code
    except Refused as end:
        return tell_unable(end)
    except Exception as error:  # the last line of defence: no traceback for users
        if options.debug:
            raise
        if had_no_room(error):
            return no_room()
        _fault(error)
        return UNABLE
    finally:
        if warden is not None:
            warden.stop()
    return code


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace | int:
    """The options, or the exit code if argparse has given the answer."""
    # Importing it reads ZOPA_MAX_FILE_BYTES and the like, which may be wrong.
    from zopa.cli.settings import settle, stating, tell_slips, with_variables

    try:
        given = spoken(sys.argv[1:] if arguments is None else arguments)
        if not given:
            say(short_help())
            return UNABLE  # a build server without a command has checked nothing
        top = parser(given)
        given = with_variables(top, given, os.environ)
        options = top.parse_args(given)
    except SystemExit as end:
        return int(end.code or 0)
    except Refused as refused:
        raise Refused(
            refused.message, *stating(refused.message, os.environ), *refused.way_out
        ) from None
    settle(options, given)
    tell_slips(options, os.environ)
    return options


def _fault(error: Exception) -> None:
    from zopa.diagnostics import quoted, shown

    text = shown(str(error)) or type(error).__name__
    if not isinstance(error, OSError):
        end = Unable(
            f"a fault of zopa's own: {type(error).__name__}: {text}",
            "run it again with --debug and report what it prints",
        )
    elif error.filename is None and error.strerror:
        end = Unable(f"cannot write the answer: {error.strerror.lower()}")
        let_go(sys.stdout)
    elif error.filename is not None and error.strerror:
        end = Unable(f"{quoted(error.filename)}: {error.strerror.lower()}")
    else:
        end = Unable(text)
    tell_unable(end)

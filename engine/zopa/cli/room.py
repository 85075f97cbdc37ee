"""Running under a memory limit, where libraries end the process without a message."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from zopa.cli.streams import errors, keep_errors
from zopa.cli.unable import Unable, tell_unable

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["had_no_room", "limited", "no_room", "watched"]

NO_ROOM = Unable(
    "ran out of memory before the answer was known",
    "allow it more memory (ulimit -v), or ask about less",
)
ENDLESS = frozenset({"tui", "serve", "lsp", "add"})
"""Commands without an end of their own, which use the terminal alone."""
ANSWERED = 0.7
"""Seconds within which an interrupt must have ended the process."""
GLANCE = 0.01
"""Seconds between two checks whether it has ended."""
DEADLY = frozenset({"SIGABRT", "SIGSEGV", "SIGBUS", "SIGILL", "SIGTRAP", "SIGKILL"})
"""Signals that end a process without enough memory."""


def limited() -> bool:
    """True if the memory of this process is limited, and it can watch another process."""
    if not hasattr(os, "fork"):
        return False
    import resource

    return resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY


def had_no_room(error: BaseException) -> bool:
    """True if an error is one of those that report missing memory."""
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, SystemError):
        return limited()  # Python itself forgets to raise the other in some places
    if isinstance(error, OSError):
        return error.errno in {errno.ENOMEM, errno.EAGAIN}
    text = str(error)
    return "failed to map" in text or "allocate memory" in text or "new thread" in text


class _Here:
    """Of this process."""

    watched = False


def no_room() -> int:
    """Say that there is none, here or by the process that watches; returns the exit code."""
    if _Here.watched:
        os.abort()
    return tell_unable(NO_ROOM)


def watched(run: Callable[[], int], until: float) -> int:
    """Run a function in another process, and report missing memory; returns the exit code.

    Args:
        run: the function; raises nothing.
        until: the monotonic time at which the process is ended.

    Raises:
        TimeoutError: the process was ended at that time.
        KeyboardInterrupt: there was one, and the process has ended.
    """
    pid = os.fork()
    if not pid:
        _Here.watched = True
        keep_errors()
        threading.excepthook = lambda end: _failed(end.exc_value)
        try:
            os._exit(_whole(run))
        finally:
            os.abort()  # there was no room even for that
    signal.signal(signal.SIGTERM, lambda number, _: os.kill(pid, number))
    try:
        status = _waited(pid, until)
    except KeyboardInterrupt:
        _waited(pid, time.monotonic() + ANSWERED)
        raise
    if status is None:
        raise TimeoutError
    if not os.WIFSIGNALED(status):
        return os.waitstatus_to_exitcode(status)
    ended_by = os.WTERMSIG(status)
    if signal.Signals(ended_by).name in DEADLY:
        return no_room()
    return 128 + ended_by


def _waited(pid: int, until: float) -> int | None:
    """Exit status of the process; None if it was still running at that time, and was killed."""
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return status
        time.sleep(GLANCE)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def _whole(run: Callable[[], int]) -> int:
    try:
        return run()
    except Exception as error:  # noqa: BLE001  # no code of the watching process runs here
        _failed(error)
        return 1
    finally:
        for stream in (sys.stdout, errors()):
            with suppress(OSError, MemoryError):
                stream.flush()


def _failed(error: BaseException | None) -> None:
    """End the process if it had no room: others may wait for it. Else say what failed."""
    if error is None or had_no_room(error):
        no_room()
    import traceback

    traceback.print_exception(error, file=errors())

"""The time and memory limits of a command, and the end of a command that exceeds one.

Under a memory limit, libraries end the process without a message: another process watches it.
"""

from __future__ import annotations

import errno
import math
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from zopa.cli.streams import UNABLE, Unable, errors, keep_errors, tell_unable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

__all__ = [
    "Warden",
    "answered",
    "begin",
    "doing",
    "gave_up",
    "had_no_room",
    "left_of",
    "limited",
    "no_room",
    "seconds_of",
    "watched",
]


NO_ROOM = Unable(
    "ran out of memory before the answer was known",
    "allow it more memory (ulimit -v), or ask about less",
)
ENDLESS = frozenset({"tui", "serve", "lsp", "add"})
"""Commands without an end of their own, which use the terminal alone."""
STOPPED = 0.7
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
        _waited(pid, time.monotonic() + STOPPED)
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


BUDGET = 30.0
"""Default time limit of a question, in seconds."""
UNBOUND = frozenset(
    {"validate", "fmt", "add", "new", "set", "remove", "rename", "import", "export"}
)
"""Commands without a default time limit."""
GRACE = 1.0
"""Seconds after the time limit for writing the results so far."""
SHARE = 0.1
"""Further such seconds, as a part of the budget."""
ANSWERED = 0.5
"""Seconds within which an interrupt must have ended the command."""
INTERRUPTED = 130


def begin(options: argparse.Namespace, now: float) -> None:
    """Start the time of the command."""
    options.until = now + seconds_of(options)


def seconds_of(options: argparse.Namespace) -> float:
    """Time limit of the command; infinite for commands without a limit."""
    given = getattr(options, "budget", None)
    if given is None:
        return math.inf if options.command in UNBOUND else BUDGET
    return float(given)


def left_of(options: argparse.Namespace) -> float | None:
    """Seconds until the time limit; None without a limit."""
    until = options.until
    return max(0.0, until - time.monotonic()) if math.isfinite(until) else None


def gave_up(options: argparse.Namespace, known: str = "nothing is known yet") -> Unable:
    """The error of a command that was not answered in time."""
    message = f"gave up after {seconds_of(options):g} s; {known}"
    return Unable(message, "--budget SECONDS gives it more time")


class _Now:
    """The present step of the command."""

    step = "starting"
    known = False
    """True if a part of the answer may be known at the time limit."""
    answered = False


def doing(step: str, *, known: bool = True) -> None:
    """Set the present step of the command, for the message if it is ended in this step.

    Args:
        step: the step, as words.
        known: True if results may be known, so that it is worth waiting for them.
    """
    _Now.step, _Now.known = step, known


def answered() -> None:
    """Record that the answer is complete; reading it may take longer than the time limit."""
    _Now.answered = True


class Warden:
    """Thread that ends the program after its time limit or on an interrupt, if all else fails.

    If no result can be known yet, it ends the program at the time limit, else a while later.

    Python itself reacts to neither while a library works. A thread does, if the library lets
    other threads run; the solver and the diagrams do.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        seconds = seconds_of(options)
        limited = math.isfinite(seconds) and not getattr(options, "watch", False)
        self.end = options.until if limited else math.inf
        """The monotonic time at which the program is ended, or its grace begins."""
        self.last = self.end + GRACE + SHARE * seconds
        """The time at which it is ended in any case."""
        self._signals: tuple[int, int] | None = None
        """Both ends of the pipe for the numbers of signals; 0 is the end of watching."""
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start watching, in the main thread."""
        if self._options.command in ENDLESS:
            return
        if os.name == "posix":
            # The thread imports nothing: Python may be ending by then.
            import select  # noqa: F401
            import signal

            self._signals = os.pipe()
            os.set_blocking(self._signals[1], False)
            signal.set_wakeup_fd(self._signals[1], warn_on_full_buffer=False)
        thread = threading.Thread(target=self._watch, daemon=True)
        thread.start()
        self._thread = thread

    def stop(self) -> None:
        """Stop watching. Python must not end while the thread runs: that would be a crash."""
        if self._thread is None:
            return
        self._done.set()
        if self._signals is not None:
            import signal

            signal.set_wakeup_fd(-1)
            os.write(self._signals[1], b"\0")
        self._thread.join(ANSWERED)
        if self._signals is not None and not self._thread.is_alive():
            for each in self._signals:
                os.close(each)

    def _watch(self) -> None:
        if self._signals is not None:
            import signal

            # Else an interrupt reaches the main thread through this one where that lets
            # interrupts wait.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        while not self._done.is_set():
            if self._interrupted() and not self._done.wait(ANSWERED):
                _end(INTERRUPTED)
            if time.monotonic() >= self.end and not self._done.is_set():
                if _Now.answered:
                    self.end = math.inf
                elif _Now.known and self.end < self.last:
                    self.end = self.last
                else:
                    self.tell()
                    _end(UNABLE)

    def _interrupted(self) -> bool:
        """Wait for an interrupt, or for the end."""
        left = max(0.0, self.end - time.monotonic()) if math.isfinite(self.end) else None
        if self._signals is None:
            self._done.wait(left)
            return False
        import select
        import signal

        numbers = self._signals[0]
        ready, _, _ = select.select([numbers], [], [], left)
        return bool(ready) and signal.SIGINT in os.read(numbers, 64)

    def tell(self) -> None:
        """Report that the program is ended, and in which step."""
        if errors().isatty():
            errors().write("\r\x1b[K")  # where progress may be shown
        tell_unable(gave_up(self._options, f"it was still {_Now.step}"))


def _end(code: int) -> None:
    """End now, including the other processes that work for this one."""
    if "multiprocessing" in sys.modules:
        import multiprocessing

        for each in multiprocessing.active_children():
            each.kill()
    os._exit(code)

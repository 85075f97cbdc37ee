"""The time that a command has, from its first byte to its last, and what ends it after that."""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from typing import TYPE_CHECKING

from zopa.cli.room import ENDLESS
from zopa.cli.streams import errors
from zopa.cli.unable import UNABLE, Unable, tell_unable

if TYPE_CHECKING:
    import argparse

__all__ = ["Warden", "answered", "begin", "doing", "gave_up", "left_of", "seconds_of"]

BUDGET = 30.0
"""Seconds that a question may take unless the caller says otherwise."""
UNBOUND = frozenset(
    {"validate", "fmt", "add", "new", "set", "remove", "rename", "import", "export"}
)
"""Commands that end when they are done unless the caller says otherwise."""
GRACE = 1.0
"""Seconds after the budget in which what was found by then is written."""
SHARE = 0.1
"""More of them, as a part of the budget."""
ANSWERED = 0.5
"""Seconds in which an interrupt is to have ended the command."""
INTERRUPTED = 130


def begin(options: argparse.Namespace, now: float) -> None:
    """Have the command's time begin."""
    options.until = now + seconds_of(options)


def seconds_of(options: argparse.Namespace) -> float:
    """How long the command may take; without end for those that are not limited."""
    given = getattr(options, "budget", None)
    if given is None:
        return math.inf if options.command in UNBOUND else BUDGET
    return float(given)


def left_of(options: argparse.Namespace) -> float | None:
    """How many seconds are left; None without end."""
    until = options.until
    return max(0.0, until - time.monotonic()) if math.isfinite(until) else None


def gave_up(options: argparse.Namespace, known: str = "nothing is known yet") -> Unable:
    """What a command says that was not answered in time."""
    message = f"gave up after {seconds_of(options):g} s; {known}"
    return Unable(message, "--budget SECONDS gives it more time")


class _Now:
    """What the command is doing."""

    step = "starting"
    known = False
    """Whether some of the answer may be known when the time is over."""
    answered = False


def doing(step: str, *, known: bool = True) -> None:
    """Say what the command does from now on, for the case that it is ended in it.

    Args:
        step: what it is doing, as words.
        known: whether something may be known, so that it is worth waiting for.
    """
    _Now.step, _Now.known = step, known


def answered() -> None:
    """Say that the answer is there: whoever reads it may take their time."""
    _Now.answered = True


class Warden:
    """Ends the program where nothing else does: after its time, and on an interrupt.

    Where nothing can be known yet it is ended as the time is over, else a while after that.

    Python minds neither while a library is at work. A thread does, as long as the
    library lets others run; the solver and the diagrams do.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        seconds = seconds_of(options)
        limited = math.isfinite(seconds) and not getattr(options, "watch", False)
        self.end = options.until if limited else math.inf
        """The monotonic time at which the program is ended, or given its grace."""
        self.last = self.end + GRACE + SHARE * seconds
        """That at which it is ended in any case."""
        self._signals: tuple[int, int] | None = None
        """Both ends of the pipe for the numbers of signals; 0 is the end of watching."""
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Watch from now on, in the main thread."""
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
        """Watch no longer. Python must not end while the thread runs: that ends in a crash."""
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
        """Say that the program is ended, and in what."""
        if errors().isatty():
            errors().write("\r\x1b[K")  # where progress may be shown
        tell_unable(gave_up(self._options, f"it was still {_Now.step}"))


def _end(code: int) -> None:
    """End now; the other processes too, those that work for this one."""
    if "multiprocessing" in sys.modules:
        import multiprocessing

        for each in multiprocessing.active_children():
            each.kill()
    os._exit(code)

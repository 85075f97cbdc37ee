"""Signals of the shell, the end of the terminal, and the crash report."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import errno
import platform
import signal
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zopa_tui.session.autosave import state_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import FrameType, TracebackType

__all__ = [
    "between_steps",
    "report",
    "stopping_at_once",
    "terminal_gone",
]


@contextmanager
def stopping_at_once() -> Iterator[None]:
    """Let stop signals act at once while another program has the terminal; both stop."""
    stops = (signal.SIGTSTP, signal.SIGCONT)
    kept = {each: signal.signal(each, signal.SIG_DFL) for each in stops}
    try:
        yield
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)


def between_steps(number: signal.Signals) -> None:
    """Handle a signal in the event loop, not in the middle of an operation.

    Textual's handlers write to the terminal. If a signal came during a write, they would
    wait forever for a lock that their own thread holds.
    """
    loop, handler = asyncio.get_running_loop(), signal.getsignal(number)
    if callable(handler):

        def heed(given: int, _: FrameType | None) -> None:
            loop.call_soon_threadsafe(handler, given, None)

        signal.signal(number, heed)


# -- check of the terminal --


def terminal_gone() -> bool:
    """True if there was a terminal and its other end is closed.

    A process that the terminal does not control gets no signal in that case. The thread
    that reads keys then reads an end of file again and again.
    """
    if sys.platform == "win32" or sys.__stdin__ is None:
        return False
    import termios

    try:
        termios.tcgetattr(sys.__stdin__.fileno())
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    except (OSError, ValueError):
        return False
    return False


# -- crash report --


def report(did: Iterable[str], kept: Sequence[Path] = (), *, write: bool = True) -> str:
    """Write a report of the current exception; returns a line for the user.

    The report contains versions, the last actions and the stack. It contains no values
    and no messages, since these may quote files.

    Args:
        did: actions, oldest first.
        kept: recovery files.
        write: whether a file may be written.
    """
    kind, _, trace = sys.exc_info()
    name = kind.__name__ if kind is not None else "unknown fault"
    told = "no report was written"
    if write:
        where = (
            state_folder().parent / f"fault-{dt.datetime.now().astimezone():%Y%m%d-%H%M%S}.txt"
        )
        with contextlib.suppress(OSError):
            where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            where.write_text(_text(name, trace, did), encoding="utf-8")
            told = f"report: {where}"
    work = f"; unsaved work is kept in {' and '.join(map(str, kept))}" if kept else ""
    return f"zopa: a fault of zopa's own ({name}); {told}{work}"


def _text(name: str, trace: TracebackType | None, did: Iterable[str]) -> str:
    from zopa import __version__  # looks through the installed packages

    frames = [
        f"  {frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]
    lines = [
        f"zopa {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"actions: {' '.join(did)}",
        name,
        *frames,
        "",
    ]
    return "\n".join(lines)

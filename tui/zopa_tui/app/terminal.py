"""How the program is stopped and continued by a shell."""

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

from zopa import __version__
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
    """Be stopped as any program is: another one has the terminal, and stops with us."""
    stops = (signal.SIGTSTP, signal.SIGCONT)
    kept = {each: signal.signal(each, signal.SIG_DFL) for each in stops}
    try:
        yield
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)


def between_steps(number: signal.Signals) -> None:
    """Handle a signal when the running loop comes to it, not in the middle of something.

    Textual's handlers write to the terminal; coming while something is written, they
    wait for a lock that their own thread has, and so without end.
    """
    loop, handler = asyncio.get_running_loop(), signal.getsignal(number)
    if callable(handler):

        def heed(given: int, _: FrameType | None) -> None:
            loop.call_soon_threadsafe(handler, given, None)

        signal.signal(number, heed)


# -- whether the terminal that shows the interface is still there --


def terminal_gone() -> bool:
    """Whether there was a terminal, and its other end has been closed.

    A process that the terminal does not control is sent no signal then, and the
    thread that reads keys finds an end of file again and again.
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


# -- crash --


def report(did: Iterable[str], kept: Sequence[Path] = (), *, write: bool = True) -> str:
    """Write a report of the exception being handled; returns a line for the user.

    The report holds versions, what was done, and where in the code it ended; no
    values and no messages, which may quote files.

    Args:
        did: actions, oldest first.
        kept: where unsaved work is kept.
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

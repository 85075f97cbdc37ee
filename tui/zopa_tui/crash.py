"""What is left behind by a fault of zopa's own: a report without anything from the files."""

from __future__ import annotations

import contextlib
import datetime as dt
import platform
import sys
import traceback
from typing import TYPE_CHECKING

from zopa import __version__
from zopa_tui.recovery import state_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

__all__ = ["report"]


def report(did: Iterable[str], kept: Path | None, *, write: bool = True) -> str:
    """Write a report of the exception being handled; returns a line for the user.

    The report holds versions, what was done, and where in the code it ended; no
    values and no messages, which may quote files.

    Args:
        did: actions, oldest first.
        kept: where unsaved work is kept; None where there is none.
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
    work = f"; unsaved work is kept in {kept}" if kept is not None else ""
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

"""The process ends when the editor is dead, whoever may hold its end of the pipe."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from pathlib import Path
from typing import Final

__all__ = ["end_with", "lives"]

EVERY: Final = 1.0
"""Seconds between two looks whether the editor still lives."""


def end_with(editor: int) -> None:
    """End this process when that one has ended.

    One that cannot be seen from the start is not waited for: an editor may live outside of
    the container that this process is in.
    """
    if lives(editor):
        threading.Thread(target=_wait, args=(editor,), daemon=True).start()


def _wait(editor: int) -> None:
    while lives(editor):
        time.sleep(EVERY)
    # Work in other threads would be waited for.
    os._exit(1)


def lives(process: int) -> bool:
    """Whether there is such a process; one that has ended and is not yet buried is none."""
    if sys.platform == "win32":
        return False  # a signal, which asks it elsewhere, would end it
    if process <= 0:
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError):
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        return stat.rpartition(")")[2].split()[:1] not in (["Z"], ["X"])
    return True

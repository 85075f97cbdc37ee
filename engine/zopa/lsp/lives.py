"""Supervision of the editor's process: the server ends with it."""

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
"""Seconds between two checks of the editor's process."""


def end_with(editor: int) -> None:
    """End this process when the other one has ended.

    A process that is invisible from the start is not waited for: the editor may be outside the
    container of this process.
    """
    if lives(editor):
        threading.Thread(target=_wait, args=(editor,), daemon=True).start()


def _wait(editor: int) -> None:
    while lives(editor):
        time.sleep(EVERY)
    # A regular exit would wait for other threads.
    os._exit(1)


def lives(process: int) -> bool:
    """Return True if the process exists; one that has ended and is a zombie does not count."""
    if sys.platform == "win32":
        return False  # `os.kill`, the test of other systems, would end it
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

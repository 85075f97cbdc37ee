"""The summary of a step on GitHub, to which all commands of the step write."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SUMMARY", "add_to_summary"]

SUMMARY: Final = "GITHUB_STEP_SUMMARY"
MOST_BYTES: Final = 1_000_000
"""Largest summary in bytes; GitHub drops one above one MiB in full."""


def add_to_summary(text: Callable[[int], str]) -> None:
    """Add a text to the summary of the step, if there is one and the text has room.

    Args:
        text: makes the text from the bytes that are left.

    Raises:
        OSError: the runner's file cannot be written.
    """
    file = os.environ.get(SUMMARY)
    if not file:
        return
    with Path(file).open("a", encoding="utf-8", newline="\n") as summary:
        room = MOST_BYTES - summary.tell()
        added = text(max(0, room))
        if len(added.encode()) <= room:
            summary.write(added)

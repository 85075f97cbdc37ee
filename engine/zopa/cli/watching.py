"""`--watch`: the answer again after every change of a file."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from zopa import Refused
from zopa.cli.limits import begin
from zopa.cli.streams import tell_unable
from zopa.cli.whereabouts import tell
from zopa.files import LARGEST, contents, paths

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

__all__ = ["Stamps", "watch"]

EVERY: Final = 0.25
"""Seconds between two checks of the files."""
LAZY: Final = 20
"""Factor of the pause after a check to the duration of the check."""
SETTLED: Final = 0.1
"""Seconds without a further change after which an edit counts as done."""
PATIENCE: Final = 2.0
"""Seconds after which the edit counts as done in any case."""
RACY: Final = 1.0
"""Seconds in which a file may change without a new time; twice the coarsest clock."""
CLEAR: Final = "\x1b[2J\x1b[H"
Stat: TypeAlias = tuple[int, ...]


class Stamps:
    """State of files at a moment."""

    def __init__(self, files: Iterable[str]) -> None:
        now = time.time()
        self.stats: dict[str, Stat] = {}
        self.digests: dict[str, bytes] = {}
        """Digests of files that had just changed: their next change may keep their times."""
        for file in files:
            try:
                status = Path(file).stat()
            except OSError:
                continue
            changed = max(status.st_ctime, status.st_mtime)
            self.stats[file] = (
                status.st_ino,
                status.st_size,
                status.st_mtime_ns,
                status.st_ctime_ns,
            )
            if changed > now - RACY:
                self.digests[file] = _digest(file)

    def still(self, files: Iterable[str]) -> bool:
        """True if these are the same files, unchanged."""
        now = Stamps(files)
        return now.stats == self.stats and all(
            now.digests.get(file, None) == digest or _digest(file) == digest
            for file, digest in self.digests.items()
        )


def _digest(file: str) -> bytes:
    return hashlib.blake2b(contents(file, LARGEST) or b"").digest()


def watch(
    options: argparse.Namespace, root: Path, others: Iterable[Path], once: Callable[[], int]
) -> int:
    """Answer, and again after every change, until stdout has no reader any more.

    Args:
        options: with `quiet`.
        root: the workspace.
        others: further files that the answer depends on.
        once: answers.

    Returns:
        The exit code of the last answer, if its reader has gone; else an interrupt ends
        this.
    """
    base, more = f"{root}/", [str(each) for each in others]

    def files() -> list[str]:
        return [*(base + path for path in paths(root)), *more]

    listening = _leads_to()
    while True:
        before = Stamps(files())
        begin(options, time.monotonic())
        if sys.stdout.isatty():
            sys.stdout.write(CLEAR)
        try:
            code = once()
        except Refused as end:
            code = tell_unable(end)
        sys.stdout.flush()
        if _leads_to() != listening:
            return code
        count = len(before.stats)
        noun = "file" if count == 1 else "files"
        tell(
            options,
            f"zopa: {time.strftime('%H:%M:%S')}, watching {count} {noun}; Ctrl-C ends",
        )
        sys.stderr.flush()
        while True:
            begun = time.monotonic()
            if not before.still(files()):
                break
            time.sleep(max(EVERY, LAZY * (time.monotonic() - begun)))
        _wait_until_settled(files)


def _wait_until_settled(files: Callable[[], Iterable[str]]) -> None:
    """Wait until an editor, or a checkout of many files, has finished."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        before = Stamps(files())
        time.sleep(SETTLED)
        if before.still(files()):
            return


def _leads_to() -> tuple[int, int] | None:
    """Identity of the file behind stdout; it changes if its reader has gone."""
    try:
        status = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino

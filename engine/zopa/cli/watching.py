"""`--watch`: the same answer again whenever a file has changed."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from zopa.cli.budget import begin
from zopa.cli.unable import tell_unable
from zopa.cli.whereabouts import tell
from zopa.files.layout import LARGEST, contents, paths
from zopa.refused import Refused

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

__all__ = ["Stamps", "watch"]

EVERY: Final = 0.25
"""Seconds between two looks at the files."""
LAZY: Final = 20
"""Times as long as a look takes there is rest after it."""
SETTLED: Final = 0.1
"""Seconds without a further change after which an edit counts as done."""
PATIENCE: Final = 2.0
"""Seconds after which it counts as done anyway."""
RACY: Final = 1.0
"""Seconds for which a file can change again without another time; twice the worst clock."""
CLEAR: Final = "\x1b[2J\x1b[H"
Stat: TypeAlias = tuple[int, ...]


class Stamps:
    """What files were like at a moment."""

    def __init__(self, files: Iterable[str]) -> None:
        now = time.time()
        self.stats: dict[str, Stat] = {}
        self.digests: dict[str, bytes] = {}
        """Of files that had just changed: the next change may leave all of their times."""
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
        """Whether these are the files, and are as they were."""
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
    """Answer, and again after every change, until nobody listens any more.

    Args:
        options: with `quiet`.
        root: the workspace.
        others: further files that the answer depends on.
        once: answers.

    Returns:
        The exit code of the last answer, when whoever read it has gone; else an
        interrupt ends this.
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
    """Let an editor, or a checkout of many files, come to its end."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        before = Stamps(files())
        time.sleep(SETTLED)
        if before.still(files()):
            return


def _leads_to() -> tuple[int, int] | None:
    """Where stdout leads; elsewhere when its reader has gone."""
    try:
        status = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino

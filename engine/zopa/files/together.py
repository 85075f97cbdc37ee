"""Atomic writing of several files, with a journal.

The journal beside the workspace's folders records the old and the new content of each file
first. If a process ends early, the journal stays, and the next process completes the change.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from zopa.files.layout import leads_out
from zopa.files.writing import SUFFIX, ChangedMeanwhileError, content, replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "JOURNAL",
    "BusyError",
    "DamagedJournalError",
    "FileChange",
    "Lock",
    "Recovered",
    "recover",
    "write_together",
]


class Lock:
    """File lock for one session at a time; the system releases it with the process."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stream: IO[str] | None = None

    def take(self) -> bool:
        """Acquire the lock, unless another session has it.

        Raises:
            OSError: the file cannot be made.
        """
        while True:
            stream = self._file.open("a+", encoding="ascii")
            try:
                _lock(stream)
            except OSError:
                stream.close()
                return False
            if self._names(stream):
                break
            # Its owner deleted it after it was opened here.
            stream.close()
        stream.truncate(0)
        with contextlib.suppress(OSError):  # on a full disk the lock does without a name
            os.write(stream.fileno(), str(os.getpid()).encode())
        self._stream = stream
        return True

    def _names(self, stream: IO[str]) -> bool:
        """Return True if the open file still has this name."""
        try:
            return os.path.samestat(os.fstat(stream.fileno()), self._file.stat())
        except FileNotFoundError:
            return False

    def owner(self) -> int | None:
        """Return the process that has the lock, or None if unknown."""
        with contextlib.suppress(OSError, ValueError):
            return int(self._file.read_text(encoding="ascii"))
        return None

    def release(self) -> None:
        """Release the lock and remove the file."""
        if self._stream is not None:
            with contextlib.suppress(OSError):
                self._file.unlink()
            self._stream.close()
            self._stream = None


def _lock(stream: IO[str]) -> None:
    """Lock the file for this process.

    Raises:
        OSError: another process has the lock.
    """
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


JOURNAL: Final = ".zopa-edit.json"
LOCK: Final = ".zopa-edit.lock"
VERSION: Final = 1
PATIENCE: Final = 2.0
"""Seconds to wait for another writer; a change takes far less."""


class BusyError(Exception):
    """Another process is writing to the workspace."""


class DamagedJournalError(Exception):
    """Journal that cannot be read."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """Result of recovering an interrupted change."""

    finished: bool
    """True if the change was completed; False if it was undone."""
    left: tuple[str, ...] = ()
    """Files changed by others meanwhile, which is why the change was undone."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """Change of one file: its content before and after."""

    path: str
    """Path within the root, with `/`; no link leads out of it."""
    before: bytes | None
    """Content before; None if the file does not exist."""
    after: bytes | None
    """Content after; None to delete the file."""


def write_together(root: Path, changes: Sequence[FileChange]) -> None:
    """Write all changes or none.

    Files that already have their new content stay untouched.

    Args:
        root: folder that the paths start from.
        changes: at most one for each file.

    Raises:
        ChangedMeanwhileError: a file differs from its `before`; nothing was written.
        BusyError: another process is writing.
        DamagedJournalError: there is a journal that cannot be read.
        OSError: a file cannot be written; the others were restored. If even that fails, the
            journal stays, and `recover` does the rest.
    """
    with _alone(root):
        _recover(root)
        for each in changes:
            if content(_target(root, each)) != each.before:
                raise ChangedMeanwhileError(each.path)
        left = [each for each in changes if each.before != each.after]
        if len(left) > 1:
            try:
                replace(root / JOURNAL, _written(left), mode=0o600)
            except OSError as error:
                error.filename = JOURNAL
                raise
        done: list[FileChange] = []
        try:
            for each in left:
                done.append(each)
                try:
                    _put(root, each)
                except OSError as error:
                    error.filename = each.path  # not that of a temporary file
                    raise
        except BaseException:
            for each in reversed(done):
                if content(_target(root, each)) == each.after:
                    _put(root, FileChange(each.path, each.after, each.before))
            (root / JOURNAL).unlink(missing_ok=True)
            raise
        (root / JOURNAL).unlink(missing_ok=True)


def recover(root: Path) -> Recovered | None:
    """Complete an interrupted change; return None without one.

    If a file has neither its old nor its new content, it was changed since: it stays untouched,
    and the others are restored.

    Raises:
        BusyError: the process that wrote the journal is still writing.
        DamagedJournalError: the journal is not one of zopa; it stays, and so do the files.
        OSError: a file cannot be written; the journal stays.
    """
    if not (root / JOURNAL).exists() and not (root / LOCK).exists():
        return None
    with _alone(root):
        return _recover(root)


def _recover(root: Path) -> Recovered | None:
    journal = root / JOURNAL
    raw = content(journal)
    if raw is None:
        return None
    changes = _read(raw)
    if any(leads_out(root, root / each.path) for each in changes):
        raise DamagedJournalError(JOURNAL)
    there = {each.path: content(_target(root, each)) for each in changes}
    left = [x.path for x in changes if there[x.path] not in (x.before, x.after)]
    for each in changes:
        back = FileChange(each.path, each.after, each.before)
        wanted = back if left else each
        if there[each.path] == wanted.before and wanted.before != wanted.after:
            _put(root, wanted)
    journal.unlink(missing_ok=True)
    for each in (*changes, FileChange(JOURNAL, None, None)):
        _clear(_target(root, each))
    return Recovered(finished=not left, left=tuple(left))


def _clear(target: Path) -> None:
    """Delete temporary files that a killed process left beside a file."""
    for each in target.parent.glob(f".{target.name[:40]}.*{SUFFIX}"):
        with contextlib.suppress(OSError):
            each.unlink()


def _put(root: Path, change: FileChange) -> None:
    target = _target(root, change)
    if leads_out(root, root / change.path):
        raise PermissionError(errno.EACCES, "it leads out of the workspace", change.path)
    if change.after is None:
        target.unlink()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if not replace(target, change.after, before=lambda: content(target) == change.before):
        raise ChangedMeanwhileError(change.path)


def _target(root: Path, change: FileChange) -> Path:
    return Path(os.path.realpath(root / change.path))


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    lock = Lock(root / LOCK)
    end = time.monotonic() + PATIENCE
    while not lock.take():
        if time.monotonic() > end:
            raise BusyError(str(root))
        time.sleep(0.02)
    try:
        yield
    finally:
        lock.release()


def _written(changes: Sequence[FileChange]) -> bytes:
    said = {
        "zopa-edit": VERSION,
        "files": [
            {"path": each.path, "before": _text(each.before), "after": _text(each.after)}
            for each in changes
        ],
    }
    return json.dumps(said).encode()


def _text(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def _read(raw: bytes) -> list[FileChange]:
    """Return the changes of a journal.

    Raises:
        DamagedJournalError: it is not one of zopa.
    """
    try:
        said = json.loads(raw)
        if said["zopa-edit"] != VERSION:
            raise DamagedJournalError(JOURNAL)
        return [
            FileChange(_inside(each["path"]), _bytes(each["before"]), _bytes(each["after"]))
            for each in said["files"]
        ]
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise DamagedJournalError(JOURNAL) from None


def _inside(path: str) -> str:
    """Return a path that stays in the workspace; a journal may have come with a clone.

    Raises:
        ValueError: it leads out of it.
    """
    parts = path.split("/")
    if parts[0] not in {"terms", "scenarios"} or ".." in parts or not path.endswith(".yaml"):
        raise ValueError(path)
    return path


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)

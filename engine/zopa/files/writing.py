"""Atomic writing of one file, or of several together, never over the changes of others.

For several files, a journal beside the workspace's folders records the old and the new content
of each first. If a process ends early, the journal stays, and the next process completes the
change.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import hashlib
import io
import json
import os
import re
import secrets
import stat
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from zopa.files import FLAGS, leads_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = [
    "JOURNAL",
    "BusyError",
    "ChangedMeanwhileError",
    "DamagedJournalError",
    "FileChange",
    "Lock",
    "Recovered",
    "content",
    "digest",
    "recover",
    "replace",
    "save",
    "undated",
    "write_together",
]


SUFFIX: Final = ".zopa-tmp"
STALE: Final = 10 * 60
"""Seconds after which a temporary file counts as abandoned."""
READ_ONLY: Final = "the file is read-only"
STAMP: Final = (1980, 1, 1, 0, 0, 0)
"""Time of every part of a written archive: the earliest that there is."""
DATED: Final = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


class ChangedMeanwhileError(Exception):
    """The file no longer has the expected content."""


def save(file: Path, data: bytes, *, before: bytes | None = None) -> None:
    """Write a file as `replace` does; a link stays, its target is replaced.

    Args:
        file: where to write; it is created if it does not exist and `before` is None.
        data: new content.
        before: content that the file must have; None for any.

    Raises:
        ChangedMeanwhileError: it has another content; nothing was written.
        OSError: it cannot be written.
    """
    target = Path(os.path.realpath(file))

    def still() -> bool:
        return before is None or content(target) == before

    if not (still() and replace(target, data, before=still)):
        raise ChangedMeanwhileError(str(target))


def replace(
    target: Path, data: bytes, *, before: Callable[[], bool] = lambda: True, mode: int = 0o666
) -> bool:
    """Replace the content of a file; all its other properties stay.

    The content is written beside it, synced, given the old file's owner, mode and extended
    attributes, and then renamed: a reader sees the old or the new content, and a crash leaves
    one of them. If the file has other names (hard links), or properties that cannot be copied,
    the file itself is overwritten, after the content is safe beside it.

    Args:
        target: the file; it need not exist. A link must have been resolved.
        data: new content.
        before: called last; if it returns False, the file stays unchanged.
        mode: for a new file, before the umask.

    Returns:
        The result of `before`.

    Raises:
        OSError: it is read-only, no regular file, or the system failed; the old content is
            there and no temporary file stays.
    """
    status = _status(target)
    _sweep(target.parent)
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}{SUFFIX}")
    try:
        alike = _write(temporary, data, target, status, mode)
        if not before():
            return False
        if alike:
            temporary.replace(target)
        else:
            _overwrite(target, data)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
    _sync_folder(target.parent)
    return True


def digest(data: bytes) -> str:
    """Return a digest that is equal exactly for equal contents."""
    return hashlib.sha256(data).hexdigest()


def content(file: Path) -> bytes | None:
    """Return the content of a regular file; None if it does not exist.

    Raises:
        OSError: it is not a regular file, or cannot be read; it does not wait for pipes.
    """
    try:
        descriptor = os.open(file, FLAGS)
    except FileNotFoundError:
        return None
    try:
        _refuse_irregular(os.fstat(descriptor))
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return stream.read()
    finally:
        os.close(descriptor)


def _is_writable(file: Path, status: os.stat_result) -> bool:
    """Return True if a file may be written; a read-only file is read-only for root, too."""
    effective = os.access in os.supports_effective_ids
    return bool(status.st_mode & 0o222) and os.access(file, os.W_OK, effective_ids=effective)


def _status(target: Path) -> os.stat_result | None:
    """Return the status of a file that may be written; None if it does not exist."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    _refuse_irregular(status)
    if not _is_writable(target, status):
        raise PermissionError(errno.EACCES, READ_ONLY, str(target))
    return status


def _refuse_irregular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        message = "it is no regular file"
        raise OSError(errno.EINVAL, message)


def _write(
    temporary: Path, data: bytes, target: Path, status: os.stat_result | None, mode: int
) -> bool:
    """Write the temporary file; return True if it may replace the other."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, mode)
    try:
        alike = status is None or _liken(descriptor, target, status)
        _write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return alike


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _liken(descriptor: int, other: Path, status: os.stat_result) -> bool:
    """Copy owner, attributes and mode; return True if all could be copied."""
    mine = os.fstat(descriptor)
    if hasattr(os, "fchown") and (mine.st_uid, mine.st_gid) != (status.st_uid, status.st_gid):
        with contextlib.suppress(OSError):
            os.fchown(descriptor, status.st_uid, status.st_gid)
        mine = os.fstat(descriptor)
    attributes = _take_attributes(descriptor, other)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
    same_owner = (mine.st_uid, mine.st_gid) == (status.st_uid, status.st_gid)
    return same_owner and attributes and status.st_nlink == 1


def _take_attributes(descriptor: int, other: Path) -> bool:
    """Copy extended attributes and access lists; return True if all could be copied."""
    if not hasattr(os, "listxattr"):
        return True
    try:
        theirs = {each: os.getxattr(other, each) for each in os.listxattr(other)}
        mine = {each: os.getxattr(descriptor, each) for each in os.listxattr(descriptor)}
        for name in mine.keys() - theirs.keys():
            os.removexattr(descriptor, name)
        for name, value in theirs.items():
            if mine.get(name) != value:
                os.setxattr(descriptor, name, value)
    except OSError as error:
        return error.errno == errno.ENOTSUP
    return True


def _overwrite(target: Path, data: bytes) -> None:
    """Overwrite the file itself; restore its old content if that fails."""
    old = content(target)
    flags = os.O_WRONLY | getattr(os, "O_CLOEXEC", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(target, flags)
    try:
        try:
            _write_over(descriptor, data)
        except OSError:
            if old is not None:
                _write_over(descriptor, old)
            raise
    finally:
        os.close(descriptor)


def _write_over(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    _write_all(descriptor, data)
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    """Sync the folder after a rename; systems that cannot do it are no error."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Delete temporary files of killed processes."""
    with contextlib.suppress(OSError):
        for each in folder.glob(f".*{SUFFIX}"):
            if time.time() - each.lstat().st_mtime > STALE:
                each.unlink()


def undated(document: bytes) -> bytes:
    """Return an office document without the time of its writing."""
    import zipfile

    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.infolist():
            inside = old.read(each)
            if each.filename == "docProps/core.xml":
                inside = DATED.sub(b"", inside)
            part = zipfile.ZipInfo(each.filename, STAMP)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, inside)
    return stream.getvalue()


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


# Several files

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

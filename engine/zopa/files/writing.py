"""Atomic writing of one file, never over the changes of others."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import re
import secrets
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zopa.files.layout import FLAGS

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "ChangedMeanwhileError",
    "content",
    "digest",
    "is_writable",
    "replace",
    "save",
    "undated",
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


def is_writable(file: Path, status: os.stat_result) -> bool:
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
    if not is_writable(target, status):
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

"""Writing a file whole or not at all, and never over what somebody else has written."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zopa.files.layout import FLAGS

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ChangedMeanwhileError", "content", "digest", "is_writable", "replace", "save"]

SUFFIX: Final = ".zopa-tmp"
STALE: Final = 10 * 60
"""Seconds after which a temporary file is nobody's any more."""
READ_ONLY: Final = "the file is read-only"


class ChangedMeanwhileError(Exception):
    """The file does not hold any more what was expected."""


def save(file: Path, data: bytes, *, before: bytes | None = None) -> None:
    """Write a file as `replace` does; a link stays, what it leads to is replaced.

    Args:
        file: where to write; it is made if there is none and `before` is None.
        data: the new content.
        before: what the file must hold until then; None for whatever it holds.

    Raises:
        ChangedMeanwhileError: it holds something else; nothing was written.
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
    """Put a new content in the place of a file; all else about it stays.

    The content is written next to it, synced, given the old file's owner, mode and
    extended attributes, and then takes its place at once: a reader sees the old or the
    new one, and a crash leaves one of them. Where the file has other names (hard links),
    or something of it may not be given to another file, the file itself is written, after
    the content is safe next to it.

    Args:
        target: the file; it need not exist. A name that is a link must have been resolved.
        data: the new content.
        before: asked last; where it says no the file stays as it is.
        mode: of a file that did not exist, before the umask.

    Returns:
        What `before` said.

    Raises:
        OSError: it is read-only or no regular file, or it could not be done; the old
            content is there and nothing is left behind.
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
    """What two contents have in common exactly when they are the same."""
    return hashlib.sha256(data).hexdigest()


def content(file: Path) -> bytes | None:
    """What a regular file holds; None where there is nothing.

    Raises:
        OSError: it is no regular file, or cannot be read; a pipe is not waited for.
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
    """Whether a file may be written; one that nobody may write is for root read-only, too."""
    effective = os.access in os.supports_effective_ids
    return bool(status.st_mode & 0o222) and os.access(file, os.W_OK, effective_ids=effective)


def _status(target: Path) -> os.stat_result | None:
    """What is at the place of a file that may be written; None where there is nothing."""
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
    """Write the temporary file; says whether it may take the other's place."""
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
    """Take over owner, attributes and mode; says whether that was all of it."""
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
    """Take over extended attributes, access lists among them; says whether that was all."""
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
    """Write the file itself; where that fails, what it held again."""
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
    """Make the new name last; a system that cannot do it is no reason to fail."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove what a process that was killed left behind."""
    with contextlib.suppress(OSError):
        for each in folder.glob(f".*{SUFFIX}"):
            if time.time() - each.lstat().st_mtime > STALE:
                each.unlink()

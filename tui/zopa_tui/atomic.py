"""Writing a file so that, whatever happens, it is whole: the old one or the new one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["digest", "replace"]

SUFFIX = ".zopa-tmp"
STALE = 24 * 60 * 60
"""Seconds after which a temporary file is nobody's any more."""


def digest(data: bytes) -> str:
    """What two contents have in common exactly when they are the same."""
    return hashlib.sha256(data).hexdigest()


def replace(
    target: Path, data: bytes, *, before: Callable[[], bool] = lambda: True, mode: int = 0o666
) -> bool:
    """Put a new content in the place of a file.

    It is written next to it, synced, given the old file's mode and owner, and
    then takes its place at once. A name that is a link must have been resolved.

    Args:
        target: the file; it need not exist.
        data: the new content.
        before: asked last; where it says no the file stays as it is.
        mode: of a file that did not exist, before the umask.

    Returns:
        What `before` said.

    Raises:
        OSError: it could not be done; the old file is there and nothing is left behind.
    """
    _sweep(target)
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}{SUFFIX}")
    try:
        _write(temporary, data, like=target, mode=mode)
        if not before():
            return False
        temporary.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
    _sync_folder(target.parent)
    return True


def _write(temporary: Path, data: bytes, *, like: Path, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, mode)
    try:
        _like(descriptor, like)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _like(descriptor: int, other: Path) -> None:
    """Take over owner and mode, as far as one may."""
    try:
        status = other.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "fchown"):
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, status.st_uid, status.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(status.st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the new name last; a system that cannot do it is no reason to fail."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(target: Path) -> None:
    """Remove what a process that was killed left behind long ago."""
    with contextlib.suppress(OSError):
        for each in target.parent.glob(f".*{SUFFIX}"):
            if time.time() - each.lstat().st_mtime > STALE:
                each.unlink()

"""Writing a file whole or not at all, and never over what somebody else has written."""

from __future__ import annotations

import os
import secrets
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ChangedMeanwhileError", "save"]


class ChangedMeanwhileError(Exception):
    """The file does not hold any more what was expected."""


def save(file: Path, data: bytes, *, before: bytes | None = None) -> None:
    """Replace a file's content in one step; a link stays, what it leads to is replaced.

    The new content is written beside the file and moved over it, so a reader
    sees the old or the new one, and a crash leaves one of them.

    Args:
        file: where to write; it is made if there is none and `before` is None.
        data: the new content.
        before: what the file must hold until then; None for whatever it holds.

    Raises:
        ChangedMeanwhileError: it holds something else; nothing was written.
        OSError: it cannot be written.
    """
    target = file.resolve()
    mode = 0o666
    if before is not None or target.exists():
        mode = stat.S_IMODE(target.stat().st_mode)
    _expect(target, before)
    beside = target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}.zopa")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            if target.exists():
                beside.chmod(mode)  # the umask took some away
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _expect(target, before)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _settle(target.parent)


def _expect(target: Path, before: bytes | None) -> None:
    if before is None:
        return
    try:
        found = target.read_bytes()
    except FileNotFoundError:
        found = None
    if found != before:
        raise ChangedMeanwhileError(str(target))


def _settle(folder: Path) -> None:
    """Make the disk remember the new name; not every file system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)

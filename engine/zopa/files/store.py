"""Disposable store of answers in a folder.

Content is trusted only by its checksum. It is data, never code, and files that another user
could have written are not read.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from zopa.files import FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["FolderStore", "MemoryStore", "Store", "usual_folder"]

MAGIC: Final = b"zopa store 1\n"
LARGEST: Final = 64 << 20
"""Largest size of one answer in bytes; larger ones are neither written nor read."""
MOST: Final = 256 << 20
"""Largest size of the folder in bytes; beyond it the least recently used are deleted."""
SUFFIX: Final = ".zopa"
PARTIAL: Final = ".partial"
ABANDONED: Final = 3600
"""Seconds after which a temporary file counts as abandoned."""
USED_AGAIN: Final = 3600
"""Seconds after which the time of last use is updated."""


class Store(Protocol):
    """Key-value store of answers; any answer can disappear at any time."""

    def get(self, key: str) -> bytes | None:
        """Return the value stored under the key, or None."""

    def put(self, key: str, value: bytes) -> None:
        """Store the value if possible; never raise for outside errors."""


class MemoryStore:
    """Store for the lifetime of the process."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return the value stored under the key, or None."""
        return self.values.get(key)

    def put(self, key: str, value: bytes) -> None:
        """Store the value."""
        self.values[key] = value


def usual_folder(environ: Mapping[str, str]) -> Path | None:
    """Return the cache folder: ZOPA_CACHE_DIR, or `zopa` in the user's folder for caches.

    Returns:
        None if there is no such folder, if its path is relative (it would be another in each
        working folder), or if the home belongs to another user, as under `sudo`, who could not
        delete the files.
    """
    if own := environ.get("ZOPA_CACHE_DIR"):
        return Path(own).absolute()
    base = environ.get("XDG_CACHE_HOME", "")
    if not Path(base).is_absolute():
        home = Path(environ.get("HOME") or environ.get("LOCALAPPDATA") or "")
        if not home.is_absolute() or not _mine(home):
            return None
        base = str(home / ".cache")
    return Path(base, "zopa")


class FolderStore:
    """Store in a folder that the user owns.

    Files are written completely or not at all, so that processes do not see partial files; a
    checksum over key and value detects damage by the disk or an earlier crash.
    """

    def __init__(self, folder: Path, *, most: int = MOST) -> None:
        self.folder = folder
        self.most = most

    def get(self, key: str) -> bytes | None:
        """Return the value stored under the key, or None."""
        file = self._file(key)
        try:
            if not _own(os.lstat(self.folder)):
                return None
            descriptor = os.open(file, FLAGS | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(descriptor, "rb") as opened:
                status = os.fstat(descriptor)
                if not _own(status) or status.st_size > LARGEST:
                    return None
                raw = opened.read(LARGEST)
            if time.time() - status.st_mtime > USED_AGAIN:
                os.utime(file)
        except OSError:
            return None
        head = len(MAGIC) + 64
        if not raw.startswith(MAGIC) or raw[len(MAGIC) : head] != _sum(key, raw[head:]):
            return None
        return raw[head:]

    def put(self, key: str, value: bytes) -> None:
        """Store the value if possible."""
        if len(value) > LARGEST // 2:
            return
        partial = self.folder / f"{key}.{os.getpid()}-{os.urandom(4).hex()}{PARTIAL}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _own(os.lstat(self.folder)):
                return
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with os.fdopen(descriptor, "wb") as opened:
                    opened.write(MAGIC + _sum(key, value) + value)
                partial.replace(self._file(key))
            except BaseException:
                with contextlib.suppress(OSError):
                    partial.unlink()
                raise
            self._tidy()
        except OSError:  # a full or read-only disk: the next run has more work
            return

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}{SUFFIX}"

    def _tidy(self) -> None:
        """Delete the least recently used answers, down to 3/4 of the allowed size."""
        now = time.time()
        kept: list[tuple[float, int, Path]] = []
        for file, status in self._files():
            if file.suffix == PARTIAL and now - status.st_mtime > ABANDONED:
                file.unlink(missing_ok=True)
            elif file.suffix == SUFFIX:
                kept.append((status.st_mtime, status.st_size, file))
        size = sum(each for _, each, _ in kept)
        if size <= self.most:
            return
        for _, each, file in sorted(kept):
            file.unlink(missing_ok=True)
            size -= each
            if size <= self.most * 3 // 4:
                return

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Yield files that this store may have written."""
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if not entry.name.endswith((SUFFIX, PARTIAL)):
                    continue
                with contextlib.suppress(FileNotFoundError):  # another process was faster
                    status = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(status.st_mode):
                        yield Path(entry.path), status


def _sum(key: str, value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=32, key=key.encode()).hexdigest().encode()


def _mine(home: Path) -> bool:
    try:
        return not hasattr(os, "geteuid") or home.stat().st_uid == os.geteuid()
    except OSError:
        return False


def _own(status: os.stat_result) -> bool:
    """Return True if only the user, or the machine's administrator, can have written it."""
    if stat.S_ISLNK(status.st_mode):
        return False
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022

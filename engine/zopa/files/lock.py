"""Lock that the system releases when the process ends in any way."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Lock"]


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
        stream.write(str(os.getpid()))
        stream.flush()
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

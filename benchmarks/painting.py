"""A program on a real pseudo-terminal: what it paints, when, and with how much work."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Moment", "Painting"]

CODES = re.compile(rb"\x1b(?:\[[0-9;?<>=]*[A-Za-z$]|\][^\x07]*\x07|[()].|[=>])")
QUIET = 0.15
"""Seconds without a byte after which a picture is taken to be finished; what zopa
looks for when the reader rests comes later."""
LATE = 2.0
"""Seconds without a byte after which a key is taken to change nothing."""
PATIENCE = 60.0


@dataclass(frozen=True)
class Moment:
    """When something was there, from the start or from a key."""

    wall: float
    """Milliseconds by the clock on the wall."""
    work: float
    """Milliseconds of processor time of the program, all threads together."""


class Painting:
    """One run of a program, its terminal under our eyes."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int], env: Mapping[str, str]
    ) -> None:
        """Start it.

        Args:
            command: to run.
            size: columns and rows.
            env: what it finds in its environment, beside ours.
        """
        ours, theirs = pty.openpty()
        columns, rows = size
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._screen = ours
        self._sent = b""
        self._first: Moment | None = None
        self.bytes = 0
        self._last = self._begun = time.perf_counter()
        self._work = 0.0
        kept = {key: value for key, value in os.environ.items() if key not in UNSET}
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", **env},
        )
        os.close(theirs)

    @property
    def work(self) -> float:
        """Milliseconds of processor time so far."""
        # What clock_getcpuclockid(3) makes of a process.
        clock = (~self.process.pid << 3) | 2
        return time.clock_gettime(clock) * 1_000

    @property
    def memory(self) -> float:
        """Megabytes that it occupies."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    @property
    def first(self) -> Moment:
        """When the first byte came after the last key."""
        return self._first if self._first is not None else self._moment()

    def until(self, *texts: str) -> Moment:
        """Wait for one of some texts, from the start or the last key on."""
        while not any(map(self.painted, texts)):
            if not self._more(PATIENCE):
                msg = f"no {' or '.join(texts)!r} in {CODES.sub(b'', self._sent)[-2_000:]!r}"
                raise TimeoutError(msg)
        return self._moment()

    def painted(self, text: str) -> bool:
        """Whether a text was painted, since the start or the last key."""
        return text.encode() in CODES.sub(b"", self._sent)

    def settled(self) -> Moment:
        """Wait until nothing more is painted; the moment of the last byte."""
        if self._first is None:
            self._more(LATE)
        moment = self._moment()
        while self._more(QUIET):
            moment = self._moment()
        return moment

    def press(self, keys: str) -> None:
        """Send keys when nothing more is painted; times and bytes count from here."""
        self.settled()
        self.press_now(keys)

    def press_now(self, keys: str) -> None:
        """Send keys whatever is painted meanwhile; times and bytes count from here."""
        self._sent, self.bytes, self._first = b"", 0, None
        self._begun, self._work = time.perf_counter(), self.work
        os.write(self._screen, keys.encode())

    def ended(self) -> Moment:
        """Wait until it has ended by itself."""
        work = self.work
        while self._more(PATIENCE):
            with contextlib.suppress(OSError):  # it has ended
                work = self.work
        self.process.wait(PATIENCE)
        wall = (time.perf_counter() - self._begun) * 1_000
        os.close(self._screen)
        return Moment(wall, work - self._work)

    def end(self) -> None:
        """End it, without asking."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self._screen)

    def _moment(self) -> Moment:
        return Moment((self._last - self._begun) * 1_000, self.work - self._work)

    def _more(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._screen], [], [], seconds)
        data = b""
        if ready:
            with contextlib.suppress(OSError):  # it has ended
                data = os.read(self._screen, 1 << 16)
        if data:
            self._sent += data
            self.bytes += len(data)
            self._last = time.perf_counter()
            if self._first is None:
                self._first = self._moment()
        return bool(data)


UNSET = frozenset({"COLUMNS", "LINES", "NO_COLOR"})
"""What would have it paint for another terminal than this."""

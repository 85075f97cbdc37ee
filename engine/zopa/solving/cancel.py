"""Cancellation of questions: by the time limit, or from another thread."""

from __future__ import annotations

import math
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

__all__ = ["Stop", "Stopped", "TooLarge"]


class Stopped(Exception):  # noqa: N818  # an end that was asked for, not an error
    """The question was cancelled before it was answered."""


class TooLarge(Exception):  # noqa: N818  # an honest answer: not counted
    """The count needs more memory than allowed."""


class Stop:
    """Deadline that can be called early, once.

    As a context manager it keeps a timer, so that one long step of the solver is interrupted
    too; otherwise it is only checked between steps.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self._deadline = math.inf if seconds is None else time.monotonic() + seconds
        self._called = threading.Event()
        self._listeners: list[Callable[[], None]] = []
        # Held while listeners run and while one leaves, so that none is called after leaving.
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Self:
        if math.isfinite(self._deadline):
            self._timer = threading.Timer(max(0, self._deadline - time.monotonic()), self.call)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()

    @property
    def called(self) -> bool:
        """True if the deadline has passed or was called."""
        return self._called.is_set() or time.monotonic() >= self._deadline

    def call(self) -> None:
        """Cancel now; safe from any thread."""
        with self._lock:
            self._called.set()
            for listener in self._listeners:
                listener()

    def check(self) -> None:
        """Raise `Stopped` if the deadline has passed or was called."""
        if self.called:
            raise Stopped

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Run `listener` when the deadline is called; return a function that unsubscribes."""
        with self._lock:
            self._listeners.append(listener)

        def leave() -> None:
            with self._lock:
                self._listeners.remove(listener)

        return leave

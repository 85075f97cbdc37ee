"""Background questions: one worker per kind; a new question replaces the last one."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from zopa.solving import Stop, Stopped

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

__all__ = ["Jobs"]

T = TypeVar("T")

AGAIN = 0.01
"""Seconds before an interrupted question is asked again."""


class Jobs:
    """Running background questions. Only for the interface's thread."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._jobs: dict[str, _Job] = {}

    def start(
        self,
        kind: str,
        ask: Callable[[Stop], T],
        tell: Callable[[T], object],
        *,
        seconds: float = 30.0,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Ask in a thread; stop the previous question of this kind.

        If another question that needs the same space interrupts it, it is asked again until
        its time limit.

        Args:
            kind: kind of the question; one question of a kind runs at a time.
            ask: may raise `Stopped`; must not touch the interface.
            tell: called in the interface's thread with the answer, unless another
                question of the kind was started in the meantime.
            seconds: time limit.
            ended: called in the same way if the time limit or the user stopped it.
        """
        self.stop(kind)
        job = self._jobs[kind] = _Job(seconds)

        def hand_over(answer: Callable[[], object] | None) -> None:
            if self._jobs.get(kind) is job:
                del self._jobs[kind]
                # The application may have ended before the answer arrives.
                if answer is not None and self._app.is_running:
                    answer()

        def work() -> None:
            while True:
                try:
                    with job.fresh() as stop:
                        stop.check()
                        answer = ask(stop)
                except Stopped:
                    if job.over:
                        self._app.call_later(hand_over, ended)
                        return
                    time.sleep(AGAIN)
                except Exception as error:  # noqa: BLE001  # a fault of a question does not end the work
                    self._app.call_later(
                        hand_over, lambda fault=error: self._fault(kind, fault)
                    )
                    return
                else:
                    self._app.call_later(hand_over, partial(tell, answer))
                    return

        self._app.run_worker(work, thread=True, group=kind, exit_on_error=False)

    def stop(self, *kinds: str) -> bool:
        """Stop the questions of these kinds, all if none is given; True if any was running."""
        found = [kind for kind in self._jobs if not kinds or kind in kinds]
        for kind in found:
            self._jobs[kind].call()
        return bool(found)

    @property
    def running(self) -> tuple[str, ...]:
        """Kinds of the running questions."""
        return tuple(self._jobs)

    def _fault(self, kind: str, error: Exception) -> None:
        text = f"{kind}: {type(error).__name__}: {error}"
        self._app.notify(text, title="a fault of zopa's own", severity="error", markup=False)


class _Job:
    """One question with all its attempts."""

    def __init__(self, seconds: float) -> None:
        self._deadline = time.monotonic() + seconds
        self._called = False
        self._stop: Stop | None = None

    @property
    def over(self) -> bool:
        """True if it was stopped or its time is over."""
        return self._called or time.monotonic() >= self._deadline

    def fresh(self) -> Stop:
        """The stop for the next attempt, with the remaining time."""
        self._stop = Stop(max(0.0, self._deadline - time.monotonic()))
        if self._called:
            self._stop.call()
        return self._stop

    def call(self) -> None:
        """Stop it."""
        self._called = True
        if self._stop is not None:
            self._stop.call()

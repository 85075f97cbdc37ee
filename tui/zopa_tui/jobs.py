"""Long questions beside the interface: one worker for each kind, the last one counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from zopa.stop import Stop, Stopped

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

__all__ = ["Jobs"]

T = TypeVar("T")


class Jobs:
    """What is being worked on. Used from the interface's thread only."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._stops: dict[str, Stop] = {}

    def start(
        self,
        kind: str,
        ask: Callable[[Stop], T],
        tell: Callable[[T], None],
        *,
        seconds: float = 30.0,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Ask in a thread; the question of that kind before is told to end.

        Args:
            kind: of which one at a time is asked.
            ask: may raise `Stopped`; touches nothing of the interface.
            tell: called in the interface's thread with the answer, unless another
                question of the kind was started meanwhile.
            seconds: after which it is told to end.
            ended: called likewise where it was told to end, by its budget or by the user.
        """
        if kind in self._stops:
            self._stops.pop(kind).call()
        stop = self._stops[kind] = Stop(seconds)

        def hand_over(answer: Callable[[], None] | None) -> None:
            if self._stops.get(kind) is stop:
                del self._stops[kind]
                if answer is not None:
                    answer()

        def work() -> None:
            try:
                with stop:
                    answer = ask(stop)
            except Stopped:
                self._app.call_later(hand_over, ended)
            except Exception as error:  # noqa: BLE001  # a fault of a question is no end of the work
                self._app.call_later(hand_over, lambda fault=error: self._fault(kind, fault))
            else:
                self._app.call_later(hand_over, lambda: tell(answer))

        self._app.run_worker(work, thread=True, group=kind, exit_on_error=False)

    def stop(self, *kinds: str) -> bool:
        """Tell questions of these kinds to end, all without kinds; says whether any was."""
        found = [kind for kind in self._stops if not kinds or kind in kinds]
        for kind in found:
            self._stops[kind].call()
        return bool(found)

    @property
    def running(self) -> tuple[str, ...]:
        """The kinds that are worked on."""
        return tuple(self._stops)

    def _fault(self, kind: str, error: Exception) -> None:
        text = f"{kind}: {type(error).__name__}: {error}"
        self._app.notify(text, title="a fault of zopa's own", severity="error", markup=False)

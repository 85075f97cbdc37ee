"""Background questions: answers that arrive after their screen is gone."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.widgets import Static

from zopa_tui.ui.jobs import Jobs

if TYPE_CHECKING:
    from textual.app import ComposeResult

PATIENCE = 60.0


class Leaving(Static):
    """A widget that is removed while an answer arrives."""

    def on_unmount(self) -> None:
        """End the question, and wait until its answer is posted."""
        assert isinstance(self.app, Host)
        self.app.leaving.set()
        assert self.app.posted.wait(PATIENCE)


class Host(App[int]):
    """An app with one question that records its answer."""

    def __init__(self) -> None:
        super().__init__()
        self.leaving, self.posted = Event(), Event()
        self.told: list[bool] = []

    def compose(self) -> ComposeResult:
        """A widget to remove."""
        yield Leaving()

    def on_mount(self) -> None:
        """Start the question."""
        Jobs(self).start("count", lambda _: self.leaving.wait(PATIENCE), self.told.append)

    def call_later(self, *given: Any, **named: Any) -> bool:
        """Call later as usual, and report it."""
        done = super().call_later(*given, **named)
        if self.leaving.is_set():
            self.posted.set()
        return done


async def test_an_answer_that_comes_while_the_screen_is_taken_down_is_dropped() -> None:
    """What it would be shown in is gone."""
    app = Host()
    async with app.run_test() as pilot:
        await pilot.pause()
    assert app.posted.is_set()
    assert app.told == []

"""A screen that is painted when there is something to see, and once."""

from __future__ import annotations

from contextlib import ExitStack

from textual.screen import Screen

__all__ = ["PaintedOnce"]

HELD = 0.2
"""Seconds after which a first picture is painted whatever is still missing in it."""


class PaintedOnce(Screen[None]):
    """Draws nothing that is not shown; can wait with the first picture."""

    def __init__(self) -> None:
        super().__init__()
        self._held: ExitStack | None = None

    def _compositor_refresh(self) -> None:
        """Draw, but not while painting waits: Textual would draw, and throw it away."""
        if self.app._batch_count:  # noqa: SLF001  # there is no other way to know
            self.refresh()
        else:
            super()._compositor_refresh()

    def hold_picture(self) -> None:
        """Wait with painting until everything is there."""
        self._held = ExitStack()
        # Whatever is on top by then: Textual forgets what was drawn meanwhile.
        self._held.callback(lambda: self.app.screen.refresh(layout=True))
        self._held.enter_context(self.app.batch_update())
        self.set_timer(HELD, self._held.close)

    def show_picture(self) -> None:
        """Paint what waited, with every pane laid for the room that it has."""
        if self._held is not None:
            held, self._held = self._held, None
            self._refresh_layout()
            self.call_later(held.close)

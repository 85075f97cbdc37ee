"""The tour of the smallest workspace, or of a copy of a draft: cards with the next key."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from zopa_tui.views.text import signs_for
from zopa_tui.widgets.base import signs

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Size

    from zopa_tui.screens.base import SessionScreen

__all__ = [
    "CARDS",
    "TooSmall",
    "Tour",
    "begin",
    "is_room",
]


CHOSEN = "chosen"
"""Placeholder for any key that changes a choice."""
CARDS: tuple[tuple[str, str], ...] = (
    (
        "space chooses the term under the cursor, and takes it back again. Press space.",
        CHOSEN,
    ),
    (
        "Issues: what the draft chooses. Positions: what it crosses. Why: reasons. Press tab.",
        "pane_next",
    ),
    (
        "{crossed} crossed, {open} open, {respected} respected. w turns the page of Why.",
        "why",
    ),
    ("r looks for the nearest deals; enter applies one, esc leaves it. Press r.", "repair"),
    ("u takes any step back. Press u.", "undo"),
    ("? lists the keys, 2 to 6 are the other screens. Press ?.", "help"),
    (
        "That was the tour. F5 goes back to where you were, F6 begins it on your own draft.",
        "tour",
    ),
)
"""Text of each card, and the action that continues."""


class Tour(Static):
    """The card of the tour, docked at the bottom edge of the screen."""

    DEFAULT_CSS = """
    Tour { dock: bottom; height: auto; background: $panel; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._at = 0

    def on_mount(self) -> None:
        """Show the first card."""
        self._draw()

    def _draw(self) -> None:
        text = CARDS[self._at][0].format_map(dataclasses.asdict(signs(self)))
        count = f"Tour {self._at + 1}/{len(CARDS)} (F5 ends it)  "
        self.update(Content.assemble((count, "bold $title"), text))

    def did(self, action: str) -> None:
        """Continue if the action is the one that the card asked for."""
        name = action.rpartition(".")[2].partition("(")[0]
        target = getattr(self.screen, "target", None)
        if name in {"toggle_node", "select_cursor"} and target is not None:
            name = CHOSEN if target.kind == "term" else ""
        if self._at == len(CARDS) or name != CARDS[self._at][1]:
            return
        self._at += 1
        if self._at < len(CARDS):
            self._draw()


def begin(screen: SessionScreen) -> None:
    """Put the first card on a screen, and the cursor on a term."""
    from zopa_tui.widgets.term_tree import TermTree  # the first picture waits for no solver

    screen.mount(Tour())
    for tree in screen.query(TermTree):
        tree.go_to_term()


# -- window too small --


LEAST = (40, 12)
"""Minimum columns and lines for any content."""


def is_room(size: Size) -> bool:
    """Whether anything can be shown."""
    return size.width >= LEAST[0] and size.height >= LEAST[1]


class TooSmall(ModalScreen[None]):
    """Message on a small window; the application removes it once there is room."""

    def compose(self) -> ComposeResult:
        """One line."""
        times = signs_for(getattr(self.app, "glyphs", None)).times
        yield Static(f"zopa needs {LEAST[0]}{times}{LEAST[1]}", markup=False)

    def on_screen_resume(self) -> None:
        """Go where the window has grown while another screen was in front."""
        if is_room(self.app.size):
            self.dismiss()

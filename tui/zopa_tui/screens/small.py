"""Too little room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import ModalScreen
from textual.widgets import Static

from zopa_tui.views.glyphs import signs_for

if TYPE_CHECKING:
    from textual.app import ComposeResult

__all__ = ["LEAST", "TooSmall"]

LEAST = (50, 12)
"""Columns and lines that anything can be shown on."""


class TooSmall(ModalScreen[None]):
    """Says so; the application takes it away when there is room again."""

    def compose(self) -> ComposeResult:
        """One line."""
        times = signs_for(getattr(self.app, "glyphs", None)).times
        yield Static(f"zopa needs {LEAST[0]}{times}{LEAST[1]}", markup=False)

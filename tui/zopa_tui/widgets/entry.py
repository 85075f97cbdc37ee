"""Single-line text fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

if TYPE_CHECKING:
    from textual import events

__all__ = ["TextField", "joined"]


class TextField(Input):
    """A text field that joins the lines of a paste; Textual's keeps only the first line."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        if text := joined(event.text):
            selection = self.selection
            if selection.is_empty:
                self.insert_text_at_cursor(text)
            else:
                self.replace(text, *selection)


def joined(text: str) -> str:
    """The lines of a text joined into one."""
    return " ".join(filter(None, map(str.strip, text.splitlines())))

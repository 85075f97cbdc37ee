"""A line to type in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

if TYPE_CHECKING:
    from textual import events

__all__ = ["Entry"]


class Entry(Input):
    """A field that joins the lines of what is pasted; Textual's takes the first one."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        text = " ".join(filter(None, map(str.strip, event.text.splitlines())))
        if text:
            selection = self.selection
            if selection.is_empty:
                self.insert_text_at_cursor(text)
            else:
                self.replace(text, *selection)

"""Single-line text fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

if TYPE_CHECKING:
    from textual import events
    from textual.widgets import TextArea

__all__ = ["TextField", "act_at_once", "joined"]


class TextField(Input):
    """A text field that joins the lines of a paste; Textual's keeps only the first line."""

    async def _on_key(self, event: events.Key) -> None:
        await act_at_once(self, event)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        if text := joined(event.text):
            selection = self.selection
            if selection.is_empty:
                self.insert_text_at_cursor(text)
            else:
                self.replace(text, *selection)


async def act_at_once(field: Input | TextArea, event: events.Key) -> bool:
    """Do what the field does for a key; False if it is no key of the field.

    Textual does so once the key has passed the queues of all parents, and takes letters at
    once: of keys in one read, letters would come before a backspace that stands before them.
    """
    for each in field._bindings.key_to_bindings.get(event.key, ()):  # noqa: SLF001  # Textual has no other way
        if await field.app.run_action(each.action, field):
            event.stop()
            event.prevent_default()
            return True
    return False


def joined(text: str) -> str:
    """The lines of a text joined into one."""
    return " ".join(filter(None, map(str.strip, text.splitlines())))

"""What can be copied of what is on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa_tui.screens.modals.base import ChoiceModal, Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.await_complete import AwaitComplete

    from zopa_tui.views.clipboard import Copy

__all__ = ["CopyModal"]


LONGEST = 400
"""Characters of a text that may be seen before it is copied."""


class CopyModal(ChoiceModal):
    """Copies what is chosen to the clipboard of the terminal."""

    def __init__(self, copies: Sequence[Copy]) -> None:
        options = [
            Option(
                each.key, f"{each.label}:  {' '.join(each.text[:LONGEST].split())}", each.key
            )
            for each in copies
        ]
        super().__init__("Copy", (), options, "enter copy   esc close")
        self._copies = {each.key: each for each in copies}

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        """Copy it first."""
        if result in self._copies and not self.answered:
            self.app.copy_to_clipboard(self._copies[result].text)
            note = "copied; macOS Terminal does not take copies (OSC 52)"
            self.app.notify(note, timeout=3, markup=False)
        return super().dismiss(result)

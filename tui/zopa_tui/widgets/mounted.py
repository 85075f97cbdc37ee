"""What acts with all that is in it, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, messages
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.message import Message

__all__ = ["Whole"]

LAST = (events.Compose, events.Unmount, messages.Prune, messages.CloseMessages)
"""What a widget that is being taken down still has to hear."""


class Whole(Widget):
    """A widget whose handlers find its children.

    Textual mounts one that was removed before its turn came, with nothing inside it, and
    hands on what was meant for one that is being taken down piece by piece.
    To be the last base, as styles come from the first.
    """

    async def _dispatch_message(self, message: Message) -> None:
        if not self.is_going or isinstance(message, LAST):
            await super()._dispatch_message(message)

    @property
    def is_going(self) -> bool:
        """Whether it is being taken down, with all that is in it."""
        return self._pruning or self._closing or self._closed

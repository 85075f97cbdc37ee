"""A base class for widgets that handle messages only while their children exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, messages
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message import Message

__all__ = ["Passing", "Whole"]

LAST = (events.Compose, events.Unmount, messages.Prune, messages.CloseMessages)
"""Messages that a widget still needs while it is removed."""


@dataclass(frozen=True)
class Passing:
    """A call that only goes through a queue; a widget that is being removed makes it, too."""

    do: Callable[[], None]

    def __call__(self) -> None:
        """Make the call."""
        self.do()


class Whole(Widget):
    """A widget whose handlers always find its children.

    Textual may mount a widget that was removed earlier, without any children. It also
    delivers messages to a widget during its removal. This class drops them.

    It must be the last base class, since styles come from the first one.
    """

    async def _dispatch_message(self, message: Message) -> None:
        passing = isinstance(message, events.Callback) and isinstance(message.callback, Passing)
        if not self.is_going or passing or isinstance(message, LAST):
            await super()._dispatch_message(message)

    @property
    def is_going(self) -> bool:
        """True while the widget is removed with its children."""
        return self._pruning or self._closing or self._closed

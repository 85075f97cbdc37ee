"""The steps of a piece of work, and where in them one stands."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from zopa_tui.session.draft import Draft

__all__ = ["History", "Step"]

DEPTH = 1_000
"""Steps that can be undone."""
TYPING = 1.0
"""Seconds within which changes of the same thing are one step."""


@dataclass(frozen=True, slots=True)
class Step:
    """A draft, and what was done to reach it."""

    label: str
    draft: Draft


class History:
    """Whole drafts, the first one done to nothing; one of them is current."""

    def __init__(
        self, start: Draft, *, depth: int = DEPTH, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._steps = [Step("open", start)]
        self._at = 0
        self._depth = depth
        self._clock = clock
        self._typing: tuple[Hashable, float] | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """All of them, undone ones included; oldest first."""
        return tuple(self._steps)

    @property
    def at(self) -> int:
        """Which step is current."""
        return self._at

    @property
    def draft(self) -> Draft:
        """The current one."""
        return self._steps[self._at].draft

    @property
    def undo(self) -> str | None:
        """What undoing would take back."""
        return self._steps[self._at].label if self._at else None

    @property
    def redo(self) -> str | None:
        """What redoing would do again."""
        after = self._at + 1
        return self._steps[after].label if after < len(self._steps) else None

    def do(self, label: str, draft: Draft, *, typing: Hashable = None) -> bool:
        """Make a step, and forget those that were undone.

        Args:
            label: what is done, as in "undo: …".
            draft: what it leads to; one that says what the current one says is no step.
            typing: what is being typed; a step that goes on typing the same within a
                second takes the place of the one before.

        Returns:
            Whether the draft is another one now.
        """
        now = self._clock()
        if draft == self.draft:
            return False
        del self._steps[self._at + 1 :]
        if typing is not None and self._typing is not None:
            what, when = self._typing
            if what == typing and now - when <= TYPING:
                self._steps.pop()
        self._typing = None
        if not self._steps or self._steps[-1].draft != draft:
            self._steps.append(Step(label, draft))
            self._typing = None if typing is None else (typing, now)
        del self._steps[: -self._depth - 1]
        self._at = len(self._steps) - 1
        return True

    def go(self, at: int) -> None:
        """Make another step current.

        Raises:
            IndexError: there is no such step.
        """
        if not 0 <= at < len(self._steps):
            msg = f"step {at} of {len(self._steps)}"
            raise IndexError(msg)
        self._at = at
        self._typing = None

    def pause(self) -> None:
        """Make what is typed from here on a step of its own."""
        self._typing = None

"""Another day to ask about: the one beside, or one on which positions begin or end."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from zopa_tui.bindings import bindings
from zopa_tui.screens.base import SessionScreen
from zopa_tui.views.sources import next_change

if TYPE_CHECKING:
    from textual.binding import BindingType

__all__ = ["Days"]


class Days(SessionScreen):
    """A screen whose answers depend on the day."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "as-of.back", "as-of.on", "change.back", "change.on"
    )

    def _day(self, step: int) -> None:
        day = self.session.snapshot.verdicts.context.as_of
        self.session.as_of(day + dt.timedelta(days=step))

    def action_as_of_back(self) -> None:
        """Ask as of the day before."""
        self._day(-1)

    def action_as_of_on(self) -> None:
        """Ask as of the day after."""
        self._day(1)

    def _change(self, step: int) -> None:
        found = next_change(self.session.corpus, self.session.snapshot.verdicts.context, step)
        if found is None:
            when = "after" if step > 0 else "before"
            self.notify(f"nothing changes {when} this day", markup=False, timeout=3)
        else:
            self.session.as_of(found)

    def action_change_back(self) -> None:
        """Ask as of the day before on which positions begin or end."""
        self._change(-1)

    def action_change_on(self) -> None:
        """Ask as of the next day on which positions begin or end."""
        self._change(1)

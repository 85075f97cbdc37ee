"""Supposing that a line were dropped: never without a reason and an end."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zopa_tui.screens.modals.forms import Field, FormModal

if TYPE_CHECKING:
    from zopa_tui.session.session import Session

__all__ = ["WaiveModal"]

FOR = dt.timedelta(days=14)
"""How long a waiver counts unless one says otherwise."""


class WaiveModal(FormModal[None]):
    """Reason and day of expiry."""

    TITLE_TEXT = "Waive: suppose this line were dropped"

    def __init__(self, session: Session, position: str) -> None:
        super().__init__()
        self._session, self._position = session, position

    def intro(self) -> str:
        """The line."""
        position = self._session.corpus.positions[self._position]
        party = self._session.corpus.parties[position.party].name
        return f"{party}: {position.title}. Shown wherever it acts. I keeps it in the file."

    def fields(self) -> list[Field]:
        """Reason, then day."""
        day = self._session.snapshot.verdicts.context.as_of
        last = dt.date.max - FOR
        return [
            ("reason", "Reason", ""),
            ("expires", "It counts again from (year-month-day)", str(min(day, last) + FOR)),
        ]

    def submit(self, values: dict[str, str]) -> str | None:
        """Waive."""
        try:
            day = dt.date.fromisoformat(values["expires"].strip())
        except ValueError:
            return "not a day; write it like 2025-09-01"
        if day <= self._session.snapshot.verdicts.context.as_of:
            return "that day is over: the waiver would not act"
        refused = self._session.waive(self._position, values["reason"], day)
        if refused is not None:
            return refused.reason
        self.dismiss(None)
        return None

"""Page of a question without a screen: coalitions, robustness."""

from __future__ import annotations

import dataclasses
import re
import time
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from zopa.writers import CODES, Style
from zopa.writers.terminal import page_text
from zopa_tui.screens.clipboard import about, shown
from zopa_tui.screens.modals.base import Modal, Picker
from zopa_tui.screens.modals.lists import CopyModal
from zopa_tui.session.questions import BUDGETS, asked_pages
from zopa_tui.views.text import ASCII_SIGNS, SHADES, TextLine, TextPart, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa.answers import Page
    from zopa_tui.session.questions import AskedName
    from zopa_tui.session.session import Session
    from zopa_tui.ui.jobs import Jobs
    from zopa_tui.views.text import Shade

__all__ = ["AskedModal"]

STEP = 0.5
"""Seconds between two updates of the elapsed time."""
STYLED = re.compile("\x1b\\[([0-9;]*)m")
SHADED: dict[str, Shade] = {
    CODES["bold"]: "head",
    CODES["dim"]: SHADES["dim"],
    CODES["crossed"]: SHADES["crossed"],
    CODES["respected"]: SHADES["respected"],
    CODES["open"]: SHADES["open"],
    CODES["waived"]: SHADES["waived"],
    CODES["forced"]: SHADES["forced"],
}
"""Styles for the codes of a printed page."""
PLAIN = str.maketrans(
    {"·": "-", "–": "-", "×": "x", "…": "~", "¶": "#", "→": ">", "“": '"', "”": '"', "’": "'"}
)
"""Replacements for terminals that show ASCII only."""


class AskedModal(Modal[None]):
    """Asks in a background thread, and shows the same page as the command."""

    TALL = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "end", "Close", show=False),
        Binding("d", "details", "Details", show=False),
        Binding("b", "budget", "More time", show=False),
        Binding("y", "copy", "Copy", show=False),
    ]

    def __init__(self, session: Session, jobs: Jobs, name: AskedName) -> None:
        super().__init__()
        self._session, self._jobs, self._asks = session, jobs, name
        self._pages: tuple[Page, Page] | None = None
        self._detailed = False
        self._budget = 0
        self._since = 0.0
        self._ended = ""
        """The reason if the search ended without a result."""

    def inside(self) -> Iterator[Widget]:
        """The page."""
        yield Picker(self._lay, fill=True)

    def begin(self) -> None:
        """Start the question."""
        self.query_one("#list", Picker).focus()
        self.set_interval(STEP, self._tell)
        self._ask()

    @property
    def _seconds(self) -> float:
        return BUDGETS[self._budget]

    @property
    def working(self) -> bool:
        """True while the search runs."""
        return self._asks in self._jobs.running

    def _ask(self) -> None:
        session, name, seconds = self._session, self._asks, self._seconds
        asked = session.engine.asked(session.draft, session.file.scenario)
        self._since, self._ended = time.monotonic(), ""

        def tell(pages: tuple[Page, Page]) -> None:
            self._pages = pages
            self._tell(over=True)

        def ended() -> None:
            self._ended = "Stopped: nothing is known yet. b asks again, with more time."
            self._tell(over=True)

        self._jobs.start(
            name,
            lambda stop: asked_pages(session.desk, name, asked, stop, seconds, more="d"),
            tell,
            seconds=seconds,
            ended=ended,
        )
        self._tell()

    def _tell(self, *, over: bool = False) -> None:
        """Show the progress at the edges, and the page once it is there."""
        if self.answered:
            return
        title = self._asks.capitalize()
        if self.working and not over:
            spent = time.monotonic() - self._since
            title = f"{title}: searching, {spent:.0f} s of {self._seconds:g} s"
            self.retitle(title, "esc stop")
        else:
            details = "d less" if self._detailed else "d details"
            self.retitle(title, f"{details}   y copy   b more time   esc close")
        if over or self._pages is None:
            self.query_one("#list", Picker).redraw()

    def _lay(self, width: int) -> list[TextLine]:
        if self._pages is None:
            words = self._ended or "The answer comes here; esc stops the search."
            return list(wrapped(words, width, shade="muted"))
        text = page_text(self._pages[self._detailed], Style(enabled=True), width)
        if self.signs is ASCII_SIGNS:
            text = text.translate(PLAIN)
        return [TextLine(tuple(_parts(each))) for each in text.splitlines()]

    # -- keys --

    def action_end(self) -> None:
        """Stop the search; if none runs, close the page."""
        if not self._jobs.stop(self._asks):
            self.dismiss(None)

    def action_details(self) -> None:
        """Switch between all details and the short page."""
        if self._pages is not None:
            self._detailed = not self._detailed
            self._tell(over=True)

    def action_budget(self) -> None:
        """Ask again with a longer time limit; after the longest with the shortest."""
        if not self.working:
            self._budget = (self._budget + 1) % len(BUDGETS)
            self._pages = None
            self._ask()

    def action_copy(self) -> None:
        """Offer to copy the command for the same page, and its text."""
        by_date = " --by-date" if self._asks == "coalitions" else ""
        asked = about(self._session, "c", "the command", f"zopa {self._asks}")
        asked = dataclasses.replace(asked, text=f"{asked.text}{by_date}")
        copies = [asked]
        if self._pages is not None:
            copies += shown(self.query_one("#list", Picker))
        self.app.push_screen(CopyModal(copies))


def _parts(line: str) -> Iterator[TextPart]:
    """Parts of a printed line, by style."""
    shade: Shade = ""
    for place, each in enumerate(STYLED.split(line)):
        if place % 2:
            shade = SHADED.get(each, "")
        elif each:
            yield each, shade

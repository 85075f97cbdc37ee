"""What can be done to the draft, wherever the cursor can stand on its parts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual.screen import Screen

from zopa_tui import moves, repairing
from zopa_tui.asking import Refused
from zopa_tui.widgets.why_pane import WhyPane

if TYPE_CHECKING:
    from typing import Any

    from zopa_tui.drafts import Draft
    from zopa_tui.jobs import Jobs
    from zopa_tui.places import Places
    from zopa_tui.session import Session
    from zopa_tui.targets import Target

__all__ = ["Drafting"]


class Drafting(Screen[None]):
    """Turns keys into changes of the session; answers in words where there is nothing to do."""

    session: Session
    places: Places

    @property
    def target(self) -> Target | None:
        """What the cursor stands on; of a subclass."""
        raise NotImplementedError

    @property
    def app_jobs(self) -> Jobs:
        """Where long questions are asked."""
        app: Any = self.app
        jobs: Jobs = app.jobs
        return jobs

    def say(self, text: str) -> None:
        """A line for a moment."""
        self.notify(text, timeout=4, markup=False)

    def said(self, refused: Refused | None) -> None:
        """Say why something was not done."""
        if refused is not None:
            self.notify(refused.reason, severity="warning", timeout=6, markup=False)

    def _issue(self) -> str | None:
        issue = self.target.issue if self.target is not None else None
        if issue is None:
            self.say("no issue under the cursor")
        return issue

    def _position(self) -> str | None:
        if self.target is None or self.target.kind != "position":
            self.say("no position under the cursor: tab goes to the positions")
            return None
        return self.target.id

    # -- choices --

    def choose(self, issue: str, term: str) -> None:
        """Choose the term or take it back; where rules exclude it, offer what would have to go."""
        refused = self.session.choose(issue, term)
        if refused is None:
            return
        self.said(refused)
        known = self.session.corpus.issues[issue]
        then = moves.with_term(self.session.draft, known, term)
        self.repair(then, [issue], f"To have {known.terms[term].title}")

    def action_silence(self) -> None:
        """Have the agreement say nothing on the issue."""
        if (issue := self._issue()) is not None:
            self.session.silence(issue)

    def action_clear(self) -> None:
        """Leave the issue undecided."""
        if (issue := self._issue()) is None:
            return
        if issue not in self.session.draft.choices:
            self.say("the issue is undecided already")
        self.session.clear(issue)

    def action_adopt_forced(self) -> None:
        """Choose all forced terms, in one step."""
        self.said(self.session.adopt_forced())

    def action_parameter(self) -> None:
        """Give the term's parameter a value."""
        from zopa_tui.screens.modals.parameter import ParameterModal

        if self.target is None or self.target.kind != "term":
            self.say("no term under the cursor")
            return
        issue, term = self.target.parts
        known = self.session.corpus.issues[issue].terms[term]
        if not known.parameters:
            self.say("the term has no parameter")
        elif term not in self.session.draft.picks(issue):
            self.say("choose the term first: space")
        else:
            self.app.push_screen(ParameterModal(self.session, issue, term))

    # -- repairs --

    def action_repair(self) -> None:
        """Show the nearest deals."""
        self.repair(None, [], "Repair")

    def repair(self, start: Draft | None, keep: list[str], title: str) -> None:
        """Look for the nearest deals, and offer them."""
        session, revision = self.session, self.session.snapshot.revision

        def tell(ways: repairing.Ways) -> None:
            from zopa_tui.screens.modals.repair import RepairModal

            if session.snapshot.revision == revision and self.is_current:
                self.app.push_screen(RepairModal(session, ways, title, self.repair))

        self.app_jobs.start(
            "repairs",
            lambda stop: repairing.find(session, stop, start, keep),
            tell,
            ended=lambda: self.say("stopped: no repair was found in time"),
        )

    # -- reasons and suppositions --

    def action_why(self) -> None:
        """Turn to the next page of the reason."""
        pane = self.query_one(WhyPane)
        if pane.reason is None:
            self.say("nothing under the cursor needs a reason")
            return
        pane.next_page()

    def action_waive(self) -> None:
        """Suppose that the position were dropped, or end that."""
        from zopa_tui.screens.modals.waive import WaiveModal

        if (name := self._position()) is None:
            return
        if self.session.draft.waived(name):
            self.session.unwaive(name)
        else:
            self.app.push_screen(WaiveModal(self.session, name))

    def _day(self, step: int) -> None:
        day = self.session.snapshot.verdicts.context.as_of + dt.timedelta(days=step)
        self.session.as_of(day)

    def action_as_of_back(self) -> None:
        """Ask as of the day before."""
        self._day(-1)

    def action_as_of_on(self) -> None:
        """Ask as of the day after."""
        self._day(1)

    def _reading(self, step: int) -> None:
        if (name := self._position()) is None:
            return
        position = self.session.corpus.positions[name]
        readings = list(map(str, position.readings))
        if len(readings) < 2:
            self.say("the position has one reading only")
            return
        now = self.session.draft.readings.get(name, position.default)
        at = readings.index(now) if now in readings else 0
        self.session.reading(name, readings[(at + step) % len(readings)])

    def action_reading_back(self) -> None:
        """Read the position in the way before."""
        self._reading(-1)

    def action_reading_on(self) -> None:
        """Read the position in the next way."""
        self._reading(1)

    # -- files and copies --

    def action_source(self) -> None:
        """Open the file at the line of what is under the cursor."""
        if self.target is None:
            self.say("nothing under the cursor")
            return
        span = self.places.of(self.target.kind, self.target.id)
        if span is None:
            self.say("it stands in no file of its own")
            return
        app: Any = self.app
        app.edit(span.path, span.start.line)

    def action_copy(self) -> None:
        """Offer what can be copied."""
        from zopa_tui.copies import copies
        from zopa_tui.screens.modals.copy import CopyModal

        reason = self.query_one(WhyPane).reason
        self.app.push_screen(CopyModal(copies(self.session, self.target, reason)))

"""Commands that change the draft, for all panes with parts of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual.screen import Screen

from zopa.answers.lines import issue_name, term_named
from zopa.model.corpus import VALUE
from zopa_tui.session import draft as moves
from zopa_tui.session.draft import stepped
from zopa_tui.widgets.line_list import WhyPane
from zopa_tui.widgets.term_tree import TermTree

if TYPE_CHECKING:
    from zopa_tui.screens.clipboard import Copy
    from zopa_tui.session.draft import Draft
    from zopa_tui.session.engine import NotDone
    from zopa_tui.session.open import Locations
    from zopa_tui.session.session import Session
    from zopa_tui.ui.jobs import Jobs
    from zopa_tui.views.export import ViewTable
    from zopa_tui.views.positions import Target

__all__ = ["Application", "Drafting"]


class _Links(Protocol):
    def repair(self, start: Draft | None, keep: list[str], title: str) -> None: ...

    def waive(self, name: str) -> None: ...

    def turn_reading(self, name: str, step: int) -> None: ...

    def blame(self, position: str) -> None: ...

    def go_to_cause(self, kind: str, name: str) -> None: ...


class _Files(Protocol):
    def edit(self, path: str, line: int) -> None: ...


class _Documents(Protocol):
    def choose_beside(self) -> None: ...


class _Open(Protocol):
    locked: frozenset[str]


class _Drafts(Protocol):
    @property
    def here(self) -> _Open: ...


class Application(Protocol):
    """Services of the application for a screen that changes the draft."""

    @property
    def jobs(self) -> Jobs:
        """Background questions."""

    @property
    def links(self) -> _Links:
        """Ways to other screens and dialogs."""

    @property
    def files(self) -> _Files:
        """Files of the workspace."""

    @property
    def documents(self) -> _Documents:
        """Drafts of the workspace."""

    @property
    def drafts(self) -> _Drafts:
        """Open drafts."""


class Drafting(Screen[None]):
    """Maps keys to changes of the session; shows a message if there is nothing to change."""

    session: Session
    places: Locations
    ours: Application

    @property
    def target(self) -> Target | None:
        """The item under the cursor; subclasses define it."""
        raise NotImplementedError

    @property
    def app_jobs(self) -> Jobs:
        """Background questions of the application."""
        return self.ours.jobs

    def say(self, text: str) -> None:
        """Show a short message."""
        self.notify(text, timeout=4, markup=False)

    def said(self, refused: NotDone | None) -> None:
        """Show the reason for a refusal."""
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

    def action_move_next_open(self) -> None:
        """Go to the next issue that needs a decision."""
        self._to_open(1)

    def action_move_previous_open(self) -> None:
        """Go to the previous issue that needs a decision."""
        self._to_open(-1)

    def _to_open(self, step: int) -> None:
        tree = self.query_one(TermTree)
        tree.focus()
        if not tree.next_open(step):
            self.say("every issue is decided")

    # -- choices --

    def choose(self, issue: str, term: str) -> None:
        """Choose the term or remove it; offer a repair if rules exclude it.

        For a number or a date, ask for a value.
        """
        if term == VALUE and self.session.corpus.issues[issue].answer is not None:
            self._value(issue, term, VALUE)
            return
        refused = self.session.choose(issue, term)
        if refused is None:
            return
        self.said(refused)
        known = self.session.corpus.issues[issue]
        named = term_named(self.session.corpus, issue, term)
        if term in self.session.draft.picks(issue):
            then = moves.taken_back(self.session.draft, issue, term)
            self.ours.links.repair(then, [issue], f"To do without {named}")
            return
        then = moves.with_term(self.session.draft, known, term)
        self.ours.links.repair(then, [issue], f"To have {named}")

    def action_silence(self) -> None:
        """Make the agreement silent on the issue."""
        if (issue := self._issue()) is None:
            return
        if (refused := self.session.silence(issue)) is not None:
            self.said(refused)
            name = issue_name(self.session.corpus, issue)
            then = self.session.draft.deciding(issue, {})
            self.ours.links.repair(then, [issue], f"To say nothing on {name}")

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
        """Ask for a value of the issue or of the term's parameter, or for members of a set."""
        from zopa_tui.screens.modals.answer import MembersModal
        from zopa_tui.screens.modals.forms import ParameterModal

        if self.target is None or self.target.issue is None:
            self.say("no issue or term under the cursor")
            return
        issue = self.target.issue
        declared = self.session.corpus.issues[issue]
        if declared.answer is not None:
            self._value(issue, VALUE, VALUE)
            return
        if declared.answered_by == "set":
            modal = MembersModal(self.session, self.app_jobs, self.ours.links.repair, issue)
            self.app.push_screen(modal)
            return
        if self.target.kind != "term":
            self.say("no term under the cursor")
            return
        _, term = self.target.parts
        known = declared.terms[term]
        if not known.parameters:
            self.say("the term has no parameter")
        elif term not in self.session.draft.picks(issue):
            self.say("choose the term first: space")
        elif len(known.parameters) == 1 and all(
            each.domain.number for each in known.parameters.values()
        ):
            self._value(issue, term, next(iter(known.parameters)))
        else:
            self.app.push_screen(ParameterModal(self.session, issue, term))

    def action_dates(self) -> None:
        """Move milestones and other dates on one timeline."""
        from zopa_tui.screens.modals.answer import DatesModal, dated

        if not dated(self.session):
            self.say("no issue is answered by a date")
            return
        repair = self.ours.links.repair
        here = self.target.issue if self.target is not None else None
        self.app.push_screen(DatesModal(self.session, self.app_jobs, repair, here or ""))

    def _step(self, by: int) -> None:
        """Step the number under the cursor; the effect on the verdicts is visible at once."""
        if (issue := self._issue()) is None or self.target is None:
            return
        session, known = self.session, self.session.corpus.issues[issue]
        term = VALUE if known.answer is not None else self.target.id.partition("/")[2]
        blanks = known.terms[term].parameters if term in known.terms else {}
        name = next((str(key) for key, each in blanks.items() if each.domain.number), None)
        if name is None:
            self.say("no number under the cursor")
            return
        answers = known.answer is not None
        if not answers and term not in session.draft.picks(issue):
            self.say("choose the term first: space")
            return
        said = session.draft.picks(issue).get(term, {}).get(name)
        value = stepped(said, blanks[name].domain, by, None)
        if value is None:
            self.say("there is no number to begin with: p asks for one")
        elif answers:
            self.said(session.answer(issue, value))
        else:
            self.said(session.parameter(issue, term, name, value))

    def action_step_up(self) -> None:
        """Move the number or date a step up."""
        self._step(1)

    def action_step_down(self) -> None:
        """Move the number or date a step down."""
        self._step(-1)

    def _value(self, issue: str, term: str, name: str) -> None:
        """Ask for a number or a date."""
        from zopa_tui.screens.modals.answer import ValueModal

        blank = (issue, term, name)
        modal = ValueModal(self.session, self.app_jobs, self.ours.links.repair, blank)
        self.app.push_screen(modal)

    # -- repairs --

    def action_repair(self) -> None:
        """Show the nearest deals."""
        self.ours.links.repair(None, [], "Repair")

    # -- reasons and suppositions --

    def action_why(self) -> None:
        """Go to the next page of the reason."""
        pane = self.query_one(WhyPane)
        if pane.reason is None:
            self.say("nothing under the cursor needs a reason")
            return
        pane.next_page()

    def action_waive(self) -> None:
        """Waive the position, or end its waiver."""
        if (name := self._position()) is not None:
            self.ours.links.waive(name)

    def _reading(self, step: int) -> None:
        if (name := self._position()) is not None:
            self.ours.links.turn_reading(name, step)

    def action_reading_back(self) -> None:
        """Switch the position to its previous reading."""
        self._reading(-1)

    def action_reading_on(self) -> None:
        """Switch the position to its next reading."""
        self._reading(1)

    # -- files and copies --

    def action_source(self) -> None:
        """Open the file of the item under the cursor at its line."""
        if self.target is None:
            self.say("nothing under the cursor")
            return
        span = self.places.of(self.target.kind, self.target.id)
        if span is None:
            self.say("it stands in no file of its own")
            return
        self.ours.files.edit(span.path, span.start.line)

    def copies(self) -> list[Copy]:
        """The command, the reason, the citation, the choices."""
        from zopa_tui.screens.clipboard import copies

        return copies(self.session, self.target, self.query_one(WhyPane).reason)

    def export_tables(self) -> list[ViewTable]:
        """Choices, verdicts, status of terms."""
        from zopa_tui.views.export import draft_tables

        return draft_tables(self.session)

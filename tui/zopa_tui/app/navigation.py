"""What the screens ask of each other, and what can be done on all that show verdicts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zopa.model.conditions import Name
from zopa.model.corpus import Waiver
from zopa_tui.app.save import Filing
from zopa_tui.session import draft as moves
from zopa_tui.session import repairing
from zopa_tui.ui.actions import Screen

if TYPE_CHECKING:
    from zopa_tui.screens.deals import DealsScreen
    from zopa_tui.screens.matrix import MatrixScreen
    from zopa_tui.screens.problems import ProblemsScreen
    from zopa_tui.screens.sources import SourcesScreen
    from zopa_tui.session.draft import Draft
    from zopa_tui.views.points import Target

__all__ = ["Links"]

TRIED_FOR = dt.timedelta(days=14)
"""How long a waiver of a tried concession counts."""


class Links(Filing):
    """Handlers are found by the names of the messages, so that no screen is imported early."""

    _marked: tuple[str, ...] = ()
    locked: frozenset[str] = frozenset()
    """Issues whose choice every repair keeps."""

    def locked_in(self, draft: Draft) -> list[str]:
        """The locked issues that a draft decides."""
        return [each for each in draft.choices if each in self.locked]

    # -- from one screen to another --

    def on_matrix_screen_scenario_chosen(self, event: MatrixScreen.ScenarioChosen) -> None:
        """Compose the draft of a column."""
        if event.path:
            self.open_path(event.path)
        else:
            self.action_go(Screen.COMPOSE)

    def on_matrix_screen_marked(self, event: MatrixScreen.Marked) -> None:
        """Remember what is to be compared."""
        self._marked = event.paths
        number = len(event.paths)
        self.notify(f"{number} marked; 4 compares", timeout=3, markup=False)

    def compare_marked(self) -> None:
        """Show in Compare what was marked."""
        compare = getattr(self.screen, "compare_with", None)
        if self._marked and callable(compare):
            paths, self._marked = self._marked, ()
            compare(paths)

    def on_deals_screen_waive_asked(self, event: DealsScreen.WaiveAsked) -> None:
        """Suppose that a line were dropped, or end that."""
        self.waive(event.position)

    def on_deals_screen_try_asked(self, event: DealsScreen.TryAsked) -> None:
        """Try concessions or changes, as one step to undo."""
        draft: Draft = self.session.draft
        seen = draft
        day = self.session.snapshot.verdicts.context.as_of
        expires = min(day, dt.date.max - TRIED_FOR) + TRIED_FOR
        for name in event.waive:
            waiver = Waiver(Name(name), "tried as a concession", "analyst", expires)
            seen = moves.waived(seen, waiver)
        draft = draft.looking(seen)
        if event.repair is not None:
            draft = moves.repaired(draft, event.repair)
        self.session.replace_draft(draft, "try a concession or a nearest deal")
        self.notify("tried; u takes it back", timeout=4, markup=False)
        self.action_go(Screen.COMPOSE)

    def on_sources_screen_open_asked(self, event: SourcesScreen.OpenAsked) -> None:
        """Open the file of a statement."""
        span = self.places.of("statement", event.statement)
        if span is not None:
            self.edit(span.path, span.start.line)

    def on_problems_screen_edit_asked(self, event: ProblemsScreen.EditAsked) -> None:
        """Open a file at a line."""
        self.edit(event.path, event.line)

    def reveal(self, target: Target) -> None:
        """Show something in Compose, with the cursor on it."""
        self.leaving()
        self.show_screen(Screen.COMPOSE)

        def go() -> None:
            reveal = getattr(self.screen, "reveal", None)
            if callable(reveal):
                reveal(target)

        self.call_after_refresh(go)

    def choose_beside(self) -> None:
        """Choose a draft to mark differences from; of a subclass."""
        raise NotImplementedError

    def go_to_cause(self, kind: str, name: str) -> None:
        """Go to what a reason speaks of; a rule stands in a file only."""
        from zopa_tui.views.points import Target

        match kind:
            case "statement":
                self.reveal_statement(name)
            case "issue" | "term" | "position":
                self.reveal(Target(kind, name))
            case _:
                span = self.places.of(kind, name)
                if span is not None:
                    self.edit(span.path, span.start.line)

    def blame(self, position: str) -> None:
        """Go to the choice behind a verdict; ask which of several."""
        from zopa_tui.screens.modals.base import ListOption
        from zopa_tui.screens.modals.lists import ListModal
        from zopa_tui.views.points import Target, title_of_choice

        session = self.session
        verdicts = session.snapshot.verdicts.verdicts
        found = next((each for each in verdicts if each.held.id == position), None)
        causes = () if found is None else found.causes or (found.hangs_on,)
        issues = list(dict.fromkeys(issue for cause in causes for issue in cause))

        def go(issue: str | None) -> None:
            if issue is not None:
                term = next(iter(session.draft.picks(issue)), None)
                self.reveal(
                    Target("issue", issue) if term is None else Target.term(issue, term)
                )

        if not issues:
            self.reveal(Target("position", position))
        elif len(issues) == 1:
            go(issues[0])
        else:
            options = [
                ListOption(
                    issue,
                    title_of_choice(session.corpus, session.draft, issue),
                    note=" ".join(
                        f"reason {n}" for n, cause in enumerate(causes, 1) if issue in cause
                    )
                    if len(causes) > 1
                    else "",
                )
                for issue in issues
            ]
            how = "Depends on" if found is not None and found.hangs_on else "Crossed because of"
            self.ask(ListModal(how, options, "enter go there   esc close"), go)

    def reveal_statement(self, name: str) -> None:
        """Show a statement in Sources."""
        from zopa_tui.widgets.lists import StatementList

        self.leaving()
        self.show_screen(Screen.SOURCES)

        def go() -> None:
            found = self.screen.query(StatementList)
            if found:
                found.first().focus()
                found.first().go(name)

        self.call_after_refresh(go)

    # -- what is done alike on several screens --

    def _position(self) -> str | None:
        name = getattr(self.screen, "position_in_hand", None)
        if isinstance(name, str) and name in self.session.corpus.positions:
            return name
        self.notify("no position under the cursor", timeout=3, markup=False)
        return None

    def _shows(self, *screens: Screen) -> bool:
        if not self._start_missing() and self.mode in screens:
            return True
        self.notify("not on this screen: 1 goes to Compose", timeout=3, markup=False)
        return False

    def waive(self, name: str) -> None:
        """Suppose that a line were dropped, or end that."""
        from zopa_tui.screens.modals.forms import WaiveModal

        if self.session.draft.waived(name):
            self.session.unwaive(name)
        else:
            self.push_screen(WaiveModal(self.session, name))

    def action_waive(self) -> None:
        """Waive the line under the cursor."""
        if self._shows(Screen.MATRIX, Screen.DEALS) and (name := self._position()):
            self.waive(name)

    def action_why(self) -> None:
        """Explain the line under the cursor, in Compose."""
        from zopa_tui.views.points import Target

        if self._shows(Screen.MATRIX, Screen.DEALS) and (name := self._position()):
            self.reveal(Target("position", name))

    def action_as_of_back(self) -> None:
        """Ask as of another day, on screens whose answers depend on it."""
        self._shows()

    action_as_of_on = action_change_back = action_change_on = action_as_of_back

    def turn_reading(self, name: str, step: int) -> None:
        """Read a position in its next way."""
        position = self.session.corpus.positions[name]
        readings = list(map(str, position.readings))
        if len(readings) < 2:
            self.notify("the position has one reading only", timeout=3, markup=False)
            return
        now = self.session.draft.readings.get(name, position.default)
        at = readings.index(now) if now in readings else 0
        after = readings[(at + step) % len(readings)]
        self.session.reading(name, after)
        title = position.readings[after].title or after
        self.notify(f"read as: {title}", timeout=3, markup=False)

    def action_reading_back(self) -> None:
        """Read the line under the cursor in the way before."""
        if self._shows(Screen.MATRIX, Screen.DEALS, Screen.SOURCES) and (n := self._position()):
            self.turn_reading(n, -1)

    def action_reading_on(self) -> None:
        """Read the line under the cursor in the next way."""
        if self._shows(Screen.MATRIX, Screen.DEALS, Screen.SOURCES) and (n := self._position()):
            self.turn_reading(n, 1)

    def action_repair(self) -> None:
        """Show the nearest deals."""
        if self._shows(Screen.MATRIX, Screen.DEALS):
            self.repair(None, [], "Repair")

    def action_complete(self) -> None:
        """Walk through agreements that finish the draft."""
        if not self._shows(Screen.COMPOSE, Screen.MATRIX, Screen.DEALS):
            return
        from zopa_tui.session.completing import Completions, complete

        session, revision, screen = self.session, self.session.snapshot.revision, self.screen

        def tell(found: Completions) -> None:
            from zopa_tui.screens.modals.completing import CompleteModal

            if session.snapshot.revision == revision and self.screen is screen:
                self.push_screen(CompleteModal(session, found))

        self.notify("looking for agreements", timeout=3, markup=False)
        self.jobs.start(
            "complete",
            lambda stop: complete(session, stop),
            tell,
            ended=lambda: self.notify("stopped: none was found in time", timeout=4),
        )

    def repair(self, start: Draft | None, keep: list[str], title: str) -> None:
        """Look for the nearest deals, and offer them.

        Args:
            start: what they change; the draft where not given.
            keep: issues whose choice stays.
            title: what it is for.
        """
        session, revision = self.session, self.session.snapshot.revision
        screen = self.screen
        keep = list(dict.fromkeys((*keep, *self.locked_in(start or session.draft))))

        def tell(ways: repairing.Ways) -> None:
            from zopa_tui.screens.modals.repair import RepairModal

            if session.snapshot.revision == revision and self.screen is screen:
                self.push_screen(RepairModal(session, ways, title, self.repair))

        def ended() -> None:
            self.notify("stopped: no repair was found in time", timeout=4, markup=False)

        self.jobs.start(
            "repairs",
            lambda stop: repairing.find(session, stop, start, keep),
            tell,
            ended=ended,
        )

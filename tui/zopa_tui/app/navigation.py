"""Ways between the screens: links, the jump history, and places marked with a letter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.model.conditions import Name
from zopa.model.corpus import Waiver
from zopa_tui.session import draft as moves
from zopa_tui.session import repairing
from zopa_tui.ui.actions import Screen

if TYPE_CHECKING:
    from zopa.questions.repair import Repair
    from zopa_tui.app.app import ZopaApp
    from zopa_tui.screens.base import ScreenPlace, SessionScreen
    from zopa_tui.session.draft import Draft
    from zopa_tui.views.positions import Target

__all__ = [
    "Links",
    "Trail",
    "TrailPlace",
    "Trails",
]


TRIED_FOR = dt.timedelta(days=14)
"""Duration of a waiver from a tried concession."""


class Links:
    """Handles requests from one screen to another."""

    def __init__(self, app: ZopaApp) -> None:
        self.app = app
        self._marked: tuple[str, ...] = ()

    def locked_in(self, draft: Draft) -> list[str]:
        """The locked issues that a draft decides."""
        return [each for each in draft.choices if each in self.app.drafts.here.locked]

    # -- from one screen to another --

    def compose(self, path: str) -> None:
        """Open a draft of the workspace in Compose; with an empty path, the current one."""
        if path:
            self.app.drafts.open_path(path)
        else:
            self.app.action_go(Screen.COMPOSE)

    def mark(self, paths: tuple[str, ...]) -> None:
        """Store the drafts that are marked for a comparison."""
        self._marked = paths
        self.app.notify(f"{len(paths)} marked; 4 compares", timeout=3, markup=False)

    def compare_marked(self, screen: SessionScreen) -> None:
        """Show the marked drafts in Compare."""
        compare = getattr(screen, "compare_with", None)
        if self._marked and callable(compare):
            paths, self._marked = self._marked, ()
            compare(paths)

    def try_out(self, waive: tuple[str, ...], repair: Repair | None) -> None:
        """Try concessions or changes, as one step that undo takes back."""
        draft: Draft = self.app.session.draft
        seen = draft
        day = self.app.session.snapshot.verdicts.context.as_of
        expires = min(day, dt.date.max - TRIED_FOR) + TRIED_FOR
        for name in waive:
            waiver = Waiver(Name(name), "tried as a concession", "analyst", expires)
            seen = moves.waived(seen, waiver)
        draft = draft.looking(seen)
        if repair is not None:
            draft = moves.repaired(draft, repair)
        self.app.session.replace_draft(draft, "try a concession or a nearest deal")
        self.app.notify("tried; u takes it back", timeout=4, markup=False)
        self.app.action_go(Screen.COMPOSE)

    def open_statement(self, name: str) -> None:
        """Open the file of a statement."""
        span = self.app.places.of("statement", name)
        if span is not None:
            self.app.files.edit(span.path, span.start.line)

    def reveal(self, target: Target) -> None:
        """Show an item in Compose, with the cursor on it."""
        self.app.trails.leaving()
        self.app.show_screen(Screen.COMPOSE)

        def go(screen: SessionScreen) -> None:
            reveal = getattr(screen, "reveal", None)
            if callable(reveal):
                reveal(target)

        self.app.once_drawn(go)

    def go_to_cause(self, kind: str, name: str) -> None:
        """Go to an item that a reason names; a rule is shown in its file."""
        from zopa_tui.views.positions import Target

        match kind:
            case "statement":
                self.reveal_statement(name)
            case "issue" | "term" | "position":
                self.reveal(Target(kind, name))
            case _:
                span = self.app.places.of(kind, name)
                if span is not None:
                    self.app.files.edit(span.path, span.start.line)

    def blame(self, position: str) -> None:
        """Go to the choice behind a verdict; with several choices, ask for one."""
        from zopa_tui.screens.modals.base import ListOption
        from zopa_tui.screens.modals.lists import ListModal
        from zopa_tui.views.positions import Target, title_of_choice

        session = self.app.session
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
            self.app.ask(ListModal(how, options, "enter go there   esc close"), go)

    def reveal_statement(self, name: str) -> None:
        """Show a statement in Sources."""
        from zopa_tui.widgets.lists import StatementList

        self.app.trails.leaving()
        self.app.show_screen(Screen.SOURCES)

        def go(screen: SessionScreen) -> None:
            found = screen.query(StatementList)
            if found:
                found.first().focus()
                found.first().go(name)

        self.app.once_drawn(go)

    # -- what is done alike on several screens --

    def position_in_hand(self) -> str | None:
        """The position under the cursor; if there is none, tells the user and returns None."""
        name = getattr(self.app.screen, "position_in_hand", None)
        if isinstance(name, str) and name in self.app.session.corpus.positions:
            return name
        self.app.notify("no position under the cursor", timeout=3, markup=False)
        return None

    def _shows(self, *screens: Screen) -> bool:
        if self.app.has_session and self.app.mode in screens:
            return True
        self.app.notify("not on this screen: 1 goes to Compose", timeout=3, markup=False)
        return False

    def waive(self, name: str) -> None:
        """Waive a position, or end its waiver."""
        from zopa_tui.screens.modals.forms import WaiveModal

        if self.app.session.draft.waived(name):
            self.app.session.unwaive(name)
        else:
            self.app.push_screen(WaiveModal(self.app.session, name))

    def action_waive(self) -> None:
        """Waive the position under the cursor."""
        if self._shows(Screen.MATRIX, Screen.DEALS) and (name := self.position_in_hand()):
            self.waive(name)

    def action_why(self) -> None:
        """Explain the position under the cursor, in Compose."""
        from zopa_tui.views.positions import Target

        if self._shows(Screen.MATRIX, Screen.DEALS) and (name := self.position_in_hand()):
            self.reveal(Target("position", name))

    def action_as_of_back(self) -> None:
        """Change the evaluation date, on screens whose answers depend on it."""
        self._shows()

    action_as_of_on = action_change_back = action_change_on = action_as_of_back

    def turn_reading(self, name: str, step: int) -> None:
        """Switch a position to another of its readings, `step` further."""
        position = self.app.session.corpus.positions[name]
        readings = list(map(str, position.readings))
        if len(readings) < 2:
            self.app.notify("the position has one reading only", timeout=3, markup=False)
            return
        now = self.app.session.draft.readings.get(name, position.default)
        at = readings.index(now) if now in readings else 0
        after = readings[(at + step) % len(readings)]
        self.app.session.reading(name, after)
        title = position.readings[after].title or after
        self.app.notify(f"read as: {title}", timeout=3, markup=False)

    def action_reading_back(self) -> None:
        """Switch the position under the cursor to its previous reading."""
        if self._shows(Screen.MATRIX, Screen.DEALS, Screen.SOURCES) and (
            n := self.position_in_hand()
        ):
            self.turn_reading(n, -1)

    def action_reading_on(self) -> None:
        """Switch the position under the cursor to its next reading."""
        if self._shows(Screen.MATRIX, Screen.DEALS, Screen.SOURCES) and (
            n := self.position_in_hand()
        ):
            self.turn_reading(n, 1)

    def action_repair(self) -> None:
        """Show the nearest deals."""
        if self._shows(Screen.MATRIX, Screen.DEALS):
            self.repair(None, [], "Repair")

    def action_complete(self) -> None:
        """Walk through agreements that complete the draft."""
        if not self._shows(Screen.COMPOSE, Screen.MATRIX, Screen.DEALS):
            return
        from zopa_tui.session.repairing import Completions, complete

        session, revision, screen = (
            self.app.session,
            self.app.session.snapshot.revision,
            self.app.screen,
        )

        def tell(found: Completions) -> None:
            from zopa_tui.screens.modals.repair import CompleteModal

            self.app.clear_notifications()
            if session.snapshot.revision == revision and self.app.screen is screen:
                self.app.push_screen(CompleteModal(session, found))

        self.app.notify("looking for agreements", timeout=3, markup=False)
        self.app.jobs.start(
            "complete",
            lambda stop: complete(session, stop),
            tell,
            ended=lambda: self.app.notify("stopped: none was found in time", timeout=4),
        )

    def repair(self, start: Draft | None, keep: list[str], title: str) -> None:
        """Find the nearest deals, and let the user choose one.

        Args:
            start: the draft to change; the current one if not given.
            keep: issues whose choice stays.
            title: purpose, for the heading.
        """
        session, revision = self.app.session, self.app.session.snapshot.revision
        screen = self.app.screen
        keep = list(dict.fromkeys((*keep, *self.locked_in(start or session.draft))))

        def tell(ways: repairing.Ways) -> None:
            from zopa_tui.screens.modals.repair import RepairModal

            if session.snapshot.revision == revision and self.app.screen is screen:
                self.app.push_screen(RepairModal(session, ways, title, self.repair))

        def ended() -> None:
            self.app.notify("stopped: no repair was found in time", timeout=4, markup=False)

        self.app.jobs.start(
            "repairs",
            lambda stop: repairing.find(session, stop, start, keep),
            tell,
            ended=ended,
        )


MOST_JUMPS = 100
"""Maximum number of places in the jump history."""


@dataclass(frozen=True, slots=True)
class TrailPlace:
    """A place on a screen."""

    screen: Screen
    place: ScreenPlace
    words: str
    """The item under the cursor at that place."""


class Trail:
    """Jump history: places of earlier jumps, oldest first, and the current index."""

    def __init__(self) -> None:
        self._spots: list[TrailPlace] = []
        self._at = 0

    def leave(self, spot: TrailPlace) -> None:
        """Record the place before a jump; forget the places after it."""
        del self._spots[self._at :]
        if not self._spots or self._spots[-1] != spot:
            self._spots.append(spot)
        del self._spots[:-MOST_JUMPS]
        self._at = len(self._spots)

    def back(self, now: TrailPlace) -> TrailPlace | None:
        """The previous place, or None at the first."""
        if self._at == len(self._spots):
            self._spots.append(now)
        while self._at:
            self._at -= 1
            if self._spots[self._at] != now:
                return self._spots[self._at]
        return None

    def on(self) -> TrailPlace | None:
        """The next place, or None at the last."""
        if self._at + 1 >= len(self._spots):
            return None
        self._at += 1
        return self._spots[self._at]


class Trails:
    """Jump commands; each draft has its own history."""

    def __init__(self, app: ZopaApp) -> None:
        self.app = app

    def spot(self) -> TrailPlace | None:
        """The current place; None over a modal or before there is a screen."""
        from zopa_tui.screens.base import SessionScreen

        screen = self.app.screen
        if not isinstance(screen, SessionScreen) or not screen.is_whole:
            return None
        thing = screen.thing_in_hand
        return TrailPlace(self.app.mode, screen.place(), " ".join(thing) if thing else "")

    def leaving(self) -> None:
        """Record the current place before a jump."""
        if (spot := self.spot()) is not None:
            self.app.drafts.here.trail.leave(spot)

    def _return(self, spot: TrailPlace | None) -> None:
        if spot is None:
            self.app.notify("no other place to go to", timeout=2, markup=False)
            return
        self.app.show_screen(spot.screen)
        self.app.once_drawn(lambda screen: screen.stand(spot.place))

    def action_jump_back(self) -> None:
        """Go back to the place before the last jump."""
        if (now := self.spot()) is not None:
            self._return(self.app.drafts.here.trail.back(now))

    def action_jump_on(self) -> None:
        """Go forward to the place before the last step back."""
        if self.spot() is not None:
            self._return(self.app.drafts.here.trail.on())

    def action_mark(self) -> None:
        """Give the place a letter."""
        from zopa_tui.screens.modals.lists import LetterModal

        spot = self.spot()

        def take(letter: str | None) -> None:
            if letter and spot is not None:
                self.app.drafts.here.marked_places[letter] = spot
                self.app.notify(
                    f"marked as {letter}; ' {letter} goes there", timeout=3, markup=False
                )

        if spot is not None:
            self.app.push_screen(LetterModal("Mark this place: a letter", self._places()), take)

    def action_mark_go(self) -> None:
        """Go to a place by its letter."""
        from zopa_tui.screens.modals.lists import LetterModal

        def go(letter: str | None) -> None:
            if letter is None:
                return
            if letter in self.app.drafts.here.marked_places:
                self.leaving()
            self._return(self.app.drafts.here.marked_places.get(letter))

        if self.spot() is None:
            return
        if not self.app.drafts.here.marked_places:
            self.app.notify("no place is marked: m marks one", timeout=3, markup=False)
            return
        self.app.push_screen(LetterModal("Go to a place: its letter", self._places()), go)

    def _places(self) -> dict[str, str]:
        return {
            letter: f"{spot.screen.capitalize()}  {spot.words}"
            for letter, spot in sorted(self.app.drafts.here.marked_places.items())
        }

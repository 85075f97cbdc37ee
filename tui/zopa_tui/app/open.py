"""Open drafts: read, recover, switch and close them; and the tour."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from zopa_tui.app.navigation import Trail, TrailPlace
from zopa_tui.screens.modals import lists
from zopa_tui.session import open as opening
from zopa_tui.session.autosave import Journal, pending
from zopa_tui.session.engine import BackgroundSolver
from zopa_tui.session.open import FileWatch
from zopa_tui.ui.actions import Screen
from zopa_tui.views.status import DraftTab, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from zopa.model.corpus import Scenario
    from zopa.questions.check import Checked
    from zopa.solving import Stop
    from zopa_tui.app.app import ZopaApp
    from zopa_tui.session.autosave import Recovery
    from zopa_tui.session.open import Start
    from zopa_tui.session.session import Session

__all__ = ["OpenDraft", "OpenDrafts"]


@dataclass(eq=False)
class OpenDraft:
    """An open draft with its own state: session, view and recovery file."""

    start: Start
    number: int
    """Number of its set of screens; a new set has a new number."""
    watch: FileWatch | None
    beside: Scenario | None
    """The draft from which differences are marked."""
    screen: Screen = Screen.COMPOSE
    """Its last visible screen."""
    journal: Journal | None = None
    kept_for: Path | None = None
    """The file whose unsaved work is recorded; None for a draft without a file."""
    kept: Path | None = None
    """Recovery file that stays after the end; None if there is none."""
    trail: Trail = field(default_factory=Trail)
    marked_places: dict[str, TrailPlace] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    """Issues whose choice every repair keeps."""
    tour: bool = False
    """True if it is the draft of the tour, whose changes are never kept."""
    stale: bool = False
    """True if files were written since they were read for it."""
    judge: Callable[[], None] = lambda: None
    """Finds verdicts that take too long for a keypress to wait."""

    @property
    def session(self) -> Session:
        """The draft and its steps."""
        return self.start.session

    @property
    def untouched(self) -> bool:
        """True if it has no change yet."""
        return not self.tour and len(self.session.steps) == 1 and self.session.snapshot.saved

    def close(self, *, keep: bool) -> None:
        """Stop recording unsaved work; the kept part stays for a recovery."""
        journal, self.journal = self.journal, None
        if journal is not None:
            keep = keep and not self.tour and not self.session.snapshot.saved
            self.kept = journal.file if keep else None
            journal.close(keep=keep)


class OpenDrafts:
    """The open drafts, one of which is current."""

    def __init__(self, app: ZopaApp) -> None:
        self.app = app
        self.all: list[OpenDraft] = []
        """All open drafts, in the order of the tab bar."""
        self.here: OpenDraft
        """The current draft."""
        self._unkept: str | None = None
        """Error of the last check of whether unsaved work can be kept."""

    def tabs(self) -> Sequence[DraftTab]:
        """A tab for each draft, for the tab bar."""
        return [
            DraftTab(name_of(each.session), each.session.snapshot.saved, each is self.here)
            for each in self.all
        ]

    def go_on(self, start: Start) -> None:
        """Continue the same session with files that were read again."""
        here, file = self.here, start.session.file.path
        here.start = start
        if file != here.kept_for:
            here.close(keep=False)
            self._keep(here)
        here.watch = FileWatch(self.app.root, file)
        self.app.tell_screens(start.workspace)

    # -- switching --

    def show(self, draft: OpenDraft, *, read: bool = True) -> None:
        """Make another draft current, in its last state.

        Args:
            draft: one of the open drafts.
            read: whether to read files for it that were written in the meantime.
        """
        app = self.app
        if draft is self.here:
            return
        if "open" in app.jobs.running:
            app.notify("the files are still being read", timeout=3)
            return
        self.here.screen = app.mode
        self._stand_in(draft)
        app.show_screens()
        if draft.stale and read:
            draft.watch = None  # what zopa has written is no news
            app.files.reread(quiet=True, merge=True)
        else:
            draft.judge()

    def _stand_in(self, draft: OpenDraft) -> None:
        """Make this draft current; end the questions of the previous one."""
        self.app.jobs.stop()
        self.here = draft
        self.app.root, self.app.sample = draft.start.workspace.root, draft.start.sample

    def show_number(self, at: int) -> None:
        """Make the draft with this place in the tab bar current."""
        if at < len(self.all):
            self.show(self.all[at])

    def on_file(self, path: Path) -> OpenDraft | None:
        """The open draft of this file, or None."""
        path = path.resolve()
        for each in self.all:
            file = each.session.file.path
            if file is not None and file.resolve() == path:
                return each
        return None

    def written(self) -> None:
        """Mark the other drafts, so that their files are read again at the next switch."""
        for each in self.all:
            each.stale = each is not self.here or each.stale

    def action_draft_next(self) -> None:
        """Switch to the next draft."""
        self._turn(1)

    def action_draft_previous(self) -> None:
        """Switch to the previous draft."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        if len(self.all) > 1:
            self.show(self.all[(self.all.index(self.here) + step) % len(self.all)])
        elif self.all:
            self.app.notify("no other draft is open: O opens one", timeout=3)

    # -- closing --

    def action_draft_close(self) -> None:
        """Close the current draft; ask first if it is unsaved."""
        if len(self.all) < 2:
            self.app.notify("no other draft is open; q quits", timeout=3)
            return
        draft = self.here
        if draft.tour:
            self.close(draft)
            return

        def go(answer: str | None) -> None:
            if answer == "save":
                self.app.files.save(then=partial(self.close, draft))
            elif answer == "discard":
                self.close(draft)

        self.with_unsaved("close it", [draft], go)

    def close(self, draft: OpenDraft) -> None:
        """Close one of several drafts, and switch to its neighbour."""
        if draft not in self.all or len(self.all) < 2:
            return
        at = self.all.index(draft)
        if draft is self.here:
            self.show(self.all[at - 1 if at else 1])
        if draft is not self.here:
            self.all.remove(draft)
            draft.close(keep=False)
            self.app.forget_screens(draft.number)

    def save_all(self, then: Callable[[], None]) -> None:
        """Save all unsaved drafts in turn; ask the user about each obstacle."""
        self._save(self.unsaved, then)

    def _save(self, drafts: Sequence[OpenDraft], then: Callable[[], None]) -> None:
        if not drafts:
            then()
            return
        self.show(drafts[0], read=False)
        if self.here is drafts[0]:
            self.app.files.save(then=partial(self._save, drafts[1:], then))

    @property
    def unsaved(self) -> list[OpenDraft]:
        """Drafts with unsaved work, the current one first."""
        found = [each for each in self.all if not each.tour and not each.session.snapshot.saved]
        return sorted(found, key=lambda each: each is not self.here)

    def end(self, *, keep: bool) -> None:
        """Stop recording unsaved work of all drafts; the kept part stays for a recovery."""
        for each in self.all:
            each.close(keep=keep)

    @property
    def kept(self) -> tuple[Path, ...]:
        """Recovery files that stay after the end."""
        return tuple(each.kept for each in self.all if each.kept is not None)

    # -- opening --

    def load(
        self,
        root: Path,
        scenario: Path | None,
        *,
        sample: bool = False,
        tour: bool = False,
        beside: bool = False,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Read a workspace in a background thread, and show its scenario.

        Args:
            root: root of the workspace.
            scenario: the file; None for an empty draft.
            sample: whether the corpus is the one that comes with zopa.
            tour: whether it is the small example of the tour, which has no file.
            beside: whether the current draft stays open.
            then: called once it is shown.
        """

        def tell(found: Start) -> None:
            busy = self.app.has_session and self.app.start.usable
            if found.why and busy and self.app.start.wanted is None:
                self.app.warn(found.why)
                return
            self.app.show_start(found, beside=beside, tour=tour)
            if then is not None:
                then()

        self.app.jobs.start(
            "open",
            lambda _: opening.begin(
                root,
                scenario,
                sample=sample,
                copy=tour,
                read_only=self.app.read_only,
                confined=self.app.confined,
            ),
            tell,
            seconds=3600,
        )

    def adopt(
        self,
        start: Start,
        number: int,
        *,
        again: bool = False,
        beside: bool = False,
        tour: bool = False,
    ) -> None:
        """Take over a session: record its unsaved work, offer that of an older session.

        Args:
            start: the start with the session.
            number: number of its set of screens.
            again: whether it is the same session with files that were read again.
            beside: whether the current draft stays open; if not, this one replaces it.
            tour: whether it is the small example of the tour.
        """
        session, root = start.session, start.workspace.root
        watch = FileWatch(root, session.file.path)
        if again:
            draft = self.here
            draft.close(keep=False)
            draft.start, draft.number, draft.watch = start, number, watch
            draft.beside = session.file.started_from
        else:
            draft = OpenDraft(start, number, watch, session.file.started_from, tour=tour)
            if beside or not self.all:
                self.all.append(draft)
            else:
                self.here.close(keep=False)
                self.all[self.all.index(self.here)] = draft
        self._stand_in(draft)
        self._judge_beside(draft)
        if not start.usable:
            self.app.call_after_refresh(self.app.unusable)
            return
        if start.why:
            self.app.call_after_refresh(self.app.warn, start.why)
        file, found = session.file, self._keep(draft)
        if found:
            self.app.call_after_refresh(self._offer_recovery, found[0])
        elif again or start.why:
            return
        elif self.app.is_first and file.path is None and file.scenario.title == opening.NEW:
            self.app.call_after_refresh(self._welcome)

    def _keep(self, draft: OpenDraft) -> tuple[Recovery, ...]:
        """Start to record unsaved work; returns that of older sessions, latest first."""
        if self.app.read_only or draft.tour:
            return ()
        path = draft.kept_for = draft.session.file.path
        where = path or draft.start.workspace.root / "scenarios" / "new.yaml"
        found = pending(where)
        try:
            journal = draft.journal = Journal(where)
        except OSError as error:
            self.app.warn(f"unsaved work is not kept: {error.strerror}")
            return found
        journal.follow(draft.session)
        if journal.other not in {None, os.getpid()}:
            self.app.warn(f"another zopa has this scenario open (process {journal.other})")
        return found

    def look_at_journal(self) -> None:
        """Warn that unsaved work cannot be kept, once for each cause."""
        problems = (each.journal.problem for each in self.all if each.journal is not None)
        cause = next((each.strerror for each in problems if each is not None), None)
        if cause is not None and cause != self._unkept:
            self.app.warn(f"unsaved work is not kept: {cause}")
        self._unkept = cause

    def _judge_beside(self, draft: OpenDraft) -> None:
        """Find verdicts that take too long for a keypress to wait, on a separate space."""
        session = draft.session
        desk = BackgroundSolver(session.corpus)

        def look() -> None:
            new = session.snapshot
            if new.judged or self.app.session is not session:
                return
            asked = new.verdicts.scenario, new.verdicts.context

            def ask(stop: Stop) -> tuple[Checked, float]:
                from zopa.questions.check import check

                with desk.space(stop) as space:
                    started = time.perf_counter()
                    return check(space, *asked), time.perf_counter() - started

            def tell(found: tuple[Checked, float]) -> None:
                session.learn_verdicts(new.revision, *found)

            self.app.jobs.start("judge", ask, tell, seconds=3600)

        draft.judge = look
        session.subscribe(lambda _, __: look())
        look()

    def _offer_recovery(self, found: Recovery) -> None:
        def answer(choice: str | None) -> None:
            if choice == "recover":
                self.app.session.replace_draft(found.draft, "recover unsaved work")
                found.discard()
            elif choice == "discard":
                found.discard()

        self.app.push_screen(lists.recover(found), answer)

    def _welcome(self) -> None:
        severities = [str(each.severity) for each in self.app.workspace.diagnostics]

        def answer(choice: str | None) -> None:
            match choice:
                case "open":
                    self.app.documents.action_open()
                case "new" if self.app.session.file.path is not None:
                    self.open_path("")
                case "add":
                    self.app.call_later(self.app.run_action, "app.add")
                case "tour":
                    self.tour()
                case "check":
                    self.app.call_later(self.app.run_action, "app.go('problems')")
                case _:
                    pass

        self.app.ask(
            lists.welcome(
                len(self.app.workspace.scenarios),
                errors=severities.count("error"),
                warnings=severities.count("warning"),
                sample=self.app.sample,
                opened=self.app.session.file.path is not None,
                read_only=self.app.sample or self.app.read_only,
            ),
            answer,
        )

    def action_welcome(self) -> None:
        """Show the welcome list again."""
        if self.app.has_session and not self.app.unusable():
            self._welcome()

    def action_tour(self) -> None:
        """Start the tour, or end it."""
        if not self.all:
            return
        on_tour = next((each for each in self.all if each.tour), None)
        if on_tour is None:
            self.tour()
        elif on_tour is self.here:
            self.close(on_tour)
        else:
            self.show(on_tour)

    def action_tour_here(self) -> None:
        """Start the tour on a copy of the draft in hand; end one that is open."""
        if not self.all:
            return
        for each in [each for each in self.all if each.tour]:
            self.close(each)
        here = self.here
        if here.tour or not here.start.usable or not here.session.corpus.issues:
            self.app.warn("there is nothing to choose here yet: F5 begins the tour")
            return
        from zopa_tui.screens.overlays import begin

        toured = partial(self.app.once_drawn, begin)
        path, root = here.session.file.path, here.start.workspace.root
        self.load(root, path, sample=here.start.sample, tour=True, beside=True, then=toured)

    def tour(self) -> None:
        """Open the smallest workspace in addition to the user's, as a copy without a file."""
        from zopa.cli.init import STARTER
        from zopa_tui.screens.overlays import begin

        scenario = STARTER / "scenarios" / "first-draft.yaml"
        toured = partial(self.app.once_drawn, begin)
        self.load(STARTER, scenario, sample=True, tour=True, beside=True, then=toured)

    def open_path(self, path: str) -> None:
        """Open a scenario of the workspace, or switch to it if it is open.

        It replaces a draft without any change.
        """
        file = self.app.root / path if path else None
        there = self.on_file(file) if file is not None else None
        if there is not None and there is self.here:
            self.app.show_screen(Screen.COMPOSE)
        elif there is not None:
            self.show(there)
        else:
            usable = self.app.start.usable and self.app.start.wanted is None
            beside = usable and not self.here.untouched
            self.load(self.app.root, file, sample=self.app.sample, beside=beside)

    def with_unsaved(
        self, what: str, drafts: Sequence[OpenDraft], go: Callable[[str | None], None]
    ) -> None:
        """Ask once about unsaved work before another action.

        Args:
            what: the action, in words.
            drafts: drafts whose unsaved work would be lost.
            go: does it, given the answer `save` or `discard`; called at once if all is saved.
        """
        lost = [
            (name_of(each.session), len(each.session.unsaved))
            for each in self.unsaved
            if each in drafts
        ]
        if not lost:
            go("discard")
        else:
            self.app.ask(lists.unsaved(lost, what, read_only=self.app.read_only), go)

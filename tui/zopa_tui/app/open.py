"""Beginning with a scenario: read, recovered, chosen from a list, toured."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from textual.screen import ModalScreen

from zopa_tui.app.trail import Trails
from zopa_tui.screens.modals import questions
from zopa_tui.session import open as opening
from zopa_tui.session.autosave import Journal, pending
from zopa_tui.session.engine import BackgroundSolver
from zopa_tui.session.open import FileWatch
from zopa_tui.session.write_permission import READ_ONLY, WITH_WRITE
from zopa_tui.ui.actions import Screen
from zopa_tui.views.status import name_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zopa.model.corpus import Scenario
    from zopa.questions.check import Checked
    from zopa.solving.cancel import Stop
    from zopa.workspace import Workspace
    from zopa_tui.session.autosave import Recovery
    from zopa_tui.session.locations import Locations
    from zopa_tui.session.open import Start
    from zopa_tui.session.session import Session, Snapshot
    from zopa_tui.ui.jobs import Jobs

__all__ = ["Entering"]

A = TypeVar("A")


class Entering(Trails):
    """The part of the application that knows which session is under work."""

    root: Path
    sample: bool
    read_only: bool
    confined: bool = False
    """Whether new files may be written in the workspace only."""
    start: Start
    jobs: Jobs
    kept: Path | None = None
    """Where unsaved work is kept after the end; None where there is none."""
    _journal: Journal | None = None
    _kept_for: Path | None = None
    """The file whose unsaved work is kept; None for a draft without one."""
    _watch: FileWatch | None = None
    _generation: int
    """How many sessions were shown."""
    _before_tour: tuple[Path, Path | None, bool] | None = None
    """One's own workspace and scenario while on the tour, and whether it is the sample."""
    beside: Scenario | None = None
    """The draft from which differences are marked."""
    _unkept: str | None = None
    """Why unsaved work could not be kept when that was last looked at."""

    @property
    def session(self) -> Session:
        """The scenario under work."""
        return self.start.session

    @property
    def workspace(self) -> Workspace:
        """The files around it."""
        return self.start.workspace

    @property
    def places(self) -> Locations:
        """Where in the files things stand."""
        return self.start.places

    def show_start(
        self, start: Start, *, on: Screen = Screen.COMPOSE, again: bool = False
    ) -> None:
        """Show a session; of the application."""
        raise NotImplementedError

    def go_on(self, start: Start) -> None:
        """Go on with the same session and what was read again beside it."""
        file = start.session.file.path
        if file != self._kept_for:
            self.close_journal(keep=False)
            if not self.read_only:
                self._keep(start.session)
        self.start = start
        self._watch = FileWatch(self.root, file)
        self.tell_screens(start.workspace)

    def tell_screens(self, workspace: Workspace) -> None:
        """Have every screen show a workspace that was read again; of the application."""
        raise NotImplementedError

    def _start_missing(self) -> bool:
        raise NotImplementedError

    def may_write(self) -> bool:
        """Whether files may be written; says so where not."""
        if self.read_only:
            self.warn(f"{READ_ONLY}: {WITH_WRITE}")
        return not self.read_only

    def _unusable(self) -> bool:
        """Whether there is nothing to choose from; says so."""
        if not self.start.usable:
            self.warn(f"{self.start.why}: fix them, then press R")
        return not self.start.usable

    def ask(
        self, modal: ModalScreen[A], answered: Callable[[A | None], object] | None = None
    ) -> None:
        """Show a modal, unless one is shown: the same was asked for twice in one read."""
        if not isinstance(self.screen, ModalScreen):
            self.push_screen(modal, answered)  # type: ignore[arg-type]  # what it answers is of no use

    def warn(self, text: str) -> None:
        """Say that something did not go as asked."""
        self.notify(text, severity="warning", timeout=8, markup=False)

    def save(
        self,
        path: Path | None = None,
        *,
        overwrite: bool = False,
        then: Callable[[], None] | None = None,
        broken: bool = False,
    ) -> None:
        """Write the draft; of a subclass."""
        raise NotImplementedError

    # -- opening --

    def load(
        self,
        root: Path,
        scenario: Path | None,
        *,
        sample: bool = False,
        copy: bool = False,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Read a workspace beside the interface, and show its scenario."""

        def tell(found: Start) -> None:
            busy = not self._start_missing() and self.start.usable
            if found.why and busy and self.start.wanted is None:
                self.warn(found.why)
                return
            self.show_start(found)
            if then is not None:
                then()

        self.jobs.start(
            "open",
            lambda _: opening.begin(
                root,
                scenario,
                sample=sample,
                copy=copy,
                read_only=self.read_only,
                confined=self.confined,
            ),
            tell,
            seconds=3600,
        )

    def adopt(self, start: Start, *, again: bool = False) -> None:
        """Take over a session: keep its unsaved work, offer what an older one left.

        Args:
            start: with the session.
            again: whether it is the work that went on, over files that were read again.
        """
        self.close_journal(keep=False)
        self._before_tour = None
        self.start = start
        self.beside = start.session.file.start
        self._judge_beside(start.session)
        self.root, self.sample = start.workspace.root, start.sample
        self._watch = FileWatch(self.root, start.session.file.path)
        if not start.usable:
            self.call_after_refresh(self._unusable)
            return
        if start.why:
            self.call_after_refresh(self.warn, start.why)
        file = start.session.file
        found = () if self.read_only else self._keep(start.session)
        if found:
            self.call_after_refresh(self._offer_recovery, found[0])
        elif again or start.why:
            return
        elif self._generation == 1 and file.path is None and file.scenario.title == opening.NEW:
            self.call_after_refresh(self._welcome)

    def _keep(self, session: Session) -> tuple[Recovery, ...]:
        """Keep unsaved work from now on; what an older session left, latest first."""
        self._kept_for = session.file.path
        where = session.file.path or self.root / "scenarios" / "new.yaml"
        found = pending(where)
        try:
            self._journal = Journal(where)
        except OSError as error:
            self.warn(f"unsaved work is not kept: {error.strerror}")
            return found
        self._journal.follow(session)
        if self._journal.other is not None:
            self.warn(f"another zopa has this scenario open (process {self._journal.other})")
        return found

    def look_at_journal(self) -> None:
        """Say that unsaved work cannot be kept, once for each cause."""
        problem = self._journal.problem if self._journal is not None else None
        cause = problem.strerror if problem is not None else None
        if cause is not None and cause != self._unkept:
            self.warn(f"unsaved work is not kept: {cause}")
        self._unkept = cause

    def _judge_beside(self, session: Session) -> None:
        """Find verdicts that take too long for a key to wait, on a space of their own."""
        desk = BackgroundSolver(session.corpus)

        def look(_: object, new: Snapshot) -> None:
            if new.judged or self.start.session is not session:
                return
            asked = new.verdicts.scenario, new.verdicts.context

            def ask(stop: Stop) -> tuple[Checked, float]:
                from zopa.questions.check import check

                with desk.space(stop) as space:
                    started = time.perf_counter()
                    return check(space, *asked), time.perf_counter() - started

            def tell(found: tuple[Checked, float]) -> None:
                session.learn_verdicts(new.revision, *found)

            self.jobs.start("judge", ask, tell, seconds=3600)

        session.subscribe(look)
        look(None, session.snapshot)

    def _offer_recovery(self, found: Recovery) -> None:
        def answer(choice: str | None) -> None:
            if choice == "recover":
                self.session.replace_draft(found.draft, "recover unsaved work")
                found.discard()
            elif choice == "discard":
                found.discard()

        self.push_screen(questions.recover(found), answer)

    def close_journal(self, *, keep: bool) -> None:
        """End keeping unsaved work; what is kept stays for a recovery."""
        journal, self._journal = self._journal, None
        if journal is not None:
            keep = keep and not self.session.snapshot.saved
            self.kept = journal.file if keep else None
            journal.close(keep=keep)

    def _welcome(self) -> None:
        severities = [str(each.severity) for each in self.workspace.diagnostics]

        def answer(choice: str | None) -> None:
            match choice:
                case "open":
                    self.action_open()
                case "new" if self.session.file.path is not None:
                    self.open_path("")
                case "add":
                    self.call_later(self.run_action, "app.add")
                case "tour":
                    self.tour()
                case "check":
                    self.call_later(self.run_action, "app.go('problems')")
                case _:
                    pass

        self.ask(
            questions.welcome(
                len(self.workspace.scenarios),
                errors=severities.count("error"),
                warnings=severities.count("warning"),
                sample=self.sample,
                opened=self.session.file.path is not None,
                read_only=self.sample or self.read_only,
            ),
            answer,
        )

    def action_welcome(self) -> None:
        """Show again what one can begin with."""
        if not self._start_missing() and not self._unusable():
            self._welcome()

    def action_tour(self) -> None:
        """Begin the tour, or end it where one is on it."""
        if self._start_missing():
            return
        if self._before_tour is None:
            self.tour()
        else:
            # What was tried on the tour is nobody's work.
            root, scenario, sample = self._before_tour
            self.load(root, scenario, sample=sample)

    def tour(self) -> None:
        """Show the smallest workspace, on a copy without a file, and lead back after it."""

        def go(answer: str | None) -> None:
            if answer == "save":
                self.save(then=self._begin_tour)
            elif answer == "discard":
                self._begin_tour()

        self.with_unsaved("begin the tour", go)

    def _begin_tour(self) -> None:
        from zopa.cli.init import STARTER
        from zopa_tui.screens.overlays import begin

        scenario = STARTER / "scenarios" / "first-draft.yaml"
        own = self.root, self.session.file.path, self.sample

        def toured() -> None:
            self._before_tour = own
            begin(self)

        self.load(STARTER, scenario, sample=True, copy=True, then=toured)

    def action_open(self) -> None:
        """List the drafts; of a subclass."""
        raise NotImplementedError

    def open_path(self, path: str) -> None:
        """Open a scenario of the workspace; ask first where something is unsaved."""
        scenario = self.root / path if path else None

        def go(answer: str | None) -> None:
            if answer == "save":
                self.save(then=lambda: self.load(self.root, scenario, sample=self.sample))
            elif answer == "discard":
                self.load(self.root, scenario, sample=self.sample)

        self.with_unsaved("open the other one", go)

    def with_unsaved(self, what: str, go: Callable[[str | None], None]) -> None:
        """Ask what becomes of unsaved work before something else is done.

        Args:
            what: is to be done, in words.
            go: does it, for the answer `save` or `discard`; at once where nothing is unsaved.
        """
        if self.session.snapshot.saved:
            go("discard")
            return
        asked = questions.unsaved(
            name_of(self.session), self.session.unsaved, what, read_only=self.read_only
        )
        self.ask(asked, go)

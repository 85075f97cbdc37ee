"""Beginning with a scenario: read, recovered, chosen from a list, toured."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from zopa_tui.screens.modals import questions
from zopa_tui.session import open as opening
from zopa_tui.session.autosave import Journal, pending
from zopa_tui.session.engine import BackgroundSolver
from zopa_tui.session.open import FileWatch
from zopa_tui.views.status import name_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zopa.model.corpus import Scenario
    from zopa.questions.check import Checked
    from zopa.solving.cancel import Stop
    from zopa_tui.app.app import ZopaApp
    from zopa_tui.session.autosave import Recovery
    from zopa_tui.session.open import Start
    from zopa_tui.session.session import Session, Snapshot

__all__ = ["OpenDrafts"]


class OpenDrafts:
    """Knows which session is under work."""

    def __init__(self, app: ZopaApp) -> None:
        self.app = app
        self.kept: Path | None = None
        """Where unsaved work is kept after the end; None where there is none."""
        self.journal: Journal | None = None
        self._kept_for: Path | None = None
        """The file whose unsaved work is kept; None for a draft without one."""
        self.watch: FileWatch | None = None
        self._before_tour: tuple[Path, Path | None, bool] | None = None
        """One's own workspace and scenario while on the tour, and whether it is the sample."""
        self.beside: Scenario | None = None
        """The draft from which differences are marked."""
        self._unkept: str | None = None
        """Why unsaved work could not be kept when that was last looked at."""

    def go_on(self, start: Start) -> None:
        """Go on with the same session and what was read again beside it."""
        file = start.session.file.path
        if file != self._kept_for:
            self.close_journal(keep=False)
            if not self.app.read_only:
                self._keep(start.session)
        self.app.start = start
        self.watch = FileWatch(self.app.root, file)
        self.app.tell_screens(start.workspace)

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
            busy = self.app.has_session and self.app.start.usable
            if found.why and busy and self.app.start.wanted is None:
                self.app.warn(found.why)
                return
            self.app.show_start(found)
            if then is not None:
                then()

        self.app.jobs.start(
            "open",
            lambda _: opening.begin(
                root,
                scenario,
                sample=sample,
                copy=copy,
                read_only=self.app.read_only,
                confined=self.app.confined,
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
        self.app.start = start
        self.beside = start.session.file.start
        self._judge_beside(start.session)
        self.app.root, self.app.sample = start.workspace.root, start.sample
        self.watch = FileWatch(self.app.root, start.session.file.path)
        if not start.usable:
            self.app.call_after_refresh(self.app.unusable)
            return
        if start.why:
            self.app.call_after_refresh(self.app.warn, start.why)
        file = start.session.file
        found = () if self.app.read_only else self._keep(start.session)
        if found:
            self.app.call_after_refresh(self._offer_recovery, found[0])
        elif again or start.why:
            return
        elif self.app.is_first and file.path is None and file.scenario.title == opening.NEW:
            self.app.call_after_refresh(self._welcome)

    def _keep(self, session: Session) -> tuple[Recovery, ...]:
        """Keep unsaved work from now on; what an older session left, latest first."""
        self._kept_for = session.file.path
        where = session.file.path or self.app.root / "scenarios" / "new.yaml"
        found = pending(where)
        try:
            self.journal = Journal(where)
        except OSError as error:
            self.app.warn(f"unsaved work is not kept: {error.strerror}")
            return found
        self.journal.follow(session)
        if self.journal.other is not None:
            self.app.warn(f"another zopa has this scenario open (process {self.journal.other})")
        return found

    def look_at_journal(self) -> None:
        """Say that unsaved work cannot be kept, once for each cause."""
        problem = self.journal.problem if self.journal is not None else None
        cause = problem.strerror if problem is not None else None
        if cause is not None and cause != self._unkept:
            self.app.warn(f"unsaved work is not kept: {cause}")
        self._unkept = cause

    def _judge_beside(self, session: Session) -> None:
        """Find verdicts that take too long for a key to wait, on a space of their own."""
        desk = BackgroundSolver(session.corpus)

        def look(_: object, new: Snapshot) -> None:
            if new.judged or self.app.start.session is not session:
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

        session.subscribe(look)
        look(None, session.snapshot)

    def _offer_recovery(self, found: Recovery) -> None:
        def answer(choice: str | None) -> None:
            if choice == "recover":
                self.app.session.replace_draft(found.draft, "recover unsaved work")
                found.discard()
            elif choice == "discard":
                found.discard()

        self.app.push_screen(questions.recover(found), answer)

    def close_journal(self, *, keep: bool) -> None:
        """End keeping unsaved work; what is kept stays for a recovery."""
        journal, self.journal = self.journal, None
        if journal is not None:
            keep = keep and not self.app.session.snapshot.saved
            self.kept = journal.file if keep else None
            journal.close(keep=keep)

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
            questions.welcome(
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
        """Show again what one can begin with."""
        if self.app.has_session and not self.app.unusable():
            self._welcome()

    def action_tour(self) -> None:
        """Begin the tour, or end it where one is on it."""
        if not self.app.has_session:
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
                self.app.files.save(then=self._begin_tour)
            elif answer == "discard":
                self._begin_tour()

        self.with_unsaved("begin the tour", go)

    def _begin_tour(self) -> None:
        from zopa.cli.init import STARTER
        from zopa_tui.screens.overlays import begin

        scenario = STARTER / "scenarios" / "first-draft.yaml"
        own = self.app.root, self.app.session.file.path, self.app.sample

        def toured() -> None:
            self._before_tour = own
            begin(self.app)

        self.load(STARTER, scenario, sample=True, copy=True, then=toured)

    def open_path(self, path: str) -> None:
        """Open a scenario of the workspace; ask first where something is unsaved."""
        scenario = self.app.root / path if path else None

        def go(answer: str | None) -> None:
            if answer == "save":
                self.app.files.save(
                    then=lambda: self.load(self.app.root, scenario, sample=self.app.sample)
                )
            elif answer == "discard":
                self.load(self.app.root, scenario, sample=self.app.sample)

        self.with_unsaved("open the other one", go)

    def with_unsaved(self, what: str, go: Callable[[str | None], None]) -> None:
        """Ask what becomes of unsaved work before something else is done.

        Args:
            what: is to be done, in words.
            go: does it, for the answer `save` or `discard`; at once where nothing is unsaved.
        """
        if self.app.session.snapshot.saved:
            go("discard")
            return
        asked = questions.unsaved(
            name_of(self.app.session),
            self.app.session.unsaved,
            what,
            read_only=self.app.read_only,
        )
        self.app.ask(asked, go)

"""The scenario's file: opened, saved, reloaded, recovered, exported, edited."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App, SuspendNotSupported

from zopa_tui import exports, opening
from zopa_tui.documents import ChangedOnDisk, Failed, Saved, ScenarioFile, patch
from zopa_tui.journal import Journal, pending
from zopa_tui.screens.modals import questions
from zopa_tui.standing import name_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from zopa.corpus import Workspace
    from zopa_tui.jobs import Jobs
    from zopa_tui.opening import Start
    from zopa_tui.places import Places
    from zopa_tui.session import Session

__all__ = ["Filing"]


class Filing(App[int]):
    """The part of the application that knows files."""

    root: Path
    sample: bool
    start: Start
    jobs: Jobs
    kept: Path | None = None
    """Where unsaved work is kept after the end; None where there is none."""
    _journal: Journal | None = None

    @property
    def session(self) -> Session:
        """The scenario under work."""
        return self.start.session

    @property
    def workspace(self) -> Workspace:
        """The files around it."""
        return self.start.workspace

    @property
    def places(self) -> Places:
        """Where in the files things stand."""
        return self.start.places

    def show_start(self, start: Start) -> None:
        """Show a session; of the application."""
        raise NotImplementedError

    def _start_missing(self) -> bool:
        raise NotImplementedError

    def warn(self, text: str) -> None:
        """Say that something did not go as asked."""
        self.notify(text, severity="warning", timeout=8, markup=False)

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

        def tell(found: Start | str) -> None:
            if not isinstance(found, str):
                self.show_start(found)
                if then is not None:
                    then()
            elif self._start_missing():
                self.exit(2, return_code=2, message=f"zopa: {found}")
            else:
                self.warn(found)

        self.jobs.start(
            "open",
            lambda _: opening.begin(root, scenario, sample=sample, copy=copy),
            tell,
            seconds=3600,
        )

    def adopt(self, start: Start) -> None:
        """Take over a session: keep its unsaved work, offer what an older one left."""
        self.close_journal(keep=False)
        self.start = start
        self.root, self.sample = start.workspace.root, start.sample
        file = start.session.file
        where = file.path or self.root / "scenarios" / "new.yaml"
        found = pending(where)
        try:
            self._journal = Journal(where)
        except OSError as error:
            self.warn(f"unsaved work is not kept: {error.strerror}")
        else:
            self._journal.follow(start.session)
            if self._journal.other is not None:
                self.warn(
                    f"another zopa has this scenario open (process {self._journal.other})"
                )
        if found:
            self.call_after_refresh(self._offer_recovery, found[0])
        elif file.path is None and file.scenario.title == opening.NEW:
            self.call_after_refresh(self._welcome)

    def _offer_recovery(self, found: object) -> None:
        from zopa_tui.journal import Recovery

        if not isinstance(found, Recovery):
            return

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
                case "tour":
                    self.tour()
                case "check":
                    self.call_later(self.run_action, "app.go('problems')")

        self.push_screen(
            questions.welcome(
                len(self.workspace.scenarios),
                errors=severities.count("error"),
                warnings=severities.count("warning"),
                sample=self.sample,
            ),
            answer,
        )

    def tour(self) -> None:
        """Show the sample corpus, on a copy that no file belongs to."""
        from zopa.shipped import shipped
        from zopa_tui.screens.tour import begin

        root = shipped("terms").parent
        first = root / "scenarios" / "alaska-exchange.yaml"
        every = sorted((root / "scenarios").glob("*.yaml"))
        scenario = first if first in every else next(iter(every), None)
        self.load(root, scenario, sample=True, copy=True, then=lambda: begin(self))

    def action_open(self) -> None:
        """List the scenarios."""
        if self._start_missing():
            return
        from zopa_tui.screens.modals.base import Option
        from zopa_tui.screens.modals.lists import ListModal

        options = [
            Option(each.path, each.title or each.id, note=each.id)
            for each in self.workspace.scenarios.values()
        ]
        options.append(Option("", "an empty scenario", note="new"))
        self.push_screen(ListModal("Open a scenario", options), self._opened)

    def _opened(self, path: str | None) -> None:
        if path is not None:
            self.open_path(path)

    def open_path(self, path: str) -> None:
        """Open a scenario of the workspace; ask first where something is unsaved."""
        scenario = self.root / path if path else None

        def go(answer: str | None) -> None:
            if answer == "save":
                self.save(then=lambda: self.load(self.root, scenario, sample=self.sample))
            elif answer == "discard":
                self.load(self.root, scenario, sample=self.sample)

        if self.session.snapshot.saved:
            go("discard")
        else:
            self.push_screen(
                questions.leave(name_of(self.session), len(self.session.unsaved)), go
            )

    # -- saving --

    def action_save(self) -> None:
        """Write the draft into its file."""
        if not self._start_missing():
            self.save()

    def action_save_as(self) -> None:
        """Write the draft into another file."""
        if not self._start_missing():
            self.save_as()

    def save(
        self,
        path: Path | None = None,
        *,
        overwrite: bool = False,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Write the draft; whatever stands in the way is asked about."""
        if path is None and self.session.file.path is None:
            self.save_as(then=then)
            return
        result = self.session.save(path, overwrite=overwrite)
        match result:
            case Saved(file, note):
                name = file.scenario.path
                self.notify(
                    f"saved {name}" + (f"; {note}" if note else ""), timeout=3, markup=False
                )
                if then is not None:
                    then()
            case ChangedOnDisk():
                self.push_screen(
                    questions.conflict(result),
                    lambda answer: self._conflict(answer, result, then),
                )
            case Failed(diagnostic):
                notes = "; ".join((*diagnostic.notes, *diagnostic.help))
                self.notify(
                    f"{diagnostic.message}: {notes}", severity="error", timeout=12, markup=False
                )

    def _conflict(
        self, answer: str | None, found: ChangedOnDisk, then: Callable[[], None] | None
    ) -> None:
        there = found.there
        match answer:
            case "overwrite":
                self.save(found.path, overwrite=True, then=then)
            case "as":
                self.save_as(then=then)
            case "reload" if isinstance(there, ScenarioFile):
                self.session.reload(there)
            case "reload":
                self.warn("the file is no scenario any more; save under another name")
            case "diff":
                text = there.text if isinstance(there, ScenarioFile) else ""
                self.show_differences(text, ("on disk", "your draft"))

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a name, and write the draft there."""
        from zopa_tui.screens.modals.save import SaveAsModal

        def named(path: Path | None) -> None:
            if path is not None:
                self.save(path, then=then)

        self.push_screen(SaveAsModal(self.root, self.session), named)

    def action_reload(self) -> None:
        """Read the file again; the draft before can be had back by undoing."""
        if self._start_missing():
            return
        path = self.session.file.path
        if path is None:
            self.warn("the scenario is in no file yet")
            return
        file = ScenarioFile.load(path, self.root)
        if isinstance(file, Failed):
            self.warn(f"{file.diagnostic.span or path}: {file.diagnostic.message}")
            return
        self.session.reload(file)
        self.notify("read again from disk; u brings back what was", timeout=4, markup=False)

    def action_differences(self) -> None:
        """Show what differs from the saved file."""
        if not self._start_missing():
            self.show_differences(self.session.file.text, ("saved", "draft"))

    def show_differences(self, before: str, names: tuple[str, str]) -> None:
        """Show a text beside what would be saved."""
        from zopa_tui.screens.modals.text import DifferencesModal

        session = self.session
        several = [str(each.id) for each in session.corpus.issues.values() if not each.single]
        file = session.file
        after = patch(
            file.text, file.draft, session.draft, lists=several, name=file.scenario.path
        )
        if isinstance(after, Failed):
            self.warn(after.diagnostic.message)
            return
        title = f"Differences: {name_of(session)}"
        self.push_screen(DifferencesModal(title, before, after, names))

    # -- other programs --

    def edit(self, path: str, line: int) -> None:
        """Open a file of the workspace at a line in the user's editor."""
        editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
        command = [*editor, f"+{line}", str(self.root / path)]
        try:
            with self.suspend():
                subprocess.run(command, check=False)  # noqa: S603  # the user's own editor
        except SuspendNotSupported:
            self.warn(f"{path}:{line}; no editor can be opened from here")
        except OSError as error:
            self.warn(f"{editor[0]}: {error.strerror}; set EDITOR")

    def action_export(self) -> None:
        """Write the current view into a file."""
        if not self._start_missing():
            self.push_screen(questions.export(), self._export)

    def _export(self, form: str | None) -> None:
        if form is None:
            return
        name = f"{name_of(self.session).replace('/', '-')}.{form}"
        folder = Path.cwd() if not self.is_web else None
        if form == "svg":
            text = self.export_screenshot(title=name_of(self.session))
        else:
            text = exports.as_text(form, *exports.view_of(self.screen, self.session))
        self.deliver_text(io.StringIO(text), save_directory=folder, save_filename=name)
        where = "downloaded" if folder is None else f"written to {folder / name}"
        self.notify(f"{name} {where}", timeout=5, markup=False)

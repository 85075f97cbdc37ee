"""The scenario file: save, reload, compare, export, edit."""

from __future__ import annotations

import io
import itertools
import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from zopa_tui.app.terminal import stopping_at_once
from zopa_tui.screens.modals import questions
from zopa_tui.session import open as opening
from zopa_tui.ui.actions import Screen
from zopa_tui.views.status import name_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from zopa_tui.app.app import ZopaApp
    from zopa_tui.screens.modals.forms import SaveAs
    from zopa_tui.session.open import Reread
    from zopa_tui.session.scenario_file import ChangedOnDisk, SaveResult

__all__ = ["Filing"]

MOST = 3
"""Maximum number of missing items to name one by one."""


class Filing:
    """Writes the files and reads them again."""

    def __init__(self, app: ZopaApp) -> None:
        self.app = app

    # -- saving --

    def action_save(self) -> None:
        """Write the draft into its file."""
        if self.app.has_session and not self.app.unusable():
            self.save()

    def action_save_as(self) -> None:
        """Write the draft into another file."""
        if self.app.has_session and not self.app.unusable():
            self.save_as()

    def save(
        self,
        path: Path | None = None,
        *,
        overwrite: bool = False,
        then: Callable[[], None] | None = None,
        broken: bool = False,
    ) -> None:
        """Write the draft; ask the user about each obstacle.

        Args:
            path: target; the draft's own file if not given.
            overwrite: whether to overwrite changes by others.
            then: called once it is saved.
            broken: whether to write a draft that no longer meets the file's expectations.
        """
        if path is None and self._needs_name():
            self.save_as(then=then)
            return
        if not broken and not self.app.read_only and (found := self.app.session.broken):
            every = len(self.app.session.file.scenario.expectations)
            self.app.ask(
                questions.expected([each.message for each in found], every),
                lambda answer: self._expected(answer, path, then, overwrite=overwrite),
            )
            return
        self._saved(self.app.session.save(path, overwrite=overwrite), then)

    def _needs_name(self) -> bool:
        """True if the draft has no file that may be written."""
        file = self.app.session.file.path
        return file is None or (
            not self.app.read_only
            and self.app.session.leave.refusal(file, own=True) is not None
        )

    def _saved(
        self,
        result: SaveResult,
        then: Callable[[], None] | None,
        after: Callable[[], None] | None = None,
    ) -> None:
        """Report the result of saving.

        Args:
            result: result of saving.
            then: called once it is saved.
            after: called after saving if `then` is not given.
        """
        from zopa_tui.session.scenario_file import ChangedOnDisk, Failed, Saved

        match result:
            case Saved(file):
                self.app.drafts.written()
                view = self.app.session.corpus.view
                copy = " in this copy, which goes when you leave" if view else ""
                self.app.notify(f"saved {file.scenario.path}{copy}", timeout=3, markup=False)
                if then is not None:
                    then()
                elif after is not None:
                    after()
            case ChangedOnDisk():
                self.app.ask(
                    questions.conflict(result),
                    lambda answer: self._conflict(answer, result, then),
                )
            case Failed(diagnostic):
                notes = "; ".join((*diagnostic.notes, *diagnostic.help))
                self.app.notify(
                    f"{diagnostic.message}: {notes}", severity="error", timeout=12, markup=False
                )

    def _expected(
        self,
        answer: str | None,
        path: Path | None,
        then: Callable[[], None] | None,
        *,
        overwrite: bool,
    ) -> None:
        if answer == "save":
            self.save(path, overwrite=overwrite, then=then, broken=True)
        elif answer == "as":
            self.save_as(then=then)
        elif answer == "show":
            self.app.action_go(Screen.PROBLEMS)

    def _conflict(
        self, answer: str | None, found: ChangedOnDisk, then: Callable[[], None] | None
    ) -> None:
        from zopa_tui.session.scenario_file import ScenarioFile

        there = found.there
        match answer:
            case "overwrite":
                self.save(found.path, overwrite=True, then=then)
            case "as":
                self.save_as(then=then)
            case "reload" if isinstance(there, ScenarioFile):
                self.app.session.reload(there)
            case "reload":
                self.app.warn("the file is no scenario any more; save under another name")
            case "diff":
                text = there.text if isinstance(there, ScenarioFile) else ""
                self.show_differences(text, ("on disk", "your draft"))
            case _:
                pass

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a name, and write the draft to that file."""
        if not self.app.may_write():
            return
        from zopa_tui.screens.modals.forms import SaveAsModal, SaveSampleModal

        def named(answer: SaveAs | None) -> None:
            if answer is not None:
                self._save_as(answer, then)

        if not self.app.sample:
            self.app.ask(SaveAsModal(self.app.root, self.app.session), named)
        elif self.app.confined:
            self.app.warn(
                "the sample that comes with zopa is read-only: start in your own workspace"
            )
        else:
            self.app.ask(SaveSampleModal(Path.cwd(), self.app.session), named)

    def _save_as(self, answer: SaveAs, then: Callable[[], None] | None) -> None:
        root = answer.workspace
        if root is not None:
            why = opening.own_workspace(root, self.app.session.corpus, self.app.root)
            if why is not None:
                self.app.warn(why)
                return
        result = self.app.session.save_as(answer.path, answer.title, root)
        if root is None:
            self._saved(result, then, lambda: self.reread(quiet=True))
        else:
            self._saved(result, then, lambda: self.app.drafts.load(root, answer.path))

    def action_reload(self) -> None:
        """Read all files again; undo restores a draft that the file replaces."""
        if not self.app.has_session:
            return
        start = self.app.start
        if not start.usable or start.wanted is not None:
            self.app.drafts.load(self.app.root, start.wanted, sample=self.app.sample)
            return
        self.reread()

    def reread(
        self,
        *,
        quiet: bool = False,
        merge: bool = False,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Read all files again in a background thread; the cursor stays where it is.

        Args:
            quiet: whether to report nothing if all went as requested.
            merge: whether the draft keeps its own changes if its file has changed.
            then: called once they are read.
        """
        start = self.app.start
        self.app.jobs.start(
            "open",
            lambda _: opening.again(start),
            lambda found: self._reread(found, quiet=quiet, merge=merge, then=then),
            seconds=3600,
        )

    def _reread(
        self,
        found: Reread,
        *,
        quiet: bool,
        merge: bool,
        then: Callable[[], object] | None,
    ) -> None:
        before = self.app.start
        self.app.drafts.here.stale = False
        known = set(before.session.snapshot.unknown)
        now = opening.went_on(before, found, merge=merge)
        if not found.workspace.sound:
            self.app.drafts.here.start = now
            self.app.drafts.here.watch = opening.FileWatch(self.app.root, now.session.file.path)
            self.app.tell_screens(found.workspace)
            self.app.action_go(Screen.PROBLEMS)
            self.app.warn(f"{found.why}; the work goes on with the terms as they were")
            return
        if now.session is before.session:
            self.app.drafts.go_on(now)
        else:
            self.app.show_start(now, on=self.app.mode, again=True)
        if then is not None:
            then()
        gone = [each for each in now.session.snapshot.unknown if each not in known]
        for each in (*gone[:MOST], *([f"{len(gone) - MOST} more"] if len(gone) > MOST else ())):
            self.app.warn(f"the terms no longer have {each}, which the draft names: see 6")
        if found.why:
            self.app.warn(found.why)
        elif not gone and not quiet:
            new = [
                *(["the terms"] if found.space else ()),
                *(["the scenario"] if found.file else ()),
            ]
            self.app.notify(f"read again: {' and '.join(new) or 'nothing'} changed", timeout=4)

    def look_at_files(self) -> None:
        """Report files that another program has changed, once for each change."""
        watch = self.app.drafts.here.watch if self.app.has_session else None
        if watch is None:
            return
        file = self.app.session.file

        def tell(names: tuple[str, ...]) -> None:
            if names and self.app.drafts.here.watch is watch:
                one = len(names) == 1
                what = f"{names[0]} has" if one else f"{len(names)} files have"
                self.app.warn(
                    f"{what} changed on disk: R reads {'it' if one else 'them'} again"
                )

        self.app.jobs.start("watch", lambda _: watch.news(file), tell)

    def action_differences(self) -> None:
        """Show the differences from the saved file."""
        if self.app.has_session:
            self.show_differences(self.app.session.file.text, ("saved", "draft"))

    def show_differences(self, before: str, names: tuple[str, str]) -> None:
        """Show a text beside the text that saving would write."""
        from zopa_tui.screens.modals.text import DifferencesModal
        from zopa_tui.session.scenario_file import Failed, patch

        session = self.app.session
        several = [str(each.id) for each in session.corpus.issues.values() if not each.single]
        file = session.file
        after = patch(
            file.text,
            file.draft,
            session.draft.document,
            session.corpus,
            start=file.start,
            lists=several,
            name=file.scenario.path,
        )
        if isinstance(after, Failed):
            self.app.warn(after.diagnostic.message)
            return
        title = f"Differences: {name_of(session)}"
        self.app.push_screen(DifferencesModal(title, before, after, names))

    # -- other programs --

    def edit(self, path: str, line: int) -> None:
        """Open a workspace file at a line in the user's editor, then read it again.

        If no editor is set, or the file is read-only, show it in the interface.
        """
        said = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if said is None or self.app.read_only or self.app.sample or self.app.is_web:
            self.view(path, line)
            return
        editor = shlex.split(said)
        command = [*editor, f"+{line}", str(self.app.root / path)]
        try:
            with self.app.suspend(), stopping_at_once():
                subprocess.run(command, check=False)  # noqa: S603  # the user's own editor
        except SuspendNotSupported:
            self.view(path, line)
        except OSError as error:
            self.app.warn(f"{editor[0]}: {error.strerror}; set EDITOR")
        else:
            self._edited()

    def _edited(self) -> None:
        """Read files after the editor ends; its changes are not reported as foreign."""
        if not self.app.start.usable or self.app.start.wanted is not None:
            self.action_reload()
        else:
            self.reread(quiet=True)

    def view(self, path: str, line: int) -> None:
        """Show a file of the workspace at a line."""
        from zopa_tui.screens.modals.text import FileModal

        document = self.app.workspace.documents.get(path)
        if document is None:
            self.app.warn(f"{path}:{line} was not read")
        else:
            self.app.ask(FileModal(path, document.text, line))

    def action_export(self) -> None:
        """Export the current view to a file."""
        if self.app.has_session and (self.app.start.usable or self.app.mode == Screen.PROBLEMS):
            self.app.push_screen(questions.export(), self._export)

    def _export(self, form: str | None) -> None:
        if form is None:
            return
        stem = name_of(self.app.session).replace("/", "-")
        if self.app.mode != Screen.COMPOSE:
            stem = f"{stem}-{self.app.mode}"
        folder = Path.cwd() if not self.app.is_web else None
        name = f"{stem}.{form}" if folder is None else _free(folder, stem, form)
        if form == "svg":
            text = self.app.export_screenshot(title=name_of(self.app.session))
        else:
            from zopa_tui.views import export as exports

            session = self.app.session
            text = exports.as_text(
                form, exports.title_of(session), exports.notes_of(session), self.app.tables()
            )
        delivered = self.app.deliver_text(
            io.StringIO(text), save_directory=folder, save_filename=name
        )
        if delivered is None:
            return
        where = "downloaded" if folder is None else f"written to {folder / name}"
        self.app.notify(f"{name} {where}", timeout=5, markup=False)


def _free(folder: Path, stem: str, form: str) -> str:
    """A file name that is free in the folder."""
    names = (f"{stem}{f'-{n}' if n > 1 else ''}.{form}" for n in itertools.count(1))
    return next(each for each in names if not (folder / each).exists())

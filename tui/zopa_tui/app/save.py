"""The scenario's file: saved, reloaded, compared, exported, edited."""

from __future__ import annotations

import io
import itertools
import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from textual.app import SuspendNotSupported

from zopa_tui.app.open import Entering
from zopa_tui.app.terminal import stopping_at_once
from zopa_tui.screens.modals import questions
from zopa_tui.session import open as opening
from zopa_tui.ui.actions import Screen
from zopa_tui.views.status import name_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from zopa_tui.screens.modals.forms import SaveAs
    from zopa_tui.session.open import Reread
    from zopa_tui.session.scenario_file import ChangedOnDisk, SaveResult
    from zopa_tui.views.export import ViewTable

__all__ = ["Filing"]

MOST = 3
"""Things that are gone to name one by one."""


class Filing(Entering):
    """The part of the application that writes files."""

    @property
    def mode(self) -> Screen:
        """Which screen is shown; of the application."""
        raise NotImplementedError

    def action_go(self, name: str) -> None:
        """Show a screen; of the application."""
        raise NotImplementedError

    # -- saving --

    def action_save(self) -> None:
        """Write the draft into its file."""
        if not self._start_missing() and not self._unusable():
            self.save()

    def action_save_as(self) -> None:
        """Write the draft into another file."""
        if not self._start_missing() and not self._unusable():
            self.save_as()

    def save(
        self,
        path: Path | None = None,
        *,
        overwrite: bool = False,
        then: Callable[[], None] | None = None,
        broken: bool = False,
    ) -> None:
        """Write the draft; whatever stands in the way is asked about.

        Args:
            path: where to; its own file if not given.
            overwrite: whether to write over what others have changed.
            then: what is to be done once it is saved.
            broken: whether to write although it no longer does what its file expects.
        """
        if path is None and self._needs_name():
            self.save_as(then=then)
            return
        if not broken and not self.read_only and (found := self.session.broken):
            every = len(self.session.file.scenario.expectations)
            self.ask(
                questions.expected([each.message for each in found], every),
                lambda answer: self._expected(answer, path, then, overwrite=overwrite),
            )
            return
        self._saved(self.session.save(path, overwrite=overwrite), then)

    def _needs_name(self) -> bool:
        """Whether the draft has no file that may be written."""
        file = self.session.file.path
        return file is None or (
            not self.read_only and self.session.leave.refusal(file, own=True) is not None
        )

    def _saved(
        self,
        result: SaveResult,
        then: Callable[[], None] | None,
        after: Callable[[], None] | None = None,
    ) -> None:
        """Say what became of it.

        Args:
            result: of saving.
            then: what was to be done once it is saved.
            after: what there is to do where nothing was.
        """
        from zopa_tui.session.scenario_file import ChangedOnDisk, Failed, Saved

        match result:
            case Saved(file):
                self.notify(f"saved {file.scenario.path}", timeout=3, markup=False)
                if then is not None:
                    then()
                elif after is not None:
                    after()
            case ChangedOnDisk():
                self.ask(
                    questions.conflict(result),
                    lambda answer: self._conflict(answer, result, then),
                )
            case Failed(diagnostic):
                notes = "; ".join((*diagnostic.notes, *diagnostic.help))
                self.notify(
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
            self.action_go(Screen.PROBLEMS)

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
                self.session.reload(there)
            case "reload":
                self.warn("the file is no scenario any more; save under another name")
            case "diff":
                text = there.text if isinstance(there, ScenarioFile) else ""
                self.show_differences(text, ("on disk", "your draft"))
            case _:
                pass

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a name, and write the draft there."""
        if not self.may_write():
            return
        from zopa_tui.screens.modals.forms import SaveAsModal, SaveSampleModal

        def named(answer: SaveAs | None) -> None:
            if answer is not None:
                self._save_as(answer, then)

        if not self.sample:
            self.ask(SaveAsModal(self.root, self.session), named)
        elif self.confined:
            self.warn(
                "the sample that comes with zopa is read-only: start in your own workspace"
            )
        else:
            self.ask(SaveSampleModal(Path.cwd(), self.session), named)

    def _save_as(self, answer: SaveAs, then: Callable[[], None] | None) -> None:
        root = answer.workspace
        if root is not None:
            why = opening.own_workspace(root, self.session.corpus, self.root)
            if why is not None:
                self.warn(why)
                return
        result = self.session.save_as(answer.path, answer.title, root)
        if root is None:
            self._saved(result, then, lambda: self.reread(quiet=True))
        else:
            self._saved(result, then, lambda: self.load(root, answer.path))

    def action_reload(self) -> None:
        """Read all files again; a draft that gives way can be had back by undoing."""
        if self._start_missing():
            return
        start = self.start
        if not start.usable or start.wanted is not None:
            self.load(self.root, start.wanted, sample=self.sample)
            return
        self.reread()

    def reread(
        self,
        *,
        quiet: bool = False,
        merge: bool = False,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Read all files again, beside the work that goes on; where one stands stays.

        Args:
            quiet: whether to say nothing where all is as it was asked for.
            merge: whether the draft keeps what it changed where its file has changed.
            then: what is to be done once they are read.
        """
        start = self.start
        self.jobs.start(
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
        before = self.start
        known = set(before.session.snapshot.unknown)
        now = opening.went_on(before, found, merge=merge)
        if not found.workspace.sound:
            self.start = now
            self._watch = opening.FileWatch(self.root, now.session.file.path)
            self.tell_screens(found.workspace)
            self.action_go(Screen.PROBLEMS)
            self.warn(f"{found.why}; the work goes on with the terms as they were")
            return
        if now.session is before.session:
            self.go_on(now)
        else:
            self.show_start(now, on=self.mode, again=True)
        if then is not None:
            then()
        gone = [each for each in now.session.snapshot.unknown if each not in known]
        for each in (*gone[:MOST], *([f"{len(gone) - MOST} more"] if len(gone) > MOST else ())):
            self.warn(f"the terms no longer have {each}, which the draft names: see 6")
        if found.why:
            self.warn(found.why)
        elif not gone and not quiet:
            new = [
                *(["the terms"] if found.space else ()),
                *(["the scenario"] if found.file else ()),
            ]
            self.notify(f"read again: {' and '.join(new) or 'nothing'} changed", timeout=4)

    def look_at_files(self) -> None:
        """Say which files somebody else has changed, once for each change."""
        watch = self._watch
        if watch is None or self._start_missing():
            return
        file = self.session.file

        def tell(names: tuple[str, ...]) -> None:
            if names and self._watch is watch:
                one = len(names) == 1
                what = f"{names[0]} has" if one else f"{len(names)} files have"
                self.warn(f"{what} changed on disk: R reads {'it' if one else 'them'} again")

        self.jobs.start("watch", lambda _: watch.news(file), tell)

    def action_differences(self) -> None:
        """Show what differs from the saved file."""
        if not self._start_missing():
            self.show_differences(self.session.file.text, ("saved", "draft"))

    def show_differences(self, before: str, names: tuple[str, str]) -> None:
        """Show a text beside what would be saved."""
        from zopa_tui.screens.modals.text import DifferencesModal
        from zopa_tui.session.scenario_file import Failed, patch

        session = self.session
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
            self.warn(after.diagnostic.message)
            return
        title = f"Differences: {name_of(session)}"
        self.push_screen(DifferencesModal(title, before, after, names))

    # -- other programs --

    def edit(self, path: str, line: int) -> None:
        """Open a file of the workspace at a line in the user's editor, then read it again.

        Where no editor is named, or the file is not to be changed, it is shown here.
        """
        said = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if said is None or self.read_only or self.sample or self.is_web:
            self.view(path, line)
            return
        editor = shlex.split(said)
        command = [*editor, f"+{line}", str(self.root / path)]
        try:
            with self.suspend(), stopping_at_once():
                subprocess.run(command, check=False)  # noqa: S603  # the user's own editor
        except SuspendNotSupported:
            self.view(path, line)
        except OSError as error:
            self.warn(f"{editor[0]}: {error.strerror}; set EDITOR")
        else:
            self._edited()

    def _edited(self) -> None:
        """Read what an editor may have changed; it is no news any more."""
        if not self.start.usable or self.start.wanted is not None:
            self.action_reload()
        else:
            self.reread(quiet=True)

    def view(self, path: str, line: int) -> None:
        """Show a file of the workspace at a line."""
        from zopa_tui.screens.modals.text import FileModal

        document = self.workspace.documents.get(path)
        if document is None:
            self.warn(f"{path}:{line} was not read")
        else:
            self.ask(FileModal(path, document.text, line))

    def action_export(self) -> None:
        """Write the current view into a file."""
        if not self._start_missing() and (self.start.usable or self.mode == Screen.PROBLEMS):
            self.push_screen(questions.export(), self._export)

    def deliver_text(
        self,
        path_or_file: str | Path | TextIO,
        **options: Any,  # noqa: ANN401  # handed on
    ) -> str | None:
        """Write a file here, or hand it to the browser, which needs no leave to write."""
        if not self.is_web and not self.may_write():
            return None
        return super().deliver_text(path_or_file, **options)

    def _export(self, form: str | None) -> None:
        if form is None:
            return
        stem = name_of(self.session).replace("/", "-")
        if self.mode != Screen.COMPOSE:
            stem = f"{stem}-{self.mode}"
        folder = Path.cwd() if not self.is_web else None
        name = f"{stem}.{form}" if folder is None else _free(folder, stem, form)
        if form == "svg":
            text = self.export_screenshot(title=name_of(self.session))
        else:
            from zopa_tui.views import export as exports

            session = self.session
            text = exports.as_text(
                form, exports.title_of(session), exports.notes_of(session), self.tables()
            )
        delivered = self.deliver_text(
            io.StringIO(text), save_directory=folder, save_filename=name
        )
        if delivered is None:
            return
        where = "downloaded" if folder is None else f"written to {folder / name}"
        self.notify(f"{name} {where}", timeout=5, markup=False)

    def tables(self) -> list[ViewTable]:
        """What the screen shows, to hand on; of the application."""
        raise NotImplementedError


def _free(folder: Path, stem: str, form: str) -> str:
    """A name that no file there has."""
    names = (f"{stem}{f'-{n}' if n > 1 else ''}.{form}" for n in itertools.count(1))
    return next(each for each in names if not (folder / each).exists())

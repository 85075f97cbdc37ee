"""The scenario's file: saved, reloaded, compared, exported, edited."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from textual.app import SuspendNotSupported

from zopa_tui import exports
from zopa_tui.documents import ChangedOnDisk, Failed, Saved, ScenarioFile, patch
from zopa_tui.entering import Entering
from zopa_tui.screens.modals import questions
from zopa_tui.standing import name_of

if TYPE_CHECKING:
    from collections.abc import Callable


__all__ = ["Filing"]


class Filing(Entering):
    """The part of the application that writes files."""

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
        if not self.may_write():
            return
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
        if not self.may_write():
            return
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
        name = f"{name_of(self.session).replace('/', '-')}.{form}"
        folder = Path.cwd() if not self.is_web else None
        if form == "svg":
            text = self.export_screenshot(title=name_of(self.session))
        else:
            text = exports.as_text(form, *exports.view_of(self.screen, self.session))
        delivered = self.deliver_text(
            io.StringIO(text), save_directory=folder, save_filename=name
        )
        if delivered is None:
            return
        where = "downloaded" if folder is None else f"written to {folder / name}"
        self.notify(f"{name} {where}", timeout=5, markup=False)

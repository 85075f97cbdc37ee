"""Drafts as files: save, reload, export and edit one; open, copy, rename and delete others."""

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
from zopa_tui.screens.modals import lists
from zopa_tui.session import open as opening
from zopa_tui.session.scenarios import own_path
from zopa_tui.ui.actions import Screen
from zopa_tui.views.status import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zopa.edit.changes import Edit
    from zopa.model.corpus import Scenario
    from zopa_tui.app.app import ZopaApp
    from zopa_tui.screens.modals.forms import SaveAs
    from zopa_tui.session.open import Reread
    from zopa_tui.session.scenario_file import ChangedOnDisk, SaveResult

__all__ = [
    "Documents",
    "Filing",
]


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
                lists.expected([each.message for each in found], every),
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
                    lists.conflict(result),
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
        from zopa_tui.screens.modals.base import DifferencesModal
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
        from zopa_tui.screens.modals.base import FileModal

        document = self.app.workspace.documents.get(path)
        if document is None:
            self.app.warn(f"{path}:{line} was not read")
        else:
            self.app.ask(FileModal(path, document.text, line))

    def action_export(self) -> None:
        """Export the current view to a file."""
        if self.app.has_session and (self.app.start.usable or self.app.mode == Screen.PROBLEMS):
            self.app.push_screen(lists.export(), self._export)

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


class Documents:
    """Manages the scenarios of the workspace."""

    def __init__(self, app: ZopaApp) -> None:
        self.app = app

    def action_open(self) -> None:
        """List the drafts: to open one, or to copy, rename, delete or edit it."""
        if not self.app.has_session or self.app.unusable():
            return
        from zopa_tui.screens.modals.drafts import DraftsModal

        self.app.ask(
            DraftsModal(self.app.session, self.app.workspace, self.app.jobs), self._managed
        )

    def _managed(self, answer: tuple[str, str] | None) -> None:
        if answer is None:
            return
        deed, path = answer
        if deed == "open":
            self.app.drafts.open_path(path)
        else:
            self._more(path)

    def _more(self, path: str) -> None:
        from zopa_tui.screens.modals.base import ChoiceModal, ListOption

        scenario = self._at(path)
        options = [ListOption("new", "new draft, empty", "n")]
        if scenario is not None:
            name = scenario.id
            options = [
                ListOption("open", "open it", "o"),
                ListOption("copy", "duplicate it: a copy that stands alone", "d"),
                ListOption("from", "new draft from it, which says only what differs", "f"),
                ListOption("edit", "title, note, day, expectations and the rest", "e"),
                ListOption("beside", "mark in Compose where the draft under work differs", "v"),
                ListOption("rename", "rename the file", "r"),
                ListOption("delete", "delete it (u takes that back)", "x"),
                *options,
            ]
        else:
            name = "an empty draft"

        def go(deed: str | None) -> None:
            if deed is not None:
                self._do_with(deed, path, scenario)

        self.app.ask(ChoiceModal(f"Draft: {name}", (), options), go)

    def _at(self, path: str) -> Scenario | None:
        every = self.app.workspace.scenarios.values()
        return next((each for each in every if each.path == path), None)

    def _do_with(self, deed: str, path: str, scenario: Scenario | None) -> None:
        if deed in {"open", "new"} or scenario is None:
            self.app.drafts.open_path(path if deed == "open" else "")
            return
        match deed:
            case "beside":
                self.show_beside(scenario)
            case "edit" if self.app.recording.may_record():
                from zopa.edit import ThingKind

                self.app.recording.change(ThingKind.SCENARIO, scenario.id)
            case "copy" | "from" if self.app.recording.may_record():
                self._ask_copy(scenario, whole=deed == "copy")
            case "rename" if self.app.recording.may_record():
                self._ask_rename(scenario)
            case "delete" if self.app.recording.may_record():
                self._delete(scenario)
            case _:
                pass

    def _ask_copy(self, scenario: Scenario, *, whole: bool) -> None:
        from zopa_tui.screens.modals.drafts import NameModal

        title = f"{scenario.title or scenario.id} (2)"
        words = "Duplicate" if whole else "New draft from"

        def go(title: str | None) -> None:
            if title is not None:
                self._copy(scenario, title, whole=whole)

        self.app.ask(NameModal(f"{words} {scenario.id}", "Title", title), go)

    def _copy(self, scenario: Scenario, title: str, *, whole: bool) -> None:
        from zopa.edit import ThingKind, find
        from zopa.edit.changes import Add
        from zopa.edit.entry import NewItem

        thing = find(self.app.workspace.documents, ThingKind.SCENARIO, scenario.id)
        known = frozenset(each.id for each in self.app.workspace.scenarios.values())
        name = NewItem(ThingKind.SCENARIO, {"title": title}).name(known)
        if thing is None or not isinstance(thing.data, dict):
            self.app.warn(f"{scenario.path} cannot be copied")
            return
        said = {**thing.data, "id": name, "title": title}
        if not whole:
            said = {"id": name, "title": title, "from": scenario.id, "choices": {}}
        path = f"scenarios/{name}.yaml"
        self._carry_out(
            [Add(ThingKind.SCENARIO, said)],
            f"add scenario {name}",
            lambda: self.app.drafts.open_path(path),
        )

    def _ask_rename(self, scenario: Scenario) -> None:
        from zopa_tui.screens.modals.drafts import NameModal

        if not self._is_open(scenario) and self._beside(scenario):
            return
        if self._is_open(scenario) and not self.app.session.snapshot.saved:
            self.app.warn("the draft is not saved: ctrl+s first")
            return

        def go(name: str | None) -> None:
            if name is not None:
                self._rename(scenario, name)

        self.app.ask(NameModal(f"Rename {scenario.id}", "Name of the file", scenario.id), go)

    def _rename(self, scenario: Scenario, name: str) -> None:
        from zopa.edit import ThingKind
        from zopa.edit.changes import Rename

        name = name.removesuffix(".yaml")
        own = self._is_open(scenario)

        def then() -> None:
            if own:
                self.app.drafts.load(
                    self.app.root, self.app.root / "scenarios" / f"{name}.yaml", sample=False
                )

        edits = [Rename(ThingKind.SCENARIO, scenario.id, name)]
        self._carry_out(edits, f"change scenario {scenario.id}", then)

    def _delete(self, scenario: Scenario) -> None:
        from zopa.edit import ThingKind
        from zopa.edit.changes import Remove

        if self._is_open(scenario):
            self.app.warn("it is the draft under work: open another one first")
            return
        if self._beside(scenario):
            return
        started = [
            each.id
            for each in self.app.workspace.scenarios.values()
            if each.starts_from == scenario.id
        ]
        if started:
            self.app.warn(f"{', '.join(started)} starts from it")
            return
        edits = [Remove(ThingKind.SCENARIO, scenario.id)]
        self._carry_out(edits, f"delete scenario {scenario.id}", lambda: None)

    def _beside(self, scenario: Scenario) -> bool:
        """Whether it is open in addition to the current draft; tells the user."""
        found = self.app.drafts.on_file(self.app.root / scenario.path) is not None
        if found:
            self.app.warn(f"{scenario.id} is open: go to it, or close it there (Q)")
        return found

    def _is_open(self, scenario: Scenario) -> bool:
        return scenario.path == own_path(self.app.session)

    def _carry_out(self, edits: Sequence[Edit], label: str, then: Callable[[], None]) -> None:
        """Write a change of the files as one step that `u` takes back; report errors."""
        from zopa_tui.session.record import NotPossible, planned

        plan = planned(self.app.workspace, edits)
        if isinstance(plan, NotPossible):
            self.app.warn("; ".join(plan.messages))
            return

        def done() -> None:
            self.app.recording.settle_written(label)
            self.app.call_after_refresh(
                self.app.notify, f"{label}: done; u takes it back", timeout=6
            )
            then()

        if why := self.app.recording.carry_out(plan, label, done):
            self.app.warn(why)

    # -- a draft beside the one under work --

    def show_beside(self, scenario: Scenario | None) -> None:
        """Mark the differences from another draft in Compose; None ends that."""
        self.app.drafts.here.beside = scenario
        for screen in self.app.screens_here():
            if callable(show := getattr(screen, "show_beside", None)):
                show(scenario)
        if scenario is not None:
            self.app.notify(f"marked where the draft differs from {scenario.id}", timeout=4)

    def choose_beside(self) -> None:
        """Choose a draft to mark differences from; choosing the same one again ends that."""
        from zopa_tui.screens.modals.base import ListOption
        from zopa_tui.screens.modals.lists import ListModal

        if not self.app.has_session or self.app.unusable():
            return
        scenarios = self.app.workspace.scenarios
        options = (
            [ListOption("", "no draft: mark no differences")]
            if self.app.drafts.here.beside
            else []
        )
        options += [
            ListOption(each.path, each.title or each.id, note=each.id)
            for each in scenarios.values()
        ]

        def go(path: str | None) -> None:
            if path is not None:
                self.show_beside(self._at(path))

        keys = "enter mark differences   esc close"
        self.app.ask(ListModal("Mark where the draft differs from", options, keys), go)

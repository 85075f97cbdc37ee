"""Drafts as documents: open, copy, rename, delete, and compare side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa_tui.session.scenarios import own_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zopa.edit.changes import Edit
    from zopa.model.corpus import Scenario
    from zopa_tui.app.app import ZopaApp

__all__ = ["Documents"]


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

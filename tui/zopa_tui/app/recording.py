"""Forms to add and change the items in the files; their changes and how to undo them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from zopa.edit import EditedThing, ThingKind
    from zopa.edit.plan import Plan
    from zopa_tui.app.app import ZopaApp
    from zopa_tui.app.open import OpenDraft
    from zopa_tui.screens.modals.thing_form import Recorded
    from zopa_tui.session.record import FormRecord

__all__ = ["Recording"]

FORMS: Mapping[str, str] = {
    "position": "p",
    "statement": "s",
    "source": "o",
    "party": "a",
    "speaker": "k",
    "issue": "i",
    "term": "t",
    "rule": "r",
    "milestone": "m",
    "scenario": "c",
    "group": "g",
    "reading": "d",
    "entity": "e",
    "entity-type": "y",
    "contingency": "n",
    "membership": "b",
    "event": "v",
    "fact": "f",
    "change": "h",
    "constant": "l",
    "contradiction": "x",
    "convention": "w",
    "quantity": "q",
    "question": "u",
}
"""Kinds that can be added, each with its letter; the most frequent ones first."""


@dataclass(frozen=True)
class _Written:
    """A change of the files that can be undone."""

    plan: Plan
    label: str
    draft: OpenDraft
    """The draft that was current; in any other draft, it comes before the first step."""
    before: int
    """The draft's step at the time of the change."""
    after: int
    """The draft's step after the files were read again."""


class Recording:
    """Changes of the workspace's files."""

    def __init__(self, app: ZopaApp) -> None:
        self.app = app
        self._written: list[_Written] = []
        """Changes that can be undone, newest last."""
        self._undone: list[_Written] = []
        """Changes undone since the last new one, newest last."""

    # -- what there is to do --

    def may_record(self) -> bool:
        """Whether the files may be changed; tells the user if not."""
        if not self.app.has_session or not self.app.may_write():
            return False
        why = self.app.session.leave.refusal(self.app.root / "terms" / "corpus.yaml", own=False)
        if why is not None:
            self.app.warn(why)
        return why is None

    def action_add(self) -> None:
        """Add an item of the focused pane's kind; if several kinds fit, ask for one."""
        if not self.may_record():
            return
        from zopa_tui.screens.modals.base import ChoiceModal, ListOption

        kinds = getattr(self.app.screen, "kinds_here", None)
        here: tuple[str, ...] = kinds() if callable(kinds) else ()
        if len(here) == 1:
            self.add(here[0])
            return
        others = [each for each in FORMS if each not in here]
        options = [ListOption(each, each, FORMS[each]) for each in (*here, *others)]
        self.app.ask(ChoiceModal("Add", (), options, "enter choose   esc close"), self._add)

    def _add(self, kind: str | None) -> None:
        if kind is not None:
            self.add(kind)

    def add(self, kind: str) -> None:
        """Show the form of a new item."""
        if not self.may_record():
            return
        from zopa.edit import ThingKind
        from zopa_tui.session.record import new

        start = {}
        if kind == ThingKind.TERM and (issue := self._issue_in_hand()):
            start["issue"] = issue
        if (
            kind == ThingKind.READING
            and (thing := self.thing())
            and thing.kind == ThingKind.POSITION
        ):
            start["position"] = thing.id
        self._form(new(self.app.workspace, ThingKind(kind), start))

    def action_edit_thing(self) -> None:
        """Show the form of the item under the cursor."""
        if self.may_record() and (thing := self._thing_said()) is not None:
            self.change(thing.kind, thing.id)

    def action_scenario_edit(self) -> None:
        """Change the scenario's fields other than its choices."""
        if not self.may_record():
            return
        from zopa.edit import ThingKind

        path = getattr(self.app.screen, "scenario_in_hand", None)
        file = self.app.session.file.path if path is None else self.app.root / path
        if file is None:
            self.app.warn("the draft has no file yet: ctrl+s saves it")
        else:
            self.change(ThingKind.SCENARIO, file.stem)

    def change_corpus(self) -> None:
        """Change the properties of the corpus: title, date, parties at the table."""
        if self.may_record():
            from zopa.edit import ThingKind

            self.change(ThingKind.CORPUS, ThingKind.CORPUS)

    def change(self, kind: ThingKind, name: str) -> None:
        """Show the form of an existing item."""
        from zopa_tui.session.record import recorded

        record = recorded(self.app.workspace, kind, name)
        if record is None:
            self.app.warn(f"{kind} {name} cannot be changed in a form")
        else:
            self._form(record)

    def action_becomes(self) -> None:
        """Make a position from the statement under the cursor, or from the one on display."""
        if not self.may_record():
            return
        from zopa.edit import ThingKind
        from zopa_tui.session.record import becoming, new

        thing = self.thing()
        of_thing = thing.id if thing is not None and thing.kind is ThingKind.STATEMENT else None
        statement = getattr(self.app.screen, "statement_in_hand", of_thing)
        if statement is None:
            self.app.notify("no statement under the cursor", timeout=3)
            return
        start = becoming(self.app.workspace, statement)
        self._form(new(self.app.workspace, ThingKind.POSITION, start))

    def action_editor(self) -> None:
        """Open the file of the item under the cursor in an editor, and read it again."""
        if not self.app.has_session:
            return
        place = getattr(self.app.screen, "place_in_hand", None)
        if place is not None:
            self.app.files.edit(*place)
        elif (thing := self.thing()) is not None:
            document = self.app.workspace.documents[thing.path]
            line = document.span(thing.pointer).start.line if thing.pointer else 1
            self.app.files.edit(thing.path, line)
        elif (path := self.app.session.file.path) is not None:
            self.app.files.edit(_within(path, self.app.root), 1)
        else:
            self.app.notify("nothing of a file under the cursor", timeout=3)

    # -- what is under the cursor --

    def thing(self) -> EditedThing | None:
        """The item under the cursor as in the files; None if no file defines it."""
        from zopa.edit import ThingKind, find, thing_at

        said = getattr(self.app.screen, "thing_in_hand", None)
        if said is None:
            place = getattr(self.app.screen, "place_in_hand", None)
            return None if place is None else thing_at(self.app.workspace.documents, *place)
        kind, name = said
        issue = name.partition("/")[0]
        tried = [(ThingKind(kind), name)]
        if kind in {ThingKind.ISSUE, ThingKind.TERM}:
            # A value answers the issue itself; a milestone's date is also an issue.
            tried += [(ThingKind.ISSUE, issue), (ThingKind.MILESTONE, issue)]
        found = (find(self.app.workspace.documents, *each) for each in tried)
        return next((each for each in found if each is not None), None)

    def _thing_said(self) -> EditedThing | None:
        thing = self.thing()
        if thing is None:
            self.app.notify("nothing under the cursor that has a form", timeout=3)
        return thing

    def _issue_in_hand(self) -> str:
        thing = self.thing()
        if thing is None or thing.kind not in {"issue", "term"}:
            return ""
        return thing.id.partition("/")[0]

    # -- the form, and what it writes --

    def _form(self, record: FormRecord) -> None:
        from zopa_tui.screens.modals.thing_form import ThingForm

        what = "add" if record.thing is None else "change"

        def write(plan: Plan, found: Recorded) -> str:
            label = f"{what} {record.kind} {found.id}"
            return self.carry_out(
                plan, label, partial(self._shown, record.kind, found.id, label)
            )

        self.app.ask(ThingForm(record, self.app.jobs, write))

    def carry_out(self, plan: Plan, label: str, then: Callable[[], None]) -> str:
        """Write the files and read them again; returns a message if that fails."""
        from zopa import Refused
        from zopa.edit import plan as plans

        for each in plan.files:
            if why := self.app.session.leave.refusal(self.app.root / each.path, own=False):
                return why
        try:
            plans.write(plan)
        except Refused as refused:
            return "; ".join((refused.message, *refused.way_out))
        except OSError as error:
            return f"nothing was written: {(error.strerror or str(error)).lower()}"
        self._undone.clear()
        step = self.app.session.step
        self._written.append(_Written(plan, label, self.app.drafts.here, step, step))
        self._read_written(then)
        return ""

    def _read_written(self, then: Callable[[], None]) -> None:
        """Read the written files without a change report; the draft keeps its own changes."""
        self.app.drafts.here.watch = None
        self.app.drafts.written()
        if not self.app.start.usable or self.app.start.wanted is not None:
            self.app.drafts.load(
                self.app.root, self.app.start.wanted, sample=self.app.sample, then=then
            )
        else:
            self.app.files.reread(quiet=True, merge=True, then=then)

    def _shown(self, kind: str, name: str, label: str) -> None:
        """Go to the written item, if the screen shows items of its kind."""
        done = {"add": "added", "change": "changed"}
        verb, _, rest = label.partition(" ")
        self.settle_written(label)
        if kind == "scenario" and verb == "add" and self._untouched():
            self.app.drafts.load(self.app.root, self.app.root / "scenarios" / f"{name}.yaml")
        self.go_to(kind, name)
        self.app.call_after_refresh(
            self.app.notify, f"{done[verb]} {rest}; u takes it back", timeout=6
        )

    def settle_written(self, label: str) -> None:
        """Record the step of the draft at which the files were read again."""
        if self._written and self._written[-1].label == label:
            newest = self._written[-1]
            self._written[-1] = dataclasses.replace(newest, after=self.app.session.step)

    def _untouched(self) -> bool:
        """Whether the current draft has no file and no change."""
        return self.app.session.file.path is None and not self.app.session.unsaved

    def go_to(self, kind: str, name: str) -> None:
        """Put the cursor on an item, if a pane of the screen shows items of its kind."""
        self.app.once_drawn(lambda screen: screen.stand_on(kind, name))

    # -- taking back --

    def _newest(self, changes: Sequence[_Written]) -> _Written | None:
        """The last change, with steps of the current draft; None for other workspaces."""
        if not changes or not self.app.has_session or changes[-1].plan.root != self.app.root:
            return None
        here, newest = self.app.drafts.here, changes[-1]
        if newest.draft is here:
            return newest
        return dataclasses.replace(newest, draft=here, before=0, after=0)

    def take_back(self) -> bool:
        """Undo the last change of the files, if the draft has not changed since.

        Returns:
            True if there was such a change.
        """
        newest = self._newest(self._written)
        if newest is None or self.app.session.step > newest.after:
            return False
        if not self.app.may_write():
            return True
        from zopa.edit.plan import undo

        if not self._rewrite(undo(newest.plan), newest.label, self._written):
            return True
        self._written.pop()
        self._undone.append(newest)
        if newest.before < self.app.session.step == newest.after:
            self.app.session.go(newest.before)
        self._read_written(partial(self._told, f"undone: {newest.label}"))
        return True

    def do_again(self) -> bool:
        """Redo the last undone change of the files.

        Returns:
            True if there was one, and nothing has changed since.
        """
        newest = self._newest(self._undone)
        if newest is None or self.app.session.step > newest.before:
            return False
        if not self.app.may_write():
            return True
        if self._rewrite(newest.plan, newest.label, self._undone):
            self._undone.pop()
            step = self.app.session.step
            self._written.append(dataclasses.replace(newest, before=step, after=step))
            self._read_written(partial(self._told, f"done again: {newest.label}"))
        return True

    def _rewrite(self, plan: Plan, label: str, changes: list[_Written]) -> bool:
        """Write the files as they were before or after the last change.

        If another program has changed them, forget the change. Tells the user if the files
        stay as they are.
        """
        from zopa import Refused
        from zopa.edit.plan import write

        try:
            write(plan)
        except Refused as refused:
            self.app.warn(f"{label} stays: {refused.message}")
            changes.pop()
            return False
        except OSError as error:
            self.app.warn(f"{label} stays: {(error.strerror or str(error)).lower()}")
            return False
        return True

    def _told(self, text: str) -> None:
        self.app.call_after_refresh(self.app.notify, text, timeout=3)


def _within(path: Path, root: Path) -> str:
    """The file relative to the root, if inside it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

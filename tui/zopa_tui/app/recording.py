"""Adding and changing what the files hold: forms, what they write, and taking it back."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from zopa.edit.kinds import EditedThing, ThingKind
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
"""Kinds of things that can be added with their letters, those added most often first."""


@dataclass(frozen=True)
class _Written:
    """A change of the files that can be taken back."""

    plan: Plan
    label: str
    draft: OpenDraft
    """The one that was under work; in any other it comes before the first step."""
    before: int
    """The step of that draft at which it was made."""
    after: int
    """The step once the files were read again."""


class Recording:
    """Changes more than the draft."""

    def __init__(self, app: ZopaApp) -> None:
        self.app = app
        self._written: list[_Written] = []
        """Newest last."""
        self._undone: list[_Written] = []
        """What was taken back since the last change, newest last."""

    # -- what there is to do --

    def may_record(self) -> bool:
        """Whether the files may be changed; says so where not."""
        if not self.app.has_session or not self.app.may_write():
            return False
        why = self.app.session.leave.refusal(self.app.root / "terms" / "corpus.yaml", own=False)
        if why is not None:
            self.app.warn(why)
        return why is None

    def action_add(self) -> None:
        """Add what the pane in hand holds; ask what where several kinds fit."""
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
        """Show the form of a new thing."""
        if not self.may_record():
            return
        from zopa.edit.kinds import ThingKind
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
        """Change what is under the cursor."""
        if self.may_record() and (thing := self._thing_said()) is not None:
            self.change(thing.kind, thing.id)

    def action_scenario_edit(self) -> None:
        """Change what a scenario says beside its choices."""
        if not self.may_record():
            return
        from zopa.edit.kinds import ThingKind

        path = getattr(self.app.screen, "scenario_in_hand", None)
        file = self.app.session.file.path if path is None else self.app.root / path
        if file is None:
            self.app.warn("the draft has no file yet: ctrl+s saves it")
        else:
            self.change(ThingKind.SCENARIO, file.stem)

    def change_corpus(self) -> None:
        """Change what holds of all: the title, the day, who is at the table."""
        if self.may_record():
            from zopa.edit.kinds import ThingKind

            self.change(ThingKind.CORPUS, ThingKind.CORPUS)

    def change(self, kind: ThingKind, name: str) -> None:
        """Show the form of a thing that there is."""
        from zopa_tui.session.record import recorded

        record = recorded(self.app.workspace, kind, name)
        if record is None:
            self.app.warn(f"{kind} {name} cannot be changed in a form")
        else:
            self._form(record)

    def action_becomes(self) -> None:
        """Make a position of the statement under the cursor, or whose source is shown."""
        if not self.may_record():
            return
        from zopa.edit.kinds import ThingKind
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
        """Open the file at what is under the cursor in an editor, and read it again."""
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
        """What is under the cursor, as the files have it; None where they do not."""
        from zopa.edit.kinds import ThingKind, find, thing_at

        said = getattr(self.app.screen, "thing_in_hand", None)
        if said is None:
            place = getattr(self.app.screen, "place_in_hand", None)
            return None if place is None else thing_at(self.app.workspace.documents, *place)
        kind, name = said
        issue = name.partition("/")[0]
        tried = [(ThingKind(kind), name)]
        if kind in {ThingKind.ISSUE, ThingKind.TERM}:
            # A value answers the issue itself; the day of a milestone is an issue, too.
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
        """Write the files and read them again; in words why they cannot be."""
        from zopa.edit import plan as plans
        from zopa.refused import Refused

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
        """Read what was written; it is no news, and the draft keeps what it changed."""
        self.app.drafts.here.watch = None
        self.app.drafts.written()
        if not self.app.start.usable or self.app.start.wanted is not None:
            self.app.drafts.load(
                self.app.root, self.app.start.wanted, sample=self.app.sample, then=then
            )
        else:
            self.app.files.reread(quiet=True, merge=True, then=then)

    def _shown(self, kind: str, name: str, label: str) -> None:
        """Go to what was written, where the screen shows such things."""
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
        """Mind at which step of the draft the files were read again."""
        if self._written and self._written[-1].label == label:
            newest = self._written[-1]
            self._written[-1] = dataclasses.replace(newest, after=self.app.session.step)

    def _untouched(self) -> bool:
        """Whether the draft in hand is one without a file in which nothing was done."""
        return self.app.session.file.path is None and not self.app.session.unsaved

    def go_to(self, kind: str, name: str) -> None:
        """Put the cursor of the screen on a thing, where one of its panes holds such things."""
        self.app.once_drawn(lambda screen: screen.stand_on(kind, name))

    # -- taking back --

    def _newest(self, changes: Sequence[_Written]) -> _Written | None:
        """The last of some changes, as the draft under work sees it; None of other files."""
        if not changes or not self.app.has_session or changes[-1].plan.root != self.app.root:
            return None
        here, newest = self.app.drafts.here, changes[-1]
        if newest.draft is here:
            return newest
        return dataclasses.replace(newest, draft=here, before=0, after=0)

    def take_back(self) -> bool:
        """Take the last change of the files back, if nothing was done to the draft since.

        Returns:
            Whether there was one.
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
        """Make the change of the files again that was taken back last.

        Returns:
            Whether there was one, and nothing was done since.
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
        """Write files as they were before or after the last of some changes.

        Where somebody else has changed them it is forgotten; says so where they stay.
        """
        from zopa.edit.plan import write
        from zopa.refused import Refused

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
    """The file from the root, where it lies within."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

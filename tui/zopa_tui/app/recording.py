"""Adding and changing what the files hold: forms, what they write, and taking it back."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from zopa_tui.app.navigation import Links

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from zopa.edit.kinds import EditedThing, ThingKind
    from zopa.edit.plan import Plan
    from zopa_tui.screens.modals.thing_form import Recorded
    from zopa_tui.session.open import Start
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
    before: int
    """The step of the draft at which it was made."""
    after: int
    """The step once the files were read again."""


class Recording(Links):
    """The part of the application that changes more than the draft."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[_Written] = []
        """Newest last."""
        self._undone: list[_Written] = []
        """What was taken back since the last change, newest last."""

    # -- what there is to do --

    def _may_record(self) -> bool:
        """Whether the files may be changed; says so where not."""
        if self._start_missing() or not self.may_write():
            return False
        why = self.session.leave.refusal(self.root / "terms" / "corpus.yaml", own=False)
        if why is not None:
            self.warn(why)
        return why is None

    def action_add(self) -> None:
        """Add what the pane in hand holds; ask what where several kinds fit."""
        if not self._may_record():
            return
        from zopa_tui.screens.modals.base import ChoiceModal, ListOption

        kinds = getattr(self.screen, "kinds_here", None)
        here: tuple[str, ...] = kinds() if callable(kinds) else ()
        if len(here) == 1:
            self.add(here[0])
            return
        others = [each for each in FORMS if each not in here]
        options = [ListOption(each, each, FORMS[each]) for each in (*here, *others)]
        self.ask(ChoiceModal("Add", (), options, "enter choose   esc close"), self._add)

    def _add(self, kind: str | None) -> None:
        if kind is not None:
            self.add(kind)

    def add(self, kind: str) -> None:
        """Show the form of a new thing."""
        if not self._may_record():
            return
        from zopa.edit.kinds import ThingKind
        from zopa_tui.session.record import new

        start = {}
        if kind == ThingKind.TERM and (issue := self._issue_in_hand()):
            start["issue"] = issue
        if (
            kind == ThingKind.READING
            and (thing := self._thing())
            and thing.kind == ThingKind.POSITION
        ):
            start["position"] = thing.id
        self._form(new(self.workspace, ThingKind(kind), start))

    def action_edit_thing(self) -> None:
        """Change what is under the cursor."""
        if self._may_record() and (thing := self._thing_said()) is not None:
            self._change(thing.kind, thing.id)

    def action_scenario_edit(self) -> None:
        """Change what a scenario says beside its choices."""
        if not self._may_record():
            return
        from zopa.edit.kinds import ThingKind

        path = getattr(self.screen, "scenario_in_hand", None)
        file = self.session.file.path if path is None else self.root / path
        if file is None:
            self.warn("the draft has no file yet: ctrl+s saves it")
        else:
            self._change(ThingKind.SCENARIO, file.stem)

    def change_corpus(self) -> None:
        """Change what holds of all: the title, the day, who is at the table."""
        if self._may_record():
            from zopa.edit.kinds import ThingKind

            self._change(ThingKind.CORPUS, ThingKind.CORPUS)

    def _change(self, kind: ThingKind, name: str) -> None:
        from zopa_tui.session.record import recorded

        record = recorded(self.workspace, kind, name)
        if record is None:
            self.warn(f"{kind} {name} cannot be changed in a form")
        else:
            self._form(record)

    def action_becomes(self) -> None:
        """Make a position of the statement under the cursor."""
        if not self._may_record() or (thing := self._thing_said()) is None:
            return
        from zopa.edit.kinds import ThingKind
        from zopa_tui.session.record import becoming, new

        if thing.kind is not ThingKind.STATEMENT:
            self.notify("no statement under the cursor", timeout=3)
            return
        start = becoming(self.workspace, thing.id)
        self._form(new(self.workspace, ThingKind.POSITION, start))

    def action_editor(self) -> None:
        """Open the file at what is under the cursor in an editor, and read it again."""
        if self._start_missing():
            return
        place = getattr(self.screen, "place_in_hand", None)
        if place is not None:
            self.edit(*place)
        elif (thing := self._thing()) is not None:
            document = self.workspace.documents[thing.path]
            line = document.span(thing.pointer).start.line if thing.pointer else 1
            self.edit(thing.path, line)
        elif (path := self.session.file.path) is not None:
            self.edit(_within(path, self.root), 1)
        else:
            self.notify("nothing of a file under the cursor", timeout=3)

    # -- what is under the cursor --

    def _thing(self) -> EditedThing | None:
        """What is under the cursor, as the files have it; None where they do not."""
        from zopa.edit.kinds import ThingKind, find, thing_at

        said = getattr(self.screen, "thing_in_hand", None)
        if said is None:
            place = getattr(self.screen, "place_in_hand", None)
            return None if place is None else thing_at(self.workspace.documents, *place)
        kind, name = said
        issue = name.partition("/")[0]
        tried = [(ThingKind(kind), name)]
        if kind in {ThingKind.ISSUE, ThingKind.TERM}:
            # A value answers the issue itself; the day of a milestone is an issue, too.
            tried += [(ThingKind.ISSUE, issue), (ThingKind.MILESTONE, issue)]
        found = (find(self.workspace.documents, *each) for each in tried)
        return next((each for each in found if each is not None), None)

    def _thing_said(self) -> EditedThing | None:
        thing = self._thing()
        if thing is None:
            self.notify("nothing under the cursor that has a form", timeout=3)
        return thing

    def _issue_in_hand(self) -> str:
        thing = self._thing()
        if thing is None or thing.kind not in {"issue", "term"}:
            return ""
        return thing.id.partition("/")[0]

    # -- the form, and what it writes --

    def _form(self, record: FormRecord) -> None:
        from zopa_tui.screens.modals.thing_form import ThingForm

        what = "add" if record.thing is None else "change"

        def write(plan: Plan, found: Recorded) -> str:
            label = f"{what} {record.kind} {found.id}"
            return self._write(plan, label, partial(self._shown, record.kind, found.id, label))

        self.ask(ThingForm(record, self.jobs, write))

    def _write(self, plan: Plan, label: str, then: Callable[[], None]) -> str:
        """Write the files and read them again; in words why they cannot be."""
        from zopa.edit import plan as plans
        from zopa.refused import Refused

        for each in plan.files:
            if why := self.session.leave.refusal(self.root / each.path, own=False):
                return why
        try:
            plans.write(plan)
        except Refused as refused:
            return "; ".join((refused.message, *refused.way_out))
        except OSError as error:
            return f"nothing was written: {(error.strerror or str(error)).lower()}"
        self._undone.clear()
        self._written.append(_Written(plan, label, self.session.step, self.session.step))
        self._read_written(then)
        return ""

    def _read_written(self, then: Callable[[], None]) -> None:
        """Read what was written; it is no news, and the draft keeps what it changed."""
        self._watch = None
        if not self.start.usable or self.start.wanted is not None:
            self.load(self.root, self.start.wanted, sample=self.sample, then=then)
        else:
            self.reread(quiet=True, merge=True, then=then)

    def _shown(self, kind: str, name: str, label: str) -> None:
        """Go to what was written, where the screen shows such things."""
        done = {"add": "added", "change": "changed"}
        verb, _, rest = label.partition(" ")
        self.settle_written(label)
        if kind == "scenario" and verb == "add" and self._untouched():
            self.load(self.root, self.root / "scenarios" / f"{name}.yaml")
        self.go_to(kind, name)
        self.call_after_refresh(self.notify, f"{done[verb]} {rest}; u takes it back", timeout=6)

    def settle_written(self, label: str) -> None:
        """Mind at which step of the draft the files were read again."""
        if self._written and self._written[-1].label == label:
            newest = self._written[-1]
            self._written[-1] = dataclasses.replace(newest, after=self.session.step)

    def _untouched(self) -> bool:
        """Whether the draft in hand is one without a file in which nothing was done."""
        return self.session.file.path is None and not self.session.unsaved

    def go_to(self, kind: str, name: str) -> None:
        """Put the cursor of the screen on a thing, where one of its panes holds such things."""

        def go() -> None:
            stand = getattr(self.screen, "stand_on", None)
            if callable(stand):
                stand(kind, name)

        self.call_after_refresh(go)

    # -- taking back --

    def take_back(self) -> bool:
        """Take the last change of the files back, if nothing was done to the draft since.

        Returns:
            Whether there was one.
        """
        newest = self._written[-1] if self._written else None
        if newest is None or self.session.step > newest.after or self._start_missing():
            return False
        if not self.may_write():
            return True
        from zopa.edit.plan import undo

        if not self._rewrite(undo(newest.plan), newest.label, self._written):
            return True
        self._written.pop()
        self._undone.append(newest)
        if newest.before < self.session.step == newest.after:
            self.session.go(newest.before)
        self._read_written(partial(self._told, f"undone: {newest.label}"))
        return True

    def do_again(self) -> bool:
        """Make the change of the files again that was taken back last.

        Returns:
            Whether there was one, and nothing was done since.
        """
        newest = self._undone[-1] if self._undone else None
        if newest is None or self.session.step > newest.before or self._start_missing():
            return False
        if not self.may_write():
            return True
        if self._rewrite(newest.plan, newest.label, self._undone):
            self._undone.pop()
            step = self.session.step
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
            self.warn(f"{label} stays: {refused.message}")
            changes.pop()
            return False
        except OSError as error:
            self.warn(f"{label} stays: {(error.strerror or str(error)).lower()}")
            return False
        return True

    def _told(self, text: str) -> None:
        self.call_after_refresh(self.notify, text, timeout=3)

    def adopt(self, start: Start, *, again: bool = False) -> None:
        """Take over a session; what was written before comes before its first step."""
        if not again:
            self._written = _from_the_start(self._written, start.workspace.root)
            self._undone = _from_the_start(self._undone, start.workspace.root)
        super().adopt(start, again=again)


def _from_the_start(changes: list[_Written], root: Path) -> list[_Written]:
    """Changes of a workspace that are before the first step of a session; none of another."""
    return [
        dataclasses.replace(each, before=0, after=0)
        for each in changes
        if each.plan.root == root
    ]


def _within(path: Path, root: Path) -> str:
    """The file from the root, where it lies within."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

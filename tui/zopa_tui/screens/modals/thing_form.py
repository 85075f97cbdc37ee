"""Form for an item: fields, their errors, and a review of the change."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from zopa.edit import FieldForm
from zopa.edit.entry import NewItem
from zopa_tui.screens.modals.base import Modal, ReviewModal
from zopa_tui.session.record import NotPossible, latest_day, moving, new, planned
from zopa_tui.views.text import clean, several
from zopa_tui.widgets.field_row import FieldRow, More

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa.edit import Field
    from zopa.edit.plan import Plan
    from zopa_tui.session.record import FormRecord
    from zopa_tui.ui.jobs import Jobs

__all__ = ["Recorded", "ThingForm"]


MOST = 4
"""Maximum number of errors to show at one time."""


@dataclass(frozen=True)
class Recorded:
    """Result of a form."""

    entry: NewItem
    id: str
    """The full id by which other files refer to it."""
    entries: tuple[NewItem, ...] = ()
    """Items made in place for it, followed by the item itself."""


class ThingForm(Modal[Recorded]):
    """A column of fields; rarely used ones appear on request."""

    TALL = True
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", "Close"),
        ("ctrl+s", "go_on", "Review"),
        ("ctrl+t", "go_on(True)", "Review with the day"),
    ]
    DEFAULT_CSS = """
    ThingForm {
        & #fields { height: 1fr; scrollbar-size: 1 1; }
        & More { height: auto; color: $muted; }
        & More:focus { color: $foreground; text-style: reverse; }
        & #wrong { max-height: 9; }
        & #wrong.-asking { color: $muted; }
    }
    """

    def __init__(
        self,
        record: FormRecord,
        jobs: Jobs,
        write: Callable[[Plan, Recorded], str] | None,
        *,
        what_for: str = "",
    ) -> None:
        """Create the form.

        Args:
            record: the item and its fields.
            jobs: plans the change in the background.
            write: writes the files, and returns an error message if that fails; None for a
                form within a form, which writes nothing.
            what_for: origin of the request, in words.
        """
        super().__init__()
        self.record = record
        self._jobs, self._write = jobs, write
        self._first_made = record.made
        self._leaving = False
        """True after the first request to leave, which only asks."""
        self._day = ""
        """Date that the corpus would have to move to; offered after the change was refused."""
        name = "" if record.thing is None or record.kind.standing else f" {record.thing.id}"
        self.TITLE_TEXT = f"{'New' if record.thing is None else 'Edit'} {record.kind}{name}"
        self.TITLE_TEXT += f", for the {what_for}" if what_for else ""
        last = "ctrl+s review   esc leave" if write else "ctrl+s take it over   esc back"
        self.KEYS_TEXT = f"* needed   enter next   {last}"

    def inside(self) -> Iterator[Widget]:
        """The rows of the required fields, then a row for the rest."""
        shown = [each for each in self.record.fields if not self.record.folded(each)]
        folded = [each for each in self.record.fields if self.record.folded(each)]
        if not shown:
            shown, folded = folded, []
        rows: list[Widget] = [self._row(each) for each in shown]
        if folded:
            rows.append(More(self._left(folded)))
        fields = VerticalScroll(*rows, id="fields", can_focus=False)
        yield fields
        yield Static("", id="wrong", classes="wrong", markup=False)

    def _left(self, folded: Sequence[Field]) -> Content:
        """Text of the row for further fields."""
        names = ", ".join(each.title.lower() for each in folded)
        text = f"{self.signs.more} {several(len(folded), 'more field')}: {names}"
        return Content(clean(text))

    def _row(self, field: Field) -> FieldRow:
        row = FieldRow(field, self.record.start.get(field.key, ""), lambda: self.record)
        row.texts = self.texts
        return row

    def begin(self) -> None:
        """Start in the first field, or in the first required one that is empty."""
        rows = [*self.query(FieldRow)]
        empty = [x for x in rows if x.field.required and x.field.key != "id" and not x.text]
        empty = rows[:1] if not rows[0].text else empty
        (empty[0] if empty and self.record.thing is None else rows[0]).focus_input()
        self._propose()

    def texts(self) -> dict[str, str]:
        """Texts of the visible fields."""
        return {each.field.key: each.text for each in self.query(FieldRow)}

    def row(self, key: str) -> FieldRow | None:
        """The row of a field, or None if it is folded or does not exist."""
        return next((x for x in self.query(FieldRow) if x.field.key == key), None)

    # -- while one types --

    @on(FieldRow.Typed)
    def _typed(self, event: FieldRow.Typed) -> None:
        event.stop()
        self._leaving = False
        self._say("")
        if event.row.field.key != "id":
            self._propose()
        self._ask_for()

    def _ask_for(self) -> None:
        """Mark the fields that are now required, and show those that are now asked for."""
        texts, rows = self.texts(), [*self.query(FieldRow)]
        for each in rows:
            each.mark()
        for more in self.query(More):
            folded = [x for x in self.record.fields if x.key not in texts]
            asked = [x for x in folded if not self.record.folded(x, texts)]
            if asked:
                more.update(self._left([x for x in folded if x not in asked]))
                self.query_one("#fields").mount(*map(self._row, asked), before=more)

    def _propose(self) -> None:
        """Propose an id from the typed texts, until the user types one."""
        row = self.row("id")
        if row is not None and not (row.own and row.text):
            row.put(self.record.proposed_id(self.texts()), by_hand=False)

    @on(FieldRow.Done)
    def _done(self, event: FieldRow.Done) -> None:
        event.stop()
        self.focus_next("TextField, Area, More")

    @on(More.Asked)
    async def _unfold(self, event: More.Asked) -> None:
        event.stop()
        await self._show_all()

    async def _show_all(self) -> None:
        folded = [each for each in self.record.fields if self.row(each.key) is None]
        rows = [self._row(each) for each in folded]
        await self.query_one("#fields", VerticalScroll).mount(*rows)
        if rows:
            rows[0].focus_input()  # before its row goes, which would give the focus to another
        await self.query(More).remove()

    # -- another thing, in place --

    @on(FieldRow.NewAsked)
    def _new(self, event: FieldRow.NewAsked) -> None:
        event.stop()
        row = event.row
        kind = self.record.made_in(row.field, row.text)
        if kind is None or self.answered:
            return
        held = None
        if kind is self.record.holds.get(row.field.key):
            held = self.record.names_held(row.field, row.text)
        record = new(self.record.workspace, kind, {}, self.record.made, held=held)

        def made(found: Recorded | None) -> None:
            if found is not None:
                *others, entry = found.entries
                others += [entry] if held is None else []
                known = [x for x in self.record.made if x not in others]
                self.record = dataclasses.replace(self.record, made=(*known, *others))
                if held is None:
                    row.take(found.id)
                else:
                    row.put(self.record.holding(row.field, row.text, entry))
            rows = [*self.query(FieldRow)]
            whole = (
                found is not None and row.field.form is FieldForm.NAME and row is not rows[-1]
            )
            (rows[rows.index(row) + 1] if whole else row).focus_input()

        form = ThingForm(record, self._jobs, None, what_for=self.record.kind)
        self.app.push_screen(form, made)

    # -- going on --

    def action_go_on(self, move: bool = False) -> None:  # noqa: FBT001, FBT002  # of a key
        """Plan the change, and show it for review.

        Args:
            move: whether to move the corpus's date to the latest date that the item mentions,
                if that was offered.
        """
        if self.answered or (move and not self._day):
            return
        texts = self.texts()
        entry = self.record.entry(texts)
        if not isinstance(entry, NewItem):
            self._show_wrong(entry)
            return
        if self.record.thing is not None and not entry.fields:
            self._say("nothing is changed")
            return
        self._say(f"checking{self.signs.more}", asking=True)
        entries = self.record.entries(entry)
        found = Recorded(entry, self.record.whole_id(entry), entries)
        if self.record.held is not None:
            # Its owner's form validates it.
            self.dismiss(found)
            return
        edits = self.record.edits(entries)
        if move:
            edits = (*edits, moving(self._day))
        workspace, latest = self.record.workspace, latest_day(entries)
        self._jobs.start(
            "plan",
            lambda _: planned(workspace, edits, latest),
            lambda plan: self._planned(plan, found),
            seconds=3600,
        )

    def _show_wrong(self, wrong: Mapping[str, str]) -> None:
        """Show the error at each field, and go to the first one."""
        rows = [each for each in self.query(FieldRow) if each.field.key in wrong]
        for each in rows:
            each.say(wrong[each.field.key])
        if rows:
            rows[0].focus_input()
        needed = [x.field.title.lower() for x in rows if wrong[x.field.key] == "needed"]
        first = rows[0].field if rows else None
        told = f"{first.title}: {wrong[first.key]}" if first is not None else ""
        self._say(f"still needed: {', '.join(needed)}" if needed else told)

    def _planned(self, plan: Plan | NotPossible, found: Recorded) -> None:
        if self.answered:
            return
        self._say("")
        if isinstance(plan, NotPossible):
            lines = [*plan.messages[:MOST]]
            if (more := len(plan.messages) - MOST) > 0:
                lines.append(f"and {more} more")
            if plan.day:
                lines.append(f"ctrl+t moves the corpus's `as-of` to {plan.day} as well")
            self._day = plan.day
            self._say("\n".join(lines))
        elif self._write is None:
            self.dismiss(found)
        else:
            self._review(plan, found)

    def _review(self, plan: Plan, found: Recorded) -> None:
        write = self._write
        if write is None or not plan.files:
            self._say("nothing is changed")
            return

        def answered(answer: str | None) -> None:
            if answer != "write":
                return
            if wrong := write(plan, found):
                self._say(wrong)
            else:
                self.dismiss(found)

        notes = [f"{each.severity}: {each.message}" for each in plan.findings]
        title = f"Write {self.record.kind} {found.id}"
        self.app.push_screen(ReviewModal(title, plan.diff(), notes), answered)

    def _say(self, text: str, *, asking: bool = False) -> None:
        line = self.query_one("#wrong", Static)
        line.set_class(asking, "-asking")
        line.update(Content("\n".join(map(clean, text.split("\n")))))

    def action_leave(self) -> None:
        """Close the form; ask first if there are typed texts."""
        start = self.record.start
        typed = any(x.text != start.get(x.field.key, "") for x in self.query(FieldRow) if x.own)
        if (typed or self.record.made != self._first_made) and not self._leaving:
            self._leaving = True
            self._say("esc again leaves; what was typed is lost")
        else:
            self.dismiss(None)

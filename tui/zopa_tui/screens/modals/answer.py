"""Answer an issue with a value: a typed number or date, or members of a set."""

from __future__ import annotations

import dataclasses
import string
from typing import TYPE_CHECKING, TypeAlias

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from zopa.answers.lines import issue_name
from zopa.answers.options import limits
from zopa.answers.wording import amount_words as amount
from zopa.answers.wording import bounds_words, range_words, values_words
from zopa.model.corpus import SILENT, UNLIMITED, VALUE, Bounds
from zopa_tui.screens.modals.base import Modal, Picker, TextBlock
from zopa_tui.session import draft as moves
from zopa_tui.session.draft import as_typed, read_given, stepped
from zopa_tui.session.engine import Pending
from zopa_tui.views.ruler import marked, ruler, span
from zopa_tui.views.text import (
    Shade,
    TextLine,
    TextPart,
    apart,
    clean,
    pad,
    party_short,
    several,
    wrapped,
)
from zopa_tui.widgets.base import TextField
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from textual import events
    from textual.widget import Widget

    from zopa.answers.options import Limit
    from zopa.model.corpus import Attribute, Issue
    from zopa.questions.check import Checked
    from zopa.questions.deals import BlankKey
    from zopa.solving import Stop
    from zopa.solving.partition import Piece
    from zopa_tui.session.draft import Draft, Given, Picks
    from zopa_tui.session.session import NotDone, Session
    from zopa_tui.ui.jobs import Jobs

__all__ = ["DatesModal", "MembersModal", "Repairing", "ValueModal"]

Repairing: TypeAlias = "Callable[[Draft, list[str], str], None]"
"""Finds the nearest deals to a draft that keep some issues; the text names the purpose."""
MOST = 6
"""Maximum number of listed positions whose verdict would change."""
FAR = 10
"""Number of steps of a long move."""
WEEK = 7
DAY_WIDTH = 11
"""Width of a date with its margin, in cells."""
LEAST_LINE = 12
"""Minimum width of a timeline, in cells."""
SIGNS_OF_DATES = frozenset("+-<>{}")
"""Keys that move a date, available on any keyboard."""
VERDICTS: Mapping[str, Shade] = {
    "crossed": "crossed",
    "open": "open",
    "respected": "respected",
}
"""Style of each verdict."""


class _Trial(Modal[None]):
    """Preview of an answer's effect on the verdicts while the user edits it."""

    def __init__(self, session: Session, jobs: Jobs, repair: Repairing) -> None:
        super().__init__()
        self._session, self._jobs, self._repair = session, jobs, repair
        self._before = session.snapshot.verdicts
        self._found: tuple[Draft, Checked] | None = None
        """The last draft that was checked, with its verdicts."""

    def wanted(self) -> Draft | str:
        """The draft with the answer, or a message if there is none; subclasses define it."""
        raise NotImplementedError

    def asked(self, draft: Draft) -> NotDone | None:
        """Apply the draft to the session; subclasses define it."""
        raise NotImplementedError

    def over(self, width: int) -> Iterator[TextLine]:
        """Lines above the verdicts; of a subclass."""
        del width
        return iter(())

    def on_unmount(self) -> None:
        """Stop all questions."""
        self._jobs.stop("answer", "answer-deals")

    def look(self) -> None:
        """Check the draft with the answer in a background thread."""
        then = self.wanted()
        self._wrong("")
        if isinstance(then, str):
            self._jobs.stop("answer")
            self._found = None
        elif self._found is None or self._found[0] != then:

            def tell(checked: Checked) -> None:
                if not self.answered:
                    self._found = then, checked
                    self.query_one("#effects", TextBlock).redraw()

            self._jobs.start("answer", lambda stop: self._session.judged(then, stop), tell)
        self.query_one("#effects", TextBlock).redraw()

    def accept(self, what: str) -> None:
        """Apply the answer; if a rule excludes it, say so, and at the second try offer repairs.

        Args:
            what: the answer, in words.
        """
        then = self.wanted()
        if isinstance(then, str):
            self._wrong(then)
            return
        refused = self.asked(then)
        if refused is None:
            self.dismiss(None)
        elif self._refused == then:
            self.dismiss(None)
            self._repair(then, self.keeps(), f"To have {what}")
        else:
            self._wrong(f"{refused.reason}; enter again looks for the nearest deals with it")
            self._refused = then

    _refused: Draft | None = None

    def keeps(self) -> list[str]:
        """Issues whose choice a repair keeps; subclasses define them."""
        raise NotImplementedError

    def _wrong(self, text: str) -> None:
        self._refused = None
        self.query_one("#wrong", Static).update(Content(clean(text)))

    # -- what it would do --

    def lay(self, width: int) -> list[TextLine]:
        """The verdicts with the answer, and those that would change."""
        return [*self.over(width), *self._verdicts(width)]

    def verdict_on(self, name: str) -> str | None:
        """The verdict on a position with the answer, or else without; None if there is none."""
        checked = self._before if self._found is None else self._found[1]
        found = (str(each.verdict) for each in checked.verdicts if each.held.id == name)
        return next(found, None)

    # -- limits --

    def letters(self, blank: BlankKey) -> dict[str, Limit]:
        """The parties' limits for a number, by a letter for each."""
        held = [each.held for each in self._before.verdicts]
        found = limits(self._session.corpus, held, blank)
        return dict(zip(string.ascii_lowercase, found, strict=False))

    def limit_lines(self, letters: Mapping[str, Limit], *, drawn: bool) -> Iterator[TextLine]:
        """Each limit with its verdict; with its letter if that is drawn above."""
        label = "limits  "
        for letter, each in letters.items():
            verdict = self.verdict_on(each.held.id) or ""
            party = clean(party_short(self._session.corpus, str(each.held.position.party)))
            kind = str(each.held.position.kind).replace("-", " ")
            yield TextLine(
                (
                    (f"{label}{letter if drawn else ' '} ", "muted"),
                    (f"{self.signs.verdict(verdict)} ", VERDICTS.get(verdict, "muted")),
                    (f"{party}: {clean(each.words)}", ""),
                    (f"  {kind}", "muted"),
                )
            )
            label = " " * len(label)

    def _verdicts(self, width: int) -> Iterator[TextLine]:
        then = self.wanted()
        if isinstance(then, str) or self._found is None or self._found[0] != then:
            yield TextLine((("then      ", "muted"), ("", "")))
            return
        checked, corpus = self._found[1], self._session.corpus
        if not checked.coherent:
            yield TextLine((("then      ", "muted"), ("inconsistent", "crossed")))
            for clause in (checked.clash.clauses if checked.clash else ())[:1]:
                reason = corpus.rules[clause.name].reason if clause.nature == "rule" else ""
                yield from wrapped(clean(reason), width, head=" " * 10)
            return
        parts: list[TextPart] = [("then      ", "muted")]
        for name, shade in VERDICTS.items():
            number = sum(str(each.verdict) == name for each in checked.verdicts)
            parts.append((f"{self.signs.verdict(name)} {number} {name}  ", shade))
        yield TextLine(tuple(parts))
        before = {each.held.id: str(each.verdict) for each in self._before.verdicts}
        changed = [x for x in checked.verdicts if before.get(x.held.id) != str(x.verdict)]
        for each in changed[:MOST]:
            party = clean(party_short(corpus, str(each.held.position.party)))
            name = str(each.verdict)
            yield apart(
                (
                    (f"  {self.signs.verdict(name)} ", VERDICTS[name]),
                    (f"{party}: {clean(each.held.position.title)}", ""),
                ),
                (f"was {before.get(each.held.id, 'not judged')}", "muted"),
                width,
            )
        if len(changed) > MOST:
            yield TextLine(((f"  {len(changed) - MOST} more", "muted"),))


def numbers_of(letters: Mapping[str, Limit]) -> dict[str, int]:
    """The value of each limit on the number line, by letter."""
    return {
        letter: number
        for letter, each in letters.items()
        if isinstance(number := each.domain.typed(each.values[0]), int)
    }


class NumberEntry(TextField):
    """A field in which `+` and `-` step the number."""

    def __init__(self, value: str, step: Callable[[int], bool], *, minus: bool) -> None:
        """Create the field.

        Args:
            value: the initial text.
            step: moves by some steps; returns whether it did.
            minus: whether the typed text may contain `-`.
        """
        super().__init__(value=value, id="field-0", compact=True)
        self._step, self._minus = step, minus

    async def _on_key(self, event: events.Key) -> None:
        """Step the number, unless the sign is part of the typed text."""
        by = {"+": 1, "-": -1, "up": 1, "down": -1, "pageup": FAR, "pagedown": -FAR}
        key = event.character if event.character in {"+", "-"} else event.key
        at_end = self.cursor_position == len(self.value) or not self.selection.is_empty
        steps = key in by and (at_end or key not in {"+", "-"}) and self._step(by[key])
        if steps or key == "+" or (key == "-" and not self._minus):
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)


class ValueModal(_Trial):
    """Number or date dialog: its range, values with a deal, the parties' limits, verdicts."""

    KEYS_TEXT = "enter set   + - step   pgup pgdn ten steps   esc close"

    def __init__(
        self, session: Session, jobs: Jobs, repair: Repairing, blank: BlankKey
    ) -> None:
        super().__init__(session, jobs, repair)
        issue, term, name = self._blank = blank
        self._issue = session.corpus.issues[issue]
        domain = self._issue.terms[term].parameters[name].domain
        self._answers = self._issue.answer is not None and term == VALUE
        if self._answers and UNLIMITED in self._issue.terms:
            domain = dataclasses.replace(domain, unlimited=True)
        self._domain: Attribute = domain
        self._deals: tuple[Piece, ...] | None = None
        short = clean(issue_name(session.corpus, issue))
        self.TITLE_TEXT = short if self._answers else f"{short}: {name}"

    def inside(self) -> Iterator[Widget]:
        """The question, the allowed input, the field, and the effect."""
        term = self._issue.terms[self._blank[1]]
        asked = self._issue.question if self._answers else term.title
        yield Static(Content(clean(asked)), classes="text")
        nothing = "undecided" if self._answers else "open"
        allowed = f"{range_words(self._domain)}; empty: {nothing}"
        yield Static(Content(clean(allowed)), classes="hint")
        minus = self._domain.type == "date" or (self._domain.minimum or 0) < 0
        yield NumberEntry(as_typed(self._now()), self._stepped, minus=minus)
        yield TextBlock(self.lay, id="effects")
        yield Static("", id="wrong", classes="wrong", markup=False)

    def begin(self) -> None:
        """Find the values with a deal, and check the current draft."""
        self.query_one(Input).focus()
        issue, term, _ = self._blank

        def tell(found: Mapping[BlankKey, tuple[Piece, ...]]) -> None:
            if not self.answered:
                self._deals = found.get(self._blank, ())
                self.query_one("#effects", TextBlock).redraw()

        self._jobs.start(
            "answer-deals", lambda stop: self._session.feasible(issue, term, stop), tell
        )
        self.look()

    # -- what is typed --

    def _now(self) -> Given | None:
        """The draft's value."""
        issue, term, name = self._blank
        picks = self._session.draft.picks(issue)
        if self._answers and UNLIMITED in picks:
            return UNLIMITED
        return picks.get(term, {}).get(name)

    @property
    def _typed(self) -> str:
        return self.query_one(Input).value

    def _given(self) -> Given | str | None:
        """The typed value; a text if it is not a possible value."""
        return read_given(self._typed, self._domain)

    def _stepped(self, by: int) -> bool:
        """Move by some steps; returns whether there is a number to step from."""
        field, said = self.query_one(Input), self._given()
        if said is not None and not moves.possible(self._domain, said):
            return False
        if said is None and by < 0 and (self._domain.minimum or 0) < 0:
            return False  # it may be the sign of a number
        start = self._deals[0].low if self._deals else None
        now = stepped(said, self._domain, by, start if isinstance(start, int) else None)
        if now is None:
            return False
        field.value = as_typed(now)
        field.cursor_position = len(field.value)
        return True

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_mounted:
            self.look()

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        if not self.answered:
            self.accept(f"{self.TITLE_TEXT}: {self._words()}")

    def _words(self) -> str:
        said = self._given()
        if isinstance(said, Bounds):
            return bounds_words(self._domain, said)
        return "undecided" if said is None else amount(self._domain, said)

    # -- what comes of it --

    def keeps(self) -> list[str]:
        """The issue that the value answers."""
        return [self._blank[0]]

    def wanted(self) -> Draft | str:
        """The draft with the typed value."""
        draft, (issue, term, name) = self._session.draft, self._blank
        said = self._given()
        if self._answers and isinstance(said, str) and said.lower() == SILENT:
            return draft.deciding(issue, {})
        if said is not None and not moves.possible(self._domain, said):
            return f"not one of {range_words(self._domain)}"
        if not self._answers:
            return moves.with_parameter(draft, issue, term, name, said)
        if said is None:
            return draft.deciding(issue, None)
        return moves.with_value(draft, self._issue, said)

    def asked(self, draft: Draft) -> NotDone | None:
        """Apply the answer."""
        session, (issue, term, name) = self._session, self._blank
        said = self._given()
        if not self._answers:
            return session.parameter(issue, term, name, said)
        if draft.silent(issue):
            return session.silence(issue)
        if said is None:
            session.clear(issue)
            return None
        return session.answer(issue, said)

    def _aside(self) -> str:
        """Note that the values with a deal leave positions out; empty if they do not."""
        marks = self._session.snapshot.marks
        many = 0 if isinstance(marks, Pending) else len(marks.crossed) + len(marks.contended)
        return f"  without {several(many, 'position')}" if many else ""

    def over(self, width: int) -> Iterator[TextLine]:
        """The typed value in words, the values with a deal, and each party's limit."""
        said = self.wanted()
        words = said if isinstance(said, str) else self._words()
        if isinstance(said, str):
            yield TextLine((("          ", ""), (clean(words), "crossed")))
        else:
            yield TextLine((("reads     ", "muted"), (clean(words), "head")))
        if self._deals:
            values = values_words(self._domain, self._deals)
            yield TextLine(
                (("in deals  ", "muted"), (clean(values), ""), (self._aside(), "muted"))
            )
        letters = self.letters(self._blank)
        drawn = self._ruler(letters, width - 10)
        if drawn is not None:
            yield TextLine((("          ", ""), *drawn.parts))
        yield from self.limit_lines(letters, drawn=drawn is not None)

    def _ruler(self, letters: Mapping[str, Limit], width: int) -> TextLine | None:
        said = self._given()
        at = numbers_of(letters)
        now = said if isinstance(said, int) and not isinstance(said, bool) else None
        return ruler(self._domain, self._deals or (), at, now, width=width, signs=self.signs)


class DatesModal(_Trial):
    """Milestones and other dates on one timeline; keys move the selected one."""

    TITLE_TEXT = "Dates"
    KEYS_TEXT = "+ - day   < > week   { } limit   x open   enter set   esc close"
    STEPS: Mapping[str, int] = {"+": 1, "right": 1, "-": -1, "left": -1, ">": WEEK, "<": -WEEK}
    """Number of days for each key."""

    def __init__(self, session: Session, jobs: Jobs, repair: Repairing, issue: str) -> None:
        """Create the dialog.

        Args:
            session: session of the draft with the dates.
            jobs: runs the background questions.
            repair: offers the nearest deals to dates that rules exclude.
            issue: the initial issue, if a date answers it.
        """
        super().__init__(session, jobs, repair)
        self._issues = dated(session)
        self._begin = issue
        self._moved: dict[str, Given | None] = {}
        self._deals: Mapping[str, tuple[Piece, ...]] = {}

    def inside(self) -> Iterator[Widget]:
        """A line for each date, and the effect of moving them."""
        yield Picker(self._lay_dates)
        yield TextBlock(self.lay, id="effects")
        yield Static("", id="wrong", classes="wrong", markup=False)

    def begin(self) -> None:
        """Start at the date under the cursor."""
        picker = self.query_one("#list", Picker)
        picker.focus()
        if self._begin in self._issues:
            picker.go(self._begin)
        self.look()

    def look(self) -> None:
        """Check the draft with the moved dates, and find the dates with a deal."""
        super().look()
        then, names = self._session.answered(self._moved), tuple(self._issues)

        def ask(stop: Stop) -> Mapping[str, tuple[Piece, ...]]:
            return {
                name: found.get((name, VALUE, VALUE), ())
                for name in names
                for found in [self._session.feasible(name, VALUE, stop, then)]
            }

        def tell(found: Mapping[str, tuple[Piece, ...]]) -> None:
            if not self.answered:
                self._deals = found
                self._draw()

        self._jobs.start("answer-deals", ask, tell)

    def _draw(self) -> None:
        self.query_one("#list", Picker).redraw()
        self.query_one("#effects", TextBlock).redraw()

    def _here(self) -> str:
        return str(self.query_one("#list", Picker).key or next(iter(self._issues)))

    def _on(self, issue: str) -> Given | None:
        """The date of an issue after the moves."""
        if issue in self._moved:
            return self._moved[issue]
        return self._session.draft.picks(issue).get(VALUE, {}).get(VALUE)

    # -- the line of time --

    def _lay_dates(self, width: int) -> list[TextLine]:
        corpus = self._session.corpus
        low, high = self._window()
        names = {each: clean(issue_name(corpus, each)) for each in self._issues}
        wide = min(max(map(len, names.values())) + 2, max(12, width // 3))
        said = {name: self._words(name) for name in self._issues}
        room = width - wide - max(DAY_WIDTH, *(len(each) + 1 for each in said.values()))
        ends = [as_typed(_domain(next(iter(self._issues.values()))).at(x)) for x in (low, high)]
        found = []
        if room >= len("".join(ends)) + 2:
            gap = " " * (room - len("".join(ends)))
            found = [TextLine(((f"{' ' * wide}{ends[0]}{gap}{ends[1]}", "muted"),))]
        for name in self._issues:
            letters = numbers_of(self.letters((name, VALUE, VALUE)))
            parts: list[TextPart] = [(pad(f" {names[name]}", wide, self.signs.more), "")]
            if high > low and room >= LEAST_LINE:
                deals = self._deals.get(name, ())
                parts += marked(
                    low, high, deals, letters, self._day(name), room=room, signs=self.signs
                )
            shade: Shade = "open" if name in self._moved else "muted"
            parts.append((f" {said[name]}", shade))
            found.append(TextLine(tuple(parts), name))
        return found

    def _words(self, name: str) -> str:
        """What the draft says of a date, at the end of its line."""
        silent = name not in self._moved and self._session.draft.silent(name)
        return as_typed(self._on(name)) or ("silent" if silent else "undecided")

    def _window(self) -> tuple[int, int]:
        """The first and last date to draw: around the dates that are set, if there are any."""
        days: list[int] = []
        for name in self._issues:
            if (day := self._day(name)) is not None:
                ends = [each for x in self._deals.get(name, ()) for each in (x.low, x.high)]
                limits_at = numbers_of(self.letters((name, VALUE, VALUE))).values()
                days += [day, *limits_at, *(each for each in ends if isinstance(each, int))]
        if len(set(days)) > 1:
            return min(days), max(days)
        spans = [
            span(_domain(each), self._deals.get(name, ()), days)
            for name, each in self._issues.items()
        ]
        return min(each[0] for each in spans), max(each[1] for each in spans)

    def _day(self, issue: str) -> int | None:
        said = self._on(issue)
        return said if isinstance(said, int) and not isinstance(said, bool) else None

    # -- moving --

    def on_key(self, event: events.Key) -> None:
        """Move the selected date."""
        if self.answered:
            return
        key = event.character if event.character in SIGNS_OF_DATES else event.key
        name = self._here()
        domain, deals = _domain(self._issues[name]), self._deals.get(name, ())
        if key in self.STEPS:
            start = deals[0].low if deals else None
            start = start if isinstance(start, int) else None
            self._move(name, stepped(self._on(name), domain, self.STEPS[key], start))
        elif key in {"{", "}"}:
            ends = [each for piece in deals for each in (piece.low, piece.high)]
            known = [*ends, *numbers_of(self.letters((name, VALUE, VALUE))).values()]
            self._move(name, _next(domain, self._day(name), known, 1 if key == "}" else -1))
        elif key == "x":
            self._moved[name] = None
            self._changed()
        else:
            return
        event.stop()
        event.prevent_default()

    def _move(self, name: str, value: Given | None) -> None:
        if value is not None:
            self._moved[name] = value
            self._changed()

    def _changed(self) -> None:
        said = self._session.draft
        for name, value in list(self._moved.items()):
            if said.picks(name).get(VALUE, {}).get(VALUE) == value:
                del self._moved[name]
        self._draw()
        self.look()

    @on(LineList.Highlighted)
    def _other(self) -> None:
        self.query_one("#effects", TextBlock).redraw()

    @on(LineList.Selected)
    def _enter(self, event: LineList.Selected) -> None:
        event.stop()
        if self.answered:
            return
        if self._moved:
            names = [clean(issue_name(self._session.corpus, each)) for each in self._moved]
            self.accept(f"other dates for {', '.join(names)}")
        else:
            self.dismiss(None)

    # -- what comes of it --

    def keeps(self) -> list[str]:
        """The issues whose dates were moved."""
        return list(self._moved)

    def wanted(self) -> Draft | str:
        """The draft with the moved dates."""
        return self._session.answered(self._moved)

    def asked(self, draft: Draft) -> NotDone | None:
        """Apply these dates."""
        del draft
        return self._session.answers(self._moved)

    def over(self, width: int) -> Iterator[TextLine]:
        """Dates with a deal, and each party's limit, for the selected date."""
        name = self._here()
        yield from wrapped(clean(self._issues[name].question), width, shade="muted")
        if deals := self._deals.get(name):
            words = clean(values_words(_domain(self._issues[name]), deals))
            yield from wrapped(words, width, head="in deals  ", indent=10)
        yield from self.limit_lines(self.letters((name, VALUE, VALUE)), drawn=True)


def dated(session: Session) -> Mapping[str, Issue]:
    """The issues that are answered by a date, including milestones."""
    every = session.corpus.issues.items()
    return {
        str(name): each
        for name, each in every
        if each.answer is not None and each.answer.type == "date"
    }


def _domain(issue: Issue) -> Attribute:
    domain = issue.answer
    assert domain is not None  # noqa: S101  # it is answered by a date
    return domain


def _next(
    domain: Attribute, now: int | None, known: Iterable[object], way: int
) -> Given | None:
    """The next known number before or after the current one."""
    numbers = sorted({each for each in known if isinstance(each, int)}, reverse=way < 0)
    found = next((x for x in numbers if now is None or (x - now) * way > 0), None)
    value = None if found is None else domain.at(found)
    return value if value is not None and moves.possible(domain, value) else None


class MembersModal(_Trial):
    """Members of a set, each to be selected or not."""

    KEYS_TEXT = "space take or leave   enter set   esc close"

    def __init__(self, session: Session, jobs: Jobs, repair: Repairing, issue: str) -> None:
        super().__init__(session, jobs, repair)
        self._issue = session.corpus.issues[issue]
        self._taken = set(session.draft.picks(issue))
        self.TITLE_TEXT = clean(issue_name(session.corpus, issue))

    def inside(self) -> Iterator[Widget]:
        """The question, a line for each member, and the effect of the choice."""
        yield Static(Content(clean(self._issue.question)), classes="text -gap")
        yield Picker(self._lay_members)
        yield TextBlock(self.lay, id="effects")
        yield Static("", id="wrong", classes="wrong", markup=False)

    def begin(self) -> None:
        """Start at the first member."""
        self.query_one("#list", Picker).focus()
        self.look()

    def _lay_members(self, width: int) -> list[TextLine]:
        del width
        return [
            TextLine(
                (
                    (f" [{'x' if name in self._taken else ' '}] ", "head"),
                    (clean(each.title), ""),
                ),
                name,
            )
            for name, each in self._issue.terms.items()
        ]

    def on_key(self, event: events.Key) -> None:
        """Select or deselect the member under the cursor."""
        boxes = self.query_one("#list", Picker)
        if event.key == "space" and not self.answered and isinstance(boxes.key, str):
            event.stop()
            self._taken ^= {boxes.key}
            boxes.redraw()
            self.look()

    @on(LineList.Selected)
    def _enter(self, event: LineList.Selected) -> None:
        event.stop()
        if not self.answered:
            titles = [each.title for x, each in self._issue.terms.items() if x in self._taken]
            self.accept(f"{self.TITLE_TEXT}: {', '.join(titles) or 'undecided'}")

    def keeps(self) -> list[str]:
        """The issue that the members answer."""
        return [str(self._issue.id)]

    def over(self, width: int) -> Iterator[TextLine]:
        """An empty line below the members."""
        del width
        yield TextLine()

    def wanted(self) -> Draft | str:
        """The draft with the selected members."""
        least, most, many = self._issue.least, self._issue.most, len(self._taken)
        if self._taken and not least <= many <= most:
            return f"{least} to {most} members, not {many}"
        picks: Picks = {str(x): {} for x in self._issue.terms if x in self._taken}
        return self._session.draft.deciding(str(self._issue.id), picks or None)

    def asked(self, draft: Draft) -> NotDone | None:
        """Choose exactly these members."""
        return self._session.members(str(self._issue.id), draft.picks(str(self._issue.id)))

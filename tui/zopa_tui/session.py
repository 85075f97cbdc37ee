"""One scenario under work: every change is one step that can be undone.

Knows no terminal, and decides nothing about what terms and positions mean: the
engine is asked. What it needs of the engine is imported when first asked, so
that a first picture does not wait for the solver.
"""

from __future__ import annotations

import dataclasses
import math
import threading
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zopa.conditions import Name
from zopa.context import context_of
from zopa.model import CHECKED, Waiver
from zopa_tui.drafts import Draft, without
from zopa_tui.history import History
from zopa_tui.keeping import keep_checked, keep_options

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from zopa.check import Checked, Clash
    from zopa.conditions import Value
    from zopa.context import Context
    from zopa.model import Corpus, Issue, Kind, Position, Scenario, Term
    from zopa.options import Options, Why
    from zopa.outcome import Settled
    from zopa.repair import Repair
    from zopa.space import Space
    from zopa.stop import Stop
    from zopa_tui.documents import SaveResult, ScenarioFile
    from zopa_tui.drafts import Picks
    from zopa_tui.history import Step

__all__ = ["Answer", "Pending", "Refused", "Session", "Snapshot"]

PATIENCE = 0.04
"""Seconds that the marks may take while a key waits."""
GLANCE = 0.005
"""Seconds between two calls to end to whoever has the space."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Marks that are still to be found, and everything that it takes."""

    revision: int
    scenario: Scenario
    context: Context


@dataclass(frozen=True, slots=True)
class Answer:
    """Marks that were found, for the revision that they belong to."""

    revision: int
    marks: Options
    seconds: float


@dataclass(frozen=True, slots=True)
class Refused:
    """What was asked for cannot be done, and why; nothing has changed."""

    reason: str
    """One line, lower case, no full stop."""
    why: Why | None = None
    """Of a term that is excluded by rules: a minimal reason."""
    clash: Clash | None = None
    """Of terms that exclude each other: a minimal reason."""


@dataclass(frozen=True)
class Snapshot:
    """Everything a view may show, at one revision; equal parts keep their identity."""

    revision: int
    draft: Draft
    verdicts: Checked
    """Always of this draft; its scenario and context are what further questions ask about."""
    marks: Options | Pending
    saved: bool
    """Whether the file says what the draft says."""
    undo: str | None
    """What undoing would take back; None where there is nothing."""
    redo: str | None


class Session:
    """A draft, its history and its file. Changes are made by one thread only."""

    def __init__(
        self,
        space: Space,
        file: ScenarioFile,
        *,
        by: str = "analyst",
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open a scenario.

        Args:
            space: the scenarios of the corpus; no one else may ask it.
            file: what was read, or a new one.
            by: who waives, for the file.
            patience: seconds after which marks are left pending; infinite for never.
            clock: tells typing from changes on purpose.
        """
        self._space = space
        self._file = file
        self._on_file = file.draft
        self._by = by
        self._patience = patience
        self._quick = patience > 0
        self._history = History(self._on_file, clock=clock)
        self._lock = threading.Lock()
        self._running: Stop | None = None
        self._listeners: list[Callable[[Snapshot, Snapshot], None]] = []
        self._news: deque[tuple[Snapshot, Snapshot]] = deque()
        self._telling = False
        self._outcome: tuple[int, Mapping[tuple[str, str], Settled]] | None = None
        self._snapshot = self._look(0, None)

    # -- what there is --

    @property
    def corpus(self) -> Corpus:
        """What the draft chooses from."""
        return self._space.problem.corpus

    @property
    def file(self) -> ScenarioFile:
        """The file as it was last read or saved."""
        return self._file

    @property
    def snapshot(self) -> Snapshot:
        """How things are."""
        return self._snapshot

    @property
    def draft(self) -> Draft:
        """The draft as it is."""
        return self._snapshot.draft

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was done, oldest first, undone steps included; the first is the opening."""
        return self._history.steps

    @property
    def step(self) -> int:
        """Which of the steps is current."""
        return self._history.at

    def subscribe(self, listener: Callable[[Snapshot, Snapshot], None]) -> Callable[[], None]:
        """Have `listener(old, new)` called after each change; returns how to leave again."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # -- choices --

    def choose(self, issue: str, term: str, /) -> Refused | None:
        """Choose a term, or take it back where it is chosen.

        Where one term can be chosen it takes the place of the other. A term that
        is excluded by rules is refused; one that crosses a position is not.
        """
        known, _ = self._term(issue, term)
        picks = self.draft.picks(issue)
        if term in picks:
            self._do(
                f"take back {issue}/{term}",
                self.draft.deciding(issue, without(picks, term) or None),
            )
            return None
        wanted = {} if known.single else dict(picks)
        wanted[term] = {}
        order = {each: place for place, each in enumerate(known.terms)}
        wanted = dict(sorted(wanted.items(), key=lambda each: order.get(each[0], len(order))))
        if refused := self._refused(issue, term, wanted):
            return refused
        self._do(f"choose {issue}/{term}", self.draft.deciding(issue, wanted))
        return None

    def silence(self, issue: str) -> None:
        """Decide that the agreement says nothing on the issue."""
        self._issue(issue)
        self._do(f"silence {issue}", self.draft.deciding(issue, {}))

    def clear(self, issue: str) -> None:
        """Leave the issue undecided."""
        self._issue(issue)
        self._do(f"clear {issue}", self.draft.deciding(issue, None))

    def parameter(
        self, issue: str, term: str, name: str, value: Value | None
    ) -> Refused | None:
        """Give a parameter of a chosen term a value; None leaves it open.

        Changes of one parameter within a second are one step.
        """
        _, known = self._term(issue, term)
        domain = known.parameters[name].domain
        picks = self.draft.picks(issue)
        if term not in picks:
            return Refused(f"{issue}/{term} is not chosen")
        if value is None:
            given, label = without(picks[term], name), "any"
        elif domain.allows(value):
            given, label = {**picks[term], name: value}, str(value).lower()
        else:
            return Refused(f"{name} cannot be {value}")
        self._do(
            f"set {issue}/{term} {name} to {label}",
            self.draft.deciding(issue, {**picks, term: given}),
            typing=(issue, term, name),
        )
        return None

    def adopt_forced(self) -> Refused | None:
        """Choose all forced terms, in one step.

        Only on undecided issues that the marks settle: where a list of terms is
        chosen, it says that there are no others.
        """
        marks = self._snapshot.marks
        if isinstance(marks, Pending):
            return Refused("the marks are not found yet")
        found: dict[str, Picks] = {}
        loose: set[str] = set()
        for each in marks.marks:
            if each.mark == "forced" and each.issue not in self.draft.choices:
                found[each.issue] = {**found.get(each.issue, {}), each.term: {}}
            elif each.mark == "possible":
                loose.add(each.issue)
        draft = self.draft
        for issue, picks in found.items():
            draft = draft if issue in loose else draft.deciding(issue, picks)
        if draft is self.draft:
            return Refused("no undecided issue is settled by what is forced")
        self._do("adopt forced terms", draft)
        return None

    def apply_repair(self, repair: Repair) -> None:
        """Change the issues that a repair changes, in one step."""
        draft = self.draft
        for change in repair.changes:
            picks = {
                str(pick.term): {str(name): value for name, value in pick.parameters.items()}
                for pick in change.after.picks
            }
            draft = draft.deciding(change.issue, picks)
        count = len(repair.changes)
        self._do(f"repair by {count} change{'s' if count != 1 else ''}", draft)

    # -- suppositions --

    def reading(self, position: str, reading: str | None) -> None:
        """Read a position in this way; None for its default reading.

        Raises:
            KeyError: the position has no such reading.
        """
        known = self._position(position)
        name = reading or known.default
        _ = known.readings[name]
        readings = {**self.draft.readings, position: name}
        if name == known.default and self._on_file.readings.get(position) != name:
            readings = without(readings, position)
        self._do(f"read {position} as {name}", self._with(readings=readings))

    def waive(self, position: str, reason: str, expires: dt.date) -> Refused | None:
        """Suppose that the position were dropped, until the day it expires."""
        self._position(position)
        if not reason.strip():
            return Refused("a waiver needs a reason")
        others = tuple(each for each in self.draft.waivers if each.position != position)
        waiver = Waiver(Name(position), reason.strip(), self._by, expires)
        self._do(f"waive {position}", self._with(waivers=(*others, waiver)))
        return None

    def unwaive(self, position: str) -> None:
        """Let the position count again."""
        kept = tuple(each for each in self.draft.waivers if each.position != position)
        self._do(f"hold {position} again", self._with(waivers=kept))

    def as_of(self, day: dt.date | None) -> None:
        """Ask as of another day; None for the corpus's."""
        shown = day or self.corpus.as_of
        wanted = None if shown == self.corpus.as_of and not self._on_file.as_of else shown
        self._do(f"as of {shown}", self._with(as_of=wanted if day else None))

    def table(self, parties: Iterable[str] | None) -> None:
        """Have only these parties' positions count; None for the corpus's.

        Raises:
            KeyError: there is no such party.
        """
        wanted = None if parties is None else tuple(dict.fromkeys(parties))
        for each in wanted or ():
            _ = self.corpus.parties[each]
        if wanted is not None and self._on_file.table is None:
            same = set(wanted) == set(map(str, self.corpus.at_the_table))
            wanted = None if same else wanted
        shown = "as in the corpus" if wanted is None else ", ".join(wanted) or "nobody"
        self._do(f"at the table: {shown}", self._with(table=wanted))

    def hold(self, kinds: Collection[Kind]) -> None:
        """Have only positions of these kinds count; not kept in the file."""
        wanted = tuple(each for each in CHECKED if each in kinds)
        self._do(f"hold {', '.join(wanted) or 'nothing'}", self._with(hold=wanted))

    def replace_draft(self, draft: Draft, label: str) -> None:
        """Take over another draft whole, in one step."""
        self._do(label, draft)

    # -- history --

    def undo(self) -> str | None:
        """Take the last step back; what was taken back, None where there is nothing."""
        label = self._history.undo
        if label is not None:
            self.go(self._history.at - 1)
        return label

    def redo(self) -> str | None:
        """Do the next step again; what was done, None where there is nothing."""
        label = self._history.redo
        if label is not None:
            self.go(self._history.at + 1)
        return label

    def go(self, step: int) -> None:
        """Go to one of the steps.

        Raises:
            IndexError: there is no such step.
        """
        before = self._history.draft
        self._history.go(step)
        if self._history.draft is not before:
            self._changed()

    # -- the file --

    def save(self, path: Path | None = None, *, overwrite: bool = False) -> SaveResult:
        """Write the draft into its file, or into another one from now on."""
        from zopa_tui.documents import Saved

        several = [str(each.id) for each in self.corpus.issues.values() if not each.single]
        result = self._file.save(self.draft, path, lists=several, overwrite=overwrite)
        if isinstance(result, Saved):
            self._rebase(result.file)
        return result

    def reload(self, file: ScenarioFile) -> None:
        """Go on from what a file says now; the draft before can be had back by undoing."""
        self._file, self._on_file = file, file.draft
        self._history.do("reload", dataclasses.replace(file.draft, hold=self.draft.hold))
        self._changed()

    def _rebase(self, file: ScenarioFile) -> None:
        self._file, self._on_file = file, file.draft
        self._history.pause()
        self._tell(dataclasses.replace(self._snapshot, saved=True))

    # -- the engine --

    @contextmanager
    def alone(self, stop: Stop | None = None) -> Iterator[Space]:
        """The space, for questions of one thread; whoever had it is told to end.

        Args:
            stop: what ends the questions; whoever wants the space next calls it.
        """
        while not self._lock.acquire(timeout=GLANCE):
            if (running := self._running) is not None:
                running.call()
        try:
            self._running = self._space.stop = stop
            yield self._space
        finally:
            self._running = self._space.stop = None
            self._lock.release()

    def find_marks(self, pending: Pending, stop: Stop) -> Answer | None:
        """Find marks in a thread of one's own; None where it was stopped."""
        from zopa.options import options
        from zopa.stop import Stopped

        started = time.perf_counter()
        try:
            with stop, self.alone(stop) as space:
                marks = options(space, pending.scenario, pending.context)
        except Stopped:
            return None
        return Answer(pending.revision, marks, time.perf_counter() - started)

    def adopt(self, answer: Answer) -> bool:
        """Show marks that were found; says whether they still belong to the draft."""
        if answer.revision != self._snapshot.revision:
            return False
        self._quick = 0 < self._patience and answer.seconds <= self._patience
        self._tell(dataclasses.replace(self._snapshot, marks=answer.marks))
        return True

    def why(self, issue: str, term: str, stop: Stop | None = None) -> Why | None:
        """A minimal reason for a term being forced or excluded; None where it is possible.

        Raises:
            Stopped: it was told to end first.
        """
        from zopa.options import why

        self._term(issue, term)
        verdicts = self._snapshot.verdicts
        with self.alone(stop) as space:
            return why(space, verdicts.scenario, verdicts.context, issue, term)

    def outcome(self) -> Mapping[tuple[str, str], Settled]:
        """What the draft leads to; found once for each revision."""
        from zopa.outcome import outcome

        verdicts, revision = self._snapshot.verdicts, self._snapshot.revision
        if self._outcome is None or self._outcome[0] != revision:
            with self.alone() as space:
                found = outcome(space, verdicts.scenario, verdicts.context)
            self._outcome = (revision, found)
        return self._outcome[1]

    def preview(self, issue: str, picks: Picks | None) -> Mapping[tuple[str, str], Settled]:
        """What the draft would lead to with this choice instead; empty where incoherent."""
        from zopa.outcome import outcome

        scenario, context = self._asked(self.draft.deciding(issue, picks))
        with self.alone() as space:
            return outcome(space, scenario, context)

    # -- inside --

    def _asked(self, draft: Draft) -> tuple[Scenario, Context]:
        scenario = draft.scenario(self._file.scenario)
        return scenario, context_of(self.corpus, scenario, hold=draft.hold)

    def _look(self, revision: int, old: Snapshot | None) -> Snapshot:
        from zopa.check import check

        draft = self._history.draft
        scenario, context = self._asked(draft)
        with self.alone() as space:
            verdicts = check(space, scenario, context)
        marks = self._marks(Pending(revision, scenario, context))
        if old is not None:
            verdicts = keep_checked(old.verdicts, verdicts)
            if not isinstance(marks, Pending) and not isinstance(old.marks, Pending):
                marks = keep_options(old.marks, marks)
        return Snapshot(
            revision=revision,
            draft=draft,
            verdicts=verdicts,
            marks=marks,
            saved=draft.alike_on_file(self._on_file),
            undo=self._history.undo,
            redo=self._history.redo,
        )

    def _marks(self, pending: Pending) -> Options | Pending:
        from zopa.stop import Stop

        if not self._quick:
            return pending
        seconds = self._patience if math.isfinite(self._patience) else None
        answer = self.find_marks(pending, Stop(seconds))
        self._quick = answer is not None
        return pending if answer is None else answer.marks

    def _refused(self, issue: str, term: str, wanted: Picks) -> Refused | None:
        """Why no coherent draft keeps the other choices and has these terms."""
        from zopa.check import check
        from zopa.options import why
        from zopa.question import Question

        scenario, context = self._asked(self.draft)
        others, _ = self._asked(self.draft.deciding(issue, None))
        then, _ = self._asked(self.draft.deciding(issue, wanted))
        with self.alone() as space:
            question = Question(space, others, context)
            chosen = space.problem.chosen
            if question.possible(chosen(issue, each) for each in wanted):
                return None
            if not question.possible([chosen(issue, term)]):
                reason = why(space, scenario, context, issue, term)
                return Refused(_because(f"{issue}/{term}", reason, self.corpus), reason)
            clash = check(space, then, context).clash
        return Refused(_because(f"{issue}/{term}", clash, self.corpus), clash=clash)

    def _do(self, label: str, draft: Draft, typing: object = None) -> None:
        if self._history.do(label, draft, typing=typing):
            self._changed()

    def _changed(self) -> None:
        self._tell(self._look(self._snapshot.revision + 1, self._snapshot))

    def _tell(self, new: Snapshot) -> None:
        """Tell the listeners, each change in its turn also where one makes another."""
        self._news.append((self._snapshot, new))
        self._snapshot = new
        if self._telling:
            return
        self._telling = True
        try:
            while self._news:
                change = self._news.popleft()
                for listener in tuple(self._listeners):
                    listener(*change)
        finally:
            self._telling = False
            self._news.clear()

"""A session on one scenario: each change is one step that undo takes back.

Independent of the terminal. The engine answers all questions about the meaning of
terms and positions.
"""

from __future__ import annotations

import dataclasses
import time
from collections import deque
from typing import TYPE_CHECKING

from zopa.diagnostics import quoted
from zopa.model.corpus import CHECKED, SILENT, UNLIMITED, VALUE, Bounds, Waiver
from zopa_tui.session import draft as moves
from zopa_tui.session.draft import unknown
from zopa_tui.session.engine import (
    Answer,
    BackgroundSolver,
    DraftEngine,
    History,
    NotDone,
    Pending,
    Snapshot,
    keep_checked,
    keep_options,
    unjudged,
)
from zopa_tui.session.scenario_file import Saved, ScenarioFile
from zopa_tui.session.write_permission import ANYWHERE, READ_ONLY, WITH_WRITE, Leave

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
    from pathlib import Path

    from zopa.diagnostics import Diagnostic
    from zopa.model.corpus import Corpus, Kind
    from zopa.questions.check import Checked, Settled
    from zopa.questions.deals import BlankKey
    from zopa.questions.options import Options, Why
    from zopa.questions.repair import Repair
    from zopa.solving import Stop
    from zopa.solving.partition import Piece
    from zopa.solving.space import Space
    from zopa_tui.session.draft import Draft, Given, Picks
    from zopa_tui.session.engine import Step
    from zopa_tui.session.scenario_file import SaveResult

__all__ = ["Answer", "NotDone", "Pending", "Session", "Snapshot"]

PATIENCE = 0.04
"""Seconds for the status of terms while a keypress waits."""


class Session:
    """A draft, its history and its file; only one thread may change it."""

    def __init__(
        self,
        space: Space,
        file: ScenarioFile,
        *,
        by: str = "analyst",
        patience: float = PATIENCE,
        read_only: bool = False,
        leave: Leave = ANYWHERE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open a scenario.

        Args:
            space: the scenarios of the corpus; for the exclusive use of this session.
            file: the file as read, or a new one.
            by: name that the file gives for waivers.
            patience: seconds after which the status of terms is left pending; infinite for
                never.
            read_only: whether all writing is forbidden; saving is refused then.
            leave: where it may write.
            clock: time source; distinguishes typing from separate changes.
        """
        self.engine = DraftEngine(space, patience)
        self.desk = BackgroundSolver(self.engine.corpus)
        self.read_only, self.leave = read_only, leave
        self._file = file.beside(self.corpus)
        self._on_file = self._file.draft
        self._by = by
        self._history = History(self._on_file, clock=clock)
        self._listeners: list[Callable[[Snapshot, Snapshot], None]] = []
        self._news: deque[tuple[Snapshot, Snapshot]] = deque()
        self._marks: Options | None = None
        self._outcome: tuple[int, Mapping[tuple[str, str], Settled]] | None = None
        self._met: tuple[Draft, tuple[Diagnostic, ...]] | None = None
        self._unmet_on_file: frozenset[str] = frozenset()
        self._snapshot = self._look(0, None)
        self._saved_as_is()

    # -- what there is --

    @property
    def corpus(self) -> Corpus:
        """The corpus whose terms the draft chooses."""
        return self.engine.corpus

    @property
    def file(self) -> ScenarioFile:
        """The file as it was last read or saved."""
        return self._file

    @property
    def snapshot(self) -> Snapshot:
        """The current state."""
        return self._snapshot

    @property
    def draft(self) -> Draft:
        """The current draft."""
        return self._snapshot.draft

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, oldest first, with undone ones; the first is the opening."""
        return self._history.steps

    @property
    def step(self) -> int:
        """Index of the current step."""
        return self._history.at

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The steps from the saved draft to the current one, oldest first."""
        steps, at = self._history.steps, self._history.at
        like = [n for n, each in enumerate(steps) if each.draft.document == self._on_file]
        base = min(like, key=lambda n: abs(n - at), default=0)
        if base > at:
            return tuple(f"undo: {each.label}" for each in reversed(steps[at + 1 : base + 1]))
        return tuple(each.label for each in steps[base + 1 : at + 1])

    def subscribe(self, listener: Callable[[Snapshot, Snapshot], None]) -> Callable[[], None]:
        """Call `listener(old, new)` after each change; returns a function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # -- choices --

    def choose(self, issue: str, term: str, /) -> NotDone | None:
        """Choose a term, or remove it if it is chosen.

        On an issue with one term, it replaces the other. A term that rules exclude is
        refused; one that crosses a position is not.
        """
        known = self.corpus.issues[issue]
        _ = known.terms[term]
        draft = self.draft
        if term in draft.picks(issue):
            then = moves.taken_back(draft, issue, term)
            what = f"{quoted(issue)} without {quoted(f'{issue}/{term}')}"
            if then.picks(issue) and (refused := self.engine.clashes(draft, then, issue, what)):
                return refused
            self._do(f"take back {issue}/{term}", then)
            return None
        then = moves.with_term(draft, known, term)
        if refused := self.engine.refused(draft, then, issue, term):
            return refused
        self._do(f"choose {issue}/{term}", then)
        return None

    def silence(self, issue: str) -> NotDone | None:
        """Make the agreement silent on the issue, unless rules exclude that."""
        _ = self.corpus.issues[issue]
        then = self.draft.deciding(issue, {})
        what = f"silence on {quoted(issue)}"
        if refused := self.engine.clashes(self.draft, then, issue, what):
            return refused
        self._do(f"silence {issue}", then)
        return None

    def clear(self, issue: str) -> None:
        """Leave the issue undecided."""
        _ = self.corpus.issues[issue]
        self._do(f"clear {issue}", self.draft.deciding(issue, None))

    def parameter(
        self, issue: str, term: str, name: str, value: Given | None
    ) -> NotDone | None:
        """Give a parameter of a chosen term a value or bounds; None gives no value.

        Changes of one parameter within a second are one step.
        """
        domain = self.corpus.issues[issue].terms[term].parameters[name].domain
        if term not in self.draft.picks(issue):
            return NotDone(f"{quoted(f'{issue}/{term}')} is not chosen")
        if value is not None and not moves.possible(domain, value):
            return NotDone(f"{quoted(name)} cannot be {quoted(_shown(value))}")
        then = moves.with_parameter(self.draft, issue, term, name, value)
        shown = _shown(value)
        if value is not None and (
            refused := self.engine.clashes(
                self.draft, then, issue, f"{quoted(name)} at {quoted(shown)}"
            )
        ):
            return refused
        self._do(f"set {issue}/{term} {name} to {shown}", then, typing=(issue, term, name))
        return None

    def answer(self, issue: str, value: Given | None) -> NotDone | None:
        """Answer an issue with a number, a date or bounds; None gives no value.

        Changes of one answer within a second are one step.
        """
        known = self.corpus.issues[issue]
        domain = known.answer
        if domain is None:
            return NotDone(f"{quoted(issue)} is not answered by a number or a date")
        unlimited = value == UNLIMITED and UNLIMITED in known.terms
        if value is not None and not unlimited and not moves.possible(domain, value):
            return NotDone(f"{quoted(issue)} cannot be {quoted(_shown(value))}")
        then = moves.with_value(self.draft, known, value)
        shown = _shown(value)
        if refused := self.engine.clashes(
            self.draft, then, issue, f"{quoted(issue)} at {quoted(shown)}"
        ):
            return refused
        self._do(f"set {issue} to {shown}", then, typing=(issue, VALUE, VALUE))
        return None

    def answers(self, given: Mapping[str, Given | None]) -> NotDone | None:
        """Answer several issues with numbers or dates, in one step; None gives no value."""
        then = self.answered(given)
        for issue in given:
            if refused := self.engine.clashes(self.draft, then, issue, "that"):
                return refused
        self._do(f"set {', '.join(given)}", then)
        return None

    def answered(self, given: Mapping[str, Given | None]) -> Draft:
        """The draft with these answers, without changing the session."""
        then = self.draft
        for issue, value in given.items():
            known = self.corpus.issues[issue]
            decided = None if value is None else moves.with_value(then, known, value)
            then = then.deciding(issue, None) if decided is None else decided
        return then

    def members(self, issue: str, terms: Collection[str]) -> NotDone | None:
        """Choose exactly these terms of an issue, in one step; none makes it undecided."""
        known = self.corpus.issues[issue]
        picks: Picks = {str(each): {} for each in known.terms if each in terms}
        then = self.draft.deciding(issue, picks or None)
        if refused := self.engine.clashes(self.draft, then, issue, quoted(issue)):
            return refused
        self._do(f"choose {', '.join(picks) or 'nothing'} of {issue}", then)
        return None

    def feasible(
        self, issue: str, term: str, stop: Stop, draft: Draft | None = None
    ) -> Mapping[BlankKey, tuple[Piece, ...]]:
        """Values with a deal for the numbers of a term; call it in a separate thread.

        Args:
            issue: issue of the term.
            term: term with the numbers.
            stop: ends it.
            draft: another draft to use instead.

        Raises:
            Stopped: a stop came before the answer.
        """
        if draft is not None and draft != self.draft:
            other = self.engine.asked(draft, self._file.scenario)
            return self.engine.feasible(*other, None, (issue, term), stop)
        found, verdicts = self._snapshot.marks, self._snapshot.verdicts
        aside = None if isinstance(found, Pending) else {*found.crossed, *found.contended}
        asked = verdicts.scenario, verdicts.context
        return self.engine.feasible(*asked, aside, (issue, term), stop)

    def judged(self, draft: Draft, stop: Stop) -> Checked:
        """The verdicts on another draft; call it in a separate thread.

        Raises:
            Stopped: a stop came before the answer.
        """
        from zopa.questions.check import check

        asked = self.engine.asked(draft, self._file.scenario)
        with self.engine.alone(stop) as space:
            return check(space, *asked)

    def adopt_forced(self) -> NotDone | None:
        """Choose all forced terms on undecided issues with a settled status, in one step."""
        marks = self._snapshot.marks
        if isinstance(marks, Pending):
            return NotDone("the marks are not found yet")
        then = moves.forced(self.draft, marks)
        if then is self.draft:
            return NotDone("no undecided issue is settled by a forced term")
        self._do("adopt forced terms", then)
        return None

    def apply_repair(self, repair: Repair) -> None:
        """Make the changes of a repair, in one step."""
        count = len(repair.changes)
        label = f"repair with {count} change{'s' if count != 1 else ''}"
        self._do(label, moves.repaired(self.draft, repair))

    def replace_draft(self, draft: Draft, label: str) -> None:
        """Replace the complete draft by another one, in one step."""
        self._do(label, moves.fitted(self.corpus, draft))

    # -- suppositions --

    def reading(self, position: str, reading: str | None) -> None:
        """Use this reading of a position; None for its default reading."""
        known = self.corpus.positions[position]
        name = str(known.readings[reading or known.default].id)
        then = moves.reading(self.draft, self._on_file, self.corpus, position, name)
        self._look_at(f"read {position} as {name}", then)

    def waive(self, position: str, reason: str, expires: dt.date) -> NotDone | None:
        """Waive the position until the date of expiry.

        Like the date and the readings, it changes the view only, until the view is kept.
        """
        known = self.corpus.positions[position]
        if not reason.strip():
            return NotDone("a waiver needs a reason")
        waiver = Waiver(known.id, reason.strip(), self._by, expires)
        self._look_at(f"waive {position}", moves.waived(self.draft, waiver))
        return None

    def unwaive(self, position: str) -> None:
        """Let the position count again."""
        self._look_at(f"end the waiver of {position}", moves.unwaived(self.draft, position))

    def as_of(self, day: dt.date | None) -> None:
        """Set the evaluation date; None for that of the corpus."""
        then = moves.as_of(self.draft, self._on_file, self.corpus, day)
        self._look_at(f"as of {day or self.corpus.as_of}", then)

    def keep_view(self) -> NotDone | None:
        """Store the assumptions of the view in the file: date, readings and waivers."""
        draft = self.draft
        if draft.stated is None:
            return NotDone("the file has this day, these readings and these waivers already")
        self._do("keep the view in the file", dataclasses.replace(draft, stated=None))
        return None

    def table(self, parties: Iterable[str] | None) -> None:
        """Let only the positions of these parties count; None for those of the corpus."""
        named = None if parties is None else [str(self.corpus.parties[x].id) for x in parties]
        then = moves.seated(self.draft, self._on_file, self.corpus, named)
        shown = "as in the corpus" if then.table is None else ", ".join(then.table) or "nobody"
        self._do(f"at the table: {shown}", then)

    def hold(self, kinds: Collection[Kind]) -> NotDone | None:
        """Let only positions of these kinds count."""
        named = [each for each in CHECKED if each in kinds]
        if not named:
            return NotDone("some kind of position has to count")
        self._do(
            f"hold {', '.join(named)}",
            moves.holding(self.draft, self._on_file, self.corpus, named),
        )
        return None

    # -- history --

    def undo(self) -> str | None:
        """Undo the last step; returns its label, or None if there is no step."""
        label = self._history.undo
        if label is not None:
            self.go(self._history.at - 1)
        return label

    def redo(self) -> str | None:
        """Redo the next step; returns its label, or None if there is no step."""
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

    def moved(self, space: Space) -> Session:
        """The same session on another corpus: same draft, steps and file.

        Parts of the draft that the corpus does not define stay, and are named.
        """
        other = Session(
            space,
            self._file,
            by=self._by,
            patience=self.engine.patience,
            read_only=self.read_only,
            leave=self.leave,
        )
        silent = self._file.scenario.otherwise == SILENT
        new = [x for x in other.corpus.issues if silent and x not in self.corpus.issues]
        self._history.fit(lambda draft: moves.fitted(other.corpus, draft).silent_on(new))
        other._history = self._history
        other._snapshot = other._look(self._snapshot.revision + 1, None)
        other._met, other._unmet_on_file = None, self._unmet_on_file
        return other

    # -- the file --

    def save(self, path: Path | None = None, *, overwrite: bool = False) -> SaveResult:
        """Write the draft into its file, or into a new file that becomes its own."""
        return self._write(self._file, path, overwrite=overwrite)

    def save_as(self, path: Path, title: str, root: Path | None = None) -> SaveResult:
        """Write the draft into a new file, which becomes its own.

        The new file takes over only the draft. The description, comments and expectations
        stay in the old file, since the expectations are about another draft.

        Args:
            path: path of the new file.
            title: title of the draft.
            root: the new file's workspace, if not that of the old file.
        """
        return self._write(ScenarioFile.new(title, root or self._file.root), path)

    def _write(
        self, file: ScenarioFile, path: Path | None, *, overwrite: bool = False
    ) -> SaveResult:
        if self.read_only:
            return file.not_saved(READ_ONLY, WITH_WRITE)
        wanted, mine = path or file.path, self._file.path
        own = wanted is not None and mine is not None and wanted.resolve() == mine.resolve()
        if wanted is not None and (why := self.leave.refusal(wanted, own=own)):
            return file.not_saved(why, "save it under another name: S")
        several = [str(each.id) for each in self.corpus.issues.values() if not each.single]
        draft = self.draft.document
        file = file.beside(self.corpus)
        result = file.save(draft, path, lists=several, overwrite=overwrite)
        if isinstance(result, Saved):
            self._rebase(result.file)
        return result

    def reload(self, file: ScenarioFile, *, merge: bool = False) -> None:
        """Continue from a file's new content; undo brings the earlier draft back.

        Args:
            file: the file as read again.
            merge: whether the draft keeps its changes in parts that the file did not change.
        """
        self._file = file = file.beside(self.corpus)
        before, self._on_file = self._on_file, file.draft
        draft = self.draft
        then = moves.merged(draft.document, before, file.draft) if merge else file.draft
        seen = then if draft.stated is None else then.looking(draft)
        self._history.do("reload", seen)
        self._changed()
        self._saved_as_is()

    def _rebase(self, file: ScenarioFile) -> None:
        self._file, self._on_file = file, file.draft
        self._history.pause()
        self._tell(dataclasses.replace(self._snapshot, saved=True))
        self._saved_as_is()

    # -- what the draft means --

    def find_marks(self, pending: Pending, stop: Stop) -> Answer | None:
        """Find the pending status of terms; call it in a separate thread. None if stopped."""
        return self.engine.find_marks(pending, stop)

    def adopt(self, answer: Answer) -> bool:
        """Show the status that was found; returns whether it still belongs to the draft."""
        old = self._snapshot
        if answer.revision != old.revision:
            return False
        self.engine.learn(answer)
        self._tell(dataclasses.replace(old, marks=self._kept(answer.marks)))
        return True

    def find_left(self, snapshot: Snapshot, stop: Stop) -> Mapping[tuple[str, str], int]:
        """Count the deals with each term; call it in a separate thread. Empty if too many.

        Raises:
            Stopped: a stop came before the answer.
        """
        from zopa.questions.options import options

        asked = snapshot.verdicts.scenario, snapshot.verdicts.context
        with self.desk.space(stop) as space:
            left = options(space, *asked, count=True).left
        stop.check()
        return left or {}

    def learn_left(self, revision: int, left: Mapping[tuple[str, str], int]) -> bool:
        """Show counts that were found; returns whether they still belong to the draft.

        Args:
            revision: revision of the question.
            left: the counts.
        """
        old = self._snapshot
        if revision != old.revision:
            return False
        self._tell(dataclasses.replace(old, left=left))
        return True

    def find_crossed_with(
        self, snapshot: Snapshot, issues: Iterable[str], seconds: float, stop: Stop
    ) -> Mapping[tuple[str, str], int | None]:
        """Find the number of positions that each term of these issues would cross.

        Args:
            snapshot: state of the draft.
            issues: issues, in the order of the questions.
            seconds: time after which no further issue is started.
            stop: ends it.

        Raises:
            Stopped: a stop came before the answer.
        """
        found: dict[tuple[str, str], int | None] = {}
        until = time.monotonic() + seconds
        for issue in issues:
            base = self._file.scenario
            found |= self.engine.crossed_with(snapshot.draft, base, issue, stop)
            if time.monotonic() > until:
                break
        return found

    def learn_crossed_with(
        self, revision: int, found: Mapping[tuple[str, str], int | None]
    ) -> bool:
        """Show how many positions terms would cross; returns whether it is still valid."""
        old = self._snapshot
        if revision != old.revision:
            return False
        self._tell(dataclasses.replace(old, crossed_with={**old.crossed_with, **found}))
        return True

    def learn_verdicts(self, revision: int, verdicts: Checked, seconds: float) -> bool:
        """Show verdicts found elsewhere; returns whether they still belong to the draft.

        Args:
            revision: revision of the question.
            verdicts: the verdicts.
            seconds: time that they took; after quick ones, a keypress waits for them again.
        """
        self.engine.judged_in(seconds)
        old = self._snapshot
        if revision != old.revision or old.judged:
            return False
        self._tell(dataclasses.replace(old, verdicts=verdicts, judged=True))
        return True

    def why(self, issue: str, term: str, stop: Stop | None = None) -> Why | None:
        """A minimal reason for a forced or excluded term; None if the term is possible.

        Raises:
            Stopped: a stop came before the answer.
        """
        verdicts = self._snapshot.verdicts
        return self.engine.why(verdicts.scenario, verdicts.context, issue, term, stop)

    def outcome(self) -> Mapping[tuple[str, str], Settled]:
        """The outcome of the draft; computed once for each revision."""
        verdicts, revision = self._snapshot.verdicts, self._snapshot.revision
        if self._outcome is None or self._outcome[0] != revision:
            found = self.engine.outcome(verdicts.scenario, verdicts.context)
            self._outcome = (revision, found)
        return self._outcome[1]

    def preview(
        self, issue: str, picks: Picks | None, stop: Stop | None = None
    ) -> Mapping[tuple[str, str], Settled]:
        """The outcome if the draft had this choice instead; empty if it is inconsistent.

        Raises:
            Stopped: a stop came before the answer.
        """
        draft = self.draft.deciding(issue, picks)
        return self.engine.outcome(*self.engine.asked(draft, self._file.scenario), stop)

    @property
    def unmet(self) -> tuple[Diagnostic, ...]:
        """Expectations of the file that the current draft does not meet.

        They are checked under the file's assumptions, not those of the view. Empty until
        the verdicts are known.
        """
        document, now = self.draft.document, self._snapshot
        if not self._file.scenario.expectations:
            return ()
        if self._met is None or self._met[0] != document:
            if self.draft.stated is None:
                found = now.verdicts if now.judged else None
            else:
                asked = self.engine.asked(document, self._file.scenario)
                found = self.engine.check_quickly(*asked)
            if found is None:
                return ()
            from zopa.interchange.envelope import unmet

            self._met = document, tuple(unmet(found))
        return self._met[1]

    @property
    def broken(self) -> tuple[Diagnostic, ...]:
        """Unmet expectations that the saved draft meets."""
        return tuple(each for each in self.unmet if each.message not in self._unmet_on_file)

    def _saved_as_is(self) -> None:
        """Record the expectations that the saved file does not meet."""
        self._met = None
        if self._snapshot.draft.document == self._on_file:
            self._unmet_on_file = frozenset(each.message for each in self.unmet)

    # -- inside --

    def _look(self, revision: int, old: Snapshot | None) -> Snapshot:
        draft = self._history.draft
        scenario, context = self.engine.asked(draft, self._file.scenario)
        found = self.engine.check_quickly(scenario, context)
        if found is None and old is None:
            found = self.engine.check_first(scenario, context)
        marks: Options | Pending = Pending(revision, scenario, context)
        verdicts = found or unjudged(scenario, context)
        if found is not None:
            marks = self.engine.marks(Pending(revision, scenario, context))
        if old is not None and old.judged:
            verdicts = keep_checked(old.verdicts, verdicts)
        if not isinstance(marks, Pending):
            marks = self._kept(marks)
        return Snapshot(
            revision=revision,
            draft=draft,
            verdicts=verdicts,
            judged=found is not None,
            marks=marks,
            unknown=tuple(unknown(self.corpus, draft)),
            saved=draft.document == self._on_file,
            undo=self._history.undo,
            redo=self._history.redo,
        )

    def _kept(self, marks: Options) -> Options:
        self._marks = marks if self._marks is None else keep_options(self._marks, marks)
        return self._marks

    def _do(self, label: str, draft: Draft, typing: Hashable = None) -> None:
        if self._history.do(label, draft, typing=typing):
            self._changed()

    def _look_at(self, label: str, like: Draft) -> None:
        """View the draft under other assumptions, which its file does not have."""
        self._do(label, self.draft.looking(like))

    def _changed(self) -> None:
        self._tell(self._look(self._snapshot.revision + 1, self._snapshot))

    def _tell(self, new: Snapshot) -> None:
        """Notify the listeners of each change in order, even if one of them makes a change."""
        self._news.append((self._snapshot, new))
        self._snapshot = new
        if len(self._news) > 1:
            return
        try:
            while self._news:
                for listener in tuple(self._listeners):
                    listener(*self._news[0])
                self._news.popleft()
        finally:
            self._news.clear()


def _shown(value: Given | None) -> str:
    """A value or bounds in the usual notation."""
    if value is None:
        return "open"
    if isinstance(value, Bounds):
        ends = (("at least", value.least), ("at most", value.most))
        return " and ".join(f"{how} {each}" for how, each in ends if each is not None)
    return str(value).lower()

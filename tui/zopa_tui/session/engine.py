"""Engine access of one session: one space, one question at a time.

Parts of a draft that the corpus does not define are left out of every question and
named. Question modules are imported at their first use, so that the first screen
appears before the solver is loaded.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from zopa.diagnostics import listed, quoted
from zopa.model.context import context_of
from zopa_tui.session.draft import known_part

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping

    from zopa.model.context import Context
    from zopa.model.corpus import Corpus, Scenario
    from zopa.questions import Clash
    from zopa.questions.check import Checked, Settled, VerdictOn
    from zopa.questions.deals import BlankKey
    from zopa.questions.options import Marked, Options, Why
    from zopa.solving import Stop
    from zopa.solving.partition import Piece
    from zopa.solving.problem import Clause
    from zopa.solving.space import Space
    from zopa_tui.session.draft import Draft

__all__ = [
    "Answer",
    "BackgroundSolver",
    "DraftEngine",
    "History",
    "NotDone",
    "Pending",
    "Snapshot",
    "Step",
    "keep_checked",
    "keep_options",
    "unjudged",
]


JUDGING = 0.25
"""Seconds for verdicts while a keypress waits; verdicts show the effect of a change."""
OPENING = 5.0
"""Seconds for verdicts while a draft is opened."""
GLANCE = 0.005
"""Seconds between two requests to the current user of the space to stop."""
T = TypeVar("T")
DEPTH = 1_000
"""Steps that can be undone."""
TYPING = 1.0
"""Seconds within which changes of the same thing are one step."""


# -- the engine


@dataclass(frozen=True, slots=True)
class Pending:
    """Status of terms still to compute, with all inputs of that question."""

    revision: int
    scenario: Scenario
    context: Context


@dataclass(frozen=True, slots=True)
class Answer:
    """Computed status of terms, with the revision that it belongs to."""

    revision: int
    marks: Options
    seconds: float
    """Time taken, in seconds."""


@dataclass(frozen=True, slots=True)
class NotDone:
    """Refusal of a request, with its reason; nothing has changed."""

    reason: str
    """One line, lower case, no full stop."""
    why: Why | None = None
    """Minimal reason for a term that rules exclude."""
    clash: Clash | None = None
    """Minimal reason for terms that exclude each other."""


class DraftEngine:
    """One space; threads take turns to question it."""

    def __init__(self, space: Space, patience: float) -> None:
        """Take over a space; no other code may question it from now on.

        Args:
            space: the scenarios of the corpus.
            patience: seconds for the status of terms before it is left pending.
        """
        self._space = space
        self.patience = patience
        self._quick = patience > 0
        self._judges_quickly = True
        self._lock = threading.Lock()
        self._running: Stop | None = None

    @property
    def corpus(self) -> Corpus:
        """The corpus whose terms the drafts choose."""
        return self._space.problem.corpus

    @contextmanager
    def alone(self, stop: Stop | None = None) -> Iterator[Space]:
        """Exclusive use of the space for one thread; asks its current user to stop.

        Not reentrant.

        Args:
            stop: ends the questions; the next thread that needs the space calls it.

        Raises:
            Stopped: a stop came while it waited.
        """
        while not self._lock.acquire(timeout=GLANCE):
            if stop is not None:
                stop.check()
            if (running := self._running) is not None:
                running.call()
        try:
            self._running = self._space.stop = stop
            yield self._space
        finally:
            self._running = self._space.stop = None
            self._lock.release()

    def asked(self, draft: Draft, base: Scenario) -> tuple[Scenario, Context]:
        """The scenario and the context for questions about a draft."""
        scenario = known_part(self.corpus, draft).scenario(base)
        return scenario, context_of(self.corpus, scenario)

    def check(self, scenario: Scenario, context: Context) -> Checked:
        """The verdicts, without a time limit."""
        from zopa.questions.check import check

        with self.alone() as space:
            return check(space, scenario, context)

    def check_quickly(self, scenario: Scenario, context: Context) -> Checked | None:
        """The verdicts, or None if these or the previous ones took too long."""
        from zopa.questions.check import check
        from zopa.solving import Stop, Stopped

        if not math.isfinite(self.patience):
            return self.check(scenario, context)
        if not self._judges_quickly:
            return None
        try:
            with Stop(JUDGING) as stop, self.alone(stop) as space:
                return check(space, scenario, context)
        except Stopped:
            self._judges_quickly = False
            return None

    def check_first(self, scenario: Scenario, context: Context) -> Checked | None:
        """The verdicts of a draft being opened, or None if the time limit ends first."""
        from zopa.questions.check import check
        from zopa.solving import Stop, Stopped

        try:
            with Stop(OPENING) as stop, self.alone(stop) as space:
                return check(space, scenario, context)
        except Stopped:
            return None

    def judged_in(self, seconds: float) -> None:
        """Record the time that verdicts took, to decide how to find the next ones."""
        self._judges_quickly = seconds <= JUDGING

    def marks(self, pending: Pending) -> Options | Pending:
        """The status of terms, or the pending question if this or the last took too long."""
        from zopa.solving import Stop

        if not self._quick and math.isfinite(self.patience):
            return pending
        seconds = self.patience if math.isfinite(self.patience) else None
        answer = self.find_marks(pending, Stop(seconds))
        self._quick = answer is not None
        return pending if answer is None else answer.marks

    def find_marks(self, pending: Pending, stop: Stop) -> Answer | None:
        """The status of terms, with its own stop; None if that was called."""
        from zopa.questions.options import options
        from zopa.solving import Stopped

        started = time.perf_counter()
        try:
            with stop, self.alone(stop) as space:
                marks = options(space, pending.scenario, pending.context)
        except Stopped:
            return None
        return Answer(pending.revision, marks, time.perf_counter() - started)

    def crossed_with(
        self, draft: Draft, base: Scenario, issue: str, stop: Stop | None = None
    ) -> Mapping[tuple[str, str], int | None]:
        """Number of positions that the draft would cross with each term of an issue.

        Covers the terms that are not chosen. None if no consistent draft has the term.

        Raises:
            Stopped: a stop came before the answer.
        """
        from zopa.questions import Question
        from zopa_tui.session.draft import with_term

        known, picks = self.corpus.issues[issue], draft.picks(issue)
        found: dict[tuple[str, str], int | None] = {}
        with self.alone(stop) as space:
            for term in map(str, known.terms):
                if term not in picks:
                    asked = self.asked(with_term(draft, known, term), base)
                    question = Question(space, *asked)
                    coherent = space.possible(question.assumed)
                    found[issue, term] = len(question.crossed) if coherent else None
        return found

    def learn(self, answer: Answer) -> None:
        """Record the time that the status of terms took, to decide how to find the next one."""
        self._quick = self.patience > 0 and answer.seconds <= self.patience

    def outcome(
        self, scenario: Scenario, context: Context, stop: Stop | None = None
    ) -> Mapping[tuple[str, str], Settled]:
        """The outcome of a draft; empty if the draft is inconsistent.

        Raises:
            Stopped: a stop came before the answer.
        """
        from zopa.questions.check import outcome

        with self.alone(stop) as space:
            return outcome(space, scenario, context)

    def feasible(
        self,
        scenario: Scenario,
        context: Context,
        aside: Collection[str] | None,
        key: tuple[str, str],
        stop: Stop | None = None,
    ) -> Mapping[BlankKey, tuple[Piece, ...]]:
        """Values with a deal, for each number of a term.

        Args:
            scenario: the draft.
            context: the assumptions.
            aside: positions to leave out; None to find those that must be left out.
            key: issue and term.
            stop: ends it.

        Raises:
            Stopped: a stop came before the answer.
        """
        from zopa.questions import Question, set_aside
        from zopa.questions.deals import feasible

        with self.alone(stop) as space:
            question = Question(space, scenario, context)
            if aside is None:
                aside = frozenset().union(*set_aside(question))
            lines = [node for name, node in question.lines.items() if name not in aside]
            return feasible(question, lines, of=key)

    def why(
        self,
        scenario: Scenario,
        context: Context,
        issue: str,
        term: str,
        stop: Stop | None = None,
    ) -> Why | None:
        """A minimal reason for a term's status, or None if the term is possible.

        Raises:
            Stopped: a stop came before the answer.
        """
        from zopa.questions.options import why

        with self.alone(stop) as space:
            return why(space, scenario, context, issue, term)

    def reasons(
        self,
        asked: tuple[Scenario, Context],
        key: tuple[str, str],
        most: int,
        stop: Stop | None = None,
    ) -> list[Why]:
        """Minimal reasons for a term's status, fewest parts first; empty if it is possible.

        Args:
            asked: the draft and its assumptions.
            key: issue and term.
            most: maximum number of reasons.
            stop: ends it.

        Raises:
            Stopped: a stop came before the answer.
        """
        from zopa.questions.options import reasons

        with self.alone(stop) as space:
            return list(itertools.islice(reasons(space, *asked, *key), most))

    def clashes(self, draft: Draft, then: Draft, issue: str, what: str) -> NotDone | None:
        """The reason if a change makes a consistent draft inconsistent; None otherwise.

        Args:
            draft: the draft before the change.
            then: the draft after the change.
            issue: the issue on which the two differ.
            what: the change, in words.
        """
        from zopa.model.corpus import Scenario
        from zopa.questions import Question
        from zopa.questions.check import check

        base = Scenario(id="", path="")
        with self.alone() as space:
            if Question(space, *self.asked(then, base)).coherent:
                return None
            if not Question(space, *self.asked(draft, base)).coherent:
                return None
            clash = check(space, *self.asked(then, base)).clash
        return NotDone(f"{what} {_ruled_out(clash, issue)}", clash=clash)

    def refused(self, draft: Draft, then: Draft, issue: str, term: str) -> NotDone | None:
        """The reason why a term cannot be chosen, or None if it can.

        It cannot be chosen if no consistent draft has all of these: the choices on other
        issues, the term, and the terms of this issue that stay.

        Args:
            draft: the draft before the change.
            then: the draft after the change.
            issue: the issue on which the two differ.
            term: chosen in the second draft only.
        """
        from zopa.model.corpus import Scenario
        from zopa.questions import Question
        from zopa.questions.check import check
        from zopa.questions.options import why

        base = Scenario(id="", path="")
        others, context = self.asked(then.deciding(issue, None), base)
        picks = known_part(self.corpus, then).picks(issue)
        with self.alone() as space:
            chosen = space.problem.chosen
            question = Question(space, others, context)
            if question.possible(chosen(issue, each) for each in picks):
                return None
            what = quoted(f"{issue}/{term}")
            if not question.possible([chosen(issue, term)]):
                reason = why(space, *self.asked(draft, base), issue, term)
                return NotDone(f"{what} {_ruled_out(reason, issue)}", why=reason)
            clash = check(space, *self.asked(then, base)).clash
        return NotDone(f"{what} {_ruled_out(clash, issue)}", clash=clash)


def _ruled_out(reason: Why | Clash | None, issue: str) -> str:
    """The choices and rules that exclude a term, as one line of text."""
    if reason is None:
        return "is excluded"
    choices = [each for each in reason.choices if each != issue]
    clauses = "; ".join(dict.fromkeys(map(_clause, reason.clauses)))
    with_ = f"cannot be had with the choice on {listed(choices, joiner='and')}"
    return f"{with_ if choices else 'cannot be had'}: {clauses or 'by the rules'}"


def _clause(clause: Clause) -> str:
    match clause.nature:
        case "rule":
            return f"rule {quoted(clause.name)}"
        case "effects":
            return f"two values of {quoted(clause.name)}"
        case "applies-when":
            return f"{quoted(clause.name)} does not arise"
        case "terms":
            return f"number of terms of {quoted(clause.name)}"


class BackgroundSolver:
    """Shared solver for the screens' questions; threads take turns, one question at a time."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._space: Space | None = None
        self._lock = threading.Lock()

    @property
    def made(self) -> Space | None:
        """The space, or None before it is built; for a thread that already holds the lock."""
        return self._space

    @contextmanager
    def space(self, stop: Stop) -> Iterator[Space]:
        """The space, built at its first use; a stop ends the wait for it too.

        Raises:
            Stopped: a stop came before the space was free.
        """
        while not self._lock.acquire(timeout=0.05):
            stop.check()
        try:
            if self._space is None:
                from zopa.solving.problem import Problem
                from zopa.solving.space import Space

                self._space = Space(Problem(self.corpus))
            self._space.stop = stop
            yield self._space
        finally:
            if self._space is not None:
                self._space.stop = None
            self._lock.release()


# -- its answers at each revision


@dataclass(frozen=True)
class Snapshot:
    """All data for the views at one revision; equal parts keep their identity."""

    revision: int
    draft: Draft
    verdicts: Checked
    """Verdicts on this draft; further questions use their scenario and context."""
    judged: bool
    """True if the verdicts are known. If False, they are empty."""
    marks: Options | Pending
    unknown: tuple[str, ...]
    """Parts of the draft that the corpus does not define, in words; no question has them."""
    saved: bool
    """True if the file has the same content as the draft."""
    undo: str | None
    """Label of the step that undo takes back; None if there is none."""
    redo: str | None
    left: Mapping[tuple[str, str], int] | None = None
    """Number of deals with each term of this draft; None before they are counted, empty if
    there are too many."""
    crossed_with: Mapping[tuple[str, str], int | None] = field(default_factory=dict)
    """Number of positions that this draft would cross with each term that it does not choose,
    if already found. None for a term that rules exclude."""

    @property
    def uncounted(self) -> bool:
        """True if the status of terms is known but the deals are not counted yet."""
        return self.left is None and not isinstance(self.marks, Pending)

    def only_counted_since(self, old: Snapshot) -> bool:
        """True if only counts, and crossings by further terms, are new."""
        counted = dataclasses.replace(old, left=self.left, crossed_with=self.crossed_with)
        return self is not old and self == counted

    @property
    def left_out(self) -> tuple[str, ...]:
        """Positions that the status of terms leaves out, in addition to the crossed ones."""
        return () if isinstance(self.marks, Pending) else self.marks.contended


def unjudged(scenario: Scenario, context: Context) -> Checked:
    """The empty verdicts of a draft before it is checked."""
    from zopa.questions.check import Checked

    return Checked(
        scenario=scenario,
        context=context,
        coherent=True,
        deal="open",
        verdicts=(),
        broken=(),
        not_judged=(),
        clash=None,
        waived=context.waivers,
        possibly=(),
        expectations=(),
    )


def keep_checked(old: Checked, new: Checked) -> Checked:
    """The new verdicts; parts that equal old ones are the old objects."""
    return dataclasses.replace(
        new,
        context=_kept(old.context, new.context),
        verdicts=_each(old.verdicts, new.verdicts, _position),
        clash=_kept(old.clash, new.clash),
        waived=_kept(old.waived, new.waived),
        possibly=_kept(old.possibly, new.possibly),
        expectations=_kept(old.expectations, new.expectations),
    )


def keep_options(old: Options, new: Options) -> Options:
    """The new status of terms; parts that equal old ones are the old objects."""
    kept = dataclasses.replace(new, marks=_each(old.marks, new.marks, _term))
    return _kept(old, kept)


def _position(verdict: VerdictOn) -> str:
    return verdict.held.id


def _term(marked: Marked) -> tuple[str, str]:
    return marked.issue, marked.term


def _each(
    old: tuple[T, ...], new: tuple[T, ...], key: Callable[[T], Hashable]
) -> tuple[T, ...]:
    """The new parts; each that equals the old one of its key is the old object."""
    known = {key(each): each for each in old}
    kept = tuple(_kept(known.get(key(each)), each) for each in new)
    same = len(old) == len(kept) and all(a is b for a, b in zip(old, kept, strict=True))
    return old if same else kept


def _kept(old: T | None, new: T) -> T:
    return old if old is not None and old == new else new


@dataclass(frozen=True, slots=True)
class Step:
    """A draft, and the label of the change that led to it."""

    label: str
    draft: Draft


class History:
    """Drafts from the first to the last step; one of them is current."""

    def __init__(
        self, start: Draft, *, depth: int = DEPTH, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._steps = [Step("open", start)]
        self._at = 0
        self._depth = depth
        self._clock = clock
        self._typing: tuple[Hashable, float] | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """All of them, undone ones included; oldest first."""
        return tuple(self._steps)

    @property
    def at(self) -> int:
        """Which step is current."""
        return self._at

    @property
    def draft(self) -> Draft:
        """The current one."""
        return self._steps[self._at].draft

    @property
    def undo(self) -> str | None:
        """Label of the step that undo takes back; None if there is none."""
        return self._steps[self._at].label if self._at else None

    @property
    def redo(self) -> str | None:
        """Label of the step that redo does again; None if there is none."""
        after = self._at + 1
        return self._steps[after].label if after < len(self._steps) else None

    def do(self, label: str, draft: Draft, *, typing: Hashable = None) -> bool:
        """Make a step, and forget the undone ones.

        Args:
            label: name of the change, as in "undo: …".
            draft: the new draft; if it equals the current one, there is no step.
            typing: subject of the typing; a step with the same subject within a second
                replaces the one before.

        Returns:
            True if the draft has changed.
        """
        now = self._clock()
        if draft == self.draft:
            return False
        del self._steps[self._at + 1 :]
        if typing is not None and self._typing is not None:
            what, when = self._typing
            if what == typing and now - when <= TYPING:
                self._steps.pop()
        self._typing = None
        if not self._steps or self._steps[-1].draft != draft:
            self._steps.append(Step(label, draft))
            self._typing = None if typing is None else (typing, now)
        del self._steps[: -self._depth - 1]
        self._at = len(self._steps) - 1
        return True

    def fit(self, change: Callable[[Draft], Draft]) -> None:
        """Change every draft to fit other terms."""
        self._steps = [
            dataclasses.replace(each, draft=change(each.draft)) for each in self._steps
        ]

    def go(self, at: int) -> None:
        """Make another step current.

        Raises:
            IndexError: there is no such step.
        """
        if not 0 <= at < len(self._steps):
            msg = f"step {at} of {len(self._steps)}"
            raise IndexError(msg)
        self._at = at
        self._typing = None

    def pause(self) -> None:
        """Make further typing a separate step."""
        self._typing = None

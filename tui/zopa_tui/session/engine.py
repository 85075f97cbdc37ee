"""The engine as one session asks it: one space, one question at a time.

What a draft says that the corpus does not know is left out of every question,
and named. The engine's questions are imported when they are first asked, so
that a first picture does not wait for the solver.
"""

from __future__ import annotations

import itertools
import math
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.diagnostics import listed, quoted
from zopa.model.context import context_of
from zopa_tui.session.draft import known_part

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from zopa.model.context import Context
    from zopa.model.corpus import Corpus, Scenario
    from zopa.questions.check import Checked
    from zopa.questions.feasible import BlankKey
    from zopa.questions.options import Options, Why
    from zopa.questions.outcome import Settled
    from zopa.questions.question import Clash
    from zopa.solving.cancel import Stop
    from zopa.solving.partition import Piece
    from zopa.solving.problem import Clause
    from zopa.solving.space import Space
    from zopa_tui.session.draft import Draft

__all__ = [
    "Answer",
    "BackgroundSolver",
    "DraftEngine",
    "NotDone",
    "Pending",
]


JUDGING = 0.25
"""Seconds that the verdicts may take while a key waits; they are what a change is about."""
OPENING = 5.0
"""Seconds that they may take while a draft is opened."""
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
    """Marks that were found, and the revision that they belong to."""

    revision: int
    marks: Options
    seconds: float
    """How long it took."""


@dataclass(frozen=True, slots=True)
class NotDone:
    """What was asked for cannot be done, and why; nothing has changed."""

    reason: str
    """One line, lower case, no full stop."""
    why: Why | None = None
    """Of a term that is excluded by rules: a minimal reason."""
    clash: Clash | None = None
    """Of terms that exclude each other: a minimal reason."""


class DraftEngine:
    """One space; its questions may come from several threads, and take turns."""

    def __init__(self, space: Space, patience: float) -> None:
        """Take over a space, which nobody else may ask from now on.

        Args:
            space: the scenarios of the corpus.
            patience: seconds that marks may take before they are left pending.
        """
        self._space = space
        self.patience = patience
        self._quick = patience > 0
        self._judges_quickly = True
        self._lock = threading.Lock()
        self._running: Stop | None = None

    @property
    def corpus(self) -> Corpus:
        """What drafts choose from."""
        return self._space.problem.corpus

    @contextmanager
    def alone(self, stop: Stop | None = None) -> Iterator[Space]:
        """The space, for questions of one thread; whoever has it is told to end.

        Not to be nested.

        Args:
            stop: what ends the questions; whoever wants the space next calls it.

        Raises:
            Stopped: it was told to end while it waited.
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
        """What questions about a draft are asked about."""
        scenario = known_part(self.corpus, draft).scenario(base)
        return scenario, context_of(self.corpus, scenario)

    def check(self, scenario: Scenario, context: Context) -> Checked:
        """The verdicts, however long they take."""
        from zopa.questions.check import check

        with self.alone() as space:
            return check(space, scenario, context)

    def check_quickly(self, scenario: Scenario, context: Context) -> Checked | None:
        """The verdicts, if the ones before were found in time and these are too."""
        from zopa.questions.check import check
        from zopa.solving.cancel import Stop, Stopped

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
        """The verdicts of a draft that is opened, if they are found before one asks oneself."""
        from zopa.questions.check import check
        from zopa.solving.cancel import Stop, Stopped

        try:
            with Stop(OPENING) as stop, self.alone(stop) as space:
                return check(space, scenario, context)
        except Stopped:
            return None

    def judged_in(self, seconds: float) -> None:
        """Mind how long verdicts took when the next ones are to be found."""
        self._judges_quickly = seconds <= JUDGING

    def marks(self, pending: Pending) -> Options | Pending:
        """The marks, if the ones before were found in time and these are too."""
        from zopa.solving.cancel import Stop

        if not self._quick and math.isfinite(self.patience):
            return pending
        seconds = self.patience if math.isfinite(self.patience) else None
        answer = self.find_marks(pending, Stop(seconds))
        self._quick = answer is not None
        return pending if answer is None else answer.marks

    def find_marks(self, pending: Pending, stop: Stop) -> Answer | None:
        """The marks, with an own stop; None where it was called."""
        from zopa.questions.options import options
        from zopa.solving.cancel import Stopped

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
        """How many positions the draft would cross with each term of an issue.

        Of the terms that are not chosen yet; None where no coherent draft has the term.

        Raises:
            Stopped: it was told to end first.
        """
        from zopa.questions.question import Question
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
        """Mind how long marks took when the next ones are to be found."""
        self._quick = self.patience > 0 and answer.seconds <= self.patience

    def outcome(
        self, scenario: Scenario, context: Context, stop: Stop | None = None
    ) -> Mapping[tuple[str, str], Settled]:
        """What a draft leads to; empty of an incoherent one.

        Raises:
            Stopped: it was told to end first.
        """
        from zopa.questions.outcome import outcome

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
        """For each number of a term the values that some deal has.

        Args:
            scenario: the draft.
            context: what is supposed.
            aside: positions that are set aside; None for those that have to be.
            key: issue and term.
            stop: ends it.

        Raises:
            Stopped: it was told to end first.
        """
        from zopa.questions.feasible import feasible
        from zopa.questions.question import Question, set_aside

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
        """A minimal reason for a mark; None where the term is possible.

        Raises:
            Stopped: it was told to end first.
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
        """Minimal reasons for a mark, with the fewest parts first; none of a possible term.

        Args:
            asked: the draft, and what is supposed.
            key: issue and term.
            most: of them.
            stop: ends it.

        Raises:
            Stopped: it was told to end first.
        """
        from zopa.questions.options import reasons

        with self.alone(stop) as space:
            return list(itertools.islice(reasons(space, *asked, *key), most))

    def clashes(self, draft: Draft, then: Draft, issue: str, what: str) -> NotDone | None:
        """Why a change would make a draft incoherent that is coherent; None where not.

        Args:
            draft: how things are.
            then: how they would be.
            issue: on which the two differ.
            what: is changed, in words.
        """
        from zopa.model.corpus import Scenario
        from zopa.questions.check import check
        from zopa.questions.question import Question

        base = Scenario(id="", path="")
        with self.alone() as space:
            if Question(space, *self.asked(then, base)).coherent:
                return None
            if not Question(space, *self.asked(draft, base)).coherent:
                return None
            clash = check(space, *self.asked(then, base)).clash
        return NotDone(f"{what} {_ruled_out(clash, issue)}", clash=clash)

    def refused(self, draft: Draft, then: Draft, issue: str, term: str) -> NotDone | None:
        """Why a term cannot be chosen; None where it can.

        It cannot where no coherent draft keeps the choices on all other issues and
        has the term together with those that are to stay on this one.

        Args:
            draft: how things are.
            then: how they would be.
            issue: on which the two differ.
            term: that is chosen in the second only.
        """
        from zopa.model.corpus import Scenario
        from zopa.questions.check import check
        from zopa.questions.options import why
        from zopa.questions.question import Question

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
    """What rules a term out, for a line of text."""
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


# -- desk --


class BackgroundSolver:
    """Where the screens ask their questions, from threads; one question at a time."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._space: Space | None = None
        self._lock = threading.Lock()

    @property
    def made(self) -> Space | None:
        """The space, where it was made; for whoever has it already."""
        return self._space

    @contextmanager
    def space(self, stop: Stop) -> Iterator[Space]:
        """The space, made when it is first asked for; who waits for it can be stopped too.

        Raises:
            Stopped: it was told to end before the space was free.
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

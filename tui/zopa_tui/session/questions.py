"""Deals, conflicts and nearest deals: asked step by step, with interim results."""

from __future__ import annotations

import dataclasses
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

from zopa.questions import NOTHING_CHOSEN, Completeness, Question, by_size
from zopa.questions.coalitions import coalitions
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import stream
from zopa.questions.deals import deals
from zopa.questions.frontier import frontier
from zopa.questions.repair import repair
from zopa.questions.robustness import robustness
from zopa.solving import Stop, Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zopa.answers import Page
    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.questions.concessions import Ledger
    from zopa.questions.deals import Deals
    from zopa.questions.frontier import Frontier
    from zopa.questions.repair import Repairs
    from zopa.solving.space import Space
    from zopa_tui.session.engine import BackgroundSolver

__all__ = ["BUDGETS", "AskedName", "DealFindings", "asked_pages", "count", "investigate"]

BUDGETS = (30.0, 120.0, 600.0, 10.0)
"""Time limits of a step, in seconds; the first is the default."""
AskedName: TypeAlias = Literal["coalitions", "robustness"]
"""Questions whose page is the same as that of the command of this name."""
MOST = 300
"""Maximum number of conflicts and of concessions to search for."""


@dataclass(frozen=True)
class DealFindings:
    """Answers found so far for a draft."""

    revision: int
    scenario: Scenario
    """Subject of the questions: the draft, or one without choices."""
    context: Context
    choices: int
    """Number of issues that the draft decides, even if the question drops these choices."""
    nothing: Deals | None = None
    """Deals if nothing is chosen."""
    drafted: Deals | None = None
    """Deals with the draft's choices."""
    conflicts: tuple[tuple[str, ...], ...] = ()
    conflicts_are: Completeness | None = None
    """Completeness of the conflicts; None during the search."""
    ledger: Ledger | None = None
    repairs: Repairs | None = None
    frontier: Frontier | None = None
    seconds: Mapping[str, float] = field(default_factory=dict[str, float])
    """Duration of each step in seconds: `nothing`, `drafted`, `conflicts`, …"""
    step: str = ""
    """Name of the current step; empty at the end."""
    stopped: bool = False
    """True if the user stopped the search."""

    @property
    def from_nothing(self) -> bool:
        """True if conflicts and concessions are those of nothing chosen."""
        return not self.scenario.choices

    def standing(self) -> Mapping[str, int]:
        """Number of conflicts that contain each position, highest first."""
        counts: dict[str, int] = {}
        for each in self.conflicts:
            for name in each:
                counts[name] = counts.get(name, 0) + 1
        return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


@contextmanager
def _within(space: Space, stop: Stop, seconds: float) -> Iterator[None]:
    """Apply a time limit to one step; `stop` ends it too.

    Raises:
        Stopped: `stop` was called already.
    """
    stop.check()
    before = space.stop
    with Stop(seconds) as own:
        leave = stop.subscribe(own.call)
        space.stop = own
        try:
            yield
        finally:
            leave()
            space.stop = before


def investigate(
    space: Space,
    asked: tuple[Scenario, Context],
    stop: Stop,
    *,
    revision: int,
    from_nothing: bool = False,
    seconds: float = BUDGETS[0],
) -> Iterator[DealFindings]:
    """Ask the questions in turn; yield the findings after each answer.

    Args:
        space: the space, for exclusive use.
        asked: the draft and its assumptions.
        stop: ends all steps; each step also has a time limit.
        revision: revision of the draft.
        from_nothing: whether conflicts and concessions are those without any choice.
        seconds: time limit of each step.
    """
    scenario, context = asked
    about = NOTHING_CHOSEN if from_nothing else scenario
    found = DealFindings(
        revision, about, context, len(scenario.choices), step="whether there is a deal"
    )
    yield found
    started = time.perf_counter()

    def took(name: str) -> Mapping[str, float]:
        nonlocal started
        now = time.perf_counter()
        spent, started = now - started, now
        return {**found.seconds, name: spent}

    try:
        for name, draft in (("nothing", NOTHING_CHOSEN), ("drafted", scenario)):
            with _within(space, stop, seconds):
                shown = 1 if name == "drafted" else 0
                answer = deals(space, draft, context, examples=shown, count=False)
            changes = {name: answer, "seconds": took(name)}
            found = dataclasses.replace(found, **changes)  # type: ignore[arg-type]  # one of two fields
            yield found
        for grown in _conflicts(space, stop, seconds, found):
            found = grown
            yield grown
        found = dataclasses.replace(found, seconds=took("conflicts"), step="concessions")
        yield found
        with _within(space, stop, seconds):
            ledger = concessions(space, about, context, limit=MOST, shifts=False)
        found = dataclasses.replace(found, ledger=ledger, seconds=took("ledger"))
        yield found
        with _within(space, stop, seconds):
            repairs = repair(space, scenario, context)
        found = dataclasses.replace(
            found, repairs=repairs, seconds=took("repairs"), step="trade-offs"
        )
        yield found
        with _within(space, stop, seconds):
            points = frontier(space, about, context, limit=MOST)
        found = dataclasses.replace(found, frontier=points, seconds=took("frontier"))
    except Stopped:
        found = dataclasses.replace(found, stopped=stop.called)
    are = found.conflicts_are or Completeness.AT_LEAST
    yield dataclasses.replace(found, conflicts_are=are, step="")


def _conflicts(
    space: Space, stop: Stop, seconds: float, found: DealFindings
) -> Iterator[DealFindings]:
    question = Question(space, found.scenario, found.context)
    sets: list[frozenset[str]] = []
    found = dataclasses.replace(found, step="conflicts")
    are = Completeness.PROVED
    shown = time.perf_counter()
    stop.check()
    budget = Stop(seconds)
    leave = stop.subscribe(budget.call)
    before = space.stop
    try:
        with budget:
            space.stop = budget
            for each in stream(question):
                sets.append(each)
                if len(sets) == MOST:
                    are = Completeness.AT_LEAST
                    break
                now = time.perf_counter()
                if now - shown > 0.08 or len(sets) == 1:
                    shown = now
                    found = dataclasses.replace(found, conflicts=tuple(by_size(sets)))
                    yield found
    except Stopped:
        are = Completeness.AT_LEAST if sets else Completeness.GAVE_UP
    finally:
        leave()
        space.stop = before
    yield dataclasses.replace(found, conflicts=tuple(by_size(sets)), conflicts_are=are)
    stop.check()


def count(
    space: Space,
    asked: tuple[Scenario, Context],
    stop: Stop,
    *,
    seconds: float,
    told: Callable[[str, Deals, float], None],
) -> None:
    """Count the deals without any choice, then with the draft's choices.

    Args:
        space: the space, for exclusive use.
        asked: the draft and its assumptions.
        stop: ends it.
        seconds: time limit of each count.
        told: receives `nothing` or `drafted`, the answer and its seconds.
    """
    scenario, context = asked
    for name, draft in (("nothing", NOTHING_CHOSEN), ("drafted", scenario)):
        started = time.perf_counter()
        try:
            with _within(space, stop, seconds):
                answer = deals(space, draft, context, examples=0)
        except Stopped:
            return
        told(name, answer, time.perf_counter() - started)


# -- questions with a page instead of a screen --


def asked_pages(
    desk: BackgroundSolver,
    name: AskedName,
    asked: tuple[Scenario, Context],
    stop: Stop,
    seconds: float,
    *,
    more: str,
) -> tuple[Page, Page]:
    """Ask a question as its command does; return its page and the page with every detail.

    Args:
        desk: the shared solver.
        name: name of the question.
        asked: the draft and its assumptions.
        stop: ends it; the page then shows the results so far.
        seconds: the time limit, which the page states.
        more: key that shows every detail.

    Raises:
        Stopped: a stop came before there was any result.
    """
    from zopa.answers.coalitions import coalitions_page
    from zopa.answers.frame import Request
    from zopa.answers.robustness import robustness_page

    with desk.space(stop) as space:
        question = Question(space, *asked)
        _ = question.clash  # while there is time: a page names it
        page: Callable[[Request], Page]
        if name == "coalitions":
            groups = coalitions(space, *asked, by_date=True)
            completeness, page = groups.completeness, partial(coalitions_page, question, groups)
        else:
            found = robustness(space, *asked)
            completeness, page = found.completeness, partial(robustness_page, question, found)
        if completeness is Completeness.GAVE_UP:
            raise Stopped
        request = Request(seconds, stopped=stop.called, more=more)
        space.stop = None
        every = page(dataclasses.replace(request, verbose=True))
        # In the interface, keys replace the next commands.
        return dataclasses.replace(page(request), next=()), dataclasses.replace(every, next=())

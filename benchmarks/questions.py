"""Every question on generated spaces and on the shipped corpus, in milliseconds.

Run: python benchmarks/questions.py [--sizes 10,20,40,80,200] [--terms 4] [--across 0.12]

A cell is the median over seeds and repeats, with the worst in brackets where it is
more than twice that; `none` is no answer within the time allowed.
"""

from __future__ import annotations

import argparse
import itertools
import math
import random
from typing import TYPE_CHECKING, TypeVar

from shipped import shipped_table
from spaces import Size, corpus
from timing import Table, clock, machine

from zopa.concessions import concessions
from zopa.conflicts import conflicts
from zopa.context import context_of
from zopa.cores import Cores
from zopa.deals import diverse
from zopa.frontier import frontier
from zopa.model import Choice, Name, Scenario
from zopa.options import options
from zopa.problem import Problem
from zopa.question import NOTHING_CHOSEN, Completeness, Question
from zopa.repair import repair
from zopa.space import Space
from zopa.stop import Stop, Stopped, TooLarge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zopa.model import Corpus
    from zopa.reference import Complete

T = TypeVar("T")

ALLOWED = 10.0
"""Seconds before a question is told to end."""
CHECKS = 2_000
BUDGETS = {
    "check of a complete scenario, µs": "40: 10",
    "options after a choice": "40: 1, 80: 4, 200: 40",
    "count, first": "40: 30, 80: 80",
    "count after one more choice": "40: 1, 80: 5",
    "shares of all terms": "40: 30, 80: 200",
    "first concession": "40, 80: 1",
    "first conflict": "40, 80: 1",
    "all concessions, then all conflicts": "40, 80: 10",
    "ten concessions, unplanted": "200: 100",
    "ten conflicts, unplanted": "200: 100",
    "repair": "40: 5",
    "frontier": "40: 5",
    "five diverse deals": "40: 5",
}


class Asking:
    """The questions, each on a space that has not been asked anything yet."""

    def __init__(self, made: Corpus) -> None:
        self.made = made
        self.context = context_of(made)

    def question(self) -> Question:
        """Nothing chosen, on a new space."""
        return Question(Space(Problem(self.made)), NOTHING_CHOSEN, self.context)

    def timed(self, act: Callable[[Question], object]) -> float:
        """Milliseconds of one question; infinite where it did not end in time."""
        question = self.question()
        list(question.lines)
        with Stop(ALLOWED) as question.space.stop:
            try:
                return clock(lambda: act(question))
            except (Stopped, TooLarge):
                return math.inf


def some(found: Iterable[T], number: int) -> list[T]:
    """The first few of them."""
    return list(itertools.islice(found, number))


def drafts(made: Corpus, deal: Complete, seed: int) -> tuple[list[Scenario], Scenario]:
    """Drafts of one to five choices of a deal, and a complete one far from any deal."""
    chance = random.Random(seed)  # noqa: S311  # repeatable
    names = chance.sample(list(made.issues), 5)
    near = {name: Choice(Name(name), deal[name]) for name in names}
    far = {}
    for name, issue in made.issues.items():
        options_ = [(), *((each,) for each in _picks(issue.terms))]
        far[name] = Choice(Name(name), chance.choice(options_))
    growing = [
        Scenario("d", "d", choices={name: near[name] for name in names[:count]})
        for count in range(1, 6)
    ]
    return growing, Scenario("f", "f", choices=far)


def _picks(terms: Iterable[str]) -> list[Pick]:
    return [Pick(Name(term)) for term in terms]


def easy(asking: Asking, seed: int, note: Callable[[str, float], None]) -> None:
    """Questions on a space with a zone."""
    made, context = asking.made, asking.context
    note("compile", clock(asking.question().space.witness_free if False else asking.question))
    question = asking.question()
    space = question.space
    deal = next(diverse(question, 1))
    growing, far = drafts(made, deal, seed)
    lines = list(question.lines.values())
    judge, indexes = space.problem.judge(lines), space.problem.indexes(deal)
    note(
        "check of a complete scenario, µs",
        clock(lambda: [judge(indexes) for _ in range(CHECKS)]) * 1_000 / CHECKS,
    )
    note("options, first", clock(lambda: options(space, NOTHING_CHOSEN, context)))
    for draft in growing:
        note("options after a choice", clock(lambda d=draft: options(space, d, context)))

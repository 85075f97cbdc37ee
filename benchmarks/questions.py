"""Every question on generated spaces and on the shipped corpus: processor time.

Run: python benchmarks/questions.py [--sizes 10,20,40,80,200] [--terms 4] [--across 0.12]

A cell is the median over seeds and repeats, with the worst in brackets where that is
more than twice as much; `none` is no answer within the time allowed. Every first
question is asked of a space that has not been asked anything.
"""

from __future__ import annotations

import argparse
import itertools
import math
import random
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from shipped import shipped_table
from spaces import Size, corpus
from timing import Table, clock, machine, within

from zopa.model.context import context_of
from zopa.model.corpus import Choice, Name, Pick, Scenario
from zopa.questions import NOTHING_CHOSEN, Question
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import conflicts
from zopa.questions.deals import diverse
from zopa.questions.frontier import frontier
from zopa.questions.options import options
from zopa.questions.repair import repair
from zopa.solving.bdd import Counter
from zopa.solving.mus import Cores
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from zopa.model.corpus import Corpus
    from zopa.model.evaluate import Complete

    Note: TypeAlias = Callable[[str, float], None]

T = TypeVar("T")

ALLOWED = 5.0
"""Seconds before a question is told to end."""
CHECKS = 2_000
CLASHING = 65
"""How many lines at the most are added that nothing was planted for: some conflicts, not
thousands."""
GROWING = 5
"""How many choices are made one after the other."""
CHANGED = 3
"""How many issues of a deal are changed, for a draft that is near one."""
BUDGETS = {
    "check of a complete scenario, µs": "40: 10",
    "options after a choice": "40: 1, 80: 4, 200: 40",
    "count, first": "40: 30, 80: 80",
    "count after one more choice": "40: 1, 80: 5",
    "shares of all terms": "40: 30, 80: 200",
    "first concession": "40, 80: 1",
    "first conflict": "40, 80: 1",
    "all concessions, then all conflicts": "40, 80: 10",
    "ten concessions, none planted": "200: 100",
    "ten conflicts, none planted": "200: 100",
    "repair of a deal, three issues changed": "40: 5",
    "repair of a draft made by chance": "40: 5",
    "frontier": "40: 5",
    "five diverse deals": "40: 5",
}


def asked(made: Corpus) -> Question:
    """The question of nothing chosen, on a new space."""
    question = Question(Space(Problem(made)), NOTHING_CHOSEN, context_of(made))
    list(question.lines)
    return question


def some(found: Iterable[T], number: int) -> list[T]:
    """The first few of them."""
    return list(itertools.islice(found, number))


def growing(made: Corpus, deal: Complete, seed: int) -> list[Scenario]:
    """A draft that takes over one choice of a deal after the other."""
    chance = random.Random(seed)  # noqa: S311  # repeatable
    names = chance.sample(list(made.issues), GROWING)
    choices = {name: Choice(Name(name), deal[name]) for name in names}
    return [
        Scenario("d", "d", choices={name: choices[name] for name in names[:count]})
        for count in range(1, GROWING + 1)
    ]


def anything(made: Corpus, seed: int) -> Scenario:
    """A draft that decides every issue, without a thought for anybody's lines."""
    chance = random.Random(seed)  # noqa: S311  # repeatable
    choices = {}
    for name, issue in made.issues.items():
        term = chance.choice([None, *issue.terms.values()])
        picks = () if term is None else (Pick(term.id, dict.fromkeys(term.parameters, 0)),)
        choices[name] = Choice(Name(name), picks)
    return Scenario("a", "a", choices=choices)


def changed(deal: Complete, far: Scenario) -> Scenario:
    """The deal, but for the first few issues on which the other draft differs."""
    differing = [name for name in deal if deal[name] != far.choices[name].picks][:CHANGED]
    choices = {name: Choice(Name(name), picks) for name, picks in deal.items()}
    return replace(far, choices=choices | {name: far.choices[name] for name in differing})


# -- what is timed ------------------------------------------------------------


def with_a_zone(made: Corpus, seed: int, note: Note) -> None:
    """The questions about deals."""
    note("compile", clock(lambda: asked(made)))
    question = asked(made)
    space, context = question.space, question.context
    note("five diverse deals", clock(lambda: some(diverse(question, 5), 5)))
    deal = next(diverse(question, 1))
    lines = list(question.lines.values())
    judge, indexes = space.problem.judge(lines), space.problem.indexes(deal)
    many = clock(lambda: [judge(indexes) for _ in range(CHECKS)])
    note("check of a complete scenario, µs", many * 1_000 / CHECKS)
    note("options, first", clock(lambda: options(space, NOTHING_CHOSEN, context)))
    for draft in growing(made, deal, seed):
        note("options after a choice", clock(lambda d=draft: options(space, d, context)))
    far = anything(made, seed)
    near = changed(deal, far)
    for name, draft in {
        "deal, three issues changed": near,
        "draft made by chance": far,
    }.items():
        took = within(
            question.space, lambda d=draft: repair(space, d, context, limit=5), ALLOWED
        )
        note(f"repair of a {name}", took)


def counting(made: Corpus, seed: int, note: Note) -> None:
    """The first count makes the diagram; the others use it."""
    question = asked(made)
    problem, lines = question.space.problem, list(question.lines.values())
    deal = next(diverse(question, 1))
    counters: list[Counter] = []

    def first() -> int:
        counters.append(Counter(problem, question.space.stop))
        return counters[0].scenarios(lines).count()

    took = within(question.space, first, ALLOWED)
    note("count, first", took)
    if took == math.inf:
        return
    counter = counters[0]
    zone = counter.scenarios(lines)
    for draft in growing(made, deal, seed):
        given = [x for choice in draft.choices.values() for x in problem.fixed(choice)]
        note(
            "count after one more choice",
            clock(lambda given=given: counter.scenarios([*given, *lines]).count()),
        )
    note("shares of all terms", clock(zone.by_option))


def with_conflicts(made: Corpus, note: Note) -> tuple[int, int]:
    """The questions about who is in whose way; how many answers there are."""
    question = asked(made)
    first = {
        "first concession": lambda: next(cores_of(question).concessions(), None),
        "first conflict": lambda: next(cores_of(question).conflicts(), None),
    }
    for name, act in first.items():
        note(name, within(question.space, act, ALLOWED))
    found: list[frozenset[str]] = []
    found_conflicts: list[frozenset[str]] = []

    def both() -> None:
        known = cores_of(question)
        found.extend(known.concessions())
        found_conflicts.extend(known.conflicts())

    note("all concessions, then all conflicts", within(question.space, both, ALLOWED))
    context = question.context
    for name, ask in (
        ("concessions, the question", concessions),
        ("conflicts, the question", conflicts),
        ("frontier", frontier),
    ):
        question = asked(made)
        space = question.space
        note(
            name,
            within(
                question.space, lambda s=space, a=ask: a(s, NOTHING_CHOSEN, context), ALLOWED
            ),
        )
    return len(found), len(found_conflicts)


def cores_of(question: Question) -> Cores:
    """An enumeration that knows nothing yet."""
    return Cores(question.space, question.parts, ())


def exploding(made: Corpus, note: Note) -> None:
    """Ten of each where nobody knows how many there are."""
    question = asked(made)
    ten = {
        "ten concessions, none planted": lambda: some(cores_of(question).concessions(), 10),
        "ten conflicts, none planted": lambda: some(cores_of(question).conflicts(), 10),
    }
    for name, act in ten.items():
        note(name, within(question.space, act, ALLOWED))


def measured(arguments: argparse.Namespace) -> tuple[Table, list[str]]:
    """The table of all sizes, and what the spaces are like."""
    sizes = [int(each) for each in arguments.sizes.split(",")]
    table = Table("ms, by number of issues", list(map(str, sizes)), BUDGETS)
    told = []
    for issues in sizes:
        size = Size(issues, arguments.terms, across=arguments.across)
        sets = []
        for seed in range(1, arguments.seeds + 1):
            made = corpus(size, seed)
            clashing = corpus(replace(size, unplanted=min(issues, CLASHING)), seed)
            unplanted = corpus(replace(size, lines=0, unplanted=2 * issues), seed)

            def note(row: str, took: float, column: str = str(issues)) -> None:
                table.add(row, column, took)

            for _ in range(arguments.repeats):
                with_a_zone(made, seed, note)
                counting(made, seed, note)
                sets.append(with_conflicts(clashing, note))
                exploding(unplanted, note)
        told.append(f"{issues}: " + ", ".join(f"{a}/{b}" for a, b in dict.fromkeys(sets)))
    return table, told


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Times every question.")
    parser.add_argument("--sizes", default="10,20,40,80,200", help="numbers of issues")
    parser.add_argument("--terms", type=int, help="of every issue; drawn if left out")
    parser.add_argument("--across", type=float, default=0.12, help="part that leaves chapters")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=2)
    arguments = parser.parse_args()
    print(machine(), end="\n\n")
    table, told = measured(arguments)
    print(table)
    print(f"\nconcessions/conflicts, by seed: {'; '.join(told)}", end="\n\n")
    print(shipped_table(arguments.repeats))


if __name__ == "__main__":
    main()

"""Every question on generated spaces: milliseconds, medians over seeds.

Run: python benchmarks/questions.py [--sizes 10,20,40,80,200]
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from typing import TYPE_CHECKING

from spaces import Size, corpus

from zopa.concessions import concessions
from zopa.conflicts import conflicts
from zopa.context import context_of
from zopa.cores import Cores
from zopa.deals import deals, diverse
from zopa.frontier import frontier
from zopa.model import Choice, Pick, Scenario
from zopa.options import options
from zopa.problem import Problem
from zopa.question import NOTHING_CHOSEN, Question
from zopa.repair import repair
from zopa.space import Space
from zopa.stop import Stop

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = 3
BUDGET = 10.0


def clock(act: Callable[[], object]) -> float:
    """Milliseconds that it takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1_000


def measure(issues: int, seed: int, conflicting: int) -> dict[str, float]:
    """Every question once on one space."""
    made = corpus(Size(issues), seed)
    clashing = corpus(Size(issues, conflicting=conflicting), seed)
    found: dict[str, float] = {}
    space: list[Space] = []
    found["compile"] = clock(lambda: space.append(Space(Problem(made))))
    here = space[0]
    context = context_of(made)
    issue = made.issues["i0"]
    draft = Scenario("d", "d", choices={"i0": Choice(issue.id, (Pick(issue.terms["t0"].id),))})
    found["options, first"] = clock(lambda: options(here, NOTHING_CHOSEN, context))
    found["options, one more choice"] = clock(lambda: options(here, draft, context))
    question = Question(here, NOTHING_CHOSEN, context)
    witness = next(diverse(question, 1))
    nodes = list(question.lines.values())
    judge, indexes = here.problem.judge(nodes), here.problem.indexes(witness)
    judge(indexes)
    found["check, complete (us)"] = clock(lambda: [judge(indexes) for _ in range(1_000)])
    found["five diverse deals"] = clock(lambda: list(diverse(question, 5)))
    found["count, first"] = clock(lambda: deals(here, NOTHING_CHOSEN, context, examples=0))
    given = here.problem.fixed(draft.choices["i0"])
    found["count, one more choice"] = clock(lambda: here.counter.scenarios([*given, *nodes]).count())
    zone = here.counter.scenarios(nodes)
    found["shares of all terms"] = clock(zone.by_option)
    far = Scenario(
        "f",
        "f",
        choices={
            name: Choice(each.id, (Pick(each.terms["t1"].id),)) for name, each in made.issues.items()
        },
    )
    with Stop(BUDGET) as here.stop:
        found["repair"] = clock(lambda: repair(here, far, context, limit=5))
    here.stop = None
    there = Space(Problem(clashing))
    lines = Question(there, NOTHING_CHOSEN, context_of(clashing))
    with Stop(BUDGET) as there.stop:
        found["first conflict"] = clock(
            lambda: next(Cores(there, lines.lines, ()).conflicts(), None)
        )
        found["first concession"] = clock(
            lambda: next(Cores(there, lines.lines, ()).concessions(), None)
        )
        found["ten conflicts"] = clock(
            lambda: list(itertools.islice(Cores(there, lines.lines, ()).conflicts(), 10))
        )
        found["ten concessions"] = clock(
            lambda: list(itertools.islice(Cores(there, lines.lines, ()).concessions(), 10))
        )
    with Stop(BUDGET) as there.stop:
        found["all concessions"] = clock(lambda: concessions(there, NOTHING_CHOSEN, lines.context))
    with Stop(BUDGET) as there.stop:
        found["all conflicts"] = clock(lambda: conflicts(there, NOTHING_CHOSEN, lines.context))
    with Stop(BUDGET) as there.stop:
        found["frontier"] = clock(lambda: frontier(there, NOTHING_CHOSEN, lines.context))
    return found


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--sizes", default="10,20,40,80")
    arguments.add_argument("--conflicting", type=int, default=6)
    options_ = arguments.parse_args()
    sizes = [int(each) for each in options_.sizes.split(",")]
    table: dict[str, dict[int, float]] = {}
    for issues in sizes:
        runs = [measure(issues, seed, options_.conflicting) for seed in range(SEEDS)]
        for name in runs[0]:
            table.setdefault(name, {})[issues] = statistics.median(run[name] for run in runs)
    print(f"{'ms':28}" + "".join(f"{size:>10}" for size in sizes))
    for name, row in table.items():
        print(f"{name:28}" + "".join(f"{row[size]:>10.2f}" for size in sizes))


main()

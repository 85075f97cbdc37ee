"""Every question on the shipped corpus, asked of all its scenarios."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from timing import Table, clock

from zopa.files import shipped
from zopa.model.context import Context, context_of
from zopa.questions import NOTHING_CHOSEN
from zopa.questions.check import check
from zopa.questions.compare import compare
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import conflicts
from zopa.questions.coverage import coverage
from zopa.questions.deals import deals
from zopa.questions.frontier import frontier
from zopa.questions.options import options
from zopa.questions.repair import repair
from zopa.questions.sweep import sweep
from zopa.solving import Stop, Stopped
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from zopa.model.corpus import Corpus, Scenario

    Ask: TypeAlias = Callable[[Space, Scenario, Context], object]

__all__ = ["shipped_table"]

ALLOWED = 10.0
FIRST, AGAIN, SLOWEST = "first time", "asked again", "slowest draft"


def shipped_table(repeats: int) -> Table:
    """Milliseconds over all scenarios and nothing chosen; repeats give medians."""
    corpus, drafts = _loaded()
    budgets = dict.fromkeys(_questions(corpus, drafts), "20") | {"sweep": "1,000"}
    table = Table("ms, shipped corpus", [FIRST, AGAIN, SLOWEST], budgets)
    for _ in range(repeats):
        table.add("compile", FIRST, clock(lambda: Space(Problem(corpus))))
    for name, ask in _questions(corpus, drafts).items():
        slowest = 0.0
        _ask(ask, NOTHING_CHOSEN, context_of(corpus), Space(Problem(corpus)))  # imports
        for draft in drafts:
            context = context_of(corpus, draft)
            act = partial(_ask, ask, draft, context)
            first = []
            for _ in range(repeats):
                space = Space(Problem(corpus))
                first.append(act(space))
                table.add(name, FIRST, first[-1])
                table.add(name, AGAIN, act(space))
            slowest = max(slowest, sorted(first)[repeats // 2])
        table.add(name, SLOWEST, slowest)
    return table


def _loaded() -> tuple[Corpus, list[Scenario]]:
    workspace = load(shipped("terms").parent)
    return workspace.corpus, [NOTHING_CHOSEN, *workspace.scenarios.values()]


def _questions(corpus: Corpus, drafts: list[Scenario]) -> Mapping[str, Ask]:
    other = drafts[-1]
    return {
        "check": check,
        "options": options,
        "options, deals counted": lambda s, d, c: options(s, d, c, count=True),
        "deals": deals,
        "conflicts": conflicts,
        "concessions": concessions,
        "repair": repair,
        "frontier": frontier,
        "compare with another": lambda s, d, c: compare(
            s, [(d, c), (other, context_of(corpus, other))]
        ),
        "coverage": lambda _s, _d, c: coverage(corpus, c.as_of),
        "sweep": sweep,
    }


def _ask(ask: Ask, draft: Scenario, context: Context, space: Space) -> float:
    with Stop(ALLOWED) as space.stop:
        try:
            return clock(lambda: ask(space, draft, context))
        except Stopped:
            return math.inf

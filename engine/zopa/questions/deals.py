"""Whether there is a deal, how many, what they have in common, and a few unlike ones."""

from __future__ import annotations

import collections
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.model.one_line import InShort
from zopa.questions.question import Completeness, Question
from zopa.solving.cancel import Stopped, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.model.evaluate import Complete
    from zopa.solving.bdd import Counter
    from zopa.solving.problem import Problem
    from zopa.solving.space import Space

__all__ = ["Deals", "deals", "diverse"]


@dataclass(frozen=True, slots=True, repr=False)
class Deals(InShort):
    """The zone of possible agreement, as far as the draft leaves it."""

    exists: bool
    rules_contradict: bool
    """Whether not even a coherent completion exists: that is not the parties' doing."""
    count: int | None
    """Of outlines of deals that extend the draft; None: not counted.

    An outline is a complete scenario with the values of its numbers set aside: of an
    integer parameter it says only whether it is a number or `unlimited`."""
    coherent: int | None
    """Of outlines of coherent completions."""
    shares: Mapping[tuple[str, str], Fraction]
    """For each issue and term the part of these outlines that have it; empty without deals."""
    examples: tuple[Complete, ...]
    completeness: Completeness
    """Of the counts; existence is always proved."""


def deals(
    space: Space, scenario: Scenario, context: Context, *, examples: int = 1, count: bool = True
) -> Deals:
    """Say whether a deal extends the draft, how many do and what their terms are.

    Args:
        space: the scenarios.
        scenario: the draft.
        context: the assumptions.
        examples: how many deals to show, as unlike each other as is easily found.
        count: whether to count, which takes a diagram.

    Raises:
        Stopped: the space was told to end before existence was known.
    """
    question = Question(space, scenario, context)
    coherent = question.coherent
    exists = coherent and question.possible(question.lines.values())
    shown = tuple(diverse(question, examples)) if exists and examples else ()
    result = Deals(
        exists=exists,
        rules_contradict=not coherent,
        count=None,
        coherent=None,
        shares={},
        examples=shown,
        completeness=Completeness.AT_LEAST,
    )
    if not count:
        return result
    try:
        total, every, by_option = space.counted(
            _counts, (question.assumed, list(question.lines.values()))
        )
    except (TooLarge, Stopped):
        return result
    return Deals(
        exists=exists,
        rules_contradict=not coherent,
        count=total,
        coherent=every,
        shares={
            (str(issue.id), term): Fraction(by_option[str(issue.id), term], total)
            for issue in space.problem.corpus.issues.values()
            for term in issue.terms
            if total
        },
        examples=shown,
        completeness=Completeness.PROVED,
    )


def _counts(
    counter: Counter, asked: tuple[Sequence[int], Sequence[int]]
) -> tuple[int, int, Mapping[tuple[str, str], int]]:
    """The deals that keep the choices and the lines, the coherent ones, and each term's."""
    assumed, lines = asked
    completions = counter.scenarios(assumed).count()
    zone = counter.scenarios([*assumed, *lines])
    total = zone.count()
    return total, completions, zone.by_option() if total else {}


def diverse(question: Question, number: int) -> Iterator[Complete]:
    """Show up to so many deals of different outlines, each leaning to options not yet shown.

    Which ones is not stated: they differ as much as the solver's first choices
    can make them, not as much as is possible. Of each the numbers are the least that
    are possible, one after another, unless the draft gives them.
    """
    space = question.space.scratch()
    used: collections.Counter[int] = collections.Counter()
    nodes = [node for variable in space.problem.variables for node in variable.nodes]
    wanted = [*question.assumed, *question.lines.values()]
    for _ in range(number):
        space.prefer([node if not used[node] else -node for node in nodes if node > 0])
        if not space.possible(wanted):
            return
        seen = space.witness()
        elsewhere = tuple(_elsewhere(space.problem, seen.true))
        if _numbers(space.problem):
            seen = space.first([*wanted, *(-node for node in elsewhere)])
        used.update(node for node in nodes if node in seen.true)
        space.add([elsewhere])
        yield seen.scenario(question.scenario.choices)


def _numbers(problem: Problem) -> bool:
    """Whether some term has a number."""
    return any(
        piece.number
        for variable in problem.variables
        for option in variable.options
        for piece in option.pieces.values()
    )


def _elsewhere(problem: Problem, true: AbstractSet[int]) -> Iterator[int]:
    """Every option with which a variable has another outline than it has here."""
    for variable in problem.variables:
        both = list(zip(variable.options, variable.nodes, strict=True))
        here = next(option.outline for option, node in both if node in true)
        yield from (node for option, node in both if option.outline != here)

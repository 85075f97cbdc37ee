"""Existence, number and common terms of deals, and some different examples."""

from __future__ import annotations

import collections
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.model.one_line import InShort
from zopa.questions import Completeness, Question
from zopa.solving.cancel import Stopped, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.model.evaluate import Complete
    from zopa.solving.bdd import Counter
    from zopa.solving.problem import Variable, VariableValue
    from zopa.solving.space import Space

__all__ = ["Deals", "deals", "diverse"]

EFFORT = 2_000
"""Conflicts of the solver after which an example skips an option; seen: under 50."""


@dataclass(frozen=True, slots=True, repr=False)
class Deals(InShort):
    """The zone of possible agreement, with the draft's choices."""

    exists: bool
    rules_contradict: bool
    """True if not even a consistent completion exists, for which no position is the reason."""
    count: int | None
    """Number of outlines of deals that extend the draft; None: not counted.

    An outline is a complete scenario without the values of its numbers. Of an integer
    parameter it says only whether it is a number or `unlimited`.
    """
    coherent: int | None
    """Number of outlines of consistent completions."""
    shares: Mapping[tuple[str, str], Fraction]
    """For each issue and term, the share of these outlines; empty without deals."""
    examples: tuple[Complete, ...]
    completeness: Completeness
    """Of the counts; existence is always proved."""


def deals(
    space: Space, scenario: Scenario, context: Context, *, examples: int = 1, count: bool = True
) -> Deals:
    """Find out if a deal extends the draft, how many do, and what their terms are.

    Args:
        space: the scenarios.
        scenario: the draft.
        context: the assumptions.
        examples: number of deals to show, as different as is easily found.
        count: True to count, which takes a diagram.

    Raises:
        Stopped: the space was told to end before existence was known.
    """
    question = Question(space, scenario, context)
    coherent = question.coherent
    exists = coherent and question.possible(question.lines.values())
    shown: list[Complete] = []
    if exists and examples:
        with suppress(Stopped):  # that there is a deal is known all the same
            shown.extend(diverse(question, examples))
    result = Deals(
        exists=exists,
        rules_contradict=not coherent,
        count=None,
        coherent=None,
        shares={},
        examples=tuple(shown),
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
        examples=tuple(shown),
        completeness=Completeness.PROVED,
    )


def _counts(
    counter: Counter, asked: tuple[Sequence[int], Sequence[int]]
) -> tuple[int, int, Mapping[tuple[str, str], int]]:
    """The numbers of deals and of consistent agreements with the choices, and deals by term."""
    assumed, lines = asked
    completions = counter.scenarios(assumed).count()
    zone = counter.scenarios([*assumed, *lines])
    total = zone.count()
    return total, completions, zone.by_option() if total else {}


def diverse(question: Question, number: int) -> Iterator[Complete]:
    """Yield up to `number` deals of different outlines, preferring outlines not yet shown.

    In corpus order, each variable takes the first possible option, given those before it. The
    search is limited by `EFFORT`. Options are tried in this order: first those whose outline
    is in the fewest earlier deals, then terms before no term, then corpus order. So the
    result does not depend on earlier questions, and numbers are the smallest possible ones.
    """
    space = question.space.scratch()
    variables = space.problem.variables
    shown = [collections.Counter[object]() for _ in variables]
    wanted = [*question.assumed, *question.lines.values()]
    for _ in range(number):
        if not space.possible(wanted):
            return
        orders = list(map(_least_shown_first, variables, shown))
        seen = space.first(wanted, orders, conflicts=EFFORT)
        outlines = [_outline(variable, seen.true) for variable in variables]
        for counts, outline in zip(shown, outlines, strict=True):
            counts[outline] += 1
        space.add([tuple(_elsewhere(variables, outlines))])
        yield seen.scenario(question.scenario.choices)


def _least_shown_first(variable: Variable, shown: Mapping[object, int]) -> Sequence[int]:
    """The nodes of its options, by how many deals had their outline; a term before none."""

    def place(each: tuple[VariableValue, int]) -> tuple[int, bool]:
        option, _ = each
        return shown[option.outline], option.term is None

    both = zip(variable.options, variable.nodes, strict=True)
    return [node for _, node in sorted(both, key=place)]


def _outline(variable: Variable, true: AbstractSet[int]) -> object:
    """The outline of the option that it takes."""
    both = zip(variable.options, variable.nodes, strict=True)
    return next(option.outline for option, node in both if node in true)


def _elsewhere(variables: Iterable[Variable], outlines: Iterable[object]) -> Iterator[int]:
    """Every option that gives a variable another outline."""
    for variable, outline in zip(variables, outlines, strict=True):
        both = zip(variable.options, variable.nodes, strict=True)
        yield from (node for option, node in both if option.outline != outline)

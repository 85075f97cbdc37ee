"""Whether there is a deal, how many, what they have in common, and a few unlike ones."""

from __future__ import annotations

import collections
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.model.one_line import InShort
from zopa.questions.question import Completeness, Question
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
"""Conflicts of the solver after which an example does without an option; seen: under 50."""


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
    """The deals that keep the choices and the lines, the coherent ones, and each term's."""
    assumed, lines = asked
    completions = counter.scenarios(assumed).count()
    zone = counter.scenarios([*assumed, *lines])
    total = zone.count()
    return total, completions, zone.by_option() if total else {}


def diverse(question: Question, number: int) -> Iterator[Complete]:
    """Show up to so many deals of different outlines, each leaning to what is not yet shown.

    In corpus order each variable takes the first option that is possible with what those
    before it took, as far as that is found within `EFFORT`. Of its options those come
    first whose outline the fewest of the deals before have, of these a term before none,
    and then as in the corpus: so they do not depend on what was asked before, and numbers
    are the least that are possible.
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
    """Every option with which a variable has another outline than this."""
    for variable, outline in zip(variables, outlines, strict=True):
        both = zip(variable.options, variable.nodes, strict=True)
        yield from (node for option, node in both if option.outline != outline)

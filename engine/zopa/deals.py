"""Whether there is a deal, how many, what they have in common, and a few unlike ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.brevity import InShort
from zopa.question import Completeness, Question
from zopa.stop import Stopped, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.context import Context
    from zopa.model import Scenario
    from zopa.reference import Complete
    from zopa.space import Space

__all__ = ["Deals", "deals", "diverse"]


@dataclass(frozen=True, slots=True, repr=False)
class Deals(InShort):
    """The zone of possible agreement, as far as the draft leaves it."""

    exists: bool
    rules_contradict: bool
    """Whether not even a coherent completion exists: that is not the parties' doing."""
    count: int | None
    """Of deals that extend the draft, one for each piece of a parameter; None: not counted."""
    coherent: int | None
    """Of coherent completions, counted likewise."""
    shares: Mapping[tuple[str, str], Fraction]
    """For each issue and term the part of the deals that have it; empty without deals."""
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
    coherent = question.possible()
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
        completions = space.counter.scenarios(question.assumed)
        zone = space.counter.scenarios([*question.assumed, *question.lines.values()])
        total = zone.count()
        by_option = zone.by_option() if total else {}
    except (TooLarge, Stopped):
        return result
    return Deals(
        exists=exists,
        rules_contradict=not coherent,
        count=total,
        coherent=completions.count(),
        shares={
            (str(issue.id), term): Fraction(by_option[str(issue.id), term], total)
            for issue in space.problem.corpus.issues.values()
            for term in issue.terms
            if total
        },
        examples=shown,
        completeness=Completeness.PROVED,
    )


def diverse(question: Question, number: int) -> Iterator[Complete]:
    """Show up to so many different deals, each leaning to options not yet shown.

    Which ones is not stated: they differ as much as the solver's first choices
    can make them, not as much as is possible.
    """
    space = question.space.scratch()
    used: Counter[int] = Counter()
    nodes = [node for variable in space.problem.variables for node in variable.nodes]
    wanted = [*question.assumed, *question.lines.values()]
    for _ in range(number):
        space.prefer([node if not used[node] else -node for node in nodes if node > 0])
        if not space.possible(wanted):
            return
        seen = space.witness()
        true = [node for node in nodes if node in seen.true]
        used.update(true)
        space.add([tuple(-node for node in true)])
        yield seen.scenario(question.scenario.choices)

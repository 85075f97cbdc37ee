"""Every minimal reason for a mark, where one is not enough to understand it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from zopa.questions.options import Mark, Why, options
from zopa.questions.question import Question
from zopa.solving.mus import Cores, minimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.solving.space import Space

__all__ = ["reasons"]

CHOICE, POSITION = "choice ", "position "


def reasons(
    space: Space, scenario: Scenario, context: Context, issue: str, term: str
) -> Iterator[Why]:
    """All minimal sets of choices and positions that force or exclude a term; none if possible.

    Those with the fewest parts come first, those of one size in no stated order.
    What `why` gives is one of them. Each is carried by the fewest rules and effects.

    Raises:
        Stopped: the space was told to end first.
    """
    result = options(space, scenario, context)
    marked = next(each for each in result.marks if (each.issue, each.term) == (issue, term))
    if marked.mark == Mark.POSSIBLE:
        return
    question = Question(space, scenario, context)
    space = question.world
    node = space.problem.chosen(issue, term)
    target = node if marked.mark == Mark.EXCLUDED else -node
    parts: dict[str, Sequence[int]] = {
        f"{CHOICE}{each}": literals
        for each, literals in question.facts.items()
        if each != issue
    }
    if marked.by == "positions":
        aside = {*result.crossed, *result.contended}
        parts |= {
            f"{POSITION}{name}": (line,)
            for name, line in question.lines.items()
            if name not in aside
        }
    clauses = {f"{each.nature} {each.name}": each for each in space.problem.clauses}
    for kept in Cores(space, parts, [target]).conflicts():
        given = [target, *(literal for part in sorted(kept) for literal in parts[part])]
        carrying = minimal(
            {key: (clauses[key].node,) for key in sorted(clauses)},
            partial(_carried, space, given),
        )
        yield Why(
            marked=marked,
            choices=question.in_corpus_order(_named(kept, CHOICE)),
            positions=tuple(_named(kept, POSITION)),
            clauses=tuple(clauses[key] for key in carrying),
        )


def _carried(
    space: Space, given: Sequence[int], literals: Sequence[int]
) -> frozenset[int] | None:
    """A scenario, coherent or not, that defies the reason although these clauses hold."""
    return space.show([*given, *literals])


def _named(parts: frozenset[str], nature: str) -> list[str]:
    return [each.removeprefix(nature) for each in sorted(parts) if each.startswith(nature)]

"""Which parts can be looked at apart: those that no rule, line or choice ties together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.solving.problem import Problem

__all__ = ["components"]


def components(
    problem: Problem,
    parts: Mapping[str, Sequence[int]],
    facts: Iterable[int],
    true: AbstractSet[int],
) -> list[list[str]]:
    """The parts by what can have to do with one another.

    Two parts are in one component if they speak of the same variable, or of two
    that a rule, an effect or a fact ties together, directly or through others. A
    variable that is settled ties nothing. What can hold in each component by
    itself can hold in all at once, if anything can.

    Args:
        problem: whose rules count.
        parts: for each its literals.
        facts: literals that hold throughout.
        true: literals that are true wherever the facts are.

    Returns:
        The names of each component, and the components, in the order of `parts`.
    """
    free = sum(
        1 << number
        for number, variable in enumerate(problem.variables)
        if true.isdisjoint(variable.nodes)
    )
    tied: list[int] = []
    speaking = {
        name: _union(problem.support(literal) for literal in literals) & free
        for name, literals in parts.items()
    }
    ties = (
        problem.support(node) & free for node in (*(c.node for c in problem.clauses), *facts)
    )
    for tie in {*ties, *speaking.values()}:
        touched = [other for other in tied if other & tie]
        tied = [*(other for other in tied if not other & tie), _union([tie, *touched])]
    found: dict[int | str, list[str]] = {}
    for name, spoken in speaking.items():
        found.setdefault(next((each for each in tied if each & spoken), name), []).append(name)
    return list(found.values())


def _union(supports: Iterable[int]) -> int:
    every = 0
    for each in supports:
        every |= each
    return every

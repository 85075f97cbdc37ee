"""Minimal reasons, minimal conflicts and minimal concessions."""

from __future__ import annotations

import functools
import heapq
import itertools
import operator
from typing import TYPE_CHECKING, TypeVar

from zopa.solving.circuit import Circuit
from zopa.solving.cnf import Encoder
from zopa.solving.hitting_sets import HittingSets
from zopa.solving.sat import Solver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.solving.problem import Problem
    from zopa.solving.space import Space

__all__ = [
    "Cores",
    "components",
    "minimal",
    "preferred",
    "smallest",
]


T = TypeVar("T")


def minimal(
    parts: Mapping[T, Sequence[int]], show: Callable[[list[int]], frozenset[int] | None]
) -> tuple[T, ...]:
    """A subset that is enough, and of which every proper subset is not.

    The empty set and single parts are tried first, so that the simplest reason
    is given where there is one; else as `preferred`.

    Args:
        parts: enough together, in the order in which they should be kept; for
            each its literals.
        show: the literals that are true in some world with all of these, or None
            where there is no such world: then the parts that they are of are enough.

    Returns:
        The subset, in the order of `parts`.
    """
    seen = show([])
    if seen is None:
        return ()
    shown = [seen]
    left = [part for part, literals in parts.items() if not seen.issuperset(literals)]
    while left:
        seen = show(list(parts[left[0]]))
        if seen is None:
            return (left[0],)
        shown.append(seen)
        left = [part for part in left[1:] if not seen.issuperset(parts[part])]
    return _preferred(parts, show, shown)


def preferred(
    parts: Mapping[T, Sequence[int]], show: Callable[[list[int]], frozenset[int] | None]
) -> tuple[T, ...]:
    """The minimal subset that is enough and keeps to the foremost parts.

    The answer depends on the order of the parts and on nothing else: it is what
    is left when the parts are dropped from the last to the first wherever the
    rest is enough.

    Args:
        parts: as of `minimal`.
        show: as of `minimal`.

    Returns:
        The subset, in the order of `parts`; of k parts among n after at the most
        k × (1 + log n) + 1 calls.

    Source:
        The answer is the preferred explanation of Junker, "QuickXplain:
        Preferred Explanations and Relaxations for Over-Constrained Problems",
        AAAI 2004.
    """
    return _preferred(parts, show, [])


def _preferred(
    parts: Mapping[T, Sequence[int]],
    show: Callable[[list[int]], frozenset[int] | None],
    shown: list[frozenset[int]],
) -> tuple[T, ...]:
    """From the last part needed to the first.

    Each ends the shortest run of foremost parts that is enough with those already
    found to be needed; where that run ends is looked for by halving.
    """
    names = list(parts)
    needed: list[T] = []
    # Each world that has all that are needed, with the longest run that it has.
    worlds = [(world, _run(parts, world)) for world in shown]

    def enough(run: int) -> bool:
        if any(has >= run for _, has in worlds):
            return False
        seen = show([each for name in (*names[:run], *needed) for each in parts[name]])
        if seen is not None:
            worlds.append((seen, max(run, _run(parts, seen))))
        return seen is None

    longest = len(names)
    while not enough(0):
        shortest = 0
        while longest - shortest > 1:
            middle = (shortest + longest) // 2
            if enough(middle):
                longest = middle
            else:
                shortest = middle
        longest -= 1
        needed.insert(0, names[longest])
        last = parts[names[longest]]
        worlds[:] = [each for each in worlds if each[0].issuperset(last)]
    return tuple(needed)


def _run(parts: Mapping[T, Sequence[int]], world: frozenset[int]) -> int:
    """How many of the foremost parts a world has, until the first that it has not."""
    run = 0
    for literals in parts.values():
        if not world.issuperset(literals):
            break
        run += 1
    return run


def smallest(
    parts: Mapping[T, Sequence[int]],
    show: Callable[[list[int]], frozenset[int] | None],
    *,
    most: int,
    tries: int = 200,
) -> tuple[list[tuple[T, ...]], bool]:
    """The subsets that are enough, and of which no proper subset is: the smallest of them.

    A set is tried that has something of each set of parts known to be needed, the
    foremost of the fewest; where it is not enough, what it lacks is another one. So
    what is found depends on the parts and their order, not on what was shown before.

    Args:
        parts: as of `minimal`.
        show: as of `minimal`.
        most: how many to give.
        tries: how many sets are tried before the rest is left unknown.

    Returns:
        The subsets by size, then by the places of their parts, each in the order of
        `parts`; and whether there are or may be more.
    """
    names = list(parts)
    found: list[tuple[T, ...]] = []
    needed: list[tuple[int, ...]] = []
    barred: list[tuple[int, ...]] = []
    least = 0
    for _ in range(tries):
        tried = _foremost(needed, barred, least)
        if tried is None:
            return found, False
        if len(found) == most:
            return found, True
        least = len(tried)
        lacking = _lacking(parts, show, [names[place] for place in tried])
        if lacking is None:
            found.append(tuple(names[place] for place in tried))
            barred.append(tried)
        else:
            needed.append(tuple(lacking))
    return found, True


def _lacking(
    parts: Mapping[T, Sequence[int]],
    show: Callable[[list[int]], frozenset[int] | None],
    given: Sequence[T],
) -> list[int] | None:
    """The places of parts of which one is needed besides these; None where these are enough."""
    literals = [each for name in given for each in parts[name]]
    seen = show(literals)
    if seen is None:
        return None
    lacking = []
    for place, (name, mine) in enumerate(parts.items()):
        if not seen.issuperset(mine):
            more = show([*literals, *mine])
            if more is None:
                lacking.append(place)
                continue
            seen = more
        if name not in given:
            literals += mine
    return lacking


def _foremost(
    needed: Sequence[tuple[int, ...]], barred: Sequence[tuple[int, ...]], least: int
) -> tuple[int, ...] | None:
    """The fewest numbers with one of each needed, and no barred set; the foremost of these.

    Args:
        needed: each of these must have one of the numbers.
        barred: none of these may be part of it.
        least: there are at least so many.
    """
    circuit = Circuit()
    inputs = {
        number: circuit.input() for number in sorted({x for each in needed for x in each})
    }
    nodes = list(inputs.values())
    clauses = [[inputs[x] for x in each] for each in needed]
    clauses += [[-inputs[x] for x in each] for each in barred]
    if not Solver([*clauses, *([node, -node] for node in nodes)]).satisfiable([]):
        return None
    for size in range(least, len(nodes) + 1):
        few = circuit.at_most(size, nodes)
        solver = Solver([*Encoder(circuit).define([few, *nodes]), *clauses])
        if solver.satisfiable([few]):
            taken = [few]
            for node in nodes:
                taken.append(node if solver.satisfiable([*taken, node]) else -node)
            return tuple(number for number, node in inputs.items() if node in taken)
    return None


class Cores:
    """The conflicts and the concessions among some parts, under some facts.

    A conflict is a minimal set of parts that cannot hold together, a concession
    a minimal set without which the others can. A conflict lies within one
    component; a concession takes something from each component that has one.
    """

    def __init__(
        self, space: Space, parts: Mapping[str, Sequence[int]], facts: Sequence[int]
    ) -> None:
        """Make ready to ask.

        Args:
            space: the scenarios; its `stop` is obeyed.
            parts: for each part, a position or a choice, what is true where it holds.
            facts: literals that hold throughout.
        """
        self._space = space
        self._parts = {name: parts[name] for name in sorted(parts)}
        self._facts = list(facts)

    def concessions(self) -> Iterator[frozenset[str]]:
        """Minimal sets of parts without which the others can hold; smallest first.

        One empty set where all can hold; none where nothing is coherent. Sets of
        one size come in no stated order.

        Raises:
            Stopped: the space was told to end first.
        """
        if self._apart is not None:
            each = (apart.concessions() for apart in self._apart)
            for joined in functools.reduce(_joined, each, iter([frozenset[str]()])):
                # Where components are joined, no solver looks at the time.
                if self._space.stop is not None:
                    self._space.stop.check()
                yield joined

    def conflicts(self) -> Iterator[frozenset[str]]:
        """Minimal sets of parts that cannot hold together; smallest first.

        One empty set where nothing is coherent; none where all can hold. Sets
        of one size come in no stated order.

        Raises:
            Stopped: the space was told to end first.
        """
        if self._apart is None:
            yield frozenset()
        else:
            yield from heapq.merge(*(each.conflicts() for each in self._apart), key=len)

    def contended(self) -> frozenset[str]:
        """The parts of all conflicts, which are those of all concessions.

        Raises:
            Stopped: the space was told to end first.
        """
        every = (each for apart in self._apart or () for each in apart.concessions())
        return frozenset(itertools.chain.from_iterable(every))

    @functools.cached_property
    def _apart(self) -> list[HittingSets] | None:
        """Each component with a conflict; None where nothing is coherent at all."""
        space = self._space
        true = frozenset(map(operator.neg, space.refuted(self._facts)))
        rest = components(space.problem, self._parts, self._facts, true)
        found: list[list[str]] = []
        while not space.possible([*self._facts, *self._literals(itertools.chain(*rest))]):
            core = space.core()
            blamed = [names for names in rest if not core.isdisjoint(self._literals(names))]
            if not blamed:
                return None
            found.extend(blamed)
            rest = [names for names in rest if names not in blamed]
        parts = self._parts
        return [
            HittingSets(space, {name: parts[name] for name in names}, self._facts)
            for names in found
        ]

    def _literals(self, names: Iterable[str]) -> Iterator[int]:
        """What is true where all of these parts hold."""
        return (literal for name in names for literal in self._parts[name])


def _joined(
    ones: Iterator[frozenset[str]], others: Iterator[frozenset[str]]
) -> Iterator[frozenset[str]]:
    """The unions of one of these and one of those; smallest first, as they come."""
    left: list[frozenset[str]] = []
    right: list[frozenset[str]] = []
    waiting: list[tuple[int, int, int]] = []

    def wait(i: int, j: int) -> None:
        left.extend(itertools.islice(ones, max(0, i + 1 - len(left))))
        right.extend(itertools.islice(others, max(0, j + 1 - len(right))))
        if i < len(left) and j < len(right):
            heapq.heappush(waiting, (len(left[i]) + len(right[j]), i, j))

    wait(0, 0)
    while waiting:
        _, i, j = heapq.heappop(waiting)
        yield left[i] | right[j]
        wait(i, j + 1)
        if j == 0:
            wait(i + 1, 0)


# -- components --


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
        or not all(bit in true or -bit in true for bit in problem.bits_of(variable.issue))
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

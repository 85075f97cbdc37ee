"""Minimal reasons and conflicts (MUS) and concession sets (MCS)."""

from __future__ import annotations

import functools
import heapq
import itertools
import operator
from typing import TYPE_CHECKING, TypeVar

from zopa.solving.circuit import Circuit, Encoder
from zopa.solving.sat import Cheapest, Solver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.solving import Stop
    from zopa.solving.problem import Problem
    from zopa.solving.space import Space

__all__ = [
    "Cores",
    "HittingSets",
    "minimal",
    "preferred",
    "smallest",
]


T = TypeVar("T")


def minimal(
    parts: Mapping[T, Sequence[int]], show: Callable[[list[int]], frozenset[int] | None]
) -> tuple[T, ...]:
    """Return a minimal sufficient subset (MUS under assumptions).

    The empty set and single parts are tried first, so that the simplest reason is given; else
    `preferred`.

    Args:
        parts: sufficient together, in order of preference; with their literals.
        show: returns the true literals of a scenario with all of these, or None if there is
            none: then their parts are sufficient.

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
    """Return the minimal sufficient subset of the most preferred parts.

    The answer depends only on the order of the parts: it is the rest if parts are dropped from
    the last to the first as long as the others are sufficient.

    Args:
        parts: as for `minimal`.
        show: as for `minimal`.

    Returns:
        The subset, in the order of `parts`; for k of n parts at most k × (1 + log n) + 1 calls.

    Source:
        Junker, "QuickXplain: Preferred Explanations and Relaxations for Over-Constrained
        Problems", AAAI 2004, for the preferred explanation.
    """
    return _preferred(parts, show, [])


def _preferred(
    parts: Mapping[T, Sequence[int]],
    show: Callable[[list[int]], frozenset[int] | None],
    shown: list[frozenset[int]],
) -> tuple[T, ...]:
    """Return the preferred subset, from its last part to its first.

    Each part ends the shortest prefix that is sufficient with the parts found before; the end
    is found by binary search.
    """
    names = list(parts)
    needed: list[T] = []
    # Witnesses with all needed parts, each with the longest prefix that it has.
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
    """Return the length of the longest prefix of parts that a scenario has."""
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
    """Return the smallest of the minimal sufficient subsets.

    Candidates are minimum hitting sets of the sets that must be hit, in order of preference; an
    insufficient candidate yields another set to hit. So the result depends on the parts and
    their order, not on earlier witnesses.

    Args:
        parts: as for `minimal`.
        show: as for `minimal`.
        most: number of subsets to return.
        tries: number of candidates to test.

    Returns:
        The subsets by size, then by the indexes of their parts, each in the order of `parts`;
        and True if there are or may be more.
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
    """Return a set of parts that must be hit too; None if these are sufficient."""
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
    """Return the preferred minimum hitting set that contains no barred set.

    Args:
        needed: sets to hit.
        barred: sets that it must not contain.
        least: lower bound of its size.
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
    """Conflicts and concession sets by independent components.

    A conflict is a minimal set of parts that no scenario has together (MUS), a concession set a
    minimal set whose removal makes the others possible (MCS). A conflict is within one
    component; a concession set has a part of each component with a conflict.
    """

    def __init__(
        self, space: Space, parts: Mapping[str, Sequence[int]], facts: Sequence[int]
    ) -> None:
        """Prepare the enumeration.

        Args:
            space: the scenarios; its `stop` is obeyed.
            parts: literals of each part, a position or a choice.
            facts: literals that are always assumed.
        """
        self._space = space
        self._parts = {name: parts[name] for name in sorted(parts)}
        self._facts = list(facts)

    def concessions(self) -> Iterator[frozenset[str]]:
        """Yield minimal sets of parts whose removal makes the others possible; smallest first.

        One empty set if all are possible together; none if nothing is consistent. Sets of one
        size have no defined order.

        Raises:
            Stopped: the space was cancelled first.
        """
        if self._apart is not None:
            each = (apart.concessions() for apart in self._apart)
            for joined in functools.reduce(_joined, each, iter([frozenset[str]()])):
                # Joining components calls no solver, so cancellation is checked here.
                if self._space.stop is not None:
                    self._space.stop.check()
                yield joined

    def conflicts(self) -> Iterator[frozenset[str]]:
        """Yield minimal sets of parts that are impossible together; smallest first.

        One empty set if nothing is consistent; none if all are possible together. Sets of one
        size have no defined order.

        Raises:
            Stopped: the space was cancelled first.
        """
        if self._apart is None:
            yield frozenset()
        else:
            yield from heapq.merge(*(each.conflicts() for each in self._apart), key=len)

    def contended(self) -> frozenset[str]:
        """Return the parts of all conflicts, which are those of all concession sets.

        Raises:
            Stopped: the space was cancelled first.
        """
        every = (each for apart in self._apart or () for each in apart.concessions())
        return frozenset(itertools.chain.from_iterable(every))

    @functools.cached_property
    def _apart(self) -> list[HittingSets] | None:
        """Components with a conflict; None if nothing is consistent."""
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
        """Yield the literals of these parts."""
        return (literal for name in names for literal in self._parts[name])


def _joined(
    ones: Iterator[frozenset[str]], others: Iterator[frozenset[str]]
) -> Iterator[frozenset[str]]:
    """Yield the unions of members of both families; smallest first, as they come."""
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
    """Split parts into connected components, which are independent subproblems.

    Two parts are in one component if they depend on the same variable, or on two that a rule,
    an effect or a fact connects, directly or through others. A fixed variable connects nothing.
    If each component is possible alone, all are possible together.

    Args:
        problem: problem with the rules.
        parts: literals of each part.
        facts: literals that are always assumed.
        true: literals that the facts imply.

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


# -- conflicts (MUS) and concession sets (MCS) by implicit hitting sets --


class HittingSets:
    """Conflicts and concession sets among some parts, under some facts.

    A conflict is a minimal set of parts that no scenario has together (MUS), a concession set a
    minimal set whose removal makes the others possible (MCS). The concession sets are the
    minimal hitting sets of the conflicts, and the reverse. So either enumeration tests a
    minimum hitting set of all known members of the other family. If it is not a member of its
    family, it yields a new member of the other.

    Source:
        Reiter, "A theory of diagnosis from first principles", 1987, for the duality; Ignatiev,
        Previti, Liffiton and Marques-Silva, "Smallest MUS extraction with minimal hitting set
        dualization", CP 2015, for implicit hitting sets.
    """

    def __init__(
        self, space: Space, parts: Mapping[str, Sequence[int]], facts: Sequence[int]
    ) -> None:
        """Prepare the enumeration.

        Args:
            space: the scenarios; it is unchanged, and its `stop` is obeyed.
            parts: literals of each part, a position or a choice.
            facts: literals that are always assumed.
        """
        self._space = space
        self._facts = list(facts)
        self._parts = {name: parts[name] for name in sorted(parts)}
        # Witnesses then have as many parts as possible, which saves solver calls.
        space.prefer([literal for each in self._parts.values() for literal in each])
        # Results of both enumerations, in the order of finding (dictionaries are ordered).
        self._concessions: dict[frozenset[str], None] = {}
        self._conflicts: dict[frozenset[str], None] = {}

    def hold(self, names: Iterable[str]) -> bool:
        """Return True if a consistent scenario has all of these parts.

        Raises:
            Stopped: the space was cancelled first.
        """
        return self._space.possible(self._given(names))

    def _given(self, names: Iterable[str]) -> list[int]:
        """Return the literals of the facts and of these parts."""
        return [*self._facts, *(each for name in names for each in self._parts[name])]

    def concessions(self) -> Iterator[frozenset[str]]:
        """Yield minimal sets of parts whose removal makes the others possible; smallest first.

        One empty set if all are possible together; none if nothing is consistent. Sets of one
        size have no defined order.

        Raises:
            Stopped: the space was cancelled first.
        """
        smallest = _Smallest(self._conflicts)
        while (dropped := smallest.next(self._space.stop)) is not None:
            rest = [name for name in self._parts if name not in dropped]
            if self.hold(rest):
                smallest.pass_over(dropped)
                self._concessions[dropped] = None
                yield dropped
                continue
            for conflict in self._apart(rest):
                smallest.hit(conflict)

    def conflicts(self) -> Iterator[frozenset[str]]:
        """Yield minimal sets of parts that are impossible together; smallest first.

        One empty set if nothing is consistent; none if all are possible together. Sets of one
        size have no defined order.

        Raises:
            Stopped: the space was cancelled first.
        """
        smallest = _Smallest(self._concessions)
        while (names := smallest.next(self._space.stop)) is not None:
            if self.hold(sorted(names)):
                smallest.hit(self._concede(names))
                continue
            smallest.pass_over(names)
            self._conflicts[names] = None
            yield names

    @property
    def known(self) -> tuple[frozenset[str], ...]:
        """Concession sets found so far, by either enumeration."""
        return tuple(self._concessions)

    def _apart(self, names: Sequence[str]) -> Iterator[frozenset[str]]:
        """Yield disjoint conflicts among these parts, which the last call found impossible.

        As they are disjoint, each increases the size of a concession set.
        """
        rest = list(names)
        while True:
            conflict = self._shrunk(rest)
            self._conflicts[conflict] = None
            yield conflict
            rest = [name for name in rest if name not in conflict]
            if not conflict or self.hold(rest):
                return

    def _shrunk(self, names: Sequence[str]) -> frozenset[str]:
        """Return a conflict within these parts, which the last call found impossible."""
        kept = self._blamed(names)
        for name in kept:
            fewer = [each for each in kept if each != name]
            if len(fewer) < len(kept) and not self.hold(fewer):
                kept = self._blamed(fewer)
        return frozenset(kept)

    def _blamed(self, names: Sequence[str]) -> list[str]:
        """Return the parts in the solver's core, after the last call found them impossible."""
        core = self._space.core()
        return [name for name in names if not core.isdisjoint(self._parts[name])]

    def _concede(self, holding: Iterable[str]) -> frozenset[str]:
        """Return a concession set without these parts, which the last call found possible."""
        kept = dict.fromkeys(sorted(holding))
        refuted: AbstractSet[int] = frozenset()

        def see() -> None:
            nonlocal refuted
            true = self._space.witness().true
            kept.update(
                (name, None) for name, each in self._parts.items() if true.issuperset(each)
            )
            refuted = self._space.refuted(self._given(kept))

        see()
        for name, literals in self._parts.items():
            if name not in kept and refuted.isdisjoint(literals) and self.hold([*kept, name]):
                see()
        found = frozenset(self._parts).difference(kept)
        self._concessions[found] = None
        return found


class _Smallest:
    """Minimum hitting sets, smallest first (RC2)."""

    def __init__(self, sets: Iterable[frozenset[str]]) -> None:
        self._cheapest = Cheapest()
        self._numbers: dict[str, int] = {}
        self._none = False
        for each in sets:
            self.hit(each)

    def hit(self, names: frozenset[str]) -> None:
        """Require a member of this set from now on."""
        for name in sorted(names.difference(self._numbers)):
            self._numbers[name] = len(self._numbers) + 1
            self._cheapest.wish(-self._numbers[name])
        self._add([self._numbers[name] for name in sorted(names)])

    def pass_over(self, names: frozenset[str]) -> None:
        """Exclude all sets that contain this one."""
        self._add([-self._numbers[name] for name in sorted(names)])

    def next(self, stop: Stop | None) -> frozenset[str] | None:
        """Return a minimum hitting set; None if there are no more.

        Raises:
            Stopped: it was cancelled first.
        """
        if self._none:
            return None
        model = self._cheapest.next(stop)
        if model is None:
            return None
        true = set(model)
        return frozenset(name for name, number in self._numbers.items() if number in true)

    def _add(self, clause: list[int]) -> None:
        if clause:
            self._cheapest.add(clause)
        else:
            self._none = True

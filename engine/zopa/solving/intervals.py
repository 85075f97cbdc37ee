"""Values of a number in relations: intervals and progressions from one witness each.

From a scenario of the solver, the number is moved, alone or with one other number that
compensates, as far as no comparison changes. If it moves several steps at once (six for each of
the other number), the values are a progression. They are excluded and the solver asked again,
until there are no more: so the values are exact, gaps included.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.solving.partition import Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.solving.arithmetic import LinearComparison
    from zopa.solving.problem import Problem
    from zopa.solving.words import Key, Word

__all__ = ["ROUNDS", "Intervals", "values_of"]

ROUNDS = 40
"""Intervals after which no more are looked for."""
WIDEST = 4096
"""Largest product of a progression's odd step factor and the bits of its number."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """Possible values of a number."""

    pieces: tuple[Piece, ...]
    """Intervals, in order of finding."""
    complete: bool
    """True if there are no other values."""


def values_of(
    problem: Problem,
    key: Key,
    facts: Sequence[int],
    show: Callable[[Sequence[int]], AbstractSet[int] | None],
) -> Intervals:
    """Find the values of a number in the scenarios with some facts.

    Args:
        problem: problem of the number.
        key: issue, term and parameter.
        facts: literals that are assumed.
        show: asks the solver for a scenario with some literals.

    Raises:
        Stopped: `show` was cancelled first.
    """
    word = problem.words.of[key]
    leaves = _Leaves(problem, facts)
    found: list[Piece] = []
    assumed = [*facts, word.chosen]
    for _ in range(ROUNDS):
        true = show(assumed)
        if true is None:
            return Intervals(tuple(found), complete=True)
        low, high, stride = max(
            leaves.moves(word, true), key=lambda each: (each[1] - each[0], -each[2])
        )
        here = sum(1 << place for place, bit in enumerate(word.bits) if bit in true)
        first, last = here + low * stride, here + high * stride
        piece = Piece(
            word.domain.at(word.low + first * word.domain.step),
            word.domain.at(word.low + last * word.domain.step),
            word.domain.step * stride,
        )
        found.append(piece)
        assumed.append(-problem.words.steps_within(key, first, last, stride))
    return Intervals(tuple(found), complete=False)


class _Leaves:
    """Comparisons that some facts depend on."""

    def __init__(self, problem: Problem, facts: Sequence[int]) -> None:
        self._circuit = problem.circuit
        cone = set(self._circuit.cone([*facts, *problem.words_kept]))
        self._leaves = [
            each for each in problem.words.arithmetic.known if abs(each.node) in cone
        ]
        given = set(map(abs, facts))
        self._free = [word for word in problem.words.of.values() if given.isdisjoint(word.bits)]

    def moves(self, word: Word, true: AbstractSet[int]) -> Iterator[tuple[int, int, int]]:
        """Yield how often the number can move down and up from a scenario, and the steps.

        In several ways, with every other number that compensates.
        """
        mine = [self._slope(leaf, word, true) for leaf in self._leaves]
        room = _room(word, 1, true)
        yield *self._reach(true, mine, room), 1
        for other in self._free:
            if other is word or not other.bits or other.chosen not in true:
                continue
            theirs = [self._slope(leaf, other, true) for leaf in self._leaves]
            for stride, factor in sorted(
                {
                    (
                        abs(there) // math.gcd(here, there),
                        -here * abs(there) // there // math.gcd(here, there),
                    )
                    for here, there in zip(mine, theirs, strict=True)
                    if here and there
                }
            ):
                odd = stride // (stride & -stride)
                if odd > 1 and odd * len(word.bits) > WIDEST:
                    continue
                both = [
                    None if here is None or there is None else stride * here + factor * there
                    for here, there in zip(mine, theirs, strict=True)
                ]
                own, (less, more) = _room(word, stride, true), _room(other, factor, true)
                yield *self._reach(true, both, (max(own[0], less), min(own[1], more))), stride

    def _reach(
        self,
        true: AbstractSet[int],
        slopes: Sequence[int | None],
        room: tuple[float, float],
    ) -> tuple[int, int]:
        """Return the range of steps without a change; empty if a sum is not linear."""
        low, high = room
        for leaf, slope in zip(self._leaves, slopes, strict=True):
            if slope is None:
                return 0, 0
            if slope == 0:
                continue
            now = sum(weight for weight, node in leaf.weights if node in true)
            bounds = _kept(leaf, now, slope)
            low, high = max(low, bounds[0]), min(high, bounds[1])
        return int(low), int(high)

    def _slope(self, leaf: LinearComparison, word: Word, true: AbstractSet[int]) -> int | None:
        """Return the growth of the leaf's sum with each step of the number; None if uneven."""
        places = {bit: place for place, bit in enumerate(word.bits)}
        grows: dict[int, int] = dict.fromkeys(word.bits, 0)
        for weight, node in leaf.weights:
            for bit, sign in self._depends(node, places, true):
                if bit == 0:
                    return None
                grows[bit] += sign * weight
        if not places:
            return 0
        slope = grows[word.bits[0]]
        if any(grows[bit] != slope << place for bit, place in places.items()):
            return None
        return slope

    def _depends(
        self, node: int, places: Mapping[int, int], true: AbstractSet[int]
    ) -> Iterator[tuple[int, int]]:
        """Yield the bit of a weighted node, with its sign; 0 if the node is more complex."""
        sign = 1 if node > 0 else -1
        if abs(node) in places:
            yield abs(node), sign
            return
        parts = self._circuit.gates.get(abs(node), ())
        mine = [part for part in parts if abs(part) in places]
        if not mine:
            if parts and not places.keys().isdisjoint(self._circuit.cone(parts)):
                yield 0, 0
            return
        if abs(node) in self._circuit.adders or len(mine) > 1:
            yield 0, 0
            return
        rest = [part for part in parts if part != mine[0]]
        if not places.keys().isdisjoint(self._circuit.cone(rest)):
            yield 0, 0
        elif all(part in true for part in rest):
            yield abs(mine[0]), sign if mine[0] > 0 else -sign


def _room(word: Word, factor: int, true: AbstractSet[int]) -> tuple[float, float]:
    """Return the number of such steps that the number can take within its range."""
    here = sum(1 << place for place, bit in enumerate(word.bits) if bit in true)
    if factor > 0:
        return -(here // factor), (word.most - here) // factor
    return -((word.most - here) // -factor), here // -factor


def _kept(leaf: LinearComparison, now: int, slope: int) -> tuple[float, float]:
    """Return the range of the sum in which the leaf does not change."""
    if leaf.equal:
        if now == leaf.bound:
            return 0, 0
        # The step at which it would be equal, if there is one.
        steps, rest = divmod(leaf.bound - now, slope)
        if rest:
            return -math.inf, math.inf
        return (-math.inf, steps - 1) if steps > 0 else (steps + 1, math.inf)
    if now >= leaf.bound:
        room = now - leaf.bound
        return (-(room // slope), math.inf) if slope > 0 else (-math.inf, room // -slope)
    room = leaf.bound - 1 - now
    return (-math.inf, room // slope) if slope > 0 else (-(room // -slope), math.inf)

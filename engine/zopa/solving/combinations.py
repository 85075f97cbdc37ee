"""Combinations of values with excluded ones: number of free ones, deciding variables."""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from zopa.solving.circuit import Circuit, Encoder
from zopa.solving.sat import Solver

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zopa.solving import Stop
    from zopa.solving.bdd import FreeCombinations

__all__ = ["Assignment", "Bar", "Combinations", "Need"]

Assignment: TypeAlias = tuple[int, int]
"""Variable, and one of its values."""
Need: TypeAlias = frozenset[Assignment]
"""Disjunction of settings."""
Bar: TypeAlias = frozenset[Need]
"""Conjunction of needs, whose combinations are excluded."""


class Combinations:
    """Values of several variables, and bars; a combination is free if no bar excludes it.

    Combinations are never listed: a decision diagram counts them.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        bars: Iterable[Bar],
        *,
        stop: Stop | None = None,
        most: int | None = None,
    ) -> None:
        """Prepare the counts.

        Args:
            sizes: number of values of each variable; the values are 0, 1, …
            bars: exclusions.
            stop: cancels a long count.
            most: nodes of the diagram after which it is too large.
        """
        self.sizes = tuple(sizes)
        self.bars = _fewest(bars)
        self._spoken = {each: self.sizes[each] for bar in self.bars for each in _variables(bar)}
        self._stop = stop
        self._most = most

    @property
    def number(self) -> int:
        """Number of combinations."""
        return prod(self.sizes)

    @cached_property
    def _diagram(self) -> FreeCombinations:
        # Loading the library takes longer than most counts.
        from zopa.solving.bdd import FreeCombinations

        return FreeCombinations(self._spoken, self.bars, stop=self._stop, most=self._most)

    def free(self) -> int:
        """Return the number of free combinations.

        Raises:
            Stopped: it was cancelled first.
            TooLarge: the diagram has no room.
        """
        if not self.bars:
            return self.number
        return self._diagram.count() * self.number // prod(self._spoken.values())

    def having(self, variable: int) -> tuple[int, ...]:
        """Return the number of free combinations with each value of the variable.

        Raises:
            Stopped: it was cancelled first.
            TooLarge: the diagram has no room.
        """
        values = range(self.sizes[variable])
        if variable not in self._spoken:
            return tuple(self.free() // len(values) for _ in values)
        scale = self.number // prod(self._spoken.values())
        return tuple(self._diagram.having(variable, each) * scale for each in values)

    def deciding(self, variable: int) -> int:
        """Return the number of combinations of the others in which the variable decides.

        It decides if the combination is free with one of its values and excluded with another.

        Raises:
            Stopped: it was cancelled first.
            TooLarge: the diagram has no room.
        """
        if variable not in self._spoken:
            return 0
        return self._diagram.deciding(variable) * self.number // prod(self._spoken.values())

    def meeting(self, bar: Bar) -> int:
        """Return the number of combinations that meet all needs, which share no variable."""
        return int(prod(map(self._share_meeting, bar), start=Fraction(1)) * self.number)

    def _share_meeting(self, need: Need) -> Fraction:
        times = Counter(variable for variable, _ in need)
        failing = (
            Fraction(self.sizes[each] - met, self.sizes[each]) for each, met in times.items()
        )
        return 1 - prod(failing, start=Fraction(1))

    # -- changes --

    def smallest_changes(
        self, present: Sequence[int], *, most: int
    ) -> tuple[list[tuple[Assignment, ...]], bool]:
        """Return minimum changes that free an excluded combination, or the reverse.

        Args:
            present: the present combination: a value for each variable.
            most: number of sets of changes to return.

        Returns:
            The sets, in order of preference, each in order of its variables; empty if all
            combinations are free or all excluded. And True if there are more of that size.

        Raises:
            Stopped: it was cancelled first.
        """
        circuit = Circuit()
        spoken = sorted({each for bar in self.bars for each in _variables(bar)})
        given = {
            (variable, value): circuit.input()
            for variable in spoken
            for value in range(self.sizes[variable])
        }
        barred = circuit.any(
            circuit.all(circuit.any(given[each] for each in need) for need in bar)
            for bar in self.bars
        )
        now = {(variable, present[variable]) for variable in spoken}
        is_barred = any(all(not now.isdisjoint(need) for need in bar) for bar in self.bars)
        goal = -barred if is_barred else barred
        changes = {key: node for key, node in given.items() if key not in now}
        found: list[tuple[Assignment, ...]] = []
        for size in range(1, len(spoken) + 1):
            few = circuit.at_most(size, list(changes.values()))
            solver = Solver(Encoder(circuit).define([goal, few, *given.values()]))
            solver.add([[goal], [few]])
            for variable in spoken:
                nodes = [given[variable, value] for value in range(self.sizes[variable])]
                solver.add([nodes])
                solver.add([-one, -other] for one, other in itertools.combinations(nodes, 2))
            while solver.satisfiable([], self._stop):
                if len(found) == most:
                    return found, True
                found.append(self._foremost(solver, changes))
                solver.add([[-changes[each] for each in found[-1]]])
            if found:
                break
        return found, False

    def _foremost(
        self, solver: Solver, changes: dict[Assignment, int]
    ) -> tuple[Assignment, ...]:
        """Return the first set of changes that the solver allows, in their order."""
        taken: list[int] = []
        for node in changes.values():
            yes = solver.satisfiable([*taken, node], self._stop)
            taken.append(node if yes else -node)
        true = set(taken)
        return tuple(each for each, node in changes.items() if node in true)


def _variables(bar: Bar) -> set[int]:
    return {variable for need in bar for variable, _ in need}


def _fewest(bars: Iterable[Bar]) -> frozenset[Bar]:
    """Remove bars that exclude nothing, or only combinations of another bar."""
    found: list[Bar] = []
    for bar in sorted({*bars}, key=len):
        if not _contradictory(bar) and not any(each <= bar for each in found):
            found.append(bar)
    return frozenset(found)


def _contradictory(bar: Bar) -> bool:
    """Return True if the bar needs two values of one variable."""
    alone = [setting for need in bar if len(need) == 1 for setting in need]
    return len({variable for variable, _ in alone}) < len(alone)

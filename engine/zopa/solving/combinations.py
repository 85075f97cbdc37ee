"""Combinations of values of which some are barred: how many are not, and what decides."""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from zopa.solving.cancel import TooLarge
from zopa.solving.circuit import Circuit
from zopa.solving.cnf import Encoder
from zopa.solving.sat import Solver

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zopa.solving.cancel import Stop

__all__ = ["Bar", "Combinations", "Need", "Setting"]

Setting: TypeAlias = tuple[int, int]
"""A variable, and one of its values."""
Need: TypeAlias = frozenset[Setting]
"""Met where one of the settings is."""
Bar: TypeAlias = frozenset[Need]
"""Bars a combination that meets all of the needs."""


class Combinations:
    """One value for each of some variables, and bars; a combination is free if none bars it.

    Combinations are never listed. They are counted by giving one variable after the
    other its values; what is left falls into components that share no variable, and
    what was left before is remembered.

    Source:
        Component caching as in Sang, Bacchus, Beame, Kautz and Pitassi, "Combining
        component caching and clause learning for effective model counting", SAT 2004.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        bars: Iterable[Bar],
        *,
        stop: Stop | None = None,
        steps: int | None = None,
    ) -> None:
        """Make ready to ask.

        Args:
            sizes: for each variable how many values it has, which are 0, 1, …
            bars: what bars a combination.
            stop: ends a long count.
            steps: how many parts of the problem are looked at before it is too large.
        """
        self.sizes = tuple(sizes)
        self.bars = _fewest(bars)
        self._stop = stop
        self._steps = steps
        self._known: dict[frozenset[Bar], Fraction] = {}

    @property
    def number(self) -> int:
        """How many combinations there are."""
        return prod(self.sizes)

    def free(self) -> int:
        """How many of them are free.

        Raises:
            Stopped: it was told to end first.
            TooLarge: it would take more steps than allowed.
        """
        return int(self._share(self.bars) * self.number)

    def deciding(self, variable: int) -> int:
        """Among how many combinations of the others the variable decides.

        It does if the combination is free with one of its values and barred with
        another one.

        Raises:
            Stopped: it was told to end first.
            TooLarge: it would take more steps than allowed.
        """
        left = {_with(self.bars, (variable, value)) for value in range(self.sizes[variable])}
        always = self._share(_fewest(itertools.chain(*left)))
        # What has more bars than another value has is barred wherever that one is.
        least = [each for each in left if not any(other < each for other in left)]
        some = Fraction(0)
        for size in range(1, len(least) + 1):
            for each in itertools.combinations(least, size):
                sign = 1 if size % 2 else -1
                some += sign * self._share(_fewest(itertools.chain(*each)))
        return int((some - always) * (self.number // self.sizes[variable]))

    def meeting(self, bar: Bar) -> int:
        """How many combinations meet all needs of a bar, no two of which share a variable."""
        return int(prod(map(self._share_meeting, bar), start=Fraction(1)) * self.number)

    def _share_meeting(self, need: Need) -> Fraction:
        times = Counter(variable for variable, _ in need)
        failing = (
            Fraction(self.sizes[each] - met, self.sizes[each]) for each, met in times.items()
        )
        return 1 - prod(failing, start=Fraction(1))

    # -- counting --

    def _share(self, bars: frozenset[Bar]) -> Fraction:
        """The share of all combinations that none of these bars."""
        if not all(bars):
            return Fraction(0)
        return prod(map(self._share_apart, _components(bars)), start=Fraction(1))

    def _share_apart(self, bars: frozenset[Bar]) -> Fraction:
        """The same of one component, by the values of the variable in most of its bars."""
        if bars in self._known:
            return self._known[bars]
        if self._stop is not None:
            self._stop.check()
        if self._steps is not None and len(self._known) >= self._steps:
            raise TooLarge
        if len(bars) == 1:
            found = 1 - self._share_of_one(next(iter(bars)))
        else:
            times = Counter(each for bar in bars for each in _variables(bar))
            most = min(times, key=lambda each: (-times[each], each))
            size = self.sizes[most]
            left = Counter(_with(bars, (most, value)) for value in range(size))
            shares = (self._share(each) * Fraction(n, size) for each, n in left.items())
            found = sum(shares, start=Fraction(0))
        self._known[bars] = found
        return found

    def _share_of_one(self, bar: Bar) -> Fraction:
        """The share of the combinations that meet all needs of a bar."""
        times = Counter(variable for need in bar for variable in {each for each, _ in need})
        shared = [each for each, number in times.items() if number > 1]
        if not shared:
            return prod(map(self._share_meeting, bar), start=Fraction(1))
        variable = min(shared)
        size = self.sizes[variable]
        left = (_bar_with(bar, (variable, value)) for value in range(size))
        return (
            sum(
                (self._share_of_one(each) for each in left if each is not None),
                start=Fraction(0),
            )
            / size
        )

    # -- changes --

    def smallest_changes(
        self, present: Sequence[int], *, most: int
    ) -> tuple[list[tuple[Setting, ...]], bool]:
        """The fewest changes of a combination with which a barred one is free, or the reverse.

        Args:
            present: the combination: for each variable its value.
            most: how many sets of changes to give.

        Returns:
            The sets, foremost first, each in order of its variables; none where all
            combinations are free or all barred. And whether there are more of that size.

        Raises:
            Stopped: it was told to end first.
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
        found: list[tuple[Setting, ...]] = []
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

    def _foremost(self, solver: Solver, changes: dict[Setting, int]) -> tuple[Setting, ...]:
        """The first set of changes that the solver allows, in the order of the changes."""
        taken: list[int] = []
        for node in changes.values():
            yes = solver.satisfiable([*taken, node], self._stop)
            taken.append(node if yes else -node)
        true = set(taken)
        return tuple(each for each, node in changes.items() if node in true)


def _variables(bar: Bar) -> set[int]:
    return {variable for need in bar for variable, _ in need}


def _bar_with(bar: Bar, setting: Setting) -> Bar | None:
    """What is left of a bar where the variable has this value; None if it cannot be met."""
    variable, _ = setting
    left: set[Need] = set()
    for need in bar:
        if setting in need:
            continue
        rest = frozenset(each for each in need if each[0] != variable)
        if not rest:
            return None
        left.add(rest)
    return frozenset(left)


def _with(bars: frozenset[Bar], setting: Setting) -> frozenset[Bar]:
    """What is left of the bars where the variable has this value."""
    left = (_bar_with(bar, setting) for bar in bars)
    return frozenset(each for each in left if each is not None)


def _fewest(bars: Iterable[Bar]) -> frozenset[Bar]:
    """Without those that can bar nothing, or only what another one bars too."""
    found: list[Bar] = []
    for bar in sorted({*bars}, key=len):
        if not _contradictory(bar) and not any(each <= bar for each in found):
            found.append(bar)
    return frozenset(found)


def _contradictory(bar: Bar) -> bool:
    """Whether it needs two values of one variable."""
    alone = [setting for need in bar if len(need) == 1 for setting in need]
    return len({variable for variable, _ in alone}) < len(alone)


def _components(bars: frozenset[Bar]) -> Iterator[frozenset[Bar]]:
    """The bars by the variables that they share, directly or through others."""
    groups: list[tuple[set[int], list[Bar]]] = []
    for bar in bars:
        variables, members = _variables(bar), [bar]
        apart = []
        for group in groups:
            if variables.isdisjoint(group[0]):
                apart.append(group)
            else:
                variables |= group[0]
                members += group[1]
        groups = [*apart, (variables, members)]
    for _, members in groups:
        yield frozenset(members)

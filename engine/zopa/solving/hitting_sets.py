"""Conflicts (MUS) and concession sets (MCS) by implicit hitting sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.solving.sat import Cheapest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.solving.cancel import Stop
    from zopa.solving.space import Space

__all__ = ["HittingSets"]


class HittingSets:
    """Conflicts and concession sets among some parts, under some facts.

    A conflict is a minimal set of parts that no scenario has together (MUS), a concession set a
    minimal set whose removal makes the others possible (MCS). The concession sets are the
    minimal hitting sets of the conflicts, and the reverse. So either enumeration tests a
    minimum hitting set of all known members of the other family; if it is no member of its own
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

"""Minimal reasons, minimal conflicts and minimal concessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from zopa.circuit import Circuit
from zopa.encode import Encoder
from zopa.solver import Solver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from zopa.space import Space

__all__ = ["Cores", "minimal", "preferred"]

T = TypeVar("T")


def minimal(parts: Sequence[T], enough: Callable[[Sequence[T]], bool]) -> tuple[T, ...]:
    """A subset that is enough, and of which every proper subset is not.

    The empty set and single parts are tried first, so that the simplest reason
    is given where there is one; else as `preferred`.

    Args:
        parts: enough together, in the order in which they should be kept.
        enough: monotone: what is enough stays so when something is added.

    Returns:
        The subset, in the order of `parts`. At most 2 × len(parts) + 1 calls.
    """
    if enough(()):
        return ()
    for part in parts:
        if enough((part,)):
            return (part,)
    return preferred(parts, enough)


def preferred(parts: Sequence[T], enough: Callable[[Sequence[T]], bool]) -> tuple[T, ...]:
    """The minimal subset that is enough and keeps to the foremost parts.

    Parts are dropped from the last to the first where the rest is enough. The
    answer depends on the order of the parts and on nothing else.

    Returns:
        The subset, in the order of `parts`; len(parts) calls.

    Source:
        The answer is the preferred explanation of Junker, "QuickXplain:
        Preferred Explanations and Relaxations for Over-Constrained Problems",
        AAAI 2004; found by plain deletion, which needs fewer calls where most
        parts are few.
    """
    kept = list(parts)
    for part in reversed(parts):
        fewer = [each for each in kept if each is not part]
        if enough(fewer):
            kept = fewer
    return tuple(kept)


class Cores:
    """The conflicts and the concessions among some lines, under some facts.

    What one enumeration learns the other uses: the concessions are the minimal
    hitting sets of the conflicts, and the reverse.

    Source:
        Reiter, "A theory of diagnosis from first principles", 1987, for the
        duality; conflicts by implicit hitting sets after Ignatiev, Previti,
        Liffiton and Marques-Silva, "Smallest MUS extraction with minimal
        hitting set dualization", CP 2015.
    """

    def __init__(self, space: Space, lines: Mapping[str, int], facts: Sequence[int]) -> None:
        """Make ready to ask.

        Args:
            space: the scenarios; it is not changed, and its `stop` is obeyed.
            lines: for each line the node that says that it is respected.
            facts: literals that hold throughout.
        """
        self._space = space.scratch()
        self._facts = list(facts)
        self._names = sorted(lines)
        self._nodes = dict(lines)
        self._keep = {name: self._space.selector(lines[name]) for name in self._names}
        self.known: list[frozenset[str]] = []
        """The concessions found so far, by either enumeration."""

    def hold(self, names: Sequence[str]) -> bool:
        """Whether a coherent scenario respects all of these lines.

        Raises:
            Stopped: the space was told to end first.
        """
        return self._space.possible([*self._facts, *(self._keep[name] for name in names)])

    def concessions(self) -> Iterator[frozenset[str]]:
        """Minimal sets of lines without which the others can hold; smallest first.

        One empty set where all can hold; none where nothing is coherent. Sets of
        one size come in no stated order.

        Raises:
            Stopped: the space was told to end first.
        """
        asked = self._space.circuit.input()
        dropped = [-keep for keep in self._keep.values()]
        for size in range(len(self._names) + 1):
            if not self._space.possible([*self._facts, asked]):
                return
            few = self._space.circuit.at_most(size, dropped)
            while self._space.possible([*self._facts, asked, few]):
                seen = self._space.witness()
                found = frozenset(
                    name for name in self._names if not seen.shows(self._keep[name])
                )
                self._space.add([(-asked, *(self._keep[name] for name in sorted(found)))])
                self.known.append(found)
                yield found

    def conflicts(self) -> Iterator[frozenset[str]]:
        """Minimal sets of lines that cannot hold together; smallest first.

        One empty set where nothing is coherent; none where all can hold. Sets
        of one size come in no stated order.

        A smallest set that meets every known concession either cannot hold, and
        then is a smallest conflict not yet found; or it can, and shows a new
        concession.

        Raises:
            Stopped: the space was told to end first.
        """
        circuit = Circuit()
        picked = {name: circuit.input() for name in self._names}
        encoder = Encoder(circuit)
        solver = Solver()
        for concession in self.known:
            solver.add([[picked[name] for name in sorted(concession)]])
        for size in range(len(self._names) + 1):
            if not solver.satisfiable([], self._space.stop):
                return
            few = circuit.at_most(size, list(picked.values()))
            solver.add(encoder.define([few, *picked.values()]))
            while solver.satisfiable([few], self._space.stop):
                true = set(solver.model())
                names = [name for name in self._names if picked[name] in true]
                if self.hold(names):
                    solver.add([[picked[name] for name in sorted(self._concede(names))]])
                else:
                    solver.add([[-picked[name] for name in names]])
                    yield frozenset(names)

    def _concede(self, holding: Sequence[str]) -> frozenset[str]:
        """A concession that drops none of these lines, which can hold together."""
        kept = set(holding)

        def see() -> None:
            seen = self._space.witness()
            kept.update(name for name in self._names if seen.shows(self._nodes[name]))

        see()
        for name in self._names:
            if name not in kept and self.hold([*sorted(kept), name]):
                see()
        found = frozenset(self._names) - kept
        self.known.append(found)
        return found

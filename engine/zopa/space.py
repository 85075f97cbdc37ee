"""The scenarios of a problem, to be asked for: is there one with all of this?"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from zopa.encode import Encoder, structure
from zopa.solver import Cheapest, Solver

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.circuit import Circuit
    from zopa.diagram import Counter
    from zopa.model import Choice
    from zopa.problem import Problem
    from zopa.reference import Complete
    from zopa.stop import Stop

__all__ = ["Nearest", "Space", "Twin", "Witness"]


class Space:
    """One problem with one solver that stays alive. One thread at a time.

    Facts and positions are literals that a question assumes, so nothing is
    compiled again when they change.
    """

    def __init__(self, problem: Problem, circuit: Circuit | None = None) -> None:
        self.problem = problem
        self.circuit = problem.circuit if circuit is None else circuit
        """The problem's own; of a scratch space a copy, which may grow."""
        self.stop: Stop | None = None
        """What ends a long question; set it for as long as the question runs."""
        self._counter: Counter | None = None
        self._encoder = Encoder(self.circuit)
        self._solver = Solver(structure(problem))
        self._solver.add(self._encoder.define([problem.coherent, *problem.spoken_of]))

    @property
    def calls(self) -> int:
        """How often the solver was asked."""
        return self._solver.calls

    def feasible(self, literals: Iterable[int]) -> bool:
        """Whether some scenario, coherent or not, has all of these true.

        Raises:
            Stopped: it was told to end first.
        """
        assumed = list(literals)
        self._solver.add(self._encoder.define(assumed))
        return self._solver.satisfiable(assumed, self.stop)

    def possible(self, literals: Iterable[int]) -> bool:
        """Whether some coherent scenario has all of these true.

        Raises:
            Stopped: it was told to end first.
        """
        return self.feasible([self.problem.coherent, *literals])

    def witness(self) -> Witness:
        """The scenario that the last yes was about."""
        return Witness(self.problem, frozenset(self._solver.model()))

    def prefer(self, literals: Iterable[int]) -> None:
        """Show these first where a scenario can have them or not."""
        self._solver.prefer(literals)

    def define(self, nodes: Iterable[int]) -> None:
        """Make the solver know these nodes, so that every witness shows them."""
        self._solver.add(self._encoder.define(nodes))

    def add(self, clauses: Iterable[Sequence[int]]) -> None:
        """Keep these clauses. Of a scratch space."""
        self._solver.add(clauses)

    def nearest(self, literals: Iterable[int], wishes: Iterable[int]) -> Nearest:
        """Coherent scenarios with all of these true, those that break fewest wishes first."""
        return Nearest(self, [self.problem.coherent, *literals], list(wishes))

    def scratch(self) -> Space:
        """A space of its own to add literals and clauses to, and then to drop."""
        other = Space(self.problem, self.circuit.copy())
        other.stop = self.stop
        return other

    def selector(self, node: int) -> int:
        """A new literal that, assumed, makes the node true. Of a scratch space."""
        selector = self.circuit.input()
        self._solver.add([*self._encoder.define([node]), (-selector, node)])
        return selector

    @property
    def counter(self) -> Counter:
        """What counts the scenarios without listing them; it ends when the space is told to."""
        if self._counter is None:
            from zopa.diagram import Counter

            self._counter = Counter(self.problem)
        self._counter.stop = self.stop
        return self._counter

    @cached_property
    def twin(self) -> Twin:
        """Two scenarios side by side."""
        return Twin(self.problem)


class Witness:
    """A scenario that the solver showed, as the nodes that are true of it."""

    def __init__(self, problem: Problem, true: frozenset[int]) -> None:
        self._problem = problem
        self._true = true

    def shows(self, node: int) -> bool:
        """Whether the node, one that the problem speaks of, is true of it."""
        return node in self._true if node > 0 else -node not in self._true

    def scenario(self, near: Mapping[str, Choice]) -> Complete:
        """It, with all its terms and parameters, these as the draft gives them if it does."""
        return self._problem.scenario(self._true, near)


class Nearest:
    """Scenarios one after the other, those that break the fewest wishes first."""

    def __init__(self, space: Space, hard: Sequence[int], wishes: Sequence[int]) -> None:
        self._space = space
        problem = space.problem
        meaning = Encoder(problem.circuit).define([*hard, *wishes, *problem.spoken_of])
        kept = ((literal,) for literal in hard)
        self._solver = Cheapest([*structure(problem), *meaning, *kept], wishes)

    def next(self) -> tuple[int, Witness] | None:
        """How many wishes it breaks, and the scenario; None where there is none left.

        Raises:
            Stopped: the space was told to end first.
        """
        found = self._solver.next(self._space.stop)
        if found is None:
            return None
        broken, model = found
        return broken, Witness(self._space.problem, frozenset(model))

    def exclude(self, clause: Sequence[int]) -> None:
        """Look only at scenarios of this clause from now on."""
        self._solver.exclude(clause)


class Twin:
    """Pairs of coherent scenarios that agree where they are told to.

    What they can differ in, although they agree on some issues, those issues
    do not settle.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        encoder = Encoder(problem.circuit)
        one = [
            *structure(problem),
            *encoder.define([problem.coherent, *problem.spoken_of]),
        ]
        self._shift = problem.circuit.size
        self._solver = Solver(one)
        self._solver.add(tuple(map(self._other, clause)) for clause in one)
        self._same: dict[str, int] = {}
        for number, issue in enumerate(problem.corpus.issues, 1):
            agree = 2 * self._shift + number
            self._same[issue] = agree
            for variable in problem.issue_variables(issue):
                for node in variable.nodes:
                    other = self._other(node)
                    self._solver.add([(-agree, -node, other), (-agree, node, -other)])

    def _other(self, literal: int) -> int:
        return literal + self._shift if literal > 0 else literal - self._shift

    def settled(
        self, node: int, facts: Sequence[int], issues: Iterable[str], stop: Stop | None = None
    ) -> bool:
        """Whether the facts and a decision on these issues always settle the node.

        The node must be one that the problem speaks of.
        """
        each = [self._problem.coherent, *facts]
        assumed = [*each, *map(self._other, each), node, -self._other(node)]
        assumed.extend(self._same[issue] for issue in issues)
        return not self._solver.satisfiable(assumed, stop)

"""Decision diagrams, to count without listing; nothing else knows which library it is.

OxiDD's BDDs. Each variable is written in binary, its bits next to each other,
so that a diagram can be walked variable by variable.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from oxidd.bdd import BDDFunction, BDDManager
from oxidd.util import DDMemoryError

from zopa.circuit import TRUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.problem import Clause, Problem, Variable
    from zopa.stop import Stop

__all__ = ["Counter", "TooLarge", "force_order"]

NODES = 1 << 23
"""How many nodes the diagrams may have together; 8 million take about 200 MB."""
CACHE = 1 << 18


class TooLarge(Exception):  # noqa: N818  # an honest answer: not counted
    """The diagram would need more nodes than allowed."""


@dataclass(frozen=True, slots=True)
class Bits:
    """A variable's place in the diagram."""

    variable: Variable
    first: int
    """Its topmost bit; the others follow."""
    width: int


class Counter:
    """Counts the scenarios of a problem that have some nodes true."""

    def __init__(self, problem: Problem, stop: Stop | None = None) -> None:
        self._problem = problem
        self.stop = stop
        self._manager = BDDManager(NODES, CACHE, 1)
        self._bits: list[Bits] = []
        self._functions: dict[int, BDDFunction] = {TRUE: self._manager.true()}
        first = 0
        for variable in force_order(problem):
            width = (len(variable.options) - 1).bit_length()
            self._bits.append(Bits(variable, first, width))
            first += width
        self._width = first
        self._manager.add_vars(first)
        for bits in self._bits:
            for option, node in enumerate(variable_nodes(bits.variable)):
                self._functions[abs(node)] = (
                    self._code(bits, option) if node > 0 else ~self._code(bits, option)
                )

    def _code(self, bits: Bits, option: int) -> BDDFunction:
        found = self._manager.true()
        for place in range(bits.width):
            bit = self._manager.var(bits.first + place)
            found &= bit if option >> place & 1 else ~bit
        return found

    @cached_property
    def _valid(self) -> BDDFunction:
        """That no code stands for no option."""
        found = self._manager.true()
        for bits in reversed(self._bits):
            used = len(bits.variable.options)
            if used != 1 << bits.width:
                some = self._manager.false()
                for option in range(used):
                    some |= self._code(bits, option)
                found &= some
        return found

    def function(self, node: int) -> BDDFunction:
        """The diagram of a node of the circuit."""
        for each in self._problem.circuit.cone([node], known=self._functions.keys()):
            if self.stop is not None:
                self.stop.check()
            found = self._manager.true()
            for child in self._problem.circuit.gates[each]:
                mine = self._functions[abs(child)]
                found &= mine if child > 0 else ~mine
            self._functions[each] = found
        return self._functions[node] if node > 0 else ~self._functions[-node]

    @cached_property
    def _coherent(self) -> BDDFunction:
        first = {abs(node): bits.first for bits in self._bits for node in bits.variable.nodes}

        def deepest(clause: Clause) -> int:
            cone = self._problem.circuit.cone([clause.node])
            return max((first.get(each, 0) for each in cone), default=0)

        found = self._valid
        for clause in sorted(self._problem.clauses, key=deepest, reverse=True):
            found &= self.function(clause.node)
        return found

    def scenarios(self, nodes: Iterable[int]) -> Scenarios:
        """The coherent scenarios in which all of these nodes are true.

        Raises:
            TooLarge: the diagram has no room for them.
            Stopped: it was told to end first.
        """
        try:
            found = self._coherent
            for node in nodes:
                if self.stop is not None:
                    self.stop.check()
                found &= self.function(node)
        except DDMemoryError as error:
            raise TooLarge from error
        return Scenarios(self, found)

    @property
    def bits(self) -> Sequence[Bits]:
        """The variables from the top of the diagram to its bottom."""
        return self._bits

    @property
    def width(self) -> int:
        """How many bits there are."""
        return self._width


class Scenarios:
    """A set of scenarios, as a diagram."""

    def __init__(self, counter: Counter, function: BDDFunction) -> None:
        self._counter = counter
        self._function = function

    def count(self) -> int:
        """How many there are, exactly."""
        return int(self._function.sat_count(self._counter.width))

    def with_node(self, node: int) -> int:
        """How many of them have the node true.

        Raises:
            TooLarge: the diagram has no room for them.
        """
        try:
            found = self._function & self._counter.function(node)
        except DDMemoryError as error:
            raise TooLarge from error
        return Scenarios(self._counter, found).count()

    def by_option(self) -> Mapping[tuple[str, str], int]:
        """For each issue and term, how many have the term: one walk down and one up."""
        return Walk(self._counter.bits, self._function).by_option()


class Walk:
    """A diagram walked as one over many-valued variables.

    From a node at which a variable begins, each option leads past all of its bits.
    """

    def __init__(self, bits: Sequence[Bits], root: BDDFunction) -> None:
        self._bits = bits
        self._root = root
        self._end = len(bits)
        starts = {
            each.first + place: level
            for level, each in enumerate(bits)
            for place in range(each.width)
        }
        self._step: dict[BDDFunction, list[BDDFunction]] = {}
        """For each node where each option of its variable leads."""
        self._level: dict[BDDFunction, int] = {}
        self._at: list[list[BDDFunction]] = [[] for _ in range(self._end + 1)]
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node in self._level:
                continue
            bit = node.node_var()
            level = self._end if bit is None else starts[bit]
            self._level[node] = level
            self._at[level].append(node)
            if bit is not None:
                options = len(bits[level].variable.options)
                self._step[node] = [
                    _descend(node, bits[level], each) for each in range(options)
                ]
                waiting.extend(self._step[node])
        self._free = [1] * (self._end + 1)
        """How many ways the variables from this level on can be chosen, all together."""
        for level in range(self._end - 1, -1, -1):
            ways = len(bits[level].variable.options)
            self._free[level] = self._free[level + 1] * ways

    def _between(self, upper: int, lower: int) -> int:
        """How many ways the variables from one level up to another can be chosen."""
        return self._free[upper] // self._free[lower]

    def _below(self) -> dict[BDDFunction, int]:
        """For each node how many ways lead from it to yes."""
        found = {node: int(node.valid()) for node in self._at[self._end]}
        for level in range(self._end - 1, -1, -1):
            for node in self._at[level]:
                found[node] = sum(
                    found[child] * self._between(level + 1, self._level[child])
                    for child in self._step[node]
                )
        return found

    def by_option(self) -> Mapping[tuple[str, str], int]:
        """For each issue and term how many ways from the top to yes have the term.

        Ways that pass a variable by, because nothing depends on it there, have
        each of its options equally often.
        """
        below = self._below()
        above: dict[BDDFunction, int] = defaultdict(int)
        above[self._root] = self._between(0, self._level[self._root])
        total = above[self._root] * below[self._root]
        found: dict[tuple[str, str], int] = defaultdict(int)
        for level in range(self._end):
            variable = self._bits[level].variable
            through = sum(above[node] * below[node] for node in self._at[level])
            aside = (total - through) // len(variable.options)
            counts = [aside] * len(variable.options)
            for node in self._at[level]:
                for option, child in enumerate(self._step[node]):
                    ways = above[node] * self._between(level + 1, self._level[child])
                    above[child] += ways
                    counts[option] += ways * below[child]
            for each, count in zip(variable.options, counts, strict=True):
                if each.term is not None:
                    found[variable.issue, each.term] += count
        return found


def _descend(node: BDDFunction, bits: Bits, option: int) -> BDDFunction:
    for place in range(bits.width):
        if node.node_var() == bits.first + place:
            both = node.cofactors()
            if both is None:
                break
            node = both[0] if option >> place & 1 else both[1]
    return node


def variable_nodes(variable: Variable) -> Sequence[int]:
    """The nodes to define, each once: of two options one is the other's negation."""
    return (variable.nodes[0],) if len(variable.nodes) == 2 else variable.nodes


def force_order(problem: Problem) -> list[Variable]:
    """The variables in an order in which those that meet in a clause lie close.

    Source:
        Aloul, Markov and Sakallah, "FORCE: a fast and easy-to-implement
        variable-ordering heuristic", GLSVLSI 2003.
    """
    owner = {
        abs(node): index
        for index, variable in enumerate(problem.variables)
        for node in variable.nodes
    }
    edges = [
        {owner[each] for each in problem.circuit.cone([node]) if each in owner}
        for node in (*(clause.node for clause in problem.clauses), *problem.positions.values())
    ]
    edges = [edge for edge in edges if len(edge) > 1]
    count = len(problem.variables)
    starts = [list(range(count)), sorted(range(count), key=lambda each: (each % 7, each))]
    best = min((_settle(start, edges) for start in starts), key=lambda each: _span(each, edges))
    return [problem.variables[index] for index in best]


def _settle(order: list[int], edges: Sequence[set[int]]) -> list[int]:
    """Move every variable to the middle of its edges until that gains nothing."""
    touching: dict[int, list[int]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for variable in edge:
            touching[variable].append(number)
    cost = _span(order, edges)
    while True:
        place = {variable: index for index, variable in enumerate(order)}
        middle = [sum(place[each] for each in edge) / len(edge) for edge in edges]

        wanted = {
            variable: sum(middle[each] for each in touching[variable]) / len(touching[variable])
            if touching[variable]
            else place[variable]
            for variable in order
        }
        moved = sorted(order, key=lambda each: (wanted[each], each))  # used at once
        better = _span(moved, edges)
        if better >= cost:
            return order
        order, cost = moved, better


def _span(order: Sequence[int], edges: Sequence[set[int]]) -> int:
    place = {variable: index for index, variable in enumerate(order)}
    return sum(max(place[x] for x in edge) - min(place[x] for x in edge) for edge in edges)

"""Boolean functions as one shared and-inverter graph, its clauses, and orders of its variables.

A node is a whole number, its negation the negative number: the numbers are the SAT variables.
Equal functions built in the same way are one node.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.solving.problem import Problem, Variable

__all__ = [
    "FALSE",
    "TRUE",
    "Circuit",
    "Encoder",
    "Growth",
    "Settler",
    "bits_of",
    "breadth",
    "force_order",
    "numbers_after",
    "one_of_each",
    "starts",
    "structure",
    "variable_nodes",
]


TRUE = 1
FALSE = -1
MOST_IN_ROWS = 50_000
"""Largest number of gates of a counter; larger ones are added in binary."""
Adder: TypeAlias = Literal["odd", "majority"]
"""Gate for the parity of its parts, or for the majority of its three parts."""
NESTED = 20
"""Depth of expressions in generated code; Python's parser has limits."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Additions to a circuit."""

    size: int
    """Size of the circuit after them."""
    gates: dict[int, tuple[int, ...]]
    adders: dict[int, Adder]


class Circuit:
    """Circuit of inputs and gates; a gate's children always have smaller numbers."""

    def __init__(self) -> None:
        self.gates: dict[int, tuple[int, ...]] = {}
        """Conjuncts of each gate, in order of creation; see `adders`."""
        self.adders: dict[int, Adder] = {}
        """Kind of each gate that is no conjunction."""
        self._known: dict[tuple[Adder | int, ...], int] = {}
        self._size = TRUE

    @property
    def size(self) -> int:
        """Largest number in use."""
        return self._size

    def copy(self) -> Circuit:
        """Return an independent copy."""
        other = Circuit()
        other.gates = dict(self.gates)
        other.adders = dict(self.adders)
        other._known = dict(self._known)
        other._size = self._size
        return other

    def grown(self, since: int) -> Growth:
        """Return the gates that were made since this size."""
        gates = {}
        for gate in reversed(self.gates):
            if gate <= since:
                break
            gates[gate] = self.gates[gate]
        adders = {gate: self.adders[gate] for gate in gates if gate in self.adders}
        return Growth(self._size, dict(reversed(gates.items())), adders)

    def grow(self, growth: Growth) -> None:
        """Add the gates of another copy of the circuit."""
        self.gates |= growth.gates
        self.adders |= growth.adders
        self._size = max(self._size, growth.size)

    def input(self) -> int:
        """Return a new variable."""
        self._size += 1
        return self._size

    def all(self, nodes: Iterable[int]) -> int:
        """Return the conjunction of nodes."""
        parts = set(nodes)
        parts.discard(TRUE)
        if FALSE in parts or any(-each in parts for each in parts):
            return FALSE
        if len(parts) < 2:
            return parts.pop() if parts else TRUE
        key = tuple(sorted(parts))
        if key not in self._known:
            self._known[key] = self.input()
            self.gates[self._known[key]] = key
        return self._known[key]

    def odd(self, nodes: Iterable[int]) -> int:
        """Return the parity of up to three nodes: true if an odd number is."""
        sign = 1
        parts: set[int] = set()
        for node in nodes:
            if abs(node) == TRUE:
                sign *= -1 if node == TRUE else 1
                continue
            sign *= 1 if node > 0 else -1
            parts ^= {abs(node)}  # equal parts cancel out
        if len(parts) < 2:
            return sign * (parts.pop() if parts else FALSE)
        return sign * self._adder("odd", tuple(sorted(parts)))

    def majority(self, nodes: Sequence[int]) -> int:
        """Return the majority of three nodes."""
        for one, other in itertools.combinations(range(3), 2):
            if nodes[one] == nodes[other]:
                return nodes[one]
            if nodes[one] == -nodes[other]:
                return nodes[3 - one - other]
        constant = [each for each in nodes if abs(each) == TRUE]
        if constant:
            rest = [each for each in nodes if abs(each) != TRUE]
            return self.any(rest) if constant[0] == TRUE else self.all(rest)
        flipped = sum(each < 0 for each in nodes) > 1
        key = tuple(sorted(-each if flipped else each for each in nodes))
        return -self._adder("majority", key) if flipped else self._adder("majority", key)

    def _adder(self, kind: Adder, parts: tuple[int, ...]) -> int:
        key = (kind, *parts)
        if key not in self._known:
            node = self._known[key] = self.input()
            self.gates[node] = parts
            self.adders[node] = kind
        return self._known[key]

    def any(self, nodes: Iterable[int]) -> int:
        """Return the disjunction of nodes."""
        return -self.all(-each for each in nodes)

    def implies(self, when: int, then: int) -> int:
        """Return the implication from `when` to `then`."""
        return self.any((-when, then))

    def at_least(self, number: int, nodes: Sequence[int]) -> int:
        """Return the node "at least this many of the nodes are true".

        It takes number × nodes gates, on which a solver propagates counts at once; many nodes
        are added in binary instead, with some ten gates each. A node that occurs several times
        has a weight.
        """
        times = Counter(nodes)
        unit = math.gcd(*times.values())
        if unit > 1:
            number = -(-number // unit)
            times = Counter({node: weight // unit for node, weight in times.items()})
        if number * len(times) > MOST_IN_ROWS:
            return self._at_least_in_binary(number, times)
        rows = [TRUE] + [FALSE] * max(number, 0)
        for node, weight in times.items():
            for many in range(len(rows) - 1, 0, -1):
                less = rows[max(many - weight, 0)]
                rows[many] = self.any((rows[many], self.all((node, less))))
        return rows[max(number, 0)]

    def _at_least_in_binary(self, number: int, times: Mapping[int, int]) -> int:
        """Return it by conjunctions only, so that readers of circuits need no adders."""
        bits: list[int] = []
        carried: list[int] = []
        waiting = dict(times)
        while carried or waiting:
            column = [*(node for node, weight in waiting.items() if weight & 1), *carried]
            waiting = {node: weight >> 1 for node, weight in waiting.items() if weight > 1}
            carried = []
            while len(column) > 1:
                threes = [column[place : place + 3] for place in range(0, len(column), 3)]
                column = [self._odd(each) for each in threes]
                carried += [self._two_of(each) for each in threes if len(each) > 1]
            bits += column or [FALSE]
        if number >> len(bits):
            return FALSE
        enough = TRUE
        for place, bit in enumerate(bits):
            both = (bit, enough)
            enough = self.all(both) if number >> place & 1 else self.any(both)
        return enough

    def _odd(self, nodes: Sequence[int]) -> int:
        """Return the parity of the nodes."""
        odd = FALSE
        for node in nodes:
            odd = self.all((self.any((odd, node)), -self.all((odd, node))))
        return odd

    def _two_of(self, nodes: Sequence[int]) -> int:
        """Return the node "at least two of the nodes are true"."""
        return self.any(map(self.all, itertools.combinations(nodes, 2)))

    def at_most(self, number: int, nodes: Sequence[int]) -> int:
        """Return the node "at most this many of the nodes are true"."""
        return -self.at_least(number + 1, nodes)

    def cone(self, roots: Iterable[int], known: AbstractSet[int] = frozenset()) -> list[int]:
        """Return the nodes that the roots depend on, inputs included, children first.

        Nodes in `known`, and those that only they need, are left out.
        """
        seen: set[int] = set()
        waiting = [abs(root) for root in roots]
        while waiting:
            node = waiting.pop()
            if node not in seen and node not in known:
                seen.add(node)
                waiting.extend(abs(child) for child in self.gates.get(node, ()))
        return sorted(seen)

    def settle(self, true: set[int]) -> None:
        """Evaluate all gates: add their literals to those of the inputs.

        Args:
            true: a literal for each input, and `TRUE`.
        """
        adders = self.adders
        for gate, parts in self.gates.items():
            if gate in adders:
                number = sum(part in true for part in parts)
                yes = number > 1 if adders[gate] == "majority" else number % 2 == 1
            else:
                yes = true.issuperset(parts)
            true.add(gate if yes else -gate)

    def _joiner(self, node: int) -> str:
        return " + " if node in self.adders else " and "

    def compile(
        self, roots: Sequence[int], inputs: Mapping[int, str]
    ) -> Callable[[Sequence[int]], list[bool]]:
        """Return a function from values `v` to the values of the roots.

        It is generated Python: a statement for each gate with several uses; other gates are
        inlined.

        Args:
            roots: nodes to evaluate.
            inputs: expression over `v` for each input.
        """
        cone = self.cone(roots)
        uses = Counter(abs(each) for node in cone for each in self.gates.get(node, ()))
        uses.update(map(abs, roots))
        written: dict[int, tuple[str, int]] = {TRUE: ("True", 0)}
        lines = ["def evaluate(v):"]

        def literal(node: int) -> str:
            text = written[abs(node)][0]
            return text if node > 0 else f"(not {text})"

        for node in cone:
            if node in self.gates:
                parts = self.gates[node]
                text = f"({self._joiner(node).join(map(literal, parts))})"
                if node in self.adders:
                    text = (
                        f"({text} {'> 1' if self.adders[node] == 'majority' else '% 2 == 1'})"
                    )
                depth = 1 + max(written[abs(part)][1] for part in parts)
            elif node != TRUE:
                text, depth = f"({inputs[node]})", 1
            else:
                continue
            if uses[node] > 1 or depth > NESTED:
                lines.append(f" n{node} = {text}")
                text, depth = f"n{node}", 0
            written[node] = text, depth
        lines.append(f" return [{', '.join(map(literal, roots))}]")
        scope: dict[str, Callable[[Sequence[int]], list[bool]]] = {}
        exec("\n".join(lines), scope)  # noqa: S102  # the text holds numbers and nothing else
        return scope["evaluate"]


# -- conversion from circuits to clauses (Tseitin); a node's number is its variable --


Literals: TypeAlias = tuple[int, ...]


class Encoder:
    """Encoder that writes each node of a circuit once, on first use.

    Source:
        Tseitin, "On the complexity of derivation in propositional calculus", 1968: a variable
        for each gate, equivalent to the gate.
    """

    def __init__(self, circuit: Circuit) -> None:
        self._circuit = circuit
        self._written: set[int] = set()

    def define(self, nodes: Iterable[int]) -> Iterator[Literals]:
        """Yield clauses that define the nodes and their cones, as far as not yet written."""
        nodes = list(nodes)
        if self._written.issuperset(map(abs, nodes)):
            return
        gates, adders = self._circuit.gates, self._circuit.adders
        for node in self._circuit.cone(nodes, known=self._written):
            self._written.add(node)
            if node in adders:
                yield from _adder(node, adders[node], gates[node])
            elif node in gates:
                for child in gates[node]:
                    yield (-node, child)
                yield (node, *(-child for child in gates[node]))
            elif node == TRUE:
                yield (TRUE,)


def _adder(node: int, kind: Adder, parts: tuple[int, ...]) -> Iterator[Literals]:
    """Yield clauses of a full adder's sum or carry, which propagate more than gates."""
    if kind == "majority":
        for one, other in itertools.combinations(parts, 2):
            yield (-one, -other, node)
            yield (one, other, -node)
        return
    for signs in itertools.product((1, -1), repeat=len(parts)):
        odd = sum(sign > 0 for sign in signs) % 2 == 1
        excluded = tuple(-sign * part for sign, part in zip(signs, parts, strict=True))
        yield (*excluded, node if odd else -node)


def structure(problem: Problem) -> Iterator[Literals]:
    """Yield clauses that are true of every scenario, consistent or not."""
    yield (TRUE,)
    yield from one_of_each(problem.variables)
    yield from Encoder(problem.circuit).define(problem.words_kept)
    for node in problem.words_kept:
        yield (node,)


def one_of_each(variables: Iterable[Variable]) -> Iterator[Literals]:
    """Yield clauses: every variable has exactly one of its options.

    Of two options one is the other's negation; a tautology is written too, so that every
    witness contains both, even if no condition uses them.
    """
    for variable in variables:
        yield variable.nodes
        if len(variable.nodes) > 2:
            for one, other in itertools.combinations(variable.nodes, 2):
                yield (-one, -other)


# Orders of a problem's variables in its diagrams (FORCE)

STRIDES = 8
SHUFFLES = 32
WORTH = 10_000
"""Number of nodes that cost as much time as trying another order."""


def bits_of(problem: Problem, variable: Variable) -> list[int]:
    """Return the bits of the numbers of a variable, each once."""
    every = [
        (-place, bit)
        for (issue, term, _), word in problem.words.of.items()
        if issue == variable.issue and variable.term in {None, term}
        for place, bit in enumerate(word.bits)
    ]
    return [bit for _, bit in sorted(every)]


def numbers_after(problem: Problem, order: Sequence[Variable]) -> list[list[int]]:
    """Return the bits of numbers that follow each variable in the diagram.

    Numbers that relations connect follow the last variable that has one of them, the most
    significant bits first: so sums and comparisons need little more than a carry.
    """
    weights = {
        bit: weight for word in problem.words.of.values() for weight, bit in word.linear.terms
    }
    group = {bit: bit for bit in weights}

    def first(bit: int) -> int:
        while group[bit] != bit:
            group[bit] = bit = group[group[bit]]
        return bit

    owner: dict[int, int] = {}
    for place, variable in enumerate(order):
        owner.update(dict.fromkeys(bits_of(problem, variable), place))
    tied = [list(word.bits) for word in problem.words.of.values()]
    for leaf in problem.words.arithmetic.known:
        cone = problem.circuit.cone(abs(node) for _, node in leaf.weights)
        tied.append([each for each in cone if each in weights])
    for bits in tied:
        for bit in bits[1:]:
            group[first(bit)] = first(bits[0])
    last: dict[int, int] = {}
    for bit, place in owner.items():
        last[first(bit)] = max(last.get(first(bit), 0), place)
    found: list[list[int]] = [[] for _ in order]
    for bit in sorted(weights, key=lambda bit: (-weights[bit], bit)):
        found[last[first(bit)]].append(bit)
    return found


def variable_nodes(variable: Variable) -> Sequence[int]:
    """Return the nodes to define, each once: of two options one is the other's negation."""
    return (variable.nodes[0],) if len(variable.nodes) == 2 else variable.nodes


def force_order(
    problem: Problem, *, looks: float = math.inf, look_round: Callable[[], object] = bool
) -> list[Variable]:
    """Return an order of the variables in which those of a clause are close (FORCE).

    Args:
        problem: problem of the variables.
        looks: limit of visited places of variables in clauses, each counted once for each order
            tried; at least one order is tried.
        look_round: called between two tries; its exceptions end the search.

    Source:
        Aloul, Markov and Sakallah, "FORCE: a fast and easy-to-implement variable-ordering
        heuristic", GLSVLSI 2003.
    """
    owner = {
        abs(node): index
        for index, variable in enumerate(problem.variables)
        for node in (*variable.nodes, *bits_of(problem, variable))
    }
    met = (
        sorted({owner[each] for each in problem.circuit.cone([node]) if each in owner})
        for node in (*(clause.node for clause in problem.clauses), *problem.positions.values())
    )
    edges = [edge for edge in met if len(edge) > 1]
    settle = Settler(len(problem.variables), edges)
    places = sum(map(len, edges))
    best: list[int] = []
    least: float = math.inf
    for tried, start in enumerate(starts(len(problem.variables)), 1):
        found = settle(start)
        broad = breadth(found, edges)
        if broad < least:
            best, least = found, broad
        if least < WORTH * tried or places * tried > looks:
            break
        look_round()
    return [problem.variables[index] for index in best]


def starts(count: int) -> Iterator[list[int]]:
    """Yield start orders: the declared one, strides of it, and random ones."""
    every = list(range(count))
    for strides in range(1, STRIDES):
        yield [*itertools.chain(*(every[k::strides] for k in range(strides)))]
    import random

    chance = random.Random(count)  # noqa: S311  # always the same ones
    for _ in range(SHUFFLES):
        yield chance.sample(every, count)


class Settler:
    """Iteration of FORCE: move every variable to the mean of its edges until no gain."""

    def __init__(self, count: int, edges: Sequence[Sequence[int]]) -> None:
        touching: list[list[int]] = [[] for _ in range(count)]
        for number, edge in enumerate(edges):
            for variable in edge:
                touching[variable].append(number)
        self._of_edge = [itemgetter(*edge) for edge in edges]
        # A getter of one place gives no tuple; so each edge is named twice.
        self._of_variable = [itemgetter(*each, *each) if each else None for each in touching]

    def __call__(self, order: list[int]) -> list[int]:
        """Return the settled order; the cost is the sum of the edges' spans."""
        best: list[int] = order
        least = math.inf
        while True:
            place = [0] * len(order)
            for index, variable in enumerate(order):
                place[variable] = index
            ends = [get(place) for get in self._of_edge]
            cost = sum(map(max, ends)) - sum(map(min, ends))
            if cost >= least:
                return best
            best, least = order, cost
            middle = [sum(each) / len(each) for each in ends]
            wanted = [
                place[variable] if get is None else _mean(get(middle))
                for variable, get in enumerate(self._of_variable)
            ]
            order = sorted(order, key=lambda each: (wanted[each], each))  # used at once


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def breadth(order: Sequence[int], edges: Sequence[Sequence[int]]) -> int:
    """Return an estimate of the diagram's nodes: 2 to the power of the width of each level.

    A variable counts until the last one that it shares an edge with. This ranks good orders
    better than the span, by which they are settled.
    """
    place = {variable: index for index, variable in enumerate(order)}
    reach = dict(place)
    for edge in edges:
        last = max(place[each] for each in edge)
        for each in edge:
            reach[each] = max(reach[each], last)
    ends = Counter(reach.values())
    remembered = total = 0
    for index in range(len(order)):
        remembered += 1 - ends[index]
        total += 1 << remembered
    return total

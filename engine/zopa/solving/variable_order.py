"""Orders of a problem's variables in its diagrams (FORCE)."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter as CountOf
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zopa.solving.problem import Problem, Variable

__all__ = [
    "Settler",
    "bits_of",
    "breadth",
    "force_order",
    "numbers_after",
    "starts",
    "variable_nodes",
]

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
    ends = CountOf(reach.values())
    remembered = total = 0
    for index in range(len(order)):
        remembered += 1 - ends[index]
        total += 1 << remembered
    return total

"""From circuits to clauses; a node's number is its variable."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, TypeAlias

from zopa.solving.circuit import TRUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zopa.solving.circuit import Adder, Circuit
    from zopa.solving.problem import Problem, Variable

__all__ = ["Encoder", "one_of_each", "structure"]

Clause: TypeAlias = tuple[int, ...]


class Encoder:
    """Writes each node of a circuit once, whenever it is first asked for.

    Source:
        Tseitin, "On the complexity of derivation in propositional calculus",
        1968: a variable for each gate, equivalent to the gate.
    """

    def __init__(self, circuit: Circuit) -> None:
        self._circuit = circuit
        self._written: set[int] = set()

    def define(self, nodes: Iterable[int]) -> Iterator[Clause]:
        """What the nodes and all that they depend on mean, as far as not yet written."""
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


def _adder(node: int, kind: Adder, parts: tuple[int, ...]) -> Iterator[Clause]:
    """A full adder's sum or carry in clauses of its own, which propagate more than gates."""
    if kind == "majority":
        for one, other in itertools.combinations(parts, 2):
            yield (-one, -other, node)
            yield (one, other, -node)
        return
    for signs in itertools.product((1, -1), repeat=len(parts)):
        odd = sum(sign > 0 for sign in signs) % 2 == 1
        excluded = tuple(-sign * part for sign, part in zip(signs, parts, strict=True))
        yield (*excluded, node if odd else -node)


def structure(problem: Problem) -> Iterator[Clause]:
    """What is true of every scenario, coherent or not."""
    yield (TRUE,)
    yield from one_of_each(problem.variables)
    yield from Encoder(problem.circuit).define(problem.words_kept)
    for node in problem.words_kept:
        yield (node,)


def one_of_each(variables: Iterable[Variable]) -> Iterator[Clause]:
    """That every variable has exactly one of its options.

    Of two options one is the other's negation; so that every witness shows them,
    though no condition may speak of them, the clause that says nothing is written too.
    """
    for variable in variables:
        yield variable.nodes
        if len(variable.nodes) > 2:
            for one, other in itertools.combinations(variable.nodes, 2):
                yield (-one, -other)

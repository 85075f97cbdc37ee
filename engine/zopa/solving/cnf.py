"""Conversion from circuits to clauses (Tseitin); a node's number is its variable."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, TypeAlias

from zopa.solving.circuit import TRUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zopa.solving.circuit import Adder, Circuit
    from zopa.solving.problem import Problem, Variable

__all__ = ["Encoder", "one_of_each", "structure"]

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

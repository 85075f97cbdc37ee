"""Arithmetic in the circuit: binary words, sums, products and comparisons.

Every relation is one primitive: a weighted sum of nodes that is at least a constant. The sum is
added column by column with full adders and compared bit by bit.

Source:
    Warners, "A linear-time transformation of linear inequalities into conjunctive normal form",
    Information Processing Letters 68, 1998.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.model.conditions import Operator
from zopa.solving.circuit import FALSE, TRUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.solving.circuit import Circuit

__all__ = ["Arithmetic", "Linear", "LinearComparison", "added", "scaled"]


@dataclass(frozen=True, slots=True)
class Linear:
    """Number that depends on the scenario: an offset and weighted nodes.

    If it is not present or unlimited, its value has no meaning.
    """

    offset: Fraction = Fraction(0)
    terms: tuple[tuple[Fraction, int], ...] = ()
    """Weights, each with the node that adds it if true."""
    present: int = TRUE
    unlimited: int = FALSE


@dataclass(frozen=True, slots=True)
class LinearComparison:
    """Comparison of a weighted sum with a constant."""

    node: int
    weights: tuple[tuple[int, int], ...]
    bound: int
    equal: bool
    """True if the sum must equal the bound; False if it must be at least the bound."""


def scaled(factor: Fraction, number: Linear) -> Linear:
    """Return a multiple of a number."""
    terms = tuple((factor * weight, node) for weight, node in number.terms)
    return Linear(factor * number.offset, terms, number.present, number.unlimited)


def added(circuit: Circuit, numbers: Iterable[Linear]) -> Linear:
    """Return a sum; it is present if all its parts are, and unlimited if one is."""
    parts = list(numbers)
    return Linear(
        sum((each.offset for each in parts), Fraction(0)),
        tuple(term for each in parts for term in each.terms),
        circuit.all(each.present for each in parts),
        circuit.any(each.unlimited for each in parts),
    )


def _columns(bits: Sequence[int], constant: int) -> dict[int, list[int]]:
    """Return the columns of the addition of a binary number and a constant."""
    places = range(max(len(bits), constant.bit_length()))
    return {
        place: [
            *([bits[place]] if place < len(bits) else []),
            *([TRUE] if constant >> place & 1 else []),
        ]
        for place in places
    }


class Arithmetic:
    """Sums and comparisons over the nodes of one circuit; equal sums share their adders."""

    def __init__(self, circuit: Circuit, like: Arithmetic | None = None) -> None:
        """Begin without sums, or with those of the circuit that this one is a copy of."""
        self._circuit = circuit
        self.known = dict[LinearComparison, None]()
        """Comparisons so far."""
        self.sums = dict[tuple[tuple[int, int], ...], tuple[int, ...]]()
        """Bits of each sum so far, the lowest first."""
        if like is not None:
            self.known |= like.known
            self.sums |= like.sums

    def product(self, one: Linear, other: Linear) -> Linear:
        """Return a product: every weighted node of one with every one of the other."""
        both = self._circuit.all
        terms = [(one.offset * weight, node) for weight, node in other.terms]
        terms += [(other.offset * weight, node) for weight, node in one.terms]
        terms += [
            (left * right, both((here, there)))
            for left, here in one.terms
            for right, there in other.terms
        ]
        return Linear(
            one.offset * other.offset,
            tuple(terms),
            both((one.present, other.present)),
            self._circuit.any((one.unlimited, other.unlimited)),
        )

    def compare(self, left: Linear, operator: Operator, right: Linear) -> int:
        """Return the node of the relation; false if a side is not present.

        `unlimited` is above every number and equal to itself.
        """
        circuit = self._circuit
        above, beyond = left.unlimited, right.unlimited
        finite = circuit.all((-above, -beyond))
        difference = added(circuit, (left, scaled(Fraction(-1), right)))
        match operator:
            case Operator.AT_LEAST:
                found = circuit.any(
                    (above, circuit.all((finite, self._at_least(difference, 0))))
                )
            case Operator.ABOVE:
                found = circuit.any(
                    (
                        circuit.all((above, -beyond)),
                        circuit.all((finite, self._at_least(difference, 0, strict=True))),
                    )
                )
            case Operator.AT_MOST:
                return self.compare(right, Operator.AT_LEAST, left)
            case Operator.BELOW:
                return self.compare(right, Operator.ABOVE, left)
            case Operator.IS | Operator.IN | Operator.NOT:
                same = circuit.any(
                    (
                        circuit.all((above, beyond)),
                        circuit.all((finite, self._equal(difference, 0))),
                    )
                )
                found = -same if operator == Operator.NOT else same
        return circuit.all((left.present, right.present, found))

    def apart(self, bits: Sequence[int], value: int) -> list[int]:
        """Return the bits of the distance between a number and a constant, the lowest first."""
        width = max(len(bits), value.bit_length())
        whole = 1 << width
        padded = [*bits, *[FALSE] * (width - len(bits))]
        terms = tuple((Fraction(1 << place), bit) for place, bit in enumerate(bits))
        above = self._at_least(Linear(terms=terms), value)
        more = self._added(_columns(padded, whole - value))
        less = self._added(_columns([-bit for bit in padded], value + 1))
        both, either = self._circuit.all, self._circuit.any
        return [
            either((both((above, more[place])), both((-above, less[place]))))
            for place in range(width)
        ]

    def between(self, number: Linear, least: int | None, most: int | None) -> int:
        """Return the node of a number, in its own units, being within bounds."""
        found = [number.present, -number.unlimited]
        if least is not None:
            found.append(self._at_least(number, least))
        if most is not None:
            found.append(-self._at_least(number, most, strict=True))
        return self._circuit.all(found)

    def rest(self, bits: Sequence[int], value: int, divisor: int) -> int:
        """Return the node of a binary number being congruent to a value modulo a divisor."""
        both, either = self._circuit.all, self._circuit.any
        # The lowest bits alone determine the remainder of a power of two.
        twos = (divisor & -divisor).bit_length() - 1
        low = both(bit if value >> n & 1 else -bit for n, bit in enumerate(bits[:twos]))
        divisor, rests = divisor >> twos, {0: low}
        for bit in reversed(bits[twos:]):
            found: dict[int, list[int]] = {}
            for rest, node in rests.items():
                for digit in (0, 1):
                    there = found.setdefault((2 * rest + digit) % divisor, [])
                    there.append(both((node, bit if digit else -bit)))
            rests = {rest: either(nodes) for rest, nodes in found.items()}
        return rests.get((value >> twos) % divisor, FALSE)

    # -- sums --

    def _at_least(self, number: Linear, bound: int, *, strict: bool = False) -> int:
        weights, rest, _ = self._whole(number, bound)
        wanted = math.floor(rest) + 1 if strict else math.ceil(rest)
        if wanted <= 0:
            return TRUE
        bits = self._sum(weights)
        if wanted >> len(bits):
            return FALSE
        enough = TRUE
        for place, bit in enumerate(bits):
            both = (bit, enough)
            one = wanted >> place & 1
            enough = self._circuit.all(both) if one else self._circuit.any(both)
        return self._leaf(enough, weights, wanted, equal=False)

    def _equal(self, number: Linear, value: int) -> int:
        weights, rest, exact = self._whole(number, value)
        if not exact or rest < 0:
            return FALSE
        bits = self._sum(weights)
        whole = int(rest)
        if whole >> len(bits):
            return FALSE
        found = self._circuit.all(
            bit if whole >> place & 1 else -bit for place, bit in enumerate(bits)
        )
        return self._leaf(found, weights, whole, equal=True)

    def _leaf(
        self, node: int, weights: tuple[tuple[int, int], ...], bound: int, *, equal: bool
    ) -> int:
        if abs(node) != TRUE:
            self.known[LinearComparison(node, weights, bound, equal)] = None
        return node

    def _whole(
        self, number: Linear, bound: int
    ) -> tuple[tuple[tuple[int, int], ...], Fraction, bool]:
        """Return positive integer weights, the bound of their sum, and if equality counts."""
        merged: dict[int, Fraction] = defaultdict(Fraction)
        rest = Fraction(bound) - number.offset
        for weight, node in number.terms:
            if node == TRUE:
                rest -= weight
            elif node != FALSE:
                sign = 1 if node > 0 else -1
                # A negated node adds its weight if the node is false.
                if sign < 0:
                    rest -= weight
                merged[abs(node)] += sign * weight
        terms = [(weight, node) for node, weight in merged.items() if weight]
        if not terms:
            return (), rest, rest.denominator == 1
        scale = math.lcm(*(weight.denominator for weight, _ in terms))
        rest *= scale
        whole: list[tuple[int, int]] = []
        for weight, node in terms:
            times = int(weight * scale)
            if times < 0:
                # -w x = w (not x) - w
                rest -= times
                whole.append((-times, -node))
            else:
                whole.append((times, node))
        shared = math.gcd(*(weight for weight, _ in whole))
        rest /= shared
        weights = tuple(sorted((weight // shared, node) for weight, node in whole))
        return weights, rest, rest.denominator == 1

    def _sum(self, weights: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
        """Return the bits of a sum, the lowest first."""
        if weights not in self.sums:
            columns: dict[int, list[int]] = defaultdict(list)
            for weight, node in weights:
                for place in range(weight.bit_length()):
                    if weight >> place & 1:
                        columns[place].append(node)
            self.sums[weights] = tuple(self._added(columns))
        return self.sums[weights]

    def _added(self, columns: Mapping[int, Sequence[int]]) -> list[int]:
        circuit = self._circuit
        waiting = {place: list(nodes) for place, nodes in columns.items()}
        bits: list[int] = []
        place = 0
        while waiting:
            column = waiting.pop(place, [])
            while len(column) > 1:
                three, column = column[:3], column[3:]
                column.append(circuit.odd(three))
                carry = circuit.majority(three) if len(three) == 3 else circuit.all(three)
                if carry != FALSE:
                    waiting.setdefault(place + 1, []).append(carry)
            bits.append(column[0] if column else FALSE)
            place += 1
        return bits

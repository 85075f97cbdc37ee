"""Numbers in relations: their bits in the circuit, sums, products and comparisons.

Every relation is one primitive: a weighted sum of nodes that is at least a constant. The sum is
added column by column with full adders and compared bit by bit.

Source:
    Warners, "A linear-time transformation of linear inequalities into conjunctive normal form",
    Information Processing Letters 68, 1998.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.model.conditions import (
    Blank,
    CompareTo,
    Constant,
    CountEntities,
    Operator,
    Product,
    Property,
    Relation,
    Sum,
    Test,
    Times,
    Total,
    inner,
    predicates,
    quantities,
)
from zopa.model.corpus import UNLIMITED, ParameterValue
from zopa.model.evaluate import targets
from zopa.solving.circuit import FALSE, TRUE

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from zopa.model.conditions import Predicate, Quantity, Value
    from zopa.model.corpus import Attribute, Bounds, Corpus
    from zopa.solving.circuit import Circuit
    from zopa.solving.problem import Problem

__all__ = [
    "Key",
    "Linear",
    "LinearComparison",
    "NumberBits",
    "Word",
    "added",
    "related",
]


# Numbers
Key = tuple[str, str, str]
"""Issue, term and parameter."""


# -- numbers in relations -----------------------------------------------------


def related(corpus: Corpus) -> frozenset[Key]:
    """Return the parameters in relations, and those that set attributes in relations."""
    found: set[Key] = set()
    spoken: set[tuple[str, str]] = set()
    for said, kind in _said(corpus):
        for part in quantities(said):
            match part:
                case Blank(issue, term, parameter):
                    found.add((str(issue), str(term), str(parameter)))
                case Property(attribute, entity):
                    of = kind if entity is None else str(corpus.entities[entity].type)
                    spoken.add((of, str(attribute)))
                case Total(attribute, of_type):
                    spoken.add((str(of_type), str(attribute)))
                case _:
                    pass
    if not found and not spoken:
        return frozenset()
    return frozenset(found | set(_setting(corpus, spoken)))


def _setting(corpus: Corpus, spoken: Container[tuple[str, str]]) -> Iterator[Key]:
    """Yield the parameters that set one of these attributes of entities of a type."""
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            for effect in term.effects:
                for attribute, value in effect.sets.items():
                    if isinstance(value, ParameterValue) and any(
                        (str(each.type), str(attribute)) in spoken
                        for each in targets(corpus, effect)
                    ):
                        yield str(issue.id), str(term.id), str(value.name)


def _said(corpus: Corpus) -> Iterator[tuple[Quantity, str]]:
    """Yield the quantities of all conditions, each with its entity type."""
    for condition in corpus.conditions():
        for part in inner(condition):
            claims: list[tuple[Predicate, str]] = []
            match part:
                case Relation(left, _, right):
                    yield left, ""
                    yield right, ""
                    sides = itertools.chain(quantities(left), quantities(right))
                    claims = [(x.where, str(x.kind)) for x in sides if isinstance(x, Total)]
                case Test(name, claim):
                    claims = [(claim, str(corpus.entities[name].type))]
                case CountEntities(kind=kind, where=where, holds=claim):
                    claims = [(where, str(kind)), (claim, str(kind))]
                case _:
                    continue
            for claim, of in claims:
                for each in predicates(claim):
                    if isinstance(each, CompareTo):
                        yield Property(each.attribute), of
                        yield each.quantity, of


# -- bits ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """Number in binary: the minimum plus a number of steps."""

    domain: Attribute
    chosen: int
    """Node of the term being chosen with a number."""
    unlimited: int
    """Node of the number being `unlimited`."""
    bits: tuple[int, ...]
    """Inputs that count the steps, the lowest first; false if no number is chosen."""

    @property
    def low(self) -> int:
        """Minimum, in units of its last digit."""
        return self.domain.minimum or 0

    @property
    def most(self) -> int:
        """Largest number of steps."""
        return ((self.domain.maximum or 0) - self.low) // self.domain.step

    def literals(self, value: Value) -> tuple[int, ...]:
        """Return the literals of a value; for a non-number all bits are false."""
        steps = (int(value) - self.low) // self.domain.step if isinstance(value, int) else 0
        return tuple(bit if steps >> place & 1 else -bit for place, bit in enumerate(self.bits))

    def value(self, true: Iterable[int]) -> Value:
        """Return the value for these true nodes."""
        nodes = true if isinstance(true, set | frozenset) else set(true)
        steps = sum(1 << place for place, bit in enumerate(self.bits) if bit in nodes)
        return self.domain.at(self.low + steps * self.domain.step)

    @property
    def linear(self) -> Linear:
        """Number as weighted nodes, in its own unit, not that of its last digit."""
        unit = Fraction(1, 10**self.domain.digits)
        return Linear(
            self.low * unit,
            tuple(
                (unit * self.domain.step * (1 << place), bit)
                for place, bit in enumerate(self.bits)
            ),
            self.chosen,
            FALSE,
        )


# Sums of bits
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


class NumberBits:
    """Numbers of a problem in relations."""

    def __init__(
        self, problem: Problem, keys: Iterable[Key], like: NumberBits | None = None
    ) -> None:
        """Assign bits to each number.

        Args:
            problem: its variables are made, its effects are not yet.
            keys: the numbers.
            like: the same numbers in the circuit that the problem's is a copy of.
        """
        self._problem = problem
        self._circuit = problem.circuit
        self.arithmetic: Arithmetic = Arithmetic(
            problem.circuit, like.arithmetic if like is not None else None
        )
        self.of: dict[Key, Word] = {key: self._word(key) for key in sorted(keys)}
        if like is not None:
            self.of = dict(like.of)

    def beside(self, problem: Problem) -> NumberBits:
        """Return the same numbers for a problem with an independent copy of the circuit."""
        return NumberBits(problem, (), self)

    def asked(self, name: Blank, domain: Attribute) -> Word:
        """Return a free number of a range, whose value the solver chooses.

        The name is reused by the next such number.
        """
        steps = (domain.maximum or 0) - (domain.minimum or 0)
        bits = tuple(self._circuit.input() for _ in range(steps.bit_length()))
        word = Word(domain, TRUE, FALSE, bits)
        self.of[str(name.issue), str(name.term), str(name.parameter)] = word
        return word

    def distance(self, word: Word, low: int, high: int) -> int:
        """Return the node of a number being within bounds, in units of its last digit."""
        number = scaled(Fraction(10**word.domain.digits), word.linear)
        return self.arithmetic.between(number, low, high)

    def _word(self, key: Key) -> Word:
        corpus = self._problem.corpus
        issue, term, parameter = key
        declared = corpus.issues[issue]
        domain = declared.terms[term].parameters[parameter].domain
        chosen = unlimited = FALSE
        for piece, node in self._problem.pieces_of(issue, term, parameter).items():
            if piece.low == UNLIMITED:
                unlimited = node
            elif piece.number:
                chosen = node
        if declared.answer is not None and UNLIMITED in declared.terms:
            unlimited = self._problem.chosen(issue, UNLIMITED)
        steps = ((domain.maximum or 0) - (domain.minimum or 0)) // domain.step
        bits = tuple(self._circuit.input() for _ in range(steps.bit_length()))
        return Word(domain, chosen, unlimited, bits)

    @property
    def bits(self) -> tuple[int, ...]:
        """All bits."""
        return tuple(bit for word in self.of.values() for bit in word.bits)

    def kept(self) -> Iterator[int]:
        """Yield nodes that are true of every scenario: each number has one representation."""
        for word in self.of.values():
            for bit in word.bits:
                yield self._circuit.implies(bit, word.chosen)
            most = Linear(terms=tuple((Fraction(1 << n), b) for n, b in enumerate(word.bits)))
            yield self.arithmetic.between(most, None, word.most)

    def steps_within(self, key: Key, low: int, high: int, stride: int = 1) -> int:
        """Return the node of a number being this many steps above its minimum, by `stride`."""
        word = self.of[key]
        terms = tuple((Fraction(1 << place), bit) for place, bit in enumerate(word.bits))
        within = self.arithmetic.between(Linear(terms=terms, present=word.chosen), low, high)
        if stride == 1:
            return within
        return self._circuit.all((within, self.arithmetic.rest(word.bits, low, stride)))

    # -- quantities --

    def relation(self, relation: Relation) -> int:
        """Return the node of a relation."""
        sides = [self.linear(each) for each in (relation.left, relation.right)]
        return self.arithmetic.compare(sides[0], relation.operator, sides[1])

    def compared(self, key: Key, operator: Operator, values: Iterable[Value]) -> int:
        """Return the node of a number being in that relation to one of some values."""
        word = self.of[key]
        here = word.linear
        found = []
        for value in values:
            amount = word.domain.amount(value)
            there = Linear() if amount is None or value == UNLIMITED else Linear(_exact(amount))
            above = Linear(unlimited=TRUE) if value == UNLIMITED else there
            found.append(self.arithmetic.compare(here, operator, above))
        return self._circuit.any(found)

    def within(self, key: Key, bounds: Bounds) -> int:
        """Return the node of a number being within bounds."""
        word = self.of[key]
        number = scaled(Fraction(10**word.domain.digits), word.linear)
        return self.arithmetic.between(number, bounds.least, bounds.most)

    def linear(self, said: Quantity) -> Linear:
        """Return the quantity as weighted nodes."""
        match said:
            case Constant(number):
                return Linear(number)
            case Blank(issue, term, parameter):
                word = self.of[str(issue), str(term), str(parameter)]
                present = self._circuit.any((word.chosen, word.unlimited))
                here = word.linear
                return Linear(here.offset, here.terms, present, word.unlimited)
            case Property(attribute, entity):
                return self._property(str(entity), str(attribute))
            case Sum(parts):
                return added(self._circuit, map(self.linear, parts))
            case Times(factor, part):
                return scaled(factor, self.linear(part))
            case Product(left, right):
                return self.arithmetic.product(self.linear(left), self.linear(right))
            case Total(attribute, kind, where):
                entities = self._problem.corpus.entities_of(kind)
                return added(
                    self._circuit,
                    (
                        self._where(
                            self._problem.meets(where, each),
                            self._property(str(each.id), str(attribute)),
                        )
                        for each in entities
                    ),
                )

    def _where(self, node: int, number: Linear) -> Linear:
        """Return the number if the node is true, else 0."""
        both = self._circuit.all
        return Linear(
            terms=(
                (number.offset, node),
                *((weight, both((node, each))) for weight, each in number.terms),
            ),
            present=self._circuit.implies(node, number.present),
            unlimited=both((node, number.unlimited)),
        )

    def _property(self, entity: str, attribute: str) -> Linear:
        """Return an attribute: its baseline plus the difference to the set value."""
        circuit, problem = self._circuit, self._problem
        declared = problem.corpus.attribute(entity, attribute)
        value = problem.corpus.entities[entity].baseline[attribute]
        amount = declared.amount(value)
        base = Fraction(0) if value == UNLIMITED or amount is None else _exact(amount)
        constants: dict[Fraction, int] = {}
        words: dict[Key, list[int]] = {}
        unlimited: list[int] = []
        every: list[int] = []
        missing: list[int] = []
        for piece, setters in problem.setters(entity, attribute).items():
            nodes = [setter.node for setter in setters]
            every += nodes
            if piece.low == UNLIMITED:
                unlimited += nodes
                continue
            if not piece.number:
                missing += nodes
                continue
            for setter in setters:
                if setter.key is not None and setter.key in self.of:
                    words.setdefault(setter.key, []).append(setter.node)
                    continue
                number = _exact(declared.amount(piece.low))
                constants[number] = circuit.any((constants.get(number, FALSE), setter.node))
        terms = [(number - base, node) for number, node in constants.items()]
        free = circuit.all(-node for node in constants.values())
        for key, nodes in words.items():
            # Where a constant is set too, both are the same number, which counts once.
            acting = circuit.all((free, circuit.any(nodes)))
            here = self.of[key].linear
            terms.append((here.offset - base, acting))
            terms += [(weight, circuit.all((acting, bit))) for weight, bit in here.terms]
        untouched = circuit.all(-node for node in every)
        given = TRUE if amount is not None else -untouched
        present = circuit.all((given, *(-node for node in missing)))
        if value == UNLIMITED:
            unlimited.append(untouched)
        return Linear(base, tuple(terms), present, circuit.any(unlimited))


def _exact(amount: Fraction | float | None) -> Fraction:
    """Return the number of a value that is neither missing nor unlimited."""
    assert isinstance(amount, Fraction)  # noqa: S101  # the caller looked
    return amount

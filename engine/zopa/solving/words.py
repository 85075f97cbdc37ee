"""Numbers in relations: their selection, their bits, and quantities over them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.model.conditions import (
    Blank,
    CompareTo,
    Constant,
    CountEntities,
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
from zopa.solving.arithmetic import Arithmetic, Linear, added, scaled
from zopa.solving.circuit import FALSE, TRUE

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from zopa.model.conditions import Operator, Predicate, Quantity, Value
    from zopa.model.corpus import Attribute, Bounds, Corpus
    from zopa.solving.problem import Problem

__all__ = ["Key", "NumberBits", "Word", "related"]

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

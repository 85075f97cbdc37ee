"""The numbers in a condition, and the condition with another number in place of one."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from zopa.model.conditions import (
    All,
    Any,
    Blank,
    Chosen,
    Compare,
    CompareTo,
    Constant,
    Count,
    CountEntities,
    Counting,
    If,
    Is,
    MemberOf,
    Name,
    Not,
    Of,
    Operator,
    OwnedBy,
    Product,
    Property,
    Relation,
    Silent,
    Sum,
    Test,
    Times,
    Total,
    Undecided,
    With,
    predicates,
    quantities,
    spoken_of,
)
from zopa.model.corpus import UNLIMITED, Attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zopa.model.conditions import Condition, Predicate, Quantity, Value
    from zopa.model.corpus import Corpus

__all__ = ["OPEN", "Number", "numbers", "tied", "value_of"]

OPEN = Blank(Name("\0"), Name("\0"), Name("\0"))
"""Placeholder for a number that is searched for; no file can contain it."""
LOOSENED = {Operator.ABOVE: Operator.AT_LEAST, Operator.BELOW: Operator.AT_MOST}
"""Equivalent operator for whole numbers, with the number moved by one."""
TURNED = {
    Operator.AT_LEAST: Operator.AT_MOST,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.BELOW: Operator.ABOVE,
    Operator.ABOVE: Operator.BELOW,
}
"""The operator after exchanging the sides of a relation."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a condition."""

    entity: str | None
    kind: str | None
    attribute: str | None
    blank: tuple[str, str, str] | None
    operator: str
    stated: Value
    at: int
    """Its index among the numbers possible at its place."""
    least: int
    most: int
    put: Callable[[int], Condition]
    """The condition with another number instead; `above` and `below` become bounds."""
    domain: Attribute | None = None
    """The allowed values of the number; None for a count."""
    open: Condition | None = None
    """The condition with `OPEN` instead, if relations can express it."""
    written: str = ""
    """The operator as written by the author."""
    negated: bool = False
    """True if the comparison is under an odd number of negations."""
    about: Callable[[int], Relation | CompareTo] | None = None
    """Function that puts another number into its relation; None outside relations."""


def value_of(number: Number, other: int) -> Value:
    """Another number in the form of the condition."""
    return other if number.domain is None else _value(number.domain, other)


def numbers(corpus: Corpus, condition: Condition) -> Iterator[Number]:
    """Every number of the condition that can change, in the order of its parts.

    These are numbers in comparisons of numbers and dates, at any depth. Also numbers that sums
    and differences add or compare with, and counts that the author wrote. `unlimited` is the
    number after the greatest.
    """
    yield from _of_condition(corpus, condition, lambda whole: whole, negated=False)


def tied(condition: Condition) -> bool:
    """True if it has numbers that cannot change: factors, and numbers in `where` of sums."""
    for part in spoken_of(condition):
        match part:
            case Times(factor) if abs(factor) != 1:
                return True
            case Product(left, right):
                sides = (*quantities(left), *quantities(right))
                if any(isinstance(each, Constant) for each in sides):
                    return True
            case Total(where=where):
                if any(isinstance(each, Compare) for each in predicates(where)):
                    return True
            case _:
                pass
    return False


_Put: TypeAlias = "Callable[[Condition], Condition]"


def _of_condition(
    corpus: Corpus, condition: Condition, put: _Put, *, negated: bool
) -> Iterator[Number]:
    def inside(part: Condition, put: _Put, *, turned: bool = False) -> Iterator[Number]:
        return _of_condition(corpus, part, put, negated=negated is not turned)

    match condition:
        case Not(part):
            yield from inside(part, lambda x: put(Not(x)), turned=True)
        case If(when, then, otherwise):
            yield from inside(when, lambda x: put(If(x, then, otherwise)))
            yield from inside(then, lambda x: put(If(when, x, otherwise)))
            if otherwise is not None:
                yield from inside(otherwise, lambda x: put(If(when, then, x)))
        case All(parts) | Any(parts) | Count(parts=parts):
            if isinstance(condition, Count):
                yield _how_many(condition, None, len(parts), put)
            for place, part in enumerate(parts):
                yield from inside(part, _in_parts(condition, place, put))
        case Test(entity, holds):
            yield from _of_predicate(
                corpus,
                holds,
                lambda x: put(Test(entity, x)),
                entity=str(entity),
                kind=str(corpus.entities[entity].type),
                negated=negated,
            )
        case CountEntities(kind=kind, where=where, holds=holds):
            if condition.written:
                most = sum(1 for _ in corpus.entities_of(kind))
                yield _how_many(condition, str(kind), most, put)
            # `every` and `none` are "at most 0": a negation that the author does not see.
            negated = negated is (condition.written or condition.how != Counting.AT_MOST)
            yield from _of_predicate(
                corpus,
                where,
                lambda x: put(replace(condition, where=x)),
                kind=str(kind),
                negated=negated,
            )
            yield from _of_predicate(
                corpus,
                holds,
                lambda x: put(replace(condition, holds=x)),
                kind=str(kind),
                negated=negated,
            )
        case With():
            yield from _of_with(corpus, condition, put, negated=negated)
        case Relation():
            yield from _of_relation(corpus, condition, put, negated=negated)
        case Chosen() | Silent() | Undecided():
            pass


def _of_with(corpus: Corpus, condition: With, put: _Put, *, negated: bool) -> Iterator[Number]:
    """The numbers in a comparison with a parameter, or with the value of an issue."""
    issue = corpus.issues[condition.issue]
    declared = issue.terms[condition.term].parameters[condition.parameter].domain
    if not declared.number:
        return
    above = declared.unlimited or (issue.answer is not None and UNLIMITED in issue.terms)
    operator = LOOSENED.get(condition.operator, condition.operator)
    blank = Blank(condition.issue, condition.term, condition.parameter)
    for place, stated in enumerate(condition.values):

        def instead(number: int, place: int = place) -> Condition:
            value = _value(declared, number)
            values = (*condition.values[:place], value, *condition.values[place + 1 :])
            return put(replace(condition, operator=operator, values=values))

        opened: Condition = Relation(blank, _single(operator), OPEN)
        if rest := (*condition.values[:place], *condition.values[place + 1 :]):
            opened = Any((opened, replace(condition, values=rest)))
        yield Number(
            entity=None,
            kind=None,
            attribute=None,
            blank=(str(condition.issue), str(condition.term), str(condition.parameter)),
            operator=str(operator),
            stated=declared.typed(stated),
            at=_number(declared, stated) + _beyond(condition.operator),
            least=declared.minimum or 0,
            most=(declared.maximum or 0) + above,
            put=instead,
            domain=declared,
            open=put(opened),
            written=str(condition.operator),
            negated=negated,
        )


def _single(operator: Operator) -> Operator:
    """The comparison with one of several values."""
    return Operator.IS if operator == Operator.IN else operator


def _beyond(operator: Operator) -> int:
    """Distance of the equivalent inclusive bound of whole numbers."""
    return {Operator.ABOVE: 1, Operator.BELOW: -1}.get(operator, 0)


def _in_parts(condition: All | Any | Count, place: int, put: _Put) -> _Put:
    """Function that replaces a part of the condition."""

    def replaced(part: Condition) -> Condition:
        parts = (*condition.parts[:place], part, *condition.parts[place + 1 :])
        return put(replace(condition, parts=parts))

    return replaced


def _how_many(
    condition: Count | CountEntities, kind: str | None, most: int, put: _Put
) -> Number:
    return Number(
        entity=None,
        kind=kind,
        attribute=None,
        blank=None,
        operator=str(condition.how),
        stated=condition.number,
        at=condition.number,
        least=0,
        most=most,
        put=lambda number: put(replace(condition, number=number)),
    )


def _of_predicate(
    corpus: Corpus,
    predicate: Predicate,
    put: Callable[[Predicate], Condition],
    *,
    kind: str,
    negated: bool,
    entity: str | None = None,
) -> Iterator[Number]:
    match predicate:
        case Of(how, parts):
            for place, part in enumerate(parts):
                yield from _of_predicate(
                    corpus,
                    part,
                    lambda x, place=place: put(  # type: ignore[misc]  # inferred from `put`
                        Of(how, (*parts[:place], x, *parts[place + 1 :]))
                    ),
                    kind=kind,
                    negated=negated is not (how == "not"),
                    entity=entity,
                )
        case Compare(attribute=attribute):
            declared = corpus.entity_types[kind].attributes[attribute]
            if declared.number:
                yield from _of_comparison(
                    predicate, declared, put, kind=kind, entity=entity, negated=negated
                )
        case CompareTo(attribute, operator, said):
            relation = Relation(Property(attribute), operator, said)
            yield from _of_sides(
                corpus,
                relation,
                lambda x: put(replace(predicate, quantity=x.right)),
                lambda x: replace(predicate, quantity=x.right),
                kind=kind,
                entity=entity,
                negated=negated,
            )
        case Is() | OwnedBy() | MemberOf():
            pass


def _of_comparison(
    compare: Compare,
    declared: Attribute,
    put: Callable[[Predicate], Condition],
    *,
    kind: str,
    entity: str | None,
    negated: bool,
) -> Iterator[Number]:
    operator = LOOSENED.get(compare.operator, compare.operator)
    for place, stated in enumerate(compare.values):

        def instead(number: int, place: int = place) -> Condition:
            value = _value(declared, number)
            values = (*compare.values[:place], value, *compare.values[place + 1 :])
            return put(Compare(compare.attribute, operator, values, compare.span))

        opened: Predicate = CompareTo(compare.attribute, _single(operator), OPEN)
        if rest := (*compare.values[:place], *compare.values[place + 1 :]):
            opened = Of("any", (opened, replace(compare, values=rest)))
        yield Number(
            entity=entity,
            kind=None if entity is not None else kind,
            attribute=str(compare.attribute),
            blank=None,
            operator=str(operator),
            stated=declared.typed(stated),
            at=_number(declared, stated) + _beyond(compare.operator),
            least=declared.minimum or 0,
            most=(declared.maximum or 0) + declared.unlimited,
            put=instead,
            domain=declared,
            open=put(opened),
            written=str(compare.operator),
            negated=negated,
        )


def _number(declared: Attribute, value: Value) -> int:
    found = declared.typed(value)
    return (declared.maximum or 0) + 1 if isinstance(found, str) else int(found)


def _value(declared: Attribute, number: int) -> Value:
    return UNLIMITED if number > (declared.maximum or 0) else declared.at(number)


# -- in relations -------------------------------------------------------------


def _of_relation(
    corpus: Corpus, relation: Relation, put: _Put, *, negated: bool
) -> Iterator[Number]:
    yield from _of_sides(
        corpus, relation, put, lambda x: x, kind="", entity=None, negated=negated
    )


def _of_sides(
    corpus: Corpus,
    relation: Relation,
    put: Callable[[Relation], Condition],
    about: Callable[[Relation], Relation | CompareTo],
    *,
    kind: str,
    entity: str | None,
    negated: bool,
) -> Iterator[Number]:
    """The numbers that the sides of a relation add, left before right."""
    for on_left in (True, False):
        side, other = relation.left, relation.right
        if not on_left:
            side, other = other, side
        for added in _added(side):
            domain = _domain(corpus, side, other, added, kind)
            constant = added.constant

            def with_(
                x: Quantity, added: _Added = added, *, on_left: bool = on_left
            ) -> Relation:
                whole = added.put(x)
                return (
                    replace(relation, left=whole) if on_left else replace(relation, right=whole)
                )

            def instead(
                number: int,
                with_: Callable[[Quantity], Relation] = with_,
                domain: Attribute = domain,
            ) -> Relation:
                value = domain.amount(domain.at(number))
                return with_(Constant(Fraction(value or 0), domain.type == "date"))

            operator = relation.operator
            if on_left and side == constant:
                operator = TURNED.get(operator, operator)
            at = int(constant.number * 10**domain.digits)
            yield Number(
                entity=entity,
                kind=None if entity is not None or not kind else kind,
                attribute=None,
                blank=None,
                operator=str(operator),
                stated=domain.at(at),
                at=at,
                least=domain.minimum or 0,
                most=domain.maximum or 0,
                put=lambda number, instead=instead: put(instead(number)),  # type: ignore[misc]  # inferred
                domain=domain,
                open=put(with_(OPEN)),
                negated=negated,
                about=lambda number, instead=instead: about(instead(number)),  # type: ignore[misc]  # inferred
            )


@dataclass(frozen=True, slots=True)
class _Added:
    """A constant that a quantity adds."""

    constant: Constant
    factor: Fraction
    """Factor of the constant."""
    put: Callable[[Quantity], Quantity]
    """The quantity with another part in its place."""


def _added(said: Quantity) -> Iterator[_Added]:
    """The constants that a quantity adds, in order."""
    match said:
        case Constant(written=True):
            yield _Added(said, Fraction(1), lambda x: x)
        case Sum(parts):
            for number, part in enumerate(parts):
                for each in _added(part):

                    def put(x: Quantity, each: _Added = each, number: int = number) -> Sum:
                        others = (*parts[:number], each.put(x), *parts[number + 1 :])
                        return replace(said, parts=others)

                    yield replace(each, put=put)
        case Times(times, part) if times:
            for each in _added(part):

                def multiplied(x: Quantity, each: _Added = each) -> Times:
                    return Times(times, each.put(x))

                yield replace(each, factor=each.factor * times, put=multiplied)
        case _:
            pass


def _domain(
    corpus: Corpus, side: Quantity, other: Quantity, added: _Added, kind: str
) -> Attribute:
    """The possible numbers at the place: all between which the relation can change.

    It has as many digits as the numbers of the relation, and as the stated one.
    """
    constant, factor = added.constant, added.factor
    rest = _reach(corpus, added.put(Constant(Fraction(0))), kind)
    ends = [(there - here) / factor for there in _reach(corpus, other, kind) for here in rest]
    digits = max(_digits(corpus, each, kind) for each in (side, other))
    scale = 10**digits
    at = int(constant.number * scale)
    least = min(math.floor(min(ends) * scale) - 1, at - 1)
    most = max(math.ceil(max(ends) * scale) + 1, at + 1)
    if constant.date:
        least, most = max(least, 1), min(most, dt.date.max.toordinal())
    return Attribute(
        Name("number"),
        "date" if constant.date else "decimal" if digits else "integer",
        unit=_unit(corpus, side, other, kind=kind)
        if abs(factor) == 1 and not constant.date
        else "",
        minimum=least,
        maximum=most,
        digits=digits,
    )


def _declared(corpus: Corpus, said: Quantity, kind: str) -> Attribute | None:
    """The declaration of the number that a quantity names."""
    match said:
        case Blank(issue, term, parameter):
            return corpus.issues[issue].terms[term].parameters[parameter].domain
        case Property(attribute, None):
            return corpus.entity_types[kind].attributes[attribute]
        case Property(attribute, entity):
            return corpus.attribute(str(entity), str(attribute))
        case Total(attribute, of):
            return corpus.entity_types[of].attributes[attribute]
        case _:
            return None


def _reach(corpus: Corpus, said: Quantity, kind: str) -> tuple[Fraction, Fraction]:
    """Minimum and maximum of a quantity, if it is not missing and has bounds."""
    match said:
        case Constant(number):
            return number, number
        case Sum(parts):
            each = [_reach(corpus, part, kind) for part in parts]
            return sum((low for low, _ in each), Fraction(0)), sum(
                (high for _, high in each), Fraction(0)
            )
        case Times(factor, part):
            multiplied = [factor * end for end in _reach(corpus, part, kind)]
            return min(multiplied), max(multiplied)
        case Product(left, right):
            ends = [
                one * other
                for one in _reach(corpus, left, kind)
                for other in _reach(corpus, right, kind)
            ]
            return min(ends), max(ends)
        case Blank() | Property() | Total():
            declared = _declared(corpus, said, kind)
            assert declared is not None  # noqa: S101  # it names a number
            unit = Fraction(1, 10**declared.digits)
            low, high = (declared.minimum or 0) * unit, (declared.maximum or 0) * unit
            if isinstance(said, Total):
                many = sum(1 for _ in corpus.entities_of(said.kind))
                return many * min(low, Fraction(0)), many * max(high, Fraction(0))
            return low, high


def _digits(corpus: Corpus, said: Quantity, kind: str) -> int:
    """The digits after the point of the numbers in a quantity."""
    found = 0
    for part in quantities(said):
        declared = _declared(corpus, part, kind)
        if declared is not None:
            found = max(found, declared.digits)
        elif isinstance(part, Constant):
            while (part.number * 10**found).denominator != 1:
                found += 1
    return found


def _unit(corpus: Corpus, *sides: Quantity, kind: str) -> str:
    """The unit of the compared quantities; empty if it is calculated from several."""
    if any(isinstance(each, Sum) and each.days for each in sides):
        return "days"
    parts = [part for side in sides for part in quantities(side)]
    if any(
        isinstance(part, Product) or (isinstance(part, Times) and abs(part.factor) != 1)
        for part in parts
    ):
        return ""
    units = {there.unit for part in parts if (there := _declared(corpus, part, kind))}
    return units.pop() if len(units) == 1 else ""

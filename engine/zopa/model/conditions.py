"""The one language of positions, rules and filters: conditions on a draft.

A condition is a value. `zopa.model.evaluate` tests it on a complete scenario,
`zopa.solving.problem` compiles it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from fractions import Fraction

    from zopa.files import Span

__all__ = [
    "CASE",
    "All",
    "Any",
    "Blank",
    "Chosen",
    "Compare",
    "CompareTo",
    "Condition",
    "Constant",
    "Count",
    "CountEntities",
    "Counting",
    "If",
    "Is",
    "MemberOf",
    "Name",
    "Not",
    "Of",
    "Operator",
    "OwnedBy",
    "Predicate",
    "Product",
    "Property",
    "Quantity",
    "Relation",
    "Silent",
    "Size",
    "Sum",
    "Test",
    "Times",
    "Total",
    "Undecided",
    "Value",
    "With",
    "case_of",
    "choices_only",
    "in_case",
    "inner",
    "issues_named",
    "of_entity",
    "plain_name",
    "predicate_in_case",
    "predicate_without_case",
    "predicates",
    "quantities",
    "spoken_of",
    "twin",
    "with_members",
    "without_case",
]


class Name(str):
    """An id, and its place in the author's file."""

    __slots__ = ("span",)

    span: Span | None

    def __new__(cls, text: str, span: Span | None = None) -> Self:
        """Make the text a name; compares and hashes as the text does."""
        name = super().__new__(cls, text)
        name.span = span
        return name

    def __getnewargs__(self) -> tuple[str, Span | None]:  # type: ignore[override]  # str's takes the text alone
        return (str(self), self.span)


Value: TypeAlias = bool | int | str
"""Value of an attribute or parameter; the text `unlimited` is above every number."""


class Operator(enum.StrEnum):
    """Comparison of an attribute."""

    IS = "is"
    NOT = "not"
    IN = "in"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    BELOW = "below"
    ABOVE = "above"


# -- conditions on one entity -------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compare:
    """Comparison of the entity's attribute with values."""

    attribute: Name
    operator: Operator
    values: tuple[Value, ...]
    """One value; any number of values for `in`."""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CompareTo:
    """Comparison of the entity's attribute with a quantity."""

    attribute: Name
    operator: Operator
    quantity: Quantity
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Is:
    """The entity is one of these."""

    entities: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class OwnedBy:
    """The entity belongs to one of these."""

    owners: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class MemberOf:
    """The entity is a party that is a member of one of these groups."""

    groups: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Of:
    """`parts` of an entity's predicate: all, any, or (of one) not."""

    how: str
    """`all`, `any` or `not`."""
    parts: tuple[Predicate, ...]


Predicate: TypeAlias = Compare | CompareTo | Is | OwnedBy | MemberOf | Of

# -- conditions on a scenario -------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chosen:
    """The term is chosen."""

    issue: Name
    term: Name
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class With:
    """The term is chosen, and its parameter compares in this way with the values.

    If a number or a date answers the issue, term and parameter are both `VALUE`. Then the term
    `unlimited` is a value above all others. Without a chosen term, it is false for every
    operator.
    """

    issue: Name
    term: Name
    parameter: Name
    operator: Operator
    values: tuple[Value, ...]
    """One value; any number of values for `in`."""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Silent:
    """No term of the issue is chosen."""

    issue: Name


@dataclass(frozen=True, slots=True)
class Undecided:
    """The draft does not decide the issue; false for every complete scenario."""

    issue: Name


@dataclass(frozen=True, slots=True)
class Not:
    """The condition is false."""

    part: Condition


@dataclass(frozen=True, slots=True)
class All:
    """Every part is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Some part is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class If:
    """`then` if `when` is true, else `otherwise`, or true without one."""

    when: Condition
    then: Condition
    otherwise: Condition | None = None


# -- numbers in relations -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, or a date as the number of its day."""

    number: Fraction
    date: bool = False
    written: bool = field(default=True, compare=False)
    """True if the author wrote the number; a number that `within` implies is not written."""


@dataclass(frozen=True, slots=True)
class Blank:
    """The value of a parameter, or of an issue; missing if its term is not chosen."""

    issue: Name
    term: Name
    parameter: Name


@dataclass(frozen=True, slots=True)
class Property:
    """An attribute of an entity; without a name, of the entity that the predicate is about."""

    attribute: Name
    entity: Name | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of the parts."""

    parts: tuple[Quantity, ...]
    days: bool = field(default=False, compare=False)
    """True if it was written as the days from one date to another."""


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of an attribute over the entities of a type that meet `where`."""

    attribute: Name
    kind: Name
    where: Predicate


@dataclass(frozen=True, slots=True)
class Times:
    """A multiple of a quantity."""

    factor: Fraction
    part: Quantity


@dataclass(frozen=True, slots=True)
class Product:
    """One quantity times another."""

    left: Quantity
    right: Quantity
    unit: str = ""
    """Its unit; without one, it is comparable with any number."""


Quantity: TypeAlias = Constant | Blank | Property | Sum | Total | Times | Product
"""A number or a date of a scenario; missing if one of its parts is missing."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Comparison of two quantities; false if one of them is missing."""

    left: Quantity
    operator: Operator
    right: Quantity
    span: Span | None = field(default=None, compare=False)


# -- cases --------------------------------------------------------------------

CASE = "@"
"""Separator of the name of an entity or a type, and the case that it is about."""


def twin(name: Name, case: Name) -> Name:
    """The name of an entity or a type in a case."""
    return Name(f"{name}{CASE}{case}", name.span)


def in_case(condition: Condition, case: Name) -> Condition:
    """The condition on the entities as they would be in a case."""
    return _renamed(condition, lambda name: twin(name, case))


def predicate_in_case(predicate: Predicate, case: Name) -> Predicate:
    """The predicate on an entity as it would be in a case."""
    return _renamed_predicate(predicate, lambda name: twin(name, case))


def predicate_without_case(predicate: Predicate) -> Predicate:
    """The predicate on the entity itself, outside any case."""
    return _renamed_predicate(predicate, plain_name)


def plain_name(name: Name) -> Name:
    """The name of an entity or a type, without the case."""
    return Name(name.partition(CASE)[0], name.span)


def case_of(condition: Condition) -> str:
    """The case of a condition without parts; empty if it has none."""
    names: list[str] = []
    match condition:
        case Test(entity):
            names = [entity]
        case CountEntities(kind=kind):
            names = [kind]
        case Relation(left, _, right):
            for side in (left, right):
                for part in quantities(side):
                    if isinstance(part, Property) and part.entity is not None:
                        names.append(part.entity)
                    elif isinstance(part, Total):
                        names.append(part.kind)
        case _:
            pass
    cases = {name.partition(CASE)[2] for name in names}
    return cases.pop() if len(cases) == 1 else ""


def without_case(condition: Condition) -> Condition:
    """The condition on the entities themselves, outside any case."""
    return _renamed(condition, plain_name)


def with_members(condition: Condition, members: Mapping[str, tuple[Name, ...]]) -> Condition:
    """The condition with the parts of sizes.

    Args:
        condition: a condition whose sizes have no parts yet.
        members: for each issue the terms that can be counted.
    """

    def said(part: Condition) -> Condition:
        return with_members(part, members)

    match condition:
        case Size(issue=issue):
            terms = members.get(issue, ())
            return replace(
                condition, parts=tuple(Chosen(issue, Name(x, issue.span)) for x in terms)
            )
        case Not(part):
            return Not(said(part))
        case All(parts) | Any(parts) | Count(parts=parts):
            return replace(condition, parts=tuple(map(said, parts)))
        case If(when, then, otherwise):
            other = None if otherwise is None else said(otherwise)
            return If(said(when), said(then), other)
        case _:
            return condition


def _renamed(condition: Condition, rename: Callable[[Name], Name]) -> Condition:
    """The condition with renamed entities and types."""

    def said(part: Condition) -> Condition:
        return _renamed(part, rename)

    match condition:
        case Not(part):
            return Not(said(part))
        case All(parts) | Any(parts):
            return replace(condition, parts=tuple(map(said, parts)))
        case If(when, then, otherwise):
            other = None if otherwise is None else said(otherwise)
            return If(said(when), said(then), other)
        case Count(parts=parts):
            return replace(condition, parts=tuple(map(said, parts)))
        case Test(entity, holds):
            return Test(rename(entity), _renamed_predicate(holds, rename))
        case CountEntities(kind=kind, where=where, holds=holds):
            return replace(
                condition,
                kind=rename(kind),
                where=_renamed_predicate(where, rename),
                holds=_renamed_predicate(holds, rename),
            )
        case Relation(left, operator, right, span):
            sides = [_renamed_quantity(each, rename) for each in (left, right)]
            return Relation(sides[0], operator, sides[1], span)
        case Chosen() | With() | Silent() | Undecided():
            return condition


def _renamed_predicate(predicate: Predicate, rename: Callable[[Name], Name]) -> Predicate:
    match predicate:
        case Is(entities):
            return Is(tuple(map(rename, entities)))
        case Of(how, parts):
            return Of(how, tuple(_renamed_predicate(each, rename) for each in parts))
        case CompareTo(attribute, operator, said, span):
            return CompareTo(attribute, operator, _renamed_quantity(said, rename), span)
        case Compare() | OwnedBy() | MemberOf():
            return predicate


def _renamed_quantity(said: Quantity, rename: Callable[[Name], Name]) -> Quantity:
    match said:
        case Property(attribute, entity) if entity is not None:
            return Property(attribute, rename(entity))
        case Total(attribute, kind, where):
            return Total(attribute, rename(kind), _renamed_predicate(where, rename))
        case Sum(parts, days):
            return Sum(tuple(_renamed_quantity(each, rename) for each in parts), days)
        case Times(factor, part):
            return Times(factor, _renamed_quantity(part, rename))
        case Product(left, right):
            one, other = (_renamed_quantity(each, rename) for each in (left, right))
            return Product(one, other, said.unit)
        case Constant() | Blank() | Property():
            return said


def quantities(quantity: Quantity) -> Iterator[Quantity]:
    """The quantity and everything inside it, outermost first."""
    yield quantity
    match quantity:
        case Sum(parts):
            for part in parts:
                yield from quantities(part)
        case Times(part=part):
            yield from quantities(part)
        case Product(left, right):
            yield from quantities(left)
            yield from quantities(right)
        case Constant() | Blank() | Property() | Total():
            pass


def spoken_of(condition: Condition) -> Iterator[Quantity]:
    """The quantities anywhere in the condition, and everything inside them."""
    for part in inner(condition):
        claims: tuple[Predicate, ...] = ()
        match part:
            case Relation(left, _, right):
                yield from quantities(left)
                yield from quantities(right)
            case Test(holds=claim):
                claims = (claim,)
            case CountEntities(where=where, holds=claim):
                claims = (where, claim)
            case _:
                pass
        for claim in claims:
            for each in predicates(claim):
                if isinstance(each, CompareTo):
                    yield from quantities(each.quantity)


def issues_named(condition: Condition) -> Iterator[str]:
    """The issues that the condition names; one that it names twice comes twice."""
    for part in inner(condition):
        if isinstance(part, Chosen | With | Silent | Undecided):
            yield str(part.issue)
    for said in spoken_of(condition):
        if isinstance(said, Blank):
            yield str(said.issue)


def of_entity(quantity: Quantity, entity: Name) -> Quantity:
    """The quantity with this entity in place of a missing one."""
    match quantity:
        case Property(attribute, None):
            return Property(attribute, entity)
        case Sum(parts, days):
            return Sum(tuple(of_entity(each, entity) for each in parts), days)
        case Times(factor, part):
            return Times(factor, of_entity(part, entity))
        case Product(left, right):
            return Product(of_entity(left, entity), of_entity(right, entity), quantity.unit)
        case Constant() | Blank() | Property() | Total():
            return quantity


class Counting(enum.StrEnum):
    """Comparison of a number with a count."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    EXACTLY = "exactly"


@dataclass(frozen=True, slots=True)
class Count:
    """Count of true parts: at least, at most or exactly `number`."""

    how: Counting
    number: int
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Size(Count):
    """Count of an issue's chosen terms: the size of the set that answers it.

    Each part says of one term that it is chosen.
    """

    issue: Name


@dataclass(frozen=True, slots=True)
class Test:
    """The entity meets the predicate."""

    entity: Name
    holds: Predicate


@dataclass(frozen=True, slots=True)
class CountEntities:
    """Count of entities of the type that meet `where` and also meet `holds`.

    `every` means "at most 0 that meet `where` fail `holds`". The author's words `every`,
    `some`, `none` and counts all reduce to this.
    """

    how: Counting
    number: int
    kind: Name
    where: Predicate
    holds: Predicate
    span: Span | None = field(default=None, compare=False)
    written: bool = field(default=True, compare=False)
    """True if the author wrote the number; `every`, `some` and `none` imply it."""


Condition: TypeAlias = (
    Chosen
    | With
    | Relation
    | Silent
    | Undecided
    | Not
    | All
    | Any
    | If
    | Count
    | Test
    | CountEntities
)


def inner(condition: Condition) -> Iterator[Condition]:
    """The condition and everything inside it, outermost first."""
    yield condition
    match condition:
        case Not(part):
            yield from inner(part)
        case All(parts) | Any(parts) | Count(parts=parts):
            for part in parts:
                yield from inner(part)
        case If(when, then, otherwise):
            yield from inner(when)
            yield from inner(then)
            if otherwise is not None:
                yield from inner(otherwise)
        case Chosen() | With() | Relation() | Silent() | Undecided() | Test() | CountEntities():
            pass


def predicates(predicate: Predicate) -> Iterator[Predicate]:
    """The predicate and everything inside it, outermost first."""
    yield predicate
    if isinstance(predicate, Of):
        for part in predicate.parts:
            yield from predicates(part)


def choices_only(condition: Condition) -> bool:
    """True if the condition is about choices and no attribute."""
    return not any(
        isinstance(each, Test | CountEntities)
        or (
            isinstance(each, Relation)
            and any(
                isinstance(part, Property | Total)
                for side in (each.left, each.right)
                for part in quantities(side)
            )
        )
        for each in inner(condition)
    )

"""Checks of relations: their numbers exist, have matching units, and can be represented."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.checks.naming import ANSWERS, brief, labels, unknown, unknown_issue, unknown_term
from zopa.diagnostics import Diagnostic, listed, quoted
from zopa.diagnostics.codes import COMPARISON_NOT_ALLOWED, RELATION_TOO_LARGE, UNITS_DIFFER
from zopa.model.conditions import (
    Blank,
    Constant,
    Product,
    Property,
    Sum,
    Times,
    Total,
    quantities,
)
from zopa.model.domains import VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.checks.naming import Known
    from zopa.model.conditions import Name, Quantity, Relation
    from zopa.model.corpus import Attribute, Corpus, EntityType, Issue

__all__ = ["check_relation"]

LARGEST = 1 << 62
"""Sums of this size, in the smallest unit, are refused: no real agreement needs them."""
WIDEST = 1 << 40
"""Maximum number of value pairs in a product; more take the solver too long."""


def check_relation(
    corpus: Corpus, known: Known, relation: Relation, declared: EntityType | None
) -> Iterator[Diagnostic]:
    """Check that the parts of a relation are numbers of one unit and not too large.

    They must also exist.

    Args:
        corpus: where to look.
        known: names of things that could not be built.
        relation: two quantities.
        declared: the type of the entity that an unnamed part is about.
    """
    found: list[Diagnostic] = []
    for side in (relation.left, relation.right):
        for part in quantities(side):
            found += _named(corpus, known, part, declared)
    yield from found
    if found or _hidden(corpus, relation, declared):
        return
    sides = [_measure(corpus, each, declared) for each in (relation.left, relation.right)]
    if sides[0].dates != sides[1].dates or any(each.dates not in {0, 1} for each in sides):
        yield Diagnostic(
            UNITS_DIFFER,
            relation.span,
            "a date is compared with a number",
            label="one side is a date, the other is not",
            help=("compare dates with dates, or write `{days-between: [DATE, DATE]}`",),
        )
        return
    units = sorted({unit for each in sides for unit in each.units})
    if len(units) > 1:
        yield Diagnostic(
            UNITS_DIFFER,
            relation.span,
            f"numbers in {listed(units, joiner='and')} are compared",
            label="the units differ",
            help=("declare them in one unit, or convert with `{times: …, of: …}`",),
        )
        return
    if any(each.refused for each in sides):
        yield Diagnostic(
            COMPARISON_NOT_ALLOWED,
            relation.span,
            "a number that may be `unlimited` is subtracted or multiplied",
            label="has no value there",
            help=("take `unlimited: true` out of its declaration, or use only sums",),
        )
    if max(each.most for each in sides) >= LARGEST or any(
        each.pairs > WIDEST for each in sides
    ):
        yield Diagnostic(
            RELATION_TOO_LARGE,
            relation.span,
            "the numbers of this relation are too large",
            label="too many values to be exact about",
            help=("use a larger unit, a step, or narrower ranges",),
        )


def _named(
    corpus: Corpus, known: Known, part: Quantity, declared: EntityType | None
) -> Iterator[Diagnostic]:
    match part:
        case Blank(issue, term, parameter):
            yield from _blank(corpus, known, issue, term, parameter)
        case Property(attribute, None):
            if declared is None:
                yield Diagnostic(
                    COMPARISON_NOT_ALLOWED,
                    attribute.span,
                    brief(f"{quoted(attribute)} is an attribute of no entity here"),
                    label="whose?",
                    help=("write `{attribute: …, of: ENTITY}`",),
                )
                return
            yield from _attribute(known, attribute, declared)
        case Property(attribute, entity) if entity is not None:
            yield from unknown(known, "entity", entity, corpus.entities)
            if entity in corpus.entities:
                kind = corpus.entity_types.get(corpus.entities[entity].type)
                yield from _attribute(known, attribute, kind)
        case Total(attribute, kind_name, where):
            yield from unknown(known, "entity type", kind_name, corpus.entity_types)
            kind = corpus.entity_types.get(kind_name)
            yield from _attribute(known, attribute, kind)
            from zopa.checks.conditions import check_predicate

            yield from check_predicate(corpus, known, where, kind_name)
        case _:
            return


def _blank(
    corpus: Corpus, known: Known, issue: Name, term: Name, parameter: Name
) -> Iterator[Diagnostic]:
    if term == VALUE:
        yield from unknown_issue(known, issue, corpus.issues)
    else:
        yield from unknown_term(corpus, known, issue, term)
    there = corpus.issues.get(issue)
    if there is None:
        return
    if term not in there.terms:
        if term == VALUE:
            yield _no_value(there, issue)
        return
    chosen = there.terms[term]
    owner = ("term", chosen.id)
    yield from unknown(known, "parameter", parameter, chosen.parameters, owner=owner)
    if parameter in chosen.parameters:
        domain = chosen.parameters[parameter].domain
        if not domain.number:
            yield _no_number(parameter, "is no number and no date", domain.id)


def _no_value(there: Issue, name: Name) -> Diagnostic:
    """Finding on an issue with terms, a set or a truth value, which has no number."""
    what = f"is answered by {ANSWERS[there.answered_by]}, not by a number or a date"
    way_out = next(
        (
            f"take a parameter: `{{parameter: {parameter}, of: {there.id}/{term.id}}}`"
            for term in there.terms.values()
            for parameter, each in term.parameters.items()
            if each.domain.number
        ),
        "compare only numbers and dates",
    )
    return Diagnostic(
        COMPARISON_NOT_ALLOWED,
        name.span,
        brief(f"issue {quoted(name)} {what}", f"the issue {what}"),
        label="cannot be calculated with",
        related=labels(there.id, "the issue"),
        help=(way_out,),
    )


def _attribute(known: Known, name: Name, kind: EntityType | None) -> Iterator[Diagnostic]:
    if kind is None:
        return
    yield from unknown(known, "attribute", name, kind.attributes, owner=("type", kind.id))
    if name in kind.attributes and not kind.attributes[name].number:
        yield _no_number(name, "is no number and no date", kind.attributes[name].id)


def _no_number(name: Name, what: str, declared: Name) -> Diagnostic:
    return Diagnostic(
        COMPARISON_NOT_ALLOWED,
        name.span,
        brief(f"{quoted(name)} {what}", f"this {what}"),
        label="cannot be calculated with",
        related=labels(declared, "declared here"),
        help=("compare only numbers and dates",),
    )


def _hidden(corpus: Corpus, relation: Relation, declared: EntityType | None) -> bool:
    """True if an item that it names exists but could not be built."""
    for side in (relation.left, relation.right):
        for part in quantities(side):
            try:
                _domain(corpus, part, declared)
            except KeyError:
                return True
    return False


def _domain(corpus: Corpus, part: Quantity, declared: EntityType | None) -> Attribute | None:
    match part:
        case Blank(issue, term, parameter):
            return corpus.issues[issue].terms[term].parameters[parameter].domain
        case Property(attribute, None):
            return declared.attributes[attribute] if declared is not None else None
        case Property(attribute, entity):
            return corpus.attribute(str(entity), attribute)
        case Total(attribute, kind):
            return corpus.entity_types[kind].attributes[attribute]
        case _:
            return None


# -- size and unit --


@dataclass(frozen=True, slots=True)
class _Measure:
    """The size and the units of a quantity, before it is solved."""

    most: Fraction = Fraction(0)
    """Its greatest size, in the smallest unit of its numbers."""
    dates: Fraction = Fraction(0)
    """Number of dates that it adds up; 0 for a difference of dates."""
    units: frozenset[str] = frozenset()
    unlimited: bool = False
    refused: bool = False
    """True if something unlimited is subtracted or multiplied."""
    pairs: int = 1
    """Maximum number of value pairs of its products."""


def _measure(corpus: Corpus, said: Quantity, declared: EntityType | None) -> _Measure:
    match said:
        case Constant(number, date):
            return _Measure(abs(number), Fraction(int(date)))
        case Sum(parts):
            return _together([_measure(corpus, each, declared) for each in parts])
        case Times(factor, part):
            inside = _measure(corpus, part, declared)
            return _Measure(
                abs(factor) * inside.most,
                factor * inside.dates,
                inside.units if abs(factor) == 1 else frozenset(),
                inside.unlimited,
                inside.refused or (inside.unlimited and factor < 0),
                inside.pairs,
            )
        case Product(left, right):
            one, other = (_measure(corpus, each, declared) for each in (left, right))
            return _Measure(
                one.most * other.most,
                Fraction(0),
                frozenset({said.unit} if said.unit else ()),
                unlimited=False,
                refused=one.refused or other.refused or one.unlimited or other.unlimited,
                pairs=int((one.most + 1) * (other.most + 1)),
            )
        case Blank() | Property() | Total():
            domain = _domain(corpus, said, declared)
            times = 1
            if isinstance(said, Total):
                times = max(1, sum(1 for _ in corpus.entities_of(said.kind)))
            return _plain(corpus, said, domain, times) if domain is not None else _Measure()


def _plain(corpus: Corpus, said: Quantity, domain: Attribute, times: int) -> _Measure:
    size = max(abs(domain.minimum or 0), abs(domain.maximum or 0))
    issue = corpus.issues.get(said.issue) if isinstance(said, Blank) else None
    unlimited = domain.unlimited or (issue is not None and "unlimited" in issue.terms)
    dates = Fraction(times if domain.type == "date" else 0)
    units = frozenset({domain.unit} if domain.unit else set())
    return _Measure(Fraction(times * size), dates, units, unlimited)


def _together(parts: Sequence[_Measure]) -> _Measure:
    return _Measure(
        sum((each.most for each in parts), Fraction(0)),
        sum((each.dates for each in parts), Fraction(0)),
        frozenset().union(*(each.units for each in parts)),
        any(each.unlimited for each in parts),
        any(each.refused for each in parts),
        max(each.pairs for each in parts),
    )

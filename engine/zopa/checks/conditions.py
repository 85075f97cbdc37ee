"""Checks of conditions: their names exist, their values can be compared and calculated with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.checks.naming import (
    ANSWERS,
    brief,
    condition_on,
    labels,
    names,
    unknown,
    unknown_issue,
    unknown_term,
)
from zopa.checks.values import check_compared, check_value
from zopa.diagnostics import (
    COMPARISON_NOT_ALLOWED,
    NEVER_UNDECIDED,
    RELATION_TOO_LARGE,
    UNITS_DIFFER,
    Diagnostic,
    listed,
    quoted,
)
from zopa.model import UNLIMITED, VALUE
from zopa.model.conditions import (
    CASE,
    All,
    Any,
    Blank,
    Chosen,
    Compare,
    CompareTo,
    Condition,
    Constant,
    Count,
    CountEntities,
    If,
    Is,
    MemberOf,
    Name,
    Not,
    Of,
    Operator,
    OwnedBy,
    Predicate,
    Product,
    Property,
    Relation,
    Silent,
    Size,
    Sum,
    Test,
    Times,
    Total,
    Undecided,
    With,
    inner,
    predicates,
    quantities,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.checks.naming import Declared, Known
    from zopa.model.conditions import Quantity, Value
    from zopa.model.corpus import Attribute, Corpus, Effect, EntityType, Issue

__all__ = [
    "check_conditions",
    "check_group",
    "check_predicate",
    "cycles",
]


NEEDS_ORDER = (Operator.AT_LEAST, Operator.AT_MOST, Operator.BELOW, Operator.ABOVE)


def check_conditions(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check that conditions name existing items, and states of a complete draft."""
    for condition in corpus.conditions():
        yield from check_condition(corpus, known, condition)
    # Not those of effects, which cannot refer to it at all.
    whens = {id(x.when) for x in _effects(corpus)}
    for condition in corpus.conditions():
        for each in inner(condition) if id(condition) not in whens else ():
            if isinstance(each, Undecided) and each.issue in corpus.issues:
                yield _never(each)


def _effects(corpus: Corpus) -> Iterator[Effect]:
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            yield from term.effects


def _never(undecided: Undecided) -> Diagnostic:
    return Diagnostic(
        NEVER_UNDECIDED,
        undecided.issue.span,
        brief(
            f"no complete draft leaves {quoted(undecided.issue)} undecided",
            "no complete draft leaves an issue undecided",
        ),
        label="false, however the draft is completed",
        help=("write `silent` where the agreement is to say nothing on the issue",),
    )


def check_condition(corpus: Corpus, known: Known, condition: Condition) -> Iterator[Diagnostic]:
    """Check that the issues, terms, entities and attributes of a condition exist."""
    for each in inner(condition):
        match each:
            case Chosen(issue, term):
                yield from unknown_term(corpus, known, issue, term)
            case With():
                yield from _check_with(corpus, known, each)
            case Relation():
                yield from check_relation(corpus, known, each, None)
            case Silent(issue) | Undecided(issue):
                yield from unknown_issue(known, issue, corpus.issues)
            case Test(entity, holds):
                if (case := _unknown_case(corpus, entity)) is not None:
                    yield from unknown(known, "contingency", case, corpus.contingencies)
                    continue
                yield from unknown(known, "entity", entity, corpus.entities)
                kind = corpus.entities[entity].type if entity in corpus.entities else None
                yield from check_predicate(corpus, known, holds, kind)
            case CountEntities(kind=kind, where=where, holds=holds):
                if (case := _unknown_case(corpus, kind)) is not None:
                    yield from unknown(known, "contingency", case, corpus.contingencies)
                    continue
                yield from unknown(known, "entity type", kind, corpus.entity_types)
                yield from check_predicate(corpus, known, where, kind)
                yield from check_predicate(corpus, known, holds, kind)
            case Size(issue=issue):
                yield from _check_size(corpus, issue)
            case Not() | All() | Any() | If() | Count():
                pass  # their parts follow


def _check_size(corpus: Corpus, name: Name) -> Iterator[Diagnostic]:
    """Check that the issue has members to count; another check tests that the issue exists."""
    issue = corpus.issues.get(name)
    if issue is None or issue.answered_by in {"", "set"}:
        return
    by = ANSWERS[issue.answered_by]
    yield Diagnostic(
        COMPARISON_NOT_ALLOWED,
        name.span,
        brief(f"issue {quoted(name)} is answered by {by}, which has no `size`"),
        label="no set",
        related=labels(issue.id, "the issue"),
        help=(f"write {condition_on(issue)}",),
    )


def _unknown_case(corpus: Corpus, name: Name) -> Name | None:
    """The case of a name, if no such case exists."""
    _, at, case = name.partition(CASE)
    return Name(case, name.span) if at and case not in corpus.contingencies else None


def _check_with(corpus: Corpus, known: Known, each: With) -> Iterator[Diagnostic]:
    """Check that the compared number exists, and allows the values of the comparison."""
    if each.term == VALUE:
        yield from unknown_issue(known, each.issue, corpus.issues)
        issue = corpus.issues.get(each.issue)
        if issue is None:
            return
        if issue.answer is None and VALUE not in issue.terms:
            yield _no_value(issue, each)
            return
    else:
        yield from unknown_term(corpus, known, each.issue, each.term)
    issue = corpus.issues.get(each.issue)
    term = issue.terms.get(each.term) if issue is not None else None
    if term is None:
        return
    parameter = term.parameters.get(each.parameter)
    if parameter is None:
        yield from unknown(
            known, "parameter", each.parameter, term.parameters, owner=("term", term.id)
        )
        return
    if each.operator in NEEDS_ORDER and not parameter.domain.comparable:
        yield _no_order(parameter.domain, Compare(each.parameter, each.operator, (), each.span))
        return
    answered = issue is not None and issue.answer is not None and UNLIMITED in issue.terms
    unlimited = parameter.domain.unlimited or answered
    anything = replace(parameter.domain, step=1, unlimited=unlimited)
    value_of = issue is not None and issue.answer is not None and each.term == VALUE
    what = ("issue", each.issue) if value_of else ("parameter", parameter.domain.id)
    for value in each.values:
        yield from check_compared(anything, value, each.span, what)


def _no_value(issue: Issue, each: With) -> Diagnostic:
    by = ANSWERS[issue.answered_by]
    return Diagnostic(
        COMPARISON_NOT_ALLOWED,
        each.span,
        brief(
            f"issue {quoted(issue.id)} is answered by {by}, not by a number or a date",
            f"the issue is answered by {by}, not by a number or a date",
        ),
        label=f"compared by `{each.operator}`",
        related=labels(issue.id, "the issue"),
        help=(f"write {_as_terms(issue, each.values) or condition_on(issue)}",),
    )


def _as_terms(issue: Issue, values: Sequence[Value]) -> str:
    """Terms compared with the issue, as a condition must name them."""
    if not values or not all(each in issue.terms for each in values):
        return ""
    if issue.answered_by == "set":
        return f"`{{issue: {issue.id}, includes-any: [{', '.join(map(str, values))}]}}`"
    parts = [f"{{chosen: {issue.id}/{each}}}" for each in values]
    return f"`{parts[0]}`" if len(parts) == 1 else f"`{{any: [{', '.join(parts)}]}}`"


def check_group(corpus: Corpus, known: Known, group: Name) -> Iterator[Diagnostic]:
    """Check that the group of a membership is a group or another party."""
    if group not in corpus.parties and not known.hides("party", group):
        both: dict[str, Declared] = {**corpus.groups, **corpus.parties}
        yield from unknown(known, "group", group, both)


def check_predicate(
    corpus: Corpus, known: Known, predicate: Predicate, kind: Name | None
) -> Iterator[Diagnostic]:
    """Check that a predicate fits the entities of the type.

    Args:
        corpus: where to look.
        known: names of things that could not be built.
        predicate: the predicate on an entity.
        kind: the type of the entity; None if it is unknown.
    """
    declared = corpus.entity_types.get(kind) if kind is not None else None
    for each in predicates(predicate):
        match each:
            case Compare():
                if declared is not None:
                    yield from _check_comparison(known, declared, each)
            case CompareTo():
                if declared is not None:
                    yield from _check_compared_to(corpus, known, declared, each)
            case Is(entities):
                for entity in entities:
                    yield from _check_entity(corpus, known, entity, declared)
            case OwnedBy(owners):
                for owner in owners:
                    yield from unknown(known, "entity", owner, corpus.entities)
            case MemberOf(groups):
                for group in groups:
                    yield from check_group(corpus, known, group)
            case Of():
                pass  # its parts follow


def _check_compared_to(
    corpus: Corpus, known: Known, declared: EntityType, each: CompareTo
) -> Iterator[Diagnostic]:
    of_type = ("type", declared.id)
    name = each.attribute
    yield from unknown(known, "attribute", name, declared.attributes, owner=of_type)
    if name in declared.attributes:
        relation = Relation(Property(name), each.operator, each.quantity, each.span)
        yield from check_relation(corpus, known, relation, declared)


def _check_entity(
    corpus: Corpus, known: Known, entity: Name, declared: EntityType | None
) -> Iterator[Diagnostic]:
    """Check that the entity exists and has the type, if that is known."""
    if declared is None or entity not in corpus.entities:
        yield from unknown(known, "entity", entity, corpus.entities)
        return
    if corpus.entities[entity].type == declared.id:
        return
    of_type = {str(each.id): each for each in corpus.entities_of(declared.id)}
    yield from unknown(known, "entity", entity, of_type, owner=("type", declared.id))


def _check_comparison(
    known: Known, declared: EntityType, compare: Compare
) -> Iterator[Diagnostic]:
    attribute = declared.attributes.get(compare.attribute)
    if attribute is None:
        yield from unknown(
            known,
            "attribute",
            compare.attribute,
            declared.attributes,
            owner=("type", declared.id),
        )
        return
    if compare.operator in NEEDS_ORDER and not attribute.comparable:
        yield _no_order(attribute, compare)
        return
    anything = replace(attribute, step=1)
    for value in compare.values:
        yield from check_value(anything, value, compare.span or compare.attribute.span)


def _no_order(attribute: Attribute, compare: Compare) -> Diagnostic:
    if attribute.type == "boolean":
        way_out: tuple[str, ...] = ("compare it with `true` or `false`",)
    else:
        way_out = (
            "use `is`, `not` or `in`",
            f"or declare it `ordered: true`, from least to most: {names(attribute.values)}",
        )
    return Diagnostic(
        COMPARISON_NOT_ALLOWED,
        compare.span or compare.attribute.span,
        brief(
            f"`{compare.operator}` cannot compare {quoted(attribute.id)}, "
            "its values have no order",
            f"{quoted(attribute.id)} has no order, it cannot be compared like that",
        ),
        label=f"compared by `{compare.operator}`",
        related=labels(attribute.id, f"declared as {_a_type(attribute)} here"),
        help=way_out,
    )


def _a_type(attribute: Attribute) -> str:
    return "a boolean" if attribute.type == "boolean" else "an enum without an order"


# -- cycles of references --


def cycles(links: Mapping[str, Sequence[Name]]) -> Iterator[tuple[Name, ...]]:
    """Find the references that close a cycle, each with the path along the cycle.

    It is a depth-first search, in the order of the mapping. A reference to an item on the
    present path closes a cycle. If cycles share parts, it does not find all of them. But
    without the closing references, no cycle is left.

    Args:
        links: for each id its references.

    Yields:
        The references along the cycle; the last is the one that closes it, to
        the item with the first.
    """
    done: set[str] = set()
    for start in links:
        if start in done:
            continue
        way: list[Name] = []
        on_the_way = [start]
        pending = [iter(links[start])]
        while pending:
            reference = next(pending[-1], None)
            if reference is None:
                pending.pop()
                done.add(on_the_way.pop())
                if way:
                    way.pop()
            elif reference in on_the_way:
                first = on_the_way.index(reference)
                yield (*way[first:], reference)
            elif reference in links and reference not in done:
                way.append(reference)
                on_the_way.append(str(reference))
                pending.append(iter(links[reference]))


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
            found += _check_quantity(corpus, known, part, declared)
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


def _check_quantity(
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
            yield _not_calculable(there, issue)
        return
    chosen = there.terms[term]
    owner = ("term", chosen.id)
    yield from unknown(known, "parameter", parameter, chosen.parameters, owner=owner)
    if parameter in chosen.parameters:
        domain = chosen.parameters[parameter].domain
        if not domain.number:
            yield _no_number(parameter, "is no number and no date", domain.id)


def _not_calculable(there: Issue, name: Name) -> Diagnostic:
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

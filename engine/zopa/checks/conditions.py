"""Checks of conditions: their names exist, and their comparisons are allowed."""

from __future__ import annotations

from dataclasses import replace
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
from zopa.checks.relations import check_relation
from zopa.checks.values import check_compared, check_value
from zopa.diagnostics import Diagnostic, quoted
from zopa.diagnostics.codes import COMPARISON_NOT_ALLOWED, NEVER_UNDECIDED
from zopa.model.conditions import (
    CASE,
    All,
    Any,
    Chosen,
    Compare,
    CompareTo,
    Condition,
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
    Property,
    Relation,
    Silent,
    Size,
    Test,
    Undecided,
    With,
    inner,
    predicates,
)
from zopa.model.domains import UNLIMITED, VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.checks.naming import Declared, Known
    from zopa.model.conditions import Value
    from zopa.model.corpus import Attribute, Corpus, Effect, EntityType, Issue

__all__ = [
    "check_condition",
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
        help=(f"write {_named(issue, each.values) or condition_on(issue)}",),
    )


def _named(issue: Issue, values: Sequence[Value]) -> str:
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

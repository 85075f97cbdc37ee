"""What terms set: attributes that exist, to values that they may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.checks.conditions import check_predicate
from zopa.checks.naming import brief, inside, labels, names, suggested, unknown
from zopa.checks.values import check_value, check_width
from zopa.diagnostics import Diagnostic, did_you_mean, quoted
from zopa.diagnostics.references import (
    FIXED_ATTRIBUTE,
    UNEXPECTED_PARAMETER,
    WHEN_USES_ATTRIBUTES,
    WHERE_CAN_CHANGE,
)
from zopa.model.conditions import (
    Compare,
    Count,
    CountEntities,
    If,
    Name,
    Test,
    Undecided,
    inner,
    predicates,
)
from zopa.model.corpus import ParameterValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.checks.naming import Known
    from zopa.files.span import Span
    from zopa.model.conditions import Condition, Value
    from zopa.model.corpus import Corpus, Effect, EntityType, Term

__all__ = ["Place", "check_effects", "every_effect"]


@dataclass(frozen=True, slots=True)
class Place:
    """An effect and the term that has it."""

    issue: Name
    term: Term
    effect: Effect


def every_effect(corpus: Corpus) -> Iterator[Place]:
    """The effects of all terms, in their order."""
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            for effect in term.effects:
                yield Place(issue.id, term, effect)


def check_effects(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Every effect sets what it may, where that is certain, and when that can be said."""
    for place in every_effect(corpus):
        effect = place.effect
        kind = effect.every
        if effect.entity is not None:
            yield from unknown(known, "entity", effect.entity, corpus.entities)
            if effect.entity in corpus.entities:
                kind = corpus.entities[effect.entity].type
        elif effect.every is not None:
            yield from unknown(known, "entity type", effect.every, corpus.entity_types)
        declared = corpus.entity_types.get(kind) if kind is not None else None
        if effect.where is not None:
            yield from check_predicate(corpus, known, effect.where, kind)
            if declared is not None:
                yield from _check_where(effect, declared)
        if effect.when is not None:
            yield from _check_when(effect.when, effect.span)
        for attribute, value in effect.sets.items():
            yield from _check_setting(known, place, declared, attribute, value)


def _check_where(effect: Effect, declared: EntityType) -> Iterator[Diagnostic]:
    if effect.where is None:
        return
    fixed = [each.id for each in declared.attributes.values() if each.fixed]
    for part in predicates(effect.where):
        if not isinstance(part, Compare):
            continue
        attribute = declared.attributes.get(part.attribute)
        if attribute is None or attribute.fixed:
            continue
        yield Diagnostic(
            WHERE_CAN_CHANGE,
            part.attribute.span,
            brief(f"`where` of an effect uses {quoted(attribute.id)}, which terms can set"),
            label="not fixed",
            related=labels(attribute.id, "declared without `fixed: true`"),
            help=(f"use what no term can change: {names(['id', 'of', 'member-of', *fixed])}",),
        )


def _check_when(when: Condition, span: Span | None) -> Iterator[Diagnostic]:
    for part in inner(when):
        match part:
            case Test(entity):
                word, at = f"an attribute of {quoted(entity)}", entity.span
            case CountEntities(kind=kind):
                word, at = f"attributes of {quoted(kind)}", kind.span
            case Undecided(issue):
                word, at = "`undecided`", issue.span
            case If():
                word, at = "`if`", span
            case Count(how=how):
                word, at = f"`{how}`", span
            case _:
                continue
        yield Diagnostic(
            WHEN_USES_ATTRIBUTES,
            at or span,
            brief(f"`when` of an effect uses {word}", "`when` of an effect uses an attribute"),
            label="not allowed here",
            help=("say it with `chosen`, `silent`, `all`, `any` and `not`",),
        )


def _check_setting(
    known: Known,
    place: Place,
    declared: EntityType | None,
    name: Name,
    value: Value | ParameterValue,
) -> Iterator[Diagnostic]:
    """What is set may be set, and to this value.

    Args:
        known: what could not be built.
        place: the effect.
        declared: the type of the entities that it touches; None when that is not known.
        name: the attribute.
        value: what it is set to.
    """
    if isinstance(value, ParameterValue) and value.name not in place.term.parameters:
        yield _unexpected(place.term, value.name)
    if declared is None:
        return
    attribute = declared.attributes.get(name)
    if attribute is None:
        yield from unknown(
            known, "attribute", name, declared.attributes, owner=("type", declared.id)
        )
        return
    if attribute.fixed:
        yield Diagnostic(
            FIXED_ATTRIBUTE,
            name.span,
            brief(f"effect sets {quoted(name)}, which is fixed"),
            related=labels(attribute.id, "declared as a fact here: no term may set it"),
            help=("model it as a term with its own attribute, or remove `fixed`",),
        )
        return
    span = place.effect.value_spans.get(name, name.span)
    if not isinstance(value, ParameterValue):
        yield from check_value(attribute, value, span)
    elif (parameter := place.term.parameters.get(value.name)) is not None:
        yield from check_width(parameter.domain, attribute, span)


def _unexpected(term: Term, name: Name) -> Diagnostic:
    written = inside(Name(f"${name}", name.span), name, 1)
    near = did_you_mean(name, term.parameters)
    way_out, fixes = suggested(written, near)
    if term.parameters:
        allowed = f"parameters of {quoted(term.id)}: {names(term.parameters)}"
    else:
        allowed = f"declare it in the `parameters` of {quoted(term.id)}"
    return Diagnostic(
        UNEXPECTED_PARAMETER,
        written.span,
        brief(f"{quoted(name)} is not a parameter of term {quoted(term.id)}"),
        label="unknown parameter",
        related=labels(term.id, "the term"),
        help=(*way_out, allowed),
        fixes=fixes,
    )

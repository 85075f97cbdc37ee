"""Checks of effects: the attributes of terms exist and allow the values."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.checks.conditions import check_predicate
from zopa.checks.naming import brief, inside, labels, names, suggested, unknown
from zopa.checks.values import check_value, check_width
from zopa.diagnostics import Diagnostic, did_you_mean, quoted
from zopa.diagnostics.codes import (
    FIXED_ATTRIBUTE,
    PARAMETER_CLASH,
    UNEXPECTED_PARAMETER,
    WHEN_USES_ATTRIBUTES,
    WHERE_CAN_CHANGE,
)
from zopa.model.conditions import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    Count,
    CountEntities,
    If,
    Name,
    Not,
    Relation,
    Silent,
    Size,
    Test,
    Undecided,
    With,
    inner,
    predicates,
)
from zopa.model.corpus import UNLIMITED, VALUE, ParameterValue
from zopa.model.evaluate import static

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.checks.naming import Known
    from zopa.files import Span
    from zopa.model.conditions import Value
    from zopa.model.corpus import Corpus, Effect, Entity, EntityType, Term

__all__ = [
    "EffectOfTerm",
    "check_clashes",
    "check_effects",
    "every_effect",
]


@dataclass(frozen=True, slots=True)
class EffectOfTerm:
    """An effect with its term."""

    issue: Name
    term: Term
    effect: Effect


def every_effect(corpus: Corpus) -> Iterator[EffectOfTerm]:
    """The effects of all terms, in their order."""
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            for effect in term.effects:
                if not effect.derived:
                    yield EffectOfTerm(issue.id, term, effect)


def check_effects(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check effects: their attributes and values, and their conditions."""
    for place in every_effect(corpus):
        effect = place.effect
        if effect.case is not None:
            yield from unknown(known, "contingency", effect.case, corpus.contingencies)
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
            case Size():
                word, at = "`size`", span
            case Count(how=how):
                word, at = f"`{how}`", span
            case Relation():
                word, at = "a relation of numbers", part.span
            case Chosen() | With() | Silent() | Not() | All() | Any():
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
    place: EffectOfTerm,
    declared: EntityType | None,
    name: Name,
    value: Value | ParameterValue,
) -> Iterator[Diagnostic]:
    """Check that the attribute may be set, and that it allows the value.

    Args:
        known: names of things that could not be built.
        place: the effect.
        declared: the type of the entities that it touches; None if it is unknown.
        name: the attribute.
        value: the new value.
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


# -- two parameters that set the same attribute --


def check_clashes(corpus: Corpus, _known: Known) -> Iterator[Diagnostic]:
    """Check that no attribute of an entity is set from two parameters at once."""
    setters: dict[tuple[str, str], list[tuple[EffectOfTerm, Name, Name]]] = {}
    for place in every_effect(corpus):
        from_parameters = [
            (attribute, value.name)
            for attribute, value in place.effect.sets.items()
            if isinstance(value, ParameterValue)
        ]
        if from_parameters:
            for entity in _touched(corpus, place):
                for attribute, parameter in from_parameters:
                    both = (str(entity.id), str(attribute))
                    setters.setdefault(both, []).append((place, attribute, parameter))
    for (entity_id, attribute_id), each in setters.items():
        for (first, first_name, first_value), (second, name, value) in itertools.combinations(
            each, 2
        ):
            if first.term is second.term and first_value == value:
                continue
            if not _together(corpus, first, second):
                continue
            yield Diagnostic(
                PARAMETER_CLASH,
                name.span,
                brief(
                    f"two terms that can be chosen together set {quoted(attribute_id)}"
                    f" of {quoted(entity_id)} from parameters",
                    f"two terms set {quoted(attribute_id)} from parameters",
                ),
                label=f"from `${value}` of {quoted(f'{second.issue}/{second.term.id}')}",
                related=labels(
                    first_name,
                    f"from `${first_value}` of {quoted(f'{first.issue}/{first.term.id}')}",
                ),
                help=(
                    "let the terms exclude each other, by `choose: one` or by a rule",
                    "or give each an attribute of its own",
                ),
            )
            break


def _touched(corpus: Corpus, place: EffectOfTerm) -> Iterator[Entity]:
    """The entities whose attributes the effect sets, as far as they can be known."""
    effect = place.effect
    if effect.entity is not None and effect.entity in corpus.entities:
        yield corpus.entities[effect.entity]
    if effect.every is None or effect.every not in corpus.entity_types:
        return
    declared = corpus.entity_types[effect.every].attributes
    where = effect.where
    compared = [
        each
        for each in (predicates(where) if where is not None else ())
        if isinstance(each, Compare)
    ]
    if not all(
        each.attribute in declared
        and declared[each.attribute].fixed
        and all(map(declared[each.attribute].allows, each.values))
        for each in compared
    ):
        return
    for entity in corpus.entities_of(effect.every):
        sound = all(
            each.attribute in entity.baseline
            and declared[each.attribute].allows(entity.baseline[each.attribute])
            for each in compared
        )
        if sound and (where is None or static(where, corpus, entity)):
            yield entity


def _together(corpus: Corpus, first: EffectOfTerm, second: EffectOfTerm) -> bool:
    """True if both effects may act in one draft.

    False is always right. The test regards the issues, `when` and each rule alone; an
    undecided part counts as possible.
    """
    chosen = {(str(each.issue), str(each.term.id)) for each in (first, second)}
    conditions = [each.effect.when for each in (first, second) if each.effect.when is not None]
    for when in conditions:
        chosen.update(_chosen_in(when))
    for (issue, term), (other_issue, other_term) in itertools.combinations(chosen, 2):
        if issue == other_issue and term != other_term and _single(corpus, issue):
            return False
    conditions.extend(rule.holds for rule in corpus.rules.values())
    return not any(_truth(each, corpus, chosen) is False for each in conditions)


def _chosen_in(condition: Condition) -> Iterator[tuple[str, str]]:
    """Terms that are chosen whenever the condition is true, as far as it states this itself."""
    match condition:
        case Chosen(issue, term):
            yield (str(issue), str(term))
        case All(parts):
            for part in parts:
                yield from _chosen_in(part)
        case With(issue, term) if term != VALUE:
            yield (str(issue), str(term))
        case (
            With()
            | Relation()
            | Silent()
            | Undecided()
            | Not()
            | Any()
            | If()
            | Count()
            | Test()
            | CountEntities()
        ):
            pass


def _single(corpus: Corpus, issue: str) -> bool:
    return issue in corpus.issues and corpus.issues[issue].single


def _truth(condition: Condition, corpus: Corpus, chosen: set[tuple[str, str]]) -> bool | None:
    """Kleene's three-valued truth if only these chosen terms are known."""

    def truth(part: Condition) -> bool | None:
        return _truth(part, corpus, chosen)

    match condition:
        case Chosen(issue, term):
            if (issue, term) in chosen:
                return True
            taken = any(issue == other for other, _ in chosen)
            return False if taken and _single(corpus, issue) else None
        case With(issue, term):
            others = {other for here, other in chosen if here == issue} - {term, UNLIMITED}
            return False if others and _single(corpus, issue) else None
        case Silent(issue):
            return False if any(issue == other for other, _ in chosen) else None
        case Not(part):
            inverse = truth(part)
            return None if inverse is None else not inverse
        case All(parts):
            found = {truth(part) for part in parts}
            return False if False in found else None if None in found else True
        case Any(parts):
            found = {truth(part) for part in parts}
            return True if True in found else None if None in found else False
        case If(when, then, otherwise):
            if (asked := truth(when)) is None:
                return None
            if asked:
                return truth(then)
            return True if otherwise is None else truth(otherwise)
        case Relation() | Undecided() | Count() | Test() | CountEntities():
            return None

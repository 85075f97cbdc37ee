"""Checks of issues, their terms and effects, and of the world that terms change."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from zopa.checks.conditions import check_predicate, cycles
from zopa.checks.naming import (
    brief,
    inside,
    labels,
    names,
    suggested,
    unknown,
)
from zopa.checks.values import check_declaration, check_value, check_width, described
from zopa.diagnostics import (
    AGREEMENT_ENTITY,
    ALMOST_A_NAME,
    CYCLE,
    FIXED_ATTRIBUTE,
    IMPOSSIBLE_CHOOSE,
    MISSING_VALUE,
    NO_TYPE,
    PARAMETER_CLASH,
    RESERVED_ID,
    UNEXPECTED_PARAMETER,
    UNUSED_ID,
    WHEN_USES_ATTRIBUTES,
    WHERE_CAN_CHANGE,
    Diagnostic,
    did_you_mean,
    listed,
    quoted,
    with_article,
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
from zopa.model.corpus import AGREEMENT, SILENT, UNLIMITED, VALUE, ParameterValue
from zopa.model.evaluate import static

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.checks.naming import Known
    from zopa.files import Span
    from zopa.model.conditions import Value
    from zopa.model.corpus import Corpus, Effect, Entity, EntityType, Issue, Term

__all__ = [
    "check_agreement",
    "check_attributes",
    "check_baselines",
    "check_clashes",
    "check_effects",
    "check_issues",
    "check_owners",
    "check_terms",
]


ID: Final = re.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def check_issues(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check the number of terms that can be chosen, and that types of terms exist."""
    for issue in corpus.issues.values():
        kinds = (*issue.written_for, *filter(None, (issue.members_of,)))
        for kind in kinds:
            if not _are_parties(corpus, kind):
                yield from unknown(known, "entity type", kind, corpus.entity_types)
        complete = all(_complete(corpus, known, kind) for kind in kinds)
        if complete and not known.hides_some("term", f"{issue.id}/"):
            yield from _check_choose(issue)


def _are_parties(corpus: Corpus, kind: Name) -> bool:
    """True if the type is that of the parties, which need no declaration."""
    return kind == "party" and kind not in corpus.entity_types


def _complete(corpus: Corpus, known: Known, kind: Name) -> bool:
    """True if the type exists and all of its entities are known."""
    if _are_parties(corpus, kind):
        return not known.hides_some("party", "")
    return kind in corpus.entity_types and not known.hides_some("entity", "")


def _check_choose(issue: Issue) -> Iterator[Diagnostic]:
    number = len(issue.terms)
    if number == 0:
        yield _nothing_to_choose(issue)
        return
    if issue.answer is not None:
        yield from check_declaration(issue.answer, ("issue", issue.id))
    noun, says = "term", "`choose`"
    way_out = "write `one`, `any`, or `{min: …, max: …}` within the number of its terms"
    if issue.answered_by == "set":
        noun, says = "member", "answer"
        way_out = "correct `minimum` or `maximum` of the answer"
    terms = f"1 {noun}" if number == 1 else f"{number} {noun}s"
    if issue.least > issue.most:
        fact = f"asks for at least {issue.least} and at most {issue.most} {noun}s"
        message = f"issue {quoted(issue.id)} {fact}"
    elif issue.most > number:
        message = f"issue {quoted(issue.id)} has {terms}, its {says} speaks of {issue.most}"
    elif issue.least > number:
        message = f"issue {quoted(issue.id)} has {terms}, its {says} speaks of {issue.least}"
    else:
        return
    yield Diagnostic(
        IMPOSSIBLE_CHOOSE,
        issue.id.span,
        brief(message),
        label=f"has {terms}",
        help=(way_out,),
    )


def _nothing_to_choose(issue: Issue) -> Diagnostic:
    label, way_out = "no terms and no answer", "add `terms`, or `answer` with a type"
    kinds = (*issue.written_for, *filter(None, (issue.members_of,)))
    if kinds:
        label = f"{listed(kinds)} has no entities"
        way_out = f"add entities of {listed(kinds)} in terms/state.yaml"
    return Diagnostic(
        IMPOSSIBLE_CHOOSE,
        issue.id.span,
        brief(f"issue {quoted(issue.id)} has nothing to choose from"),
        label=label,
        help=(way_out,),
    )


def check_terms(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check terms: their ids, statements and parameters."""
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            if term.id == SILENT:
                yield Diagnostic(
                    RESERVED_ID,
                    term.id.span,
                    f"`{SILENT}` is a reserved id",
                    label="reserved",
                    help=("rename the term",),
                    notes=(f"in a draft `{SILENT}` means: none of the issue's terms",),
                )
            for statement in term.statements:
                yield from unknown(known, "statement", statement, corpus.statements)
            if issue.answer is None:
                yield from _check_parameters(corpus, issue, term)
        # An issue without separate terms has one provision.
        for term in list(issue.terms.values())[: 1 if issue.answered_by else None]:
            yield from _check_provisions(corpus, term)


def _check_provisions(corpus: Corpus, term: Term) -> Iterator[Diagnostic]:
    """Report names in a provision that resemble the id of a party, group, entity or case."""
    ids = {**corpus.parties, **corpus.groups, **corpus.entities}
    for said in term.provisions:
        for name in (*said.actor, *said.object):
            yield from _almost(name, ids)
        yield from _almost(said.or_else, corpus.contingencies)


def _almost(name: Name, ids: Mapping[str, object]) -> Iterator[Diagnostic]:
    if name not in ids and ID.fullmatch(name):
        near = did_you_mean(name, ids)
        if near:
            _, fixes = suggested(name, near)
            yield Diagnostic(
                ALMOST_A_NAME,
                name.span,
                brief(f"unknown name {quoted(name)}"),
                help=(f"write {listed(near)}, or use words of your own",),
                fixes=tuple(replace(each, safe=False) for each in fixes),
            )


def _given_to_some(term: Term, parameter: Name) -> bool:
    """True if an effect gives the parameter to an attribute, even to an unknown one."""
    return any(
        isinstance(value, ParameterValue) and value.name == parameter
        for effect in term.effects
        for value in effect.sets.values()
    )


def _without_type(term: Term, parameter: Name) -> Diagnostic:
    return Diagnostic(
        NO_TYPE,
        parameter.span,
        brief(f"parameter {quoted(parameter)} of term {quoted(term.id)} has no type"),
        label="of which type?",
        help=(
            f"add `type` or `values`, or an effect that sets an attribute to `${parameter}`",
        ),
    )


def _check_parameters(corpus: Corpus, issue: Issue, term: Term) -> Iterator[Diagnostic]:
    used = {
        name
        for issue_id, term_id, name in corpus.spoken_parameters
        if (issue_id, term_id) == (issue.id, term.id)
    } | {
        str(value.name)
        for effect in term.effects
        for value in effect.sets.values()
        if isinstance(value, ParameterValue)
    }
    for parameter in term.parameters.values():
        yield from check_declaration(parameter.domain)
        if not parameter.typed:
            if not _given_to_some(term, parameter.id):
                yield _without_type(term, parameter.id)
            continue
        if term.effects and parameter.id not in used:
            yield Diagnostic(
                UNUSED_ID,
                parameter.id.span,
                brief(f"no effect of term {quoted(term.id)} uses {quoted(parameter.id)}"),
                label="unused parameter",
                help=(f"set an attribute to `${parameter.id}`, or delete the parameter",),
            )


# -- the world that terms change: types, attributes, entities and their values --


PREDICATE_WORDS = ("id", "of", "member-of", "all", "any", "not")
"""Keys of an entry of `where` and `holds` that are not attributes."""


def check_attributes(corpus: Corpus, _known: Known) -> Iterator[Diagnostic]:
    """Check that attributes use no words of conditions, and allow some value."""
    for kind in corpus.entity_types.values():
        for attribute in kind.attributes.values():
            if attribute.id in PREDICATE_WORDS:
                yield Diagnostic(
                    RESERVED_ID,
                    attribute.id.span,
                    brief(f"no attribute can be called {quoted(attribute.id)}"),
                    label="a word of conditions",
                    help=("give the attribute another id",),
                    notes=(f"the words of conditions: {names(PREDICATE_WORDS)}",),
                )
            yield from check_declaration(attribute)


def check_baselines(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check that every entity has a type, and an allowed value for each of its attributes."""
    for entity in corpus.entities.values():
        if entity.case is not None:
            continue
        yield from unknown(known, "entity type", entity.type, corpus.entity_types)
        declared = corpus.entity_types.get(entity.type)
        if declared is not None:
            yield from _check_baseline(known, entity, declared)


def _check_baseline(known: Known, entity: Entity, declared: EntityType) -> Iterator[Diagnostic]:
    for name, value in entity.own.items():
        if (attribute := declared.attributes.get(name)) is not None:
            span = entity.value_spans.get(name, name.span)
            yield from check_value(attribute, value, span)
        else:
            yield from unknown(
                known, "attribute", name, declared.attributes, owner=("type", declared.id)
            )
    missing = [
        each.id for key, each in declared.attributes.items() if key not in entity.baseline
    ]
    if not missing:
        return
    yield Diagnostic(
        MISSING_VALUE,
        entity.id.span,
        brief(
            f"entity {quoted(entity.id)} has no value for {listed(missing, joiner='and')}",
            f"entity {quoted(entity.id)} has no value for {len(missing)} of its attributes",
        ),
        label=f"{with_article(declared.id)} needs one",
        related=labels(missing[0], "declared here, without a default"),
        help=tuple(
            f"give it `{each}` in its `baseline`: {described(declared.attributes[each])}"
            for each in missing
        ),
    )


def check_agreement(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check that the type `agreement` has one entity, of the same name."""
    if any(known.hides(nature, AGREEMENT) for nature in ("entity type", "entity")):
        return
    astray = [
        each
        for each in corpus.entities.values()
        if (each.type == AGREEMENT) != (each.id == AGREEMENT)
    ]
    for entity in astray:
        if entity.id == AGREEMENT:
            message = f"entity `{AGREEMENT}` is of type {quoted(entity.type)}"
            label, way_out = "stands for the agreement itself", f"write `type: {AGREEMENT}`"
        else:
            message = f"entity {quoted(entity.id)} is of type `{AGREEMENT}`"
            label = f"only the entity `{AGREEMENT}` is"
            way_out = f"call it `{AGREEMENT}`, or give it a type of its own"
        yield Diagnostic(
            AGREEMENT_ENTITY, entity.id.span, brief(message), label=label, help=(way_out,)
        )
    declared = corpus.entity_types.get(AGREEMENT)
    if declared is not None and AGREEMENT not in corpus.entities and not astray:
        yield Diagnostic(
            AGREEMENT_ENTITY,
            declared.id.span,
            f"type `{AGREEMENT}` has no entity",
            label="needs one entity of the same name",
            help=(f"add `{AGREEMENT}: {{type: {AGREEMENT}}}` to `entities`",),
        )


def check_owners(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check that the owner of an entity exists, and that no entity is part of itself.

    The second part excludes cycles too.
    """
    owners = {}
    for entity in corpus.entities.values():
        if entity.of is not None:
            yield from unknown(known, "entity", entity.of, corpus.entities)
            owners[str(entity.id)] = (entity.of,)
    for cycle in cycles(owners):
        yield Diagnostic(
            CYCLE,
            cycle[-1].span,
            brief(f"entity {quoted(cycle[-1])} is part of itself"),
            label="closes the cycle",
            related=tuple(
                label for each in cycle[:-1] for label in labels(each, "part of this")
            ),
            help=("`of` names what the entity is a part of; take one out",),
            notes=(f"the cycle: {names([cycle[-1], *cycle])}",),
        )


# -- effects of terms: their attributes exist and allow the values --


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

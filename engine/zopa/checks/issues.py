"""Issues and their terms, and the world that terms change: types, entities, values."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from zopa.checks.conditions import cycles
from zopa.checks.naming import (
    a,
    brief,
    labels,
    names,
    parted,
    suggested,
    unknown,
    unknown_position,
    unknown_term,
)
from zopa.checks.values import check_declaration, check_value, described
from zopa.diagnostics import Diagnostic, did_you_mean, listed, quoted
from zopa.diagnostics.codes import (
    AGREEMENT_ENTITY,
    ALMOST_A_NAME,
    CYCLE,
    IMPOSSIBLE_CHOOSE,
    MISSING_VALUE,
    NO_TYPE,
    RESERVED_ID,
    UNUSED_ID,
)
from zopa.model.conditions import Name
from zopa.model.corpus import AGREEMENT, SILENT, ParameterValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.checks.naming import Declared, Known
    from zopa.files import Span
    from zopa.model.corpus import Corpus, Entity, EntityType, Issue, RecordEntry, Term

__all__ = [
    "check_agreement",
    "check_attributes",
    "check_baselines",
    "check_issues",
    "check_owners",
    "check_record",
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
        label=f"{a(declared.id)} needs one",
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


# -- the record: shown only, but its names must exist --


QUALIFIED_ID = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)?")
"""Pattern of an id; some keys also take other text, such as a name."""
NATURES = {
    "entities": "entity",
    "entity": "entity",
    "held-by": "party",
    "issue": "issue",
    "issues": "issue",
    "parties": "party",
    "party": "party",
    "position": "position",
    "positions": "position",
    "speaker": "speaker",
    "speakers": "speaker",
    "stated-by": "speaker",
    "statement": "statement",
    "statements": "statement",
    "term": "term",
    "terms": "term",
}
"""The kind of item that the ids at a key name; other keys hold text."""


def check_record(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check that every id in an entry of the record exists."""
    for entry in corpus.record:
        for nature, name in _references(entry.fields, entry):
            yield from _check(corpus, known, nature, name, own=name.span is not entry.id.span)


def _references(value: object, entry: RecordEntry) -> Iterator[tuple[str, Name]]:
    """Natures and ids anywhere inside a value of the entry."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _references(each, entry)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key == "cites":
            sources = inner if isinstance(inner, dict) else {}
            yield from (("source", _name(each, entry)) for each in sources)
        elif (nature := NATURES.get(key)) is not None:
            several = inner if isinstance(inner, list | tuple) else [inner]
            for each in several:
                if isinstance(each, str) and QUALIFIED_ID.fullmatch(each):
                    yield nature, _name(each, entry)
        else:
            yield from _references(inner, entry)


def _name(text: str, entry: RecordEntry) -> Name:
    """The id with its place, or with that of the entry."""
    span: Span | None = text.span if isinstance(text, Name) else None
    return Name(text, span or entry.id.span)


def _check(
    corpus: Corpus, known: Known, nature: str, name: Name, *, own: bool
) -> Iterator[Diagnostic]:
    """Report the name unless it is known.

    Args:
        corpus: where to look.
        known: names of things that could not be built.
        nature: the nature that the name should have.
        name: the reference.
        own: True if the name has its own place.
    """
    match nature:
        case "position":
            yield from unknown_position(corpus, known, name, fixable=own)
        case "term":
            yield from unknown_term(corpus, known, *parted(name), fixable=own)
        case _:
            yield from unknown(known, nature, name, _declared(corpus, nature), fixable=own)


def _declared(corpus: Corpus, nature: str) -> Mapping[str, Declared]:
    match nature:
        case "entity":
            return corpus.entities
        case "issue":
            return corpus.issues
        case "party":
            return corpus.parties
        case "source":
            return corpus.sources
        case "speaker":
            return corpus.speakers
        case _:
            return corpus.statements

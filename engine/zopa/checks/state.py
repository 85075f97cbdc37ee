"""The world that terms change: types, attributes, entities and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.checks.cycles import cycles
from zopa.checks.naming import a, brief, labels, names, unknown
from zopa.checks.values import check_declaration, check_value, described
from zopa.diagnostics import Diagnostic, listed, quoted
from zopa.diagnostics.references import AGREEMENT_ENTITY, CYCLE, MISSING_VALUE, RESERVED_ID
from zopa.model.corpus import AGREEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.checks.naming import Known
    from zopa.model.corpus import Corpus, Entity, EntityType

__all__ = ["check_agreement", "check_attributes", "check_baselines", "check_owners"]

PREDICATE_WORDS = ("id", "of", "member-of", "all", "any", "not")
"""What an entry of `where` and `holds` may be called that is no attribute."""


def check_attributes(corpus: Corpus, _known: Known) -> Iterator[Diagnostic]:
    """Attributes are called nothing that conditions use, and allow something."""
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
    """Every entity has a type, and for each of its attributes a value that it allows."""
    for entity in corpus.entities.values():
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
    """The type `agreement` has one entity, which is called like that."""
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
    """What an entity is part of exists, and is not, in the end, the entity itself."""
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
            label="closes the circle",
            related=tuple(
                label for each in cycle[:-1] for label in labels(each, "part of this")
            ),
            help=("`of` names what the entity is a part of; take one out",),
            notes=(f"the circle: {names([cycle[-1], *cycle])}",),
        )

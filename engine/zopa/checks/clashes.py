"""Two parameters that set one thing."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from zopa.checks.effects import every_effect
from zopa.checks.naming import brief, labels
from zopa.diagnostics import Diagnostic, quoted
from zopa.diagnostics.references import PARAMETER_CLASH
from zopa.model.conditions import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    If,
    Not,
    Silent,
    predicates,
)
from zopa.model.corpus import ParameterValue
from zopa.model.evaluate import static

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.checks.effects import Place
    from zopa.checks.naming import Known
    from zopa.model.conditions import Name
    from zopa.model.corpus import Corpus, Entity

__all__ = ["check_clashes"]


def check_clashes(corpus: Corpus, _known: Known) -> Iterator[Diagnostic]:
    """No attribute of an entity is set from two parameters at once."""
    setters: dict[tuple[str, str], list[tuple[Place, Name, Name]]] = {}
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
                    f"{quoted(attribute_id)} of {quoted(entity_id)} is set from two parameters",
                    f"{quoted(attribute_id)} is set from two parameters",
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


def _touched(corpus: Corpus, place: Place) -> Iterator[Entity]:
    """The entities that the effect sets something of, as far as that can be told."""
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


def _together(corpus: Corpus, first: Place, second: Place) -> bool:
    """Whether both effects may act in one draft.

    Sound in saying no: it looks at the issues, at `when` and at each rule by
    itself, and takes whatever it cannot decide for possible.
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
    """The terms that are chosen wherever the condition is true, as far as it says so itself."""
    match condition:
        case Chosen(issue, term):
            yield (str(issue), str(term))
        case All(parts):
            for part in parts:
                yield from _chosen_in(part)
        case _:
            pass


def _single(corpus: Corpus, issue: str) -> bool:
    return issue in corpus.issues and corpus.issues[issue].single


def _truth(condition: Condition, corpus: Corpus, chosen: set[tuple[str, str]]) -> bool | None:
    """Kleene's three-valued truth when no more than these chosen terms is known."""

    def truth(part: Condition) -> bool | None:
        return _truth(part, corpus, chosen)

    match condition:
        case Chosen(issue, term):
            if (issue, term) in chosen:
                return True
            taken = any(issue == other for other, _ in chosen)
            return False if taken and _single(corpus, issue) else None
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
        case _:
            return None

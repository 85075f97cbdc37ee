"""Contingencies: a second set of entities for each case.

The outcome in a case is the outcome, overwritten by the effects of the case and without the
effects that lapse in it. So every entity has a twin for each case, `ENTITY@CASE`, that effects
set as well; conditions of the case refer to the twins.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zopa.construct.conditions import ALWAYS
from zopa.model.conditions import (
    All,
    Any,
    Chosen,
    CountEntities,
    Counting,
    Not,
    twin,
)
from zopa.model.corpus import Contingency, Corpus, in_case_of
from zopa.model.evaluate import speaks, targets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.construct.building import Constructed
    from zopa.model.conditions import Condition
    from zopa.model.corpus import Effect, Entity, EntityType, Issue, Term

__all__ = ["build_cases"]

Target = tuple[str, str]
"""Entity and attribute."""


def build_cases(built: Constructed) -> None:
    """Add the twins of all entities and the effects of terms on them."""
    cases: Mapping[str, Contingency] = built.corpus.get("contingencies", {})
    if not cases:
        return
    types: dict[str, EntityType] = built.corpus.setdefault("entity_types", {})
    entities: dict[str, Entity] = built.corpus.setdefault("entities", {})
    issues: dict[str, Issue] = built.corpus.setdefault("issues", {})
    # The outcome without the cases, while these are added.
    corpus = Corpus(entity_types=dict(types), entities=dict(entities), issues=dict(issues))
    for case in cases.values():
        for kind in list(corpus.entity_types.values()):
            name = twin(kind.id, case.id)
            types[str(name)] = replace(kind, id=name)
        for entity in list(corpus.entities.values()):
            name = twin(entity.id, case.id)
            title = f"{entity.title or entity.id} ({case.words})"
            entities[str(name)] = replace(
                entity,
                id=name,
                type=twin(entity.type, case.id),
                title=title,
                tile=None,
                case=case.id,
            )
    for key, issue in issues.items():
        terms = {each: _with_cases(corpus, cases, term) for each, term in issue.terms.items()}
        issues[key] = replace(issue, terms=terms)


def _with_cases(corpus: Corpus, cases: Mapping[str, Contingency], term: Term) -> Term:
    """Return the term with its effects in each case."""
    found: list[Effect] = []
    for effect in term.effects:
        if effect.case is None:
            found.append(effect)
            for case in cases.values():
                if case.id not in term.lapses_in:
                    found += _beside(corpus, effect, case)
        else:
            known = effect.case in cases
            found.append(in_case_of(effect, effect.case) if known else effect)
    return replace(term, effects=tuple(found))


def _beside(corpus: Corpus, effect: Effect, case: Contingency) -> Iterator[Effect]:
    """Yield an effect for a case, unless an effect of the case acts instead."""
    over = _overwriting(corpus, case)
    reached = [
        (str(each.id), str(name)) for each in _targets(corpus, effect) for name in effect.sets
    ]
    if not any(target in over for target in reached):
        yield replace(in_case_of(effect, case.id), derived=True)
        return
    for entity in _targets(corpus, effect):
        for name, value in effect.sets.items():
            instead = over.get((str(entity.id), str(name)), [])
            when = [] if effect.when is None else [effect.when]
            if instead:
                when.append(Not(Any(tuple(instead))))
            yield replace(
                effect,
                entity=twin(entity.id, case.id),
                every=None,
                where=None,
                when=All(tuple(when)) if when else None,
                sets={name: value},
                derived=True,
            )


def _targets(corpus: Corpus, effect: Effect) -> list[Entity]:
    """Return the entities of an effect; empty if it names an unknown one."""
    if effect.entity is not None:
        return [corpus.entities[effect.entity]] if effect.entity in corpus.entities else []
    where = ALWAYS if effect.where is None else effect.where
    if effect.every is None:
        return []
    asked = CountEntities(Counting.AT_LEAST, 0, effect.every, where, ALWAYS)
    return list(targets(corpus, effect)) if speaks(corpus, asked) else []


def _overwriting(corpus: Corpus, case: Contingency) -> Mapping[Target, list[Condition]]:
    """Return the conditions of a case's effects, for each attribute that they set."""
    found: dict[Target, list[Condition]] = {}
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            for effect in term.effects:
                if effect.case != case.id:
                    continue
                chosen = Chosen(issue.id, term.id)
                acts = chosen if effect.when is None else All((chosen, effect.when))
                for entity in _targets(corpus, effect):
                    for name in effect.sets:
                        found.setdefault((str(entity.id), str(name)), []).append(acts)
    return found

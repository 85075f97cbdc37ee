"""Evaluation of one complete scenario: the reference semantics of the model.

It is written for reading, not for speed. `zopa.solving.problem` compiles the same meaning;
property tests ensure that both agree.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from zopa.model import UNSPECIFIED
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
    Counting,
    If,
    Is,
    MemberOf,
    Not,
    Of,
    Operator,
    OwnedBy,
    Predicate,
    Product,
    Property,
    Quantity,
    Relation,
    Silent,
    Sum,
    Test,
    Times,
    Total,
    Undecided,
    Value,
    With,
    inner,
    of_entity,
    predicates,
    quantities,
)
from zopa.model.corpus import UNLIMITED, Attribute, Corpus, Effect, Entity, ParameterValue, Pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "BrokenRule",
    "Complete",
    "Values",
    "clashes",
    "coherent",
    "compared",
    "compares",
    "counts",
    "holds",
    "outcome",
    "settings",
    "speaks",
    "static",
    "targets",
]

Complete: TypeAlias = Mapping[str, tuple[Pick, ...]]
"""For every issue the chosen terms, each with all its parameters; empty if silent."""
Values: TypeAlias = Mapping[tuple[str, str], Value]
"""For every entity and attribute the value under the scenario."""
BrokenRule: TypeAlias = tuple[str, str]
"""The kind of a broken rule (`terms`, `applies-when`, `effects` or `rule`), and its id."""


def coherent(corpus: Corpus, scenario: Complete) -> bool:
    """True if the scenario's terms follow all rules, independent of the parties."""
    return not any(True for _ in clashes(corpus, scenario))


def clashes(corpus: Corpus, scenario: Complete) -> Iterator[BrokenRule]:
    """All broken rules of the scenario; none if it is consistent.

    A rule or `applies-when` on an attribute whose effects contradict each other is not
    checked: the attribute has no value.
    """
    for issue in corpus.issues.values():
        number = len(scenario[issue.id])
        if number and not issue.least <= number <= issue.most:
            yield ("terms", str(issue.id))
    set_to: dict[tuple[str, str], Value] = {}
    contradicted = set()
    made = tuple(settings(corpus, scenario))
    for entity, attribute, value in made:
        if set_to.setdefault((entity, attribute), value) != value:
            contradicted.add((entity, attribute))
    for entity, attribute in sorted(contradicted):
        yield ("effects", f"{entity}.{attribute}")
    result = _changed(corpus, made)

    def breaks(condition: Condition) -> bool:
        if contradicted and not contradicted.isdisjoint(compared(corpus, condition)):
            return False
        return not holds(condition, corpus, scenario, result)

    for issue in corpus.issues.values():
        if issue.applies_when is not None and scenario[issue.id] and breaks(issue.applies_when):
            yield ("applies-when", str(issue.id))
    for rule in corpus.rules.values():
        if breaks(rule.holds):
            yield ("rule", str(rule.id))


def outcome(corpus: Corpus, scenario: Complete) -> Values:
    """The baseline, changed by the effects of the chosen terms."""
    return _changed(corpus, settings(corpus, scenario))


def _changed(corpus: Corpus, made: Iterable[tuple[str, str, Value]]) -> Values:
    """The baseline, changed by what is set."""
    values: dict[tuple[str, str], Value] = {
        (str(entity.id), attribute): value
        for entity in corpus.entities.values()
        for attribute, value in entity.baseline.items()
    }
    values.update(((entity, name), value) for entity, name, value in made)
    return values


def settings(corpus: Corpus, scenario: Complete) -> Iterator[tuple[str, str, Value]]:
    """Entity, attribute and value of all settings of the chosen terms."""
    for issue in corpus.issues.values():
        for pick in scenario[issue.id]:
            for effect in issue.terms[pick.term].effects:
                when = effect.when
                if when is not None and not holds(when, corpus, scenario, {}):
                    continue
                for entity in targets(corpus, effect):
                    for attribute, value in effect.sets.items():
                        if isinstance(value, ParameterValue):
                            value = pick.parameters[value.name]  # noqa: PLW2901  # the same value, known
                        yield (str(entity.id), str(attribute), value)


def targets(corpus: Corpus, effect: Effect) -> Iterator[Entity]:
    """The entities whose attributes the effect sets."""
    if effect.entity is not None:
        yield corpus.entities[effect.entity]
    elif effect.every is not None:
        for entity in corpus.entities_of(effect.every):
            if effect.where is None or static(effect.where, corpus, entity):
                yield entity


def holds(condition: Condition, corpus: Corpus, scenario: Complete, result: Values) -> bool:
    """True if the condition is true of the complete scenario with this outcome."""

    def true(part: Condition) -> bool:
        return holds(part, corpus, scenario, result)

    match condition:
        case Chosen(issue, term):
            return any(pick.term == term for pick in scenario[issue])
        case With(issue, term, parameter, operator, values):
            declared = corpus.issues[issue]
            domain = declared.terms[term].parameters[parameter].domain
            return any(
                compares(domain, operator, values, pick.parameters[parameter])
                if pick.term == term
                else declared.answer is not None
                and compares(domain, operator, values, UNLIMITED)
                for pick in scenario[issue]
                if pick.term in {term, UNLIMITED}
            )
        case Relation(left, operator, right):
            sides = (quantity(each, corpus, scenario, result) for each in (left, right))
            return related(operator, *sides)
        case Silent(issue) | Undecided(issue):
            return isinstance(condition, Silent) and not scenario[issue]
        case Not(part):
            return not true(part)
        case All(parts):
            return all(map(true, parts))
        case Any(parts):
            return any(map(true, parts))
        case If(when, then, otherwise):
            if true(when):
                return true(then)
            return otherwise is None or true(otherwise)
        case Count(how, number, parts):
            return counts(how, number, sum(map(true, parts)))
        case Test(name, claim):
            return meets(claim, corpus, corpus.entities[name], result, scenario)
        case CountEntities(how, number, kind, where, claim):
            both = Of("all", (where, claim))
            return counts(
                how,
                number,
                sum(
                    meets(both, corpus, each, result, scenario)
                    for each in corpus.entities_of(kind)
                ),
            )


def quantity(
    said: Quantity, corpus: Corpus, scenario: Complete, result: Values
) -> Fraction | float | None:
    """The number, infinite if it is unlimited; None if it is missing.

    For a date it is the number of its day; for a decimal the number itself, not that of its
    digits.
    """

    def value(part: Quantity) -> Fraction | float | None:
        return quantity(part, corpus, scenario, result)

    match said:
        case Constant(number):
            return number
        case Blank(issue, term, parameter):
            declared = corpus.issues[issue]
            domain = declared.terms[term].parameters[parameter].domain
            for pick in scenario[issue]:
                if pick.term == term:
                    return domain.amount(pick.parameters[parameter])
                if declared.answer is not None and pick.term == UNLIMITED:
                    return math.inf
            return None
        case Property(attribute, entity):
            domain = corpus.attribute(str(entity), str(attribute))
            return domain.amount(result[str(entity), str(attribute)])
        case Sum(parts):
            sums: Fraction | float = Fraction(0)
            for each in parts:
                found = value(each)
                if found is None:
                    return None
                sums = sums + found
            return sums
        case Total():
            return value(total(said, corpus, result, scenario))
        case Times(factor, part):
            multiplied = value(part)
            return None if multiplied is None else factor * multiplied
        case Product(left, right):
            one, other = value(left), value(right)
            return None if one is None or other is None else one * other


def total(said: Total, corpus: Corpus, result: Values, scenario: Complete) -> Sum:
    """The sum over the entities that meet `where`."""
    return Sum(
        tuple(
            Property(said.attribute, entity.id)
            for entity in corpus.entities_of(said.kind)
            if meets(said.where, corpus, entity, result, scenario)
        )
    )


def related(
    operator: Operator, left: Fraction | float | None, right: Fraction | float | None
) -> bool:
    """True if two numbers compare in that way; False if one is missing."""
    if left is None or right is None:
        return False
    match operator:
        case Operator.IS | Operator.IN:
            return left == right
        case Operator.NOT:
            return left != right
        case Operator.AT_LEAST:
            return left >= right
        case Operator.AT_MOST:
            return left <= right
        case Operator.BELOW:
            return left < right
        case Operator.ABOVE:
            return left > right


def counts(how: Counting, number: int, found: int) -> bool:
    """True if `found` is at least, at most or exactly `number`."""
    match how:
        case Counting.AT_LEAST:
            return found >= number
        case Counting.AT_MOST:
            return found <= number
        case Counting.EXACTLY:
            return found == number


def meets(
    predicate: Predicate,
    corpus: Corpus,
    entity: Entity,
    result: Values,
    scenario: Complete | None = None,
) -> bool:
    """True if the predicate is true of the entity in this outcome, of this scenario."""
    match predicate:
        case CompareTo(attribute, operator, said):
            left = Property(attribute, entity.id)
            relation = Relation(left, operator, of_entity(said, entity.id))
            return holds(relation, corpus, scenario or {}, result)
        case Compare(attribute, operator, values):
            declared = corpus.attribute(entity.id, attribute)
            return compares(declared, operator, values, result[str(entity.id), str(attribute)])
        case Is(entities):
            return entity.id in entities
        case OwnedBy(owners):
            return entity.of is not None and entity.of in owners
        case MemberOf(groups):
            member = entity.id.partition(CASE)[0]
            return any(group in corpus.groups_of.get(member, ()) for group in groups)
        case Of("all", parts):
            return all(meets(part, corpus, entity, result, scenario) for part in parts)
        case Of("any", parts):
            return any(meets(part, corpus, entity, result, scenario) for part in parts)
        case Of(_, parts):
            return not meets(parts[0], corpus, entity, result, scenario)


def compared(corpus: Corpus, condition: Condition) -> frozenset[tuple[str, str]]:
    """The entities and attributes whose values decide the condition.

    Entities are left out if values that no term can change already decide: "every hut of the
    north" does not depend on a hut of the south.
    """
    found: set[tuple[str, str]] = set()
    for part in inner(condition):
        match part:
            case Test(name, claim):
                entities, predicate = [corpus.entities[name]], claim
            case CountEntities(kind=kind, where=where, holds=claim):
                entities, predicate = list(corpus.entities_of(kind)), Of("all", (where, claim))
            case Relation(left, _, right):
                sides = (left, right)
                found |= {x for side in sides for x in _properties(side, corpus)}
                continue
            case (
                Chosen()
                | With()
                | Silent()
                | Undecided()
                | Not()
                | All()
                | Any()
                | If()
                | Count()
            ):
                continue
        for entity in entities:
            asked = _asked_of(predicate, corpus, entity)
            if not isinstance(asked, bool):
                found |= {(str(entity.id), attribute) for attribute in asked}
                for each in predicates(predicate):
                    if isinstance(each, CompareTo):
                        found |= _properties(of_entity(each.quantity, entity.id), corpus)
    return frozenset(found)


def _properties(said: Quantity, corpus: Corpus) -> set[tuple[str, str]]:
    """The entities and attributes of a quantity that terms can set."""
    found: set[tuple[str, str]] = set()
    for part in quantities(said):
        match part:
            case Property(attribute, entity) if entity is not None:
                found.add((str(entity), str(attribute)))
            case Total(attribute, kind, where):
                for each in corpus.entities_of(kind):
                    asked = _asked_of(where, corpus, each)
                    if asked is not False:
                        found.add((str(each.id), str(attribute)))
                        found |= (
                            {(str(each.id), x) for x in asked or ()}
                            if asked is not True
                            else set()
                        )
            case _:
                pass
    return {
        (entity, attribute)
        for entity, attribute in found
        if not corpus.attribute(entity, attribute).fixed
    }


def _asked_of(predicate: Predicate, corpus: Corpus, entity: Entity) -> frozenset[str] | bool:
    """The attributes that decide; or the truth value if it depends on none of them."""
    match predicate:
        case CompareTo(attribute):
            return frozenset({str(attribute)})
        case Compare(attribute) if not corpus.attribute(entity.id, attribute).fixed:
            return frozenset({str(attribute)})
        case Of(how, parts):
            each = [_asked_of(part, corpus, entity) for part in parts]
            decisive = how == "any"
            if how not in {"all", "any"}:
                return not each[0] if isinstance(each[0], bool) else each[0]
            if decisive in each:
                return decisive
            some = [one for one in each if not isinstance(one, bool)]
            return frozenset().union(*some) if some else not decisive
        case Compare() | Is() | OwnedBy() | MemberOf():
            return static(predicate, corpus, entity)


def speaks(corpus: Corpus, condition: Condition) -> bool:
    """True if everything that the condition names is in the corpus."""
    for part in inner(condition):
        match part:
            case Chosen(issue, term):
                known = issue in corpus.issues and term in corpus.issues[issue].terms
            case With(issue, term, parameter):
                known = (
                    issue in corpus.issues
                    and term in corpus.issues[issue].terms
                    and parameter in corpus.issues[issue].terms[term].parameters
                )
            case Relation(left, _, right):
                known = all(_known(corpus, each, None) for each in (left, right))
            case Silent(issue) | Undecided(issue):
                known = issue in corpus.issues
            case Test(name, claim):
                known = name in corpus.entities and _says(
                    corpus, str(corpus.entities[name].type), claim
                )
            case CountEntities(kind=kind, where=where, holds=claim):
                known = kind in corpus.entity_types and _says(
                    corpus, str(kind), Of("all", (where, claim))
                )
            case Not() | All() | Any() | If() | Count():
                known = True
        if not known:
            return False
    return True


def _says(corpus: Corpus, kind: str, predicate: Predicate) -> bool:
    declared = corpus.entity_types[kind].attributes
    for part in predicates(predicate):
        match part:
            case Compare(attribute, _, values):
                known = attribute in declared and all(map(declared[attribute].allows, values))
            case CompareTo(attribute, _, said):
                known = attribute in declared and _known(corpus, said, kind)
            case Is(names) | OwnedBy(names):
                known = all(name in corpus.entities for name in names)
            case MemberOf(names):
                known = all(name in corpus.groups or name in corpus.parties for name in names)
            case Of():
                known = True
        if not known:
            return False
    return True


def _known(corpus: Corpus, said: Quantity, kind: str | None) -> bool:
    """True if everything that a quantity names is in the corpus."""
    for part in quantities(said):
        match part:
            case Blank(issue, term, parameter):
                known = (
                    issue in corpus.issues
                    and term in corpus.issues[issue].terms
                    and parameter in corpus.issues[issue].terms[term].parameters
                )
            case Property(attribute, None):
                known = kind is not None and attribute in corpus.entity_types[kind].attributes
            case Property(attribute, entity):
                types = corpus.entity_types
                known = (
                    entity is not None
                    and entity in corpus.entities
                    and attribute in types[corpus.entities[entity].type].attributes
                )
            case Total(attribute, of, where):
                known = (
                    of in corpus.entity_types
                    and attribute in corpus.entity_types[of].attributes
                    and _says(corpus, str(of), where)
                )
            case Constant() | Sum() | Times() | Product():
                known = True
        if not known:
            return False
    return True


def static(predicate: Predicate, corpus: Corpus, entity: Entity) -> bool:
    """True if the predicate is true of the entity in every agreement.

    Use it only for predicates whose attributes no term can change.
    """
    baseline = {(str(entity.id), name): value for name, value in entity.baseline.items()}
    return meets(predicate, corpus, entity, baseline)


def compares(
    attribute: Attribute, operator: Operator, against: tuple[Value, ...], value: Value
) -> bool:
    """True if the attribute's value compares in that way with the others."""
    if attribute.unspecified and value == UNSPECIFIED:
        return False
    match operator:
        case Operator.IS:
            return value == attribute.typed(against[0])
        case Operator.NOT:
            return value != attribute.typed(against[0])
        case Operator.IN:
            return any(value == attribute.typed(each) for each in against)
        case Operator.AT_LEAST:
            return attribute.rank(value) >= attribute.rank(against[0])
        case Operator.AT_MOST:
            return attribute.rank(value) <= attribute.rank(against[0])
        case Operator.BELOW:
            return attribute.rank(value) < attribute.rank(against[0])
        case Operator.ABOVE:
            return attribute.rank(value) > attribute.rank(against[0])

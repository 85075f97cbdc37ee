"""Conditions: from YAML with a valid format to values."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from zopa.model import VALUE
from zopa.model.conditions import (
    All,
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
    Name,
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
    Size,
    Sum,
    Test,
    Times,
    Total,
    Undecided,
    With,
    in_case,
    twin,
)
from zopa.model.conditions import Any as AnyOf
from zopa.model.corpus import Contingency, Corpus, in_case_of
from zopa.model.evaluate import speaks, static

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Self

    from zopa.construct.building import Constructed
    from zopa.files import Span
    from zopa.model.conditions import Value
    from zopa.model.corpus import Effect, Entity, EntityType, Issue, Term

__all__ = [
    "build_cases",
    "condition",
    "predicate",
    "timed",
]


ALWAYS = Of("all", ())
"""Predicate that is true of every entity."""


class PlacedValue(Protocol):
    """Value in a document, with its place."""

    @property
    def data(self) -> Any:  # noqa: ANN401  # any YAML value
        """The value itself."""

    @property
    def span(self) -> Span:
        """Span of the value."""

    def __getitem__(self, key: str | int, /) -> Self: ...
    def __contains__(self, key: str, /) -> bool: ...
    def items(self) -> Iterator[tuple[Name, Self]]:
        """Return entries of a mapping, each key with its place."""

    def parts(self, key: str) -> list[Self]:
        """Return items of the list at the key."""

    def name(self) -> Name:
        """Return the value as an id."""

    def names(self, key: str) -> tuple[Name, ...]:
        """Return the ids at the key."""


def condition(part: PlacedValue) -> Condition:
    """Return the condition of a mapping whose format has been checked."""
    match part.data:
        case {"issue": str()}:
            return _all(_of_answer(part["issue"].name(), part))
        case {"in-case": _}:
            return in_case(condition(part["holds"]), part["in-case"].name())
        case {"milestone": _} | {"before": _} | {"happens": _}:
            return _of_milestone(part)
        case {"quantity": _}:
            left = quantity(part["quantity"])
            return _all(
                Relation(left, Operator(str(key)), quantity(there), there.span)
                for key, there in part.items()
                if key != "quantity"
            )
        case {"all": _} | {"any": _}:
            how = "all" if "all" in part else "any"
            parts = tuple(map(condition, part.parts(how)))
            return All(parts) if how == "all" else AnyOf(parts)
        case {"not": _}:
            return Not(condition(part["not"]))
        case {"if": _}:
            otherwise = condition(part["else"]) if "else" in part else None
            return If(condition(part["if"]), condition(part["then"]), otherwise)
        case {"chosen": str(path)}:
            span = part["chosen"].span
            issue, _, term = path.partition("/")
            named = Name(issue, span), Name(term, span)
            if "with" not in part:
                return Chosen(*named, span)
            return _all(
                With(*named, name, operator, said, at)
                if isinstance(said, tuple)
                else Relation(Blank(*named, name), operator, said, at)
                for name, value in part["with"].items()
                for operator, said, at in _operators(value)
            )
        case {"silent": _} | {"undecided": _}:
            silent = "silent" in part
            return (
                Silent(part["silent"].name()) if silent else Undecided(part["undecided"].name())
            )
        case {"entity": _}:
            return Test(part["entity"].name(), predicate(part["holds"]))
        case _:
            return _counted(part)


def _of_milestone(part: PlacedValue) -> Condition:
    match part.data:
        case {"milestone": _}:
            return timed(part)
        case {"before": _}:
            one, other = (_day(each.name()) for each in part.parts("before"))
            return Relation(one, Operator.BELOW, other, part.span)
        case _:
            return Not(Silent(part["happens"].name()))


def timed(part: PlacedValue) -> Condition:
    """Return the condition on the date of a milestone: bounds and relations to another one.

    `within` days of another milestone means not before it and at most that much later, or the
    reverse with `before`. Without it `after` and `before` mean another day.
    """
    name = part["milestone"].name()
    day = _day(name)
    found: list[Condition] = []
    for key in ("after", "before"):
        if key not in part:
            continue
        other = _day(part[key].name())
        first, last = (other, day) if key == "after" else (day, other)
        if "within" not in part:
            found.append(Relation(first, Operator.BELOW, last, part.span))
            continue
        days = Constant(Fraction(int(part["within"]["days"].data)))
        apart = Sum((last, Times(Fraction(-1), first)), days=True)
        none = Constant(Fraction(0), written=False)
        found.append(Relation(apart, Operator.AT_LEAST, none, part.span))
        found.append(Relation(apart, Operator.AT_MOST, days, part.span))
    value = Name(VALUE, name.span)
    for key, there in part.items():
        match str(key), there.data:
            case (("is" | "not" | "at-least" | "at-most" | "below" | "above") as how, dict()):
                found.append(Relation(day, Operator(how), quantity(there), there.span))
            case (("is" | "not" | "at-least" | "at-most" | "below" | "above") as how, said):
                found.append(With(name, value, value, Operator(how), (said,), there.span))
            case _:
                continue
    return _all(found) if found else Not(Silent(name))


def _day(milestone: Name) -> Blank:
    value = Name(VALUE, milestone.span)
    return Blank(milestone, value, value)


def _all(parts: Iterable[Condition]) -> Condition:
    found = tuple(parts)
    return found[0] if len(found) == 1 else All(found)


def _of_answer(issue: Name, part: PlacedValue) -> Iterator[Condition]:
    """Yield the conditions on the value of an issue: number or date, boolean, or set."""
    value = Name(VALUE, issue.span)
    for key, there in part.items():
        match str(key), there.data:
            case "issue", _:
                continue
            case "includes", str(member):
                yield Chosen(issue, Name(member, there.span), there.span)
            case ("includes-all" | "includes-any") as how, list(members):
                each = tuple(Chosen(issue, Name(x, there.span), there.span) for x in members)
                yield All(each) if how == "includes-all" else AnyOf(each)
            case "size", dict():
                yield from _sizes(issue, there)
            case ((("is" | "not") as how), bool(said)):
                yes = said is (how == "is")
                yield Chosen(issue, Name(str(yes).lower(), there.span), there.span)
            case how, dict():
                left = Blank(issue, value, value)
                yield Relation(left, Operator(how), quantity(there), there.span)
            case how, list(several):
                yield With(issue, value, value, Operator(how), tuple(several), there.span)
            case how, said:
                yield With(issue, value, value, Operator(how), (said,), there.span)


COUNTED = {
    "is": (Counting.EXACTLY, 0),
    "not": (Counting.EXACTLY, 0),
    "at-least": (Counting.AT_LEAST, 0),
    "above": (Counting.AT_LEAST, 1),
    "at-most": (Counting.AT_MOST, 0),
    "below": (Counting.AT_MOST, -1),
}
"""Counting operator of each comparison of a size, with an offset to its number."""


def _sizes(issue: Name, part: PlacedValue) -> Iterator[Condition]:
    """Yield conditions on the number of members; each is false if nothing is agreed."""
    yield Not(Silent(issue))
    for key, there in part.items():
        how, more = COUNTED[str(key)]
        size = Size(how, there.data + more, (), issue)
        yield Not(size) if key == "not" else size


def _counted(part: PlacedValue) -> Condition:
    for word in Counting:
        if word.value in part:
            number = part[word.value].data
            if isinstance(part["of"].data, list):
                return Count(word, number, tuple(map(condition, part.parts("of"))))
            return _entities(part, "of", word, number, _optional(part, "holds"))
    if "every" in part:
        return _entities(
            part, "every", Counting.AT_MOST, 0, Of("not", (predicate(part["holds"]),))
        )
    if "some" in part:
        return _entities(part, "some", Counting.AT_LEAST, 1, _optional(part, "holds"))
    return _entities(part, "none", Counting.AT_MOST, 0, _optional(part, "holds"))


def _entities(
    part: PlacedValue, key: str, how: Counting, number: int, holds: Predicate
) -> CountEntities:
    kind = part[key].name()
    where, written = _optional(part, "where"), key == "of"
    return CountEntities(how, number, kind, where, holds, part.span, written)


def _optional(part: PlacedValue, key: str) -> Predicate:
    return predicate(part[key]) if key in part else ALWAYS


def predicate(part: PlacedValue) -> Predicate:
    """Return the predicate on one entity: all entries of the mapping."""
    found: list[Predicate] = []
    for key, value in part.items():
        match str(key):
            case "all" | "any":
                found.append(Of(str(key), tuple(map(predicate, part.parts(str(key))))))
            case "not":
                found.append(Of("not", (predicate(value),)))
            case "id":
                found.append(Is(part.names("id")))
            case "of":
                found.append(OwnedBy(part.names("of")))
            case "member-of":
                found.append(MemberOf(part.names("member-of")))
            case _:
                found.extend(_comparisons(key, value))
    return found[0] if len(found) == 1 else Of("all", tuple(found))


def _comparisons(attribute: Name, part: PlacedValue) -> Iterator[Compare | CompareTo]:
    for operator, said, span in _operators(part):
        if isinstance(said, tuple):
            yield Compare(attribute, operator, said, span)
        else:
            yield CompareTo(attribute, operator, said, span)


def _operators(
    part: PlacedValue,
) -> Iterator[tuple[Operator, tuple[Value, ...] | Quantity, Span]]:
    """Yield operators with their value or quantity; a plain value means equality."""
    if not isinstance(part.data, dict):
        yield Operator.IS, (part.data,), part.span
        return
    for key, value in part.items():
        match value.data:
            case dict():
                yield Operator(str(key)), quantity(value), value.span
            case list() as values:
                yield Operator(str(key)), tuple(values), value.span
            case said:
                yield Operator(str(key)), (said,), value.span


# -- quantities --


def quantity(part: PlacedValue) -> Quantity:
    """Return the number or date of a value whose format has been checked."""
    match part.data:
        case {"issue": _}:
            return _day(part["issue"].name())
        case {"milestone": _}:
            return _day(part["milestone"].name())
        case {"parameter": _}:
            issue_id, _, term = str(part["of"].data).partition("/")
            span = part["of"].span
            return Blank(Name(issue_id, span), Name(term, span), part["parameter"].name())
        case {"attribute": _}:
            entity = part["of"].name() if "of" in part else None
            return Property(part["attribute"].name(), entity)
        case {"sum": str()}:
            return Total(part["sum"].name(), part["over"].name(), _optional(part, "where"))
        case {"sum": _}:
            return Sum(tuple(map(quantity, part.parts("sum"))))
        case {"difference": _}:
            one, other = map(quantity, part.parts("difference"))
            return Sum((one, Times(Fraction(-1), other)))
        case {"days-between": _}:
            one, other = map(quantity, part.parts("days-between"))
            return Sum((other, Times(Fraction(-1), one)), days=True)
        case {"times": factor}:
            return Times(Fraction(str(factor)), quantity(part["of"]))
        case {"product": _}:
            one, other = map(quantity, part.parts("product"))
            return Product(one, other, str(part["unit"].data) if "unit" in part else "")
        case str() as day:
            return Constant(Fraction(dt.date.fromisoformat(day).toordinal()), date=True)
        case number:
            return Constant(Fraction(str(number)))


# -- contingencies: a second set of entities for each case --
# The outcome in a case is the outcome, overwritten by the effects of the case and without the
# effects that lapse in it. So every entity has a twin for each case, `ENTITY@CASE`, that
# effects
# set as well; conditions of the case refer to the twins.


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
                when.append(Not(AnyOf(tuple(instead))))
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
    """Return the entities of an effect that have all values; none for unknown names."""
    if effect.entity is not None:
        return [corpus.entities[effect.entity]] if effect.entity in corpus.entities else []
    where = ALWAYS if effect.where is None else effect.where
    if effect.every is None:
        return []
    asked = CountEntities(Counting.AT_LEAST, 0, effect.every, where, ALWAYS)
    if not speaks(corpus, asked):
        return []
    kind = corpus.entity_types[effect.every]
    return [
        each
        for each in corpus.entities_of(effect.every)
        if kind.attributes.keys() <= each.baseline.keys()  # else a finding says what it lacks
        if static(where, corpus, each)
    ]


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

"""Items of a workspace by name, and the references to each."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.model import VALUE
from zopa.model.conditions import (
    CASE,
    All,
    Any,
    Blank,
    Chosen,
    Compare,
    CompareTo,
    Constant,
    Count,
    CountEntities,
    If,
    Is,
    MemberOf,
    Not,
    Of,
    OwnedBy,
    Product,
    Property,
    Relation,
    Silent,
    Sum,
    Test,
    Times,
    Total,
    Undecided,
    With,
    inner,
    predicates,
    quantities,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zopa.model.conditions import Condition, Predicate, Quantity
    from zopa.model.corpus import (
        Citations,
        Corpus,
        Issue,
        Position,
        RecordEntry,
        Scenario,
        Term,
    )

__all__ = [
    "RECORDED",
    "Nature",
    "Reference",
    "Thing",
    "called",
    "plain",
    "referring",
    "things",
]


class Nature(enum.StrEnum):
    """Kinds of items, in the order of lists."""

    CORPUS = "corpus"
    ISSUE = "issue"
    TERM = "term"
    POSITION = "position"
    RULE = "rule"
    SCENARIO = "scenario"
    PARTY = "party"
    SPEAKER = "speaker"
    GROUP = "group"
    MEMBERSHIP = "membership"
    STATEMENT = "statement"
    SOURCE = "source"
    ENTITY_TYPE = "entity-type"
    ENTITY = "entity"
    CONTINGENCY = "contingency"
    ENTRY = "record-entry"


@dataclass(frozen=True, slots=True)
class Thing:
    """A named item."""

    nature: Nature
    id: str
    """Id in other files: `issue/term` of a term, `party/id` of a position,
    `section/id` of an entry of the record, `member/group` of a membership."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference of a thing to another one, with its key."""

    by: Thing
    how: str
    """The key of the reference, with `.` between nested keys:
    `holds`, `readings.narrow`, `bears-on.for`, `expect.crossed`."""


def things(corpus: Corpus, scenarios: Mapping[str, Scenario]) -> Iterator[Thing]:
    """All items with ids, by nature, in the order of the files."""
    for issue in corpus.issues.values():
        yield Thing(Nature.ISSUE, str(issue.id))
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            yield Thing(Nature.TERM, f"{issue.id}/{term.id}")
    for nature, names in (
        (Nature.POSITION, corpus.positions),
        (Nature.RULE, corpus.rules),
        (Nature.SCENARIO, scenarios),
        (Nature.PARTY, corpus.parties),
        (Nature.SPEAKER, corpus.speakers),
        (Nature.GROUP, corpus.groups),
        (Nature.STATEMENT, corpus.statements),
        (Nature.SOURCE, corpus.sources),
        (Nature.ENTITY_TYPE, corpus.entity_types),
        (Nature.ENTITY, corpus.entities),
        (Nature.CONTINGENCY, corpus.contingencies),
    ):
        for name in names:
            if CASE not in name:
                yield Thing(nature, name)
    for entry in corpus.record:
        yield _entry(entry)


def called(corpus: Corpus, scenarios: Mapping[str, Scenario], name: str) -> tuple[Thing, ...]:
    """The items with this id, one for each nature or section of the record that has it.

    An entry of the record is named by its id, or by `section/id`.
    """
    return tuple(
        each
        for each in things(corpus, scenarios)
        if each.id == name
        or (each.nature == Nature.ENTRY and each.id.partition("/")[2] == name)
    )


def referring(
    corpus: Corpus, scenarios: Mapping[str, Scenario], thing: Thing
) -> tuple[Reference, ...]:
    """All references to the item, each kind of reference once.

    A condition that names a term refers to its issue as well.

    Returns:
        By nature, and within it in the order of the files. It takes time linear in the
        size of the workspace.
    """
    found = dict.fromkeys(
        reference for to, reference in _every(corpus, scenarios) if to == thing
    )
    order = {nature: number for number, nature in enumerate(Nature)}
    return tuple(sorted(found, key=lambda each: order[each.by.nature]))


def _every(
    corpus: Corpus, scenarios: Mapping[str, Scenario]
) -> Iterator[tuple[Thing, Reference]]:
    """Each reference with its target, in the order of the files."""
    here = Thing(Nature.CORPUS, "corpus")
    yield from _names(here, Nature.PARTY, corpus.at_the_table, "at-the-table")
    for issue in corpus.issues.values():
        yield from _issue(issue)
        yield from _obliged(corpus, issue)
    for position in corpus.positions.values():
        yield from _position(position)
    for rule in corpus.rules.values():
        by = Thing(Nature.RULE, str(rule.id))
        yield from _condition(by, rule.holds, "holds")
        yield from _cited(by, rule.cites)
    for scenario in scenarios.values():
        yield from _scenario(scenario)
    yield from _people(corpus)
    for statement in corpus.statements.values():
        by = Thing(Nature.STATEMENT, str(statement.id))
        yield from _names(by, Nature.SPEAKER, [statement.speaker], "speaker")
        yield from _cited(by, statement.cites)
    for entity in corpus.entities.values():
        if entity.case is not None:
            continue
        by = Thing(Nature.ENTITY, str(entity.id))
        yield from _names(by, Nature.ENTITY_TYPE, [entity.type], "type")
        if entity.of is not None:
            yield from _names(by, Nature.ENTITY, [entity.of], "of")
        yield from _cited(by, entity.cites)
    for case in corpus.contingencies.values():
        yield from _cited(Thing(Nature.CONTINGENCY, str(case.id)), case.cites)
    for entry in corpus.record:
        by = _entry(entry)
        yield from _recorded(by, entry.fields, "")
        yield from _cited(by, entry.cites)


def _names(
    by: Thing, nature: Nature, names: Iterable[str], how: str
) -> Iterator[tuple[Thing, Reference]]:
    """References to items of a nature; one in a case is also a reference to the contingency."""
    for name in names:
        plain, _, case = name.partition(CASE)
        yield Thing(nature, str(plain)), Reference(by, how)
        if case:
            yield Thing(Nature.CONTINGENCY, case), Reference(by, how)


def _terms(by: Thing, paths: Iterable[str], how: str) -> Iterator[tuple[Thing, Reference]]:
    """References to terms, `issue/term`, and to their issues."""
    for path in paths:
        yield Thing(Nature.TERM, str(path)), Reference(by, how)
        yield Thing(Nature.ISSUE, path.partition("/")[0]), Reference(by, how)


def _cited(by: Thing, cites: Citations) -> Iterator[tuple[Thing, Reference]]:
    yield from _names(by, Nature.SOURCE, [source for source, _ in cites], "cites")


def _issue(issue: Issue) -> Iterator[tuple[Thing, Reference]]:
    by = Thing(Nature.ISSUE, str(issue.id))
    if issue.applies_when is not None:
        yield from _condition(by, issue.applies_when, "applies-when")
    yield from _cited(by, issue.cites)
    for term in issue.terms.values():
        yield from _term(Thing(Nature.TERM, f"{issue.id}/{term.id}"), term)


def _obliged(corpus: Corpus, issue: Issue) -> Iterator[tuple[Thing, Reference]]:
    """References in the provisions of terms; words that are no ids are not references."""
    for term in issue.terms.values():
        by = Thing(Nature.TERM, f"{issue.id}/{term.id}")
        for said in term.provisions:
            if said.or_else in corpus.contingencies:
                yield from _names(by, Nature.CONTINGENCY, [said.or_else], "provision.or-else")
            for how, names in (("actor", said.actor), ("object", said.object)):
                for nature, known in (
                    (Nature.PARTY, corpus.parties),
                    (Nature.GROUP, corpus.groups),
                    (Nature.ENTITY, corpus.entities),
                ):
                    found = [each for each in names if each in known]
                    yield from _names(by, nature, found, f"provision.{how}")


def _term(by: Thing, term: Term) -> Iterator[tuple[Thing, Reference]]:
    yield from _names(by, Nature.CONTINGENCY, term.lapses_in, "lapses-in")
    for effect in term.effects:
        if effect.derived:
            continue  # it follows from another one, which is written
        if effect.entity is not None:
            yield from _names(by, Nature.ENTITY, [effect.entity], "effects")
        if effect.every is not None:
            yield from _names(by, Nature.ENTITY_TYPE, [effect.every], "effects")
        if effect.where is not None:
            yield from _predicate(by, effect.where, "effects")
        if effect.when is not None:
            yield from _condition(by, effect.when, "effects")
    yield from _names(by, Nature.STATEMENT, term.statements, "statements")
    yield from _cited(by, term.cites)


def _position(position: Position) -> Iterator[tuple[Thing, Reference]]:
    by = Thing(Nature.POSITION, str(position.id))
    yield from _names(by, Nature.PARTY, [position.party], "party")
    yield from _names(by, Nature.PARTY, position.held_by, "held-by")
    yield from _names(by, Nature.PARTY, position.visibility, "visibility")
    for reading in position.readings.values():
        how = "holds" if plain(position) else f"readings.{reading.id}"
        yield from _condition(by, reading.holds, how)
    yield from _names(by, Nature.POSITION, position.supersedes, "supersedes")
    yield from _names(by, Nature.STATEMENT, position.statements, "statements")
    yield from _names(by, Nature.ISSUE, position.issues, "issues")
    for how, terms in (
        ("for", position.for_terms),
        ("against", position.against_terms),
        ("undetermined", position.undetermined_terms),
    ):
        yield from _names(by, Nature.TERM, terms, f"bears-on.{how}")


def plain(position: Position) -> bool:
    """True if the position has one condition, without a choice of readings."""
    return list(position.readings) == ["plain"]


def _scenario(scenario: Scenario) -> Iterator[tuple[Thing, Reference]]:
    by = Thing(Nature.SCENARIO, scenario.id)
    for issue, choice in scenario.choices.items():
        yield from _names(by, Nature.ISSUE, [issue], "choices")
        for pick in choice.picks:
            yield from _names(by, Nature.TERM, [f"{issue}/{pick.term}"], "choices")
    for cites in scenario.cites.values():
        yield from _cited(by, cites)
    sources = [] if scenario.source is None else [scenario.source]
    yield from _names(by, Nature.SOURCE, sources, "source")
    starts = [] if scenario.starts_from is None else [scenario.starts_from]
    yield from _names(by, Nature.SCENARIO, starts, "from")
    yield from _names(by, Nature.PARTY, scenario.proposed_by, "proposed-by")
    yield from _names(by, Nature.PARTY, scenario.visibility, "visibility")
    yield from _names(by, Nature.POSITION, scenario.readings, "readings")
    waived = [each.position for each in scenario.waivers]
    yield from _names(by, Nature.POSITION, waived, "waivers")
    yield from _names(by, Nature.PARTY, scenario.at_the_table or (), "at-the-table")
    for each in scenario.expectations:
        if isinstance(each.value, str) and each.key not in {"coherent", "deal"}:
            yield from _names(by, Nature.POSITION, [each.value], f"expect.{each.key}")


def _people(corpus: Corpus) -> Iterator[tuple[Thing, Reference]]:
    for party in corpus.parties.values():
        yield from _cited(Thing(Nature.PARTY, str(party.id)), party.cites)
    for speaker in corpus.speakers.values():
        by = Thing(Nature.SPEAKER, str(speaker.id))
        if speaker.party is not None:
            yield from _names(by, Nature.PARTY, [speaker.party], "party")
        yield from _names(by, Nature.PARTY, speaker.speaks_for, "also-speaks-for")
        yield from _cited(by, speaker.cites)
    for group in corpus.groups.values():
        yield from _cited(Thing(Nature.GROUP, str(group.id)), group.cites)
    for each in corpus.memberships:
        by = Thing(Nature.MEMBERSHIP, f"{each.member}/{each.group}")
        yield from _names(by, Nature.PARTY, [each.member], "member")
        nature = Nature.GROUP if each.group in corpus.groups else Nature.PARTY
        yield from _names(by, nature, [each.group], "group")
        yield from _cited(by, each.cites)


def _condition(by: Thing, condition: Condition, how: str) -> Iterator[tuple[Thing, Reference]]:
    for part in inner(condition):
        match part:
            case Chosen(issue, term):
                yield from _terms(by, [f"{issue}/{term}"], how)
            case With(issue, term) if term == VALUE:
                yield from _names(by, Nature.ISSUE, [issue], how)
            case With(issue, term):
                yield from _terms(by, [f"{issue}/{term}"], how)
            case Relation(left, _, right):
                for side in (left, right):
                    yield from _quantity(by, side, how)
            case Silent(issue) | Undecided(issue):
                yield from _names(by, Nature.ISSUE, [issue], how)
            case Test(entity, holds):
                yield from _names(by, Nature.ENTITY, [entity], how)
                yield from _predicate(by, holds, how)
            case CountEntities(kind=kind, where=where, holds=holds):
                yield from _names(by, Nature.ENTITY_TYPE, [kind], how)
                yield from _predicate(by, where, how)
                yield from _predicate(by, holds, how)
            case Not() | All() | Any() | If() | Count():
                pass  # their parts follow, those of a size as well


def _quantity(by: Thing, said: Quantity, how: str) -> Iterator[tuple[Thing, Reference]]:
    for part in quantities(said):
        match part:
            case Blank(issue, term) if term == VALUE:
                yield from _names(by, Nature.ISSUE, [issue], how)
            case Blank(issue, term):
                yield from _terms(by, [f"{issue}/{term}"], how)
            case Property(entity=entity):
                yield from _names(by, Nature.ENTITY, [entity] if entity else [], how)
            case Total(kind=kind, where=where):
                yield from _names(by, Nature.ENTITY_TYPE, [kind], how)
                yield from _predicate(by, where, how)
            case Constant() | Sum() | Times() | Product():
                pass


def _predicate(by: Thing, predicate: Predicate, how: str) -> Iterator[tuple[Thing, Reference]]:
    for part in predicates(predicate):
        match part:
            case Is(names) | OwnedBy(names):
                yield from _names(by, Nature.ENTITY, names, how)
            case MemberOf(names):
                yield from _names(by, Nature.GROUP, names, how)
                yield from _names(by, Nature.PARTY, names, how)
            case CompareTo(quantity=said):
                yield from _quantity(by, said, how)
            case Compare() | Of():
                pass


# -- the record ---------------------------------------------------------------

RECORDED = {
    "issue": Nature.ISSUE,
    "issues": Nature.ISSUE,
    "party": Nature.PARTY,
    "position": Nature.POSITION,
    "stated-by": Nature.SPEAKER,
}
"""The kind of item that names at a key of the record refer to; other texts find nothing."""


def _entry(entry: RecordEntry) -> Thing:
    return Thing(Nature.ENTRY, f"{entry.section}/{entry.id}")


def _recorded(by: Thing, value: object, how: str) -> Iterator[tuple[Thing, Reference]]:
    """References anywhere inside a value of the entry."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _recorded(by, each, how)
    elif hasattr(value, "items"):
        for key, inside in value.items():
            there = f"{how}.{key}" if how else str(key)
            if key == "cites":
                yield from _names(by, Nature.SOURCE, inside, "cites")
            elif key in RECORDED:
                several = inside if isinstance(inside, list | tuple) else [inside]
                yield from _names(by, RECORDED[key], map(str, several), there)
            else:
                yield from _recorded(by, inside, there)

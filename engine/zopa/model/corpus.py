"""Content of a workspace as values: the terms, the positions and the drafts."""

from __future__ import annotations

import datetime as dt
import enum
import math
import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from zopa.model import (
    NONE,
    NUMBERS,
    SILENT,
    UNLIMITED,
    VALUE,
    DateValue,
    DecimalValue,
    InShort,
    allows,
    typed,
)
from zopa.model.conditions import (
    Blank,
    Name,
    Value,
    With,
    inner,
    predicate_in_case,
    spoken_of,
    twin,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from zopa.files import Span
    from zopa.model.conditions import Condition, Predicate

__all__ = [
    "AGREEMENT",
    "CHECKED",
    "MILESTONES",
    "SILENT",
    "UNLIMITED",
    "VALUE",
    "Attribute",
    "Bounds",
    "Choice",
    "Citations",
    "Contingency",
    "Corpus",
    "Effect",
    "Entity",
    "EntityType",
    "Expectation",
    "Group",
    "Issue",
    "Kind",
    "Membership",
    "Parameter",
    "ParameterValue",
    "Party",
    "Pick",
    "Position",
    "Provision",
    "Reading",
    "RecordEntry",
    "Rule",
    "Scenario",
    "Source",
    "Speaker",
    "Statement",
    "Strength",
    "Term",
    "Topic",
    "Waiver",
    "When",
    "in_case_of",
]

MILESTONES = "milestones"
"""The section of the issues that are milestones."""
AGREEMENT = "agreement"
"""Id of the entity, and of its type, that represents the agreement itself."""

Citations: TypeAlias = tuple[tuple[Name, tuple[int | str, ...]], ...]
"""Sources with the places in them."""


@dataclass(frozen=True, slots=True)
class When:
    """A date or its bounds; None is an unknown bound."""

    earliest: dt.date | None = None
    latest: dt.date | None = None

    def __str__(self) -> str:
        if self.earliest == self.latest:
            return str(self.earliest) if self.earliest else "day not known"
        if self.earliest is None:
            return f"by {self.latest}"
        if self.latest is None:
            return f"{self.earliest} or later"
        return f"{self.earliest} to {self.latest}"


# -- sources and statements ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A document that can be cited."""

    id: Name
    title: str
    file: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: When | None = None
    outside: bool = False
    """True if it represents outside knowledge, beyond the corpus's documents."""
    cites_as: str = "paragraph"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party that negotiates, supports or is counted on."""

    id: Name
    name: str
    short: str
    type: str = ""
    role: str = ""
    note: str = ""
    cites: Citations = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person who makes statements, for a party or for none."""

    id: Name
    name: str
    party: Name | None
    """None for a mediator, a host, a witness."""
    office: str = ""
    speaks_for: tuple[Name, ...] = ()
    note: str = ""
    cites: Citations = ()

    @property
    def parties(self) -> tuple[Name, ...]:
        """The parties that the speaker represents, the own party first."""
        return self.speaks_for if self.party is None else (self.party, *self.speaks_for)


@dataclass(frozen=True, slots=True)
class Group:
    """A named group that is not a party."""

    id: Name
    name: str
    note: str = ""
    cites: Citations = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """A party belongs to a group, or to another party."""

    member: Name
    group: Name
    basis: str
    note: str = ""
    cites: Citations = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of one speaker in a source, in the analyst's words."""

    id: Name
    speaker: Name
    said: When
    text: str
    attribution: str
    by: str = ""
    """The person or medium that reports or characterises it."""
    relayed_by: str = ""
    inferred: bool = False
    note: str = ""
    cites: Citations = ()
    visibility: tuple[Name, ...] = ()
    """The parties that may see it; empty for all."""


# -- the state that terms change ----------------------------------------------


@dataclass(frozen=True, slots=True)
class Attribute:
    """A typed property of the entities of a type."""

    id: Name
    type: Literal["enum", "boolean", "integer", "decimal", "date"]
    values: tuple[str, ...] = ()
    """Values of an enum, least first if it is ordered."""
    ordered: bool = False
    unit: str = ""
    minimum: int | None = None
    """Lower bound of a number or date, of its own type; None: no bound."""
    maximum: int | None = None
    step: int = 1
    """Distance of its numbers, in units of the last digit, counted from the minimum."""
    digits: int = 0
    """Digits after the point of a decimal."""
    unlimited: bool = False
    unspecified: bool = False
    """True if it may have no value: then every comparison of it is false."""
    fixed: bool = False
    default: Value | None = None
    title: str = ""
    span: Span | None = field(default=None, compare=False)
    uneven: Mapping[str, Decimal] = field(default_factory=dict[str, "Decimal"], compare=False)
    """Bounds and step with more digits in the declaration than its values have, by key."""
    spans: Mapping[str, Span] = field(default_factory=dict[str, "Span"], compare=False)
    """Spans of its minimum, its maximum and its step."""

    @property
    def comparable(self) -> bool:
        """True if one value can be more than another."""
        return self.ordered or self.number

    @property
    def number(self) -> bool:
        """True if its values are numbers or dates."""
        return self.type in NUMBERS

    def typed(self, value: object) -> Value:
        """A value of a file as the model has it; a value of another type stays the same."""
        return typed(value, self.type, self.digits)  # type: ignore[no-any-return]  # a value

    def amount(self, value: Value) -> Fraction | float | None:
        """The number itself, infinite if unlimited; None for a value that is not a number."""
        if value == UNLIMITED:
            return math.inf
        found = self.typed(value)
        return Fraction(int(found), 10**self.digits) if isinstance(found, int) else None

    def at(self, number: int) -> Value:
        """The number as a value of this type."""
        if self.type == "date":
            return DateValue(number)
        return DecimalValue(number, self.digits) if self.type == "decimal" else number

    def allows(self, value: Value) -> bool:
        """True if the attribute may have the value."""
        bounds = (self.minimum, self.maximum)
        return allows(
            self.typed(value),
            self.type,
            self.values,
            bounds,
            unlimited=self.unlimited,
            step=self.step,
            unspecified=self.unspecified,
        )

    def rank(self, value: Value) -> float:
        """The rank of the value in an ordered enum or integer."""
        if self.type == "enum":
            return self.values.index(str(value))
        return float("inf") if value == UNLIMITED else int(self.typed(value))


@dataclass(frozen=True, slots=True)
class EntityType:
    """A kind of entity with its attributes."""

    id: Name
    attributes: Mapping[str, Attribute]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """An object that an agreement would change."""

    id: Name
    type: Name
    baseline: Mapping[str, Value]
    """A value for every attribute of the type: the value if no term sets it."""
    of: Name | None = None
    title: str = ""
    tile: tuple[int, int] | None = None
    note: str = ""
    cites: Citations = ()
    own: Mapping[Name, Value] = field(default_factory=dict[Name, Value])
    """The part of the baseline that the entity itself states."""
    case: Name | None = None
    """The contingency of this copy of an entity; None for the entity itself."""
    value_spans: Mapping[str, Span] = field(default_factory=dict[str, "Span"], compare=False)


# -- the terms ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter (blank) of a term; it has the same types as an attribute."""

    id: Name
    domain: Attribute
    typed: bool = True
    """True if it states its type, or if an effect gives it to an attribute that has one."""


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """`$name` in an effect: the value of a parameter of the same term."""

    name: Name


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of a term: it sets attributes of one entity, or of every entity of a type."""

    entity: Name | None
    every: Name | None
    where: Predicate | None
    when: Condition | None
    sets: Mapping[Name, Value | ParameterValue]
    value_spans: Mapping[str, Span] = field(default_factory=dict[str, "Span"], compare=False)
    span: Span | None = field(default=None, compare=False)
    case: Name | None = None
    """The contingency in which it acts; None for an effect that always acts."""
    derived: bool = False
    """True if it follows from another effect, in a case."""


def in_case_of(effect: Effect, case: Name) -> Effect:
    """The effect on the entities as they would be in a case."""
    return replace(
        effect,
        entity=None if effect.entity is None else twin(effect.entity, case),
        every=None if effect.every is None else twin(effect.every, case),
        where=None if effect.where is None else predicate_in_case(effect.where, case),
    )


@dataclass(frozen=True, slots=True)
class Contingency:
    """An event that may happen later, for which the agreement provides."""

    id: Name
    title: str = ""
    note: str = ""
    cites: Citations = ()

    @property
    def words(self) -> str:
        """The words beside a value that applies in this case only."""
        return self.title or f"in case: {self.id}"


@dataclass(frozen=True, slots=True)
class Provision:
    """An obligation in a term, in the grammar of institutional statements."""

    actor: tuple[Name, ...] = ()
    """Ids of parties and others, or a description in words."""
    deontic: str = ""
    """`must`, `must-not`, `may` or `expects`."""
    aim: str = ""
    object: tuple[Name, ...] = ()
    condition: str = ""
    or_else: Name = Name("")  # noqa: RUF009  # it cannot change
    """A contingency whose effects answer a breach, or words."""

    @property
    def bound(self) -> str:
        """The actor's obligation in words, for a sentence."""
        return "expects to" if self.deontic == "expects" else self.deontic.replace("-", " ")


@dataclass(frozen=True, slots=True)
class Term:
    """One proposed answer to an issue."""

    id: Name
    title: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict[str, Parameter])
    effects: tuple[Effect, ...] = ()
    provisions: tuple[Provision, ...] = ()
    mentioned: Literal["said", "implied"] = "said"
    statements: tuple[Name, ...] = ()
    note: str = ""
    cites: Citations = ()
    lapses_in: tuple[Name, ...] = ()
    """The contingencies in which its effects do not act."""
    each: Name | None = None
    """The entity of the term, if one term was written for each entity of a type."""
    tags: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """A question under negotiation."""

    id: Name
    question: str
    terms: Mapping[str, Term]
    least: int = 1
    """Minimum number of terms, unless the draft is silent."""
    most: int = 1
    applies_when: Condition | None = None
    category: str = "term"
    """`term`, `process` or `posture`."""
    section: str = ""
    """Stem of its file."""
    note: str = ""
    cites: Citations = ()
    not_proposed: tuple[tuple[str, str], ...] = ()
    """Terms that no party proposed, and how that is known."""
    short: str = ""
    """Its name in lists and columns; empty: the words of its id."""
    members_of: Name | None = None
    """The type of the entities that are its terms, if a set of them answers the issue."""
    written_for: tuple[Name, ...] = ()
    """The types that have one term for each of their entities."""
    answer: Attribute | None = None
    """The type of its value, if a number or a date answers the issue."""
    answered_by: Literal["", "integer", "decimal", "date", "boolean", "set"] = ""
    """Type of its answer; empty for an issue with separate terms."""
    tags: tuple[Name, ...] = ()
    may_be_empty: bool = False
    """True if the set that answers the issue may be empty: then its term is `NONE`."""

    @property
    def members(self) -> tuple[Name, ...]:
        """The terms that can be chosen together: all but the term for an empty set."""
        every = (term.id for term in self.terms.values())
        return tuple(each for each in every if not self.may_be_empty or each != NONE)

    @property
    def single(self) -> bool:
        """True if at most one term can be chosen."""
        return self.most == 1


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of consistency, independent of the parties."""

    id: Name
    holds: Condition
    reason: str
    basis: str
    note: str = ""
    cites: Citations = ()
    span: Span | None = field(default=None, compare=False)


# -- the positions ------------------------------------------------------------


class Kind(enum.StrEnum):
    """Kind of a position: the attitude of a party to a condition."""

    RED_LINE = "red-line"
    DEMAND = "demand"
    PREFERENCE = "preference"
    OFFER = "offer"
    OPENNESS = "openness"
    SUPPORT = "support"
    DOUBT = "doubt"


CHECKED = (Kind.RED_LINE, Kind.DEMAND, Kind.PREFERENCE)
"""Kinds of positions that get verdicts; the others are recorded only."""


class Strength(enum.StrEnum):
    """Strength of a position, strongest first; an order, never a number."""

    CONSTITUTIONAL = "constitutional"
    DECLARED = "declared"
    REPEATED = "repeated"
    REPORTED = "reported"
    INDICATED = "indicated"


@dataclass(frozen=True, slots=True)
class Reading:
    """One interpretation of a position."""

    id: Name
    holds: Condition
    title: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Position:
    """A position of a party."""

    id: Name
    """`party/id`."""
    party: Name
    kind: Kind
    strength: Strength
    title: str
    since: When
    readings: Mapping[str, Reading]
    """Empty for positions that are only recorded; a plain condition has one, `plain`."""
    default: str = ""
    """Id of the default reading."""
    until: When | None = None
    supersedes: tuple[Name, ...] = ()
    statements: tuple[Name, ...] = ()
    held_by: tuple[Name, ...] = ()
    issues: tuple[Name, ...] = ()
    for_terms: tuple[Name, ...] = ()
    """`issue/term` that serves it in the analyst's reading; shown, never computed with."""
    against_terms: tuple[Name, ...] = ()
    undetermined_terms: tuple[Name, ...] = ()
    note: str = ""
    tags: tuple[Name, ...] = ()
    visibility: tuple[Name, ...] = ()
    """The parties that may see it; all if none."""
    span: Span | None = field(default=None, compare=False)
    spans: Mapping[str, Span] = field(default_factory=dict[str, "Span"], compare=False)
    """Spans of its keys' values, as far as diagnostics need them."""

    @property
    def checked(self) -> bool:
        """True if positions of its kind get verdicts."""
        return self.kind in CHECKED

    @property
    def holders(self) -> tuple[Name, ...]:
        """The parties that hold it."""
        return (self.party, *self.held_by)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that agreements of a kind usually address."""

    id: Name
    """The tag of items about it."""
    title: str
    text: str = ""
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Its codes in public codebooks, by codebook."""


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """An entry of the record: shown, never computed with."""

    section: str
    id: Name
    title: str
    fields: Mapping[str, object]
    cites: Citations = ()


# -- the drafts ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds that a draft sets to a number that it leaves open."""

    least: int | None = None
    most: int | None = None
    spans: Mapping[str, Span] = field(default_factory=dict[str, "Span"], compare=False)
    """Spans of the values of `at-least` and `at-most`."""

    def __contains__(self, value: object) -> bool:
        return (
            isinstance(value, int)
            and (self.least is None or value >= self.least)
            and (self.most is None or value <= self.most)
        )


@dataclass(frozen=True, slots=True)
class Pick:
    """A chosen term with the parameters that the draft gives."""

    term: Name
    parameters: Mapping[Name, Value] = field(default_factory=dict[Name, Value])
    bounds: Mapping[Name, Bounds] = field(default_factory=dict[Name, Bounds])
    """Bounds of parameters that are left open within them."""
    value_spans: Mapping[str, Span] = field(default_factory=dict[str, "Span"], compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """The choice of a draft on one issue; without picks it is silent."""

    issue: Name
    picks: tuple[Pick, ...] = ()
    span: Span | None = field(default=None, compare=False)

    @property
    def silent(self) -> bool:
        """True if no term of the issue is chosen."""
        return not self.picks


@dataclass(frozen=True, slots=True)
class Waiver:
    """Assumption that a position is dropped."""

    position: Name
    reason: str = ""
    by: str = ""
    expires: dt.date | None = None
    """The first day on which it has no effect."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """An expected result that a scenario file states."""

    key: Literal["coherent", "deal", "crossed", "respected", "open"]
    value: bool | str
    """For `coherent` and `deal` the verdict; else a position."""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A draft agreement."""

    id: str
    """Stem of its file."""
    path: str
    title: str = ""
    description: str = ""
    note: str = ""
    as_of: dt.date | None = None
    choices: Mapping[str, Choice] = field(default_factory=dict[str, Choice])
    readings: Mapping[Name, Name] = field(default_factory=dict[Name, Name])
    waivers: tuple[Waiver, ...] = ()
    at_the_table: tuple[Name, ...] | None = None
    hold: tuple[Kind, ...] | None = None
    """Kinds of position that count, if the draft states them."""
    expectations: tuple[Expectation, ...] = ()
    starts_from: Name | None = None
    """The scenario from which it starts; it states only the differences."""
    otherwise: Literal["undecided", "silent", "inherited"] = "undecided"
    """Its choice on issues that it does not name; `inherited` until its origin is known."""
    proposed_by: tuple[Name, ...] = ()
    """The parties that proposed the draft."""
    visibility: tuple[Name, ...] = ()
    """The parties that may see it; empty for all."""
    source: Name | None = None
    """The source of the draft."""
    status: str = ""
    """`proposed`, `agreed` or `withdrawn`."""
    cites: Mapping[str, Citations] = field(default_factory=dict[str, Citations])
    """For each issue the places that its choice rests on."""
    span: Span | None = field(default=None, compare=False)
    spans: Mapping[str, Span] = field(default_factory=dict[str, "Span"], compare=False)
    """Spans of its keys' values, as far as diagnostics need them."""


@dataclass(frozen=True, slots=True)
class Configured:
    """Assumptions of every question in a configuration; those of scenarios override them."""

    where: str
    """The file."""
    as_of: dt.date | None = None
    hold: tuple[Kind, ...] | None = None
    table: tuple[str, ...] | None = None
    readings: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def stated(self) -> tuple[str, ...]:
        """The assumptions that it sets, by the keys of scenarios."""
        facts = {
            "as-of": self.as_of,
            "at-the-table": self.table,
            "hold": self.hold,
            "readings": self.readings or None,
        }
        return tuple(key for key, value in facts.items() if value is not None)


@dataclass(frozen=True, repr=False)
class Corpus(InShort):
    """Everything in `terms/`, in the order of the files."""

    title: str = ""
    note: str = ""
    as_of: dt.date = dt.date(1, 1, 1)
    at_the_table: tuple[Name, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict[str, Source])
    parties: Mapping[str, Party] = field(default_factory=dict[str, Party])
    speakers: Mapping[str, Speaker] = field(default_factory=dict[str, Speaker])
    groups: Mapping[str, Group] = field(default_factory=dict[str, Group])
    memberships: tuple[Membership, ...] = ()
    statements: Mapping[str, Statement] = field(default_factory=dict[str, Statement])
    vocabulary: Mapping[str, Topic] = field(default_factory=dict[str, Topic])
    """The workspace's own topics; empty if it has none."""
    view: str = ""
    """The party that may see all of this, or `public`; empty if nothing is left out."""
    entity_types: Mapping[str, EntityType] = field(default_factory=dict[str, EntityType])
    entities: Mapping[str, Entity] = field(default_factory=dict[str, Entity])
    contingencies: Mapping[str, Contingency] = field(default_factory=dict[str, Contingency])
    issues: Mapping[str, Issue] = field(default_factory=dict[str, Issue])
    rules: Mapping[str, Rule] = field(default_factory=dict[str, Rule])
    positions: Mapping[str, Position] = field(default_factory=dict[str, Position])
    """By `party/id`."""
    record: tuple[RecordEntry, ...] = ()
    configured: Configured | None = None

    @cached_property
    def acronyms(self) -> Mapping[str, str]:
        """Words that titles write in capitals, by their form in ids."""
        texts = [party.short for party in self.parties.values()]
        texts += [entity.title for entity in self.entities.values()]
        texts += [position.title for position in self.positions.values()]
        for issue in self.issues.values():
            texts += [issue.question, *(term.title for term in issue.terms.values())]
        words = {word for text in texts for word in text.replace("-", " ").split()}
        found = sorted({word.strip(".,;:!?()'\"") for word in words})
        return {each.lower(): each for each in found if len(each) > 1 and each.isupper()}

    @cached_property
    def proper_names(self) -> Mapping[str, Mapping[str, str]]:
        """For each issue, the words that its texts capitalise, by their form in ids."""
        found: dict[str, dict[str, str]] = {}
        for name, issue in self.issues.items():
            texts = (issue.question, *(each.title for each in issue.terms.values()))
            words = [word for text in texts for word in re.findall(r"\w+", text)[1:]]
            found[name] = {word.lower(): word for word in words if word[0].isupper()}
        return found

    @cached_property
    def positions_of(self) -> Mapping[str, Mapping[str, Position]]:
        """The positions of each party, by the last part of their ids."""
        found: dict[str, dict[str, Position]] = {}
        for name, each in self.positions.items():
            party, _, short = name.partition("/")
            found.setdefault(party, {})[short] = each
        return found

    @cached_property
    def superseded_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each superseded position, those that take its place."""
        later: dict[str, list[str]] = {}
        for position in self.positions.values():
            for earlier in position.supersedes:
                later.setdefault(str(earlier), []).append(str(position.id))
        return {earlier: tuple(each) for earlier, each in later.items()}

    @cached_property
    def groups_of(self) -> Mapping[str, frozenset[str]]:
        """For each party, the groups that it is a member of."""
        found: dict[str, set[str]] = {}
        for each in self.memberships:
            found.setdefault(str(each.member), set()).add(str(each.group))
        return {member: frozenset(groups) for member, groups in found.items()}

    def conditions(self) -> Iterator[Condition]:
        """All conditions, in the order of the corpus's parts."""
        for issue in self.issues.values():
            if issue.applies_when is not None:
                yield issue.applies_when
            for term in issue.terms.values():
                for effect in term.effects:
                    if effect.when is not None:
                        yield effect.when
        for rule in self.rules.values():
            yield rule.holds
        for position in self.positions.values():
            for reading in position.readings.values():
                yield reading.holds

    @cached_property
    def spoken_parameters(self) -> frozenset[tuple[str, str, str]]:
        """Issue, term and parameter of all parameters in conditions."""
        return frozenset(
            (str(part.issue), str(part.term), str(part.parameter))
            for condition in self.conditions()
            for part in inner(condition)
            if isinstance(part, With)
        ) | frozenset(
            (str(part.issue), str(part.term), str(part.parameter))
            for condition in self.conditions()
            for part in spoken_of(condition)
            if isinstance(part, Blank)
        )

    def entities_of(self, kind: str) -> Iterator[Entity]:
        """Entities of one type, in the order of the file."""
        return (each for each in self.entities.values() if each.type == kind)

    def attribute(self, entity: str, attribute: str) -> Attribute:
        """Declaration of an entity's attribute.

        Raises:
            KeyError: the entity does not exist, or its type lacks the attribute.
        """
        return self.entity_types[self.entities[entity].type].attributes[attribute]

"""The analyst's draft as one value: choices, typed values and assumptions."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from zopa.diagnostics import quoted
from zopa.model import NONE, DecimalValue, untyped
from zopa.model.conditions import Name, Value
from zopa.model.context import context_of
from zopa.model.corpus import CHECKED, UNLIMITED, VALUE, Bounds, Choice, Pick, Waiver

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Hashable, Iterable, Iterator

    from zopa.model.corpus import Attribute, Corpus, Issue, Kind, Scenario, Term
    from zopa.questions.options import Options
    from zopa.questions.repair import Repair

__all__ = [
    "Draft",
    "Given",
    "Picks",
    "as_of",
    "as_typed",
    "choice_of",
    "exactly",
    "fitted",
    "forced",
    "holding",
    "known_part",
    "merged",
    "picks_of",
    "possible",
    "read_given",
    "read_value",
    "reading",
    "repaired",
    "seated",
    "stepped",
    "taken_back",
    "unknown",
    "unwaived",
    "waived",
    "with_parameter",
    "with_term",
    "with_value",
    "without",
]


# -- changes of a draft: each returns a new draft --


def with_term(draft: Draft, issue: Issue, term: str) -> Draft:
    """The draft with this term added; on a single-term issue it replaces the chosen one."""
    picks: dict[str, dict[str, Given]] = {term: {}}
    if not issue.single:
        others = draft.picks(issue.id) if term != NONE or not issue.may_be_empty else {}
        kept = others if not issue.may_be_empty else without(others, NONE)
        picks = {each: dict(given) for each, given in kept.items()} | picks
    order = {str(each): place for place, each in enumerate(issue.terms)}
    by_corpus = sorted(picks.items(), key=lambda each: order.get(each[0], len(order)))
    return draft.deciding(str(issue.id), dict(by_corpus))


def taken_back(draft: Draft, issue: str, term: str) -> Draft:
    """The draft without the term; without its only term, the issue is undecided."""
    return draft.deciding(issue, without(draft.picks(issue), term) or None)


def with_parameter(
    draft: Draft, issue: str, term: str, name: str, value: Given | None
) -> Draft:
    """The draft with another value for a parameter of a chosen term; None for any."""
    picks = draft.picks(issue)
    given = without(picks[term], name) if value is None else {**picks[term], name: value}
    return draft.deciding(issue, {**picks, term: given})


def forced(draft: Draft, marks: Options) -> Draft:
    """The draft with all forced terms chosen, on undecided issues that the marks settle.

    Where several terms can be chosen, a choice also says that there are no
    others; so an issue with a term that is merely possible is not settled.
    """
    found: dict[str, Picks] = {}
    loose: set[str] = set()
    for each in marks.marks:
        if each.mark == "forced" and each.issue not in draft.choices:
            found[each.issue] = {**found.get(each.issue, {}), each.term: {}}
        elif each.mark == "possible":
            loose.add(each.issue)
    for issue, picks in found.items():
        if issue not in loose:
            draft = draft.deciding(issue, picks)
    return draft


def with_value(draft: Draft, issue: Issue, answer: Given | None) -> Draft:
    """The draft with this number, date or bounds as the answer; None gives no value.

    `unlimited` is a separate term.
    """
    if answer == UNLIMITED and UNLIMITED in issue.terms:
        return draft.deciding(str(issue.id), {UNLIMITED: {}})
    given: dict[str, Given] = {} if answer is None else {VALUE: answer}
    return draft.deciding(str(issue.id), {VALUE: given})


def repaired(draft: Draft, repair: Repair) -> Draft:
    """The draft with the repair's changes; issues that the repair leaves undecided stay so."""
    for change in repair.changes:
        draft = draft.deciding(change.issue, picks_of(change.after))
    return draft


def reading(draft: Draft, on_file: Draft, corpus: Corpus, position: str, name: str) -> Draft:
    """The draft with this reading of the position."""
    readings = {**draft.readings, position: name}
    default = corpus.positions[position].default
    if name == default and on_file.readings.get(position) != default:
        readings = without(readings, position)
    return dataclasses.replace(draft, readings=readings)


def waived(draft: Draft, waiver: Waiver) -> Draft:
    """The draft with this waiver, which replaces others of the position."""
    others = unwaived(draft, waiver.position).waivers
    return dataclasses.replace(draft, waivers=(*others, waiver))


def unwaived(draft: Draft, position: str) -> Draft:
    """The draft without waivers of the position."""
    kept = tuple(each for each in draft.waivers if each.position != position)
    return dataclasses.replace(draft, waivers=kept)


def as_of(draft: Draft, on_file: Draft, corpus: Corpus, day: dt.date | None) -> Draft:
    """The draft with this evaluation date; None for the date of the corpus or configuration."""
    unsaid = day == context_of(corpus).as_of and on_file.as_of is None
    return dataclasses.replace(draft, as_of=None if unsaid else day)


def seated(
    draft: Draft, on_file: Draft, corpus: Corpus, parties: Iterable[str] | None
) -> Draft:
    """The draft with these parties at the table; None for those of the corpus."""
    table = None if parties is None else tuple(dict.fromkeys(parties))
    if table is not None and on_file.table is None:
        table = None if set(table) == set(context_of(corpus).table) else table
    return dataclasses.replace(draft, table=table)


def holding(draft: Draft, on_file: Draft, corpus: Corpus, kinds: Collection[Kind]) -> Draft:
    """The draft where only positions of these kinds count."""
    unsaid = set(kinds) == set(context_of(corpus).hold) and on_file.hold is None
    hold = tuple(each for each in CHECKED if each in kinds)
    return dataclasses.replace(draft, hold=None if unsaid else hold)


def merged(draft: Draft, before: Draft, after: Draft) -> Draft:
    """The draft with the changes of its file; its own changes elsewhere stay.

    Args:
        draft: the current draft.
        before: the file's earlier content.
        after: the file's current content.
    """
    for issue in {**before.choices, **after.choices}:
        there = after.choices.get(issue)
        if exactly(before.choices.get(issue)) != exactly(there):
            draft = draft.deciding(issue, there)
    parts = ("readings", "waivers", "as_of", "table", "hold")
    changed = {
        each: getattr(after, each)
        for each in parts
        if getattr(before, each) != getattr(after, each)
    }
    return dataclasses.replace(draft, **changed)


Given: TypeAlias = Value | Bounds
"""A draft's value for a parameter, or the bounds within which it is undecided."""

Picks: TypeAlias = "Mapping[str, Mapping[str, Given]]"
"""The chosen terms of one issue, each with the parameters given; none where it is silent."""

NO_PICKS: Picks = {}

_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Suppositions:
    """Assumptions that a user may vary in the view without changing the draft."""

    readings: Mapping[str, str]
    waivers: tuple[Waiver, ...]
    as_of: dt.date | None


@dataclass(frozen=True, eq=False)
class Draft:
    """Complete state that undo and redo cover.

    Drafts are equal if they have the same content. The order of issues, terms, waivers
    and parties does not matter. Drafts share unchanged parts.
    """

    choices: Mapping[str, Picks] = field(default_factory=dict[str, Picks])
    """Choices of the decided issues."""
    readings: Mapping[str, str] = field(default_factory=dict[str, str])
    """Readings other than the default, by position."""
    waivers: tuple[Waiver, ...] = ()
    as_of: dt.date | None = None
    """Evaluation date; None for that of the corpus."""
    table: tuple[str, ...] | None = None
    """The parties whose positions count; None for those of the corpus."""
    hold: tuple[Kind, ...] | None = None
    """The kinds of position that count; None for red lines and demands."""
    stated: Suppositions | None = None
    """The file's assumptions while the user views the draft under others; None if both are
    the same."""

    @classmethod
    def of(cls, scenario: Scenario) -> Draft:
        """The choices and assumptions of a scenario."""
        return cls(
            choices={
                str(issue): picks_of(choice) for issue, choice in scenario.choices.items()
            },
            readings={str(key): str(name) for key, name in scenario.readings.items()},
            waivers=scenario.waivers,
            as_of=scenario.as_of,
            table=None
            if scenario.at_the_table is None
            else tuple(map(str, scenario.at_the_table)),
            hold=scenario.hold,
        )

    def scenario(self, base: Scenario) -> Scenario:
        """The base with this draft's choices and assumptions.

        A choice that equals the base's keeps its place in the file.
        """
        before = Draft.of(base)
        choices = {
            issue: base.choices[issue]
            if exactly(picks) == exactly(before.choices.get(issue))
            else choice_of(issue, picks)
            for issue, picks in self.choices.items()
        }
        return dataclasses.replace(
            base,
            choices=choices,
            readings={Name(key): Name(name) for key, name in self.readings.items()},
            waivers=self.waivers,
            as_of=self.as_of,
            at_the_table=None if self.table is None else tuple(map(Name, self.table)),
            hold=self.hold,
        )

    @property
    def document(self) -> Draft:
        """The draft as the file stores it: a date or reading of the view alone is not saved."""
        if self.stated is None:
            return self
        said = self.stated
        return dataclasses.replace(
            self, readings=said.readings, waivers=said.waivers, as_of=said.as_of, stated=None
        )

    def looking(self, like: Draft) -> Draft:
        """The draft under the assumptions of another one; the file's assumptions stay."""
        mine = self.document
        seen = dataclasses.replace(
            mine, readings=like.readings, waivers=like.waivers, as_of=like.as_of
        )
        if seen == mine:
            return mine
        said = Suppositions(mine.readings, mine.waivers, mine.as_of)
        return dataclasses.replace(seen, stated=said)

    def picks(self, issue: str) -> Picks:
        """The terms chosen on the issue; empty if it is silent or undecided."""
        return self.choices.get(issue, NO_PICKS)

    def silent(self, issue: str) -> bool:
        """True if the agreement is silent on the issue by decision."""
        return issue in self.choices and not self.choices[issue]

    def waived(self, position: str) -> bool:
        """Whether the position has a waiver, expired or not."""
        return any(each.position == position for each in self.waivers)

    def deciding(self, issue: str, picks: Picks | None) -> Draft:
        """The draft with this choice on the issue; None leaves the issue undecided."""
        if picks is None:
            return dataclasses.replace(self, choices=without(self.choices, issue))
        return dataclasses.replace(self, choices={**self.choices, issue: picks})

    def silent_on(self, issues: Iterable[str]) -> Draft:
        """The draft, silent on those of these issues that it leaves undecided."""
        more: dict[str, Picks] = {each: {} for each in issues if each not in self.choices}
        if not more:
            return self
        return dataclasses.replace(self, choices={**self.choices, **more})

    @cached_property
    def _said(self) -> Hashable:
        said = self.stated
        return (
            exactly(self.choices),
            *_supposed(self.readings, self.waivers, self.as_of),
            None if said is None else _supposed(said.readings, said.waivers, said.as_of),
            None if self.table is None else frozenset(self.table),
            None if self.hold is None else frozenset(self.hold),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Draft):
            return NotImplemented
        return self is other or self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)


def picks_of(choice: Choice) -> Picks:
    """The picks of a scenario's choice."""
    return {
        str(pick.term): {
            **{str(name): value for name, value in pick.parameters.items()},
            **{str(name): bounds for name, bounds in pick.bounds.items()},
        }
        for pick in choice.picks
    }


def choice_of(issue: str, picks: Picks) -> Choice:
    """The picks as a choice of a scenario."""
    return Choice(Name(issue), tuple(_pick(term, given) for term, given in picks.items()))


def _pick(term: str, given: Mapping[str, Given]) -> Pick:
    return Pick(
        Name(term),
        {Name(key): each for key, each in given.items() if not isinstance(each, Bounds)},
        {Name(key): each for key, each in given.items() if isinstance(each, Bounds)},
    )


def _supposed(
    readings: Mapping[str, str], waivers: tuple[Waiver, ...], as_of: dt.date | None
) -> tuple[Hashable, ...]:
    every = frozenset(
        (str(each.position), each.reason, each.by, each.expires) for each in waivers
    )
    return exactly(readings), every, as_of


def without(mapping: Mapping[str, _V], key: str) -> dict[str, _V]:
    """The mapping without one key."""
    return {each: value for each, value in mapping.items() if each != key}


def exactly(value: object) -> Hashable:
    """A hashable form of the value that ignores order and distinguishes 1 from True."""
    if isinstance(value, Mapping):
        return frozenset((str(key), exactly(each)) for key, each in value.items())
    if isinstance(value, Bounds):
        return (exactly(value.least), exactly(value.most))
    if isinstance(value, DecimalValue):
        return ("Fixed", str(value))
    return (type(value).__name__, value)


# -- known and unknown parts of a draft --


def unknown(corpus: Corpus, draft: Draft) -> Iterator[str]:
    """Names of the draft's parts that the corpus does not define, in words."""
    for issue, picks in draft.choices.items():
        terms = corpus.issues[issue].terms if issue in corpus.issues else {}
        if issue not in corpus.issues:
            yield f"issue {quoted(issue)}"
        for term, given in picks.items() if terms else ():
            if term not in terms:
                yield f"term {quoted(f'{issue}/{term}')}"
                continue
            for name, value in given.items():
                parameter = terms[term].parameters.get(name)
                if parameter is None or not possible(parameter.domain, value):
                    yield f"parameter {quoted(name)} of {quoted(f'{issue}/{term}')}"
    for position, reading in draft.readings.items():
        known = corpus.positions.get(position)
        if known is None or reading not in known.readings:
            yield f"reading {quoted(reading)} of {quoted(position)}"
    for waiver in draft.waivers:
        if waiver.position not in corpus.positions:
            yield f"position {quoted(waiver.position)}"
    for party in draft.table or ():
        if party not in corpus.parties:
            yield f"party {quoted(party)}"


def possible(domain: Attribute, said: Given) -> bool:
    """True if the parameter can have the value, or some value within the bounds."""
    if not isinstance(said, Bounds):
        return domain.allows(said)
    if not domain.number:
        return False
    least = said.least if said.least is not None else domain.minimum
    most = said.most if said.most is not None else domain.maximum
    if least is None or most is None:
        return True
    low = domain.minimum or 0
    first = max(low, least + (low - least) % domain.step)
    return first <= most and (domain.maximum is None or first <= domain.maximum)


def fitted(corpus: Corpus, draft: Draft) -> Draft:
    """The draft with values of this corpus's types, if it was typed by another corpus."""
    choices = {
        issue: {
            term: _fitted(corpus.issues[issue].terms[term], given)
            if issue in corpus.issues and term in corpus.issues[issue].terms
            else given
            for term, given in picks.items()
        }
        for issue, picks in draft.choices.items()
    }
    found = dataclasses.replace(draft, choices=choices)
    return draft if found == draft else found


def _fitted(term: Term, given: Mapping[str, Given]) -> Mapping[str, Given]:
    return {
        name: _retyped(term.parameters[name].domain, value)
        if name in term.parameters
        else value
        for name, value in given.items()
    }


def _retyped(domain: Attribute, value: Given) -> Given:
    if isinstance(value, Bounds):
        least, most = (
            None if each is None else domain.typed(untyped(each))
            for each in (value.least, value.most)
        )
        return Bounds(
            least if isinstance(least, int) else value.least,
            most if isinstance(most, int) else value.most,
        )
    return domain.typed(untyped(value))


def known_part(corpus: Corpus, draft: Draft) -> Draft:
    """The draft without choices that the corpus does not define."""
    if next(unknown(corpus, draft), None) is None:
        return draft
    for issue, picks in draft.choices.items():
        terms = corpus.issues[issue].terms if issue in corpus.issues else {}
        kept = {
            term: {
                name: value
                for name, value in given.items()
                if name in terms[term].parameters
                and possible(terms[term].parameters[name].domain, value)
            }
            for term, given in picks.items()
            if term in terms
        }
        whole = kept if kept or (terms and not picks) else None
        draft = draft.deciding(issue, whole)
    return draft


DECIMAL = re.compile(r"-?[0-9]+(?:[.][0-9]+)?")
"""Notation of a typed decimal; Python accepts more than that."""
LEAST = re.compile(r"(?:at least|from|>=|≥)\s*(?P<one>.+)|(?P<two>.+?)\s+or\s+(?:later|more)")
MOST = re.compile(r"(?:at most|up to|<=|≤)\s*(?P<one>.+)|(?P<two>.+?)\s+or\s+(?:earlier|less)")
BETWEEN = re.compile(r"(?:between\s+)?(?P<low>.+?)\s+(?:to|and)\s+(?P<high>.+)")


def read_value(text: str, domain: Attribute) -> Value | None:
    """The typed text as a value of the parameter's type; None if it is blank."""
    text = text.strip()
    if not text:
        return None
    if domain.type == "boolean":
        return {"yes": True, "true": True, "no": False, "false": False}.get(text.lower(), text)
    plain = text.replace(" ", "").replace("_", "").replace(",", "")
    if domain.type == "decimal" and DECIMAL.fullmatch(plain):
        return domain.typed(Decimal(plain))
    if domain.type == "date":
        return domain.typed(text)
    if domain.type == "integer" and plain.lstrip("-").isdecimal():
        return int(plain)
    return text


def read_given(text: str, domain: Attribute) -> Given | None:
    """The same, and bounds: `at least …`, `at most …` or `… to …`."""
    text = " ".join(text.split())
    if domain.unit and text.endswith(f" {domain.unit}"):
        text = text.removesuffix(domain.unit).rstrip()
    if not domain.number or text.lower() == UNLIMITED:
        return read_value(text.lower() if domain.number else text, domain)
    for pattern, least in ((LEAST, True), (MOST, False)):
        if found := pattern.fullmatch(text):
            number = _number(found["one"] or found["two"], domain)
            if number is not None:
                return Bounds(number, None) if least else Bounds(None, number)
    if found := BETWEEN.fullmatch(text):
        low, high = (_number(found[each], domain) for each in ("low", "high"))
        if low is not None and high is not None:
            return Bounds(low, high)
    return read_value(text, domain)


def _number(text: str, domain: Attribute) -> int | None:
    found = read_value(text, domain)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def as_typed(said: Given | None) -> str:
    """A value or bounds as a user would type them."""
    match said:
        case None:
            return ""
        case Bounds(least, None):
            return f"at least {least}"
        case Bounds(None, most):
            return f"at most {most}"
        case Bounds(least, most):
            return f"{least} to {most}"
        case bool():
            return "yes" if said else "no"
        case _:
            return str(said)


def _within(bounds: Bounds, number: int | None) -> int | None:
    """The number of the bounds that is nearest to this one; the least without one."""
    ends = [each for each in (bounds.least, bounds.most) if each is not None]
    if number is None:
        return min(ends, default=None)
    low, high = bounds.least, bounds.most
    above = number if low is None else max(number, low)
    return above if high is None else min(above, high)


def stepped(said: Given | None, domain: Attribute, by: int, start: int | None) -> Value | None:
    """The number after `by` steps; None if the domain does not have it.

    After the greatest number comes `unlimited`, if the domain has it.

    Args:
        said: the current value; None begins at `start`, bounds where that lies within them.
        domain: domain of the number.
        by: number of steps, below 0 for back.
        start: a number to begin with, such as the smallest with a deal.
    """
    low, high = domain.minimum, domain.maximum
    if said == UNLIMITED:
        return domain.at(high) if by < 0 and high is not None else said
    if isinstance(said, Bounds):
        start = _within(said, start)
    if not isinstance(said, int) or isinstance(said, bool):
        begin = start if start is not None else low if low is not None else 0
        found = domain.at(int(begin))
        return found if possible(domain, found) else None
    number = int(said)
    if (off := (number - (low or 0)) % domain.step) != 0:
        # From between two steps, the first move goes to the next step in this direction.
        number += -off if by < 0 else domain.step - off
        by += 1 if by < 0 else -1
    number += by * domain.step
    if high is not None and number > high:
        top = domain.at(high - (high - (low or 0)) % domain.step)
        return UNLIMITED if domain.unlimited and said == top else top
    return domain.at(number if low is None else max(number, low))

"""Brute-force reference: the right answer to every question, from all scenarios.

A `World` uses only `zopa.model.evaluate`, which evaluates one complete scenario, and
definitions. It is slow: it checks every complete scenario with every value of every
parameter.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from hypothesis import settings
from hypothesis import strategies as st

from strategies import DRAFT, PARTIES, Files, load, terms_in, workspaces
from zopa.model import DateValue, DecimalValue, typed
from zopa.model.conditions import (
    Blank,
    Compare,
    CompareTo,
    Constant,
    Count,
    CountEntities,
    Name,
    Operator,
    Product,
    Property,
    Test,
    Total,
    With,
    inner,
    predicates,
)
from zopa.model.context import Context, Held, candidates, context_of, held, standing
from zopa.model.corpus import (
    CHECKED,
    UNLIMITED,
    Attribute,
    Choice,
    Corpus,
    Issue,
    Kind,
    ParameterValue,
    Pick,
    Scenario,
    Strength,
)
from zopa.model.evaluate import BrokenRule, Complete, clashes, compared, holds, outcome, targets
from zopa.questions import NOTHING_CHOSEN
from zopa.questions.robustness import Over
from zopa.solving import Stop
from zopa.solving.arithmetic import related
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from strategies import Data
    from zopa.model.conditions import Condition, Predicate, Value
    from zopa.model.corpus import Term

__all__ = [
    "After",
    "Asked",
    "Assumed",
    "Costs",
    "Draft",
    "Lines",
    "Mark",
    "Target",
    "World",
    "asked",
    "becoming",
    "class_of",
    "class_of_choice",
    "disputes",
    "fits",
    "frontier",
    "laws",
    "outline_of",
    "values_of",
]

Draft: TypeAlias = "Mapping[str, Choice]"
"""The choices of a draft; issues that it does not name are undecided."""
Lines: TypeAlias = "Sequence[Held]"
"""The positions that count, each under one reading."""
Costs: TypeAlias = "tuple[tuple[Decimal | int, ...], ...]"
"""Costs of each party: number of crossed positions, strongest first; or one sum."""
Assumed: TypeAlias = "Mapping[tuple[Over, str], str]"
"""The value of each assumption that can vary."""
Mark: TypeAlias = Literal["possible", "forced", "excluded"]
"""Status of a term: in some, in all or in no deals."""

SIDES = ("left", "right", "quantity")
"""Keys of relations that can contain quantities."""
FAR = 40
"""A distance from which constants in the tests' relations have the same effect."""
ORDER = ("terms", "effects", "applies-when", "rule")
"""Priority of the parts of a model if not all of them can hold."""
Shifted: TypeAlias = "tuple[tuple[str, ...], str, int, Value]"
"""A concession, one of its positions, the index of its number, and the sufficient value."""
Path: TypeAlias = "tuple[int | str, ...]"
"""Path of a part within a condition."""

Target: TypeAlias = tuple[str, str, Mark]
"""Issue and term, and the status to explain."""


# -- every complete scenario --------------------------------------------------


def values_of(domain: Attribute) -> tuple[Value, ...]:
    """Every value that a parameter can have."""
    if domain.unspecified:
        return (*values_of(replace(domain, unspecified=False)), "unspecified")
    if domain.type == "enum":
        return domain.values
    if domain.type == "boolean":
        return (False, True)
    assert domain.minimum is not None
    assert domain.maximum is not None
    numbers = map(domain.at, range(domain.minimum, domain.maximum + 1, domain.step))
    return (*numbers, *([UNLIMITED] if domain.unlimited else []))


def picks_of(term: Term) -> Iterator[Pick]:
    """The picks of a term with all values of its parameters."""
    every = [values_of(each.domain) for each in term.parameters.values()]
    for values in itertools.product(*every):
        names = (each.id for each in term.parameters.values())
        yield Pick(term.id, dict(zip(names, values, strict=True)))


def choices_of(issue: Issue, *, apart: bool = False) -> Iterator[tuple[Pick, ...]]:
    """Every set of the issue's terms, including sets that are too small or too large.

    If an issue allows at most one term, sets of two terms are left out, unless `apart` asks
    for them.
    """
    most = 1 if issue.single and not apart else len(issue.terms)
    for number in range(most + 1):
        for terms in itertools.combinations(issue.terms.values(), number):
            yield from itertools.product(*map(picks_of, terms))


def fits(choice: Choice, picks: Sequence[Pick]) -> bool:
    """True if the complete choice is a completion of the draft's choice."""
    given = {pick.term: pick for pick in choice.picks}
    return given.keys() == {pick.term for pick in picks} and all(
        all(
            pick.parameters[name] == value
            for name, value in given[pick.term].parameters.items()
        )
        and all(
            bounded(pick.parameters[name], each.least, each.most)
            for name, each in given[pick.term].bounds.items()
        )
        for pick in picks
    )


def bounded(value: Value, least: int | None, most: int | None) -> bool:
    """Whether a value is a number within bounds."""
    return (
        not isinstance(value, str)
        and (least is None or value >= least)
        and (most is None or value <= most)
    )


# -- scenarios without their numbers, and values that nothing tells apart ------


def is_number(value: object) -> bool:
    """Whether the value is a number or a date."""
    return isinstance(value, int) and not isinstance(value, bool)


def outline_of(corpus: Corpus, issue: str, picks: Iterable[Pick]) -> frozenset[object]:
    """The outline of a complete choice: its content without the values of numbers.

    Of an integer parameter, it has only whether it is a number or `unlimited`.
    """
    terms = corpus.issues[issue].terms
    return frozenset(
        (
            str(pick.term),
            tuple(
                (name, "a number" if is_number(value) else value)
                for name in terms[pick.term].parameters
                for value in (pick.parameters[Name(name)],)
            ),
        )
        for pick in picks
    )


def becoming(corpus: Corpus, before: Choice, picks: Iterable[Pick]) -> frozenset[object]:
    """The new choice for a draft's choice: exact, except for numbers that the draft lacks.

    Of those numbers, it has only whether they are a number or `unlimited`.
    """
    terms = corpus.issues[before.issue].terms
    stated = {pick.term: pick.parameters for pick in before.picks}
    return frozenset(
        (
            str(pick.term),
            tuple(
                (name, "a number" if type(value) is int and fresh else value)
                for name in terms[pick.term].parameters
                for value in (pick.parameters[Name(name)],)
                for fresh in (Name(name) not in stated.get(pick.term, {}),)
            ),
        )
        for pick in picks
    )


def class_of(corpus: Corpus, issue: str, pick: Pick) -> tuple[tuple[str, int], ...]:
    """The class of each parameter's value in a pick, by index from 0.

    For an enum, a boolean, or a number in a relation, each value is a class. For other
    integers, the classes are the longest runs of neighbours that no elementary
    comparison distinguishes. There are two sorts of comparison. "is v": for each v that a
    condition names with `is`, `not`, `in` or bare, or that an effect sets as a constant.
    "at least v" and "at most v": of conditions, with `below` and `above` as negations. Only
    comparisons of an attribute that the parameter sets count: conditions on any entity
    of the type, constants of that entity. `unlimited` and `unspecified` are separate
    classes.
    """
    term = corpus.issues[issue].terms[pick.term]
    found = []
    for name, parameter in term.parameters.items():
        values = values_of(parameter.domain)
        tied = (issue, str(pick.term), str(name)) in related(corpus)
        if tied or not parameter.domain.number:
            found.append((name, values.index(pick.parameters[parameter.id])))
            continue
        asked = list(_elementary(corpus, term, name))
        asked += _asked_of(corpus, (issue, str(pick.term), str(name)))
        number = 0
        for before, value in itertools.pairwise(values):
            if before == pick.parameters[parameter.id]:
                break
            if isinstance(value, str) or any(ask(before) != ask(value) for ask in asked):
                number += 1
        found.append((name, number))
    return tuple(found)


def class_of_choice(corpus: Corpus, issue: str, picks: Iterable[Pick]) -> frozenset[object]:
    """The class of a complete choice on the issue."""
    return frozenset((str(pick.term), class_of(corpus, issue, pick)) for pick in picks)


def _elementary(corpus: Corpus, term: Term, name: str) -> Iterator[Callable[[Value], bool]]:
    """Elementary comparisons of a number; values with equal results are in one class."""
    domain = next(each.domain for each in term.parameters.values() if str(each.id) == name)
    set_here = {
        (str(entity.id), str(attribute))
        for effect in term.effects
        for entity in targets(corpus, effect)
        for attribute, value in effect.sets.items()
        if isinstance(value, ParameterValue) and value.name == name
    }
    types = {(str(corpus.entities[entity].type), attribute) for entity, attribute in set_here}
    for kind, predicate in _said(corpus):
        for part in predicates(predicate):
            if isinstance(part, Compare) and (kind, str(part.attribute)) in types:
                for value in map(domain.typed, part.values):
                    yield _asks(part.operator, value)
    for issue in corpus.issues.values():
        for other in issue.terms.values():
            for effect in other.effects:
                for entity in targets(corpus, effect):
                    for attribute, set_to in effect.sets.items():
                        target = (str(entity.id), str(attribute))
                        if target in set_here and not isinstance(set_to, ParameterValue):
                            yield _asks(Operator.IS, domain.typed(set_to))


def _asked_of(corpus: Corpus, blank: tuple[str, str, str]) -> Iterator[Callable[[Value], bool]]:
    """Comparisons by conditions on the parameter itself."""
    domain = corpus.issues[blank[0]].terms[blank[1]].parameters[blank[2]].domain
    for condition in corpus.conditions():
        for part in inner(condition):
            if isinstance(part, With) and blank == (part.issue, part.term, part.parameter):
                for value in map(domain.typed, part.values):
                    yield _asks(part.operator, value)


def _asks(operator: Operator, against: Value) -> Callable[[Value], bool]:
    if isinstance(against, str):
        return lambda _: False
    match operator:
        case Operator.AT_LEAST | Operator.BELOW:
            return lambda value: isinstance(value, int) and value >= against
        case Operator.AT_MOST | Operator.ABOVE:
            return lambda value: isinstance(value, int) and value <= against
        case _:
            return lambda value: value == against


def _said(corpus: Corpus) -> Iterator[tuple[str, Predicate]]:
    """The predicates on entities in all conditions, each with the type of its entities."""
    conditions: list[Condition] = [rule.holds for rule in corpus.rules.values()]
    conditions.extend(each.applies_when for each in corpus.issues.values() if each.applies_when)
    for position in corpus.positions.values():
        conditions.extend(reading.holds for reading in position.readings.values())
    for condition in conditions:
        for part in inner(condition):
            if isinstance(part, Test):
                yield str(corpus.entities[part.entity].type), part.holds
            elif isinstance(part, CountEntities):
                yield str(part.kind), part.where
                yield str(part.kind), part.holds


# -- the questions ------------------------------------------------------------


class World:
    """Every complete scenario of a corpus, for brute force."""

    def __init__(self, corpus: Corpus, aside: Iterable[BrokenRule] = ()) -> None:
        self.corpus = corpus
        self.aside = frozenset(aside)
        """Rules that a consistent scenario may break here."""
        self._respected: dict[tuple[int, str, str], bool] = {}
        self._outcomes: dict[int, Mapping[tuple[str, str], Value]] = {}
        self._completed: dict[object, tuple[Draft, tuple[int, ...]]] = {}

    @cached_property
    def everything(self) -> tuple[Complete, ...]:
        """All complete scenarios, consistent or not."""
        issues = self.corpus.issues
        every = [list(choices_of(issue)) for issue in issues.values()]
        return tuple(dict(zip(issues, each, strict=True)) for each in itertools.product(*every))

    @cached_property
    def clashes(self) -> tuple[frozenset[BrokenRule], ...]:
        """For each of them, the rules that it breaks."""
        return tuple(frozenset(clashes(self.corpus, each)) for each in self.everything)

    @cached_property
    def contradicted(self) -> tuple[bool, ...]:
        """For each of them, whether two effects set one attribute differently."""
        return tuple(any(each[0] == "effects" for each in some) for some in self.clashes)

    @cached_property
    def coherent(self) -> tuple[int, ...]:
        """Indices of the consistent scenarios."""
        return tuple(n for n, each in enumerate(self.clashes) if each <= self.aside)

    def without(self, broken: Iterable[BrokenRule]) -> World:
        """The same scenarios, with permission to break these rules."""
        other = World(self.corpus, broken)
        same = ("everything", "clashes", "contradicted", "_respected", "_outcomes")
        other.__dict__.update({name: getattr(self, name) for name in same})
        return other

    def broken(self, draft: Draft) -> tuple[BrokenRule, ...]:
        """The rules that the draft breaks, given that earlier ones have priority."""
        every = {clash for some in self.clashes for clash in some}
        left = [
            broken
            for scenario, broken in zip(self.everything, self.clashes, strict=True)
            if all(fits(each, scenario[issue]) for issue, each in draft.items())
        ]
        found = []
        for clash in sorted(every, key=lambda each: (ORDER.index(each[0]), each[1])):
            keeping = [broken for broken in left if clash not in broken]
            left = keeping or left
            if not keeping:
                found.append(clash)
        return tuple(found)

    def judged(self, lines: Lines) -> tuple[Held, ...]:
        """The positions without attributes that may have two values."""
        twofold = {name for nature, name in self.aside if nature == "effects"}

        def asked(line: Held) -> set[str]:
            return {".".join(each) for each in compared(self.corpus, line.reading.holds)}

        return tuple(line for line in lines if twofold.isdisjoint(asked(line)))

    def respects(self, number: int, line: Held) -> bool:
        """True if the scenario respects the position.

        No two of its effects may contradict each other on the position's attributes.
        """
        key = (number, line.id, str(line.reading.id))
        if key not in self._respected:
            scenario = self.everything[number]
            if number not in self._outcomes:
                self._outcomes[number] = outcome(self.corpus, scenario)
            result = self._outcomes[number]
            self._respected[key] = holds(line.reading.holds, self.corpus, scenario, result)
        return self._respected[key]

    def completions(self, draft: Draft) -> tuple[int, ...]:
        """Indices of the consistent completions of the draft."""
        # By the choices themselves; a draft that is kept keeps them from being others.
        key = tuple((issue, id(each)) for issue, each in draft.items())
        if key not in self._completed:
            self._completed[key] = (
                draft,
                tuple(
                    number
                    for number in self.coherent
                    if all(
                        fits(each, self.everything[number][issue])
                        for issue, each in draft.items()
                    )
                ),
            )
        return self._completed[key][1]

    # -- check --

    def verdict(self, draft: Draft, line: Held) -> str:
        """`crossed`, `respected` or `open`; the draft must be consistent."""
        found = {self.respects(number, line) for number in self.completions(draft)}
        return "open" if len(found) == 2 else "respected" if found == {True} else "crossed"

    def deal(self, draft: Draft, lines: Lines) -> bool | Literal["open"]:
        """True if every completion is a deal, False if there is no deal, else `open`."""
        completions = self.completions(draft)
        deals = self.zone(lines, draft)
        if completions and len(deals) == len(completions):
            return True
        return "open" if deals else False

    def causes(self, draft: Draft, line: Held, issues: Iterable[str]) -> bool:
        """True if the draft's choices on these issues alone cross the position."""
        part = {issue: draft[issue] for issue in issues}
        return not any(self.respects(number, line) for number in self.completions(part))

    def is_minimal_because(self, draft: Draft, line: Held, issues: Sequence[str]) -> bool:
        """True if they cause it, and none of them can be left out."""
        return self.causes(draft, line, issues) and not any(
            self.causes(draft, line, [each for each in issues if each != left_out])
            for left_out in issues
        )

    def settles(self, draft: Draft, line: Held, issues: Sequence[str]) -> bool:
        """True if completions with equal choices on these issues agree on the position."""
        seen: dict[object, bool] = {}
        for number in self.completions(draft):
            decided = tuple(_frozen(self.everything[number][issue]) for issue in issues)
            verdict = self.respects(number, line)
            if seen.setdefault(decided, verdict) != verdict:
                return False
        return True

    def is_minimal_hangs_on(self, draft: Draft, line: Held, issues: Sequence[str]) -> bool:
        """True if they settle the position, and none of them can be left out."""
        return self.settles(draft, line, issues) and not any(
            self.settles(draft, line, [each for each in issues if each != left_out])
            for left_out in issues
        )

    @cached_property
    def apart(self) -> tuple[tuple[Complete, frozenset[BrokenRule]], ...]:
        """Every assignment of terms with the rules that it breaks, `choose` included."""
        issues = self.corpus.issues
        every = [list(choices_of(issue, apart=True)) for issue in issues.values()]
        scenarios = (dict(zip(issues, each, strict=True)) for each in itertools.product(*every))
        return tuple((each, frozenset(clashes(self.corpus, each))) for each in scenarios)

    def clashing(
        self, draft: Draft, issues: Iterable[str], clauses: Iterable[BrokenRule]
    ) -> bool:
        """True if every assignment with the draft's choices on these issues breaks a clause.

        The allowed number of terms of an issue is a clause like the others.
        """
        named = set(clauses)
        part = {issue: draft[issue] for issue in issues}
        return not any(
            broken.isdisjoint(named)
            and all(fits(each, scenario[issue]) for issue, each in part.items())
            for scenario, broken in self.apart
        )

    def all_causes(self, draft: Draft, line: Held) -> set[frozenset[str]]:
        """Every minimal set of issues whose choices in the draft cross the position."""
        enough: set[frozenset[str]] = set()
        for number in range(len(draft) + 1):
            for issues in map(frozenset, itertools.combinations(draft, number)):
                if not any(each <= issues for each in enough) and self.causes(
                    draft, line, issues
                ):
                    enough.add(issues)
        return enough

    # -- deals --

    def zone(self, lines: Lines, draft: Draft | None = None) -> tuple[int, ...]:
        """Indices of the deals, or of those that complete the draft."""
        return tuple(
            number
            for number in self.completions(draft or {})
            if all(self.respects(number, line) for line in lines)
        )

    def outlines(self, numbers: Iterable[int]) -> set[object]:
        """The outlines of the scenarios: those that differ only in numbers count once."""
        return {
            tuple(outline_of(self.corpus, issue, picks) for issue, picks in scenario.items())
            for scenario in map(self.everything.__getitem__, numbers)
        }

    def classes(self, numbers: Iterable[int]) -> set[object]:
        """The classes of the scenarios: values that nothing distinguishes count once."""
        return {self._class(self.everything[number]) for number in numbers}

    def _class(self, scenario: Complete) -> object:
        return tuple(
            class_of_choice(self.corpus, issue, picks) for issue, picks in scenario.items()
        )

    def number(self, scenario: Complete) -> int:
        """The index of a complete scenario."""
        return self.everything.index(dict(scenario))

    def first(self, numbers: Iterable[int]) -> int:
        """The first of these scenarios, in the order of issues and of their possible choices.

        Silence comes before the terms. A term that is not taken comes before a taken one.
        Values come in the order of their domain.
        """
        return min(numbers, key=lambda number: self._order(self.everything[number]))

    def examples(self, numbers: Iterable[int]) -> Iterator[int]:
        """Scenarios of different outlines: always the first of the rest.

        The order compares choice by choice. First come outlines that the fewest earlier
        scenarios have, then a term before none, then the order of `first`.
        """
        left = list(numbers)
        shown: Counter[tuple[int, object]] = Counter()

        def order(number: int) -> list[tuple[int, bool, list[int]]]:
            scenario = self.everything[number]
            places = self._order(scenario)
            outlines = enumerate(self._outlines(scenario))
            return [
                (shown[each], place == [0], place)
                for each, place in zip(outlines, places, strict=True)
            ]

        while left:
            best = min(left, key=order)
            yield best
            shown.update(enumerate(self._outlines(self.everything[best])))
            left = [each for each in left if len(self.outlines([each, best])) > 1]

    def _outlines(self, scenario: Complete) -> list[object]:
        """The outline of each choice: of one term of an issue, or whether a term is taken."""
        found: list[object] = []
        for issue in self.corpus.issues.values():
            picks = scenario[str(issue.id)]
            if issue.single:
                found.append(outline_of(self.corpus, str(issue.id), picks))
                continue
            for term in issue.terms:
                taken = (pick for pick in picks if pick.term == term)
                found.append(outline_of(self.corpus, str(issue.id), taken))
        return found

    def _order(self, scenario: Complete) -> list[list[int]]:
        found: list[list[int]] = []
        for issue in self.corpus.issues.values():
            picks = {pick.term: pick for pick in scenario[str(issue.id)]}
            taken = [
                [number, *_places(term, picks[term.id])] if term.id in picks else [0]
                for number, term in enumerate(issue.terms.values(), 1)
            ]
            found += [max(taken)] if issue.single else taken
        return found

    def count(self, lines: Lines, draft: Draft | None = None) -> int:
        """The number of outlines of the deals."""
        return len(self.outlines(self.zone(lines, draft)))

    def share(
        self, lines: Lines, issue: str, term: str | None, draft: Draft | None = None
    ) -> Fraction | None:
        """The share of deals with the term, or of silent ones; None if there are no deals."""
        deals = self.zone(lines, draft)
        having = [each for each in deals if self.has(each, issue, term)]
        count = len(self.outlines(deals))
        return Fraction(len(self.outlines(having)), count) if count else None

    def has(self, number: int, issue: str, term: str | None) -> bool:
        """True if the scenario with this index has the term, or is silent on the issue."""
        picks = self.everything[number][issue]
        return not picks if term is None else any(pick.term == term for pick in picks)

    def gain(self, lines: Lines, line: Held, draft: Draft | None = None) -> int:
        """The number of further deals without the position."""
        without = [each for each in lines if each is not line]
        return self.count(without, draft) - self.count(lines, draft)

    # -- options --

    def crossed(self, lines: Lines, draft: Draft) -> frozenset[str]:
        """Positions that no consistent completion respects; empty for an inconsistent draft."""
        completions = self.completions(draft)
        return frozenset(
            line.id
            for line in lines
            if completions and not any(self.respects(number, line) for number in completions)
        )

    def set_aside(self, lines: Lines, draft: Draft) -> tuple[frozenset[str], frozenset[str]]:
        """Positions that the status of terms leaves out: crossed ones, those in a conflict.

        Both sets are empty if a deal is possible or the draft is inconsistent.
        """
        if self.zone(lines, draft) or not self.completions(draft):
            return frozenset(), frozenset()
        crossed = self.crossed(lines, draft)
        rest = [line for line in lines if line.id not in crossed]
        return crossed, frozenset().union(*self.conflicts(rest, draft))

    def counting(self, lines: Lines, draft: Draft) -> tuple[Held, ...]:
        """The positions that the status of terms takes into account."""
        crossed, contended = self.set_aside(lines, draft)
        return tuple(line for line in lines if line.id not in crossed | contended)

    def mark(
        self, lines: Lines, draft: Draft, issue: str, term: str
    ) -> tuple[Mark, str | None]:
        """The status of a term, given the draft's choices on all other issues.

        Returns:
            The status, and the reason for it if it is excluded or forced: positions or rules.
        """
        others = {key: choice for key, choice in draft.items() if key != issue}
        deals = {self.has(each, issue, term) for each in self.zone(lines, others)}
        every = {self.has(each, issue, term) for each in self.completions(others)}
        if True not in deals:
            return "excluded", "positions" if True in every else "rules"
        if False not in deals:
            return "forced", "positions" if False in every else "rules"
        return "possible", None

    def crosses(self, aside: Lines, draft: Draft, issue: str, term: str) -> tuple[str, ...]:
        """Positions left out that all completions of the other choices with the term cross.

        If the draft has the term, it keeps the numbers that the draft gives.
        """
        others = {key: choice for key, choice in draft.items() if key != issue}
        given = [x for x in getattr(draft.get(issue), "picks", ()) if x.term == term]
        having = [
            number
            for number in self.completions(others)
            for pick in self.everything[number][issue]
            if pick.term == term and all(fits(Choice(Name(issue), (x,)), [pick]) for x in given)
        ]
        return tuple(
            line.id
            for line in aside
            if having and not any(self.respects(number, line) for number in having)
        )

    def left(self, lines: Lines, draft: Draft, issue: str, term: str) -> int:
        """The number of outlines of deals with the term and the draft's other choices."""
        others = {key: choice for key, choice in draft.items() if key != issue}
        deals = self.zone(lines, others)
        return len(self.outlines(each for each in deals if self.has(each, issue, term)))

    def feasible(
        self, lines: Lines, draft: Draft, issue: str, term: str, parameter: str
    ) -> set[Value]:
        """Values with a deal for a term's parameter, if the rest of the draft stays.

        The rest is its choices on the other issues. If it chooses the term, the rest includes
        its choice on this issue, except for this value or its bounds.
        """
        rest = {key: choice for key, choice in draft.items() if key != issue}
        choice = draft.get(issue)
        if choice is not None and any(pick.term == term for pick in choice.picks):
            rest[issue] = replace(
                choice, picks=tuple(_without(pick, term, parameter) for pick in choice.picks)
            )
        return {
            pick.parameters[Name(parameter)]
            for number in self.zone(lines, rest)
            for pick in self.everything[number][issue]
            if pick.term == term
        }

    def entails(
        self, lines: Iterable[Held], draft: Draft, issue: str, term: str, mark: Mark
    ) -> bool:
        """True if these positions and choices alone force or exclude the term."""
        deals = self.zone(tuple(lines), draft)
        return not any(self.has(each, issue, term) == (mark == "excluded") for each in deals)

    def carries(
        self,
        lines: Lines,
        draft: Draft,
        target: Target,
        clauses: Iterable[BrokenRule],
        *,
        strict: bool,
    ) -> bool:
        """True if the positions and choices force or exclude the term by these clauses.

        That is: every scenario with the choices that respects the positions and contradicts
        the status breaks a clause. If two effects contradict each other, rules and positions
        are not evaluated. Such a scenario counts as a break, unless `strict` requires a named
        clause.
        """
        named = set(clauses)
        issue, term, mark = target
        for number, scenario in enumerate(self.everything):
            if self.has(number, issue, term) != (mark == "excluded"):
                continue
            if not all(fits(each, scenario[key]) for key, each in draft.items()):
                continue
            if self.contradicted[number]:
                if strict and not self.clashes[number] & named:
                    return False
            elif not self.clashes[number] & named and all(
                self.respects(number, line) for line in lines
            ):
                return False
        return True

    # -- outcome --

    def values(self, draft: Draft, entity: str, attribute: str) -> set[Value]:
        """The possible values of an attribute in consistent completions."""
        return {
            outcome(self.corpus, self.everything[number])[entity, attribute]
            for number in self.completions(draft)
        }

    # -- conflicts and concessions --

    def agreeable(self, lines: Iterable[Held], draft: Draft | None = None) -> bool:
        """True if at least one consistent completion respects all of these."""
        return bool(self.zone(tuple(lines), draft))

    def profiles(self, lines: Lines, draft: Draft | None = None) -> set[frozenset[str]]:
        """For each consistent completion, the positions that it respects."""
        return {
            frozenset(line.id for line in lines if self.respects(number, line))
            for number in self.completions(draft or {})
        }

    def conflicts(self, lines: Lines, draft: Draft | None = None) -> set[frozenset[str]]:
        """All minimal conflicts (MUS); only the empty one if no agreement is consistent."""
        profiles = self.profiles(lines, draft)
        impossible = {
            some for some in _subsets(lines) if not any(some <= each for each in profiles)
        }
        return {some for some in impossible if not any(some - {x} in impossible for x in some)}

    def concessions(self, lines: Lines, draft: Draft | None = None) -> set[frozenset[str]]:
        """All minimal concession sets (MCS); only the empty one if there is a deal.

        No set if no agreement is consistent, since no concession helps then.
        """
        profiles = self.profiles(lines, draft)
        every = frozenset(line.id for line in lines)
        enough = {
            some for some in _subsets(lines) if any(every - some <= each for each in profiles)
        }
        return {some for some in enough if not any(some - {x} in enough for x in some)}

    def coalitions(
        self, lines: Lines, parties: Mapping[str, Sequence[str]], draft: Draft | None = None
    ) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
        """The minimal sets of parties that cannot agree, and the maximal ones that can.

        Args:
            lines: the positions that count.
            parties: the positions of each party.
            draft: the draft whose choices stay.
        """
        profiles = self.profiles(lines, draft)
        sets = [
            frozenset(some)
            for size in range(len(parties) + 1)
            for some in itertools.combinations(sorted(parties), size)
        ]
        able = {
            some
            for some in sets
            if any({x for party in some for x in parties[party]} <= each for each in profiles)
        }
        return (
            {
                some
                for some in sets
                if some not in able and all(some - {x} in able for x in some)
            },
            {some for some in able if not any(some < other for other in able)},
        )

    def agreeing(self, every: Iterable[Lines], draft: Draft) -> list[bool]:
        """For each of these sets of positions, whether an agreement respects all of them."""
        sets = [frozenset((line.id, str(line.reading.id)) for line in each) for each in every]
        known = {(line.id, str(line.reading.id)): line for each in every for line in each}
        profiles = {
            frozenset(key for key, line in known.items() if self.respects(number, line))
            for number in self.completions(draft)
        }
        return [any(each <= profile for profile in profiles) for each in sets]

    def responsibility(self, lines: Lines, draft: Draft | None = None) -> dict[str, Fraction]:
        """For each position in a concession set, 1 divided by the smallest such set's size."""
        every = self.concessions(lines, draft)
        return {
            name: Fraction(1, min(len(each) for each in every if name in each))
            for name in sorted({name for each in every for name in each})
        }

    def shifts(self, lines: Lines, draft: Draft | None = None) -> list[Shifted]:
        """For each number of a position in a concession set, the nearest sufficient value.

        It tries every other value, with the rest of the set dropped and all others respected.
        """
        found = []
        every = sorted(
            self.concessions(lines, draft), key=lambda each: (len(each), sorted(each))
        )
        for concession in every:
            zone = self.zone([x for x in lines if x.id not in concession], draft)
            dropped = sorted((x for x in lines if x.id in concession), key=lambda each: each.id)
            for line in dropped:
                for place, others in enumerate(self._numbers(line.reading.holds), 1):
                    for value, condition in others:
                        if any(self._true(condition, number) for number in zone):
                            names = tuple(sorted(concession))
                            found.append((names, line.id, place, value))
                            break
        return found

    def _true(self, condition: Condition, number: int) -> bool:
        scenario = self.everything[number]
        return holds(condition, self.corpus, scenario, outcome(self.corpus, scenario))

    def _numbers(self, whole: Condition) -> Iterator[list[tuple[Value, Condition]]]:
        """For each number, every other value, the nearest first, and the condition with it."""
        for path, part, kind in _parts(self.corpus, whole):
            if isinstance(part, Constant):
                if part.written:
                    yield self._in_relation(whole, path, part, kind)
            elif isinstance(part, Compare):
                domain = self.corpus.entity_types[kind].attributes[part.attribute]
                if domain.type == "integer":
                    every = values_of(replace(domain, unspecified=False))
                    yield from _compared(whole, path, part, every)
            elif isinstance(part, With):
                terms = self.corpus.issues[part.issue].terms
                domain = terms[part.term].parameters[part.parameter].domain
                if domain.number:
                    above = (UNLIMITED,) if UNLIMITED in terms else ()
                    every = (*every_number(domain), *above)
                    yield from _compared(whole, path, part, every)
            elif isinstance(part, Count) or part.written:
                most = (
                    len(part.parts)
                    if isinstance(part, Count)
                    else len(list(self.corpus.entities_of(part.kind)))
                )
                yield [
                    (number, _put(whole, path, replace(part, number=number)))
                    for number in _nearest(range(most + 1), part.number)
                ]

    def _in_relation(
        self, whole: Condition, path: Path, stated: Constant, kind: str
    ) -> list[tuple[Value, Condition]]:
        """The other values of a constant in a relation, the nearest first.

        They have the digits of the numbers there. All values beyond a distance have the same
        effect.
        """
        relation: Any = whole
        for key in itertools.takewhile(lambda each: each not in SIDES, path):
            relation = relation[key] if isinstance(key, int) else getattr(relation, key)
        digits = max(_digits_of(self.corpus, relation, kind), default=0)
        scale = 10**digits
        at = int(stated.number * scale)
        found: list[tuple[Value, Condition]] = []
        for number in _nearest(range(at - FAR * scale, at + FAR * scale + 1), at):
            part = replace(stated, number=Fraction(number, scale))
            found.append((number, _put(whole, path, part)))
        return found

    # -- parties --

    def can_open_alone(
        self, lines: Lines, party: str, table: Sequence[str], draft: Draft | None = None
    ) -> bool:
        """True if a deal is possible without the positions that only this party holds."""
        others = {*table} - {party}
        return self.agreeable((x for x in lines if others & {*x.position.holders}), draft)

    def need_not_move(self, lines: Lines, party: str, draft: Draft | None = None) -> bool:
        """True if an agreement respects all positions of the party."""
        return self.agreeable((line for line in lines if _of(line, party)), draft)

    def opposed(self, lines: Lines, one: str, other: str, draft: Draft | None = None) -> bool:
        """True if no agreement respects all positions of the two parties."""
        theirs = (line for line in lines if _of(line, one) or _of(line, other))
        return not self.agreeable(theirs, draft)

    # -- repair and frontier --

    def distance(self, draft: Draft, number: int) -> int:
        """The number of the draft's choices that the scenario changes."""
        scenario = self.everything[number]
        return sum(not fits(each, scenario[issue]) for issue, each in draft.items())

    def moved(self, draft: Draft, number: int) -> Fraction:
        """The sum of the moves of the draft's numbers in the scenario.

        Each move is a fraction of the number's range. It is 1 if the term is given up, or if
        the number becomes or was `unlimited`.
        """
        far = Fraction(0)
        for issue, choice in draft.items():
            picks = {pick.term: pick.parameters for pick in self.everything[number][issue]}
            for pick in choice.picks:
                term = self.corpus.issues[issue].terms[pick.term]
                for name, value in pick.parameters.items():
                    domain = term.parameters[name].domain
                    if domain.number:
                        there = picks[pick.term][name] if pick.term in picks else None
                        far += _far(domain, value, there)
        return far

    def repairs(
        self, lines: Lines, draft: Draft, *, keep: Iterable[str] = ()
    ) -> tuple[int, Fraction, tuple[int, ...]] | None:
        """The smallest distance of a deal, the move of its numbers, and all deals with both.

        None if there is no deal.

        Args:
            lines: the positions that count.
            draft: the draft to repair.
            keep: issues whose choice must stay.
        """
        deals = self.zone(lines, {issue: draft[issue] for issue in keep})
        if not deals:
            return None
        far = {each: (self.distance(draft, each), self.moved(draft, each)) for each in deals}
        least = min(far.values())
        return *least, tuple(each for each in deals if far[each] == least)

    def costs(self, number: int, lines: Lines, parties: Sequence[str]) -> Costs:
        """Costs of the scenario per party: crossed positions by strength, strongest first."""
        return tuple(
            tuple(
                sum(
                    line.position.strength == strength and not self.respects(number, line)
                    for line in lines
                    if _of(line, party)
                )
                for strength in Strength
            )
            for party in parties
        )

    def weighed(
        self,
        number: int,
        lines: Lines,
        parties: Sequence[str],
        weights: Mapping[str, Decimal | int],
    ) -> Costs:
        """Costs of the scenario for each party: the sum of weights of its crossed positions."""
        return tuple(
            (
                sum(
                    weights.get(line.id, 0)
                    for line in lines
                    if _of(line, party) and not self.respects(number, line)
                ),
            )
            for party in parties
        )

    def crossings(
        self,
        lines: Lines,
        parties: Sequence[str],
        costs: Costs,
        draft: Draft | None = None,
        weights: Mapping[str, Decimal | int] | None = None,
    ) -> set[frozenset[str]]:
        """The minimal sets of positions that consistent completions with these costs cross."""
        every = {
            frozenset(line.id for line in lines if not self.respects(number, line))
            for number in self.completions(draft or {})
            if costs == self.costing(number, lines, parties, weights)
        }
        return {some for some in every if not any(other < some for other in every)}

    def costing(
        self,
        number: int,
        lines: Lines,
        parties: Sequence[str],
        weights: Mapping[str, Decimal | int] | None,
    ) -> Costs:
        """Costs of the scenario for each party, by strength, or by weights if given."""
        if weights is None:
            return self.costs(number, lines, parties)
        return self.weighed(number, lines, parties, weights)

    def frontier(
        self,
        lines: Lines,
        parties: Sequence[str],
        draft: Draft | None = None,
        weights: Mapping[str, Decimal | int] | None = None,
    ) -> set[Costs]:
        """Costs that no consistent completion improves for one party at another's expense."""
        return frontier(
            self.costing(each, lines, parties, weights)
            for each in self.completions(draft or {})
        )

    def bargained(
        self,
        lines: Lines,
        parties: Sequence[str],
        weights: Mapping[str, Decimal | int],
        no_deal: Mapping[str, Decimal | int],
        draft: Draft | None = None,
    ) -> tuple[Mapping[str, Fraction], Mapping[str, set[Costs]]]:
        """The best value of each bargaining solution, and the costs on the frontier with it."""
        every = {
            self.weighed(x, lines, parties, weights) for x in self.completions(draft or {})
        }
        gained = {
            row: [
                Fraction(no_deal[x]) - Fraction(c[0]) for x, c in zip(parties, row, strict=True)
            ]
            for row in every
        }
        gained = {row: gains for row, gains in gained.items() if all(x >= 0 for x in gains)}
        ideal = [max(some) for some in zip(*gained.values(), strict=True)]
        counted = [place for place, most in enumerate(ideal) if most > 0]

        def reached(gains: Sequence[Fraction]) -> Mapping[str, Fraction]:
            own = [gains[place] for place in counted]
            shares = [gains[place] / ideal[place] for place in counted]
            product = Fraction(1)
            for each in own:
                product *= each
            return {
                "nash": product,
                "kalai-smorodinsky": min(shares, default=Fraction(0)),
                "egalitarian": min(own, default=Fraction(0)),
                "utilitarian": sum(own, Fraction(0)),
            }

        best: dict[str, Fraction] = dict.fromkeys(SOLUTIONS, Fraction(0))
        for gains in gained.values():
            best = {name: max(best[name], value) for name, value in reached(gains).items()}
        edge = frontier(every)
        return best, {
            name: {
                row
                for row, gains in gained.items()
                if row in edge and reached(gains)[name] == best[name]
            }
            for name in SOLUTIONS
        }


SOLUTIONS = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")


def _far(domain: Attribute, here: Value, there: Value | None) -> Fraction:
    if here == there:
        return Fraction(0)
    if not isinstance(here, int) or not isinstance(there, int):
        return Fraction(1)
    assert domain.minimum is not None
    assert domain.maximum is not None
    return Fraction(abs(here - there), domain.maximum - domain.minimum)


def _places(term: Term, pick: Pick) -> list[int]:
    """Indices of a pick's values in their domains."""
    return [
        values_of(each.domain).index(pick.parameters[each.id])
        for each in term.parameters.values()
    ]


def _frozen(picks: Sequence[Pick]) -> object:
    """A complete choice as a value that can be compared."""
    return frozenset((pick.term, frozenset(pick.parameters.items())) for pick in picks)


def _without(pick: Pick, term: str, parameter: str) -> Pick:
    """The pick; if it is of this term, without the parameter's value and bounds."""
    if pick.term != term:
        return pick
    left = {name: value for name, value in pick.parameters.items() if name != parameter}
    bounds = {name: each for name, each in pick.bounds.items() if name != parameter}
    return replace(pick, parameters=left, bounds=bounds)


def _subsets(lines: Lines) -> Iterator[frozenset[str]]:
    """Every set of positions, by their ids."""
    ids = [line.id for line in lines]
    for number in range(len(ids) + 1):
        yield from map(frozenset, itertools.combinations(ids, number))


def _parts(
    corpus: Corpus, whole: object, path: Path = (), kind: str = ""
) -> Iterator[tuple[Path, Compare | With | Count | CountEntities | Constant, str]]:
    """Every part of a condition that has a number, with its path and type of entities."""
    if isinstance(whole, Test):
        kind = str(corpus.entities[whole.entity].type)
    if isinstance(whole, CountEntities):
        kind = str(whole.kind)
    if isinstance(whole, Compare | With | Count | CountEntities | Constant):
        yield path, whole, kind
    if isinstance(whole, Product | Total):
        return
    if isinstance(whole, tuple):
        for place, part in enumerate(whole):
            yield from _parts(corpus, part, (*path, place), kind)
    elif is_dataclass(whole) and not isinstance(whole, Compare | With):
        for each in fields(whole):
            yield from _parts(corpus, getattr(whole, each.name), (*path, each.name), kind)


def _digits_of(corpus: Corpus, said: object, kind: str) -> Iterator[int]:
    """Digits after the decimal point of all numbers in a relation."""
    match said:
        case Constant(number):
            yield next(n for n in range(9) if (number * 10**n).denominator == 1)
        case Blank(issue, term, parameter):
            yield corpus.issues[issue].terms[term].parameters[parameter].domain.digits
        case Property(attribute, None) | CompareTo(attribute):
            yield corpus.entity_types[kind].attributes[attribute].digits
        case Property(attribute, entity):
            yield corpus.attribute(str(entity), attribute).digits
        case tuple():
            for part in said:
                yield from _digits_of(corpus, part, kind)
            return
        case _:
            pass
    if is_dataclass(said):
        for each in fields(said):
            yield from _digits_of(corpus, getattr(said, each.name), kind)


def _put(whole: Any, path: Path, part: object) -> Any:  # any part of a condition
    """The condition with another part at this path."""
    if not path:
        return part
    first, *rest = path
    if isinstance(first, int):
        within = _put(whole[first], tuple(rest), part)
        return (*whole[:first], within, *whole[first + 1 :])
    return replace(whole, **{first: _put(getattr(whole, first), tuple(rest), part)})


def _compared(
    whole: Condition, path: Path, compare: Compare | With, domain: Sequence[Value]
) -> Iterator[list[tuple[Value, Condition]]]:
    """Variants of a comparison; `above` and `below` become the equal bounds, one step on."""
    loosened = {Operator.ABOVE: Operator.AT_LEAST, Operator.BELOW: Operator.AT_MOST}
    step = {Operator.ABOVE: 1, Operator.BELOW: -1}.get(compare.operator, 0)
    for place, stated in enumerate(compare.values):
        found: list[tuple[Value, Condition]] = []
        like = next((x for x in domain if isinstance(x, DateValue | DecimalValue)), None)
        value = stated if like is None or stated == UNLIMITED else _like(like, stated)
        for other in _nearest(range(len(domain)), domain.index(value) + step):
            values = list(compare.values)
            values[place] = domain[other]
            operator = loosened.get(compare.operator, compare.operator)
            part = replace(compare, operator=operator, values=tuple(values))
            found.append((domain[other], _put(whole, path, part)))
        yield found


def _like(like: DateValue | DecimalValue, value: Value) -> Value:
    """A file's value in the form of the model."""
    kind = "date" if isinstance(like, DateValue) else "decimal"
    found: Value = typed(value, kind, getattr(like, "digits", 0))
    return found


def every_number(domain: Attribute) -> tuple[Value, ...]:
    """Every number of a range that a comparison can name, including those between steps."""
    return values_of(replace(domain, step=1))


def _nearest(numbers: Iterable[int], at: int) -> list[int]:
    """All numbers except `at`, the nearest first; ties: the smaller one first."""
    return sorted((x for x in numbers if x != at), key=lambda x: (abs(x - at), x))


def _of(line: Held, party: str) -> bool:
    return party in line.position.holders


def frontier(every: Iterable[Costs]) -> set[Costs]:
    """The costs that no others dominate."""
    rows = set(every)
    return {
        row
        for row in rows
        if not any(
            other != row and all(a <= b for a, b in zip(other, row, strict=True))
            for other in rows
        )
    }


# -- what is asked ------------------------------------------------------------

laws = settings(max_examples=60)
"""Hypothesis settings of properties over complete workspaces."""


@dataclass(frozen=True)
class Asked:
    """A draft under its own assumptions, with the brute-force reference."""

    corpus: Corpus
    scenario: Scenario
    context: Context
    world: World
    lines: tuple[Held, ...]
    """The positions that count."""
    problem: Problem
    """The corpus compiled, once for all that is asked of it."""

    @property
    def draft(self) -> Draft:
        """The choices of the draft."""
        return self.scenario.choices

    def space(self) -> Space:
        """A new space without earlier questions."""
        return Space(self.problem)

    def nothing_chosen(self) -> Asked:
        """The same assumptions with an empty draft."""
        return replace(self, scenario=NOTHING_CHOSEN)

    def setting_aside(self) -> Asked:
        """The same draft with its broken rules left out."""
        world = self.world.without(self.world.broken(self.draft))
        lines = world.judged(self.lines)
        return replace(self, world=world, lines=lines)

    def choosing(self, choice: Choice) -> Asked:
        """The same assumptions, and the draft with this choice."""
        choices = {**self.scenario.choices, str(choice.issue): choice}
        return replace(self, scenario=replace(self.scenario, choices=choices))

    def combinations(self, over: Iterable[Over]) -> Iterator[tuple[Assumed, Lines]]:
        """Every combination of the varied assumptions, with the positions that count.

        An assumption varies only if it changes which positions count, or their readings.
        """
        varied, context = set(over), self.context
        acting = {str(each.position) for each in context.waivers}
        waived = acting | {str(each.position) for each in context.expired}
        values: dict[tuple[Over, str], tuple[str, ...]] = {}
        for position in candidates(self.corpus, context):
            name, read = str(position.id), tuple(map(str, position.readings))
            status = standing(self.corpus, position, context.as_of)
            by_day, by_waiver = status == "possible", name in acting
            if (
                status == "no"
                or (by_day and Over.DAYS not in varied)
                or (by_waiver and Over.WAIVERS not in varied)
            ):
                continue
            if len(read) > 1:
                values[Over.READINGS, name] = read
            if by_day:
                values[Over.DAYS, name] = ("counts", "left-out")
            if name in waived:
                values[Over.WAIVERS, name] = ("counts", "waived")
            weak = position.strength in {Strength.REPORTED, Strength.INDICATED}
            if weak and not by_day and not by_waiver:
                values[Over.DOUBTS, name] = ("counts", "left-out")
            for party in context.holders(position):
                values[Over.TABLE, party] = ("at-the-table", "away")
        values = {key: some for key, some in values.items() if key[0] in varied}
        for some in itertools.product(*values.values()):
            assumed = dict(zip(values, some, strict=True))
            yield assumed, tuple(self._assuming(assumed))

    def _assuming(self, assumed: Assumed) -> Iterator[Held]:
        """The positions that count under these assumptions."""
        context = self.context

        def is_so(over: Over, name: str, value: str, *, now: bool) -> bool:
            return assumed[over, name] == value if (over, name) in assumed else now

        table = {
            each for each in context.table if is_so(Over.TABLE, each, "at-the-table", now=True)
        }
        waived = {str(each.position) for each in context.waivers}
        for position in self.corpus.positions.values():
            name, status = str(position.id), standing(self.corpus, position, context.as_of)
            if (
                position.kind in context.hold
                and position.readings
                and table.intersection(map(str, position.holders))
                and status != "no"
                and is_so(Over.DAYS, name, "counts", now=status == "certain")
                and is_so(Over.DOUBTS, name, "counts", now=True)
                and not is_so(Over.WAIVERS, name, "waived", now=name in waived)
            ):
                read = context.readings.get(name, position.default)
                read = assumed.get((Over.READINGS, name), read)
                yield Held(position, position.readings[Name(read)])

    def parties(self) -> list[str]:
        """The parties at the table with a position, sorted."""
        return sorted(
            party
            for party in set(self.context.table)
            if any(_of(line, party) for line in self.lines)
        )


def asked(files: Files, *, hold: Sequence[Kind] = CHECKED) -> Asked:
    """The draft of the files; positions of the given kinds count."""
    scenario, world, problem = _read(json.dumps(files))
    context = context_of(world.corpus, scenario, hold=hold)
    lines = held(world.corpus, context)
    return Asked(world.corpus, scenario, context, world, lines, problem)


@lru_cache(maxsize=1)
def _read(text: str) -> tuple[Scenario, World, Problem]:
    """The draft, and the truth about its corpus, worked out once for all laws."""
    corpus, scenarios = load(json.loads(text))
    return scenarios["draft"], World(corpus), Problem(corpus)


class After(Stop):
    """A stop that triggers at a given number of checks."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._looks = looks

    def check(self) -> None:
        """Count the check; stop after the last one."""
        self._looks -= 1
        if self._looks < 0:
            self.call()
        super().check()


@st.composite
def disputes(
    draw: st.DrawFn, *, issues: int = 4, lines: int = 8, relations: bool = True
) -> Files:
    """A workspace like the others, with more lines that clash in twos, threes and fours.

    Args:
        draw: given by Hypothesis.
        issues: how many at most.
        lines: how many are added at most.
        relations: whether conditions relate numbers.
    """
    files = draw(workspaces(issues=issues, positions=2, relations=relations))
    terms = terms_in(files)

    def claim() -> Data:
        """Not all of a few terms, or at least one of them; a single term is rare."""
        least = min(len(terms), draw(st.sampled_from([2, 2, 2, 2, 2, 1])))
        some = draw(st.lists(st.sampled_from(terms), min_size=least, max_size=3, unique=True))
        parts: list[Data] = [{"chosen": each} for each in some]
        return {"any": [{"not": each} for each in parts] if draw(st.booleans()) else parts}

    for number in range(draw(st.sampled_from([lines // 2, lines, lines]))):
        position: Data = {
            "id": f"quarrel-{number}",
            "party": draw(st.sampled_from(PARTIES)),
            "kind": "red-line",
            "strength": draw(st.sampled_from([str(each) for each in Strength])),
            "title": f"Quarrel {number}",
            "since": "2025-01-01",
            "statements": ["said"],
        }
        others = [each for each in PARTIES if each != position["party"]]
        if draw(st.integers(0, 2)) == 2:
            position["held-by"] = draw(
                st.lists(st.sampled_from(others), min_size=1, unique=True)
            )
        if draw(st.integers(0, 4)) == 4:
            position["readings"] = {
                "wide": {"default": True, "holds": claim()},
                "narrow": {"holds": claim()},
            }
        else:
            position["holds"] = claim()
        path = f"terms/positions/{position['party']}.yaml"
        files.setdefault(path, {"positions": []})["positions"].append(position)
    if draw(st.booleans()):
        files[DRAFT]["choices"] = {}
    if draw(st.integers(0, 3)) == 3:
        # So that some line is left with some of its holders only.
        some = st.lists(st.sampled_from(PARTIES), min_size=1, max_size=2, unique=True)
        files[DRAFT]["at-the-table"] = draw(some)
    return files

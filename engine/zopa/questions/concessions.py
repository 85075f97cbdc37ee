"""Minimal concession sets, the part of each party in them, and softer numbers that suffice."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.model import InShort
from zopa.model.conditions import Name
from zopa.model.evaluate import compares
from zopa.questions import Completeness, Question, by_size
from zopa.questions.thresholds import OPEN, numbers, tied, value_of
from zopa.solving import Stopped
from zopa.solving.mus import Cores
from zopa.solving.partition import Piece
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zopa.model.conditions import CompareTo, Condition, Operator, Relation, Value, With
    from zopa.model.context import Context
    from zopa.model.corpus import Attribute, Choice, Scenario
    from zopa.questions.thresholds import Number
    from zopa.solving.arithmetic import Word
    from zopa.solving.problem import Setter

__all__ = [
    "Ledger",
    "PartyStanding",
    "Shift",
    "concessions",
]


FIRST = 12
"""Concessions whose shifts are searched at once, so that a long search has some of them."""


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """The part of a party in the concession sets."""

    alone: bool
    """The party is sufficient alone: some concession has only positions that no other party at
    the table holds."""
    need_not_move: bool
    """Some concession contains no position of the party."""
    self_contradictory: bool
    """No agreement with the draft's choices respects all of its positions."""
    contradictory_by_themselves: bool
    """Its own positions conflict under every choice."""
    crossed: tuple[str, ...]
    """Its positions that the draft crosses, in corpus order."""


@dataclass(frozen=True, slots=True, repr=False)
class Ledger(InShort):
    """The answer to `concessions`."""

    zone: bool
    rules_contradict: bool
    concessions: tuple[tuple[str, ...], ...]
    """Smallest first, then by their positions; a single empty one if there is a deal."""
    parties: Mapping[str, PartyStanding]
    opposed: tuple[tuple[str, str], ...]
    """Pairs of parties whose positions together no agreement respects."""
    pivotal: tuple[str, ...]
    """Positions that are sufficient alone: a deal exists if they alone are waived."""
    responsibility: Mapping[str, Fraction]
    """For each position in a known concession, 1 over the size of its smallest one."""
    shifts: tuple[Shift, ...]
    """In the order of the concessions, then of the positions and their numbers."""
    unsearched: tuple[tuple[str, ...], ...]
    """Concessions whose shifts were not all searched: the time limit ended the search, or one
    of their numbers is in a relation."""
    completeness: Completeness
    """Of the concessions; all facts on parties, pairs and shifts are proved."""
    tied: tuple[tuple[str, ...], ...] = ()
    """The unsearched concessions with a number in a relation."""


def concessions(
    space: Space,
    scenario: Scenario,
    context: Context,
    *,
    limit: int | None = None,
    heard: Callable[[tuple[str, ...]], None] | None = None,
    shifts: bool = True,
) -> Ledger:
    """Find the minimal concessions, and their meaning for each party.

    Args:
        space: the scenarios; its `stop`, if set, ends the search early.
        scenario: the draft whose choices are kept.
        context: the assumptions.
        limit: maximum number of concessions to find.
        heard: called with each concession as it is found, its positions sorted.
        shifts: True to search for changes of numbers that suffice instead of dropping.

    Raises:
        Stopped: the space was told to end before the parties were checked.
    """
    question = Question(space, scenario, context)
    coherent = question.coherent
    zone = coherent and question.possible(question.lines.values())
    parties = question.parties()
    standings = {party: _standing(question, party, parties) for party in sorted(parties)}
    opposed = tuple(
        (one, other)
        for one, other in itertools.combinations(sorted(parties), 2)
        if not question.possible(question.respecting([*parties[one], *parties[other]]))
    )
    search = _Search(question, limit, heard, shifts=shifts and coherent and not zone)
    ordered = by_size(search.found)
    least: dict[str, int] = {}
    for each in reversed(ordered):
        least.update(dict.fromkeys(each, len(each)))
    return Ledger(
        zone=zone,
        rules_contradict=not coherent,
        concessions=tuple(ordered),
        parties=standings,
        opposed=opposed,
        pivotal=tuple(each[0] for each in ordered if len(each) == 1),
        responsibility={name: Fraction(1, size) for name, size in sorted(least.items())},
        shifts=tuple(shift for each in ordered for shift in search.shifts.get(each, ())),
        unsearched=tuple(
            each for each in ordered if each not in search.shifts or each in search.partly
        ),
        completeness=search.completeness,
        tied=tuple(each for each in ordered if each in search.partly),
    )


class _Search:
    """Search for the concessions, and for the shifts of each."""

    def __init__(
        self,
        question: Question,
        limit: int | None,
        heard: Callable[[tuple[str, ...]], None] | None,
        *,
        shifts: bool,
    ) -> None:
        self.found: list[tuple[str, ...]] = []
        self.shifts: dict[tuple[str, ...], Sequence[Shift]] = {}
        """The shifts of each concession, as far as there was time."""
        self.partly: set[tuple[str, ...]] = set()
        """Concessions with numbers that were not searched."""
        self.completeness = Completeness.PROVED
        self._space = question.space
        self._shifts = Shifts(question) if shifts else None
        try:
            for each in Cores(question.space, question.parts, question.assumed).concessions():
                if len(self.found) == limit:
                    self.completeness = Completeness.AT_LEAST
                    break
                self.found.append(tuple(sorted(each)))
                if heard is not None:
                    heard(self.found[-1])
                if len(self.found) <= FIRST:
                    self._look(self.found[-1])
        except Stopped:
            known = Completeness.AT_LEAST, Completeness.GAVE_UP
            self.completeness = known[not self.found]
        with contextlib.suppress(Stopped):
            if self._shifts is not None and self._space.stop is not None:
                self._space.stop.check()
            for names in by_size(self.found):
                self._look(names)

    def _look(self, names: tuple[str, ...]) -> None:
        if names not in self.shifts:
            self.shifts[names] = self._shifts.of(names) if self._shifts is not None else ()
            if self._shifts is not None and self._shifts.partial(names):
                self.partly.add(names)


def _standing(
    question: Question, party: str, parties: Mapping[str, Sequence[str]]
) -> PartyStanding:
    """The part of the party; it cannot alone drop a position that other parties hold too."""
    mine = question.respecting(parties[party])
    others = {name for other, names in parties.items() if other != party for name in names}
    own = question.possible(mine)
    return PartyStanding(
        alone=question.possible(question.respecting(x for x in question.lines if x in others)),
        need_not_move=own,
        self_contradictory=not own,
        contradictory_by_themselves=not (own or question.world.possible(mine)),
        crossed=tuple(name for name in parties[party] if name in question.crossed),
    )


# -- softening: another number is enough, all others unchanged ----------------


@dataclass(frozen=True, slots=True)
class Shift:
    """The smallest change of one number that makes dropping the position unnecessary."""

    concession: tuple[str, ...]
    """The concession, sorted; its other positions are dropped."""
    position: str
    place: int
    """Number of the number in the position, from 1 in the order of its condition."""
    entity: str | None
    """Entity of the compared attribute; None for a count, and for every entity of a type."""
    kind: str | None
    """The type of the quantified entities, if any."""
    attribute: str | None
    """The compared attribute; None for counts, for `blank` and in relations."""
    blank: tuple[str, str, str] | None
    """Issue, term and parameter whose value is compared, if any."""
    relation: Relation | CompareTo | None
    """The relation of the number, with the number that is enough; None outside relations."""
    operator: str
    stated: Value
    """The number as the position has it."""
    enough: Value
    """The number that is enough."""
    unit: str
    negated: bool
    """True if it is compared under an odd number of negations."""
    holds: Condition
    """The position's condition with the number that is enough."""
    written: str
    """The operator as the position has it; the other one is an equivalent bound."""


# -- the smallest change that is enough ---------------------------------------


class Shifts:
    """Search for the shifts of one concession after another."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._trial = _Trial(question.world.problem, question.scenario.choices)
        self._space = Space(self._trial)
        self._held = {each.id: each for each in question.held}
        self._numbers: dict[str, list[Number]] = {}
        self._nodes: dict[tuple[str, int, int], int] = {}

    def of(self, concession: Iterable[str]) -> list[Shift]:
        """For each number of its positions the nearest other one that is enough, if any.

        Only the number changes. The other positions of the concession are dropped, all others
        are respected, and the draft's choices stay.

        Raises:
            Stopped: the question was told to end first.
        """
        question = self._question
        self._space.stop = stop = question.space.stop
        if stop is not None:
            stop.check()  # positions without a number ask no questions
        dropped = tuple(sorted(concession))
        kept = question.respecting(name for name in question.lines if name not in dropped)
        found = []
        for name in dropped:
            for place, number in enumerate(self._numbers_of(name), 1):
                if self._related(number):
                    near = self._nearest(number, kept)
                    if near is not None:
                        found.append(self._shift(dropped, name, place, near))
                    continue
                if not self._searched(number):
                    continue
                for other in self._others(number):
                    node = self._node(name, place, other)
                    if self._space.possible([*question.assumed, *kept, node]):
                        found.append(self._shift(dropped, name, place, other))
                        break
        return found

    def partial(self, concession: Iterable[str]) -> bool:
        """True if a number of its positions is not searched, such as a factor."""
        return any(
            tied(self._held[name].reading.holds)
            or not all(map(self._searched, self._numbers_of(name)))
            for name in concession
        )

    def _related(self, number: Number) -> bool:
        """True if the number is compared in binary, with one that the solver finds."""
        words = self._trial.words.of
        if number.about is not None:
            return True
        if number.blank is not None:
            return number.blank in words
        setters = list(self._setters(number))
        return any(each.key in words for _, each in setters) and all(
            piece.low == piece.high or each.key in words for piece, each in setters
        )

    def _searched(self, number: Number) -> bool:
        """True if other numbers can be tried."""
        words = self._trial.words.of
        return self._related(number) or not any(
            each.key in words for _, each in self._setters(number)
        )

    def _setters(self, number: Number) -> Iterator[tuple[Piece, Setter]]:
        """The setters of the compared attribute, if any."""
        if number.attribute is not None:
            for entity in self._entities(number):
                for piece, setters in self._trial.setters(entity, number.attribute).items():
                    yield from ((piece, each) for each in setters)

    def _entities(self, number: Number) -> Sequence[str]:
        """Entities of the compared attribute."""
        if number.entity is not None:
            return [number.entity]
        corpus = self._question.space.problem.corpus
        return [str(each.id) for each in corpus.entities_of(number.kind or "")]

    def _nearest(self, number: Number, kept: Sequence[int]) -> int | None:
        """The nearest other number that is enough, in a tie the lesser; None if there is none.

        The solver finds it by bisection of the distance. `unlimited` is the number
        after the greatest.
        """
        domain = number.domain
        assert domain is not None  # noqa: S101  # the caller looked
        node, word = self._trial.opened(number, domain)
        facts = [*self._question.assumed, *kept, node]
        words = self._trial.words

        def within(low: int, high: int) -> bool:
            near = words.distance(
                word, max(low, number.least), min(high, word.domain.maximum or 0)
            )
            return self._space.possible([*facts, near])

        last = (domain.maximum or 0) + 1
        above = False
        if number.at < last <= number.most:
            unlimited = self._trial.node(number.put(last))
            above = self._space.possible([*facts[:-1], unlimited])
        apart = max(abs(number.at - number.least), abs(last - 1 - number.at))
        if not within(number.at - apart, number.at + apart):
            return last if above else None
        least = 0
        while apart - least > 1:
            middle = (least + apart) // 2
            if within(number.at - middle, number.at + middle):
                apart = middle
            else:
                least = middle
        if above and last - number.at < apart:
            return last
        lesser = number.at - apart
        return lesser if within(lesser, lesser) else number.at + apart

    def _numbers_of(self, name: str) -> list[Number]:
        if name not in self._numbers:
            corpus = self._question.space.problem.corpus
            self._numbers[name] = list(numbers(corpus, self._held[name].reading.holds))
        return self._numbers[name]

    def _node(self, name: str, place: int, other: int) -> int:
        key = name, place, other
        if key not in self._nodes:
            self._nodes[key] = self._trial.node(self._numbers[name][place - 1].put(other))
        return self._nodes[key]

    def _others(self, number: Number) -> list[int]:
        """Other numbers that can have another effect, nearest first; in a tie the lesser first.

        Between two neighbouring ends of ranges of the attribute, all numbers have the same
        effect. The nearest of them is beside an end, as the stated number is not enough.
        """
        if number.attribute is None and number.blank is None:
            every: Iterable[int] = range(number.least, number.most + 1)
        else:
            ends = set(self._ends(number))
            every = {each + step for each in ends for step in (-1, 0, 1)}
            every |= {number.at - 1, number.at + 1, number.least, number.most}
        inside = {x for x in every if number.least <= x <= number.most} - {number.at}
        return sorted(inside, key=lambda each: (abs(each - number.at), each))

    def _ends(self, number: Number) -> Iterator[int]:
        domain = number.domain
        assert domain is not None  # noqa: S101  # the caller looked
        pieces = itertools.chain.from_iterable(
            [self._trial.pieces_near(number.blank)]
            if number.blank is not None
            else (
                self._trial.ranges_of(entity, number.attribute or "")
                for entity in self._entities(number)
            )
        )
        for piece in pieces:
            for end in (piece.low, piece.high):
                found = domain.typed(end)
                yield (domain.maximum or 0) + 1 if isinstance(found, str) else int(found)

    def _shift(self, dropped: tuple[str, ...], name: str, place: int, other: int) -> Shift:
        number = self._numbers[name][place - 1]
        return Shift(
            concession=dropped,
            position=name,
            place=place,
            entity=number.entity,
            kind=number.kind,
            attribute=number.attribute,
            blank=number.blank,
            relation=None if number.about is None else number.about(other),
            operator=number.operator,
            stated=number.stated,
            enough=value_of(number, other),
            unit="" if number.domain is None else number.domain.unit,
            negated=number.negated,
            holds=number.put(other),
            written=number.written,
        )


class _Trial(Problem):
    """The problem with room for conditions that the corpus does not have.

    A number that no condition of the corpus has cuts no range. If a parameter may be on either
    side of it within a piece, a new input chooses the side. The trial has a separate circuit,
    whose nodes extend those of the problem. The problem itself does not change.
    """

    def __init__(self, problem: Problem, near: Mapping[str, Choice]) -> None:
        self.__dict__.update(problem.__dict__)
        self.circuit = problem.circuit.copy()
        # What is kept of comparisons names nodes: of this circuit alone from here on.
        self.words = problem.words.beside(self)
        self._compared = dict(self._compared)
        self._kept = dict(self._kept)
        self._judges = dict(self._judges)
        self._values = dict(self._values)
        self._near = near
        self._sides: dict[tuple[object, ...], int] = {}

    def ranges_of(self, entity: str, attribute: str) -> Iterator[Piece]:
        """The possible values of the attribute, near the draft."""
        baseline = self.corpus.entities[entity].baseline[attribute]
        yield Piece(baseline, baseline)
        for piece, setters in self._setters.get((entity, attribute), {}).items():
            for setter in setters:
                yield setter.narrowed(piece, self._near)

    def pieces_near(self, blank: tuple[str, str, str]) -> Iterator[Piece]:
        """The possible values of a parameter, near the draft."""
        issue, term, parameter = blank
        for piece in self.pieces_of(*blank):
            yield self._narrowed(issue, term, parameter, piece)

    def _narrowed(self, issue: str, term: str, parameter: str, piece: Piece) -> Piece:
        """The piece, or the one value in it that the draft gives the parameter."""
        for pick in self._near[issue].picks if issue in self._near else ():
            value = pick.parameters.get(Name(parameter)) if pick.term == term else None
            if value is not None and value in piece:
                return Piece(value, value)
        return piece

    def opened(self, number: Number, domain: Attribute) -> tuple[int, Word]:
        """The node of a condition with any number in this place, and that number."""
        assert number.open is not None  # noqa: S101  # the caller looked
        wide = dataclasses.replace(
            domain, minimum=number.least, maximum=domain.maximum, step=1, unlimited=False
        )
        word = self.words.asked(OPEN, wide)
        return self.node(number.open), word

    def _meeting(self, condition: With, domain: Attribute) -> Iterator[int]:
        issue, term, name = map(str, (condition.issue, condition.term, condition.parameter))
        if (issue, term, name) in self.words.of:
            yield from super()._meeting(condition, domain)
            return
        against = tuple(map(domain.typed, condition.values))
        for piece, node in self.pieces_of(issue, term, name).items():
            here = self._narrowed(issue, term, name, piece)
            found = {
                compares(domain, condition.operator, against, each)
                for each in _telling(here, against)
            }
            if len(found) > 1:
                key = (issue, term, name, here, condition.operator, against)
                yield self.circuit.all((node, self._side_of(key)))
            elif True in found:
                yield node

    def _deciding(
        self,
        entity: str,
        attribute: str,
        operator: Operator,
        against: tuple[Value, ...],
        *,
        baseline: bool,
    ) -> Iterator[int]:
        declared = self.corpus.attribute(entity, attribute)
        for piece, setters in self._setters.get((entity, attribute), {}).items():
            for setter in setters:
                if piece.number and setter.key is not None and setter.key in self.words.of:
                    meets = self.words.compared(setter.key, operator, against)
                    yield self.circuit.all((setter.node, -meets if baseline else meets))
                    continue
                here = setter.narrowed(piece, self._near)
                found = {
                    compares(declared, operator, against, each)
                    for each in _telling(here, against)
                }
                if len(found) > 1:
                    side = self._side(setter, here, operator, against)
                    yield self.circuit.all((setter.node, -side if baseline else side))
                elif baseline not in found:
                    yield setter.node

    def _side(
        self, setter: Setter, piece: Piece, operator: Operator, against: tuple[Value, ...]
    ) -> int:
        """The node of the parameter's value in the piece meeting the comparison."""
        variable, option = setter.variable, setter.option
        return self._side_of(
            (variable.issue, option.term, setter.parameter, piece, operator, against)
        )

    def _side_of(self, key: tuple[object, ...]) -> int:
        if key not in self._sides:
            self._sides[key] = self.circuit.input()
        return self._sides[key]


def _telling(piece: Piece, against: Sequence[Value]) -> set[Value]:
    """Values that decide for the piece: a comparison true of them is true of all of it."""
    steps = (-piece.step, 0, piece.step)
    near = {x + step for x in against if isinstance(x, int) for step in steps}
    inside = (each for each in near if each in piece)
    return {piece.low, piece.high, *inside}

"""What is enough short of dropping a position: another number in it, all others as they are."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from zopa.model.conditions import (
    All,
    Any,
    Blank,
    Chosen,
    Compare,
    CompareTo,
    Count,
    CountEntities,
    If,
    Is,
    MemberOf,
    Name,
    Not,
    Of,
    Operator,
    OwnedBy,
    Relation,
    Silent,
    Test,
    Undecided,
    With,
    spoken_of,
)
from zopa.model.corpus import UNLIMITED
from zopa.model.evaluate import compares
from zopa.solving.partition import Piece
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zopa.model.conditions import Condition, Predicate, Value
    from zopa.model.corpus import Attribute, Choice, Corpus
    from zopa.questions.question import Question
    from zopa.solving.problem import Setter
    from zopa.solving.words import Word

__all__ = ["Number", "Shift", "Shifts", "numbers"]


@dataclass(frozen=True, slots=True)
class Shift:
    """The smallest change of one number of a position that stands for dropping the position."""

    concession: tuple[str, ...]
    """The concession, sorted; all others of it are dropped."""
    position: str
    place: int
    """Which of the position's numbers it is, from 1 in the order of its condition."""
    entity: str | None
    """Whose attribute is compared; None of a count, and of every entity of a type."""
    kind: str | None
    """The type of the entities that are quantified over, if any are."""
    attribute: str | None
    """What is compared; None where the number says how many, and of `blank`."""
    blank: tuple[str, str, str] | None
    """Issue, term and parameter whose value is compared, if one is."""
    operator: str
    stated: Value
    """The number as the position has it."""
    enough: Value
    """The one that is enough."""
    unit: str


# -- the numbers of a condition -----------------------------------------------

OPEN = Blank(Name("\0"), Name("\0"), Name("\0"))
"""Stands for a number that is looked for; no file can say it."""
LOOSENED = {Operator.ABOVE: Operator.AT_LEAST, Operator.BELOW: Operator.AT_MOST}
"""What says the same of whole numbers, one number on."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that stands somewhere in a condition."""

    entity: str | None
    kind: str | None
    attribute: str | None
    blank: tuple[str, str, str] | None
    operator: str
    stated: Value
    at: int
    """Where it stands among the numbers that could stand there."""
    least: int
    most: int
    put: Callable[[int], Condition]
    """The condition with another number instead; `above` and `below` become bounds."""
    open: Condition | None = None
    """The condition with `OPEN` instead, where relations can say the same."""


def numbers(corpus: Corpus, condition: Condition) -> Iterator[Number]:
    """Every number of the condition that can be another one, in the order of its parts.

    Comparisons of attributes that are numbers, at any depth; how many must be, where the
    author wrote it. `unlimited` is the number after the greatest.
    """
    yield from _of_condition(corpus, condition, lambda whole: whole)


_Put: TypeAlias = "Callable[[Condition], Condition]"


def _of_condition(corpus: Corpus, condition: Condition, put: _Put) -> Iterator[Number]:
    match condition:
        case Not(part):
            yield from _of_condition(corpus, part, lambda x: put(Not(x)))
        case If(when, then, otherwise):
            yield from _of_condition(corpus, when, lambda x: put(If(x, then, otherwise)))
            yield from _of_condition(corpus, then, lambda x: put(If(when, x, otherwise)))
            if otherwise is not None:
                yield from _of_condition(corpus, otherwise, lambda x: put(If(when, then, x)))
        case All(parts) | Any(parts) | Count(parts=parts):
            if isinstance(condition, Count):
                yield _how_many(condition, None, len(parts), put)
            for place, part in enumerate(parts):
                yield from _of_condition(corpus, part, _in_parts(condition, place, put))
        case Test(entity, holds):
            yield from _of_predicate(
                corpus,
                holds,
                lambda x: put(Test(entity, x)),
                entity=str(entity),
                kind=str(corpus.entities[entity].type),
            )
        case CountEntities(kind=kind, where=where, holds=holds):
            if condition.written:
                most = sum(1 for _ in corpus.entities_of(kind))
                yield _how_many(condition, str(kind), most, put)
            yield from _of_predicate(
                corpus,
                where,
                lambda x: put(dataclasses.replace(condition, where=x)),
                kind=str(kind),
            )
            yield from _of_predicate(
                corpus,
                holds,
                lambda x: put(dataclasses.replace(condition, holds=x)),
                kind=str(kind),
            )
        case With():
            yield from _of_with(corpus, condition, put)
        case Chosen() | Relation() | Silent() | Undecided():
            pass


def _of_with(corpus: Corpus, condition: With, put: _Put) -> Iterator[Number]:
    """The numbers that a parameter, or the value of an issue, is compared with."""
    issue = corpus.issues[condition.issue]
    declared = issue.terms[condition.term].parameters[condition.parameter].domain
    if not declared.number:
        return
    above = declared.unlimited or (issue.answer is not None and UNLIMITED in issue.terms)
    operator = LOOSENED.get(condition.operator, condition.operator)
    beyond = {Operator.ABOVE: 1, Operator.BELOW: -1}.get(condition.operator, 0)
    for place, stated in enumerate(condition.values):

        def instead(number: int, place: int = place) -> Condition:
            value = _value(declared, number)
            values = (*condition.values[:place], value, *condition.values[place + 1 :])
            return put(dataclasses.replace(condition, operator=operator, values=values))

        yield Number(
            entity=None,
            kind=None,
            attribute=None,
            blank=(str(condition.issue), str(condition.term), str(condition.parameter)),
            operator=str(operator),
            stated=declared.typed(stated),
            at=_number(declared, stated) + beyond,
            least=declared.minimum or 0,
            most=(declared.maximum or 0) + above,
            put=instead,
            open=put(_opened(condition, operator, place)),
        )


def _opened(condition: With, operator: Operator, place: int) -> Condition:
    """The comparison with `OPEN` in the place of one of its values."""
    blank = Blank(condition.issue, condition.term, condition.parameter)
    found = Relation(blank, Operator.IS if operator == Operator.IN else operator, OPEN)
    rest = (*condition.values[:place], *condition.values[place + 1 :])
    return Any((found, dataclasses.replace(condition, values=rest))) if rest else found


def _in_parts(condition: All | Any | Count, place: int, put: _Put) -> _Put:
    """How a part of the condition is replaced."""

    def replaced(part: Condition) -> Condition:
        parts = (*condition.parts[:place], part, *condition.parts[place + 1 :])
        return put(dataclasses.replace(condition, parts=parts))

    return replaced


def _how_many(
    condition: Count | CountEntities, kind: str | None, most: int, put: _Put
) -> Number:
    return Number(
        entity=None,
        kind=kind,
        attribute=None,
        blank=None,
        operator=str(condition.how),
        stated=condition.number,
        at=condition.number,
        least=0,
        most=most,
        put=lambda number: put(dataclasses.replace(condition, number=number)),
    )


def _of_predicate(
    corpus: Corpus,
    predicate: Predicate,
    put: Callable[[Predicate], Condition],
    *,
    kind: str,
    entity: str | None = None,
) -> Iterator[Number]:
    match predicate:
        case Of(how, parts):
            for place, part in enumerate(parts):
                yield from _of_predicate(
                    corpus,
                    part,
                    lambda x, place=place: put(  # type: ignore[misc]  # inferred from `put`
                        Of(how, (*parts[:place], x, *parts[place + 1 :]))
                    ),
                    kind=kind,
                    entity=entity,
                )
        case Compare(attribute=attribute):
            declared = corpus.entity_types[kind].attributes[attribute]
            if declared.number:
                yield from _of_comparison(predicate, declared, put, kind=kind, entity=entity)
        case CompareTo() | Is() | OwnedBy() | MemberOf():
            pass


def _of_comparison(
    compare: Compare,
    declared: Attribute,
    put: Callable[[Predicate], Condition],
    *,
    kind: str,
    entity: str | None,
) -> Iterator[Number]:
    operator = LOOSENED.get(compare.operator, compare.operator)
    beyond = {Operator.ABOVE: 1, Operator.BELOW: -1}.get(compare.operator, 0)
    for place, stated in enumerate(compare.values):

        def instead(number: int, place: int = place) -> Condition:
            value = _value(declared, number)
            values = (*compare.values[:place], value, *compare.values[place + 1 :])
            return put(Compare(compare.attribute, operator, values, compare.span))

        yield Number(
            entity=entity,
            kind=None if entity is not None else kind,
            attribute=str(compare.attribute),
            blank=None,
            operator=str(operator),
            stated=declared.typed(stated),
            at=_number(declared, stated) + beyond,
            least=declared.minimum or 0,
            most=(declared.maximum or 0) + declared.unlimited,
            put=instead,
        )


def _number(declared: Attribute, value: Value) -> int:
    found = declared.typed(value)
    return (declared.maximum or 0) + 1 if isinstance(found, str) else int(found)


def _value(declared: Attribute, number: int) -> Value:
    return UNLIMITED if number > (declared.maximum or 0) else declared.at(number)


# -- the smallest change that is enough ---------------------------------------


class Shifts:
    """Finds the shifts of one concession after the other."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._trial = _Trial(question.world.problem, question.scenario.choices)
        self._space = Space(self._trial)
        self._held = {each.id: each for each in question.held}
        self._numbers: dict[str, list[Number]] = {}
        self._nodes: dict[tuple[str, int, int], int] = {}

    def of(self, concession: Iterable[str]) -> list[Shift]:
        """For each number of its positions the nearest other one that is enough, if one is.

        The number alone is another one: the other positions of the concession are
        dropped, all others hold, and the draft's choices stay.

        Raises:
            Stopped: the question was told to end first.
        """
        question = self._question
        self._space.stop = stop = question.space.stop
        if stop is not None:
            stop.check()  # positions without a number ask nothing
        dropped = tuple(sorted(concession))
        kept = question.respecting(name for name in question.lines if name not in dropped)
        found = []
        for name in dropped:
            for place, number in enumerate(self._numbers_of(name), 1):
                if number.blank is not None and number.blank in self._trial.words.of:
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
        """True if a number of its positions stands in a relation: those are not searched."""
        return any(
            any(True for _ in spoken_of(self._held[name].reading.holds))
            or not all(map(self._searched, self._numbers_of(name)))
            for name in concession
        )

    def _searched(self, number: Number) -> bool:
        """Whether other numbers can be tried: no attribute is compared that relations set."""
        if number.attribute is None:
            return True
        corpus, words = self._question.space.problem.corpus, self._trial.words.of
        entities = (
            [number.entity]
            if number.entity is not None
            else [str(each.id) for each in corpus.entities_of(number.kind or "")]
        )
        return not any(
            setter.key in words
            for entity in entities
            for setters in self._trial.setters(entity, number.attribute).values()
            for setter in setters
        )

    def _nearest(self, number: Number, kept: Sequence[int]) -> int | None:
        """The nearest other number that is enough, of two as near the lesser; None without one.

        The solver chooses it, within a distance that is halved. `unlimited` is the number
        after the greatest.
        """
        assert number.blank is not None  # noqa: S101  # the caller looked
        domain = _domain(self._question.space.problem.corpus, number.blank)
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
        """Other numbers, the nearest first and of two as near the lesser, that can differ.

        Between two neighbouring ends of ranges that the attribute can be in all numbers do
        the same; the nearest of these is one beside an end, for the stated one is not enough.
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
        corpus = self._question.space.problem.corpus
        if number.blank is not None:
            domain = _domain(corpus, number.blank)
            for piece in self._trial.pieces_near(number.blank):
                yield _number(domain, piece.low)
                yield _number(domain, piece.high)
            return
        entities = (
            [number.entity]
            if number.entity is not None
            else [str(each.id) for each in corpus.entities_of(number.kind or "")]
        )
        for entity in entities:
            declared = corpus.attribute(entity, number.attribute or "")
            for piece in self._trial.ranges_of(entity, number.attribute or ""):
                yield _number(declared, piece.low)
                yield _number(declared, piece.high)

    def _shift(self, dropped: tuple[str, ...], name: str, place: int, other: int) -> Shift:
        corpus = self._question.space.problem.corpus
        number = self._numbers[name][place - 1]
        declared: Attribute | None = None
        if number.attribute is not None:
            kind = number.kind or str(corpus.entities[number.entity or ""].type)
            declared = corpus.entity_types[kind].attributes[number.attribute]
        elif number.blank is not None:
            declared = _domain(corpus, number.blank)
        return Shift(
            concession=dropped,
            position=name,
            place=place,
            entity=number.entity,
            kind=number.kind,
            attribute=number.attribute,
            blank=number.blank,
            operator=number.operator,
            stated=number.stated,
            enough=other if declared is None else _value(declared, other),
            unit="" if declared is None else declared.unit,
        )


def _domain(corpus: Corpus, blank: tuple[str, str, str]) -> Attribute:
    issue, term, parameter = blank
    return corpus.issues[issue].terms[term].parameters[parameter].domain


class _Trial(Problem):
    """The problem with room for conditions that the corpus does not have.

    A number that no condition of the corpus has cuts no range; where a parameter may be
    on either side of it within a piece, a new input says on which. It grows a circuit of
    its own, whose nodes are those of the problem and more; the problem learns none of them.
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
        """The values that the attribute can come to have, near the draft."""
        baseline = self.corpus.entities[entity].baseline[attribute]
        yield Piece(baseline, baseline)
        for piece, setters in self._setters.get((entity, attribute), {}).items():
            for setter in setters:
                yield setter.narrowed(piece, self._near)

    def pieces_near(self, blank: tuple[str, str, str]) -> Iterator[Piece]:
        """The values that a parameter can have, near the draft."""
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
    """Values of the piece such that a comparison that is true of all of them is true of it."""
    steps = (-piece.step, 0, piece.step)
    near = {x + step for x in against if isinstance(x, int) for step in steps}
    inside = (each for each in near if each in piece)
    return {piece.low, piece.high, *inside}

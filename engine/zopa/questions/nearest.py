"""Which decisions are nearest to those of a draft, so that some condition holds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from zopa.model.conditions import Name, Operator
from zopa.model.corpus import UNLIMITED
from zopa.solving.arithmetic import Linear
from zopa.solving.mus import Cores

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.model.conditions import Value
    from zopa.model.corpus import Choice, Parameter
    from zopa.solving.problem import Variable, VariableValue
    from zopa.solving.space import Space
    from zopa.solving.words import Word

__all__ = ["Becoming", "Nearest", "VariableOutcome", "Way"]

WHOLE = Fraction(1)
"""How far a number moves that is given up, or that becomes or was `unlimited`."""


@dataclass(frozen=True)
class VariableOutcome:
    """What a variable can become, numbers that the draft does not give left aside."""

    nodes: tuple[int, ...]
    """Those of its options."""
    others: tuple[int, ...]
    """The literals that say that it has none of the other options."""
    moved: Fraction
    """How far that moves the numbers that the draft gives."""
    number: bool = False
    """Whether it is the number of a variable that stands in relations; the nodes say which."""


Becoming: TypeAlias = tuple[VariableOutcome, ...]
"""What an issue becomes: an outcome of each of its variables."""


@dataclass(frozen=True, slots=True)
class Way:
    """One of the nearest ways to decide otherwise."""

    issues: Mapping[str, Becoming]
    """What the issues become that change, in corpus order."""
    given: tuple[int, ...]
    """The literals of the scenarios that are decided in this way."""


class Nearest:
    """The ways to decide otherwise that are nearest to a draft, where some are needed.

    Those are nearest that change the fewest issues, and of these the ones that move the
    draft's numbers least: each by its part of its range. The fewest issues are a least
    concession among the draft's own choices; all of them then differ, or fewer would
    have done.
    """

    def __init__(
        self,
        space: Space,
        choices: Mapping[str, Choice],
        wanted: Sequence[int],
        *,
        most: int,
    ) -> None:
        """Make ready to ask.

        Args:
            space: the scenarios; its `stop` is obeyed. What is found first depends on what
                it was asked before, where there are more ways than are looked for.
            choices: the draft's that may change.
            wanted: literals that are to hold; they can.
            most: how many sets of issues are looked for.
        """
        self.space = space
        self._choices = choices
        self._wanted = list(wanted)
        self._most = most
        self._facts = {issue: space.problem.fixed(each) for issue, each in choices.items()}
        self.sets: list[frozenset[str]] = []
        """The sets of issues that are to change, as far as they were looked for."""
        self.cut = False
        """Whether there are more of them than were to be looked for."""
        self._least: Fraction | None = None

    @property
    def moved(self) -> Fraction | None:
        """How far the ways move numbers; None where none stands in an issue that changes."""
        return self._least if self.numbers else None

    @property
    def numbers(self) -> bool:
        """Whether a number of the draft stands in an issue that changes."""
        issues = frozenset[str]().union(*self.sets)
        if any(self._apart(issue) for issue in issues):
            return True
        return any(out.moved for issue in issues for each in self._of(issue) for out in each)

    def ways(self) -> Iterator[Way]:
        """Each once; by the issues that change, then by what they become, in corpus order.

        Raises:
            Stopped: the space was told to end first.
        """
        for dropped in Cores(self.space, self._facts, self._wanted).concessions():
            if self.sets and len(dropped) > len(self.sets[0]):
                break
            if len(self.sets) == self._most:
                self.cut = True
                break
            self.sets.append(dropped)
        corpus = self.space.problem.corpus
        places = {str(issue): place for place, issue in enumerate(corpus.issues)}
        ordered = sorted(
            (sorted(each, key=places.__getitem__) for each in self.sets),
            key=lambda each: [places[issue] for issue in each],
        )
        for issues in ordered:
            self._approach(issues)
        for issues in ordered:
            yield from self._within(issues)

    def keeping(self, issues: Sequence[str]) -> tuple[int, ...]:
        """The literals of the scenarios that are as wanted and keep all but these choices."""
        kept = (
            each for name in self._facts if name not in issues for each in self._facts[name]
        )
        return (*self._wanted, *kept)

    def _approach(self, issues: Sequence[str]) -> None:
        """See whether numbers need move less if these issues change; branch and bound."""
        given = self.keeping(issues)
        costs = {
            node: outcome.moved
            for issue in issues
            for outcomes in self._of(issue)
            for outcome in outcomes
            for node in outcome.nodes
            if outcome.moved
        }
        costs |= {node: cost for issue in issues for cost, node in self._apart(issue)}
        waiting = [(given, Fraction(0), costs)]
        while waiting:
            assumed, spent, left = waiting.pop()
            if self._least is not None and spent >= self._least:
                continue
            dear = [
                -node
                for node, cost in left.items()
                if self._least is not None and spent + cost >= self._least
            ]
            if not self.space.possible([*assumed, *dear]):
                continue
            true = self.space.witness().true
            paid = {node: cost for node, cost in left.items() if node in true}
            self._least = spent + sum(paid.values())
            if not paid:
                continue
            dearest = max(paid, key=lambda node: (paid[node], node))
            rest = {node: cost for node, cost in left.items() if node != dearest}
            waiting.append(((*assumed, dearest), spent + paid[dearest], rest))
            waiting.append(((*assumed, -dearest), spent, rest))

    def _within(self, issues: Sequence[str]) -> Iterator[Way]:
        """The ways that change these issues and move numbers as little as any do."""
        variables = [each for issue in issues for each in self._of(issue)]
        if any(self._apart(issue) for issue in issues):
            yield from self._within_numbers(issues, variables)
            return
        sizes = [len(self._of(issue)) for issue in issues]
        for taken, given in self._decided(self.keeping(issues), variables, Fraction(0)):
            left = iter(taken)
            becoming = {
                issue: tuple(next(left) for _ in range(size))
                for issue, size in zip(issues, sizes, strict=True)
            }
            yield Way(becoming, given)

    def _within_numbers(
        self, issues: Sequence[str], variables: Sequence[Sequence[VariableOutcome]]
    ) -> Iterator[Way]:
        """The same where numbers in relations move: one way for each value that they take."""
        words = self.space.problem.words
        costs = [
            (outcome.moved, node)
            for outcomes in variables
            for outcome in outcomes
            for node in outcome.nodes
            if outcome.moved
        ]
        costs += [each for issue in issues for each in self._apart(issue)]
        spent, least = Linear(terms=tuple(costs)), Linear(self._least or Fraction(0))
        near = words.arithmetic.compare(spent, Operator.AT_MOST, least)
        numbers = [word for issue in issues for word, _ in self._stated(issue)]
        for taken, given in self._decided((*self.keeping(issues), near), variables, None):
            left = iter(taken)
            becoming = {issue: tuple(next(left) for _ in self._of(issue)) for issue in issues}
            found: list[tuple[int, ...]] = []
            told: list[int] = []
            while self.space.possible([*given, *told]):
                true = self.space.witness().true
                bits = tuple(
                    bit if bit in true else -bit for word in numbers for bit in word.bits[::-1]
                )
                found.append(bits)
                told.append(-self.space.problem.circuit.all(bits))
                if len(found) > self._most:
                    break
            for bits in sorted(found, key=lambda each: [bit > 0 for bit in each]):
                said = {
                    issue: (*each, *self._numbers_in(issue, bits))
                    for issue, each in becoming.items()
                }
                yield Way(said, (*given, *bits))

    def _numbers_in(self, issue: str, bits: Sequence[int]) -> Iterator[VariableOutcome]:
        """The numbers of an issue that some bits say, as outcomes of their own."""
        for word, _ in self._stated(issue):
            mine = tuple(each for each in bits if abs(each) in word.bits)
            yield VariableOutcome(mine, (), WHOLE, number=True)

    def _stated(self, issue: str) -> list[tuple[Word, int]]:
        """The numbers in relations that the draft gives, each with its steps."""
        picks = {str(pick.term): pick for pick in self._choices[issue].picks}
        found: list[tuple[Word, int]] = []
        for (name, term, parameter), word in self.space.problem.words.of.items():
            value = picks[term].parameters.get(Name(parameter)) if term in picks else None
            if name == issue and isinstance(value, int):
                found.append((word, (int(value) - word.low) // word.domain.step))
        return found

    def _apart(self, issue: str) -> Sequence[tuple[Fraction, int]]:
        """How far the numbers in relations move, as nodes with what each of them adds."""
        if issue not in self._far_bits:
            circuit = self.space.problem.circuit
            arithmetic = self.space.problem.words.arithmetic
            self._far_bits[issue] = [
                (_part(word, place), circuit.all((word.chosen, bit)))
                for word, steps in self._stated(issue)
                if word.most
                for place, bit in enumerate(arithmetic.apart(word.bits, steps))
            ]
            # So that every witness shows how far it is.
            self.space.define(node for _, node in self._far_bits[issue])
        return self._far_bits[issue]

    def _decided(
        self,
        given: tuple[int, ...],
        variables: Sequence[Sequence[VariableOutcome]],
        spent: Fraction | None,
    ) -> Iterator[tuple[tuple[VariableOutcome, ...], tuple[int, ...]]]:
        """Every way to decide the variables, with the literals that then hold.

        Where nothing is said of what is spent, what is given says how far is too far.
        """
        least = self._least or Fraction(0)
        dear = [
            -node
            for outcomes in variables
            for outcome in outcomes
            if spent is not None and spent + outcome.moved > least
            for node in outcome.nodes
        ]
        nodes = [node for outcomes in variables for each in outcomes for node in each.nodes]
        shown = self.space.reachable([*given, *dear], nodes)
        taken: tuple[VariableOutcome, ...] = ()
        for place, outcomes in enumerate(variables):
            either = [each for each in outcomes if not shown.isdisjoint(each.nodes)]
            if not either:
                return
            if len(either) > 1:
                rest = variables[place + 1 :]
                for each in either:
                    then_spent = None if spent is None else spent + each.moved
                    further = self._decided((*given, *each.others), rest, then_spent)
                    yield from (((*taken, each, *more), then) for more, then in further)
                return
            taken = (*taken, either[0])
            given = (*given, *either[0].others)
            spent = None if spent is None else spent + either[0].moved
        if spent is None or spent == least:
            yield taken, given

    def _of(self, issue: str) -> Sequence[Sequence[VariableOutcome]]:
        """For each variable of the issue what it can become."""
        if issue not in self._outcomes:
            variables = self.space.problem.issue_variables(issue)
            self._outcomes[issue] = [self._become(each) for each in variables]
        return self._outcomes[issue]

    @cached_property
    def _outcomes(self) -> dict[str, Sequence[Sequence[VariableOutcome]]]:
        return {}

    @cached_property
    def _far_bits(self) -> dict[str, Sequence[tuple[Fraction, int]]]:
        return {}

    def _become(self, variable: Variable) -> Sequence[VariableOutcome]:
        nodes: dict[object, list[int]] = {}
        moved: dict[object, Fraction] = {}
        for option, node in zip(variable.options, variable.nodes, strict=True):
            key, far = self._moved(variable, option)
            nodes.setdefault(key, []).append(node)
            moved[key] = far
        return [
            VariableOutcome(
                tuple(mine),
                tuple(-each for each in variable.nodes if each not in mine)
                if len(mine) > 1
                else tuple(mine),
                moved[key],
            )
            for key, mine in nodes.items()
        ]

    def _moved(self, variable: Variable, option: VariableValue) -> tuple[object, Fraction]:
        """What an option is, numbers that the draft does not give left aside; how far it is."""
        terms = self.space.problem.corpus.issues[variable.issue].terms
        key: list[Value | None] = [option.term]
        far = Fraction(0)
        stated: Mapping[str, Value] = {}
        for pick in self._choices[variable.issue].picks:
            numbers = {
                str(name): value
                for name, value in pick.parameters.items()
                if terms[pick.term].parameters[name].domain.number
            }
            if pick.term == option.term:
                stated = numbers
            elif variable.term in {None, pick.term}:
                far += len(numbers) * WHOLE
        parameters = terms[option.term].parameters if option.term is not None else {}
        for name, parameter in parameters.items():
            piece = option.pieces[name]
            if (
                piece.number
                and (variable.issue, str(option.term), name) in self.space.problem.words.of
            ):
                key.append(None)  # how far it moves its bits say
                continue
            value = piece.nearest(stated.get(name))
            number = parameter.domain.number and value != UNLIMITED
            key.append(None if number and name not in stated else value)
            if name in stated:
                far += _far(stated[name], value, parameter)
        return tuple(key), far


def _part(word: Word, place: int) -> Fraction:
    """Which part of its range a bit of a number's steps is."""
    return Fraction(word.domain.step << place, (word.domain.maximum or 0) - word.low)


def _far(here: Value, there: Value, parameter: Parameter) -> Fraction:
    """How far apart two values of a number are, as a part of its range."""
    if here == there:
        return Fraction(0)
    if not isinstance(here, int) or not isinstance(there, int):
        return WHOLE
    domain = parameter.domain
    return Fraction(abs(here - there), (domain.maximum or 0) - (domain.minimum or 0))

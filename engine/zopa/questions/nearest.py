"""The nearest changes of a draft's choices under which a condition is true."""

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
    from zopa.solving.arithmetic import Word
    from zopa.solving.problem import Variable, VariableValue
    from zopa.solving.space import Space

__all__ = ["Becoming", "Nearest", "VariableOutcome", "Way"]

WHOLE = Fraction(1)
"""Distance of a number that is given up, or that becomes or was `unlimited`."""


@dataclass(frozen=True)
class VariableOutcome:
    """A possible value of a variable; numbers that the draft does not give are ignored."""

    nodes: tuple[int, ...]
    """The nodes of its options."""
    others: tuple[int, ...]
    """The literals that exclude its other options."""
    moved: Fraction
    """Distance by which this moves the numbers that the draft gives."""
    number: bool = False
    """True if it is the number of a variable in relations; the nodes give its value."""


Becoming: TypeAlias = tuple[VariableOutcome, ...]
"""The change of an issue: an outcome of each of its variables."""


@dataclass(frozen=True, slots=True)
class Way:
    """One of the nearest ways to change the draft."""

    issues: Mapping[str, Becoming]
    """The outcomes of the issues that change, in corpus order."""
    given: tuple[int, ...]
    """The literals of the scenarios with these decisions."""


class Nearest:
    """The nearest ways to change a draft, if a change is needed.

    They change the fewest issues, and among those move the draft's numbers least: each by its
    part of its range. The fewest issues are a smallest concession among the draft's own
    choices. All of them then differ, as otherwise fewer would be enough.
    """

    def __init__(
        self,
        space: Space,
        choices: Mapping[str, Choice],
        wanted: Sequence[int],
        *,
        most: int,
    ) -> None:
        """Prepare the search.

        Args:
            space: the scenarios; its `stop` is obeyed. If there are more ways than `most`, the
                first results depend on its earlier questions.
            choices: the choices of the draft that may change.
            wanted: literals that must hold; a scenario with all of them must exist.
            most: maximum number of sets of issues to find.
        """
        self.space = space
        self._choices = choices
        self._wanted = list(wanted)
        self._most = most
        self._facts = {issue: space.problem.fixed(each) for issue, each in choices.items()}
        self.sets: list[frozenset[str]] = []
        """The sets of issues to change, as far as they were searched."""
        self.cut = False
        """True if there are more of them than the search covers."""
        self._least: Fraction | None = None

    @property
    def moved(self) -> Fraction | None:
        """Distance by which the ways move numbers; None if no changed issue has a number."""
        return self._least if self.numbers else None

    @property
    def numbers(self) -> bool:
        """True if a changed issue has a number of the draft."""
        issues = frozenset[str]().union(*self.sets)
        if any(self._apart(issue) for issue in issues):
            return True
        return any(out.moved for issue in issues for each in self._of(issue) for out in each)

    def ways(self) -> Iterator[Way]:
        """Yield each way once; by the changed issues, then by their outcomes, in corpus order.

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
        """Literals of the wanted scenarios that keep all choices except these."""
        kept = (
            each for name in self._facts if name not in issues for each in self._facts[name]
        )
        return (*self._wanted, *kept)

    def _approach(self, issues: Sequence[str]) -> None:
        """Find out if numbers can move less when these issues change; branch and bound."""
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
        """The ways that change these issues and move numbers least."""
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
        """The same if numbers in relations move: one way for each of their values."""
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
        """The numbers of an issue in some bits, as separate outcomes."""
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
        """Distances of the numbers in relations, as nodes with the part that each adds."""
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

        If `spent` is None, the literals in `given` limit the distance.
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
        """The possible outcomes of each variable of the issue."""
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
        """Key of an option, without numbers that the draft does not give; and its distance."""
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
                key.append(None)  # its bits have the distance
                continue
            value = piece.nearest(stated.get(name))
            number = parameter.domain.number and value != UNLIMITED
            key.append(None if number and name not in stated else value)
            if name in stated:
                far += _far(stated[name], value, parameter)
        return tuple(key), far


def _part(word: Word, place: int) -> Fraction:
    """The part of its range that a bit of a number's steps represents."""
    return Fraction(word.domain.step << place, (word.domain.maximum or 0) - word.low)


def _far(here: Value, there: Value, parameter: Parameter) -> Fraction:
    """Distance of two values of a number, as a part of its range."""
    if here == there:
        return Fraction(0)
    if not isinstance(here, int) or not isinstance(there, int):
        return WHOLE
    domain = parameter.domain
    return Fraction(abs(here - there), (domain.maximum or 0) - (domain.minimum or 0))

"""Nearest deals: the agreements that differ from a draft in the fewest issues."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from zopa.model import InShort
from zopa.model.conditions import Name, Operator
from zopa.model.context import candidates, standing
from zopa.model.corpus import CHECKED, UNLIMITED, Choice
from zopa.questions import Completeness, Question, set_aside
from zopa.solving import Stopped
from zopa.solving.arithmetic import Linear
from zopa.solving.mus import Cores

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.model.conditions import Value
    from zopa.model.context import Context
    from zopa.model.corpus import Parameter, Scenario
    from zopa.model.evaluate import Complete
    from zopa.solving.arithmetic import Word
    from zopa.solving.problem import Variable, VariableValue
    from zopa.solving.space import Space

__all__ = [
    "Change",
    "Nearest",
    "Price",
    "Relaxed",
    "Repair",
    "Repairs",
    "Way",
    "repair",
]


MOST_COUNTED = 1000
"""Maximum number of nearest deals counted one by one, unless more are to be returned."""


@dataclass(frozen=True, slots=True)
class Change:
    """A changed choice on one issue."""

    issue: str
    before: Choice
    after: Choice


@dataclass(frozen=True, slots=True)
class Price:
    """The effect of a repair on a party: verdicts of the repaired draft on its positions."""

    relieved: tuple[str, ...]
    """Positions that count, are crossed by the draft and respected after the repair."""
    open: tuple[str, ...]
    """Positions that count, are crossed by the draft and open after the repair."""
    crossed: tuple[str, ...]
    """Positions crossed by the repair: waived, left out, or of a kind that does not count."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A deal near the draft."""

    changes: tuple[Change, ...]
    """In corpus order."""
    deal: Complete
    """The first completion of the repaired draft that is a deal, in corpus order."""
    prices: Mapping[str, Price]
    """For each party at the table with a price, by its name."""


@dataclass(frozen=True, slots=True, repr=False)
class Repairs(InShort):
    """The nearest deals."""

    distance: int | None
    """Number of changed issues; None if no deal has the choices to keep."""
    repairs: tuple[Repair, ...]
    """By the changed issues, then by their outcomes; both in corpus order."""
    rules_contradict: bool
    """True if no agreement has the choices to keep."""
    total: int
    """Number of nearest deals, `repairs` being the first; see `completeness`."""
    completeness: Completeness
    moved: Fraction | None = None
    """Distance by which the draft's numbers move, each as a part of its range; None if no
    changed issue has a number of the draft."""
    common: tuple[Change, ...] = ()
    """The changes common to all nearest deals, not only those in `repairs`."""
    relaxed: Relaxed | None = None
    """If there is no deal: the nearest deals without some positions."""


@dataclass(frozen=True, slots=True, repr=False)
class Relaxed(InShort):
    """The nearest deals without some positions."""

    crossed: tuple[str, ...]
    """Positions that no agreement with the choices to keep respects; left out."""
    contended: tuple[str, ...]
    """Positions in a conflict with others under every choice; left out."""
    nearest: Repairs


def repair(
    space: Space,
    scenario: Scenario,
    context: Context,
    *,
    keep: Collection[str] = (),
    limit: int = 10,
) -> Repairs:
    """Find the deals that change the draft's decisions on the fewest issues.

    Among those, the nearest deals move the draft's numbers least. Each number counts by its
    part of its range. It counts by the full range if it is given up, or becomes or was
    `unlimited`. Only issues that the draft decides can change. Two results differ in the
    outcomes of these issues, ignoring numbers that the draft does not give.

    If there is no deal, the answer also has the nearest deals without some positions. They
    are the positions that `options` leaves out for a draft with only the kept choices.

    Args:
        space: the scenarios; its `stop`, if set, ends the search early.
        scenario: the draft.
        context: the assumptions.
        keep: issues whose choice must stay.
        limit: maximum number of deals to return.
    """
    question = Question(space, scenario, context)
    nodes = space.problem.positions
    lines = {each.id: nodes[each.id, str(each.reading.id)] for each in question.held}
    kept = {issue: choice for issue, choice in scenario.choices.items() if issue in keep}
    given = question.given(kept)
    if space.possible([*given, *lines.values()]):
        return _nearest(question, kept, lines.values(), limit)
    none = Repairs(None, (), not space.possible(given), 0, Completeness.PROVED)
    if none.rules_contradict:
        return none
    try:
        only_kept = dataclasses.replace(scenario, choices=kept)
        crossed, contended = set_aside(Question(space, only_kept, context))
        rest = [lines[name] for name in lines if name not in crossed | contended]
        nearest = _nearest(question, kept, rest, limit)
    except Stopped:
        return none
    if nearest.completeness == Completeness.GAVE_UP:
        return none
    relaxed = Relaxed(tuple(sorted(crossed)), tuple(sorted(contended)), nearest)
    return dataclasses.replace(none, relaxed=relaxed)


def _nearest(
    question: Question, kept: Collection[str], lines: Iterable[int], limit: int
) -> Repairs:
    """The nearest deals, if a deal with the choices to keep exists."""
    before = question.crossed
    choices = {key: each for key, each in question.scenario.choices.items() if key not in kept}
    most = max(limit, MOST_COUNTED)
    # In a separate space, so that the first results do not depend on earlier questions.
    space = question.space.scratch()
    nearest = Nearest(space, choices, [*question.given(kept), *lines], most=most)
    found: list[Repair] = []
    common: dict[str, Becoming] = {}
    total = 0
    completeness = Completeness.PROVED
    try:
        for way in nearest.ways():
            if total == most:
                completeness = Completeness.AT_LEAST
                break
            if len(found) < limit:
                found.append(_repaired(question, space, list(way.issues), way.given, before))
            common = dict(common.items() & way.issues.items() if total else way.issues)
            total += 1
    except Stopped:
        completeness = Completeness.AT_LEAST
    if not found:
        return _at_hand(question, nearest, before)
    if nearest.cut:
        completeness = Completeness.BEST_FOUND if nearest.numbers else Completeness.AT_LEAST
    return Repairs(
        distance=len(found[0].changes),
        repairs=tuple(found),
        rules_contradict=False,
        total=total,
        completeness=completeness,
        moved=nearest.moved,
        common=tuple(
            each
            for each in found[0].changes
            if each.issue in common
            and all(x.number or len(x.nodes) == 1 for x in common[each.issue])
        ),
    )


def _at_hand(question: Question, nearest: Nearest, before: AbstractSet[str]) -> Repairs:
    """The partial answer if the time limit ended the search before the first nearest deal."""
    if not nearest.sets:
        return Repairs(
            None, (), rules_contradict=False, total=0, completeness=Completeness.GAVE_UP
        )
    issues = question.in_corpus_order(nearest.sets[0])
    given = nearest.keeping(issues)
    nearest.space.stop = None
    return Repairs(
        distance=len(issues),
        repairs=(_repaired(question, nearest.space, issues, given, before),),
        rules_contradict=False,
        total=1,
        completeness=Completeness.BEST_FOUND if nearest.numbers else Completeness.AT_LEAST,
    )


def _repaired(
    question: Question,
    space: Space,
    issues: Sequence[str],
    given: Sequence[int],
    before: AbstractSet[str],
) -> Repair:
    """The first deal among the scenarios with these literals."""
    choices = question.scenario.choices
    deal = space.first(given).scenario(choices)
    after = {each: Choice(choices[each].issue, deal[each]) for each in issues}
    return Repair(
        changes=tuple(Change(each, choices[each], after[each]) for each in issues),
        deal=deal,
        prices=_prices(question, space, {**choices, **after}, before),
    )


def _prices(
    question: Question,
    space: Space,
    choices: Mapping[str, Choice],
    before: AbstractSet[str],
) -> dict[str, Price]:
    """The effect on each party, including positions that do not count."""
    corpus, context = space.problem.corpus, question.context
    nodes = {
        str(each.id): space.problem.positions[
            str(each.id), context.readings.get(str(each.id), each.default)
        ]
        for each in candidates(corpus, dataclasses.replace(context, hold=CHECKED))
        if standing(corpus, each, context.as_of) == "certain"
    }
    given = [literal for each in choices.values() for literal in space.problem.fixed(each)]
    shown = space.reachable(given, [each for node in nodes.values() for each in (node, -node)])
    found: dict[str, tuple[list[str], list[str], list[str]]] = {}
    for name, node in nodes.items():
        for party in context.holders(corpus.positions[name]):
            relieved, still_open, crossed = found.setdefault(party, ([], [], []))
            if node not in shown:
                crossed.append(name)
            elif name in before:
                (still_open if -node in shown else relieved).append(name)
    return {
        party: Price(*(tuple(sorted(names)) for names in lists))
        for party, lists in sorted(found.items())
        if any(lists)
    }


# -- nearest changes of choices under which a condition is true ---------------


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

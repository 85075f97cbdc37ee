"""Existence, number and common terms of deals, some examples, and the ranges of numbers.

Counts ignore the values of numbers; the ranges are exact.
"""

from __future__ import annotations

import collections
import dataclasses
import itertools
import math
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from zopa.model import InShort
from zopa.model.conditions import Name
from zopa.questions import Completeness, Question
from zopa.solving import Stopped, TooLarge
from zopa.solving.partition import Piece, merged, regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.model.conditions import Value
    from zopa.model.context import Context
    from zopa.model.corpus import Bounds, Choice, Scenario
    from zopa.model.evaluate import Complete
    from zopa.solving.arithmetic import Key, LinearComparison, Word
    from zopa.solving.bdd import Counter
    from zopa.solving.problem import Problem, Variable, VariableValue
    from zopa.solving.space import Space

__all__ = [
    "BlankKey",
    "Deals",
    "deals",
    "diverse",
    "feasible",
    "ranges",
]


EFFORT = 2_000
"""Conflicts of the solver after which an example skips an option; seen: under 50."""


@dataclass(frozen=True, slots=True, repr=False)
class Deals(InShort):
    """The zone of possible agreement, with the draft's choices."""

    exists: bool
    rules_contradict: bool
    """True if not even a consistent completion exists, for which no position is the reason."""
    count: int | None
    """Number of outlines of deals that extend the draft; None: not counted.

    An outline is a complete scenario without the values of its numbers. Of an integer
    parameter it says only whether it is a number or `unlimited`.
    """
    coherent: int | None
    """Number of outlines of consistent completions."""
    shares: Mapping[tuple[str, str], Fraction]
    """For each issue and term, the share of these outlines; empty without deals."""
    examples: tuple[Complete, ...]
    completeness: Completeness
    """Of the counts; existence is always proved."""


def deals(
    space: Space, scenario: Scenario, context: Context, *, examples: int = 1, count: bool = True
) -> Deals:
    """Find out if a deal extends the draft, how many do, and what their terms are.

    Args:
        space: the scenarios.
        scenario: the draft.
        context: the assumptions.
        examples: number of deals to show, as different as is easily found.
        count: True to count, which takes a diagram.

    Raises:
        Stopped: the space was told to end before existence was known.
    """
    question = Question(space, scenario, context)
    coherent = question.coherent
    exists = coherent and question.possible(question.lines.values())
    shown: list[Complete] = []
    if exists and examples:
        with suppress(Stopped):  # that there is a deal is known all the same
            shown.extend(diverse(question, examples))
    result = Deals(
        exists=exists,
        rules_contradict=not coherent,
        count=None,
        coherent=None,
        shares={},
        examples=tuple(shown),
        completeness=Completeness.AT_LEAST,
    )
    if not count:
        return result
    try:
        total, every, by_option = space.counted(
            _counts, (question.assumed, list(question.lines.values()))
        )
    except (TooLarge, Stopped):
        return result
    return Deals(
        exists=exists,
        rules_contradict=not coherent,
        count=total,
        coherent=every,
        shares={
            (str(issue.id), term): Fraction(by_option[str(issue.id), term], total)
            for issue in space.problem.corpus.issues.values()
            for term in issue.terms
            if total
        },
        examples=tuple(shown),
        completeness=Completeness.PROVED,
    )


def _counts(
    counter: Counter, asked: tuple[Sequence[int], Sequence[int]]
) -> tuple[int, int, Mapping[tuple[str, str], int]]:
    """The numbers of deals and of consistent agreements with the choices, and deals by term."""
    assumed, lines = asked
    completions = counter.scenarios(assumed).count()
    zone = counter.scenarios([*assumed, *lines])
    total = zone.count()
    return total, completions, zone.by_option() if total else {}


def diverse(question: Question, number: int) -> Iterator[Complete]:
    """Yield up to `number` deals of different outlines, preferring outlines not yet shown.

    In corpus order, each variable takes the first possible option, given those before it. The
    search is limited by `EFFORT`. Options are tried in this order: first those whose outline
    is in the fewest earlier deals, then terms before no term, then corpus order. So the
    result does not depend on earlier questions, and numbers are the smallest possible ones.
    """
    space = question.space.scratch()
    variables = space.problem.variables
    shown = [collections.Counter[object]() for _ in variables]
    wanted = [*question.assumed, *question.lines.values()]
    for _ in range(number):
        if not space.possible(wanted):
            return
        orders = list(map(_least_shown_first, variables, shown))
        seen = space.first(wanted, orders, conflicts=EFFORT)
        outlines = [_outline(variable, seen.true) for variable in variables]
        for counts, outline in zip(shown, outlines, strict=True):
            counts[outline] += 1
        space.add([tuple(_elsewhere(variables, outlines))])
        yield seen.scenario(question.scenario.choices)


def _least_shown_first(variable: Variable, shown: Mapping[object, int]) -> Sequence[int]:
    """The nodes of its options, by how many deals had their outline; a term before none."""

    def place(each: tuple[VariableValue, int]) -> tuple[int, bool]:
        option, _ = each
        return shown[option.outline], option.term is None

    both = zip(variable.options, variable.nodes, strict=True)
    return [node for _, node in sorted(both, key=place)]


def _outline(variable: Variable, true: AbstractSet[int]) -> object:
    """The outline of the option that it takes."""
    both = zip(variable.options, variable.nodes, strict=True)
    return next(option.outline for option, node in both if node in true)


def _elsewhere(variables: Iterable[Variable], outlines: Iterable[object]) -> Iterator[int]:
    """Every option that gives a variable another outline."""
    for variable, outline in zip(variables, outlines, strict=True):
        both = zip(variable.options, variable.nodes, strict=True)
        yield from (node for option, node in both if option.outline != outline)


# -- ranges of numbers --------------------------------------------------------


BlankKey: TypeAlias = tuple[str, str, str]
"""Issue, term and parameter."""


# -- values in some deal ------------------------------------------------------


def feasible(
    question: Question, lines: Sequence[int], *, of: tuple[str, str] | None = None
) -> Mapping[BlankKey, tuple[Piece, ...]]:
    """For each integer parameter, its values in deals with the given choices.

    These are the draft's choices on the other issues. For a chosen term, they also include its
    other values on the same issue.

    Args:
        question: the draft under a context.
        lines: the nodes of the positions that deals respect.
        of: issue and term, to ask only for that term's parameters.

    Returns:
        For each, in corpus order, its numbers in the fewest ranges, then `unlimited`; empty
        if no deal has the term. A number whose values form more intervals than the search
        covers is left out.

    Raises:
        Stopped: the space was told to end first.
    """
    problem = question.space.problem
    found: dict[BlankKey, tuple[Piece, ...]] = {}
    for facts, several in _given(question):
        blanks = [each for each in several if of is None or each[:2] == of]
        nodes = {
            blank: problem.pieces_of(*blank)
            for blank in blanks
            if blank not in problem.words.of
        }
        for blank in blanks:
            if blank in problem.words.of:
                with suppress(TooLarge):  # such a number has no range
                    found[blank] = _related(question, blank, [*facts, *lines])
        every = [node for each in nodes.values() for node in each.values()]
        shown = question.world.reachable([*facts, *lines], every) if every else frozenset()
        for blank, each in nodes.items():
            found[blank] = merged(piece for piece, node in each.items() if node in shown)
    order = [blank for issue in problem.corpus.issues for blank in _blanks(question, issue)]
    return {blank: found[blank] for blank in order if blank in found}


def _related(question: Question, blank: BlankKey, facts: Sequence[int]) -> tuple[Piece, ...]:
    """The values of a number in relations, then `unlimited`.

    Raises:
        TooLarge: the values form more intervals than the search covers.
    """
    problem, world = question.space.problem, question.world
    given = [world.problem.coherent, *facts]
    found = values_of(problem, blank, given, world.show)
    pieces = list(found.pieces)
    if not found.complete:
        raise TooLarge
    for piece, node in problem.pieces_of(*blank).items():
        if not piece.number and world.feasible([*given, node]):
            pieces.append(piece)
    return regular(pieces, problem.words.of[blank].domain.step)


def _blanks(question: Question, issue: str) -> Iterator[BlankKey]:
    """The integer parameters of an issue's terms."""
    for term, known in question.space.problem.corpus.issues[issue].terms.items():
        for name, parameter in known.parameters.items():
            if parameter.domain.number:
                yield str(issue), str(term), str(name)


def _given(question: Question) -> Iterator[tuple[list[int], list[BlankKey]]]:
    """Integer parameters, with the literals of the other choices."""
    yield (
        question.assumed,
        [blank for issue in question.undecided for blank in _blanks(question, issue)],
    )
    for issue, choice in question.scenario.choices.items():
        blanks = list(_blanks(question, issue))
        if not blanks:
            continue
        others = question.given(each for each in question.facts if each != issue)
        chosen = {str(pick.term) for pick in choice.picks}
        yield others, [blank for blank in blanks if blank[1] not in chosen]
        for blank in blanks:
            if blank[1] in chosen:
                rest = question.space.problem.fixed(_open(choice, blank))
                yield [*others, *rest], [blank]


def _open(choice: Choice, blank: BlankKey) -> Choice:
    """The choice without this one number, or its bounds."""
    _, term, parameter = blank
    return dataclasses.replace(
        choice,
        picks=tuple(
            dataclasses.replace(
                pick,
                parameters={k: v for k, v in pick.parameters.items() if str(k) != parameter},
                bounds={k: v for k, v in pick.bounds.items() if str(k) != parameter},
            )
            if str(pick.term) == term
            else pick
            for pick in choice.picks
        ),
    )


# -- around one deal ----------------------------------------------------------


def ranges(question: Question, agreement: Complete) -> Mapping[BlankKey, Piece]:
    """For each number of a complete agreement, a range of equally good values.

    With all numbers taken from these ranges, in any combination, the agreement is consistent
    and no verdict changes. Each range is as large as possible after those before it. A number
    that the draft gives stays the same.

    Raises:
        Stopped: the space was told to end first.
    """
    stated: dict[BlankKey, Value] = {}
    bounded: dict[BlankKey, Bounds] = {}
    for issue, choice in question.scenario.choices.items():
        for pick in choice.picks:
            of = str(issue), str(pick.term)
            stated.update(((*of, str(name)), value) for name, value in pick.parameters.items())
            bounded.update(((*of, str(name)), each) for name, each in pick.bounds.items())
    box = _Box(question, agreement, stated)
    box.grow()
    return {
        blank: (piece.within(bounded[blank]) if blank in bounded else None) or piece
        for blank, piece in box.ranges.items()
    }


class _Box:
    """The ranges of numbers around an agreement, extended side by side."""

    def __init__(
        self, question: Question, agreement: Complete, stated: Mapping[BlankKey, Value]
    ) -> None:
        self._question = question
        self._open: list[tuple[Variable, int]] = []
        """The variables that have numbers here, with their options."""
        self._fixed: list[int] = []
        self.ranges: dict[BlankKey, Piece] = {}
        self._sides: dict[BlankKey, tuple[list[Piece], list[Piece]]] = {}
        """For each number the pieces below and above it, nearest last."""
        problem = question.space.problem
        at = problem.indexes(agreement)
        for variable, place in zip(problem.variables, at, strict=True):
            option = variable.options[place]
            numbers = {name: piece for name, piece in option.pieces.items() if piece.number}
            if not numbers:
                self._fixed.append(variable.nodes[place])
                continue
            self._open.append((variable, place))
            for name, piece in numbers.items():
                blank = variable.issue, str(option.term), str(name)
                self.ranges[blank] = piece
                if blank in problem.words.of:
                    self._keep(blank, agreement)
                    continue
                if blank in stated:
                    self.ranges[blank] = Piece(stated[blank], stated[blank])
                    self._sides[blank] = [], []
                    continue
                every = [x for x in problem.pieces_of(*blank) if x.number]
                here = every.index(piece)
                self._sides[blank] = every[:here], every[:here:-1]

    def _keep(self, blank: BlankKey, agreement: Complete) -> None:
        """Fix a number in relations: otherwise other numbers would have to change too."""
        issue, term, name = blank
        word = self._question.space.problem.words.of[blank]
        for pick in agreement[issue]:
            if pick.term == term:
                value = pick.parameters[Name(name)]
                self.ranges[blank] = Piece(value, value)
                self._sides[blank] = [], []
                self._fixed.extend(word.literals(value))

    def grow(self) -> None:
        """Extend each number's range down and up as far as no verdict changes."""
        if not any(itertools.chain.from_iterable(self._sides.values())):
            return
        question = self._question
        here = question.world.show(
            [question.world.problem.coherent, *self._allowed(self.ranges)]
        )
        if here is None:
            return
        same = question.space.problem.circuit.all(
            (
                question.world.problem.coherent,
                *(node if node in here else -node for node in question.lines.values()),
            )
        )
        for blank, (below, above) in self._sides.items():
            for side in below, above:
                while side and self._reach(blank, side[-1], same):
                    side.pop()

    def _reach(self, blank: BlankKey, piece: Piece, same: int) -> bool:
        """Extend the range by a piece beside it if possible; return True if it was."""
        [wider] = merged((self.ranges[blank], piece))
        wanted = {**self.ranges, blank: wider}
        if self._question.world.feasible([*self._allowed(wanted), -same]):
            return False
        self.ranges[blank] = wider
        return True

    def _allowed(self, within: Mapping[BlankKey, Piece]) -> Iterator[int]:
        """Literals: every variable has its option, or one that differs within the ranges."""
        yield from self._fixed
        for variable, place in self._open:
            here = variable.options[place]
            for option, node in zip(variable.options, variable.nodes, strict=True):
                if option.outline != here.outline or not all(
                    _touch(within[variable.issue, str(here.term), str(name)], piece)
                    for name, piece in option.pieces.items()
                    if piece.number
                ):
                    yield -node


def _touch(one: Piece, other: Piece) -> bool:
    return one.low in other or other.low in one


# -- values of a number in relations: intervals and progressions from one witness each --
# From a scenario of the solver, the number is moved, alone or with one other number that
# compensates, as far as no comparison changes. If it moves several steps at once (six for each
# of the other number), the values are a progression. They are excluded and the solver asked
# again, until there are no more: so the values are exact, gaps included.


ROUNDS = 40
"""Maximum number of intervals in the search."""
WIDEST = 4096
"""Largest product of a progression's odd step factor and the bits of its number."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """Possible values of a number."""

    pieces: tuple[Piece, ...]
    """Intervals, in order of finding."""
    complete: bool
    """True if there are no other values."""


def values_of(
    problem: Problem,
    key: Key,
    facts: Sequence[int],
    show: Callable[[Sequence[int]], AbstractSet[int] | None],
) -> Intervals:
    """Find the values of a number in the scenarios with some facts.

    Args:
        problem: problem of the number.
        key: issue, term and parameter.
        facts: literals that are assumed.
        show: asks the solver for a scenario with some literals.

    Raises:
        Stopped: `show` was cancelled first.
    """
    word = problem.words.of[key]
    leaves = _Leaves(problem, facts)
    found: list[Piece] = []
    assumed = [*facts, word.chosen]
    for _ in range(ROUNDS):
        true = show(assumed)
        if true is None:
            return Intervals(tuple(found), complete=True)
        low, high, stride = max(
            leaves.moves(word, true), key=lambda each: (each[1] - each[0], -each[2])
        )
        here = sum(1 << place for place, bit in enumerate(word.bits) if bit in true)
        first, last = here + low * stride, here + high * stride
        piece = Piece(
            word.domain.at(word.low + first * word.domain.step),
            word.domain.at(word.low + last * word.domain.step),
            word.domain.step * stride,
        )
        found.append(piece)
        assumed.append(-problem.words.steps_within(key, first, last, stride))
    return Intervals(tuple(found), complete=False)


class _Leaves:
    """Comparisons that some facts depend on."""

    def __init__(self, problem: Problem, facts: Sequence[int]) -> None:
        self._circuit = problem.circuit
        cone = set(self._circuit.cone([*facts, *problem.words_kept]))
        self._leaves = [
            each for each in problem.words.arithmetic.known if abs(each.node) in cone
        ]
        self._owners = {
            bit: word.bits for word in problem.words.of.values() for bit in word.bits
        }
        self._multiplied: dict[int, list[AbstractSet[tuple[int, ...]]]] = {}
        given = set(map(abs, facts))
        self._free = [word for word in problem.words.of.values() if given.isdisjoint(word.bits)]

    def moves(self, word: Word, true: AbstractSet[int]) -> Iterator[tuple[int, int, int]]:
        """Yield how often the number can move down and up from a scenario, and the steps.

        It yields several results: one with each number that can compensate.
        """
        mine = [self._slope(leaf, word, true) for leaf in self._leaves]
        room = _room(word, 1, true)
        yield *self._reach(true, mine, room), 1
        for other in self._free:
            if other is word or not other.bits or other.chosen not in true:
                continue
            theirs = [self._slope(leaf, other, true) for leaf in self._leaves]
            for stride, factor in sorted(
                {
                    (
                        abs(there) // math.gcd(here, there),
                        -here * abs(there) // there // math.gcd(here, there),
                    )
                    for here, there in zip(mine, theirs, strict=True)
                    if here and there
                }
            ):
                odd = stride // (stride & -stride)
                if odd > 1 and odd * len(word.bits) > WIDEST:
                    continue
                both = [
                    None
                    if here is None or there is None or self._multiplies(leaf, word, other)
                    else stride * here + factor * there
                    for leaf, here, there in zip(self._leaves, mine, theirs, strict=True)
                ]
                own, (less, more) = _room(word, stride, true), _room(other, factor, true)
                yield *self._reach(true, both, (max(own[0], less), min(own[1], more))), stride

    def _multiplies(self, leaf: LinearComparison, one: Word, other: Word) -> bool:
        """Return True if the leaf's sum has a product of both: slopes do not add up then."""
        if leaf.node not in self._multiplied:
            behind = (
                {
                    self._owners[each]
                    for each in self._circuit.cone([node])
                    if each in self._owners
                }
                for _, node in leaf.weights
                if abs(node) not in self._owners
            )
            self._multiplied[leaf.node] = [each for each in behind if len(each) > 1]
        return any({one.bits, other.bits} <= each for each in self._multiplied[leaf.node])

    def _reach(
        self,
        true: AbstractSet[int],
        slopes: Sequence[int | None],
        room: tuple[float, float],
    ) -> tuple[int, int]:
        """Return the range of steps without a change; empty if a sum is not linear."""
        low, high = room
        for leaf, slope in zip(self._leaves, slopes, strict=True):
            if slope is None:
                return 0, 0
            if slope == 0:
                continue
            now = sum(weight for weight, node in leaf.weights if self._holds(node, true))
            bounds = _kept(leaf, now, slope)
            low, high = max(low, bounds[0]), min(high, bounds[1])
        return int(low), int(high)

    def _slope(self, leaf: LinearComparison, word: Word, true: AbstractSet[int]) -> int | None:
        """Return the growth of the leaf's sum with each step of the number; None if uneven."""
        places = {bit: place for place, bit in enumerate(word.bits)}
        grows: dict[int, int] = dict.fromkeys(word.bits, 0)
        for weight, node in leaf.weights:
            for bit, sign in self._depends(node, places, true):
                if bit == 0:
                    return None
                grows[bit] += sign * weight
        if not places:
            return 0
        slope = grows[word.bits[0]]
        if any(grows[bit] != slope << place for bit, place in places.items()):
            return None
        return slope

    def _depends(
        self, node: int, places: Mapping[int, int], true: AbstractSet[int]
    ) -> Iterator[tuple[int, int]]:
        """Yield the bit of a weighted node, with its sign; 0 if the node is more complex."""
        sign = 1 if node > 0 else -1
        if abs(node) in places:
            yield abs(node), sign
            return
        parts = self._circuit.gates.get(abs(node), ())
        mine = [part for part in parts if abs(part) in places]
        if not mine:
            if parts and not places.keys().isdisjoint(self._circuit.cone(parts)):
                yield 0, 0
            return
        if abs(node) in self._circuit.adders or len(mine) > 1:
            yield 0, 0
            return
        rest = [part for part in parts if part != mine[0]]
        if not places.keys().isdisjoint(self._circuit.cone(rest)):
            yield 0, 0
        elif all(self._holds(part, true) for part in rest):
            yield abs(mine[0]), sign if mine[0] > 0 else -sign

    def _holds(self, node: int, true: AbstractSet[int]) -> bool:
        """Return True if the node is true, by what it is made of.

        The solver leaves a gate free where its value cannot matter: a product of two bits may
        be false of a scenario with both, if the sum is large enough anyway.
        """
        parts = self._circuit.gates.get(abs(node))
        if parts is None or abs(node) in self._circuit.adders:
            return node in true
        return all(self._holds(part, true) for part in parts) == (node > 0)


def _room(word: Word, factor: int, true: AbstractSet[int]) -> tuple[float, float]:
    """Return the number of such steps that the number can take within its range."""
    here = sum(1 << place for place, bit in enumerate(word.bits) if bit in true)
    if factor > 0:
        return -(here // factor), (word.most - here) // factor
    return -((word.most - here) // -factor), here // -factor


def _kept(leaf: LinearComparison, now: int, slope: int) -> tuple[float, float]:
    """Return the range of the sum in which the leaf does not change."""
    if leaf.equal:
        if now == leaf.bound:
            return 0, 0
        # The step at which it would be equal, if there is one.
        steps, rest = divmod(leaf.bound - now, slope)
        if rest:
            return -math.inf, math.inf
        return (-math.inf, steps - 1) if steps > 0 else (steps + 1, math.inf)
    if now >= leaf.bound:
        room = now - leaf.bound
        return (-(room // slope), math.inf) if slope > 0 else (-math.inf, room // -slope)
    room = leaf.bound - 1 - now
    return (-math.inf, room // slope) if slope > 0 else (-(room // -slope), math.inf)

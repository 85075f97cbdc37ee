"""What can be said of numbers: those that some deal has, and the ranges around one deal.

Counts set numbers aside; here they are said as ranges, exactly.
"""

from __future__ import annotations

import dataclasses
import itertools
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from zopa.model.conditions import Name
from zopa.solving.cancel import TooLarge
from zopa.solving.intervals import values_of
from zopa.solving.partition import Piece, merged, regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.model.conditions import Value
    from zopa.model.corpus import Bounds, Choice
    from zopa.model.evaluate import Complete
    from zopa.questions.question import Question
    from zopa.solving.problem import Variable

__all__ = ["BlankKey", "feasible", "ranges"]

BlankKey: TypeAlias = tuple[str, str, str]
"""Issue, term and parameter."""


# -- the values that some deal has --------------------------------------------


def feasible(
    question: Question, lines: Sequence[int], *, of: tuple[str, str] | None = None
) -> Mapping[BlankKey, tuple[Piece, ...]]:
    """For each integer parameter the values that it has in some deal, given the rest.

    The rest is what the draft says on the other issues; of a term that it chooses
    also what it says besides this one number on the issue itself.

    Args:
        question: the draft under a context.
        lines: the nodes of the positions that deals respect.
        of: issue and term, if only that term's parameters are asked for.

    Returns:
        For each, in corpus order, its numbers in as few ranges as they make, then
        `unlimited`; nothing where no deal has the term. A number whose values lie in more
        intervals than are looked for is left out.

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
                with suppress(TooLarge):  # of which nothing is said
                    found[blank] = _related(question, blank, [*facts, *lines])
        every = [node for each in nodes.values() for node in each.values()]
        shown = question.world.reachable([*facts, *lines], every) if every else frozenset()
        for blank, each in nodes.items():
            found[blank] = merged(piece for piece, node in each.items() if node in shown)
    order = [blank for issue in problem.corpus.issues for blank in _blanks(question, issue)]
    return {blank: found[blank] for blank in order if blank in found}


def _related(question: Question, blank: BlankKey, facts: Sequence[int]) -> tuple[Piece, ...]:
    """The values of a number that stands in relations, then `unlimited`.

    Raises:
        TooLarge: they lie in more intervals than are looked for.
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
    """Integer parameters, with the rest that each is judged against."""
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
    """For each number of a complete agreement a range in which it could as well be.

    Whatever numbers of these ranges are taken together, the agreement is coherent
    and no verdict changes. Each range reaches as far as it can, once those before
    it do. A number that the draft gives stays what it is.

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
    """The options that numbers around an agreement make, grown side by side."""

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
        """A number that stands in relations stays as it is: others would have to move too."""
        issue, term, name = blank
        word = self._question.space.problem.words.of[blank]
        for pick in agreement[issue]:
            if pick.term == term:
                value = pick.parameters[Name(name)]
                self.ranges[blank] = Piece(value, value)
                self._sides[blank] = [], []
                self._fixed.extend(word.literals(value))

    def grow(self) -> None:
        """Let each number reach as far down and up as no verdict changes."""
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
        """Whether the range can be extended by a piece beside it; it is, then."""
        [wider] = merged((self.ranges[blank], piece))
        wanted = {**self.ranges, blank: wider}
        if self._question.world.feasible([*self._allowed(wanted), -same]):
            return False
        self.ranges[blank] = wider
        return True

    def _allowed(self, within: Mapping[BlankKey, Piece]) -> Iterator[int]:
        """That every variable has its option, or one that differs from it within the ranges."""
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

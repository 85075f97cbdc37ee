"""Partition of parameter ranges at thresholds, so that a finite problem is exact."""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.model import UNSPECIFIED, DateValue, DecimalValue
from zopa.model.conditions import (
    All,
    Any,
    Chosen,
    Compare,
    Count,
    CountEntities,
    If,
    Not,
    Of,
    Operator,
    Relation,
    Silent,
    Test,
    Undecided,
    Value,
    With,
    inner,
    predicates,
)
from zopa.model.corpus import UNLIMITED, Attribute, Corpus, ParameterValue
from zopa.model.evaluate import targets
from zopa.solving import TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.model.corpus import Bounds, Effect

__all__ = ["Piece", "cuts", "merged", "pieces", "regular"]

FEWEST = 5
"""Smallest number of lone numbers that form a progression; fewer are listed."""
MOST_ALONE = 100_000
"""Largest number of values of progressions that are handled one by one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Values of a parameter between which no condition of the corpus changes."""

    low: Value
    high: Value
    step: int = 1
    """Distance of its numbers."""

    def __contains__(self, value: object) -> bool:
        if isinstance(value, int) and isinstance(self.low, int) and isinstance(self.high, int):
            return self.low <= value <= self.high and (value - self.low) % self.step == 0
        return value == self.low

    def meets(self, bounds: Bounds) -> bool:
        """Return True if it has a number within the bounds."""
        return self.number and self.within(bounds) is not None

    def within(self, bounds: Bounds) -> Piece | None:
        """Return its part within the bounds; None if that is empty."""
        if not (isinstance(self.low, int) and isinstance(self.high, int)):
            return None
        low, high = self.low, self.high
        if bounds.least is not None and bounds.least > low:
            low = _at(low, low - (low - bounds.least) // self.step * self.step)
        if bounds.most is not None and bounds.most < high:
            high = _at(low, low + (bounds.most - low) // self.step * self.step)
        return Piece(low, high, self.step) if low <= high else None

    def nearest(self, value: Value | None) -> Value:
        """Return the value of the piece nearest to this one; its minimum for a non-number."""
        if not self.number:
            return self.low
        if isinstance(value, int) and isinstance(self.low, int) and isinstance(self.high, int):
            near = min(max(value, self.low), self.high)
            return _at(self.low, self.low + round((near - self.low) / self.step) * self.step)
        return self.low

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"

    @property
    def number(self) -> bool:
        """True if its values are numbers."""
        return isinstance(self.low, int) and not isinstance(self.low, bool)


def _at(like: int, number: int) -> int:
    """Return the number as a value of the type of another one."""
    if isinstance(like, DecimalValue):
        return DecimalValue(number, like.digits)
    return DateValue(number) if isinstance(like, DateValue) else number


def merged(some: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the same values: numbers in order, adjacent ranges joined; then the others.

    This hides the cuts.
    """
    others: list[Piece] = []
    numbers: list[Piece] = []
    for piece in dict.fromkeys(some):
        (numbers if piece.number else others).append(piece)
    joined: list[Piece] = []
    for piece in sorted(numbers, key=lambda each: (each.low, each.high, each.step)):
        both = _joined(joined[-1], piece) if joined else None
        if both is None:
            joined.append(piece)
        else:
            joined[-1] = both
    return (*joined, *others)


def _joined(one: Piece, other: Piece) -> Piece | None:
    """Return two pieces of numbers, the lower first, as one; None if they are no range.

    A lone number has the distance of those beside it.
    """
    if not (isinstance(one.low, int) and isinstance(one.high, int)):
        return None
    if not (isinstance(other.low, int) and isinstance(other.high, int)):
        return None
    alone = one.low == one.high, other.low == other.high
    if one.low == other.low == other.high:
        return one
    step = other.step if alone[0] and not alone[1] else one.step
    if step != other.step and not any(alone):
        return None
    if all(alone) and one.step != other.step:
        return None
    if other.low > one.high + step or (other.low - one.low) % step:
        return None
    return Piece(one.low, max(one.high, other.high), step)


def regular(some: Iterable[Piece], step: int) -> tuple[Piece, ...]:
    """Return the same values in normal form: maximal ranges, and progressions of lone numbers.

    Equal values give equal pieces, for any division of the input.

    Args:
        some: pieces, some of which may have larger steps.
        step: distance of the numbers of a range.

    Raises:
        TooLarge: there are too many lone numbers.
    """
    plain: list[Piece] = []
    for piece in some:
        if piece.step == step or not isinstance(piece.low, int):
            plain.append(piece)
            continue
        numbers = range(piece.low, int(piece.high) + 1, piece.step)
        if len(numbers) > MOST_ALONE:
            raise TooLarge
        plain += [Piece(at, at, step) for each in numbers for at in (_at(piece.low, each),)]
    found: list[Piece] = []
    for lone, several in itertools.groupby(
        merged(plain), lambda each: each.number and each.low == each.high
    ):
        alike = list(several)
        found.extend(_progressions(alike) if lone else alike)
    return tuple(found)


def _progressions(alone: Sequence[Piece]) -> Iterator[Piece]:
    """Yield lone numbers in order, long arithmetic progressions as one piece."""
    at = [int(each.low) for each in alone]
    start = 0
    while start < len(at):
        end = start + 1
        while end < len(at) and at[end] - at[end - 1] == at[start + 1] - at[start]:
            end += 1
        if end - start >= FEWEST:
            yield Piece(alone[start].low, alone[end - 1].low, at[start + 1] - at[start])
            start = end
        else:
            yield alone[start]
            start += 1


def pieces(domain: Attribute, cuts: Iterable[int]) -> list[Piece]:
    """Divide the domain before every cut, so that each part can be represented by one value."""
    if domain.unspecified:
        some = pieces(dataclasses.replace(domain, unspecified=False), cuts)
        return [*some, Piece(UNSPECIFIED, UNSPECIFIED)]
    if domain.type == "enum":
        return [Piece(value, value) for value in domain.values]
    if domain.type == "boolean":
        return [Piece(value, value) for value in (False, True)]
    low, high, step = domain.minimum or 0, domain.maximum or 0, domain.step
    high = low + (high - low) // step * step
    on_step = {low - (low - cut) // step * step for cut in cuts}
    starts = [low, *sorted(cut for cut in on_step if low < cut <= high)]
    ends = [*(start - step for start in starts[1:]), high]
    found = [
        Piece(domain.at(start), domain.at(end), step)
        for start, end in zip(starts, ends, strict=True)
    ]
    return [*found, Piece(UNLIMITED, UNLIMITED)] if domain.unlimited else found


def cuts(corpus: Corpus) -> Mapping[tuple[str, str, str], set[int]]:
    """Return the cuts of each parameter (issue, term, name) by conditions and effects."""
    compared = _compared(corpus)
    spoken = _spoken(corpus)
    constants: dict[tuple[str, str], set[int]] = defaultdict(set)
    set_by: dict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
    numbers: list[tuple[Effect, str, int]] = []
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            for effect in term.effects:
                for attribute, value in effect.sets.items():
                    if isinstance(value, ParameterValue):
                        set_by[str(issue.id), str(term.id), str(value.name)].update(
                            (str(entity.id), str(attribute))
                            for entity in targets(corpus, effect)
                        )
                    elif isinstance(value, int):
                        numbers.append((effect, str(attribute), value))
    reached_ones = set().union(*set_by.values())
    attributes = {attribute for _, attribute in reached_ones}
    for effect, name, number in numbers:
        if name in attributes:
            for entity in targets(corpus, effect):
                target = (str(entity.id), name)
                if target in reached_ones:
                    constants[target] |= _around(number)
    for parameter, reached in set_by.items():
        for target in reached:
            kind = str(corpus.entities[target[0]].type)
            spoken[parameter] |= compared[kind, target[1]] | constants[target]
    return spoken


def _spoken(corpus: Corpus) -> dict[tuple[str, str, str], set[int]]:
    """Return the thresholds of comparisons with each parameter."""
    found: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for condition in corpus.conditions():
        for part in inner(condition):
            if isinstance(part, With):
                domain = corpus.issues[part.issue].terms[part.term].parameters[part.parameter]
                blank = str(part.issue), str(part.term), str(part.parameter)
                found[blank] |= _cut_by(domain.domain, part.operator, part.values)
    return found


def _compared(corpus: Corpus) -> Mapping[tuple[str, str], set[int]]:
    """Return the thresholds of comparisons with each entity type and attribute."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for condition in corpus.conditions():
        for part in inner(condition):
            match part:
                case Test(name, claim):
                    kind, said = corpus.entities[name].type, claim
                case CountEntities(kind=each, where=where, holds=claim):
                    kind, said = each, Of("all", (where, claim))
                case (
                    Chosen()
                    | With()
                    | Relation()
                    | Silent()
                    | Undecided()
                    | Not()
                    | All()
                    | Any()
                    | If()
                    | Count()
                ):
                    continue
            declared = corpus.entity_types[str(kind)].attributes
            for predicate in predicates(said):
                if isinstance(predicate, Compare):
                    found[str(kind), str(predicate.attribute)] |= _cut_by(
                        declared[predicate.attribute], predicate.operator, predicate.values
                    )
    return found


def _cut_by(domain: Attribute, operator: Operator, values: Iterable[Value]) -> set[int]:
    found: set[int] = set()
    for value in map(domain.typed, values):
        if not isinstance(value, int):
            continue
        match operator:
            case Operator.AT_LEAST | Operator.BELOW:
                found.add(value)
            case Operator.AT_MOST | Operator.ABOVE:
                found.add(value + 1)
            case Operator.IS | Operator.NOT | Operator.IN:
                found |= _around(value)
    return found


def _around(value: Value) -> set[int]:
    return {value, value + 1} if isinstance(value, int) else set()

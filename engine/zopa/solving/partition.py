"""Where the range of a parameter is cut, so that a finite problem says all of every number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.model.conditions import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    Count,
    CountEntities,
    If,
    Not,
    Of,
    Operator,
    Silent,
    Test,
    Undecided,
    Value,
    inner,
    predicates,
)
from zopa.model.corpus import UNLIMITED, Attribute, Corpus, ParameterValue
from zopa.model.evaluate import targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zopa.model.corpus import Effect

__all__ = ["Piece", "cuts", "merged", "pieces"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Values of a parameter that no condition of the corpus tells apart."""

    low: Value
    high: Value

    def __contains__(self, value: object) -> bool:
        if isinstance(value, int) and isinstance(self.low, int) and isinstance(self.high, int):
            return self.low <= value <= self.high
        return value == self.low

    def nearest(self, value: Value | None) -> Value:
        """The value of the piece that is nearest to this one; the least to any but a number."""
        if isinstance(value, int) and isinstance(self.low, int) and isinstance(self.high, int):
            return min(max(value, self.low), self.high)
        return self.low

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"

    @property
    def number(self) -> bool:
        """Whether its values are numbers."""
        return isinstance(self.low, int) and not isinstance(self.low, bool)


def merged(some: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same values: numbers in order, ranges that touch as one; then the others.

    So it does not show where a range was cut.
    """
    others: list[Piece] = []
    numbers: list[tuple[int, int]] = []
    for piece in dict.fromkeys(some):
        if isinstance(piece.low, int) and isinstance(piece.high, int) and piece.number:
            numbers.append((piece.low, piece.high))
        else:
            others.append(piece)
    joined: list[tuple[int, int]] = []
    for low, high in sorted(numbers):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(high, joined[-1][1])
        else:
            joined.append((low, high))
    return (*(Piece(low, high) for low, high in joined), *others)


def pieces(domain: Attribute, cuts: Iterable[int]) -> list[Piece]:
    """Divide the domain before every cut, so that each part can stand for one value."""
    if domain.type == "enum":
        return [Piece(value, value) for value in domain.values]
    if domain.type == "boolean":
        return [Piece(value, value) for value in (False, True)]
    low, high = domain.minimum or 0, domain.maximum or 0
    starts = [low, *sorted({cut for cut in cuts if low < cut <= high})]
    ends = [*(start - 1 for start in starts[1:]), high]
    found = [Piece(start, end) for start, end in zip(starts, ends, strict=True)]
    return [*found, Piece(UNLIMITED, UNLIMITED)] if domain.unlimited else found


def cuts(corpus: Corpus) -> Mapping[tuple[str, str, str], set[int]]:
    """For each parameter (issue, term, name) where conditions and effects cut its range."""
    compared = _compared(corpus)
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
    return defaultdict(
        set,
        {
            parameter: {
                cut
                for entity, attribute in reached
                for cut in (
                    compared[str(corpus.entities[entity].type), attribute]
                    | constants[entity, attribute]
                )
            }
            for parameter, reached in set_by.items()
        },
    )


def _compared(corpus: Corpus) -> Mapping[tuple[str, str], set[int]]:
    """For each entity type and attribute where comparisons change their answer."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for condition in _conditions(corpus):
        for part in inner(condition):
            match part:
                case Test(name, claim):
                    kind, said = corpus.entities[name].type, claim
                case CountEntities(kind=each, where=where, holds=claim):
                    kind, said = each, Of("all", (where, claim))
                case Chosen() | Silent() | Undecided() | Not() | All() | Any() | If() | Count():
                    continue
            for predicate in predicates(said):
                if isinstance(predicate, Compare):
                    found[str(kind), str(predicate.attribute)] |= _cut_by(predicate)
    return found


def _conditions(corpus: Corpus) -> Iterator[Condition]:
    for issue in corpus.issues.values():
        if issue.applies_when is not None:
            yield issue.applies_when
    for rule in corpus.rules.values():
        yield rule.holds
    for position in corpus.positions.values():
        for reading in position.readings.values():
            yield reading.holds


def _cut_by(compare: Compare) -> set[int]:
    found: set[int] = set()
    for value in compare.values:
        if not isinstance(value, int):
            continue
        match compare.operator:
            case Operator.AT_LEAST | Operator.BELOW:
                found.add(value)
            case Operator.AT_MOST | Operator.ABOVE:
                found.add(value + 1)
            case Operator.IS | Operator.NOT | Operator.IN:
                found |= _around(value)
    return found


def _around(value: Value) -> set[int]:
    return {value, value + 1} if isinstance(value, int) else set()

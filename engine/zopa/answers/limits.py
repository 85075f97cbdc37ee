"""The limits that positions themselves set to one number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.answers.wording import amount_words
from zopa.model.conditions import All, Compare, Of, Operator, Test, With
from zopa.model.corpus import ParameterValue
from zopa.model.evaluate import compares

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zopa.model.conditions import Condition, Predicate, Value
    from zopa.model.context import Held
    from zopa.model.corpus import Attribute, Corpus
    from zopa.questions.feasible import BlankKey

__all__ = ["Limit", "limits"]

NUMBERS = {
    Operator.IS: "{}",
    Operator.NOT: "not {}",
    Operator.IN: "{}",
    Operator.AT_LEAST: "at least {}",
    Operator.AT_MOST: "at most {}",
    Operator.BELOW: "less than {}",
    Operator.ABOVE: "more than {}",
}
DATES = {
    Operator.AT_LEAST: "{} or later",
    Operator.AT_MOST: "{} or earlier",
    Operator.BELOW: "before {}",
    Operator.ABOVE: "after {}",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit that one position alone sets to a number."""

    held: Held
    operator: Operator
    values: tuple[Value, ...]
    domain: Attribute

    def admits(self, value: Value) -> bool:
        """True if the number is within the limit."""
        return compares(self.domain, self.operator, self.values, self.domain.typed(value))

    @property
    def words(self) -> str:
        """The limit: `at most 800,000 personnel`."""
        said = [amount_words(self.domain, self.domain.typed(each)) for each in self.values]
        dates = DATES if self.domain.type == "date" else {}
        how = dates.get(self.operator) or NUMBERS[self.operator]
        return how.format(" or ".join(said))


def limits(corpus: Corpus, held: Iterable[Held], blank: BlankKey) -> Iterator[Limit]:
    """The limits that positions set to a number in every agreement.

    These are comparisons with a number that a position requires, alone or beside other
    conditions. They are comparisons of the number itself, or of an attribute that it sets.
    Relations with other numbers and comparisons under conditions do not count.

    Args:
        corpus: the corpus of the positions.
        held: the positions that count, each in its reading.
        blank: issue, term and parameter.
    """
    issue, term, parameter = blank
    domain = corpus.issues[issue].terms[term].parameters[parameter].domain
    sets = set(_set(corpus, blank))
    for each in held:
        for operator, values in _said(each.reading.holds, blank, sets):
            yield Limit(each, operator, values, domain)


def _set(corpus: Corpus, blank: BlankKey) -> Iterator[tuple[str, str]]:
    """The entities and attributes that the parameter always sets."""
    issue, term, parameter = blank
    for effect in corpus.issues[issue].terms[term].effects:
        if effect.entity is None or effect.when is not None:
            continue
        for attribute, value in effect.sets.items():
            if isinstance(value, ParameterValue) and value.name == parameter:
                yield str(effect.entity), str(attribute)


def _said(
    condition: Condition, blank: BlankKey, sets: set[tuple[str, str]]
) -> Iterator[tuple[Operator, tuple[Value, ...]]]:
    match condition:
        case All(parts):
            for part in parts:
                yield from _said(part, blank, sets)
        case With(issue, term, parameter, operator, values):
            if (issue, term, parameter) == blank:
                yield operator, values
        case Test(entity, holds):
            for attribute, operator, values in _compared(holds):
                if (str(entity), attribute) in sets:
                    yield operator, values
        case _:
            pass


def _compared(predicate: Predicate) -> Iterator[tuple[str, Operator, tuple[Value, ...]]]:
    match predicate:
        case Compare(attribute, operator, values):
            yield str(attribute), operator, values
        case Of("all", parts):
            for part in parts:
                yield from _compared(part)
        case _:
            pass

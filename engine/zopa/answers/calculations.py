"""The arithmetic behind a verdict: the numbers of a draft in the relations that it breaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from zopa.answers.lines import issue_name
from zopa.answers.wording import and_words
from zopa.model.conditions import (
    All,
    Any,
    Blank,
    Chosen,
    Constant,
    If,
    Not,
    Operator,
    Product,
    Property,
    Relation,
    Silent,
    Sum,
    Times,
    Total,
    inner,
    quantities,
)
from zopa.model.evaluate import holds, outcome, quantity, related, total

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.model.conditions import Condition, Quantity
    from zopa.model.corpus import Choice, Corpus
    from zopa.model.evaluate import Complete, Values

__all__ = ["calculations"]

Number: TypeAlias = Fraction | float

ASKED: Final = {
    Operator.IS: "{} is asked",
    Operator.NOT: "another number than {} is asked",
    Operator.AT_LEAST: "at least {} is asked",
    Operator.AT_MOST: "at most {} is asked",
    Operator.ABOVE: "more than {} is asked",
    Operator.BELOW: "less than {} is asked",
}
ASKED_OF_DATES: Final = {
    Operator.IS: "{} is asked",
    Operator.NOT: "another day than {} is asked",
    Operator.AT_LEAST: "{} or later is asked",
    Operator.AT_MOST: "{} or earlier is asked",
    Operator.ABOVE: "a day after {} is asked",
    Operator.BELOW: "a day before {} is asked",
}
OPPOSITE: Final = {
    Operator.IS: Operator.NOT,
    Operator.NOT: Operator.IS,
    Operator.AT_LEAST: Operator.BELOW,
    Operator.BELOW: Operator.AT_LEAST,
    Operator.AT_MOST: Operator.ABOVE,
    Operator.ABOVE: Operator.AT_MOST,
}


def calculations(
    corpus: Corpus, choices: Mapping[str, Choice], condition: Condition
) -> tuple[str, ...]:
    """The relations of numbers that make the condition false, with the numbers of the draft.

    Empty where the draft leaves the numbers open; `–` is a missing number, `?` an open one.
    """
    if not any(isinstance(each, Relation) for each in inner(condition)):
        return ()
    said = _Said(corpus, choices)
    lines = (
        line
        for each, wanted in said.blamed(condition)
        for line in said.lines(each, wanted=wanted)
    )
    return tuple(dict.fromkeys(lines))


@dataclass(frozen=True)
class _Said:
    """What a draft says of the numbers in conditions."""

    corpus: Corpus
    choices: Mapping[str, Choice]

    @cached_property
    def scenario(self) -> Complete:
        """The choices, as if the draft were silent on the other issues."""
        return {
            str(issue): self.choices[issue].picks if issue in self.choices else ()
            for issue in self.corpus.issues
        }

    @cached_property
    def complete(self) -> bool:
        """True if the draft leaves nothing open."""
        return all(map(self._decided, map(str, self.corpus.issues)))

    @cached_property
    def result(self) -> Values:
        """The values of attributes; of a complete draft only."""
        return outcome(self.corpus, self.scenario) if self.complete else {}

    def _decided(self, issue: str) -> bool:
        terms = self.corpus.issues[issue].terms
        return issue in self.choices and all(
            pick.term in terms and pick.parameters.keys() >= terms[pick.term].parameters.keys()
            for pick in self.choices[issue].picks
        )

    def _known(self, part: Quantity) -> bool:
        """True if the draft settles the quantity."""
        return all(
            self._decided(str(each.issue))
            if isinstance(each, Blank)
            else self.complete or not isinstance(each, Property | Total)
            for each in quantities(part)
        )

    # -- what is to blame --

    def truth(self, condition: Condition) -> bool | None:
        """Whether the condition is true; None where the draft does not settle it here."""
        match condition:
            case Relation(left, operator, right):
                if any(self._missing(left)) or any(self._missing(right)):
                    return False  # whatever the other numbers are
                if not (self._known(left) and self._known(right)):
                    return None
                return related(operator, self.value(left), self.value(right))
            case Not(part):
                truth = self.truth(part)
                return None if truth is None else not truth
            case Silent(issue) if self._decided(str(issue)):
                return not self.choices[str(issue)].picks
            case Chosen(issue, term) if str(issue) in self.choices:
                return any(pick.term == term for pick in self.choices[str(issue)].picks)
            case All(parts) | Any(parts):
                truths = [self.truth(part) for part in parts]
                decides = isinstance(condition, Any)
                if decides in truths:
                    return decides
                return None if None in truths else not decides
            case _ if self.complete:
                return holds(condition, self.corpus, self.scenario, self.result)
            case _:
                return None

    def blamed(
        self, condition: Condition, *, wanted: bool = True
    ) -> Iterator[tuple[Relation, bool]]:
        """The relations for which the condition is not what is wanted."""
        truth = self.truth(condition)
        if truth is wanted:
            return
        match condition:
            case Relation():
                if truth is not None:
                    yield condition, wanted
            case Not(part):
                yield from self.blamed(part, wanted=not wanted)
            case All(parts) | Any(parts):
                for part in parts:
                    yield from self.blamed(part, wanted=wanted)
            case If(when, then, otherwise) if (branching := self.truth(when)) is not None:
                branch = then if branching else otherwise
                if branch is not None:
                    yield from self.blamed(branch, wanted=wanted)
            case _:
                pass

    # -- in words --

    def value(self, part: Quantity) -> Number | None:
        """The number of a settled quantity; None if it is missing."""
        return quantity(part, self.corpus, self.scenario, self.result)

    def lines(self, relation: Relation, *, wanted: bool) -> Iterator[str]:
        """The calculation with its result and what the relation asks for; what is missing."""
        left, right = relation.left, relation.right
        dates = self._dates(left) or self._dates(right)
        operator = relation.operator if wanted else OPPOSITE[relation.operator]
        asked = (ASKED_OF_DATES if dates else ASKED)[operator]
        one, other = (self._worked_out(each, dates=dates) for each in (left, right))
        yield f"{one}; {asked.format(other)}"
        missing = [*self._missing(left), *self._missing(right)]
        if missing:
            added = any(
                isinstance(x, Sum | Total) for y in (left, right) for x in quantities(y)
            )
            none = "; for none, write 0" if added and not dates else ""
            which = and_words([*dict.fromkeys(missing)])
            yield f"no comparison is true without a number: {which}{none}"

    def _worked_out(self, part: Quantity, *, dates: bool) -> str:
        words = self.words(part, dates=dates)
        value = self.value(part) if self._known(part) else None
        if isinstance(part, Constant | Blank | Property) or value is None:
            return words
        days = " days" if isinstance(part, Sum) and part.days else ""
        return f"{words} = {_number(value, dates=dates)}{days}"

    def _missing(self, part: Quantity) -> Iterator[str]:
        """The parts without a number."""
        for each in quantities(part):
            if isinstance(each, Blank) and self._known(each) and self.value(each) is None:
                silent = not self.choices[str(each.issue)].picks
                how = "silent" if silent else "without this number"
                yield f"{issue_name(self.corpus, str(each.issue))} is {how}"
            elif self.complete and isinstance(each, Property) and self.value(each) is None:
                yield f"{each.attribute} of {each.entity} is unspecified"
            elif self.complete and isinstance(each, Total):
                inside = total(each, self.corpus, self.result, self.scenario)
                yield from self._missing(inside)

    def _dates(self, part: Quantity) -> bool:
        match part:
            case Constant(date=is_date):
                return is_date
            case Blank(issue, term, parameter):
                terms = self.corpus.issues[issue].terms
                return terms[term].parameters[parameter].domain.type == "date"
            case Property(attribute, entity):
                return self.corpus.attribute(str(entity), str(attribute)).type == "date"
            case _:
                return False

    def words(self, part: Quantity, *, dates: bool) -> str:
        """The quantity with its numbers in the place of their names."""
        match part:
            case Constant(number):
                return _number(number, dates=dates)
            case Sum((last, Times(part=first)), days=True):
                return f"from {self.words(first, dates=True)} to {self.words(last, dates=True)}"
            case Sum(parts):
                return self._added(parts, dates=dates)
            case Blank() | Property() | Total() if not self._known(part):
                return "?"
            case Total():
                return self.words(
                    total(part, self.corpus, self.result, self.scenario), dates=dates
                )
            case Times(factor, inside):
                return f"{factor} × {self._within(inside)}"
            case Product(left, right):
                return f"{self._within(left)} × {self._within(right)}"
            case Blank() | Property():
                value = self.value(part)
                return "–" if value is None else _number(value, dates=dates)

    def _within(self, part: Quantity) -> str:
        words = self.words(part, dates=False)
        return f"({words})" if isinstance(part, Sum | Total) else words

    def _added(self, parts: tuple[Quantity, ...], *, dates: bool) -> str:
        found = ""
        for each in parts:
            minus = isinstance(each, Times) and each.factor < 0
            if isinstance(each, Times) and each.factor == -1:
                words = self._within(each.part)
            elif isinstance(each, Times) and minus:
                words = self.words(Times(-each.factor, each.part), dates=dates)
            else:
                words = self.words(each, dates=dates)
            sign = ("−" if minus else "") if not found else (" − " if minus else " + ")
            found += f"{sign}{words}"
        return found or "0"


def _number(number: Number, *, dates: bool) -> str:
    if isinstance(number, float):
        return "unlimited"
    if dates and number.denominator == 1:
        return date.fromordinal(int(number)).isoformat()
    if number.denominator == 1:
        return f"{number.numerator:,}"
    exact = Decimal(number.numerator) / number.denominator
    return f"{exact:,}" if Fraction(exact) == number else str(number)

"""Distances by which numbers moved, in words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.answers.condition_sentences import quantity_words
from zopa.answers.condition_yaml import exact_number
from zopa.answers.lines import issue_name
from zopa.answers.wording import amount_words, id_words
from zopa.model.conditions import (
    Compare,
    Constant,
    Count,
    CountEntities,
    Counting,
    Operator,
    Times,
    With,
)
from zopa.model.domains import UNLIMITED, VALUE, DateValue
from zopa.questions.moved import domain_of, moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.conditions import Condition
    from zopa.model.corpus import Attribute, Corpus
    from zopa.questions.moved import Moved

__all__ = ["moved_words", "moves"]

NUMBERS = {
    Operator.AT_LEAST: "at least",
    Operator.AT_MOST: "at most",
    Operator.BELOW: "below",
    Operator.ABOVE: "above",
    Operator.NOT: "not",
}
DATES = {Operator.BELOW: "before", Operator.ABOVE: "after"}
COUNTS = {
    Counting.AT_LEAST: "at least",
    Counting.AT_MOST: "at most",
    Counting.EXACTLY: "exactly",
}


def moves(old: Corpus, new: Corpus, was: Condition, now: Condition) -> Iterator[str]:
    """The numbers of a condition that moved, and their distances."""
    for each in moved(new, was, now):
        if words := moved_words(old, new, each):
            yield words


def moved_words(old: Corpus, new: Corpus, each: Moved) -> str:
    """The number that moved, from where to where, by how much.

    Example: `Fee, at most: 520 → 530 EUR, 10 more`.
    """
    match each.about:
        case With() | Compare():
            was, now = (domain_of(corpus, each) for corpus in (old, new))
            if was is None or now is None:
                return ""
            how = NUMBERS.get(each.about.operator, "")
            how = DATES.get(each.about.operator, how) if now.type == "date" else how
            what = ", ".join(filter(None, (_name(new, each), how)))
            return f"{what}: {_values(was, now, each.before, each.after)}"
        case Constant(date=date):
            what = "date" if date else "number"
        case Times(part=part):
            what = f"multiple of {quantity_words(new, part)}"
        case Count(how=how) | CountEntities(how=how):
            what = f"number, {COUNTS[how]}"
    before, after = Fraction(each.before), Fraction(each.after)
    is_day = isinstance(each.about, Constant) and each.about.date
    said = [str(DateValue(int(x))) if is_day else str(exact_number(x)) for x in (before, after)]
    return f"{what}: {said[0]} → {said[1]}, {_difference(after - before, days=is_day)}"


def _name(corpus: Corpus, each: Moved) -> str:
    match each.about:
        case With(issue, term, parameter):
            name = issue_name(corpus, issue)
            if term == VALUE:
                return name
            return f"{name}, {id_words(term)}, {id_words(parameter)}"
        case Compare(attribute=attribute):
            declared = domain_of(corpus, each)
            return (declared.title if declared else "") or id_words(attribute)
        case _:
            return ""


def _values(was: Attribute, now: Attribute, before: object, after: object) -> str:
    """The old and the new value; also the difference if both are numbers of one unit."""
    ends = [
        each if each == UNLIMITED else amount_words(domain, domain.typed(each))
        for domain, each in ((was, before), (now, after))
    ]
    amounts = [was.amount(was.typed(before)), now.amount(now.typed(after))]
    first, last = (each if isinstance(each, Fraction) else None for each in amounts)
    words = " → ".join(map(str, ends))
    if first is None or last is None or was.unit != now.unit or was.type != now.type:
        return words
    unit = now.unit
    if unit:
        words = f"{str(ends[0]).removesuffix(f' {unit}')} → {ends[1]}"
    return f"{words}, {_difference(last - first, days=now.type == 'date')}"


def _difference(more: Fraction, *, days: bool) -> str:
    size = exact_number(abs(more))
    if days:
        word = "day" if size == 1 else "days"
        return f"{size} {word} {'later' if more > 0 else 'earlier'}"
    figure = size if isinstance(size, str) else f"{size:,}"
    return f"{figure} {'more' if more > 0 else 'less'}"

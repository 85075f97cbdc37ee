"""Values of attributes, parameters and answers in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.wording.names import party_name
from zopa.answers.wording.numbers import MOST, either_words, several
from zopa.model.corpus import UNLIMITED, Bounds
from zopa.solving.partition import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zopa.model.corpus import (
        Attribute,
        Corpus,
    )
    from zopa.questions.outcome import Settled


def value_words(corpus: Corpus, value: object, unit: str = "") -> str:
    """A value by the name of the item with this id, or by its own words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    name = str(value)
    if isinstance(value, int):
        return f"{value:,} {unit}".rstrip()
    if name in {"True", "False"}:
        return "yes" if name == "True" else "no"
    if name == "unlimited":
        return "no limit"
    if name in corpus.parties:
        return party_name(corpus, name)
    if name in corpus.entities:
        return corpus.entities[name].title or id_words(name)
    return id_words(name)


def id_words(name: str) -> str:
    """An id as words."""
    return name.replace("-", " ")


def settled_words(corpus: Corpus, declared: Attribute, settled: Settled | None) -> str:
    """The value of an attribute under a draft, or its possible values."""
    if settled is None:
        return "no outcome"
    words = [_piece_words(corpus, declared, each) for each in settled.values[:MOST]]
    if settled.settled:
        return words[0]
    if len(settled.values) > MOST:
        words.append(f"{len(settled.values) - MOST} more")
    return f"open: {either_words(words)}"


def outcome_words(corpus: Corpus, declared: Attribute, settled: Settled | None) -> str:
    """The same; a value equal to the status quo is marked."""
    quo = settled is not None and settled.settled and not settled.changed
    return settled_words(corpus, declared, settled) + (" (status quo)" if quo else "")


def _piece_words(corpus: Corpus, declared: Attribute, piece: Piece) -> str:
    if declared.number:
        unit = f" {declared.unit}" if declared.unit and str(piece) != "unlimited" else ""
        return "no limit" if str(piece) == "unlimited" else f"{piece}{unit}"
    return value_words(corpus, str(piece))


def data_words(settled: Settled | None) -> str:
    """The same for programs: the values as the files have them."""
    if settled is None:
        return "incoherent"
    return " ".join(map(_piece_data, settled.values))


def _piece_data(piece: Piece) -> str:
    low, high = (
        str(x).lower() if isinstance(x, bool) else str(x) for x in (piece.low, piece.high)
    )
    return low if low == high else f"{low}..{high}"


MOST_RANGES = 6
"""Maximum number of named ranges of a number."""


def values_words(domain: Attribute, values: Sequence[Piece]) -> str:
    """Values of a number, with their unit: `0 to 30 days, 45 days or unlimited`."""
    some = [each for each in values[:MOST_RANGES] if each.number]
    words = [f"{span_words(each)}{_steps(domain, each)}" for each in some[:-1]]
    words += [f"{amount_words(domain, each)}{_steps(domain, each)}" for each in some[-1:]]
    words += [amount_words(domain, x) for x in values[:MOST_RANGES] if not x.number]
    if len(values) > MOST_RANGES:
        words.append(several(len(values) - MOST_RANGES, "more range"))
    return either_words(words)


def _steps(domain: Attribute, piece: Piece) -> str:
    """The steps of a progression, in words; empty for a range."""
    if piece.low == piece.high or piece.step == domain.step:
        return ""
    return f" in steps of {step_words(domain, piece.step)}"


def step_words(domain: Attribute, step: int) -> str:
    """The distance between numbers, in words."""
    return f"{step:,} days" if domain.type == "date" else span_words(domain.at(step))


def amount_words(domain: Attribute, value: object) -> str:
    """A value, or a range of values, with the unit: `600,000 to 800,000 personnel`.

    Args:
        domain: of the value.
        value: of the domain, or a `Piece` of it.
    """
    if isinstance(value, Piece):
        value = value if value.number and value.low != value.high else value.low
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and domain.type != "date":
        return value
    return f"{span_words(value)} {domain.unit}".rstrip()


def span_words(value: object) -> str:
    """A number, or a range of numbers, without the unit."""
    if isinstance(value, Piece) and value.low != value.high:
        return f"{span_words(value.low)} to {span_words(value.high)}"
    value = value.low if isinstance(value, Piece) else value
    return f"{value:,}" if isinstance(value, int) else str(value)


def bounds_words(domain: Attribute, bounds: Bounds) -> str:
    """A number that is left open within bounds: `at least 800,000 personnel`."""
    least, most = bounds.least, bounds.most
    if least is not None and most is not None:
        return amount_words(domain, Piece(least, most))
    if domain.type == "date":
        return f"{least} or later" if least is not None else f"{most} or earlier"
    if least is not None:
        return f"at least {amount_words(domain, least)}"
    return f"at most {amount_words(domain, most)}"


def range_words(domain: Attribute) -> str:
    """The allowed values: `0 to 2,000,000 personnel or unlimited`."""
    return either_words([domain_words(domain), *([UNLIMITED] * domain.unlimited)])


def domain_words(domain: Attribute) -> str:
    """The range of a domain: `yes or no`, `from 0 to 90 days`, `any date`."""
    if domain.type in {"boolean", "enum"}:
        return "yes or no" if domain.type == "boolean" else either_words(domain.values)
    bounds = Bounds(domain.minimum, domain.maximum)
    words = f"any number of {domain.unit}" if domain.unit else "any number"
    if bounds.least is not None or bounds.most is not None:
        words = bounds_words(domain, _typed_bounds(domain, bounds))
    elif domain.type == "date":
        words = "any date"
    if domain.step > 1:
        words += f" in steps of {step_words(domain, domain.step)}"
    return words


def _typed_bounds(domain: Attribute, bounds: Bounds) -> Bounds:
    def at(number: int | None) -> int | None:
        found = None if number is None else domain.at(int(number))
        return found if isinstance(found, int) else None

    return Bounds(at(bounds.least), at(bounds.most))


def humanised(name: str) -> str:
    """An id as a short title."""
    text = name.replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]

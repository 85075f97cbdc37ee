"""Names, numbers, values and rules in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.model import LONG, power
from zopa.model.context import holders_at
from zopa.model.corpus import UNLIMITED, Bounds
from zopa.questions import Question
from zopa.solving.partition import Piece

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from zopa.model.corpus import (
        Attribute,
        Corpus,
        Position,
        Scenario,
    )
    from zopa.questions import Question
    from zopa.questions.check import Settled
    from zopa.solving.problem import Clause


# -- numbers, shares and dates ------------------------------------------------


MOST = 4
"""Maximum number of values named if several are possible."""


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""Independent of the locale: the same bytes everywhere."""


def several(number: int, one: str, more: str | None = None) -> str:
    """A number with its noun: `1 deal`, `2,000 deals`; a very large one as a power."""
    words = f"{number:,}" if number < LONG else f"about {about(number)}"
    return f"{words} {one if number == 1 else more or f'{one}s'}"


ROUNDED = 10**7
"""Numbers from here on are rounded for readers."""


def about(number: int) -> str:
    """A number in a narrow column: exact below ten million, else with two digits."""
    if number < ROUNDED:
        return f"{number:,}"
    digits = power(number)
    rounded = round(number // 10 ** (digits - 2) / 10)
    if rounded == 100:
        rounded, digits = 10, digits + 1
    return f"{rounded // 10}.{rounded % 10} × 10^{digits}"


def date_words(date: dt.date) -> str:
    """A date in prose: `17 August 2025`."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def letters(number: int) -> list[str]:
    """Names of drafts side by side: A to Z, then A2 and on."""
    alphabet = [chr(ord("A") + place) for place in range(26)]
    return [
        alphabet[place % 26] + (f"{place // 26 + 1}" if place >= 26 else "")
        for place in range(number)
    ]


def and_words(words: Sequence[str]) -> str:
    """Words in a sentence: `a, b and c`."""
    return _before_last(words, "and")


def or_words(words: Sequence[str]) -> str:
    """Alternatives in a sentence: `a, b or c`."""
    return _before_last(words, "or")


def _before_last(words: Sequence[str], joiner: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joiner} {words[-1]}"


def percent(share: Fraction) -> str:
    """A share for a reader: 0% and 100% only for exactly none and all."""
    if share in {0, 1}:
        return "never" if share == 0 else "always"
    whole = round(share * 100)
    if whole == 0:
        return "<1%"
    return ">99%" if whole == 100 else f"{whole}%"


# -- rules --------------------------------------------------------------------


def rule_words(corpus: Corpus, clause: Clause) -> str:
    """The reason and the id of a rule, for use after a heading that calls it a rule."""
    if clause.nature == "rule":
        return f"{corpus.rules[clause.name].reason} ({clause.name})"
    return clause_words(corpus, clause)


def clause_words(corpus: Corpus, clause: Clause) -> str:
    """A constraint that every consistent draft follows, in words."""
    match clause.nature:
        case "rule":
            return f"rule {clause.name}: {corpus.rules[clause.name].reason}"
        case "effects":
            entity, _, attribute = clause.name.partition(".")
            title = corpus.attribute(entity, attribute).title or attribute
            return f"one value at most for {entity}: {title}"
        case "applies-when":
            return f"{clause.name} applies only under its condition"
        case "terms":
            issue = corpus.issues[clause.name]
            if issue.single:
                return f"{clause.name} takes one term at most"
            return f"{clause.name} takes {issue.least} to {issue.most} terms, or none"


# -- names --------------------------------------------------------------------


def scenario_name(scenario: Scenario) -> str:
    """The name of a draft in commands: its id, or its path if it is outside `scenarios/`."""
    return scenario.id if scenario.path.startswith("scenarios/") else scenario.path


def party_name(corpus: Corpus, party: str) -> str:
    """The name of a party for a narrow place."""
    return corpus.parties[party].short if party in corpus.parties else party


def holder_names(corpus: Corpus, position: Position, table: Iterable[str] = ()) -> str:
    """The holders of a position at the table; else the party that states it."""
    holders = holders_at(position, table) or (str(position.party),)
    return and_words([party_name(corpus, each) for each in holders])


def position_words(corpus: Corpus, name: str, table: Iterable[str] = ()) -> str:
    """A position in a sentence: its holders at the table, and its title."""
    position = corpus.positions[name]
    return f"{holder_names(corpus, position, table)}: {position.title}"


def by_party(question: Question, names: Iterable[str]) -> dict[str, list[str]]:
    """The positions of each party at the table; all in corpus order."""
    corpus, context = question.space.problem.corpus, question.context
    among = set(names)
    found: dict[str, list[str]] = {str(party): [] for party in corpus.parties}
    for name, position in corpus.positions.items():
        if name in among:
            for party in context.holders(position):
                found.setdefault(party, []).append(name)
    return {party: mine for party, mine in found.items() if mine}


def title_among(corpus: Corpus, name: str, party: str, table: Iterable[str]) -> str:
    """A position in a list of one holder: its title, and the other holders at the table."""
    position = corpus.positions[name]
    others = [party_name(corpus, x) for x in holders_at(position, table) if x != party]
    return f"{position.title} (also of {and_words(others)})" if others else position.title


# -- values -------------------------------------------------------------------


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
    return f"open: {or_words(words)}"


def outcome_words(corpus: Corpus, declared: Attribute, settled: Settled | None) -> str:
    """The same; a value equal to the status quo is marked."""
    quo = settled is not None and settled.settled and not settled.changed
    return settled_words(corpus, declared, settled) + (" (status quo)" if quo else "")


def _piece_words(corpus: Corpus, declared: Attribute, piece: Piece) -> str:
    if declared.number and piece.number:
        return f"{span_words(piece)} {declared.unit}".rstrip()
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
    return or_words(words)


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
    return or_words([domain_words(domain), *([UNLIMITED] * domain.unlimited)])


def domain_words(domain: Attribute) -> str:
    """The range of a domain: `yes or no`, `from 0 to 90 days`, `any date`."""
    if domain.type in {"boolean", "enum"}:
        return "yes or no" if domain.type == "boolean" else or_words(domain.values)
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

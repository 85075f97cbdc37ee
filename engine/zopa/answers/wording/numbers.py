"""Numbers, shares and dates in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.model.one_line import LONG, power

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from fractions import Fraction


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


def either_words(words: Sequence[str]) -> str:
    """Alternatives in a sentence: `a, b or c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"


def percent(share: Fraction) -> str:
    """A share for a reader: 0% and 100% only for exactly none and all."""
    if share in {0, 1}:
        return "never" if share == 0 else "always"
    whole = round(share * 100)
    if whole == 0:
        return "<1%"
    return ">99%" if whole == 100 else f"{whole}%"

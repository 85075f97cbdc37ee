"""Dates in everyday words: 15 Aug, yesterday, 3 days ago."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from zopa.diagnostics import quoted
from zopa.refused import Refused

__all__ = ["PARTS", "day_as", "day_in_words"]

MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
ISO: Final = re.compile(r"[12]\d{3}-\d{2}-\d{2}", re.ASCII)
DAY_FIRST: Final = re.compile(r"(\d{1,2})\.? +([a-z]{3,})\.?(?:,? +(\d{4}))?", re.ASCII)
MONTH_FIRST: Final = re.compile(r"([a-z]{3,})\.? +(\d{1,2})(?:,? +(\d{4}))?", re.ASCII)
PARTS: Final = re.compile("DD|MM|YYYY")
"""Placeholders for day, month and year in a date format."""
AGO: Final = re.compile(r"(\d{1,4}) +days? +ago", re.ASCII)


def day_in_words(text: str, *, today: dt.date, near: dt.date | None = None) -> dt.date:
    """The date that a text means: 2025-08-15, 15 Aug 2025, Aug 15, yesterday, 3 days ago.

    Without a year it is the last such date that is not after today, or the one next to
    `near` that is not after both. A date with different meanings in different countries
    (05/08/2025) is refused.

    Raises:
        Refused: it is not a date, or an ambiguous one.
    """
    said = " ".join(text.lower().split())
    way_out = "write it like 2025-08-15, 15 Aug 2025 or yesterday"
    try:
        if ISO.fullmatch(said):
            return dt.date.fromisoformat(said)
        if said in {"today", "yesterday"}:
            return today - dt.timedelta(days=said == "yesterday")
        if ago := AGO.fullmatch(said):
            return today - dt.timedelta(days=int(ago[1]))
        if found := DAY_FIRST.fullmatch(said):
            return _dated(int(found[1]), found[2], found[3], today, near)
        if found := MONTH_FIRST.fullmatch(said):
            return _dated(int(found[2]), found[1], found[3], today, near)
    except (ValueError, OverflowError):
        pass
    message = f"{quoted(text)} is not a day"
    raise Refused(message, way_out)


def day_as(text: str, way: str) -> dt.date:
    """The date of a text in one date format, such as DD.MM.YYYY.

    Raises:
        Refused: it is not a date, or in another format.
    """
    digits = {"DD": r"(?P<day>\d\d?)", "MM": r"(?P<month>\d\d?)", "YYYY": r"(?P<year>\d{4})"}
    form = PARTS.sub(lambda found: digits[found[0]], re.escape(way))
    found = re.fullmatch(form, text.strip(), re.ASCII)
    try:
        if found is not None:
            return dt.date(*(int(found[each]) for each in ("year", "month", "day")))
    except ValueError:
        pass
    message = f"{quoted(text)} is not a day as in {quoted(way)}"
    raise Refused(message, "`days:` in the map says how days are written")


def _dated(
    day: int, month: str, year: str | None, today: dt.date, near: dt.date | None
) -> dt.date:
    """A date with the name of its month.

    Raises:
        ValueError: the date does not exist.
    """
    numbers = (n for n, name in enumerate(MONTHS, 1) if name.startswith(month))
    number = next(numbers, 0)
    if year is not None:
        return dt.date(int(year), number, day)
    around = today if near is None else near
    found = []
    for other in range(max(around.year - 8, 1), min(around.year + 9, 9999)):
        try:
            found.append(dt.date(other, number, day))
        except ValueError:
            if number != 2 or day != 29:
                raise
    latest = today if near is None else max(today, near)
    past = [each for each in found if each <= latest]
    return min(past, key=lambda each: abs((each - around).days))

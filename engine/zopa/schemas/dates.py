"""What to say of a text that is not a date."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic, Fix
from zopa.diagnostics.shape import INVALID_DATE
from zopa.schemas.spot import brief

if TYPE_CHECKING:
    from zopa.schemas.spot import Spot

__all__ = ["A_DAY", "about_date", "bounds_of"]

A_DAY = "year, month and day: 2025-08-17"
NUMERIC = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})([T ].*)?")
"""Year, month and day in their order, perhaps with a time of day."""
DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
"""Day, month and year, as dots between them imply."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FIRST_YEAR, LAST_YEAR = 1000, 2999


def about_date(spot: Spot) -> Diagnostic:
    """Say why the text is not a day."""
    text, span = str(spot.data), spot.span
    what = f"{spot.name} is {brief(text)}"
    message, label = f"{what}, not a date", "expected a date such as 2025-08-17"
    help_: tuple[str, ...] = (f"write {A_DAY}",)
    fixes: tuple[Fix, ...] = ()
    if parts := _parts(text):
        year, month, day = parts
        if not FIRST_YEAR <= year <= LAST_YEAR:
            label = f"the year must be between {FIRST_YEAR} and {LAST_YEAR}"
        elif problem := _no_such_day(year, month, day):
            message, label, help_ = f"{what}, a day that does not exist", problem, ()
        else:
            written = f"{year:04}-{month:02}-{day:02}"
            help_, fixes = (f"write {written}",), (Fix(span, written),)
    elif bounds := bounds_of(text):
        label = "expected a day"
        if _takes_bounds(spot):
            help_ = (f"write `{bounds}`, or the day",)
    return Diagnostic(
        INVALID_DATE,
        span,
        message,
        label=label,
        help=help_,
        fixes=fixes,
        data={"value": text},
        pointer=spot.address,
    )


def bounds_of(text: str) -> str | None:
    """The first and last day of a month or year, as a file has them."""
    found = re.fullmatch(r"([12][0-9]{3})(?:-([0-9]{1,2}))?", text)
    if not found:
        return None
    year, first = int(found[1]), int(found[2] or 1)
    last = int(found[2] or 12)
    if not 1 <= first <= 12:
        return None
    end = calendar.monthrange(year, last)[1]
    return f"{{earliest: {year}-{first:02}-01, latest: {year}-{last:02}-{end}}}"


def _parts(text: str) -> tuple[int, int, int] | None:
    if found := NUMERIC.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := DOTTED.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    return None


def _no_such_day(year: int, month: int, day: int) -> str:
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        return f"{MONTHS[month - 1]} {year} has {days} days"
    return ""


def _takes_bounds(spot: Spot) -> bool:
    """Whether bounds of a day may stand in place of the day."""
    return str(spot.pointer[-1]) in {"published", "said", "since", "until", "when"}

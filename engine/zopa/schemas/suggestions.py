"""Messages about texts that are not ids or references."""

from __future__ import annotations

import calendar
import re
import unicodedata
from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic, Fix, shown
from zopa.diagnostics.codes import INVALID_DATE, INVALID_ID, INVALID_REFERENCE
from zopa.documents.scalars import comparison_in
from zopa.schemas.errors import brief

if TYPE_CHECKING:
    from zopa.files import Span
    from zopa.schemas.errors import Schema, Spot

__all__ = [
    "A_DAY",
    "CALCULATION",
    "INSTEAD_OF_CALCULATION",
    "IS_ID",
    "about_date",
    "about_id",
    "bounds_of",
    "day_in",
    "is_id",
    "no_day",
]


IS_ID = re.compile(r"[a-z](?:-?[a-z0-9])*")
RESERVED = {"yes", "no", "on", "off", "y", "n", "true", "false", "null"}
"""Words that some YAML readers do not read as a text."""
CALCULATION = re.compile(
    r"^\$[^\s*/+×÷·]+\s*[*/+×÷·]|^\$\S+\s+[-−]\s|[\w)]\s+[*/+×÷·−-]\s+[\w$(]|\w[*×÷]\w"
)
"""Operator between two operands of a calculation."""
INSTEAD_OF_CALCULATION = (
    "let the attribute have the unit of the parameter, or add a parameter in its unit"
)
LONGEST_ID = 100
OWNERS = {
    "Term": ("term", "issue"),
    "Position": ("position", "party"),
    "Position, with or without its party": ("position", "party"),
}
"""Kinds of the two halves of a reference, by the title of its schema."""


def about_id(spot: Spot, text: str, span: Span, schema: Schema) -> Diagnostic:
    """Explain why the text is not an id or a reference of the schema."""
    title = str(schema.get("title"))
    if title in OWNERS:
        return _about_reference(spot, text, span, *OWNERS[title])
    if CALCULATION.search(text):
        return _about_calculation(spot, text, span)
    if comparison := comparison_in(text):
        return _about_comparison(spot, text, span, comparison)
    bare = text.strip("(){}[] ")
    parameter = bare.startswith("$") and "$" in str(schema.get("pattern"))
    word = bare[1:].strip("(){} ") if parameter else text
    instead = _id_from(word)
    if instead and parameter:
        instead = f"${instead}"
    message, label = _what_is_wrong(text if is_id(word) else word)
    if text == "silent":
        instead = None
    return Diagnostic(
        INVALID_ID,
        span,
        message,
        label=label,
        help=(f"write `{instead}`",) if instead else (),
        notes=_look_alikes(text),
        fixes=(Fix(span, instead, safe=False),) if instead else (),
        data={"value": shown(text)},
        pointer=spot.address,
    )


def _about_calculation(spot: Spot, text: str, span: Span) -> Diagnostic:
    return Diagnostic(
        INVALID_ID,
        span,
        f"{brief(text)} is a calculation, which zopa does not make",
        label="expected one word, one number or one parameter",
        help=(INSTEAD_OF_CALCULATION,),
        data={"value": shown(text)},
        pointer=spot.address,
    )


def _about_comparison(spot: Spot, text: str, span: Span, comparison: str) -> Diagnostic:
    return Diagnostic(
        INVALID_ID,
        span,
        f"{brief(text)} is not an id",
        label="a comparison is written in words",
        help=(f"write `{comparison}` in a condition",),
        data={"value": shown(text)},
        pointer=spot.address,
    )


def _what_is_wrong(text: str) -> tuple[str, str]:
    if not text:
        return "an id is empty", "ids are lower-case words joined by hyphens"
    if text in RESERVED:
        return (
            f"{brief(text)} cannot be an id",
            "some YAML readers take it for something else than a text",
        )
    if text == "silent":
        return "`silent` cannot stand beside terms", "it says that none of them is chosen"
    if len(text) > LONGEST_ID:
        return f"{brief(text)} is too long for an id", f"longer than {LONGEST_ID} characters"
    return f"{brief(text)} is not an id", "ids are lower-case words joined by hyphens"


def _about_reference(spot: Spot, text: str, span: Span, inner: str, outer: str) -> Diagnostic:
    parts = text.split("/")
    ids = [each if is_id(each) else _id_from(each) for each in parts]
    message = f"{brief(text)} is not of the form `{outer}/{inner}`"
    way_out = f"write it as `{outer}/{inner}`"
    fixes: tuple[Fix, ...] = ()
    if len(parts) == 1 and ids[0]:
        message = f"{brief(text)} does not say whose {inner} it is"
        way_out = f"write `{outer}/{ids[0]}`, with the id of its {outer}"
    elif len(parts) == 2 and all(ids):
        instead = "/".join(map(str, ids))
        way_out = f"write `{instead}`"
        fixes = (Fix(span, instead, safe=False),)
    return Diagnostic(
        INVALID_REFERENCE,
        span,
        message,
        label=f"expected `{outer}/{inner}`",
        help=(way_out,),
        notes=_look_alikes(text),
        fixes=fixes,
        data={"value": shown(text)},
        pointer=spot.address,
    )


def is_id(text: str) -> bool:
    """Return True if the text can be an id."""
    return bool(IS_ID.fullmatch(text)) and text not in RESERVED and len(text) <= LONGEST_ID


def _id_from(text: str) -> str | None:
    """Return the id that the text resembles, or None."""
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(each for each in plain if not unicodedata.combining(each)).casefold()
    if not letters.isascii():
        return None
    word = re.sub("[^a-z0-9]+", "-", letters).strip("-")
    return word if is_id(word) else None


def _look_alikes(text: str) -> tuple[str, ...]:
    """Return the non-Latin characters that look like Latin ones."""
    strange = dict.fromkeys(each for each in text if not each.isascii())
    return tuple(
        f"`{shown(each)}` is U+{ord(each):04X}, {unicodedata.name(each, '').capitalize()}"
        for each in list(strange)[:3]
    )


# -- messages about texts that are not dates --


A_DAY = "year, month and day: 2025-08-17"
NUMERIC = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})([T ].*)?")
"""Year, month and day in this order, perhaps with a time."""
DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
"""Day, month and year in this order, separated by dots."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FIRST_YEAR, LAST_YEAR = 1000, 2999


def about_date(spot: Spot) -> Diagnostic:
    """Explain why the text is not a date."""
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
    """Return the first and last day of a month or year, as bounds in YAML."""
    found = re.fullmatch(r"([12][0-9]{3})(?:-([0-9]{1,2}))?", text)
    if not found:
        return None
    year, first = int(found[1]), int(found[2] or 1)
    last = int(found[2] or 12)
    if not 1 <= first <= 12:
        return None
    end = calendar.monthrange(year, last)[1]
    return f"{{earliest: {year}-{first:02}-01, latest: {year}-{last:02}-{end}}}"


def day_in(text: str) -> str | None:
    """Return the date that a text means, in any common notation, as YAML writes it."""
    parts = _parts(text.strip())
    if parts is None or not FIRST_YEAR <= parts[0] <= LAST_YEAR or _no_such_day(*parts):
        return None
    return f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}"


def no_day(text: str) -> str:
    """Return the reason why a text in the form of a date is invalid; empty for other forms."""
    parts = _parts(text)
    return _no_such_day(*parts) if parts else ""


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
    """Return True if bounds are allowed instead of a date."""
    return str(spot.pointer[-1]) in {"published", "said", "since", "until", "when"}

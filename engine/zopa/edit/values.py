"""Short notation of single values: dates in everyday words, names with values, YAML."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from zopa import Refused
from zopa.diagnostics import quoted
from zopa.documents import parse
from zopa.edit.changes import same
from zopa.edit.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.documents import Data

__all__ = [
    "PARTS",
    "bare",
    "day_as",
    "day_in_words",
    "kept",
    "pairs_said",
    "pairs_text",
    "split",
    "written",
    "yaml_value",
]


def yaml_value(text: str) -> Data:
    """The value of a YAML text.

    Raises:
        Refused: zopa does not read the text.
    """
    lines = text.split("\n")
    block = len(lines) > 1 or text.startswith("- ")
    whole = (
        "value:\n" + "".join(f"  {line}\n" for line in lines) if block else f"value: {text}\n"
    )
    document = parse(whole, "what was typed")
    if not document.ok or not isinstance(document.data, dict):
        first = document.diagnostics[0]
        message = f"{quoted(text)}: {first.message}"
        raise Refused(message, *first.help)
    return document.data.get("value")


def written(value: Data, *, lines: bool = False) -> str:
    """The value in YAML, as `yaml_value` reads it.

    Args:
        value: the value.
        lines: True if it may take several lines in place of a long one.
    """
    sheet = Sheet("x: 0\n" if lines and not isinstance(value, str) else "{x: 0}\n", "value")
    sheet.replace(("x",), value)
    text = sheet.text
    if text.startswith("{"):
        return text[len("{x: ") : -len("}\n")]
    if text.startswith("x: "):
        return text[len("x: ") :].rstrip("\n")
    return "\n".join(line.removeprefix("  ") for line in text.splitlines()[1:])


# -- dates in everyday words --------------------------------------------------


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
    way_out = "write it like 2025-08-15 or 15 Aug 2025"
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


# -- names with values --------------------------------------------------------


CLOSING: Final[Mapping[str, str]] = {"{": "}", "[": "]", "(": ")"}


def kept(text: str, apart: str) -> str | None:
    """A text in quotes if it contains a separator; None if quotes do not help."""
    if text[:1] in CLOSING and split(text, apart) == [text]:
        return text
    if not any(each in text for each in apart) and not text.startswith('"'):
        return text
    return None if '"' in text else f'"{text}"'


def bare(text: str) -> str:
    """A text without the quotes around all of it."""
    text = text.strip()
    quotes = len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]
    return text[1:-1] if quotes else text


def split(text: str, apart: str) -> list[str]:
    """The parts of a text between separators outside quotes and brackets."""
    found, start, place = [], 0, 0
    while place < len(text):
        each = text[place]
        if each == '"' or each in CLOSING:
            place = _end(text, place)
        elif each in apart:
            found.append(text[start:place].strip())
            start = place + 1
        place += 1
    return [*found, text[start:].strip()]


def _end(text: str, place: int) -> int:
    """The end of a part that begins with a quote or bracket; its start if it has no end."""
    if text[place] == '"':
        end = text.find('"', place + 1)
        return end if end > 0 else place
    depth = 0
    for number in range(place, len(text)):
        depth += (text[number] == text[place]) - (text[number] == CLOSING[text[place]])
        if depth == 0:
            return number
    return place


def pairs_said(text: str) -> Data:
    """The value of names with values: `operator=city, size=3; watch=city, port`.

    Raises:
        Refused: a value has no name.
    """
    if text.startswith("{"):
        return yaml_value(text)
    found: dict[str, Data] = {}
    for each in _pairs(text):
        name, equals, said = (part.strip() for part in each.partition("="))
        if not equals or not name or not said:
            message = f"{quoted(each)} is no name with a value"
            raise Refused(message, "write NAME=VALUE")
        if name in found:
            message = f"{quoted(name)} has two values"
            raise Refused(message, "write one of them")
        found[name] = _value(said)
    return found


def _pairs(text: str) -> list[str]:
    """The pairs of a text, separated by `;`, and by a comma before a name."""
    found: list[str] = []
    for each in filter(None, split(text, ";\n")):
        begun: list[str] = []
        for piece in split(each, ","):
            if begun and "=" not in piece:
                begun[-1] += f", {piece}"
            else:
                begun.append(piece)
        found += begun
    return found


def _value(text: str) -> Data:
    if text[:1] in CLOSING or text.startswith('"'):
        return yaml_value(text)
    if "," in text:
        return [each.strip() for each in text.split(",") if each.strip()]
    low, dots, high = text.partition("..")
    if dots:
        ends = (("at-least", low), ("at-most", high))
        return {key: yaml_value(each) for key, each in ends if each.strip()}
    return yaml_value(text)


def pairs_text(value: Data) -> str | None:
    """Names with values as a user types them; None if the notation has no form for them."""
    if not isinstance(value, dict) or not value:
        return None
    lists = any(isinstance(each, list) for each in value.values())
    text = ("; " if lists else ", ").join(f"{name}={_one(x)}" for name, x in value.items())
    try:
        return text if same(pairs_said(text), value) else None
    except Refused:
        return None


def _one(value: Data) -> str:
    match value:
        case bool():
            return str(value).lower()
        case list() if len(value) > 1 and all(isinstance(each, str) for each in value):
            return ", ".join(map(str, value))
        case dict() if value and value.keys() <= {"at-least", "at-most"}:
            return f"{value.get('at-least', '')}..{value.get('at-most', '')}"
        case dict() | list():
            return written(value)
        case _:
            return str(value)

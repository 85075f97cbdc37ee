"""What somebody typed into a field, as a value of the format; and the other way round."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.documents import BROKEN
from zopa.edit.answer_said import TYPES, answer_said
from zopa.edit.condition_text import HELP, condition_said, condition_text
from zopa.edit.fields import Form
from zopa.edit.values import written, yaml_value
from zopa.model.corpus import SILENT, UNLIMITED
from zopa.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zopa.documents import Data
    from zopa.edit.fields import Field
    from zopa.model.corpus import Issue

__all__ = ["HOW", "as_typed", "day_in_words", "proposed_id", "typed", "typed_choice"]

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
AGO: Final = re.compile(r"(\d{1,4}) +days? +ago", re.ASCII)
WORDS: Final[Mapping[str, bool]] = {"true": True, "yes": True, "false": False, "no": False}
LONGEST_ID: Final = 40
LETTER: Final = re.compile("[a-z]")
HOW: Final[Mapping[Form, str]] = {
    Form.DAY: "2025-08-15, 15 Aug 2025, yesterday",
    Form.DAYS: "2025-08-15, 15 Aug, yesterday; 2025-08-15..2025-08-20 for bounds",
    Form.NAMES: "ids, separated by commas",
    Form.PLACES: "source:paragraph, as in s1:2,3; several after a space",
    Form.TEXTS: "separated by ;",
    Form.CONDITION: HELP,
    Form.ANSWER: TYPES,
    Form.YAML: "YAML on one line",
    Form.YES_NO: "true or false",
}
"""How a field is filled in, in a line."""


SAID: Final[Mapping[Form, Callable[[str], Data]]] = {
    Form.CONDITION: condition_said,
    Form.ANSWER: answer_said,
    Form.YAML: yaml_value,
}
"""Who reads what has a notation of its own."""


def typed(field: Field, text: str, *, today: dt.date, near: dt.date | None = None) -> Data:
    """The value that a text in a field means.

    Ids, numbers and days are checked for their form only; whether there is such a thing
    is found when the files are checked.

    Args:
        field: where it was typed.
        text: what was typed; lists are separated by commas, texts by semicolons.
        today: what days in words are counted from.
        near: a day without a year is the one next to this, such as the day of the corpus;
            if not given, the last that is not after today.

    Raises:
        Refused: it means nothing there, or more than one thing.
    """
    text = text.strip()
    if not text:
        message = f"`{field.key}` is empty"
        raise Refused(message, "leave it out, or fill it in")
    match field.form:
        case Form.TEXT | Form.NAME:
            return text
        case Form.NAMED | Form.PLACES if text.startswith("{"):
            return yaml_value(text)
        case Form.NAMED:
            return {"name": text}
        case Form.TEXTS:
            return [each.strip() for each in text.split(";") if each.strip()]
        case Form.NAMES:
            return [*filter(None, re.split(r"[\s,]+", text.strip("[]")))]
        case Form.DAY | Form.DAYS:
            return _days(text, today, near, bounded=field.form is Form.DAYS)
        case Form.YES_NO | Form.ONE_OF:
            return _one_of(field, text) if field.choices else _yes_or_no(field, text)
        case Form.NUMBER:
            return _number(field, text)
        case Form.PLACES:
            return _places(text)
        case Form.CONDITION | Form.ANSWER | Form.YAML:
            return SAID[field.form](text)


def as_typed(field: Field, value: Data) -> str:
    """A value of a file as somebody would type it into its field.

    As the format has it where it can be said in no other way; a list of texts that hold
    what separates them cannot be typed at all.
    """
    if value is None or value is BROKEN:
        return ""
    text = _in_words(field.form, value)
    return written(value, lines=field.form is Form.YAML) if text is None else text


def _in_words(form: Form, value: Data) -> str | None:
    match form, value:
        case (Form.TEXT | Form.NAME | Form.TEXTS | Form.NAMES | Form.DAY | Form.DAYS, str()):
            return value
        case (Form.YES_NO | Form.ONE_OF | Form.NUMBER, str() | int()):
            return str(value).lower() if isinstance(value, bool) else str(value)
        case (Form.NAMES, []):
            return "[]"
        case (Form.TEXTS | Form.NAMES, list()) if all(isinstance(x, str) for x in value):
            return ("; " if form is Form.TEXTS else ", ").join(map(str, value))
        case (Form.DAYS, dict()) if value and value.keys() <= {"earliest", "latest"}:
            return f"{value.get('earliest', '')}..{value.get('latest', '')}"
        case (Form.PLACES, dict()):
            return _places_in_words(value)
        case (Form.CONDITION, _):
            return condition_text(value)
        case (Form.NAMED, {"name": str() as name, **others}) if not others:
            return name
        case _:
            return None


def _places_in_words(value: dict[str, Data]) -> str | None:
    said = []
    for source, places in value.items():
        if not isinstance(places, list):
            return None
        said.append(f"{source}:{','.join(map(str, places))}" if places else source)
    text = " ".join(said)
    try:
        return text if _places(text) == value else None
    except Refused:  # a place with a blank in it
        return None


def _yes_or_no(field: Field, text: str) -> bool:
    if text.lower() not in WORDS:
        message = f"`{field.key}` is true or false, not {quoted(text)}"
        raise Refused(message, "write `true` or `false`")
    return WORDS[text.lower()]


def _number(field: Field, text: str) -> int:
    if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        message = f"`{field.key}` is a whole number, not {quoted(text)}"
        raise Refused(message, "write digits only")
    return int(text)


def _one_of(field: Field, text: str) -> Data:
    if text not in field.choices:
        near = did_you_mean(text, field.choices)
        message = f"`{field.key}` cannot be {quoted(text)}"
        meant = (f"did you mean {listed(near)}?",) if near else ()
        raise Refused(message, *meant, f"it is one of {', '.join(field.choices)}")
    return WORDS.get(text, text)


def _places(text: str) -> Data:
    """Places in sources: `s000:1,2 s003:4`, or a source alone for the whole of it."""
    found: dict[str, Data] = {}
    for each in re.split(r"[;\s]+", text):
        source, colon, places = each.partition(":")
        places = places.lstrip(":")  # one that completion wrote, and one more
        if not source:
            continue
        if not colon and not ("a" <= source[0] <= "z"):
            message = f"{quoted(each)} is no source"
            raise Refused(message, "write places behind a colon, like `herald:2,3`")
        if colon and not places:
            message = f"no place after {quoted(each)}"
            raise Refused(message, "write it like `s000:1,2`, without spaces")
        listed_places: list[Data] = [
            int(place) if place.isdecimal() and place.isascii() and place[0] != "0" else place
            for place in filter(None, places.split(","))
        ]
        found[source] = listed_places
    return found


def _days(text: str, today: dt.date, near: dt.date | None, *, bounded: bool) -> Data:
    """A day, or `A..B` for bounds, of which one may be left out."""
    first, dots, last = text.partition("..")
    if not (dots and bounded):
        return day_in_words(text, today=today, near=near).isoformat()
    bounds: dict[str, Data] = {}
    for key, each in (("earliest", first), ("latest", last)):
        if each.strip():
            bounds[key] = day_in_words(each, today=today, near=near).isoformat()
    if not bounds:
        message = f"no day in {quoted(text)}"
        raise Refused(message, "write it like `2025-08-16..2025-08-24`")
    return bounds


def day_in_words(text: str, *, today: dt.date, near: dt.date | None = None) -> dt.date:
    """The day that a text means: 2025-08-15, 15 Aug 2025, Aug 15, yesterday, 3 days ago.

    Without a year it is the last such day that is not after today, or the one next to
    `near` that is not after both. What means different
    days in different countries (05/08/2025) is refused.

    Raises:
        Refused: it is no day, or more than one.
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


def _dated(
    day: int, month: str, year: str | None, today: dt.date, near: dt.date | None
) -> dt.date:
    """A day of a month by name.

    Raises:
        ValueError: there is none such.
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


def proposed_id(text: str, taken: frozenset[str] = frozenset()) -> str:
    """An id made of the words of a title: lower case, hyphens, at most 40 letters.

    Letters that no id may hold are left out, accents are taken off. With a number behind
    it where the id is taken; empty where no letter is left.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", plain.lower().replace("'", ""))
    while words and not LETTER.match(words[0]):
        words.pop(0)
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word[:LONGEST_ID]
        if len(longer) > LONGEST_ID:
            break
        name = longer
    found, number = name, 2
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def typed_choice(issue: Issue, text: str, *, today: dt.date) -> Data:
    """The choice that a text means on an issue, as a scenario has it.

    A term or several after commas, a value, `A..B` for bounds, `silent`; or YAML in
    brackets, as `{term: {parameter: 3}}`.

    Raises:
        Refused: it cannot be read. Whether there is such a term is found when the files
            are checked.
    """
    text = text.strip()
    if text[:1] in "{[":
        return yaml_value(text)
    if text == SILENT:
        return text
    if issue.answered_by in {"", "set"}:
        names: list[Data] = [each.strip() for each in text.split(",") if each.strip()]
        return names[0] if len(names) == 1 and issue.single else names
    if issue.answered_by == "boolean":
        return WORDS.get(text.lower(), text)
    first, dots, last = text.partition("..")
    if dots:
        ends = (("at-least", first), ("at-most", last))
        return {key: _value(issue, each, today) for key, each in ends if each.strip()}
    return _value(issue, text, today)


def _value(issue: Issue, text: str, today: dt.date) -> Data:
    if issue.answered_by == "date" and text.strip() != UNLIMITED:
        return day_in_words(text, today=today).isoformat()
    return yaml_value(text.strip())

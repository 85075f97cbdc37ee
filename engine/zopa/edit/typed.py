"""Values of the format from the input in a field, and the input for a value."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Final

from zopa import Refused
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.documents import BROKEN
from zopa.documents.scalars import scalar
from zopa.edit import COMMAND_WORDS, Field, FieldForm
from zopa.edit.changes import same
from zopa.edit.conditions import (
    HELP,
    condition_said,
    condition_text,
    predicate_said,
    predicate_text,
)
from zopa.edit.records import how as record_how
from zopa.edit.records import (
    record_said,
    record_text,
)
from zopa.edit.values import (
    bare,
    day_in_words,
    kept,
    pairs_said,
    pairs_text,
    split,
    written,
    yaml_value,
)
from zopa.model.corpus import SILENT, UNLIMITED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zopa.documents import Data
    from zopa.model.corpus import Issue

__all__ = [
    "LISTS",
    "MAPPINGS",
    "as_typed",
    "choice_texts",
    "how",
    "proposed_id",
    "typed",
    "typed_choice",
]


WORDS: Final[Mapping[str, bool]] = {"true": True, "yes": True, "false": False, "no": False}
PLACES: Final = 'write places behind a colon, like `herald:2,3` or `herald:"p. 4"`'
UNKNOWN: Final = "unknown"
"""Word for a date without any known bound."""
LONGEST_ID: Final = 40
LETTER: Final = re.compile("[a-z]")
NOTE: Final = re.compile(
    r"(\S(?:.*\S)?)\s*\|\s*visibility:\s*([a-z][a-z0-9-]*(?:\s*,\s*[a-z][a-z0-9-]*)*)",
    re.DOTALL,
)
"""A note that only some may see."""
HOW: Final[Mapping[FieldForm, str]] = {
    FieldForm.NOTE: "words; of what only some may see: words | visibility: mediator",
    FieldForm.DAY: "2025-08-15, 15 Aug 2025, yesterday",
    FieldForm.DAYS: "2025-08-15, 15 Aug, yesterday; 2025-08-15..2025-08-20 for bounds; unknown",
    FieldForm.NAMES: "ids, separated by commas",
    FieldForm.PLACES: 'source:paragraph, as in s1:2,3 or s1:"p. 4"; several after a space',
    FieldForm.TEXTS: "separated by ;",
    FieldForm.CONDITION: HELP,
    FieldForm.TEXT_OR_TEXTS: "several separated by ;",
    FieldForm.WORDS: "separated by commas",
    FieldForm.NUMBERS: "separated by commas",
    FieldForm.CHOOSE: "one, any, 1..3",
    FieldForm.PREDICATE: "operator=city, size>=3, of=north/south",
    FieldForm.YES_NO: "true or false",
}
"""How to fill in fields of a form, in a line."""
LISTS: Final = frozenset(
    {FieldForm.NAMES, FieldForm.TEXTS, FieldForm.WORDS, FieldForm.NUMBERS, FieldForm.RECORDS}
)
MAPPINGS: Final = frozenset({FieldForm.PLACES, FieldForm.PAIRS, FieldForm.RECORDS_BY_NAME})


SAID: Final[Mapping[FieldForm, Callable[[str], Data]]] = {
    FieldForm.CONDITION: condition_said,
    FieldForm.PAIRS: pairs_said,
    FieldForm.PREDICATE: predicate_said,
    FieldForm.YAML: yaml_value,
}
"""Readers of the field forms that have a special notation."""


def how(field: Field) -> str:
    """How to fill in a field, in a line."""
    like = record_how(field)
    return f"Like {like}" if like else HOW.get(field.form, "")


def typed(field: Field, text: str, *, today: dt.date, near: dt.date | None = None) -> Data:
    """The value that a text in a field means.

    Ids, numbers and days are checked for their form only. The check of the files finds ids
    that do not exist.

    Args:
        field: the field of the text.
        text: the input; lists are separated by commas, texts by semicolons.
        today: the date from which days in words are counted.
        near: a day without a year is the one next to this, such as the day of the corpus; by
            default it is the last that is not after today.

    Raises:
        Refused: the text has no meaning in the field, or several.
    """
    text = text.strip()
    if not text:
        message = f"`{field.key}` is empty"
        raise Refused(message, "leave it out, or fill it in")
    match field.form:
        case FieldForm.TEXT | FieldForm.NAME:
            return text
        case FieldForm.NOTE:
            return _note(text)
        case FieldForm.PLACES | FieldForm.TEXT_OR_TEXTS | FieldForm.CHOOSE if text[0] in "{[":
            return yaml_value(text)
        case FieldForm.TEXTS if text[0] == "[" and text[-1] == "]":
            return yaml_value(text)
        case FieldForm.TEXTS | FieldForm.TEXT_OR_TEXTS:
            several: list[Data] = [bare(each) for each in split(text, ";") if each]
            return several if len(several) > 1 or field.form is FieldForm.TEXTS else text
        case FieldForm.NAMES:
            return [*filter(None, re.split(r"[\s,]+", text.strip("[]")))]
        case FieldForm.DAY | FieldForm.DAYS:
            return _days(text, today, near, bounded=field.form is FieldForm.DAYS)
        case FieldForm.PLACES:
            return _places(text)
        case (
            FieldForm.YES_NO
            | FieldForm.ONE_OF
            | FieldForm.NUMBER
            | FieldForm.WORDS
            | FieldForm.NUMBERS
            | FieldForm.CHOOSE
        ):
            return _few(field, text)
        case FieldForm.RECORD | FieldForm.RECORDS | FieldForm.RECORDS_BY_NAME:
            return record_said(field, text, partial(typed, today=today, near=near))
        case FieldForm.CONDITION | FieldForm.PAIRS | FieldForm.PREDICATE | FieldForm.YAML:
            return SAID[field.form](text)


def _note(text: str) -> Data:
    """A note; in quotes where the words alone would mean who may see it."""
    if len(text) > 1 and text[0] == text[-1] == '"' and _note(text[1:-1]) != text[1:-1]:
        return text[1:-1]
    if found := NOTE.fullmatch(text):
        return {"text": found[1], "visibility": [*re.split(r"\s*,\s*", found[2])]}
    if text.startswith("{"):
        try:
            value = yaml_value(text)
        except Refused:
            return text
        if isinstance(value, dict) and value.keys() == {"text", "visibility"}:
            return value
    return text


def _note_text(value: Data) -> str:
    """A note as `_note` reads it; of another one what is nearest."""
    match value:
        case {"text": str(text), "visibility": list(parties)}:
            return f"{text} | visibility: {', '.join(map(str, parties))}"
        case _:
            words = str(value).strip()
            return str(value) if _note(words) == words else f'"{words}"'


def _few(field: Field, text: str) -> Data:
    """Values from a small set of words, numbers, or a number of terms."""
    if field.form in {FieldForm.YES_NO, FieldForm.ONE_OF}:
        return _one_of(field, text) if field.choices else _yes_or_no(field, text)
    if field.form is FieldForm.NUMBER:
        return _number(field, text)
    if field.form is FieldForm.CHOOSE:
        if text in {"one", "any"}:
            return text
        low, dots, high = text.partition("..")
        if not dots:
            message = f"{quoted(text)} is not how many are chosen"
            raise Refused(message, "write one, any, or bounds such as 1..3")
        ends = (("min", low), ("max", high))
        bounds = {key: _number(field, each.strip()) for key, each in ends if each.strip()}
        return dict[str, "Data"](bounds)
    each_said = filter(None, re.split(r"[\s,]+", text.strip("[]")))
    if field.form is FieldForm.WORDS:
        return [_one_of(field, each) for each in each_said]
    return [_number(field, each) for each in each_said]


def as_typed(field: Field, value: Data) -> str:
    """A value of a file as a user types it into its field.

    If there is no other notation, the result is as in the format. A list of texts that
    contain separators cannot be typed at all.
    """
    if value is None or value is BROKEN:
        return ""
    text = _in_words(field.form, value)
    if text is None:
        text = _in_parts(field, value)
    return written(value, lines=field.form is FieldForm.RECORDS) if text is None else text


def _in_parts(field: Field, value: Data) -> str | None:
    """A value in its special notation, if that has the same meaning."""
    read = partial(typed, today=dt.date.min)
    match field.form, value:
        case (FieldForm.RECORD | FieldForm.RECORDS | FieldForm.RECORDS_BY_NAME, _):
            text = record_text(field, value, as_typed, read)
        case (FieldForm.PAIRS, _):
            text = pairs_text(value)
        case (FieldForm.NOTE, dict()):
            text = _note_text(value)
        case (FieldForm.TEXT_OR_TEXTS | FieldForm.CHOOSE, str()):
            text = value
        case (FieldForm.TEXTS | FieldForm.TEXT_OR_TEXTS, list()):
            text = "; ".join(kept(str(each), ";") or "" for each in value)
        case (FieldForm.WORDS | FieldForm.NUMBERS, list()):
            text = ", ".join(map(str, value))
        case (FieldForm.CHOOSE, dict()):
            text = f"{value.get('min', '')}..{value.get('max', '')}"
        case _:
            return None
    try:
        return text if text and same(read(field, text), value) else None
    except Refused:
        return None


def _in_words(form: FieldForm, value: Data) -> str | None:
    match form, value:
        case (
            FieldForm.TEXT
            | FieldForm.NAME
            | FieldForm.TEXTS
            | FieldForm.NAMES
            | FieldForm.DAY
            | FieldForm.DAYS,
            str(),
        ):
            return value
        case (FieldForm.NOTE, str()):
            return _note_text(value)
        case (FieldForm.YES_NO | FieldForm.ONE_OF | FieldForm.NUMBER, str() | int()):
            return str(value).lower() if isinstance(value, bool) else str(value)
        case (FieldForm.NAMES, []):
            return "[]"
        case (FieldForm.NAMES, list()) if all(isinstance(each, str) for each in value):
            return ", ".join(map(str, value))
        case (FieldForm.DAYS, {**given}) if not given:
            return UNKNOWN
        case (FieldForm.DAYS, dict()) if value.keys() <= {"earliest", "latest"}:
            return f"{value.get('earliest', '')}..{value.get('latest', '')}"
        case (FieldForm.PLACES, dict()):
            return _places_in_words(value)
        case (FieldForm.CONDITION | FieldForm.PREDICATE, _):
            return (condition_text if form is FieldForm.CONDITION else predicate_text)(value)
        case _:
            return None


def _places_in_words(value: dict[str, Data]) -> str | None:
    said = []
    for source, places in value.items():
        if not isinstance(places, list):
            return None
        plain = [re.fullmatch(r'[^\s;,"]+', str(x)) for x in places]
        shown = [
            str(x) if bare and same(_place(str(x)), x) else f'"{x}"'
            for x, bare in zip(places, plain, strict=True)
        ]
        said.append(f"{source}:{','.join(shown)}" if places else source)
    text = " ".join(said)
    try:
        return text if same(_places(text), value) else None
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
    """Places in sources: `s000:1,2 s003:"p. 4"`, or a source alone for all of it."""
    found: dict[str, Data] = {}
    for each in re.findall(r'(?:"[^"]*"|[^;\s])+', text):
        source, colon, places = each.partition(":")
        places = places.lstrip(":")  # one that completion wrote, and one more
        if not source:
            continue
        if not colon and not ("a" <= source[0] <= "z"):
            message = f"{quoted(each)} is no source"
            raise Refused(message, PLACES)
        if colon and not places:
            message = f"no place after {quoted(each)}"
            raise Refused(message, PLACES)
        found[source] = [_place(place) for place in filter(None, split(places, ","))]
    return found


def _place(text: str) -> Data:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1]
    said = text.removeprefix("¶")  # as zopa shows the number of a paragraph
    number = said.isdecimal() and said.isascii() and said[0] != "0"
    return int(said) if number else text


def _days(text: str, today: dt.date, near: dt.date | None, *, bounded: bool) -> Data:
    """A date, or `A..B` for bounds, one of which may be left out."""
    if bounded and text == UNKNOWN:
        return {}
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


def proposed_id(text: str, taken: frozenset[str] = frozenset()) -> str:
    """An id made of the words of a title: lower case, hyphens, at most 40 letters.

    Letters that ids do not allow are left out, and accents removed. If the id is taken, a
    number follows it. The result is empty if no letter is left.
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
    while found in taken or found in COMMAND_WORDS:
        found, number = f"{name}-{number}", number + 1
    return found


# -- choices of a draft: `city, port`, `5..9`, `fine with amount=3` -----------


CITES = Field("cites", "Cites", "", FieldForm.PLACES)
WITH = " with "


def typed_choice(issue: Issue, text: str, *, today: dt.date) -> Data:
    """The choice that a text means on an issue, as a scenario has it.

    The text has a term, or several after commas, each `with` values of its parameters. It can
    also be a value, `A..B` for bounds, or `silent`. Behind it, `| cites: SOURCE:PLACE` is
    possible. Text in brackets is in the format itself.

    Raises:
        Refused: it cannot be read. The check of the files finds terms that do not exist.
    """
    text = text.strip()
    if text[:1] in "{[":
        return yaml_value(text)
    text, *more = split(text, "|")
    if not more:
        return _chosen(issue, text, today)
    key, _, places = more[0].partition(":")
    if len(more) > 1 or key.strip() != CITES.key or not places.strip():
        message = f"{quoted(more[0])} says nothing of a choice"
        raise Refused(message, "write `| cites: SOURCE:PLACE` behind it")
    what = "value" if issue.answered_by else "term"
    return {what: _chosen(issue, text, today), "cites": typed(CITES, places, today=today)}


def _chosen(issue: Issue, text: str, today: dt.date) -> Data:
    if text == SILENT:
        return text
    if issue.answered_by in {"", "set"}:
        names: list[Data] = [_term(each) for each in _terms(text)]
        return names[0] if len(names) == 1 and (issue.single or WITH in text) else names
    if issue.answered_by == "boolean":
        return WORDS.get(text.lower(), text)
    first, dots, last = text.partition("..")
    if dots:
        ends = (("at-least", first), ("at-most", last))
        return {key: _value(issue, each, today) for key, each in ends if each.strip()}
    return _value(issue, text, today)


def _terms(text: str) -> list[str]:
    """Terms after commas; after a comma, `name=` continues the parameters of a term."""
    found: list[str] = []
    for piece in filter(None, split(text, ",")):
        if found and "=" in piece and WITH not in piece and WITH in found[-1]:
            found[-1] += f", {piece}"
        else:
            found.append(piece)
    return found


def _term(text: str) -> Data:
    name, with_, values = text.partition(WITH)
    return {name.strip(): pairs_said(values)} if with_ else text


def _value(issue: Issue, text: str, today: dt.date) -> Data:
    if issue.answered_by == "date" and text.strip() != UNLIMITED:
        return day_in_words(text, today=today).isoformat()
    return yaml_value(text.strip())


def choice_texts(value: Data) -> Iterator[str]:
    """Simple forms of a choice, best first; some may have another meaning."""
    match value:
        case str():
            yield value
        case bool():
            yield "true" if value else "false"
        case list():
            said = [next(choice_texts(each), "") for each in value]
            yield ", ".join(said)
        case {"at-least": low, "at-most": high, **rest} if not rest:
            yield f"{_end(low)}..{_end(high)}"
        case {"at-least": low, **rest} if not rest:
            yield f"{_end(low)}.."
        case {"at-most": high, **rest} if not rest:
            yield f"..{_end(high)}"
        case {"cites": cites, "term": what} | {"cites": cites, "value": what}:
            for each in choice_texts(what):
                yield f"{each} | cites: {as_typed(CITES, cites)}"
        case dict() if len(value) == 1:
            ((name, values),) = value.items()
            if isinstance(values, dict):
                said = [f"{key}={next(choice_texts(x), '')}" for key, x in values.items()]
                yield f"{name}{WITH}{', '.join(said)}"
        case dict() | None:
            return
        case _:
            yield scalar(value)


def _end(value: Data) -> str:
    return "" if isinstance(value, dict | list) else scalar(value)

"""Errors of the format: the value with its description, and messages about ids and dates.

Of an alternative, only the errors of the intended branch are reported: two keywords of JSON
Schema are replaced for messages. They accept the same values; a test compares both.
"""

from __future__ import annotations

import calendar
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from zopa.diagnostics import (
    INVALID_DATE,
    INVALID_ID,
    INVALID_REFERENCE,
    Diagnostic,
    Fix,
    clip,
    quoted,
    shown,
)
from zopa.documents import BROKEN, json_pointer
from zopa.documents.scalars import comparison_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

    from zopa.documents import Document, Pointer
    from zopa.files import Role, Span

__all__ = [
    "A_DAY",
    "BOTH",
    "CALCULATION",
    "FOREIGN",
    "INSTEAD_OF_CALCULATION",
    "IS_ID",
    "NEITHER",
    "Json",
    "Schema",
    "Spot",
    "about_date",
    "about_id",
    "bounds_of",
    "brief",
    "choose",
    "day_in",
    "distinct",
    "is_id",
    "no_day",
    "noun",
    "refer",
]


Json: TypeAlias = Any
"""Any value in a document."""
Schema: TypeAlias = Mapping[str, Json]
THINGS = {
    "attributes": "attribute",
    "changes": "change",
    "constants": "constant",
    "contradictions": "contradiction",
    "conventions": "convention",
    "effects": "effect",
    "entities": "entity",
    "entity-types": "entity type",
    "events": "event",
    "facts": "fact",
    "groups": "group",
    "issues": "issue",
    "memberships": "membership",
    "not-proposed": "term not proposed",
    "parameters": "parameter",
    "parties": "party",
    "positions": "position",
    "quantities": "quantity",
    "questions": "question",
    "readings": "reading",
    "rules": "rule",
    "sources": "source",
    "speakers": "speaker",
    "statements": "statement",
    "steps": "step",
    "terms": "term",
    "waivers": "waiver",
}
"""Names of the items of a list or mapping, by its key."""
LONGEST = 30
"""Limit that keeps a message with two ids and a value within 100 characters."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Value in a document."""

    document: Document
    role: Role
    pointer: Pointer

    @property
    def data(self) -> Json:
        """Data of the value."""
        value: Json = self.document.data
        for step in self.pointer:
            value = value[step]
        return value

    @property
    def address(self) -> str:
        """JSON Pointer of the value."""
        return json_pointer(self.pointer)

    @property
    def name(self) -> str:
        """Name of the value: its key, or its number in a list."""
        if not self.pointer:
            return "the file"
        last = self.pointer[-1]
        if isinstance(last, str):
            return brief(last)
        above = next((each for each in reversed(self.pointer) if isinstance(each, str)), None)
        return f"entry {last + 1} of {brief(above)}" if above else f"entry {last + 1}"

    @property
    def thing(self) -> str:
        """Nearest named item that the value is or belongs to."""
        value: Json = self.document.data
        name = str(self.role)
        for number, step in enumerate(self.pointer):
            value = value[step]
            kind = THINGS.get(str(self.pointer[number - 1])) if number else None
            if kind is not None and isinstance(value, dict):
                identity = value.get("id", step) if isinstance(step, int) else step
                known = isinstance(identity, str)
                name = f"{kind} {brief(identity)}" if known else kind
        return name

    @property
    def is_thing(self) -> bool:
        """True if the value itself is the item that `thing` names."""
        if not self.pointer:
            return True
        above = self.pointer[-2] if len(self.pointer) > 1 else None
        return str(above) in THINGS and isinstance(self.data, dict)

    @property
    def span(self) -> Span:
        """Span of the value; of its key, id or first key if it has no short text."""
        data = self.data
        if isinstance(data, dict | list) and self.pointer:
            if isinstance(data, dict) and isinstance(data.get("id"), str):
                return self.document.span((*self.pointer, "id"))
            if isinstance(self.pointer[-1], str):
                return self.key_span
        return self._first if isinstance(data, dict) and data else self._value

    @property
    def key_span(self) -> Span:
        """Span of the key of the value."""
        return self.document.key_span(self.pointer)

    @property
    def _first(self) -> Span:
        return self.document.key_span((*self.pointer, next(iter(self.data))))

    @property
    def _value(self) -> Span:
        return self.document.span(self.pointer)

    def at(self, key: str | int) -> Spot:
        """Return the spot of a value inside this one."""
        return Spot(self.document, self.role, (*self.pointer, key))


def brief(value: object) -> str:
    """Return a value in backquotes, shorter than usual."""
    return quoted(clip(value, LONGEST) if isinstance(value, str) else value)


def noun(schema: Schema) -> str:
    """Return the noun for the items of a schema."""
    title = str(schema.get("title", "mapping"))
    return title[:1].lower() + title[1:]


# Keywords of JSON Schema
OTHER_TYPE = "type"
"""Error: no branch accepts values of this type."""
NEITHER = "neither"
"""Error: no key that selects the branch is present; its value lists them."""
BOTH = "both"
"""Error: several of them are present; its value lists them."""
FOREIGN = "foreign"
"""Error: keys of other branches are present; its value maps each to those branches."""
MOST_RIGHT = 20_000
"""Number of valid texts cached at a time."""


def choose(
    resolved: Callable[[Schema], Schema],
) -> Callable[
    [Draft202012Validator, Sequence[Schema], Json, Schema], Iterator[ValidationError]
]:
    """Validate the keyword `oneOf`, for branches that can be distinguished.

    They differ by the type of the value; mappings by a key, the first that the branch requires
    or one of its `x-decided-by`, or, if branches share that key, by the constant there. A
    branch without such keys is for all other mappings, or, if it requires nothing, for those
    with its own keys.

    Args:
        resolved: returns a branch with the target of its reference.
    """

    def one_of(
        validator: Draft202012Validator,
        branches: Sequence[Schema],
        instance: Json,
        schema: Schema,
    ) -> Iterator[ValidationError]:
        whole = [resolved(each) for each in branches]
        fitting = [
            number
            for number, each in enumerate(whole)
            if any(validator.is_type(instance, name) for name in _types(each))
        ]
        if instance is BROKEN:
            return
        if not fitting:
            yield _error(OTHER_TYPE, schema["oneOf"], instance, schema)
        elif len(fitting) == 1:
            words = whole[fitting[0]].get("enum")
            if words is not None and instance not in words:
                yield _error("enum", words, instance, schema)
            else:
                yield from validator.descend(instance, branches[fitting[0]])
        else:
            yield from _by_key(
                validator, [(branches[each], whole[each]) for each in fitting], instance, schema
            )

    return one_of


def distinct(
    validator: Draft202012Validator, wanted: Json, instance: Json, schema: Schema
) -> Iterator[ValidationError]:
    """Validate `uniqueItems`: an error for each repetition; broken values are no repetition."""
    if not wanted or not validator.is_type(instance, "array"):
        return
    seen = set()
    for number, item in enumerate(instance):
        try:
            key = json.dumps(item, sort_keys=True, default=_decimal)
        except TypeError:
            continue
        if key in seen:
            error = _error("uniqueItems", wanted, item, schema)
            error.path.append(number)
            yield error
        seen.add(key)


def refer(
    target: Callable[[str], Schema],
) -> Callable[[Draft202012Validator, str, Json, Schema], Iterator[ValidationError]]:
    """Validate the keyword `$ref` without URL resolution; valid texts are cached.

    Ids and words are frequent and mostly valid, so they would take most of the time.

    Args:
        target: returns the target of a reference.
    """
    right: set[tuple[str, str]] = set()

    def ref(
        validator: Draft202012Validator, reference: str, instance: Json, _: Schema
    ) -> Iterator[ValidationError]:
        text = type(instance) is str
        if text and (reference, instance) in right:
            return
        wrong = False
        for error in validator.descend(instance, target(reference)):
            wrong = True
            yield error
        if text and not wrong:
            if len(right) >= MOST_RIGHT:
                right.clear()
            right.add((reference, instance))

    return ref


def _decimal(value: Json) -> str:
    """Return a number as a decimal, for comparing.

    Raises:
        TypeError: it is not a number; broken values are not numbers.
    """
    if isinstance(value, Decimal):
        return f"{value.normalize()}."
    raise TypeError


def _types(branch: Schema) -> Sequence[str]:
    named = branch.get("type", "object")
    return [named] if isinstance(named, str) else named


def _by_key(
    validator: Draft202012Validator,
    branches: Sequence[tuple[Schema, Schema]],
    instance: Mapping[str, Json],
    schema: Schema,
) -> Iterator[ValidationError]:
    keys = dict.fromkeys(key for _, whole in branches for key in _deciders(whole))
    present = [key for key in instance if key in keys]
    meant = [each for each in branches if set(present) <= set(_deciders(each[1]))]
    if len(present) > 1:
        # The selecting key of one branch may be an operator of another.
        every = [
            each for each in branches if set(present) <= each[1].get("properties", {}).keys()
        ]
        meant = [each for each in every if set(_deciders(each[1])) & set(present)] or meant
    if not present:
        meant = [each for each in branches if not _deciders(each[1])]
        meant = [each for each in meant if _fits(instance, each[1])]
    if len(meant) != 1 and len(present) != 1:
        found = present or list(keys)
        yield _error(BOTH if present else NEITHER, found, instance, schema)
        return
    key = present[0] if present else ""
    words = [whole.get("properties", {}).get(key, {}).get("const") for _, whole in meant]
    if len(meant) > 1:
        word = instance[key]
        if word is BROKEN:
            return
        if not isinstance(word, str) or word not in words:
            error = _error("enum", words, word, {"enum": words})
            error.path.append(key)
            yield error
            return
        meant = [meant[words.index(word)]]
    reference, whole = meant[0]
    yield from validator.descend(instance, reference)
    if foreign := _foreign(instance, whole, [each for _, each in branches]):
        yield _error(FOREIGN, foreign, instance, whole)


def _deciders(branch: Schema) -> Sequence[str]:
    """Return the keys that select the branch; empty for the branch of all other values."""
    named: Sequence[str] = branch.get("x-decided-by", branch.get("required", ())[:1])
    return named


def _fits(instance: Mapping[str, Json], branch: Schema) -> bool:
    """Return True if a mapping without a selecting key can be of this branch.

    If a branch requires nothing, other keys suggest a branch whose selecting key is missing.
    """
    anything = "required" in branch or branch.get("additionalProperties") is not False
    return anything or instance.keys() <= branch.get("properties", {}).keys()


def _foreign(
    instance: Mapping[str, Json], branch: Schema, branches: Sequence[Schema]
) -> dict[str, list[Schema]]:
    if branch.get("additionalProperties") is not False:
        return {}
    own = branch.get("properties", {})
    homes = {
        key: [each for each in branches if key in each.get("properties", {})]
        for key in instance
        if key not in own
    }
    return {key: found for key, found in homes.items() if found}


def _error(validator: str, value: object, instance: object, schema: Schema) -> ValidationError:
    from jsonschema.exceptions import ValidationError

    return ValidationError(
        "", validator=validator, validator_value=value, instance=instance, schema=schema
    )


# Texts that are no ids or references
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

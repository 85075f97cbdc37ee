"""Messages about a value: its type, its word, its size, its range."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from zopa.diagnostics import (
    MISPLACED_KEY,
    NUMBER_OUT_OF_RANGE,
    REPEATED_ENTRY,
    UNKNOWN_FORMAT_VERSION,
    UNKNOWN_KIND,
    UNKNOWN_WORD,
    WRONG_SIZE,
    WRONG_TYPE,
    Diagnostic,
    Fix,
    Label,
    clip,
    did_you_mean,
    listed,
    quoted,
    shown,
    with_article,
)
from zopa.documents.scalars import LARGEST_INTEGER
from zopa.schemas import leaves, resolved, types
from zopa.schemas.errors import (
    A_DAY,
    BOTH,
    CALCULATION,
    FOREIGN,
    INSTEAD_OF_CALCULATION,
    IS_ID,
    NEITHER,
    about_date,
    about_id,
    bounds_of,
    brief,
    is_id,
    noun,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jsonschema.exceptions import ValidationError

    from zopa.files import Span
    from zopa.schemas.errors import Json, Schema, Spot

__all__ = [
    "FALSE",
    "NUMBER",
    "TRUE",
    "about_type",
    "about_value",
    "negated",
    "not_among",
    "phrase",
    "rewrite",
    "written",
]


LONGEST_MESSAGE = 100
LONGEST_LIST = 40


def written(word: object) -> str:
    """Return a scalar as YAML writes it."""
    return str(word).lower() if isinstance(word, bool) else str(word)


def about_type(spot: Spot, schema: Schema) -> Diagnostic:
    """Report the type of the value and the types that the schema allows."""
    expected = _expected(schema)
    label = f"expected {expected}"
    if "enum" in schema and "type" not in schema:
        expected = "a word"
        label = f"expected one of: {', '.join(sorted(map(written, schema['enum'])))}"
    data, span = spot.data, spot.span
    ways_out, fixes = rewrite(data, schema, span)
    if meant := instead_of_list(spot) or not_among(spot):
        ways_out, fixes = (meant,), ()
    message = f"{spot.name} is {_found(data)}, not {expected}"
    if len(message) > LONGEST_MESSAGE:
        message = f"{spot.name} is {_found(data)}, which cannot stand here"
    return Diagnostic(
        WRONG_TYPE,
        span,
        message,
        label=label,
        help=ways_out,
        fixes=fixes,
        data={"expected": expected},
        pointer=spot.address,
    )


def instead_of_list(spot: Spot) -> str | None:
    """Return the operator that takes a list, if the present one does not; else None."""
    key, data = str(spot.pointer[-1]) if spot.pointer else "", spot.data
    operators = {"is": ("in",), "includes": ("includes-all", "includes-any")}.get(key, ())
    if not isinstance(data, list) or not data or any(isinstance(x, dict | list) for x in data):
        return None
    values = shown(clip(", ".join(map(written, data)), LONGEST_LIST))
    ways = [f"`{each}: [{values}]`" for each in operators]
    return f"write {' or '.join(ways)}" if ways else None


def not_among(spot: Spot) -> str | None:
    """Return how to exclude several values, if they are a list at `not`; else None."""
    key = str(spot.pointer[-1]) if spot.pointer else ""
    data = spot.data
    several = data if isinstance(data, list) else None
    if isinstance(data, dict) and data.keys() == {"in"}:
        several = data["in"]
    if key == "not" and isinstance(several, list) and len(spot.pointer) > 1:
        around = type(spot)(spot.document, spot.role, spot.pointer[:-1]).data
        if isinstance(around, dict) and isinstance(around.get("issue"), str):
            values = shown(clip(", ".join(map(written, several)), LONGEST_LIST))
            issue = brief(around["issue"]).strip("`")
            return f"write `{{not: {{issue: {issue}, in: [{values}]}}}}`"
        return negated(str(spot.pointer[-2]), several)
    return None


def negated(attribute: str, values: Sequence[object]) -> str:
    """Return how to exclude some values of an attribute."""
    listed_values = clip(", ".join(written(each) for each in values), LONGEST_LIST)
    name = brief(attribute).strip("`")
    return f"write `not: {{{name}: {{in: [{shown(listed_values)}]}}}}` in place of `{name}:`"


def _found(data: object) -> str:
    if isinstance(data, dict):
        return "a mapping"
    if isinstance(data, list):
        return "a list"
    if isinstance(data, str):
        return f"the text {brief(data)}" if data else "an empty text"
    if isinstance(data, int | Decimal) and not isinstance(data, bool):
        return f"the number {quoted(data)}"
    return quoted(data)


def _expected(schema: Schema) -> str:
    branches = leaves(schema)
    if len(branches) > 1 and all(each["type"] == "object" for each in branches):
        return with_article(noun(schema))
    phrases = list(dict.fromkeys(map(phrase, branches)))
    return " or ".join([", ".join(phrases[:-1]), phrases[-1]] if phrases[1:] else phrases)


def phrase(schema: Schema) -> str:
    """Return the noun for the values that the schema allows."""
    schema = resolved(schema)
    names = types(schema)
    title = str(schema.get("title", ""))
    if "enum" in schema:
        return listed(map(written, schema["enum"]))
    if len(names) > 1:
        return with_article(noun(schema))
    match names[0]:
        case "string" if schema.get("format") == "date":
            return "a date"
        case "string" if "pattern" in schema:
            known = {"Id": "an id", "Id or date": "an id or a date"}
            return known.get(title, "a text such as `group/name`")
        case "array" | "object" if title.startswith(("List", "Mapping")):
            return with_article(noun(schema))
        case _:
            phrases = {
                "array": "a list",
                "boolean": "`true` or `false`",
                "integer": "a whole number",
                "number": "a number",
                "object": "a mapping",
            }
            return phrases.get(names[0], "a text")


# -- suggestions for values of the wrong type --


NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:[ ,.'_][0-9]{3})+|[0-9]+)( ?[^0-9 ,.'_].*)?")
"""Whole number in common notation: sign, digits in groups, unit."""
TERM = re.compile(r"[a-z][a-z0-9-]*/[a-z][a-z0-9-]*")
TRUE = {"yes", "on", "true", "y"}
FALSE = {"no", "off", "false", "n"}
PARTS = {1: "tenths", 2: "hundredths", 3: "thousandths"}
LONGEST = 40

Advice: TypeAlias = "tuple[tuple[str, ...], tuple[Fix, ...]]"
"""Help, and the edit that applies it if it is certain."""
NONE: Advice = ((), ())


@dataclass(frozen=True, slots=True)
class Wanted:
    """Alternatives of a schema."""

    leaves: tuple[Schema, ...]

    def of(self, name: str) -> list[Schema]:
        """Return the alternatives of a type; whole numbers are numbers too."""
        names = {name, "number"} if name == "integer" else {name}
        return [each for each in self.leaves if names & set(types(each))]

    @property
    def date(self) -> bool:
        """True if a date is an alternative."""
        return any(each.get("format") == "date" for each in self.leaves)

    @property
    def any_text(self) -> bool:
        """True if any text is an alternative."""
        return any(not each.keys() & {"enum", "pattern"} for each in self.of("string"))

    def list_of(self, name: str) -> bool:
        """Return True if a list of such values is an alternative."""
        names = {name, "number"} if name == "integer" else {name}
        return any(names & set(types(each["items"])) for each in self.of("array"))


def rewrite(data: Json, schema: Schema, span: Span) -> Advice:
    """Explain how to write the probably intended value.

    Args:
        data: a value of a type that the schema does not allow.
        schema: schema of the place.
        span: span of the value.
    """
    wanted = Wanted(tuple(leaves(schema)))
    match data:
        case None:
            return ("remove the key, or give it a value",), ()
        case str():
            return _from_text(data, wanted, span)
        case list() if wanted.of("object"):
            return ("write `key: value` without `- `",), ()
        case dict() if wanted.of("array"):
            return ("start every entry with `- `",), ()
        case bool() | int() | Decimal():
            return _from_number(data, wanted, span)
        case _:
            return NONE


def _from_number(data: int | Decimal, wanted: Wanted, span: Span) -> Advice:
    text = str(data).lower()
    if wanted.date:
        bounds = bounds_of(text) if wanted.of("object") else None
        way_out = f"write `{bounds}`, or the day" if bounds else f"write {A_DAY}"
        return (way_out,), ()
    if wanted.any_text:
        return (f'write `"{text}"` if you mean the text',), (Fix(span, f'"{text}"'),)
    if isinstance(data, Decimal) and wanted.of("integer"):
        if data != data.to_integral_value():
            return (_in_a_smaller_unit(data),), ()
        if (number := _whole(f"{data:f}".partition(".")[0])) is None:
            return ("use a larger unit",), ()
        return (f"write {number}",), (Fix(span, number),)
    if not isinstance(data, bool | Decimal) and wanted.list_of("integer"):
        return (f"write `[{text}]`",), (Fix(span, f"[{text}]"),)
    return NONE


def _in_a_smaller_unit(number: Decimal) -> str:
    """Return how to write a fraction with whole numbers in a smaller unit."""
    exponent = number.normalize().as_tuple().exponent
    part = PARTS.get(-exponent) if isinstance(exponent, int) else None
    if part is None:
        return "use a smaller unit, or round it"
    return (
        f"use a smaller unit (as {part} it is {number.scaleb(-int(exponent)):f}), or round it"
    )


def _whole(text: str) -> str | None:
    """Return sign and digits as the profile writes an integer; None if it rejects the text."""
    digits = text.lstrip("+-").lstrip("0") or "0"
    if len(digits) > len(str(LARGEST_INTEGER)) or int(digits) > LARGEST_INTEGER:
        return None
    return f"-{digits}" if text[0] == "-" and digits != "0" else digits


def _from_text(text: str, wanted: Wanted, span: Span) -> Advice:
    if CALCULATION.search(text) and "$" in text:
        return (f"zopa does not calculate: {INSTEAD_OF_CALCULATION}",), ()
    if wanted.of("integer") and (found := NUMBER.fullmatch(text.strip())):
        if (number := _whole(found[1] + re.sub("[^0-9]", "", found[2]))) is None:
            return ("use a larger unit",), ()
        if found[3]:
            return (f"write {number}; the unit stands in the declaration",), ()
        quotes = ", without quotes" if number == text else ""
        return (f"write {number}{quotes}",), (Fix(span, number),)
    if wanted.of("boolean") and text.casefold() in TRUE | FALSE:
        word = str(text.casefold() in TRUE).lower()
        quotes = ", without quotes" if word == text else ""
        return (f"write `{word}`{quotes}",), (Fix(span, word),)
    if wanted.list_of("string"):
        if IS_ID.fullmatch(text) or TERM.fullmatch(text):
            return (f"write `[{text}]`",), (Fix(span, f"[{text}]"),)
        return ("put it into a list",), ()
    return _from_text_to_mapping(text, wanted)


def _from_text_to_mapping(text: str, wanted: Wanted) -> Advice:
    mappings = wanted.of("object")
    if TERM.fullmatch(text) and any("chosen" in each.get("required", ()) for each in mappings):
        return (f"write `{{chosen: {text}}}`",), ()
    required: list[str] = mappings[0].get("required", []) if len(mappings) == 1 else []
    if len(required) == 1:
        return (f"write `{{{required[0]}: {shown(clip(text, LONGEST))}}}`",), ()
    return NONE


ABOUT_KEYS = {"additionalProperties", "required", FOREIGN, NEITHER, BOTH}
RANKS = {"type": 0, "enum": 1, "const": 1}
"""Order of complaints about one value: the first present is reported, else the first."""
DECIDING = {"kind", "type"}
"""Keys whose word decides which other keys are allowed."""
COMPARED = {"Condition with `issue`", "Condition with `quantity`"}
"""Titles of conditions that compare."""
NOUNS = {"attribution", "basis", "class", "deontic", "kind", "strength", "type"}


def about_value(spot: Spot, errors: Sequence[ValidationError]) -> Iterator[Diagnostic]:
    """Yield one diagnostic on the value, and one on each of its keys that is not an id."""
    own: list[ValidationError] = []
    told: set[str] = set()
    for error in errors:
        if "propertyNames" in error.relative_schema_path:
            key = str(error.instance)
            if key not in told:
                told.add(key)
                yield from _about_key(spot.at(key), error)
        elif error.validator not in ABOUT_KEYS and not _excludes_keys(error):
            own.append(error)
    if own:
        first = min(own, key=lambda each: RANKS.get(str(each.validator), 2))
        yield from _explain(spot, first)


def _about_key(spot: Spot, error: ValidationError) -> Iterator[Diagnostic]:
    schema: Json = error.schema
    if error.validator != "enum":
        yield about_id(spot, str(error.instance), spot.key_span, schema)
    elif error.instance in {"where", "holds"}:
        yield _beside_list(spot)


def _excludes_keys(error: ValidationError) -> bool:
    value: Json = error.validator_value
    return error.validator == "not" and "required" in value


def _explain(spot: Spot, error: ValidationError) -> Iterator[Diagnostic]:
    schema: Json = error.schema
    value: Json = error.validator_value
    match error.validator:
        case "type":
            yield about_type(spot, schema)
        case "enum" if isinstance(spot.data, dict | list):
            yield about_type(spot, schema)
        case "enum":
            yield _unknown_word(spot, value, schema)
        case "const":
            yield _unknown_version(spot)
        case "minimum" | "maximum" | "exclusiveMinimum":
            yield _out_of_range(spot, str(error.validator), value)
        case "uniqueItems":
            yield _repeated(spot)
        case "format":
            yield about_date(spot)
        case "pattern" | "not" | "maxLength":
            yield _about_text(spot, schema)
        case _:
            yield _wrong_size(spot, str(error.validator), value, schema)


def _about_text(spot: Spot, schema: Schema) -> Diagnostic:
    """Report a text that does not match the pattern of the schema."""
    text: str = spot.data
    number = bool({"integer", "number"} & set(types(schema)))
    if number and is_id(text):
        return about_type(spot, schema)
    if schema.get("format") == "date":
        return about_date(spot)
    if number and NUMBER.fullmatch(text):
        return about_type(spot, schema)
    return about_id(spot, text, spot.span, schema)


# -- words --------------------------------------------------------------------


def _unknown_word(spot: Spot, words: Sequence[object], schema: Schema) -> Diagnostic:
    key = str(spot.pointer[-1]) if spot.pointer else ""
    allowed = sorted(map(written, words))
    near = did_you_mean(spot.data, allowed) if isinstance(spot.data, str) else ()
    found = brief(spot.data)
    message = f"{brief(key)} cannot be {found}"
    if key in NOUNS:
        message = f"{spot.thing} has unknown {key} {found}"
    elif "`" in spot.thing:
        message = f"{brief(key)} of {spot.thing} cannot be {found}"
    others = [phrase(each) for each in schema.get("oneOf", ()) if "enum" not in resolved(each)]
    one_of = f"one of: {', '.join(allowed)}" if len(allowed) > 1 else quoted(allowed[0])
    return Diagnostic(
        UNKNOWN_KIND if key in DECIDING else UNKNOWN_WORD,
        spot.span,
        message,
        label=" or ".join([f"expected {one_of}", *others]),
        help=(f"did you mean {listed(near)}?",) if near else (),
        fixes=(Fix(spot.span, near[0]),) if len(near) == 1 else (),
        data={"value": written(spot.data), "allowed": allowed},
        pointer=spot.address,
    )


def _beside_list(spot: Spot) -> Diagnostic:
    """Report `where` and `holds` beside a list of conditions."""
    list_ = type(spot)(spot.document, spot.role, (*spot.pointer[:-1], "of"))
    return Diagnostic(
        MISPLACED_KEY,
        spot.key_span,
        f"{spot.name} is not allowed with a list of conditions",
        label="goes with an entity type only",
        related=(Label(list_.key_span, "what is counted"),),
        help=("say it in the conditions, or count entities: `of` is then their type",),
        data={"key": str(spot.pointer[-1]), "beside": "of"},
        pointer=spot.address,
    )


def _unknown_version(spot: Spot) -> Diagnostic:
    return Diagnostic(
        UNKNOWN_FORMAT_VERSION,
        spot.span,
        f"this zopa does not know version {brief(spot.data)} of the format",
        label="it knows version 1",
        help=("install a newer zopa, or write `zopa: 1` if the files are in version 1",),
        data={"version": spot.data, "known": [1]},
        pointer=spot.address,
    )


# -- sizes --------------------------------------------------------------------


def _out_of_range(spot: Spot, bound: str, limit: int) -> Diagnostic:
    words = {"minimum": "at least", "maximum": "at most"}.get(bound, "above")
    label = f"expected more than {limit}"
    if bound != "exclusiveMinimum":
        side = "below" if bound == "minimum" else "above"
        label = f"{abs(limit - spot.data)} {side} the {bound}"
    return Diagnostic(
        NUMBER_OUT_OF_RANGE,
        spot.span,
        f"{spot.name} is {quoted(spot.data)}, it must be {words} {limit}",
        label=label,
        data={"value": spot.data, bound: limit},
        pointer=spot.address,
    )


def _repeated(spot: Spot) -> Diagnostic:
    around = spot.pointer[:-1]
    holder = type(spot)(spot.document, spot.role, around)
    first = holder.data.index(spot.data)
    what = "the same" if isinstance(spot.data, dict | list) else brief(spot.data)
    return Diagnostic(
        REPEATED_ENTRY,
        spot.span,
        f"{what} stands twice in {holder.name}",
        label="here again",
        related=(Label(holder.at(first).span, "first here"),),
        help=("remove one of them",),
        data={"value": written(spot.data)},
        pointer=spot.address,
    )


def _wrong_size(spot: Spot, keyword: str, limit: int, schema: Schema) -> Diagnostic:
    count = len(spot.data)
    unit = "character" if keyword.endswith("Length") else "entry"
    bound = "at most" if keyword.startswith("max") else "at least"
    if schema.get("minItems") == schema.get("maxItems") is not None:
        bound = "exactly"
    message = f"{spot.name} has {_counted(count, unit)}, not {bound} {limit}"
    return Diagnostic(
        WRONG_SIZE,
        spot.span,
        message if count else f"{spot.name} is empty",
        label=f"expected {bound} {_counted(limit, unit)}",
        help=_other_size(spot, schema, count),
        data={"count": count, "limit": limit},
        pointer=spot.address,
    )


def _counted(count: int, unit: str) -> str:
    if count == 1:
        return f"1 {unit}"
    return f"{count} {'entries' if unit == 'entry' else f'{unit}s'}"


def _other_size(spot: Spot, schema: Schema, count: int) -> tuple[str, ...]:
    title = schema.get("title")
    if title == "Term with parameters" and count:
        terms = ", ".join(f"{{{shown(clip(term))}: …}}" for term in list(spot.data)[:3])
        return (f"write a list, `[{terms}]`",)
    if count and title in COMPARED:
        return ("add a comparison, such as `at-most: …`",)
    if title in {"List of terms", "Term with parameters"}:
        return ("write `silent` if the draft has none of the terms",)
    if isinstance(spot.data, str):
        return ("give it some words, or remove the key",)
    words = isinstance(spot.data, list) and all(
        isinstance(x, str) and is_id(x) for x in spot.data
    )
    if spot.pointer[-1:] == ("before",) and count > 2 and words:
        pairs = (f"{{before: [{one}, {other}]}}" for one, other in pairwise(spot.data[:3]))
        return (f"say it of each pair: `{{all: [{', '.join(pairs)}{', …' * (count > 3)}]}}`",)
    return ()

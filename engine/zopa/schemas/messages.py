"""Messages about a value: its word, its size, its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic, Fix, Label, clip, did_you_mean, listed, quoted, shown
from zopa.diagnostics.codes import (
    MISPLACED_KEY,
    NUMBER_OUT_OF_RANGE,
    REPEATED_ENTRY,
    UNKNOWN_FORMAT_VERSION,
    UNKNOWN_KIND,
    UNKNOWN_WORD,
    WRONG_SIZE,
)
from zopa.schemas.branches import BOTH, FOREIGN, NEITHER
from zopa.schemas.spot import brief
from zopa.schemas.suggestions import about_date, about_id, is_id
from zopa.schemas.type_messages import NUMBER, about_type, phrase, written
from zopa.schemas.validators import resolved, types

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jsonschema.exceptions import ValidationError

    from zopa.schemas.branches import Json, Schema
    from zopa.schemas.spot import Spot

__all__ = ["about_value"]

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
        case "minimum":
            yield _too_small(spot, value)
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


def _too_small(spot: Spot, least: int) -> Diagnostic:
    return Diagnostic(
        NUMBER_OUT_OF_RANGE,
        spot.span,
        f"{spot.name} is {quoted(spot.data)}, it must be at least {least}",
        label=f"{least - spot.data} below the minimum",
        data={"value": spot.data, "minimum": least},
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
    return ()

"""Messages about the keys of a mapping: unknown, missing, misplaced, exclusive."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zopa.diagnostics import (
    EXCLUSIVE_KEYS,
    MISPLACED_KEY,
    MISSING_KEY,
    MISSING_OPERATOR,
    SEVERAL_OPERATORS,
    UNKNOWN_KEY,
    Diagnostic,
    Fix,
    Label,
    did_you_mean,
    listed,
    quoted,
    with_article,
)
from zopa.documents.scalars import SIGNS
from zopa.schemas import resolved
from zopa.schemas.errors import BOTH, FOREIGN, NEITHER, noun
from zopa.schemas.messages import negated, not_among

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonschema.exceptions import ValidationError

    from zopa.schemas.errors import Json, Schema, Spot

__all__ = ["about_keys"]

FEW = 3
"""Largest number of selecting keys that a message lists."""
NEGATED = re.compile(r"(?i)not[ _-]?in|none[ _-]?of|except|nin")
"""Names of the opposite of `in` in other notations."""
SYNONYMS = {
    **SIGNS,
    **dict.fromkeys(("on", "equals", "equal", "eq"), "is"),
    "ne": "not",
    **dict.fromkeys(("min", "minimum", "gte", "ge"), "at-least"),
    **dict.fromkeys(("max", "maximum", "lte", "le"), "at-most"),
    **dict.fromkeys(("more-than", "greater-than", "gt"), "above"),
    **dict.fromkeys(("less-than", "lt"), "below"),
}
"""Names of comparisons in other notations, where the mapping has the comparison."""


@dataclass
class MappingKeys:
    """Errors about the keys of one mapping."""

    schema: Schema
    unknown: list[str] = field(default_factory=list[str])
    missing: list[str] = field(default_factory=list[str])
    foreign: dict[str, list[Schema]] = field(default_factory=dict[str, "list[Schema]"])
    neither: list[str] = field(default_factory=list[str])
    both: list[str] = field(default_factory=list[str])


def about_keys(spot: Spot, errors: Iterable[ValidationError]) -> Iterator[Diagnostic]:
    """Yield diagnostics on the keys of one mapping, without their values."""
    if not isinstance(spot.data, dict):
        return
    keys = MappingKeys({})
    for error in errors:
        _sort(keys, error)
    yield from _unknown(spot, keys)
    for key, homes in keys.foreign.items():
        yield _misplaced(spot, key, homes, keys.schema)
    if keys.missing:
        yield _missing(spot, keys)
    if keys.neither:
        yield _neither(spot, keys)
    if keys.both:
        yield _both(spot, keys)


def _sort(keys: MappingKeys, error: ValidationError) -> None:
    value: Json = error.validator_value
    schema: Json = error.schema
    instance: Json = error.instance
    match error.validator:
        case "additionalProperties":
            keys.schema = schema
            keys.unknown = [key for key in instance if key not in schema["properties"]]
        case "required":
            keys.schema = keys.schema or schema
            keys.missing = [key for key in value if key not in instance]
        case "not" if "required" in value:
            keys.schema = keys.schema or schema
            keys.both = [key for key in instance if key in value["required"]]
        case _ if error.validator == FOREIGN:
            keys.foreign = value
        case _ if error.validator == NEITHER:
            keys.schema, keys.neither = keys.schema or schema, value
        case _ if error.validator == BOTH:
            keys.schema, keys.both = keys.schema or schema, value
        case _:
            pass


def _unknown(spot: Spot, keys: MappingKeys) -> Iterator[Diagnostic]:
    unknown = [key for key in keys.unknown if key not in keys.foreign]
    if keys.neither and not unknown:
        unknown = [key for key in spot.data if did_you_mean(key, keys.neither)]
    allowed = list(keys.schema.get("properties", keys.neither))
    for key in unknown:
        wanted = did_you_mean(key, [*keys.missing, *keys.neither])
        if wanted:
            keys.missing = [each for each in keys.missing if each != wanted[0]]
            keys.neither = [] if wanted[0] in keys.neither else keys.neither
        free = [each for each in allowed if each not in spot.data]
        near = wanted or did_you_mean(key, free)
        if SYNONYMS.get(key) in free:
            near = (SYNONYMS[key],)
        span = spot.at(key).key_span
        ways_out = [f"did you mean {listed(near)}?"] if near else []
        inside = spot.data[key]
        if NEGATED.fullmatch(key) and isinstance(inside, list) and "in" in allowed:
            near = ()
            ways_out = [negated(str(spot.pointer[-1]), inside)]
        elif not near:
            ways_out.append(
                f"keys of {with_article(noun(keys.schema))}: {', '.join(sorted(allowed))}"
            )
        yield Diagnostic(
            UNKNOWN_KEY,
            span,
            f"unknown key {quoted(key)}",
            label=f"not a key of {with_article(noun(keys.schema))}",
            help=tuple(ways_out),
            fixes=(Fix(span, near[0]),) if len(near) == 1 else (),
            data={"key": key, "allowed": sorted(allowed)},
            pointer=spot.at(key).address,
        )


def _misplaced(spot: Spot, key: str, homes: list[Schema], schema: Schema) -> Diagnostic:
    decides = schema["required"][0]
    beside = quoted(_decider(schema))
    return Diagnostic(
        MISPLACED_KEY,
        spot.at(key).key_span,
        f"{quoted(key)} is not allowed with {beside}",
        label=f"not a key of {with_article(noun(schema))}",
        related=(Label(spot.at(decides).key_span, "decides which keys are allowed"),),
        help=(f"remove it; it goes with {listed(map(_decider, homes))}",),
        data={"key": key, "beside": decides},
        pointer=spot.at(key).address,
    )


def _decider(branch: Schema) -> str:
    """Return the key, or key and word, that selects the branch."""
    key = str(branch["required"][0])
    word = branch["properties"][key].get("const")
    return f"{key}: {word}" if word else key


def _missing(spot: Spot, keys: MappingKeys) -> Diagnostic:
    whose = spot.thing if spot.is_thing else noun(keys.schema)
    ways_out = []
    for key in keys.missing:
        what = str(resolved(keys.schema["properties"][key]).get("description", "")).rstrip(".")
        what = what[:1].lower() + what[1:]
        ways_out.append(f"add {quoted(f'{key}:')} ({what})" if what else f"add `{key}:`")
    return Diagnostic(
        MISSING_KEY,
        spot.span,
        f"{whose} has no {listed(keys.missing)}",
        label=f"every {noun(keys.schema)} needs {listed(keys.missing, joiner='and')}",
        help=tuple(ways_out),
        data={"keys": list(keys.missing)},
        pointer=spot.address,
    )


def _neither(spot: Spot, keys: MappingKeys) -> Diagnostic:
    whose = spot.thing if spot.is_thing else noun(keys.schema)
    few = len(keys.neither) <= FEW
    span, data = spot.span, spot.data
    quantity = noun(keys.schema).endswith("quantity")
    way_out = not_among(spot) or ("write a number, or as in `{issue: ID}`" if quantity else "")
    if few:
        several = len(keys.neither) > 1
        message = (
            f"{whose} has {'neither' if several else 'no'} {listed(keys.neither, joiner='nor')}"
        )
    elif not data:
        message = "quantity is empty" if quantity else f"{whose} is empty"
    else:
        key = next(iter(data))
        span = spot.at(key).key_span
        whose = "a quantity" if quantity else with_article(noun(keys.schema))
        if _modifies(key, keys.schema):
            message = f"{whose} has {quoted(key)}, but no operator"
        else:
            what = "a key" if quantity else "an operator"
            message = f"{quoted(key)} is not {what} of {whose}"
    return Diagnostic(
        MISSING_OPERATOR,
        span,
        message,
        label=f"expected one of: {', '.join(sorted(keys.neither))}"
        if len(keys.neither) > 1
        else f"expected {quoted(keys.neither[0])}",
        help=(way_out,) if way_out else (),
        data={"keys": sorted(keys.neither)},
        pointer=spot.address,
    )


def _modifies(key: str, schema: Schema) -> bool:
    """Return True if a branch has the key besides the selecting one."""
    return any(key in resolved(each).get("properties", {}) for each in schema["oneOf"])


def _both(spot: Spot, keys: MappingKeys) -> Diagnostic:
    whose = spot.thing if spot.is_thing else noun(keys.schema)
    first, second, *_ = keys.both
    branches = map(resolved, keys.schema.get("oneOf", ()))
    condition = len({each["required"][0] for each in branches if "required" in each}) > FEW
    way_out = f"keep one of {listed(keys.both, joiner='and')}"
    if condition:
        parts = ", ".join(f"{{{each}: …}}" for each in keys.both)
        way_out = f"combine them, `all: [{parts}]`, or keep one"
    return Diagnostic(
        SEVERAL_OPERATORS if "oneOf" in keys.schema and condition else EXCLUSIVE_KEYS,
        spot.at(second).key_span,
        f"{whose} has both {listed(keys.both, joiner='and')}",
        label="only one of them may stand here",
        related=(Label(spot.at(first).key_span, "the other one"),),
        help=(way_out,),
        data={"keys": list(keys.both)},
        pointer=spot.address,
    )

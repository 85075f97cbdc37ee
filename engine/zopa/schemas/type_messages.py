"""What to say of a value that is of another type than its place asks for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic, clip, listed, quoted, shown
from zopa.diagnostics.shape import WRONG_TYPE
from zopa.schemas.rewrite import rewrite
from zopa.schemas.spot import a, brief, noun
from zopa.schemas.validators import leaves, resolved, types

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zopa.schemas.branches import Schema
    from zopa.schemas.spot import Spot

__all__ = ["about_type", "negated", "phrase", "written"]

LONGEST_MESSAGE = 100
LONGEST_LIST = 40
PARAMETERS = "Mapping of parameters to values"


def written(word: object) -> str:
    """A scalar as a file has it."""
    return str(word).lower() if isinstance(word, bool) else str(word)


def about_type(spot: Spot, schema: Schema) -> Diagnostic:
    """Say what the value is and what the schema asks for."""
    expected = _expected(schema)
    label = f"expected {expected}"
    if "enum" in schema and "type" not in schema:
        expected = "a word"
        label = f"expected one of: {', '.join(sorted(map(written, schema['enum'])))}"
    data, span = spot.data, spot.span
    ways_out, fixes = rewrite(data, schema, span)
    if meant := _meant(spot, schema):
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


def _meant(spot: Spot, schema: Schema) -> str | None:
    """What was meant by a value that belongs one level deeper, or further out."""
    key = str(spot.pointer[-1]) if spot.pointer else ""
    data = spot.data
    values = any(each.get("title") == PARAMETERS for each in leaves(schema))
    if values and isinstance(data, int | Decimal | str) and not isinstance(data, bool):
        shown_key, shown_data = brief(key).strip("`"), brief(data).strip("`")
        return f"name the parameter: `{shown_key}: {{PARAMETER: {shown_data}}}`"
    several = data if isinstance(data, list) else None
    if isinstance(data, dict) and data.keys() == {"in"}:
        several = data["in"]
    if key == "not" and isinstance(several, list) and len(spot.pointer) > 1:
        return negated(str(spot.pointer[-2]), several)
    return None


def negated(attribute: str, values: Sequence[object]) -> str:
    """How it is written that an attribute has none of some values."""
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
        return a(noun(schema))
    phrases = list(dict.fromkeys(map(phrase, branches)))
    return " or ".join([", ".join(phrases[:-1]), phrases[-1]] if phrases[1:] else phrases)


def phrase(schema: Schema) -> str:
    """What a message calls the values that the schema allows."""
    schema = resolved(schema)
    names = types(schema)
    title = str(schema.get("title", ""))
    if "enum" in schema:
        return listed(map(written, schema["enum"]))
    if len(names) > 1:
        return a(noun(schema))
    match names[0]:
        case "string" if schema.get("format") == "date":
            return "a date"
        case "string" if "pattern" in schema:
            return "an id" if title == "Id" else "a text such as `group/name`"
        case "array" | "object" if title.startswith(("List", "Mapping")):
            return a(noun(schema))
        case _:
            phrases = {
                "array": "a list",
                "boolean": "`true` or `false`",
                "integer": "a whole number",
                "object": "a mapping",
            }
            return phrases.get(names[0], "a text")

"""Conversion of JSON Schemas from draft 2020-12 to draft-07, for editors without the former."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DIALECT", "FOLDER", "draft07"]

Schema: TypeAlias = dict[str, Any]

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
FOLDER: Final = "draft-07/"
"""Folder before the last part of a twin's `$id`."""

ONE: Final = frozenset(
    {"additionalProperties", "contains", "else", "if", "not", "propertyNames", "then"}
)
"""Keywords with a schema that have the same meaning in both drafts."""
LIST: Final = frozenset({"allOf", "anyOf", "oneOf"})
MAP: Final = frozenset({"patternProperties", "properties"})
PLAIN: Final = frozenset(
    {
        "$comment",
        "const",
        "default",
        "description",
        "enum",
        "examples",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "pattern",
        "readOnly",
        "required",
        "title",
        "type",
        "uniqueItems",
        "writeOnly",
    }
)
"""Keywords without a schema that have the same meaning in both drafts."""


def draft07(schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Return draft-07 twins that accept the same values.

    Each has an `$id` in a folder of its own, so references between files stay relative and lead
    to twins.

    Args:
        schemas: by file name, unchanged.

    Raises:
        ValueError: draft-07 has no equivalent of a keyword.
    """
    return {name: _whole(schema) for name, schema in schemas.items()}


def _whole(schema: Schema) -> Schema:
    folder, _, name = schema["$id"].rpartition("/")
    rest = {key: each for key, each in schema.items() if key not in {"$schema", "$id"}}
    return {"$schema": DIALECT, "$id": f"{folder}/{FOLDER}{name}", **_twin(rest)}


def _twin(schema: Any) -> Any:  # noqa: ANN401  # a schema may be true or false
    if not isinstance(schema, dict):
        return schema
    found: Schema = {}
    for key, each in schema.items():
        if key in PLAIN:
            found[key] = each
        elif key in ONE or (key == "items" and "prefixItems" not in schema):
            found[key] = _twin(each)
        elif key in LIST:
            found[key] = [_twin(one) for one in each]
        elif key in MAP:
            found[key] = _named(each)
        else:
            found |= _renamed(key, each)
    if "$ref" in found and len(found) > 1:
        # Draft-07 ignores keywords beside a reference.
        reference = {"$ref": found.pop("$ref")}
        found = {**found, "allOf": [reference, *found.get("allOf", ())]}
    return found


def _renamed(key: str, value: Any) -> Schema:  # noqa: ANN401  # any part of a schema
    match key:
        case "$ref":
            file, sign, pointer = value.partition("#")
            return {key: f"{file}{sign}{pointer.replace('/$defs/', '/definitions/')}"}
        case "$defs":
            return {"definitions": _named(value)}
        case "prefixItems":
            return {"items": [_twin(one) for one in value]}
        case "items":
            return {"additionalItems": _twin(value)}
        case "dependentRequired":
            return {"dependencies": value}
        case _ if key.startswith("x-"):
            return {key: value}  # both drafts ignore unknown keywords
        case _:
            message = f"draft-07 has no word for {key!r}"
            raise ValueError(message)


def _named(schemas: Mapping[str, Any]) -> Schema:
    return {name: _twin(each) for name, each in schemas.items()}

"""JSON Schemas for editors: without references to other files, and as draft-07."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "DIALECT",
    "draft07",
    "whole_schemas",
]


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

    Each has an `$id` in a separate folder, so references between files stay relative and lead
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


# -- JSON Schemas without external references --


DEFINED = "/$defs/"


def whole_schemas(schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Return the schemas with the definitions of other files that they use.

    A reference to another file uses its `$id`, so a validator with one file would look for the
    other on the web. Each definition is named after its file and its name there.

    Args:
        schemas: by file name, in draft 2020-12, unchanged. Every reference leads to a
            definition in one of them.
    """
    return {name: _Whole(name, schemas).schema() for name in schemas}


class _Whole:
    def __init__(self, name: str, schemas: Mapping[str, Schema]) -> None:
        self._name = name
        self._schemas = schemas
        self._added: dict[str, Schema] = {}

    def schema(self) -> Schema:
        found: Schema = self._with(self._schemas[self._name], self._name)
        if self._added:
            found["$defs"] = {**found.get("$defs", {}), **dict(sorted(self._added.items()))}
        return found

    def _with(self, value: Any, file: str) -> Any:  # noqa: ANN401  # any part of a schema
        """Return a part of a file's schema with its references made internal."""
        if isinstance(value, list):
            return [self._with(each, file) for each in value]
        if not isinstance(value, dict):
            return value
        return {
            key: self._reference(each, file)
            if key == "$ref" and isinstance(each, str)
            else self._with(each, file)
            for key, each in value.items()
        }

    def _reference(self, reference: str, file: str) -> str:
        named, _, pointer = reference.partition("#")
        there = named or file
        if there == self._name:
            return f"#{pointer}"
        name = pointer.removeprefix(DEFINED)
        called = f"{there.partition('.')[0]}-{name}"
        if called not in self._added:
            self._added[called] = {}  # for recursive definitions
            self._added[called] = self._with(self._schemas[there]["$defs"][name], there)
        return f"#{DEFINED}{called}"

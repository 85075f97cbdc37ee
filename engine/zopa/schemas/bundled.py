"""JSON Schemas without external references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["whole_schemas"]

Schema: TypeAlias = dict[str, Any]
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

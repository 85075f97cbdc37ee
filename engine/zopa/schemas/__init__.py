"""Format of files: JSON Schemas, fast and slow, and their errors as diagnostics."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from zopa.diagnostics import OTHER_SCHEMA, Diagnostic, Fix, in_order, quoted
from zopa.documents import BROKEN, is_broken
from zopa.files import TOOL, Place, Role, role_of, shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator
    from jsonschema_rs import Registry

    from zopa.documents import Document, Pointer
    from zopa.files import Targets
    from zopa.schemas.errors import Json, Schema

__all__ = [
    "BASE",
    "Modelines",
    "accepts",
    "at_key",
    "check_shape",
    "complaints",
    "fitting",
    "leaves",
    "of_files",
    "resolved",
    "schema_name",
    "schemas",
    "target",
    "types",
    "usable",
    "with_modeline",
]


BASE = "https://zopa.example/schema/1/"
"""Beginning of the `$id` of every schema; nothing is ever fetched from there."""


def check_shape(document: Document, role: Role) -> Iterator[Diagnostic]:
    """Report format errors of the document, by place.

    One cause gives one diagnostic: values under an unknown key, and keys that depend on an
    unknown word, are not checked.
    """
    if document.data is None or accepts(role, document.data):
        return
    from zopa.diagnostics import INVALID_ID
    from zopa.schemas.errors import Spot
    from zopa.schemas.keys import about_keys
    from zopa.schemas.messages import about_value

    by_place: dict[Pointer, list[ValidationError]] = {}
    for each in complaints(role, document.data):
        by_place.setdefault(tuple(each.absolute_path), []).append(each)
    found: list[Diagnostic] = []
    for pointer, errors in by_place.items():
        spot = Spot(document, role, pointer)
        found.extend(about_keys(spot, errors))
        found.extend(about_value(spot, errors))
    refused = {each.span for each in document.diagnostics}
    yield from in_order(
        each for each in found if each.kind is not INVALID_ID or each.span not in refused
    )


def usable(document: Document, findings: Iterable[Diagnostic]) -> bool:
    """Return True if a document can be built despite its findings."""
    if not isinstance(document.data, dict) or is_broken(document.data):
        return False
    return all(each.severity != "error" for each in findings)


def accepts(role: Role, data: Json) -> bool:
    """Return True if the data match; "no" may be wrong if they contain `BROKEN`."""
    quick = _quick(role)
    decimals = [float(each) for each in _decimals(data)]
    # jsonschema-rs counts 1.0 as an integer.
    if quick is None or any(x.is_integer() or not isfinite(x) for x in decimals):
        return not complaints(role, data)
    return quick(_with_floats(data) if decimals else data)


def complaints(role: Role, data: Json) -> list[ValidationError]:
    """Return all errors of the format; `BROKEN` is valid everywhere."""
    errors = _thorough(role).iter_errors(data)
    return [each for each in errors if each.instance is not BROKEN]


def _decimals(data: Json) -> Iterator[Decimal]:
    """Iterate over the decimals in the data."""
    left = [data]
    while left:
        each = left.pop()
        if isinstance(each, dict):
            left.extend(each.values())
        elif isinstance(each, list):
            left.extend(each)
        elif isinstance(each, Decimal):
            yield each


def _with_floats(data: Json) -> Json:
    """Return the data with floats for decimals, which jsonschema-rs does not know."""
    if isinstance(data, dict):
        return {key: _with_floats(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_with_floats(each) for each in data]
    return float(data) if isinstance(data, Decimal) else data


@cache
def _quick(role: Role) -> Callable[[object], bool] | None:
    try:
        from jsonschema_rs import Draft202012Validator
    except ImportError:
        return None
    schema = dict(schemas()[f"{BASE}{role}.schema.json"])
    return Draft202012Validator(schema, registry=_registry(), validate_formats=True).is_valid


@cache
def _registry() -> Registry:
    """Return one registry for all validators, so that schemas are read once."""
    from jsonschema_rs import Registry

    return Registry([(uri, dict(schema)) for uri, schema in schemas().items()])


@cache
def _thorough(role: Role) -> Validator:
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.validators import create
    from referencing import Registry as Resolving
    from referencing import Resource

    from zopa.schemas.errors import choose, distinct, refer

    ours = create(
        Draft202012Validator.META_SCHEMA,
        {
            **Draft202012Validator.VALIDATORS,
            "$ref": refer(target),
            "oneOf": choose(resolved),
            "uniqueItems": distinct,
        },
        type_checker=Draft202012Validator.TYPE_CHECKER,
    )
    pairs = ((uri, Resource.from_contents(schema)) for uri, schema in schemas().items())
    registry: Resolving[Any] = Resolving().with_resources(pairs)
    return ours(
        schemas()[f"{BASE}{role}.schema.json"],
        registry=registry,
        format_checker=FormatChecker(["date"]),
    )


# Parts of the schemas
@cache
def schemas() -> Mapping[str, Schema]:
    """Return the schemas of authors' files by `$id`, with references resolved."""
    folder = shipped("schema")
    found = {}
    for name in (*Role, "common", "condition"):
        text = (folder / f"{name}.schema.json").read_text(encoding="utf-8")
        schema = json.loads(text)
        found[schema["$id"]] = _absolute(schema, schema["$id"])
    return found


def _absolute(schema: Json, base: str) -> Json:
    if isinstance(schema, list):
        return [_absolute(each, base) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: urljoin(base, value)
        if key == "$ref" and isinstance(value, str)
        else _absolute(value, base)
        for key, value in schema.items()
    }


def resolved(schema: Schema) -> Schema:
    """Return the schema merged with the target of its `$ref`; its own keywords win."""
    while "$ref" in schema:
        own = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**target(schema["$ref"]), **own}
    return schema


@cache
def target(reference: str) -> Schema:
    """Return the target of a reference alone."""
    identity, _, pointer = reference.partition("#")
    target: Json = schemas()[identity]
    for step in filter(None, pointer.split("/")):
        target = target[step]
    found: Schema = target
    return found


def leaves(schema: Schema) -> list[Schema]:
    """Return the alternatives of a schema, resolved; the schema itself if it has none."""
    schema = resolved(schema)
    if "oneOf" in schema and "type" not in schema:
        return [leaf for each in schema["oneOf"] for leaf in leaves(each)]
    return [schema]


def of_files(role: Role) -> list[Schema]:
    """Return the schemas of the root of files of a role."""
    return leaves(schemas()[f"{BASE}{role}.schema.json"])


def fitting(allowed: Sequence[Schema], keys: AbstractSet[str]) -> list[Schema]:
    """Return the schemas of mappings that allow the keys; all of mappings, if none does."""
    mappings = [each for each in allowed if "properties" in each or "propertyNames" in each]
    found = [
        each
        for each in mappings
        if isinstance(each.get("additionalProperties"), dict)
        or keys <= each.get("properties", {}).keys()
    ]
    return found or mappings


def at_key(schema: Schema, key: str) -> list[Schema]:
    """Return the schemas of the value of a key."""
    inside = schema.get("properties", {}).get(key) or schema.get("additionalProperties")
    return leaves(inside) if isinstance(inside, dict) else []


def types(schema: Schema) -> list[str]:
    """Return the types that a schema without alternatives allows."""
    named = resolved(schema).get("type", "string")
    return [named] if isinstance(named, str) else list(named)


# Comment that names the schema of a file for editors; zopa goes by the folder:
# `# yaml-language-server: $schema=../schema/scenario.schema.json`, with a path relative to the
# file. Nothing is ever fetched.
FOLDER: Final = "schema"
"""Folder of the schemas for editors in a workspace."""
SCHEMA: Final = re.compile(rf"#\s*{TOOL}\s*:.*?\$schema=(\S+)")
OURS: Final = re.compile(r"https://zopa\.example/schema/([^/\s\"]+)/")
VERSION: Final = BASE.split("/")[-2]


def schema_name(role: Role) -> str:
    """Return the name of the schema for files of a role."""
    return f"{role}.schema.json"


def with_modeline(text: str, path: str) -> str:
    """Return the text of a workspace's file with the comment above it, unless it has one."""
    role = role_of(path)
    if role is None or SCHEMA.search(text):
        return text
    target = posixpath.relpath(f"{FOLDER}/{schema_name(role)}", posixpath.dirname(path))
    return f"# {TOOL}: $schema={target}\n{text}"


class Modelines:
    """Check of the schema comments of one workspace."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets

    def check(self, document: Document, role: Role) -> Iterator[Diagnostic]:
        """Report a schema of zopa for other files, or for another version."""
        if document.data is None or TOOL not in document.text:
            return
        for comment in document.comments:
            found = SCHEMA.match(comment.text)
            if found is None:
                continue
            line, column = comment.span.start.line, comment.span.start.column
            start, end = (
                Place(line, column + found.start(1) + each) for each in (0, len(found[1]))
            )
            span = replace(comment.span, start=start, end=end)
            target = found[1]
            folder, slash, name = target.rpartition("/")
            known = OURS.match(self._targets.identity(document.path, target))
            if name in map(schema_name, Role) and name != schema_name(role):
                yield Diagnostic(
                    OTHER_SCHEMA,
                    span,
                    f"editors are told that this is {quoted(name.partition('.')[0])},"
                    f" it is `{role}`",
                    help=(f"write `{schema_name(role)}`",),
                    fixes=(Fix(span, f"{folder}{slash}{schema_name(role)}"),),
                )
            elif known is not None and known[1] != VERSION:
                yield Diagnostic(
                    OTHER_SCHEMA,
                    span,
                    f"editors are given version {quoted(known[1])} of the schema,"
                    f" zopa reads version `{VERSION}`",
                    help=("`zopa schema` writes the schemas of this version",),
                )

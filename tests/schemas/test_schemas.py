"""The schemas are strict JSON Schema 2020-12, and fit the format."""

from __future__ import annotations

import importlib
import itertools
import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from schemas.examples import BLOCKS, CONDITIONS, FILES, data_of, role_for
from zopa.documents import parse
from zopa.files import Role, shipped
from zopa.schemas import BASE, check_shape, resolved, schemas, types

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NAMES = (*Role, "common", "condition")
DIALECT = "https://json-schema.org/draft/2020-12/schema"
MAPS = {"$defs", "dependentSchemas", "patternProperties", "properties"}
LISTS = {"allOf", "anyOf", "oneOf", "prefixItems"}
SINGLE = {"additionalProperties", "contains", "else", "if", "items", "not", "propertyNames"} | {
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
}


def files() -> list[Path]:
    """The shipped schemas for authors' files."""
    return [shipped("schema") / f"{name}.schema.json" for name in NAMES]


def workspace_schemas() -> list[Any]:
    """The contents of the schemas."""
    return [json.loads(each.read_text(encoding="utf-8")) for each in files()]


@cache
def keywords() -> frozenset[str]:
    """Every keyword of the dialect, from its metaschema."""
    specifications = importlib.import_module("jsonschema_specifications")
    known: set[str] = set()
    for each in Draft202012Validator.META_SCHEMA["allOf"]:
        vocabulary = f"https://json-schema.org/draft/2020-12/{each['$ref']}"
        known |= specifications.REGISTRY.contents(vocabulary)["properties"].keys()
    return frozenset(known)


def inside(schema: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The schema and every schema in it, with their paths."""
    if not isinstance(schema, dict):
        return
    yield where, schema
    for key, value in schema.items():
        if key in MAPS:
            for name, each in value.items():
                yield from inside(each, f"{where}/{key}/{name}")
        elif key in LISTS:
            for number, each in enumerate(value):
                yield from inside(each, f"{where}/{key}/{number}")
        elif key in SINGLE:
            yield from inside(value, f"{where}/{key}")


def every_schema() -> list[tuple[str, dict[str, Any]]]:
    """Every schema of every file, with its path."""
    return [
        part
        for whole in workspace_schemas()
        for part in inside(whole, whole["$id"].removeprefix(BASE))
    ]


def misspelt(schema: dict[str, Any]) -> set[str]:
    """Keywords unknown to the dialect, which validators ignore."""
    return {key for key in schema if not key.startswith("x-")} - keywords()


# -- the schemas by themselves ------------------------------------------------


def test_a_misspelt_keyword_is_noticed() -> None:
    """The test below can fail."""
    assert misspelt({"requird": ["a"], "type": "object"}) == {"requird"}


def test_no_keyword_is_misspelt() -> None:
    """Every key of every schema is a keyword of the dialect."""
    assert [(where, misspelt(each)) for where, each in every_schema() if misspelt(each)] == []


@pytest.mark.parametrize("schema", workspace_schemas(), ids=lambda each: str(each["$id"]))
def test_each_schema_fits_the_metaschema(schema: Any) -> None:
    """And says which dialect it is in, and has a title and a description."""
    Draft202012Validator.check_schema(schema, format_checker=FormatChecker())

    assert schema["$schema"] == DIALECT
    assert schema["title"]
    assert schema["description"]


def test_each_schema_is_called_as_its_file_is() -> None:
    """The base stands in one place of the code; the files must agree with it."""
    called = [each["$id"] for each in workspace_schemas()]

    assert called == [f"{BASE}{each.name}" for each in files()]
    assert list(schemas()) == called


def test_what_an_editor_may_show_is_described() -> None:
    """Every key of a mapping and every definition has a title and says what it is."""
    silent = []
    for where, schema in every_schema():
        named = dict(schema.get("$defs", {}))
        if "additionalProperties" in schema:
            named |= schema.get("properties", {})
        for name, each in named.items():
            words = resolved(_full(each, where))
            if not words.get("title") or not words.get("description"):
                silent.append(f"{where} {name}")

    assert silent == []


def test_no_mapping_takes_keys_that_nobody_knows() -> None:
    """A slip in a key can never pass silently."""
    open_ = []
    for where, schema in every_schema():
        others = schema.get("additionalProperties", True)
        if schema.get("type") == "object" and others is not False:
            named = "propertyNames" in schema and isinstance(others, dict)
            open_ += [] if named else [where]

    assert open_ == []


def test_no_pattern_is_slow_or_means_different_things() -> None:
    """No quantifier within a quantified group, no class whose reach depends on the engine."""
    patterns = {each["pattern"] for _, each in every_schema() if "pattern" in each}

    assert patterns
    for each in patterns:
        assert each.isascii()
        assert not re.search(r"[*+}]\)[*+{]", each), each
        assert "\\" not in each, each


def test_the_branches_of_an_alternative_can_be_told_apart() -> None:
    """By type, by the first key that they require, or by the constant there.

    What messages are about rests on that.
    """
    alternatives = [(where, each) for where, each in every_schema() if "oneOf" in each]

    assert alternatives
    for where, schema in alternatives:
        branches = [resolved(_full(each, where)) for each in schema["oneOf"]]
        for one, other in itertools.combinations(branches, 2):
            if set(_types(one)) & set(_types(other)):
                assert _types(one) == _types(other) == ["object"], where
                assert _decider(one) != _decider(other), where


@pytest.mark.parametrize(
    "text",
    [
        *("yes", "no", "on", "off", "y", "n", "true", "false", "null"),
        *("", "A", "a_b", "a b", "-a", "a-", "a--b", "1a", "a\n", "a\u2028", "ä", "a/b"),
        "a" * 101,
    ],
)
def test_what_is_no_id(text: str) -> None:
    """Nothing that a YAML reader takes for something else, nothing that cannot be seen."""
    assert not _accepts("common.schema.json#/$defs/id", text)


@pytest.mark.parametrize(
    "text", ["a", "s000", "full-cession", "not", "plan-2025-08", "a" * 100]
)
def test_what_is_an_id(text: str) -> None:
    """Lower-case words and digits, joined by hyphens."""
    assert _accepts("common.schema.json#/$defs/id", text)


@pytest.mark.parametrize(
    "text", ["a", "/a", "a/", "a/b/c", "a-/b", "a/b-", "no/a", "a/no", "a/b\n", "A/b", "a//b"]
)
@pytest.mark.parametrize("name", ["term-reference", "position-reference"])
def test_what_is_no_reference(name: str, text: str) -> None:
    """Two ids with one slash between them, and nothing else."""
    assert not _accepts(f"common.schema.json#/$defs/{name}", text)
    assert _accepts(f"common.schema.json#/$defs/{name}", "a-b/c-1")


def _full(schema: dict[str, Any], where: str) -> dict[str, Any]:
    """The schema with its reference expanded."""
    if "$ref" not in schema:
        return schema
    file, _, pointer = schema["$ref"].partition("#")
    return {**schema, "$ref": f"{BASE}{file or where.partition('/')[0]}#{pointer}"}


def _types(schema: Mapping[str, Any]) -> list[str]:
    return types(schema) if "type" in schema else ["object"]


def _decider(schema: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The deciding key and its constant; the constant is None for the default branch."""
    keys = schema.get("x-decided-by", schema.get("required", [])[:1])
    key = keys[0] if keys else None
    return key, schema.get("properties", {}).get(str(key), {}).get("const")


def _accepts(reference: str, data: object) -> bool:
    """Whether python-jsonschema, with standard keywords only, accepts the data."""
    pairs = [(uri, Resource.from_contents(each)) for uri, each in schemas().items()]
    registry: Registry[Any] = Registry().with_resources(pairs)
    schema = {"$ref": f"{BASE}{reference}"}
    valid: bool = Draft202012Validator(schema, registry=registry).is_valid(data)
    return valid


# -- the schemas and the format -----------------------------------------------


def test_the_documentation_shows_every_kind_of_file() -> None:
    """So that the tests below leave none out."""
    assert {role_for(path) for path in FILES} == set(Role)


@pytest.mark.parametrize(("path", "text"), FILES.items(), ids=FILES)
def test_the_examples_of_the_documentation_have_the_right_shape(path: str, text: str) -> None:
    """Each block under the role of the file that its first line names."""
    document = parse(text, path)

    assert [each.message for each in check_shape(document, role_for(path))] == []
    assert isinstance(document.data, dict)


@pytest.mark.parametrize("condition", data_of(f"list:\n{CONDITIONS}")["list"], ids=str)
def test_the_conditions_of_the_documentation_have_the_right_shape(condition: object) -> None:
    """One by one."""
    assert _accepts("condition.schema.json", condition)


def test_a_note_may_stand_on_whatever_has_an_id_or_a_title() -> None:
    """The format says so."""
    without = {
        where
        for where, schema in every_schema()
        if schema.get("properties", {}).keys() & {"id", "title"}
        and "note" not in schema["properties"]
        and schema.get("title") != "Mapping of attributes to values"
    }

    assert without == set()


def test_every_block_of_the_documentation_is_looked_at() -> None:
    """Each begins with a file's name, or is the list of conditions."""
    assert [path for path, _ in BLOCKS if path not in FILES] == ["conditions"]


# -- where they lie -----------------------------------------------------------


def test_what_is_not_shipped_is_named() -> None:
    """The message says what is missing and where it was looked for."""
    with pytest.raises(FileNotFoundError, match=r"no folder 'nowhere' at .*_shipped"):
        shipped("nowhere")

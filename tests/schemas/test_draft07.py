"""The draft-07 versions of the schemas accept the same files."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator as SlowTwin
from jsonschema_rs import Draft7Validator as Twin
from jsonschema_rs import Draft202012Validator as Original
from jsonschema_rs import Registry

from zopa.documents import parse
from zopa.files import MARK, role_of, shipped
from zopa.schemas.editors import DIALECT, draft07, whole_schemas, workspace_schemas
from zopa.workspace import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Verdict = Callable[[Any], bool]

ROOT = shipped("terms").parent
SCHEMAS: dict[str, Any] = {
    file.name: json.loads(file.read_text(encoding="utf-8"))
    for file in sorted(shipped("schema").glob("*.schema.json"))
}
NARROWED = workspace_schemas(load(ROOT).corpus, SCHEMAS)
CASES = sorted(
    mark.parents[1] for mark in (Path(__file__).parents[1] / "cases").rglob(MARK.as_posix())
)


def verdicts(kind: Any, schemas: Mapping[str, Any]) -> dict[str, Verdict]:
    """Whether a value is accepted, by file name."""
    registry = Registry([(each["$id"], each) for each in schemas.values()])
    return {
        name: kind(each, registry=registry, validate_formats=True).is_valid
        for name, each in schemas.items()
    }


def alone(kind: Any, schemas: Mapping[str, Any]) -> dict[str, Verdict]:
    """The same, by validators with one file each and without fetching."""
    return {name: kind(each, validate_formats=True).is_valid for name, each in schemas.items()}


BOTH = {
    "plain": (verdicts(Original, SCHEMAS), verdicts(Twin, draft07(SCHEMAS))),
    "narrowed": (verdicts(Original, NARROWED), verdicts(Twin, draft07(NARROWED))),
    "whole": (
        alone(Original, whole_schemas(SCHEMAS)),
        alone(Twin, draft07(whole_schemas(SCHEMAS))),
    ),
    "plain and whole": (verdicts(Original, SCHEMAS), alone(Original, whole_schemas(SCHEMAS))),
}


def documents() -> list[tuple[str, Any]]:
    """Every file of the shipped corpus and of the cases: its schema and its data."""
    found = []
    for root in (ROOT, *CASES):
        files = [
            x for name in ("terms", "scenarios") for x in sorted((root / name).rglob("*.yaml"))
        ]
        for file in files:
            path = file.relative_to(root).as_posix()
            data = parse(file.read_text(encoding="utf-8"), path).data
            found.append((f"{role_of(path)}.schema.json", data))
    return found


DOCUMENTS = documents()
SMALL = [(name, data) for name, data in DOCUMENTS if len(repr(data)) < 6000]


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths to all values within a value."""
    if not isinstance(value, dict | list):
        return [way]
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return [way, *(place for key, each in inner for place in places(each, (*way, key)))]


OTHER = st.sampled_from(
    [
        *(None, True, 0, -1, 1.5, 10**20, "", "a", "Not an id", "silent", "2025-02-30"),
        *([], {}, ["a", "a"], {"chosen": "a/b"}, {"any": []}, {"id": "a"}, [{"id": "a"}]),
    ]
)


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, Any]:
    """A document with up to three random changes."""
    name, data = draw(st.sampled_from(SMALL))
    data = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, 3))):
        way = draw(st.sampled_from(places(data)))
        if not way:
            continue
        above = data
        for step in way[:-1]:
            above = above[step]
        match draw(st.sampled_from(["replace", "remove", "rename", "double", "other"])):
            case "replace":
                above[way[-1]] = copy.deepcopy(draw(OTHER))
            case "remove":
                del above[way[-1]]
            case "rename" if isinstance(above, dict):
                above[draw(st.sampled_from(["id", "holds", "not", "x", "A b"]))] = above[
                    way[-1]
                ]
            case "double" if isinstance(above, list):
                above.append(copy.deepcopy(above[way[-1]]))
            case _:
                _, whole = draw(st.sampled_from(SMALL))
                there = draw(st.sampled_from(places(whole)))
                for step in there:
                    whole = whole[step]
                above[way[-1]] = copy.deepcopy(whole)
    return name, data


@pytest.mark.parametrize("schemas", [SCHEMAS, NARROWED], ids=["plain", "narrowed"])
def test_a_twin_is_a_schema_of_its_draft(schemas: dict[str, Any]) -> None:
    """By the draft's own schema; with nothing that only the later draft reads."""
    for name, twin in draft07(schemas).items():
        SlowTwin.check_schema(twin)
        assert twin["$schema"] == DIALECT
        assert twin["$id"] == schemas[name]["$id"].replace(name, f"draft-07/{name}")
        assert "$defs" not in json.dumps(twin)


@pytest.mark.parametrize("which", BOTH)
def test_both_accept_every_file(which: str) -> None:
    """The shipped corpus, and the cases by the schemas that know no names."""
    original, twin = BOTH[which]
    shipped_only = len(
        [x for name in ("terms", "scenarios") for x in (ROOT / name).rglob("*.yaml")]
    )
    for name, data in DOCUMENTS[: shipped_only if which == "narrowed" else None]:
        assert original[name](data)
        assert twin[name](data)


@given(broken())
def test_both_agree_on_broken_files(document: tuple[str, Any]) -> None:
    """Whatever is wrong in them."""
    name, data = document

    for original, twin in BOTH.values():
        assert original[name](data) == twin[name](data)


def test_most_broken_files_are_refused() -> None:
    """So that agreeing means something: a key that no mapping has, at every mapping."""
    original, twin = BOTH["plain"]
    said = set()
    for name, data in SMALL[:60]:
        for way in places(data):
            wrong = copy.deepcopy(data)
            value = wrong
            for step in way:
                value = value[step]
            if isinstance(value, dict):
                value["No key"] = 1
                said.add(original[name](wrong))
                assert original[name](wrong) == twin[name](wrong)
    assert said == {False}


@pytest.mark.parametrize(
    ("later", "earlier", "good", "bad"),
    [
        (
            {"prefixItems": [{"type": "string"}], "items": {"type": "integer"}},
            {"items": [{"type": "string"}], "additionalItems": {"type": "integer"}},
            ["a", 1],
            ["a", "b"],
        ),
        (
            {"dependentRequired": {"a": ["b"]}},
            {"dependencies": {"a": ["b"]}},
            {"a": 1, "b": 1},
            {"a": 1},
        ),
        (
            {"$ref": "#/$defs/text", "maxLength": 2, "$defs": {"text": {"type": "string"}}},
            {
                "maxLength": 2,
                "definitions": {"text": {"type": "string"}},
                "allOf": [{"$ref": "#/definitions/text"}],
            },
            "ab",
            "abc",
        ),
        ({"const": {"$defs": 1}}, {"const": {"$defs": 1}}, {"$defs": 1}, {"definitions": 1}),
    ],
)
def test_what_has_another_name_is_renamed(
    later: Any, earlier: Any, good: Any, bad: Any
) -> None:
    """And means the same; values that only look like keywords stay."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://x/y"}

    [twin] = draft07({"y": {**schema, **later}}).values()

    assert twin == {"$schema": DIALECT, "$id": "https://x/draft-07/y", **earlier}
    for value, verdict in ((good, True), (bad, False)):
        assert Original({**schema, **later}).is_valid(value) is verdict
        assert Twin(twin).is_valid(value) is verdict


@pytest.mark.parametrize(
    "word", ["unevaluatedProperties", "$dynamicRef", "minContains", "dependentSchemas"]
)
def test_what_draft_07_cannot_say_is_refused(word: str) -> None:
    """Rather than left out, which would make the twin accept more."""
    with pytest.raises(ValueError, match="draft-07 has no word"):
        draft07({"y": {"$id": "https://x/y", "properties": {"a": {word: 1}}}})

"""Every key of the format has a form field that needs no knowledge of the format."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest

from zopa.edit import HOMES, FieldForm, ThingKind, fields
from zopa.edit.records import EXAMPLES, PAIRS, how
from zopa.edit.typed import as_typed, typed
from zopa.files import Role
from zopa.schemas import BASE, leaves, schemas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.edit import Field

ELSEWHERE: Final = {
    "scenario: choices.at-least": "typed as bounds: `5..9`",
    "scenario: choices.at-most": "typed as bounds: `5..9`",
    "scenario: choices.term": "typed with places: `fine | cites: herald:2`",
    "scenario: choices.value": "typed with places: `480 | cites: herald:2`",
    "scenario: choices.cites": "typed behind a choice: `| cites: herald:2`",
    "positions: visibility": "of a whole file; each position has its own",
    "statements: visibility": "of a whole file; each statement has its own",
    "vocabulary: vocabulary": "a list taken over as a whole, no part of a negotiation",
}
"""Keys without a field, with the reason."""
NOTATIONS: Final = frozenset(
    {
        FieldForm.CONDITION,
        FieldForm.PREDICATE,
        FieldForm.DAYS,
        FieldForm.CHOOSE,
        FieldForm.NOTE,
    }
)
"""Forms whose keys have a notation of their own, with separate tests."""


def test_every_key_of_every_schema_is_a_field_or_on_the_list() -> None:
    """Down to the keys of what a thing holds."""
    found = {
        f"{role}: {path}"
        for role in Role
        for path in _unreachable(role, schemas()[f"{BASE}{role}.schema.json"])
    }

    assert found == ELSEWHERE.keys()


def _unreachable(role: Role, schema: Mapping[str, Any]) -> Iterator[str]:
    kinds = {kind: home for kind, home in HOMES.items() if home.role is role}
    whole = [
        kind for kind, home in kinds.items() if not home.key and kind is not ThingKind.FILE
    ]
    if whole:
        yield from _missing(schema, fields(whole[0]), "")
        return
    collections = {
        home.key: kind for kind, home in kinds.items() if home.owner is None and home.key
    }
    for key, inside in schema["properties"].items():
        if key in collections:
            yield from _missing(inside, fields(collections[key]), "")
        elif key not in {each.key for each in fields(ThingKind.FILE)}:
            yield key


def _missing(schema: Mapping[str, Any], known: tuple[Field, ...], path: str) -> Iterator[str]:
    """Keys of a schema that have no field."""
    by_key = {each.key: each for each in known}
    for shape in _shapes(schema):
        for key, inside in shape["properties"].items():
            if key not in by_key:
                yield path + key
            elif by_key[key].form not in NOTATIONS:
                yield from _missing(inside, by_key[key].parts, f"{path}{key}.")


def _shapes(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """All object schemas within a schema, also those in lists and mappings."""
    for leaf in leaves(schema):
        if "properties" in leaf:
            yield leaf
        for key in ("items", "additionalProperties"):
            if isinstance(leaf.get(key), dict):
                yield from _shapes(leaf[key])


@pytest.mark.parametrize(
    "field",
    [
        pytest.param(each, id=f"{kind}-{each.key}")
        for kind in ThingKind
        for each in fields(kind)
        if how(each) in {*EXAMPLES.values(), *PAIRS.values()}
    ],
)
def test_examples_mean_something_and_come_back(field: Field) -> None:
    """What a form and a flag show as an example is one."""
    value = typed(field, how(field), today=dt.date(2025, 9, 1))

    assert not how(field).startswith(("{", "["))
    assert not as_typed(field, value).startswith(("{", "[", "- "))
    assert typed(field, as_typed(field, value), today=dt.date(2025, 9, 1)) == value

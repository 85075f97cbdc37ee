"""Selection of the intended branch of an alternative, so that only its errors are reported.

Two keywords of JSON Schema are replaced for messages. They accept the same values; a test
compares both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from zopa.documents import BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

__all__ = [
    "BOTH",
    "FOREIGN",
    "NEITHER",
    "OTHER_TYPE",
    "Json",
    "Schema",
    "choose",
    "distinct",
    "refer",
]

Json: TypeAlias = Any
"""Any value in a document."""
Schema: TypeAlias = Mapping[str, Json]

OTHER_TYPE = "type"
"""Error: no branch accepts values of this type."""
NEITHER = "neither"
"""Error: no key that selects the branch is present; its value lists them."""
BOTH = "both"
"""Error: several of them are present; its value lists them."""
FOREIGN = "foreign"
"""Error: keys of other branches are present; its value maps each to those branches."""

MOST_RIGHT = 20_000
"""Number of valid texts cached at a time."""


def choose(
    resolved: Callable[[Schema], Schema],
) -> Callable[
    [Draft202012Validator, Sequence[Schema], Json, Schema], Iterator[ValidationError]
]:
    """Validate the keyword `oneOf`, for branches that can be distinguished.

    They differ by the type of the value; mappings by a key, the first that the branch requires
    or one of its `x-decided-by`, or, if branches share that key, by the constant there. A
    branch without such keys is for all other mappings, or, if it requires nothing, for those
    with its own keys.

    Args:
        resolved: returns a branch with the target of its reference.
    """

    def one_of(
        validator: Draft202012Validator,
        branches: Sequence[Schema],
        instance: Json,
        schema: Schema,
    ) -> Iterator[ValidationError]:
        whole = [resolved(each) for each in branches]
        fitting = [
            number
            for number, each in enumerate(whole)
            if any(validator.is_type(instance, name) for name in _types(each))
        ]
        if instance is BROKEN:
            return
        if not fitting:
            yield _error(OTHER_TYPE, schema["oneOf"], instance, schema)
        elif len(fitting) == 1:
            words = whole[fitting[0]].get("enum")
            if words is not None and instance not in words:
                yield _error("enum", words, instance, schema)
            else:
                yield from validator.descend(instance, branches[fitting[0]])
        else:
            yield from _by_key(
                validator, [(branches[each], whole[each]) for each in fitting], instance, schema
            )

    return one_of


def distinct(
    validator: Draft202012Validator, wanted: Json, instance: Json, schema: Schema
) -> Iterator[ValidationError]:
    """Validate `uniqueItems`: an error for each repetition; broken values are no repetition."""
    if not wanted or not validator.is_type(instance, "array"):
        return
    seen = set()
    for number, item in enumerate(instance):
        try:
            key = json.dumps(item, sort_keys=True, default=_decimal)
        except TypeError:
            continue
        if key in seen:
            error = _error("uniqueItems", wanted, item, schema)
            error.path.append(number)
            yield error
        seen.add(key)


def refer(
    target: Callable[[str], Schema],
) -> Callable[[Draft202012Validator, str, Json, Schema], Iterator[ValidationError]]:
    """Validate the keyword `$ref` without URL resolution; valid texts are cached.

    Ids and words are frequent and mostly valid, so they would take most of the time.

    Args:
        target: returns the target of a reference.
    """
    right: set[tuple[str, str]] = set()

    def ref(
        validator: Draft202012Validator, reference: str, instance: Json, _: Schema
    ) -> Iterator[ValidationError]:
        text = type(instance) is str
        if text and (reference, instance) in right:
            return
        wrong = False
        for error in validator.descend(instance, target(reference)):
            wrong = True
            yield error
        if text and not wrong:
            if len(right) >= MOST_RIGHT:
                right.clear()
            right.add((reference, instance))

    return ref


def _decimal(value: Json) -> str:
    """Return a number as a decimal, for comparing.

    Raises:
        TypeError: it is not a number; broken values are not numbers.
    """
    if isinstance(value, Decimal):
        return f"{value.normalize()}."
    raise TypeError


def _types(branch: Schema) -> Sequence[str]:
    named = branch.get("type", "object")
    return [named] if isinstance(named, str) else named


def _by_key(
    validator: Draft202012Validator,
    branches: Sequence[tuple[Schema, Schema]],
    instance: Mapping[str, Json],
    schema: Schema,
) -> Iterator[ValidationError]:
    keys = dict.fromkeys(key for _, whole in branches for key in _deciders(whole))
    present = [key for key in instance if key in keys]
    meant = [each for each in branches if set(present) <= set(_deciders(each[1]))]
    if len(present) > 1:
        # The selecting key of one branch may be an operator of another.
        every = [
            each for each in branches if set(present) <= each[1].get("properties", {}).keys()
        ]
        meant = [each for each in every if set(_deciders(each[1])) & set(present)] or meant
    if not present:
        meant = [each for each in branches if not _deciders(each[1])]
        meant = [each for each in meant if _fits(instance, each[1])]
    if len(meant) != 1 and len(present) != 1:
        found = present or list(keys)
        yield _error(BOTH if present else NEITHER, found, instance, schema)
        return
    key = present[0] if present else ""
    words = [whole.get("properties", {}).get(key, {}).get("const") for _, whole in meant]
    if len(meant) > 1:
        word = instance[key]
        if word is BROKEN:
            return
        if not isinstance(word, str) or word not in words:
            error = _error("enum", words, word, {"enum": words})
            error.path.append(key)
            yield error
            return
        meant = [meant[words.index(word)]]
    reference, whole = meant[0]
    yield from validator.descend(instance, reference)
    if foreign := _foreign(instance, whole, [each for _, each in branches]):
        yield _error(FOREIGN, foreign, instance, whole)


def _deciders(branch: Schema) -> Sequence[str]:
    """Return the keys that select the branch; empty for the branch of all other values."""
    named: Sequence[str] = branch.get("x-decided-by", branch.get("required", ())[:1])
    return named


def _fits(instance: Mapping[str, Json], branch: Schema) -> bool:
    """Return True if a mapping without a selecting key can be of this branch.

    If a branch requires nothing, other keys suggest a branch whose selecting key is missing.
    """
    anything = "required" in branch or branch.get("additionalProperties") is not False
    return anything or instance.keys() <= branch.get("properties", {}).keys()


def _foreign(
    instance: Mapping[str, Json], branch: Schema, branches: Sequence[Schema]
) -> dict[str, list[Schema]]:
    if branch.get("additionalProperties") is not False:
        return {}
    own = branch.get("properties", {})
    homes = {
        key: [each for each in branches if key in each.get("properties", {})]
        for key in instance
        if key not in own
    }
    return {key: found for key, found in homes.items() if found}


def _error(validator: str, value: object, instance: object, schema: Schema) -> ValidationError:
    from jsonschema.exceptions import ValidationError

    return ValidationError(
        "", validator=validator, validator_value=value, instance=instance, schema=schema
    )

"""Errors of the format: the value with its description, and the branch that was meant.

Of an alternative, only the errors of the intended branch are reported: two keywords of JSON
Schema are replaced for messages. They accept the same values; a test compares both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from zopa.diagnostics import clip, quoted
from zopa.documents import BROKEN, json_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

    from zopa.documents import Document, Pointer
    from zopa.files import Span
    from zopa.files.layout import Role

__all__ = [
    "BOTH",
    "FOREIGN",
    "NEITHER",
    "Json",
    "Schema",
    "Spot",
    "a",
    "brief",
    "choose",
    "distinct",
    "noun",
    "refer",
]


# A value
Json: TypeAlias = Any
"""Any value in a document."""
Schema: TypeAlias = Mapping[str, Json]
THINGS = {
    "attributes": "attribute",
    "changes": "change",
    "constants": "constant",
    "contradictions": "contradiction",
    "conventions": "convention",
    "effects": "effect",
    "entities": "entity",
    "entity-types": "entity type",
    "events": "event",
    "facts": "fact",
    "groups": "group",
    "issues": "issue",
    "memberships": "membership",
    "not-proposed": "term not proposed",
    "parameters": "parameter",
    "parties": "party",
    "positions": "position",
    "quantities": "quantity",
    "questions": "question",
    "readings": "reading",
    "rules": "rule",
    "sources": "source",
    "speakers": "speaker",
    "statements": "statement",
    "steps": "step",
    "terms": "term",
    "waivers": "waiver",
}
"""Names of the items of a list or mapping, by its key."""
LONGEST = 30
"""Limit that keeps a message with two ids and a value within 100 characters."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Value in a document."""

    document: Document
    role: Role
    pointer: Pointer

    @property
    def data(self) -> Json:
        """Data of the value."""
        value: Json = self.document.data
        for step in self.pointer:
            value = value[step]
        return value

    @property
    def address(self) -> str:
        """JSON Pointer of the value."""
        return json_pointer(self.pointer)

    @property
    def name(self) -> str:
        """Name of the value: its key, or its number in a list."""
        if not self.pointer:
            return "the file"
        last = self.pointer[-1]
        if isinstance(last, str):
            return brief(last)
        above = next((each for each in reversed(self.pointer) if isinstance(each, str)), None)
        return f"entry {last + 1} of {brief(above)}" if above else f"entry {last + 1}"

    @property
    def thing(self) -> str:
        """Nearest named item that the value is or belongs to."""
        value: Json = self.document.data
        name = str(self.role)
        for number, step in enumerate(self.pointer):
            value = value[step]
            kind = THINGS.get(str(self.pointer[number - 1])) if number else None
            if kind is not None and isinstance(value, dict):
                identity = value.get("id", step) if isinstance(step, int) else step
                known = isinstance(identity, str)
                name = f"{kind} {brief(identity)}" if known else kind
        return name

    @property
    def is_thing(self) -> bool:
        """True if the value itself is the item that `thing` names."""
        if not self.pointer:
            return True
        above = self.pointer[-2] if len(self.pointer) > 1 else None
        return str(above) in THINGS and isinstance(self.data, dict)

    @property
    def span(self) -> Span:
        """Span of the value; of its key, id or first key if it has no short text."""
        data = self.data
        if isinstance(data, dict | list) and self.pointer:
            if isinstance(data, dict) and isinstance(data.get("id"), str):
                return self.document.span((*self.pointer, "id"))
            if isinstance(self.pointer[-1], str):
                return self.key_span
        return self._first if isinstance(data, dict) and data else self._value

    @property
    def key_span(self) -> Span:
        """Span of the key of the value."""
        return self.document.key_span(self.pointer)

    @property
    def _first(self) -> Span:
        return self.document.key_span((*self.pointer, next(iter(self.data))))

    @property
    def _value(self) -> Span:
        return self.document.span(self.pointer)

    def at(self, key: str | int) -> Spot:
        """Return the spot of a value inside this one."""
        return Spot(self.document, self.role, (*self.pointer, key))


def brief(value: object) -> str:
    """Return a value in backquotes, shorter than usual."""
    return quoted(clip(value, LONGEST) if isinstance(value, str) else value)


def noun(schema: Schema) -> str:
    """Return the noun for the items of a schema."""
    title = str(schema.get("title", "mapping"))
    return title[:1].lower() + title[1:]


def a(words: str) -> str:
    """Return the words with the right indefinite article."""
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


# Keywords
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

"""What can be said of each kind of thing: its fields, as the schema has them."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from zopa.edit.kinds import HOMES, Kind
from zopa.schemas.validators import BASE, leaves, resolved, schemas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Field", "Form", "fields", "order"]


class Form(enum.StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    TEXTS = "texts"
    NAME = "id"
    """The id of another thing; its own where the field is `id`."""
    NAMES = "ids"
    DAY = "day"
    DAYS = "day or bounds"
    YES_NO = "true or false"
    ONE_OF = "one of"
    NUMBER = "number"
    PLACES = "places in sources"
    CONDITION = "condition"
    WORDS = "words"
    """Several of a few words."""
    NUMBERS = "numbers"
    TEXT_OR_TEXTS = "one text or several"
    RECORD = "parts"
    """What has keys of its own."""
    RECORDS = "several with parts"
    RECORDS_BY_NAME = "several with names and parts"
    PAIRS = "names with values"
    CHOOSE = "how many"
    PREDICATE = "condition on entities"
    YAML = "value"
    """A single value of several types, as the format has it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One key that a thing can have."""

    key: str
    title: str
    help: str
    """What the schema says of it."""
    form: Form
    required: bool = False
    """Whether no file can be without it."""
    wanted: bool = False
    """Whether it is nearly always said, so that one is asked for it."""
    of: Kind | None = None
    """What the ids are of; None where they are of several kinds, or it is no id."""
    choices: tuple[str, ...] = ()
    parts: tuple[Field, ...] = ()
    """The keys of what it holds, where that has keys of its own."""

    def part(self, key: str) -> Field | None:
        """The part of a key; None where it has none such."""
        return next((each for each in self.parts if each.key == key), None)


NAMED: Final[Mapping[str, Kind]] = {
    "party": Kind.PARTY,
    "speaker": Kind.SPEAKER,
    "statements": Kind.STATEMENT,
    "issues": Kind.ISSUE,
    "held-by": Kind.PARTY,
    "also-speaks-for": Kind.PARTY,
    "supersedes": Kind.POSITION,
    "chosen": Kind.TERM,
    "source": Kind.SOURCE,
    "proposed-by": Kind.PARTY,
    "at-the-table": Kind.PARTY,
    "cites": Kind.SOURCE,
    "from": Kind.SCENARIO,
    "member": Kind.PARTY,
    "group": Kind.GROUP,
    "issue": Kind.ISSUE,
    "position": Kind.POSITION,
    "crossed": Kind.POSITION,
    "respected": Kind.POSITION,
    "open": Kind.POSITION,
    "for": Kind.TERM,
    "against": Kind.TERM,
    "undetermined": Kind.TERM,
    "type": Kind.ENTITY_TYPE,
    "for-each": Kind.ENTITY_TYPE,
    "every": Kind.ENTITY_TYPE,
    "entity": Kind.ENTITY,
    "milestone": Kind.MILESTONE,
    "lapses-in": Kind.CONTINGENCY,
    "in-case": Kind.CONTINGENCY,
}
"""What the ids in a field are of, by its key."""
WANTED: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.STATEMENT: frozenset({"cites"}),
    Kind.POSITION: frozenset({"statements", "holds"}),
    Kind.SOURCE: frozenset({"published"}),
    Kind.ISSUE: frozenset({"answer", "terms"}),
    Kind.TERM: frozenset({"mentioned", "cites"}),
    Kind.RULE: frozenset({"holds", "cites"}),
    Kind.SCENARIO: frozenset({"as-of", "source"}),
    Kind.MEMBERSHIP: frozenset({"cites"}),
    Kind.EVENT: frozenset({"cites"}),
    Kind.FACT: frozenset({"cites"}),
}
"""What checks ask for although the shape does not."""
FORMS: Final[Mapping[str, Form]] = {
    "text": Form.TEXT,
    "note": Form.TEXT,
    "unit": Form.TEXT,
    "texts": Form.TEXTS,
    "text-or-texts": Form.TEXT_OR_TEXTS,
    "id": Form.NAME,
    "id-or-each": Form.NAME,
    "term-reference": Form.NAME,
    "position-reference": Form.NAME,
    "position-name": Form.NAME,
    "ids": Form.NAMES,
    "position-references": Form.NAMES,
    "superseded": Form.NAMES,
    "date": Form.DAY,
    "when": Form.DAYS,
    "cites": Form.PLACES,
    "condition": Form.CONDITION,
    "domain-values": Form.NAMES,
    "number": Form.NUMBER,
    "choose": Form.CHOOSE,
    "tile": Form.NUMBERS,
    "predicate": Form.PREDICATE,
    "versions": Form.TEXTS,
    "term-references": Form.NAMES,
    "assignments": Form.PAIRS,
}
"""Forms of definitions that are filled in without knowing the format."""


@cache
def fields(kind: Kind) -> tuple[Field, ...]:
    """The fields of a kind, in the order of the schema, in which files have them.

    Of kinds with several shapes the fields of all, required where every shape wants them.
    """
    found: dict[str, Field] = {}
    wanted, only = WANTED.get(kind, frozenset()), HOMES[kind].keys
    shapes = [_definition(kind, name) for name in HOMES[kind].schemas]
    for shape in shapes:
        for key, schema in shape.get("properties", {}).items():
            if only and key not in only:
                continue
            needed = all(key in each.get("required", ()) for each in shapes)
            field = _field(key, schema, required=needed, wanted=key in wanted)
            found.setdefault(key, field)
    if HOMES[kind].named and "id" not in found:
        name = Field("id", "Id", "How others call it.", Form.NAME, required=True)
        found = {"id": name, **found}
    return tuple(found.values())


def order(kind: Kind) -> tuple[str, ...]:
    """The keys of a kind in the order in which files have them."""
    return tuple(each.key for each in fields(kind))


def _definition(kind: Kind, name: str) -> dict[str, Any]:
    whole = schemas()[f"{BASE}{HOMES[kind].role}.schema.json"]
    found: dict[str, Any] = dict(whole["$defs"][name] if name else whole)
    return found


def _field(
    key: str, schema: Mapping[str, Any], *, required: bool = False, wanted: bool = False
) -> Field:
    whole = resolved(dict(schema))
    described = str(whole.get("description", ""))
    title = key.replace("-", " ").capitalize()
    form, choices, parts = _form(schema, whole)
    of = NAMED.get(key) if form in {Form.NAME, Form.NAMES, Form.PLACES} else None
    return Field(key, title, described, form, required, wanted, of, choices, parts)


def _form(
    schema: Mapping[str, Any], whole: Mapping[str, Any]
) -> tuple[Form, tuple[str, ...], tuple[Field, ...]]:
    for name in _references(schema):
        if name in FORMS:
            return FORMS[name], (), ()
    if "enum" in whole:
        return Form.ONE_OF, tuple(_word(each) for each in whole["enum"]), ()
    match whole.get("type"):
        case "boolean":
            return Form.YES_NO, (), ()
        case "integer":
            return Form.NUMBER, (), ()
        case "array":
            words = resolved(whole["items"]).get("enum", ())
            if words:
                return Form.WORDS, tuple(map(_word, words)), ()
            return Form.RECORDS, (), _parts(whole["items"])
        case "object" if "properties" in whole:
            return Form.RECORD, (), _parts(whole)
        case "object":
            parts = _parts(whole["additionalProperties"])
            return (Form.RECORDS_BY_NAME if parts else Form.PAIRS), (), parts
        case _ if "oneOf" in whole and (parts := _parts(whole)):
            return Form.RECORD, (), parts
        case _:
            return Form.YAML, (), ()


def _parts(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    """The keys of what a schema describes, in any of its shapes; none if not all have some."""
    shapes = leaves(dict(schema))
    if any(each.get("type") != "object" or "properties" not in each for each in shapes):
        return ()
    found: dict[str, Field] = {}
    keys: list[str] = []
    for shape in shapes:
        place = 0
        for key, each in shape["properties"].items():
            field = _field(key, each)
            if found.setdefault(key, field).form is not field.form:
                found[key] = replace(field, form=Form.YAML, choices=())
            if key not in keys:
                later = [keys.index(x) for x in shape["properties"] if x in keys[place:]]
                keys.insert(min(later, default=len(keys)), key)
            place = keys.index(key) + 1
    return tuple(found[key] for key in keys)


def _references(schema: Mapping[str, Any]) -> Iterator[str]:
    """The names of the definitions that a schema leads to, nearest first."""
    from zopa.schemas.validators import target

    while "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2]
        schema = target(schema["$ref"])


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

"""Fields of each kind of thing, as the schema has them."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from zopa.edit.kinds import HOMES, ThingKind
from zopa.schemas import BASE, leaves, resolved, schemas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["SEAT", "Field", "FieldForm", "asked", "fields", "order"]


class FieldForm(enum.StrEnum):
    """The form of a field's input."""

    TEXT = "text"
    NOTE = "text, for some parties"
    """A text, and who may see it where not everybody may."""
    TEXTS = "texts"
    NAME = "id"
    """The id of another thing; of the thing itself if the field is `id`."""
    NAMES = "ids"
    DAY = "day"
    DAYS = "day or bounds"
    YES_NO = "true or false"
    ONE_OF = "one of"
    NUMBER = "number"
    PLACES = "places in sources"
    CONDITION = "condition"
    WORDS = "words"
    """Several values from a small set of words."""
    NUMBERS = "numbers"
    TEXT_OR_TEXTS = "one text or several"
    RECORD = "parts"
    """A value with several keys."""
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
    """Description in the schema."""
    form: FieldForm
    required: bool = False
    """True if every file must have it."""
    wanted: bool = False
    """True if it is nearly always present, so that the user is asked for it."""
    of: ThingKind | None = None
    """The kind of thing that the ids name; None for several kinds, or if it is no id."""
    choices: tuple[str, ...] = ()
    parts: tuple[Field, ...] = ()
    """The keys of its value, if the value has several."""

    def part(self, key: str) -> Field | None:
        """The part with a key; None if no part has it."""
        return next((each for each in self.parts if each.key == key), None)


NAMED: Final[Mapping[str, ThingKind]] = {
    "party": ThingKind.PARTY,
    "speaker": ThingKind.SPEAKER,
    "statements": ThingKind.STATEMENT,
    "issues": ThingKind.ISSUE,
    "held-by": ThingKind.PARTY,
    "also-speaks-for": ThingKind.PARTY,
    "supersedes": ThingKind.POSITION,
    "chosen": ThingKind.TERM,
    "source": ThingKind.SOURCE,
    "proposed-by": ThingKind.PARTY,
    "at-the-table": ThingKind.PARTY,
    "cites": ThingKind.SOURCE,
    "from": ThingKind.SCENARIO,
    "member": ThingKind.PARTY,
    "group": ThingKind.GROUP,
    "issue": ThingKind.ISSUE,
    "position": ThingKind.POSITION,
    "crossed": ThingKind.POSITION,
    "respected": ThingKind.POSITION,
    "open": ThingKind.POSITION,
    "for": ThingKind.TERM,
    "against": ThingKind.TERM,
    "undetermined": ThingKind.TERM,
    "type": ThingKind.ENTITY_TYPE,
    "for-each": ThingKind.ENTITY_TYPE,
    "every": ThingKind.ENTITY_TYPE,
    "entity": ThingKind.ENTITY,
    "milestone": ThingKind.MILESTONE,
    "after": ThingKind.MILESTONE,
    "before": ThingKind.MILESTONE,
    "actor": ThingKind.PARTY,
    "lapses-in": ThingKind.CONTINGENCY,
    "in-case": ThingKind.CONTINGENCY,
}
"""The kind of thing that the ids in a field name, by its key."""
NAMING: Final = frozenset(
    {FieldForm.NAME, FieldForm.NAMES, FieldForm.PLACES, FieldForm.TEXT_OR_TEXTS}
)
"""Forms that can have ids."""
WANTED: Final[Mapping[ThingKind, frozenset[str]]] = {
    ThingKind.SPEAKER: frozenset({"office", "party"}),
    ThingKind.STATEMENT: frozenset({"cites"}),
    ThingKind.POSITION: frozenset({"statements", "holds"}),
    ThingKind.SOURCE: frozenset({"published"}),
    ThingKind.ISSUE: frozenset({"answer", "terms"}),
    ThingKind.TERM: frozenset({"mentioned", "cites"}),
    ThingKind.RULE: frozenset({"holds", "cites"}),
    ThingKind.SCENARIO: frozenset({"as-of", "source"}),
    ThingKind.MILESTONE: frozenset({"title"}),
    ThingKind.ENTITY_TYPE: frozenset({"title", "attributes"}),
    ThingKind.ENTITY: frozenset({"title"}),
    ThingKind.CONTINGENCY: frozenset({"title"}),
    ThingKind.MEMBERSHIP: frozenset({"cites"}),
    ThingKind.EVENT: frozenset({"cites"}),
    ThingKind.FACT: frozenset({"cites"}),
}
"""Fields that the checks require beyond the schema, and fields that nearly all things have."""
NOTATION: Final = re.compile(r", `[{\[][^`]*`")
"""An example in the notation of the files, at the end of a description in the schema."""
SEAT: Final = Field(
    "at-the-table",
    "At the table",
    "Whether its positions count.",
    FieldForm.YES_NO,
    wanted=True,
)
"""Field of a new party that the file of the corpus contains."""
FORMS: Final[Mapping[str, FieldForm]] = {
    "text": FieldForm.TEXT,
    "note": FieldForm.NOTE,
    "unit": FieldForm.TEXT,
    "texts": FieldForm.TEXTS,
    "text-or-texts": FieldForm.TEXT_OR_TEXTS,
    "id": FieldForm.NAME,
    "id-or-each": FieldForm.NAME,
    "term-reference": FieldForm.NAME,
    "position-reference": FieldForm.NAME,
    "position-name": FieldForm.NAME,
    "ids": FieldForm.NAMES,
    "position-references": FieldForm.NAMES,
    "superseded": FieldForm.NAMES,
    "date": FieldForm.DAY,
    "when": FieldForm.DAYS,
    "cites": FieldForm.PLACES,
    "condition": FieldForm.CONDITION,
    "domain-values": FieldForm.NAMES,
    "number": FieldForm.NUMBER,
    "choose": FieldForm.CHOOSE,
    "tile": FieldForm.NUMBERS,
    "predicate": FieldForm.PREDICATE,
    "versions": FieldForm.TEXTS,
    "term-references": FieldForm.NAMES,
    "assignments": FieldForm.PAIRS,
}
"""Forms of definitions that users can fill in without knowledge of the format."""


@cache
def fields(kind: ThingKind) -> tuple[Field, ...]:
    """The fields of a kind, in the order of the schema, which is also that of files.

    A kind with several shapes has the fields of all; one is required if every shape requires
    it.
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
        name = Field("id", "Id", "How others call it.", FieldForm.NAME, required=True)
        found = {"id": name, **found}
    return tuple(found.values())


def asked(kind: ThingKind) -> tuple[Field, ...]:
    """The fields asked of a new thing, including one that another file contains."""
    return (*fields(kind), SEAT) if kind is ThingKind.PARTY else fields(kind)


def order(kind: ThingKind) -> tuple[str, ...]:
    """The keys of a kind in the order in which files have them."""
    return tuple(each.key for each in fields(kind))


def _definition(kind: ThingKind, name: str) -> dict[str, Any]:
    whole = schemas()[f"{BASE}{HOMES[kind].role}.schema.json"]
    found: dict[str, Any] = dict(whole["$defs"][name] if name else whole)
    return found


def _field(
    key: str, schema: Mapping[str, Any], *, required: bool = False, wanted: bool = False
) -> Field:
    whole = resolved(dict(schema))
    described = NOTATION.sub("", str(whole.get("description", "")))
    title = key.replace("-", " ").capitalize()
    form, choices, parts = _form(schema, whole)
    of = NAMED.get(key) if form in NAMING else None
    return Field(key, title, described, form, required, wanted, of, choices, parts)


def _form(
    schema: Mapping[str, Any], whole: Mapping[str, Any]
) -> tuple[FieldForm, tuple[str, ...], tuple[Field, ...]]:
    for name in _references(schema):
        if name in FORMS:
            return FORMS[name], (), ()
    if "enum" in whole:
        return FieldForm.ONE_OF, tuple(_word(each) for each in whole["enum"]), ()
    match whole.get("type"):
        case "boolean":
            return FieldForm.YES_NO, (), ()
        case "integer":
            return FieldForm.NUMBER, (), ()
        case "array":
            words = resolved(whole["items"]).get("enum", ())
            if words:
                return FieldForm.WORDS, tuple(map(_word, words)), ()
            return FieldForm.RECORDS, (), _parts(whole["items"])
        case "object" if "properties" in whole:
            return FieldForm.RECORD, (), _parts(whole)
        case "object":
            parts = _parts(whole["additionalProperties"])
            return (FieldForm.RECORDS_BY_NAME if parts else FieldForm.PAIRS), (), parts
        case _ if "oneOf" in whole and (parts := _parts(whole)):
            return FieldForm.RECORD, (), parts
        case _:
            return FieldForm.YAML, (), ()


def _parts(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    """The keys of a schema's values, in any of its shapes; empty if some shape has none."""
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
                found[key] = replace(field, form=FieldForm.YAML, choices=())
            if key not in keys:
                later = [keys.index(x) for x in shape["properties"] if x in keys[place:]]
                keys.insert(min(later, default=len(keys)), key)
            place = keys.index(key) + 1
    return tuple(found[key] for key in keys)


def _references(schema: Mapping[str, Any]) -> Iterator[str]:
    """The names of the definitions to which a schema refers, nearest first."""
    from zopa.schemas import target

    while "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2]
        schema = target(schema["$ref"])


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

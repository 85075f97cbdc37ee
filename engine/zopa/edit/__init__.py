"""Changing the content of a workspace: the kinds of things, the file of each, and their fields.

A change touches several files or none, with the fewest changed bytes. Fields are those of the
schema.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from zopa.files import Role, role_of
from zopa.schemas import BASE, leaves, resolved, schemas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.documents import Document, Pointer

__all__ = [
    "COMMAND_WORDS",
    "HOMES",
    "SEAT",
    "EditedThing",
    "Field",
    "FieldForm",
    "ThingKind",
    "as_word",
    "asked",
    "fields",
    "find",
    "inside",
    "order",
    "thing_at",
    "things",
]


class ThingKind(enum.StrEnum):
    """Kinds of things that users can add, set, remove and rename."""

    PARTY = "party"
    SPEAKER = "speaker"
    GROUP = "group"
    SOURCE = "source"
    STATEMENT = "statement"
    ISSUE = "issue"
    TERM = "term"
    RULE = "rule"
    POSITION = "position"
    READING = "reading"
    MILESTONE = "milestone"
    ENTITY_TYPE = "entity-type"
    ENTITY = "entity"
    CONTINGENCY = "contingency"
    MEMBERSHIP = "membership"
    EVENT = "event"
    FACT = "fact"
    CHANGE = "change"
    CONSTANT = "constant"
    CONTRADICTION = "contradiction"
    CONVENTION = "convention"
    QUANTITY = "quantity"
    QUESTION = "question"
    SCENARIO = "scenario"
    CORPUS = "corpus"
    """Settings of the corpus: title, date, parties at the table. The only id is `corpus`."""
    FILE = "file"
    """A file of things, called by its path: its keys besides the things in it."""

    @property
    def standing(self) -> bool:
        """True if it always exists: it cannot be added, removed or renamed."""
        return self in {ThingKind.CORPUS, ThingKind.FILE}


COMMAND_WORDS: Final = frozenset({"new", "corpus"})
"""Words with another meaning in place of an id; no new thing gets such an id."""


@dataclass(frozen=True, slots=True)
class Home:
    """The place of things of one kind."""

    role: Role
    key: str = ""
    """Key of the collection, in the root or in the owner; empty for one file per thing."""
    owner: ThingKind | None = None
    """The kind of thing that contains it."""
    named: bool = False
    """True if the collection is a mapping by id, not a list of things with ids."""
    within: str = ""
    """Key of the thing that whose value limits the scope of its id."""
    schemas: tuple[str, ...] = ()
    """Definitions of its content in the role's schema."""
    made_of: tuple[str, ...] = ()
    """Keys of the thing that together make its id; empty if it has an id."""
    keys: tuple[str, ...] = ()
    """Its keys, if the schema also has keys of others."""


HOMES: Final[Mapping[ThingKind, Home]] = {
    ThingKind.PARTY: Home(Role.PARTIES, "parties", schemas=("party",)),
    ThingKind.SPEAKER: Home(Role.PARTIES, "speakers", schemas=("speaker",)),
    ThingKind.GROUP: Home(Role.PARTIES, "groups", schemas=("group",)),
    ThingKind.SOURCE: Home(Role.SOURCES, "sources", schemas=("source",)),
    ThingKind.STATEMENT: Home(Role.STATEMENTS, "statements", schemas=("statement",)),
    ThingKind.ISSUE: Home(Role.ISSUES, "issues", schemas=("issue",)),
    ThingKind.TERM: Home(
        Role.ISSUES, "terms", ThingKind.ISSUE, schemas=("term", "term-for-each")
    ),
    ThingKind.RULE: Home(Role.RULES, "rules", schemas=("rule-on-draft", "rule-on-term")),
    ThingKind.POSITION: Home(
        Role.POSITIONS, "positions", within="party", schemas=("position",)
    ),
    ThingKind.READING: Home(
        Role.POSITIONS, "readings", ThingKind.POSITION, named=True, schemas=("reading",)
    ),
    ThingKind.MILESTONE: Home(Role.STATE, "milestones", named=True, schemas=("milestone",)),
    ThingKind.ENTITY_TYPE: Home(
        Role.STATE, "entity-types", named=True, schemas=("entity-type",)
    ),
    ThingKind.ENTITY: Home(Role.STATE, "entities", named=True, schemas=("entity",)),
    ThingKind.CONTINGENCY: Home(
        Role.STATE, "contingencies", named=True, schemas=("contingency",)
    ),
    ThingKind.MEMBERSHIP: Home(
        Role.PARTIES, "memberships", schemas=("membership",), made_of=("member", "group")
    ),
    ThingKind.EVENT: Home(Role.RECORD, "events", schemas=("event",)),
    ThingKind.FACT: Home(Role.RECORD, "facts", schemas=("fact",)),
    ThingKind.CHANGE: Home(Role.RECORD, "changes", schemas=("change",)),
    ThingKind.CONSTANT: Home(Role.RECORD, "constants", schemas=("constant",)),
    ThingKind.CONTRADICTION: Home(Role.RECORD, "contradictions", schemas=("contradiction",)),
    ThingKind.CONVENTION: Home(Role.RECORD, "conventions", schemas=("convention",)),
    ThingKind.QUANTITY: Home(Role.RECORD, "quantities", schemas=("quantity",)),
    ThingKind.QUESTION: Home(Role.RECORD, "questions", schemas=("question",)),
    ThingKind.SCENARIO: Home(Role.SCENARIO, schemas=("",)),
    ThingKind.CORPUS: Home(Role.CORPUS, schemas=("",)),
    ThingKind.FILE: Home(Role.RECORD, schemas=("",), keys=("absent", "note")),
}


@dataclass(frozen=True, slots=True)
class EditedThing:
    """One thing, with its place."""

    kind: ThingKind
    id: str
    """Full id: `party/position`, `issue/term`, `party/position/reading`."""
    path: str
    pointer: Pointer
    data: Any
    """Its content in the file."""


def things(documents: Mapping[str, Document], kind: ThingKind) -> Iterator[EditedThing]:
    """Every thing of a kind, in the order of the files and in that of each file."""
    home = HOMES[kind]
    if home.owner is not None:
        for owner in things(documents, home.owner):
            if isinstance(owner.data, dict):
                yield from inside(owner.data, kind, owner.path, owner.pointer, owner.id)
        return
    for path, document in sorted(documents.items()):
        role = role_of(path)
        if kind is ThingKind.FILE:
            whole = role in {None, Role.CORPUS, Role.SCENARIO}
            if not whole and isinstance(document.data, dict):
                data = {
                    each: document.data[each] for each in home.keys if each in document.data
                }
                yield EditedThing(kind, path, path, (), data)
            continue
        if role is not home.role or not isinstance(document.data, dict):
            continue
        if not home.key:
            name = path.rpartition("/")[2].removesuffix(".yaml")
            yield EditedThing(kind, name, path, (), document.data)
        else:
            yield from inside(document.data, kind, path, (), "")


def inside(
    holder: dict[str, Any], kind: ThingKind, path: str, above: Pointer, owner: str
) -> Iterator[EditedThing]:
    """The things of a kind within their owner.

    Args:
        holder: the content of the owner.
        kind: the kind of the things.
        path: its file.
        above: the place of the owner in the file.
        owner: its id.
    """
    home = HOMES[kind]
    collection = holder.get(home.key)
    pointer = (*above, home.key)
    if home.named and isinstance(collection, dict):
        for name, data in collection.items():
            yield EditedThing(
                kind, f"{owner}/{name}" if owner else name, path, (*pointer, name), data
            )
    elif not home.named and isinstance(collection, list):
        for number, data in enumerate(collection):
            if not isinstance(data, dict):
                continue
            parts = [data.get(each) for each in home.made_of or ("id",)]
            if not all(isinstance(each, str) for each in parts):
                continue
            within = owner or (str(data.get(home.within, "")) if home.within else "")
            name = "/".join(map(str, (within, *parts) if within else parts))
            yield EditedThing(kind, name, path, (*pointer, number), data)


def find(documents: Mapping[str, Document], kind: ThingKind, name: str) -> EditedThing | None:
    """The first thing of a kind with an id; None if no id matches."""
    return next((each for each in things(documents, kind) if each.id == name), None)


def thing_at(documents: Mapping[str, Document], path: str, line: int) -> EditedThing | None:
    """The innermost thing on a line of a file; None if the line is in no thing.

    Args:
        documents: the files.
        path: of the file.
        line: counted from 1.
    """
    found: EditedThing | None = None
    for kind in ThingKind if path in documents else ():
        for each in things({path: documents[path]}, kind) if kind is not ThingKind.FILE else ():
            extent = documents[path].extent(each.pointer)
            inner = found is None or len(each.pointer) > len(found.pointer)
            if inner and extent.start.line <= line <= extent.end.line:
                found = each
    return found


# -- fields, as the schema has them -------------------------------------------


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
        name = Field(
            "id",
            "Id",
            "The name by which other items refer to it.",
            FieldForm.NAME,
            required=True,
        )
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
    if key == "from" and form is FieldForm.TEXT:
        form = FieldForm.NAME  # a scenario is named by its file, which need not be an id
    of = NAMED.get(key) if form in NAMING else None
    return Field(key, title, described, form, required, wanted, of, choices, parts)


def _form(
    schema: Mapping[str, Any], whole: Mapping[str, Any]
) -> tuple[FieldForm, tuple[str, ...], tuple[Field, ...]]:
    for name in _references(schema):
        if name in FORMS:
            return FORMS[name], (), ()
    if "enum" in whole:
        return FieldForm.ONE_OF, tuple(as_word(each) for each in whole["enum"]), ()
    match whole.get("type"):
        case "boolean":
            return FieldForm.YES_NO, (), ()
        case "integer":
            return FieldForm.NUMBER, (), ()
        case "array":
            words = resolved(whole["items"]).get("enum", ())
            if words:
                return FieldForm.WORDS, tuple(map(as_word, words)), ()
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


def as_word(value: object) -> str:
    """A scalar as the files write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)

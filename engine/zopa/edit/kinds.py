"""The kinds of things in a workspace: the file of each, and the place in it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from zopa.files.layout import Role, role_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.documents import Document, Pointer

__all__ = [
    "COMMAND_WORDS",
    "HOMES",
    "EditedThing",
    "Home",
    "ThingKind",
    "find",
    "inside",
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

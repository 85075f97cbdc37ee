"""A thing before it is in a file: its fields so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zopa.checks.positions import DIRECT
from zopa.edit.fields import SEAT, fields
from zopa.edit.kinds import HOMES, ThingKind, find, inside, things
from zopa.edit.typed import proposed_id
from zopa.model.corpus import CHECKED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zopa.documents import Data, Document
    from zopa.edit.fields import Field

__all__ = ["NewItem", "beginning", "title_of", "titles", "whole_id"]

NAMING = ("title", "name", "question", "short", "reason", "topic", "text", "of", "nature")
"""Fields from which an id is made, best first."""
TITLES = ("title", "name", "question", "text", "reason", "topic", "of", "nature")
"""Fields that best describe a thing to a reader, best first."""


@dataclass
class NewItem:
    """A thing whose fields are being filled in."""

    kind: ThingKind
    fields: dict[str, Data] = field(default_factory=dict[str, "Data"])
    owner: str = ""
    path: str = ""

    def needs(self, each: Field) -> bool:
        """True if the thing needs a field: by its schema, or by the checks."""
        match self.kind, each.key:
            case ThingKind.STATEMENT, "cites":
                return True
            case ThingKind.POSITION, "statements":
                return "says" not in self.fields
            case ThingKind.POSITION, "holds":
                return self.fields.get("kind") in CHECKED and "readings" not in self.fields
            case ThingKind.RULE, "holds":
                return "chosen" not in self.fields
            case _:
                return each.required

    def wants(self, each: Field) -> bool:
        """True if the user is asked for a field: it is required, or nearly always present."""
        match self.kind, each.key:
            case ThingKind.STATEMENT, "by":
                return self.fields.get("attribution", DIRECT) != DIRECT
            case ThingKind.ISSUE, "answer" | "terms":
                return not {"answer", "terms"} - {each.key} & self.fields.keys()
            case _:
                return each.wanted or self.needs(each)

    def missing(self) -> list[Field]:
        """Required fields that it lacks, except its id."""
        return [
            each
            for each in fields(self.kind)
            if each.key != "id" and each.key not in self.fields and self.needs(each)
        ]

    def name(self, taken: frozenset[str]) -> str:
        """Its id; if it has none, one made of its title."""
        if made_of := HOMES[self.kind].made_of:
            return "/".join(str(self.fields.get(each, "")) for each in made_of)
        said = self.fields.get("id")
        if said is not None:
            return str(said)
        title = next((str(self.fields[key]) for key in NAMING if key in self.fields), "")
        return proposed_id(title, taken)

    @property
    def whole_id(self) -> str:
        """The id in other files."""
        return whole_id(self, self.name(frozenset()))


def whole_id(entry: NewItem, name: str) -> str:
    """The id in other files."""
    within = HOMES[entry.kind].within
    owner = entry.owner or (str(entry.fields.get(within, "")) if within else "")
    return f"{owner}/{name}" if owner else name


def title_of(data: object) -> str:
    """The title of a thing, in the words of its file; empty without one."""
    said = data if isinstance(data, dict) else {}
    return next((str(said[key]) for key in TITLES if key in said), "")


def titles(
    documents: Mapping[str, Document], kind: ThingKind, made: Iterable[NewItem] = ()
) -> dict[str, str]:
    """The ids of a kind with their titles.

    Args:
        documents: the files.
        kind: the kind.
        made: things with ids that are in no file yet.
    """
    found = {each.id: title_of(each.data) for each in things(documents, kind)}
    for each in made:
        if each.kind is kind:
            found[each.whole_id] = title_of(each.fields)
        if each.kind is HOMES[kind].owner:
            held = inside(each.fields, kind, "", (), each.whole_id)
            found |= {x.id: title_of(x.data) for x in held}
    return found


def beginning(
    documents: Mapping[str, Document], kind: ThingKind, made: Iterable[NewItem] = ()
) -> dict[str, str]:
    """Usual field values of a new thing, by field, as a user types them.

    A party is at the table if all other parties are.

    Args:
        documents: the files.
        kind: the kind of the new thing.
        made: things that are in no file yet.
    """
    if kind is not ThingKind.PARTY:
        return {}
    corpus = find(documents, ThingKind.CORPUS, ThingKind.CORPUS)
    table = corpus.data.get(SEAT.key) if corpus is not None else None
    seated = {*table} if isinstance(table, list) else set()
    apart = {x.whole_id for x in made if x.kind is kind and not x.fields.get(SEAT.key)}
    others = {each.id for each in things(documents, kind)} - seated | apart
    return {} if others else {SEAT.key: "true"}

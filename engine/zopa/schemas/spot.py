"""Value in a document, with its description for messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.diagnostics import clip, quoted
from zopa.documents import json_pointer

if TYPE_CHECKING:
    from zopa.documents import Document, Pointer
    from zopa.files.layout import Role
    from zopa.files.span import Span
    from zopa.schemas.branches import Json, Schema

__all__ = ["Spot", "a", "brief", "noun"]

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

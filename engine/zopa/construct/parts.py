"""A value in a document, with the way to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zopa.model import corpus as model
from zopa.model.conditions import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.documents import Document, Pointer
    from zopa.files.span import Span

__all__ = ["Part"]


@dataclass(frozen=True, slots=True)
class Part:
    """A value in a document, with the way to it."""

    document: Document
    pointer: Pointer
    data: Any

    @property
    def span(self) -> Span:
        """Where the value stands."""
        return self.document.span(self.pointer)

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def __getitem__(self, key: str | int) -> Part:
        return Part(self.document, (*self.pointer, key), self.data[key])

    def items(self) -> Iterator[tuple[Name, Part]]:
        """Entries of a mapping, each key with its place."""
        for key in self.data:
            part = self[key]
            yield Name(key, self.document.key_span(part.pointer)), part

    def parts(self, key: str) -> list[Part]:
        """Items of the list at the key; none where there is none."""
        if key not in self.data:
            return []
        there = self[key]
        return [there[index] for index in range(len(there.data))]

    def name(self) -> Name:
        """The value as an id."""
        return Name(str(self.data), self.span)

    def names(self, key: str) -> tuple[Name, ...]:
        """The ids in the list at the key, or the one id there."""
        if key not in self.data:
            return ()
        if isinstance(self.data[key], list):
            return tuple(each.name() for each in self.parts(key))
        return (self[key].name(),)

    def text(self, key: str, default: str = "") -> str:
        """The text at the key."""
        return str(self.data.get(key, default))

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts in the list at the key, or the one text there."""
        return tuple(str(each) for each in self.names(key))

    def day(self, key: str) -> dt.date | None:
        """The day at the key."""
        return dt.date.fromisoformat(self.data[key]) if key in self.data else None

    def when(self, key: str) -> model.When | None:
        """The day, or the bounds of one, at the key."""
        if key not in self.data:
            return None
        there = self[key]
        if isinstance(there.data, str):
            day = dt.date.fromisoformat(there.data)
            return model.When(day, day)
        return model.When(there.day("earliest"), there.day("latest"))

    def cites(self) -> model.Citations:
        """What the value cites."""
        if "cites" not in self.data:
            return ()
        return tuple((source, tuple(places.data)) for source, places in self["cites"].items())

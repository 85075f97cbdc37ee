"""File and line of each item, for display and for editing."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.documents import Document
    from zopa.files import Span
    from zopa.workspace import Workspace

__all__ = ["Locations"]

KEYS = ("issues", "rules", "positions", "statements", "sources", "parties", "entities")


class Locations:
    """Places of a workspace's items; computed once, at the first use."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def of(self, kind: str, name: str) -> Span | None:
        """The place of an item, or None if no file defines it.

        Args:
            kind: `issue`, `term`, `rule`, `position`, `statement`, `source`, `party`
                or `entity`.
            name: its id; of a term `issue/term`, of a position `party/id`.
        """
        return self._all.get((kind, name))

    def text(self, kind: str, name: str) -> str:
        """File and line; empty if unknown."""
        span = self.of(kind, name)
        return f"{span.path}:{span.start.line}" if span is not None else ""

    @cached_property
    def _all(self) -> Mapping[tuple[str, str], Span]:
        found: dict[tuple[str, str], Span] = {}
        for document in self._workspace.documents.values():
            if document.path.startswith("terms/"):
                found.update(_in(document))
        for position in self._workspace.corpus.positions.values():
            if position.span is not None:
                found["position", str(position.id)] = position.span
        for rule in self._workspace.corpus.rules.values():
            if rule.span is not None:
                found["rule", str(rule.id)] = rule.span
        return found


def _in(document: Document) -> Iterator[tuple[tuple[str, str], Span]]:
    data = document.data
    for key in KEYS if isinstance(data, dict) else ():
        part = data.get(key) if isinstance(data, dict) else None
        kind = {"parties": "party", "entities": "entity"}.get(key, key[:-1])
        if isinstance(part, dict):
            for name in part:
                yield (kind, name), document.key_span((key, name))
        for number, each in enumerate(part if isinstance(part, list) else ()):
            if not isinstance(each, dict) or not isinstance(each.get("id"), str):
                continue
            name = str(each["id"])
            yield (kind, name), document.span((key, number, "id"))
            terms = each.get("terms")
            for place, term in enumerate(terms if isinstance(terms, list) else ()):
                if isinstance(term, dict) and isinstance(term.get("id"), str):
                    pointer = (key, number, "terms", place, "id")
                    yield ("term", f"{name}/{term['id']}"), document.span(pointer)

"""The record: kept and shown, so what it names exists as well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zopa.checks.naming import parted, unknown, unknown_position, unknown_term
from zopa.model.conditions import Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.checks.naming import Known, Named
    from zopa.diagnostics import Diagnostic
    from zopa.files.span import Span
    from zopa.model.corpus import Corpus, Entry

__all__ = ["check_record"]

ID = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)?")
"""What can only be meant as an id; other text, such as a name, may stand at some keys."""
NATURES = {
    "entities": "entity",
    "entity": "entity",
    "held-by": "party",
    "issue": "issue",
    "issues": "issue",
    "parties": "party",
    "party": "party",
    "position": "position",
    "positions": "position",
    "speaker": "speaker",
    "speakers": "speaker",
    "stated-by": "speaker",
    "statement": "statement",
    "statements": "statement",
    "term": "term",
    "terms": "term",
}
"""What the ids at a key are of; whatever stands at other keys is text."""


def check_record(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Whatever an entry of the record names by id exists."""
    for entry in corpus.record:
        for nature, name in _references(entry.fields, entry):
            yield from _check(corpus, known, nature, name, own=name.span is not entry.id.span)


def _references(value: object, entry: Entry) -> Iterator[tuple[str, Name]]:
    """Natures and ids anywhere inside a value of the entry."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _references(each, entry)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key == "cites":
            sources = inner if isinstance(inner, dict) else {}
            yield from (("source", _name(each, entry)) for each in sources)
        elif (nature := NATURES.get(key)) is not None:
            several = inner if isinstance(inner, list | tuple) else [inner]
            for each in several:
                if isinstance(each, str) and ID.fullmatch(each):
                    yield nature, _name(each, entry)
        else:
            yield from _references(inner, entry)


def _name(text: str, entry: Entry) -> Name:
    """The id with its place, or with that of the entry."""
    span: Span | None = text.span if isinstance(text, Name) else None
    return Name(text, span or entry.id.span)


def _check(
    corpus: Corpus, known: Known, nature: str, name: Name, *, own: bool
) -> Iterator[Diagnostic]:
    """Report the name unless it is known.

    Args:
        corpus: where to look.
        known: what could not be built.
        nature: what the name should be of.
        name: the reference.
        own: whether the name has its own place.
    """
    match nature:
        case "position":
            yield from unknown_position(corpus, known, name, fixable=own)
        case "term":
            yield from unknown_term(corpus, known, *parted(name), fixable=own)
        case _:
            yield from unknown(known, nature, name, _declared(corpus, nature), fixable=own)


def _declared(corpus: Corpus, nature: str) -> Mapping[str, Named]:
    match nature:
        case "entity":
            return corpus.entities
        case "issue":
            return corpus.issues
        case "party":
            return corpus.parties
        case "source":
            return corpus.sources
        case "speaker":
            return corpus.speakers
        case _:
            return corpus.statements

"""Completions of the text in a field, including its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zopa.edit.fields import Field, FieldForm
from zopa.edit.kinds import ThingKind
from zopa.edit.pairs import split
from zopa.edit.records import RECORDS, typed_first

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Titles = Callable[[ThingKind], Mapping[str, str]]

__all__ = ["Suggestion", "innermost", "kinds_of", "last_word", "suggestions", "taken"]

IN_CONDITIONS: Final = (
    ThingKind.TERM,
    ThingKind.ISSUE,
    ThingKind.ENTITY,
    ThingKind.ENTITY_TYPE,
    ThingKind.MILESTONE,
    ThingKind.CONTINGENCY,
)
PAIRED: Final[Mapping[str, tuple[ThingKind, ThingKind]]] = {
    "choices": (ThingKind.ISSUE, ThingKind.TERM),
    "readings": (ThingKind.POSITION, ThingKind.READING),
}
"""The kinds of things on both sides of `=`, by the key of the field."""
APART: Final[Mapping[FieldForm, re.Pattern[str]]] = {
    FieldForm.NAMES: re.compile(r"[^\s,\[\]]*\Z"),
    FieldForm.WORDS: re.compile(r"[^\s,\[\]]*\Z"),
    FieldForm.PLACES: re.compile(r"[^\s;]*\Z"),
    FieldForm.CONDITION: re.compile(r"[^\s()]*\Z"),
    FieldForm.PAIRS: re.compile(r"[^\s,;=]*\Z"),
}
"""Pattern of the incomplete word at the end of a field with several words."""
BETWEEN: Final[Mapping[FieldForm, str]] = {
    FieldForm.NAMES: ", ",
    FieldForm.WORDS: ", ",
    FieldForm.PLACES: " ",
}
"""Separator between a complete word and the next one."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word that can be used in a field."""

    text: str
    note: str = ""
    """Its meaning."""


@dataclass(frozen=True, slots=True)
class _Place:
    """The field or part at the end of the input."""

    fields: tuple[Field, ...]
    """The field, or its possible parts."""
    text: str
    """Its text so far."""
    keys: tuple[Field, ...] = ()
    """Parts whose keys are possible here."""


def innermost(field: Field, text: str) -> tuple[tuple[Field, ...], str]:
    """The field or its parts at the end of a text, and the text of that part so far."""
    place = _place(field, text)
    return place.fields, place.text


def _place(field: Field, text: str) -> _Place:
    if field.form not in RECORDS:
        return _Place((field,), text)
    if text.startswith(("{", "[", "- ")):
        return _Place((), text)
    item = text if field.form is FieldForm.RECORD else _tail(text, ";\n")
    pieces, piece = split(item, "|"), _tail(item, "|")
    first = len(pieces) == 1
    if first and field.form is FieldForm.RECORDS_BY_NAME:
        name, colon, piece = piece.partition(":")
        if not colon:
            return _Place((), name)
        piece = piece.lstrip()
    key, colon, rest = piece.partition(":")
    part = field.part(key.strip()) if colon else None
    if part is not None:
        return _place(part, rest.lstrip())
    found = typed_first(field, piece) if first else None
    if found is not None:
        parts = [field.part(each) for each in found[0]]
        return _Place(tuple(x for x in parts if x is not None), found[1])
    said = {each.partition(":")[0].strip() for each in pieces}
    return _Place((), piece, tuple(x for x in field.parts if x.key not in said))


def _tail(text: str, apart: str) -> str:
    """The last part of a text, with the blanks after it."""
    last = split(text, apart)[-1]
    return text[len(text.rstrip()) - len(last) :] if last else ""


def kinds_of(field: Field) -> tuple[ThingKind, ...]:
    """The kinds of things whose ids a field can have."""
    if field.form is FieldForm.CONDITION:
        return IN_CONDITIONS
    return () if field.of is None else (field.of,)


def last_word(field: Field, text: str) -> str:
    """The incomplete input: the last word if the field can have several, else all of it."""
    place = _place(field, text)
    apart = APART.get(place.fields[0].form) if place.fields else None
    found = apart.search(place.text) if apart is not None else None
    return place.text.strip() if found is None else found[0]


def suggestions(field: Field, text: str, titles: Titles) -> list[Suggestion]:
    """Completions of the input; all possible words if it is already complete.

    Args:
        field: the field of the input.
        text: the input.
        titles: the ids of each kind with their titles.
    """
    place = _place(field, text)
    words = [Suggestion(f"{each.key}:", each.help) for each in place.keys]
    for each in place.fields:
        words += _words(each, place.text, titles)
    last = last_word(field, text).casefold()
    if last and ":" in last and any(x.form is FieldForm.PLACES for x in place.fields):
        return []
    if not last or last in {x.text.casefold() for x in words}:
        return words
    fit = [x for x in words if last in f"{x.text} {x.note}".casefold()]
    return sorted(fit, key=lambda x: not x.text.casefold().startswith(last))


def _words(field: Field, text: str, titles: Titles) -> list[Suggestion]:
    if field.form is FieldForm.YES_NO:
        return [Suggestion("true"), Suggestion("false")]
    if field.form in {FieldForm.ONE_OF, FieldForm.WORDS}:
        return [Suggestion(each) for each in field.choices]
    if field.form is FieldForm.PAIRS and field.key in PAIRED:
        name, right = PAIRED[field.key]
        last = re.split(r"[;\n]", text)[-1]
        before = last.rpartition("=")[0].rpartition(",")[2].strip()
        if "=" not in last:
            return [Suggestion(each, note) for each, note in titles(name).items()]
        return [
            Suggestion(each.removeprefix(f"{before}/"), note)
            for each, note in titles(right).items()
            if each.startswith(f"{before}/")
        ]
    return [
        Suggestion(name, note)
        for kind in kinds_of(field)
        for name, note in titles(kind).items()
    ]


def taken(field: Field, text: str, word: str, titles: Titles) -> str:
    """The text with a word in place of the incomplete input.

    Args:
        field: the field of the input.
        text: the input.
        word: the word to take over.
        titles: the ids of each kind with their titles.
    """
    place = _place(field, text)
    last = last_word(field, text)
    within = text.rstrip() if last and not place.text.endswith(last) else text
    before = within[: len(within) - len(last)]
    form = place.fields[0].form if place.fields else None
    if form is FieldForm.PLACES:
        word += ":"
    between = BETWEEN.get(form, "") if form is not None else ""
    known = {x.text for each in place.fields for x in _words(each, place.text, titles)}
    if between and last != word and last in known:
        return f"{before}{last}{between}{word}"
    return f"{before}{word}{' ' if place.keys else ''}"

"""A thing before it is in a file: its fields so far, and completions of what is typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from zopa.checks.positions import DIRECT
from zopa.edit import HOMES, SEAT, Field, FieldForm, ThingKind, fields, find, inside, things
from zopa.edit.records import RECORDS, typed_first
from zopa.edit.typed import proposed_id
from zopa.edit.values import split
from zopa.model.corpus import CHECKED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from zopa.documents import Data, Document
    from zopa.edit import Field

    Titles = Callable[[ThingKind], Mapping[str, str]]
    from collections.abc import Iterator

    from zopa.model.corpus import Corpus, Issue

__all__ = [
    "NewItem",
    "Suggestion",
    "beginning",
    "every_answer",
    "innermost",
    "last_word",
    "suggestions",
    "taken",
    "titles",
    "whole_id",
]


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


# -- completions of the text in a field ---------------------------------------


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


# -- every possible answer, as comments to fill in by hand --------------------


HOW = "To choose: take the brackets away, and the # before a line; leave one answer in it."


def every_answer(corpus: Corpus) -> tuple[str, ...]:
    """For each issue its question, then a line `issue: answer | answer`."""
    return (HOW, *(line for each in corpus.issues.values() for line in _lines(each)))


def _lines(issue: Issue) -> Iterator[str]:
    yield f"  {' '.join(issue.question.split())}"
    yield f"  {issue.id}: {' | '.join((*_answers(issue), 'silent'))}"


def _answers(issue: Issue) -> Iterator[str]:
    answer = issue.answer
    if issue.answered_by == "boolean":
        yield from ("true", "false")
    elif answer is not None:
        low, high = answer.minimum, answer.maximum
        if low is not None and high is not None:
            yield f"{answer.at(low)} to {answer.at(high)}"
        if answer.unlimited:
            yield "unlimited"
    else:
        yield from map(str, issue.terms)

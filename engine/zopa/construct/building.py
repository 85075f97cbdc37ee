"""Results of construction: built items, broken items and duplicate ids."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from zopa.diagnostics import Diagnostic, Label
from zopa.diagnostics.codes import DUPLICATE_ID, MISPLACED_KEY
from zopa.documents import Document, is_broken, json_pointer
from zopa.model import corpus as model
from zopa.model import note_text
from zopa.model.conditions import Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zopa.documents import Pointer
    from zopa.files import Span

__all__ = [
    "Constructed",
    "Part",
    "collect",
    "duplicate",
    "id_of",
    "keyed",
    "listed",
    "wrong_places",
]


T = TypeVar("T")
Timed: TypeAlias = "tuple[Name, Name, Part]"


@dataclass
class Constructed:
    """Built parts of a corpus, mutable during construction."""

    corpus: dict[str, Any] = field(default_factory=dict[str, Any])
    """Keyword arguments of `model.Corpus`."""
    broken: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Nature and id of items that exist but could not be built; `*` if the id is unknown."""
    diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])
    timed: list[tuple[Name, Name, Part]] = field(
        default_factory=list["tuple[Name, Name, Part]"]
    )
    """Issue, term and the part of the term about the date of a milestone."""
    milestones: list[tuple[Name, Part]] = field(default_factory=list["tuple[Name, Part]"])
    wrong: Mapping[str, ErrorPlaces] = field(default_factory=dict[str, "ErrorPlaces"])
    """Places of the errors of each file."""

    def headless(self, document: Document) -> bool:
        """Return True if an outermost key or value of the file has an error."""
        wrong = self.wrong.get(document.path)
        return wrong is not None and wrong.outermost

    def sound(self, part: Part) -> bool:
        """Return True if no error is known inside the part."""
        wrong = self.wrong.get(part.document.path)
        if wrong is not None and json_pointer(part.pointer) in wrong.inside:
            return False
        return not is_broken(part.data)


@dataclass
class ErrorPlaces:
    """Places of the errors of one file."""

    inside: set[str] = field(default_factory=set[str])
    """JSON Pointers of all values that contain an error."""
    outermost: bool = False
    """True if an outermost key or value has an error."""

    def add(self, pointer: str) -> None:
        """Add an error at a JSON Pointer."""
        self.outermost |= pointer.count("/") < 2
        while pointer and pointer not in self.inside:
            self.inside.add(pointer)
            pointer = pointer.rpartition("/")[0]
        self.inside.add("")


def wrong_places(findings: Iterable[Diagnostic]) -> dict[str, ErrorPlaces]:
    """Return the places of the errors of each file."""
    wrong: dict[str, ErrorPlaces] = {}
    for each in findings:
        if each.span is not None and each.severity == "error":
            wrong.setdefault(each.span.path, ErrorPlaces()).add(each.pointer)
    return wrong


def collect(
    built: Constructed,
    target: str,
    nature: str,
    parts: Iterable[tuple[Part, Name | None]],
    build: Callable[[Part, Name], T],
) -> None:
    """Build each part into the mapping `target`; report ids that come twice."""
    into: dict[str, T] = built.corpus.setdefault(target, {})
    for part, key in parts:
        name = key if key is not None else id_of(part)
        if name is None:
            built.broken.add((nature, "*"))
            continue
        if not built.sound(part):
            built.broken.add((nature, str(name)))
            continue
        if nested := list(cases_in_cases(part)):
            built.diagnostics.extend(nested)
            built.broken.add((nature, str(name)))
            continue
        value = build(part, name)
        identity: Name = getattr(value, "id", name)
        if str(identity) in into:
            first: Name = getattr(into[str(identity)], "id", name)
            built.diagnostics.append(duplicate(nature, identity, first))
            continue
        into[str(identity)] = value


def cases_in_cases(part: Part) -> Iterator[Diagnostic]:
    """Report conditions on a contingency inside the condition on another one."""
    if part.document.text.count("in-case") < 2:  # one inside the other
        return
    left: list[tuple[Part, Part | None]] = [(part, None)]
    while left:
        here, around = left.pop()
        if isinstance(here.data, list):
            left.extend((here[number], around) for number in range(len(here.data)))
        if not isinstance(here.data, dict):
            continue
        if "in-case" in here.data and "holds" in here.data:
            if around is not None:
                yield _case_in_case(here["in-case"], around)
                continue
            around = here["in-case"]
        left.extend((here[key], around) for key in here.data)


def _case_in_case(inner: Part, outer: Part) -> Diagnostic:
    one, other = outer.data, inner.data
    return Diagnostic(
        MISPLACED_KEY,
        inner.span,
        "a case stands inside another case",
        label=f"inside the case `{one}`",
        related=(Label(outer.span, "the case around it"),),
        help=(
            f"put them side by side: `all: [{{in-case: {one}, …}}, {{in-case: {other}, …}}]`",
            "if both happen at once, declare a contingency for that in terms/state.yaml",
        ),
    )


def id_of(part: Part) -> Name | None:
    """Return the item's id, or None if its `id` is no text."""
    if isinstance(part.data, dict) and isinstance(part.data.get("id"), str):
        return part["id"].name()
    return None


def duplicate(nature: str, again: Name, first: Name) -> Diagnostic:
    """Report that two items of one nature have one id."""
    related = () if first.span is None else (Label(first.span, "first here"),)
    return Diagnostic(
        DUPLICATE_ID,
        again.span,
        f"{nature} `{again}` is defined twice",
        label="second definition",
        related=related,
        help=("give one of them another id",),
    )


def listed(root: Part, key: str) -> Iterator[tuple[Part, Name | None]]:
    """Yield items of a list, which contain their ids."""
    if isinstance(root.data.get(key), list):
        for part in root.parts(key):
            yield part, None


def keyed(root: Part, key: str) -> Iterator[tuple[Part, Name | None]]:
    """Yield entries of a mapping, whose keys are their ids."""
    if isinstance(root.data.get(key), dict):
        for name, part in root[key].items():
            yield part, name


# -- values in documents --


@dataclass(frozen=True, slots=True)
class Part:
    """Value in a document, with its pointer."""

    document: Document
    pointer: Pointer
    data: Any

    @property
    def span(self) -> Span:
        """Span of the value."""
        return self.document.span(self.pointer)

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def __getitem__(self, key: str | int) -> Part:
        return Part(self.document, (*self.pointer, key), self.data[key])

    def items(self) -> Iterator[tuple[Name, Part]]:
        """Yield entries of a mapping, each key with its place."""
        for key in self.data:
            part = self[key]
            yield Name(key, self.document.key_span(part.pointer)), part

    def parts(self, key: str) -> list[Part]:
        """Return items of the list at the key; empty if the key is missing."""
        if key not in self.data:
            return []
        there = self[key]
        return [there[index] for index in range(len(there.data))]

    def name(self) -> Name:
        """Return the value as an id."""
        return Name(str(self.data), self.span)

    def names(self, key: str) -> tuple[Name, ...]:
        """Return the ids in the list at the key, or the one id there."""
        if key not in self.data:
            return ()
        if isinstance(self.data[key], list):
            return tuple(each.name() for each in self.parts(key))
        return (self[key].name(),)

    def text(self, key: str, default: str = "") -> str:
        """Return the text at the key."""
        return str(self.data.get(key, default))

    def note(self) -> str:
        """Return the text of the note, whoever may see it."""
        return note_text(self.data.get("note", ""))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts in the list at the key, or the one text there."""
        return tuple(str(each) for each in self.names(key))

    def day(self, key: str) -> dt.date | None:
        """Return the date at the key."""
        return dt.date.fromisoformat(self.data[key]) if key in self.data else None

    def when(self, key: str) -> model.When | None:
        """Return the date, or the bounds of a date, at the key."""
        if key not in self.data:
            return None
        there = self[key]
        if isinstance(there.data, str):
            day = dt.date.fromisoformat(there.data)
            return model.When(day, day)
        return model.When(there.day("earliest"), there.day("latest"))

    def cites(self) -> model.Citations:
        """Return the citations of the value."""
        if "cites" not in self.data:
            return ()
        return tuple((source, tuple(places.data)) for source, places in self["cites"].items())

"""What can be built, what cannot, and what comes twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from zopa.diagnostics import Diagnostic, Label
from zopa.diagnostics.references import DUPLICATE_ID
from zopa.documents import Document, is_broken, json_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zopa.construct.parts import Part
    from zopa.model.conditions import Name

T = TypeVar("T")


__all__ = ["Constructed", "collect", "id_of", "keyed", "listed", "wrong_places"]


@dataclass
class Constructed:
    """What could be built, while it is being built."""

    corpus: dict[str, Any] = field(default_factory=dict[str, Any])
    """Keyword arguments of `model.Corpus`."""
    broken: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Nature and id of what exists and could not be built; `*` where the id is not known."""
    diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])
    wrong: Mapping[str, Wrong] = field(default_factory=dict[str, "Wrong"])
    """By file, where its errors are."""

    def headless(self, document: Document) -> bool:
        """Whether something is wrong with the file's outermost keys or values."""
        wrong = self.wrong.get(document.path)
        return wrong is not None and wrong.outermost

    def sound(self, part: Part) -> bool:
        """Whether nothing is known to be wrong inside the part."""
        wrong = self.wrong.get(part.document.path)
        if wrong is not None and json_pointer(part.pointer) in wrong.inside:
            return False
        return not is_broken(part.data)


@dataclass
class Wrong:
    """Where the errors of one file are."""

    inside: set[str] = field(default_factory=set[str])
    """JSON Pointers of all that has an error in it."""
    outermost: bool = False
    """Whether one is at an outermost key or value."""

    def add(self, pointer: str) -> None:
        """There is an error at a JSON Pointer."""
        self.outermost |= pointer.count("/") < 2
        while pointer and pointer not in self.inside:
            self.inside.add(pointer)
            pointer = pointer.rpartition("/")[0]
        self.inside.add("")


def wrong_places(findings: Iterable[Diagnostic]) -> dict[str, Wrong]:
    """By file, where its errors are."""
    wrong: dict[str, Wrong] = {}
    for each in findings:
        if each.span is not None and each.severity == "error":
            wrong.setdefault(each.span.path, Wrong()).add(each.pointer)
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
        value = build(part, name)
        identity: Name = getattr(value, "id", name)
        if str(identity) in into:
            first: Name = getattr(into[str(identity)], "id", name)
            built.diagnostics.append(_duplicate(nature, identity, first))
            continue
        into[str(identity)] = value


def id_of(part: Part) -> Name | None:
    """The item's id, if it has a text for one."""
    if isinstance(part.data, dict) and isinstance(part.data.get("id"), str):
        return part["id"].name()
    return None


def _duplicate(nature: str, again: Name, first: Name) -> Diagnostic:
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
    """Items of a list, which say their ids themselves."""
    if isinstance(root.data.get(key), list):
        for part in root.parts(key):
            yield part, None


def keyed(root: Part, key: str) -> Iterator[tuple[Part, Name | None]]:
    """Entries of a mapping, whose keys are their ids."""
    if isinstance(root.data.get(key), dict):
        for name, part in root[key].items():
            yield part, name

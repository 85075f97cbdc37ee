"""What other files decide of a name: types of entities, how issues are answered, `for-each`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from zopa.references.tree import Branch, Row
from zopa.schemas import Role, role_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.references.tree import Node

__all__ = ["EACH", "PARTY", "Declarations", "Within", "declarations_in"]

EACH: Final = "$each"
"""Stands for the id of the entity in a term that is written for each of a type."""
PARTY: Final = "party"
"""The type of the parties, unless there is an entity type of this name."""


@dataclass(frozen=True, slots=True)
class Within:
    """The name of an entity, or of a party, in the id of a term or as the member of a set."""

    start: int
    """Where in the id it begins."""
    name: str


@dataclass(frozen=True)
class Declarations:
    """What names in any file hang on."""

    types: Mapping[str, str] = field(default_factory=dict[str, str])
    """The type of each entity."""
    kinds: tuple[str, ...] = ()
    """The entity types."""
    parties: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    """The type of the answer of each issue that has one, and of each milestone."""
    members: Mapping[str, str] = field(default_factory=dict[str, str])
    """For each issue that is answered by entities, their type."""
    written: Mapping[str, tuple[tuple[str, str], ...]] = field(
        default_factory=dict[str, "tuple[tuple[str, str], ...]"]
    )
    """For each issue the type and the id of its terms with `for-each`."""
    only: Mapping[str, str] = field(default_factory=dict[str, str])
    """The parameter of each term, `issue/term`, that has one."""

    def of_type(self, kind: str) -> Iterator[str]:
        """The entities of a type, or the parties."""
        if kind == PARTY and PARTY not in self.kinds:
            yield from self.parties
        yield from (name for name, each in self.types.items() if each == kind)

    def valued(self, issue: str) -> bool:
        """Whether the issue is answered by a number, a date or a truth, which are no names."""
        return self.answers.get(issue, "set") != "set"

    def entity_in(self, issue: str, term: str) -> Within | None:
        """What the id of a term names besides the term."""
        if self.answers.get(issue) == "set":
            if issue in self.members or term in self.parties or term in self.types:
                return Within(0, term)
            return None
        found = self._written(issue, term)
        return None if found is None else found[1]

    def declared(self, issue: str, term: str) -> str:
        """The id under which the term stands in the files: perhaps one with `$each`."""
        found = self._written(issue, term)
        return term if found is None else found[0]

    def _written(self, issue: str, term: str) -> tuple[str, Within] | None:
        for kind, written in self.written.get(issue, ()):
            before, each, after = written.partition(EACH)
            if not each or not (term.startswith(before) and term.endswith(after)):
                continue
            name = term[len(before) : len(term) - len(after)]
            if name in self.of_type(kind):
                return written, Within(len(before), name)
        return None

    def terms(self, issue: str) -> Iterator[str]:
        """The ids of the terms that the files do not write out."""
        if issue in self.members:
            yield from self.of_type(self.members[issue])
        for kind, written in self.written.get(issue, ()):
            yield from (written.replace(EACH, each) for each in self.of_type(kind))


def declarations_in(trees: Mapping[str, Node]) -> Declarations:
    """What the files of a workspace declare, by path."""
    roles = {path: role_of(path) for path in sorted(trees)}
    state = [trees[path] for path, role in roles.items() if role is Role.STATE]
    people = [trees[path] for path, role in roles.items() if role is Role.PARTIES]
    files = [trees[path] for path, role in roles.items() if role is Role.ISSUES]
    issues = [each for file in files for each in _items(file, "issues")]
    answered = {each.text("id"): each.get("answer") for each in issues if each.get("answer")}
    sets = {
        name: each.text("of") for name, each in answered.items() if isinstance(each, Branch)
    }
    terms = [(each.text("id"), term) for each in issues for term in _items(each, "terms")]
    written: dict[str, list[tuple[str, str]]] = {}
    for issue, term in terms:
        if kind := term.text("for-each"):
            written.setdefault(issue, []).append((kind, term.text("id")))
    return Declarations(
        types={
            name: each.text("type") if isinstance(each, Branch) else ""
            for file in state
            for name, each in _keyed(file, "entities")
        },
        kinds=tuple(name for file in state for name, _ in _keyed(file, "entity-types")),
        parties=tuple(each.text("id") for file in people for each in _items(file, "parties")),
        answers={name: "date" for file in state for name, _ in _keyed(file, "milestones")}
        | {
            name: each.text("type") if isinstance(each, Branch) else ""
            for name, each in answered.items()
        },
        members={name: kind for name, kind in sets.items() if kind},
        written={issue: tuple(each) for issue, each in written.items()},
        only={
            f"{issue}/{term.text('id')}": names[0]
            for issue, term in terms
            if len(names := [name for name, _ in _keyed(term, "parameters")]) == 1
        },
    )


def _items(node: Node | None, key: str) -> Iterator[Branch]:
    """The mappings in the list at a key."""
    row = node.get(key) if isinstance(node, Branch) else None
    for each in row.items if isinstance(row, Row) else ():
        if isinstance(each, Branch):
            yield each


def _keyed(node: Node | None, key: str) -> Iterator[tuple[str, Node]]:
    """The entries of the mapping at a key."""
    inside = node.get(key) if isinstance(node, Branch) else None
    for each in inside.entries if isinstance(inside, Branch) else ():
        yield each.key.text, each.value

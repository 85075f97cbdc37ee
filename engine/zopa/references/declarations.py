"""Declarations in other files that decide what a name refers to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from zopa.references.tree import Branch, ListNode
from zopa.schemas import Role, role_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.references.tree import TreeNode

__all__ = ["EACH", "PARTY", "Declarations", "Within", "declarations_in"]

EACH: Final = "$each"
"""Placeholder for the id of the entity in a term with `for-each`."""
PARTY: Final = "party"
"""Type of the parties, unless an entity type has this name."""


@dataclass(frozen=True, slots=True)
class Within:
    """Name of an entity or party within the id of a term, or as a member of a set."""

    start: int
    """Offset of its first character in the id."""
    name: str


@dataclass(frozen=True)
class Declarations:
    """Declarations of a workspace that names depend on."""

    types: Mapping[str, str] = field(default_factory=dict[str, str])
    """Type of each entity."""
    kinds: tuple[str, ...] = ()
    """Entity types."""
    parties: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Type of the answer of each issue that has one, and of each milestone."""
    members: Mapping[str, str] = field(default_factory=dict[str, str])
    """Entity type of each issue that is answered by entities."""
    written: Mapping[str, tuple[tuple[str, str], ...]] = field(
        default_factory=dict[str, "tuple[tuple[str, str], ...]"]
    )
    """Type and id of the terms with `for-each`, for each issue."""
    only: Mapping[str, str] = field(default_factory=dict[str, str])
    """Only parameter of each term, `issue/term`, that has exactly one."""

    def of_type(self, kind: str) -> Iterator[str]:
        """Yield the entities of a type, or the parties."""
        if kind == PARTY and PARTY not in self.kinds:
            yield from self.parties
        yield from (name for name, each in self.types.items() if each == kind)

    def valued(self, issue: str) -> bool:
        """Return True if a number, a date or a boolean, not a name, answers the issue."""
        return self.answers.get(issue, "set") != "set"

    def entity_in(self, issue: str, term: str) -> Within | None:
        """Return the entity in the id of a term, if there is one."""
        if self.answers.get(issue) == "set":
            if issue in self.members or term in self.parties or term in self.types:
                return Within(0, term)
            return None
        found = self._written(issue, term)
        return None if found is None else found[1]

    def declared(self, issue: str, term: str) -> str:
        """Return the id of the term as declared in the files, possibly with `$each`."""
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
        """Yield the ids of the terms that `for-each` generates."""
        if issue in self.members:
            yield from self.of_type(self.members[issue])
        for kind, written in self.written.get(issue, ()):
            yield from (written.replace(EACH, each) for each in self.of_type(kind))


def declarations_in(trees: Mapping[str, TreeNode]) -> Declarations:
    """Collect the declarations in the files of a workspace."""
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


def _items(node: TreeNode | None, key: str) -> Iterator[Branch]:
    """Yield the mappings in the list at a key."""
    row = node.get(key) if isinstance(node, Branch) else None
    for each in row.items if isinstance(row, ListNode) else ():
        if isinstance(each, Branch):
            yield each


def _keyed(node: TreeNode | None, key: str) -> Iterator[tuple[str, TreeNode]]:
    """Yield the entries of the mapping at a key."""
    inside = node.get(key) if isinstance(node, Branch) else None
    for each in inside.entries if isinstance(inside, Branch) else ():
        yield each.key.text, each.value

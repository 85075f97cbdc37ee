"""Names in the texts of a workspace: declarations and mentions of every item."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from zopa.references.reference_sites import Mention, NameOf, mentions, uses
from zopa.references.tolerant_yaml import sketch
from zopa.references.tree import Branch, TextLines, declarations_in, tree_of
from zopa.schemas import role_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.documents import Document
    from zopa.references.tree import TreeNode

__all__ = [
    "TITLES",
    "Names",
    "Subject",
    "Trees",
    "title_of",
]


Subject: TypeAlias = tuple[NameOf, str]
"""Sort and full id of an item."""
TWINS: Final = {NameOf.PARTY: NameOf.ENTITY, NameOf.ENTITY: NameOf.PARTY}
"""Sorts of names that refer to one item if the ids are equal."""
TITLES = ("title", "name", "question", "reason", "text", "topic")
"""Keys with the title of an item."""


@dataclass
class Trees:
    """Trees of texts, each built once."""

    _kept: dict[str, tuple[str, TreeNode]] = field(
        default_factory=dict[str, tuple[str, "TreeNode"]]
    )

    def of(self, path: str, text: str, document: Document | None = None) -> TreeNode:
        """Return the tree of a file: as it was read, or as far as it can be recovered.

        Args:
            path: path of the file.
            text: its present text.
            document: document of this text, if it was read.
        """
        kept = self._kept.get(path)
        if kept is not None and kept[0] == text:
            return kept[1]
        tree = tree_of(document, TextLines(text)) if document is not None else None
        tree = tree if tree is not None else sketch(text)
        self._kept[path] = (text, tree)
        return tree


class Names:
    """Names of a workspace at one time, by file in the order of their paths."""

    def __init__(self, trees: Mapping[str, TreeNode], before: Names | None = None) -> None:
        """Collect the names.

        Args:
            trees: trees of the files, by path.
            before: earlier names, reused for unchanged files.
        """
        self.trees = trees
        self.declarations = declarations_in(trees)
        same = before is not None and before.declarations == self.declarations
        known = before.found_in if before and same else {}
        self.found_in: dict[str, list[Mention]] = {}
        """Possible names by file; `by_file` has the actual ones."""
        self.declared: dict[Subject, list[tuple[str, Mention]]] = {}
        for path, tree in sorted(trees.items()):
            role = role_of(path)
            if role is None:
                continue
            if before is None or before.trees.get(path) is not tree or path not in known:
                every = uses(role, tree, self.declarations)
                self.found_in[path] = [
                    each for use in every for each in mentions(use, self.declarations)
                ]
            else:
                self.found_in[path] = known[path]
            for each in self.found_in[path]:
                if each.declares:
                    self.declared.setdefault((each.sorts[0], each.id), []).append((path, each))
        self.by_file = {
            path: [each for each in found if not each.loose or self._is_declared(each)]
            for path, found in self.found_in.items()
        }

    def _is_declared(self, mention: Mention) -> bool:
        return any((sort, mention.id) in self.declared for sort in mention.sorts)

    def at(self, path: str, offset: int) -> Mention | None:
        """Return the name at an offset, ends included; one that begins there has priority."""
        here = [each for each in self.by_file.get(path, ()) if each.start <= offset <= each.end]
        return max(here, key=lambda each: (each.start, each.declares), default=None)

    def subjects(self, mention: Mention) -> tuple[Subject, ...]:
        """Return the items that a name refers to.

        Two if a party and an entity share the id; of an unknown id, the expected item.
        """
        found = [(sort, mention.id) for sort in mention.sorts]
        return self.subjects_of(
            *next((each for each in found if each in self.declared), found[0])
        )

    def subjects_of(self, sort: NameOf, name: str) -> tuple[Subject, ...]:
        """Return an item and its twins."""
        twin = TWINS.get(sort)
        also = [(twin, name)] if twin is not None and (twin, name) in self.declared else []
        return ((sort, name), *also)

    def of(self, *subjects: Subject) -> list[tuple[str, Mention]]:
        """Return the declarations and mentions of items, by file and place."""
        found = {
            (path, each.start): each
            for subject in subjects
            for path, each in self._named.get(subject, ())
        }
        return [(path, found[path, start]) for path, start in sorted(found)]

    @cached_property
    def _named(self) -> dict[Subject, list[tuple[str, Mention]]]:
        found: dict[Subject, list[tuple[str, Mention]]] = {}
        for path, every in self.by_file.items():
            for each in every:
                for subject in self.subjects(each):
                    found.setdefault(subject, []).append((path, each))
        return found

    def within(self, sort: NameOf, owner: str = "") -> Iterator[tuple[str, Mention]]:
        """Yield ids and declarations of a sort, optionally of one owner."""
        for (each, name), places in self.declared.items():
            if each is sort and (not owner or name.rpartition("/")[0] == owner):
                yield name, places[0][1]


def title_of(declaration: Mention) -> str:
    """Return the title of an item; empty if it has none."""
    holder = declaration.holder
    if not isinstance(holder, Branch) or declaration.sorts[0] in {
        NameOf.VALUE,
        NameOf.ARGUMENT,
    }:
        return ""
    return next((holder.text(key) for key in TITLES if holder.text(key)), "")

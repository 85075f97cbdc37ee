"""What the names in a text are names of."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zopa.model.cross_references import Nature

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.lsp.tree import Leaf, Node

__all__ = ["OWNERS", "Mention", "Slot", "Sort", "Use", "mentions", "nature_of"]


class Sort(enum.StrEnum):
    """What a name can be of; where the engine has a nature for it, the same word."""

    ISSUE = "issue"
    TERM = "term"
    POSITION = "position"
    RULE = "rule"
    PARTY = "party"
    SPEAKER = "speaker"
    GROUP = "group"
    STATEMENT = "statement"
    SOURCE = "source"
    ENTITY_TYPE = "entity-type"
    ENTITY = "entity"
    ENTRY = "record-entry"
    ATTRIBUTE = "attribute"
    PARAMETER = "parameter"
    READING = "reading"
    VALUE = "value"
    """A word of an attribute."""
    ARGUMENT = "parameter value"
    """A word of a parameter."""


OWNERS: Final[Mapping[Sort, Sort]] = {
    Sort.TERM: Sort.ISSUE,
    Sort.POSITION: Sort.PARTY,
    Sort.ATTRIBUTE: Sort.ENTITY_TYPE,
    Sort.PARAMETER: Sort.TERM,
    Sort.READING: Sort.POSITION,
    Sort.VALUE: Sort.ATTRIBUTE,
    Sort.ARGUMENT: Sort.PARAMETER,
}
"""Sorts of names that are unique in something else only, and in what."""


def nature_of(sort: Sort) -> Nature | None:
    """The engine's nature; None of what it has no page for."""
    return Nature(str(sort)) if str(sort) in set(Nature) else None


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a name."""

    sorts: tuple[Sort, ...]
    """The first that there is one of counts."""
    within: str = ""
    """What it is unique in, where the place decides that."""
    path: bool = False
    """Whether it is, or may be, written with what it is unique in: `issue/term`."""
    declares: bool = False
    loose: bool = False
    """Whether any other text may stand there too."""
    blank_of: str = ""
    """The term of which a parameter may stand here as `$name`."""


@dataclass(frozen=True, slots=True)
class Use:
    """A name in its place."""

    leaf: Leaf
    slot: Slot
    holder: Node | None = None
    """Of a declaration: what is declared."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A part of a text that names one thing."""

    start: int
    end: int
    """Offsets of the name itself, without quotes and without what it is unique in."""
    sorts: tuple[Sort, ...]
    id: str
    """Whole: `issue/term`, `party/position/reading`, `type/attribute/word`."""
    declares: bool = False
    literal: bool = True
    """Whether the name is written as it is, so that it can be replaced there."""
    holder: Node | None = None
    loose: bool = False
    """Whether it is a mere text unless there is such a thing."""

    @property
    def name(self) -> str:
        """The last part of the id, which is what the text says."""
        return self.id.rpartition("/")[2]


def mentions(use: Use) -> Iterator[Mention]:
    """The things that a use names: of `issue/term` the issue, and the term."""
    leaf, slot = use.leaf, use.slot
    start, end = leaf.inner
    text, within = leaf.text, slot.within
    if slot.path and "/" in text:
        within, _, text = text.partition("/")
        middle = start + len(within) if leaf.literal else end
        owner = OWNERS[slot.sorts[0]]
        yield Mention(start, middle, (owner,), within, literal=leaf.literal)
        start = middle + 1 if leaf.literal else start
    if not text or (slot.sorts[0] in OWNERS and not within):
        return
    yield Mention(
        start,
        end,
        slot.sorts,
        f"{within}/{text}" if within else text,
        slot.declares,
        leaf.literal,
        use.holder,
        slot.loose,
    )

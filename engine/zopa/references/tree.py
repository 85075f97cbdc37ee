"""Tree of a YAML text by offsets, places in an editor's units, and what other files declare."""

from __future__ import annotations

import enum
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final, TypeAlias

from zopa.documents.document import marked
from zopa.files import Place, Role, Span, role_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.documents import Data, Document
    from zopa.documents.document import MarkedChildren, ParserMark
    from zopa.documents.document import MarkedNode as Marks

__all__ = [
    "EACH",
    "PARTY",
    "Branch",
    "Declarations",
    "KeyValue",
    "ListNode",
    "Scalar",
    "TextLines",
    "TreeNode",
    "Units",
    "Within",
    "changed",
    "declarations_in",
    "leaves",
    "tree_of",
]


@dataclass(frozen=True, slots=True)
class Scalar:
    """Key or single value; if it is empty, both ends are equal."""

    start: int
    end: int
    """End offset, quotes included."""
    text: str
    """Value of the text."""
    literal: bool = True
    """True if it is written literally: no escape, no line break."""
    style: str = ""
    """Quote, or `|` and `>` of a block."""

    @property
    def inner(self) -> tuple[int, int]:
        """Start and end without quotes."""
        quotes = len(self.style) if self.style in {"'", '"'} else 0
        return self.start + quotes, max(self.end - quotes, self.start + quotes)


@dataclass(frozen=True, slots=True)
class KeyValue:
    """Key with its value."""

    key: Scalar
    value: TreeNode


@dataclass(frozen=True, slots=True)
class Branch:
    """Mapping; invalid texts can have a key twice."""

    start: int
    end: int
    entries: tuple[KeyValue, ...]

    def get(self, key: str) -> TreeNode | None:
        """Return the value of a key."""
        return next((each.value for each in self.entries if each.key.text == key), None)

    def text(self, key: str) -> str:
        """Return the text at a key; empty if the key has none."""
        value = self.get(key)
        return value.text if isinstance(value, Scalar) else ""


@dataclass(frozen=True, slots=True)
class ListNode:
    """List."""

    start: int
    end: int
    items: tuple[TreeNode, ...]


TreeNode: TypeAlias = Scalar | Branch | ListNode


def leaves(node: TreeNode) -> Iterator[Scalar]:
    """Yield the keys and single values inside, in the order of the text."""
    match node:
        case Scalar():
            yield node
        case Branch(entries=entries):
            for each in entries:
                yield each.key
                yield from leaves(each.value)
        case ListNode(items=items):
            for item in items:
                yield from leaves(item)


def tree_of(document: Document, places: TextLines) -> TreeNode | None:
    """Return the tree of a readable file; None for others.

    Args:
        document: the file.
        places: its text, possibly with a byte order mark and other line ends.
    """
    if document.root is None or not isinstance(document.data, dict):
        return None
    return _Reader(places).node(marked(document.root), document.data)


class _Reader:
    def __init__(self, places: TextLines) -> None:
        self.places = places

    def node(self, marks: Marks, data: Data) -> TreeNode:
        start, end, children = marks
        first = self._offset(start)
        if isinstance(children, dict):
            entries = tuple(self._entries(children, data))
            last = entries[-1].value.end if entries else first
            return Branch(first, self._offset(end) if end else last, entries)
        if isinstance(children, list):
            each = data if isinstance(data, list) else [None] * len(children)
            items = tuple(map(self.node, children, each))
            last = items[-1].end if items else first
            return ListNode(first, self._offset(end) if end else last, items)
        return self._leaf(first, self._offset(end or start), data)

    def _entries(self, children: MarkedChildren, data: Data) -> Iterator[KeyValue]:
        if not isinstance(children, dict):
            return
        inside = data if isinstance(data, dict) else {}
        for key, (start, end, deeper, key_start, key_end) in children.items():
            yield KeyValue(
                self._leaf(self._offset(key_start), self._offset(key_end), key),
                self.node((start, end, deeper), inside.get(key)),
            )

    def _leaf(self, start: int, end: int, data: Data) -> Scalar:
        raw = self.places.text[start:end]
        style = raw[:1] if raw[:1] in {"'", '"', "|", ">"} else ""
        text = data if isinstance(data, str) else raw
        literal = raw == f"{style}{text}{style}"
        return Scalar(start, end, text, literal, style)

    def _offset(self, mark: ParserMark) -> int:
        return self.places.offset(Place(mark.line + 1, mark.column + 1))


# -- conversion of places between an editor's units and the engine's --


BREAK = re.compile("\r\n|\r|\n")
"""Line breaks of the Language Server Protocol."""
MARK = "\ufeff"


class Units(enum.StrEnum):
    """Unit in which an editor counts on a line."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


class TextLines:
    """Lines of one text in the numbering of an editor and of the engine.

    The engine ends a line at a line feed only, and does not count a byte order mark. Offsets
    are code points from the start of the text.
    """

    def __init__(self, text: str, units: Units = Units.UTF32) -> None:
        self.text = text
        self.units = units
        self._marked = int(text.startswith(MARK))

    @cached_property
    def _lines(self) -> list[int]:
        """Offsets at which the editor's lines begin."""
        if "\r" in self.text:
            return [0, *(each.end() for each in BREAK.finditer(self.text))]
        return [0, *self._starts[1:]]

    @cached_property
    def _starts(self) -> list[int]:
        """Offsets at which the engine's lines begin."""
        lengths = [len(each) + 1 for each in self.text.split("\n")]
        return [self._marked, *accumulate(lengths)][:-1]

    def _end(self, line: int) -> int:
        """Return the end of one of the editor's lines, the line break not counted."""
        if line + 1 == len(self._lines):
            return len(self.text)
        after = self._lines[line + 1]
        return after - 2 if self.text[after - 2 : after] == "\r\n" else after - 1

    def at(self, line: int, character: int) -> int:
        """Return the offset of an editor's position; past the end of a line it is the end."""
        if line >= len(self._lines):
            return len(self.text)
        start, end = self._lines[line], self._end(line)
        if self.units is Units.UTF32:
            return min(start + character, end)
        offset, left = start, character
        while offset < end and (left := left - self._size(self.text[offset])) >= 0:
            offset += 1
        return offset

    def position(self, offset: int) -> tuple[int, int]:
        """Return the editor's position of an offset: line and character, from 0."""
        line = max(bisect_right(self._lines, offset) - 1, 0)
        text = self.text[self._lines[line] : min(offset, self._end(line))]
        return line, self._size(text)

    def offset(self, place: Place) -> int:
        """Return the offset of one of the engine's places."""
        if place.line > len(self._starts):
            return len(self.text)
        return min(self._starts[place.line - 1] + place.column - 1, len(self.text))

    def place(self, offset: int) -> Place:
        """Return the engine's place of an offset."""
        offset = max(offset, self._marked)
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)

    def extent(self, span: Span) -> tuple[int, int]:
        """Return start and end of a span."""
        return self.offset(span.start), self.offset(span.end)

    def _size(self, text: str) -> int:
        match self.units:
            case Units.UTF32:
                return len(text)
            case Units.UTF16:
                return len(text.encode("utf-16-le", "surrogatepass")) // 2
            case Units.UTF8:
                return len(text.encode("utf-8", "surrogatepass"))


def changed(places: TextLines, start: tuple[int, int], end: tuple[int, int], new: str) -> str:
    """Replace the text between two of the editor's positions."""
    first = places.at(*start)
    last = max(first, places.at(*end))
    return places.text[:first] + new + places.text[last:]


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

"""Tree of a YAML text by offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from zopa.files.span import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.documents import Data, Document
    from zopa.documents.document import Children, ParserMark
    from zopa.documents.document import RawNode as Marks
    from zopa.references.places import TextLines

__all__ = ["Branch", "KeyValue", "ListNode", "Scalar", "TreeNode", "leaves", "tree_of"]


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
        """Return the text at a key; empty if there is none."""
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
    return _Reader(places).node(document.root, document.data)


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

    def _entries(self, children: Children, data: Data) -> Iterator[KeyValue]:
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

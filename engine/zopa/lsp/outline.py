"""What is in a file, as an outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zopa.lsp.symbol_table import TITLES
from zopa.lsp.tree import Branch, Leaf, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.lsp.tree import Node

__all__ = ["Symbol", "outline"]

DEEPER: Final = ("terms", "parameters", "readings", "attributes", "not-proposed")
"""Keys of an item under which there are items again."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A line of the outline."""

    name: str
    detail: str
    under: str
    """The key that it stands under; empty of the keys of the file itself."""
    start: int
    end: int
    name_start: int
    name_end: int
    inside: tuple[Symbol, ...] = ()


def outline(tree: Node) -> tuple[Symbol, ...]:
    """The keys of a file, with the things that have names below."""
    if not isinstance(tree, Branch):
        return ()
    return tuple(_symbol(each.key, each.key.start, each.value, "") for each in tree.entries)


def _symbol(name: Leaf, start: int, value: Node, under: str) -> Symbol:
    root = not under
    inside = tuple(_items(value, name.text)) if root else tuple(_deeper(value))
    end = max([name.end, value.end, *(each.end for each in inside)])
    return Symbol(name.text, _detail(value), under, start, end, name.start, name.end, inside)


def _items(node: Node, under: str) -> Iterator[Symbol]:
    """Entries of a mapping, and items of a list that say their ids."""
    match node:
        case Branch(entries=entries):
            for each in entries:
                if each.key.text:
                    yield _symbol(each.key, each.key.start, each.value, under)
        case Row(items=items):
            for item in items:
                name = item.get("id") if isinstance(item, Branch) else None
                if isinstance(name, Leaf) and name.text:
                    yield _symbol(name, item.start, item, under)
        case Leaf():
            return


def _deeper(node: Node) -> Iterator[Symbol]:
    for each in node.entries if isinstance(node, Branch) else ():
        if each.key.text in DEEPER:
            yield from _items(each.value, each.key.text)


def _detail(node: Node) -> str:
    match node:
        case Leaf() if node.style not in {"|", ">"}:
            return node.text
        case Branch():
            return next((node.text(key) for key in TITLES if node.text(key)), "")
        case _:
            return ""

"""Outline of a file."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zopa.references.symbol_table import TITLES
from zopa.references.tree import Branch, ListNode, Scalar
from zopa.schemas import Role, role_of
from zopa.schemas.modeline import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zopa.references.tree import TreeNode

__all__ = [
    "Link",
    "Symbol",
    "links",
    "outline",
]


DEEPER: Final = ("terms", "parameters", "readings", "attributes", "not-proposed")
"""Keys of an item that contain further items."""
MOST: Final = 5_000
"""Largest number of entries of one list or mapping; editors show no more of the outline."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """Entry of the outline."""

    name: str
    detail: str
    under: str
    """Key above it; empty for the keys of the file itself."""
    start: int
    end: int
    name_start: int
    name_end: int
    inside: tuple[Symbol, ...] = ()


def outline(tree: TreeNode) -> tuple[Symbol, ...]:
    """Return the keys of a file, with their named items below."""
    if not isinstance(tree, Branch):
        return ()
    return tuple(
        _symbol(each.key, each.key.start, each.value, "") for each in tree.entries[:MOST]
    )


def _symbol(name: Scalar, start: int, value: TreeNode, under: str) -> Symbol:
    root = not under
    inside = tuple(_items(value, name.text)) if root else tuple(_deeper(value))
    end = max([name.end, value.end, *(each.end for each in inside)])
    return Symbol(name.text, _detail(value), under, start, end, name.start, name.end, inside)


def _items(node: TreeNode, under: str) -> Iterator[Symbol]:
    """Yield entries of a mapping, and items of a list with ids."""
    match node:
        case Branch(entries=entries):
            for each in entries[:MOST]:
                if each.key.text:
                    yield _symbol(each.key, each.key.start, each.value, under)
        case ListNode(items=items):
            for item in items[:MOST]:
                name = item.get("id") if isinstance(item, Branch) else None
                if isinstance(name, Scalar) and name.text:
                    yield _symbol(name, item.start, item, under)
        case Scalar():
            return


def _deeper(node: TreeNode) -> Iterator[Symbol]:
    for each in node.entries if isinstance(node, Branch) else ():
        if each.key.text in DEEPER:
            yield from _items(each.value, each.key.text)


def _detail(node: TreeNode) -> str:
    match node:
        case Scalar() if node.style not in {"|", ">"}:
            return node.text
        case Branch():
            return next((node.text(key) for key in TITLES if node.text(key)), "")
        case _:
            return ""


# -- links --


PAGE: Final = re.compile(r"https?://[^\s\x00-\x1f\x7f]+")
"""Form of addresses that a browser may open; all others are dropped."""
KEY: Final = "url"


@dataclass(frozen=True, slots=True)
class Link:
    """Part of a text, and its target."""

    start: int
    end: int
    target: str
    """URI of the target."""


def links(root: Path, path: str, text: str, tree: TreeNode) -> Iterator[Link]:
    """Yield the links in a file, in the order of the text; nothing is fetched."""
    if (found := SCHEMA.search(text)) and (target := _schema(root, path, found[1])):
        yield Link(found.start(1), found.end(1), target)
    if role_of(path) is Role.SCENARIO:
        yield from _start(root, tree)
    yield from _pages(tree)


def _start(root: Path, tree: TreeNode) -> Iterator[Link]:
    """Yield the file of the scenario that a draft starts from."""
    start = tree.get("from") if isinstance(tree, Branch) else None
    if not isinstance(start, Scalar) or "/" in start.text:
        return
    file = root / "scenarios" / f"{start.text}.yaml"
    if file.is_file() and file.resolve().is_relative_to(root.resolve()):
        yield Link(*start.inner, file.as_uri())


def _schema(root: Path, path: str, target: str) -> str | None:
    """Return the address of a schema, if it is a web page or a file of the workspace."""
    if "://" in target:
        return target if PAGE.fullmatch(target) else None
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    file = root / place
    if place.startswith(("/", "../")) or not file.is_file():
        return None
    return file.as_uri() if file.resolve().is_relative_to(root.resolve()) else None


def _pages(node: TreeNode) -> Iterator[Link]:
    match node:
        case Branch(entries=entries):
            for each in entries:
                value = each.value
                if each.key.text == KEY and isinstance(value, Scalar):
                    if PAGE.fullmatch(value.text):
                        yield Link(*value.inner, value.text)
                else:
                    yield from _pages(value)
        case ListNode(items=items):
            for item in items:
                yield from _pages(item)
        case _:
            pass

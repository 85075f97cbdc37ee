"""What an editor can open from a file: pages of sources, and the schema that it is led to."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zopa.lsp.tree import Branch, Leaf, Row
from zopa.schemas.modeline import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zopa.lsp.tree import Node

__all__ = ["Link", "links"]

PAGE: Final = re.compile(r"https?://[^\s\x00-\x1f\x7f]+")
"""What a browser may be given; nothing else is, whatever a file says."""
KEY: Final = "url"


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a text, and what it leads to."""

    start: int
    end: int
    target: str
    """A URI."""


def links(root: Path, path: str, text: str, tree: Node) -> Iterator[Link]:
    """The links in a file of a workspace, in the order of the text; nothing is fetched."""
    if (found := SCHEMA.search(text)) and (target := _schema(root, path, found[1])):
        yield Link(found.start(1), found.end(1), target)
    yield from _pages(tree)


def _schema(root: Path, path: str, target: str) -> str | None:
    """The address of a schema, if it is a page or a file of the workspace."""
    if "://" in target:
        return target if PAGE.fullmatch(target) else None
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    file = root / place
    if place.startswith(("/", "../")) or not file.is_file():
        return None
    return file.as_uri() if file.resolve().is_relative_to(root.resolve()) else None


def _pages(node: Node) -> Iterator[Link]:
    match node:
        case Branch(entries=entries):
            for each in entries:
                value = each.value
                if each.key.text == KEY and isinstance(value, Leaf):
                    if PAGE.fullmatch(value.text):
                        yield Link(*value.inner, value.text)
                else:
                    yield from _pages(value)
        case Row(items=items):
            for item in items:
                yield from _pages(item)
        case _:
            pass

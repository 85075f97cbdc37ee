"""What stands in brackets, be they closed or not, and how single values are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from zopa.lsp.tree import Branch, Entry, Leaf, Row

if TYPE_CHECKING:
    from zopa.lsp.tree import Node

__all__ = ["DEEPEST", "QUOTED", "Flow", "deeper", "leaf_of"]

QUOTED: Final = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""", re.DOTALL)
PLAIN: Final = re.compile(r"(?:[^,\[\]{}\n:#]|:(?![\s,\[\]{}]|\Z)|(?<=\S)#)+")
COLON: Final = re.compile(r"[ \t]*:")
ESCAPE: Final = re.compile(r"\\[^\n]|''")
ENDS: Final = {"", " ", "\t", "\n", "\r", ",", "}", "]", "{", "["}
"""What makes a colon before it one that ends a key."""
DEEPEST: Final = 64


class _Unclosed(Exception):  # noqa: N818  # the end of what was opened, found too early
    """A bracket is not closed where it should be."""


def leaf_of(text: str, start: int, end: int) -> Leaf:
    """The key or single value that is written there."""
    raw = text[start:end]
    quote = raw[:1] if raw[:1] in {"'", '"'} else ""
    inside = raw[1:-1] if quote and len(raw) > 1 and raw[-1] == quote else raw[len(quote) :]
    literal = not quote or not (ESCAPE.search(inside) or "\n" in inside)
    said = inside.replace("''", "'") if quote == "'" else inside
    closed = not quote or (len(raw) > 1 and raw[-1] == quote)
    return Leaf(start, end, said, literal and closed and "\n" not in raw, quote)


def deeper(text: str, start: int, end: int, indent: int) -> bool:
    """Whether every further line of a text is indented deeper."""
    lines = text[start:end].split("\n")[1:]
    return all(len(each) - len(each.lstrip(" ")) > indent for each in lines if each.strip())


class Flow:
    """What stands in brackets."""

    def __init__(self, text: str, indent: int) -> None:
        self.text = text
        self.indent = indent
        self.offset = 0
        """How far it went."""
        self.depth = 0

    def value(self, start: int) -> Node:
        """The value at an offset, up to its bracket or to where it must end without one."""
        self.offset = start
        return self._value()

    def _value(self) -> Node:
        opening = self.text[self.offset : self.offset + 1]
        if opening in {"{", "["} and self.depth < DEEPEST:
            self.depth += 1
            found = self._collection(opening)
            self.depth -= 1
            return found
        return self._single()

    def _collection(self, opening: str) -> Node:
        start = self.offset
        self.offset += 1
        items: list[Node] = []
        entries: list[Entry] = []
        try:
            while (sign := self._gap()) not in {"}", "]"}:
                if sign == ",":
                    self.offset += 1
                    continue
                before = self.offset
                each = self._value()
                if opening == "{" and not isinstance(each, Leaf):
                    continue
                entry = self._entry(each) if isinstance(each, Leaf) else None
                if opening == "{" and isinstance(each, Leaf):
                    end = each.end
                    entries.append(entry or Entry(each, Leaf(end, end, "")))
                elif entry is not None:
                    items.append(Branch(entry.key.start, entry.value.end, (entry,)))
                else:
                    items.append(each)
                if self.offset == before:
                    self.offset += 1
            self.offset += 1
        except _Unclosed:
            pass
        if opening == "{":
            return Branch(start, self.offset, tuple(entries))
        return Row(start, self.offset, tuple(items))

    def _entry(self, key: Leaf) -> Entry | None:
        """The key with its value, where a colon follows."""
        after = COLON.match(self.text, self.offset)
        quoted = key.style != ""
        if after is None or not (quoted or self.text[after.end() : after.end() + 1] in ENDS):
            return None
        self.offset = after.end()
        empty = Leaf(self.offset, self.offset, "")
        try:
            sign = self._gap()
        except _Unclosed:
            return Entry(key, empty)
        return Entry(key, empty if sign in {",", "}", "]"} else self._value())

    def _single(self) -> Leaf:
        start = self.offset
        quoted = QUOTED.match(self.text, start)
        if quoted is not None and deeper(self.text, start, quoted.end(), self.indent):
            self.offset = quoted.end()
            return leaf_of(self.text, start, quoted.end())
        plain = PLAIN.match(self.text, start)
        end = plain.end() if plain else start
        self.offset = end
        return leaf_of(self.text, start, start + len(self.text[start:end].rstrip()))

    def _gap(self) -> str:
        """Go over spaces, lines and comments; returns the sign there.

        Raises:
            _Unclosed: a line begins that cannot be inside the brackets.
        """
        text = self.text
        while self.offset < len(text):
            sign = text[self.offset]
            if sign == "#" and text[self.offset - 1] in " \t\n":
                self.offset = _or_end(text.find("\n", self.offset), text)
            elif sign == "\n":
                self._line()
            elif sign in " \t\r":
                self.offset += 1
            else:
                return sign
        raise _Unclosed

    def _line(self) -> None:
        """Go over a line break, unless the next line is none of ours."""
        after = self.offset + 1
        end = _or_end(self.text.find("\n", after), self.text)
        line = self.text[after:end]
        bare = line.strip()
        shallow = len(line) - len(line.lstrip(" ")) <= self.indent
        if bare and not bare.startswith("#") and shallow and bare[0] not in "]}":
            raise _Unclosed
        self.offset = after


def _or_end(found: int, text: str) -> int:
    return len(text) if found < 0 else found

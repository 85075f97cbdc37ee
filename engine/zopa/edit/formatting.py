"""Layout of a file in one form: keys in the order of the format, indentation, quotes.

The content stays the same, and so does every comment, with the key or item below it. Long
texts and collections over several lines in brackets keep their lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from zopa.documents import parse
from zopa.documents.document import marked
from zopa.documents.scalars import scalar
from zopa.edit.sheet import REFERENCE, STEP, CannotEdit
from zopa.files import role_of
from zopa.schemas import SCHEMA, at_key, fitting, leaves, of_files, resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.documents import Data, Document
    from zopa.documents.document import MarkedNode, ParserMark
    from zopa.edit.changes import EditedWorkspace
    from zopa.schemas.errors import Schema

__all__ = ["Format", "formatted"]

HEADER: Final = re.compile(r"[|>][+-]?([1-9])?")
"""First line of a long text; the digit is the indentation of its lines."""


@dataclass(frozen=True, slots=True)
class Format:
    """One file in the one form, with the same content."""

    path: str

    def make(self, desk: EditedWorkspace) -> None:
        """Lay it out."""
        document = desk.documents[self.path]
        text = formatted(document)
        if text != document.text:
            desk.write(self.path, text)


def formatted(document: Document) -> str:
    """Return the text of a file in the one form; a text in that form stays the same.

    Args:
        document: a file without errors of YAML; others are returned as they are.

    Raises:
        CannotEdit: the result would have another meaning, or lose a comment.
    """
    role = role_of(document.path)
    if not document.ok or document.root is None or not isinstance(document.data, dict):
        return document.text
    layout = _Layout(document.text)
    text = layout.file(marked(document.root), document.data, of_files(role) if role else [])
    if "\r\n" in document.text:
        text = text.replace("\n", "\r\n")
    again = parse(text, document.path)
    kept = sorted(each.text.rstrip() for each in document.comments)
    if again.data != document.data or sorted(each.text for each in again.comments) != kept:
        raise CannotEdit(document.path)
    return text


@dataclass(frozen=True, slots=True)
class _Part:
    """Entry of a mapping or item of a list, with lines from the margin of the collection."""

    key: str
    head: list[str]
    """Comments and empty lines above it."""
    body: list[str]


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of an entry or item."""

    first: int
    """Line of its key or dash."""
    column: int
    """Column of its key or dash."""
    stop: int
    """Line after its last one."""


class _Layout:
    """Writer of one text."""

    def __init__(self, text: str) -> None:
        self.lines = text.replace("\r\n", "\n").split("\n")

    def file(self, root: MarkedNode, data: dict[str, Data], allowed: Sequence[Schema]) -> str:
        """The whole text."""
        start, end, _ = root
        if end is not None:  # in brackets, as JSON is
            lines = [line.rstrip() for line in self.lines]
        else:
            head = self._margin(0, start.line)
            lines = [*head, *self._collection(root, data, allowed, len(self.lines), head)]
        while len(lines) > 1 and not lines[-1] and not self._kept_open(root):
            lines.pop()
        return "\n".join(lines) + ("" if not lines[-1] else "\n")

    def _kept_open(self, root: MarkedNode) -> bool:
        """True if the file ends in a long text that includes the empty lines after it."""
        last, end, children = root
        while children and end is None:
            below = list(children.values()) if isinstance(children, dict) else children
            last, end, children = below[-1][:3]
        return self._is_long(last) and "+" in self._header(last)

    # -- collections without brackets --

    def _collection(
        self,
        node: MarkedNode,
        data: Data,
        allowed: Sequence[Schema],
        stop: int,
        above: Sequence[str] = (),
    ) -> list[str]:
        """The lines of a collection, from its first key or dash to the line `stop`."""
        start, _, children = node
        if isinstance(children, dict) and isinstance(data, dict):
            schemas = _of_mapping(allowed, data)
            nodes = [(key, each[3].line, each[:3]) for key, each in children.items()]
        elif isinstance(children, list):
            schemas = [each["items"] for each in allowed if "items" in each]
            schemas = [leaf for each in schemas for leaf in leaves(each)]
            dashes = [self._dash(each[0].line, start.column) for each in children]
            nodes = [("", *each) for each in zip(dashes, children, strict=True)]
        else:
            raise CannotEdit
        parts: list[_Part] = []
        head: list[str] = []
        for place, (key, line, child) in enumerate(nodes):
            following = nodes[place + 1][1] if place + 1 < len(nodes) else stop
            inside = self._inside(child, start.column, following)
            if isinstance(children, dict) and isinstance(data, dict):
                below = [leaf for each in schemas for leaf in at_key(each, key)]
                sign = f"{self._key(children[key][3], children[key][4], key)}:"
                value = data[key]
            else:
                below, sign = schemas, "-"
                value = data[place] if isinstance(data, list) else None
            lines = _Lines(line, start.column, inside)
            body = self._entry(sign, lines, child, value, below)
            parts.append(_Part(key, head, body))
            head = self._margin(inside, following)
        if isinstance(children, dict):
            parts = _in_order(parts, schemas, above, head)
        return [*(line for each in parts for line in (*each.head, *each.body)), *head]

    def _entry(
        self,
        sign: str,
        at: _Lines,
        child: MarkedNode,
        data: Data,
        allowed: Sequence[Schema],
    ) -> list[str]:
        """The lines of an entry or item, which begins with the key or dash."""
        start, end, children = child
        between = [] if start.line == at.first else self._between(at.first, start)
        if end is None and children is not None:
            lines = self._collection(child, data, allowed, at.stop)
            if sign == "-" and not between:
                return [f"- {lines[0]}", *_indented(lines[1:])]
            return [f"{sign}{between[0] if between else ''}", *_indented(between[1:] + lines)]
        first, *rest = self._value(child, at, data, allowed, alone=sign != "-")
        if between:
            return [f"{sign}{between[0]}", *_indented([*between[1:], first]), *rest]
        return [f"{sign} {first}".rstrip(" "), *rest]

    def _between(self, line: int, start: ParserMark) -> list[str]:
        """Lines between a key or dash and a value below it; empty without a comment.

        The first is the end of the line of the key, the others are separate lines.
        """
        own = _comment(self.lines[line])
        others = self._margin(line + 1, start.line)
        return [own, *others] if own or any(others) else []

    def _inside(self, child: MarkedNode, column: int, following: int) -> int:
        """The line after the last one that belongs to a value.

        Comments further to the right than the collection above are part of a value that is
        a collection, and continue the comment behind a single value.
        """
        last, end, children = child
        nested = end is None and children is not None
        while end is None and children:
            below = list(children.values()) if isinstance(children, dict) else children
            last, end, children = below[-1][:3]
        stop = (end or last).line + 1
        if self._is_long(last) and "+" in self._header(last):
            while stop < following and not self.lines[stop].strip():
                stop += 1
        if nested:
            for number in range(stop, following):
                line = self.lines[number]
                if line.lstrip().startswith("#") and _column(line) > column:
                    stop = number + 1
        elif end is not None and self.lines[end.line][end.column :].strip():
            line = self.lines[stop] if stop < following else ""
            while line.lstrip().startswith("#") and _column(line) > column:
                stop += 1
                line = self.lines[stop] if stop < following else ""
        return stop

    def _dash(self, line: int, column: int) -> int:
        """The line of the dash of an item."""
        while self.lines[line][column : column + 1] != "-" or _is_comment(self.lines[line]):
            line -= 1
        return line

    def _margin(self, start: int, stop: int) -> list[str]:
        """Comments and empty lines, without their indentation."""
        return [line.strip(" ") for line in self.lines[start:stop]][: len(self.lines) - start]

    # -- values --

    def _value(
        self,
        node: MarkedNode,
        at: _Lines,
        data: Data,
        allowed: Sequence[Schema],
        *,
        alone: bool,
    ) -> list[str]:
        """The lines of a single value or a collection in brackets.

        The first follows its key or dash, the others are indented from the margin of that.
        """
        start, end, _ = node
        if end is None:
            raise CannotEdit
        first = self.lines[start.line]
        if self._is_long(start):
            return [first[start.column :].rstrip(), *self._long(start, at)]
        if start.line != end.line:
            return [first[start.column :].rstrip(), *self._shifted(start.line + 1, at)]
        text = self._one_line(node, data, allowed, alone=alone)
        return [text + _comment(first[end.column :]), *self._shifted(end.line + 1, at)]

    def _shifted(self, first: int, at: _Lines) -> Iterator[str]:
        """Lines with their distance from the margin unchanged."""
        for line in self.lines[first : at.stop]:
            yield f"{' ' * (_column(line) - at.column)}{line.strip()}".rstrip()

    def _long(self, start: ParserMark, at: _Lines) -> Iterator[str]:
        """The lines of a text after `|` or `>`, indented from the margin of its key."""
        digit = HEADER.match(self._header(start))
        lines = self.lines[start.line + 1 : at.stop]
        if digit is not None and digit[1]:
            step = int(digit[1])
            old = at.column + step
        else:
            step, old = STEP, next((_column(line) for line in lines if line.strip()), 0)
        for line in lines:
            yield f"{' ' * step}{line[old:]}" if len(line) > old else ""

    def _one_line(
        self, node: MarkedNode, data: Data, allowed: Sequence[Schema], *, alone: bool = False
    ) -> str:
        start, end, children = node
        if end is None:
            raise CannotEdit
        there = self.lines[start.line][start.column : end.column]
        if isinstance(children, dict) and isinstance(data, dict):
            marks = [each[3] for each in children.values()]
            if any(self.lines[each.line][each.column] == '"' for each in marks):
                return there  # JSON, as its author wrote it
            schemas = _of_mapping(allowed, data)
            entries = []
            for key in _sorted(children, schemas):
                below = [leaf for each in schemas for leaf in at_key(each, key)]
                first, last, within, begin, stop = children[key]
                value = self._one_line((first, last, within), data[key], below)
                entries.append(f"{self._key(begin, stop, key)}: {value}")
            return f"{{{', '.join(entries)}}}"
        if isinstance(children, list) and isinstance(data, list):
            inside = [each["items"] for each in allowed if "items" in each]
            below = [leaf for each in inside for leaf in leaves(each)]
            pairs = zip(children, data, strict=True)
            return f"[{', '.join(self._one_line(*each, below) for each in pairs)}]"
        return _text(there, data, alone=alone)

    def _key(self, start: ParserMark, end: ParserMark, key: str) -> str:
        return _text(self.lines[start.line][start.column : end.column], key)

    def _is_long(self, start: ParserMark) -> bool:
        return self.lines[start.line][start.column : start.column + 1] in {"|", ">"}

    def _header(self, start: ParserMark) -> str:
        return self.lines[start.line][start.column :].partition("#")[0]


def _text(there: str, value: Data, *, alone: bool = False) -> str:
    """A single value, without quotes if it needs none, else in double ones if possible."""
    if there[:1] not in {"'", '"'} or not isinstance(value, str):
        return there
    new = value if REFERENCE.fullmatch(value) else scalar(value, alone=alone)
    return there if new.startswith('"') and (there[0] == '"' or "\\" in new) else new


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"{' ' * STEP}{line}" if line else "" for line in lines)


def _column(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_comment(line: str) -> bool:
    return line.lstrip(" ").startswith("#")


def _comment(rest: str) -> str:
    """The comment at the end of a line, with the spaces before it."""
    found = re.search(r"( +|^)(#.*)$", rest)
    return f"{found[1] or ' '}{found[2].rstrip()}" if found else ""


# -- order of keys --


def _of_mapping(allowed: Sequence[Schema], data: Mapping[str, Data]) -> list[Schema]:
    """The possible schemas of a mapping, by its keys and the words that select one."""
    found = fitting(allowed, data.keys())
    return [each for each in found if _selected(each, data)] or found


def _selected(schema: Schema, data: Mapping[str, Data]) -> bool:
    for key, each in schema.get("properties", {}).items():
        if key in data and resolved(each).get("const", data[key]) != data[key]:
            return False
    return all(key in data for key in schema.get("required", ()))


def _sorted(keys: Iterable[str], schemas: Sequence[Schema]) -> list[str]:
    """Keys in the order of the format; unchanged if the format has no order for all of them."""
    keys = list(keys)
    for schema in schemas:
        known = list(schema.get("properties", ()))
        if all(key in known for key in keys):
            return sorted(keys, key=known.index)
    return keys


def _in_order(
    parts: list[_Part], schemas: Sequence[Schema], above: Sequence[str], below: Sequence[str]
) -> list[_Part]:
    """The entries in the order of the format, each with the comments above it.

    They stay in place if a comment could be about more than the entry below it.

    Args:
        parts: the entries in their present order.
        schemas: of the mapping.
        above: comments above the first one.
        below: comments below the last one.
    """
    place = {key: number for number, key in enumerate(_sorted([x.key for x in parts], schemas))}
    new = sorted(parts, key=lambda each: place[each.key])
    if new == parts:
        return parts
    moved = new[0] is not parts[0]
    own = above[-1] if above else ""
    heads = [each.head for each in parts]
    if (
        any(below)
        or (moved and (own.startswith("#") and not SCHEMA.match(own)))
        or (moved and new[0].head)
        or any(
            line.startswith("#") and not following
            for head in heads
            for line, following in pairwise(head)
        )
    ):
        return parts
    return new

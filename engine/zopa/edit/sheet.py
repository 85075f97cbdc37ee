"""Changing one value in the text of a file, and no other character.

In every layout, the comments of remaining values stay. Comments on removed lines are
removed too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from zopa.documents import Document, json_pointer, parse
from zopa.documents.scalars import folded, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.documents import Data, Pointer
    from zopa.files import Place

__all__ = ["CannotEdit", "Sheet", "Unreadable"]

STEP = 2
"""Columns of indentation of a block."""
WIDTH = 110
"""Maximum columns of a new line, if its text can be broken."""
REFERENCE = re.compile("[a-z][a-z0-9-]*/[a-z][a-z0-9-]*")
"""Pattern of a text that every reader takes for text although it has a `/`."""
COMMA = re.compile(r"\s*,")
COMMA_BELOW = re.compile(r"(?:\s+(?:#.*)?)*,")
"""A comma, possibly below a comment."""
END_OF_LINE = re.compile(r" *(?:,[ ]*)?(?:#.*)?\r?$", re.MULTILINE)
"""Text that may follow the last value of a line."""


class Unreadable(ValueError):  # noqa: N818  # an answer about a text, not a fault
    """The text could not be read again, for example as too long; gives the reason."""


class CannotEdit(Exception):  # noqa: N818  # an answer about a text, not a fault
    """The edit does not support the layout of the text."""


class Sheet:
    """A text under edit; every edit parses it again, so that places are right."""

    def __init__(self, text: str, path: str, document: Document | None = None) -> None:
        """Begin to edit.

        Args:
            text: of the file.
            path: of the file.
            document: the parsed text, if available.
        """
        self._path = path
        self._read(text, document)

    def _read(self, text: str, document: Document | None = None) -> None:
        self._document = parse(text, self._path) if document is None else document
        if document is None and text.strip() and self._document.root is None:
            raise Unreadable(self._document.diagnostics[0].message)
        self._starts = [0, *(each.end() for each in re.finditer("\n", self.text))]

    @property
    def document(self) -> Document:
        """The text with its places."""
        return self._document

    @property
    def text(self) -> str:
        """The text as it is now, without a byte order mark."""
        return self._document.text

    def data(self, pointer: Pointer = ()) -> Any:  # noqa: ANN401  # whatever stands there
        """The value at the pointer; None if the pointer leads nowhere."""
        found: Any = self._document.data
        for step in pointer:
            if isinstance(found, list):
                found = dict(enumerate(found))
            if not isinstance(found, dict) or step not in found:
                return None
            found = found[step]
        return found

    @property
    def path(self) -> str:
        """The name of the file."""
        return self._path

    @property
    def _of_things(self) -> bool:
        """True if empty lines separate things; those of a draft belong to its author."""
        return not self._path.startswith("scenarios/")

    def holds_only(self, key: str | int) -> bool:
        """True if an entry of the root is the only content of the file, comments included."""
        rest = [each for each in self._document.comments if "$schema=" not in each.text]
        return list(self.data()) == [key] and not rest

    def lines_of(self, pointer: Pointer) -> str | None:
        """The full lines of an item of a block list; None if it shares them with others."""
        if not self._blocky(pointer[:-1]):
            return None
        begin, end = self._reach(pointer)
        if self._indent(begin) is None:
            return None
        return self.text[self._line_of(begin) : self._line_after(end)]

    # -- edits --

    def replace(self, pointer: Pointer, value: Data) -> None:
        """Put another value there, on one line if it fits."""
        if self._on_lines(pointer, value):
            return
        begin, end = self._value(pointer)
        old = self.text[begin:end]
        new = self._written(pointer[:-1], value, quoted=old.startswith('"'))
        if old.startswith("'") and isinstance(value, str) and "'" not in value:
            new = f"'{value}'"
        if not self._blocky(pointer) or isinstance(pointer[-1], int):
            self._splice((begin, end, new))
            return
        colon = self._colon(pointer)
        lines = (self._line_after(colon), self._line_after(end), "")
        self._splice((colon, colon, f" {new}"), lines)

    def _on_lines(self, pointer: Pointer, value: Data) -> bool:
        """Replace the value of an entry on several lines, if one is not enough."""
        key = pointer[-1] if pointer else 0
        if not isinstance(key, str) or not self._blocky(pointer[:-1]):
            return False
        begin, end = self._reach(pointer)
        indent = self._indent(begin)
        if indent is None:
            return False
        lines = list(self._entry_lines(pointer[:-1], key, value, indent))
        if len(lines) == 1:
            return False
        remark = self.text[end : self._line_after(end)].strip()
        if remark.startswith("#"):
            lines[0] += f"  {remark}"
        self._splice((self._line_of(begin), self._line_after(end), self._joined(iter(lines))))
        return True

    def remove(self, pointer: Pointer) -> None:
        """Remove an entry of a mapping or an item of a list.

        A collection that loses its last part becomes empty brackets.
        """
        parent = pointer[:-1]
        if not self._blocky(parent):
            self._remove_in_brackets(pointer)
            return
        begin, end = self._reach(pointer)
        if self._indent(begin) is None:
            raise CannotEdit(json_pointer(pointer))
        first, last = self._line_of(begin), self._line_after(end)
        if len(self.data(parent)) > 1:
            self._splice((*self._with_blank(first, last, pointer[-1]), ""))
            return
        lines = (first, last, "")
        colon = self._colon(parent)
        empty = " {}" if isinstance(self.data(parent), dict) else " []"
        self._splice((colon, colon, empty), lines)

    def add(
        self, parent: Pointer, key: str | None, value: Data, *, after: str | None = None
    ) -> None:
        """Add an entry to a mapping or an item to a list.

        Args:
            parent: the collection.
            key: of the new entry; None for an item.
            value: its value; collections at the root get separate lines.
            after: key of the entry of a block mapping to put it behind; the last one
                by default.
        """
        there = self.data(parent)
        if not there:
            self._add_first(parent, key, value)
        elif self._blocky(parent):
            last = after if after is not None else _last(there)
            place = self._line_after(self._reach((*parent, last))[1])
            first = (*parent, next(iter(there)) if isinstance(there, dict) else 0)
            begin, _ = self._reach(first)
            like = None if key is not None else self._blocky(first)
            lines = self._lines(parent, key, value, begin - self._line_of(begin), block=like)
            self._insert_lines(place, self._spaced(lines, (*parent, last)))
        else:
            self._add_in_brackets(parent, key, value, (*parent, _last(there)))

    def add_items(self, parent: Pointer, values: Sequence[Data]) -> None:
        """Add items to a list, like several calls of `add`, and read the text once."""
        left = list(values)
        while left and not (self.data(parent) and self._blocky(parent)):
            self.add(parent, None, left.pop(0))
        if not left:
            return
        last = (*parent, _last(self.data(parent)))
        begin, _ = self._reach((*parent, 0))
        indent, like = begin - self._line_of(begin), self._blocky((*parent, 0))
        lines = [
            line
            for each in left
            for line in self._spaced(self._lines(parent, None, each, indent, block=like), last)
        ]
        self._insert_lines(self._line_after(self._reach(last)[1]), iter(lines))

    def add_item(self, parent: Pointer, value: Data, lines: str | None) -> None:
        """Add an item to a list, in its lines from elsewhere if these have the same meaning."""
        number = len(self.data(parent))
        before = self.text
        self.add(parent, None, value)
        if lines is None:
            return
        mine = self.lines_of((*parent, number))
        if mine is None:
            return
        margin = len(mine) - len(mine.lstrip(" "))
        theirs = len(lines) - len(lines.lstrip(" "))
        moved = "".join(
            " " * margin + line[theirs:] if line[:theirs].isspace() or not theirs else line
            for line in lines.splitlines(keepends=True)
        )
        self._read(moved.join(self.text.rsplit(mine, 1)))
        if not self._document.ok or self.data((*parent, number)) != value:
            self._read(before)
            self.add(parent, None, value)

    # -- in brackets --

    def _remove_in_brackets(self, pointer: Pointer) -> None:
        parent, step = pointer[:-1], pointer[-1]
        begin, end = self._reach(pointer)
        steps = list(_steps(self.data(parent)))
        place = steps.index(step)
        comma = COMMA_BELOW.match(self.text, end)
        before = self._reach((*parent, steps[place - 1]))[1] if place else None
        changes: list[tuple[int, int, str]] = []
        if self._indent(begin) is not None and END_OF_LINE.match(self.text, end):
            changes.append((self._line_of(begin), self._line_after(end), ""))
        elif place + 1 < len(steps):
            following = self._reach((*parent, steps[place + 1]))[0]
            upto = following if "\n" not in self.text[end:following] else None
            changes.append((begin, upto or (comma.end() if comma else end), ""))
        elif before is not None and "\n" not in self.text[before:begin]:
            changes.append((before, end, ""))
        else:
            changes.append((begin, comma.end() if comma else end, ""))
        last = place + 1 == len(steps)
        if last and before is not None and not comma and changes[0][0] > before:
            separator = COMMA_BELOW.match(self.text, before)
            if separator:
                start = separator.end() - 1 if "#" in separator[0] else before
                changes.append((start, separator.end(), ""))
        self._splice(*changes)

    def _add_in_brackets(
        self, parent: Pointer, key: str | None, value: Data, last: Pointer
    ) -> None:
        begin, end = self._reach(last)
        entry = self._entry(parent, key, value)
        indent = self._indent(begin)
        comma = COMMA.match(self.text, end)
        if indent is None:
            self._splice((end, end, f", {entry}"))
        elif END_OF_LINE.match(self.text, end):
            place = self._line_after(end)
            line = f"{' ' * indent}{entry}{',' if comma else ''}{self._line_break}"
            self._splice(*(() if comma else ((end, end, ","),)), (place, place, line))
        else:
            self._splice((end, end, f",{self._line_break}{' ' * indent}{entry}"))

    def _add_first(self, parent: Pointer, key: str | None, value: Data) -> None:
        begin, end = self._value(parent)
        colon = self._colon(parent)
        between = self.text[colon:begin] + self.text[begin:end].partition("#")[1]
        if self._blocky(parent[:-1]) and not {"\n", "#"} & {*between}:
            column = self._document.key_span(parent).start.column - 1
            lines = self._lines(parent, key, value, column + STEP, block=True)
            place = self._line_after(end)
            self._splice((colon, end, ""), (place, place, self._joined(lines)))
        else:
            inside = self._entry(parent, key, value)
            commented = "#" in self.text[begin:end]
            self._splice((begin + 1, begin + 1 if commented else end - 1, inside))

    # -- writing --

    def _entry(self, parent: Pointer, key: str | None, value: Data) -> str:
        text = self._written(parent, value)
        return text if key is None else f"{self._written(parent, key)}: {text}"

    def _lines(
        self, parent: Pointer, key: str | None, value: Data, indent: int, *, block: bool | None
    ) -> Iterator[str]:
        """The lines of a new entry or item of a block collection."""
        margin = " " * indent
        if key is None and block and isinstance(value, dict) and value:
            yield from self._item(parent, value, indent)
        elif key is None:
            yield f"{margin}- {self._written(parent, value)}"
        elif not parent and isinstance(value, dict | list) and _deep(value):
            yield f"{margin}{self._written(parent, key)}:"
            yield from self._block(parent, value, indent + STEP, blocks=True)
        else:
            yield from self._entry_lines(parent, key, value, indent)

    def _block(
        self, parent: Pointer, value: Data, indent: int, *, blocks: bool = False
    ) -> Iterator[str]:
        """Lines of a collection without brackets; with `blocks`, its items have none either."""
        if isinstance(value, dict):
            for key, each in value.items():
                yield from self._entry_lines(parent, key, each, indent)
        for each in value if isinstance(value, list) else ():
            whole = f"{' ' * indent}- {self._written(parent, each)}"
            if isinstance(each, dict) and (blocks or "id" in each or len(whole) > WIDTH):
                yield from self._item(parent, each, indent)
            else:
                yield whole

    def _item(self, parent: Pointer, value: Data, indent: int) -> Iterator[str]:
        sign = f"{' ' * indent}- "
        for line in self._block(parent, value, indent + STEP):
            yield f"{sign}{line[len(sign) :]}"
            sign = ""

    def _entry_lines(
        self, parent: Pointer, key: str, value: Data, indent: int
    ) -> Iterator[str]:
        """The lines of an entry: one if it fits, else a block."""
        head = f"{' ' * indent}{self._written(parent, key)}:"
        line = f"{head} {self._loose(parent, value)}"
        items = value if isinstance(value, list) else ()
        named = any(isinstance(each, dict) and "id" in each for each in items)
        if self._quoting(parent) or not value or (len(line) <= WIDTH and not named):
            yield line
        elif isinstance(value, dict | list):
            yield head
            yield from self._block(parent, value, indent + STEP)
        elif isinstance(value, str) and (
            lines := folded(value, indent=indent + STEP, width=WIDTH)
        ):
            yield f"{head} >-"
            yield from lines
        else:
            yield line

    def _loose(self, parent: Pointer, value: Data) -> str:
        """A value on a separate line, where a text needs fewer quotes."""
        if not isinstance(value, str) or self._quoting(parent) or REFERENCE.fullmatch(value):
            return self._written(parent, value)
        return scalar(value, alone=True)

    def _spaced(self, lines: Iterator[str], last: Pointer) -> Iterator[str]:
        """The lines, after an empty one if the last neighbour has an empty line before it."""
        before = self._line_of(self._reach(last)[0])
        if self._of_things and self.text[:before].endswith(("\n\n", "\n\r\n")):
            yield ""
        yield from lines

    def _with_blank(self, first: int, last: int, number: str | int) -> tuple[int, int]:
        """The lines to remove, with one of the empty lines around them."""
        if not self._of_things:
            return first, last
        above = self.text[:first].endswith(("\n\n", "\n\r\n"))
        below = self.text[last:].startswith(("\n", "\r\n"))
        if above and (below or last == len(self.text)):
            return first - len(self._line_break), last
        if below and number == 0:
            return first, last + len(self._line_break)
        return first, last

    def _entries(self, parent: Pointer, value: dict[str, Data]) -> list[str]:
        return [self._entry(parent, key, each) for key, each in value.items()]

    def _written(self, parent: Pointer, value: Data, *, quoted: bool = False) -> str:
        """A value on one line, in brackets if it is a collection."""
        quoted = quoted or self._quoting(parent)
        match value:
            case dict():
                return f"{{{', '.join(self._entries(parent, value))}}}"
            case list():
                return f"[{', '.join(self._written(parent, each) for each in value)}]"
            case str() if REFERENCE.fullmatch(value):
                return f'"{value}"' if quoted else value
            case str() if quoted and not scalar(value).startswith('"'):
                return f'"{value}"'
            case _:
                return scalar(value)

    def _quoting(self, pointer: Pointer) -> bool:
        """True if keys there are in double quotes, as in JSON."""
        data = self.data(pointer)
        if isinstance(data, dict) and data:
            key = self._document.key_span((*pointer, next(iter(data))))
            return self.text[self._at(key.start)] == '"'
        return bool(pointer) and self._quoting(pointer[:-1])

    # -- places --

    def _at(self, place: Place) -> int:
        return self._starts[place.line - 1] + place.column - 1

    def _value(self, pointer: Pointer) -> tuple[int, int]:
        extent = self._document.extent(pointer)
        return self._at(extent.start), self._at(extent.end)

    def _reach(self, pointer: Pointer) -> tuple[int, int]:
        """The start of an entry or item, with its key or dash, and its end."""
        begin, end = self._value(pointer)
        if isinstance(pointer[-1], str):
            return self._at(self._document.key_span(pointer).start), end
        if self._blocky(pointer[:-1]):
            begin = self.text.rindex("-", 0, begin)
        return begin, end

    def _colon(self, pointer: Pointer) -> int:
        """The offset after the colon of a key."""
        if not pointer or not isinstance(pointer[-1], str):
            raise CannotEdit(json_pointer(pointer))
        return self.text.index(":", self._at(self._document.key_span(pointer).end)) + 1

    def _blocky(self, pointer: Pointer) -> bool:
        """True if the value is a collection without brackets."""
        data = self.data(pointer)
        if not isinstance(data, dict | list) or not data:
            return False
        return self.text[self._value(pointer)[0]] not in "{["

    def _line_of(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _line_after(self, offset: int) -> int:
        """The start of the next line, or the end of the text."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def _indent(self, offset: int) -> int | None:
        """The column of an offset with nothing before it on its line; else None."""
        before = self.text[self._line_of(offset) : offset]
        return len(before) if not before.strip(" ") else None

    @property
    def _line_break(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _joined(self, lines: Iterator[str]) -> str:
        return "".join(f"{line}{self._line_break}" for line in lines)

    def _insert_lines(self, place: int, lines: Iterator[str]) -> None:
        start = "" if self.text[:place].endswith("\n") else self._line_break
        self._splice((place, place, start + self._joined(lines)))

    def _splice(self, *changes: tuple[int, int, str]) -> None:
        text = self.text
        for begin, end, new in sorted(changes, reverse=True):
            text = text[:begin] + new + text[end:]
        self._read(text)


def _steps(data: dict[str, Data] | list[Data]) -> Iterator[str | int]:
    yield from data if isinstance(data, dict) else range(len(data))


def _last(data: dict[str, Data] | list[Data]) -> str | int:
    return next(reversed(data)) if isinstance(data, dict) else len(data) - 1


def _deep(value: dict[str, Data] | list[Data]) -> bool:
    """True if the value takes several lines: all but a list of plain values."""
    return bool(value) and (isinstance(value, dict) or any(isinstance(x, dict) for x in value))

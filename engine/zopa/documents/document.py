"""Text and data of one file, with the place of each part."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol, TypeAlias

from zopa.diagnostics import Diagnostic, Severity, clip, shown
from zopa.files import LARGEST, MOST_VALUES, Place, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from zopa.diagnostics import DiagnosticKind, Fix, Label

__all__ = [
    "BROKEN",
    "COLUMN_BITS",
    "COMMENT",
    "Broken",
    "Children",
    "Comment",
    "Data",
    "Document",
    "EndOfReading",
    "Entries",
    "Event",
    "FoundSoFar",
    "Limits",
    "Mark",
    "MarkedChildren",
    "MarkedNode",
    "Packed",
    "ParserMark",
    "Pointer",
    "RawEntry",
    "RawItems",
    "RawNode",
    "SourceText",
    "brief",
    "columns_by_line",
    "find_comments",
    "is_broken",
    "json_pointer",
    "marked",
    "packed",
    "unpacked",
    "without",
]


class ParserMark(Protocol):
    """Place from the parsers; both numbers start at 0."""

    @property
    def line(self) -> int:
        """Line number, from 0."""

    @property
    def column(self) -> int:
        """Column in code points, from 0."""


class Event(Protocol):
    """Parser event, with the attributes of all kinds of events."""

    start_mark: ParserMark
    end_mark: ParserMark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    """Quote or block sign of a text; empty or None if it has none."""
    flow_style: bool | None
    """True if a collection is in brackets."""


class SourceText:
    """Text with places as line and column, from 0."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        """Text with line feeds only."""

    @cached_property
    def lines(self) -> list[str]:
        """Lines without their breaks; the last one is empty if all have one."""
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """Return a line; empty past the end."""
        return self.lines[number] if number < len(self.lines) else ""

    def span(self, line: int, column: int, end_column: int, end_line: int = -1) -> Span:
        """Return a span of numbers from 0; on one line unless an end line is given."""
        start = Place(line + 1, column + 1)
        last = line if end_line < 0 else end_line
        return Span(self.path, start, Place(last + 1, end_column + 1))

    def between(self, start: ParserMark, end: ParserMark) -> Span:
        """Return the span between two marks; of the first line only if they are on two lines.

        The parsers put the end of a text over several lines at the next token, which is useless
        for a message.
        """
        if start.line == end.line:
            return self.span(start.line, start.column, end.column)
        shown = len(self.line(start.line).rstrip())
        return self.span(start.line, start.column, max(shown, start.column))

    def at(self, offset: int, length: int = 1) -> Span:
        """Return the span of characters of one line, from their offset in the text."""
        line = self.text.count("\n", 0, offset)
        column = offset - (self.text.rfind("\n", 0, offset) + 1)
        return self.span(line, column, column + length)


# -- limits of one file --


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one file; the defaults are those of YAML profile 1, section 2.

    The environment can raise size and number of values, see `zopa.files`.
    """

    file_size: int = LARGEST
    """Size in bytes."""
    line_length: int = 16_384
    """Characters of a line, without its line break."""
    depth: int = 32
    """Depth of nested collections, the root included."""
    nodes: int = MOST_VALUES
    """Number of keys, values and collections."""
    scalar: int = 65_536
    """Characters of one text."""
    key: int = 128
    """Characters of one key."""
    integer_digits: int = 16
    """Digits of an integer; up to those of 2⁵³ - 1, that number is the limit."""
    decimal_digits: int = 34


class Broken(enum.Enum):
    """Type of `BROKEN`; an enum, so that type checkers can narrow by `is`."""

    BROKEN = "broken"

    def __repr__(self) -> str:
        return "BROKEN"


BROKEN: Final = Broken.BROKEN
"""Placeholder in the data for a value that already has a diagnostic.

Readers of the data skip it silently. A document that contains one is not `ok`.
"""

Data: TypeAlias = (
    "bool | int | Decimal | str | list[Data] | dict[str, Data] | Literal[Broken.BROKEN] | None"
)
Pointer: TypeAlias = tuple[str | int, ...]
"""Path from the root to a value: keys of mappings and positions in lists, from 0."""

Packed: TypeAlias = int
"""Mark as one integer; documents keep many."""
Children: TypeAlias = "Entries | RawItems | None"
RawNode: TypeAlias = "tuple[Packed, Packed | None, Children]"
"""Start, end and children of a value; a block collection has no separate end."""
RawEntry: TypeAlias = "tuple[Packed, Packed | None, Children, Packed, Packed]"
"""Start, end and children of a value, then start and end of its key."""
Entries: TypeAlias = "dict[str, RawEntry]"
RawItems: TypeAlias = "list[RawNode]"

MarkedChildren: TypeAlias = "dict[str, MarkedEntry] | list[MarkedNode] | None"
MarkedNode: TypeAlias = "tuple[Mark, Mark | None, MarkedChildren]"
MarkedEntry: TypeAlias = "tuple[Mark, Mark | None, MarkedChildren, Mark, Mark]"
"""The same with marks."""

COLUMN_BITS: Final = 32
"""Bits of a packed mark that are its column; the line stands above them."""


class Mark(NamedTuple):
    """Place without a parser; both numbers start at 0."""

    line: int
    column: int


def packed(mark: ParserMark) -> Packed:
    """Return a mark as one integer, which takes a third of the memory."""
    return mark.line << COLUMN_BITS | mark.column


def unpacked(place: Packed) -> Mark:
    """Return the mark of an integer."""
    return Mark(place >> COLUMN_BITS, place & (1 << COLUMN_BITS) - 1)


def marked(node: RawNode) -> MarkedNode:
    """Return a value's places with all marks unpacked."""
    start, end, children = node
    below: MarkedChildren = None
    if isinstance(children, dict):
        below = {
            key: (*marked(each[:3]), unpacked(each[3]), unpacked(each[4]))
            for key, each in children.items()
        }
    elif children is not None:
        below = list(map(marked, children))
    return unpacked(start), None if end is None else unpacked(end), below


def json_pointer(pointer: Pointer) -> str:
    """Write a pointer as a JSON Pointer (RFC 6901); empty for the root."""
    return "".join(f"/{str(each).replace('~', '~0').replace('/', '~1')}" for each in pointer)


def is_broken(data: Data) -> bool:
    """Return True if a value inside already has a finding."""
    if isinstance(data, dict):
        return any(map(is_broken, data.values()))
    if isinstance(data, list):
        return any(map(is_broken, data))
    return data is BROKEN


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """Data, places and diagnostics of one file."""

    path: str
    """Path as in spans: relative to the workspace, with `/`."""
    text: str = field(repr=False)
    """Text of the file, without a byte order mark; empty if it is not UTF-8."""
    data: Data = field(repr=False)
    """Mapping at the root; None if the file could not be read to its end.

    Decimal numbers are decimals, dates are texts. Values with a diagnostic of severity error
    are `BROKEN`; of duplicate keys the first is kept.
    """
    ok: bool
    """True if there is no diagnostic of severity error."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Diagnostics, by place."""
    root: RawNode | None = field(default=None, repr=False)
    """Places of `data`, in the same structure; for `span` and related methods."""
    with_hash: tuple[tuple[ParserMark, ParserMark], ...] | None = field(
        default=None, repr=False
    )
    """Quoted and block texts that contain a `#`; None if the file was not read to its end."""

    @property
    def comments(self) -> tuple[Comment, ...]:
        """Comments, by place; computed again each time, in the time of a search.

        Empty if the file is not valid YAML to its end.
        """
        if self.with_hash is None or "#" not in self.text:
            return ()
        source = SourceText(self.path, self.text.replace("\r\n", "\n"))
        return tuple(find_comments(source, self.with_hash))

    def span(self, pointer: Pointer) -> Span:
        """Return the span to point at for the value at `pointer`.

        For texts and numbers it is the exact value, quotes included; for collections in
        brackets, brackets included. A text after `|` or `>` reaches from that sign to the end
        of its last line that is not empty. A block collection has no short text: its key
        represents it, or its first key or dash if it is an item of a list or the root.

        Raises:
            LookupError: there is no value at `pointer`.
        """
        start, end, children = self._node(pointer)
        if end is not None:
            return self._between(start, end)
        if pointer and isinstance(pointer[-1], str):
            return self.key_span(pointer)
        if isinstance(children, dict) and children:
            _, _, _, start, end = next(iter(children.values()))
            return self._between(start, end)
        return self._first(start)

    def key_span(self, pointer: Pointer) -> Span:
        """Return the span of the key, quotes included, of the value at `pointer`.

        For an item of a list it is the span of the item, for the root that of the root.

        Raises:
            LookupError: there is no value at `pointer`.
        """
        if pointer and isinstance(pointer[-1], str):
            _, _, children = self._node(pointer[:-1])
            if isinstance(children, dict) and pointer[-1] in children:
                _, _, _, key_start, key_end = children[pointer[-1]]
                return self._between(key_start, key_end)
        return self.span(pointer)

    def extent(self, pointer: Pointer) -> Span:
        """Return the span of the value at `pointer` over all its lines.

        A block collection reaches from its first key or dash to the end of its last value;
        later comments do not belong to it.

        Raises:
            LookupError: there is no value at `pointer`.
        """
        start, end, children = self._node(pointer)
        last = start
        while end is None and children:
            nested = list(children.values()) if isinstance(children, dict) else children
            last, end, children = nested[-1][:3]
        return self._between(start, last if end is None else end)

    def slice(self, span: Span) -> str:
        """Return the text of a span of this file."""
        lines = self.text.split("\n")[span.start.line - 1 : span.end.line]
        if lines:
            lines[-1] = lines[-1][: span.end.column - 1]
            lines[0] = lines[0][span.start.column - 1 :]
        return "\n".join(lines)

    def _node(self, pointer: Pointer) -> RawNode:
        node = self.root
        if node is None:
            if not pointer:
                return (0, 0, None)
            msg = f"nothing stands at {json_pointer(pointer)!r} of {self.path}"
            raise LookupError(msg)
        start, end, children = node
        for step in pointer:
            if isinstance(children, dict) and isinstance(step, str) and step in children:
                start, end, children = children[step][:3]
            elif (
                isinstance(children, list)
                and isinstance(step, int)
                and 0 <= step < len(children)
            ):
                start, end, children = children[step]
            else:
                msg = f"nothing stands at {json_pointer(pointer)!r} of {self.path}"
                raise LookupError(msg)
        return start, end, children

    def _between(self, start: Packed, end: Packed) -> Span:
        return Span(self.path, _place(start), _place(end))

    def _first(self, start: Packed) -> Span:
        return self._between(start, start + 1)


def _place(packed_mark: Packed) -> Place:
    line, column = unpacked(packed_mark)
    return Place(line + 1, column + 1)


# -- comments of a text --


COMMENT = re.compile("(?:^| )#")
"""Beginning of a comment, outside texts."""


@dataclass(frozen=True, slots=True)
class Comment:
    """Comment; never part of a text that contains a `#`."""

    span: Span
    """Span from the `#` to the end of the line."""
    text: str
    """Text of the comment, with the `#`."""


def find_comments(
    source: SourceText, taken: Iterable[tuple[ParserMark, ParserMark]]
) -> Iterator[Comment]:
    """Find the comments of a text.

    Args:
        source: text of the file.
        taken: start and end of the quoted and block texts that contain a `#`. Unquoted texts
            need not be listed: ` #` ends them.
    """
    block: set[int] = set()
    quoted: list[tuple[ParserMark, ParserMark]] = []
    for start, end in taken:
        if start.line == end.line:
            quoted.append((start, end))
        else:
            block.update(range(start.line + 1, end.line + 1))
    inside = columns_by_line(quoted)
    for number, line in enumerate(source.lines):
        if "#" not in line or number in block:
            continue
        found = COMMENT.search(without(line, inside.get(number, ())))
        if found is not None:
            column = found.end() - 1
            yield Comment(source.span(number, column, len(line)), line[column:])


def columns_by_line(
    texts: Iterable[tuple[ParserMark, ParserMark]],
) -> dict[int, list[tuple[int, int]]]:
    """Return start and end columns of single-line texts, by line number."""
    columns: dict[int, list[tuple[int, int]]] = {}
    for start, end in texts:
        if start.line == end.line:
            columns.setdefault(start.line, []).append((start.column, end.column))
    return columns


def without(line: str, texts: Iterable[tuple[int, int]]) -> str:
    """Replace texts in a line by other letters; the texts come in order."""
    parts: list[str] = []
    done = 0
    for start, end in texts:
        if start >= done:
            parts += (line[done:start], "x" * (end - start))
            done = end
    return "".join((*parts, line[done:]))


# -- collection of the diagnostics of one file --


MOST: Final = 1_000
"""Largest number of findings; reading stops if there are more, errors among them."""


class EndOfReading(Exception):  # noqa: N818 - no error, it only unwinds; the finding is made
    """Reading cannot continue; the reason is among the findings."""


def brief(text: str, most: int = 40) -> str:
    """Return a text from the file, shortened for a message."""
    return f"`{clip(shown(clip(text, most)), most)}`"


class FoundSoFar:
    """Diagnostics of one file so far."""

    def __init__(self) -> None:
        self.all: list[Diagnostic] = []
        self.muted = 0
        """If above zero, findings are consequences of a reported one and are dropped."""

    def add(
        self,
        kind: DiagnosticKind,
        span: Span,
        message: str,
        *help_: str,
        label: str = "",
        related: tuple[Label, ...] = (),
        fix: Fix | None = None,
        pointer: Pointer = (),
        data: dict[str, object] | None = None,
    ) -> None:
        """Add a diagnostic; `help_` has one line for each instruction.

        Raises:
            Stopped: there are too many.
        """
        if self.muted:
            return
        if len(self.all) >= MOST:
            if any(each.severity is Severity.ERROR for each in self.all):
                raise EndOfReading
            return
        self.all.append(
            Diagnostic(
                kind,
                span,
                message,
                label=label,
                related=related,
                help=help_,
                fixes=() if fix is None else (fix,),
                pointer=json_pointer(pointer),
                data=data or {},
            )
        )

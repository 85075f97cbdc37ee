"""One file as data, and where each part of the data stands."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from zopa.diagnostics import Diagnostic, Severity, clip, shown
from zopa.documents.source import Source
from zopa.files.span import Place, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from zopa.diagnostics import Fix, Kind, Label
    from zopa.documents.source import Mark

__all__ = [
    "BROKEN",
    "COMMENT",
    "Broken",
    "Children",
    "Comment",
    "Data",
    "Document",
    "Entries",
    "Findings",
    "Items",
    "Node",
    "Pointer",
    "Stopped",
    "brief",
    "columns_by_line",
    "find_comments",
    "is_broken",
    "json_pointer",
    "without",
]


class Broken(enum.Enum):
    """The type of `BROKEN`; an enum, so that type checkers can narrow by `is`."""

    BROKEN = "broken"

    def __repr__(self) -> str:
        return "BROKEN"


BROKEN: Final = Broken.BROKEN
"""Stands in the data for a value that a diagnostic already speaks of.

Whoever reads the data passes over it without a word of their own. A document
that holds one is not `ok`.
"""

Data: TypeAlias = (
    "bool | int | Decimal | str | list[Data] | dict[str, Data] | Literal[Broken.BROKEN] | None"
)
Pointer: TypeAlias = tuple[str | int, ...]
"""The way from the root to a value: keys of mappings and positions in lists, from 0."""

Children: TypeAlias = "Entries | Items | None"
Node: TypeAlias = "tuple[Mark, Mark | None, Children]"
"""Start, end and children of a value; a block collection has no end of its own."""
Entry: TypeAlias = "tuple[Mark, Mark | None, Children, Mark, Mark]"
"""The same, then start and end of its key."""
Entries: TypeAlias = "dict[str, Entry]"
Items: TypeAlias = "list[Node]"


def json_pointer(pointer: Pointer) -> str:
    """Write a pointer as RFC 6901 has it; empty for the root."""
    return "".join(f"/{str(each).replace('~', '~0').replace('/', '~1')}" for each in pointer)


def is_broken(data: Data) -> bool:
    """Whether a value inside already has a finding of its own."""
    if isinstance(data, dict):
        return any(map(is_broken, data.values()))
    if isinstance(data, list):
        return any(map(is_broken, data))
    return data is BROKEN


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One file: what it says, where it says it, and what is wrong with it."""

    path: str
    """As spans have it: relative to the workspace, with `/`."""
    text: str = field(repr=False)
    """As in the file, but without a byte order mark; empty when it is not UTF-8."""
    data: Data = field(repr=False)
    """The mapping at the root; None when the file could not be read to its end.

    Numbers with a point are decimals, dates are texts. Values that a diagnostic
    of severity error speaks of are `BROKEN`; of duplicate keys the first is kept.
    """
    ok: bool
    """Whether there is no diagnostic of severity error."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """By place."""
    root: Node | None = field(default=None, repr=False)
    """The places of `data`, in the same shape; for `span` and its kin."""
    with_hash: tuple[tuple[Mark, Mark], ...] | None = field(default=None, repr=False)
    """Quoted and block texts that hold a `#`; None if not all of the file was read."""

    @property
    def comments(self) -> tuple[Comment, ...]:
        """The comments, by place; looked up anew each time, in the time of a search.

        None of a file that is not YAML to its end.
        """
        if self.with_hash is None or "#" not in self.text:
            return ()
        source = Source(self.path, self.text.replace("\r\n", "\n"))
        return tuple(find_comments(source, self.with_hash))

    def span(self, pointer: Pointer) -> Span:
        """The text to point at for the value at `pointer`.

        Exactly the value for texts and numbers, quotes included, and for
        collections in brackets, brackets included. A text after `|` or `>` is
        given from that sign to the end of its last line that is not empty. A
        block collection has no smallest text of its own: its key stands for it,
        and its first key or dash where it is an item of a list or the root.

        Raises:
            LookupError: nothing stands at `pointer`.
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
        """The key, quotes included, whose value stands at `pointer`.

        For an item of a list the span of the item; for the root that of the root.

        Raises:
            LookupError: nothing stands at `pointer`.
        """
        if pointer and isinstance(pointer[-1], str):
            _, _, children = self._node(pointer[:-1])
            if isinstance(children, dict) and pointer[-1] in children:
                _, _, _, key_start, key_end = children[pointer[-1]]
                return self._between(key_start, key_end)
        return self.span(pointer)

    def extent(self, pointer: Pointer) -> Span:
        """The whole text of the value at `pointer`, over all its lines.

        A block collection reaches from its first key or dash to the end of its
        last value; comments after that do not belong to it.

        Raises:
            LookupError: nothing stands at `pointer`.
        """
        start, end, children = self._node(pointer)
        last = start
        while end is None and children:
            nested = list(children.values()) if isinstance(children, dict) else children
            last, end, children = nested[-1][:3]
        return self._between(start, end or last)

    def slice(self, span: Span) -> str:
        """The text of a span of this file."""
        lines = self.text.split("\n")[span.start.line - 1 : span.end.line]
        if lines:
            lines[-1] = lines[-1][: span.end.column - 1]
            lines[0] = lines[0][span.start.column - 1 :]
        return "\n".join(lines)

    def _node(self, pointer: Pointer) -> Node:
        node = self.root
        if node is None:
            if not pointer:
                origin = _Origin()
                return (origin, origin, None)
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

    def _between(self, start: Mark, end: Mark) -> Span:
        return Span(
            self.path,
            Place(start.line + 1, start.column + 1),
            Place(end.line + 1, end.column + 1),
        )

    def _first(self, start: Mark) -> Span:
        place = Place(start.line + 1, start.column + 1)
        return Span(self.path, place, Place(place.line, place.column + 1))


class _Origin:
    """The mark of a file's beginning."""

    line = 0
    column = 0


# -- the comments of a text, told from what only looks like one --


COMMENT = re.compile("(?:^| )#")
"""What a comment begins with, where no text is."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, which is never a part of a text that holds a `#`."""

    span: Span
    """From the `#` to the end of the line."""
    text: str
    """With the `#`."""


def find_comments(source: Source, taken: Iterable[tuple[Mark, Mark]]) -> Iterator[Comment]:
    """Find the comments of a text.

    Args:
        source: the text of the file.
        taken: start and end of the quoted and block texts that hold a `#`. An
            unquoted text needs no mention: ` #` ends it.
    """
    block: set[int] = set()
    quoted: list[tuple[Mark, Mark]] = []
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


def columns_by_line(texts: Iterable[tuple[Mark, Mark]]) -> dict[int, list[tuple[int, int]]]:
    """Where texts that are on one line begin and end, by the numbers of the lines."""
    columns: dict[int, list[tuple[int, int]]] = {}
    for start, end in texts:
        if start.line == end.line:
            columns.setdefault(start.line, []).append((start.column, end.column))
    return columns


def without(line: str, texts: Iterable[tuple[int, int]]) -> str:
    """A line with other letters in place of texts; they come in order."""
    parts: list[str] = []
    done = 0
    for start, end in texts:
        if start >= done:
            parts += (line[done:start], "x" * (end - start))
            done = end
    return "".join((*parts, line[done:]))


# -- gathering the diagnostics of one file --


MOST: Final = 1_000
"""How many are kept; a file with more, errors among them, is not read on."""


class Stopped(Exception):  # noqa: N818 - no error, it only unwinds; the finding is made
    """It makes no sense to read on; why, is among the findings."""


def brief(text: str, most: int = 40) -> str:
    """A text from the file for a message, which it must not make too long."""
    return f"`{clip(shown(clip(text, most)), most)}`"


class Findings:
    """The diagnostics found so far."""

    def __init__(self) -> None:
        self.all: list[Diagnostic] = []
        self.muted = 0
        """Above zero what is found follows from something already reported."""

    def add(
        self,
        kind: Kind,
        span: Span,
        message: str,
        *help_: str,
        label: str = "",
        related: tuple[Label, ...] = (),
        fix: Fix | None = None,
        pointer: Pointer = (),
        data: dict[str, object] | None = None,
    ) -> None:
        """Add a diagnostic; `help_` is what to do, one line each.

        Raises:
            Stopped: there are too many.
        """
        if self.muted:
            return
        if len(self.all) >= MOST:
            if any(each.severity is Severity.ERROR for each in self.all):
                raise Stopped
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

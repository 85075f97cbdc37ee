"""The comments of a text, told from what only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zopa.documents.source import Mark, Source
    from zopa.files.span import Span

__all__ = ["COMMENT", "Comment", "columns_by_line", "find_comments", "without"]

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

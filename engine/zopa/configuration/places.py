"""Where the keys of a TOML file stand, which `tomllib` does not tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from zopa.files.span import Place, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["places"]

PART: Final = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
HEADER: Final = re.compile(rf"\s*\[\s*({PART}(?:\s*\.\s*{PART})*)\s*\]")
KEY: Final = re.compile(rf"\s*({PART}(?:\s*\.\s*{PART})*)\s*=")


def places(text: str, path: str) -> Mapping[tuple[str, ...], Span]:
    """Spans of the keys by their parts, tables included; of keys in a line of their own.

    A line within a text of several lines may be taken for a key: the first one counts, and
    whoever asks for a key that is not there takes the table around it.
    """
    found: dict[tuple[str, ...], Span] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        header = HEADER.match(line)
        match = header or KEY.match(line)
        if match is None:
            continue
        parts = tuple(_plain(each) for each in re.findall(PART, match[1]))
        key = parts if header else (*table, *parts)
        start, end = match.span(1)
        found.setdefault(key, Span(path, Place(number, start + 1), Place(number, end + 1)))
        if header:
            table = parts
    return found


def _plain(part: str) -> str:
    if part[0] == '"':
        return re.sub(r"\\(.)", r"\1", part[1:-1])
    return part[1:-1] if part[0] == "'" else part

"""Parts of a page for several answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import Cell, Paragraph, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zopa.answers.page import Line, Tone


UNKNOWN = Paragraph((Words("Unknown: the time limit ended the search first."),))


INCOHERENT = Paragraph(
    (Words("Inconsistent: the draft contradicts the rules, whatever the positions."),)
)


def anchor(nature: str, name: str) -> str:
    """The anchor of an item of the corpus in the brief; ids have no two hyphens in a row."""
    safe = "".join(
        each if each.isascii() and each.isalnum() else "--" if each == "/" else "-"
        for each in name
    )
    return f"{nature}-{safe}"


def text(words: str, to: str = "", tone: Tone = "") -> Line:
    """A line of words with one style."""
    return (Words(words, to, tone),)


def number(value: int) -> Cell:
    """A number in a table, and the same number for programs."""
    return Cell(text(f"{value:,}"), value)


def ids(names: Iterable[str]) -> str:
    """Names in one cell, for programs."""
    return " ".join(names)


def joined(lines: Sequence[Line], comma: str = ", ", last: str = " and ") -> Line:
    """Lines in a sentence."""
    found: list[Words] = []
    for place, line in enumerate(lines):
        if place:
            found.append(Words(last if place + 1 == len(lines) else comma))
        found.extend(line)
    return tuple(found)

"""Rows of a pane as values: styled parts, and what the cursor stands on there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from rich.cells import cell_len, set_cell_size

from zopa.diagnostics import one_line, shown
from zopa.render.style import fold

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

__all__ = ["BLANK", "CUT", "Line", "Part", "Shade", "apart", "clean", "cut", "pad", "wrapped"]

CUT = "\ue000"
"""Stands for what was cut off, until a pane that knows its signs draws it; no text has it."""
Shade: TypeAlias = Literal[
    "", "crossed", "open", "respected", "waived", "forced", "muted", "head", "mark"
]
"""How a part looks; the widget knows the colours. Verdicts have their own names."""
Part: TypeAlias = tuple[str, Shade]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pane."""

    parts: tuple[Part, ...] = ()
    key: Hashable = None
    """What the cursor stands on; None where it cannot stand."""

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(text for text, _ in self.parts).replace(CUT, "…")


BLANK = Line()


def clean(text: str) -> str:
    """Text from a file on one line, with nothing in it that a terminal obeys."""
    return shown(one_line(text))


def cut(text: str, width: int, more: str = CUT) -> str:
    """The text in at most so many cells; what is left out is hinted at."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return set_cell_size(text, width - cell_len(more)).rstrip() + more


def pad(text: str, width: int, more: str = CUT) -> str:
    """The text in exactly so many cells."""
    short = cut(text, width, more)
    return short + " " * (width - cell_len(short))


def wrapped(
    text: str,
    width: int,
    *,
    head: str = "",
    indent: int | None = None,
    shade: Shade = "",
    key: Hashable = None,
) -> Iterator[Line]:
    """A paragraph, broken at spaces.

    Args:
        text: clean text.
        width: cells of a line.
        head: what stands muted before the first line.
        indent: cells before the other lines; those of the head where not given.
        shade: of the text.
        key: of every line.
    """
    margin = " " * (cell_len(head) if indent is None else indent)
    first = fold(text, max(8, width - cell_len(head))).partition("\n")[0]
    yield Line(((head, "muted"), (first, shade)), key)
    rest = text[len(first) :].lstrip(" ")
    for line in fold(rest, max(8, width - len(margin))).split("\n") if rest else ():
        yield Line(((margin, ""), (line, shade)), key)


def apart(
    left: tuple[Part, ...], right: Part, width: int, *, key: Hashable = None, more: str = CUT
) -> Line:
    """Parts at the left end, cut where they must be, and one at the right end."""
    room = width - cell_len(right[0]) - (2 if right[0] else 0)
    if room < 16:
        room, right = width, ("", "")
    kept: list[Part] = []
    for text, shade in left:
        if room <= 0:
            break
        short = cut(text, room, more)
        kept.append((short, shade))
        room -= cell_len(short)
    gap = " " * (max(0, room) + (2 if right[0] else 0))
    return Line((*kept, (gap, ""), right), key)

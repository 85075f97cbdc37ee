"""Number line: the current value, the values with a deal, and each party's limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa_tui.session.draft import as_typed
from zopa_tui.views.text import TextLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.model.corpus import Attribute
    from zopa.solving.partition import Piece
    from zopa_tui.views.text import Signs, TextPart

__all__ = ["marked", "ruler", "span"]

LEAST = 12
"""Minimum width in cells for a readable line."""


def ruler(
    domain: Attribute,
    deals: Sequence[Piece],
    limits: Mapping[str, int],
    now: int | None,
    *,
    width: int,
    signs: Signs,
) -> TextLine | None:
    """The range of a number; thick for values with a deal, with a letter at each limit.

    None if the range is unbounded on either side, or if there is no room.

    Args:
        domain: domain of the number.
        deals: values with a deal.
        limits: the value of each limit, by letter.
        now: the current value.
        width: available cells.
        signs: symbols that the terminal can show.
    """
    low, high = span(domain, deals, (*limits.values(), now))
    ends = [as_typed(domain.at(each)) for each in (low, high)]
    room = width - sum(map(len, ends)) - 2
    if high <= low or room < LEAST:
        return None
    cells = marked(low, high, deals, limits, now, room=room, signs=signs)
    return TextLine(((f"{ends[0]} ", "muted"), *cells, (f" {ends[1]}", "muted")))


def span(
    domain: Attribute, deals: Sequence[Piece], others: Iterable[int | None]
) -> tuple[int, int]:
    """First and last number to draw: those of the domain, else of the existing values."""
    known = [each for piece in deals for each in (piece.low, piece.high)]
    numbers = [each for each in (*known, *others) if isinstance(each, int)]
    low = domain.minimum if domain.minimum is not None else min(numbers, default=0)
    high = domain.maximum if domain.maximum is not None else max(numbers, default=0)
    return int(low), int(high)


def marked(
    low: int,
    high: int,
    deals: Sequence[Piece],
    limits: Mapping[str, int],
    now: int | None,
    *,
    room: int,
    signs: Signs,
) -> list[TextPart]:
    """The cells between two numbers: thick for deals, with limits and the current value."""

    def cell(number: int) -> int:
        at = (max(low, min(number, high)) - low) * (room - 1)
        return int(2 * at + (high - low)) // int(2 * (high - low))

    cells: list[TextPart] = [(signs.rule, "muted")] * room
    for piece in deals:
        if not isinstance(piece.low, int) or not isinstance(piece.high, int):
            continue
        if piece.low <= high and piece.high >= low:
            for at in range(cell(piece.low), cell(piece.high) + 1):
                cells[at] = (signs.force, "respected")
    for letter, number in limits.items():
        if low <= number <= high:
            cells[cell(number)] = (letter, "open")
    if now is not None:
        cells[cell(now)] = (signs.day, "head")
    return cells

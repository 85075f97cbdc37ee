"""Pareto frontier: a chart for two parties, and its trade-offs in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rich.cells import cell_len

from zopa.answers.frontier import undominated
from zopa.answers.lines import nature
from zopa.answers.wording import several
from zopa_tui.views.deals import party_of
from zopa_tui.views.text import TextLine, apart, clean, cut, pad, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.model.corpus import Corpus
    from zopa.questions.frontier import Frontier, Point
    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.text import Shade, TextPart

__all__ = ["PointAt", "axes", "costs_of", "picture", "point_about", "point_lines"]

TALLEST = 10
"""Maximum height of a chart in lines, without its axis."""


@dataclass(frozen=True, slots=True)
class PointAt:
    """A point of the frontier, by its index in the list."""

    number: int


def costs_of(point: Point) -> Mapping[str, int]:
    """Number of crossed positions for each party."""
    return {party: int(sum(cost)) for party, cost in point.costs.items()}


def axes(frontier: Frontier) -> list[tuple[str, str]]:
    """Pairs of parties whose costs differ along the frontier, the most different first."""
    losses: dict[str, set[int]] = {}
    for point in frontier.points:
        for party, cost in costs_of(point).items():
            losses.setdefault(party, set()).add(cost)
    moving = [party for party, values in losses.items() if len(values) > 1]
    moving.sort(key=lambda party: (-len(losses[party]), -max(losses[party]), party))
    pairs = [*combinations(moving, 2)]
    if not pairs and losses:
        rest = sorted(losses, key=lambda party: (-len(losses[party]), party))
        pairs = [(rest[0], rest[1] if len(rest) > 1 else rest[0])]
    return pairs


def picture(
    corpus: Corpus,
    frontier: Frontier,
    pair: tuple[str, str],
    size: tuple[int, int],
    signs: Signs,
    *,
    drafted: Mapping[str, int] | None = None,
    chosen: int | None = None,
) -> Iterator[TextLine]:
    """Chart of the frontier: costs of one party from right to left, of the other downwards.

    Up and right is better for both. A filled point is one that no other beats for these
    two. An empty point is on the frontier because of another party.

    Args:
        corpus: corpus of the parties.
        frontier: a frontier with at least one point.
        pair: the parties on the horizontal and on the vertical axis.
        size: width in cells and height in lines.
        signs: symbols to use.
        drafted: number of positions that the draft crosses, by party; None to leave it out.
        chosen: index of the point under the cursor.
    """
    width, height = size
    across, down = pair
    places = [
        (costs_of(each).get(across, 0), costs_of(each).get(down, 0)) for each in frontier.points
    ]
    mine = None if drafted is None else (drafted.get(across, 0), drafted.get(down, 0))
    every = [*places, *([mine] if mine is not None else [])]
    right, low = max(x for x, _ in every), max(y for _, y in every)
    rows = max(2, min(low + 1, TALLEST, height))
    step = max(1, -(-(low + 1) // rows))
    label = len(str(low)) + 2
    name = _short(corpus, across)
    room = width - label - cell_len(name) - 3
    columns = max(2, min(right + 1, room // 3))
    stride = max(1, -(-(right + 1) // columns))
    cell = max(3, min(7, room // (right // stride + 1)))
    spots: dict[tuple[int, int], list[int]] = {}
    for number, (x, y) in enumerate(places):
        spots.setdefault((x // stride, y // step), []).append(number)
    best = {place for place in places if not any(_beats(other, place) for other in places)}
    hint = "  up and right is better"
    title = cut(hint, width - cell_len(_short(corpus, down)), signs.more)
    yield TextLine(((_short(corpus, down), "head"), (title, "muted")))
    for y in range(low // step + 1):
        parts: list[TextPart] = [(f"{y * step:>{label - 1}} {signs.tick}", "muted")]
        for x in range(right // stride, -1, -1):
            there = spots.get((x, y), [])
            sign, shade = _spot(there, places, best, signs)
            here = mine is not None and (mine[0] // stride, mine[1] // step) == (x, y)
            text = f"{sign}{signs.here if here else ''}"
            if chosen in there:
                text, shade = f"[{text}]", "head"
            parts.append((text.center(cell), shade if there else "open"))
        yield TextLine(tuple(parts))
    axis = signs.rule * cell * (right // stride + 1)
    yield TextLine(((" " * label + signs.corner + axis, "muted"),))
    numbers = "".join(str(x * stride).center(cell) for x in range(right // stride, -1, -1))
    parts = [(" " * (label + 1) + numbers, "muted"), (f" {name}", "head")]
    yield TextLine(tuple(parts))


def _beats(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and one[0] <= other[0] and one[1] <= other[1]


def _spot(
    there: Sequence[int],
    places: Sequence[tuple[int, int]],
    best: set[tuple[int, int]],
    signs: Signs,
) -> tuple[str, Shade]:
    if not there:
        return "", ""
    top = any(places[number] in best for number in there)
    sign = signs.dot if top else signs.vague
    many = str(len(there)) if len(there) > 1 else ""
    return f"{sign}{many}", "respected" if top else "muted"


def _short(corpus: Corpus, party: str) -> str:
    return clean(corpus.parties[party].short if party in corpus.parties else party)


def point_lines(
    corpus: Corpus, frontier: Frontier, pair: tuple[str, str], width: int, signs: Signs
) -> Iterator[TextLine]:
    """A line for each point: its costs for the two parties, then for the others."""
    for number, point in enumerate(frontier.points):
        losses = costs_of(point)
        two = (
            f"{_short(corpus, party)} {losses.get(party, 0)}" for party in dict.fromkeys(pair)
        )
        first = f" {signs.between} ".join(two)
        rest = ", ".join(
            f"{_short(corpus, party)} {cost}"
            for party, cost in losses.items()
            if cost and party not in pair
        )
        name = _name(number)
        parts: tuple[TextPart, ...] = (
            (pad(name, 3), "head"),
            (first, ""),
            (f"   {rest}", "muted"),
        )
        yield apart(parts, ("", ""), width, key=PointAt(number), more=signs.more)


def _name(number: int) -> str:
    first, last = divmod(number, 26)
    return (chr(ord("a") + first - 1) if first else "") + chr(ord("a") + last)


def point_about(
    corpus: Corpus, frontier: Frontier, number: int, table: Sequence[str], width: int
) -> Iterator[TextLine]:
    """The positions that a trade-off crosses, with their holders at the table."""
    point = frontier.points[number]
    if not point.crossed:
        yield from wrapped("It crosses no position: a deal.", width, shade="respected")
        return
    crossed = several(len(point.crossed), "position")
    words = f"Trade-off {_name(number)} crosses {crossed}. {undominated(frontier)}"
    yield from wrapped(f"{words} enter tries it.", width)
    if point.total > 1:
        others = several(point.total - 1, "other set")
        verb = "costs" if point.total == 2 else "cost"
        words = f"{others} of positions {verb} the same; this is the first."
        yield from wrapped(words, width, shade="muted")
    for name in point.crossed:
        position = corpus.positions[name]
        kind: TextPart = (nature(position), "muted")
        title = f"  {party_of(corpus, name, table)}: {clean(position.title)}"
        yield apart(((title, ""),), kind, width)

"""Picture of the lattice of coalitions: the sets of parties that can agree."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from zopa.answers import Key, Picture, PictureText, Rect, RuleLine
from zopa.answers.wording import and_words, letters, party_name
from zopa.questions import Completeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.answers import Shape
    from zopa.model.corpus import Corpus
    from zopa.questions.coalitions import Coalitions

__all__ = ["lattice"]

MOST_PARTIES = 12
"""Maximum number of parties in a picture; more have only a table."""
MOST_DRAWN = 5
"""Maximum number of parties for drawing every set; with more, the sets of the table."""
MOST_ROWS = 12
"""Maximum number of sets of each kind in a picture that does not draw all of them."""
BAR = 260
"""Length of a bar for the sets of one size."""
ROW, GAP, TOP, LETTER = 46, 14, 6, 11
CAN = (Key("deal", "can agree"), Key("no-deal", "cannot agree"))


def lattice(corpus: Corpus, found: Coalitions, mark: str) -> Picture | None:
    """Lattice of the parties in some set of two or more that cannot agree.

    Other parties can join every set, or none, and are left out. With few parties, every set is
    drawn, with lines to the sets with one party more. With more, only the largest sets that
    can agree and the smallest that cannot are drawn, and all others are counted by size.

    Args:
        corpus: for the names of the parties.
        found: the coalitions.
        mark: the draft's letter.
    """
    disputed = [some for some in found.unable if len(some) > 1]
    parties = [x for x in found.parties if any(x in some for some in disputed)]
    if not 1 < len(parties) <= MOST_PARTIES or found.completeness is not Completeness.PROVED:
        return None
    short = dict(zip(parties, map(str.lower, letters(len(parties))), strict=True))
    names = [f"{short[each]}: {party_name(corpus, each)}" for each in parties]
    able = {frozenset(each.parties).intersection(parties) for each in found.able}
    unable = {frozenset(each) for each in disputed}
    every = len(parties) <= MOST_DRAWN
    if every:
        width, height, shapes = _sets(short, able, unable)
    else:
        width, height, shapes = _rows(short, able, unable)
    shapes += [
        PictureText(GAP, height + 18 * place, name, "small")
        for place, name in enumerate(names, 1)
    ]
    return Picture(
        f"coalitions-{mark.lower()}",
        f"Who can agree on draft {mark}",
        _described(corpus, found, parties, every=every),
        max(width, GAP + 8 * max(map(len, names))),
        height + 18 * len(names) + 10,
        tuple(shapes),
        (*CAN, Key("changed", "no party can be added, or left out")) if every else CAN,
    )


def _order(some: frozenset[str]) -> tuple[int, list[str]]:
    return -len(some), sorted(some)


def _sets(
    short: Mapping[str, str], able: set[frozenset[str]], unable: set[frozenset[str]]
) -> tuple[float, float, list[Shape]]:
    """Every set, the largest at the top, with lines to those with one party less."""
    levels = [
        list(map(frozenset, itertools.combinations(short, size)))
        for size in range(len(short), -1, -1)
    ]
    box = LETTER * len(short) + 6
    width = max(map(len, levels)) * (box + GAP) + GAP
    places = {
        each: (
            (width - len(level) * (box + GAP) + GAP) / 2 + place * (box + GAP),
            TOP + row * ROW,
        )
        for row, level in enumerate(levels)
        for place, each in enumerate(level)
    }
    shapes: list[Shape] = [
        RuleLine(x + box / 2, y + 22, to_x + box / 2, to_y, "grid")
        for each, (x, y) in places.items()
        for party in short
        if party in each
        for to_x, to_y in [places[each - {party}]]
    ]
    for each, (x, y) in places.items():
        can = not any(some <= each for some in unable)
        words = "".join(short[party] for party in short if party in each) or "–"
        shapes.append(Rect(x, y, box, 22, "deal" if can else "no-deal", words))
        if each in able or each in unable:
            shapes.append(Rect(x, y, box, 22, "changed"))
        shapes.append(PictureText(x + box / 2, y + 15, words, "value", "middle"))
    return width, TOP + ROW * len(levels) - 14, shapes


def _rows(
    short: Mapping[str, str], able: set[frozenset[str]], unable: set[frozenset[str]]
) -> tuple[float, float, list[Shape]]:
    """A row for each set of the table with a box for each party, and how many sets of a size.

    The other sets follow from these: they are counted, not drawn.
    """
    shapes: list[Shape] = []
    height: float = TOP
    for title, look, every in (
        ("Largest sets that can agree", "deal", able),
        ("Smallest sets that cannot agree", "no-deal", unable),
    ):
        rows = sorted(every, key=_order)
        if look == "no-deal":
            rows.sort(key=len)
        shapes.append(PictureText(GAP, height + 14, title, "head"))
        height += 22
        for each in rows[:MOST_ROWS]:
            for place, (party, name) in enumerate(short.items()):
                x = GAP + 26 * place
                inside = party in each
                shapes.append(Rect(x, height, 22, 18, look if inside else "fill-none", name))
                if inside:
                    shapes.append(PictureText(x + 11, height + 13, name, "value", "middle"))
            height += 22
        if len(rows) > MOST_ROWS:
            more = f"{len(rows) - MOST_ROWS:,} more in the table below"
            shapes.append(PictureText(GAP, height + 13, more, "small"))
            height += 18
        height += 8
    counted = _by_size(list(short), able)
    title = f"All {2 ** len(short):,} sets, by number of parties"
    shapes.append(PictureText(GAP, height + 14, title, "head"))
    height += 22
    for size, can in enumerate(counted):
        number = math.comb(len(short), size)
        wide = BAR * can / number
        words = f"{size}: {can:,} of {number:,} can agree"
        if can:
            shapes.append(Rect(GAP, height, wide, 14, "deal", words))
        if can < number:
            shapes.append(Rect(GAP + wide, height, BAR - wide, 14, "no-deal", words))
        shapes.append(PictureText(GAP + BAR + 10, height + 12, words, "small"))
        height += 18
    return max(GAP + 26 * len(short), GAP + BAR + 190), height, shapes


def _by_size(parties: Sequence[str], able: set[frozenset[str]]) -> list[int]:
    """For each number of parties, how many sets of that size can agree.

    Every subset of a set that can agree can agree too.
    """
    bit = {party: 1 << place for place, party in enumerate(parties)}
    can = {sum(bit[party] for party in some) for some in able}
    counts = [0] * (len(parties) + 1)
    for some in range(2 ** len(parties) - 1, -1, -1):
        if some in can:
            counts[some.bit_count()] += 1
            can.update(some & ~each for each in bit.values())
    return counts


def _described(
    corpus: Corpus, found: Coalitions, parties: Sequence[str], *, every: bool
) -> str:
    def names(some: Sequence[str]) -> str:
        return and_words([party_name(corpus, each) for each in some if each in parties])

    def told() -> Iterator[str]:
        if every:
            yield "Each box is a set of parties."
        else:
            yield "Each row is a set of parties; all sets are counted by their size."
        yield f"Can agree: {'; '.join(names(x.parties) or 'no party' for x in found.able)}."
        yield f"Cannot agree: {'; '.join(names(x) for x in found.unable)}."

    return " ".join(told())

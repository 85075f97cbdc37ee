"""The frontier of a draft, as a picture and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import (
    Cell,
    Column,
    Key,
    Label,
    Paragraph,
    Picture,
    Rect,
    Row,
    Rule,
    Section,
    Table,
    Words,
)
from zopa.answers.wording import (
    INCOHERENT,
    UNKNOWN,
    ids,
    joined,
    kept_words,
    number,
    owned_line,
    party_name,
    several,
    text,
)
from zopa.model.corpus import Strength
from zopa.questions.question import Completeness

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from zopa.answers.page import Block, Line, Shape
    from zopa.model.corpus import Corpus
    from zopa.questions.every import Answers
    from zopa.questions.frontier import Frontier

__all__ = ["frontier"]

MOST = 24
"""Points that are drawn, and those that the page's table has."""
BOX, GAP, LEFT, TOP = 18, 5, 74, 34
LOOKS = {tier: f"fill-{place}" for place, tier in enumerate(Strength)}


def frontier(answers: Answers) -> Section:
    """Where no party can be better off without another being worse off."""
    title = "Where nobody gains without another losing"
    return Section(f"{answers.anchor}-frontier", title, tuple(_frontier(answers)))


def _frontier(answers: Answers) -> Iterator[Block]:
    found = answers.frontier
    if found is None:
        yield UNKNOWN
        return
    if found.rules_contradict:
        yield INCOHERENT
        return
    if len(found.points) == 1 and not found.points[0].crossed:
        words = "The frontier is the deals: an agreement that crosses nothing costs nobody."
        yield Paragraph(text(words))
        return
    yield Paragraph(
        text(
            "Every agreement that keeps these choices crosses somebody's positions. At each of"
            f" these {several(len(found.points), 'point')} no party can be spared more without"
            " another being asked more. A firmer position weighs more than any number of less"
            " firm ones; no number is put on a position."
            if len(found.points) > 1
            else "Every agreement that keeps these choices crosses at least the positions of"
            " this point, and some agreement crosses no others."
        )
    )
    corpus = answers.question.space.problem.corpus
    paying = _paying(corpus, found)
    if any(point.total > 1 for point in found.points):
        words = (
            "At some points different sets of positions can be crossed at the same costs; the"
            " table has a row for each, the picture shows the first."
        )
        yield Paragraph(text(words))
    yield _picture(answers, found, paying)
    yield _table(answers, found, paying)


def _paying(corpus: Corpus, found: Frontier) -> list[str]:
    """The parties of which some position is crossed at a point, in corpus order."""
    return [
        str(party)
        for party in corpus.parties
        if any(any(point.costs.get(party, ())) for point in found.points)
    ]


def _held(answers: Answers) -> dict[str, frozenset[str]]:
    return {party: frozenset(mine) for party, mine in answers.question.parties().items()}


def _mine(answers: Answers, crossed: Sequence[str], held: Collection[str]) -> list[str]:
    """Those of the positions that a party holds, firmest first."""
    corpus, order = answers.question.space.problem.corpus, list(Strength)
    mine = [name for name in crossed if name in held]
    return sorted(mine, key=lambda name: (order.index(corpus.positions[name].strength), name))


def _picture(answers: Answers, found: Frontier, paying: Sequence[str]) -> Picture:
    """A row for each point, a column for each party, a box for each position crossed."""
    corpus = answers.question.space.problem.corpus
    points = found.points[:MOST]
    shapes: list[Shape] = []
    used: set[Strength] = set()
    left = LEFT
    held = _held(answers)
    for party in paying:
        most = max(len(_mine(answers, point.crossed, held[party])) for point in points)
        name = party_name(corpus, party)
        shapes.append(Label(left, TOP - 14, name, "head"))
        for row, point in enumerate(points):
            for place, each in enumerate(_mine(answers, point.crossed, held[party])):
                position = corpus.positions[each]
                used.add(position.strength)
                shapes.append(
                    Rect(
                        left + place * (BOX + GAP),
                        TOP + row * (BOX + GAP + 6),
                        BOX,
                        BOX,
                        LOOKS[position.strength],
                        f"{name}: {position.title} ({position.strength})",
                    )
                )
        left += max(most * (BOX + GAP), 9 * len(name)) + 24
    for row in range(len(points)):
        y = TOP + row * (BOX + GAP + 6)
        shapes.append(Label(LEFT - 14, y + BOX - 3, f"point {row + 1}", anchor="end"))
        shapes.append(Rule(LEFT - 8, y + BOX + 5, left - 16, y + BOX + 5, "grid"))
    words = "; ".join(
        f"point {place}: "
        + kept_words(
            [
                f"{several(len(mine), 'position')} of {party_name(corpus, party)}"
                for party in paying
                if (mine := _mine(answers, point.crossed, held[party]))
            ]
        )
        for place, point in enumerate(points, 1)
    )
    if len(found.points) > len(points):
        words += f"; {len(found.points) - len(points):,} more are not drawn"
    return Picture(
        f"frontier-{answers.mark.lower()}",
        f"The frontier of draft {answers.mark}: positions crossed at each point",
        f"Each box is a position that is crossed, under the party that holds it. {words}.",
        left,
        TOP + len(points) * (BOX + GAP + 6) + 4,
        tuple(shapes),
        tuple(Key(LOOKS[tier], str(tier)) for tier in Strength if tier in used),
    )


def _table(answers: Answers, found: Frontier, paying: Sequence[str]) -> Table:
    """A row for each set of positions that can be crossed at a point."""
    corpus = answers.question.space.problem.corpus
    known = "" if found.completeness == Completeness.PROVED else "at least "
    apart = any(point.total > 1 for point in found.points)

    def nth(which: int, total: int) -> tuple[Cell, ...]:
        return (Cell(text(f"{which} of {known}{total:,}"), which),) if apart else ()

    held = _held(answers)

    def crossed(names: Sequence[str], party: str) -> Cell:
        mine = _mine(answers, names, held[party])
        lines = [_firmness(answers, each, party) for each in mine]
        return Cell(joined(lines, "; ", "; ") or text("–"), ids(mine))

    rows = tuple(
        Row(
            (
                number(place),
                *nth(which, point.total),
                *(crossed(each, party) for party in paying),
            )
        )
        for place, point in enumerate(found.points, 1)
        for which, each in enumerate(point.crossings, 1)
    )
    columns = (
        Column("point", "Point"),
        *((Column("set", "Set"),) if apart else ()),
        *(Column(party, f"Crossed of {party_name(corpus, party)}") for party in paying),
    )
    mark = answers.mark
    name, caption = f"frontier-{mark.lower()}", f"The frontier of draft {mark}"
    return Table(name, caption, columns, rows, most=MOST)


def _firmness(answers: Answers, name: str, party: str) -> Line:
    """A position in the list of a party, with how firmly it is held."""
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table
    strength = corpus.positions[name].strength
    return (*owned_line(corpus, name, party, table), Words(f" ({strength})"))

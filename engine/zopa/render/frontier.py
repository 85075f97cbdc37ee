"""`frontier` as text: agreements where nobody gains without another losing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.width import width_of
from zopa.answers.wording import (
    by_party,
    kept_words,
    party_name,
    position_words,
    several,
    title_among,
)
from zopa.model.corpus import Strength
from zopa.questions.question import Completeness
from zopa.render.asked import deal_lines, exactly, opening, ways_on
from zopa.render.deals import rules_contradict_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.questions.frontier import Frontier, Point
    from zopa.questions.question import Question
    from zopa.render.asked import Page

__all__ = ["crossable", "frontier_text"]

TOO_WIDE = "The table is wider than this page; each point in words:"
MOST = 12
"""Points that are spelled out below the table."""
MOST_SETS = 6
"""Sets of crossed positions that are spelled out of one point; the others are counted."""
TIERS = dict(zip(Strength, "CDRPI", strict=True))
"""One letter for each strength: P stands for "reported", as R does for "repeated"."""


def frontier_text(question: Question, frontier: Frontier, page: Page) -> str:
    """A table of points and parties, then each point in words."""
    return "\n".join([*_frontier(question, frontier, page), ""])


def _frontier(question: Question, frontier: Frontier, page: Page) -> Iterator[str]:
    yield from opening(question, page)
    if frontier.rules_contradict:
        yield from rules_contradict_text(question, page)
        return
    points = frontier.points
    keep = " that keeps these choices" if question.scenario.choices else ""
    if len(points) == 1 and not points[0].crossed:
        yield page.style("respected", "The frontier is the deals.")
        yield page.line(
            f"An agreement{keep} that crosses nothing costs nobody anything, and deals exist."
            f" {exactly(frontier.completeness, page)} One of them:"
        )
        yield from deal_lines(question, points[0].scenario, page)
        yield from ways_on(question, page, {"deals {draft}": "how many, and what they share"})
        return
    proved = frontier.completeness == Completeness.PROVED
    yield page.style("bold", f"{several(len(points), 'point')}{'' if proved else ' so far'}.")
    cost = (
        "the sum of your weights" if frontier.weighted else "its positions crossed, by strength"
    )
    yield page.line(
        f"At a point, no agreement{keep} costs one party less without costing another more."
        f" A party's cost is {cost}; firmer ones count before any number of others."
        if not frontier.weighted
        else f"At a point, no agreement{keep} costs one party less without costing another"
        f" more. A party's cost is {cost}."
    )
    yield page.line(exactly(frontier.completeness, page))
    yield ""
    yield from _table(question, frontier, page)
    for number, point in enumerate(points[:MOST], 1):
        yield ""
        if point.total == 1:
            yield page.style("bold", f"Point {number} crosses")
        else:
            known = "" if proved else "at least "
            heading = f"Point {number} crosses one of {known}{several(point.total, 'set')}"
            yield page.style("bold", heading)
        yield from _point(question, point, page)
    if len(points) > MOST:
        yield ""
        yield page.line(f"… and {len(points) - MOST} more; --format json has all of them")
    yield from ways_on(
        question,
        page,
        {
            "concessions {draft}": "the same from the side of who would have to move",
            "frontier {draft} --weights FILE": "with your own weights instead of strengths",
        },
    )


def _table(question: Question, frontier: Frontier, page: Page) -> Iterator[str]:
    """Points by parties, of the parties of which some position is crossed at a point."""
    corpus = question.space.problem.corpus
    losing = by_party(question, (x for each in frontier.points for x in crossable(each)))
    paying = [str(party) for party in corpus.parties if party in losing]
    heads = ["point", *(party_name(corpus, party) for party in paying)]
    if sum(map(width_of, heads)) + 2 * len(heads) > page.width:
        yield page.line(TOO_WIDE)
        return
    rows = [
        [
            str(number),
            *(_cell(question, frontier, point, party) for party in paying),
        ]
        for number, point in enumerate(frontier.points, 1)
    ]
    widths = [max(map(width_of, column)) for column in zip(heads, *rows, strict=True)]
    if sum(widths) + 2 * len(widths) > page.width:
        yield page.line(TOO_WIDE)
        return
    yield page.style("bold", _row(heads, widths))
    for row in rows:
        yield _row(row, widths)
    if not frontier.weighted:
        legend = ", ".join(f"{letter} {tier}" for tier, letter in TIERS.items())
        yield page.style("dim", page.line(f"2R 1P: two repeated, one reported. {legend}"))
    spared = [party for party in frontier.points[0].costs if party not in paying]
    if spared:
        names = kept_words(
            [party_name(corpus, each) for each in corpus.parties if each in spared]
        )
        yield page.line(f"Nothing of theirs is crossed at any point: {names}")
    if frontier.unweighted:
        free = several(len(frontier.unweighted), "position has", "positions have")
        words = [position_words(corpus, x, question.context.table) for x in frontier.unweighted]
        yield page.line(f"{free} no weight, so crossing them costs nothing: {'; '.join(words)}")


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(
        f"{cell}{' ' * (width - width_of(cell))}"
        for cell, width in zip(cells, widths, strict=True)
    ).rstrip()


def crossable(point: Point) -> set[str]:
    """The positions that can be crossed at the costs of a point, as far as they are listed."""
    return {name for each in point.crossings for name in each}


def _cell(question: Question, frontier: Frontier, point: Point, party: str) -> str:
    cost = point.costs[party]
    if not by_party(question, crossable(point)).get(party):
        return "–"
    if frontier.weighted:
        return f"{cost[0]}"
    return " ".join(
        f"{number}{letter}"
        for number, letter in zip(cost, TIERS.values(), strict=True)
        if number
    )


def _point(question: Question, point: Point, page: Page) -> Iterator[str]:
    """Every set of positions that can be crossed at its costs."""
    for place, each in enumerate(point.crossings[:MOST_SETS]):
        if place:
            yield page.line("or", "  ")
        yield from _crossing(question, each, page)
    rest = point.total - MOST_SETS
    if rest > 0:
        yield page.line(f"… or one of {rest:,} more; --format json has more of them", "  ")


def _crossing(question: Question, crossed: Sequence[str], page: Page) -> Iterator[str]:
    corpus, table = question.space.problem.corpus, question.context.table
    for party, mine in by_party(question, crossed).items():
        titles = "; ".join(
            f"{title_among(corpus, name, party, table)} ({corpus.positions[name].strength})"
            for name in mine
        )
        yield page.line(f"{party_name(corpus, party)}: {titles}", "  ")

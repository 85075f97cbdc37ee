"""What to change so that a draft becomes a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import Cell, Column, Item, Items, Paragraph, Row, Section, Table, Words
from zopa.answers.wording import (
    UNKNOWN,
    anchor,
    choice_before,
    joined,
    number,
    owned_line,
    party_name,
    position_line,
    several,
    text,
)
from zopa.questions.question import Completeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from zopa.answers.page import Block
    from zopa.questions.every import Answers
    from zopa.questions.repair import Price, Relaxed, Repairs

__all__ = ["repairs"]


def repairs(answers: Answers) -> Section:
    """What to change so that the draft becomes a deal."""
    return Section(f"{answers.anchor}-repair", "Nearest deals", tuple(_repairs(answers)))


def _repairs(answers: Answers) -> Iterator[Block]:
    found = answers.repairs
    if found is None:
        yield UNKNOWN
        return
    held = several(len(answers.question.held), "position")
    if found.rules_contradict:
        yield Paragraph(text("There is no coherent agreement at all under these rules."))
    elif found.distance is not None:
        yield from _nearest(answers, found, frozenset())
    elif found.completeness == Completeness.GAVE_UP:
        yield UNKNOWN
    else:
        words = (
            "None: whatever else the draft changes, no coherent agreement respects all of the"
            f" {held} that count."
        )
        yield Paragraph(text(words))
        if found.relaxed is not None:
            yield from _relaxed(answers, found.relaxed)


def _relaxed(answers: Answers, relaxed: Relaxed) -> Iterator[Block]:
    """The nearest deals of the world in which there are some."""
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table
    yield Paragraph(
        text(
            "What follows is for a world in which these positions are set aside, whatever the"
            " draft chooses:"
        )
    )
    items = []
    for names, why in (
        (relaxed.crossed, "cannot be respected at all"),
        (relaxed.contended, "in a conflict with others"),
    ):
        items += [
            Item((*position_line(corpus, each, table), Words(f", {why}"))) for each in names
        ]
    yield Items(tuple(items))
    yield from _nearest(answers, relaxed.nearest, {*relaxed.crossed, *relaxed.contended})


def _nearest(answers: Answers, found: Repairs, aside: AbstractSet[str]) -> Iterator[Block]:
    if found.distance == 0:
        words = (
            "With these set aside nothing has to change."
            if aside
            else "Nothing has to change: a deal keeps all of its choices."
        )
        yield Paragraph(text(words))
    else:
        decided = several(len(answers.question.facts), "issue")
        least = "" if found.completeness == Completeness.PROVED else "at least "
        are = f"is {least}1 way" if found.total == 1 else f"are {least}{found.total:,} ways"
        numbers = "" if found.moved is None else " and move numbers as little as can be"
        yield Paragraph(
            text(
                f"The nearest deals change {found.distance} of the {decided} decided; there"
                f" {are} to do that{numbers}{_shown(found)}."
            )
        )
        yield _changes(answers, found, aside)
    if found.distance or aside:
        yield from _prices(answers, found, aside)


def _shown(found: Repairs) -> str:
    if len(found.repairs) == found.total:
        return ""
    return f", of which {len(found.repairs)} are listed"


def _changes(answers: Answers, found: Repairs, aside: AbstractSet[str]) -> Table:
    corpus = answers.question.space.problem.corpus
    rows = tuple(
        Row(
            (
                number(place),
                Cell(text(corpus.issues[change.issue].question), change.issue),
                Cell(
                    text(
                        choice_before(corpus, change.before),
                        anchor(f"{answers.anchor}-choice", change.issue),
                    )
                ),
                Cell(text(choice_before(corpus, change.after))),
            )
        )
        for place, each in enumerate(found.repairs, 1)
        for change in each.changes
    )
    columns = (
        Column("deal", "Deal"),
        Column("issue", "Issue"),
        Column("from", "From"),
        Column("to", "To"),
    )
    mark = answers.mark
    name, title = f"repairs-{mark.lower()}", f"Deals near draft {mark}"
    if aside:
        name, title = f"relaxed-{mark.lower()}", f"{title}, with positions set aside"
    return Table(name, title, columns, rows)


def _prices(answers: Answers, found: Repairs, aside: AbstractSet[str]) -> Iterator[Block]:
    items = [
        Item(text(f"Deal {place}"), tuple(_price(answers, each.prices, aside)))
        for place, each in enumerate(found.repairs, 1)
        if each.prices
    ]
    if items:
        yield Paragraph(text("What that means for positions:"))
        yield Items(tuple(items))


def _price(
    answers: Answers, prices: Mapping[str, Price], aside: AbstractSet[str]
) -> Iterator[Item]:
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table
    for party, price in prices.items():
        for means, names in (
            ("respected now", price.relieved),
            ("open now", price.open),
            ("crossed, set aside", [each for each in price.crossed if each in aside]),
            ("crossed, and not counted", [x for x in price.crossed if x not in aside]),
        ):
            if names:
                lines = [owned_line(corpus, each, party, table) for each in names]
                start = Words(f"{party_name(corpus, party)}, {means}: ")
                yield Item((start, *joined(lines, "; ")))

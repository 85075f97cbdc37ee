"""What to change so that a draft becomes a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.brief.content import Cell, Column, Item, Items, Paragraph, Row, Section, Table, Words
from zopa.brief.wording import (
    UNKNOWN,
    anchor,
    choice_after,
    choice_before,
    joined,
    number,
    owned_line,
    text,
)
from zopa.render.asked import party_name, several

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.brief.answers import Answers
    from zopa.brief.content import Block
    from zopa.repair import Price, Repairs

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
    elif found.distance is None:
        words = (
            "None: whatever else the draft changes, no coherent agreement respects all of the"
            f" {held} that count."
        )
        yield Paragraph(text(words))
    elif found.distance == 0:
        yield Paragraph(text("Nothing has to change: a deal keeps all of its choices."))
    else:
        decided = several(len(answers.question.facts), "issue")
        yield Paragraph(
            text(
                f"The nearest deals change {found.distance} of the {decided} decided; there"
                f" {'is 1 way' if found.total == 1 else f'are {found.total:,} ways'} to do"
                f" that{_shown(found)}."
            )
        )
        yield _changes(answers, found)
        yield from _prices(answers, found)


def _shown(found: Repairs) -> str:
    if len(found.repairs) == found.total:
        return ""
    return f", of which {len(found.repairs)} are listed"


def _changes(answers: Answers, found: Repairs) -> Table:
    corpus, question = answers.question.space.problem.corpus, answers.question
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
                Cell(text(choice_after(question, change.after))),
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
    return Table(f"repairs-{mark.lower()}", f"Deals near draft {mark}", columns, rows)


def _prices(answers: Answers, found: Repairs) -> Iterator[Block]:
    items = [
        Item(text(f"Deal {place}"), tuple(_price(answers, each.prices)))
        for place, each in enumerate(found.repairs, 1)
        if each.prices
    ]
    if items:
        yield Paragraph(text("What that means for positions:"))
        yield Items(tuple(items))


def _price(answers: Answers, prices: Mapping[str, Price]) -> Iterator[Item]:
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table
    for party, price in prices.items():
        for means, names in (
            ("respected now", price.relieved),
            ("crossed, and not counted", price.crossed),
        ):
            if names:
                lines = [owned_line(corpus, each, party, table) for each in names]
                start = Words(f"{party_name(corpus, party)}, {means}: ")
                yield Item((start, *joined(lines, "; ")))

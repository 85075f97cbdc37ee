"""Which positions cannot hold together with a draft's choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import Cell, Column, Item, Items, Paragraph, Row, Section, Table, Words
from zopa.answers.wording import (
    INCOHERENT,
    UNKNOWN,
    ids,
    joined,
    nature,
    number,
    position_line,
    said_items,
    several,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zopa.answers.page import Block, Line
    from zopa.model.corpus import Corpus
    from zopa.questions.every import Answers

__all__ = ["conflicts"]

MOST = 20
"""Conflicts that are spelled out with what was said; the table has ten times as many."""


def conflicts(answers: Answers) -> Section:
    """Which positions cannot hold together with these choices."""
    return Section(
        f"{answers.anchor}-conflicts", "Positions in conflict", tuple(_conflicts(answers))
    )


def _conflicts(answers: Answers) -> Iterator[Block]:
    found = answers.conflicts
    if found is None:
        yield UNKNOWN
        return
    if found.rules_contradict:
        yield INCOHERENT
        return
    held = several(len(answers.question.held), "position")
    if found.zone:
        words = f"None: all of the {held} that count can hold together with these choices."
        yield Paragraph(text(words))
        return
    corpus = answers.question.space.problem.corpus
    table = answers.question.context.table
    yield Paragraph(
        text(
            "A conflict is a set of positions that cannot all hold with these choices, and"
            " could if any one of them were dropped. One that stands alone is a position that"
            " the choices themselves are against."
        )
    )
    yield Items(
        tuple(
            Item(
                _conflict_words(each, preferred=each == found.preferred),
                tuple(_held_item(corpus, name, table) for name in each),
            )
            for each in found.conflicts[:MOST]
        ),
        numbered=True,
    )
    if len(found.conflicts) > MOST:
        words = f"These are the first {MOST} of {len(found.conflicts):,}; the table goes on."
        yield Paragraph(text(words))
    rows = tuple(
        Row(
            (
                number(place),
                Cell(
                    joined([position_line(corpus, x, table) for x in each], "; ", "; "),
                    ids(each),
                ),
            )
        )
        for place, each in enumerate(found.conflicts, 1)
    )
    columns = (Column("conflict", "Conflict"), Column("positions", "Positions"))
    mark = answers.mark
    yield Table(
        f"conflicts-{mark.lower()}",
        f"Conflicts of draft {mark}",
        columns,
        rows,
        most=10 * MOST,
        folded=len(rows) <= MOST,
    )


def _conflict_words(names: Sequence[str], *, preferred: bool) -> Line:
    what = "Cannot hold by itself" if len(names) == 1 else "Cannot hold together"
    return text(f"{what} (the firmest positions)" if preferred else what, tone="strong")


def _held_item(corpus: Corpus, name: str, table: Iterable[str]) -> Item:
    position = corpus.positions[name]
    words = (*position_line(corpus, name, table), Words(f" ({nature(position)})"))
    return Item(words, tuple(said_items(corpus, position.statements)))

"""Who would have to move so that a draft becomes a deal, and who need not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from zopa.answers.page import Cell, Column, Item, Items, Paragraph, Row, Section, Table, Words
from zopa.answers.wording import (
    INCOHERENT,
    UNKNOWN,
    by_party,
    ids,
    joined,
    nature_cell,
    number,
    owned_line,
    party_name,
    position_line,
    several,
    shift_words,
    stuck_words,
    text,
)
from zopa.questions.question import Completeness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.answers.page import Block, Line
    from zopa.model.corpus import Corpus
    from zopa.questions.concessions import Ledger, PartyStanding
    from zopa.questions.every import Answers
    from zopa.questions.shifts import Shift

__all__ = ["ledger"]

MOST = 40
"""Rows of a table on the page."""


def ledger(answers: Answers) -> Section:
    """Who would have to move, who need not."""
    title = "Who would have to move"
    return Section(f"{answers.anchor}-concessions", title, tuple(_ledger(answers)))


def _ledger(answers: Answers) -> Iterator[Block]:
    found = answers.ledger
    if found is None:
        yield UNKNOWN
        return
    if found.rules_contradict:
        yield INCOHERENT
        return
    if found.zone:
        yield Paragraph(text("Nobody: a deal that keeps these choices crosses nothing."))
        return
    corpus = answers.question.space.problem.corpus
    yield Paragraph(
        text(
            "A way out is a smallest set of positions to drop so that all others can hold with"
            " these choices. Which one is taken, if any, is the parties' affair."
        )
    )
    yield _parties(answers, found)
    opposed = [
        text(f"{party_name(corpus, one)} and {party_name(corpus, other)}")
        for one, other in found.opposed
        if not (
            found.parties[one].self_contradictory or found.parties[other].self_contradictory
        )
    ]
    if opposed:
        start = Words("Directly opposed, whatever the others hold: ")
        yield Paragraph((start, *joined(opposed), Words(".")))
    table = answers.question.context.table
    if found.pivotal:
        lines = [position_line(corpus, name, table) for name in found.pivotal]
        yield Paragraph((Words("Enough alone if dropped: "), *joined(lines, "; "), Words(".")))
    if found.shifts:
        shifts = tuple(Item(_shift(answers, each)) for each in found.shifts[:MOST])
        yield Items(shifts)
    if found.unsearched:
        many = several(len(found.unsearched), "way")
        yield Paragraph(text(f"Other numbers were not searched for {many} out."))
    yield _ways_out(answers, found)
    yield _positions(answers, found)


def _ways_out(answers: Answers, found: Ledger) -> Table:
    """A row for each way out, a column for each party that some way out asks something of."""
    corpus = answers.question.space.problem.corpus
    question = answers.question
    asked = list(by_party(question, found.responsibility))
    rows = tuple(
        Row(
            (
                number(place),
                number(len(each)),
                *(
                    Cell(
                        joined(
                            [
                                owned_line(corpus, x, party, question.context.table)
                                for x in mine
                            ],
                            "; ",
                            "; ",
                        )
                        or text("–"),
                        ids(mine),
                    )
                    for party in asked
                    for mine in [dropped.get(party, [])]
                ),
            )
        )
        for place, each in enumerate(found.concessions, 1)
        for dropped in [by_party(question, each)]
    )
    columns = (
        Column("way-out", "Way out"),
        Column("drops", "Drops"),
        *(Column(party, f"Of {party_name(corpus, party)}") for party in asked),
    )
    mark = answers.mark
    name, caption = f"ways-out-{mark.lower()}", f"Ways out for draft {mark}, smallest first"
    return Table(name, caption, columns, rows, most=MOST)


def _parties(answers: Answers, found: Ledger) -> Table:
    corpus = answers.question.space.problem.corpus
    asked = by_party(answers.question, found.responsibility)
    proved = found.completeness == Completeness.PROVED
    rows = tuple(
        Row(
            (
                Cell(text(party_name(corpus, party)), party),
                Cell(
                    text(
                        _moves(corpus, found.parties[party], asked=party in asked or not proved)
                    ),
                    "need-not" if found.parties[party].need_not_move else "must",
                ),
                Cell(
                    text("yes" if found.parties[party].alone else "no"),
                    found.parties[party].alone,
                ),
            )
        )
        for party in map(str, corpus.parties)
        if party in found.parties
    )
    columns = (
        Column("party", "Party"),
        Column("moves", "Would it have to move?"),
        Column("alone", "Would it be enough alone?"),
    )
    mark = answers.mark
    return Table(f"parties-{mark.lower()}", f"Parties and draft {mark}", columns, rows)


def _moves(corpus: Corpus, standing: PartyStanding, *, asked: bool) -> str:
    if not asked:
        return "no: no way out asks anything of it"
    if standing.need_not_move:
        return "not necessarily: some way out spares it"
    return f"yes: {stuck_words(corpus, standing)}"


def _shift(answers: Answers, shift: Shift) -> Line:
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table
    if len(shift.concession) == 1:
        rest = "if all others stay"
    else:
        rest = f"if the other {several(len(shift.concession) - 1, 'position')} of its way out"
        rest += " " + ("is" if len(shift.concession) == 2 else "are") + " dropped"
    words = f": enough without dropping it, {rest}, is {shift_words(answers.question, shift)}"
    return (*position_line(corpus, shift.position, table), Words(f"{words}."))


def _positions(answers: Answers, found: Ledger) -> Table:
    corpus = answers.question.space.problem.corpus
    total = len(found.concessions)
    times = Counter(name for each in found.concessions for name in each)
    order = {str(name): place for place, name in enumerate(corpus.positions)}
    rows = tuple(
        Row(
            (
                Cell(position_line(corpus, name, answers.question.context.table), name),
                nature_cell(corpus.positions[name]),
                Cell(text(f"{times[name]} of {total}"), times[name]),
                number(found.responsibility[name].denominator - 1),
            )
        )
        for name in sorted(found.responsibility, key=order.__getitem__)
    )
    columns = (
        Column("position", "Position that some way out drops"),
        Column("nature", "Kind, strength"),
        Column("ways-out", "In ways out"),
        Column("with", "With so many others at least"),
    )
    mark = answers.mark
    name, caption = f"ledger-{mark.lower()}", f"The ledger of draft {mark}"
    return Table(name, caption, columns, rows, most=MOST)

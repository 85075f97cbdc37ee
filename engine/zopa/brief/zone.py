"""What could be agreed around a draft: conflicts, who would have to move, nearest deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.brief.content import (
    Cell,
    Column,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
)
from zopa.brief.wording import (
    anchor,
    choice_after,
    choice_before,
    joined,
    nature,
    number,
    position_line,
    said_items,
    text,
)
from zopa.question import Completeness
from zopa.render.asked import by_party, party_name, several
from zopa.render.concessions import BOUNDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.brief.answers import Answers
    from zopa.brief.content import Block, Line
    from zopa.concessions import Ledger, PartyStanding, Shift
    from zopa.model import Corpus
    from zopa.repair import Price, Repairs

__all__ = ["conflicts", "ledger", "repairs"]

MOST = 20
"""Conflicts that are spelled out; the table has all of them."""
UNKNOWN = (Paragraph(text("Not known: the time was over before there was an answer.")),)
INCOHERENT = (
    Paragraph(
        text("Not asked: the draft's choices contradict the rules, whoever the parties.")
    ),
)


def conflicts(answers: Answers) -> Section:
    """Which positions cannot hold together with these choices."""
    return Section(
        f"{answers.anchor}-conflicts", "Positions in conflict", tuple(_conflicts(answers))
    )


def _conflicts(answers: Answers) -> Iterator[Block]:
    found = answers.conflicts
    if found is None:
        yield from UNKNOWN
        return
    if found.rules_contradict:
        yield from INCOHERENT
        return
    held = several(len(answers.question.held), "position")
    if found.zone:
        words = f"None: all of the {held} that count can hold together with these choices."
        yield Paragraph(text(words))
        return
    corpus = answers.question.space.problem.corpus
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
                tuple(_held_item(corpus, name) for name in each),
            )
            for each in found.conflicts[:MOST]
        ),
        numbered=True,
    )
    if len(found.conflicts) > MOST:
        yield Paragraph(text(f"The table below has all {len(found.conflicts)}."))
    rows = tuple(
        Row(
            (
                number(place),
                Cell(joined([position_line(corpus, x) for x in each], "; ", "; "), _ids(each)),
            )
        )
        for place, each in enumerate(found.conflicts, 1)
    )
    columns = (Column("conflict", "Conflict"), Column("positions", "Positions"))
    mark = answers.mark
    yield Table(f"conflicts-{mark.lower()}", f"Conflicts of draft {mark}", columns, rows)


def _ids(names: Iterable[str]) -> str:
    return " ".join(names)


def _conflict_words(names: Sequence[str], *, preferred: bool) -> Line:
    what = "Cannot hold by itself" if len(names) == 1 else "Cannot hold together"
    return text(f"{what} (the firmest positions)" if preferred else what, tone="strong")


def _held_item(corpus: Corpus, name: str) -> Item:
    position = corpus.positions[name]
    words = (*position_line(corpus, name), Words(f" ({nature(position)})"))
    return Item(words, tuple(said_items(corpus, position.statements)))


# -- the ledger ---------------------------------------------------------------


def ledger(answers: Answers) -> Section:
    """Who would have to move, who need not."""
    title = "Who would have to move"
    return Section(f"{answers.anchor}-concessions", title, tuple(_ledger(answers)))


def _ledger(answers: Answers) -> Iterator[Block]:
    found = answers.ledger
    if found is None:
        yield from UNKNOWN
        return
    if found.rules_contradict:
        yield from INCOHERENT
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
    if found.pivotal:
        lines = [position_line(corpus, name) for name in found.pivotal]
        yield Paragraph((Words("Enough alone if dropped: "), *joined(lines, "; "), Words(".")))
    for each in found.shifts:
        yield Paragraph(_shift(corpus, each))
    yield _ways_out(answers, found)
    yield _positions(answers, found)


def _ways_out(answers: Answers, found: Ledger) -> Table:
    """A row for each way out, a column for each party that some way out asks something of."""
    corpus = answers.question.space.problem.corpus
    asked = list(by_party(corpus, found.responsibility))
    rows = tuple(
        Row(
            (
                number(place),
                number(len(each)),
                *(
                    Cell(
                        joined(
                            [position_line(corpus, x, owner=False) for x in mine], "; ", "; "
                        )
                        or text("–"),
                        _ids(mine),
                    )
                    for party in asked
                    for mine in [by_party(corpus, each).get(party, [])]
                ),
            )
        )
        for place, each in enumerate(found.concessions, 1)
    )
    columns = (
        Column("way-out", "Way out"),
        Column("drops", "Drops"),
        *(Column(party, f"Of {party_name(corpus, party)}") for party in asked),
    )
    mark = answers.mark
    name, caption = f"ways-out-{mark.lower()}", f"Ways out for draft {mark}, smallest first"
    return Table(name, caption, columns, rows)


def _parties(answers: Answers, found: Ledger) -> Table:
    corpus = answers.question.space.problem.corpus
    asked = {str(corpus.positions[name].party) for name in found.responsibility}
    proved = found.completeness == Completeness.PROVED
    rows = tuple(
        Row(
            (
                Cell(text(party_name(corpus, party)), party),
                Cell(
                    text(_moves(found.parties[party], asked=party in asked or not proved)),
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


def _moves(standing: PartyStanding, *, asked: bool) -> str:
    if not asked:
        return "no: no way out asks anything of it"
    if standing.need_not_move:
        return "not necessarily: some way out spares it"
    return "yes: with these choices its own positions cannot hold together"


def _shift(corpus: Corpus, shift: Shift) -> Line:
    title = corpus.attribute(shift.entity, shift.attribute).title or shift.attribute
    unit = f" {shift.unit}" if shift.unit else ""
    words = (
        f": enough without dropping it, if all others stay, is {title}:"
        f" {BOUNDS[shift.operator]} {shift.enough}{unit} instead of {shift.stated}{unit}."
    )
    return (*position_line(corpus, shift.position), Words(words))


def _positions(answers: Answers, found: Ledger) -> Table:
    corpus = answers.question.space.problem.corpus
    total = len(found.concessions)
    rows = tuple(
        Row(
            (
                Cell(position_line(corpus, name), name),
                Cell(text(nature(corpus.positions[name]))),
                Cell(text(f"{times} of {total}"), times),
                number(found.responsibility[name].denominator - 1),
            )
        )
        for mine in by_party(corpus, found.responsibility).values()
        for name in mine
        for times in [sum(name in each for each in found.concessions)]
    )
    columns = (
        Column("position", "Position that some way out drops"),
        Column("nature", "Kind, strength"),
        Column("ways-out", "In ways out"),
        Column("with", "With so many others at least"),
    )
    mark = answers.mark
    return Table(f"ledger-{mark.lower()}", f"The ledger of draft {mark}", columns, rows)


# -- nearest deals ------------------------------------------------------------


def repairs(answers: Answers) -> Section:
    """What to change so that the draft becomes a deal."""
    return Section(f"{answers.anchor}-repair", "Nearest deals", tuple(_repairs(answers)))


def _repairs(answers: Answers) -> Iterator[Block]:
    found = answers.repairs
    if found is None:
        yield from UNKNOWN
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
    corpus = answers.question.space.problem.corpus
    items = [
        Item(text(f"Deal {place}"), tuple(_price(corpus, each.prices)))
        for place, each in enumerate(found.repairs, 1)
        if each.prices
    ]
    if items:
        yield Paragraph(text("What that means for positions:"))
        yield Items(tuple(items))


def _price(corpus: Corpus, prices: Mapping[str, Price]) -> Iterator[Item]:
    for party, price in prices.items():
        for means, names in (
            ("respected now", price.relieved),
            ("crossed, and not counted", price.crossed),
        ):
            if names:
                lines = [position_line(corpus, each, owner=False) for each in names]
                start = Words(f"{party_name(corpus, party)}, {means}: ")
                yield Item((start, *joined(lines, "; ")))

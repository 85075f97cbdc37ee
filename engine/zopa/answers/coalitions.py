"""The answer to `coalitions`: the sets of parties that can agree, and those that cannot."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from zopa.answers import (
    UNKNOWN,
    Cell,
    Column,
    Item,
    Items,
    Key,
    Paragraph,
    Picture,
    PictureText,
    Rect,
    Row,
    RuleLine,
    Section,
    Table,
    Words,
    ids,
    joined,
    text,
)
from zopa.answers.frame import (
    answer_page,
    exactness_words,
    inconsistent_page,
    inconsistent_words,
    more_words,
    with_choices,
)
from zopa.answers.lines import owned_line
from zopa.answers.wording import (
    about,
    and_words,
    date_words,
    letters,
    party_name,
    several,
    title_among,
)
from zopa.questions import Completeness
from zopa.questions.coalitions import largest_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.answers import Block, Line, Page, Shape
    from zopa.answers.frame import Request
    from zopa.model.corpus import Corpus
    from zopa.questions import Question
    from zopa.questions.coalitions import Coalition, Coalitions
    from zopa.questions.every import Answers

__all__ = [
    "coalitions_page",
    "coalitions_section",
    "lattice",
]


CANNOT = "Cannot agree together: without any one of them the others can"
CAN = "Can agree together: no other party can be added"
ALL = "Can agree together"
TURNS = "Largest sets that can agree, by date, of the parties with a position by then"
MOST = 10
"""Maximum number of printed sets of each kind; the others are counted."""


def coalitions_page(question: Question, found: Coalitions, request: Request) -> Page:
    """The sets of parties, largest coalitions first, and the positions to drop for joining."""
    if found.rules_contradict:
        return inconsistent_page(question, request)
    hints = {"conflicts {draft}": "list the positions that conflict"}
    if found.zone:
        hints = {"deals {draft}": "show the deals"}
    return answer_page(
        question,
        request,
        _conclusion(question, found),
        exactness=exactness_words(found.completeness, request),
        sections=(
            *_cannot(question, found, request),
            *_can(question, found, request),
            *_turns(question, found, request),
        ),
        notes=tuple(_notes(question, found)),
        hints=hints,
    )


def _conclusion(question: Question, found: Coalitions) -> Line:
    number = len(found.parties)
    keep = with_choices(question)
    if not number:
        return (Words("No party holds a position that counts."),)
    if found.zone:
        who = {1: "The one party", 2: "Both parties"}.get(number, f"All {number} parties")
        return (Words(f"{who} can agree", tone="respected"), Words(f"{keep}."))
    known = "" if found.completeness == Completeness.PROVED else "at least "
    largest = max((len(each.parties) for each in found.able), default=0)
    who = {1: "The one party", 2: "The two parties"}.get(number, f"The {number} parties")
    words = f"{keep}; at most {largest} of them can." if number > 2 else f"{keep}."
    sets = several(len(found.unable), "minimal set")
    start = f"{who} cannot agree" if number > 1 else f"{who} cannot be satisfied"
    of = f" {known}{sets} of parties cannot." if number > 2 else ""
    return (Words(start, tone="crossed"), Words(f"{words}{of[:2].upper()}{of[2:]}"))


def _names(corpus: Corpus, parties: Iterable[str]) -> str:
    return and_words([party_name(corpus, each) for each in parties])


def _cannot(question: Question, found: Coalitions, request: Request) -> Iterator[Section]:
    if not found.unable:
        return
    corpus = question.space.problem.corpus
    shown = found.unable if request.verbose else found.unable[:MOST]
    items = tuple(
        Item(
            text(_names(corpus, each)),
            aside=text("by itself", tone="dim") if len(each) == 1 else (),
        )
        for each in shown
    )
    blocks: list[Block] = [Items(items), *_more(len(found.unable) - len(shown), request)]
    yield Section("cannot", CANNOT, tuple(blocks))


def _can(question: Question, found: Coalitions, request: Request) -> Iterator[Section]:
    if not found.able or not found.parties:
        return
    shown = found.able if request.verbose else found.able[:MOST]
    items = tuple(_coalition(question, found, each) for each in shown)
    blocks: list[Block] = [
        Items(items, numbered=len(items) > 1),
        *_more(len(found.able) - len(shown), request),
    ]
    yield Section("can", ALL if found.zone else CAN, tuple(blocks))


def _coalition(question: Question, found: Coalitions, each: Coalition) -> Item:
    corpus = question.space.problem.corpus
    outside = len(found.parties) - len(each.parties)
    who = _names(corpus, each.parties) or "no party"
    if each.parties and 0 < outside < len(each.parties) and len(each.parties) > 3:
        others = [x for x in found.parties if x not in each.parties]
        who = f"all but {_names(corpus, others)}"
    aside = () if each.outlines is None else text(_agreements(each.outlines), tone="dim")
    lines = tuple(
        Item(text(words))
        for party, ways in each.to_join.items()
        for words in _join(question, party, ways)
    )
    return Item(text(who), lines, aside=aside)


def _agreements(number: int) -> str:
    return "1 agreement" if number == 1 else f"{about(number)} agreements"


def _join(question: Question, party: str, ways: Sequence[Sequence[str]]) -> Iterator[str]:
    """The positions that the party would drop to join, a line for each way."""
    corpus, table = question.space.problem.corpus, question.context.table
    for place, names in enumerate(ways):
        titles = "; ".join(title_among(corpus, each, party, table) for each in names)
        start = f"{party_name(corpus, party)} joins by dropping" if not place else "or"
        yield f"{start}: {titles}"


def _turns(question: Question, found: Coalitions, request: Request) -> Iterator[Section]:
    if not found.turns:
        return
    corpus = question.space.problem.corpus
    items = tuple(
        Item(
            text(f"From {date_words(each.day)}", tone="day"),
            tuple(
                Item(text(_names(corpus, some) or "no party"))
                for some in (each.able if request.verbose else each.able[:MOST])
            ),
        )
        for each in found.turns
    )
    yield Section("turns", TURNS, (Items(items),))


def _notes(question: Question, found: Coalitions) -> Iterator[Line]:
    corpus = question.space.problem.corpus
    for party in found.spoilers:
        yield text(f"Without {party_name(corpus, party)}, all others can agree.")
    silent = [
        party_name(corpus, each) for each in question.context.table if each not in found.parties
    ]
    if silent and found.parties:
        verb = "holds" if len(silent) == 1 else "hold"
        yield text(
            f"{and_words(silent)} {verb} no position that counts, and can join any.",
            tone="dim",
        )


def _more(number: int, request: Request) -> Iterator[Paragraph]:
    if number > 0:
        yield Paragraph(text(more_words(number, request)))


# -- in a brief ---------------------------------------------------------------


def coalitions_section(answers: Answers) -> Section:
    """The lattice of coalitions, with a row for each set, and the able sets by date."""
    return Section(f"{answers.anchor}-coalitions", "Coalitions", tuple(_brief(answers)))


def _brief(answers: Answers) -> Iterator[Block]:
    found, question = answers.coalitions, answers.question
    corpus, mark = question.space.problem.corpus, answers.mark
    if found is None:
        yield UNKNOWN
        return
    if found.rules_contradict:
        yield Paragraph(text(inconsistent_words(chosen=bool(question.scenario.choices))))
        return
    words = " A set of parties can agree if an agreement respects every position of them."
    yield Paragraph((*_conclusion(question, found), Words(words)))
    drawn = lattice(corpus, found, mark)
    if drawn is not None:
        yield drawn
    notes = tuple(Item(each) for each in _notes(question, found))
    if notes:
        yield Items(notes)
    if found.parties:
        yield _table(answers, found)
    if found.turns:
        yield _turns_table(answers, found)


def _table(answers: Answers, found: Coalitions) -> Table:
    """A row for each maximal set that can agree, and each minimal one that cannot."""
    question, mark = answers.question, answers.mark
    corpus, table = question.space.problem.corpus, question.context.table

    def joins(each: Coalition) -> Line:
        parts: list[Line] = []
        for party, ways in each.to_join.items():
            dropped = [
                joined([owned_line(corpus, x, party, table) for x in way]) for way in ways
            ]
            parts.append(
                (Words(f"{party_name(corpus, party)}: "), *joined(dropped, " or ", " or "))
            )
        return joined(parts, "; ", "; ")

    rows = [
        Row(
            (
                Cell(text("can agree", tone="respected"), "can"),
                Cell(text(_names(corpus, each.parties) or "no party"), ids(each.parties)),
                Cell(
                    text("–" if each.outlines is None else about(each.outlines)), each.outlines
                ),
                Cell(joins(each) or text("–"), ""),
            )
        )
        for each in found.able
    ]
    rows += [
        Row(
            (
                Cell(text("cannot agree", tone="crossed"), "cannot"),
                Cell(text(_names(corpus, each)), ids(each)),
                Cell(text("–"), 0),
                Cell(text("–"), ""),
            )
        )
        for each in found.unable
    ]
    columns = (
        Column("set", "Set"),
        Column("parties", "Parties"),
        Column("agreements", "Agreements"),
        Column("joins", "Others join by dropping", look="wide"),
    )
    caption = f"Largest sets that can agree on draft {mark}, smallest that cannot"
    return Table(f"coalitions-{mark.lower()}", caption, columns, tuple(rows), most=MOST * 2)


def _turns_table(answers: Answers, found: Coalitions) -> Table:
    corpus, mark = answers.question.space.problem.corpus, answers.mark
    rows = tuple(
        Row(
            (
                Cell(text(date_words(each.day)), each.day.isoformat()),
                Cell(text("; ".join(_names(corpus, x) or "no party" for x in each.able))),
            )
        )
        for each in found.turns
    )
    columns = (Column("from", "From"), Column("able", "Largest sets that can agree"))
    caption = f"Who can agree on draft {mark}, by date"
    return Table(f"coalitions-by-date-{mark.lower()}", caption, columns, rows, folded=True)


# -- picture of the lattice: the sets of parties that can agree ---------------


MOST_PARTIES = 12
"""Maximum number of parties in a picture; more have only a table."""
MOST_DRAWN = 5
"""Maximum number of parties for drawing every set; with more, the sets of the table."""
MOST_ROWS = 12
"""Maximum number of sets of each kind in a picture that does not draw all of them."""
BAR = 260
"""Length of a bar for the sets of one size."""
ROW, GAP, TOP, LETTER = 46, 14, 6, 11
LEGEND = (Key("deal", "can agree"), Key("no-deal", "cannot agree"))


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
        (*LEGEND, Key("changed", "no party can be added, or left out")) if every else LEGEND,
    )


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
        rows = sorted(every, key=largest_first)
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

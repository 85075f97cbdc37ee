"""Whether other readings, other days or fewer lines change the answer."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from zopa.answers.page import (
    Cell,
    Column,
    Item,
    Items,
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
    UNKNOWN,
    by_party,
    ids,
    joined,
    number,
    party_name,
    position_line,
    several,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.answers.page import Block, Line, Shape
    from zopa.model.corpus import Corpus
    from zopa.questions.every import Answers
    from zopa.questions.sweep import Day, Readings, Sourcing

__all__ = ["readings", "timeline"]

MOST = 12
"""Combinations of readings that are spelled out."""
FEW = 4
"""Positions of a day that are named."""
WIDTH, BAR, TOP = 660.0, 26.0, 40.0


# -- days ---------------------------------------------------------------------


def timeline(answers: Answers) -> Section:
    """The days on which other positions count, and those on which the answer turns."""
    return Section(f"{answers.anchor}-days", "Day by day", tuple(_timeline(answers)))


def _timeline(answers: Answers) -> Iterator[Block]:
    if answers.sweep is None:
        yield UNKNOWN
        return
    days = answers.sweep.days
    if not days:
        yield Paragraph(text("No position begins or ends on any known day."))
        return
    turns = [
        f"{now.day} ({'a deal is possible' if now.deal else 'no deal'} from then on)"
        for before, now in pairwise(days)
        if before.deal != now.deal
    ]
    words = (
        f"The answer turns on {'; '.join(turns)}."
        if turns
        else f"The answer is the same on every day: {_answer(deal=days[0].deal)}."
    )
    yield Paragraph(
        text(f"On each of these days some position certainly begins or ends. {words}")
    )
    yield _picture(answers, days)
    yield _table(answers, days)


def _answer(*, deal: bool) -> str:
    return "a deal is possible" if deal else "no deal is possible"


def _picture(answers: Answers, days: Sequence[Day]) -> Picture:
    """Days in their order, evenly spaced; the distance between them is not to scale."""
    step = WIDTH / (len(days) + 1)
    asked = answers.question.context.as_of
    current = max((place for place, x in enumerate(days) if x.day <= asked), default=-1)
    shapes: list[Shape] = [
        Rect(0, TOP, step, BAR, "fill-none", "Before the first day no position counts")
    ]
    for place, each in enumerate(days, 1):
        look = "deal" if each.deal else "no-deal"
        words = f"From {each.day}: {_answer(deal=each.deal)}, {several(each.held, 'position')}"
        shapes.append(Rect(place * step, TOP, step, BAR, look, words))
    for place, each in enumerate(days, 1):
        shapes.append(Rule(place * step, TOP - 4, place * step, TOP + BAR + 6, "tick"))
        y = TOP + BAR + 20 + (20 if place % 2 == 0 and len(days) > 3 else 0)
        shapes.append(Label(place * step, y, str(each.day), "small", "middle"))
    x = (current + 1.5) * step
    shapes.append(Label(x, TOP - 22, f"asked as of {asked}", "head", "middle"))
    shapes.append(Label(x, TOP - 5, "▼", "head", "middle"))
    description = "; ".join(f"from {x.day} {_answer(deal=x.deal)}" for x in days)
    return Picture(
        f"days-{answers.mark.lower()}",
        f"Days on which other positions count, draft {answers.mark} (not to scale)",
        f"Asked as of {asked}. {description[:1].upper()}{description[1:]}.",
        WIDTH + 40,
        TOP + BAR + 46,
        tuple(shapes),
        (
            Key("deal", "a deal is possible"),
            Key("no-deal", "no deal is possible"),
            Key("fill-none", "no position counts"),
        ),
    )


def _table(answers: Answers, days: Sequence[Day]) -> Table:
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table

    def names(these: Sequence[str]) -> Cell:
        """A few by their titles, more by how many each party has; the list has their days."""
        if len(these) <= FEW:
            lines = [position_line(corpus, each, table) for each in these]
            return Cell(joined(lines, "; ", "; ") or text("–"), ids(these))
        mine = [
            f"{party_name(corpus, party)} {len(some)}"
            for party, some in by_party(answers.question, these).items()
        ]
        words = (Words(several(len(these), "position"), "positions"),)
        return Cell((*words, Words(f": {', '.join(mine)}")), ids(these))

    rows = tuple(
        Row(
            (
                Cell(text(str(each.day), tone="day")),
                Cell(
                    text(
                        "deal possible" if each.deal else "no deal",
                        tone="respected" if each.deal else "crossed",
                    ),
                    each.deal,
                ),
                number(each.held),
                names(each.crossed),
                names(each.begins),
                names(each.ends),
            )
        )
        for each in days
    )
    columns = (
        Column("from", "From"),
        Column("deal", "Answer"),
        Column("held", "Positions that count"),
        Column("crossed", "Of these, the draft crosses"),
        Column("begins", "Begins"),
        Column("ends", "Ends or is replaced"),
    )
    mark = answers.mark
    return Table(f"days-{mark.lower()}", f"Days and draft {mark}", columns, rows)


# -- readings and doubts ------------------------------------------------------


def readings(answers: Answers) -> Section:
    """Which ambiguity and which doubt decides."""
    title = "Other readings, and without doubtful lines"
    blocks: tuple[Block, ...] = (UNKNOWN,)
    if answers.sweep is not None:
        blocks = (
            *_readings(answers, answers.sweep.readings),
            *_sourcing(answers, answers.sweep.sourcing),
        )
    return Section(f"{answers.anchor}-readings", title, blocks)


def _readings(answers: Answers, found: Readings) -> Iterator[Block]:
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table
    total = len(found.verdicts)
    if not total:
        yield Paragraph(text("No position that counts can be read in more than one way."))
        return
    if found.always:
        answer = "A deal is possible however they are read."
    elif found.never:
        answer = "No deal is possible however they are read."
    else:
        answer = "Whether a deal is possible depends on how they are read."
    many = several(total, "position")
    yield Paragraph(text(f"{many} can be read in more than one way. {answer}"))
    if found.decisive:
        lines = [position_line(corpus, name, table) for name in found.decisive]
        yield Paragraph((Words("The reading can decide it of: "), *joined(lines, "; ")))
    for title, families in (
        ("No deal as soon as", () if found.never else found.closing),
        ("A deal whenever", () if found.always else found.opening),
    ):
        if families:
            items = _combinations(corpus, families, table)
            yield Items((Item(text(title, tone="strong"), items),))
    changing = [
        (name, verdicts)
        for name, verdicts in found.verdicts.items()
        if len(set(verdicts.values())) > 1
    ]
    if changing:
        yield Paragraph(text("The reading changes what the draft does to:"))
        yield Items(tuple(Item(_changing(corpus, *each, table)) for each in changing))
    else:
        yield Paragraph(text("No reading changes what the draft does to any of them."))
    rows = tuple(
        Row(
            (
                Cell(position_line(corpus, name, table), name),
                Cell(text(corpus.positions[name].readings[each].title or each), each),
                Cell(text("yes" if default else "no"), default),
                Cell(text(verdict)),
            )
        )
        for name, verdicts in found.verdicts.items()
        for each, verdict in verdicts.items()
        for default in [corpus.positions[name].default == each]
    )
    columns = (
        Column("position", "Position"),
        Column("reading", "Read as"),
        Column("default", "Default"),
        Column("verdict", "Verdict on the draft"),
    )
    mark = answers.mark
    caption = f"Readings and draft {mark}"
    yield Table(f"readings-{mark.lower()}", caption, columns, rows, folded=True)


def _changing(
    corpus: Corpus, name: str, verdicts: Mapping[str, str], table: Sequence[str]
) -> Line:
    position = corpus.positions[name]
    words = "; ".join(
        f"{verdict} if read as “{position.readings[each].title or each}”"
        + (" (the default)" if position.default == each else "")
        for each, verdict in verdicts.items()
    )
    return (*position_line(corpus, name, table), Words(f": {words}"))


def _combinations(
    corpus: Corpus,
    families: Sequence[Mapping[str, str | tuple[str, ...]]],
    table: Sequence[str],
) -> tuple[Item, ...]:
    items = [Item(_combination(corpus, each, table)) for each in families[:MOST]]
    if len(families) > MOST:
        items.append(Item(text(f"… and {len(families) - MOST} more")))
    return tuple(items)


def _combination(
    corpus: Corpus, family: Mapping[str, str | tuple[str, ...]], table: Sequence[str]
) -> Line:
    lines = []
    for name, some in sorted(family.items()):
        ways = (some,) if isinstance(some, str) else some
        titles = [corpus.positions[name].readings[each].title or each for each in ways]
        words = " or ".join(f"“{title}”" for title in titles)
        lines.append((*position_line(corpus, name, table), Words(f" is read as {words}")))
    return joined(lines, ", and ", ", and ") or text("however they are read")


def _sourcing(answers: Answers, found: Sourcing) -> Iterator[Block]:
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table
    if not found.weak:
        yield Paragraph(text("No position that counts is only reported or indicated."))
        return
    if found.certainly:
        answer = "a deal that respects even these is possible"
    elif found.possibly:
        answer = "without them a deal is possible, with them none"
    else:
        answer = "no deal is possible, not even without them"
    many = several(len(found.weak), "position")
    verb = "is" if len(found.weak) == 1 else "are"
    yield Paragraph(text(f"{many} that count {verb} only reported or indicated; {answer}."))
    yield Items(
        tuple(
            Item(
                (
                    *position_line(corpus, name, table),
                    Words(f" ({corpus.positions[name].strength})"),
                )
            )
            for name in found.weak
        )
    )
    if found.crossed:
        lines = [position_line(corpus, name, table) for name in found.crossed]
        start = Words("Crossed by the draft, and not among these: ")
        yield Paragraph((start, *joined(lines, "; "), Words(".")))

"""The answer to `sweep`: effect of readings, dates and sources on the answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import groupby, pairwise
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
    number,
    text,
)
from zopa.answers.frame import (
    answer_page,
    broken_rules,
    exactness_words,
    inconsistent_words,
    more_words,
)
from zopa.answers.lines import position_line
from zopa.answers.wording import and_words, by_party, date_words, party_name, several
from zopa.questions import Completeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.answers import Block, Line, Page, Shape, Tone
    from zopa.answers.frame import Request
    from zopa.model.corpus import Corpus, Position
    from zopa.questions import Question
    from zopa.questions.every import Answers
    from zopa.questions.sweep import DayAnswer, Readings, Sourcing, Sweep

__all__ = ["answer_words", "dates", "readings", "sweep_page"]

MOST = 12
"""Maximum number of printed combinations of readings; the others are counted."""
FEW = 4
"""Maximum number of positions of a date named in a table."""
RANGES = 2
"""Maximum number of ranges of dates named in the conclusion."""
WIDTH, BAR, TOP = 660.0, 26.0, 40.0


# -- sentences ----------------------------------------------------------------


def answer_words(*, deal: bool) -> str:
    """The words for deal or no deal, in a table or after a date."""
    return "deal possible" if deal else "no deal"


def _turns(days: Sequence[DayAnswer]) -> list[str]:
    """The dates on which the answer changes, each with the answer from then on."""
    return [
        f"{date_words(now.day)} ({answer_words(deal=now.deal)} from then on)"
        for before, now in pairwise(days)
        if before.deal != now.deal
    ]


def _conclusion(question: Question, found: Sweep) -> Line:
    if not question.coherent:
        words = inconsistent_words(chosen=bool(question.scenario.choices))
        start, rest = words.split(":")
        return (Words(start, tone="crossed"), Words(f":{rest}"))
    deal = found.sourcing.certainly
    return (
        Words("Deal possible" if deal else "No deal", tone="respected" if deal else "crossed"),
        Words(f". {_influence(found)}".rstrip()),
    )


def _influence(found: Sweep) -> str:
    """Effect of readings, dates and sources on the answer, in one sentence."""
    deal = found.sourcing.certainly
    by_reading = found.readings.closing if deal else found.readings.opening
    ranges = _ranges(found.days, deal=deal)
    changing = {
        "readings": "readings" if by_reading else "",
        "dates": _dates_words(ranges) if ranges else "",
        "sources": "sources" if not deal and found.sourcing.possibly else "",
    }
    same = [each for each, words in changing.items() if not words]
    if not by_reading and found.readings.completeness != Completeness.PROVED:
        same.remove("readings")  # they are not all tested
    words = and_words([each for each in changing.values() if each])
    if same:
        rest = f"; {words} do" if words else ""
        words = f"{and_words(same)} do not change this{rest}"
    elif words:
        words += " change this"
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _ranges(
    days: Sequence[DayAnswer], *, deal: bool
) -> list[tuple[dt.date | None, dt.date | None]]:
    """The ranges of dates with the other answer: the first date and the first date after it.

    Before the first of the days no position counts, so that a deal is possible.
    """
    found: list[tuple[dt.date | None, dt.date | None]] = []
    place = 0
    for other, group in groupby(days, lambda each: each.deal != deal):
        first = place
        place += len(list(group))
        if other:
            start = None if first == 0 and not deal else days[first].day
            found.append((start, days[place].day if place < len(days) else None))
    return found


def _dates_words(ranges: Sequence[tuple[dt.date | None, dt.date | None]]) -> str:
    if len(ranges) > RANGES:
        return f"{len(ranges)} ranges of dates"
    return and_words([_range_words(*each) for each in ranges])


def _range_words(start: dt.date | None, end: dt.date | None) -> str:
    if start is None:
        return "other dates" if end is None else f"dates before {end}"
    if end is None:
        return f"dates from {start} on"
    return f"dates from {start} to {end - dt.timedelta(days=1)}"


def _readings_line(question: Question, found: Readings) -> Line:
    """The readings on which a deal depends, in one sentence or two."""
    total = len(found.verdicts)
    if not total:
        return text("No position that counts has several readings.")
    start = f"{total} {'position has' if total == 1 else 'positions have'} several readings."
    if found.decisive:
        corpus, table = question.space.problem.corpus, question.context.table
        lines = [position_line(corpus, name, table) for name in found.decisive]
        words = Words(f"{start} A deal depends on the reading of: ")
        return (words, *joined(lines, "; ", "; "), Words("."))
    if found.always:
        answer = "Deal possible under every reading."
    elif found.never:
        answer = "No deal under any reading."
    elif found.opening and found.closing:
        answer = "A deal depends on the reading."
    else:
        answer = f"{_tested(found)} under every reading tested."
    return text(f"{start} {answer}")


def _tested(found: Readings) -> str:
    return "No deal" if found.closing else "Deal possible"


def _sources_words(found: Sourcing, total: int) -> str:
    """Effect of weakly sourced positions on the existence of a deal, in two sentences."""
    weak = len(found.weak)
    if not weak:
        return "No position that counts is weakly sourced (only reported or indicated)."
    if found.certainly:
        answer = "A deal exists even with them."
    elif found.possibly:
        answer = "Without them a deal is possible."
    else:
        answer = "Without them: still no deal."
    noun = "position" if total == 1 else "positions"
    verb = "is" if weak == 1 else "are"
    return (
        f"{weak} of {total} {noun} {verb} weakly sourced (only reported or indicated). {answer}"
    )


def _crossed_line(question: Question, found: Sweep) -> Line:
    """The crossed positions that are not weakly sourced, in one sentence."""
    corpus, table = question.space.problem.corpus, question.context.table
    if found.sourcing.crossed:
        lines = [position_line(corpus, name, table) for name in found.sourcing.crossed]
        return (
            Words("Crossed and not weakly sourced: "),
            *joined(lines, "; ", "; "),
            Words("."),
        )
    now = [each for each in found.days if each.day <= question.context.as_of][-1:]
    if any(each.crossed for each in now):
        return text("Every position that the draft crosses is weakly sourced.")
    return text("The draft crosses no position.")


def _verdicts_words(
    question: Question, position: Position, verdicts: Mapping[str, str], *, every: bool
) -> Iterator[tuple[str, str]]:
    """The verdict under the default reading and under others, each with the reading.

    Args:
        question: the draft and its assumptions.
        position: one with several readings.
        verdicts: on the draft, by reading.
        every: True to include verdicts equal to that under the default reading.
    """
    assumed = question.context.readings.get(str(position.id))

    def title(reading: str) -> str:
        return f"“{position.readings[reading].title or reading}”"

    default = str(position.default)
    usual = verdicts.get(default)
    if usual is not None:
        yield f"{usual} by default" + (f": {title(default)}" if every else ""), default
    for reading, verdict in verdicts.items():
        if reading != default and (every or verdict != usual):
            used = " (assumed)" if reading == assumed else ""
            yield f"{verdict} if {title(reading)}{used}", reading


def _combination(
    corpus: Corpus, family: Mapping[str, str | tuple[str, ...]], table: Sequence[str]
) -> Line:
    """Readings of one position or of several, as a condition."""
    lines = []
    for name, some in sorted(family.items()):
        ways = (some,) if isinstance(some, str) else some
        titles = [corpus.positions[name].readings[each].title or each for each in ways]
        words = " or ".join(f"“{title}”" for title in titles)
        lines.append((*position_line(corpus, name, table), Words(f" is read as {words}")))
    return joined(lines, ", and ", ", and ") or text("any reading")


def _flags(family: Mapping[str, str | tuple[str, ...]]) -> Line:
    """The same as flags of a command; the first one of several suitable readings."""
    pairs = (
        (name, some if isinstance(some, str) else some[0])
        for name, some in sorted(family.items())
    )
    return text(" ".join(f"--reading {name}={reading}" for name, reading in pairs), tone="dim")


# -- the page -----------------------------------------------------------------


def sweep_page(question: Question, found: Sweep, request: Request) -> Page:
    """Three parts: readings, dates, sources; each changes one thing and keeps the rest."""
    exact = exactness_words(found.readings.completeness, request)
    known = found.readings.completeness == Completeness.PROVED
    once = Paragraph(text("(One thing changes at a time.)", tone="dim"))
    dates = Section("dates", "Dates", tuple(_by_date(question, found.days)))
    sources = Section("sources", "Sources", tuple(_by_source(question, found)))
    hints = {"conflicts {draft} --as-of DATE": "show conflicts on a date"}
    if found.readings.verdicts:
        under = "conflicts {draft} --reading POSITION=READING"
        hints = {under: "show conflicts under a reading", **hints}
    if request.verbose:
        dates = replace(dates, sections=tuple(_changed(question, found.days)))
        sources = replace(sources, sections=tuple(_weak(question, found.sourcing)))
    return answer_page(
        question,
        request,
        _conclusion(question, found),
        sections=(
            Section("once", "", (once,)),
            *broken_rules(question),
            Section("readings", "Readings", tuple(_by_reading(question, found, request))),
            dates,
            sources,
        ),
        exactness=exact if known else f"Readings: {exact[:1].lower()}{exact[1:]}",
        hints=hints,
    )


def _by_reading(question: Question, found: Sweep, request: Request) -> Iterator[Block]:
    corpus, table = question.space.problem.corpus, question.context.table
    yield Paragraph(_readings_line(question, found.readings))
    for title, families in _families(found.readings):
        most = len(families) if request.verbose else MOST
        items = [Item(_combination(corpus, x, table), note=_flags(x)) for x in families[:most]]
        if len(families) > most:
            items.append(Item(text(more_words(len(families) - most, request))))
        yield Items((Item(text(title), tuple(items)),))
    if question.scenario.choices and found.readings.verdicts:
        changing = _changing(found.readings)
        verdicts = tuple(_verdicts(question, *each, request) for each in changing.items())
        yield Items((Item(text(_changing_words(changing)), verdicts),))


def _families(
    found: Readings,
) -> Iterator[tuple[str, Sequence[Mapping[str, str | tuple[str, ...]]]]]:
    """The combinations of readings that decide."""
    if found.closing and not found.never:
        yield "No deal if", found.closing
    if found.opening and not found.always:
        yield "Deal if", found.opening


def _changing(found: Readings) -> Mapping[str, Mapping[str, str]]:
    """The positions whose verdict depends on the reading."""
    return {name: each for name, each in found.verdicts.items() if len(set(each.values())) > 1}


def _changing_words(changing: Mapping[str, object]) -> str:
    if not changing:
        return "Each verdict is the same under every reading."
    depend = "verdict depends" if len(changing) == 1 else "verdicts depend"
    return f"{len(changing)} {depend} on the reading:"


def _verdicts(
    question: Question, name: str, verdicts: Mapping[str, str], request: Request
) -> Item:
    corpus, table = question.space.problem.corpus, question.context.table
    position = question.position(name)
    found = _verdicts_words(question, position, verdicts, every=request.verbose)
    items = tuple(
        Item(text(words), note=() if reading == position.default else _flags({name: reading}))
        for words, reading in found
    )
    return Item(position_line(corpus, name, table), items)


def _by_date(question: Question, days: Sequence[DayAnswer]) -> Iterator[Block]:
    if not days:
        yield Paragraph(text("No position begins or ends on a known date."))
        return
    asked = question.context.as_of
    chosen = bool(question.scenario.choices)
    evaluated = max((each.day for each in days if each.day <= asked), default=None)
    rows = tuple(
        Row(
            (
                Cell(text(str(each.day))),
                Cell(_answer(deal=each.deal)),
                number(each.held),
                *((number(len(each.crossed)),) if chosen else ()),
                Cell(text(_change(each))),
                Cell(text("evaluated" if each.day == evaluated else "", tone="dim")),
            )
        )
        for each in days
    )
    columns = (
        Column("from", "From"),
        Column("deal", "Answer"),
        Column("held", "Positions"),
        *((Column("crossed", "Crossed"),) if chosen else ()),
        Column("change", "Change"),
        Column("evaluated", ""),
    )
    yield Table("dates", "Dates", columns, rows)


def _answer(*, deal: bool) -> Line:
    tone: Tone = "respected" if deal else "crossed"
    return text(answer_words(deal=deal), tone=tone)


def _change(day: DayAnswer) -> str:
    parts = (f"+{len(day.begins)}" * bool(day.begins), f"-{len(day.ends)}" * bool(day.ends))
    return " ".join(filter(None, parts))


def _changed(question: Question, days: Sequence[DayAnswer]) -> Iterator[Section]:
    """The positions that begin (+) and those that end or are replaced (-)."""
    corpus, table = question.space.problem.corpus, question.context.table
    items = tuple(
        Item(
            text(str(day.day)),
            tuple(
                Item((Words(sign), *position_line(corpus, name, table)))
                for sign, names in (("+ ", day.begins), ("- ", day.ends))
                for name in names
            ),
        )
        for day in days
    )
    if items:
        yield Section("changes", "Changes by date", (Items(items),))


def _by_source(question: Question, found: Sweep) -> Iterator[Block]:
    yield Paragraph(text(_sources_words(found.sourcing, len(question.held))))
    if question.scenario.choices and found.sourcing.weak:
        yield Paragraph(_crossed_line(question, found))


def _weak(question: Question, found: Sourcing) -> Iterator[Section]:
    if found.weak:
        yield Section("weak", "Weakly sourced", (_weak_items(question, found),))


def _weak_items(question: Question, found: Sourcing) -> Items:
    corpus, table = question.space.problem.corpus, question.context.table
    return Items(
        tuple(
            Item((*position_line(corpus, name, table), Words(f" ({strength})")))
            for name in found.weak
            for strength in [corpus.positions[name].strength]
        )
    )


# -- in a brief: dates --------------------------------------------------------


def dates(answers: Answers) -> Section:
    """The dates on which the counted positions or the answer change."""
    return Section(f"{answers.anchor}-days", "By date", tuple(_dates(answers)))


def _dates(answers: Answers) -> Iterator[Block]:
    if answers.sweep is None:
        yield UNKNOWN
        return
    days = answers.sweep.days
    if not days:
        yield Paragraph(text("No position begins or ends on a known date."))
        return
    changes = _turns(days)
    words = (
        f"The answer changes on {'; '.join(changes)}."
        if changes
        else f"The answer is the same on every date: {answer_words(deal=days[0].deal)}."
    )
    yield Paragraph(text(f"On these dates positions begin or end. {words}"))
    yield _picture(answers, days)
    yield _table(answers, days)


def _picture(answers: Answers, days: Sequence[DayAnswer]) -> Picture:
    """Dates in their order, evenly spaced; the distances are not to scale."""
    step = WIDTH / (len(days) + 1)
    asked = answers.question.context.as_of
    current = max((place for place, x in enumerate(days) if x.day <= asked), default=-1)
    shapes: list[Shape] = [
        Rect(0, TOP, step, BAR, "fill-none", "Before the first date no position counts")
    ]
    for place, each in enumerate(days, 1):
        look = "deal" if each.deal else "no-deal"
        answer = answer_words(deal=each.deal)
        words = f"From {each.day}: {answer}, {several(each.held, 'position')}"
        shapes.append(Rect(place * step, TOP, step, BAR, look, words))
    for place, each in enumerate(days, 1):
        shapes.append(RuleLine(place * step, TOP - 4, place * step, TOP + BAR + 6, "tick"))
        y = TOP + BAR + 20 + (20 if place % 2 == 0 and len(days) > 3 else 0)
        shapes.append(PictureText(place * step, y, str(each.day), "small", "middle"))
    x = (current + 1.5) * step
    shapes.append(PictureText(x, TOP - 22, f"as of {asked}", "head", "middle"))
    shapes.append(PictureText(x, TOP - 5, "▼", "head", "middle"))
    description = "; ".join(f"from {x.day} {answer_words(deal=x.deal)}" for x in days)
    return Picture(
        f"days-{answers.mark.lower()}",
        f"Dates on which other positions count, draft {answers.mark} (not to scale)",
        f"Evaluated as of {asked}. {description[:1].upper()}{description[1:]}.",
        WIDTH + 40,
        TOP + BAR + 46,
        tuple(shapes),
        (
            Key("deal", "deal possible"),
            Key("no-deal", "no deal"),
            Key("fill-none", "no position counts"),
        ),
    )


def _table(answers: Answers, days: Sequence[DayAnswer]) -> Table:
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table

    def names(these: Sequence[str]) -> Cell:
        """Few positions by title, more by number for each party; the list has their dates."""
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
                Cell(_answer(deal=each.deal), each.deal),
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
        Column("held", "Positions"),
        Column("crossed", "Crossed"),
        Column("begins", "Begin"),
        Column("ends", "End or are replaced"),
    )
    mark = answers.mark
    return Table(f"days-{mark.lower()}", f"Dates and draft {mark}", columns, rows)


# -- in a brief: readings and sources -----------------------------------------


def readings(answers: Answers) -> Section:
    """Effect of readings and weakly sourced positions on the answer."""
    title = "Sensitivity: readings and sources"
    blocks: tuple[Block, ...] = (UNKNOWN,)
    if answers.sweep is not None:
        blocks = (
            *_readings(answers, answers.sweep.readings),
            *_sources(answers, answers.sweep),
        )
    return Section(f"{answers.anchor}-readings", title, blocks)


def _readings(answers: Answers, found: Readings) -> Iterator[Block]:
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table
    yield Paragraph(_readings_line(answers.question, found))
    if not found.verdicts:
        return
    for title, families in _families(found):
        items = [Item(_combination(corpus, each, table)) for each in families[:MOST]]
        if len(families) > MOST:
            items.append(Item(text(f"… and {len(families) - MOST} more")))
        yield Items((Item(text(title, tone="strong"), tuple(items)),))
    changing = _changing(found)
    yield Paragraph(text(_changing_words(changing)))
    if changing:
        yield Items(tuple(Item(_verdicts_line(answers, *each)) for each in changing.items()))
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
        Column("reading", "Reading"),
        Column("default", "Default"),
        Column("verdict", "Verdict on the draft"),
    )
    mark = answers.mark
    caption = f"Readings and draft {mark}"
    yield Table(f"readings-{mark.lower()}", caption, columns, rows, folded=True)


def _verdicts_line(answers: Answers, name: str, verdicts: Mapping[str, str]) -> Line:
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table
    found = _verdicts_words(answers.question, corpus.positions[name], verdicts, every=True)
    words = "; ".join(words for words, _ in found)
    return (*position_line(corpus, name, table), Words(f": {words}"))


def _sources(answers: Answers, found: Sweep) -> Iterator[Block]:
    question = answers.question
    yield Paragraph(text(_sources_words(found.sourcing, len(question.held))))
    if not found.sourcing.weak:
        return
    yield _weak_items(question, found.sourcing)
    if question.scenario.choices:
        yield Paragraph(_crossed_line(question, found))

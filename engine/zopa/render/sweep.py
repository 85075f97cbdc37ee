"""`sweep` as text: which ambiguity, which day and which doubt decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.wording import position_words, several
from zopa.diagnostics import shown
from zopa.render.asked import exactly, opening, ways_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.questions.question import Question
    from zopa.questions.sweep import Day, Readings, Sourcing, Sweep
    from zopa.render.asked import Page

__all__ = ["sweep_text"]

MOST = 12
"""Combinations of readings that are printed."""
BEGINS, ENDS = "+", "-"


def sweep_text(question: Question, sweep: Sweep, page: Page) -> str:
    """Three parts: readings, days, doubts; each changes one thing and keeps the rest."""
    return "\n".join([*_sweep(question, sweep, page), ""])


def _sweep(question: Question, sweep: Sweep, page: Page) -> Iterator[str]:
    yield from opening(question, page)
    yield page.line(
        "The same question under other readings, on other days and without doubtful lines."
        " Each part changes one thing and leaves the rest as above."
    )
    yield ""
    yield from _readings(question, sweep.readings, page)
    yield ""
    yield from _days(question, sweep.days, page)
    yield ""
    yield from _sourcing(question, sweep.sourcing, page)
    yield from ways_on(
        question,
        page,
        {
            "conflicts {draft} --reading POSITION=READING": "what clashes under one reading",
            "conflicts {draft} --as-of DATE": "what clashes on one day",
        },
    )


# -- readings -----------------------------------------------------------------


def _readings(question: Question, readings: Readings, page: Page) -> Iterator[str]:
    yield page.style("bold", "Readings")
    number = len(readings.verdicts)
    if not number:
        yield page.line("No position that counts can be read in more than one way.", "  ")
        return
    ambiguous = f"{several(number, 'position')} can be read in more than one way."
    read = "it is read" if number == 1 else "they are read"
    if readings.always:
        answer = f"A deal is possible however {read}."
    elif readings.never:
        answer = f"No deal is possible however {read}."
    else:
        answer = f"Whether a deal is possible depends on how {read}."
    yield page.line(f"{ambiguous} {answer}", "  ")
    yield page.line(exactly(readings.completeness, page), "  ")
    if readings.decisive:
        yield page.line("What can decide it is the reading of", "  ")
        for name in readings.decisive:
            yield page.line(f"{_named(question, name)}", "    ")
    if readings.closing and not readings.never:
        yield page.line("No deal as soon as", "  ")
        yield from _combinations(question, readings.closing, page)
    if readings.opening and not readings.always:
        yield page.line("A deal whenever", "  ")
        yield from _combinations(question, _widest(readings.opening), page)
    if question.scenario.choices:
        yield from _verdicts(question, readings, page)


def _widest(
    families: Sequence[Mapping[str, tuple[str, ...]]],
) -> list[Mapping[str, tuple[str, ...]]]:
    """The families that are not a part of another one."""

    def within(
        part: Mapping[str, tuple[str, ...]], whole: Mapping[str, tuple[str, ...]]
    ) -> bool:
        return all(name in part and {*part[name]} <= {*whole[name]} for name in whole)

    return [
        each
        for place, each in enumerate(families)
        if not any(
            within(each, other) and (place > before or not within(other, each))
            for before, other in enumerate(families)
            if before != place
        )
    ]


def _named(question: Question, name: str) -> str:
    return position_words(question.space.problem.corpus, name, question.context.table)


def _reading(question: Question, name: str, reading: str) -> str:
    """A reading by its own words, and by the id that `--reading` takes."""
    return f"“{question.position(name).readings[reading].title or reading}” ({reading})"


def _combinations(
    question: Question, combinations: Sequence[Mapping[str, str | tuple[str, ...]]], page: Page
) -> Iterator[str]:
    for each in combinations[:MOST]:
        for place, (name, readings) in enumerate(sorted(each.items())):
            some = (readings,) if isinstance(readings, str) else readings
            ways = " or ".join(_reading(question, name, one) for one in some)
            head = "  and " if place else "- "
            yield page.line(f"{head}{name} is read as {ways}", "    ")
    if len(combinations) > MOST:
        yield page.line(f"… and {len(combinations) - MOST} more; --format json", "    ")


def _verdicts(question: Question, readings: Readings, page: Page) -> Iterator[str]:
    """The positions whose verdict on the draft depends on the reading."""
    differing = {
        name: each for name, each in readings.verdicts.items() if len(set(each.values())) > 1
    }
    if not differing:
        yield page.line("The verdict on each of them is the same under all its readings.", "  ")
        return
    yield page.line("The draft's verdict depends on the reading of", "  ")
    for name, each in differing.items():
        yield page.line(_named(question, name), "    ")
        for reading, verdict in each.items():
            yield page.line(
                f"{verdict} if read as {_reading(question, name, reading)}", "      "
            )


# -- days ---------------------------------------------------------------------


def _days(question: Question, days: Sequence[Day], page: Page) -> Iterator[str]:
    yield page.style("bold", "Days")
    if not days:
        yield page.line("No position begins or ends on any known day.", "  ")
        return
    day = question.context.as_of
    yield page.line(
        "From each of these days on, other positions count (+ begins, - ends or is replaced).",
        "  ",
    )
    before: bool | None = None
    for place, each in enumerate(days):
        if not (each.begins or each.ends):
            continue
        last = place + 1 == len(days)
        asked = each.day <= day and (last or day < days[place + 1].day)
        turned = before is not None and before != each.deal
        yield from _day(question, each, page, turned=turned, asked=asked)
        before = each.deal


def _day(
    question: Question, day: Day, page: Page, *, turned: bool, asked: bool
) -> Iterator[str]:
    answer = "deal possible" if day.deal else "no deal"
    word = page.style("respected" if day.deal else "crossed", answer)
    turn = " from here on" if turned else ""
    crossed = f", {len(day.crossed)} crossed" if question.scenario.choices else ""
    count = f"{several(day.held, 'position')} count{'s' if day.held == 1 else ''}"
    here = " (as asked)" if asked else ""
    line = f"{day.day}  {answer}{turn}; {count}{crossed}{here}"
    yield page.line(line, "  ").replace(answer, word, 1)
    for sign, names in ((BEGINS, day.begins), (ENDS, day.ends)):
        for name in names:
            yield page.line(f"{sign} {shown(_named(question, name))}", "      ")


# -- doubts -------------------------------------------------------------------


def _sourcing(question: Question, sourcing: Sourcing, page: Page) -> Iterator[str]:
    yield page.style("bold", "Doubts")
    if not sourcing.weak:
        yield page.line(
            "Every position that counts is on record in its party's own voice.", "  "
        )
        return
    weak = several(len(sourcing.weak), "position")
    yield page.line(f"{weak} of {len(question.held)} are only reported or indicated.", "  ")
    match sourcing.certainly, sourcing.possibly:
        case True, _:
            answer = "A deal respects all positions, so that doubt decides nothing."
        case _, True:
            answer = (
                "No deal respects all positions; without the doubtful ones one is possible."
            )
        case _:
            answer = "No deal is possible, not even without them."
    yield page.line(answer, "  ")
    if question.scenario.choices:
        if sourcing.crossed:
            yield page.line("Crossed by the draft, and beyond such doubt:", "  ")
            for name in sourcing.crossed:
                yield page.line(_named(question, name), "    ")
        else:
            yield page.line("The draft crosses no position that is beyond such doubt.", "  ")
    if not page.quiet:
        yield page.line("Doubtful:", "  ")
        for name in sourcing.weak:
            position = question.position(name)
            yield page.line(f"{_named(question, name)} ({position.strength})", "    ")

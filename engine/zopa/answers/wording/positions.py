"""Positions, their verdicts and why they do not count, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import Cell, Fact, Item, Words
from zopa.answers.wording.lines import anchor, text
from zopa.answers.wording.names import holder_names, title_among
from zopa.answers.wording.numbers import date_words, several
from zopa.answers.wording.sources import said_line
from zopa.model.context import standing
from zopa.questions.check import Verdict
from zopa.questions.question import Question

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from zopa.answers.page import Line, Tone
    from zopa.model.context import Context
    from zopa.model.corpus import (
        Corpus,
        Position,
        Waiver,
        When,
    )
    from zopa.questions.check import Checked
    from zopa.questions.every import Answers
    from zopa.questions.question import Question


TONES: dict[Verdict, Tone] = {
    Verdict.CROSSED: "crossed",
    Verdict.OPEN: "open",
    Verdict.RESPECTED: "respected",
}


def position_line(
    corpus: Corpus, name: str, table: Iterable[str] = (), *, owner: bool = True
) -> Line:
    """A position with its holders at the table and its title, linked to its statements."""
    position = corpus.positions[name]
    whose = f"{holder_names(corpus, position, table)}: " if owner else ""
    return text(f"{whose}{position.title}", anchor("position", name))


def owned_line(corpus: Corpus, name: str, party: str, table: Iterable[str]) -> Line:
    """A position in a list of one holder: its title, and the other holders at the table."""
    return text(title_among(corpus, name, party, table), anchor("position", name))


def position_item(
    question: Question,
    name: str,
    facts: Iterable[Fact] = (),
    *,
    under: str = "",
    note: Line = (),
) -> Item:
    """A position with its kind and strength; below it the used reading and the sources.

    Args:
        question: the question in which it counts.
        name: `party/id`.
        facts: further facts below it, first.
        under: the party whose list it is in, if any.
        note: a remark on it.
    """
    corpus, table = question.space.problem.corpus, question.context.table
    position = corpus.positions[name]
    chosen = question.context.readings.get(str(position.id), position.default)
    reading = position.readings.get(chosen) or position.readings[position.default]
    rival = len(position.readings) > 1
    return Item(
        owned_line(corpus, name, under, table) if under else position_line(corpus, name, table),
        aside=text(nature(position), tone="dim"),
        note=note,
        facts=(
            *facts,
            *((Fact("reading", (text(reading.title or str(reading.id)),)),) if rival else ()),
            *source_facts(corpus, position),
        ),
    )


def every_table(every: Iterable[Answers]) -> set[str]:
    """The parties at the table of some draft."""
    return {party for one in every for party in one.checked.context.table}


def nature(position: Position) -> str:
    """Kind and strength of a position."""
    return f"{str(position.kind).replace('-', ' ')}, {position.strength}"


def nature_cell(position: Position) -> Cell:
    """The same; for programs, kind and strength are separate."""
    parts = (("kind", str(position.kind)), ("strength", str(position.strength)))
    return Cell(text(nature(position)), parts=parts)


def days_of(key: str, when: When | None) -> tuple[tuple[str, str | None], ...]:
    """For programs, the first and the last day of a date's bounds."""
    earliest, latest = (None, None) if when is None else (when.earliest, when.latest)
    return (
        (f"{key}-earliest", None if earliest is None else earliest.isoformat()),
        (f"{key}-latest", None if latest is None else latest.isoformat()),
    )


def reading_words(question: Question, position: Position) -> str:
    """The reading in use, if the position has several."""
    if len(position.readings) < 2:
        return ""
    chosen = question.context.readings.get(str(position.id), position.default)
    reading = position.readings.get(chosen) or position.readings[position.default]
    which = "as chosen" if str(position.id) in question.context.readings else "by default"
    return f"{reading.title or reading.id} ({reading.id}, {which})"


def verdict_cell(verdict: Verdict) -> Cell:
    """A verdict by sign and word."""
    words = Words(f"{GLYPHS[verdict]} {verdict}", tone=TONES[verdict])
    return Cell((words,), str(verdict))


def no_verdict_cell(corpus: Corpus, checked: Checked, name: str) -> Cell:
    """A cell for a draft without a verdict on a position, with the reason."""
    words, value = no_verdict(corpus, checked, name)
    if words == "waived":
        return Cell(text("w waived", tone="waived"), value)
    return Cell(text(f"– {words}", tone="dim"), value)


def no_verdict(corpus: Corpus, checked: Checked, name: str) -> tuple[str, str]:
    """The reason why a draft has no verdict on a position: for readers and for programs."""
    if any(str(each.position) == name for each in checked.waived):
        return "waived", "not-held"
    if any(each.id == name for each in checked.not_judged):
        return "not checked: two values", "not-judged"
    position, context = corpus.positions[name], checked.context
    if position.kind not in context.hold or not context.holders(position):
        return "does not count", "not-held"
    return status_words(corpus, position, context.as_of), "not-held"


def status_words(corpus: Corpus, position: Position, date: dt.date) -> str:
    """The status of a position on a date: current, or the reason why not."""
    status, since = standing(corpus, position, date), position.since
    if status == "certain":
        return "current"
    if since.earliest is not None and date < since.earliest:
        return "not yet stated"
    if status == "possible":
        begun = since.latest is not None and date >= since.latest
        return f"{'end' if begun else 'start'} date uncertain"
    for each in corpus.superseded_by.get(str(position.id), ()):
        latest = corpus.positions[each].since.latest
        if latest is not None and date >= latest:
            return f"replaced by {each}"
    return "ended"


def uncounted_words(corpus: Corpus, context: Context, position: Position) -> str:
    """Why a position does not count, with the date or the position that decides it."""
    if not position.checked:
        return f"not counted: {str(position.kind).replace('-', ' ')}s are never checked"
    if position.kind not in context.hold:
        return "not counted: its kind was not asked for"
    if not context.holders(position):
        return "not counted: no holder is at the table"
    words = status_words(corpus, position, context.as_of)
    match words:
        case "start date uncertain" | "not yet stated":
            return f"not counted: {words} ({position.since})"
        case "ended" | "end date uncertain":
            until = f" ({position.until})" if position.until is not None else ""
            return f"not counted: {words}{until}"
        case _:
            others = corpus.superseded_by.get(str(position.id), ())
            title = corpus.positions[others[0]].title if others else ""
            return f"not counted: replaced by {title}" if title else "not counted"


def waived_line(corpus: Corpus, waiver: Waiver, table: Iterable[str]) -> Line:
    """A waiver: the position, the person, the reason and the last day."""
    by = f" by {waiver.by}" if waiver.by else ""
    until = f" until {date_words(waiver.expires)}" if waiver.expires else ""
    reason = f" ({waiver.reason})" if waiver.reason else ""
    return (
        Words("Assumed", "context", "waived"),
        Words(": "),
        *position_line(corpus, str(waiver.position), table),
        Words(f" is waived{by}{until}{reason}."),
    )


def source_facts(corpus: Corpus, position: Position) -> tuple[Fact, ...]:
    """Speaker, date, report and source of each statement; empty without statements."""
    lines = tuple(
        said_line(corpus, corpus.statements[each])
        for each in position.statements
        if each in corpus.statements
    )
    return (Fact("source", lines),) if lines else ()


KINDS = {"red-line": "red lines", "demand": "demands", "preference": "preferences"}


def all_positions(number: int) -> str:
    """The words for all of `number` positions: `all 20 positions`, `the 1 position`."""
    return "the 1 position" if number == 1 else f"all {several(number, 'position')}"


VERDICT_WORDS = {
    Verdict.CROSSED: "crossed in every agreement from this draft",
    Verdict.OPEN: "open: depends on undecided issues",
    Verdict.RESPECTED: "respected in every agreement from this draft",
}
"""The meaning of a verdict on a draft."""


BY_RULES_ALONE = "the rules alone: every agreement crosses it"


GLYPHS = {Verdict.CROSSED: "✗", Verdict.OPEN: "?", Verdict.RESPECTED: "✓"}

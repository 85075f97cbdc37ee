"""Statements by date, and the dates on which an answer changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.answers.lines import attribution, citation, issue_name
from zopa.answers.sweep import answer_words
from zopa.answers.wording import several
from zopa.model.context import held, on_day
from zopa.questions.sweep import turning_points
from zopa_tui.views.text import BLANK, TextLine, apart, clean, cut, nature_words, pad, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.model.context import Context
    from zopa.model.corpus import Corpus, Issue, Position, Statement
    from zopa.questions.check import Checked
    from zopa.questions.sweep import DayAnswer
    from zopa_tui.views.text import Shade, Signs, TextPart

__all__ = [
    "ALL",
    "DayCount",
    "DayRange",
    "by_party",
    "change_words",
    "counting_on",
    "day_of",
    "day_words",
    "days_of",
    "next_change",
    "party_of",
    "resting_on",
    "source_lines",
    "span_of",
    "statement_rows",
    "terms_of",
    "used_statements",
    "what_changes",
]


ALL = ""
"""Key for all parties together."""
LONGEST = 400
"""Maximum length of a timeline, in days before its last day."""
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayCount:
    """Number of statements of a party on a date."""

    said: int = 0
    """Statements that were certainly made on that date."""
    by: int = 0
    """Statements that were made on that date or earlier."""


@dataclass(frozen=True, slots=True)
class DayRange:
    """The dates of a timeline, both ends included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> list[dt.date]:
        """Every date of the timeline."""
        return [self.first + n * DAY for n in range((self.last - self.first).days + 1)]


def party_of(corpus: Corpus, statement: Statement) -> str:
    """The party of a statement; if unknown or none, its speaker."""
    speaker = corpus.speakers.get(statement.speaker)
    return str(speaker.party if speaker is not None and speaker.party else statement.speaker)


def day_of(statement: Statement) -> dt.date | None:
    """The date by which it was certainly made."""
    return statement.said.latest or statement.said.earliest


def by_party(corpus: Corpus) -> Mapping[str, Mapping[dt.date, DayCount]]:
    """Number of statements for each party and date; parties in corpus order."""
    found: dict[str, dict[dt.date, DayCount]] = {str(each): {} for each in corpus.parties}
    for statement in corpus.statements.values():
        day = day_of(statement)
        mine = found.setdefault(party_of(corpus, statement), {})
        if day is None:
            continue
        before = mine.get(day, DayCount())
        exact = statement.said.earliest == statement.said.latest
        mine[day] = DayCount(before.said + exact, before.by + (not exact))
    spoke = {party_of(corpus, each) for each in corpus.statements.values()}
    return {party: days for party, days in found.items() if party in spoke}


def span_of(corpus: Corpus, days: Sequence[DayAnswer], as_of: dt.date) -> DayRange:
    """Dates to show: those of statements and changes, and the evaluation date."""
    every = {as_of, *(each.day for each in days)}
    every.update(
        day for each in corpus.statements.values() if (day := day_of(each)) is not None
    )
    last = max(every)
    first = min(day for day in every if (last - day).days <= LONGEST)
    return DayRange(min(first, as_of) if (last - as_of).days <= LONGEST else first, last)


def day_words(day: dt.date) -> str:
    """A weekday with its day of the month, independent of the locale."""
    names = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
    return f"{names[day.weekday()]} {day.day}"


# -- dates on which the answer changes ----------------------------------------


def days_of(days: Sequence[DayAnswer]) -> Mapping[dt.date, tuple[DayAnswer | None, DayAnswer]]:
    """For each date on which the draft's answer changes, the answer before and after."""
    found: dict[dt.date, tuple[DayAnswer | None, DayAnswer]] = {}
    before: DayAnswer | None = None
    for each in days:
        if before is None or (before.crossed, before.deal) != (each.crossed, each.deal):
            found[each.day] = (before, each)
        before = each
    return found


def counting_on(corpus: Corpus, days: Sequence[DayAnswer]) -> Mapping[dt.date, frozenset[str]]:
    """From each date on, the parties with at least one position that counts."""
    found: dict[dt.date, frozenset[str]] = {}
    now: set[str] = set()
    for each in days:
        now = (now | {*each.begins}) - {*each.ends}
        parties = {str(one) for name in now for one in corpus.positions[name].holders}
        found[each.day] = frozenset(parties)
    return found


def next_change(corpus: Corpus, context: Context, step: int) -> dt.date | None:
    """The next date on which positions begin or cease to count, or the previous one.

    Args:
        corpus: corpus of the positions.
        context: the assumptions, with the date to start from.
        step: 1 for later, -1 for earlier.
    """
    every = turning_points(corpus, context)
    later = [day for day in every if day > context.as_of]
    earlier = [day for day in reversed(every) if day < context.as_of]
    for day in later if step > 0 else earlier:
        before = {each.id for each in held(corpus, on_day(context, day - DAY))}
        if before != {each.id for each in held(corpus, on_day(context, day))}:
            return day
    return None


def change_words(before: DayAnswer | None, now: DayAnswer, signs: Signs) -> str:
    """A change of the answer, in a few cells."""
    crossed = signs.glyphs.crossed
    parts = []
    was = len(before.crossed) if before is not None else 0
    if was != len(now.crossed) or (before is not None and before.crossed != now.crossed):
        parts.append(f"{crossed}{was}{signs.arrow}{crossed}{len(now.crossed)}")
    if before is not None and before.deal != now.deal:
        parts.append("deal again" if now.deal else "deal lost")
    return " ".join(parts)


def what_changes(
    corpus: Corpus, days: Sequence[DayAnswer], as_of: dt.date, width: int, signs: Signs
) -> Iterator[TextLine]:
    """Positions that begin and end on the evaluation date, or on the last change before it."""
    past = [each for each in days if each.day <= as_of]
    if not past:
        yield from wrapped("No position counts yet. } goes to the first that begins.", width)
        return
    now = past[-1]
    before = past[-2] if len(past) > 1 else None
    when = "This date" if now.day == as_of else f"Nothing new since {now.day}; that date"
    begins = several(len(now.begins), "position")
    ends = f", {len(now.ends)} end" if now.ends else ""
    words = change_words(before, now, signs)
    answer = answer_words(deal=now.deal)
    crossed = f"your draft crosses {len(now.crossed) or 'no position'}"
    change = f" ({words})" if words else ""
    begin = "begin" if len(now.begins) != 1 else "begins"
    yield from wrapped(
        f"{when}: {begins} {begin}{ends}. From then on: {answer}; {crossed}{change}.", width
    )
    old = set(before.crossed) if before is not None else set()
    names = [*now.begins, *now.ends]
    names.sort(key=lambda each: each not in now.crossed)
    for name in names:
        position = corpus.positions[name]
        sign: tuple[str, Shade] = ("  + ", "head") if name in now.begins else ("  - ", "muted")
        party = corpus.parties.get(position.party)
        owner = clean(party.short if party is not None else str(position.party))
        mark: tuple[str, Shade] = ("", "muted")
        if name in now.crossed:
            mark = (f"{signs.glyphs.crossed} crossed", "crossed")
        parts: tuple[TextPart, ...] = (sign, (f"{owner}: {clean(position.title)}", ""))
        yield apart(parts, mark, width, more=signs.more)
    for name in sorted(set(now.crossed) - old - set(names)):
        yield from wrapped(clean(corpus.positions[name].title), width, head="  now crossed: ")
    later = [each for each in days if each.day > as_of]
    if later:
        yield from wrapped(
            f"The next change is on {later[0].day}: }} goes there.", width, shade="muted"
        )
    else:
        yield from wrapped("Nothing changes after this day.", width, shade="muted")


# -- statements ---------------------------------------------------------------


def statement_rows(
    corpus: Corpus,
    statements: Sequence[Statement],
    held: Mapping[str, bool],
    as_of: dt.date,
    width: int,
    *,
    signs: Signs,
) -> Iterator[TextLine]:
    """Two lines for each statement: date and speaker, then its paraphrase.

    Args:
        corpus: corpus of the statements.
        statements: the statements, in this order.
        held: for each statement that supports a position, whether one of these counts.
        as_of: the evaluation date.
        width: cells of a line.
        signs: symbols to use.
    """
    for each in statements:
        key = str(each.id)
        speaker = corpus.speakers.get(each.speaker)
        who = clean(speaker.name if speaker is not None else str(each.speaker))
        party = corpus.parties.get(party_of(corpus, each))
        short = f" ({clean(party.short)})" if party is not None else ""
        when = (
            pad(str(each.said), 10, signs.more) if len(str(each.said)) <= 10 else str(each.said)
        )
        day = day_of(each)
        tail: tuple[str, Shade] = ("", "muted")
        if day is not None and day > as_of:
            tail = ("later", "muted")
        elif held.get(key):
            tail = ("held", "respected")
        head = cut(f"{when}  {who}{short}", width, signs.more)
        yield apart(((head, "head"),), tail, width, key=key, more=signs.more)
        yield TextLine(((f"  {cut(clean(each.text), width - 2, signs.more)}", ""),), key)
    if not statements:
        yield BLANK


# -- one statement in full: paraphrase, speaker, reporter, place, and uses --


HEAD = 11


def resting_on(corpus: Corpus, statement: str) -> list[Position]:
    """The positions that cite a statement."""
    return [each for each in corpus.positions.values() if statement in each.statements]


def terms_of(corpus: Corpus, statement: str) -> list[tuple[str, str]]:
    """The issues and terms that cite a statement."""
    return [
        (str(issue.id), str(name))
        for issue in corpus.issues.values()
        for name in _own(issue, statement)
    ]


def _own(issue: Issue, statement: str) -> list[str]:
    """The terms of the issue that cite it; one for an issue that is answered by a value."""
    found = [str(name) for name, each in issue.terms.items() if statement in each.statements]
    return found[:1] if issue.answered_by else found


def _rests(corpus: Corpus, issue: str, term: str) -> str:
    known = corpus.issues[issue]
    return issue_name(corpus, issue) if known.answered_by else known.terms[term].title


def used_statements(corpus: Corpus) -> set[str]:
    """The statements that at least one position or term cites."""
    used = {str(x) for each in corpus.positions.values() for x in each.statements}
    for issue in corpus.issues.values():
        used |= {str(x) for term in issue.terms.values() for x in term.statements}
    return used & {str(each) for each in corpus.statements}


def source_lines(
    corpus: Corpus, statement: Statement, checked: Checked, width: int, signs: Signs
) -> Iterator[TextLine]:
    """A statement with all known facts about it."""
    yield from wrapped(clean(statement.text), width, head="In our words  ", indent=2)
    yield TextLine()
    speaker = corpus.speakers.get(statement.speaker)
    party = corpus.parties.get(party_of(corpus, statement))
    who = clean(speaker.name if speaker is not None else str(statement.speaker))
    office = f", {clean(speaker.office)}" if speaker is not None and speaker.office else ""
    side = f" ({clean(party.name)})" if party is not None else ""
    for word, text in (
        ("Said by", f"{who}{office}{side}"),
        ("When", f"{statement.said}{', inferred' if statement.inferred else ''}"),
        ("Kind", attribution(statement)),
        ("Told by", clean(statement.by)),
        ("Relayed", clean(statement.relayed_by)),
        ("Cited", signs.places(citation(corpus, statement.cites))),
    ):
        if text:
            yield from wrapped(text, width, head=_head(word))
    for source, _ in statement.cites:
        known = corpus.sources.get(source)
        if known is not None:
            yield from wrapped(
                f"{source}: {clean(known.title)}", width, head=_head(""), shade="muted"
            )
            where = " ".join(clean(x) for x in (known.file or "", known.url or "") if x)
            if where:
                yield from wrapped(where, width, head=_head(""), shade="muted")
    if statement.note:
        yield from wrapped(clean(statement.note), width, head=_head("Note"))
    yield TextLine()
    yield from _used(corpus, statement, checked, width, signs)


def _head(word: str) -> str:
    return f"{word:<{HEAD}}"


def _used(
    corpus: Corpus, statement: Statement, checked: Checked, width: int, signs: Signs
) -> Iterator[TextLine]:
    positions = resting_on(corpus, str(statement.id))
    terms = terms_of(corpus, str(statement.id))
    if not positions and not terms:
        yield from wrapped("Used by nothing: no position and no term rests on it.", width)
        return
    verdicts = {each.held.id: str(each.verdict) for each in checked.verdicts}
    waived = {str(each.position) for each in checked.context.waivers}
    if positions:
        yield TextLine(((f"Positions that rest on it: {len(positions)}", "head"),))
    for each in positions:
        name = str(each.id)
        verdict = "waived" if name in waived else verdicts.get(name)
        shade: Shade = verdict or "muted"  # type: ignore[assignment]  # verdicts have shades
        nature = (nature_words(each), "muted")
        sign: tuple[str, Shade] = (f"  {signs.verdict(verdict)} ", shade)
        yield apart((sign, (clean(each.title), "")), nature, width, more=signs.more)  # type: ignore[arg-type]  # shades
    if terms:
        yield TextLine(((f"Terms that rest on it: {len(terms)}", "head"),))
    for issue, term in terms:
        title = clean(_rests(corpus, issue, term))
        picked = checked.scenario.choices.get(issue)
        value = bool(corpus.issues[issue].answered_by)
        chosen = picked is not None and any(value or x.term == term for x in picked.picks)
        dot = signs.dot if chosen else signs.vague
        yield apart(((f"  {dot} {issue}: {title}", ""),), ("", ""), width, more=signs.more)

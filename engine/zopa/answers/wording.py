"""Words that every part of a brief uses, each leading to where it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zopa.answers.page import Cell, Fact, Item, Paragraph, Words
from zopa.diagnostics import shown
from zopa.model.conditions import Name
from zopa.model.context import holders_at, standing
from zopa.model.corpus import SILENT, UNLIMITED, VALUE, Bounds
from zopa.model.one_line import LONG, power
from zopa.questions.check import Verdict
from zopa.questions.question import Question
from zopa.solving.partition import Piece

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from zopa.answers.page import Line, Tone
    from zopa.model.context import Context
    from zopa.model.corpus import (
        Attribute,
        Choice,
        Citations,
        Corpus,
        Issue,
        Pick,
        Position,
        Provision,
        Scenario,
        Statement,
        Waiver,
        When,
    )
    from zopa.questions.check import Checked
    from zopa.questions.every import Answers
    from zopa.questions.feasible import BlankKey
    from zopa.questions.outcome import Settled
    from zopa.questions.question import Question
    from zopa.solving.problem import Clause

__all__ = [
    "BY_RULES_ALONE",
    "INCOHERENT",
    "KINDS",
    "ROUNDED",
    "UNKNOWN",
    "VERDICT_WORDS",
    "about",
    "all_positions",
    "amount_words",
    "anchor",
    "answer_words",
    "bounds_words",
    "by_party",
    "cause_lines",
    "choice_before",
    "choice_cell",
    "choice_line",
    "choice_named",
    "choice_words",
    "citation",
    "citation_line",
    "clause_words",
    "data_words",
    "date_words",
    "days_of",
    "either_words",
    "every_table",
    "holder_names",
    "humanised",
    "id_words",
    "ids",
    "issue_name",
    "issues_left_open",
    "joined",
    "kept_words",
    "letters",
    "merged",
    "nature",
    "nature_cell",
    "no_verdict",
    "no_verdict_cell",
    "number",
    "open_issues",
    "or_else_words",
    "outcome_words",
    "owned_line",
    "parameters_of",
    "party_name",
    "percent",
    "picked_words",
    "places_of",
    "position_item",
    "position_line",
    "position_words",
    "range_words",
    "reading_words",
    "rule_words",
    "said_items",
    "said_line",
    "scenario_name",
    "settled_words",
    "several",
    "source_facts",
    "sourced",
    "span_words",
    "statement_line",
    "status_words",
    "term_name",
    "term_named",
    "term_words",
    "terms_of",
    "text",
    "title_among",
    "uncounted_words",
    "value_words",
    "values_words",
    "verdict_cell",
    "waived_line",
]


TONES: dict[Verdict, Tone] = {
    Verdict.CROSSED: "crossed",
    Verdict.OPEN: "open",
    Verdict.RESPECTED: "respected",
}


UNKNOWN = Paragraph((Words("Unknown: the time limit ended the search first."),))
INCOHERENT = Paragraph(
    (Words("Inconsistent: the draft contradicts the rules, whatever the positions."),)
)


def anchor(nature: str, name: str) -> str:
    """Where a thing of the corpus stands in the brief; ids have no two hyphens in a row."""
    safe = "".join(
        each if each.isascii() and each.isalnum() else "--" if each == "/" else "-"
        for each in name
    )
    return f"{nature}-{safe}"


def text(words: str, to: str = "", tone: Tone = "") -> Line:
    """A line of words alike."""
    return (Words(words, to, tone),)


def number(value: int) -> Cell:
    """A number in a table, and as such for programs."""
    return Cell(text(f"{value:,}"), value)


def ids(names: Iterable[str]) -> str:
    """Names in one cell, for programs."""
    return " ".join(names)


def joined(lines: Sequence[Line], comma: str = ", ", last: str = " and ") -> Line:
    """Lines in a sentence."""
    found: list[Words] = []
    for place, line in enumerate(lines):
        if place:
            found.append(Words(last if place + 1 == len(lines) else comma))
        found.extend(line)
    return tuple(found)


# -- positions ----------------------------------------------------------------


def position_line(
    corpus: Corpus, name: str, table: Iterable[str] = (), *, owner: bool = True
) -> Line:
    """A position by who of the table holds it and its title, leading to what was said."""
    position = corpus.positions[name]
    whose = f"{holder_names(corpus, position, table)}: " if owner else ""
    return text(f"{whose}{position.title}", anchor("position", name))


def owned_line(corpus: Corpus, name: str, party: str, table: Iterable[str]) -> Line:
    """A position in a list of a party's own: its title, and who else of the table holds it."""
    return text(title_among(corpus, name, party, table), anchor("position", name))


def position_item(
    question: Question,
    name: str,
    facts: Iterable[Fact] = (),
    *,
    under: str = "",
    note: Line = (),
) -> Item:
    """A position with its kind and strength; below it the reading used, and the sources.

    Args:
        question: under which it counts.
        name: `party/id`.
        facts: what else stands below it, first.
        under: the party in whose list it stands, if in one.
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
    """What kind of position, and how firm."""
    return f"{str(position.kind).replace('-', ' ')}, {position.strength}"


def nature_cell(position: Position) -> Cell:
    """The same; for programs the kind and the strength apart."""
    parts = (("kind", str(position.kind)), ("strength", str(position.strength)))
    return Cell(text(nature(position)), parts=parts)


def days_of(key: str, when: When | None) -> tuple[tuple[str, str | None], ...]:
    """For programs, the first and the last day that a date may mean."""
    earliest, latest = (None, None) if when is None else (when.earliest, when.latest)
    return (
        (f"{key}-earliest", None if earliest is None else earliest.isoformat()),
        (f"{key}-latest", None if latest is None else latest.isoformat()),
    )


def places_of(cites: Citations, prefix: str = "") -> tuple[tuple[str, str], ...]:
    """For programs, the sources that are cited and the places in them; by these keys."""
    return (
        (f"{prefix}sources", " ".join(str(source) for source, _ in cites)),
        (
            f"{prefix}places",
            " ".join(f"{source}:{place}" for source, places in cites for place in places),
        ),
    )


def terms_of(choice: Choice) -> str:
    """For programs, what a choice takes: `issue/term`, or `issue/silent`."""
    terms = [str(pick.term) for pick in choice.picks] or [SILENT]
    return " ".join(f"{choice.issue}/{term}" for term in terms)


def choice_cell(corpus: Corpus, key: str, choice: Choice | None, line: Line) -> Cell:
    """A choice; for programs its terms, their parameters and its words, each by itself.

    Args:
        corpus: the terms.
        key: of the column.
        choice: None where the issue is undecided.
        line: what the page says.
    """
    parts = (
        (key, "undecided" if choice is None else terms_of(choice)),
        (f"{key}-parameters", "" if choice is None else parameters_of(choice)),
        (f"{key}-text", "undecided" if choice is None else choice_before(corpus, choice)),
    )
    return Cell(line, parts=parts)


def parameters_of(choice: Choice) -> str:
    """For programs, the values that a choice gives: `term.parameter=value`."""
    return " ".join(
        f"{pick.term}.{name}={value}"
        for pick in choice.picks
        for name, value in pick.parameters.items()
    )


def reading_words(question: Question, position: Position) -> str:
    """The reading that was used, where there are others."""
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
    """That a draft has no verdict on a position, and why."""
    words, value = no_verdict(corpus, checked, name)
    if words == "waived":
        return Cell(text("w waived", tone="waived"), value)
    return Cell(text(f"– {words}", tone="dim"), value)


def no_verdict(corpus: Corpus, checked: Checked, name: str) -> tuple[str, str]:
    """Why a draft has no verdict on a position: for readers and for programs."""
    if any(str(each.position) == name for each in checked.waived):
        return "waived", "not-held"
    if any(each.id == name for each in checked.not_judged):
        return "not judged: two values", "not-judged"
    position, context = corpus.positions[name], checked.context
    if position.kind not in context.hold or not context.holders(position):
        return "does not count", "not-held"
    return status_words(corpus, position, context.as_of), "not-held"


def status_words(corpus: Corpus, position: Position, date: dt.date) -> str:
    """Whether a position is current on a date; if not, the reason."""
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
    """That a position is assumed to be dropped: by whom, why and until when."""
    by = f" by {waiver.by}" if waiver.by else ""
    until = f" until {date_words(waiver.expires)}" if waiver.expires else ""
    reason = f" ({waiver.reason})" if waiver.reason else ""
    return (
        Words("Assumed", "context", "waived"),
        Words(": "),
        *position_line(corpus, str(waiver.position), table),
        Words(f" is waived{by}{until}{reason}."),
    )


# -- what was said ------------------------------------------------------------


def citation_line(corpus: Corpus, cites: Citations) -> Line:
    """Sources with their places, each leading to the source."""
    found: list[Line] = []
    for source, places in cites:
        declared = corpus.sources.get(source)
        mark = PLACES.get(declared.cites_as, "") if declared else ""
        where = f" {mark}{' '.join(map(str, places))}" if places else ""
        found.append(text(f"{source}{where}", anchor("source", str(source))))
    return joined(found, last=", ")


def said_line(corpus: Corpus, statement: Statement) -> Line:
    """Who said it, when, on whose report, and where it stands."""
    speaker = corpus.speakers.get(statement.speaker)
    who = speaker.name if speaker else str(statement.speaker)
    how = HOW.get(statement.attribution, statement.attribution)
    by = statement.by
    report = f"{how} by {by}" if how and by else how or (f"to {by}" if by else "")
    relayed = f"relayed by {statement.relayed_by}" if statement.relayed_by else ""
    day = f"{statement.said} (date inferred)" if statement.inferred else str(statement.said)
    parts = [part for part in (who, day, report, relayed) if part]
    cited = citation_line(corpus, statement.cites)
    return (Words(", ".join(parts)), *((Words(", "), *cited) if cited else ()))


def said_items(corpus: Corpus, names: Iterable[str]) -> Iterator[Item]:
    """What was said, and under it by whom, when, on whose report and where."""
    for name in names:
        statement = corpus.statements.get(name)
        if statement is not None:
            words = Words(statement.text, anchor("statement", str(statement.id)))
            yield Item((words,), (Item(said_line(corpus, statement)),))


def merged(cites: Iterable[tuple[Name, tuple[int | str, ...]]]) -> Citations:
    """Each source once, with all of its places in the order of the document.

    Numbers come as they count, whether or not they are written as texts; the other texts
    follow as they were cited.
    """
    found: dict[Name, dict[str, int | str]] = {}
    for source, places in cites:
        mine = found.setdefault(source, {})
        for each in places:
            mine.setdefault(str(each), each)
    return tuple(
        (
            source,
            tuple(
                sorted(
                    places.values(),
                    key=lambda each: (0, int(each)) if str(each).isdecimal() else (1, 0),
                )
            ),
        )
        for source, places in found.items()
    )


# -- choices ------------------------------------------------------------------


def choice_line(answers: Answers, choice: Choice) -> Line:
    """What a draft says on which issue, leading to where it is listed."""
    corpus = answers.question.space.problem.corpus
    words = f"{corpus.issues[choice.issue].question} {choice_before(corpus, choice)}"
    return text(words, anchor(f"{answers.anchor}-choice", str(choice.issue)))


def choice_before(corpus: Corpus, choice: Choice) -> str:
    """What a draft says on an issue, without naming it."""
    issue = corpus.issues.get(choice.issue)
    order = {name: place for place, name in enumerate(issue.terms)} if issue else {}
    picks = sorted(choice.picks, key=lambda pick: order.get(str(pick.term), len(order)))
    return _together(issue, [_pick_words(issue, pick) for pick in picks])


def choice_named(corpus: Corpus, choice: Choice, to: str = "") -> Line:
    """What a draft says on an issue, by the issue's short name."""
    return text(choice_words(corpus, choice), to)


def scenario_name(scenario: Scenario) -> str:
    """What a draft is called in commands: its id, or its path where that lies elsewhere."""
    return scenario.id if scenario.path.startswith("scenarios/") else scenario.path


def source_facts(corpus: Corpus, position: Position) -> tuple[Fact, ...]:
    """Who said it, when, on whose report and where; none of a position without statements."""
    lines = tuple(
        said_line(corpus, corpus.statements[each])
        for each in position.statements
        if each in corpus.statements
    )
    return (Fact("source", lines),) if lines else ()


def cause_lines(answers: Answers, because: Sequence[str]) -> Fact:
    """The choices that are enough to cross a position."""
    choices = answers.checked.scenario.choices
    if not because:
        words = "of the rules alone: every agreement crosses it"
        return Fact("because", (text(words),))
    return Fact(
        "because" if len(because) == 1 else f"because of {several(len(because), 'choice')}",
        tuple(choice_line(answers, choices[issue]) for issue in because),
    )


# -- values of attributes for a reader who has not seen the files --


MOST = 4
"""Values that are named where several are possible."""


def value_words(corpus: Corpus, value: object, unit: str = "") -> str:
    """A value by the name of what it is the id of, or by its own words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    name = str(value)
    if isinstance(value, int):
        return f"{value:,} {unit}".rstrip()
    if name in {"True", "False"}:
        return "yes" if name == "True" else "no"
    if name == "unlimited":
        return "no limit"
    if name in corpus.parties:
        return party_name(corpus, name)
    if name in corpus.entities:
        return corpus.entities[name].title or id_words(name)
    return id_words(name)


def id_words(name: str) -> str:
    """An id as words."""
    return name.replace("-", " ")


def settled_words(corpus: Corpus, declared: Attribute, settled: Settled | None) -> str:
    """The value of an attribute under a draft, or its possible values."""
    if settled is None:
        return "no outcome"
    words = [_piece_words(corpus, declared, each) for each in settled.values[:MOST]]
    if settled.settled:
        return words[0]
    if len(settled.values) > MOST:
        words.append(f"{len(settled.values) - MOST} more")
    return f"open: {either_words(words)}"


def outcome_words(corpus: Corpus, declared: Attribute, settled: Settled | None) -> str:
    """The same; a value of today is marked as such."""
    quo = settled is not None and settled.settled and not settled.changed
    return settled_words(corpus, declared, settled) + (" (status quo)" if quo else "")


def _piece_words(corpus: Corpus, declared: Attribute, piece: Piece) -> str:
    if declared.number:
        unit = f" {declared.unit}" if declared.unit and str(piece) != "unlimited" else ""
        return "no limit" if str(piece) == "unlimited" else f"{piece}{unit}"
    return value_words(corpus, str(piece))


def data_words(settled: Settled | None) -> str:
    """The same for programs: the values as the files have them."""
    if settled is None:
        return "incoherent"
    return " ".join(map(_piece_data, settled.values))


def _piece_data(piece: Piece) -> str:
    low, high = (
        str(x).lower() if isinstance(x, bool) else str(x) for x in (piece.low, piece.high)
    )
    return low if low == high else f"{low}..{high}"


KINDS = {"red-line": "red lines", "demand": "demands", "preference": "preferences"}


MOST_RANGES = 6
"""Ranges of a number that are named."""


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""Of no locale: the same bytes everywhere."""


def several(number: int, one: str, more: str | None = None) -> str:
    """A number with its noun: `1 deal`, `2,000 deals`; a very large one as a power."""
    words = f"{number:,}" if number < LONG else f"about {about(number)}"
    return f"{words} {one if number == 1 else more or f'{one}s'}"


ROUNDED = 10**7
"""From here on a number is rounded where it is read."""


def all_positions(number: int) -> str:
    """That many positions, none left out: `all 20 positions`, `the 1 position`."""
    return "the 1 position" if number == 1 else f"all {several(number, 'position')}"


def about(number: int) -> str:
    """A number in a narrow column: exact below ten million, else two digits of it."""
    if number < ROUNDED:
        return f"{number:,}"
    digits = power(number)
    rounded = round(number // 10 ** (digits - 2) / 10)
    if rounded == 100:
        rounded, digits = 10, digits + 1
    return f"{rounded // 10}.{rounded % 10} × 10^{digits}"


def date_words(date: dt.date) -> str:
    """A date in prose: `17 August 2025`."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def letters(number: int) -> list[str]:
    """Names of drafts beside each other: A to Z, then A2 and on."""
    alphabet = [chr(ord("A") + place) for place in range(26)]
    return [
        alphabet[place % 26] + (f"{place // 26 + 1}" if place >= 26 else "")
        for place in range(number)
    ]


def either_words(words: Sequence[str]) -> str:
    """Alternatives in a sentence: `a, b or c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"


def kept_words(words: Sequence[str]) -> str:
    """Words in a sentence: `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def party_name(corpus: Corpus, party: str) -> str:
    """What a party is called in a narrow place."""
    return corpus.parties[party].short if party in corpus.parties else party


def holder_names(corpus: Corpus, position: Position, table: Iterable[str] = ()) -> str:
    """Who holds the position: of the parties at the table, if some do; else whose it is."""
    holders = holders_at(position, table) or (str(position.party),)
    return kept_words([party_name(corpus, each) for each in holders])


def position_words(corpus: Corpus, name: str, table: Iterable[str] = ()) -> str:
    """A position in a sentence: who of the table holds it, and its title."""
    position = corpus.positions[name]
    return f"{holder_names(corpus, position, table)}: {position.title}"


def by_party(question: Question, names: Iterable[str]) -> dict[str, list[str]]:
    """For each party at the table those of the positions that it holds; all in corpus order."""
    corpus, context = question.space.problem.corpus, question.context
    among = set(names)
    found: dict[str, list[str]] = {str(party): [] for party in corpus.parties}
    for name, position in corpus.positions.items():
        if name in among:
            for party in context.holders(position):
                found.setdefault(party, []).append(name)
    return {party: mine for party, mine in found.items() if mine}


def title_among(corpus: Corpus, name: str, party: str, table: Iterable[str]) -> str:
    """A position in a list of a party's own: its title, and who else of the table holds it."""
    position = corpus.positions[name]
    others = [party_name(corpus, x) for x in holders_at(position, table) if x != party]
    return f"{position.title} (also of {kept_words(others)})" if others else position.title


def open_issues(question: Question) -> list[str]:
    """The issues on which the draft leaves a term or a blank of a term open."""
    return issues_left_open(question.space.problem.corpus, question.scenario)


def issues_left_open(corpus: Corpus, scenario: Scenario) -> list[str]:
    """The same, of a draft that nothing is asked about."""
    choices = scenario.choices
    return [
        str(issue.id)
        for issue in corpus.issues.values()
        if str(issue.id) not in choices
        or any(
            len(pick.parameters) < len(issue.terms[pick.term].parameters)
            for pick in choices[str(issue.id)].picks
        )
    ]


def picked_words(
    question: Question,
    issue: str,
    picks: Sequence[Pick],
    within: Mapping[BlankKey, Piece] | None = None,
) -> str:
    """The terms of a complete agreement; of a number the range in which it could as well be.

    Args:
        question: what was asked.
        issue: which they are on.
        picks: the terms, with every parameter.
        within: the ranges; where there is none, the number itself is told.
    """
    known = question.space.problem.corpus.issues[issue]
    return _together(known, [_pick_words(known, pick, within or {}) for pick in picks])


def values_words(domain: Attribute, values: Sequence[Piece]) -> str:
    """Values of a number, with their unit: `0 to 30 days, 45 days or unlimited`."""
    some = [each for each in values[:MOST_RANGES] if each.number]
    words = [f"{span_words(each)}{_steps(domain, each)}" for each in some[:-1]]
    words += [f"{amount_words(domain, each)}{_steps(domain, each)}" for each in some[-1:]]
    words += [amount_words(domain, x) for x in values[:MOST_RANGES] if not x.number]
    if len(values) > MOST_RANGES:
        words.append(several(len(values) - MOST_RANGES, "more range"))
    return either_words(words)


def _steps(domain: Attribute, piece: Piece) -> str:
    """How far the numbers of a progression lie apart; nothing of a range."""
    if piece.low == piece.high or piece.step == domain.step:
        return ""
    return f" in steps of {step_words(domain, piece.step)}"


def step_words(domain: Attribute, step: int) -> str:
    """How far numbers lie apart."""
    return f"{step:,} days" if domain.type == "date" else span_words(domain.at(step))


VERDICT_WORDS = {
    Verdict.CROSSED: "crossed in every agreement from this draft",
    Verdict.OPEN: "open: depends on undecided issues",
    Verdict.RESPECTED: "respected in every agreement from this draft",
}
"""What a verdict says of a draft."""
BY_RULES_ALONE = "the rules alone: every agreement crosses it"
GLYPHS = {Verdict.CROSSED: "✗", Verdict.OPEN: "?", Verdict.RESPECTED: "✓"}


def choice_words(corpus: Corpus, choice: Choice) -> str:
    """A choice for a reader: the issue's short name, and what is chosen."""
    return f"{issue_name(corpus, str(choice.issue))}: {choice_before(corpus, choice)}"


# -- numbers, dates, and issues that are answered by a value --


def amount_words(domain: Attribute, value: object) -> str:
    """A value, or a range of values, with the unit: `600,000 to 800,000 personnel`.

    Args:
        domain: of the value.
        value: of the domain, or a `Piece` of it.
    """
    if isinstance(value, Piece):
        value = value if value.number and value.low != value.high else value.low
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and domain.type != "date":
        return value
    return f"{span_words(value)} {domain.unit}".rstrip()


def span_words(value: object) -> str:
    """A number, or a range of numbers, without the unit."""
    if isinstance(value, Piece) and value.low != value.high:
        return f"{span_words(value.low)} to {span_words(value.high)}"
    value = value.low if isinstance(value, Piece) else value
    return f"{value:,}" if isinstance(value, int) else str(value)


def bounds_words(domain: Attribute, bounds: Bounds) -> str:
    """A number that is left open within bounds: `at least 800,000 personnel`."""
    least, most = bounds.least, bounds.most
    if least is not None and most is not None:
        return amount_words(domain, Piece(least, most))
    if domain.type == "date":
        return f"{least} or later" if least is not None else f"{most} or earlier"
    if least is not None:
        return f"at least {amount_words(domain, least)}"
    return f"at most {amount_words(domain, most)}"


def range_words(domain: Attribute) -> str:
    """The values that there are: `0 to 2,000,000 personnel or unlimited`."""
    return either_words([_range(domain), *([UNLIMITED] * domain.unlimited)])


def _range(domain: Attribute) -> str:
    if domain.type in {"boolean", "enum"}:
        return "yes or no" if domain.type == "boolean" else either_words(domain.values)
    bounds = Bounds(domain.minimum, domain.maximum)
    words = f"any number of {domain.unit}" if domain.unit else "any number"
    if bounds.least is not None or bounds.most is not None:
        words = bounds_words(domain, _typed_bounds(domain, bounds))
    elif domain.type == "date":
        words = "any date"
    if domain.step > 1:
        words += f" in steps of {step_words(domain, domain.step)}"
    return words


def _typed_bounds(domain: Attribute, bounds: Bounds) -> Bounds:
    def at(number: int | None) -> int | None:
        found = None if number is None else domain.at(int(number))
        return found if isinstance(found, int) else None

    return Bounds(at(bounds.least), at(bounds.most))


def answer_words(corpus: Corpus, issue: str) -> str:
    """What a draft may say on an issue that is answered by a value; else nothing."""
    known = corpus.issues[issue]
    if not known.answered_by:
        return ""
    if known.answer is not None:
        unlimited = [UNLIMITED] * (UNLIMITED in known.terms)
        return either_words([_range(known.answer), *unlimited, SILENT])
    if known.answered_by == "boolean":
        return either_words(["yes", "no", SILENT])
    titles = [known.terms[each].title for each in known.members]
    many = "any" if known.most >= len(titles) else f"at most {known.most}"
    none = ", none of them" if known.may_be_empty else ""
    return f"{many} of {kept_words(titles)}{none}, or {SILENT}"


def term_words(corpus: Corpus, issue: str, term: str) -> str:
    """A term beside its issue: its title; of a value `a number`, `unlimited`, `yes`."""
    known = corpus.issues[issue]
    title = known.terms[term].title
    return title[:1].lower() + title[1:] if _answered(known, term) else title


def term_named(corpus: Corpus, issue: str, term: str) -> str:
    """A term by itself: its title; of a value with the issue: `Force cap: unlimited`."""
    words = term_words(corpus, issue, term)
    known = corpus.issues[issue]
    return f"{issue_name(corpus, issue)}: {words}" if known.answered_by else words


def _answered(issue: Issue, term: str) -> bool:
    """Whether the term is no name, but a number, a date, `unlimited`, yes or no."""
    return issue.answered_by == "boolean" or (
        issue.answer is not None and term in {VALUE, UNLIMITED}
    )


def _together(issue: Issue | None, words: Sequence[str]) -> str:
    if issue is not None and issue.answered_by == "set":
        return kept_words(words) or SILENT
    return " + ".join(words) or SILENT


def _pick_words(
    issue: Issue | None, pick: Pick, within: Mapping[BlankKey, Piece] | None = None
) -> str:
    """A chosen term with what is said of its parameters; of a value the value itself."""
    term = issue.terms.get(pick.term) if issue is not None else None
    if issue is None or term is None:
        return f"{pick.term} (unknown)"
    given = {
        str(name): _blank_words(issue, pick, str(name), within or {})
        for name in term.parameters
        if name in pick.parameters or name in pick.bounds
    }
    if _answered(issue, str(pick.term)):
        title = term.title[:1].lower() + term.title[1:]
        return given.get(VALUE) or (f"{title}, left open" if term.parameters else title)
    units = {name: each.domain.unit for name, each in term.parameters.items()}
    words = ", ".join(
        each if f"{units[name]} ".startswith(f"{id_words(name)} ") else f"{name} {each}"
        for name, each in given.items()
    )
    return f"{term.title} ({words})" if words else term.title


def _blank_words(issue: Issue, pick: Pick, name: str, within: Mapping[BlankKey, Piece]) -> str:
    domain = issue.terms[pick.term].parameters[name].domain
    if Name(name) in pick.bounds:
        return bounds_words(domain, pick.bounds[Name(name)])
    key = str(issue.id), str(pick.term), name
    return amount_words(domain, within.get(key, pick.parameters[Name(name)]))


def rule_words(corpus: Corpus, clause: Clause) -> str:
    """A rule by its reason and its id, after a heading that calls it a rule."""
    if clause.nature == "rule":
        return f"{corpus.rules[clause.name].reason} ({clause.name})"
    return clause_words(corpus, clause)


def clause_words(corpus: Corpus, clause: Clause) -> str:
    """What every coherent draft keeps, for a reader."""
    match clause.nature:
        case "rule":
            return f"rule {clause.name}: {corpus.rules[clause.name].reason}"
        case "effects":
            entity, _, attribute = clause.name.partition(".")
            title = corpus.attribute(entity, attribute).title or attribute
            return f"one value at most for {entity}: {title}"
        case "applies-when":
            return f"{clause.name} applies only under its condition"
        case "terms":
            issue = corpus.issues[clause.name]
            if issue.single:
                return f"{clause.name} takes one term at most"
            return f"{clause.name} takes {issue.least} to {issue.most} terms, or none"


HOW = {
    "direct-statement": "",
    "reported-by-media": "reported",
    "characterised-by-other-party": "as told",
}


def or_else_words(corpus: Corpus, provision: Provision) -> str:
    """What follows a breach: the case that provides for it, or what the file says."""
    case = corpus.contingencies.get(provision.or_else)
    return (case.title or id_words(case.id)) if case is not None else str(provision.or_else)


PLACES = {"paragraph": "¶", "page": "p. ", "article": "art. "}


def citation(corpus: Corpus, cites: Citations) -> str:
    """Sources with their places: `s000 ¶2, s003 ¶13 14`."""
    found = []
    for source, places in cites:
        declared = corpus.sources.get(source)
        mark = PLACES.get(declared.cites_as, "") if declared else ""
        text = " ".join(map(str, places))
        found.append(f"{source} {mark}{text}" if places else str(source))
    return shown(", ".join(found))


def statement_line(corpus: Corpus, statement: Statement) -> str:
    """The statement's speaker, day, reporter and place."""
    speaker = corpus.speakers.get(statement.speaker)
    who = speaker.name if speaker else str(statement.speaker)
    how = HOW.get(statement.attribution, statement.attribution)
    by = statement.by
    report = f"{how} by {by}" if how and by else how or (f"to {by}" if by else "")
    relayed = f"relayed by {statement.relayed_by}" if statement.relayed_by else ""
    parts = [who, str(statement.said), report, relayed, citation(corpus, statement.cites)]
    return shown(", ".join(part for part in parts if part))


def sourced(corpus: Corpus, position: Position) -> list[str]:
    """A line for each statement that the position rests on."""
    return [
        statement_line(corpus, corpus.statements[each])
        for each in position.statements
        if each in corpus.statements
    ]


def percent(share: Fraction) -> str:
    """A share for a reader: never 0% of something, never 100% of not all."""
    if share in {0, 1}:
        return "never" if share == 0 else "always"
    whole = round(share * 100)
    if whole == 0:
        return "<1%"
    return ">99%" if whole == 100 else f"{whole}%"


def humanised(name: str) -> str:
    """An id as a short title."""
    text = name.replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]


def issue_name(corpus: Corpus, name: str) -> str:
    """What lists and columns call an issue.

    Its short name; where it has none its id, with names spelled as its texts spell them.
    """
    declared = corpus.issues.get(name)
    words = (declared.short if declared else "") or _id_spelled(corpus, name, name)
    return words[:1].upper() + words[1:]


def term_name(corpus: Corpus, issue: str, term: str) -> str:
    """A term's id as words, with names spelled as the texts of its issue spell them."""
    if corpus.issues[issue].answered_by:
        return term_words(corpus, issue, term)
    return _id_spelled(corpus, term, issue)


def _id_spelled(corpus: Corpus, name: str, issue: str) -> str:
    declared = corpus.issues.get(issue)
    texts: list[str] = []
    if declared is not None:
        texts = [declared.question, *(each.title for each in declared.terms.values())]
    words = [str(word) for text in texts for word in re.findall(r"\w+", text)[1:]]
    proper = {word.lower(): word for word in words if word[0].isupper()}
    proper |= corpus.acronyms
    return " ".join(proper.get(word, word) for word in re.split(r"[-_]", name))

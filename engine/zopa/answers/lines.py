"""Choices, positions and sources as lines and cells of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zopa.answers import Cell, Fact, Item, Words, anchor, joined, text
from zopa.answers.wording import (
    amount_words,
    and_words,
    bounds_words,
    date_words,
    domain_words,
    holder_names,
    id_words,
    or_words,
    several,
    title_among,
)
from zopa.diagnostics import shown
from zopa.model.conditions import Name
from zopa.model.context import standing
from zopa.model.corpus import SILENT, UNLIMITED, VALUE
from zopa.questions import Question
from zopa.questions.check import Verdict

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.answers import Line, Tone
    from zopa.model.context import Context
    from zopa.model.corpus import (
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
    from zopa.questions import Question
    from zopa.questions.check import Checked
    from zopa.questions.deals import BlankKey
    from zopa.questions.every import Answers
    from zopa.solving.partition import Piece


# -- positions and their verdicts ---------------------------------------------


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


RULES_ALONE = "the rules alone"
"""What is named where no choice is to blame for a crossed position."""
BY_RULES_ALONE = f"{RULES_ALONE}: every agreement crosses it"


GLYPHS = {Verdict.CROSSED: "✗", Verdict.OPEN: "?", Verdict.RESPECTED: "✓"}


# -- choices ------------------------------------------------------------------


def terms_of(choice: Choice) -> str:
    """For programs, the terms of a choice: `issue/term`, or `issue/silent`."""
    terms = [str(pick.term) for pick in choice.picks] or [SILENT]
    return " ".join(f"{choice.issue}/{term}" for term in terms)


def choice_cell(corpus: Corpus, key: str, choice: Choice | None, line: Line) -> Cell:
    """A choice; for programs its terms, their parameters and its words in separate values.

    Args:
        corpus: the terms.
        key: of the column.
        choice: None if the issue is undecided.
        line: the words on the page.
    """
    parts = (
        (key, "undecided" if choice is None else terms_of(choice)),
        (f"{key}-parameters", "" if choice is None else parameters_of(choice)),
        (f"{key}-text", "undecided" if choice is None else choice_before(corpus, choice)),
    )
    return Cell(line, parts=parts)


def parameters_of(choice: Choice) -> str:
    """For programs, the values of a choice: `term.parameter=value`."""
    return " ".join(
        f"{pick.term}.{name}={value}"
        for pick in choice.picks
        for name, value in pick.parameters.items()
    )


def choice_line(answers: Answers, choice: Choice) -> Line:
    """A choice with the question of its issue, linked to its place in the list."""
    corpus = answers.question.space.problem.corpus
    words = f"{corpus.issues[choice.issue].question} {choice_before(corpus, choice)}"
    return text(words, anchor(f"{answers.anchor}-choice", str(choice.issue)))


def choice_before(corpus: Corpus, choice: Choice) -> str:
    """A choice without the name of its issue."""
    issue = corpus.issues.get(choice.issue)
    order = {name: place for place, name in enumerate(issue.terms)} if issue else {}
    picks = sorted(choice.picks, key=lambda pick: order.get(str(pick.term), len(order)))
    return _together(issue, [_pick_words(issue, pick) for pick in picks])


def choice_named(corpus: Corpus, choice: Choice, to: str = "") -> Line:
    """A choice with the short name of its issue."""
    return text(choice_words(corpus, choice), to)


def cause_lines(answers: Answers, because: Sequence[str]) -> Fact:
    """The choices that are enough to cross a position."""
    choices = answers.checked.scenario.choices
    if not because:
        return Fact("because", (text(f"of {BY_RULES_ALONE}"),))
    return Fact(
        "because" if len(because) == 1 else f"because of {several(len(because), 'choice')}",
        tuple(choice_line(answers, choices[issue]) for issue in because),
    )


def open_issues(question: Question) -> list[str]:
    """The issues on which the draft leaves a term or a parameter open."""
    return issues_left_open(question.space.problem.corpus, question.scenario)


def issues_left_open(corpus: Corpus, scenario: Scenario) -> list[str]:
    """The same for a draft alone, without a question."""
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
    """The terms of a complete agreement; a number as the range that gives the same answers.

    Args:
        question: the question.
        issue: the issue of the terms.
        picks: the terms, with every parameter.
        within: the ranges; a number without one is given itself.
    """
    known = question.space.problem.corpus.issues[issue]
    return _together(known, [_pick_words(known, pick, within or {}) for pick in picks])


def choice_words(corpus: Corpus, choice: Choice) -> str:
    """A choice for a reader: the issue's short name and the chosen terms."""
    return f"{issue_name(corpus, str(choice.issue))}: {choice_before(corpus, choice)}"


def answer_words(corpus: Corpus, issue: str) -> str:
    """The possible choices on an issue that is answered by a value; empty for other issues."""
    known = corpus.issues[issue]
    if not known.answered_by:
        return ""
    if known.answer is not None:
        unlimited = [UNLIMITED] * (UNLIMITED in known.terms)
        return or_words([domain_words(known.answer), *unlimited, SILENT])
    if known.answered_by == "boolean":
        return or_words(["yes", "no", SILENT])
    titles = [known.terms[each].title for each in known.members]
    many = "any" if known.most >= len(titles) else f"at most {known.most}"
    none = ", none of them" if known.may_be_empty else ""
    return f"{many} of {and_words(titles)}{none}, or {SILENT}"


def term_words(corpus: Corpus, issue: str, term: str) -> str:
    """The title of a term beside its issue; for a value `a number`, `unlimited`, `yes`."""
    known = corpus.issues[issue]
    title = known.terms[term].title
    return title[:1].lower() + title[1:] if _answered(known, term) else title


def term_named(corpus: Corpus, issue: str, term: str) -> str:
    """The title of a term used alone; a value follows its issue: `Force cap: unlimited`."""
    words = term_words(corpus, issue, term)
    known = corpus.issues[issue]
    return f"{issue_name(corpus, issue)}: {words}" if known.answered_by else words


def _answered(issue: Issue, term: str) -> bool:
    """True if the term is a value: a number, a date, `unlimited`, yes or no."""
    return issue.answered_by == "boolean" or (
        issue.answer is not None and term in {VALUE, UNLIMITED}
    )


def _together(issue: Issue | None, words: Sequence[str]) -> str:
    if issue is not None and issue.answered_by == "set":
        return and_words(words) or SILENT
    return " + ".join(words) or SILENT


def _pick_words(
    issue: Issue | None, pick: Pick, within: Mapping[BlankKey, Piece] | None = None
) -> str:
    """A chosen term with the values of its parameters; for a value, the value itself."""
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


def or_else_words(corpus: Corpus, provision: Provision) -> str:
    """The consequence of a breach: the case that provides for it, or the text of the file."""
    case = corpus.contingencies.get(provision.or_else)
    return (case.title or id_words(case.id)) if case is not None else str(provision.or_else)


def issue_name(corpus: Corpus, name: str) -> str:
    """The name of an issue in lists and columns.

    Its short name if it has one. Else its id as words, with names spelled as in its texts.
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
    proper = corpus.proper_names.get(issue, {})
    words = re.split(r"[-_]", name)
    return " ".join(corpus.acronyms.get(word) or proper.get(word, word) for word in words)


# -- statements and citations -------------------------------------------------


def places_of(cites: Citations, prefix: str = "") -> tuple[tuple[str, str], ...]:
    """For programs, the cited sources and the places in them; by these keys."""
    return (
        (f"{prefix}sources", " ".join(str(source) for source, _ in cites)),
        (
            f"{prefix}places",
            " ".join(f"{source}:{place}" for source, places in cites for place in places),
        ),
    )


def citation_line(corpus: Corpus, cites: Citations) -> Line:
    """Sources with their places, each linked to the source."""
    found: list[Line] = []
    for source, places in cites:
        declared = corpus.sources.get(source)
        mark = PLACES.get(declared.cites_as, "") if declared else ""
        where = f" {mark}{' '.join(map(str, places))}" if places else ""
        found.append(text(f"{source}{where}", anchor("source", str(source))))
    return joined(found, last=", ")


def said_line(corpus: Corpus, statement: Statement) -> Line:
    """Speaker, date, report and source of a statement."""
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
    """Statements, each with its speaker, date, report and source below it."""
    for name in names:
        statement = corpus.statements.get(name)
        if statement is not None:
            words = Words(statement.text, anchor("statement", str(statement.id)))
            yield Item((words,), (Item(said_line(corpus, statement)),))


def merged(cites: Iterable[tuple[Name, tuple[int | str, ...]]]) -> Citations:
    """Each source once, with all of its places in the order of the document.

    Numbers are in numerical order, also if they are written as texts; other texts follow in
    the order of the citations.
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


HOW = {
    "direct-statement": "",
    "reported-by-media": "reported",
    "characterised-by-other-party": "as told",
}


ATTRIBUTIONS = {
    "direct-statement": "direct statement",
    "reported-by-media": "reported by others",
    "characterised-by-other-party": "characterised by another party",
}
"""Source of the report of a statement: press, minutes, a letter."""


def attribution(statement: Statement) -> str:
    """How the statement is known: directly, or told by others."""
    return ATTRIBUTIONS.get(statement.attribution, shown(statement.attribution))


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

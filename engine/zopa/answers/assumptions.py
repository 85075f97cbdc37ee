"""Assumptions of an answer: the box of the page, and the foot of every printed page."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from zopa.answers.page import Cell, Column, Fact, Facts, Paragraph, Row, Section, Table, Words
from zopa.answers.wording.lines import ids, joined, text
from zopa.answers.wording.names import party_name, scenario_name
from zopa.answers.wording.numbers import several
from zopa.answers.wording.positions import KINDS, days_of, every_table, position_line
from zopa.answers.wording.rules import kept_words
from zopa.diagnostics import one_line
from zopa.model.conditions import Name
from zopa.model.context import context_of
from zopa.redaction import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zopa.answers.page import Line
    from zopa.model.context import Context
    from zopa.model.corpus import Corpus, Scenario, Waiver
    from zopa.questions.every import Answers
    from zopa.questions.question import Question

__all__ = [
    "assumed",
    "assumed_lines",
    "assumptions_in_full",
    "context_line",
    "not_counted",
    "possible",
    "running",
    "waiver_words",
]


def assumed(corpus: Corpus, every: Sequence[Answers], digest: str, version: str) -> Section:
    """The assumptions of each draft: those of the corpus unless its file or a flag differs."""
    facts: tuple[tuple[str, str, Callable[[Answers], Cell]], ...] = (
        ("as-of", "As of", lambda one: Cell(text(str(one.checked.context.as_of)))),
        ("hold", "Positions that count", _counted_cell),
        ("table", "At the table", _table_cell),
        ("readings", "Readings", _readings_cell),
        ("waivers", "Waived", _waivers),
        ("possibly", "Not counted, start date uncertain", _possibly),
    )
    rows = tuple(
        Row((Cell(text(title), key), *(say(one) for one in every))) for key, title, say in facts
    )
    columns = (
        Column("assumption", "Assumption"),
        *(Column(f"draft-{one.mark}", f"{one.mark}: {one.title}", one.mark) for one in every),
    )
    stated = next((one.checked.context.configured for one in every), "")
    setters = f"the configuration ({stated}), the command" if stated else "the command"
    rests = (
        Words(f"Set by {setters} and the drafts' files: "),
        Words("method", "method"),
        Words(f". Corpus: {corpus.title}. Digest of all files and of zopa {version}: "),
        Words(digest, tone="code"),
        Words("."),
    )
    table = Table("context", "Assumptions of every answer", columns, rows)
    note = one_line(corpus.note)
    viewed = (Paragraph(text(view_words(corpus))),) if corpus.view else ()
    blocks = (*viewed, table, *((Paragraph(text(note), "dim"),) if note else ()))
    return Section("context", "Assumptions", blocks, rests=rests)


def running(every: Sequence[Answers], digest: str) -> tuple[str, ...]:
    """The assumptions in a few lines, for the foot of every page."""
    found = []
    for one in every:
        readings = one.checked.context.readings
        waived = ", ".join(str(each.position) for each in one.checked.waived)
        parts = (
            f"{one.mark} as of {one.checked.context.as_of}",
            _counted(one.question),
            f"table: {_table(one.question)}",
            "readings: "
            + (", ".join(f"{k}={v}" for k, v in sorted(readings.items())) or "default"),
            f"waived: {waived or 'none'}",
        )
        found.append(" · ".join(parts))
    alike = {each.partition(" as of ")[2] for each in found}
    if len(found) > 1 and len(alike) == 1:
        found = [f"{every[0].mark} to {every[-1].mark} as of {alike.pop()}"]
    return (*found[:3], *((f"… {len(found) - 3} more",) if len(found) > 3 else ()), digest)


def _counted_cell(answers: Answers) -> Cell:
    question = answers.question
    return Cell(text(_counted(question)), ids(map(str, question.context.hold)))


def _table_cell(answers: Answers) -> Cell:
    question = answers.question
    return Cell(text(_table(question)), ids(map(str, question.context.table)))


def _readings_cell(answers: Answers) -> Cell:
    question = answers.question
    readings = question.context.readings
    chosen = [f"{x.id}={readings[x.id]}" for x in question.held if x.id in readings]
    return Cell(text(_readings(question)), ids(chosen))


def _counted(question: Question) -> str:
    kinds = Counter(str(each.position.kind) for each in question.held)
    words = [
        several(kinds[str(kind)], str(kind).replace("-", " "), KINDS[str(kind)])
        for kind in question.context.hold
        if kinds[str(kind)]
    ]
    return kept_words(words) or "none"


def _table(question: Question) -> str:
    corpus = question.space.problem.corpus
    return ", ".join(party_name(corpus, each) for each in question.context.table) or "none"


def _readings(question: Question) -> str:
    rival = [each for each in question.held if len(each.position.readings) > 1]
    chosen = [each for each in rival if each.id in question.context.readings]
    parts = [f"{each.id} as {each.reading.title or each.reading.id}" for each in chosen]
    rest = len(rival) - len(chosen)
    if rest:
        parts.append(f"{several(rest, 'ambiguous position')} in the default reading")
    return "; ".join(parts) or "none to choose"


def _waivers(answers: Answers) -> Cell:
    context = answers.checked.context
    lines: list[Line] = [
        text(waiver_words(each), f"position-{str(each.position).replace('/', '--')}", "waived")
        for each in context.waivers
    ]
    lines.extend(
        text(f"{each.position}: waiver expired on {each.expires}, it counts")
        for each in context.expired
    )
    waived = ids(str(each.position) for each in context.waivers)
    return Cell(joined(lines, "; ", "; ") or text("none"), waived)


def waiver_words(waiver: Waiver) -> str:
    """A waived position: the person, the reason and the last day."""
    by = f", by {waiver.by}" if waiver.by else ""
    reason = f" ({waiver.reason})" if waiver.reason else ""
    until = f", until {waiver.expires}" if waiver.expires else ""
    return f"{waiver.position}{by}{reason}{until}"


def _possibly(answers: Answers) -> Cell:
    found = answers.checked.possibly
    if not found:
        return Cell(text("none"), "")
    names = ids(str(each.id) for each in found)
    return Cell(text(several(len(found), "position"), "possibly"), names)


def possible(corpus: Corpus, every: Sequence[Answers]) -> Section | None:
    """The positions whose start date is uncertain on the date of some draft."""
    found = {str(each.id): each for one in every for each in one.checked.possibly}
    if not found:
        return None
    rows = tuple(
        Row(
            (
                Cell(position_line(corpus, name, every_table(every)), name),
                Cell(text(str(found[name].since)), parts=days_of("since", found[name].since)),
                *(
                    Cell(text("not counted" if name in mine else "–"), name in mine)
                    for one in every
                    for mine in [{str(each.id) for each in one.checked.possibly}]
                ),
            )
        )
        for name in map(str, corpus.positions)
        if name in found
    )
    columns = (
        Column("position", "Position"),
        Column("since", "Since"),
        *(Column(f"draft-{one.mark}", f"Draft {one.mark}", one.mark) for one in every),
    )
    title = "Positions with uncertain start date"
    words = (
        "The start date of these positions is known within bounds only, and the evaluation"
        " date lies within them. They do not count."
    )
    table = Table("possibly", title, columns, rows)
    return Section("possibly", title, (Paragraph(text(words)), table))


# -- in every answer ----------------------------------------------------------


def context_line(corpus: Corpus, scenario: Scenario, context: Context, counting: int) -> Line:
    """The question in one line: draft, date, decided issues, positions that count."""
    issues = len(corpus.issues)
    name = scenario_name(scenario) or "nothing chosen"
    decided = (
        f"{len(scenario.choices)} of {several(issues, 'issue')} decided"
        if scenario.path
        else several(issues, "issue")
    )
    counted = f"{several(counting, 'position')} {'counts' if counting == 1 else 'count'}"
    parts = (name, f"as of {context.as_of}", decided, counted, context.configured)
    return text(" · ".join(filter(None, parts)), tone="dim")


def assumptions_in_full(question: Question) -> tuple[Section, ...]:
    """Kinds, parties and readings that count, including the defaults of the corpus."""
    facts = (
        Fact("positions that count", (text(_counted(question)),)),
        Fact("at the table", (text(_table(question)),)),
        Fact("readings", (text(_readings(question)),)),
    )
    return (Section("assumptions", "Assumptions", (Facts(facts),)),)


def view_words(corpus: Corpus) -> str:
    """The party, or the public, whose view an answer is."""
    who = "everybody" if corpus.view == PUBLIC else party_name(corpus, corpus.view)
    return f"View: only what {who} may see."


def assumed_lines(corpus: Corpus, context: Context) -> tuple[Line, ...]:
    """Every assumption that differs from the corpus, and every waiver."""
    usual = context_of(replace(corpus, configured=None))
    lines: list[Line] = []
    if corpus.view:
        lines.append(text(view_words(corpus)))
    if context.hold != usual.hold:
        kinds = (
            kept_words([KINDS[str(kind)] for kind in context.hold]) or "no kinds of positions"
        )
        lines.append(text(f"Assumed: {kinds} count"))
    if set(context.table) != set(usual.table):
        names = kept_words([party_name(corpus, each) for each in context.table])
        who = f"only {names}" if names else "no party"
        lines.append(text(f"Assumed: {who} at the table"))
    for name, reading in sorted(context.readings.items()):
        position = corpus.positions.get(Name(name))
        if position is None or reading == position.default:
            continue
        known = position.readings.get(Name(reading))
        title = known.title if known is not None and known.title else reading
        lines.append((Words(f"Assumed reading of {name}: "), Words(title)))
    for waiver in context.waivers:
        reason = f" ({waiver.reason})" if waiver.reason and waiver.by != "caller" else ""
        until = f" until {waiver.expires}" if waiver.expires else ""
        by = f" by {waiver.by}" if waiver.by and waiver.by != "caller" else ""
        lines.append(
            text(f"Assumed: {waiver.position} is waived{by}{until}{reason}", tone="waived")
        )
    lines.extend(
        text(f"The waiver of {each.position} expired on {each.expires}: it counts")
        for each in context.expired
    )
    return tuple(lines)


def not_counted(possibly: int) -> str:
    """The number of positions that do not count since their start date is uncertain."""
    return f"Not counted: {several(possibly, 'position')}, start date uncertain."

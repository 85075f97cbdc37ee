"""What everything rests on: positions, statements, sources and computations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.commands import HERE
from zopa.answers.condition_sentences import condition_sentence
from zopa.answers.condition_yaml import condition_words
from zopa.answers.page import Cell, Column, Paragraph, Row, Section, Table, Words
from zopa.answers.wording import (
    anchor,
    days_of,
    joined,
    nature,
    nature_cell,
    party_name,
    places_of,
    said_line,
    text,
)
from zopa.diagnostics import one_line
from zopa.questions.every import completeness_words
from zopa.questions.question import Completeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.answers.page import Line, Value
    from zopa.model.corpus import Corpus, Position, Reading, Source, Statement
    from zopa.questions.every import Answers

__all__ = ["draft_name", "method", "method_anchor", "positions", "sources", "statements"]

METHODS = {
    "check": (
        "verdicts and causes",
        "satisfiability over all coherent completions; causes minimal in a stated order",
    ),
    "deals": ("deals counted", "decision diagrams; existence by satisfiability"),
    "conflicts": (
        "positions in conflict",
        "minimal unsatisfiable sets, by duality with the concessions",
    ),
    "concessions": ("who would have to move", "minimal correction sets, smallest first"),
    "repair": (
        "nearest deals",
        "least concessions among the draft's own choices, every optimal change",
    ),
    "frontier": ("frontier", "Pareto filter over the minimal concessions"),
    "sweep": ("days, readings, doubts", "satisfiability over families of readings"),
    "outcome": ("what would change", "satisfiability of each value over all completions"),
    "compare": ("side by side", "the drafts' choices, verdicts and outcomes, row by row"),
    "since": (
        "what changed",
        "implication between old and new conditions; the drafts' answers in both states",
    ),
}


def positions(corpus: Corpus, names: Iterable[str]) -> Section:
    """The positions that the brief speaks of, each with what it rests on."""
    among = set(names)
    rows = []
    for name, position in corpus.positions.items():
        if name not in among:
            continue
        said = [
            text(each, anchor("statement", each))
            for each in map(str, position.statements)
            if each in corpus.statements
        ]
        ways = [_way(corpus, position, each) for each in position.readings.values()]
        rows.append(
            Row(
                (
                    Cell(
                        (*text(position.title), Words(_meta(corpus, position), tone="dim")),
                        name,
                    ),
                    Cell(text(party_name(corpus, str(position.party))), str(position.party)),
                    nature_cell(position),
                    Cell(text(str(position.since)), parts=days_of("since", position.since)),
                    Cell(joined(ways, ". ", ". "), _conditions(position)),
                    Cell(joined(said, "; ", "; ") or text("none")),
                ),
                anchor("position", name),
            )
        )
    columns = (
        Column("position", "Position"),
        Column("party", "Party", look="data"),
        Column("nature", "Kind, strength", look="data"),
        Column("since", "Since", look="data"),
        Column("holds", "Respected where", look="wide"),
        Column("statements", "Rests on"),
    )
    table = Table("position-list", "Positions that this brief speaks of", columns, tuple(rows))
    words = (
        "When each position is respected: what stands in “…” is an issue, a term or a property"
        " of the corpus. A position that is read in several ways has a condition for each."
    )
    rests = text("Repeated from the files of terms/positions; the conditions put in words.")
    return Section("positions", "The positions", (Paragraph(text(words)), table), rests=rests)


def _meta(corpus: Corpus, position: Position) -> str:
    whose = party_name(corpus, str(position.party))
    return f" {whose}; {nature(position)}; since {position.since}"


def _way(corpus: Corpus, position: Position, reading: Reading) -> Line:
    said = condition_sentence(corpus, reading.holds)
    if len(position.readings) == 1:
        return text(said)
    default = ", the default" if str(reading.id) == position.default else ""
    return (Words(f"{reading.title or reading.id}{default}: ", tone="strong"), Words(said))


def _conditions(position: Position) -> str:
    """For programs: each reading as the files have it."""
    return "; ".join(
        f"{name}: {condition_words(each.holds)}" for name, each in position.readings.items()
    )


def statements(corpus: Corpus, names: Iterable[str]) -> Section:
    """What was said: the statements behind these positions."""
    among = {
        str(each)
        for name in names
        if name in corpus.positions
        for each in corpus.positions[name].statements
    }
    rows = tuple(
        Row(
            (
                Cell(text(name, tone="code"), name),
                Cell(text(one_line(statement.text))),
                Cell(said_line(corpus, statement), parts=_said(statement)),
                Cell(text(statement.attribution.replace("-", " ")), statement.attribution),
            ),
            anchor("statement", name),
        )
        for name, statement in corpus.statements.items()
        if name in among
    )
    columns = (
        Column("statement", "Statement"),
        Column("text", "What was said, in the analyst's words", look="wide"),
        Column("said", "Who, when, on whose report, where"),
        Column("attribution", "Attribution"),
    )
    table = Table("statements", "Statements behind these positions", columns, rows)
    rests = text("Repeated from terms/statements.yaml; each is found at the place it names.")
    return Section("statements", "What was said", (table,), rests=rests)


def _said(statement: Statement) -> tuple[tuple[str, Value], ...]:
    return (
        ("speaker", str(statement.speaker)),
        *days_of("said", statement.said),
        ("day-inferred", statement.inferred),
        ("by", statement.by),
        ("relayed-by", statement.relayed_by),
        *places_of(statement.cites),
    )


def sources(corpus: Corpus) -> Section:
    """The documents that things are cited from."""
    rows = tuple(
        Row(
            (
                Cell(text(name, tone="code"), name),
                Cell(text(source.title)),
                Cell(text(_published(source)), parts=_parts(source)),
                Cell(text(one_line(source.note))),
            ),
            anchor("source", name),
        )
        for name, source in corpus.sources.items()
    )
    columns = (
        Column("source", "Source"),
        Column("title", "Title"),
        Column("published", "Publisher, date, place"),
        Column("note", "Note", look="wide"),
    )
    table = Table("sources", "Sources", columns, rows)
    rests = text("Repeated from terms/sources.yaml.")
    return Section("sources", "Sources", (table,), rests=rests)


def _parts(source: Source) -> tuple[tuple[str, Value], ...]:
    return (
        ("outlet", source.outlet or ""),
        *days_of("published", source.published),
        ("url", source.url or ""),
        ("file", source.file or ""),
    )


def _published(source: Source) -> str:
    parts = [source.outlet or "", str(source.published or ""), source.url or source.file or ""]
    return ", ".join(part for part in parts if part) or "–"


def method(
    every: Sequence[Answers],
    command: str,
    flags: str,
    *,
    digest: str,
    extra: Mapping[str, str],
) -> Section:
    """How each answer was computed, how much of it is proved, and how to compute it again.

    Args:
        every: the drafts' answers.
        command: what makes the brief again.
        flags: its assumptions, a space before each.
        digest: of the files.
        extra: for what is asked of all drafts together, the command.
    """
    rows = [
        _method(name, one.mark, _alone(name, every, one, command, flags), one, completeness)
        for one in every
        for name, completeness in one.completeness().items()
    ]
    rows.extend(
        _method(name, "all", asked, every[0], Completeness.PROVED)
        for name, asked in extra.items()
    )
    columns = (
        Column("draft", "Draft"),
        Column("question", "Answer"),
        Column("method", "Method"),
        Column("completeness", "Completeness"),
        Column("command", "Asked alone by"),
    )
    again = (Words("The whole brief again: "), Words(command, tone="code"), Words("."))
    trace = (
        Words("It was made of the files with the digest "),
        Words(digest, tone="code"),
        Words("; the same files, command and version give the same bytes."),
    )
    table = Table("method", "How each answer was computed", columns, tuple(rows))
    blocks = (Paragraph(again), table, Paragraph(trace))
    return Section("method", "Method", blocks)


def _method(
    name: str, mark: str, command: str, answers: Answers, completeness: Completeness
) -> Row:
    known = _complete(name, completeness, answers.seconds)
    return Row(
        (
            Cell(text(mark)),
            Cell(text(METHODS[name][0]), name),
            Cell(text(METHODS[name][1])),
            Cell(text(known), str(completeness)),
            Cell(text(command, tone="code")),
        ),
        method_anchor(mark, name),
    )


def _alone(name: str, every: Sequence[Answers], one: Answers, command: str, flags: str) -> str:
    """What asks this alone; the outcome is shown where drafts are compared."""
    if name != "outcome":
        return f"zopa {name} {draft_name(one)}{flags}"
    if len(every) < 2:
        return command
    return f"zopa compare {' '.join(map(draft_name, every))} --all{flags}"


def method_anchor(mark: str, name: str) -> str:
    """Where the method of an answer stands."""
    return f"method-{mark.lower()}-{name}"


def _complete(name: str, completeness: Completeness, seconds: float) -> str:
    if name == "deals" and completeness == Completeness.AT_LEAST:
        return "Whether there is one is proved; not counted (takes more room or time)."
    return completeness_words(completeness, seconds)


def draft_name(answers: Answers) -> str:
    """The draft as it is typed."""
    return HERE.draft(answers.question.scenario)

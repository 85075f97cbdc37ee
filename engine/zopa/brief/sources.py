"""What everything rests on: positions, statements, sources and computations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.brief.answers import completeness_words
from zopa.brief.content import Cell, Column, Paragraph, Row, Section, Table, Words
from zopa.brief.wording import anchor, joined, nature, said_line, text
from zopa.question import Completeness
from zopa.render.asked import party_name
from zopa.render.conditions import condition_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zopa.brief.answers import Answers
    from zopa.model import Corpus, Source

__all__ = ["method", "positions", "sources", "statements"]

METHODS = {
    "check": (
        "verdicts and causes",
        "satisfiability over all coherent completions; causes minimal by deletion",
    ),
    "deals": ("deals counted", "decision diagrams; existence by satisfiability"),
    "conflicts": (
        "positions in conflict",
        "minimal unsatisfiable sets, by duality with the concessions",
    ),
    "concessions": ("who would have to move", "minimal correction sets, smallest first"),
    "repair": ("nearest deals", "maximum satisfiability (RC2), every optimal change"),
    "frontier": ("frontier", "Pareto filter over the minimal concessions"),
    "sweep": ("days, readings, doubts", "satisfiability over families of readings"),
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
        ways = [
            f"{reading.id}: {condition_words(reading.holds)}"
            + (" (default)" if str(reading.id) == position.default else "")
            for reading in position.readings.values()
        ]
        if len(ways) == 1:
            ways = [condition_words(each.holds) for each in position.readings.values()]
        rows.append(
            Row(
                (
                    Cell(text(position.title), name),
                    Cell(text(party_name(corpus, str(position.party))), str(position.party)),
                    Cell(text(nature(position))),
                    Cell(text(str(position.since))),
                    Cell(joined([text(each, tone="code") for each in ways], "; ", "; ")),
                    Cell(joined(said, "; ", "; ") or text("none")),
                ),
                anchor("position", name),
            )
        )
    columns = (
        Column("position", "Position"),
        Column("party", "Party"),
        Column("nature", "Kind, strength"),
        Column("since", "Since"),
        Column("holds", "Respected where"),
        Column("statements", "Rests on"),
    )
    table = Table("position-list", "Positions that this brief speaks of", columns, tuple(rows))
    words = "What each position asks, in the words of the corpus's conditions."
    return Section("positions", "The positions", (Paragraph(text(words)), table))


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
                Cell(text(" ".join(statement.text.split()))),
                Cell(said_line(corpus, statement)),
                Cell(text(statement.attribution.replace("-", " ")), statement.attribution),
            ),
            anchor("statement", name),
        )
        for name, statement in corpus.statements.items()
        if name in among
    )
    columns = (
        Column("statement", "Statement"),
        Column("text", "What was said, in the analyst's words"),
        Column("said", "Who, when, on whose report, where"),
        Column("attribution", "Attribution"),
    )
    table = Table("statements", "Statements behind these positions", columns, rows)
    return Section("statements", "What was said", (table,))


def sources(corpus: Corpus) -> Section:
    """The documents that things are cited from."""
    rows = tuple(
        Row(
            (
                Cell(text(name, tone="code"), name),
                Cell(text(source.title)),
                Cell(text(_published(source))),
                Cell(text(" ".join(source.note.split()))),
            ),
            anchor("source", name),
        )
        for name, source in corpus.sources.items()
    )
    columns = (
        Column("source", "Source"),
        Column("title", "Title"),
        Column("published", "Outlet, day, place"),
        Column("note", "Note"),
    )
    return Section("sources", "Sources", (Table("sources", "Sources", columns, rows),))


def _published(source: Source) -> str:
    parts = [source.outlet or "", str(source.published or ""), source.url or source.file or ""]
    return ", ".join(part for part in parts if part) or "–"


def method(every: Sequence[Answers], command: str, flags: str, *, digest: str) -> Section:
    """How each answer was computed, how much of it is proved, and how to compute it again."""
    rows = tuple(
        Row(
            (
                Cell(text(one.mark)),
                Cell(text(METHODS[name][0]), name),
                Cell(text(METHODS[name][1])),
                Cell(text(_complete(name, completeness, one.seconds)), str(completeness)),
                Cell(text(f"zopa {name} {_draft(one)}{flags}", tone="code")),
            )
        )
        for one in every
        for name, completeness in one.completeness().items()
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
    table = Table("method", "How each answer was computed", columns, rows)
    blocks = (Paragraph(again), table, Paragraph(trace))
    return Section("method", "Method", blocks)


def _complete(name: str, completeness: Completeness, seconds: float) -> str:
    if name == "deals" and completeness == Completeness.AT_LEAST:
        return "Whether there is one is proved; not counted (takes more room or time)."
    return completeness_words(completeness, seconds)


def _draft(answers: Answers) -> str:
    import shlex

    scenario = answers.question.scenario
    return shlex.quote(scenario.id if scenario.path.startswith("scenarios/") else scenario.path)

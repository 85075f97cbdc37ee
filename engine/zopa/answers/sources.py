"""The basis of a brief: positions, statements, sources, computations, terms; its short form."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from zopa.answers import (
    Cell,
    Column,
    Fact,
    Facts,
    Items,
    Paragraph,
    Picture,
    Pictures,
    Row,
    Section,
    Table,
    Words,
    Yaml,
    anchor,
    ids,
    joined,
    text,
)
from zopa.answers.check import crossed
from zopa.answers.concessions import concessions
from zopa.answers.condition_sentences import condition_sentence
from zopa.answers.condition_yaml import condition_words
from zopa.answers.conflicts import conflicts
from zopa.answers.lines import attribution, days_of, nature, nature_cell, places_of, said_line
from zopa.answers.questions import HERE
from zopa.answers.wording import party_name
from zopa.diagnostics import one_line
from zopa.files import shipped
from zopa.questions import Completeness
from zopa.questions.every import MOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.answers import Block, CellValue, Item, Line
    from zopa.model.corpus import Corpus, Position, Reading, Source, Statement
    from zopa.questions.every import Answers

__all__ = [
    "draft_name",
    "glossary",
    "known_words",
    "method",
    "method_anchor",
    "positions",
    "resolved",
    "short_sections",
    "sources",
    "statements",
]


METHODS = {
    "check": (
        "verdicts and causes",
        "satisfiability over all agreements from the draft; minimal causes in a stated order",
    ),
    "deals": ("number of deals", "decision diagrams; existence by satisfiability"),
    "conflicts": (
        "conflicts",
        "minimal unsatisfiable subsets (MUS), as hitting sets of the concession sets",
    ),
    "concessions": ("concessions", "minimal correction sets (MCS), smallest first"),
    "repair": (
        "nearest deals",
        "minimum correction sets of the draft's choices; all optimal changes",
    ),
    "frontier": ("trade-offs", "Pareto filter over the concession sets"),
    "sweep": (
        "sensitivity: readings, dates, sources",
        "satisfiability over families of readings",
    ),
    "coalitions": (
        "coalitions",
        "minimal unsatisfiable and maximal satisfiable subsets of the parties",
    ),
    "robustness": (
        "robustness",
        "conflicts over assumption variables (MUS); decision diagrams count combinations",
    ),
    "outcome": ("outcome", "satisfiability of each value over all agreements from the draft"),
    "compare": ("comparison", "choices, verdicts and outcomes of the drafts, row by row"),
    "since": (
        "changes",
        "implication between old and new conditions; answers to the drafts in both states",
    ),
}


def positions(corpus: Corpus, names: Iterable[str]) -> Section:
    """The positions in the brief, each with its statements."""
    among = set(names)
    rows = []
    readings: list[Row] = []
    for name, position in corpus.positions.items():
        if name not in among:
            continue
        said = [
            text(each, anchor("statement", each))
            for each in map(str, position.statements)
            if each in corpus.statements
        ]
        ways = [_way(corpus, position, each) for each in position.readings.values()]
        readings.extend(
            _reading_row(corpus, name, position, each) for each in position.readings.values()
        )
        rows.append(
            Row(
                (
                    Cell(
                        (*text(position.title), Words(_meta(corpus, position), tone="dim")),
                        parts=(("position", name), ("position-text", position.title)),
                    ),
                    Cell(text(party_name(corpus, str(position.party))), str(position.party)),
                    nature_cell(position),
                    Cell(text(str(position.since)), parts=days_of("since", position.since)),
                    Cell(joined(ways, ". ", ". "), parts=_condition(corpus, position)),
                    Cell(
                        joined(said, "; ", "; ") or text("none"),
                        ids(each for each in position.statements if each in corpus.statements),
                    ),
                ),
                anchor("position", name),
            )
        )
    columns = (
        Column("position", "Position"),
        Column("party", "Party", look="data"),
        Column("nature", "Kind, strength", look="data"),
        Column("since", "Since", look="data"),
        Column("holds", "Respected if", look="wide"),
        Column("statements", "Statements"),
    )
    table = Table("position-list", "Positions in this brief", columns, tuple(rows))
    words = (
        "The condition under which each position is respected. Words in “…” name an issue, a"
        " term or an attribute. An ambiguous position has a condition for each reading."
    )
    every = Table(
        "position-readings",
        "Readings of the positions in this brief",
        READING_COLUMNS,
        tuple(readings),
        only_file=True,
    )
    rests = text("Source: files in terms/positions; conditions in words.")
    blocks = (Paragraph(text(words)), table, every)
    return Section("positions", "Positions", blocks, rests=rests)


def _meta(corpus: Corpus, position: Position) -> str:
    whose = party_name(corpus, str(position.party))
    return f" {whose}; {nature(position)}; since {position.since}"


def _way(corpus: Corpus, position: Position, reading: Reading) -> Line:
    said = condition_sentence(corpus, reading.holds)
    if len(position.readings) == 1:
        return text(said)
    default = ", the default" if str(reading.id) == position.default else ""
    return (Words(f"{reading.title or reading.id}{default}: ", tone="strong"), Words(said))


def _condition(corpus: Corpus, position: Position) -> tuple[tuple[str, CellValue], ...]:
    """For programs: the default reading; `position-readings` has all of them."""
    reading = position.readings.get(position.default or "")
    if reading is None:
        return (("reading", ""), ("holds", ""), ("holds-text", ""))
    return (
        ("reading", str(reading.id)),
        ("holds", condition_words(reading.holds)),
        ("holds-text", condition_sentence(corpus, reading.holds)),
    )


READING_COLUMNS = tuple(
    Column(key, key.capitalize()) for key in ("position", "reading", "default", "holds")
)


def _reading_row(corpus: Corpus, name: str, position: Position, reading: Reading) -> Row:
    default = str(reading.id) == position.default
    return Row(
        (
            Cell(text(position.title), name),
            Cell(text(reading.title or str(reading.id)), str(reading.id)),
            Cell(text("yes" if default else "no"), default),
            Cell(
                text(condition_sentence(corpus, reading.holds)), condition_words(reading.holds)
            ),
        )
    )


def statements(corpus: Corpus, names: Iterable[str]) -> Section:
    """The statements that these positions cite."""
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
                Cell(text(attribution(statement)), statement.attribution),
            ),
            anchor("statement", name),
        )
        for name, statement in corpus.statements.items()
        if name in among
    )
    columns = (
        Column("statement", "Statement"),
        Column("text", "Content, in the analyst's words", look="wide"),
        Column("said", "Speaker, date, reporter, place"),
        Column("attribution", "Attribution"),
    )
    table = Table("statements", "Statements that these positions cite", columns, rows)
    rests = text("Source: terms/statements.yaml, which names the place of each statement.")
    return Section("statements", "Statements", (table,), rests=rests)


def _said(statement: Statement) -> tuple[tuple[str, CellValue], ...]:
    return (
        ("speaker", str(statement.speaker)),
        *days_of("said", statement.said),
        ("day-inferred", statement.inferred),
        ("by", statement.by),
        ("relayed-by", statement.relayed_by),
        *places_of(statement.cites),
    )


def sources(corpus: Corpus) -> Section:
    """The documents that the corpus cites."""
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
    rests = text("Source: terms/sources.yaml.")
    return Section("sources", "Sources", (table,), rests=rests)


def _parts(source: Source) -> tuple[tuple[str, CellValue], ...]:
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
    """Method: computation of each answer, how much is proved, and the command to repeat it.

    Args:
        every: the drafts' answers.
        command: the command that makes the brief again.
        flags: its assumptions, a space before each.
        digest: of the files.
        extra: commands for the questions about all drafts together.
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
        Column("command", "Command"),
    )
    again = (Words("Command of this brief: "), Words(command, tone="code"), Words("."))
    trace = (
        Words("Digest of the files: "),
        Words(digest, tone="code"),
        Words(". The same files, command and version give the same bytes."),
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
    """The command for this answer alone; outcomes are in comparisons of drafts."""
    if name != "outcome":
        return f"zopa {name} {draft_name(one)}{flags}"
    if len(every) < 2:
        return command
    return f"zopa compare {' '.join(map(draft_name, every))} --all{flags}"


def method_anchor(mark: str, name: str) -> str:
    """The anchor of an answer's method."""
    return f"method-{mark.lower()}-{name}"


def _complete(name: str, completeness: Completeness, seconds: float) -> str:
    if name == "deals" and completeness == Completeness.AT_LEAST:
        return "Existence is exact; not counted (needs more time or memory)."
    return known_words(completeness, seconds)


def known_words(completeness: Completeness, seconds: float) -> str:
    """How much of an answer is known, in one sentence."""
    limit = f"time limit {seconds:g} s"
    match completeness:
        case Completeness.PROVED:
            return "Exact."
        case Completeness.AT_LEAST:
            return f"Partial (limit {MOST:,} or {seconds:g} s): more may exist."
        case Completeness.BEST_FOUND:
            return f"Partial ({limit}): better ones may exist."
        case Completeness.GAVE_UP:
            return f"Unknown ({limit})."


def draft_name(answers: Answers) -> str:
    """The name of the draft in a command."""
    return HERE.draft(answers.question.scenario)


# -- the glossary: the first table of `docs/glossary.md` ----------------------


@cache
def glossary() -> Section:
    """The terms of the answers, each with its meaning.

    Raises:
        FileNotFoundError: this installation lacks the page.
    """
    page = (shipped("glossary") / "glossary.md").read_text(encoding="utf-8")
    facts = tuple(Fact(term, (_line(meaning),)) for term, meaning in _rows(page))
    return Section("glossary", "Glossary", (Facts(facts),))


def _rows(page: str) -> Iterator[tuple[str, str]]:
    """Term and meaning of each row of the first table."""
    _, _, table = page.partition("| --- |")
    for row in table.partition("\n\n")[0].splitlines()[1:]:
        term, meaning, *_ = (each.strip() for each in row.strip("|").split("|"))
        yield term, meaning


def _line(meaning: str) -> Line:
    """A sentence; text between backticks is code."""
    sentence = f"{meaning[:1].upper()}{meaning[1:]}."
    return tuple(
        Words(part, tone="code" if place % 2 else "")
        for place, part in enumerate(re.split("`", sentence))
        if part
    )


# -- the short form -----------------------------------------------------------


T = TypeVar("T")
LEFT_OUT = ("ledger-",)
"""Tables that repeat the content of others."""
ROWS = 5
"""Maximum number of rows of a list or a table; a line below counts the others."""
LISTED = 15
"""Maximum number of crossed positions."""


def short_sections(corpus: Corpus, every: Sequence[Answers]) -> Iterator[Section]:
    """For each draft its crossed positions, conflicts and concessions; then the sources."""
    for one in every:
        parts = (crossed(one, short=True), conflicts(one, short=True), concessions(one))
        inside = tuple(map(_shortened, parts))
        yield Section(one.anchor, f"Draft {one.mark}: {one.title}", (), inside)
    yield _shortened(sources(corpus))


def _shortened(section: Section) -> Section:
    """The first entries of a section's lists and tables, without folded blocks."""
    blocks: list[Block] = []
    for block in section.blocks:
        match block:
            case Table(folded=True) | Facts() | Picture() | Pictures() | Yaml():
                continue
            case Table():
                if not block.name.startswith(LEFT_OUT):
                    blocks.append(_table(block))
            case Items():
                items = tuple(_item(each, 1) for each in block.items[:ROWS])
                blocks.append(dataclasses.replace(block, items=items))
                if left := len(block.items) - len(items):
                    blocks.append(Paragraph(text(f"{left} more in the brief."), "dim"))
            case Paragraph():
                blocks.append(block)
    inside = tuple(map(_shortened, section.sections))
    return dataclasses.replace(section, blocks=tuple(blocks), sections=inside, rests=())


def _table(table: Table) -> Table:
    """The first rows of a table, without notes."""
    kept = [place for place, each in enumerate(table.columns) if each.key != "note"]
    rows = (
        dataclasses.replace(row, cells=tuple(row.cells[place] for place in kept))
        for row in table.rows
    )
    rows_kept = LISTED if table.name.startswith("crossed-") else ROWS
    most = table.most if table.name == "sources" else min(table.most or rows_kept, rows_kept)
    columns = tuple(table.columns[place] for place in kept)
    return dataclasses.replace(table, columns=columns, rows=tuple(rows), most=most)


def _item(item: Item, levels: int) -> Item:
    """An item without its deeper levels; of its facts only the reason."""
    inner = tuple(_item(each, levels - 1) for each in item.inner) if levels else ()
    facts = tuple(each for each in item.facts if each.name == "because")
    return dataclasses.replace(item, inner=inner, facts=facts)


def resolved(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections without links to missing anchors."""
    there = set(_anchors(sections))
    return _without(sections, there)


def _anchors(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for each in value:
            yield from _anchors(each)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for each in dataclasses.fields(value):
            part = getattr(value, each.name)
            if each.name == "anchor" and part:
                yield part
            else:
                yield from _anchors(part)


def _without(value: T, there: set[str]) -> T:
    made: Any = value
    if isinstance(value, Words):
        outside = ":" in value.to
        made = value if outside or value.to in there else dataclasses.replace(value, to="")
    elif isinstance(value, tuple):
        made = tuple(_without(each, there) for each in value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [each.name for each in dataclasses.fields(value) if each.init]
        made = dataclasses.replace(
            value, **{name: _without(getattr(value, name), there) for name in fields}
        )
    return made  # type: ignore[no-any-return]  # of the type that was given

"""Statements and citations in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import Item, Words
from zopa.answers.wording.lines import anchor, joined, text
from zopa.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zopa.answers.page import Line
    from zopa.model.conditions import Name
    from zopa.model.corpus import (
        Citations,
        Corpus,
        Position,
        Statement,
    )


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
    """The source of the report of the statement."""
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

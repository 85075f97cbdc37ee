"""Who said it, when, on whose report and where: in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.diagnostics import shown

if TYPE_CHECKING:
    from zopa.model.corpus import Citations, Corpus, Position, Statement

__all__ = ["citation", "sourced", "statement_line"]

HOW = {
    "direct-statement": "",
    "reported-by-media": "reported",
    "characterised-by-other-party": "as told",
}
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

"""The answers of a brief as data: a table for each kind of row, ids beside titles.

A cell has one value. What has several has several rows. A row about a draft begins with the
draft's id, so that tables of several drafts are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.model.corpus import Choice, Corpus, Position, When
    from zopa.questions.every import Answers
    from zopa.solving.partition import Piece

__all__ = ["DataColumn", "Dataset", "dataset"]

Type: TypeAlias = Literal["string", "integer", "boolean", "date"]
DataCell: TypeAlias = str | int | bool | None


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column, as a data package describes it."""

    name: str
    type: Type
    text: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table."""

    name: str
    text: str
    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[DataCell, ...], ...]
    foreign: Mapping[str, str]
    """Columns that name a row of another table, by its first column, and that table."""

    def records(self) -> Iterator[dict[str, DataCell]]:
        """The rows by column."""
        for row in self.rows:
            yield dict(zip((each.name for each in self.columns), row, strict=True))


def dataset(corpus: Corpus, every: Sequence[Answers]) -> tuple[Dataset, ...]:
    """Every table, also those without rows, so that programs can rely on them."""
    rows = _DataRows(corpus, every)
    made = []
    for name, (text, columns) in TABLES.items():
        found: Iterable[tuple[DataCell, ...]] = getattr(rows, name)()
        foreign = {key: there for key in columns if (there := KEYS.get(key)) and there != name}
        made.append(
            Dataset(
                name,
                text,
                tuple(DataColumn(key, *COLUMNS[key]) for key in columns),
                tuple(found),
                foreign,
            )
        )
    return tuple(made)


COLUMNS: dict[str, tuple[Type, str]] = {
    "draft": ("string", "Id of the draft."),
    "draft_title": ("string", "What the draft is called."),
    "path": ("string", "Its file in the workspace."),
    "as_of": ("date", "Evaluation date."),
    "answer": ("string", "deal, open, no-deal or inconsistent."),
    "coherent": ("boolean", "Whether the draft follows all rules."),
    "crossed": ("integer", "Positions that the draft crosses."),
    "open": ("integer", "Positions whose verdict depends on undecided issues."),
    "respected": ("integer", "Positions that the draft respects."),
    "deals": (
        "string",
        "How many deals extend the draft, in digits: no limit.",
    ),
    "asked": ("string", "The question: check, deals, conflicts, concessions, …"),
    "completeness": ("string", "proved, at-least, or gave-up."),
    "issue": ("string", "Id of an issue."),
    "question": ("string", "The issue as a question."),
    "silent": ("boolean", "Whether the draft deliberately says nothing on the issue."),
    "term": ("string", "Id of a chosen term, `issue/term`."),
    "term_title": ("string", "What the term is called."),
    "parameter": ("string", "Parameter of the term."),
    "value": ("string", "A value, as files write it."),
    "lowest": ("string", "Lowest number, amount or date of a range."),
    "highest": ("string", "Highest of a range; empty without limit."),
    "position": ("string", "Id of a position, `party/id`."),
    "position_title": ("string", "What the position is called."),
    "party": ("string", "Id of a party."),
    "party_name": ("string", "What the party is called."),
    "kind": ("string", "red-line, demand, preference, offer, openness, support or doubt."),
    "strength": ("string", "How firmly it is held."),
    "reading": ("string", "The reading under which the verdict holds."),
    "verdict": ("string", "crossed, open or respected."),
    "role": ("string", "because: the choice causes the crossing; depends-on: it is undecided."),
    "conflict": ("integer", "Number of the conflict, smallest first."),
    "concession_set": ("integer", "Number of the concession set, smallest first."),
    "alone": ("boolean", "Whether concessions of this party alone suffice for a deal."),
    "need_not_move": ("boolean", "Whether some concession set has no position of this party."),
    "point": ("integer", "Number of the trade-off on the Pareto frontier."),
    "entity": ("string", "Id of an entity."),
    "entity_title": ("string", "What the entity is called."),
    "attribute": ("string", "Id of an attribute."),
    "status_quo": ("boolean", "Whether this is the value today."),
    "since_earliest": ("date", "Earliest day from which it may hold."),
    "since_latest": ("date", "Latest day from which it may hold."),
    "until_earliest": ("date", "Earliest day on which it may end."),
    "until_latest": ("date", "Latest day on which it may end."),
    "statement": ("string", "Id of a statement."),
    "text": ("string", "What was said, in the analyst's words."),
    "speaker": ("string", "Id of the speaker."),
    "said_earliest": ("date", "Earliest day on which it may have been said."),
    "said_latest": ("date", "Latest day on which it may have been said."),
    "attribution": ("string", "How the source attributes it."),
    "source": ("string", "Id of a source."),
    "source_title": ("string", "What the source is called."),
    "outlet": ("string", "Who published it."),
    "published_earliest": ("date", "Earliest day of publication."),
    "published_latest": ("date", "Latest day of publication."),
    "url": ("string", "Its address."),
    "place": ("string", "Where in the source: a paragraph, a page, …"),
    "at_the_table": ("boolean", "Whether the party is at the table by the corpus."),
}
KEYS = {
    "draft": "drafts",
    "issue": "issues",
    "term": "terms",
    "position": "positions",
    "party": "parties",
    "statement": "statements",
    "source": "sources",
}
"""Columns that name a row of a table, whose first column they are there."""
POSITION = ("position", "position_title", "party", "party_name", "kind", "strength")
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "drafts": (
        "The drafts and their answers.",
        (
            *("draft", "draft_title", "path", "as_of", "answer", "coherent"),
            *("crossed", "open", "respected", "deals"),
        ),
    ),
    "completeness": (
        "How much of the answer to each question is known.",
        ("draft", "asked", "completeness"),
    ),
    "choices": (
        "What the drafts say: a row for each chosen term, parameter and bound.",
        (
            *("draft", "issue", "question", "silent", "term", "term_title"),
            *("parameter", "value", "lowest", "highest"),
        ),
    ),
    "verdicts": (
        "The verdict on each position that counts.",
        ("draft", *POSITION, "reading", "verdict"),
    ),
    "causes": (
        "Issues behind verdicts: choices that cause a crossing, undecided ones that decide.",
        ("draft", "position", "role", "issue", "question"),
    ),
    "conflicts": (
        "Minimal conflicts: a row for each position in one.",
        ("draft", "conflict", *POSITION),
    ),
    "concessions": (
        "Minimal concession sets: a row for each position in one.",
        ("draft", "concession_set", *POSITION),
    ),
    "standings": (
        "What each party can do about there being no deal.",
        ("draft", "party", "party_name", "alone", "need_not_move"),
    ),
    "frontier": (
        "Trade-offs: a row for each position that a point crosses.",
        ("draft", "point", *POSITION),
    ),
    "outcomes": (
        "Values of attributes under each draft: a row for each value or range.",
        (
            *("draft", "entity", "entity_title", "attribute"),
            *("value", "lowest", "highest", "status_quo"),
        ),
    ),
    "positions": (
        "Every position of the corpus.",
        (
            *POSITION,
            *("since_earliest", "since_latest", "until_earliest", "until_latest"),
        ),
    ),
    "holders": ("Who holds each position.", ("position", "party", "party_name")),
    "position_statements": ("The statements behind positions.", ("position", "statement")),
    "statements": (
        "Every statement.",
        ("statement", "text", "speaker", "said_earliest", "said_latest", "attribution"),
    ),
    "citations": ("Where statements stand in sources.", ("statement", "source", "place")),
    "sources": (
        "Every source.",
        (
            *("source", "source_title", "outlet"),
            *("published_earliest", "published_latest", "url"),
        ),
    ),
    "parties": ("Every party.", ("party", "party_name", "at_the_table")),
    "issues": ("Every issue.", ("issue", "question")),
    "terms": ("Every term.", ("term", "term_title", "issue", "question")),
}
"""Tables with their columns; the first ones of `POSITION` name the position's own party."""


def _days(when: When | None) -> tuple[str | None, str | None]:
    if when is None:
        return None, None
    days = (when.earliest, when.latest)
    earliest, latest = (None if day is None else day.isoformat() for day in days)
    return earliest, latest


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _range(low: object, high: object) -> tuple[str | None, str | None]:
    """The ends of a range as files write them, if they are numbers, amounts or dates."""

    def number(value: object) -> str | None:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else None

    return number(low), number(high)


class _DataRows:
    """The rows of each table, by its name."""

    def __init__(self, corpus: Corpus, every: Sequence[Answers]) -> None:
        self.corpus = corpus
        self.every = [(each.question.scenario.id, each) for each in every]

    def _party(self, party: str) -> tuple[str, str]:
        known = self.corpus.parties.get(party)
        return party, known.name if known else party

    def _position(self, name: str) -> tuple[DataCell, ...]:
        position: Position = self.corpus.positions[name]
        party = self._party(str(position.party))
        return (name, position.title, *party, str(position.kind), str(position.strength))

    def drafts(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            checked = one.checked
            found = {"open": "open", True: "deal", False: "no-deal"}[checked.deal]
            verdicts = [str(each.verdict) for each in checked.verdicts]
            count = one.deals.count if one.deals else None
            yield (
                draft,
                one.question.scenario.title or draft,
                one.question.scenario.path,
                checked.context.as_of.isoformat(),
                found if checked.coherent else "inconsistent",
                checked.coherent,
                *(verdicts.count(each) for each in ("crossed", "open", "respected")),
                None if count is None else str(count),
            )

    def completeness(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            yield from ((draft, name, str(each)) for name, each in one.completeness().items())

    def choices(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            for choice in one.question.scenario.choices.values():
                yield from ((draft, *each) for each in self._choice(choice))

    def _choice(self, choice: Choice) -> Iterator[tuple[DataCell, ...]]:
        issue = self.corpus.issues[choice.issue]
        head = (str(issue.id), issue.question)
        if choice.silent:
            yield (*head, True, *[None] * 6)
        for pick in choice.picks:
            term = issue.terms.get(pick.term)
            title = term.title if term else None
            name = f"{issue.id}/{pick.term}" if term else None
            start = (*head, False, name, title)
            if not pick.parameters and not pick.bounds:
                yield (*start, *[None] * 4)
            for name, value in pick.parameters.items():
                yield (*start, str(name), _value(value), *_range(value, value))
            for name, bounds in pick.bounds.items():
                yield (*start, str(name), None, *_range(bounds.least, bounds.most))

    def verdicts(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            for each in one.checked.verdicts:
                held = each.held
                yield (draft, *self._position(held.id), str(held.reading.id), str(each.verdict))

    def causes(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            for each in one.checked.verdicts:
                for role, issues in (("because", each.because), ("depends-on", each.hangs_on)):
                    for issue in issues:
                        yield draft, each.held.id, role, issue, self._question(issue)

    def _question(self, issue: str) -> str:
        return self.corpus.issues[issue].question

    def _sets(
        self, found: Iterable[tuple[str, Iterable[Sequence[str]]]]
    ) -> Iterator[tuple[DataCell, ...]]:
        for draft, sets in found:
            for number, names in enumerate(sets, 1):
                yield from ((draft, number, *self._position(name)) for name in names)

    def conflicts(self) -> Iterator[tuple[DataCell, ...]]:
        yield from self._sets(
            (draft, one.conflicts.conflicts) for draft, one in self.every if one.conflicts
        )

    def concessions(self) -> Iterator[tuple[DataCell, ...]]:
        yield from self._sets(
            (draft, one.ledger.concessions) for draft, one in self.every if one.ledger
        )

    def standings(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            for party, each in one.ledger.parties.items() if one.ledger else ():
                yield draft, *self._party(party), each.alone, each.need_not_move

    def frontier(self) -> Iterator[tuple[DataCell, ...]]:
        yield from self._sets(
            (draft, [each.crossed for each in one.frontier.points])
            for draft, one in self.every
            if one.frontier
        )

    def outcomes(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            for (entity, attribute), settled in (one.outcome or {}).items():
                known = self.corpus.entities.get(entity)
                title = known.title if known else ""
                for piece in settled.values:
                    here = settled.baseline.low in piece and piece.low == piece.high
                    yield draft, entity, title, attribute, *_piece(piece), here

    def positions(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.positions.items():
            yield (*self._position(str(name)), *_days(each.since), *_days(each.until))

    def holders(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.positions.items():
            for party in dict.fromkeys(map(str, each.holders)):
                yield str(name), *self._party(party)

    def position_statements(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.positions.items():
            yield from ((str(name), str(one)) for one in dict.fromkeys(each.statements))

    def statements(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.statements.items():
            yield (
                str(name),
                each.text,
                str(each.speaker),
                *_days(each.said),
                each.attribution,
            )

    def citations(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.statements.items():
            for source, places in each.cites:
                yield from ((str(name), str(source), str(place)) for place in places)

    def sources(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.sources.items():
            yield str(name), each.title, each.outlet, *_days(each.published), each.url

    def parties(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.parties.items():
            yield str(name), each.name, name in self.corpus.at_the_table

    def issues(self) -> Iterator[tuple[DataCell, ...]]:
        yield from ((str(each.id), each.question) for each in self.corpus.issues.values())

    def terms(self) -> Iterator[tuple[DataCell, ...]]:
        for issue in self.corpus.issues.values():
            for name, term in issue.terms.items():
                yield f"{issue.id}/{name}", term.title, str(issue.id), issue.question


def _piece(piece: Piece) -> tuple[Any, ...]:
    """A value, or the ends of a range."""
    low, high = _range(piece.low, piece.high)
    if piece.low == piece.high:
        return _value(piece.low), low, high
    return None, low, high

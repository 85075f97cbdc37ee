"""The answer to `list`: a table of the items of one kind that pass the filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers import Cell, Column, Page, Row, Section, Table, Words, text
from zopa.answers.wording import party_name, several
from zopa.diagnostics import one_line
from zopa.interchange.listing import status
from zopa.questions.listing import day_of_milestone

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from zopa.answers import Next
    from zopa.model.corpus import Corpus, Scenario, When
    from zopa.questions.listing import Filters

__all__ = ["listing_page"]

HEADS: Mapping[str, tuple[str, ...]] = {
    "issues": ("Issue", "Answer", "Question"),
    "terms": ("Term", "Title"),
    "positions": ("Position", "Kind", "Strength", "Since", "Status", "Title"),
    "statements": ("Statement", "Said", "Speaker", "Text"),
    "sources": ("Source", "Published", "Title"),
    "parties": ("Party", "At the table", "Name"),
    "speakers": ("Speaker", "Party", "Name"),
    "readings": ("Reading", "Default", "Title"),
    "groups": ("Group", "Members", "Name"),
    "entities": ("Entity", "Type", "Title"),
    "contingencies": ("Contingency", "Title"),
    "rules": ("Rule", "Basis", "Reason"),
    "milestones": ("Milestone", "Days", "Title"),
    "scenarios": ("Scenario", "As of", "Status", "Title"),
}
"""The heads of the columns: the id first, a column that may be cut last."""
ONE = {"parties": "party", "entities": "entity", "contingencies": "contingency"}


def listing_page(
    corpus: Corpus,
    scenarios: Mapping[str, Scenario],
    kind: str,
    names: Sequence[str],
    *,
    filters: Filters,
    day: dt.date,
    commands: Sequence[Next] = (),
) -> Page:
    """The number of items, and a row for each.

    Args:
        corpus: the terms.
        scenarios: the drafts.
        kind: the kind of items.
        names: their ids, in the order of the rows.
        filters: the filters that they passed.
        day: the evaluation date for the status of positions.
        commands: next commands.
    """
    rows = _Rows(corpus, scenarios, day)
    heads = HEADS[kind]
    columns = tuple(
        Column(
            head.lower().replace(" ", "-"),
            head,
            look="cut" if head == heads[-1] else "id" if head == heads[0] else "",
        )
        for head in heads
    )
    cells = {name: (name, *getattr(rows, f"of_{kind}")(name)) for name in names}
    table = Table(
        kind,
        kind.capitalize(),
        columns,
        tuple(Row(tuple(Cell(text(one_line(each))) for each in row)) for row in cells.values()),
    )
    many = several(len(names), ONE.get(kind, kind.removesuffix("s")), kind)
    words = many if names else f"No {kind}"
    given = _filters(corpus, filters)
    return Page(
        conclusion=(Words(words, tone="strong"), Words(f": {given}" if given else "")),
        sections=(Section(kind, "", (table,)),) if names else (),
        next=tuple(commands) if names else (),
    )


def _filters(corpus: Corpus, filters: Filters) -> str:
    given = filters.given()
    if "party" in given:
        given["party"] = tuple(party_name(corpus, each) for each in given["party"])
    if "kind" in given:
        given["kind"] = tuple(each.replace("-", " ") for each in given["kind"])
    return ", ".join(f"{name} {' or '.join(each)}" for name, each in given.items())


class _Rows:
    """The cells beside an id, in the order of the columns."""

    def __init__(self, corpus: Corpus, scenarios: Mapping[str, Scenario], day: dt.date) -> None:
        self._corpus = corpus
        self._scenarios = scenarios
        self._day = day

    def of_issues(self, name: str) -> tuple[str, ...]:
        issue = self._corpus.issues[name]
        terms = several(len(issue.terms), "term")
        return issue.answered_by or terms, issue.question

    def of_terms(self, name: str) -> tuple[str, ...]:
        issue, _, term = name.partition("/")
        return (self._corpus.issues[issue].terms[term].title,)

    def of_positions(self, name: str) -> tuple[str, ...]:
        each = self._corpus.positions[name]
        kind = str(each.kind).replace("-", " ")
        replacing = self._corpus.superseded_by.get(name, ())
        known = all(later in self._corpus.positions for later in replacing)
        words = status(self._corpus, each, self._day).replace("-", " ") if known else "unknown"
        return kind, str(each.strength), _days(each.since), words, each.title

    def of_statements(self, name: str) -> tuple[str, ...]:
        each = self._corpus.statements[name]
        return _days(each.said), str(each.speaker), each.text

    def of_sources(self, name: str) -> tuple[str, ...]:
        each = self._corpus.sources[name]
        return _days(each.published), each.title

    def of_parties(self, name: str) -> tuple[str, ...]:
        each = self._corpus.parties[name]
        return "yes" if name in self._corpus.at_the_table else "no", each.name

    def of_speakers(self, name: str) -> tuple[str, ...]:
        each = self._corpus.speakers[name]
        office = f", {each.office}" if each.office else ""
        return str(each.party or ""), f"{each.name}{office}"

    def of_readings(self, name: str) -> tuple[str, ...]:
        position, _, own = name.rpartition("/")
        each = self._corpus.positions[position]
        return "yes" if own == each.default else "no", each.readings[own].title or "–"

    def of_groups(self, name: str) -> tuple[str, ...]:
        members = sum(each.group == name for each in self._corpus.memberships)
        return str(members), self._corpus.groups[name].name

    def of_entities(self, name: str) -> tuple[str, ...]:
        each = self._corpus.entities[name]
        return str(each.type), each.title or "–"

    def of_contingencies(self, name: str) -> tuple[str, ...]:
        return (self._corpus.contingencies[name].title or "–",)

    def of_rules(self, name: str) -> tuple[str, ...]:
        each = self._corpus.rules[name]
        return each.basis, each.reason

    def of_milestones(self, name: str) -> tuple[str, ...]:
        each = self._corpus.issues[name]
        return str(day_of_milestone(each)), each.short

    def of_scenarios(self, name: str) -> tuple[str, ...]:
        each = self._scenarios[name]
        day = str(each.as_of or self._corpus.as_of)
        return day, each.status or "–", each.title or "–"


def _days(when: When | None) -> str:
    """A date, or its bounds in short form."""
    if when is None or (when.earliest is None and when.latest is None):
        return "–"
    if when.earliest == when.latest:
        return str(when.earliest)
    if when.earliest is None:
        return f"≤{when.latest}"
    return f"≥{when.earliest}" if when.latest is None else f"{when.earliest}…{when.latest}"

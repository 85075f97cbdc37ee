"""`list` as JSON and as CSV: a row for each item, with the same keys in both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from zopa.model.context import standing
from zopa.model.corpus import MILESTONES
from zopa.questions.listing import day_of_milestone

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zopa.model.corpus import Citations, Corpus, Position, Scenario, Speaker, When
    from zopa.questions.listing import Filters

__all__ = ["COLUMNS", "listing_json", "listing_rows", "status"]

Json = dict[str, Any]

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "issues": ("id", "question", "short", "class", "answer", "min", "max", "terms", "sources"),
    "terms": ("id", "title", "issue", "question", "mentioned", "statements", "sources"),
    "positions": (
        *("id", "title", "party", "party-name", "held-by", "kind", "strength"),
        *("since-earliest", "since-latest", "until-earliest", "until-latest"),
        *("status", "supersedes", "statements"),
    ),
    "statements": (
        *("id", "text", "speaker", "speaker-name", "party", "party-name"),
        *("said-earliest", "said-latest", "attribution", "by", "sources"),
    ),
    "sources": (
        *("id", "title", "outlet", "published-earliest", "published-latest"),
        *("file", "url", "outside"),
    ),
    "parties": ("id", "name", "short", "type", "role", "at-the-table", "sources"),
    "speakers": ("id", "name", "office", "party", "party-name", "also-speaks-for", "sources"),
    "readings": ("id", "title", "position", "default"),
    "groups": ("id", "name", "members", "sources"),
    "entities": ("id", "title", "type", "of", "sources"),
    "contingencies": ("id", "title", "sources"),
    "rules": ("id", "reason", "basis", "sources"),
    "milestones": ("id", "title", "earliest", "latest", "sources"),
    "scenarios": (
        *("id", "title", "path", "as-of", "status", "proposed-by", "source"),
        *("decided", "otherwise"),
    ),
}
"""Keys of a row for each kind of items, in the order of the columns."""


def listing_json(
    corpus: Corpus,
    scenarios: Mapping[str, Scenario],
    kind: str,
    names: Sequence[str],
    *,
    filters: Filters,
    day: dt.date,
) -> Json:
    """Return the list, its filters, and a row for each item.

    Args:
        corpus: the terms.
        scenarios: the drafts.
        kind: kind of the items.
        names: their ids, in the order of the rows.
        filters: the filters.
        day: evaluation date, for the status of positions.
    """
    return {
        "kind": kind,
        "filters": {name: list(each) for name, each in filters.given().items()},
        "count": len(names),
        "items": listing_rows(corpus, scenarios, kind, names, day),
    }


def listing_rows(
    corpus: Corpus,
    scenarios: Mapping[str, Scenario],
    kind: str,
    names: Iterable[str],
    day: dt.date,
) -> list[Json]:
    """Return a row for each item, by `COLUMNS`."""
    rows = _JsonRows(corpus, scenarios, day)
    row: Callable[[str], tuple[object, ...]] = getattr(rows, f"of_{kind}")
    return [dict(zip(COLUMNS[kind], row(name), strict=True)) for name in names]


def status(corpus: Corpus, position: Position, day: dt.date) -> str:
    """Return the status of a position on the date: `current`, or why not."""
    found = standing(corpus, position, day)
    since = position.since
    if found == "certain":
        return "current"
    if since.earliest is not None and day < since.earliest:
        return "not-yet"
    if found == "possible":
        return "uncertain"
    later = (corpus.positions[x].since for x in corpus.superseded_by.get(position.id, ()))
    replaced = any(x.latest is not None and day >= x.latest for x in later)
    return "replaced" if replaced else "ended"


def _sources(cites: Citations) -> list[str]:
    return [str(source) for source, _ in cites]


def _days(when: When | None) -> tuple[str | None, str | None]:
    if when is None:
        return None, None
    return (
        None if when.earliest is None else str(when.earliest),
        None if when.latest is None else str(when.latest),
    )


class _JsonRows:
    """Values of a row, in the order of its columns."""

    def __init__(self, corpus: Corpus, scenarios: Mapping[str, Scenario], day: dt.date) -> None:
        self._corpus = corpus
        self._scenarios = scenarios
        self._day = day

    def of_issues(self, name: str) -> tuple[object, ...]:
        each = self._corpus.issues[name]
        return (
            name,
            each.question,
            each.short,
            each.category,
            each.answered_by or "terms",
            each.least,
            each.most,
            len(each.terms),
            _sources(each.cites),
        )

    def of_terms(self, name: str) -> tuple[object, ...]:
        issue, _, term = name.partition("/")
        declared = self._corpus.issues[issue]
        each = declared.terms[term]
        said = list(map(str, each.statements))
        cited = _sources(each.cites)
        return name, each.title, issue, declared.question, each.mentioned, said, cited

    def of_positions(self, name: str) -> tuple[object, ...]:
        each = self._corpus.positions[name]
        known = all(
            x in self._corpus.positions for x in self._corpus.superseded_by.get(name, ())
        )
        return (
            name,
            each.title,
            str(each.party),
            self._party(each.party),
            list(map(str, each.held_by)),
            str(each.kind),
            str(each.strength),
            *_days(each.since),
            *_days(each.until),
            status(self._corpus, each, self._day) if known else None,
            list(map(str, each.supersedes)),
            list(map(str, each.statements)),
        )

    def of_statements(self, name: str) -> tuple[object, ...]:
        each = self._corpus.statements[name]
        speaker = self._corpus.speakers.get(each.speaker)
        return (
            name,
            each.text,
            str(each.speaker),
            None if speaker is None else speaker.name,
            *self._spoken_for(speaker),
            *_days(each.said),
            each.attribution,
            each.by or None,
            _sources(each.cites),
        )

    def of_sources(self, name: str) -> tuple[object, ...]:
        each = self._corpus.sources[name]
        days = _days(each.published)
        return name, each.title, each.outlet, *days, each.file, each.url, each.outside

    def of_parties(self, name: str) -> tuple[object, ...]:
        each = self._corpus.parties[name]
        at_the_table = name in self._corpus.at_the_table
        return (
            name,
            each.name,
            each.short,
            each.type or None,
            each.role or None,
            at_the_table,
            _sources(each.cites),
        )

    def of_speakers(self, name: str) -> tuple[object, ...]:
        each = self._corpus.speakers[name]
        return (
            name,
            each.name,
            each.office or None,
            *self._spoken_for(each),
            list(map(str, each.speaks_for)),
            _sources(each.cites),
        )

    def of_readings(self, name: str) -> tuple[object, ...]:
        position, _, own = name.rpartition("/")
        each = self._corpus.positions[position]
        return name, each.readings[own].title or None, position, own == each.default

    def of_groups(self, name: str) -> tuple[object, ...]:
        each = self._corpus.groups[name]
        members = [str(x.member) for x in self._corpus.memberships if x.group == name]
        return name, each.name, members, _sources(each.cites)

    def of_entities(self, name: str) -> tuple[object, ...]:
        each = self._corpus.entities[name]
        of = None if each.of is None else str(each.of)
        return name, each.title or None, str(each.type), of, _sources(each.cites)

    def of_contingencies(self, name: str) -> tuple[object, ...]:
        each = self._corpus.contingencies[name]
        return name, each.title or None, _sources(each.cites)

    def of_rules(self, name: str) -> tuple[object, ...]:
        each = self._corpus.rules[name]
        return name, each.reason, each.basis, _sources(each.cites)

    def of_milestones(self, name: str) -> tuple[object, ...]:
        each = self._corpus.issues[name]
        return name, each.short, *_days(day_of_milestone(each)), _sources(each.cites)

    def of_scenarios(self, name: str) -> tuple[object, ...]:
        each = self._scenarios[name]
        issues = self._corpus.issues
        decided = sum(x in issues and issues[x].section != MILESTONES for x in each.choices)
        return (
            name,
            each.title or None,
            each.path,
            str(each.as_of or self._corpus.as_of),
            each.status or None,
            list(map(str, each.proposed_by)),
            None if each.source is None else str(each.source),
            decided,
            each.otherwise,
        )

    def _spoken_for(self, speaker: Speaker | None) -> tuple[str | None, str | None]:
        """Return the party of a speaker, and its name; None if the speaker has no party."""
        if speaker is None or speaker.party is None:
            return None, None
        return str(speaker.party), self._party(speaker.party)

    def _party(self, name: str) -> str | None:
        found = self._corpus.parties.get(name)
        return None if found is None else found.name

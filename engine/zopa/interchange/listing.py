"""`list` as JSON and as CSV, with the same keys in both; `show` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from zopa.model.context import by_holder, standing
from zopa.model.corpus import MILESTONES
from zopa.model.cross_references import Nature, Reference, Thing, referring
from zopa.questions.coverage import bearing
from zopa.questions.listing import day_of_milestone

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zopa.files import Span
    from zopa.interchange import Json
    from zopa.model.conditions import Name
    from zopa.model.corpus import Citations, Corpus, Position, Scenario, Speaker, When
    from zopa.questions.listing import Filters
    from zopa.workspace import Workspace

__all__ = [
    "COLUMNS",
    "listing_json",
    "listing_rows",
    "place",
    "show_json",
    "status",
    "written",
]


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


# -- `show`: an item with every field of its file, and its references ---------


LISTS = {
    Nature.ISSUE: "issues",
    Nature.TERM: "terms",
    Nature.POSITION: "positions",
    Nature.RULE: "rules",
    Nature.PARTY: "parties",
    Nature.SPEAKER: "speakers",
    Nature.GROUP: "groups",
    Nature.STATEMENT: "statements",
    Nature.SOURCE: "sources",
    Nature.ENTITY_TYPE: "entity-types",
    Nature.ENTITY: "entities",
    Nature.CONTINGENCY: "contingencies",
}
"""Key of the items of each nature in files."""


def show_json(workspace: Workspace, found: Sequence[Thing]) -> Json:
    """Return the first item, and under `also` the others with its id.

    Args:
        workspace: workspace of the items.
        found: at least one item.
    """
    first, *others = (_thing(workspace, each) for each in found)
    return {**first, "also": others}


def _thing(workspace: Workspace, thing: Thing) -> Json:
    found: Json = {"nature": str(thing.nature), "id": thing.id}
    fields = {key: value for key, value in written(workspace, thing).items() if key != "id"}
    match thing.nature:
        case Nature.ISSUE if workspace.sound:
            positions, rules = bearing(workspace.corpus, thing.id)
            found["bearing"] = {
                "positions": [str(each.id) for each in positions],
                "parties": {
                    party: [str(each.id) for each in own]
                    for party, own in by_holder(
                        positions, workspace.corpus.at_the_table
                    ).items()
                },
                "rules": [str(each.id) for each in rules],
            }
        case Nature.TERM:
            found["issue"] = thing.id.partition("/")[0]
        case Nature.ENTITY:
            fields["baseline"] = dict(workspace.corpus.entities[thing.id].baseline)
        case Nature.SCENARIO:
            found["path"] = workspace.scenarios[thing.id].path
        case Nature.ENTRY:
            fields = _entry(workspace, thing, fields)
        case _:
            pass
    references = referring(workspace.corpus, workspace.scenarios, thing)
    return found | fields | {"referred-to-by": [_reference(each) for each in references]}


def _entry(workspace: Workspace, thing: Thing, fields: Json) -> Json:
    """Return an entry of the record; its fields are separate, because one may be `nature`."""
    section = thing.id.partition("/")[0]
    title = next(
        each.title
        for each in workspace.corpus.record
        if f"{each.section}/{each.id}" == thing.id
    )
    cites = fields.pop("cites", {})
    return {"section": section, "title": title, "fields": fields, "cites": cites}


def _reference(reference: Reference) -> Json:
    by = reference.by
    return {"nature": str(by.nature), "id": by.id, "how": reference.how}


# -- content of the files -----------------------------------------------------


def written(workspace: Workspace, thing: Thing) -> Json:
    """Return the item's fields as in its file, including those that the model drops."""
    span = place(workspace, thing)
    document = None if span is None else workspace.documents.get(span.path)
    if document is None or not isinstance(document.data, dict):
        return {}
    whole: Json = document.data
    parent, _, short = thing.id.rpartition("/")
    match thing.nature:
        case Nature.SCENARIO:
            return whole
        case Nature.ENTITY | Nature.ENTITY_TYPE | Nature.CONTINGENCY:
            return _mapping(whole[LISTS[thing.nature]][thing.id])
        case Nature.TERM:
            return _item(_item(whole.get("issues", ()), parent).get("terms", ()), short)
        case Nature.POSITION:
            return _item(whole["positions"], short, party=parent)
        case Nature.STATEMENT if "positions" in whole:
            return _said(whole["positions"], thing.id)
        case Nature.ISSUE if thing.id in _mapping(whole.get("milestones")):
            return _mapping(whole["milestones"][thing.id])
        case Nature.ENTRY:
            return _item(whole[parent], short)
        case _:
            # Conditions of terms on milestones become rules without a file.
            return _item(whole.get(LISTS[thing.nature], ()), thing.id)


def _said(positions: Iterable[Any], name: str) -> Json:
    """Return the statement written inside a position."""
    says = (
        _mapping(each["says"])
        for each in positions
        if f"{each['party']}-{each['id']}" == name and "says" in each
    )
    return next(says, {})


def _item(items: Iterable[Any], name: str, **also: str) -> Json:
    """Return the first item with the id; entries that are plain texts have none."""
    wanted = {"id": name, **also}.items()
    return next(
        (each for each in items if isinstance(each, dict) and wanted <= each.items()), {}
    )


def _mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def place(workspace: Workspace, thing: Thing) -> Span | None:
    """Return the place of the item's id; of a scenario, its file."""
    corpus = workspace.corpus
    declared: Mapping[Nature, Mapping[str, Any]] = {
        Nature.ISSUE: corpus.issues,
        Nature.POSITION: corpus.positions,
        Nature.RULE: corpus.rules,
        Nature.PARTY: corpus.parties,
        Nature.SPEAKER: corpus.speakers,
        Nature.GROUP: corpus.groups,
        Nature.STATEMENT: corpus.statements,
        Nature.SOURCE: corpus.sources,
        Nature.ENTITY_TYPE: corpus.entity_types,
        Nature.ENTITY: corpus.entities,
        Nature.CONTINGENCY: corpus.contingencies,
    }
    name: Name
    match thing.nature:
        case Nature.SCENARIO:
            return workspace.scenarios[thing.id].span
        case Nature.TERM:
            issue, _, term = thing.id.partition("/")
            name = corpus.issues[issue].terms[term].id
        case Nature.ENTRY:
            name = next(
                each.id for each in corpus.record if f"{each.section}/{each.id}" == thing.id
            )
        case _:
            name = declared[thing.nature][thing.id].id
    return name.span

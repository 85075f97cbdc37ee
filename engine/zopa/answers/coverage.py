"""The answers to `coverage` and `list`: gaps in the corpus, cited places, topics; items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers import (
    Cell,
    Column,
    Fact,
    Facts,
    Item,
    Items,
    Page,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    text,
)
from zopa.answers.lines import KINDS, PLACES, issue_name
from zopa.answers.wording import and_words, party_name, position_words, several
from zopa.diagnostics import one_line
from zopa.interchange.listing import status
from zopa.model.corpus import Kind
from zopa.model.cross_references import Nature
from zopa.questions.listing import day_of_milestone

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.answers import Line, Next
    from zopa.model.corpus import Corpus, Scenario, When
    from zopa.questions.coverage import Citing, Coverage, SourceCoverage
    from zopa.questions.listing import Covered, Filters, Topics

__all__ = [
    "coverage_page",
    "listing_page",
    "source_coverage_page",
    "topics_page",
]


MANY = {
    "entity": "entities",
    "contingency": "contingencies",
    "party": "parties",
    "record-entry": "record",
    "scenario": "drafts",
}
"""Plurals of natures that do not just add an s."""
ONE = {"record-entry": "record", "scenario": "draft"}


def coverage_page(
    corpus: Corpus, found: Coverage, date: dt.date, *, commands: Sequence[Next] = ()
) -> Page:
    """Each kind of gap with its members; kinds without members in one line.

    Args:
        corpus: the terms.
        found: the gaps.
        date: the evaluation date.
        commands: next commands.
    """
    groups = tuple(_groups(corpus, found))
    sections = tuple(_section(heading, items) for heading, _, items in groups if items)
    none = [name for _, name, items in groups if not items]
    answer = "Gaps in the corpus (not errors)" if sections else "No gaps in the corpus"
    return Page(
        conclusion=(Words(answer, tone="strong"), Words(f" · as of {date}")),
        context=_context(corpus),
        sections=sections,
        notes=(text(f"None: {'; '.join(none)}."),) if none else (),
        next=tuple(commands),
    )


def _context(corpus: Corpus) -> Line:
    checked = sum(each.checked for each in corpus.positions.values())
    kinds = and_words([KINDS[str(kind)] for kind in _kinds(corpus)])
    parts = (
        several(len(corpus.issues), "issue"),
        several(checked, _any_of(corpus), kinds),
        several(len(corpus.statements), "statement"),
        several(len(corpus.sources), "source"),
    )
    return text(" · ".join(parts), tone="dim")


def _kinds(corpus: Corpus) -> Sequence[Kind]:
    """Red lines and demands, and preferences if the corpus has some."""
    some = {each.kind for each in corpus.positions.values()}
    return [Kind.RED_LINE, Kind.DEMAND, *([Kind.PREFERENCE] * (Kind.PREFERENCE in some))]


def _any_of(corpus: Corpus) -> str:
    *others, last = (str(kind).replace("-", " ") for kind in _kinds(corpus))
    return f"{', '.join(others)} or {last}"


def _section(heading: str, items: Sequence[Item]) -> Section:
    anchor = heading.lower().replace(" ", "-")
    return Section(anchor, f"{heading}: {len(items)}", (Items(tuple(items)),))


def _groups(corpus: Corpus, found: Coverage) -> Iterator[tuple[str, str, Sequence[Item]]]:
    """For each kind of gap its heading, its name in a sentence, and its members."""
    position = _any_of(corpus)

    def issue(name: str) -> Item:
        return Item(text(corpus.issues[name].question), aside=text(name, tone="dim"))

    def stated(name: str) -> Item:
        since = f"since {corpus.positions[name].since}"
        return Item(text(position_words(corpus, name)), aside=text(since, tone="dim"))

    def position_item(name: str) -> Item:
        return Item(text(position_words(corpus, name)))

    def statement(name: str) -> Item:
        return Item(text(f"{name}: {corpus.statements[name].text}"))

    def source(name: str) -> Item:
        return Item(text(f"{name}: {corpus.sources[name].title}"))

    def party(name: str) -> Item:
        return Item(text(corpus.parties[name].name))

    for heading, names, item in (
        (f"Issues without a {position}", found.issues_without_position, issue),
        ("Positions that no term affects", found.positions_without_term, position_item),
        (
            f"Parties at the table without a {position}",
            found.parties_without_line,
            party,
        ),
        ("Positions no longer current", found.superseded, stated),
        ("Positions not yet current, or start date uncertain", found.not_yet, stated),
        (
            "Positions without a statement by the party itself",
            found.only_indirect,
            position_item,
        ),
        ("Unused statements", found.statements_unused, statement),
        ("Unused sources", found.sources_unused, source),
    ):
        yield heading, f"{heading[:1].lower()}{heading[1:]}", [item(each) for each in names]


def source_coverage_page(
    corpus: Corpus, found: SourceCoverage, *, commands: Sequence[Next] = ()
) -> Page:
    """Each place with the items that cite it, then the uncited numbers.

    Args:
        corpus: the terms.
        found: the places.
        commands: next commands.
    """
    source = corpus.sources[found.source]
    unit = source.cites_as
    mark = PLACES.get(unit, f"{unit} ")
    facts = [
        Fact(
            f"{mark}{each.place}" if isinstance(each.place, int) else each.place,
            tuple(_lines(each.cited_by)),
        )
        for each in found.places
    ]
    sections = [Section("places", "Cited places", (Facts(tuple(facts)),))] if facts else []
    if found.whole:
        whole = Facts((Fact("source", tuple(_lines(found.whole))),))
        sections.append(Section("whole", "Cited without a place", (whole,)))
    if found.uncited:
        runs = ", ".join(f"{x}" if x == y else f"{x}–{y}" for x, y in found.uncited)
        left = Paragraph(text(f"{mark}{runs}"))
        sections.append(Section("uncited", "Not cited", (left,)))
    end = f"{mark}{found.largest} is the last one that is cited. The source may have more."
    return Page(
        conclusion=_conclusion(found, unit),
        context=text(f"{found.source} · {source.title}", tone="dim"),
        sections=tuple(sections),
        notes=(text(end),) if found.largest else (),
        next=tuple(commands),
    )


def _conclusion(found: SourceCoverage, unit: str) -> Line:
    if not found.places:
        words = "No place is cited" if found.whole else "Not cited"
        return (Words(words, tone="strong"),)
    if not found.largest:
        return (Words(f"{several(len(found.places), 'place')} cited", tone="strong"),)
    units = several(found.largest, unit)
    some = "all" if found.numbers == found.largest else f"{found.numbers}"
    words = f"{some} of the first {units}" if found.largest > 1 else f"1 {unit}"
    others = len(found.places) - found.numbers
    more = f", and {several(others, 'other place')}" if others else ""
    return (Words(f"Cited: {words}{more}", tone="strong"),)


def _lines(every: Iterable[Citing]) -> Iterator[Line]:
    """A line for each statement with items that rest on it, then one for each other nature."""
    citing = list(every)
    direct = [each for each in citing if not each.through]
    for each in direct:
        if each.nature == Nature.STATEMENT:
            resting = [other for other in citing if other.through == each.id]
            on_it = "; ".join(_by_nature(resting))
            yield text(f"statement {each.id}{f' ({on_it})' if on_it else ''}")
    yield from map(text, _by_nature(x for x in direct if x.nature != Nature.STATEMENT))


def _by_nature(every: Iterable[Citing]) -> Iterator[str]:
    """`positions a, b` for each nature, in the order of the first of each."""
    groups: dict[str, list[str]] = {}
    for each in every:
        choice = f" on {each.choice}" if each.choice else ""
        groups.setdefault(each.nature, []).append(f"{each.id}{choice}")
    for nature, names in groups.items():
        one = ONE.get(nature, nature.replace("-", " "))
        many = MANY.get(nature, f"{one}s")
        yield f"{one if len(names) == 1 else many} {', '.join(names)}"


def topics_page(
    corpus: Corpus, draft: Scenario, found: Topics, *, commands: Sequence[Next] = ()
) -> Page:
    """The topics by how far the draft addresses them.

    Args:
        corpus: the terms.
        draft: the draft, or the one without choices.
        found: the topics.
        commands: next commands.
    """
    groups: dict[str, list[Covered]] = {"decided": [], "otherwise": [], "undecided": [], "": []}
    for each in found.covered:
        groups[_status(each)].append(each)
    of = several(len(found.covered), "usual topic")
    if draft.choices:
        words = f"The draft addresses {len(groups['decided'])} of {of}."
    else:
        some = sum(map(bool, map(_status, found.covered)))
        words = f"The corpus has issues on {some} of {of}."
    titles = {
        "decided": "Addressed",
        "otherwise": "Issues decided, topic not addressed",
        "undecided": "Undecided" if draft.choices else "Topics with issues",
        "": "The corpus has no issue about",
    }
    sections = tuple(
        Section(
            key or "none",
            f"{titles[key]}: {len(some)}",
            (Items(tuple(_items(corpus, key, some))),),
        )
        for key, some in groups.items()
        if some and (key or len(some) < len(found.covered))
    )
    notes = []
    if len(groups[""]) == len(found.covered):
        untagged = "No issue or term has the tag of one of them."
        notes.append(text(f"{untagged} A workspace can list its own: terms/vocabulary.yaml."))
    if found.other_tags:
        notes.append(
            text(f"Tags that are no topic: {', '.join(found.other_tags)}.", tone="dim")
        )
    what = draft.title or draft.id if draft.choices else "nothing chosen"
    books = sorted({book for each in found.covered for book in each.topic.codes})
    coded = f" · at the right: codes of {and_words(books)}" if books and sections else ""
    return Page(
        conclusion=(Words(words, tone="strong"),),
        context=text(f"{what} · {several(len(corpus.issues), 'issue')}{coded}", tone="dim"),
        sections=sections,
        notes=tuple(notes),
        next=tuple(commands),
    )


def _status(each: Covered) -> str:
    """The heading for a topic; the best status among its issues decides."""
    for name in ("decided", "otherwise", "undecided"):
        if getattr(each, name):
            return name
    return ""


def _items(corpus: Corpus, key: str, some: Sequence[Covered]) -> Iterator[Item]:
    for each in some:
        codes = ", ".join(code for every in each.topic.codes.values() for code in every)
        issues = [issue_name(corpus, name) for name in getattr(each, key)] if key else []
        words = f"{each.topic.title}: {', '.join(issues)}" if issues else each.topic.title
        yield Item(text(words), aside=text(codes, tone="dim"))


# -- items of one kind that pass the filters ----------------------------------


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
SINGULAR = {"parties": "party", "entities": "entity", "contingencies": "contingency"}


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
    many = several(len(names), SINGULAR.get(kind, kind.removesuffix("s")), kind)
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

"""The items of one kind in a workspace, in the order of the files, narrowed by filters."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zopa import Refused
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.model.corpus import MILESTONES, Kind, When
from zopa.model.cross_references import plain
from zopa.questions import known, party_named
from zopa.questions.coverage import issues_borne_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zopa.model.corpus import Citations, Corpus, Issue, Scenario, Statement, Topic

__all__ = [
    "FILTERS",
    "LISTED",
    "Covered",
    "Filters",
    "Topics",
    "day_of_milestone",
    "filtered",
    "listing",
    "tags",
    "topics",
]


FILTERS: Final[Mapping[str, tuple[str, ...]]] = {
    "issues": ("party", "source", "tag"),
    "terms": ("party", "issue", "source", "speaker", "tag"),
    "positions": ("party", "issue", "source", "speaker", "kind", "tag", "since", "until"),
    "statements": ("party", "issue", "source", "speaker", "since", "until"),
    "sources": ("party", "speaker", "since", "until"),
    "parties": ("source",),
    "speakers": ("party", "source"),
    "readings": ("party",),
    "groups": ("source",),
    "entities": ("source",),
    "contingencies": ("source",),
    "rules": ("issue", "source"),
    "milestones": ("source", "since", "until"),
    "scenarios": ("party", "issue", "source", "since", "until"),
}
"""For each kind of item the possible filters."""
LISTED: Final = tuple(FILTERS)
"""The kinds of items, in the order of lists."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Requirements for items: one value of each group that names any.

    A date within bounds is between two dates if it possibly is.
    """

    party: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None

    def given(self) -> dict[str, tuple[str, ...]]:
        """The given filters, by name."""
        texts = {
            "party": self.party,
            "issue": self.issue,
            "source": self.source,
            "speaker": self.speaker,
            "kind": self.kind,
            "tag": self.tag,
            "since": () if self.since is None else (str(self.since),),
            "until": () if self.until is None else (str(self.until),),
        }
        return {name: each for name, each in texts.items() if each}


@dataclass(frozen=True, slots=True)
class _Facts:
    """The facts of one item that filters compare."""

    id: str
    party: Iterable[str] = ()
    issue: Iterable[str] = ()
    source: Iterable[str] = ()
    speaker: Iterable[str] = ()
    kind: str = ""
    tag: Iterable[str] = ()
    day: When | None = None


def filtered(corpus: Corpus, kind: str, filters: Filters) -> Filters:
    """The filters with the ids of parties that have other names there.

    Raises:
        Refused: the kind does not exist or lacks the filter, or a filter names
            something that does not exist.
    """
    if kind not in FILTERS:
        near = did_you_mean(kind, LISTED)
        message = f"nothing to list is called {quoted(kind)}"
        way_out = f"did you mean {listed(near)}?" if near else f"kinds: {listed(LISTED)}"
        raise Refused(message, way_out)
    for name in filters.given():
        if name not in FILTERS[kind]:
            message = f"{kind} have no filter --{name}"
            raise Refused(message, f"filters of {kind}: {_flags(kind)}")
    for nature, names, every in (
        ("issue", filters.issue, corpus.issues),
        ("source", filters.source, corpus.sources),
        ("speaker", filters.speaker, corpus.speakers),
        ("kind of position", filters.kind, [str(each) for each in Kind]),
        ("tag", filters.tag, tags(corpus)),
    ):
        for name in names:
            known(name, every, nature)
    if filters.since and filters.until and filters.until < filters.since:
        message = f"--until {filters.until} is before --since {filters.since}"
        raise Refused(message, "exchange the two days")
    parties = tuple(dict.fromkeys(party_named(corpus, each) for each in filters.party))
    return dataclasses.replace(filters, party=parties)


def listing(
    corpus: Corpus, scenarios: Mapping[str, Scenario], kind: str, filters: Filters
) -> tuple[str, ...]:
    """The ids of the items of a kind that pass the filters, in the order of the files.

    A filter by issue, and one of issues by party, takes a corpus without errors.

    Args:
        corpus: the terms.
        scenarios: the drafts.
        kind: one of `LISTED`.
        filters: as `filtered` returns them.
    """
    every = _Every(corpus, scenarios, bears=bool(filters.issue or filters.party))
    facts: Iterator[_Facts] = getattr(every, f"of_{kind}")()
    return tuple(each.id for each in facts if _passes(each, filters))


def tags(corpus: Corpus) -> list[str]:
    """Every tag of an issue, a term or a position, in the order of its first use in files."""
    issues = corpus.issues.values()
    of_issues = (
        x for each in issues for x in (each.tags, *(t.tags for t in each.terms.values()))
    )
    of_positions = (each.tags for each in corpus.positions.values())
    every = itertools.chain.from_iterable((*of_issues, *of_positions))
    return list(dict.fromkeys(map(str, every)))


def day_of_milestone(issue: Issue) -> When:
    """The possible days of a milestone."""
    answer = issue.answer
    if answer is None:
        return When()
    return When(_date(answer.minimum), _date(answer.maximum))


def _date(number: int | None) -> dt.date | None:
    return None if number is None else dt.date.fromordinal(number)


def _flags(kind: str) -> str:
    return listed([f"--{each}" for each in FILTERS[kind]], joiner="and")


def _passes(facts: _Facts, filters: Filters) -> bool:
    groups = (
        (filters.party, facts.party),
        (filters.issue, facts.issue),
        (filters.source, facts.source),
        (filters.speaker, facts.speaker),
        (filters.kind, (facts.kind,)),
        (filters.tag, facts.tag),
    )
    return all(not set(asked).isdisjoint(has) for asked, has in groups if asked) and _within(
        facts.day, filters
    )


def _within(day: When | None, filters: Filters) -> bool:
    """True if the day may be between the two dates; False for an item without a day."""
    if filters.since is None and filters.until is None:
        return True
    if day is None or (day.earliest is None and day.latest is None):
        return False
    late = filters.since is None or day.latest is None or day.latest >= filters.since
    early = filters.until is None or day.earliest is None or day.earliest <= filters.until
    return late and early


def _sources(cites: Citations) -> set[str]:
    return {str(source) for source, _ in cites}


class _Every:
    """All items that can be listed, with the facts for the filters."""

    def __init__(
        self, corpus: Corpus, scenarios: Mapping[str, Scenario], *, bears: bool
    ) -> None:
        self._corpus = corpus
        self._scenarios = scenarios
        self._borne: Mapping[str, Iterable[str]] = {}
        self._ruled: Mapping[str, Iterable[str]] = {}
        if bears:
            self._borne, self._ruled = issues_borne_on(corpus)

    def of_issues(self) -> Iterator[_Facts]:
        corpus = self._corpus
        parties: dict[str, set[str]] = {}
        for name, position in corpus.positions.items():
            for issue in self._issues_of(name):
                parties.setdefault(issue, set()).update(map(str, position.holders))
        for name, each in corpus.issues.items():
            if each.section != MILESTONES:
                yield _Facts(
                    name,
                    party=parties.get(name, ()),
                    source=_sources(each.cites),
                    tag=map(str, each.tags),
                )

    def of_terms(self) -> Iterator[_Facts]:
        for issue in self._corpus.issues.values():
            if issue.section == MILESTONES:
                continue
            for term in issue.terms.values():
                said = self._said(term.statements)
                yield _Facts(
                    f"{issue.id}/{term.id}",
                    party={party for each in said for party in self._parties(each)},
                    issue=(str(issue.id),),
                    source=_sources(term.cites).union(*(_sources(x.cites) for x in said)),
                    speaker={str(each.speaker) for each in said},
                    tag=map(str, (*issue.tags, *term.tags)),
                )

    def of_positions(self) -> Iterator[_Facts]:
        for name, each in self._corpus.positions.items():
            said = self._said(each.statements)
            yield _Facts(
                name,
                party=map(str, each.holders),
                issue=self._issues_of(name),
                source=set().union(*(_sources(x.cites) for x in said)),
                speaker={str(x.speaker) for x in said},
                kind=str(each.kind),
                tag=map(str, each.tags),
                day=each.since,
            )

    def of_statements(self) -> Iterator[_Facts]:
        issues: dict[str, set[str]] = {}
        for name, position in self._corpus.positions.items():
            for each in position.statements:
                issues.setdefault(str(each), set()).update(self._issues_of(name))
        for issue in self._corpus.issues.values():
            for term in issue.terms.values():
                for each in term.statements:
                    issues.setdefault(str(each), set()).add(str(issue.id))
        for name, statement in self._corpus.statements.items():
            yield _Facts(
                name,
                party=self._parties(statement),
                issue=issues.get(name, ()),
                source=_sources(statement.cites),
                speaker=(str(statement.speaker),),
                day=statement.said,
            )

    def of_sources(self) -> Iterator[_Facts]:
        parties: dict[str, set[str]] = {}
        speakers: dict[str, set[str]] = {}
        for each in self._corpus.statements.values():
            for source in _sources(each.cites):
                parties.setdefault(source, set()).update(self._parties(each))
                speakers.setdefault(source, set()).add(str(each.speaker))
        for name, declared in self._corpus.sources.items():
            yield _Facts(
                name,
                party=parties.get(name, ()),
                speaker=speakers.get(name, ()),
                day=declared.published,
            )

    def of_parties(self) -> Iterator[_Facts]:
        for name, each in self._corpus.parties.items():
            yield _Facts(name, source=_sources(each.cites))

    def of_speakers(self) -> Iterator[_Facts]:
        for name, each in self._corpus.speakers.items():
            parties = map(str, each.parties)
            yield _Facts(name, party=parties, source=_sources(each.cites))

    def of_readings(self) -> Iterator[_Facts]:
        for name, each in self._corpus.positions.items():
            for reading in each.readings if not plain(each) else ():
                yield _Facts(f"{name}/{reading}", party=map(str, each.holders))

    def of_groups(self) -> Iterator[_Facts]:
        for name, each in self._corpus.groups.items():
            yield _Facts(name, source=_sources(each.cites))

    def of_entities(self) -> Iterator[_Facts]:
        for name, each in self._corpus.entities.items():
            if each.case is None:
                yield _Facts(name, source=_sources(each.cites))

    def of_contingencies(self) -> Iterator[_Facts]:
        for name, each in self._corpus.contingencies.items():
            yield _Facts(name, source=_sources(each.cites))

    def of_rules(self) -> Iterator[_Facts]:
        for name, each in self._corpus.rules.items():
            yield _Facts(name, issue=self._ruled.get(name, ()), source=_sources(each.cites))

    def of_milestones(self) -> Iterator[_Facts]:
        for name, each in self._corpus.issues.items():
            if each.section == MILESTONES:
                yield _Facts(name, source=_sources(each.cites), day=day_of_milestone(each))

    def of_scenarios(self) -> Iterator[_Facts]:
        for name, each in self._scenarios.items():
            day = each.as_of or self._corpus.as_of
            cited = set().union(*map(_sources, each.cites.values()))
            yield _Facts(
                name,
                party=map(str, each.proposed_by),
                issue=map(str, each.choices),
                source=cited | ({str(each.source)} if each.source is not None else set()),
                day=When(day, day),
            )

    # -- items behind other items --

    def _issues_of(self, name: str) -> set[str]:
        """The issues of a position: those of its condition, and those that it also names."""
        position = self._corpus.positions[name]
        terms = (*position.for_terms, *position.against_terms, *position.undetermined_terms)
        return {
            *self._borne.get(name, ()),
            *map(str, position.issues),
            *(str(each).partition("/")[0] for each in terms),
        }

    def _said(self, names: Iterable[str]) -> list[Statement]:
        """The statements of these names that exist."""
        statements = self._corpus.statements
        return [statements[each] for each in names if each in statements]

    def _parties(self, statement: Statement) -> tuple[str, ...]:
        """The parties that its speaker represents."""
        speaker = self._corpus.speakers.get(statement.speaker)
        return () if speaker is None else tuple(map(str, speaker.parties))


# -- usual topics with issues, and those that a draft addresses --


@dataclass(frozen=True, slots=True)
class Covered:
    """A topic, and the issues that have its tag or a term that has it; in corpus order."""

    topic: Topic
    decided: tuple[str, ...]
    """Issues on which the draft chooses a term about the topic."""
    otherwise: tuple[str, ...]
    """Issues on which the draft is silent, or chooses only other terms."""
    undecided: tuple[str, ...]
    """Issues that the draft does not decide."""
    positions: tuple[str, ...]
    """The positions with the tag."""


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a vocabulary, in its order."""

    covered: tuple[Covered, ...]
    other_tags: tuple[str, ...]
    """Tags that are not among its topics, in the order of their first use in files."""


def topics(corpus: Corpus, vocabulary: Mapping[str, Topic], draft: Scenario) -> Topics:
    """Sort the issues of each topic by the draft's choices on them.

    A tag of an issue is a tag of all its terms.

    Args:
        corpus: the terms.
        vocabulary: the topics by their tags.
        draft: the draft.
    """
    every = tags(corpus)
    return Topics(
        tuple(_covered(corpus, topic, draft) for topic in vocabulary.values()),
        tuple(each for each in every if each not in vocabulary),
    )


def _covered(corpus: Corpus, topic: Topic, draft: Scenario) -> Covered:
    decided: list[str] = []
    otherwise: list[str] = []
    undecided: list[str] = []
    for name, issue in corpus.issues.items():
        about = _about(issue, topic)
        if not about:
            continue
        choice = draft.choices.get(name)
        if choice is None:
            undecided.append(name)
        elif any(str(pick.term) in about for pick in choice.picks):
            decided.append(name)
        else:
            otherwise.append(name)
    positions = (name for name, each in corpus.positions.items() if topic.id in each.tags)
    return Covered(topic, tuple(decided), tuple(otherwise), tuple(undecided), tuple(positions))


def _about(issue: Issue, topic: Topic) -> set[str]:
    """The terms of an issue that are about a topic."""
    return {
        str(each.id)
        for each in issue.terms.values()
        if topic.id in issue.tags or topic.id in each.tags
    }

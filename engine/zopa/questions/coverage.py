"""Coverage: issues without positions, unused items, cited places and usual topics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from zopa.model.conditions import issues_named
from zopa.model.context import standing
from zopa.model.corpus import MILESTONES
from zopa.model.cross_references import Nature
from zopa.model.evaluate import compared, targets
from zopa.questions import known

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from zopa.model.conditions import Condition
    from zopa.model.corpus import Citations, Corpus, Position, Rule, Scenario

__all__ = [
    "Citing",
    "Coverage",
    "SourceCoverage",
    "bearing",
    "coverage",
    "issues_borne_on",
    "source_coverage",
]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Gaps, each a list in corpus order."""

    issues_without_position: tuple[str, ...]
    """Issues on which no checked position depends."""
    positions_without_term: tuple[str, ...]
    """Positions on attributes that no term can change."""
    parties_without_line: tuple[str, ...]
    """Parties at the table without a position that gets verdicts."""
    superseded: tuple[str, ...]
    """Red lines, demands and preferences that are no longer current on the date."""
    not_yet: tuple[str, ...]
    """Positions that are possibly current on the date, or only later."""
    statements_unused: tuple[str, ...]
    sources_unused: tuple[str, ...]
    only_indirect: tuple[str, ...]
    """Red lines and demands without a statement in the party's own voice."""


def coverage(
    corpus: Corpus, day: dt.date | None = None, scenarios: Iterable[Scenario] = ()
) -> Coverage:
    """Find issues without positions, and unused statements and sources.

    Args:
        corpus: the terms.
        day: the date on which positions must be current; default: that of the corpus.
        scenarios: drafts, which may cite sources too.
    """
    day = day or corpus.as_of
    moved = _movers(corpus)
    spoken: set[str] = set()
    idle: list[str] = []
    for position in corpus.positions.values():
        issues = _issues(corpus, position, moved)
        if position.checked:
            spoken |= issues
        if position.readings and not issues:
            idle.append(str(position.id))
    checked = [each for each in corpus.positions.values() if each.checked]
    owners = {str(party) for each in checked for party in each.holders}
    status = {str(each.id): _status(corpus, each, day) for each in checked}
    used = {
        *(name for each in corpus.positions.values() for name in each.statements),
        *(
            name
            for issue in corpus.issues.values()
            for term in issue.terms.values()
            for name in term.statements
        ),
    }
    every = citations(corpus, scenarios)
    cited = {str(source) for _, cites in every for source, _ in cites}
    return Coverage(
        issues_without_position=tuple(x for x in map(str, corpus.issues) if x not in spoken),
        positions_without_term=tuple(idle),
        parties_without_line=tuple(x for x in map(str, corpus.at_the_table) if x not in owners),
        superseded=tuple(name for name, each in status.items() if each == "over"),
        not_yet=tuple(name for name, each in status.items() if each == "not-yet"),
        statements_unused=tuple(x for x in map(str, corpus.statements) if x not in used),
        sources_unused=tuple(x for x in map(str, corpus.sources) if x not in cited),
        only_indirect=tuple(str(each.id) for each in checked if _indirect(corpus, each)),
    )


def _movers(corpus: Corpus) -> dict[tuple[str, str], frozenset[str]]:
    """For each entity and attribute the issues whose terms can set it.

    Entities and attributes that the same effects set share one set, so that it is computed
    once.
    """
    reached: dict[tuple[object, ...], tuple[str, ...]] = {}
    setting: dict[tuple[tuple[str, ...], str], set[str]] = {}
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            for effect in term.effects:
                others = set() if effect.when is None else set(issues_named(effect.when))
                key = effect.entity, effect.every, effect.where
                if key not in reached:
                    reached[key] = tuple(str(each.id) for each in targets(corpus, effect))
                for attribute in effect.sets:
                    issues = setting.setdefault((reached[key], str(attribute)), set())
                    issues |= {str(issue.id), *map(str, others)}
    by: dict[tuple[str, str], list[int]] = {}
    for place, (entities, name) in enumerate(setting):
        for entity in entities:
            by.setdefault((entity, name), []).append(place)
    sets = list(setting.values())
    joined: dict[tuple[int, ...], frozenset[str]] = {}
    for places in by.values():
        if (which := tuple(places)) not in joined:
            joined[which] = frozenset().union(*map(sets.__getitem__, which))
    return {target: joined[tuple(places)] for target, places in by.items()}


def bearing(corpus: Corpus, issue: str) -> tuple[tuple[Position, ...], tuple[Rule, ...]]:
    """The positions and the rules whose condition is about an issue, in corpus order.

    It names the issue, or an attribute that a term of the issue can set.
    """
    moved = _movers(corpus)
    positions, rules = corpus.positions.values(), corpus.rules.values()
    return (
        tuple(each for each in positions if issue in _issues(corpus, each, moved)),
        tuple(each for each in rules if issue in _in(corpus, each.holds, moved)),
    )


def issues_borne_on(
    corpus: Corpus,
) -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """For each position, and for each rule, the issues on which its condition depends."""
    moved = _movers(corpus)
    return (
        {
            name: frozenset(_issues(corpus, each, moved))
            for name, each in corpus.positions.items()
        },
        {
            name: frozenset(_in(corpus, each.holds, moved))
            for name, each in corpus.rules.items()
        },
    )


def _issues(
    corpus: Corpus, position: Position, moved: Mapping[tuple[str, str], frozenset[str]]
) -> set[str]:
    """The issues on which some reading of the position depends."""
    each = (_in(corpus, reading.holds, moved) for reading in position.readings.values())
    return set().union(*each)


def _in(
    corpus: Corpus, condition: Condition, moved: Mapping[tuple[str, str], frozenset[str]]
) -> set[str]:
    """The issues that a condition names, or whose terms set attributes of the condition."""
    found = set(issues_named(condition))
    sets = (moved.get(each, frozenset()) for each in compared(corpus, condition))
    return found.union(*{id(each): each for each in sets}.values())


def _status(corpus: Corpus, position: Position, day: dt.date) -> str:
    match standing(corpus, position, day):
        case "certain":
            return "in-force"
        case "possible":
            return "not-yet"
        case "no":
            begun = position.since.earliest
            return "not-yet" if begun is not None and day < begun else "over"


def _indirect(corpus: Corpus, position: Position) -> bool:
    said = [corpus.statements[each].attribution for each in position.statements]
    return "direct-statement" not in said


# -- cited places of a source, and uncited numbers --


@dataclass(frozen=True, slots=True)
class Citing:
    """An item that cites a place, or rests on a statement that does."""

    nature: str
    """`Nature`, or `milestone`, `contingency`."""
    id: str
    choice: str = ""
    """For a draft, the issue whose choice cites the place; empty for the draft itself."""
    through: str = ""
    """The statement that cites the place, for an item that rests on it."""


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A place of the source with the items that cite it, statements first."""

    place: int | str
    cited_by: tuple[Citing, ...]


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """The cited places of one source, and the uncited numbers between them."""

    source: str
    places: tuple[SourcePlace, ...]
    """Numbers in their order, then others in the order of the files."""
    whole: tuple[Citing, ...]
    """Items that cite the source without a place, including drafts taken from it."""
    largest: int
    """The largest cited number; 0 if none is cited. The source may have more."""
    uncited: tuple[tuple[int, int], ...]
    """Uncited numbers from 1 to the largest, as first and last of each run."""

    @property
    def numbers(self) -> int:
        """How many numbers are cited."""
        return sum(isinstance(each.place, int) for each in self.places)


def source_coverage(
    corpus: Corpus, source: str, scenarios: Iterable[Scenario] = ()
) -> SourceCoverage:
    """Find the items that cite each place of a source.

    Args:
        corpus: the terms.
        source: its id.
        scenarios: drafts, whose choices may cite sources too.

    Raises:
        Refused: the source does not exist.
    """
    known(source, corpus.sources, "source")
    resting = _resting(corpus)
    found: dict[int | str, dict[Citing, None]] = {}
    whole: dict[Citing, None] = {}
    for by, cites in citations(corpus, scenarios):
        for name, places in cites:
            if name != source:
                continue
            citing = (by, *(resting.get(by.id, ()) if by.nature == Nature.STATEMENT else ()))
            for each in places:
                found.setdefault(each, {}).update(dict.fromkeys(citing))
            if not places:
                whole.update(dict.fromkeys(citing))
    numbers = sorted(each for each in found if isinstance(each, int))
    texts = [each for each in found if not isinstance(each, int)]
    order: list[int | str] = [*numbers, *texts]
    return SourceCoverage(
        source,
        tuple(SourcePlace(each, tuple(found[each])) for each in order),
        tuple(whole),
        max([0, *numbers]),
        tuple(_between(numbers)),
    )


class _Citable(Protocol):
    @property
    def cites(self) -> Citations: ...


def citations(
    corpus: Corpus, scenarios: Iterable[Scenario] = ()
) -> Iterator[tuple[Citing, Citations]]:
    """All items that cite sources, with their citations; statements first."""
    groups: tuple[tuple[str, Mapping[str, _Citable]], ...] = (
        (Nature.STATEMENT, corpus.statements),
        (Nature.RULE, corpus.rules),
        (Nature.PARTY, corpus.parties),
        (Nature.SPEAKER, corpus.speakers),
        (Nature.GROUP, corpus.groups),
        (Nature.CONTINGENCY, corpus.contingencies),
    )
    for nature, things in groups:
        for name, each in things.items():
            yield Citing(str(nature), name), each.cites
    for member in corpus.memberships:
        name = f"{member.member}/{member.group}"
        yield Citing(str(Nature.MEMBERSHIP), name), member.cites
    for entity in corpus.entities.values():
        if entity.case is None:
            yield Citing(str(Nature.ENTITY), str(entity.id)), entity.cites
    for issue in corpus.issues.values():
        nature = "milestone" if issue.section == MILESTONES else str(Nature.ISSUE)
        yield Citing(nature, str(issue.id)), issue.cites
        for term in issue.terms.values():
            yield Citing(str(Nature.TERM), f"{issue.id}/{term.id}"), term.cites
    for draft in scenarios:
        by = str(Nature.SCENARIO)
        if draft.source is not None:
            yield Citing(by, draft.id), ((draft.source, ()),)
        for choice, cites in draft.cites.items():
            yield Citing(by, draft.id, choice=choice), cites
    for entry in corpus.record:
        by_entry = Citing(str(Nature.ENTRY), f"{entry.section}/{entry.id}")
        yield by_entry, entry.cites
        for cited in _within(entry.fields):
            yield by_entry, cited


def _within(value: object) -> Iterator[Citations]:
    """The citations inside the value of an entry of the record, such as those of a step."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _within(each)
    elif isinstance(value, Mapping):
        for key, inside in value.items():
            if key == "cites" and isinstance(inside, Mapping):
                yield tuple((name, tuple(places)) for name, places in inside.items())
            else:
                yield from _within(inside)


def _resting(corpus: Corpus) -> Mapping[str, list[Citing]]:
    """For each statement the positions and terms that rest on it.

    An issue that is answered by a value takes the place of its terms.
    """
    found: dict[str, dict[Citing, None]] = {}
    for position in corpus.positions.values():
        for name in map(str, position.statements):
            by = Citing(str(Nature.POSITION), str(position.id), through=name)
            found.setdefault(name, {})[by] = None
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            for name in map(str, term.statements):
                by = Citing(str(Nature.TERM), f"{issue.id}/{term.id}", through=name)
                if issue.answered_by:
                    by = Citing(str(Nature.ISSUE), str(issue.id), through=name)
                found.setdefault(name, {})[by] = None
    return {name: list(each) for name, each in found.items()}


def _between(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The runs of numbers from 1 on between these numbers, which are in order."""
    expected = 1
    for each in numbers:
        if each > expected:
            yield expected, each - 1
        expected = max(expected, each + 1)

"""Which places of a source are cited, by what, and which numbers nothing cites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from zopa.model.corpus import MILESTONES
from zopa.model.cross_references import Nature
from zopa.questions.assumptions import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zopa.model.corpus import Citations, Corpus, Scenario

__all__ = ["Citing", "SourceCoverage", "SourcePlace", "citations", "source_coverage"]


@dataclass(frozen=True, slots=True)
class Citing:
    """Something that cites a place, or rests on a statement that does."""

    nature: str
    """`Nature`, or `milestone`, `contingency`."""
    id: str
    choice: str = ""
    """Of a draft, the issue on which its choice cites the place; empty of the draft itself."""
    through: str = ""
    """The statement that cites the place, of what only rests on it."""


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A place of the source with what cites it, statements first."""

    place: int | str
    cited_by: tuple[Citing, ...]


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """The places of one source that are cited, and the numbers between them that are not."""

    source: str
    places: tuple[SourcePlace, ...]
    """Numbers in their order, then others in the order of the files."""
    whole: tuple[Citing, ...]
    """What cites the source without a place, drafts that are taken from it included."""
    largest: int
    """The largest number that is cited; 0 if none is. The source may go on."""
    uncited: tuple[tuple[int, int], ...]
    """Numbers from 1 to the largest that nothing cites, as first and last of each run."""

    @property
    def numbers(self) -> int:
        """How many numbers are cited."""
        return sum(isinstance(each.place, int) for each in self.places)


def source_coverage(
    corpus: Corpus, source: str, scenarios: Iterable[Scenario] = ()
) -> SourceCoverage:
    """Find what cites each place of a source.

    Args:
        corpus: the terms.
        source: its id.
        scenarios: drafts, of which choices may cite sources too.

    Raises:
        Refused: there is no such source.
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
    """Everything that cites sources, with what it cites; statements first."""
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

    An issue that is answered by a value stands for itself: it has no terms of its own.
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
    """The runs of numbers from 1 on that are between these, which are in order."""
    expected = 1
    for each in numbers:
        if each > expected:
            yield expected, each - 1
        expected = max(expected, each + 1)

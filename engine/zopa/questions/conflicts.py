"""Conflicts: minimal sets of positions that no agreement respects together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.model import InShort
from zopa.model.corpus import Strength
from zopa.questions import Completeness, Question, by_size
from zopa.solving import Stopped
from zopa.solving.mus import Cores, preferred

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.solving.space import Space

__all__ = ["Conflicts", "conflicts", "stream"]


@dataclass(frozen=True, slots=True, repr=False)
class Conflicts(InShort):
    """The conflicts among the positions that count."""

    zone: bool
    """True if a deal extends the draft; then there is no conflict."""
    rules_contradict: bool
    """True if the draft has no consistent completion: the one conflict is empty then."""
    conflicts: tuple[tuple[str, ...], ...]
    """Smallest first, then by their positions; positions sorted."""
    appearances: Mapping[str, int]
    """For each position in a conflict, the number of conflicts that contain it."""
    preferred: tuple[str, ...] | None
    """The conflict of the strongest positions; None without conflicts or without time."""
    completeness: Completeness


def stream(question: Question) -> Iterator[frozenset[str]]:
    """The conflicts one by one as they are found, smallest first.

    Raises:
        Stopped: the space was told to end first.
    """
    return Cores(question.space, question.parts, question.assumed).conflicts()


def conflicts(
    space: Space,
    scenario: Scenario,
    context: Context,
    *,
    limit: int | None = None,
    heard: Callable[[tuple[str, ...]], None] | None = None,
) -> Conflicts:
    """Find the conflicts, all of them unless limited or stopped.

    Args:
        space: the scenarios; its `stop`, if set, ends the search early.
        scenario: the draft; conflicts are among the agreements with its choices.
        context: the assumptions.
        limit: maximum number of conflicts to find.
        heard: called with each conflict as it is found, its positions sorted.
    """
    question = Question(space, scenario, context)
    found: list[frozenset[str]] = []
    completeness = Completeness.PROVED
    try:
        for each in stream(question):
            if len(found) == limit:
                completeness = Completeness.AT_LEAST
                break
            found.append(each)
            if heard is not None:
                heard(tuple(sorted(each)))
    except Stopped:
        completeness = Completeness.AT_LEAST if found else Completeness.GAVE_UP
    ordered = by_size(found)
    counts = Counter(name for each in ordered for name in each)
    return Conflicts(
        zone=not found and completeness == Completeness.PROVED,
        rules_contradict=ordered == [()],
        conflicts=tuple(ordered),
        appearances=dict(sorted(counts.items())),
        preferred=() if ordered == [()] else _firmest(question) if ordered else None,
        completeness=completeness,
    )


def _firmest(question: Question) -> tuple[str, ...] | None:
    """The preferred conflict, with stronger positions first, then by name."""
    ranks = list(Strength)

    def firmness(name: str) -> tuple[int, str]:
        return ranks.index(question.position(name).strength), name

    space = question.space
    firmest = {name: question.parts[name] for name in sorted(question.parts, key=firmness)}
    assumed = [space.problem.coherent, *question.assumed]
    try:
        kept = preferred(firmest, lambda literals: space.show([*assumed, *literals]))
        return tuple(sorted(kept))
    except Stopped:
        return None

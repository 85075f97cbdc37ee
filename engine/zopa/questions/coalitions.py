"""Coalitions: parties whose positions an agreement can respect together."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zopa.model import InShort
from zopa.model.context import on_day
from zopa.questions import Completeness, Question, by_size
from zopa.questions.sweep import turning_points
from zopa.solving import Stopped, TooLarge
from zopa.solving.mus import Cores

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.solving.bdd import Counter
    from zopa.solving.space import Space

__all__ = ["Coalition", "Coalitions", "Turn", "coalitions", "largest_first"]

MOST_COUNTED = 20
"""Maximum number of coalitions whose outlines are counted."""
MOST_WAYS = 3
"""Maximum number of ways to join for each party outside a coalition."""


@dataclass(frozen=True, slots=True)
class Coalition:
    """A maximal set of parties that can agree."""

    parties: tuple[str, ...]
    """Sorted; empty if not even one party can."""
    outlines: int | None
    """Number of outlines of agreements that respect all their positions; None: not counted."""
    to_join: Mapping[str, tuple[tuple[str, ...], ...]]
    """For each party outside, the minimal sets of its positions to drop so that it can join,
    smallest first, at most three. Positions that a member holds too cannot be dropped."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A day from which on other sets of parties can agree."""

    day: dt.date
    able: tuple[tuple[str, ...], ...]
    """The maximal sets that can agree from then on; largest first, then by name."""


@dataclass(frozen=True, slots=True, repr=False)
class Coalitions(InShort):
    """The sets of parties that can agree, and those that cannot."""

    parties: tuple[str, ...]
    """Parties at the table that hold a position that counts, sorted; others can join any."""
    zone: bool
    """True if all parties can agree."""
    rules_contradict: bool
    """True if the draft has no consistent completion; all other results are empty then."""
    unable: tuple[tuple[str, ...], ...]
    """Minimal sets that cannot agree; smallest first, then by name."""
    able: tuple[Coalition, ...]
    """Maximal sets that can; largest first, then by name."""
    spoilers: tuple[str, ...]
    """Parties without which all others can agree, if not all parties can."""
    turns: tuple[Turn, ...]
    """By day, over the days on which positions begin or end; empty if not requested."""
    completeness: Completeness
    """Of the sets; at the time limit, `outlines`, ways to join and turns may be missing."""

    @property
    def count(self) -> int | None:
        """The first count of a coalition's outlines; None if none was counted."""
        return next((x.outlines for x in self.able if x.outlines is not None), None)


def coalitions(
    space: Space,
    scenario: Scenario,
    context: Context,
    *,
    limit: int | None = None,
    count: bool = True,
    by_date: bool = False,
) -> Coalitions:
    """Find the sets of parties that can agree, keeping the draft's choices.

    A set of parties can agree if an agreement respects every position that counts and that
    a party of the set holds.

    Args:
        space: the scenarios; its `stop`, if set, ends the search early.
        scenario: the draft whose choices are kept.
        context: the assumptions.
        limit: maximum number of sets of each kind to find.
        count: True to count the outlines that each coalition leaves.
        by_date: True to ask for every day on which positions begin or end.
    """
    question = Question(space, scenario, context)
    parties = question.parties()
    known = Coalitions(
        parties=tuple(sorted(parties)),
        zone=False,
        rules_contradict=not question.coherent,
        unable=(),
        able=(),
        spoilers=(),
        turns=(),
        completeness=Completeness.PROVED,
    )
    if known.rules_contradict:
        return known
    unable, able, completeness = _sets(question, limit)
    every = frozenset(parties)
    known = replace(
        known,
        zone=able[:1] == [every],
        unable=tuple(by_size(unable)),
        able=tuple(
            Coalition(tuple(sorted(each)), None, {}) for each in sorted(able, key=largest_first)
        ),
        spoilers=tuple(
            sorted(x for each in able for x in every - each if len(each) == len(every) - 1)
        ),
        completeness=completeness,
    )
    with contextlib.suppress(Stopped):
        known = replace(
            known,
            able=tuple(
                replace(each, to_join=dict(_to_join(question, each.parties)))
                for each in known.able
            ),
        )
    if count:
        known = replace(known, able=tuple(_counted(question, known.able)))
    if by_date:
        with contextlib.suppress(Stopped):
            known = replace(known, turns=tuple(_turns(question)))
    return known


def largest_first(names: frozenset[str]) -> tuple[int, list[str]]:
    """Sort key of sets: the largest first, sets of one size by their names."""
    return -len(names), sorted(names)


def _cores(question: Question) -> Cores:
    parts = {
        party: tuple(question.respecting(names)) for party, names in question.parties().items()
    }
    return Cores(question.space, parts, question.assumed)


def _sets(
    question: Question, limit: int | None
) -> tuple[list[frozenset[str]], list[frozenset[str]], Completeness]:
    """The minimal sets that cannot agree and the maximal ones that can."""
    every = frozenset(question.parties())
    unable: list[frozenset[str]] = []
    able: list[frozenset[str]] = []
    completeness = Completeness.PROVED
    cores = _cores(question)
    try:
        for dropped in cores.concessions():
            if len(able) == limit:
                completeness = Completeness.AT_LEAST
                break
            able.append(every - dropped)
        for each in cores.conflicts():
            if len(unable) == limit:
                completeness = Completeness.AT_LEAST
                break
            unable.append(each)
    except Stopped:
        completeness = Completeness.AT_LEAST if able else Completeness.GAVE_UP
    return unable, able, completeness


def _to_join(
    question: Question, members: Sequence[str]
) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """For each party outside, the minimal sets of its positions to drop."""
    parties = question.parties()
    kept = {name for party in members for name in parties[party]}
    facts = [*question.assumed, *question.respecting(sorted(kept))]
    for party, names in sorted(parties.items()):
        if party in members:
            continue
        own = {name: question.parts[name] for name in names if name not in kept}
        found = []
        for each in Cores(question.space, own, facts).concessions():
            found.append(each)
            # Sets of one size have no defined order, so all of the last size are needed.
            if len(found) > MOST_WAYS and len(each) > len(by_size(found)[MOST_WAYS - 1]):
                break
        yield party, tuple(by_size(found)[:MOST_WAYS])


def _counted(question: Question, able: Sequence[Coalition]) -> Iterator[Coalition]:
    """The same with the numbers of their outlines, as far as there is time."""
    parties = question.parties()
    going = True
    for place, each in enumerate(able):
        outlines = None
        if going and place < MOST_COUNTED:
            names = {name for party in each.parties for name in parties[party]}
            wanted = [*question.assumed, *question.respecting(sorted(names))]
            try:
                outlines = question.space.counted(_outlines, wanted)
            except TooLarge:
                going = False
            except Stopped:
                going = False
        yield replace(each, outlines=outlines)


def _outlines(counter: Counter, wanted: Sequence[int]) -> int:
    return counter.scenarios(wanted).count()


def _turns(question: Question) -> Iterator[Turn]:
    """The days on which the sets that can agree change."""
    corpus = question.space.problem.corpus
    before: tuple[tuple[str, ...], ...] | None = None
    for day in turning_points(corpus, question.context):
        there = Question(question.space, question.scenario, on_day(question.context, day))
        if not there.coherent:
            continue
        every = frozenset(there.parties())
        able = sorted((every - each for each in _cores(there).concessions()), key=largest_first)
        now = tuple(tuple(sorted(each)) for each in able)
        if now != before:
            yield Turn(day, now)
        before = now

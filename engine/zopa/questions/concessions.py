"""Minimal concession sets, and the part of each party in them."""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.model.one_line import InShort
from zopa.questions import Completeness, Question, by_size
from zopa.questions.shifts import Shift, Shifts
from zopa.solving.cancel import Stopped
from zopa.solving.mus import Cores

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.solving.space import Space

__all__ = ["Ledger", "PartyStanding", "concessions"]

FIRST = 12
"""Concessions whose shifts are searched at once, so that a long search has some of them."""


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """The part of a party in the concession sets."""

    alone: bool
    """The party is sufficient alone: some concession has only positions that no other party at
    the table holds."""
    need_not_move: bool
    """Some concession contains no position of the party."""
    self_contradictory: bool
    """No agreement with the draft's choices respects all of its positions."""
    contradictory_by_themselves: bool
    """Its own positions conflict under every choice."""
    crossed: tuple[str, ...]
    """Its positions that the draft crosses, in corpus order."""


@dataclass(frozen=True, slots=True, repr=False)
class Ledger(InShort):
    """The answer to `concessions`."""

    zone: bool
    rules_contradict: bool
    concessions: tuple[tuple[str, ...], ...]
    """Smallest first, then by their positions; a single empty one if there is a deal."""
    parties: Mapping[str, PartyStanding]
    opposed: tuple[tuple[str, str], ...]
    """Pairs of parties whose positions together no agreement respects."""
    pivotal: tuple[str, ...]
    """Positions that are sufficient alone: a deal exists if they alone are waived."""
    responsibility: Mapping[str, Fraction]
    """For each position in a known concession, 1 over the size of its smallest one."""
    shifts: tuple[Shift, ...]
    """In the order of the concessions, then of the positions and their numbers."""
    unsearched: tuple[tuple[str, ...], ...]
    """Concessions whose shifts were not all searched: the time limit ended the search, or one
    of their numbers is in a relation."""
    completeness: Completeness
    """Of the concessions; all facts on parties, pairs and shifts are proved."""
    tied: tuple[tuple[str, ...], ...] = ()
    """The unsearched concessions with a number in a relation."""


def concessions(
    space: Space,
    scenario: Scenario,
    context: Context,
    *,
    limit: int | None = None,
    heard: Callable[[tuple[str, ...]], None] | None = None,
    shifts: bool = True,
) -> Ledger:
    """Find the minimal concessions, and their meaning for each party.

    Args:
        space: the scenarios; its `stop`, if set, ends the search early.
        scenario: the draft whose choices are kept.
        context: the assumptions.
        limit: maximum number of concessions to find.
        heard: called with each concession as it is found, its positions sorted.
        shifts: True to search for changes of numbers that suffice instead of dropping.

    Raises:
        Stopped: the space was told to end before the parties were checked.
    """
    question = Question(space, scenario, context)
    coherent = question.coherent
    zone = coherent and question.possible(question.lines.values())
    parties = question.parties()
    standings = {party: _standing(question, party, parties) for party in sorted(parties)}
    opposed = tuple(
        (one, other)
        for one, other in itertools.combinations(sorted(parties), 2)
        if not question.possible(question.respecting([*parties[one], *parties[other]]))
    )
    search = _Search(question, limit, heard, shifts=shifts and coherent and not zone)
    ordered = by_size(search.found)
    least: dict[str, int] = {}
    for each in reversed(ordered):
        least.update(dict.fromkeys(each, len(each)))
    return Ledger(
        zone=zone,
        rules_contradict=not coherent,
        concessions=tuple(ordered),
        parties=standings,
        opposed=opposed,
        pivotal=tuple(each[0] for each in ordered if len(each) == 1),
        responsibility={name: Fraction(1, size) for name, size in sorted(least.items())},
        shifts=tuple(shift for each in ordered for shift in search.shifts.get(each, ())),
        unsearched=tuple(
            each for each in ordered if each not in search.shifts or each in search.partly
        ),
        completeness=search.completeness,
        tied=tuple(each for each in ordered if each in search.partly),
    )


class _Search:
    """Search for the concessions, and for the shifts of each."""

    def __init__(
        self,
        question: Question,
        limit: int | None,
        heard: Callable[[tuple[str, ...]], None] | None,
        *,
        shifts: bool,
    ) -> None:
        self.found: list[tuple[str, ...]] = []
        self.shifts: dict[tuple[str, ...], Sequence[Shift]] = {}
        """The shifts of each concession, as far as there was time."""
        self.partly: set[tuple[str, ...]] = set()
        """Concessions with numbers that were not searched."""
        self.completeness = Completeness.PROVED
        self._space = question.space
        self._shifts = Shifts(question) if shifts else None
        try:
            for each in Cores(question.space, question.parts, question.assumed).concessions():
                if len(self.found) == limit:
                    self.completeness = Completeness.AT_LEAST
                    break
                self.found.append(tuple(sorted(each)))
                if heard is not None:
                    heard(self.found[-1])
                if len(self.found) <= FIRST:
                    self._look(self.found[-1])
        except Stopped:
            known = Completeness.AT_LEAST, Completeness.GAVE_UP
            self.completeness = known[not self.found]
        with contextlib.suppress(Stopped):
            if self._shifts is not None and self._space.stop is not None:
                self._space.stop.check()
            for names in by_size(self.found):
                self._look(names)

    def _look(self, names: tuple[str, ...]) -> None:
        if names not in self.shifts:
            self.shifts[names] = self._shifts.of(names) if self._shifts is not None else ()
            if self._shifts is not None and self._shifts.partial(names):
                self.partly.add(names)


def _standing(
    question: Question, party: str, parties: Mapping[str, Sequence[str]]
) -> PartyStanding:
    """The part of the party; it cannot alone drop a position that other parties hold too."""
    mine = question.respecting(parties[party])
    others = {name for other, names in parties.items() if other != party for name in names}
    own = question.possible(mine)
    return PartyStanding(
        alone=question.possible(question.respecting(x for x in question.lines if x in others)),
        need_not_move=own,
        self_contradictory=not own,
        contradictory_by_themselves=not (own or question.world.possible(mine)),
        crossed=tuple(name for name in parties[party] if name in question.crossed),
    )

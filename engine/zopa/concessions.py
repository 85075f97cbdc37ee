"""Who would have to move: the ledger of concessions."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.brevity import InShort
from zopa.conditions import Compare, Operator, Test
from zopa.cores import Cores
from zopa.question import Completeness, Question, by_size
from zopa.stop import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zopa.conditions import Value
    from zopa.context import Context, Held
    from zopa.model import Scenario
    from zopa.space import Space

__all__ = ["Ledger", "PartyStanding", "Shift", "concessions"]


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """What a party can do about there being no deal, and what it need not."""

    alone: bool
    """It can open the zone alone: some concession is of lines that only it holds, of
    those at the table."""
    need_not_move: bool
    """Some concession has no line that it holds."""
    self_contradictory: bool
    """Its own lines cannot hold together with the draft's choices."""
    contradictory_by_themselves: bool
    """They cannot, whatever is chosen."""
    crossed: tuple[str, ...]
    """Its lines that the draft crosses, in corpus order."""


@dataclass(frozen=True, slots=True)
class Shift:
    """The least that a line with a threshold would have to give, all others kept."""

    position: str
    entity: str
    attribute: str
    operator: Operator
    stated: Value
    enough: Value
    unit: str


@dataclass(frozen=True, slots=True, repr=False)
class Ledger(InShort):
    """Everything that `concessions` says."""

    zone: bool
    rules_contradict: bool
    concessions: tuple[tuple[str, ...], ...]
    """Smallest first, then by their positions; one empty one where there is a deal."""
    parties: Mapping[str, PartyStanding]
    opposed: tuple[tuple[str, str], ...]
    """Pairs of parties such that the lines that one of the two holds cannot hold together."""
    pivotal: tuple[str, ...]
    """Positions that open the zone when they alone are waived."""
    responsibility: Mapping[str, Fraction]
    """For each position in a known concession 1 over the size of the least one it is in."""
    shifts: tuple[Shift, ...]
    completeness: Completeness
    """Of the concessions; what is said of parties, pairs and shifts is proved."""


def concessions(
    space: Space,
    scenario: Scenario,
    context: Context,
    *,
    limit: int | None = None,
    heard: Callable[[tuple[str, ...]], None] | None = None,
) -> Ledger:
    """Find the minimal concessions, and what they mean for each party.

    Args:
        space: the scenarios; its `stop`, if set, ends the search early.
        scenario: the draft whose choices are kept.
        context: the assumptions.
        limit: how many concessions to find at the most.
        heard: called with each concession as it is found, its positions sorted.

    Raises:
        Stopped: the space was told to end before the parties were judged.
    """
    question = Question(space, scenario, context)
    coherent = question.coherent
    zone = coherent and question.possible(question.lines.values())
    parties = question.parties() if coherent else {}
    standings = {party: _standing(question, party, parties) for party in sorted(parties)}
    opposed = tuple(
        (one, other)
        for one, other in itertools.combinations(sorted(parties), 2)
        if not question.possible(question.respecting([*parties[one], *parties[other]]))
    )
    shifts = tuple(_shifts(question)) if coherent and not zone else ()
    found, completeness = _enumerate(question, limit, heard)
    ordered = by_size(found)
    least: dict[str, Fraction] = {}
    for each in ordered:
        for name in each:
            least.setdefault(name, Fraction(1, len(each)))
    return Ledger(
        zone=zone,
        rules_contradict=not coherent,
        concessions=tuple(ordered),
        parties=standings,
        opposed=opposed,
        pivotal=tuple(each[0] for each in ordered if len(each) == 1),
        responsibility=dict(sorted(least.items())),
        shifts=shifts,
        completeness=completeness,
    )


def _enumerate(
    question: Question, limit: int | None, heard: Callable[[tuple[str, ...]], None] | None
) -> tuple[list[frozenset[str]], Completeness]:
    found: list[frozenset[str]] = []
    try:
        for each in Cores(question.space, question.parts, question.assumed).concessions():
            if len(found) == limit:
                return found, Completeness.AT_LEAST
            found.append(each)
            if heard is not None:
                heard(tuple(sorted(each)))
    except Stopped:
        return found, Completeness.AT_LEAST if found else Completeness.GAVE_UP
    return found, Completeness.PROVED


def _standing(
    question: Question, party: str, parties: Mapping[str, Sequence[str]]
) -> PartyStanding:
    """What the party can do; a line that others hold too it cannot drop by itself."""
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


# -- thresholds ---------------------------------------------------------------

LOOSENED = {
    Operator.AT_LEAST: Operator.AT_LEAST,
    Operator.ABOVE: Operator.AT_LEAST,
    Operator.AT_MOST: Operator.AT_MOST,
    Operator.BELOW: Operator.AT_MOST,
}


def _shifts(question: Question) -> Iterable[Shift]:
    """Of the lines that are one comparison with a number, those whose loosening is enough."""
    for line in question.held:
        shift = _shift(question, line)
        if shift is not None:
            yield shift


def _shift(question: Question, line: Held) -> Shift | None:
    match line.reading.holds:
        case Test(entity, Compare(attribute, operator, (stated,))) if operator in LOOSENED:
            declared = question.space.problem.corpus.attribute(entity, attribute)
        case _:
            return None
    if declared.type != "integer":
        return None
    others = question.respecting(name for name in question.lines if name != line.id)
    upward = LOOSENED[operator] == Operator.AT_LEAST
    reachable = sorted(
        question.space.problem.values_of(
            str(entity), str(attribute), question.scenario.choices
        ),
        key=lambda each: declared.rank(each[0].high if upward else each[0].low),
        reverse=upward,
    )
    for piece, node in reachable:
        if question.possible([*others, node]):
            return Shift(
                position=line.id,
                entity=str(entity),
                attribute=str(attribute),
                operator=LOOSENED[operator],
                stated=stated,
                enough=piece.high if upward else piece.low,
                unit=declared.unit,
            )
    return None

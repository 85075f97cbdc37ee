"""What could be assumed otherwise, as variables, and what each position needs to count."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from zopa.model.context import candidates, read_as, standing
from zopa.questions.sweep import WEAK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.questions.question import Question
    from zopa.solving.combinations import Assignment, Bar, Combinations

__all__ = [
    "OVER",
    "VALUES",
    "Assumption",
    "Flip",
    "Model",
    "Over",
    "VariedAssumption",
    "model_of",
]


class Over(enum.StrEnum):
    """What an analyst could have assumed otherwise."""

    READINGS = "readings"
    """Which reading a position with several has."""
    DOUBTS = "doubts"
    """Whether a weakly sourced position counts."""
    DAYS = "days"
    """Whether a position counts that is possibly current."""
    TABLE = "table"
    """Whether a party is at the table; a position counts while one of its holders is."""
    WAIVERS = "waivers"
    """Whether a waiver of the draft acts."""


OVER = (Over.READINGS, Over.DOUBTS, Over.DAYS)
"""What is varied unless something else is asked for."""
VALUES: Mapping[Over, tuple[str, str]] = {
    Over.DOUBTS: ("counts", "left-out"),
    Over.DAYS: ("counts", "left-out"),
    Over.TABLE: ("at-the-table", "away"),
    Over.WAIVERS: ("counts", "waived"),
}
"""Of what takes no reading; the first is with the position, or with the party."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One thing that could have been assumed otherwise."""

    over: Over
    name: str
    """A position, `party/id`; of `table` a party."""
    values: tuple[str, ...]
    """Readings of the position, or two of `counts`, `left-out`, `waived`, `at-the-table`
    and `away`."""
    present: str
    """The one that the question assumes."""
    others: int
    """Combinations of all other assumptions."""
    decides: int | None
    """Among how many of these a change of this assumption changes the answer; None: not
    counted."""
    deals: tuple[int, ...] | None
    """For each of the values in how many of these a deal exists; None: not counted."""

    @property
    def share(self) -> Fraction:
        """The share of the combinations of the others in which it decides."""
        return Fraction(self.decides or 0, self.others)


@dataclass(frozen=True, slots=True)
class Flip:
    """An assumption that is made otherwise."""

    over: Over
    name: str
    value: str
    """Instead of the present one."""


@dataclass(frozen=True, slots=True)
class VariedAssumption:
    """An assumption: its values and the place of the present one."""

    over: Over
    name: str
    values: tuple[str, ...]
    present: int


@dataclass(frozen=True, slots=True)
class Model:
    """The variables, and when which position counts."""

    variables: tuple[VariedAssumption, ...]
    """In the order of `Over`, then by name."""
    needs: Mapping[tuple[str, str], Bar]
    """For each position that counts in some combination and each reading that it has there
    what is needed for that; in corpus order."""
    groups: Mapping[Bar, Sequence[int]]
    """The nodes of those that need the same, which count together or not at all."""

    @property
    def sizes(self) -> list[int]:
        """How many values each variable has."""
        return [len(each.values) for each in self.variables]

    @property
    def present(self) -> list[int]:
        """The present combination."""
        return [each.present for each in self.variables]

    def assumptions(self, asked: Combinations | None = None) -> Iterator[Assumption]:
        """The variables; with how often they decide if that is to be counted.

        Raises:
            Stopped: the count was told to end first.
        """
        number = prod(self.sizes)
        for place, each in enumerate(self.variables):
            yield Assumption(
                over=each.over,
                name=each.name,
                values=each.values,
                present=each.values[each.present],
                others=number // len(each.values),
                decides=None if asked is None else asked.deciding(place),
                deals=None if asked is None else asked.having(place),
            )

    def changes(self, settings: Iterable[Assignment]) -> tuple[Flip, ...]:
        """Values of variables in words."""
        pairs = ((self.variables[place], value) for place, value in settings)
        return tuple(Flip(each.over, each.name, each.values[x]) for each, x in pairs)


def model_of(question: Question, over: Sequence[Over]) -> Model:
    """The assumptions of these kinds, and what each position needs to count."""
    corpus, context = question.space.problem.corpus, question.context
    natures = dict(_natures(question, over))
    positions = {name: corpus.positions[name] for name in natures}
    variables: list[VariedAssumption] = []
    for nature in over:
        match nature:
            case Over.READINGS:
                for name in sorted(positions):
                    readings = tuple(map(str, positions[name].readings))
                    if len(readings) > 1:
                        now = readings.index(str(read_as(positions[name], context)))
                        variables.append(VariedAssumption(nature, name, readings, now))
            case Over.TABLE:
                parties = {x for each in positions.values() for x in context.holders(each)}
                variables += [
                    VariedAssumption(nature, x, VALUES[nature], 0) for x in sorted(parties)
                ]
            case _:
                variables += [
                    VariedAssumption(
                        nature, name, VALUES[nature], int(not natures[name][nature])
                    )
                    for name in sorted(natures)
                    if nature in natures[name]
                ]
    places = {(each.over, each.name): place for place, each in enumerate(variables)}
    needs: dict[tuple[str, str], Bar] = {}
    groups: dict[Bar, list[int]] = {}
    for name, position in positions.items():
        needed = [frozenset({(places[nature, name], 0)}) for nature in natures[name]]
        if Over.TABLE in over:
            holders = context.holders(position)
            needed.append(frozenset((places[Over.TABLE, each], 0) for each in holders))
        place = places.get((Over.READINGS, name))
        read = [str(read_as(position, context))]
        if place is not None:
            read = list(variables[place].values)
        for value, reading in enumerate(read):
            mine = needed if place is None else [*needed, frozenset({(place, value)})]
            needs[name, reading] = frozenset(mine)
            node = question.space.problem.positions[name, reading]
            groups.setdefault(frozenset(mine), []).append(node)
    return Model(tuple(variables), needs, groups)


def _natures(
    question: Question, over: Sequence[Over]
) -> Iterator[tuple[str, Mapping[Over, bool]]]:
    """The positions that count in some combination, in corpus order.

    Each with what else than parties and readings decides whether it counts, and whether
    it does now as far as that goes.
    """
    corpus, context = question.space.problem.corpus, question.context
    acting = {str(each.position) for each in context.waivers}
    expired = {str(each.position) for each in context.expired} - acting
    for position in candidates(corpus, context):
        name = str(position.id)
        status = standing(corpus, position, context.as_of)
        if status == "no":
            continue
        found: dict[Over, bool] = {}
        if status == "possible":
            found[Over.DAYS] = False
        if name in acting:
            found[Over.WAIVERS] = False
        if not found.keys() <= set(over):
            continue  # it counts in no combination
        if not found and position.strength in WEAK and Over.DOUBTS in over:
            found[Over.DOUBTS] = True
        if name in expired and Over.WAIVERS in over:
            found[Over.WAIVERS] = True
        yield name, found

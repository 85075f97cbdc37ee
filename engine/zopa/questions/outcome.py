"""Outcome of a draft: the value of every attribute, as far as it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.model.conditions import CASE
from zopa.questions import Question
from zopa.solving.partition import merged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.solving.partition import Piece
    from zopa.solving.space import Space

__all__ = ["Settled", "outcome"]


@dataclass(frozen=True, slots=True)
class Settled:
    """The possible values of an attribute under a draft."""

    values: tuple[Piece, ...]
    """Several if it is open, or a range: numbers in order, in the fewest ranges; other values
    with the baseline first."""
    baseline: Piece

    @property
    def changed(self) -> bool:
        """True if it is settled and differs from the status quo."""
        return self.settled and self.values[0] != self.baseline

    @property
    def departs(self) -> bool:
        """True if it certainly differs from the status quo, even if its value is open."""
        return not any(self.baseline.low in each for each in self.values)

    @property
    def settled(self) -> bool:
        """True if there is one value: not several, and no range."""
        return len(self.values) == 1 and self.values[0].low == self.values[0].high


def outcome(
    space: Space, scenario: Scenario, context: Context
) -> Mapping[tuple[str, str], Settled]:
    """For each entity and attribute the values over all consistent completions.

    For a case, only values that differ from those outside the case are included. Empty for an
    inconsistent draft. Positions have no effect.

    Raises:
        Stopped: the space was told to end first.
    """
    question = Question(space, scenario, context)
    if not question.coherent:
        return {}
    reachable = {
        (str(entity.id), attribute): space.problem.values_of(
            str(entity.id), attribute, scenario.choices
        )
        for entity in space.problem.corpus.entities.values()
        for attribute in entity.baseline
    }
    nodes = {node: None for values in reachable.values() for _, node in values}
    shown = space.reachable(question.assumed, nodes)
    every = {
        target: Settled(merged(piece for piece, node in values if node in shown), values[0][0])
        for target, values in reachable.items()
    }
    return {
        target: settled
        for target, settled in every.items()
        if every.get((target[0].partition(CASE)[0], target[1])) is settled
        or every.get((target[0].partition(CASE)[0], target[1])) != settled
    }

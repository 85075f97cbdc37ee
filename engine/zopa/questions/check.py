"""What every agreement from a draft has in common: crossed positions, and the outcome."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zopa.model import InShort
from zopa.model.conditions import CASE
from zopa.questions import Question
from zopa.solving.mus import minimal, smallest
from zopa.solving.partition import merged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from zopa.model.context import Context, Held
    from zopa.model.corpus import Expectation, Position, Scenario, Waiver
    from zopa.questions import Clash
    from zopa.solving.partition import Piece
    from zopa.solving.problem import Clause
    from zopa.solving.space import Space

__all__ = [
    "Checked",
    "Deal",
    "Met",
    "Settled",
    "Verdict",
    "VerdictOn",
    "check",
    "outcome",
]


MOST_CAUSES = 8


class Verdict(enum.StrEnum):
    """Verdict of a draft on a position."""

    CROSSED = "crossed"
    """Every consistent completion contradicts the position."""
    OPEN = "open"
    """The verdict depends on undecided issues."""
    RESPECTED = "respected"
    """Every consistent completion meets the position."""


@dataclass(frozen=True, slots=True)
class VerdictOn:
    """The verdict on one position, with its reason."""

    held: Held
    verdict: Verdict
    because: tuple[str, ...] = ()
    """For a crossed position: issues whose choices are enough; minimal, in corpus order."""
    causes: tuple[tuple[str, ...], ...] = ()
    """All such minimal sets up to `MOST_CAUSES`: `because`, then by size and corpus order."""
    more_causes: bool = False
    """True if there are more than these, or may be."""
    hangs_on: tuple[str, ...] = ()
    """For an open verdict: undecided issues that settle it; minimal, in corpus order."""


Deal = Literal["open"] | bool
"""True if every completion is a deal, False if no deal is possible, else "open"."""


@dataclass(frozen=True, slots=True)
class Met:
    """An expectation of the draft's file, compared with the verdict."""

    expectation: Expectation
    found: bool | str | None
    """The verdict found; None if the position does not count."""

    @property
    def met(self) -> bool:
        """True if the verdict is the expected one."""
        if self.expectation.key in {"coherent", "deal"}:
            return self.found == self.expectation.value
        return self.found == self.expectation.key


@dataclass(frozen=True, slots=True, repr=False)
class Checked(InShort):
    """The answer to `check` for a draft."""

    scenario: Scenario
    context: Context
    coherent: bool
    deal: Deal
    verdicts: tuple[VerdictOn, ...]
    """In corpus order; for an inconsistent draft, the broken rules are left out."""
    broken: tuple[Clause, ...]
    """The rules and the like that an inconsistent draft breaks; see `broken_rules`."""
    not_judged: tuple[Held, ...]
    """Positions on an attribute to which the draft gives two values at once."""
    clash: Clash | None
    waived: tuple[Waiver, ...]
    """Waivers in effect on the date, also of positions that would not count anyway."""
    possibly: tuple[Position, ...]
    """Positions with an uncertain start date, which do not count."""
    expectations: tuple[Met, ...]

    def crossed(self) -> tuple[VerdictOn, ...]:
        """The verdicts "crossed"."""
        return tuple(each for each in self.verdicts if each.verdict == Verdict.CROSSED)


def check(space: Space, scenario: Scenario, context: Context) -> Checked:
    """Check a draft against every position that counts.

    The answer is exact: a verdict covers all consistent completions of the draft. For an
    inconsistent draft, it covers all completions that break only the broken rules.

    Raises:
        Stopped: the space was told to end first.
    """
    question = Question(space, scenario, context)
    corpus = space.problem.corpus
    coherent = question.coherent
    verdicts = tuple(_verdicts(question))
    deal = coherent and _deal(question, verdicts)
    found = {each.held.id: str(each.verdict) for each in verdicts}
    whole = {"coherent": coherent, "deal": deal}
    return Checked(
        scenario=scenario,
        context=context,
        coherent=coherent,
        deal=deal,
        verdicts=verdicts,
        broken=question.broken,
        not_judged=question.not_judged,
        clash=question.clash,
        waived=tuple(each for each in context.waivers if each.position in corpus.positions),
        possibly=question.possibly,
        expectations=tuple(
            Met(each, whole.get(each.key, found.get(str(each.value))))
            for each in scenario.expectations
        ),
    )


def _verdicts(question: Question) -> Iterator[VerdictOn]:
    nodes = question.lines.values()
    shown = question.world.reachable(question.assumed, [*nodes, *(-node for node in nodes)])
    hangs_on: dict[int, tuple[str, ...]] = {}
    for line in question.judged:
        node = question.lines[line.id]
        if node not in shown:
            because = _because(question, node)
            causes, more = _causes(question, node, because)
            yield VerdictOn(line, Verdict.CROSSED, because, causes, more)
        elif -node not in shown:
            yield VerdictOn(line, Verdict.RESPECTED)
        else:
            if node not in hangs_on:
                hangs_on[node] = _hangs_on(question, node)
            yield VerdictOn(line, Verdict.OPEN, hangs_on=hangs_on[node])


def _because(question: Question, node: int) -> tuple[str, ...]:
    """A minimal set of choices that crosses the position.

    Choices on which the position depends take precedence over those that only imply one.
    """
    space = question.world
    behind = space.problem.issues_behind(node)
    nearest = sorted(question.facts, key=lambda issue: (issue not in behind, issue))
    kept = minimal(
        {issue: question.facts[issue] for issue in nearest},
        lambda literals: space.show([space.problem.coherent, node, *literals]),
    )
    return question.in_corpus_order(kept)


def _causes(
    question: Question, node: int, because: tuple[str, ...]
) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """The minimal sets of choices that are enough, and True if there may be more."""
    space = question.world
    facts = {issue: question.facts[issue] for issue in question.in_corpus_order(question.facts)}
    found, more = smallest(
        facts,
        lambda literals: space.show([space.problem.coherent, node, *literals]),
        most=MOST_CAUSES,
    )
    others = [each for each in found if each != because]
    return (because, *others[: MOST_CAUSES - 1]), more or len(others) == MOST_CAUSES


def _hangs_on(question: Question, node: int) -> tuple[str, ...]:
    """The undecided issues that can change the verdict, not all issues of the position."""
    space = question.world
    behind = sorted(set(space.problem.issues_behind(node)) - question.settled)
    if len(behind) == 1:
        return tuple(behind)
    pairs = space.twin.about(node)
    differing = pairs.differing(node, question.assumed)
    kept = minimal(
        {issue: (pairs.same(issue),) for issue in behind},
        lambda literals: pairs.show([*differing, *literals], space.stop),
    )
    return question.in_corpus_order(kept)


def _deal(question: Question, verdicts: Collection[VerdictOn]) -> Deal:
    if all(each.verdict == Verdict.RESPECTED for each in verdicts):
        return True
    if any(each.verdict == Verdict.CROSSED for each in verdicts):
        return False
    return "open" if question.possible(question.lines.values()) else False


# -- outcome: the value of every attribute ------------------------------------


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

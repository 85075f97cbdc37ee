"""Whose lines a draft crosses, and by which of its choices."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zopa.context import Context, Held, candidates, held, standing
from zopa.cores import minimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zopa.model import Expectation, Position, Scenario, Waiver
    from zopa.problem import Clause
    from zopa.space import Space

__all__ = ["Checked", "Clash", "Deal", "Met", "Verdict", "VerdictOn", "check"]


class Verdict(enum.StrEnum):
    """What a draft does to a position."""

    CROSSED = "crossed"
    """It fails in every coherent completion."""
    OPEN = "open"
    """That depends on what is undecided."""
    RESPECTED = "respected"
    """It holds in every coherent completion."""


@dataclass(frozen=True, slots=True)
class VerdictOn:
    """The verdict on one position, with its reason."""

    held: Held
    verdict: Verdict
    because: tuple[str, ...] = ()
    """Of a crossed one: issues whose choice in the draft is enough; minimal, corpus order."""
    hangs_on: tuple[str, ...] = ()
    """Of an open one: undecided issues whose decision settles it; minimal, corpus order."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Why a draft is incoherent: a minimal set of its choices and of what they break."""

    choices: tuple[str, ...]
    """Issues, in corpus order."""
    clauses: tuple[Clause, ...]


Deal = Literal["open"] | bool
"""Whether every completion is a deal, none is, or that is open."""


@dataclass(frozen=True, slots=True)
class Met:
    """Whether the draft does what its file says that it does."""

    expectation: Expectation
    found: bool | str | None
    """The verdict that was found; None where the position does not count."""

    @property
    def met(self) -> bool:
        """Whether it does."""
        if self.expectation.key in {"coherent", "deal"}:
            return self.found == self.expectation.value
        return self.found == self.expectation.key


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that `check` says of a draft."""

    scenario: Scenario
    context: Context
    coherent: bool
    deal: Deal
    verdicts: tuple[VerdictOn, ...]
    """In corpus order; none of an incoherent draft, of which nothing could be said."""
    clash: Clash | None
    waived: tuple[Waiver, ...]
    """Those that keep a position from counting."""
    possibly: tuple[Position, ...]
    """Positions that are possibly in force on the day, and so do not count."""
    expectations: tuple[Met, ...]

    def crossed(self) -> tuple[VerdictOn, ...]:
        """The verdicts "crossed"."""
        return tuple(each for each in self.verdicts if each.verdict == Verdict.CROSSED)


def check(space: Space, scenario: Scenario, context: Context) -> Checked:
    """Judge a draft against every position that counts.

    Exact: a verdict speaks of all coherent completions of the draft.

    Raises:
        Stopped: the space was told to end first.
    """
    lines = held(space.problem.corpus, context)
    facts = space.facts(scenario.choices)
    coherent = space.possible(_flat(facts))
    verdicts: tuple[VerdictOn, ...] = ()
    deal: Deal = False
    if coherent:
        verdicts = tuple(_verdicts(space, lines, facts))
        deal = _deal(space, verdicts, facts)
    found = {each.held.id: str(each.verdict) for each in verdicts}
    corpus = space.problem.corpus
    return Checked(
        scenario=scenario,
        context=context,
        coherent=coherent,
        deal=deal,
        verdicts=verdicts,
        clash=None if coherent else _clash(space, facts),
        waived=tuple(each for each in context.waivers if each.position in corpus.positions),
        possibly=tuple(
            each
            for each in candidates(corpus, context)
            if standing(corpus, each, context.as_of) == "possible"
        ),
        expectations=tuple(
            Met(
                each,
                {"coherent": coherent, "deal": deal}.get(each.key, found.get(str(each.value))),
            )
            for each in scenario.expectations
        ),
    )


def _flat(facts: Mapping[str, Sequence[int]]) -> list[int]:
    return [literal for literals in facts.values() for literal in literals]


def _node(space: Space, line: Held) -> int:
    return space.problem.positions[line.id, str(line.reading.id)]


def _verdicts(
    space: Space, lines: Sequence[Held], facts: Mapping[str, Sequence[int]]
) -> list[VerdictOn]:
    """One solver call for each value that no scenario seen so far has shown.

    The last thing asked of the space was whether the draft is coherent.
    """
    assumed = _flat(facts)
    nodes = {line.id: _node(space, line) for line in lines}
    holds: set[int] = set()
    fails: set[int] = set()

    def see() -> None:
        seen = space.witness()
        for node in nodes.values():
            (holds if seen.shows(node) else fails).add(node)

    see()
    for node in nodes.values():
        if node not in holds and space.possible([*assumed, node]):
            see()
        if node not in fails and space.possible([*assumed, -node]):
            see()
    verdicts = []
    for line in lines:
        node = nodes[line.id]
        if node not in holds:
            because = _because(space, node, facts)
            verdicts.append(VerdictOn(line, Verdict.CROSSED, because=because))
        elif node not in fails:
            verdicts.append(VerdictOn(line, Verdict.RESPECTED))
        else:
            hangs_on = _hangs_on(space, node, facts)
            verdicts.append(VerdictOn(line, Verdict.OPEN, hangs_on=hangs_on))
    return verdicts


def _because(space: Space, node: int, facts: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    def enough(issues: Sequence[str]) -> bool:
        return not space.possible([*_of(issues, facts), node])

    return _in_corpus_order(space, minimal(sorted(facts), enough))


def _hangs_on(space: Space, node: int, facts: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    """Not all that the position speaks of, but what is left to decide about it."""
    assumed = _flat(facts)

    def settled(issues: Sequence[str]) -> bool:
        return space.twin.settled(node, assumed, issues, space.stop)

    behind = space.problem.issues_behind(node)
    return _in_corpus_order(space, minimal(sorted(behind), settled))


def _deal(
    space: Space, verdicts: Sequence[VerdictOn], facts: Mapping[str, Sequence[int]]
) -> Deal:
    if all(each.verdict == Verdict.RESPECTED for each in verdicts):
        return True
    if any(each.verdict == Verdict.CROSSED for each in verdicts):
        return False
    nodes = [_node(space, each.held) for each in verdicts]
    return "open" if space.possible([*_flat(facts), *nodes]) else False


def _clash(space: Space, facts: Mapping[str, Sequence[int]]) -> Clash:
    """Rules are dropped before choices are, so that few rules are named."""
    clauses = {f"{each.nature} {each.name}": each for each in space.problem.clauses}
    parts = [*((issue, "") for issue in sorted(facts)), *(("", key) for key in sorted(clauses))]

    def enough(some: Sequence[tuple[str, str]]) -> bool:
        literals = [literal for issue, _ in some if issue for literal in facts[issue]]
        literals.extend(clauses[key].node for _, key in some if key)
        return not space.feasible(literals)

    kept = minimal(parts, enough)
    return Clash(
        choices=_in_corpus_order(space, [issue for issue, _ in kept if issue]),
        clauses=tuple(clauses[key] for _, key in kept if key),
    )


def _of(issues: Sequence[str], facts: Mapping[str, Sequence[int]]) -> list[int]:
    return [literal for issue in issues for literal in facts[issue]]


def _in_corpus_order(space: Space, issues: Sequence[str]) -> tuple[str, ...]:
    return tuple(issue for issue in space.problem.corpus.issues if issue in issues)

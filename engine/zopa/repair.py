"""The nearest way out: the deals that differ from a draft in the fewest issues."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.context import candidates, standing
from zopa.model import CHECKED, Choice
from zopa.question import Completeness, Question
from zopa.stop import Stopped

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.context import Context
    from zopa.model import Scenario
    from zopa.reference import Complete
    from zopa.space import Space, Witness

__all__ = ["Change", "Price", "Repair", "Repairs", "repair"]

MOST_TIES = 100
"""Optimal repairs looked for before they are put in order."""


@dataclass(frozen=True, slots=True)
class Change:
    """One issue, decided otherwise."""

    issue: str
    before: Choice
    after: Choice


@dataclass(frozen=True, slots=True)
class Price:
    """What a repair means for a party."""

    relieved: tuple[str, ...]
    """Its positions that the draft crosses and the repair respects."""
    crossed: tuple[str, ...]
    """Its positions that the repair crosses: waived ones, and of kinds that do not count."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A deal near the draft."""

    changes: tuple[Change, ...]
    """In corpus order."""
    deal: Complete
    """One that has these changes; what the draft leaves undecided is settled somehow."""
    prices: Mapping[str, Price]
    """For each party with a price."""


@dataclass(frozen=True, slots=True)
class Repairs:
    """The nearest deals."""

    distance: int | None
    """How many issues change; None where no deal keeps what was to be kept."""
    repairs: tuple[Repair, ...]
    """By their changes: issues in corpus order, then terms."""
    rules_contradict: bool
    """Whether nothing coherent keeps what was to be kept."""
    total: int
    """How many repairs of this distance there are; see `completeness`."""
    completeness: Completeness


def repair(
    space: Space,
    scenario: Scenario,
    context: Context,
    *,
    keep: Collection[str] = (),
    limit: int = 10,
) -> Repairs:
    """Find the deals that change the draft's decisions on the fewest issues.

    Only issues that the draft decides can change; two repairs differ in what
    those become. A parameter that moves to another piece is a change.

    Args:
        space: the scenarios; its `stop`, if set, ends the search early.
        scenario: the draft.
        context: the assumptions.
        keep: issues whose choice must stay.
        limit: how many to return.
    """
    question = Question(space, scenario, context)
    kept = question.given(issue for issue in keep if issue in question.facts)
    same = {
        issue: space.problem.circuit.all(literals)
        for issue, literals in question.facts.items()
        if issue not in keep
    }
    lines = list(question.lines.values())
    if not space.possible([*kept, *lines]):
        coherent = space.possible(kept)
        return Repairs(None, (), not coherent, 0, Completeness.PROVED)
    before = question.crossed
    found: list[tuple[tuple[Change, ...], Complete]] = []
    distance: int | None = None
    completeness = Completeness.PROVED
    nearest = space.nearest([*kept, *lines], same.values())
    try:
        while (answer := nearest.next()) is not None:
            broken, seen = answer
            if distance is not None and broken > distance:
                break
            if len(found) == MOST_TIES:
                completeness = Completeness.AT_LEAST
                break
            distance = broken
            differs = [issue for issue, node in same.items() if not seen.shows(node)]
            nearest.exclude(_other_than(space, seen, differs))
            deal = seen.scenario(scenario.choices)
            found.append((_changes(question, differs, deal), deal))
            if not differs:
                break
    except Stopped:
        completeness = Completeness.AT_LEAST if found else Completeness.GAVE_UP
    order = {str(issue): place for place, issue in enumerate(space.problem.corpus.issues)}
    found.sort(key=lambda each: [(order[x.issue], _key(x.after)) for x in each[0]])
    return Repairs(
        distance=distance if found else None,
        repairs=tuple(
            Repair(changes, deal, _prices(question, deal, before))
            for changes, deal in found[:limit]
        ),
        rules_contradict=False,
        total=len(found),
        completeness=completeness,
    )


def _other_than(space: Space, seen: Witness, issues: Sequence[str]) -> list[int]:
    """A clause: on one of these issues something else than in this scenario."""
    return [
        -node
        for issue in issues
        for variable in space.problem.issue_variables(issue)
        for node in variable.nodes
        if seen.shows(node)
    ]


def _changes(question: Question, issues: Sequence[str], deal: Complete) -> tuple[Change, ...]:
    choices = question.scenario.choices
    return tuple(
        Change(issue, choices[issue], Choice(choices[issue].issue, deal[issue]))
        for issue in question.in_corpus_order(issues)
    )


def _key(choice: Choice) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            str(pick.term),
            sorted((str(name), str(value)) for name, value in pick.parameters.items()),
        )
        for pick in choice.picks
    ]


def _prices(question: Question, deal: Complete, before: AbstractSet[str]) -> dict[str, Price]:
    """For each party what the deal gives and costs, positions that are not held included."""
    problem = question.space.problem
    corpus = problem.corpus
    every = dataclasses.replace(question.context, hold=CHECKED)
    nodes = {
        str(each.id): problem.positions[
            str(each.id), question.context.readings.get(str(each.id), each.default)
        ]
        for each in candidates(corpus, every)
        if standing(corpus, each, question.context.as_of) == "certain"
    }
    respected = dict(
        zip(nodes, problem.judge(list(nodes.values()))(problem.indexes(deal)), strict=True)
    )
    found: dict[str, tuple[list[str], list[str]]] = {}
    for name in nodes:
        relieved, crossed = found.setdefault(str(corpus.positions[name].party), ([], []))
        if not respected[name]:
            crossed.append(name)
        elif name in before:
            relieved.append(name)
    return {
        party: Price(tuple(sorted(relieved)), tuple(sorted(crossed)))
        for party, (relieved, crossed) in sorted(found.items())
        if relieved or crossed
    }

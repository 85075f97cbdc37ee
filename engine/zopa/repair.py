"""The nearest way out: the deals that differ from a draft in the fewest issues."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.brevity import InShort
from zopa.context import candidates, standing
from zopa.cores import Cores
from zopa.model import CHECKED, Choice
from zopa.question import Completeness, Question
from zopa.stop import Stopped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.context import Context
    from zopa.model import Scenario
    from zopa.problem import Variable
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
    """Positions that it holds, the draft crosses and the repair respects."""
    crossed: tuple[str, ...]
    """Positions that it holds and the repair crosses: waived ones, and of kinds that do
    not count."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A deal near the draft."""

    changes: tuple[Change, ...]
    """In corpus order."""
    deal: Complete
    """One that has these changes; what the draft leaves undecided is settled somehow."""
    prices: Mapping[str, Price]
    """For each party at the table with a price."""


@dataclass(frozen=True, slots=True, repr=False)
class Repairs(InShort):
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
    wanted = [*kept, *question.lines.values()]
    if not space.possible(wanted):
        coherent = space.possible(kept)
        return Repairs(None, (), not coherent, 0, Completeness.PROVED)
    before = question.crossed if question.coherent else frozenset()
    free = {issue: each for issue, each in question.facts.items() if issue not in keep}
    ties: list[_Tie] = []
    completeness = Completeness.PROVED
    try:
        for tie in _nearest(question, free, wanted):
            if len(ties) == MOST_TIES:
                completeness = Completeness.AT_LEAST
                break
            ties.append(tie)
    except Stopped:
        completeness = Completeness.AT_LEAST if ties else Completeness.GAVE_UP
    order = {str(issue): place for place, issue in enumerate(space.problem.corpus.issues)}
    ties.sort(key=lambda tie: [(order[issue], _key(tie.after[issue])) for issue in tie.after])
    return Repairs(
        distance=len(ties[0].after) if ties else None,
        repairs=tuple(_repaired(question, tie, before) for tie in ties[:limit]),
        rules_contradict=False,
        total=len(ties),
        completeness=completeness,
    )


@dataclass(frozen=True, slots=True)
class _Tie:
    """What the issues of a nearest repair become."""

    after: Mapping[str, Choice]
    """In corpus order."""
    given: tuple[int, ...]
    """The literals that a deal with these changes has."""


def _nearest(
    question: Question, free: Mapping[str, tuple[int, ...]], wanted: Sequence[int]
) -> Iterator[_Tie]:
    """Every way to decide otherwise as few of the draft's free issues as will do.

    The fewest issues are a least concession among the draft's own choices; all of
    them then differ, or fewer would have done.
    """
    distance: int | None = None
    for dropped in Cores(question.space, free, wanted).concessions():
        if distance is not None and len(dropped) > distance:
            return
        distance = len(dropped)
        rest = [each for issue in free if issue not in dropped for each in free[issue]]
        issues = question.in_corpus_order(dropped)
        variables = [
            each for issue in issues for each in question.space.problem.issue_variables(issue)
        ]
        choices = question.scenario.choices
        for literals in _decisions(question.space, [*rest, *wanted], variables):
            decided = question.space.problem.decided(issues, literals, choices)
            after = {each: Choice(choices[each].issue, decided[each]) for each in issues}
            yield _Tie(after, (*wanted, *rest, *literals))


def _decisions(
    space: Space, assumed: Sequence[int], variables: Sequence[Variable]
) -> Iterator[tuple[int, ...]]:
    """Every way to decide the variables in some scenario with all that is assumed."""
    nodes = [node for each in variables for node in each.nodes]
    reachable = space.reachable(assumed, nodes)
    for variable in variables:
        either = [node for node in variable.nodes if node in reachable]
        if len(either) > 1:
            for node in either:
                yield from _decisions(space, [node, *assumed], variables)
            return
    yield tuple(node for node in nodes if node in reachable)


def _repaired(question: Question, tie: _Tie, before: AbstractSet[str]) -> Repair:
    """The repair with a deal that has it; there is one, so this is not told to end."""
    stop, question.space.stop = question.space.stop, None
    try:
        question.space.possible(tie.given)
    finally:
        question.space.stop = stop
    choices = question.scenario.choices
    seen = question.space.witness()
    changes = tuple(Change(issue, choices[issue], each) for issue, each in tie.after.items())
    return Repair(changes, seen.scenario(choices), _prices(question, seen, before))


def _key(choice: Choice) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            str(pick.term),
            sorted((str(name), str(value)) for name, value in pick.parameters.items()),
        )
        for pick in choice.picks
    ]


def _prices(question: Question, deal: Witness, before: AbstractSet[str]) -> dict[str, Price]:
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
    found: dict[str, tuple[list[str], list[str]]] = {}
    for name, node in nodes.items():
        for party in question.context.holders(corpus.positions[name]):
            relieved, crossed = found.setdefault(party, ([], []))
            if node not in deal.true:
                crossed.append(name)
            elif name in before:
                relieved.append(name)
    return {
        party: Price(tuple(sorted(relieved)), tuple(sorted(crossed)))
        for party, (relieved, crossed) in sorted(found.items())
        if relieved or crossed
    }

"""Nearest deals: those that differ from a draft in the fewest issues."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.model.context import candidates, standing
from zopa.model.corpus import CHECKED, Choice
from zopa.model.one_line import InShort
from zopa.questions import Completeness, Question, set_aside
from zopa.questions.nearest import Nearest
from zopa.solving.cancel import Stopped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from fractions import Fraction

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.model.evaluate import Complete
    from zopa.questions.nearest import Becoming
    from zopa.solving.space import Space

__all__ = ["Change", "Price", "Relaxed", "Repair", "Repairs", "repair"]

MOST_COUNTED = 1000
"""Maximum number of nearest deals counted one by one, unless more are to be returned."""


@dataclass(frozen=True, slots=True)
class Change:
    """A changed choice on one issue."""

    issue: str
    before: Choice
    after: Choice


@dataclass(frozen=True, slots=True)
class Price:
    """The effect of a repair on a party: verdicts of the repaired draft on its positions."""

    relieved: tuple[str, ...]
    """Positions that count, are crossed by the draft and respected after the repair."""
    open: tuple[str, ...]
    """Positions that count, are crossed by the draft and open after the repair."""
    crossed: tuple[str, ...]
    """Positions crossed by the repair: waived, left out, or of a kind that does not count."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A deal near the draft."""

    changes: tuple[Change, ...]
    """In corpus order."""
    deal: Complete
    """The first completion of the repaired draft that is a deal, in corpus order."""
    prices: Mapping[str, Price]
    """For each party at the table with a price, by its name."""


@dataclass(frozen=True, slots=True, repr=False)
class Repairs(InShort):
    """The nearest deals."""

    distance: int | None
    """Number of changed issues; None if no deal has the choices to keep."""
    repairs: tuple[Repair, ...]
    """By the changed issues, then by their outcomes; both in corpus order."""
    rules_contradict: bool
    """True if no agreement has the choices to keep."""
    total: int
    """Number of nearest deals, `repairs` being the first; see `completeness`."""
    completeness: Completeness
    moved: Fraction | None = None
    """Distance by which the draft's numbers move, each as a part of its range; None if no
    changed issue has a number of the draft."""
    common: tuple[Change, ...] = ()
    """The changes common to all nearest deals, not only those in `repairs`."""
    relaxed: Relaxed | None = None
    """If there is no deal: the nearest deals without some positions."""


@dataclass(frozen=True, slots=True, repr=False)
class Relaxed(InShort):
    """The nearest deals without some positions."""

    crossed: tuple[str, ...]
    """Positions that no agreement with the choices to keep respects; left out."""
    contended: tuple[str, ...]
    """Positions in a conflict with others under every choice; left out."""
    nearest: Repairs


def repair(
    space: Space,
    scenario: Scenario,
    context: Context,
    *,
    keep: Collection[str] = (),
    limit: int = 10,
) -> Repairs:
    """Find the deals that change the draft's decisions on the fewest issues.

    Among those, the nearest deals move the draft's numbers least. Each number counts by its
    part of its range. It counts by the full range if it is given up, or becomes or was
    `unlimited`. Only issues that the draft decides can change. Two results differ in the
    outcomes of these issues, ignoring numbers that the draft does not give.

    If there is no deal, the answer also has the nearest deals without some positions. They
    are the positions that `options` leaves out for a draft with only the kept choices.

    Args:
        space: the scenarios; its `stop`, if set, ends the search early.
        scenario: the draft.
        context: the assumptions.
        keep: issues whose choice must stay.
        limit: maximum number of deals to return.
    """
    question = Question(space, scenario, context)
    nodes = space.problem.positions
    lines = {each.id: nodes[each.id, str(each.reading.id)] for each in question.held}
    kept = {issue: choice for issue, choice in scenario.choices.items() if issue in keep}
    given = question.given(kept)
    if space.possible([*given, *lines.values()]):
        return _nearest(question, kept, lines.values(), limit)
    none = Repairs(None, (), not space.possible(given), 0, Completeness.PROVED)
    if none.rules_contradict:
        return none
    try:
        only_kept = dataclasses.replace(scenario, choices=kept)
        crossed, contended = set_aside(Question(space, only_kept, context))
        rest = [lines[name] for name in lines if name not in crossed | contended]
        nearest = _nearest(question, kept, rest, limit)
    except Stopped:
        return none
    if nearest.completeness == Completeness.GAVE_UP:
        return none
    relaxed = Relaxed(tuple(sorted(crossed)), tuple(sorted(contended)), nearest)
    return dataclasses.replace(none, relaxed=relaxed)


def _nearest(
    question: Question, kept: Collection[str], lines: Iterable[int], limit: int
) -> Repairs:
    """The nearest deals, if a deal with the choices to keep exists."""
    before = question.crossed
    choices = {key: each for key, each in question.scenario.choices.items() if key not in kept}
    most = max(limit, MOST_COUNTED)
    # In a separate space, so that the first results do not depend on earlier questions.
    space = question.space.scratch()
    nearest = Nearest(space, choices, [*question.given(kept), *lines], most=most)
    found: list[Repair] = []
    common: dict[str, Becoming] = {}
    total = 0
    completeness = Completeness.PROVED
    try:
        for way in nearest.ways():
            if total == most:
                completeness = Completeness.AT_LEAST
                break
            if len(found) < limit:
                found.append(_repaired(question, space, list(way.issues), way.given, before))
            common = dict(common.items() & way.issues.items() if total else way.issues)
            total += 1
    except Stopped:
        completeness = Completeness.AT_LEAST
    if not found:
        return _at_hand(question, nearest, before)
    if nearest.cut:
        completeness = Completeness.BEST_FOUND if nearest.numbers else Completeness.AT_LEAST
    return Repairs(
        distance=len(found[0].changes),
        repairs=tuple(found),
        rules_contradict=False,
        total=total,
        completeness=completeness,
        moved=nearest.moved,
        common=tuple(
            each
            for each in found[0].changes
            if each.issue in common
            and all(x.number or len(x.nodes) == 1 for x in common[each.issue])
        ),
    )


def _at_hand(question: Question, nearest: Nearest, before: AbstractSet[str]) -> Repairs:
    """The partial answer if the time limit ended the search before the first nearest deal."""
    if not nearest.sets:
        return Repairs(
            None, (), rules_contradict=False, total=0, completeness=Completeness.GAVE_UP
        )
    issues = question.in_corpus_order(nearest.sets[0])
    given = nearest.keeping(issues)
    nearest.space.stop = None
    return Repairs(
        distance=len(issues),
        repairs=(_repaired(question, nearest.space, issues, given, before),),
        rules_contradict=False,
        total=1,
        completeness=Completeness.BEST_FOUND if nearest.numbers else Completeness.AT_LEAST,
    )


def _repaired(
    question: Question,
    space: Space,
    issues: Sequence[str],
    given: Sequence[int],
    before: AbstractSet[str],
) -> Repair:
    """The first deal among the scenarios with these literals."""
    choices = question.scenario.choices
    deal = space.first(given).scenario(choices)
    after = {each: Choice(choices[each].issue, deal[each]) for each in issues}
    return Repair(
        changes=tuple(Change(each, choices[each], after[each]) for each in issues),
        deal=deal,
        prices=_prices(question, space, {**choices, **after}, before),
    )


def _prices(
    question: Question,
    space: Space,
    choices: Mapping[str, Choice],
    before: AbstractSet[str],
) -> dict[str, Price]:
    """The effect on each party, including positions that do not count."""
    corpus, context = space.problem.corpus, question.context
    nodes = {
        str(each.id): space.problem.positions[
            str(each.id), context.readings.get(str(each.id), each.default)
        ]
        for each in candidates(corpus, dataclasses.replace(context, hold=CHECKED))
        if standing(corpus, each, context.as_of) == "certain"
    }
    given = [literal for each in choices.values() for literal in space.problem.fixed(each)]
    shown = space.reachable(given, [each for node in nodes.values() for each in (node, -node)])
    found: dict[str, tuple[list[str], list[str], list[str]]] = {}
    for name, node in nodes.items():
        for party in context.holders(corpus.positions[name]):
            relieved, still_open, crossed = found.setdefault(party, ([], [], []))
            if node not in shown:
                crossed.append(name)
            elif name in before:
                (still_open if -node in shown else relieved).append(name)
    return {
        party: Price(*(tuple(sorted(names)) for names in lists))
        for party, lists in sorted(found.items())
        if any(lists)
    }

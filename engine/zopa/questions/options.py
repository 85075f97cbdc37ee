"""The status of every term of every issue, given the draft's other choices."""

from __future__ import annotations

import enum
import itertools
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from zopa.model import InShort
from zopa.model.conditions import Name
from zopa.model.context import context_of
from zopa.model.corpus import Choice, Pick, Scenario
from zopa.questions import NOTHING_CHOSEN, Question, set_aside
from zopa.questions.check import Verdict, check
from zopa.questions.deals import feasible
from zopa.solving import Stopped, TooLarge
from zopa.solving.mus import Cores, minimal
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.model.context import Context
    from zopa.model.corpus import Corpus, Position
    from zopa.questions.deals import BlankKey
    from zopa.solving.bdd import Counter, Scenarios
    from zopa.solving.partition import Piece
    from zopa.solving.problem import Clause

__all__ = [
    "Crossing",
    "Mark",
    "Marked",
    "Options",
    "Why",
    "crossing",
    "options",
    "reasons",
    "why",
]


class Mark(enum.StrEnum):
    """Status of a term."""

    POSSIBLE = "possible"
    """In some deals, not in all."""
    FORCED = "forced"
    """In every deal that keeps the draft's other choices."""
    EXCLUDED = "excluded"
    """In no deal that keeps the draft's other choices."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A term and its status."""

    issue: str
    term: str
    mark: Mark
    by: Literal["rules", "positions"] | None
    """The reason for excluded or forced: only the rules, or also positions."""


@dataclass(frozen=True, slots=True, repr=False)
class Options(InShort):
    """The marks of all terms, in corpus order."""

    marks: tuple[Marked, ...]
    coherent: bool
    """True if the draft is consistent; else the marks leave out the rules it breaks."""
    exists: bool
    """True if a deal extends the draft, with nothing left out."""
    crossed: tuple[str, ...]
    """Positions that the draft crosses; the marks are computed without them."""
    contended: tuple[str, ...]
    """Positions in a conflict with others under the draft; also left out."""
    crosses: Mapping[tuple[str, str], tuple[str, ...]]
    """For each issue and term that crosses some of those positions: these, in corpus order. No
    completion of the draft's other choices with the term respects them. If the draft has the
    term, its numbers in the draft stay."""
    avoidable: Mapping[tuple[str, str], tuple[str, ...]]
    """Those of these positions that another decision on the issue could respect."""
    left: Mapping[tuple[str, str], int] | None
    """For each issue and term, the outlines of deals that have it and keep the draft's other
    choices, with those positions left out; None if not counted."""
    feasible: Mapping[BlankKey, tuple[Piece, ...]] | None
    """For each integer parameter, its values in such deals: numbers in the fewest ranges, then
    `unlimited`. For a chosen term, the rest of its issue is kept too. None if not searched."""


@dataclass(frozen=True, slots=True)
class Why:
    """A minimal reason for a status."""

    marked: Marked
    choices: tuple[str, ...]
    """Issues of the draft, in corpus order."""
    positions: tuple[str, ...]
    """`party/id`, sorted."""
    clauses: tuple[Clause, ...]
    """The rules and effects that lead from the choices to the term."""


def options(
    space: Space,
    scenario: Scenario,
    context: Context,
    *,
    count: bool = False,
    numbers: bool = False,
) -> Options:
    """Mark every term as possible, forced or excluded.

    A term is checked against the draft's choices on all other issues. If no deal extends the
    draft, every term would be excluded. So zopa leaves out the positions that the draft
    crosses, and if that is not enough those in some conflict. An agreement can respect all
    others together. For an inconsistent draft, zopa first leaves out the rules that it breaks.

    Args:
        space: the scenarios.
        scenario: the draft.
        context: the assumptions.
        count: True to count the deals left for each term.
        numbers: True to give the values of each number in some deal.

    Raises:
        Stopped: the space was told to end first.
    """
    question = Question(space, scenario, context)
    coherent = question.coherent
    exists = coherent and question.possible(question.lines.values())
    crossed, contended = set_aside(question)
    counting = [
        node
        for name, node in question.lines.items()
        if name not in crossed and name not in contended
    ]
    marks: dict[tuple[str, str], Marked] = {}
    groups = [question.undecided, *([issue] for issue in question.facts)]
    for group in groups:
        others = question.given(issue for issue in question.facts if issue not in group)
        for each in _marks(question.world, group, others, counting):
            marks[each.issue, each.term] = each
    aside = [name for name in question.lines if name in crossed or name in contended]
    crosses, avoidable = _crosses(question, groups, marks, aside)
    return Options(
        marks=tuple(
            marks[str(issue.id), term]
            for issue in space.problem.corpus.issues.values()
            for term in issue.terms
        ),
        coherent=coherent,
        exists=exists,
        crossed=tuple(sorted(crossed)),
        contended=tuple(sorted(contended)),
        crosses=crosses,
        avoidable=avoidable,
        left=_left(question, counting) if count else None,
        feasible=_feasible(question, counting) if numbers else None,
    )


def _feasible(
    question: Question, lines: Sequence[int]
) -> Mapping[BlankKey, tuple[Piece, ...]] | None:
    """The values of each number; None if the time limit ended the search."""
    try:
        return feasible(question, lines)
    except Stopped:
        return None


def _crosses(
    question: Question,
    groups: Sequence[Sequence[str]],
    marks: Mapping[tuple[str, str], Marked],
    aside: Sequence[str],
) -> tuple[Mapping[tuple[str, str], tuple[str, ...]], ...]:
    """For each term the left-out positions that no completion with it respects.

    The first result has all of them; the second those that another decision on the issue
    respects. A crossing without an issue's choice in its reason stays under every decision on
    that issue. So the solver is asked only if the choice is a part of the reason.
    """
    world = question.world
    numbers = _numbers(question)
    found: dict[tuple[str, str], list[str]] = {}
    avoidable: dict[tuple[str, str], list[str]] = {}
    for name in aside:
        node = question.lines[name]
        reason = frozenset() if question.possible([node]) else world.core()
        for group in groups:
            mine = [issue for issue in group if issue in question.facts]
            others = [issue for issue in question.facts if issue not in mine]
            terms = {
                key: world.problem.chosen(*key)
                for key in marks
                if key[0] in group and not _out_of_question(marks[key])
            }
            possible: AbstractSet[int] = frozenset()
            facts = [*question.given(others), node]
            can = not reason or not reason.isdisjoint(question.given(mine))
            can = can and world.possible(facts)
            if can:
                possible = world.reachable(facts, terms.values())
            for key, chosen in terms.items():
                given = numbers.get(key, ())
                if chosen not in possible or (given and not world.possible([*facts, *given])):
                    found.setdefault(key, []).append(name)
                    if can:
                        avoidable.setdefault(key, []).append(name)
    return tuple(
        {key: tuple(some[key]) for key in marks if key in some} for some in (found, avoidable)
    )


def _numbers(question: Question) -> Mapping[tuple[str, str], tuple[int, ...]]:
    """For each term with numbers or bounds in the draft, the literals of these."""
    return {
        (issue, str(pick.term)): question.space.problem.fixed(choice, term=str(pick.term))
        for issue, choice in question.scenario.choices.items()
        for pick in choice.picks
        if pick.parameters or pick.bounds
    }


def _out_of_question(marked: Marked) -> bool:
    """True if no completion has the term, independent of all positions."""
    return marked.mark == Mark.EXCLUDED and marked.by == "rules"


def _left(question: Question, lines: Sequence[int]) -> Mapping[tuple[str, str], int] | None:
    """Deals for each term; None if they are too many to count, or the time limit ended it."""
    problem = question.world.problem
    terms = {
        issue: {
            str(each): problem.chosen(issue, each)
            for each in problem.corpus.issues[issue].terms
        }
        for issue in question.facts
    }
    try:
        return question.world.counted(
            _counts, _Asked(tuple(lines), question.facts, terms, frozenset(question.undecided))
        )
    except (TooLarge, Stopped):
        return None


@dataclass(frozen=True, slots=True)
class _Asked:
    """The input for counting the deals of each term."""

    lines: tuple[int, ...]
    facts: Mapping[str, tuple[int, ...]]
    """For each issue that the draft decides, the literals of its choice."""
    terms: Mapping[str, Mapping[str, int]]
    """The terms of those issues, each with its node."""
    undecided: frozenset[str]


def _counts(counter: Counter, asked: _Asked) -> Mapping[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    deals = counter.scenarios(asked.lines)
    if asked.undecided:
        counts = deals.having(itertools.chain.from_iterable(asked.facts.values())).by_option()
        found.update({key: counts[key] for key in counts if key[0] in asked.undecided})
    for issue, others in _leaving_out_each(deals, list(asked.facts.items())):
        for term, node in asked.terms[issue].items():
            found[issue, term] = others.having([node]).count()
    return found


def _leaving_out_each(
    deals: Scenarios, facts: Sequence[tuple[str, Sequence[int]]]
) -> Iterator[tuple[str, Scenarios]]:
    """For each issue, deals with the choices on all others; divide and conquer, O(n log n)."""
    if len(facts) == 1:
        yield facts[0][0], deals
        return
    middle = len(facts) // 2
    for out, others in (facts[:middle], facts[middle:]), (facts[middle:], facts[:middle]):
        if out:
            given = itertools.chain.from_iterable(literals for _, literals in others)
            yield from _leaving_out_each(deals.having(given), out)


def _marks(
    space: Space, issues: Sequence[str], facts: Sequence[int], lines: Sequence[int]
) -> list[Marked]:
    """Mark the terms of some issues under the same assumptions."""
    nodes = {
        (issue, str(term)): space.problem.chosen(issue, str(term))
        for issue in issues
        for term in space.problem.corpus.issues[issue].terms
    }
    every = [each for node in nodes.values() for each in (node, -node)]
    shown = space.reachable([*facts, *lines], every)
    settled = [each for each in every if each not in shown]
    coherent = space.reachable(facts, settled) if settled else frozenset()

    def marked(issue: str, term: str, mark: Mark, missing: int) -> Marked:
        return Marked(issue, term, mark, "positions" if missing in coherent else "rules")

    return [
        marked(issue, term, Mark.EXCLUDED, node)
        if node not in shown
        else marked(issue, term, Mark.FORCED, -node)
        if -node not in shown
        else Marked(issue, term, Mark.POSSIBLE, None)
        for (issue, term), node in nodes.items()
    ]


def why(
    space: Space, scenario: Scenario, context: Context, issue: str, term: str
) -> Why | None:
    """A minimal reason why a term is forced or excluded; None if it is possible.

    First it has the fewest choices and positions that are enough with all rules. Then it has
    the fewest rules and effects that they need.

    Raises:
        Stopped: the space was told to end first.
    """
    result = options(space, scenario, context)
    question = Question(space, scenario, context)
    space = question.world
    marked = next(each for each in result.marks if (each.issue, each.term) == (issue, term))
    if marked.mark == Mark.POSSIBLE:
        return None
    node = space.problem.chosen(issue, term)
    target = node if marked.mark == Mark.EXCLUDED else -node
    lines = {
        name: node
        for name, node in question.lines.items()
        if name not in result.crossed and name not in result.contended
    }
    others = sorted(each for each in question.facts if each != issue)
    parts = {("choice", each): question.facts[each] for each in others}
    if marked.by == "positions":
        parts |= {("position", each): (lines[each],) for each in sorted(lines)}
    kept = minimal(
        parts, lambda literals: space.show([space.problem.coherent, target, *literals])
    )
    given = [target, *(literal for part in kept for literal in parts[part])]
    clauses = {f"{each.nature} {each.name}": each for each in space.problem.clauses}
    carrying = minimal(
        {key: (clauses[key].node,) for key in sorted(clauses)},
        lambda literals: space.show([*given, *literals]),
    )
    return Why(
        marked=marked,
        choices=question.in_corpus_order(name for nature, name in kept if nature == "choice"),
        positions=tuple(name for nature, name in kept if nature == "position"),
        clauses=tuple(clauses[key] for key in carrying),
    )


# -- all minimal reasons for a mark, if one is not enough to understand it --


CHOICE, POSITION = "choice ", "position "


def reasons(
    space: Space, scenario: Scenario, context: Context, issue: str, term: str
) -> Iterator[Why]:
    """Minimal sets of choices and positions that force or exclude a term; empty if possible.

    The sets with the fewest parts come first; sets of one size have no defined order. The
    result of `why` is one of them. Each has the fewest rules and effects that it needs.

    Raises:
        Stopped: the space was told to end first.
    """
    result = options(space, scenario, context)
    marked = next(each for each in result.marks if (each.issue, each.term) == (issue, term))
    if marked.mark == Mark.POSSIBLE:
        return
    question = Question(space, scenario, context)
    space = question.world
    node = space.problem.chosen(issue, term)
    target = node if marked.mark == Mark.EXCLUDED else -node
    parts: dict[str, Sequence[int]] = {
        f"{CHOICE}{each}": literals
        for each, literals in question.facts.items()
        if each != issue
    }
    if marked.by == "positions":
        aside = {*result.crossed, *result.contended}
        parts |= {
            f"{POSITION}{name}": (line,)
            for name, line in question.lines.items()
            if name not in aside
        }
    clauses = {f"{each.nature} {each.name}": each for each in space.problem.clauses}
    for kept in Cores(space, parts, [target]).conflicts():
        given = [target, *(literal for part in sorted(kept) for literal in parts[part])]
        carrying = minimal(
            {key: (clauses[key].node,) for key in sorted(clauses)},
            partial(_carried, space, given),
        )
        yield Why(
            marked=marked,
            choices=question.in_corpus_order(_named(kept, CHOICE)),
            positions=tuple(_named(kept, POSITION)),
            clauses=tuple(clauses[key] for key in carrying),
        )


def _carried(
    space: Space, given: Sequence[int], literals: Sequence[int]
) -> frozenset[int] | None:
    """A scenario with these clauses that contradicts the reason; it may be inconsistent."""
    return space.show([*given, *literals])


def _named(parts: frozenset[str], nature: str) -> list[str]:
    return [each.removeprefix(nature) for each in sorted(parts) if each.startswith(nature)]


# -- positions that a term crosses, alone or with other terms --


@dataclass(frozen=True, slots=True)
class Crossing:
    """Effect of choosing one term on the positions that count on the corpus's date."""

    as_of: dt.date
    coherent: bool
    """True if some draft can choose it."""
    alone: tuple[Position, ...]
    """Crossed under every other choice."""
    together: tuple[Position, ...]
    """Left open by it, and dependent on its issue while that is undecided."""


def crossing(corpus: Corpus, issue: str, term: str) -> Crossing:
    """Check the draft that chooses the term and leaves all else undecided.

    Args:
        corpus: a sound one, which has the term.
        issue: its id.
        term: the id of one of its terms.
    """
    space = Space(Problem(corpus))
    context = context_of(corpus)
    draft = Scenario("", "", choices={issue: Choice(Name(issue), (Pick(Name(term)),))})
    chosen = check(space, draft, context)
    before = check(space, NOTHING_CHOSEN, context)
    hanging = {each.held.id for each in before.verdicts if issue in each.hangs_on}
    return Crossing(
        as_of=context.as_of,
        coherent=chosen.coherent,
        alone=tuple(each.held.position for each in chosen.crossed()),
        together=tuple(
            each.held.position
            for each in chosen.verdicts
            if each.verdict is Verdict.OPEN and each.held.id in hanging
        ),
    )

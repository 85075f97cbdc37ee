"""What is still possible: every term of every issue, given the draft's other choices."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zopa.context import held
from zopa.cores import minimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zopa.context import Context, Held
    from zopa.model import Scenario
    from zopa.problem import Clause
    from zopa.space import Space

__all__ = ["Mark", "Marked", "Options", "Why", "options", "why"]


class Mark(enum.StrEnum):
    """What has become of a term."""

    POSSIBLE = "possible"
    """In some deals, not in all."""
    FORCED = "forced"
    """In every deal that keeps the draft's other choices."""
    EXCLUDED = "excluded"
    """In none of them."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A term and its mark."""

    issue: str
    term: str
    mark: Mark
    by: Literal["rules", "positions"] | None
    """What excludes or forces it: coherence alone, or somebody's position."""


@dataclass(frozen=True, slots=True)
class Options:
    """The marks of all terms, in corpus order."""

    marks: tuple[Marked, ...]
    coherent: bool
    """Whether the draft is; if not, every term may well be excluded."""
    set_aside: tuple[str, ...]
    """Positions that the draft crosses already; marked as if they were waived."""
    exists: bool
    """Whether a deal extends the draft, with those set aside."""


@dataclass(frozen=True, slots=True)
class Why:
    """A minimal reason for a mark."""

    marked: Marked
    choices: tuple[str, ...]
    """Issues of the draft, in corpus order."""
    positions: tuple[str, ...]
    """`party/id`, sorted."""
    clauses: tuple[Clause, ...]
    """The rules and effects that carry it from the choices to the term."""


def options(space: Space, scenario: Scenario, context: Context) -> Options:
    """Mark every term as possible, forced or excluded.

    A term is judged against the draft's choices on all other issues. Positions
    that the draft crosses whatever is still decided are set aside, for else
    every term would be excluded.

    Raises:
        Stopped: the space was told to end first.
    """
    facts = space.facts(scenario.choices)
    lines = {line.id: _node(space, line) for line in held(space.problem.corpus, context)}
    crossed = _crossed(space, facts, lines)
    counting = [node for name, node in lines.items() if name not in crossed]
    coherent = space.possible(_flat(facts))
    exists = space.possible([*_flat(facts), *counting])
    marks: dict[tuple[str, str], Marked] = {}
    undecided = [str(issue) for issue in space.problem.corpus.issues if issue not in facts]
    for group in [undecided, *([issue] for issue in facts)]:
        others = [
            x for issue, literals in facts.items() if issue not in group for x in literals
        ]
        for each in _marks(space, group, others, counting):
            marks[each.issue, each.term] = each
    return Options(
        marks=tuple(
            marks[str(issue.id), str(term)]
            for issue in space.problem.corpus.issues.values()
            for term in issue.terms
        ),
        coherent=coherent,
        set_aside=tuple(sorted(crossed)),
        exists=exists,
    )


def _node(space: Space, line: Held) -> int:
    return space.problem.positions[line.id, str(line.reading.id)]


def _flat(facts: Mapping[str, Sequence[int]]) -> list[int]:
    return [literal for literals in facts.values() for literal in literals]


def _crossed(
    space: Space, facts: Mapping[str, Sequence[int]], lines: Mapping[str, int]
) -> set[str]:
    """The lines that no coherent completion of the draft respects; none if there is none."""
    assumed = _flat(facts)
    if not space.possible(assumed):
        return set()
    respected: set[str] = set()
    for name, node in lines.items():
        if name not in respected and space.possible([*assumed, node]):
            seen = space.witness()
            respected.update(each for each, its in lines.items() if seen.shows(its))
    return set(lines) - respected


def _marks(
    space: Space, issues: Sequence[str], facts: Sequence[int], lines: Sequence[int]
) -> list[Marked]:
    """Mark the terms of some issues under the same assumptions.

    One solver call for each term, or absence of one, that no scenario has shown.
    """
    nodes = {
        (issue, str(term)): space.problem.chosen(issue, str(term))
        for issue in issues
        for term in space.problem.corpus.issues[issue].terms
    }
    with_term, without = _seen(space, [*facts, *lines], nodes.values())
    found = []
    for (issue, term), node in nodes.items():
        mark, by = Mark.POSSIBLE, None
        if node not in with_term:
            mark = Mark.EXCLUDED
            by = "positions" if space.possible([*facts, node]) else "rules"
        elif node not in without:
            mark = Mark.FORCED
            by = "positions" if space.possible([*facts, -node]) else "rules"
        found.append(Marked(issue, term, mark, by))
    return found


def _seen(
    space: Space, assumed: Sequence[int], nodes: Sequence[int]
) -> tuple[set[int], set[int]]:
    """The nodes that are true, and those that are false, in some scenario."""
    true: set[int] = set()
    false: set[int] = set()
    waiting = dict.fromkeys(nodes)

    def see() -> None:
        seen = space.witness()
        for node in waiting:
            (true if seen.shows(node) else false).add(node)

    if not space.possible(assumed):
        return true, false
    see()
    for node in waiting:
        space.prefer([each if each not in true else -each for each in waiting])
        if node not in true and space.possible([*assumed, node]):
            see()
        if node not in false and space.possible([*assumed, -node]):
            see()
    return true, false


def why(
    space: Space, scenario: Scenario, context: Context, issue: str, term: str
) -> Why | None:
    """A minimal reason for a term being forced or excluded; None where it is possible.

    First the fewest of the draft's choices and of the positions that, with all
    rules, are enough; then the fewest rules and effects that carry them.

    Raises:
        Stopped: the space was told to end first.
    """
    result = options(space, scenario, context)
    marked = next(each for each in result.marks if (each.issue, each.term) == (issue, term))
    if marked.mark == Mark.POSSIBLE:
        return None
    node = space.problem.chosen(issue, term)
    target = node if marked.mark == Mark.EXCLUDED else -node
    facts = space.facts(scenario.choices)
    facts.pop(issue, None)
    lines = {
        line.id: _node(space, line)
        for line in held(space.problem.corpus, context)
        if line.id not in result.set_aside
    }
    parts = [
        *(("choice", each) for each in sorted(facts)),
        *(("position", each) for each in sorted(lines) if marked.by == "positions"),
    ]

    def literals(some: Sequence[tuple[str, str]]) -> list[int]:
        return [
            literal
            for nature, name in some
            for literal in (facts[name] if nature == "choice" else (lines[name],))
        ]

    kept = minimal(parts, lambda some: not space.possible([*literals(some), target]))
    clauses = {f"{each.nature} {each.name}": each for each in space.problem.clauses}

    def carried(some: Sequence[str]) -> bool:
        return not space.feasible(
            [*literals(kept), target, *(clauses[key].node for key in some)]
        )

    carrying = minimal(sorted(clauses), carried)
    chosen = {name for nature, name in kept if nature == "choice"}
    return Why(
        marked=marked,
        choices=tuple(str(each) for each in space.problem.corpus.issues if each in chosen),
        positions=tuple(name for nature, name in kept if nature == "position"),
        clauses=tuple(clauses[key] for key in carrying),
    )

"""The basis of every question: a draft, and the positions that count."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from zopa.model.context import candidates, standing
from zopa.model.corpus import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.model.context import Context, Held
    from zopa.model.corpus import Position
    from zopa.solving.problem import Clause
    from zopa.solving.space import Space

__all__ = [
    "NOTHING_CHOSEN",
    "Clash",
    "Completeness",
    "Question",
    "broken_rules",
    "by_size",
    "clash",
    "set_aside",
]

NOTHING_CHOSEN = Scenario(id="", path="", title="Nothing chosen")
"""The draft that decides no issue."""


class Completeness(enum.StrEnum):
    """Completeness of an answer."""

    PROVED = "proved"
    """The full answer, proved."""
    AT_LEAST = "at-least"
    """All listed results are right; there are more, or there may be."""
    BEST_FOUND = "best-found"
    """No better result was found; it is not proved that none exists."""
    GAVE_UP = "gave-up"
    """Nothing is known."""


ORDER = ("terms", "effects", "applies-when", "rule")
"""Order by nature in which clauses are kept if not all can be kept."""


def broken_rules(space: Space, literals: Sequence[int]) -> tuple[Clause, ...]:
    """The clauses to leave out so that some scenario has all of these literals.

    Each clause that is compatible with those kept before it is kept: terms first, then
    effects, then `applies-when`, then rules, each by name. So no clause is left out that is
    compatible with all kept ones. Empty if all can be kept.

    Raises:
        Stopped: the space was told to end first.
    """
    if space.possible(literals):
        return ()
    clauses = sorted(
        space.problem.clauses, key=lambda each: (ORDER.index(each.nature), each.name)
    )
    kept = list(literals)
    broken: list[Clause] = []
    while clauses and not space.feasible([*kept, *(each.node for each in clauses)]):
        most, too_many = 0, len(clauses)
        while too_many - most > 1:
            middle = (most + too_many) // 2
            if space.feasible([*kept, *(each.node for each in clauses[:middle])]):
                most = middle
            else:
                too_many = middle
        kept += [each.node for each in clauses[:most]]
        first, clauses = clauses[most], clauses[most + 1 :]
        broken.append(first)
        if first.nature == "effects":
            # A clause about it cannot be checked, and is kept.
            clauses = [x for x in clauses if first.name not in space.problem.compared(x)]
    return tuple(broken)


@dataclass(frozen=True, slots=True)
class Clash:
    """The reason for an inconsistent draft: minimal choices and the clauses that they break."""

    choices: tuple[str, ...]
    """Issues, in corpus order."""
    clauses: tuple[Clause, ...]


def clash(space: Space, scenario: Scenario) -> Clash:
    """A minimal reason why a draft is inconsistent.

    Rules are dropped before choices, so that few rules are named.

    The limit of one term for an issue is a rule like the others. A rule on an attribute with
    two values is not broken: otherwise a necessary rule would not be named.

    Raises:
        Stopped: the space was told to end first.
    """
    from zopa.solving.mus import minimal

    apart = space.apart
    clauses = {f"{each.nature} {each.name}": each for each in apart.problem.judged}
    chosen = scenario.choices
    choices = {(issue, ""): apart.problem.fixed(chosen[issue]) for issue in sorted(chosen)}
    parts = {**choices, **{("", key): (clauses[key].node,) for key in sorted(clauses)}}
    kept = minimal(parts, apart.show)
    named = {issue for issue, _ in kept}
    return Clash(
        choices=tuple(str(each) for each in apart.problem.corpus.issues if each in named),
        clauses=tuple(clauses[key] for _, key in kept if key),
    )


@dataclass(frozen=True)
class Question:
    """A draft under a context, in the terms of a space."""

    space: Space
    """All scenarios; an inconsistent draft has no completion among the consistent ones."""
    scenario: Scenario
    context: Context

    @property
    def about(self) -> tuple[Space, Scenario, Context]:
        """The arguments of every question, in the order of its parameters."""
        return self.space, self.scenario, self.context

    @cached_property
    def broken(self) -> tuple[Clause, ...]:
        """The clauses that an inconsistent draft breaks, to be left out; see `broken_rules`."""
        return broken_rules(self.space, self.assumed)

    @property
    def coherent(self) -> bool:
        """True if the draft has a consistent completion, with nothing left out."""
        return not self.broken

    @cached_property
    def clash(self) -> Clash | None:
        """The reason for an inconsistent draft; None if it is consistent."""
        return None if self.coherent else clash(self.space, self.scenario)

    @cached_property
    def world(self) -> Space:
        """The scenarios in which the question is answered, with the broken rules left out."""
        return self.space.without(self.broken)

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """The positions that count, in corpus order."""
        return self.space.held(self.context)

    @cached_property
    def possibly(self) -> tuple[Position, ...]:
        """The positions with an uncertain start date, which do not count."""
        corpus, context = self.space.problem.corpus, self.context
        return tuple(
            each
            for each in candidates(corpus, context)
            if standing(corpus, each, context.as_of) == "possible"
        )

    @cached_property
    def judged(self) -> tuple[Held, ...]:
        """Those of them that can be checked; all of them, unless effects are left out."""
        twofold = self.space.problem.twofold
        return tuple(
            each
            for each in self.held
            if not twofold(each.id, str(each.reading.id), self.broken)
        )

    @cached_property
    def not_judged(self) -> tuple[Held, ...]:
        """Positions on an attribute to which the draft gives two values at once."""
        judged = {each.id for each in self.judged}
        return tuple(each for each in self.held if each.id not in judged)

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """For each checked position the node that is true if it is respected."""
        return {each.id: self.every_line[each.id] for each in self.judged}

    @cached_property
    def every_line(self) -> Mapping[str, int]:
        """The same for each position that counts, checked or not."""
        nodes = self.space.problem.positions
        return {each.id: nodes[each.id, str(each.reading.id)] for each in self.held}

    @cached_property
    def facts(self) -> Mapping[str, tuple[int, ...]]:
        """For each issue that the draft decides, the literals of its choice."""
        return {
            issue: self.space.problem.fixed(choice)
            for issue, choice in self.scenario.choices.items()
        }

    @cached_property
    def assumed(self) -> list[int]:
        """The literals of all the draft's choices."""
        return self.given(self.facts)

    @cached_property
    def settled(self) -> frozenset[str]:
        """The issues that the draft decides in full, including all parameters."""
        given = frozenset(self.assumed)
        variables = self.space.problem.issue_variables
        return frozenset(
            issue
            for issue in self.facts
            if all(not given.isdisjoint(each.nodes) for each in variables(issue))
            and all(bit in given or -bit in given for bit in self.space.problem.bits_of(issue))
        )

    @cached_property
    def undecided(self) -> list[str]:
        """The undecided issues, in corpus order."""
        return [
            str(issue) for issue in self.space.problem.corpus.issues if issue not in self.facts
        ]

    @cached_property
    def parts(self) -> Mapping[str, tuple[int, ...]]:
        """The positions in the form of parts of a conflict."""
        return {name: (node,) for name, node in self.lines.items()}

    def given(self, issues: Iterable[str]) -> list[int]:
        """The literals of the draft's choices on these issues."""
        return [literal for issue in issues for literal in self.facts[issue]]

    def respecting(self, names: Iterable[str]) -> list[int]:
        """The nodes of these positions."""
        return [self.lines[name] for name in names]

    def possible(self, literals: Iterable[int] = ()) -> bool:
        """True if a completion has all of these literals, with the broken rules left out."""
        return self.world.possible([*self.assumed, *literals])

    def position(self, name: str) -> Position:
        """The position of this `party/id`."""
        return self.space.problem.corpus.positions[name]

    def in_corpus_order(self, issues: Iterable[str]) -> tuple[str, ...]:
        """The issues, sorted as in the corpus."""
        among = set(issues)
        return tuple(str(each) for each in self.space.problem.corpus.issues if each in among)

    @cached_property
    def crossed(self) -> frozenset[str]:
        """The positions that no completion respects, with the broken rules left out."""
        respected = self.world.reachable(self.assumed, self.lines.values())
        return frozenset(name for name, node in self.lines.items() if node not in respected)

    def parties(self) -> dict[str, list[str]]:
        """The positions of each party at the table that has one, in corpus order.

        A position with several holders belongs to each of them.
        """
        found: dict[str, list[str]] = {}
        for each in self.judged:
            for party in self.context.holders(each.position):
                found.setdefault(party, []).append(each.id)
        return found


def set_aside(question: Question) -> tuple[frozenset[str], frozenset[str]]:
    """The positions to leave out so that some completion of the draft respects all others.

    These are the positions that the draft crosses, and those of the rest in some conflict;
    empty if all can be respected. For an inconsistent draft, the broken rules are left out
    first.

    Raises:
        Stopped: the space was told to end first.
    """
    if question.possible(question.lines.values()):
        return frozenset(), frozenset()
    crossed = question.crossed
    rest = {name: part for name, part in question.parts.items() if name not in crossed}
    # The solver, which the first picture of the terminal interface does not wait for.
    from zopa.solving.mus import Cores

    return crossed, Cores(question.world, rest, question.assumed).contended()


def by_size(sets: Iterable[Iterable[str]]) -> list[tuple[str, ...]]:
    """Each set sorted; the sets by size, then by their members."""
    return sorted((tuple(sorted(each)) for each in sets), key=lambda each: (len(each), each))

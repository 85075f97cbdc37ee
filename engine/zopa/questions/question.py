"""What every question starts from: a draft, and the lines that count."""

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
    """How much of the answer is known."""

    PROVED = "proved"
    """All of it."""
    AT_LEAST = "at-least"
    """What is listed is right, and there is or may be more."""
    BEST_FOUND = "best-found"
    """Nothing better was found; it is not proved that there is nothing."""
    GAVE_UP = "gave-up"
    """Nothing can be said."""


ORDER = ("terms", "effects", "applies-when", "rule")
"""In which order clauses are kept where not all can be, by their nature."""


def broken_rules(space: Space, literals: Sequence[int]) -> tuple[Clause, ...]:
    """The clauses to set aside so that some scenario has all of these literals.

    Each clause that can be kept with those before it is kept: terms first, then
    effects, then `applies-when`, then rules, each by name. So no clause is set aside
    that could be kept with all that are not. None where nothing need be.

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
            # What speaks of it cannot be judged, and is kept.
            clauses = [x for x in clauses if first.name not in space.problem.compared(x)]
    return tuple(broken)


@dataclass(frozen=True, slots=True)
class Clash:
    """Why a draft is incoherent: a minimal set of its choices and of what they break."""

    choices: tuple[str, ...]
    """Issues, in corpus order."""
    clauses: tuple[Clause, ...]


def clash(space: Space, scenario: Scenario) -> Clash:
    """Why a draft, which is incoherent, is so.

    Rules are dropped before choices are, so that few rules are named.

    That an issue takes one term is a rule like the others, and one that speaks of an
    attribute with two values is not broken: else a rule that is needed is not named.

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
    """All scenarios; of an incoherent draft none of its completions is among the coherent."""
    scenario: Scenario
    context: Context

    @property
    def about(self) -> tuple[Space, Scenario, Context]:
        """What every question is asked of, in the order of its parameters."""
        return self.space, self.scenario, self.context

    @cached_property
    def broken(self) -> tuple[Clause, ...]:
        """The clauses that an incoherent draft breaks, to be set aside; see `broken_rules`."""
        return broken_rules(self.space, self.assumed)

    @property
    def coherent(self) -> bool:
        """Whether the draft has a coherent completion, with nothing set aside."""
        return not self.broken

    @cached_property
    def clash(self) -> Clash | None:
        """Why the draft is incoherent; None where it is not."""
        return None if self.coherent else clash(self.space, self.scenario)

    @cached_property
    def world(self) -> Space:
        """The scenarios in which the question is answered: with the broken rules set aside."""
        return self.space.without(self.broken)

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """The positions that count, in corpus order."""
        return self.space.held(self.context)

    @cached_property
    def possibly(self) -> tuple[Position, ...]:
        """The positions that are possibly in force on the day, and so do not count."""
        corpus, context = self.space.problem.corpus, self.context
        return tuple(
            each
            for each in candidates(corpus, context)
            if standing(corpus, each, context.as_of) == "possible"
        )

    @cached_property
    def judged(self) -> tuple[Held, ...]:
        """Those of them that can be judged; all of them, unless effects are set aside."""
        twofold = self.space.problem.twofold
        return tuple(
            each
            for each in self.held
            if not twofold(each.id, str(each.reading.id), self.broken)
        )

    @cached_property
    def not_judged(self) -> tuple[Held, ...]:
        """Those that speak of an attribute which the draft gives two values at once."""
        judged = {each.id for each in self.judged}
        return tuple(each for each in self.held if each.id not in judged)

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """For each position that is judged the node that says that it is respected."""
        return {each.id: self.every_line[each.id] for each in self.judged}

    @cached_property
    def every_line(self) -> Mapping[str, int]:
        """For each position that counts, judged or not, that node."""
        nodes = self.space.problem.positions
        return {each.id: nodes[each.id, str(each.reading.id)] for each in self.held}

    @cached_property
    def facts(self) -> Mapping[str, tuple[int, ...]]:
        """For each issue that the draft names the literals of its choice."""
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
        """The issues of which the draft leaves nothing open, no parameter either."""
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
        """The issues that the draft does not name, in corpus order."""
        return [
            str(issue) for issue in self.space.problem.corpus.issues if issue not in self.facts
        ]

    @cached_property
    def parts(self) -> Mapping[str, tuple[int, ...]]:
        """The lines, each as the parts of a conflict are given."""
        return {name: (node,) for name, node in self.lines.items()}

    def given(self, issues: Iterable[str]) -> list[int]:
        """The literals of the draft's choices on these issues."""
        return [literal for issue in issues for literal in self.facts[issue]]

    def respecting(self, names: Iterable[str]) -> list[int]:
        """The nodes of these lines."""
        return [self.lines[name] for name in names]

    def possible(self, literals: Iterable[int] = ()) -> bool:
        """Whether a completion has all of these true, the broken rules set aside."""
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
        """The lines that no completion respects, the broken rules set aside."""
        respected = self.world.reachable(self.assumed, self.lines.values())
        return frozenset(name for name, node in self.lines.items() if node not in respected)

    def parties(self) -> dict[str, list[str]]:
        """For each party at the table with a line those that it holds, in corpus order.

        A line that several of them hold is one of each.
        """
        found: dict[str, list[str]] = {}
        for each in self.judged:
            for party in self.context.holders(each.position):
                found.setdefault(party, []).append(each.id)
        return found


def set_aside(question: Question) -> tuple[frozenset[str], frozenset[str]]:
    """The lines to set aside so that some completion of the draft respects all others.

    Those that the draft crosses, and those of the rest that stand in some conflict;
    none where all can be. Of an incoherent draft the broken rules are set aside first.

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

"""The scenarios of a problem, to be asked for: is there one with all of this?"""

from __future__ import annotations

import copy
import functools
import itertools
import operator
from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from zopa.model.context import held
from zopa.solving.cancel import TooLarge
from zopa.solving.circuit import TRUE
from zopa.solving.cnf import Encoder, one_of_each, structure
from zopa.solving.problem import Problem
from zopa.solving.sat import Solver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.model.context import Context, Held
    from zopa.model.corpus import Choice
    from zopa.model.evaluate import Complete
    from zopa.solving.bdd import Counter
    from zopa.solving.cancel import Stop
    from zopa.solving.circuit import Growth
    from zopa.solving.problem import Clause, Variable
    from zopa.solving.process import Apart

__all__ = ["Space", "Twin", "Witness"]

T = TypeVar("T")
R = TypeVar("R")

WORLDS = 8
"""How many sets of broken rules have a space that is kept."""
REMEMBERED = 128
"""How many scenarios that the solver showed are kept, to be looked at before it is asked."""


@dataclass
class _End:
    """What ends a question, in a space and in those that share its solver."""

    stop: Stop | None = None


class Space:
    """One problem with one solver that stays alive. One thread at a time.

    Facts and positions are literals that a question assumes, so nothing is
    compiled again when they change, and the solver learns nothing it must forget.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._end = _End()
        self._without: dict[tuple[Clause, ...], Space] = {}
        self._counter: Counter | None = None
        self._apart: Apart[Counter] | None = None
        self._size_apart = 0
        """Of the circuit, as far as that process knows it."""
        self._held: tuple[Context, tuple[Held, ...]] | None = None
        self._encoder = Encoder(problem.circuit)
        self._solver = Solver(structure(problem))
        self._solver.add(self._encoder.define([problem.coherent, *problem.spoken_of]))
        self._shown: deque[frozenset[int]] = deque(maxlen=REMEMBERED)
        self._barred: deque[tuple[frozenset[int], frozenset[int]]] = deque(maxlen=REMEMBERED)
        # For each option's node, and its term's, which option of which variable it is.
        self._options: dict[int, tuple[int, int]] = {}
        # For each option's node what is true and false of the variable when it is taken.
        self._taking: dict[int, frozenset[int]] = {}
        for number, variable in enumerate(problem.variables):
            for place, node in enumerate(variable.nodes):
                term = variable.options[place].term
                if term is not None:
                    self._options.setdefault(
                        problem.chosen(variable.issue, term), (number, place)
                    )
                self._options[node] = number, place
                self._taking[node] = frozenset(x if x == node else -x for x in variable.nodes)
        bits = problem.words.bits
        self._choosing = frozenset({TRUE}).union(
            *self._taking.values(), bits, map(operator.neg, bits)
        )

    def held(self, context: Context) -> tuple[Held, ...]:
        """The positions that count, in corpus order; those of the last context are kept."""
        if self._held is None or self._held[0] != context:
            self._held = context, held(self.problem.corpus, context)
        return self._held[1]

    @property
    def stop(self) -> Stop | None:
        """What ends a long question; set it for as long as the question runs."""
        return self._end.stop

    @stop.setter
    def stop(self, stop: Stop | None) -> None:
        self._end.stop = stop

    def without(self, broken: Sequence[Clause]) -> Space:
        """The scenarios in which these clauses may be broken; the last few are kept.

        It shares the solver with this space, and ends when this one is told to.
        """
        if not broken:
            return self
        key = tuple(broken)
        if key not in self._without:
            if len(self._without) == WORLDS:
                del self._without[next(iter(self._without))]
            self._without[key] = copy.copy(self)
            self._without[key]._turn_to(self.problem.without(key))  # noqa: SLF001  # its own class
        return self._without[key]

    def _turn_to(self, problem: Problem) -> None:
        """Be of this problem, whose circuit and variables are those of the other one."""
        for kept in ("twin", "apart"):
            self.__dict__.pop(kept, None)
        self.problem = problem
        self._counter = None
        self._apart = None
        self._without = {}

    @property
    def calls(self) -> int:
        """How often the solver was asked."""
        return self._solver.calls

    def feasible(self, literals: Iterable[int]) -> bool:
        """Whether some scenario, coherent or not, has all of these true.

        Raises:
            Stopped: it was told to end first.
        """
        assumed = list(literals)
        self.define(assumed)
        return self._solver.satisfiable(assumed, self.stop)

    def possible(self, literals: Iterable[int]) -> bool:
        """Whether some coherent scenario has all of these true.

        Raises:
            Stopped: it was told to end first.
        """
        return self.feasible([self.problem.coherent, *literals])

    def reachable(self, assumed: Sequence[int], literals: Iterable[int]) -> frozenset[int]:
        """Those literals that are true in some coherent scenario with all that is assumed.

        Every scenario shown settles many of them at once: the solver is asked for
        those not yet seen, and leans to them. What earlier questions showed counts
        too, and so does what could not be had when less was assumed.

        Raises:
            Stopped: it was told to end first.
        """
        wanted = dict.fromkeys(literals)
        facts = [self.problem.coherent, *assumed]
        self.define([*facts, *wanted])
        barred = self._barred_by(facts)
        waiting = set(wanted) - barred
        every = len(waiting)
        for shown in reversed(self._shown):
            if not waiting:
                break
            if shown.issuperset(facts):
                waiting -= shown
        if waiting and len(waiting) == every:
            if not self.feasible(facts):
                return frozenset()
            waiting -= self.witness().true
        lacking = barred.intersection(wanted)
        if waiting:
            gone = waiting & self.refuted(assumed)
            waiting -= gone
            lacking |= gone
        for literal in wanted:
            if literal in waiting:
                self._lean(waiting)
                if self.feasible([*facts, literal]):
                    waiting -= self.witness().true
                else:
                    waiting.remove(literal)
                    lacking |= {literal}
        if lacking - barred:
            self._barred.append((frozenset(facts), lacking))
        return frozenset(wanted) - lacking

    def refuted(self, assumed: Sequence[int]) -> frozenset[int]:
        """Literals that are plainly false in every coherent scenario with what is assumed.

        Those that unit propagation finds: most of them, and none where nothing is
        possible at all. No literal that the space does not know.
        """
        implied = self._solver.implied([self.problem.coherent, *assumed])
        return frozenset(map(operator.neg, implied or ()))

    def _barred_by(self, facts: Sequence[int]) -> frozenset[int]:
        """Literals known to be out of reach under these facts."""
        given = frozenset(facts)
        every = (barred for fewer, barred in self._barred if fewer <= given)
        return frozenset().union(*every)

    def _lean(self, unseen: AbstractSet[int]) -> None:
        """Have the solver try to show as many of these as it can.

        It is given a whole scenario to stay close to, the values of all gates
        included: it decides gates before choices as often as not, and left alone
        it repeats the last scenario's. Where there is nothing unseen to choose, a
        choice stays as last shown. Where one choice is all that is unseen, it is asked
        for anyway.
        """
        new: dict[int, int] = {}
        for literal in unseen:
            if literal in self._options:
                number, place = self._options[literal]
                new[number] = min(place, new.get(number, place))
        if not new:
            self._solver.prefer(sorted(unseen))
            return
        if len(new) == 1:
            return
        true = set(self._shown[-1] & self._choosing)
        for number, place in new.items():
            taking = self._taking[self.problem.variables[number].nodes[place]]
            true.difference_update([-literal for literal in taking])
            true |= taking
        self.problem.circuit.settle(true)
        self._solver.prefer(true)

    def core(self) -> frozenset[int]:
        """After a no: literals of the question that are enough for it, perhaps too many."""
        return frozenset(self._solver.core())

    def witness(self) -> Witness:
        """The scenario that the last yes was about."""
        true = frozenset(self._solver.model())
        self._shown.append(true)
        return Witness(self.problem, true)

    def show(self, literals: Iterable[int]) -> frozenset[int] | None:
        """All literals that are true in some scenario with these, coherent or not, if any.

        Raises:
            Stopped: it was told to end first.
        """
        return self.witness().true if self.feasible(literals) else None

    def first(
        self,
        literals: Iterable[int],
        orders: Sequence[Sequence[int]] | None = None,
        *,
        conflicts: int | None = None,
    ) -> Witness:
        """The first coherent scenario with all of these; there must be one.

        In corpus order each variable takes its first option that is possible with what
        those before it took. So it is the same whatever was asked before.

        Args:
            literals: what is true of it.
            orders: for each variable the nodes of its options, in which order they are
                tried; without, that of the corpus.
            conflicts: an option that the solver does not find possible within so many
                conflicts is passed over. The scenario then depends on what this space was
                asked before: only for a space of its own.

        Raises:
            Stopped: it was told to end first.
        """
        taken = [self.problem.coherent, *literals]
        self.define(taken)
        # The nearer to it the solver begins, the fewer options are asked for.
        if orders is None:
            orders = [variable.nodes for variable in self.problem.variables]
        # Then the least numbers, from their highest bits down.
        words = self.problem.words.of.values()
        orders = [*orders, *((-bit, bit) for word in words for bit in word.bits[::-1])]
        self._solver.prefer([order[0] for order in orders])
        self._solver.satisfiable(taken, self.stop)

        def possible(literals: list[int]) -> bool:
            if conflicts is None:
                return self._solver.satisfiable(literals, self.stop)
            return self._solver.found(literals, conflicts, self.stop)

        # In order of number: a whole set for every scenario seen would take longer.
        seen = self._solver.model()
        refuted = self.refuted(taken)
        for order in orders:
            for node in order:
                if seen[abs(node) - 1] != node:
                    if node in refuted or not possible([*taken, node]):
                        continue
                    seen = self._solver.model()
                taken.append(node)
                break
        true = frozenset(seen)
        self._shown.append(true)
        return Witness(self.problem, true)

    def define(self, nodes: Iterable[int]) -> None:
        """Make the solver know these nodes, so that every witness shows them."""
        clauses = list(self._encoder.define(nodes))
        if clauses:
            self._solver.add(clauses)
            # To the solver they may have been variables that mean nothing until now.
            self._shown.clear()

    def prefer(self, literals: Iterable[int]) -> None:
        """Show these first where a scenario can have them or not."""
        self._solver.prefer(literals)

    def add(self, clauses: Iterable[Sequence[int]]) -> None:
        """Keep these clauses. Of a scratch space."""
        self._solver.add(clauses)
        self._shown.clear()

    def scratch(self) -> Space:
        """A space of its own to add clauses to, and then to drop."""
        other = Space(self.problem)
        other.stop = self.stop
        return other

    @property
    def counter(self) -> Counter:
        """What counts the scenarios without listing them, as long as that is soon done.

        Raises:
            TooLarge: there are too many variables for that.
        """
        if self._counter is None:
            from zopa.solving.bdd import NEAR, Counter

            self._counter = Counter(self.problem, most=NEAR)
        self._counter.stop = self.stop
        return self._counter

    def counted(self, work: Callable[[Counter, T], R], asked: T) -> R:
        """Count something: here while the diagrams stay small, else in another process.

        One step on large diagrams may take minutes, and only the end of its process
        ends it. Small ones are faster than such a process starts.

        Args:
            work: counts; defined at the top of a module.
            asked: what it counts; copied by pickle.

        Raises:
            TooLarge: there is no room for the diagrams.
            Stopped: the space was told to end first.
        """
        if self._apart is None:
            try:
                return work(self.counter, asked)
            except TooLarge:
                from zopa.solving.bdd import Counter
                from zopa.solving.process import Apart

                self._counter = None
                self._apart = Apart(Counter, self.problem)
                self._size_apart = self.problem.circuit.size
        # A draft may have made gates since, which the copy of the problem has not.
        growth = self.problem.circuit.grown(self._size_apart)
        self._size_apart = growth.size
        return self._apart.ask(_counted, (growth, work, asked), self.stop)

    @cached_property
    def apart(self) -> Space:
        """The scenarios of which an issue that takes one term may have several."""
        other = Space(Problem(self.problem.corpus, apart=True))
        # So that every scenario shown says which of them it keeps.
        other.define(each.node for each in other.problem.judged)
        other._end = self._end
        return other

    @cached_property
    def twin(self) -> Twin:
        """Two scenarios side by side."""
        return Twin(self.problem)


def _counted(counter: Counter, asked: tuple[Growth, Callable[[Counter, T], R], T]) -> R:
    """Count in the process that has a copy of the problem."""
    growth, work, what = asked
    counter.grow(growth)
    return work(counter, what)


class Witness:
    """A scenario that the solver showed."""

    def __init__(self, problem: Problem, true: frozenset[int]) -> None:
        self._problem = problem
        self.true = true
        """Every literal that is true of it, of what the space was asked about so far."""

    def scenario(self, near: Mapping[str, Choice]) -> Complete:
        """It, with all its terms and parameters, these as the draft gives them if it does."""
        return self._problem.scenario(self.true, near)


class Twin:
    """Pairs of coherent scenarios that agree where they are told to.

    What they can differ in, although they agree on some issues, those issues
    do not settle. Only what can have to do with what is asked is in a pair: what no
    clause ties to it can be the same in both.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._pairs: dict[int, Pairs] = {}

    @cached_property
    def _tied(self) -> list[int]:
        """The variables that clauses tie together, as bits, each variable in one at most."""
        problem = self._problem
        nodes = [*problem.words_kept, *(clause.node for clause in problem.clauses)]
        tied: list[int] = []
        for tie in dict.fromkeys(map(problem.support, nodes)):
            touched = [each for each in tied if each & tie]
            tied = [each for each in tied if not each & tie]
            tied.append(functools.reduce(operator.or_, touched, tie))
        return tied

    def about(self, node: int) -> Pairs:
        """Pairs of what can have to do with a node that the problem speaks of."""
        mine = self._problem.support(node)
        for each in self._tied:
            if each & mine:
                mine |= each
        if mine not in self._pairs:
            self._pairs[mine] = Pairs(self._problem, mine)
        return self._pairs[mine]


class Pairs:
    """Two scenarios, as far as they decide some variables; a solver for both at once."""

    def __init__(self, problem: Problem, mine: int) -> None:
        """Make ready to ask.

        Args:
            problem: whose coherent scenarios these are.
            mine: the variables, as bits; no clause ties one of them to another one.
        """
        self._problem = problem
        self._mine = mine
        self._encoder = Encoder(problem.circuit)
        self._solver = Solver()
        self._size = 0
        self._names: dict[int, int] = {}
        """For each node its number in the first; the next number is that in the second."""
        self._same: dict[str, int] = {}
        variables: dict[str, list[Variable]] = {}
        rest = mine
        while rest:
            variable = problem.variables[(rest & -rest).bit_length() - 1]
            variables.setdefault(variable.issue, []).append(variable)
            rest &= rest - 1
        self._add(one_of_each(itertools.chain(*variables.values())))
        self._hold(problem.words_kept)
        self._hold(clause.node for clause in problem.clauses)
        for issue, some in variables.items():
            self._same[issue] = agree = self._new()
            nodes = [node for variable in some for node in variable.nodes]
            bits = [bit for bit in problem.bits_of(issue) if problem.support(bit) & mine]
            for node in (*nodes, *bits, *map(operator.neg, bits)):
                one, other = self._both(node)
                self._solver.add([(-agree, -one, other)])
        # The more a pair is alike in, the more of the rest need not be asked.
        self._solver.prefer(self._same.values())

    def _new(self) -> int:
        """A number that is not taken, and nor is the next one."""
        self._size += 2
        return self._size - 1

    def _both(self, literal: int) -> tuple[int, int]:
        """The literal in the first and in the second."""
        node = abs(literal)
        if node not in self._names:
            self._names[node] = self._new()
        one = self._names[node]
        return (one, one + 1) if literal > 0 else (-one, -one - 1)

    def _add(self, clauses: Iterable[Sequence[int]]) -> None:
        for clause in clauses:
            both = [self._both(literal) for literal in clause]
            self._solver.add([[one for one, _ in both], [other for _, other in both]])

    def _define(self, nodes: Iterable[int]) -> list[int]:
        """Those of the nodes that speak of these variables, whose meaning is known then."""
        found = [node for node in nodes if self._problem.support(node) & self._mine]
        self._add(self._encoder.define(found))
        return found

    def _hold(self, nodes: Iterable[int]) -> None:
        self._add((node,) for node in self._define(nodes))

    def same(self, issue: str) -> int:
        """The literal that, assumed, makes both decide the issue alike."""
        return self._same[issue]

    def differing(self, node: int, facts: Iterable[int]) -> list[int]:
        """What to assume for both to have the facts, and one the node, the other not."""
        each = [literal for fact in self._define(facts) for literal in self._both(fact)]
        self._define([node])
        one, other = self._both(node)
        return [*each, one, -other]

    def show(self, literals: Sequence[int], stop: Stop | None = None) -> frozenset[int] | None:
        """In which issues some pair with these is alike, as `same` says it; None without one.

        Raises:
            Stopped: it was told to end first.
        """
        if not self._solver.satisfiable(literals, stop):
            return None
        model = self._solver.model()
        return frozenset(same for same in self._same.values() if model[same - 1] > 0)

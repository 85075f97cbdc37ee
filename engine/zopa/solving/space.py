"""The space of all complete drafts of a compiled corpus, queried through one SAT solver."""

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
from zopa.solving import TooLarge
from zopa.solving.circuit import TRUE, Encoder, one_of_each, structure
from zopa.solving.problem import Problem
from zopa.solving.sat import Models, Solver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.model.context import Context, Held
    from zopa.model.corpus import Choice
    from zopa.model.evaluate import Complete
    from zopa.solving import Apart, Stop
    from zopa.solving.bdd import Counter
    from zopa.solving.circuit import Growth
    from zopa.solving.problem import Clause, Variable

__all__ = ["Space", "Twin", "Witness"]

T = TypeVar("T")
R = TypeVar("R")

WORLDS = 8
"""Number of sets of broken rules whose space is cached."""
MODELS = 256
"""Number of cached scenarios, which are tried before the solver is called."""
REMEMBERED = 128
"""Number of cached sets of literals that no scenario has."""


@dataclass
class _End:
    """Cancellation of a question, shared by spaces with one solver."""

    stop: Stop | None = None


class Space:
    """Problem with one incremental solver. Not thread-safe.

    Facts and positions are assumption literals, so a change compiles nothing, and learned
    clauses stay valid.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._end = _End()
        self._without: dict[tuple[Clause, ...], Space] = {}
        self._counter: Counter | None = None
        self._apart: Apart[Counter] | None = None
        self._size_apart = 0
        """Size of the circuit in the child process."""
        self._held: tuple[Context, tuple[Held, ...]] | None = None
        self._encoder = Encoder(problem.circuit)
        self._solver = Solver(structure(problem))
        self._solver.add(self._encoder.define([problem.coherent, *problem.spoken_of]))
        self._shown = Models(MODELS)
        self._last: frozenset[int] = frozenset()
        """True literals of the last scenario."""
        self._barred: deque[tuple[frozenset[int], frozenset[int]]] = deque(maxlen=REMEMBERED)
        # Variable and option of each option's node, and of its term's.
        self._options: dict[int, tuple[int, int]] = {}
        # Literals of the variable if the option of a node is chosen.
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
        """Return the positions that count, in corpus order; the last result is cached."""
        if self._held is None or self._held[0] != context:
            self._held = context, held(self.problem.corpus, context)
        return self._held[1]

    @property
    def stop(self) -> Stop | None:
        """Cancellation of a long question; set it while the question runs."""
        return self._end.stop

    @stop.setter
    def stop(self, stop: Stop | None) -> None:
        self._end.stop = stop

    def without(self, broken: Sequence[Clause]) -> Space:
        """Return the scenarios that may break these clauses; the last few spaces are cached.

        It shares the solver with this space, and its cancellation.
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
        """Change to this problem, which has the same circuit and variables."""
        for kept in ("twin", "apart"):
            self.__dict__.pop(kept, None)
        self.problem = problem
        self._counter = None
        self._apart = None
        self._without = {}

    @property
    def calls(self) -> int:
        """Number of calls of the solver."""
        return self._solver.calls

    def feasible(self, literals: Iterable[int]) -> bool:
        """Return True if some scenario, consistent or not, has all of these true.

        Raises:
            Stopped: it was cancelled first.
        """
        assumed = list(literals)
        self.define(assumed)
        return self._solver.satisfiable(assumed, self.stop)

    def possible(self, literals: Iterable[int]) -> bool:
        """Return True if some consistent scenario has all of these true.

        Raises:
            Stopped: it was cancelled first.
        """
        return self.feasible([self.problem.coherent, *literals])

    def reachable(self, assumed: Sequence[int], literals: Iterable[int]) -> frozenset[int]:
        """Return the literals that are true in some consistent scenario (for the backbone).

        Every witness settles many of them at once: the solver is asked for those not yet seen,
        with preferred phases for them. Earlier witnesses count too, and so do literals that
        were impossible under fewer assumptions.

        Raises:
            Stopped: it was cancelled first.
        """
        wanted = dict.fromkeys(literals)
        facts = [self.problem.coherent, *assumed]
        self.define([*facts, *wanted])
        barred = self._barred_by(facts)
        asked = set(wanted) - barred
        waiting = self._shown.unseen(asked, facts)
        if waiting and waiting == asked:
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
        """Return literals that unit propagation refutes under the assumptions.

        They are most of the impossible literals; empty if the assumptions are inconsistent.
        Only literals known to the space.
        """
        implied = self._solver.implied([self.problem.coherent, *assumed])
        return frozenset(map(operator.neg, implied or ()))

    def _barred_by(self, facts: Sequence[int]) -> frozenset[int]:
        """Return literals known to be impossible under these facts."""
        given = frozenset(facts)
        every = (barred for fewer, barred in self._barred if fewer <= given)
        return frozenset().union(*every)

    def _lean(self, unseen: AbstractSet[int]) -> None:
        """Set phases so that the next witness has as many of these as possible.

        The phases are those of a full scenario, all gates included: the solver decides gates
        before choices about as often, and without phases it repeats the last scenario. A choice
        without unseen options keeps its last option. If only one choice has unseen options, it
        is requested too.
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
        true = set(self._last & self._choosing)
        for number, place in new.items():
            taking = self._taking[self.problem.variables[number].nodes[place]]
            true.difference_update([-literal for literal in taking])
            true |= taking
        self.problem.circuit.settle(true)
        self._solver.prefer(true)

    def core(self) -> frozenset[int]:
        """Return the core of the last no: sufficient literals of the question, not minimal."""
        return frozenset(self._solver.core())

    def witness(self) -> Witness:
        """Return the scenario of the last yes."""
        return self._shows(self._solver.model())

    def _shows(self, model: Sequence[int]) -> Witness:
        """Return the scenario of a model, and cache it."""
        self._shown.add(model)
        self._last = frozenset(model)
        return Witness(self.problem, self._last)

    def show(self, literals: Iterable[int]) -> frozenset[int] | None:
        """Return all true literals of a scenario with these; None if no scenario has them.

        The scenario may be inconsistent.

        Raises:
            Stopped: it was cancelled first.
        """
        return self.witness().true if self.feasible(literals) else None

    def first(
        self,
        literals: Iterable[int],
        orders: Sequence[Sequence[int]] | None = None,
        *,
        conflicts: int | None = None,
    ) -> Witness:
        """Return the lexicographically first consistent scenario with these; one must exist.

        In corpus order each variable takes its first option that is possible with the earlier
        ones. So the result does not depend on earlier questions.

        Args:
            literals: literals that are true of it.
            orders: order of the options' nodes, by variable; by default that of the corpus.
            conflicts: options that the solver does not find possible within this many conflicts
                are skipped. The scenario then depends on earlier questions: only for a space of
                its own.

        Raises:
            Stopped: it was cancelled first.
        """
        taken = [self.problem.coherent, *literals]
        self.define(taken)
        # A close start saves solver calls.
        if orders is None:
            orders = [variable.nodes for variable in self.problem.variables]
        # Then the smallest numbers, from their highest bits down.
        words = self.problem.words.of.values()
        orders = [*orders, *((-bit, bit) for word in words for bit in word.bits[::-1])]
        self._solver.prefer([order[0] for order in orders])
        self._solver.satisfiable(taken, self.stop)

        def possible(literals: list[int]) -> bool:
            if conflicts is None:
                return self._solver.satisfiable(literals, self.stop)
            return self._solver.found(literals, conflicts, self.stop)

        # Sorted by number: a set for every witness would be slower.
        seen = self._solver.model()
        out = set(self.refuted(taken))

        def wanted(order: Sequence[int]) -> int:
            return next(x for x in order if x not in out or seen[abs(x) - 1] == x)

        # As many variables at once as twice those that could be had at once before.
        place, number = 0, 1
        while place < len(orders):
            some = list(map(wanted, orders[place : place + number]))
            if any(seen[abs(node) - 1] != node for node in some):
                if not possible([*taken, *some]):
                    if number == 1:
                        out.update(some, self.refuted(taken))
                    number = max(1, len(some) // 2)
                    continue
                seen = self._solver.model()
            taken += some
            place += len(some)
            number *= 2
        return self._shows(seen)

    def define(self, nodes: Iterable[int]) -> None:
        """Define these nodes in the solver, so that every witness contains them."""
        clauses = list(self._encoder.define(nodes))
        if clauses:
            self._solver.add(clauses)
            # Until now they may have been free variables in the solver.
            self._shown.clear()

    def prefer(self, literals: Iterable[int]) -> None:
        """Prefer these in witnesses that may have them or not."""
        self._solver.prefer(literals)

    def add(self, clauses: Iterable[Sequence[int]]) -> None:
        """Add these clauses; only in a scratch space."""
        self._solver.add(clauses)
        self._shown.clear()

    def scratch(self) -> Space:
        """Return a separate space for further clauses."""
        other = Space(self.problem)
        other.stop = self.stop
        return other

    @property
    def counter(self) -> Counter:
        """Counter of the scenarios, as long as its diagrams stay small.

        Raises:
            TooLarge: there are too many variables for that.
        """
        if self._counter is None:
            from zopa.solving.bdd import NEAR, Counter

            self._counter = Counter(self.problem, most=NEAR)
        self._counter.stop = self.stop
        return self._counter

    def counted(self, work: Callable[[Counter, T], R], asked: T) -> R:
        """Run a count: here while the diagrams stay small, else in another process.

        One step on large diagrams can take minutes, and only the end of its process ends it.
        Small ones are faster than the start of a process.

        Args:
            work: the count; defined at the top level of a module.
            asked: its argument; copied by pickle.

        Raises:
            TooLarge: there is no room for the diagrams.
            Stopped: the space was cancelled first.
        """
        if self._apart is None:
            try:
                return work(self.counter, asked)
            except TooLarge:
                from zopa.solving import Apart
                from zopa.solving.bdd import Counter

                self._counter = None
                self._apart = Apart(Counter, self.problem)
                self._size_apart = self.problem.circuit.size
        # Drafts may have added gates that the copy of the problem lacks.
        growth = self.problem.circuit.grown(self._size_apart)
        self._size_apart = growth.size
        return self._apart.ask(_counted, (growth, work, asked), self.stop)

    @cached_property
    def apart(self) -> Space:
        """Scenarios in which an issue that takes one term may have several."""
        other = Space(Problem(self.problem.corpus, apart=True))
        # So that every witness contains them.
        other.define(each.node for each in other.problem.judged)
        other._end = self._end
        return other

    @cached_property
    def twin(self) -> Twin:
        """Pairs of scenarios."""
        return Twin(self.problem)


def _counted(counter: Counter, asked: tuple[Growth, Callable[[Counter, T], R], T]) -> R:
    """Run a count in the process that has a copy of the problem."""
    growth, work, what = asked
    counter.grow(growth)
    return work(counter, what)


class Witness:
    """Scenario from the solver."""

    def __init__(self, problem: Problem, true: frozenset[int]) -> None:
        self._problem = problem
        self.true = true
        """True literals, of the nodes defined so far."""

    def scenario(self, near: Mapping[str, Choice]) -> Complete:
        """Return the complete scenario, with the draft's parameters if it gives them."""
        return self._problem.scenario(self.true, near)


class Twin:
    """Pairs of consistent scenarios that agree on selected issues.

    If they can differ in a verdict, these issues do not settle it. A pair has only the
    component of the question: variables that no clause connects to it can be equal in both.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._pairs: dict[int, Pairs] = {}

    @cached_property
    def _tied(self) -> list[int]:
        """Components of variables connected by clauses, as disjoint bit sets."""
        problem = self._problem
        nodes = [*problem.words_kept, *(clause.node for clause in problem.clauses)]
        tied: list[int] = []
        for tie in dict.fromkeys(map(problem.support, nodes)):
            touched = [each for each in tied if each & tie]
            tied = [each for each in tied if not each & tie]
            tied.append(functools.reduce(operator.or_, touched, tie))
        return tied

    def about(self, node: int) -> Pairs:
        """Return the pairs for the component of a node."""
        mine = self._problem.support(node)
        for each in self._tied:
            if each & mine:
                mine |= each
        if mine not in self._pairs:
            self._pairs[mine] = Pairs(self._problem, mine)
        return self._pairs[mine]


class Pairs:
    """Two copies of some variables with one solver for both."""

    def __init__(self, problem: Problem, mine: int) -> None:
        """Prepare the pairs.

        Args:
            problem: problem of the consistent scenarios.
            mine: the variables, as bits; no clause connects one of them to another variable.
        """
        self._problem = problem
        self._mine = mine
        self._encoder = Encoder(problem.circuit)
        self._solver = Solver()
        self._size = 0
        self._names: dict[int, int] = {}
        """Number of each node in the first copy; the next number is that in the second."""
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
        # Pairs that agree on more issues save solver calls.
        self._solver.prefer(self._same.values())

    def _new(self) -> int:
        """Return a free number whose successor is free too."""
        self._size += 2
        return self._size - 1

    def _both(self, literal: int) -> tuple[int, int]:
        """Return the literal in the first and in the second copy."""
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
        """Define the nodes over these variables in the solver, and return them."""
        found = [node for node in nodes if self._problem.support(node) & self._mine]
        self._add(self._encoder.define(found))
        return found

    def _hold(self, nodes: Iterable[int]) -> None:
        self._add((node,) for node in self._define(nodes))

    def same(self, issue: str) -> int:
        """Return the literal whose assumption makes both decide the issue equally."""
        return self._same[issue]

    def differing(self, node: int, facts: Iterable[int]) -> list[int]:
        """Return assumptions: both have the facts, one has the node, the other does not."""
        each = [literal for fact in self._define(facts) for literal in self._both(fact)]
        self._define([node])
        one, other = self._both(node)
        return [*each, one, -other]

    def show(self, literals: Sequence[int], stop: Stop | None = None) -> frozenset[int] | None:
        """Return the issues on which some pair with these agrees; None without a pair.

        Issues are the literals of `same`.

        Raises:
            Stopped: it was cancelled first.
        """
        if not self._solver.satisfiable(literals, stop):
            return None
        model = self._solver.model()
        return frozenset(same for same in self._same.values() if model[same - 1] > 0)

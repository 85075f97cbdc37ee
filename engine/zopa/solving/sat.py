"""The SAT solver; nothing else knows which one it is.

MiniSat 2.2 through PySAT. Always through `solve_limited`, which frees the
interpreter lock and can be interrupted at once. PySAT is imported with the first
solver, since much that knows of questions never asks one.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from zopa.solving.cancel import Stop, Stopped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Cheapest", "Solver"]


class Solver:
    """Clauses, kept; asked again and again under assumptions. One thread at a time."""

    def __init__(self, clauses: Iterable[Sequence[int]] = ()) -> None:
        from pysat.solvers import Minisat22

        self._sat = Minisat22(bootstrap_with=list(map(list, clauses)))
        # At the end of the process PySAT's own clean-up comes after that of its module.
        weakref.finalize(self, self._sat.delete)
        self.calls = 0
        """How often it was asked; for benchmarks and tests of thrift."""

    def add(self, clauses: Iterable[Sequence[int]]) -> None:
        """Keep these clauses too."""
        for clause in clauses:
            self._sat.add_clause(list(clause))

    def satisfiable(self, assumptions: Sequence[int], stop: Stop | None = None) -> bool:
        """Whether all clauses can hold under the assumptions.

        Raises:
            Stopped: it was told to end first.
        """
        answer = self._solve(assumptions, stop)
        if answer is None:
            raise Stopped
        return answer

    def found(
        self, assumptions: Sequence[int], conflicts: int, stop: Stop | None = None
    ) -> bool:
        """True if a model was found within so many conflicts; False says nothing.

        Raises:
            Stopped: it was told to end first.
        """
        self._sat.conf_budget(conflicts)
        try:
            answer = self._solve(assumptions, stop)
        finally:
            self._sat.conf_budget(-1)
        if answer is None and stop is not None:
            stop.check()
        return bool(answer)

    def _solve(self, assumptions: Sequence[int], stop: Stop | None) -> bool | None:
        """None where it was told to end, or where a limit was met."""
        self.calls += 1
        answer: bool | None
        if stop is None:
            answer = self._sat.solve_limited(assumptions=assumptions, expect_interrupt=True)
        else:
            leave = stop.subscribe(self._sat.interrupt)
            try:
                stop.check()
                answer = self._sat.solve_limited(assumptions=assumptions, expect_interrupt=True)
            finally:
                leave()
                if stop.called:
                    self._sat.clear_interrupt()
        return answer

    def model(self) -> list[int]:
        """After a yes: every variable, as a literal that is true; in order of number."""
        return self._sat.get_model() or []

    def core(self) -> list[int]:
        """After a no: assumptions that are enough for it, not a least set of them."""
        return self._sat.get_core() or []

    def prefer(self, literals: Iterable[int]) -> None:
        """Try these values first where there is a choice."""
        self._sat.set_phases(list(literals))

    def implied(self, assumptions: Sequence[int]) -> list[int] | None:
        """What follows from the assumptions by unit propagation; None where they clash."""
        consistent, literals = self._sat.propagate(assumptions=list(assumptions))
        return list(literals) if consistent else None


class Cheapest:
    """Models that break the fewest of some literals, one after the other.

    Source:
        RC2: Ignatiev, Morgado and Marques-Silva, "RC2: an Efficient MaxSAT
        Solver", JSAT 2019, as PySAT has it.
    """

    def __init__(self) -> None:
        from pysat.examples.rc2 import RC2
        from pysat.formula import WCNF

        self._rc2 = RC2(WCNF(), solver="m22")
        weakref.finalize(self, self._rc2.delete)

    def next(self, stop: Stop | None = None) -> list[int] | None:
        """A best model that keeps all clauses; None when there is no model.

        Raises:
            Stopped: it was told to end first.
        """
        if stop is None:
            model = self._rc2.compute(expect_interrupt=True)
        else:
            leave = stop.subscribe(self._rc2.interrupt)
            try:
                stop.check()
                model = self._rc2.compute(expect_interrupt=True)
            finally:
                leave()
                if stop.called:
                    self._rc2.clear_interrupt()
            if model is None:
                stop.check()
        return None if model is None else list(model)

    def wish(self, literal: int) -> None:
        """Break this only where needed, from now on."""
        self._rc2.add_clause([literal], weight=1)

    def add(self, clause: Sequence[int]) -> None:
        """Look only at models of this clause from now on."""
        self._rc2.add_clause(list(clause))

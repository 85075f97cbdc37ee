"""SAT solver: MiniSat 2.2 through PySAT.

No other module knows the library. Always `solve_limited`, which releases the interpreter lock
and can be interrupted at once. PySAT is imported with the first solver, because many commands
need none.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from zopa.solving import Stop, Stopped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Cheapest", "Solver"]


class Solver:
    """Incremental SAT solver, called under assumptions. Not thread-safe."""

    def __init__(self, clauses: Iterable[Sequence[int]] = ()) -> None:
        from pysat.solvers import Minisat22

        self._sat = Minisat22(bootstrap_with=list(map(list, clauses)))
        # At the end of the process PySAT's own clean-up comes after that of its module.
        weakref.finalize(self, self._sat.delete)
        self.calls = 0
        """Number of calls; for benchmarks and tests."""

    def add(self, clauses: Iterable[Sequence[int]]) -> None:
        """Add these clauses."""
        for clause in clauses:
            self._sat.add_clause(list(clause))

    def satisfiable(self, assumptions: Sequence[int], stop: Stop | None = None) -> bool:
        """Return True if all clauses are satisfiable under the assumptions.

        Raises:
            Stopped: it was cancelled first.
        """
        answer = self._solve(assumptions, stop)
        if answer is None:
            raise Stopped
        return answer

    def found(
        self, assumptions: Sequence[int], conflicts: int, stop: Stop | None = None
    ) -> bool:
        """Return True if a model is found within this many conflicts; False means nothing.

        Raises:
            Stopped: it was cancelled first.
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
        """Return None if it was cancelled, or reached a limit."""
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
        """Return the model after a yes: every variable as a true literal, in order."""
        return self._sat.get_model() or []

    def core(self) -> list[int]:
        """Return a core after a no: sufficient assumptions, not minimal."""
        return self._sat.get_core() or []

    def prefer(self, literals: Iterable[int]) -> None:
        """Set preferred phases: these values are tried first."""
        self._sat.set_phases(list(literals))

    def implied(self, assumptions: Sequence[int]) -> list[int] | None:
        """Return the literals implied by unit propagation; None for a contradiction."""
        consistent, literals = self._sat.propagate(assumptions=list(assumptions))
        return list(literals) if consistent else None


class Cheapest:
    """Models by the number of violated soft literals, the fewest first (MaxSAT).

    Source:
        RC2: Ignatiev, Morgado and Marques-Silva, "RC2: an Efficient MaxSAT Solver", JSAT 2019,
        as PySAT has it.
    """

    def __init__(self) -> None:
        from pysat.examples.rc2 import RC2
        from pysat.formula import WCNF

        self._rc2 = RC2(WCNF(), solver="m22")
        weakref.finalize(self, self._rc2.delete)

    def next(self, stop: Stop | None = None) -> list[int] | None:
        """Return a best model of all clauses; None if they are unsatisfiable.

        Raises:
            Stopped: it was cancelled first.
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
        """Add a soft literal."""
        self._rc2.add_clause([literal], weight=1)

    def add(self, clause: Sequence[int]) -> None:
        """Add a hard clause."""
        self._rc2.add_clause(list(clause))

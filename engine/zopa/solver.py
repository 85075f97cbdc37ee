"""The SAT solver; nothing else knows which one it is.

MiniSat 2.2 through PySAT. Always through `solve_limited`, which frees the
interpreter lock and can be interrupted at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pysat.solvers import Minisat22

from zopa.stop import Stop, Stopped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Solver"]


class Solver:
    """Clauses, kept; asked again and again under assumptions. One thread at a time."""

    def __init__(self, clauses: Iterable[Sequence[int]] = ()) -> None:
        self._sat = Minisat22(bootstrap_with=list(map(list, clauses)))
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
        self.calls += 1
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
        if answer is None:
            raise Stopped
        return bool(answer)

    def model(self) -> list[int]:
        """After a yes: every variable, as a literal that is true; in order of number."""
        return list(self._sat.get_model() or ())

    def core(self) -> list[int]:
        """After a no: assumptions that are enough for it, not a least set of them."""
        return list(self._sat.get_core() or ())

    def prefer(self, literals: Iterable[int]) -> None:
        """Try these values first where there is a choice."""
        self._sat.set_phases(list(literals))

    def implied(self, assumptions: Sequence[int]) -> list[int] | None:
        """What follows from the assumptions by unit propagation; None where they clash."""
        consistent, literals = self._sat.propagate(assumptions=list(assumptions))
        return list(literals) if consistent else None

    def close(self) -> None:
        """Give its memory back."""
        self._sat.delete()

"""SAT solver: MiniSat 2.2 through PySAT, and the last models that it found.

No other module knows the library. Always `solve_limited`, which releases the interpreter lock
and can be interrupted at once. PySAT is imported with the first solver, because many commands
need none.
"""

from __future__ import annotations

import struct
import weakref
from collections import deque
from typing import TYPE_CHECKING

from zopa.solving import Stop, Stopped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

__all__ = [
    "Cheapest",
    "Models",
    "Solver",
]


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


TRUE_BITS = bytes(49 if sign < 128 else 48 for sign in range(256))
"""Digit of a variable by the highest byte of its literal: 1 if the variable is true."""
FALSE_BITS = bytes(48 if sign < 128 else 49 for sign in range(256))


class Models:
    """The last models of a solver: two bits for each variable, where a set takes 100 bytes."""

    def __init__(self, most: int) -> None:
        self._all: deque[tuple[int, int]] = deque(maxlen=most)
        """The true and the false variables of each model, as bit sets."""

    def __len__(self) -> int:
        return len(self._all)

    def add(self, model: Sequence[int]) -> None:
        """Add a model: a literal for each variable, in order, from variable 1."""
        signs = struct.pack(f"<{len(model)}i", *model)[:2:-4]
        true, false = signs.translate(TRUE_BITS), signs.translate(FALSE_BITS)
        self._all.append((int(true + b"0", 2), int(false + b"0", 2)))

    def clear(self) -> None:
        """Forget all models."""
        self._all.clear()

    def unseen(self, wanted: Collection[int], facts: Iterable[int]) -> set[int]:
        """Return the literals that are true in no model that has all of the facts."""
        positive, negative = _bits(facts)
        true = false = 0
        for yes, no in self._all:
            if not (positive & ~yes or negative & ~no):
                true |= yes
                false |= no
        if not true | false:
            return set(wanted)
        # A literal is an index of its digit, from either end.
        width = max(true.bit_length(), false.bit_length(), 1 + max(map(abs, wanted), default=0))
        digits = f"{true:0{width}b}"[::-1] + f"{false >> 1:0{width}b}"
        return {literal for literal in wanted if digits[literal] == "0"}


def _bits(literals: Iterable[int]) -> tuple[int, int]:
    """Return the variables of the positive and of the negative literals, as bit sets."""
    positive = negative = 0
    for literal in literals:
        if literal > 0:
            positive |= 1 << literal
        else:
            negative |= 1 << -literal
    return positive, negative

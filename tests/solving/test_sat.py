"""SAT solver: kept clauses, assumptions, and stops."""

from __future__ import annotations

import itertools
import threading
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.solving import Stop, Stopped
from zopa.solving.sat import Cheapest, Solver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SOON = 60.0
"""Seconds in which a slow machine ends, too, what it is told to end."""
literals = st.integers(-4, 4).filter(bool)
formulas = st.lists(st.lists(literals, min_size=1, max_size=3), max_size=12)


def pigeons(holes: int) -> list[list[int]]:
    """One pigeon more than holes: impossible, and hard to prove by resolution."""
    place = {
        (pigeon, hole): pigeon * holes + hole + 1
        for pigeon in range(holes + 1)
        for hole in range(holes)
    }
    somewhere = [[place[pigeon, hole] for hole in range(holes)] for pigeon in range(holes + 1)]
    alone = [
        [-place[one, hole], -place[other, hole]]
        for hole in range(holes)
        for one, other in itertools.combinations(range(holes + 1), 2)
    ]
    return somewhere + alone


HOLES = 16
HARD = pigeons(HOLES)
"""It would take hours."""
EASY = [-place for place in range(1, HOLES + 1)]
"""Assumptions that leave the first pigeon no place, which propagation detects at once."""


@given(formulas, st.lists(literals, max_size=3))
def test_it_says_yes_exactly_when_there_is_a_solution(
    clauses: list[list[int]], assumed: list[int]
) -> None:
    """By trying all; after a yes the model is one, after a no the core is enough."""
    truths = [
        {n if true else -n for n, true in enumerate(values, 1)}
        for values in itertools.product([False, True], repeat=4)
    ]
    solutions = [
        truth
        for truth in truths
        if set(assumed) <= truth and all(truth & set(clause) for clause in clauses)
    ]
    solver = Solver(clauses)

    answer = solver.satisfiable(assumed)

    assert answer == bool(solutions)
    if answer:
        model = set(solver.model())
        assert any(model & {1, -1, 2, -2, 3, -3, 4, -4} <= truth for truth in solutions)
    else:
        core = solver.core()
        assert set(core) <= set(assumed)
        assert not Solver(clauses).satisfiable(core)


def test_assumptions_are_forgotten_and_clauses_kept() -> None:
    """One solver answers again and again."""
    solver = Solver([(1, 2)])

    assert not solver.satisfiable([-1, -2])
    assert solver.satisfiable([-1])
    solver.add([(-2,)])
    assert not solver.satisfiable([-1])
    assert solver.satisfiable([])
    assert solver.calls == 4


def test_what_is_preferred_is_shown_where_it_can_be() -> None:
    """And does not change what is possible."""
    solver = Solver([(1, 2), (-1, -2), (3, -3)])

    solver.prefer([1, -2, 3])
    assert solver.satisfiable([])
    assert {1, -2, 3} <= set(solver.model())
    solver.prefer([-1, 2, -3])
    assert solver.satisfiable([])
    assert {-1, 2, -3} <= set(solver.model())
    assert solver.satisfiable([1])


def test_unit_propagation_says_what_plainly_follows() -> None:
    """None where it clashes."""
    solver = Solver([(-1, 2), (-2, 3), (-3, -4)])

    assert set(solver.implied([1]) or ()) == {1, 2, 3, -4}
    assert solver.implied([1, 4]) is None


# -- being told to end --------------------------------------------------------


def test_a_stop_that_was_called_before_ends_the_question_at_once() -> None:
    """And the solver can be asked again."""
    solver = Solver(HARD)
    stop = Stop()
    stop.call()

    with pytest.raises(Stopped):
        solver.satisfiable([], stop)

    assert not solver.satisfiable(EASY, Stop())


def test_a_budget_interrupts_one_long_step() -> None:
    """Well before the solver would be done by itself."""
    solver = Solver(HARD)
    begun = time.monotonic()

    with Stop(0.1) as stop, pytest.raises(Stopped):
        solver.satisfiable([], stop)

    assert time.monotonic() - begun < SOON


def test_another_thread_can_end_a_long_step() -> None:
    """By calling the stop while the solver works."""
    solver = Solver(HARD)
    stop = Stop()
    timer = threading.Timer(0.1, stop.call)
    timer.start()

    with pytest.raises(Stopped):
        solver.satisfiable([], stop)
    timer.join()

    assert stop.called


def test_after_an_interrupt_the_solver_answers_again() -> None:
    """As if nothing had happened; an earlier stop has no part in it."""
    solver = Solver([*HARD, (1000, 1001)])
    with Stop(0.05) as stop, pytest.raises(Stopped):
        solver.satisfiable([], stop)

    assert not solver.satisfiable(EASY)
    assert not solver.satisfiable(EASY, Stop(60))
    stop.call()
    assert not solver.satisfiable(EASY, Stop(60))


def test_a_stop_without_a_budget_is_not_called_by_itself() -> None:
    """It is there to be called; leaving it does not call it."""
    with Stop() as stop:
        assert not stop.called
        stop.check()
    assert not stop.called


def test_listeners_hear_the_call_until_they_leave() -> None:
    """Each once for each call."""
    heard: list[str] = []
    stop = Stop()
    leave = stop.subscribe(lambda: heard.append("one"))
    stop.subscribe(lambda: heard.append("other"))

    leave()
    stop.call()

    assert heard == ["other"]


# -- the cheapest models ------------------------------------------------------


def cheapest_of(clauses: Iterable[Sequence[int]], wishes: Iterable[int]) -> Cheapest:
    """The models of these clauses."""
    found = Cheapest()
    for wish in wishes:
        found.wish(wish)
    for clause in clauses:
        found.add(clause)
    return found


def test_the_cheapest_models_come_first() -> None:
    """By the number of wishes that they break, until there is none left."""
    wishes = (-1, -2, 3)
    cheapest = cheapest_of([(1, 2)], wishes)
    costs = []

    while (model := cheapest.next()) is not None:
        costs.append(sum(wish not in model for wish in wishes))
        cheapest.add([-each for each in model])

    assert costs == [1, 1, 2, 2, 2, 3]


def test_a_wish_can_come_later() -> None:
    """When models were found already; a clause too."""
    cheapest = cheapest_of([(1, 2)], [-1, -2])
    assert cheapest.next() is not None

    cheapest.wish(-3)
    cheapest.add((2, 3))
    cheapest.add((1, 3))

    costs = []
    while (model := cheapest.next()) is not None:
        costs.append(sum(each > 0 for each in model))
        cheapest.add([-each for each in model])
    assert costs == [2, 2, 2, 3]


def test_a_stop_has_no_part_in_later_questions() -> None:
    """Called after the answer it interrupts nothing."""
    cheapest = cheapest_of([(1, 2)], [-1, -2])
    stop = Stop()

    assert cheapest.next(stop) is not None
    stop.call()
    assert cheapest.next() is not None

    with pytest.raises(Stopped):
        cheapest.next(stop)
    assert cheapest.next(Stop(60)) is not None
    assert cheapest.next() is not None


def test_a_budget_interrupts_the_search_for_the_cheapest() -> None:
    """Each time anew: that the time is over is no proof that there is no model."""
    cheapest = cheapest_of(HARD, [1, 2])
    begun = time.monotonic()

    for _ in range(2):
        with Stop(0.1) as stop, pytest.raises(Stopped):
            cheapest.next(stop)

    assert time.monotonic() - begun < SOON


class Sudden(Stop):
    """A stop that is called as soon as a listener subscribes."""

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Subscribe, and call the stop."""
        leave = super().subscribe(listener)
        self.call()
        return leave


def test_a_stop_before_the_first_step_has_no_part_in_later_questions() -> None:
    """What it interrupts has not begun; the next question is answered."""
    solver, cheapest = Solver([(1, 2)]), cheapest_of([(1, 2)], [-1, -2])

    with pytest.raises(Stopped):
        solver.satisfiable([], Sudden())
    with pytest.raises(Stopped):
        cheapest.next(Sudden())

    assert solver.satisfiable([])
    assert sum(each > 0 for each in cheapest.next() or ()) == 1

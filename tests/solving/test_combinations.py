"""Combinations: counts and changes, compared with a list of all."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brute import After
from zopa.solving import Stopped, TooLarge
from zopa.solving.combinations import Combinations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.solving.combinations import Assignment, Bar


def listed(sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every combination."""
    return itertools.product(*map(range, sizes))


def barred(combination: Sequence[int], bars: Sequence[Bar]) -> bool:
    """True if it meets all needs of at least one bar."""
    settings = set(enumerate(combination))
    return any(all(settings & need for need in bar) for bar in bars)


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[int], list[Bar]]:
    """Up to six variables of one to four values, and bars with needs of up to two settings."""
    sizes = draw(st.lists(st.sampled_from([1, 2, 2, 3, 4]), min_size=1, max_size=6))
    settings = [(variable, value) for variable, n in enumerate(sizes) for value in range(n)]
    needs = st.frozensets(st.sampled_from(settings), min_size=1, max_size=2)
    return sizes, draw(st.lists(st.frozensets(needs, max_size=4), max_size=8))


@given(problems())
def test_as_many_are_free_as_a_list_has(problem: tuple[list[int], list[Bar]]) -> None:
    """And each variable decides among as many of the others."""
    sizes, bars = problem
    asked = Combinations(sizes, bars)

    free = {each for each in listed(sizes) if not barred(each, bars)}

    assert asked.number == len(list(listed(sizes)))
    assert asked.free() == len(free)
    for variable, size in enumerate(sizes):
        others = {each[:variable] + each[variable + 1 :] for each in listed(sizes)}
        answers = [
            {(*each[:variable], value, *each[variable:]) in free for value in range(size)}
            for each in others
        ]
        assert asked.deciding(variable) == sum(len(each) == 2 for each in answers)


@given(problems(), st.data())
def test_the_smallest_changes_are_all_that_turn_the_answer(
    problem: tuple[list[int], list[Bar]], data: st.DataObject
) -> None:
    """In order; and whether there are more is said."""
    sizes, bars = problem
    present = tuple(data.draw(st.integers(0, size - 1)) for size in sizes)
    now = barred(present, bars)

    def changed(combination: Sequence[int]) -> tuple[Assignment, ...]:
        pairs = zip(enumerate(combination), present, strict=True)
        return tuple(setting for setting, before in pairs if setting[1] != before)

    turning = [changed(each) for each in listed(sizes) if barred(each, bars) != now]
    least = min(map(len, turning), default=0)
    # The foremost change goes first, whatever follows: a set that has it is before one
    # that has not.
    order = [(v, x) for v, n in enumerate(sizes) for x in range(n)]
    smallest = sorted(
        (each for each in turning if len(each) == least),
        key=lambda each: [setting not in each for setting in order],
    )
    most = data.draw(st.integers(1, 5))

    found, more = Combinations(sizes, bars).smallest_changes(present, most=most)

    assert found == smallest[:most]
    assert more == (len(smallest) > most)


@given(problems())
def test_what_meets_a_bar_is_counted(problem: tuple[list[int], list[Bar]]) -> None:
    """Of one whose needs share no variable."""
    sizes, bars = problem
    for bar in bars:
        spoken = [variable for need in bar for variable in {each for each, _ in need}]
        if len(set(spoken)) == len(spoken):
            met = sum(barred(each, [bar]) for each in listed(sizes))
            assert Combinations(sizes, []).meeting(bar) == met


def test_many_variables_are_no_list() -> None:
    """A ring of sixty: free is what has no two neighbours, which Lucas numbers count."""
    number = 60
    ring = [
        frozenset({frozenset({(each, 1)}), frozenset({((each + 1) % number, 1)})})
        for each in range(number)
    ]
    lucas = [2, 1]
    while len(lucas) <= number:
        lucas.append(lucas[-1] + lucas[-2])

    assert Combinations([2] * number, ring).free() == lucas[number]


def test_a_count_ends_when_told_to() -> None:
    """By its clock, or by the nodes that it may take."""
    pairs = [
        frozenset({frozenset({(one, 1)}), frozenset({(other, 1)})})
        for one, other in itertools.combinations(range(9), 2)
    ]
    with pytest.raises(TooLarge):
        Combinations([2] * 9, pairs, most=8).free()
    with After(2) as stop, pytest.raises(Stopped):
        Combinations([2] * 9, pairs, stop=stop).free()
    assert Combinations([2] * 9, pairs).free() == 10

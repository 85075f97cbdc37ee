"""Conflicts and concession sets by definition, in one enumeration or by components."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brute import World
from strategies import load, workspaces, written
from zopa.model.context import context_of, held
from zopa.model.corpus import Kind
from zopa.solving.mus import Cores, HittingSets
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from strategies import Data, Files
    from zopa.model.context import Held

    Finder: TypeAlias = "type[Cores | HittingSets]"

laws = settings(max_examples=60)
either = pytest.mark.parametrize("finder", [Cores, HittingSets])


def opened(
    files: Files,
) -> tuple[World, tuple[Held, ...], tuple[Space, dict[str, tuple[int, ...]], list[int]]]:
    """The world, the positions that count, and the input for the minimal sets."""
    corpus, scenarios = load(files)
    context = context_of(corpus, scenarios["draft"], hold=Kind)
    lines = held(corpus, context)
    space = Space(Problem(corpus))
    parts = {
        line.id: (space.problem.positions[line.id, str(line.reading.id)],) for line in lines
    }
    return World(corpus), lines, (space, parts, [])


def hit(sets: Iterable[frozenset[str]], names: Iterable[str]) -> set[frozenset[str]]:
    """The minimal hitting sets of the sets."""
    every = [frozenset(names) & frozenset().union(*sets)]
    found = [
        frozenset(some)
        for number in range(len(every[0]) + 1)
        for some in itertools.combinations(sorted(every[0]), number)
        if all(set(some) & each for each in sets)
    ]
    return {each for each in found if not any(other < each for other in found)}


@either
@laws
@given(files=workspaces(positions=6), conflicts_first=st.booleans())
def test_conflicts_and_concessions_are_all_the_minimal_ones(
    finder: Finder, files: Files, *, conflicts_first: bool
) -> None:
    """None is missing, none comes twice, smaller ones come first; in whatever order asked."""
    world, lines, made_of = opened(files)
    cores = finder(*made_of)

    if conflicts_first:
        conflicts, concessions = list(cores.conflicts()), list(cores.concessions())
    else:
        concessions, conflicts = list(cores.concessions()), list(cores.conflicts())

    assert set(conflicts) == world.conflicts(lines)
    assert set(concessions) == world.concessions(lines)
    assert len(conflicts) == len(set(conflicts))
    assert len(concessions) == len(set(concessions))
    assert [len(each) for each in conflicts] == sorted(map(len, conflicts))
    assert [len(each) for each in concessions] == sorted(map(len, concessions))


def priced() -> HittingSets:
    """One position wants low, two want high; four want compatible extras."""
    issues: list[Data] = [
        {"id": "price", "terms": [{"id": "low"}, {"id": "high"}]},
        {"id": "extras", "choose": "any", "terms": [{"id": each} for each in "abcd"]},
    ]
    wanted = {"low": "low", "high": "high", "again": "high"}
    lines: list[Data] = [
        *({"id": each, "holds": {"chosen": f"price/{term}"}} for each, term in wanted.items()),
        *({"id": each, "holds": {"chosen": f"extras/{each}"}} for each in "abcd"),
    ]
    return HittingSets(*opened(written(issues, positions=lines))[2])


def test_what_turns_up_on_the_way_to_the_conflicts_drops_no_more_than_it_must() -> None:
    """Though the scenario that shows it has no more than was asked for."""
    cores = priced()
    cores._space.prefer([-each for literals in cores._parts.values() for each in literals])

    assert len(list(cores.conflicts())) == 2
    assert cores.known
    assert set(cores.known) <= {
        frozenset({"alpha/low"}),
        frozenset({"alpha/high", "alpha/again"}),
    }


def test_the_smaller_concession_comes_first() -> None:
    """And none that drops more than it must."""
    assert list(priced().concessions()) == [
        frozenset({"alpha/low"}),
        frozenset({"alpha/high", "alpha/again"}),
    ]


@either
@laws
@given(files=workspaces(positions=6))
def test_concessions_hit_all_conflicts_and_conflicts_all_concessions(
    finder: Finder, files: Files
) -> None:
    """The duality, where something is coherent; the unions are the same."""
    world, lines, made_of = opened(files)
    cores = finder(*made_of)
    names = [line.id for line in lines]

    conflicts, concessions = set(cores.conflicts()), set(cores.concessions())

    if world.coherent:
        assert concessions == hit(conflicts, names)
        assert conflicts == (
            hit(concessions, names) if frozenset() not in concessions else set()
        )
        assert frozenset().union(*conflicts) == frozenset().union(*concessions)
    else:
        assert conflicts == {frozenset()}
        assert concessions == set()


@laws
@given(workspaces(positions=6))
def test_lines_hold_together_when_some_deal_respects_them_all(files: Files) -> None:
    """Every set of lines; the enumerations before and between change nothing."""
    world, lines, made_of = opened(files)
    cores = HittingSets(*made_of)
    halfway = cores.concessions()
    next(halfway, None)

    for number in range(len(lines) + 1):
        for some in itertools.combinations(lines, number):
            assert cores.hold([line.id for line in some]) == world.agreeable(some)
    rest = {*halfway} | {*cores.known}

    assert rest == world.concessions(lines)


@laws
@given(workspaces(positions=6))
def test_what_one_enumeration_finds_the_other_knows(files: Files) -> None:
    """Concessions that turned up on the way to the conflicts are concessions, each once."""
    world, lines, made_of = opened(files)
    cores = HittingSets(*made_of)

    conflicts = list(cores.conflicts())

    assert len(cores.known) == len(set(cores.known))
    assert set(cores.known) <= world.concessions(lines)
    assert all(each & found for each in conflicts for found in cores.known)
    if conflicts not in ([], [frozenset()]):
        assert cores.known

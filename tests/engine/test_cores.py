"""Minimal sets: reasons, conflicts and concessions, against their definitions."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brute import World
from strategies import load, workspaces, written
from zopa.context import context_of, held
from zopa.cores import Cores, minimal, preferred
from zopa.model import Kind
from zopa.problem import Problem
from zopa.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from strategies import Data, Files
    from zopa.context import Held

PARTS = "abcde"
families = st.sets(st.frozensets(st.sampled_from(PARTS)), min_size=1, max_size=4)
"""A monotone "enough", as the sets of which one must be contained."""
laws = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Enough:
    """Whether a set contains one of the family, asked as `minimal` asks; counts how often.

    A world that is shown has more than was asked for where the family lets it.
    """

    def __init__(self, family: Iterable[frozenset[str]], *, generous: bool = False) -> None:
        self.family = {*family, frozenset(PARTS)}
        self.generous = generous
        self.calls = 0

    def __call__(self, parts: Iterable[str]) -> bool:
        """Whether it does."""
        return any(each <= set(parts) for each in self.family)

    def show(self, literals: Sequence[int]) -> frozenset[int] | None:
        """The literals of a world, or nothing where they are enough."""
        self.calls += 1
        parts = [PARTS[each - 1] for each in literals]
        if self(parts):
            return None
        for each in PARTS if self.generous else "":
            if not self([*parts, each]):
                parts.append(each)
        return frozenset(PARTS.index(each) + 1 for each in parts)


def numbered(parts: Sequence[str]) -> dict[str, tuple[int]]:
    """A literal for each part."""
    return {each: (PARTS.index(each) + 1,) for each in parts}


@given(families, st.permutations(PARTS), st.booleans())
def test_a_minimal_set_is_enough_and_nothing_can_be_missed(
    family: set[frozenset[str]],
    parts: list[str],
    generous: bool,  # noqa: FBT001
) -> None:
    """Of any monotone question; in the order of the parts."""
    enough = Enough(family, generous=generous)

    found = minimal(numbered(parts), enough.show)

    assert enough(found)
    assert not any(enough([x for x in found if x != each]) for each in found)
    assert list(found) == [each for each in parts if each in found]


@given(families, st.permutations(PARTS), st.booleans())
def test_the_simplest_reason_is_given(
    family: set[frozenset[str]],
    parts: list[str],
    generous: bool,  # noqa: FBT001
) -> None:
    """None where nothing is needed, one part where one is enough: the foremost."""
    enough = Enough(family, generous=generous)
    single = [each for each in parts if enough([each])]

    found = minimal(numbered(parts), enough.show)

    if enough(()):
        assert found == ()
    elif single:
        assert found == (single[0],)


@given(families, st.permutations(PARTS), st.booleans())
def test_the_preferred_set_keeps_to_the_foremost_parts(
    family: set[frozenset[str]],
    parts: list[str],
    generous: bool,  # noqa: FBT001
) -> None:
    """Of the minimal sets, the one whose last part comes earliest, then its last but one."""
    enough = Enough(family, generous=generous)
    every = [
        some
        for number in range(len(parts) + 1)
        for some in itertools.combinations(parts, number)
        if enough(some) and not any(enough([x for x in some if x != each]) for each in some)
    ]

    found = preferred(numbered(parts), enough.show)

    assert found == min(
        every, key=lambda some: sorted((parts.index(each) for each in some), reverse=True)
    )
    assert enough.calls <= len(found) * (1 + math.ceil(math.log2(len(parts)))) + 1


def test_a_world_that_shows_many_parts_saves_questions() -> None:
    """None of the parts that it has is enough, alone or with the others that it has."""
    sparing, generous = Enough([frozenset("e")]), Enough([frozenset("e")], generous=True)

    for enough in (sparing, generous):
        assert minimal(numbered(PARTS), enough.show) == ("e",)

    assert generous.calls == 2
    assert sparing.calls == 6


def test_worlds_that_were_shown_save_questions_about_a_preferred_set_too() -> None:
    """What is within one of them is not enough."""
    sparing, generous = Enough([frozenset("ae")]), Enough([frozenset("ae")], generous=True)

    for enough in (sparing, generous):
        assert preferred(numbered(PARTS), enough.show) == ("a", "e")

    assert generous.calls < sparing.calls


# -- conflicts and concessions ------------------------------------------------


def opened(files: Files) -> tuple[World, tuple[Held, ...], Cores]:
    """The world, the lines that count and what finds their minimal sets."""
    corpus, scenarios = load(files)
    context = context_of(corpus, scenarios["draft"], hold=Kind)
    lines = held(corpus, context)
    space = Space(Problem(corpus))
    nodes = {line.id: space.problem.positions[line.id, str(line.reading.id)] for line in lines}
    return (
        World(corpus),
        lines,
        Cores(space, {name: (node,) for name, node in nodes.items()}, []),
    )


def hit(sets: Iterable[frozenset[str]], names: Iterable[str]) -> set[frozenset[str]]:
    """The minimal sets of names that have something of each of the sets."""
    every = [frozenset(names) & frozenset().union(*sets)]
    found = [
        frozenset(some)
        for number in range(len(every[0]) + 1)
        for some in itertools.combinations(sorted(every[0]), number)
        if all(set(some) & each for each in sets)
    ]
    return {each for each in found if not any(other < each for other in found)}


@laws
@given(files=workspaces(positions=6), conflicts_first=st.booleans())
def test_conflicts_and_concessions_are_all_the_minimal_ones(
    files: Files, *, conflicts_first: bool
) -> None:
    """None is missing, none comes twice, smaller ones come first; in whatever order asked."""
    world, lines, cores = opened(files)

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


def priced() -> Cores:
    """One wants it low, two want it high; four want an extra each, which all can have."""
    issues: list[Data] = [
        {"id": "price", "terms": [{"id": "low"}, {"id": "high"}]},
        {"id": "extras", "choose": "any", "terms": [{"id": each} for each in "abcd"]},
    ]
    wanted = {"low": "low", "high": "high", "again": "high"}
    lines: list[Data] = [
        *({"id": each, "holds": {"chosen": f"price/{term}"}} for each, term in wanted.items()),
        *({"id": each, "holds": {"chosen": f"extras/{each}"}} for each in "abcd"),
    ]
    return opened(written(issues, positions=lines))[2]


def test_what_turns_up_on_the_way_to_the_conflicts_drops_no_more_than_it_must() -> None:
    """Though the scenario that shows it has no more than was asked for."""
    cores = priced()

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


@laws
@given(workspaces(positions=6))
def test_concessions_hit_all_conflicts_and_conflicts_all_concessions(files: Files) -> None:
    """The duality, where something is coherent; the unions are the same."""
    world, lines, cores = opened(files)
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
    world, lines, cores = opened(files)
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
    world, lines, cores = opened(files)

    conflicts = list(cores.conflicts())

    assert len(cores.known) == len(set(cores.known))
    assert set(cores.known) <= world.concessions(lines)
    assert all(each & found for each in conflicts for found in cores.known)
    if conflicts not in ([], [frozenset()]):
        assert cores.known

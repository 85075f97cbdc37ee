"""Minimal reasons (MUS) against their definition, and independent components."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import load, written
from zopa.solving.mus import Cores, minimal, preferred
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from strategies import Data

PARTS = "abcde"
families = st.sets(st.frozensets(st.sampled_from(PARTS)), min_size=1, max_size=4)
"""A monotone predicate, as the sets of which one must be contained."""
laws = settings(max_examples=60)


class Enough:
    """Whether a set contains one of the family, in the form that `minimal` calls; counts calls.

    A world that it shows has additional parts if the family allows it.
    """

    def __init__(self, family: Iterable[frozenset[str]], *, generous: bool = False) -> None:
        self.family = {*family, frozenset(PARTS)}
        self.generous = generous
        self.calls = 0

    def __call__(self, parts: Iterable[str]) -> bool:
        """Whether the parts contain a set of the family."""
        return any(each <= set(parts) for each in self.family)

    def show(self, literals: Sequence[int]) -> frozenset[int] | None:
        """The literals of a world, or None if they are sufficient."""
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


# -- what can be looked at apart ----------------------------------------------


def quarrels(*rules: Data, number: int = 3) -> Space:
    """`number` issues; on each, one position wants one term, and two want the other."""
    issues: list[Data] = [
        {"id": f"i{n}", "terms": [{"id": "low"}, {"id": "high"}]} for n in range(number)
    ]
    lines: list[Data] = [
        {"id": f"{name}{n}", "holds": {"chosen": f"i{n}/{term}"}}
        for n in range(number)
        for name, term in (("a", "low"), ("b", "high"), ("c", "high"))
    ]
    corpus, _ = load(written(issues, rules=rules, positions=lines))
    return Space(Problem(corpus))


def cores(space: Space, facts: Sequence[int] = ()) -> Cores:
    """Cores of all positions."""
    nodes = {name: (node,) for (name, _), node in space.problem.positions.items()}
    return Cores(space, nodes, facts)


def short(sets: Iterable[frozenset[str]]) -> list[str]:
    """The sets without the party's name, sorted by size and name."""
    names = [" ".join(sorted(name.partition("/")[2] for name in each)) for each in sets]
    return sorted(names, key=lambda each: (each.count(" "), each))


def test_conflicts_of_different_components_add_up_and_concessions_multiply() -> None:
    """Smallest first, each once."""
    found = cores(quarrels())

    assert short(found.conflicts()) == ["a0 b0", "a0 c0", "a1 b1", "a1 c1", "a2 b2", "a2 c2"]
    concessions = list(found.concessions())
    assert [len(each) for each in concessions] == [3, 4, 4, 4, 5, 5, 5, 6]
    assert short(concessions)[:2] == ["a0 a1 a2", "a0 a1 b2 c2"]
    assert found.contended() == frozenset().union(*concessions)


def test_a_hundred_quarrels_are_no_more_work_than_a_hundred_times_one() -> None:
    """Although there are 2 to the power of 100 concessions."""
    space = quarrels(number=100)
    found = cores(space)

    assert len(list(found.conflicts())) == 200
    assert len(found.contended()) == 300
    assert [len(each) for each in itertools.islice(found.concessions(), 3)] == [100, 101, 101]
    assert space.calls < 5_000


def test_what_a_rule_ties_together_is_not_looked_at_apart() -> None:
    """Two quarrels become one, since who gets one way gets the other."""
    low = [{"chosen": f"i{n}/low"} for n in range(2)]
    rule: Data = {"id": "together", "holds": {"if": low[0], "then": low[1]}}

    conflicts = short(cores(quarrels(rule, number=2)).conflicts())

    assert conflicts == ["a0 b0", "a0 b1", "a0 c0", "a0 c1", "a1 b1", "a1 c1"]


@pytest.mark.slow
def test_rules_tie_together_what_none_of_them_ties_alone() -> None:
    """Each gives the next one's way in turn; whatever the order of issues and rules."""
    names = "abcde"
    ends: list[Data] = [
        {"id": "first", "holds": {"chosen": "a/it"}},
        {"id": "last", "holds": {"not": {"chosen": "e/it"}}},
    ]
    for order in itertools.permutations(names):
        issues: list[Data] = [{"id": each, "terms": [{"id": "it"}]} for each in order]
        rules: list[Data] = [
            {"id": one, "chosen": f"{one}/it", "requires": {"chosen": f"{other}/it"}}
            for one, other in itertools.pairwise(names)
        ]
        corpus, _ = load(written(issues, rules=rules, positions=ends))
        problem = Problem(corpus)
        parts = {name: (node,) for (name, _), node in problem.positions.items()}

        assert list(Cores(Space(problem), parts, []).conflicts()) == [frozenset(parts)]


def test_what_is_assumed_ties_too_unless_it_settles() -> None:
    """A choice that is made does not; something that holds of both issues does."""
    space = quarrels(number=2)
    low = [space.problem.chosen(f"i{n}", "low") for n in range(2)]
    alike = space.problem.circuit.any(
        [space.problem.circuit.all(low), space.problem.circuit.all([-x for x in low])]
    )

    assert short(cores(space, [alike]).conflicts()) == sorted(
        f"a{one} {name}{other}" for one in range(2) for name in "bc" for other in range(2)
    )
    assert short(cores(space, [low[0]]).conflicts()) == ["b0", "c0", "a1 b1", "a1 c1"]


def test_where_nothing_is_coherent_there_is_one_empty_conflict() -> None:
    """And no concession; no line stands in a conflict."""
    space = quarrels(number=2)
    found = cores(
        space, [space.problem.chosen("i0", "low"), space.problem.chosen("i0", "high")]
    )

    assert list(found.conflicts()) == [frozenset()]
    assert list(found.concessions()) == []
    assert found.contended() == frozenset()


def test_where_all_can_hold_one_empty_concession_is_enough() -> None:
    """And there is no conflict."""
    space = quarrels(number=2)
    lines = {name: (node,) for (name, _), node in space.problem.positions.items()}
    found = Cores(space, {name: lines[name] for name in lines if "a" in name[-2:]}, [])

    assert list(found.conflicts()) == []
    assert list(found.concessions()) == [frozenset()]
    assert found.contended() == frozenset()

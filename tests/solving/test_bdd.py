"""Decision diagrams: they stop on request, and stay within their size."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from oxidd.util import DDMemoryError

from strategies import load, written
from zopa.solving import Stop, Stopped, TooLarge
from zopa.solving import bdd as diagram
from zopa.solving.bdd import KEPT, NEAR, Counter, Walk
from zopa.solving.circuit import breadth, force_order
from zopa.solving.problem import Problem
from zopa.workspace import load as workspace_of

if TYPE_CHECKING:
    from strategies import Data

TERMS = ("low", "mid", "high")
ISSUES: list[Data] = [
    {"id": each, "terms": [{"id": term} for term in ("low", "mid", "high")]}
    for each in "abcdef"
]


class Counted(Stop):
    """A stop that is never called, and counts the checks."""

    looks = 0

    def check(self) -> None:
        """Count the check."""
        self.looks += 1
        super().check()


def opened() -> tuple[Counter, list[int]]:
    """Six issues, and a gate for each pair: one of the two has a low term."""
    problem = Problem(load(written(ISSUES))[0])
    low = [problem.chosen(each, "low") for each in "abcdef"]
    gates = [problem.circuit.any(pair) for pair in itertools.combinations(low, 2)]
    return Counter(problem), [*gates, *(-gate for gate in gates)]


def told() -> Stop:
    """A stop that is already called."""
    stop = Stop()
    stop.call()
    return stop


def test_a_gate_that_is_new_is_not_built_when_it_is_time_to_end() -> None:
    """Nor is what is known already put together."""
    counter, (one, other, third, *_) = opened()
    for gate in (one, other):
        counter.scenarios([gate])
    counter.stop = told()

    with pytest.raises(Stopped):
        counter.scenarios([one, other])
    with pytest.raises(Stopped):
        counter.function(third)


def test_a_walk_looks_at_the_time_at_every_node(monkeypatch: pytest.MonkeyPatch) -> None:
    """On its way down as on its way up; every so many of them in earnest."""
    counter, gates = opened()
    found = counter.scenarios(gates[:6])
    monkeypatch.setattr(diagram, "GLANCE", 1)
    stop = Counted()

    walk = Walk(counter.bits, found._function, stop)
    up = stop.looks
    walk.by_option()

    assert up == len(walk._bit) - 1
    assert stop.looks - up >= len(counter.bits)
    counter.stop = told()
    with pytest.raises(Stopped):
        found.by_option()


def test_numbers_take_bits_of_their_own_and_nothing_else_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """These are quantified away, and where there is no room for that it is said."""
    domain = {"type": "integer", "unit": "days", "minimum": 0, "maximum": 6}
    numbered: Data = {
        "id": "cap",
        "terms": [
            {
                "id": "capped",
                "parameters": {"days": domain},
                "effects": [{"entity": "agreement", "set": {"cap": "$days"}}],
            }
        ],
    }
    claim = {"entity": "agreement", "holds": {"cap": {"in": [2, 4]}}}
    problem = Problem(
        load(written([*ISSUES, numbered], positions=[{"id": "a", "holds": claim}]))[0]
    )
    counter = Counter(problem)

    assert {bits.variable.issue: bits.inside for bits in counter.bits} == {
        "cap": 3,
        **dict.fromkeys("abcdef", 0),
    }
    assert counter.scenarios([]).count() == 4**6 * 2

    def full(*_: object) -> None:
        raise DDMemoryError

    monkeypatch.setattr(Counter, "outlines", full)
    with pytest.raises(TooLarge):
        counter.scenarios([]).count()
    with pytest.raises(TooLarge):
        counter.scenarios([]).by_option()


def test_the_last_few_conjunctions_are_kept() -> None:
    """What is forgotten is counted anew, alike."""
    counter, gates = opened()

    first = [counter.scenarios([gate]).count() for gate in gates]
    again = [counter.scenarios([gate]).count() for gate in gates]

    assert len(gates) > KEPT == len(counter._conjunctions)
    assert first == again == [4**6 - 9 * 4**4] * 15 + [9 * 4**4] * 15


@pytest.mark.parametrize("pair", list(itertools.combinations(TERMS, 2)))
def test_terms_are_counted_where_a_part_of_a_choice_is_of_no_matter(
    pair: tuple[str, str],
) -> None:
    """A diagram passes by what nothing depends on, be it half of an issue's terms."""
    problem = Problem(load(written(ISSUES))[0])
    either = {
        issue: problem.circuit.any(problem.chosen(issue, each) for each in pair)
        for issue in "abcdef"
    }
    gate = problem.circuit.any(
        problem.circuit.all((either[one], either[other], problem.chosen(third, "low")))
        for one, other, third in ("abc", "cde", "eaf")
    )

    found = Counter(problem).scenarios([gate])

    assert found.count() < 4**6
    assert found.by_option() == {
        (issue, term): found.having([problem.chosen(issue, term)]).count()
        for issue in "abcdef"
        for term in TERMS
    }


def test_issues_that_a_rule_ties_together_lie_close() -> None:
    """Though they are far apart in the corpus."""
    names = [f"{side}-{number}" for side in ("one", "other") for number in range(12)]
    tied = {f"one-{number}": f"other-{5 * number % 12}" for number in range(12)}
    issues: list[Data] = [{"id": each, "terms": [{"id": "it"}]} for each in names]
    rules: list[Data] = [
        {"id": one, "chosen": f"{one}/it", "requires": {"chosen": f"{other}/it"}}
        for one, other in tied.items()
    ]

    order = force_order(Problem(load(written(issues, rules=rules))[0]))

    place = {variable.issue: index for index, variable in enumerate(order)}
    assert sorted(place) == sorted(names)
    apart, declared = (
        sum(abs(where[one] - where[other]) for one, other in tied.items())
        for where in (place, {name: index for index, name in enumerate(names)})
    )
    assert apart < declared / 2


def test_an_order_is_broad_where_much_must_be_remembered() -> None:
    """Twelve pairs: of one at a time, or of all twelve together."""
    edges = [(number, number + 12) for number in range(12)]
    side_by_side = [each for edge in edges for each in edge]

    assert breadth(side_by_side, edges) == 12 * (2 + 1)
    assert breadth(range(24), edges) == sum(2**many for many in (*range(1, 13), *range(12)))


def test_a_diagram_without_room_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is the lines or the choices that do not fit."""
    monkeypatch.setattr(diagram, "NODES", 90)
    counter, gates = opened()

    with pytest.raises(TooLarge):
        counter.scenarios(gates[:9])
    counter, gates = opened()
    with pytest.raises(TooLarge):
        counter.scenarios(gates[:1]).having(gates[1:9])


def test_numbers_that_relations_tie_are_set_aside_one_by_one() -> None:
    """Where a diagram with the bits of all had no room, the counts are exact all the same."""
    workspace = workspace_of(Path(__file__).parents[2] / "examples" / "peace-accord")
    problem = Problem(workspace.corpus)
    counter = Counter(problem, most=NEAR)

    found = counter.scenarios([])

    assert problem.words.of
    assert sum(found.by_option().values()) > found.count() > 0
    some = problem.chosen("one-state", next(iter(workspace.corpus.issues["one-state"].terms)))
    assert found.having([some]).count() + found.having([-some]).count() == found.count()

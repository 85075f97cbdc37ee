"""Spaces: what is asked of a scratch space, and which scenarios are near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from strategies import load, written
from zopa.problem import Problem
from zopa.space import Space

if TYPE_CHECKING:
    from strategies import Data

ISSUES: list[Data] = [
    {"id": "one", "terms": [{"id": "done"}]},
    {"id": "other", "terms": [{"id": "done"}]},
    {"id": "which", "terms": [{"id": "a"}, {"id": "b"}, {"id": "c"}]},
]
ONE = {"chosen": "one/done"}
OTHER = {"chosen": "other/done"}


def opened(*rules: Data) -> Space:
    """Two things to take or leave, and one to choose among."""
    corpus, _ = load(written(ISSUES, rules=rules))
    return Space(Problem(corpus))


def test_a_selector_makes_a_node_true_that_nothing_spoke_of_before() -> None:
    """Assumed; else the node is free."""
    space = opened().scratch()
    one, other = (space.problem.chosen(each, "done") for each in ("one", "other"))
    both = space.circuit.all([one, other])

    selector = space.selector(both)

    assert not space.possible([selector, -one])
    assert not space.possible([selector, -other])
    assert space.possible([selector, one, other])
    assert space.possible([-selector, -one, other])


def test_a_node_once_defined_is_shown_by_every_witness() -> None:
    """Also where the question was about something else."""
    space = opened().scratch()
    one, other = (space.problem.chosen(each, "done") for each in ("one", "other"))
    either = space.circuit.any([one, other])

    space.define([either])

    for literals in ([one, other], [one, -other], [-one, other], [-one, -other]):
        assert space.possible(literals)
        assert space.witness().shows(either) == (literals != [-one, -other])


def test_what_a_scratch_space_is_told_stays_there() -> None:
    """Clauses and nodes; the space that it was made from knows nothing of them."""
    space = opened()
    one = space.problem.chosen("one", "done")
    size = space.circuit.size
    scratch = space.scratch()

    scratch.add([(-one,)])
    scratch.selector(scratch.circuit.input())

    assert not scratch.possible([one])
    assert space.possible([one])
    assert space.circuit.size == size


def test_nearest_scenarios_are_coherent_and_have_what_is_asked() -> None:
    """Fewest broken wishes first; what is excluded does not come again."""
    space = opened(
        {"id": "not-both", "holds": {"not": {"all": [ONE, OTHER]}}},
        {"id": "either", "holds": {"any": [ONE, OTHER]}},
    )
    one, other = (space.problem.chosen(each, "done") for each in ("one", "other"))
    nearest = space.nearest([one], [other, -one])

    found = nearest.next()

    assert found is not None
    broken, seen = found
    assert (broken, seen.shows(one), seen.shows(other)) == (2, True, False)
    nearest.exclude([-one, other])
    assert nearest.next() is None


def test_of_a_choice_between_terms_one_wish_can_come_true() -> None:
    """However many there are."""
    space = opened()
    wishes = [space.problem.chosen("which", each) for each in "abc"]

    found = space.nearest([], wishes).next()

    assert found is not None
    assert found[0] == 2


def test_no_scenario_is_near_what_is_impossible() -> None:
    """Then there is none, however many wishes may be broken."""
    space = opened({"id": "rule", "holds": {"not": ONE}})

    assert space.nearest([space.problem.chosen("one", "done")], []).next() is None

"""Cyclic references."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from hypothesis import example, given
from hypothesis import strategies as st

from zopa.checks.conditions import cycles
from zopa.model.conditions import Name

IDS = st.sampled_from("abcdef")
LINKS = st.dictionaries(IDS, st.lists(IDS, unique=True, max_size=4))


def names(links: dict[str, list[str]]) -> dict[str, list[Name]]:
    """The links, with a separate object for each reference."""
    return {start: [Name(end) for end in ends] for start, ends in links.items()}


def acyclic(links: dict[str, list[Name]]) -> bool:
    """True if the links have an order, by the slow standard library."""
    try:
        TopologicalSorter({key: list(map(str, ends)) for key, ends in links.items()}).prepare()
    except CycleError:
        return False
    return True


@given(LINKS)
@example({"a": ["a"]})
@example({"a": ["b"], "b": ["c", "a"], "c": ["a"]})
@example({"a": ["b", "c"], "b": ["d"], "c": ["d"]})  # two ways to one thing are no cycle
def test_a_cycle_is_found_exactly_where_no_order_exists(drawn: dict[str, list[str]]) -> None:
    """Something is found if and only if the references cannot be put in an order."""
    links = names(drawn)

    assert (list(cycles(links)) == []) == acyclic(links)


@given(LINKS)
def test_every_cycle_can_be_walked(drawn: dict[str, list[str]]) -> None:
    """Each reference stands at the thing that the one before it leads to."""
    links = names(drawn)

    for cycle in cycles(links):
        here = str(cycle[-1])
        for reference in cycle:
            assert any(each is reference for each in links[here])
            here = str(reference)
        assert here == cycle[-1]


@given(LINKS)
def test_without_the_closing_references_no_cycle_is_left(drawn: dict[str, list[str]]) -> None:
    """Following the advice once is enough."""
    links = names(drawn)
    closing = {id(cycle[-1]) for cycle in cycles(links)}

    left = {
        start: [each for each in ends if id(each) not in closing]
        for start, ends in links.items()
    }

    assert acyclic(left)

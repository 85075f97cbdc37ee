"""Pieces of a range: cut exactly where a condition changes its value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import Data, load, written
from zopa.model.conditions import Name
from zopa.model.corpus import Attribute
from zopa.solving.partition import Piece, merged, pieces
from zopa.solving.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

CAP: Data = {"entity": "agreement", "set": {"cap": "$days"}}


def cut(
    *claims: Any, least: int = 0, applies: Any = None, constant: int | None = None
) -> list[str]:
    """The pieces of up to six days, which set a cap with this condition."""
    days = {"type": "integer", "unit": "days", "minimum": least, "maximum": 6}
    some: Data = {"id": "some", "parameters": {"days": days}, "effects": [CAP]}
    issues: list[Data] = [{"id": "it", "terms": [some]}]
    if constant is not None:
        fixed = {"id": "fixed", "effects": [{"entity": "agreement", "set": {"cap": constant}}]}
        issues.append({"id": "beside", "terms": [fixed]})
    if applies is not None:
        holds = {"entity": "agreement", "holds": {"cap": applies}}
        issues.append({"id": "late", "applies-when": holds, "terms": [{"id": "x"}]})
    positions = [
        {"id": f"line-{number}", "holds": {"entity": "agreement", "holds": {"cap": claim}}}
        for number, claim in enumerate(claims)
    ]
    corpus, _ = load(written(issues, positions=positions))
    (whole,) = [each for each in Problem(corpus).variables if each.issue == "it"]
    return [str(each.pieces["days"]) for each in whole.options[1:]]


@pytest.mark.parametrize(
    ("claim", "pieces"),
    [
        ({"at-least": 3}, ["0 to 2", "3 to 6"]),
        ({"below": 3}, ["0 to 2", "3 to 6"]),
        ({"at-most": 3}, ["0 to 3", "4 to 6"]),
        ({"above": 3}, ["0 to 3", "4 to 6"]),
        (3, ["0 to 2", "3", "4 to 6"]),
        ({"at-least": 0}, ["0 to 6"]),
        ({"at-most": 6}, ["0 to 6"]),
        ({"at-least": 6}, ["0 to 5", "6"]),
        ({"at-most": 0}, ["0", "1 to 6"]),
    ],
)
def test_a_comparison_cuts_where_its_answer_changes(claim: Any, pieces: list[str]) -> None:
    """At the ends of the range there is nothing to cut off."""
    assert cut(claim) == pieces


@pytest.mark.slow
def test_without_a_comparison_the_range_is_one_piece() -> None:
    """And with several it is cut for each."""
    assert cut() == ["0 to 6"]
    assert cut({"at-least": 3}, {"at-most": 4}) == ["0 to 2", "3 to 4", "5 to 6"]
    assert cut({"at-least": 2}, least=2) == ["2 to 6"]


def test_yes_stays_yes() -> None:
    """It is no number that lies near another one."""
    assert Piece(low=True, high=True).nearest(value=True) is True


def test_pieces_come_in_the_order_of_their_numbers() -> None:
    """Also where there is but one number; `unlimited` is above every number."""
    one = Attribute(Name("days"), "integer", minimum=0, maximum=0)
    many = Attribute(Name("days"), "integer", minimum=0, maximum=99, unlimited=True)

    assert list(map(str, pieces(one, ()))) == ["0"]
    assert list(map(str, pieces(many, [64, 1, 8]))) == [
        "0",
        "1 to 7",
        "8 to 63",
        "64 to 99",
        "unlimited",
    ]


def test_conditions_of_when_an_issue_arises_cut_too() -> None:
    """Although nobody's position speaks of the number."""
    assert cut(applies={"at-least": 3}) == ["0 to 2", "3 to 6"]


def test_a_value_that_another_term_sets_is_a_piece_of_its_own() -> None:
    """Since setting the same attribute to anything else would clash."""
    assert cut(constant=3) == ["0 to 2", "3", "4 to 6"]


@given(
    st.lists(
        st.builds(
            lambda low, number, step: Piece(low, low + number * step, step),
            st.integers(0, 12),
            st.integers(0, 4),
            st.sampled_from([1, 1, 2, 3]),
        ),
        max_size=5,
    )
)
def test_pieces_that_are_merged_have_the_same_values(some: list[Piece]) -> None:
    """Whatever the distances of their numbers are; a lone number has any distance."""

    def numbers(pieces: Iterable[Piece]) -> set[int]:
        return {
            number
            for each in pieces
            if isinstance(each.low, int) and isinstance(each.high, int)
            for number in range(each.low, each.high + 1, each.step)
        }

    assert numbers(merged(some)) == numbers(some)
    assert merged(reversed(some)) == merged(some)

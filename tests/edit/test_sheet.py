"""Comments beside changed values: within brackets, and where a value takes several lines."""

from __future__ import annotations

import pytest

from zopa.edit.sheet import Sheet


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x: [ # c\n  ]\n", "x: [new # c\n  ]\n"),
        ("x: [] # c\n", "x: # c\n  - new\n"),
        ("x: [a # c\n  , b]\n", "x: [a # c\n  , b, new]\n"),
        ("x: [a # c\n  , b # d\n , ]\n", "x: [a # c\n  , b, new # d\n , ]\n"),
    ],
)
def test_an_item_is_added_beside_a_comment(before: str, after: str) -> None:
    """Also where nothing else is in the brackets."""
    sheet = Sheet(before, "x.yaml")
    sheet.add(("x",), None, "new")
    assert sheet.text == after


@pytest.mark.parametrize(
    ("before", "number", "after"),
    [
        ("x: [a # c\n  , b]\n", 0, "x: [ b]\n"),
        ("x: [a # c\n  , b]\n", 1, "x: [a # c\n   ]\n"),
        ("x: [a, # c\n  b]\n", 1, "x: [a # c\n  ]\n"),
    ],
)
def test_an_item_goes_with_its_comma_below_a_comment(
    before: str, number: int, after: str
) -> None:
    """The comment of what stays stays."""
    sheet = Sheet(before, "x.yaml")
    sheet.remove(("x", number))
    assert sheet.text == after


def test_a_comment_stays_where_the_value_takes_several_lines() -> None:
    """It stands beside the key then."""
    sheet = Sheet("x: one  # c\ny: 1\n", "x.yaml")
    long = [{"one": {"many": False, "public": "unlimited"}}, {"two": {"many": False}}] * 2
    sheet.replace(("x",), long)
    assert sheet.text.startswith("x:  # c\n  - {one: {many: false, public: unlimited}}\n")
    assert sheet.text.endswith("\ny: 1\n")

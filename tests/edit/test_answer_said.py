"""Short descriptions of the types of answers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zopa import Refused
from zopa.edit.records import answer_said


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("integer 0..2000", {"type": "integer", "minimum": 0, "maximum": 2000}),
        (
            "number -5 to 5 thousand EUR",
            {"type": "integer", "unit": "thousand EUR", "minimum": -5, "maximum": 5},
        ),
        (
            "number 0..9.50 per cent",
            {
                "type": "decimal",
                "digits": 2,
                "unit": "per cent",
                "minimum": Decimal(0),
                "maximum": Decimal("9.50"),
            },
        ),
        ("decimal 0..9", {"type": "decimal", "digits": 2, "minimum": 0, "maximum": 9}),
        (
            "date 2025-01-01..2025-12-31",
            {"type": "date", "earliest": "2025-01-01", "latest": "2025-12-31"},
        ),
        ("yes/no", {"type": "boolean"}),
        ("set of party", {"type": "set", "of": "party"}),
        ("set union,  port", {"type": "set", "from": ["union", "port"]}),
        ("{type: boolean}", {"type": "boolean"}),
    ],
)
def test_a_type_is_said(text: str, means: object) -> None:
    """As the format has it."""
    assert answer_said(text) == means


@pytest.mark.parametrize(
    "text", ["integer", "integer 5", "a number", "date 2025", "set", "set x", ""]
)
def test_what_is_no_type_is_refused_with_an_example(text: str) -> None:
    """Of each kind."""
    with pytest.raises(Refused, match=r"integer 0[.][.]2000 EUR"):
        answer_said(text)

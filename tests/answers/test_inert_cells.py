"""No cell of a table is computed by a spreadsheet."""

from __future__ import annotations

import pytest

from zopa.diagnostics import inert


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
@pytest.mark.parametrize(
    "before", ["", " ", "\u00a0", "\u3000 ", "\u200d", '"', "\t", "\n", "' "]
)
def test_a_formula_gets_a_mark(sign: str, before: str) -> None:
    """Whatever is before it that spreadsheets pass over, and signs of full width."""
    text = f"{before}{sign}1+1"

    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("value", ["a=b", "1-2", "", " ", "“=x”", "x\n=1", 5, -5, None])
def test_what_is_none_stays(value: str | int | None) -> None:
    """Numbers too."""
    assert inert(value) == value

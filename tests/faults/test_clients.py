"""Rows of clients that no other test asks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from zopa.lsp import completion
from zopa.lsp.completion import complete
from zopa.references.symbol_table import Names

if TYPE_CHECKING:
    from types import FrameType


def test_e16_completion_in_nested_lists_looks_at_each_once() -> None:
    """A large change, such as brackets without an end, is answered soon."""
    text, asked = "choices: " + "[" * 40 + "a," * 500, 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal asked
        asked += event == "call" and frame.f_code is completion._end.__code__

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        complete(Names({}), "scenarios/a.yaml", text, len(text) - 1)
    finally:
        sys.setprofile(before)
    assert 500 <= asked <= 2000

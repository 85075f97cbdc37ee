"""Header and status lines: priorities if the room is too small."""

from __future__ import annotations

import pytest

from zopa_tui.widgets.status_line import cut_parts


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (30, ["saved", " · ", "undo: choose donbas"]),
        (20, ["saved", " · ", "undo: choos…"]),
        (19, ["saved", " · "]),
        (8, ["saved", " · "]),
        (3, ["sa…"]),
        (0, []),
    ],
)
def test_the_last_part_is_cut_and_none_is_dropped_before(
    room: int, expected: list[str]
) -> None:
    """Cells, not letters, are counted."""
    parts = [("saved", ""), (" · ", ""), ("undo: choose donbas", "")]

    assert [text for text, _ in cut_parts(parts, room, "…")] == expected


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (60, "No deal · 3 conflicts · done in 0.4 s · undo: choose donbas"),
        (52, "No deal · 3 conflicts · done in 0.4 s · undo: choos…"),
        (51, "No deal · 3 conflicts · done in 0.4 s"),
        (30, "No deal · 3 conflicts"),
        (20, "No deal"),
        (5, "No d…"),
    ],
)
def test_of_a_statement_there_is_enough_or_nothing(room: int, expected: str) -> None:
    """Also where several are one part."""
    parts = [
        ("No deal", ""),
        (" · ", ""),
        ("3 conflicts · done in 0.4 s", ""),
        (" · undo: choose donbas", ""),
    ]

    assert "".join(text for text, _ in cut_parts(parts, room, "…", " · ")) == expected

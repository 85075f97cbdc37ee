"""The tree under a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.driving import WIDE, app_on, running, settle, text
from zopa_tui.widgets.term_tree import TermTree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


async def test_a_click_puts_the_cursor_there() -> None:
    """On the words; on the sign before them it folds and leaves the cursor alone."""
    app = app_on(scenario="alaska-exchange")
    async with running(app, WIDE) as pilot:
        tree = app.screen.query_one(TermTree)
        lines = text(app).splitlines()
        row = next(n for n, line in enumerate(lines) if "▸ Kherson" in line)
        words, sign = lines[row].index("Kherson"), lines[row].index("▸")

        await pilot.click(offset=(sign, row))
        await settle(pilot)
        assert tree.target is not None
        assert tree.target.id == "donbas"
        assert "▾ What becomes of Kherson?" in text(app)

        await pilot.click(offset=(words, row))
        await settle(pilot)
        assert tree.target.id == "kherson"
        assert "Why · What becomes of Kherson?" in text(app)

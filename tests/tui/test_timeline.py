"""The timeline in windows of different heights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.driving import app_on, press, running, settle, text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


async def test_a_higher_window_has_room_for_the_day_asked_about() -> None:
    """And a lower one takes it away again."""
    app = app_on(scenario="alaska-exchange")
    async with running(app, (140, 24)) as pilot:
        await press(pilot, "5")
        assert "▲ as of" not in text(app)

        await pilot.resize_terminal(140, 45)
        await settle(pilot)
        assert "▲ as of" in text(app)

        await pilot.resize_terminal(140, 24)
        await settle(pilot)
        assert "▲ as of" not in text(app)

"""Hostile texts: never markup, escape sequences or actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.driving import NARROW, ROOT, WIDE, press, running, settle, text
from tui.host import HOSTILE, UNSAFE, hostile, over
from zopa.workspace import load
from zopa_tui.app.app import ZopaApp
from zopa_tui.session.open import Locations, Start
from zopa_tui.views.positions import Target

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


KEYS: tuple[tuple[str, ...], ...] = (
    ("down", "down", "w", "w"),
    ("tab", "v"),
    ("tab", "down", "w", "w", "greater_than_sign"),
    ("y", "escape"),
    ("r", "d", "escape"),
    ("W", "escape"),
    ("H", "escape"),
    ("O", "escape"),
    ("ctrl+p", "l", "i", "escape"),
    ("slash", "x", "escape"),
    ("d", "escape"),
)
"""Keys to every pane of Compose, and to every modal with text from files."""


@pytest.mark.parametrize(("turn", "size"), [(0, NARROW), (3, WIDE), (6, (60, 20))])
async def test_every_pane_and_modal_survives(turn: int, size: tuple[int, int]) -> None:
    """No crash, no action, nothing on the screen that a terminal would obey."""
    workspace = hostile(load(ROOT), turn)
    session = over(workspace, "alaska-exchange")
    start = Start(workspace, session, Locations(workspace), sample=False)
    app = ZopaApp(ROOT, start=start)
    async with running(app, size) as pilot:
        seen = [text(app)]
        for keys in KEYS:
            for key in keys:
                await press(pilot, key)
                seen.append(text(app))
        app.links.reveal(Target("entity", "donetsk"))
        app.session.silence("donbas")
        await settle(pilot)
        seen.append(text(app))

        assert app.is_running
        assert app.return_code is None
    for each in seen:
        assert UNSAFE.search(each.replace("\n", "")) is None
    assert len(HOSTILE) == 10

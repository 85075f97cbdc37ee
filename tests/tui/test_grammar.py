"""Grammar of singulars: every screen with one item of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ones
from tui.driving import WIDE, app_on, press, running, said, text

if TYPE_CHECKING:
    from pathlib import Path

KEYS = (
    *("1", "w", "tab", "space", "tab", "tab", "enter", "escape", "d", "escape"),
    *("2", "down", "right", "T", "t"),
    *("3", "down", "tab", "down", "f", "down"),
    *("4", "plus", "f", "down"),
    *("5", "down", "tab", "down"),
    *("6", "down", "r", "escape", "o", "escape", "question_mark", "escape"),
)


@pytest.mark.slow
@pytest.mark.parametrize("draft", ones.DRAFTS)
async def test_one_is_not_several(
    draft: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is opened, selected and asked."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    app = app_on(ones.write(tmp_path / "work", draft), "draft")
    wrong: dict[str, list[str]] = {}

    async with running(app, WIDE) as pilot:
        for key in KEYS:
            await press(pilot, key)
            for each in ones.wrong_plurals("\n".join([text(app), *said(app)])):
                wrong.setdefault(each, []).append(key)

    assert wrong == {}

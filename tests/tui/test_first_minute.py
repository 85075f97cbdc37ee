"""The first minute: thirteen tasks with the documented number of keys, at three sizes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tui.driving import NARROW, ROOT, WIDE, app_on, press, running, said, sample, settle, text

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from zopa_tui.app.app import ZopaApp

TYPED = {"letters": "front", "title": " mine", "reason": "paused"}
"""Texts for placeholders of typed input in the table."""
NAMES = {
    ",": "comma",
    ".": "full_stop",
    ">": "greater_than_sign",
    "+": "plus",
    "}": "right_curly_bracket",
}


def table() -> dict[str, list[str]]:
    """The keys of each task from the page, with a check of its counts."""
    page = (ROOT / "docs" / "tui.md").read_text("utf-8").partition("## The first minute")[2]
    found = {}
    for task, keys, count in re.findall(r"^\| ([a-z ]+) \| (.+?) \| (\d+)", page, re.MULTILINE):
        names = re.findall(r"`(\S+)`|\*(\w+)\*", keys)
        found[task] = [key or f"*{word}" for key, word in names]
        assert len([each for each in found[task] if each[0] != "*"]) == int(count), task
    assert len(found) == 13
    return found


async def do(pilot: Pilot[int], keys: list[str]) -> None:
    """Press the keys, and type the texts of placeholders."""
    for key in keys:
        if key.startswith("*"):
            await press(pilot, *TYPED[key[1:]])
        else:
            await press(pilot, NAMES.get(key, key))
    await settle(pilot)


@pytest.mark.slow
@pytest.mark.parametrize("size", [NARROW, (100, 30), WIDE])
async def test_the_thirteen_tasks(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each does what it is for."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    root = sample(tmp_path)
    keys = table()
    app = app_on(root, "alaska-exchange")
    async with running(app, size) as pilot:
        await _on_the_draft(app, pilot, keys)
        await do(pilot, keys["open"])
        assert app.session.file.scenario.id == "front-line-freeze"
        first = app.session.draft
        await do(pilot, keys["nearest deal"])
        assert app.session.draft != first
        await press(pilot, "u")
        await do(pilot, keys["compare"])
        assert "Differences" in text(app)
        await do(pilot, ["1", *keys["new"]])
        assert app.session.file.path is None
    app = app_on(ROOT / "examples" / "software-contract", "compromise")
    async with running(app, size) as pilot:
        before = app.session.draft
        await press(pilot, "down")
        await do(pilot, keys["number"])
        assert app.session.draft != before


async def _on_the_draft(app: ZopaApp, pilot: Pilot[int], keys: dict[str, list[str]]) -> None:
    first = app.session.draft
    await do(pilot, keys["why crossed"])
    assert "because" in text(app)
    await press(pilot, "escape")
    await do(pilot, keys["choose"])
    assert len(app.session.draft.choices) == len(first.choices) + 1
    await do(pilot, keys["undo"])
    assert app.session.draft == first
    await do(pilot, keys["days"])
    assert str(app.session.snapshot.verdicts.context.as_of) == "2025-08-18"
    await press(pilot, "u")
    await do(pilot, keys["reading"])
    assert said(app)[-1].startswith("read as: ")
    await press(pilot, "u", "1", "escape")
    await do(pilot, keys["waive"])
    assert app.session.draft.waivers
    await press(pilot, "u", "escape")
    await do(pilot, keys["export"])
    assert said(app)[-1].startswith("alaska-exchange.md written to ")
    await do(pilot, keys["save as"])
    assert said(app)[-1].startswith("saved scenarios/")

"""Snapshots of screens as text; six also as pictures."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from snapshots import same_bytes
from tui.driving import NARROW, ROOT, WIDE, app_on, press, rest, running, settle, text
from zopa_tui.screens.modals import drafts, lists
from zopa_tui.screens.modals.forms import SaveAsModal
from zopa_tui.session.autosave import Recovery
from zopa_tui.session.scenario_file import ChangedOnDisk
from zopa_tui.ui.actions import Screen

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from zopa_tui.app.app import ZopaApp

FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
NUMBERED = re.compile(r"terminal-\d+-")
SECONDS = re.compile(r"\d+\.\d(?=(&#160;| )s\b)")


@pytest.fixture(autouse=True)
def _still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setattr(drafts, "changed_on", lambda _: "2025-08-20 10:00")
    monkeypatch.setattr(SaveAsModal, "intro", lambda _: "From /home/ana/talks")


PICTURES = {
    "compose-80x24",
    "compose-140x45",
    "compose-80x24-no-color",
    "matrix-140x45",
    "modal-repair",
    "modal-help",
}
"""Snapshots with colours, one of each kind. Contrast has its own tests."""


def same_look(app: ZopaApp, name: str, colours: str = "") -> None:
    """Compare the screen with its snapshot, without parts that vary."""
    app.clear_notifications()
    lines = (line.rstrip() for line in text(app).splitlines())
    same_bytes(f"tui/{name}.txt", SECONDS.sub("0.0", "\n".join(lines)) + "\n")
    name += colours
    if name in PICTURES:
        svg = app.export_screenshot(title="zopa", simplify=True)
        svg = NUMBERED.sub("zopa-", FONTS.sub("", svg))
        same_bytes(f"tui/{name}.svg", SECONDS.sub("0.0", svg) + "\n")


async def still(pilot: Pilot[int]) -> None:
    """Wait for all questions, and for those that their answers start."""
    await rest(pilot)  # the deals are counted then
    while True:
        await settle(pilot)
        if not getattr(pilot.app.screen, "working", False):
            return


@pytest.mark.parametrize(
    ("look", "size", "colours"),
    [
        ("80x24", NARROW, ""),
        ("140x45", WIDE, ""),
        ("80x24", NARROW, "-no-color"),
    ],
)
async def test_the_screens(
    look: str, size: tuple[int, int], colours: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the shipped corpus, as each is when one goes there; without colours says the same."""
    if colours:
        monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(scenario="alaska-exchange")
    wrong = []
    async with running(app, size) as pilot:
        for number, screen in enumerate(Screen, 1):
            await pilot.press(str(number))
            await still(pilot)
            try:
                same_look(app, f"{screen}-{look}", colours)
            except AssertionError:
                wrong.append(f"{screen}-{look}")
    assert wrong == []


MODALS = {
    "repair": "r",
    "waive": "tab tab W",
    "save-as": "S",
    "help": "question_mark",
    "differences": "x d",
    "history": "x u U H",
    "quit": "x q",
    "export": "X",
    "open": "O",
    "copy": "y",
    "add": "a",
    "form": "tab tab a",
    "change": "e",
}
"""Modals, and the keys from the first screen to each."""


async def test_the_modals() -> None:
    """In the small window, each on a draft that is as it was read."""
    app = app_on(scenario="alaska-exchange")
    wrong = []
    async with running(app, NARROW) as pilot:
        for modal, keys in MODALS.items():
            app.session.go(0)
            app.screen.query_one("#terms").focus()
            await still(pilot)
            await press(pilot, *keys.split())
            assert len(app.screen_stack) > 1, modal
            await settle(pilot)
            try:
                same_look(app, f"modal-{modal}")
            except AssertionError:
                wrong.append(modal)
            while len(app.screen_stack) > 1:
                app.pop_screen()
    assert wrong == []


async def test_the_modals_of_beginning_and_saving() -> None:
    """Nothing is open; work was left; the file is not what was read."""
    file = ROOT / "scenarios" / "alaska-exchange.yaml"
    app = app_on(scenario="alaska-exchange")
    async with running(app, NARROW) as pilot:
        await still(pilot)
        left = Recovery(
            file=file,
            scenario=file,
            base="",
            pid=1,
            written=dt.datetime(2025, 8, 17, 18, 4, tzinfo=dt.UTC),
            labels=("clear donbas", "silence crimea"),
            draft=app.session.draft,
        )
        asked = {
            "recover": lists.recover(left),
            "changed": lists.conflict(ChangedOnDisk(file, app.session.file)),
            "welcome": lists.welcome(6, errors=0, warnings=2, sample=False),
        }
        for name, question in asked.items():
            app.push_screen(question)
            await settle(pilot)
            same_look(app, f"modal-{name}")
            await press(pilot, "escape")

"""Work before the first picture, and painting after it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from tui.driving import NARROW, ROOT, WIDE, app_on, press, rest, running, settle, text
from zopa_tui.app.app import ZopaApp
from zopa_tui.ui.actions import Screen

if TYPE_CHECKING:
    from pathlib import Path

FIRST = """
import json, sys
from pathlib import Path
from zopa_tui.app.app import ZopaApp
from zopa_tui.app.open import OpenDrafts

def load(self, *_, **__):
    shown = str(self.app.screen.query_one("#reading").content)
    print(json.dumps([shown, sorted(sys.modules)]), file=sys.__stdout__)
    self.app.exit(0)

OpenDrafts.load = load
root = Path(sys.argv[1])
ZopaApp(root, root / "scenarios" / "alaska-exchange.yaml").run(headless=True)
"""
OTHERS = {"platformdirs", "rich", "sitecustomize", "textual", "typing_extensions"}
"""Third-party packages that painting needs."""
LATER = {
    "rich.markdown",
    "rich.progress",
    "textual.document",
    "textual.widgets._data_table",
    "textual.widgets._markdown",
    "textual.widgets._text_area",
    "zopa.questions.check",
    "zopa.solving.mus",
    "zopa.solving.bdd",
    "zopa.questions.options",
    "zopa.solving.problem",
    "zopa.questions.repair",
    "zopa.interchange",
    "zopa.solving.sat",
    "zopa.solving.space",
    *(f"zopa_tui.screens.{each}" for each in Screen),
}
"""Modules that are heavy, or belong to a screen that is not visible yet."""


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_little_is_imported_before_the_first_picture() -> None:
    """No solver, no YAML, no Markdown; the workspace is read after it."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST, ROOT],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    shown, modules = json.loads(done.stdout)

    assert "alaska-exchange" in shown
    packages = {each.partition(".")[0] for each in modules} - set(sys.stdlib_module_names)
    # Setuptools has Python itself load the last, where an environment has setuptools.
    around = {"__main__", "_distutils_hack"}
    assert packages - OTHERS - around == {"zopa", "zopa_tui"}
    assert LATER & set(modules) == set()


async def test_the_first_picture_says_what_is_read() -> None:
    """By its own name, never as markup; then it makes room."""
    app = ZopaApp(ROOT, ROOT / "scenarios" / "alaska-exchange.yaml")
    async with app.run_test(size=NARROW) as pilot:
        await settle(pilot)
        assert not app.screen.query("#reading")
        assert "alaska-exchange" in text(app)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_no_screen_has_many_widgets(size: tuple[int, int]) -> None:
    """Maps, matrices and timelines are one each, however much they show."""
    app = app_on(scenario="alaska-exchange")
    async with running(app, size) as pilot:
        for number, _ in enumerate(Screen, 1):
            await pilot.press(str(number))
            await pilot.pause()
            assert len(app.screen.query("*")) < 60
    assert len(Screen) == 6


async def test_a_cursor_key_paints_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows of the tree, and what is said of the row; as a terminal is sent it."""
    sent: list[str] = []
    monkeypatch.setattr(ZopaApp, "is_headless", False)
    monkeypatch.setattr(HeadlessDriver, "write", lambda _, data: sent.append(data))
    monkeypatch.setenv("COLORTERM", "truecolor")
    app = app_on(scenario="alaska-exchange")
    async with running(app, NARROW) as pilot:
        await rest(pilot)  # the deals are counted then
        bytes_of = []
        for _ in range(9):
            sent.clear()
            await press(pilot, "down")
            bytes_of.append(len("".join(sent).encode()))

    assert min(bytes_of) > 0
    assert max(bytes_of) < 4_000, bytes_of


async def test_a_pane_that_says_the_same_paints_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A line that differs is painted, and its neighbours are not."""
    app = app_on(scenario="alaska-exchange")
    async with running(app, WIDE) as pilot:
        why = app.screen.query_one("#why")
        painted = []
        monkeypatch.setattr(
            type(why), "refresh", lambda self, *regions, **_: painted.extend(regions) or self
        )
        why.redraw()
        assert painted == []

        await press(pilot, "down")
        edges = {-1, why.size.height}
        rows = {each.y for each in painted if each.height == 1}
        assert edges & rows
        assert rows - edges < set(range(why.size.height))

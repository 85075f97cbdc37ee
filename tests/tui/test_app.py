"""The application: start, end and content."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input

from tui.driving import NARROW, ROOT, WIDE, app_on, press, running, said, sample, settle, text
from zopa_tui.app.app import INTERRUPTED, ZopaApp
from zopa_tui.screens.compose import ComposeScreen
from zopa_tui.screens.modals import lists
from zopa_tui.screens.modals.base import ChoiceModal, DifferencesModal, HelpModal
from zopa_tui.screens.modals.lists import HistoryModal
from zopa_tui.screens.overlays import TooSmall
from zopa_tui.session.autosave import pending

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


async def test_a_scenario_is_read_beside_the_interface(tmp_path: Path) -> None:
    """The first picture waits for nothing; then Compose is shown."""
    root = sample(tmp_path)
    app = ZopaApp(root, root / "scenarios" / "alaska-exchange.yaml")
    async with app.run_test(size=NARROW) as pilot:
        await settle(pilot)

        assert isinstance(app.screen, ComposeScreen)
        assert "alaska-exchange" in text(app)


@pytest.mark.parametrize("key", ["2", "3", "4", "5", "6"])
async def test_every_screen_is_one_key_away(key: str) -> None:
    """And `1` comes back."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        before = app.mode
        await press(pilot, key)
        assert app.mode != before

        await press(pilot, "1")
        assert isinstance(app.screen, ComposeScreen)


@pytest.mark.parametrize("theme", ["zopa-dark", "zopa-light", "zopa-contrast", "nord"])
@pytest.mark.parametrize("size", [NARROW, WIDE, (60, 16)])
async def test_themes_and_sizes(theme: str, size: tuple[int, int]) -> None:
    """Nothing that is shown depends on the theme; every size has the verdict."""
    app = app_on(ROOT, "alaska-exchange", theme=theme)
    async with running(app, size):
        assert app.theme == theme
        assert "No deal: 1 crossed" in text(app)


async def test_without_colour_the_theme_is_not_the_terminals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Black on black would be all that is left."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(ROOT, "alaska-exchange", theme="ansi-dark")
    async with running(app):
        assert app.theme == "zopa-dark"
        assert "No deal: 1 crossed" in text(app)


async def test_stopped_before_anything_was_found() -> None:
    """It does not go on saying that it asks; C asks again."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        busy = app.session.desk._lock
        assert busy.acquire(timeout=60)
        try:
            await pilot.press("3")
            await pilot.pause()
            assert "asking" in text(app)
            await pilot.press("escape")
            await pilot.pause()
            assert "stopped: C asks again" in text(app)
        finally:
            busy.release()
        await press(pilot, "C")
        assert "3 conflicts" in text(app)


async def test_too_small_says_so_and_goes_away() -> None:
    """A window that is made larger again needs no key."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, (40, 10)) as pilot:
        assert isinstance(app.screen, TooSmall)
        assert text(app).split() == ["zopa", "needs", "40×12"]

        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert isinstance(app.screen, ComposeScreen)


async def test_too_small_below_another_screen_goes_when_that_one_does() -> None:
    """Where the window has grown meanwhile."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, (40, 10)) as pilot:
        app.push_screen(lists.unsaved([("alaska-exchange", 1)], "quit"))
        await settle(pilot)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        await press(pilot, "escape")
        assert isinstance(app.screen, ComposeScreen)
        assert not any(isinstance(each, TooSmall) for each in app.screen_stack)


async def test_what_is_said_stands_in_the_status_line() -> None:
    """Beside the answer, once, with nothing covered; then the line is as it was."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "x")
        await press(pilot, *"xxxx")
        assert text(app).count("the issue is undecided already") == 1
        assert not app.screen.query("Toast")


async def test_what_is_long_is_said_whole() -> None:
    """On as many lines as it takes; they make room again."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        long = "the scenario cannot be saved: " + "no space is left on the device, " * 4
        app.warn(long)
        await settle(pilot)
        words = " ".join(text(app).split())
        assert " ".join(long.split()) in words
        assert "Why · " in text(app)

        app.clear_notifications()
        await settle(pilot)
        assert "No deal: 1 crossed" in text(app).splitlines()[-2]


@pytest.mark.parametrize("size", [NARROW, (100, 30), WIDE])
async def test_every_screen_is_one_click_away(size: tuple[int, int]) -> None:
    """Its name stands in the first line, from 80 columns on."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, size) as pilot:
        for each in ("Matrix", "Deals", "Compare", "Sources", "Problems", "Compose"):
            head = text(app).splitlines()[0]
            await pilot.click(offset=(head.index(each), 0))
            await settle(pilot)
            assert app.mode == each.lower()


async def test_too_small_from_the_start() -> None:
    """Also where the files were still being read when it began."""
    app = ZopaApp(ROOT, ROOT / "scenarios" / "alaska-exchange.yaml")
    async with running(app, (40, 10)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, TooSmall)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert isinstance(app.screen, ComposeScreen)


async def test_quitting_asks_only_when_something_is_unsaved(tmp_path: Path) -> None:
    """Unsaved work is named; leaving without saving leaves nothing to recover."""
    root = sample(tmp_path)
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "x", "q")
        assert isinstance(app.screen, ChoiceModal)
        assert "1 unsaved change" in text(app)

        await press(pilot, "escape")
        assert isinstance(app.screen, ComposeScreen)

        await press(pilot, "q", "x")
    assert app.return_code == 0
    assert pending(root / "scenarios" / "alaska-exchange.yaml") == ()


async def test_quitting_with_nothing_unsaved() -> None:
    """At once."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "x", "u", "q")

    assert app.return_code == 0


async def test_a_signal_keeps_the_work(tmp_path: Path) -> None:
    """What a closed window leaves is offered at the next start."""
    root = sample(tmp_path)
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "x")
        app.presence.end()
        await asyncio.sleep(0)
    assert app.return_code == 130

    again = app_on(root, "alaska-exchange")
    async with running(again) as pilot:
        assert "Unsaved work found" in text(again)
        assert "clear donbas" in text(again)

        await press(pilot, "r")
        assert "donbas" not in again.session.draft.choices
        assert not again.session.snapshot.saved


async def test_history_goes_anywhere() -> None:
    """Steps are named, and undone ones are still there."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "x", "J", "s", "H")
        assert isinstance(app.screen, HistoryModal)
        assert "clear donbas" in text(app)
        assert " silence " in text(app)

        await press(pilot, "G", "enter")
        assert app.session.step == 0
        assert app.session.snapshot.saved


async def test_help_lists_the_keys_and_does_what_is_chosen() -> None:
    """Typing narrows it."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpModal)

        await press(pilot, *"undecided")
        assert "Leave the issue undecided." in text(app)

        await press(pilot, "enter")
        assert isinstance(app.screen, ComposeScreen)
        assert "donbas" not in app.session.draft.choices


async def test_differences_are_those_of_the_file() -> None:
    """Line by line, as saving would write them."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "x", "d")

        assert isinstance(app.screen, DifferencesModal)
        assert "-  donbas: " in text(app)


async def test_undo_says_what_and_says_when_there_is_nothing() -> None:
    """A key that can do nothing gives its reason."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "u")
        assert said(app)[-1] == "nothing to undo"

        await press(pilot, "x", "u")
        assert said(app)[-1] == "undone: clear donbas"

        await press(pilot, "U")
        assert said(app)[-1] == "done again: clear donbas"


async def test_the_palette_finds_things_and_goes_there() -> None:
    """Every term of the corpus is a few letters away."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "ctrl+p", *"air cover", "down", "enter")

        screen = app.screen
        assert isinstance(screen, ComposeScreen)
        assert screen.target is not None
        assert screen.target.issue == "air-cover"


def test_without_a_terminal_it_says_so_and_ends_with_two() -> None:
    """No traceback, no escapes."""
    done = subprocess.run(
        [sys.executable, "-m", "zopa", "tui"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert done.stdout == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_without_a_screen_is_refused() -> None:
    """Before a letter of an escape is printed."""
    import pty

    mine, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "zopa", "tui", "--sample"],
        env={**os.environ, "TERM": "dumb"},
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(theirs)
    os.close(mine)

    assert done.returncode == 2
    assert "TERM=dumb" in done.stderr


async def test_lines_that_are_pasted_into_a_field_are_joined() -> None:
    """In the place of what is selected, as what is typed."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "S")
        app.post_message(events.Paste("A draft\n  in two lines\r\n"))
        await settle(pilot)
        field = app.screen.query_one("#field-title", Input)
        assert field.value == "A draft in two lines"
        await press(pilot, "escape", "slash")
        app.post_message(events.Paste("nato\ntroops"))
        await settle(pilot)
        assert app.screen.query_one("#find", Input).value == "nato troops"


def test_the_engine_is_not_imported_before_the_first_picture() -> None:
    """No solver, no diagrams, no YAML writer."""
    code = (
        "import sys; import zopa_tui.app.app;"
        "print([x for x in ('pysat', 'oxidd', 'jsonschema', 'rapidfuzz') if x in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


STUCK = """
import sys, time
from pathlib import Path
from textual.drivers._writer_thread import WriterThread
from zopa_tui.app import app

WriterThread.stop = lambda self: time.sleep(600)
app.LAST = 0.5
root = Path(sys.argv[1])
shown = app.ZopaApp(root, root / "scenarios" / "alaska-exchange.yaml")
shown.call_later(lambda: shown.set_timer(0.2, lambda: Path(sys.argv[2]).touch()))
shown.run()
"""
"""A script with a terminal that accepts no more output, as after its end."""


def test_it_ends_though_the_terminal_is_gone(tmp_path: Path) -> None:
    """Whoever told it to end does not wait for a window that was closed."""
    pty = pytest.importorskip("pty", reason="there are no such terminals on Windows")
    ours, theirs = pty.openpty()
    begun = tmp_path / "begun"
    process = subprocess.Popen(
        [sys.executable, "-c", STUCK, str(ROOT), str(begun)],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    painted = threading.Thread(target=lambda: _drain(ours), daemon=True)
    painted.start()
    for _ in range(600):
        if begun.exists():
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGHUP)

    assert process.wait(60) == INTERRUPTED


def _drain(terminal: int) -> None:
    with suppress(OSError):
        while os.read(terminal, 65536):
            pass

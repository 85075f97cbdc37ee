"""Read-only sessions: no action creates or changes a file."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tui.driving import WIDE, app_on, press, running, said, sample, text
from zopa_tui.app.terminal import report
from zopa_tui.screens.modals.base import ChoiceModal, FileModal
from zopa_tui.screens.modals.forms import SaveAsModal
from zopa_tui.session import autosave as recovery
from zopa_tui.session.open import begin
from zopa_tui.session.scenario_file import NOT_SAVED, Failed

if TYPE_CHECKING:
    from collections.abc import Iterator

WAY_OUT = "zopa serve --write"
CHANGING = ("mkdir", "rename", "remove", "rmdir", "link", "symlink", "truncate", "chmod")
RUNNING = ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn")
FILING = (["ctrl+s"], ["S", "enter"], ["X", "m"], ["X", "s"], ["o"], ["d"], ["y"])
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


_watch: list[str] | None = None


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if _watch is None:
        return
    opened = event == "open" and arguments[2] & WRITING and arguments[0] != os.devnull
    if opened or event in RUNNING or event.removeprefix("os.") in CHANGING:
        _watch.append(f"{event} {arguments[0]}")


@pytest.fixture(scope="module")
def _hooked() -> None:
    sys.addaudithook(_heard)


@pytest.fixture
def writes(_hooked: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Files opened for writing, changes of files, and started processes, by audit hook."""
    global _watch  # noqa: PLW0603  # a hook cannot be taken away again
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("EDITOR", "touch")
    _watch = found = []
    yield found
    _watch = None


def test_the_session_refuses(tmp_path: Path) -> None:
    """Under its own name and under another, also where overwriting was allowed."""
    root = sample(tmp_path)
    path = root / "scenarios" / "alaska-exchange.yaml"
    before = path.read_bytes()
    start = begin(root, path, read_only=True)
    assert not isinstance(start, str)
    start.session.clear("donbas")

    for result in (
        start.session.save(),
        start.session.save(overwrite=True),
        start.session.save(root / "scenarios" / "other.yaml"),
    ):
        assert isinstance(result, Failed)
        assert result.diagnostic.kind == NOT_SAVED
        assert WAY_OUT in result.diagnostic.help[0]
    assert path.read_bytes() == before
    assert not (root / "scenarios" / "other.yaml").exists()
    assert not start.session.snapshot.saved


def test_a_fault_leaves_no_report(writes: list[str]) -> None:
    """The line for the user is all there is."""
    try:
        _ = 1 // 0
    except ZeroDivisionError:
        told = report(["undo"], kept=None, write=False)

    assert "ZeroDivisionError" in told
    assert writes == []


async def test_no_key_writes(tmp_path: Path, writes: list[str]) -> None:
    """Every key that has to do with files, with work unsaved."""
    root = sample(tmp_path)
    app = app_on(root, "alaska-exchange", read_only=True)
    writes.clear()  # copying the corpus
    async with running(app, WIDE) as pilot:
        await press(pilot, "x")
        for screen in "16":
            await press(pilot, screen)
            for keys in FILING:
                await pilot.press(*keys, "escape")
        await press(pilot, "enter", "R", "x")
        app.deliver_text(io.StringIO("x"), save_filename="x.txt")
        app.deliver_screenshot()
        assert not app.session.snapshot.saved

    # The counter hands its diagram over through a folder of its own, which it removes.
    own = f"{Path(tempfile.gettempdir())}/zopa-"
    assert [x for x in writes if own not in x and "diagram.dddmp" not in x] == []
    assert not recovery.state_folder().exists()


async def test_each_refusal_says_what_would_write() -> None:
    """Saving, saving as, exporting; a file is shown and not opened in an editor."""
    app = app_on(read_only=True, scenario="alaska-exchange")
    async with running(app) as pilot:
        assert "read-only" in text(app)
        await press(pilot, "x", "ctrl+s")
        assert WAY_OUT in said(app)[-1]
        assert "was not saved" in said(app)[-1]

        for keys in (["S"], ["X", "m"]):
            await press(pilot, *keys)
            assert WAY_OUT in said(app)[-1], keys
            assert not isinstance(app.screen, SaveAsModal)

        assert len([each for each in said(app) if WAY_OUT in each]) == 3
        app.files.edit("terms/corpus.yaml", 1)
        await pilot.pause()
        assert isinstance(app.screen, FileModal), "shown, in no editor"


async def test_leaving_offers_no_saving() -> None:
    """It says that there is none."""
    app = app_on(read_only=True, scenario="alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "x", "q")
        assert isinstance(app.screen, ChoiceModal)
        assert "Nothing can be saved" in text(app)
        assert "save and quit" not in text(app)

        await press(pilot, "x")
    assert app.return_code == 0

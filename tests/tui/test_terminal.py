"""The complete program in a real terminal: its traces after every kind of end."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tui.driving import sample
from tui.terminal import TMUX, Terminal, terminal
from zopa_tui.session.autosave import AT_LATEST, files, read, state_folder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(TMUX is None, reason="no tmux here")

BEGUN = "Why · What becomes of Donetsk"


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A writable corpus."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    return sample(folder)


def begin(shell: Terminal, root: Path) -> int:
    """Open the Alaska exchange; returns the process id."""
    zopa = f"{sys.executable} -m zopa -C {root} tui alaska-exchange"
    shell.run("sh", "-c", f"echo $$ >pid; exec {zopa}")
    shell.read("alaska-exchange", BEGUN)
    return int((shell.socket.parent / "pid").read_text())


@pytest.mark.slow
def test_open_choose_undo_save_quit(root: Path, tmp_path: Path) -> None:
    """The file is what was chosen, the terminal is what it was."""
    file = root / "scenarios" / "alaska-exchange.yaml"
    before = file.read_text()
    with terminal(tmp_path) as shell:
        modes, settings = shell.modes, shell.settings()
        begin(shell, root)
        assert shell.modes["alternate_on"] == "1"

        shell.press("x")
        shell.read("u undo: cl")
        shell.press("u")
        shell.read("undone: clear donbas")
        shell.press("J", "Down")
        shell.read("Why · Crimea: Ukraine gives up Crimea")
        shell.press("Space")
        shell.read("u undo: ch")
        shell.press("C-s")
        shell.read("saved scenarios/alaska-exchange.yaml")
        shell.press("q")
        shell.until(lambda: "" if shell.modes == modes else None, "the modes of before")
        assert shell.settings() == settings
        assert "Traceback" not in shell.tmux("capture-pane", "-p", "-S", "-")
    after = file.read_text()
    assert "  crimea: ukraine-gives-up\n" in after
    assert after.replace("  crimea: ukraine-gives-up\n", "") == before
    assert files(file, state_folder()) == []


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_end(root: Path, tmp_path: Path, ending: signal.Signals) -> None:
    """By whoever, or because the window was closed: all is kept, and the terminal is sane."""
    with terminal(tmp_path) as shell:
        modes, settings = shell.modes, shell.settings()
        process = begin(shell, root)
        shell.press("x")
        shell.read("u undo: cl")

        os.kill(process, ending)

        shell.until(lambda: "" if shell.modes == modes else None, "the modes of before")
        assert shell.settings() == settings
        begin_again(shell, root)


def test_stopped_and_continued(root: Path, tmp_path: Path) -> None:
    """The shell has the terminal meanwhile; then the whole picture is there again."""
    with terminal(tmp_path) as shell:
        process = begin(shell, root)
        os.kill(process, signal.SIGTSTP)
        shell.read("Stopped")
        shell.run("fg")
        shell.read("1 Compose", "Positions ✗ 1", BEGUN, "space choose")
        shell.press("q")
        shell.until(lambda: "" if shell.modes["alternate_on"] == "0" else None, "the end")


@pytest.mark.slow
def test_killed(root: Path, tmp_path: Path) -> None:
    """With changes going on and on: what is older than two seconds is kept."""
    assert AT_LATEST == 2.0
    with terminal(tmp_path) as shell:
        process = begin(shell, root)
        shell.press("x")
        shell.read("u undo: cl")

        def kept() -> str | None:
            shell.press("s", "x")
            return "".join(map(str, files(draft, state_folder()))) or None

        draft = root / "scenarios" / "alaska-exchange.yaml"
        shell.until(kept, "what is kept")

        os.kill(process, signal.SIGKILL)

        shell.tmux("respawn-pane", "-k")
        shell.read("ready>")
        (file,) = files(draft, state_folder())
        found = read(file)
        assert found is not None
        assert found.labels[0] == "clear donbas"
        begin_again(shell, root)


def begin_again(shell: Terminal, root: Path) -> None:
    """Start again, and recover the offered unsaved work."""
    zopa = (sys.executable, "-m", "zopa", "-C", root, "tui", "alaska-exchange")
    shell.run(*zopa)
    shell.read("Unsaved work found", "clear donbas")
    shell.press("r")
    shell.read("u undo: re")
    shell.press("q")
    shell.read("unsaved change")
    shell.press("x")
    shell.until(lambda: "" if shell.modes["alternate_on"] == "0" else None, "the end")

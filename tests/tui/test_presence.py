"""A terminal whose other end is closed, for a process that gets no signal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from tui.driving import sample
from zopa_tui.session.autosave import files, state_folder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals here")


@pytest.mark.slow
def test_it_ends_when_its_terminal_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And keeps nothing but what was unsaved, which is nothing here."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = tmp_path / "corpus"
    root.mkdir()
    sample(root)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "zopa", "-C", str(root), "tui", "alaska-exchange"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"},
    )
    os.close(theirs)
    painted = threading.Event()

    def read() -> None:
        seen = b""
        while not painted.is_set():
            seen += os.read(ours, 65_536)
            if b"Territory" in seen:
                painted.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        assert painted.wait(60)
        reader.join()
        os.close(ours)

        assert process.wait(timeout=60) == 130
    finally:
        process.kill()
    assert files(root / "scenarios" / "alaska-exchange.yaml", state_folder()) == []

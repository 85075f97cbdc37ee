"""`--watch`: an answer after each change, from a separate process, until an interrupt."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from zopa.cli import watching
from zopa.cli.watching import Stamps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.conftest import Change, Zopa

TYPO = ("terms/positions/seller.yaml", "kind: red-line", "kind: red-lin")
MEND = (TYPO[0], TYPO[2] + "\n", TYPO[1] + "\n")


class Watched:
    """A watching process, and its output so far."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.said = ""
        self.seen = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        while piece := os.read(self.process.stdout.fileno(), 65_536):
            self.said += piece.decode()

    def next_answer(self) -> str:
        """Its output up to the next time that it waits."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            end = self.said.find("Ctrl-C ends\n", self.seen)
            if end >= 0:
                answer = self.said[self.seen : end]
                self.seen = end + len("Ctrl-C ends\n")
                return answer
            time.sleep(0.01)
        message = f"no answer after {self.said!r}"
        raise AssertionError(message)


@contextmanager
def running(*arguments: str) -> Iterator[Watched]:
    """Start a process that watches the current folder; interrupt it in the end."""
    command = [sys.executable, "-m", "zopa", *arguments, "--watch"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        try:
            yield Watched(process)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 130
        finally:
            process.kill()


@pytest.mark.slow
def test_every_change_brings_a_new_answer(workspace: Path, change: Change) -> None:
    """With the time and the number of files; an unchanged workspace brings none."""
    with running("validate") as watched:
        first = watched.next_answer()
        assert "no findings" in first
        assert f"watching {sum(1 for _ in workspace.rglob('*.yaml'))} files" in first
        change(*TYPO)
        assert "did you mean `red-line`?" in watched.next_answer()
        change(*MEND)
        assert "no findings" in watched.next_answer()
        said = watched.said
        time.sleep(1)
        assert watched.said == said
    assert "\x1b" not in watched.said
    assert "Traceback" not in watched.said


@pytest.mark.slow
def test_new_and_deleted_files_are_changes(workspace: Path) -> None:
    """Also of a workspace that is one no longer, and then is again."""
    mark = workspace / "terms/corpus.yaml"
    with running("validate") as watched:
        watched.next_answer()
        draft = workspace / "scenarios/broken.yaml"
        draft.write_text("title: 7\n")
        assert "scenarios/broken.yaml" in watched.next_answer()
        draft.unlink()
        assert "no findings" in watched.next_answer()
        text = mark.read_text()
        mark.unlink()
        assert "`terms/corpus.yaml` is missing" in watched.next_answer()
        mark.write_text(text)
        assert "no findings" in watched.next_answer()


@pytest.mark.slow
def test_check_can_watch_too(workspace: Path, change: Change) -> None:
    """Terms with errors are no end of it."""
    with running("check") as watched:
        assert "first-draft" in watched.next_answer()
        change(*TYPO)
        assert "1 error in terms/: no question can be answered" in watched.next_answer()
        change(*MEND)
        assert "first-draft" in watched.next_answer()
        (workspace / "terms/corpus.yaml").unlink()
        assert "no workspace in" in watched.next_answer()


def test_a_terminal_is_cleared(workspace: Path) -> None:
    """And nothing else is."""
    mine, its = pty.openpty()
    command = [sys.executable, "-m", "zopa", "validate", "--watch"]
    with subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, start_new_session=True
    ) as process:
        os.close(its)
        said = b""
        while b"Ctrl-C ends" not in said:
            said += os.read(mine, 65_536)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
    os.close(mine)

    assert said.startswith(b"\x1b[2J\x1b[H")


@pytest.mark.slow
def test_it_ends_when_nobody_reads(workspace: Path, change: Change) -> None:
    """As soon as there would be something to read."""
    command = [sys.executable, "-m", "zopa", "validate", "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stderr.readline()
        process.stdout.close()
        change(*TYPO)
        assert process.wait(timeout=60) in {0, 1}


@pytest.mark.parametrize("flag", ["--fix", "--diff", "--write-baseline"])
def test_it_goes_with_nothing_that_writes(zopa: Zopa, workspace: Path, flag: str) -> None:
    """What it wrote would be a change."""
    ran = zopa("validate", "--watch", flag, "--baseline", "known.json")

    assert ran.code == 2
    assert "--watch" in ran.err


def test_a_second_edit_in_the_same_tick_is_seen(tmp_path: Path) -> None:
    """With the size and all the times of the first, as a coarse clock would have them."""
    file = tmp_path / "a.yaml"
    file.write_text("one")
    before = Stamps([str(file)])
    assert before.still([str(file)])
    file.write_text("two")
    now = Stamps([str(file)])
    before.stats = now.stats

    assert not before.still([str(file)])


def test_an_old_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its times are enough: a change now would give it others."""
    file = tmp_path / "a.yaml"
    file.write_text("one")
    monkeypatch.setattr(watching, "RACY", -10.0)

    assert not Stamps([str(file)]).digests


def test_edits_that_follow_each_other_are_one_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits until nothing has changed for a moment, though not for ever."""
    file = tmp_path / "a.yaml"
    edits = iter(range(4))

    def sleep(_: float) -> None:
        if (edit := next(edits, None)) is not None:
            file.write_text(f"edit {edit}")

    monkeypatch.setattr(watching.time, "sleep", sleep)

    watching._wait_until_settled(lambda: [str(file)])

    assert file.read_text() == "edit 3"

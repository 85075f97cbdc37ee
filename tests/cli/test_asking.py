"""Progress messages on a terminal while a question runs."""

from __future__ import annotations

import argparse
import io
import re
import time
from contextlib import redirect_stderr

import pytest

from zopa.cli import ask as asking
from zopa.cli.ask import Tally, progress

FLAGS = argparse.Namespace(quiet=False, format="text")


class Terminal(io.StringIO):
    """A terminal that records its output."""

    def isatty(self) -> bool:
        """Return True."""
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal with short waits before progress messages."""
    monkeypatch.setattr(asking, "PATIENCE", 0.01)
    return Terminal()


def told(terminal: Terminal, words: str) -> bool:
    """Whether the terminal shows such words within a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if re.search(words, terminal.getvalue()):
            return True
        time.sleep(0.005)
    return False


def test_a_long_search_says_how_many_it_has_found(terminal: Terminal) -> None:
    """And since when it searches; the line is cleared in the end."""
    tally = Tally(FLAGS, "conflict")

    with redirect_stderr(terminal), progress(FLAGS, 30, tally):
        assert told(terminal, r"\rzopa: searching, 0 found, \d+ s of 30 s")
        for _ in range(1200):
            tally(("a/b",))
        assert told(terminal, "1,200 found")

    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_search_that_finds_nothing_one_by_one_says_the_time(terminal: Terminal) -> None:
    """No count that would stay zero."""
    with redirect_stderr(terminal), progress(FLAGS, 30):
        assert told(terminal, r"\rzopa: searching, \d+ s of 30 s")

    assert "found" not in terminal.getvalue()


def test_lines_are_written_as_they_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    """Only where JSON Lines were asked for."""
    Tally(FLAGS, "conflict")(("a/b",))
    assert capsys.readouterr().out == ""

    Tally(argparse.Namespace(quiet=False, format="jsonl"), "conflict")(("a/b", "c/d"))
    assert capsys.readouterr().out == (
        '{"format": "zopa-conflict", "version": 1, "positions": ["a/b", "c/d"]}\n'
    )

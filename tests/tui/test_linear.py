"""Line mode: typed lines and printed lines, with the content of the screens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tui.driving import ROOT, sample
from zopa_tui.app.linear import COMMANDS, LinearMode

if TYPE_CHECKING:
    from pathlib import Path

FILE = ROOT / "scenarios" / "alaska-exchange.yaml"


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def typed(reader: LinearMode, *lines: str) -> str:
    """The lines printed after these typed lines."""
    return "\n".join(said for line in lines for said in reader.said(line))


def test_it_begins_with_the_answer() -> None:
    """The draft, its day, whether there is a deal."""
    said = "\n".join(LinearMode(ROOT, FILE).greet())

    assert "6 of 48 issues decided, as of 2025-08-17." in said
    assert "No deal: 1 crossed; 4 more in conflict, left out." in said
    said = "\n".join(LinearMode(ROOT, None).greet())
    assert "No deal: 12 positions in conflict, left out." in said


def test_a_choice_is_said_with_what_it_does_and_taken_back() -> None:
    """Verdicts that change, by name; the answer last."""
    reader = LinearMode(ROOT, FILE)
    terms = typed(reader, "issue territorial legal")
    number = next(x for x in terms.splitlines() if "would cross 3 instead of 1" in x)[0]
    said = typed(reader, number)

    assert said.count("Now crossed, was open: ") == 2
    assert said.endswith("No deal: 3 crossed; 4 more in conflict, left out.")
    assert reader.session.snapshot.verdicts.crossed()
    assert "Undone: " in typed(reader, "undo")
    assert reader.session.snapshot.saved


def test_no_line_is_a_picture() -> None:
    """Words, and no signs that a reader would spell out."""
    reader = LinearMode(ROOT, FILE)
    said = typed(reader, "help", "issues", "positions", "issue 1", "why", "repair", "drafts")

    assert not set(said) & set("●○◆×⊘✗✓│╭╰─━▸▾→≠")
    assert all(line.strip() for line in said.splitlines())


def test_commands_may_be_short_and_wrong_ones_are_answered() -> None:
    """With what may be meant; a line without a word says nothing."""
    reader = LinearMode(ROOT, FILE)
    assert typed(reader, "an") == typed(reader, "answer")
    assert typed(reader, "anwser") == "No command `anwser`; `answer`?"
    assert "`redo`" in typed(reader, "re")
    assert not typed(reader, "")
    assert typed(reader, "99") == "No such term of the issue; issue lists them."
    assert all(each in typed(reader, "help") for each in COMMANDS)


def test_work_is_saved_under_its_own_or_another_name(tmp_path: Path) -> None:
    """What is unsaved is asked about before it is left."""
    root = sample(tmp_path)
    reader = LinearMode(root, root / "scenarios" / "alaska-exchange.yaml")
    typed(reader, "issue crimea", "silent")
    assert "not saved" in typed(reader, "open front-line-freeze")
    assert "Saved scenarios/mine.yaml." in typed(reader, "save mine")
    assert "crimea: silent" in (root / "scenarios" / "mine.yaml").read_text("utf-8")
    assert "11 of 48 issues decided" in typed(reader, "open front-line-freeze")
    typed(reader, "issue crimea", "clear")
    assert "quit again" in typed(reader, "quit")
    typed(reader, "quit")
    assert reader.over


@pytest.mark.slow
def test_numbers_days_readings_and_waivers() -> None:
    """Each is said, each can be taken back."""
    root = ROOT / "examples" / "software-contract"
    reader = LinearMode(root, root / "scenarios" / "compromise.yaml")
    assert "45" in typed(reader, "issue payment days", "set 45")
    assert "Not done" in typed(reader, "set 4500") or "cannot" in typed(reader, "set 4500")
    reader = LinearMode(ROOT, FILE)
    assert "Now crossed" in typed(reader, "day 2025-08-18")
    assert "Read as: " in typed(reader, "reading ukraine/rules-out-all-of-donbas")
    assert "needs a reason" in typed(reader, "waive ukraine/rules-out-all-of-donbas")
    assert "does not count" in typed(reader, "waive ukraine/rules-out-all-of-donbas paused")
    assert "Kept in the draft" in typed(reader, "keep")


@pytest.mark.slow
def test_the_command_reads_lines_of_a_pipe() -> None:
    """It needs no terminal, and ends with the last line."""
    done = subprocess.run(  # our own program
        [sys.executable, "-m", "zopa", "tui", "--linear", "alaska-exchange"],
        input="answer\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=ROOT,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("No deal: 1 crossed; 4 more in conflict, left out.") == 2


@pytest.mark.slow
def test_wrong_settings_are_told_with_the_file_that_has_them(tmp_path: Path) -> None:
    """Those of the workspace are no fault of the user's own file."""
    shutil.copytree(ROOT / "examples" / "wage-round", tmp_path / "round")
    (tmp_path / "round" / "zopa.toml").write_text("[tui.keys]\nnope = 'x'\n", "utf-8")
    own = tmp_path / "config" / "zopa" / "settings.toml"
    own.parent.mkdir(parents=True)
    own.write_text("theme = 3\n", "utf-8")
    done = subprocess.run(  # our own program
        [sys.executable, "-m", "zopa", "-C", str(tmp_path / "round"), "tui", "--linear"],
        input="quit\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config")},
    )

    assert done.returncode == 0, done.stderr
    assert f"{own}: theme is a name" in done.stderr
    assert "zopa: [tui] in the settings of the workspace: no action `nope`" in done.stderr

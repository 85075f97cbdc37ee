"""Changes by other programs: each changed file is named once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tui.driving import app_on, press, running, said, sample, settle
from zopa_tui.session.open import FileWatch
from zopa_tui.session.scenario_file import Saved, ScenarioFile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A writable corpus."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    return sample(folder)


def read(root: Path) -> ScenarioFile:
    """The current scenario file."""
    file = ScenarioFile.load(root / "scenarios" / "alaska-exchange.yaml", root)
    assert isinstance(file, ScenarioFile)
    return file


def test_what_is_changed_made_or_gone_is_named_once(root: Path) -> None:
    """The draft's own file too, and one that lies elsewhere."""
    beside = root.parent / "elsewhere.yaml"
    beside.write_text("title: x\nchoices: {}\n")
    watch, file = FileWatch(root, beside), read(root)
    assert watch.news(file) == ()

    (root / "scenarios" / "all-silent.yaml").unlink()
    (root / "scenarios" / "made.yaml").write_text("title: y\n")
    (root / "terms" / "corpus.yaml").write_text("longer than it was: " * 1000)
    (root / "scenarios" / "alaska-exchange.yaml").write_text("title: other\n")
    beside.write_text("title: longer\n")

    changed = ("alaska-exchange.yaml", "all-silent.yaml", "corpus.yaml", "elsewhere.yaml")
    assert watch.news(file) == (*changed, "made.yaml")
    assert watch.news(file) == ()


def test_what_was_saved_here_is_no_news(root: Path) -> None:
    """It is what the session knows."""
    watch, file = FileWatch(root), read(root)
    result = file.save(file.draft.deciding("crimea", {}))
    assert isinstance(result, Saved)
    assert watch.news(result.file) == ()


@pytest.mark.slow
async def test_it_is_said_on_the_screen(root: Path) -> None:
    """With the key that reads it again."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        file = root / "scenarios" / "alaska-exchange.yaml"
        file.write_text(file.read_text().replace("as-of: 2025-08-17", "as-of: 2025-08-18"))
        app.files.look_at_files()
        await settle(pilot)
        assert said(app)[-1] == "alaska-exchange.yaml has changed on disk: R reads it again"
        await press(pilot, "R")
        assert str(app.session.snapshot.verdicts.context.as_of) == "2025-08-18"
        app.files.look_at_files()
        await settle(pilot)
        assert "changed on disk" not in said(app)[-1]


@pytest.mark.slow
async def test_work_that_cannot_be_kept_is_told_once(root: Path) -> None:
    """While the disk is full, say; and again where it is so again."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        journal = app.drafts.here.journal
        assert journal is not None
        folder = journal.file.parent
        shutil.rmtree(folder)
        folder.write_text("in the way")
        await press(pilot, "x")
        journal.flush()
        app.drafts.look_at_journal()
        app.drafts.look_at_journal()
        await settle(pilot)
        told = [each for each in said(app) if each.startswith("unsaved work is not kept: ")]
        assert len(told) == 1
        folder.unlink()
        folder.mkdir()
        journal.flush()
        assert journal.problem is None
        assert journal.file.exists()

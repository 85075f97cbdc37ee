"""Drafts as documents: list with verdicts, actions, and comparison side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.driving import app_on, press, running, said, sample, settle, text
from zopa.workspace import load
from zopa_tui.screens.compose import ComposeScreen
from zopa_tui.session.autosave import pending
from zopa_tui.views.positions import Target
from zopa_tui.views.status import DraftTab, tab_parts
from zopa_tui.views.text import UNICODE, width_of
from zopa_tui.widgets.line_list import LineList
from zopa_tui.widgets.status_line import DraftBar
from zopa_tui.widgets.term_tree import TermTree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A writable workspace."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "work"
    folder.mkdir()
    return sample(folder)


async def test_the_list_says_the_verdict_and_the_day_of_each_draft(root: Path) -> None:
    """And below what the one in hand is."""
    app = app_on(root, "alaska-exchange")
    async with running(app, (100, 30)) as pilot:
        await press(pilot, "O", *"front")

        shown = text(app)
        assert "✗ 5 crossed" in shown
        assert "2025-08-18" in shown
        assert "11 of 48 issues decided" in shown
        assert "expectations met" in shown
        await press(pilot, "enter")
        await settle(pilot)
        assert app.session.file.scenario.id == "front-line-freeze"


async def test_a_draft_is_duplicated_renamed_deleted_and_all_is_taken_back(root: Path) -> None:
    """Each with a few keys; the files say so."""
    folder = root / "scenarios"
    before = sorted(each.name for each in folder.iterdir())
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "O", *"front", "tab", "d", "enter")
        await settle(pilot)
        name = app.session.file.scenario.id
        assert name != "front-line-freeze"
        assert app.session.file.scenario.title.endswith("(2)")
        own = app.session.draft.choices
        assert len(own) == 11

        await press(pilot, "O", *name, "tab", "r", *["backspace"] * len(name), *"copy", "enter")
        await settle(pilot)
        assert (folder / "copy.yaml").exists()
        assert not (folder / f"{name}.yaml").exists()
        assert app.session.file.path == folder / "copy.yaml"
        assert app.session.draft.choices.keys() == own.keys()

        await press(pilot, "O", *"copy", "tab", "x")
        assert "open another one first" in said(app)[-1]
        await press(pilot, "O", *"silent", "enter")
        await settle(pilot)
        assert len(app.drafts.all) == 1
        await press(pilot, "O", *"(2)", "tab", "x")
        await settle(pilot)
        assert sorted(each.name for each in folder.iterdir()) == before
        await press(pilot, "u")
        await settle(pilot)
        assert (folder / "copy.yaml").exists()


async def test_a_draft_from_another_one_is_shown_as_differences(root: Path) -> None:
    """It says only what differs, and Compose marks where."""
    app = app_on(root, "alaska-exchange")
    async with running(app, (100, 30)) as pilot:
        await press(pilot, "O", *"front", "tab", "f", "enter")
        await settle(pilot)
        path = app.session.file.path
        assert path is not None
        assert "from: front-line-freeze" in path.read_text("utf-8")
        assert len(app.session.draft.choices) == 11
        assert "≠ 0 from front-line-freeze" in text(app)
        assert isinstance(app.screen, ComposeScreen)
        app.screen.reveal(Target("issue", "crimea"))
        await press(pilot, "s")

        assert "≠ 1 from front-line-freeze" in text(app)
        assert "beside" in text(app)
        assert app.screen.query_one(TermTree).differing == {"crimea"}


async def test_differences_from_a_draft_are_marked_and_no_longer(root: Path) -> None:
    """What is marked is what `zopa compare` counts."""
    app = app_on(root, "alaska-exchange")
    async with running(app, (100, 30)) as pilot:
        await press(pilot, "V", *"front", "enter")
        mine = app.session.file.scenario.choices
        theirs = next(
            each for each in app.workspace.scenarios.values() if each.id == "front-line-freeze"
        ).choices
        expected = {issue for issue in {*mine, *theirs} if mine.get(issue) != theirs.get(issue)}
        assert app.screen.query_one(TermTree).differing == expected
        await press(pilot, "V", "enter")
        assert not app.screen.query_one(TermTree).differing


async def test_a_read_only_session_opens_and_does_nothing_else(root: Path) -> None:
    """It says why."""
    app = app_on(root, "alaska-exchange", read_only=True)
    async with running(app) as pilot:
        await press(pilot, "O", *"front", "tab")
        assert "duplicate it" in text(app)
        await press(pilot, "d")
        assert "read-only" in said(app)[-1]


# -- several drafts that are open ----------------------------------------------


async def test_a_draft_opens_beside_one_that_was_changed(root: Path) -> None:
    """Each has its own steps, view and mark; one in which nothing was done gives way."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        assert not app.screen.query_one(DraftBar).display
        await press(pilot, "O", *"front", "enter")
        await settle(pilot)
        assert [each.session.file.scenario.id for each in app.drafts.all] == [
            "front-line-freeze"
        ]

        own = app.session
        await press(pilot, "x", "3")
        await settle(pilot)
        await press(pilot, "O", *"silent", "enter")
        await settle(pilot)
        assert [each.name for each in app.drafts.tabs()] == ["front-line-freeze", "all-silent"]
        assert "front-line-freeze ●" in text(app)
        assert app.mode == "compose"
        assert app.session.undo() is None

        await press(pilot, "semicolon")
        await settle(pilot)
        assert app.session is own
        assert app.mode == "deals"
        await press(pilot, "u")
        assert own.snapshot.saved
        assert "front-line-freeze ●" not in text(app)
        assert app.screen.query_one(DraftBar).display

        await press(pilot, "O", *"silent", "enter")
        await settle(pilot)
        assert len(app.drafts.all) == 2
        assert app.session is not own


async def test_a_click_goes_to_a_draft(root: Path) -> None:
    """In the bar, which says which ones are open."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "x", "O", *"silent", "enter")
        await settle(pilot)
        assert app.session.file.scenario.id == "all-silent"
        await pilot.click(DraftBar, offset=(4, 0))
        await settle(pilot)
        assert app.session.file.scenario.id == "alaska-exchange"
        assert app.screen.query_one(DraftBar).display


async def test_quitting_asks_once_about_all_that_is_unsaved(root: Path) -> None:
    """And saves them all, or none; each is kept for the case that it ends otherwise."""
    app = app_on(root, "alaska-exchange")
    files = [root / "scenarios" / f"{each}.yaml" for each in ("alaska-exchange", "all-silent")]
    async with running(app) as pilot:
        await press(pilot, "x", "O", *"silent", "enter")
        await settle(pilot)
        await press(pilot, "J", "x")
        for each in app.drafts.all:
            assert each.journal is not None
            each.journal.flush()
            assert each.journal.file.exists()
        await press(pilot, "q")
        assert "alaska-exchange has 1 unsaved change." in text(app)
        assert "all-silent has 1 unsaved change." in text(app)
        await press(pilot, "s")
        await settle(pilot)
        while "Expectations" in text(app):
            await press(pilot, "s")
    assert app.return_code == 0
    assert "donbas: " not in files[0].read_text("utf-8")
    assert all(pending(each) == () for each in files)


async def test_what_one_draft_writes_the_others_read(root: Path) -> None:
    """When one comes back to them; what they have changed themselves stays."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "x", "O", *"silent", "enter")
        await settle(pilot)
        await press(pilot, "J", "x", "ctrl+s")
        while "Expectations" in text(app):
            await press(pilot, "s")
        await settle(pilot)
        await press(pilot, "semicolon")
        await settle(pilot)
        saved = app.workspace.scenarios["all-silent"]
        assert saved.choices == load(root).scenarios["all-silent"].choices
        assert app.session.unsaved == ("clear donbas",)
        assert "changed on disk" not in " ".join(said(app))


@given(
    names=st.lists(st.text("abcdefgh-文", min_size=1, max_size=30), min_size=2, max_size=12),
    here=st.integers(0, 11),
    width=st.integers(24, 220),
)
def test_the_bar_shows_the_draft_under_work_in_every_width(
    names: list[str], here: int, width: int
) -> None:
    """Nothing is wider than the room, and what is unsaved says so."""
    here %= len(names)
    tabs = [DraftTab(name, at % 2 == 0, at == here) for at, name in enumerate(names)]
    found = tab_parts(tabs, UNICODE, width)
    assert here in [at for at, _ in found]
    assert sum(width_of(text) + 3 for _, text in found) <= width
    assert all((UNICODE.unsaved in text) == (at % 2 == 1) for at, text in found)


async def test_the_list_begins_at_the_draft_in_hand(root: Path) -> None:
    """So that tab is about it; letters go to the first draft that has them."""
    app = app_on(root, "front-line-freeze")
    async with running(app) as pilot:
        await press(pilot, "O")
        picker = app.screen.query_one("#list", LineList)
        assert picker.key == "scenarios/front-line-freeze.yaml"
        await press(pilot, *"alaska")
        assert picker.key == "scenarios/alaska-exchange.yaml"

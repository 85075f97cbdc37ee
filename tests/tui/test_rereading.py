"""R reads all files again: terms, scenarios, and their errors."""

from __future__ import annotations

import re
from contextlib import nullcontext
from pathlib import Path

import pytest

from tui.driving import app_on, press, running, said, sample, settle, text
from zopa_tui.app.app import ZopaApp
from zopa_tui.screens.compose import ComposeScreen
from zopa_tui.screens.modals.base import ChoiceModal, FileModal
from zopa_tui.screens.problems import ProblemsScreen
from zopa_tui.ui.actions import Screen
from zopa_tui.widgets.effects import PositionList
from zopa_tui.widgets.line_list import LineList
from zopa_tui.widgets.lists import ProblemList
from zopa_tui.widgets.term_tree import TermTree

RULES = "terms/rules.yaml"
SLIP = ("crimea/ukraine-gives-up", "crimea/x")


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def change(root: Path, name: str, old: str, new: str) -> None:
    """Replace a text in a file."""
    file = root / name
    before = file.read_text("utf-8")
    assert old in before
    file.write_text(before.replace(old, new), "utf-8")


async def test_terms_with_errors_are_shown_and_can_be_mended(tmp_path: Path) -> None:
    """Nothing else can be done until then; R goes on with what was asked for."""
    root = sample(tmp_path)
    change(root, RULES, *SLIP)
    app = ZopaApp(root, root / "scenarios" / "alaska-exchange.yaml")
    async with running(app) as pilot:
        assert isinstance(app.screen, ProblemsScreen)
        assert "`x` is not a term of" in text(app)
        assert "0001" not in text(app)
        for key in ("1", "2", "3", "ctrl+s", "S", "O"):
            await press(pilot, key)
            assert isinstance(app.screen, ProblemsScreen)
            assert "press R" in said(app)[-1]
        await press(pilot, "R")
        assert isinstance(app.screen, ProblemsScreen)
        change(root, RULES, *SLIP[::-1])
        await press(pilot, "R")
        assert isinstance(app.screen, ComposeScreen)
        assert "alaska-exchange" in text(app)
        assert not any((tmp_path / "state").rglob("*.yaml"))


async def test_a_scenario_with_errors_is_shown_and_can_be_mended(tmp_path: Path) -> None:
    """An empty one stands in its place until then."""
    root = sample(tmp_path)
    name = "scenarios/alaska-exchange.yaml"
    change(root, name, "choices:", "chioces:")
    app = ZopaApp(root, root / name)
    async with running(app) as pilot:
        assert isinstance(app.screen, ProblemsScreen)
        assert name in text(app)
        assert not app.session.draft.choices
        change(root, name, "chioces:", "choices:")
        await press(pilot, "R")
        assert isinstance(app.screen, ComposeScreen)
        assert app.session.draft.choices


async def test_a_folder_without_terms_is_no_reason_to_die(tmp_path: Path) -> None:
    """The files that are missing are named."""
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "corpus.yaml").write_text("title: Nothing yet\n", "utf-8")
    app = ZopaApp(tmp_path, None)
    async with running(app):
        assert isinstance(app.screen, ProblemsScreen)
        assert "terms/issues/*.yaml" in text(app)
        assert not isinstance(app.screen, ChoiceModal)


async def test_the_draft_stays_when_terms_change(tmp_path: Path) -> None:
    """With its steps; what the terms no longer have is named, and stays in the file."""
    root = sample(tmp_path)
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        app.session.choose("crimea", "not-given-up")
        before, steps = app.session.draft, app.session.steps
        issue = next(iter(before.choices))
        term = next(iter(before.picks(issue)))
        for file in (*(root / "terms").rglob("*.yaml"), *(root / "scenarios").glob("*.yaml")):
            if file.stem != "alaska-exchange":
                old = file.read_text("utf-8")
                new = re.sub(rf"(?<![\w-]){term}(?![\w-])", f"{term}-renamed", old)
                file.write_text(new, "utf-8")
        await press(pilot, "3", "R")

        assert app.mode == Screen.DEALS
        assert app.session.draft == before
        assert app.session.steps == steps
        assert not app.session.snapshot.saved
        assert f"`{issue}/{term}`" in " ".join(said(app))
        assert f"{term}-renamed" in app.session.corpus.issues[issue].terms
        await press(pilot, "6")
        listed = [line.text for line in app.screen.query_one(ProblemList).lines]
        assert "names what the corpus does not know" in " ".join(listed)
        await press(pilot, "u")
        assert app.session.snapshot.saved


async def test_the_draft_gives_way_to_a_file_that_changed(tmp_path: Path) -> None:
    """As one step; a file that stayed leaves the draft alone."""
    root = sample(tmp_path)
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        session = app.session
        session.silence("crimea")
        await press(pilot, "R")
        assert app.session is session
        assert session.draft.silent("crimea")
        assert said(app)[-1] == "read again: nothing changed"
        name = "scenarios/alaska-exchange.yaml"
        change(root, name, "choices:\n", "choices:\n  land-exchange: exchange-excluded\n")
        await press(pilot, "R")
        assert not session.draft.silent("crimea")
        assert "the scenario changed" in said(app)[-1]
        assert app.session.snapshot.saved
        await press(pilot, "u")
        assert session.draft.silent("crimea")


async def test_work_goes_on_when_terms_break(tmp_path: Path) -> None:
    """With the terms as they were; the findings are shown, and go when they are mended."""
    root = sample(tmp_path)
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        app.session.silence("crimea")
        change(root, RULES, *SLIP)
        await press(pilot, "R")
        assert isinstance(app.screen, ProblemsScreen)
        assert "`x` is not a term of" in text(app)
        assert "goes on" in said(app)[-1]
        await press(pilot, "1", "u")
        assert isinstance(app.screen, ComposeScreen)
        await press(pilot, "U", "2", "3", "4", "5", "6")
        change(root, RULES, *SLIP[::-1])
        await press(pilot, "R")
        assert app.screen.query_one(ProblemList).diagnostic is None
        assert app.session.draft.silent("crimea")


@pytest.mark.parametrize("changed", ["nothing", "the terms"])
async def test_where_one_stands_stays(tmp_path: Path, changed: str) -> None:
    """Cursor, folds and the pane in hand, whether or not the terms are other ones."""
    root = sample(tmp_path)
    app = app_on(root, "alaska-exchange")
    async with running(app, (140, 45)) as pilot:
        await press(pilot, "J", "J", "down", "right", "down")
        before = app.screen.query_one(TermTree).place()
        assert len(before.unfolded) > 2
        await press(pilot, "tab", "tab", "down", "down")
        key = app.screen.query_one(PositionList).key
        if changed == "the terms":
            change(root, "terms/corpus.yaml", "title: ", "title: Again ")
            change(root, "terms/issues/territory.yaml", "title: ", "title: Now ")
        await press(pilot, "R")
        assert changed in said(app)[-1]
        assert app.screen.query_one(TermTree).place() == before
        assert app.screen.query_one(PositionList).key == key
        assert app.focused is app.screen.query_one(PositionList)


async def test_what_an_editor_wrote_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As soon as it has ended, without R."""
    root = sample(tmp_path)
    app = app_on(root, "alaska-exchange")

    def write(command: list[str], **_: object) -> None:
        file = Path(command[-1])
        assert command[:-1] == ["ed", "-x", "+3"]
        file.write_text(file.read_text("utf-8").replace("title: ", "title: Now ", 1), "utf-8")

    monkeypatch.setenv("EDITOR", "ed -x")
    monkeypatch.setattr("zopa_tui.app.save.subprocess.run", write)
    monkeypatch.setattr(app, "suspend", nullcontext)
    async with running(app) as pilot:
        app.files.edit("scenarios/alaska-exchange.yaml", 3)
        await settle(pilot)
        assert app.session.file.scenario.title.startswith("Now ")
        assert app.session.snapshot.saved
        assert "Now " in app.workspace.scenarios["alaska-exchange"].title


async def test_without_an_editor_the_file_is_shown_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the line, with its numbers; nobody lands in a program that was not asked for."""
    for name in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    root = sample(tmp_path)
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "o")
        assert isinstance(app.screen, FileModal)
        number = app.screen.query_one("#list", LineList).key
        assert isinstance(number, int)
        lines = (root / "terms/issues/territory.yaml").read_text("utf-8").splitlines()
        assert f"{number:>5} {lines[number - 1].rstrip()}"[:40] in text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, ComposeScreen)

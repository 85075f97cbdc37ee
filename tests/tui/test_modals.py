"""Modals: questions, and their effects."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from tui.driving import ROOT, app_on, press, running, said, sample, settle, text
from zopa.files import PACKAGE
from zopa.workspace import load
from zopa_tui.app.app import ZopaApp
from zopa_tui.screens.compose import ComposeScreen
from zopa_tui.screens.modals.base import ChoiceModal
from zopa_tui.screens.modals.forms import SaveAsModal, SaveSampleModal
from zopa_tui.screens.modals.repair import RepairModal
from zopa_tui.session.open import begin
from zopa_tui.session.scenario_file import Failed
from zopa_tui.session.write_permission import ANYWHERE, Leave
from zopa_tui.views.positions import Target

if TYPE_CHECKING:
    from pathlib import Path

    from zopa.model.corpus import Attribute


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A writable corpus."""
    folder = tmp_path / "work"
    folder.mkdir()
    return sample(folder)


async def test_an_empty_scenario_that_was_asked_for_welcomes_nobody(root: Path) -> None:
    """It was chosen from a list that had others."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "O", *["down"] * len(app.workspace.scenarios), "enter")
        await settle(pilot)
        assert app.session.file.path is None
        assert "Welcome to zopa" not in text(app)


async def test_welcome_when_nothing_is_open(root: Path) -> None:
    """It says what to press, and each letter does it."""
    app = app_on(root)
    async with running(app) as pilot:
        assert "Welcome to zopa" in text(app)
        assert "scenarios/ has 14" in text(app)

        await press(pilot, "o", *"alaska", "enter")
        await settle(pilot)
        assert app.session.file.scenario.id == "alaska-exchange"


async def test_the_tour_is_on_a_copy(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a small example, in every step; what is saved goes to a workspace of one's own."""
    cwd = tmp_path / "elsewhere"
    cwd.mkdir()
    monkeypatch.chdir(cwd)
    app = app_on(root)
    async with running(app) as pilot:
        await press(pilot, "t")
        await settle(pilot)
        assert "Tour 1/" in text(app)
        assert app.session.file.path is None

        assert "No warranty below" in text(app)

        await press(pilot, "w")
        assert "Tour 1/" in text(app)
        await press(pilot, "space", "u")
        assert "Tour 2/" in text(app)
        for number, key in enumerate(("tab", "w", "r"), 3):
            await press(pilot, key)
            assert f"Tour {number}/" in text(app)
        await press(pilot, "enter", "u")
        assert "Tour 6/" in text(app)

        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, SaveSampleModal)
        await press(pilot, "enter", "enter")
        assert said(app)[-1] == "saved scenarios/first-draft-2.yaml"
    talks = load(cwd / "my-talks")
    assert talks.sound
    assert {"price", "warranty"} <= talks.corpus.issues.keys()


async def test_the_tour_may_be_of_ones_own_draft(root: Path) -> None:
    """Of a copy: each card is done with it, and neither the draft nor its file changes."""
    app = app_on(root, "front-line-freeze")
    before = (root / "scenarios" / "front-line-freeze.yaml").read_bytes()
    async with running(app) as pilot:
        await press(pilot, "f6")
        await settle(pilot)
        assert "Tour 1/7" in text(app)
        assert app.session.corpus.title.startswith("Talks to end the war")
        assert app.session.file.path is None
        for number, key in enumerate(("space", "tab", "w", "r"), 2):
            await press(pilot, key)
            assert f"Tour {number}/7" in text(app), key
        await press(pilot, "escape", "u", "question_mark", "escape")
        assert "Tour 7/7" in text(app)
        await press(pilot, "f5")
        await settle(pilot)
        assert app.session.file.path == root / "scenarios" / "front-line-freeze.yaml"
        assert app.session.snapshot.saved
        assert "Tour" not in text(app)

        await press(pilot, "f5")
        await settle(pilot)
        assert app.sample
        await press(pilot, "f6")
        await settle(pilot)
        assert not app.sample
        assert "Tour 1/7" in text(app)
    assert (root / "scenarios" / "front-line-freeze.yaml").read_bytes() == before


async def test_the_tour_leads_back_to_ones_own_work(root: Path) -> None:
    """Which stays open beside it, saved or not; nothing of the tour is left."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "x", "f5")
        await settle(pilot)
        assert "Tour 1/" in text(app)
        assert app.sample

        await press(pilot, "tab", "f5")
        await settle(pilot)
        assert not app.sample
        assert app.root == root
        assert app.session.file.path == root / "scenarios" / "alaska-exchange.yaml"
        assert app.session.unsaved == ("clear donbas",)
        assert "Tour" not in text(app)
        assert len(app.drafts.all) == 1

        await press(pilot, "f4")
        assert "Welcome to zopa" in text(app)
        assert "Nothing is open yet" not in text(app)
        await press(pilot, "n")
        await settle(pilot)
        assert app.session.file.path is None


async def test_a_new_scenario_is_saved_under_a_name(root: Path) -> None:
    """And from then on it has that file."""
    app = app_on(root)
    async with running(app) as pilot:
        await press(pilot, "n", "s")
        await settle(pilot)
        app.links.reveal(Target("issue", "monitoring"))
        await settle(pilot)
        await press(pilot, "s", "ctrl+s")
        assert isinstance(app.screen, SaveAsModal)
        await press(pilot, "enter", "enter")
        assert "a title is missing" in text(app)
        await press(pilot, "shift+tab", *"Paris", "enter", "enter")

        assert said(app)[-1].startswith("saved scenarios/paris.yaml")
        assert app.session.snapshot.saved
        await settle(pilot)
        assert app.workspace.scenarios["paris"].title == "Paris"
        await press(pilot, "O", *"paris")
        assert "Paris" in text(app)
    written = (root / "scenarios" / "paris.yaml").read_text("utf-8")
    assert "monitoring: silent" in written
    assert "title: Paris" in written


async def test_a_copy_takes_over_the_draft_only(root: Path) -> None:
    """Its own title; neither the other's description nor its comments nor its expectations."""
    before = (root / "scenarios" / "alaska-exchange.yaml").read_text("utf-8")
    assert "expect:" in before
    assert "description:" in before
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "S", "end", *" B", "enter", "enter")
        await settle(pilot)
        assert app.session.file.path is not None
        after = app.session.file.path.read_text("utf-8")
        assert {"alaska-exchange", app.session.file.path.stem} <= app.workspace.scenarios.keys()
        assert not app.session.unmet
    assert "(2) B" in after
    assert [
        each for each in ("expect:", "description:", "note:", "# s0") if each in after
    ] == []
    choices = before[before.index("choices:") :].split("\n\n")[0]
    assert "donbas" in choices
    assert "donbas" in after
    assert (root / "scenarios" / "alaska-exchange.yaml").read_text("utf-8") == before


async def test_the_sample_is_read_only(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft made with it is saved in a workspace of one's own, which gets its terms."""
    mine = root.parent / "mine"
    mine.mkdir()
    monkeypatch.chdir(mine)
    file = root / "scenarios" / "alaska-exchange.yaml"
    before = file.read_text("utf-8")
    start = begin(root, file, sample=True)
    app = ZopaApp(root, file, sample=True, start=start)
    async with running(app) as pilot:
        assert isinstance(app.session.save(file), Failed)
        assert isinstance(app.session.save(root / "scenarios" / "x.yaml"), Failed)
        await press(pilot, "x", "ctrl+s")
        assert isinstance(app.screen, SaveSampleModal)
        await press(pilot, "enter", "enter")
        await settle(pilot)
        await settle(pilot)
        assert app.session.file.path is not None
        assert app.session.file.path.is_relative_to(mine / "my-talks" / "scenarios")
        assert app.root == mine / "my-talks"
        assert not app.sample
        assert "donbas" not in app.session.draft.choices
    assert file.read_text("utf-8") == before
    assert sorted(each.name for each in (root / "scenarios").iterdir()) == sorted(
        each.name for each in (ROOT / "scenarios").iterdir()
    )


def test_nothing_is_written_into_the_package(tmp_path: Path) -> None:
    """Whatever the workspace is taken for."""
    assert ANYWHERE.refusal(PACKAGE / "_shipped" / "scenarios" / "x.yaml", own=True)
    assert Leave(within=tmp_path).refusal(tmp_path.parent / "x.yaml", own=False)
    (tmp_path / "out").symlink_to(tmp_path.parent)
    assert Leave(within=tmp_path).refusal(tmp_path / "out" / "x.yaml", own=False)
    assert Leave(within=tmp_path).refusal(tmp_path / "x.yaml", own=False) is None
    assert Leave(within=tmp_path).refusal(tmp_path.parent / "x.yaml", own=True) is None


async def test_broken_expectations_are_said_before_saving(root: Path) -> None:
    """And at once in Problems; the file is written only where one says so."""
    file = root / "scenarios" / "alaska-exchange.yaml"
    before = file.read_text("utf-8")
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        assert app.session.unmet == ()
        app.session.clear("donbas-for-freeze-package")
        await press(pilot, "x", "6")
        broken = [each.message for each in app.session.broken]
        assert any("rules-out-all-of-donbas" in each for each in broken)
        assert "expected `" in text(app)

        await press(pilot, "ctrl+s")
        assert "Expectations not met" in text(app)
        assert f"{len(broken)} of " in text(app)
        await press(pilot, "escape")
        assert file.read_text("utf-8") == before

        await press(pilot, "u", "u")
        assert app.session.unmet == ()
        assert "scenario expects" not in text(app)
        await press(pilot, "U", "U", "ctrl+s", "s")
        assert said(app)[-1] == "saved scenarios/alaska-exchange.yaml"
        assert app.session.broken == ()
        assert len(app.session.unmet) == len(broken)


async def test_silence_that_clashes_is_refused_with_the_reason(root: Path) -> None:
    """As a choice is that rules exclude; a repair is offered, and nothing has changed."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "s")
        await settle(pilot)
        assert any(
            each.startswith("silence on `donbas` cannot be had with") for each in said(app)
        )
        assert isinstance(app.screen, RepairModal)
        assert app.session.snapshot.verdicts.coherent
        assert app.session.snapshot.saved


async def test_saving_as_refuses_what_would_harm(root: Path) -> None:
    """Not over another scenario, not into the terms."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        for name, words in (
            ("scenarios/all-silent.yaml", "there already"),
            ("terms/x.yaml", "no place for a scenario"),
            ("scenarios/x.txt", "ends in .yaml"),
            ("nowhere/x.yaml", "no folder"),
        ):
            await press(pilot, "S")
            modal = app.screen
            assert isinstance(modal, SaveAsModal)
            wrong = modal.submit({"title": "X", "path": name})
            assert wrong is not None
            assert words in wrong
            await press(pilot, "escape")


async def test_the_first_draft_of_a_workspace_makes_its_folder(root: Path) -> None:
    """An empty start has terms only; the folder comes with the file."""
    shutil.rmtree(root / "scenarios")
    app = app_on(root, None)
    async with running(app) as pilot:
        await press(pilot, "n", "x", "space", "ctrl+s")
        modal = app.screen
        assert isinstance(modal, SaveAsModal)
        assert not (root / "scenarios").exists()
        assert modal.submit({"title": "First", "path": "scenarios/first.yaml"}) is None
        await settle(pilot)
        assert said(app)[-1] == "saved scenarios/first.yaml"
    assert load(root).scenarios["first"].title == "First"


async def test_a_file_that_others_changed_is_not_written_over(root: Path) -> None:
    """Reload, overwrite, save as, differences: one decides."""
    file = root / "scenarios" / "alaska-exchange.yaml"
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "x")
        theirs = file.read_text("utf-8") + "# theirs\n"
        file.write_text(theirs, "utf-8")

        await press(pilot, "ctrl+s")
        assert "Changed on disk" in text(app)
        assert file.read_text("utf-8") == theirs

        await press(pilot, "d")
        assert "Differences" in text(app)
        await press(pilot, "escape", "ctrl+s", "r")
        assert app.session.snapshot.saved

        await press(pilot, "u", "ctrl+s")
        assert said(app)[-1] == "saved scenarios/alaska-exchange.yaml"
    assert "# theirs" in file.read_text("utf-8")
    assert "  donbas: " not in file.read_text("utf-8")


async def test_overwriting_keeps_what_others_wrote_elsewhere(root: Path) -> None:
    """Only the draft is the analyst's."""
    file = root / "scenarios" / "alaska-exchange.yaml"
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "x")
        file.write_text(file.read_text("utf-8") + "# theirs\n", "utf-8")
        await press(pilot, "ctrl+s", "o")

    assert "  donbas: " not in file.read_text("utf-8")
    assert "# theirs" in file.read_text("utf-8")


async def test_closing_a_draft_asks_about_unsaved_work(root: Path) -> None:
    """Of this one only; escape stays."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "Q")
        assert said(app)[-1] == "no other draft is open; q quits"
        await press(pilot, "x", "O", *"silent", "enter")
        await settle(pilot)
        assert app.session.file.scenario.id == "all-silent"
        await press(pilot, "semicolon", "Q")
        assert isinstance(app.screen, ChoiceModal)
        assert "alaska-exchange has 1 unsaved change" in text(app)
        assert "save and close it" in text(app)
        assert "quit" not in text(app).replace("q quits", "").casefold()

        await press(pilot, "escape")
        assert app.session.file.scenario.id == "alaska-exchange"
        await press(pilot, "Q", "x")
        await settle(pilot)
        assert app.session.file.scenario.id == "all-silent"
        assert isinstance(app.screen, ComposeScreen)
        assert len(app.drafts.all) == 1


@pytest.mark.parametrize("form", ["m", "c", "j", "s"])
async def test_exports(root: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into the working folder, whatever the view."""
    monkeypatch.chdir(root)
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "X", form)
        await settle(pilot)

    ending = {"m": "md", "c": "csv", "j": "json", "s": "svg"}[form]
    written = (root / f"alaska-exchange.{ending}").read_text("utf-8")
    assert "<svg" in written or "rules-out" in written or "given up whole" in written
    if ending == "json":
        assert json.loads(written)["tables"][0]["title"] == "Choices"


async def test_copying_offers_the_command(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin of what is on the screen; it names the workspace in any other folder."""
    monkeypatch.chdir(root)
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "down", "y")
        assert "zopa options scenarios/alaska-exchange.yaml --why" in text(app)
        await press(pilot, "c")

        assert app.clipboard.startswith("zopa options scenarios/alaska-exchange.yaml")

        monkeypatch.chdir(root / "terms")
        await press(pilot, "y", "c")
        assert app.clipboard.startswith("zopa -C .. options scenarios/alaska-exchange.yaml")


@pytest.mark.parametrize(
    ("text_", "value"),
    [("", None), ("600 000", 600000), ("yes", True), ("often", "often"), ("-5", -5)],
)
def test_values_as_typed(text_: str, value: object) -> None:
    """As the parameter's type has them."""
    from zopa.model.conditions import Name
    from zopa.model.corpus import Attribute

    kinds: dict[type, Attribute] = {
        int: Attribute(Name("n"), "integer"),
        bool: Attribute(Name("b"), "boolean"),
        str: Attribute(Name("e"), "enum", ("often",)),
    }
    domain = kinds.get(type(value), kinds[str])

    from zopa_tui.session.draft import read_value

    assert read_value(text_, domain) == value


async def test_no_title_and_no_path_is_too_long_to_be_answered(root: Path) -> None:
    """A long title gives a name that a file can have; a path that none can have is refused."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "S")
        assert isinstance(app.screen, SaveAsModal)
        title, path = app.screen.query(Input)
        title.value = "word " * 80
        await settle(pilot)
        assert len(path.value) < 120
        for wrong in ("a" * 300 + ".yaml", "a\0.yaml", "~nobody-is-called-so/a.yaml"):
            path.value = wrong
            path.focus()
            await press(pilot, "enter")
            assert isinstance(app.screen, SaveAsModal)
            assert "that is no name of a file: " in text(app)

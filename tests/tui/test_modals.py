"""Modals ask what has to be asked, and do what they say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tui.driving import app_on, press, running, said, sample, settle, text
from zopa_tui.screens.compose import ComposeScreen
from zopa_tui.screens.modals.base import ChoiceModal
from zopa_tui.screens.modals.parameter import read_value
from zopa_tui.screens.modals.save import SaveAsModal
from zopa_tui.targets import Target

if TYPE_CHECKING:
    from pathlib import Path

    from zopa.model import Attribute


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A corpus of one's own."""
    folder = tmp_path / "work"
    folder.mkdir()
    return sample(folder)


async def test_welcome_when_nothing_is_open(root: Path) -> None:
    """It says what to press, and each letter does it."""
    app = app_on(root)
    async with running(app) as pilot:
        assert "Welcome to zopa" in text(app)
        assert "scenarios/ has 14" in text(app)

        await press(pilot, "o", *"alaska", "enter")
        await settle(pilot)
        assert app.session.file.scenario.id == "alaska-exchange"


async def test_the_tour_is_on_a_copy(root: Path) -> None:
    """Nothing that it does can be written without a name."""
    app = app_on(root)
    async with running(app) as pilot:
        await press(pilot, "t")
        await settle(pilot)
        assert "Tour 1/" in text(app)
        assert app.session.file.path is None

        await press(pilot, "J")
        assert "Tour 2/" in text(app)

        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, SaveAsModal)


async def test_a_new_scenario_is_saved_under_a_name(root: Path) -> None:
    """And from then on it has that file."""
    app = app_on(root)
    async with running(app) as pilot:
        await press(pilot, "n", "s")
        await settle(pilot)
        app.reveal(Target("issue", "monitoring"))
        await settle(pilot)
        await press(pilot, "s", "ctrl+s")
        assert isinstance(app.screen, SaveAsModal)
        await press(pilot, "enter")

        assert said(app)[-1].startswith("saved scenarios/new-scenario.yaml")
        assert app.session.snapshot.saved
    assert "monitoring: silent" in (root / "scenarios" / "new-scenario.yaml").read_text("utf-8")


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
            wrong = modal.submit({"path": name})
            assert wrong is not None
            assert words in wrong
            await press(pilot, "escape")


async def test_a_file_that_others_changed_is_not_written_over(root: Path) -> None:
    """Reload, overwrite, save as, differences: one decides."""
    file = root / "scenarios" / "alaska-exchange.yaml"
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "s")
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
    assert "donbas: silent" in file.read_text("utf-8")


async def test_overwriting_keeps_what_others_wrote_elsewhere(root: Path) -> None:
    """Only the draft is the analyst's."""
    file = root / "scenarios" / "alaska-exchange.yaml"
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "s")
        file.write_text(file.read_text("utf-8") + "# theirs\n", "utf-8")
        await press(pilot, "ctrl+s", "o")

    assert "donbas: silent" in file.read_text("utf-8")
    assert "# theirs" in file.read_text("utf-8")


async def test_opening_another_scenario_asks_about_unsaved_work(root: Path) -> None:
    """Escape stays."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "s", "ctrl+o", *"silent", "enter")
        assert isinstance(app.screen, ChoiceModal)
        assert "1 unsaved change" in text(app)

        await press(pilot, "escape")
        assert app.session.file.scenario.id == "alaska-exchange"
        await press(pilot, "ctrl+o", *"silent", "enter", "x")
        await settle(pilot)
        assert app.session.file.scenario.id == "all-silent"
        assert isinstance(app.screen, ComposeScreen)


@pytest.mark.parametrize("form", ["m", "c", "j", "s"])
async def test_exports(root: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into the working folder, whatever the view."""
    monkeypatch.chdir(root)
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "e", form)
        await settle(pilot)

    ending = {"m": "md", "c": "csv", "j": "json", "s": "svg"}[form]
    written = (root / f"alaska-exchange.{ending}").read_text("utf-8")
    assert "<svg" in written or "rules-out" in written or "given up whole" in written
    if ending == "json":
        assert json.loads(written)["tables"][0]["title"] == "Choices"


async def test_copying_offers_the_command(root: Path) -> None:
    """The twin of what is on the screen."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "down", "y")
        assert "zopa options scenarios/alaska-exchange.yaml --why" in text(app)
        await press(pilot, "c")

        assert app.clipboard.startswith("zopa options scenarios/alaska-exchange.yaml")


async def test_the_editor_opens_at_the_line(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no editor can be opened, file and line are said."""
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "o")

        assert said(app)[-1].startswith("terms/issues/territory.yaml:3")


@pytest.mark.parametrize(
    ("text_", "value"),
    [("", None), ("600 000", 600000), ("yes", True), ("often", "often"), ("-5", -5)],
)
def test_values_as_typed(text_: str, value: object) -> None:
    """As the parameter's type has them."""
    from zopa.conditions import Name
    from zopa.model import Attribute

    kinds: dict[type, Attribute] = {
        int: Attribute(Name("n"), "integer"),
        bool: Attribute(Name("b"), "boolean"),
        str: Attribute(Name("e"), "enum", ("often",)),
    }
    domain = kinds.get(type(value), kinds[str])

    assert read_value(text_, domain) == value

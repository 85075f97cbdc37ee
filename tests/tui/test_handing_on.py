"""Copies and exports: every screen has a command with the same answer, and tables."""

from __future__ import annotations

import csv
import io
import json
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

from tui.driving import app_on, press, running, said, text
from tui.host import CASES
from zopa.cli import main
from zopa_tui.screens.base import SessionScreen
from zopa_tui.screens.deals import DealsScreen
from zopa_tui.screens.matrix import MatrixScreen
from zopa_tui.ui.actions import Screen
from zopa_tui.widgets.verdict_grid import VerdictGrid

if TYPE_CHECKING:
    from pathlib import Path

    from zopa_tui.app.app import ZopaApp

KEYS = {screen: str(number) for number, screen in enumerate(Screen, 1)}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with ambiguous positions, waivers and several drafts."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copytree(CASES / "readings", tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


def offered(app: ZopaApp) -> dict[str, str]:
    """The texts to copy, by key."""
    assert isinstance(app.screen, SessionScreen)
    every = app.screen.copies()
    assert len({each.key for each in every}) == len(every)
    return {each.key: each.text for each in every}


@pytest.mark.parametrize("screen", Screen)
async def test_every_command_that_is_offered_can_be_run(
    root: Path, screen: Screen, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the cursor stands on, and after suppositions."""
    app = app_on(root, "buyer-read-strictly")
    commands: set[str] = set()
    async with running(app) as pilot:
        await press(pilot, KEYS[screen])
        for key in ("down", "tab", "down", "right", "A"):
            await press(pilot, key)
            commands |= {x for x in offered(app).values() if x.startswith("zopa ")}
    assert commands
    for each in sorted(commands):
        capsys.readouterr()
        assert main(["-C", str(root), *shlex.split(each)[1:]]) in {0, 1}, each
        assert capsys.readouterr().out, each


async def test_the_command_of_a_cell_says_what_the_cell_says(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For the draft with what it supposes, for other drafts, and for all alike."""
    app = app_on(root, "by-default")
    cells: list[tuple[str, dict[str, str]]] = []
    async with running(app) as pilot:
        strictly = app.workspace.scenarios["buyer-read-strictly"].readings
        app.session.reading("buyer/fifty-all-in", strictly["buyer/fifty-all-in"])
        for alike in (False, True):
            await press(pilot, "2", *("A" if alike else ""), "home")
            screen = app.screen
            assert isinstance(screen, MatrixScreen)
            screen.query_one(VerdictGrid).action_move(0, -len(screen.columns))
            for column in screen.columns:
                shown = {k: str(v.verdict) for k, v in column.found.items()}
                cells.append((offered(app)["c"], shown))
                await press(pilot, "right")
    assert len({command for command, _ in cells}) > 3
    for command, shown in cells:
        capsys.readouterr()
        main(["-C", str(root), *shlex.split(command)[1:], "--format", "json"])
        answer = json.loads(capsys.readouterr().out)["result"]["scenarios"][0]["positions"]
        verdicts = {each["id"]: each["verdict"] for each in answer}
        assert {k: v for k, v in verdicts.items() if v != "waived"} == shown, command


async def test_the_commands_of_deals_follow_the_cursor(root: Path) -> None:
    """Where nothing is chosen they say what the file supposes, and the corpus does not."""
    app = app_on(root, "buyer-read-strictly")
    async with running(app) as pilot:
        await press(pilot, "3")
        assert isinstance(app.screen, DealsScreen)
        assert offered(app)["c"].startswith("zopa conflicts scenarios/buyer-read-strictly.yaml")
        assert offered(app)["d"].startswith("zopa deals ")
        await press(pilot, "A")
        assert offered(app)["c"] == "zopa conflicts --reading buyer/fifty-all-in=with-delivery"
        app.session.silence(next(iter(app.session.corpus.issues)))
        await press(pilot, "y")
        assert "after saving" in text(app)
        await press(pilot, "escape", "y", "d")
        assert app.clipboard.startswith("zopa deals scenarios/buyer-read-strictly.yaml")


@pytest.mark.parametrize("screen", Screen)
@pytest.mark.parametrize("form", ["md", "csv", "json", "svg"])
async def test_every_screen_is_exported(root: Path, screen: Screen, form: str) -> None:
    """Into a file of its own; what is there stays."""
    app = app_on(root, "buyer-read-strictly")
    async with running(app) as pilot:
        await press(pilot, KEYS[screen], "X", form[0])
        stem = "buyer-read-strictly" + (f"-{screen}" if screen != Screen.COMPOSE else "")
        assert f"{stem}.{form}" in said(app)[-1]
        await press(pilot, "X", form[0])
        assert isinstance(app.screen, SessionScreen)
        tables = app.screen.export_tables()

    written = (root / f"{stem}.{form}").read_text("utf-8")
    assert (root / f"{stem}-2.{form}").is_file()
    cells = sum(len(each.rows) * len(each.head) for each in tables)
    match form:
        case "json":
            read = json.loads(written)
            assert [each["title"] for each in read["tables"]] == [x.title for x in tables]
            assert sum(len(row) for each in read["tables"] for row in each["rows"]) == cells
        case "csv":
            rows = [row for row in csv.reader(io.StringIO(written)) if row]
            assert len(rows) == sum(1 + len(each.rows) for each in tables)
        case "md":
            assert all(f"## {each.title}" in written for each in tables)
        case _:
            assert "<svg" in written


async def test_the_matrix_is_exported_as_it_is_shown(root: Path) -> None:
    """Only the rows that pass the filter, each verdict in words."""
    app = app_on(root, "buyer-read-strictly")
    async with running(app) as pilot:
        await press(pilot, "2")
        screen = app.screen
        assert isinstance(screen, MatrixScreen)
        every = screen.export_tables()[0]
        word = every.rows[-1][2].rpartition("/")[2].partition("-")[0]
        await press(pilot, "slash", *word, "enter")
        some = screen.export_tables()[0]
        await press(pilot, "escape", "T")
        assert screen.export_tables()[0] == every
    assert 0 < len(some.rows) < len(every.rows)
    for row in every.rows:
        for column, words in zip(screen.columns, row[4:], strict=True):
            cell = column.cell(row[2])
            assert words.startswith(cell.verdict or "does not count")
            assert words.endswith("by reading") == cell.reading

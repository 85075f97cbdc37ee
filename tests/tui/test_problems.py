"""Problems lists what is wrong in the files, and where to mend it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tui.host import CASES, TURNS, Host, over, picture, safe, settle, text_of
from zopa.workspace import Workspace, load
from zopa_tui.screens.problems import ProblemsScreen
from zopa_tui.widgets.lists import ProblemList

if TYPE_CHECKING:
    from pathlib import Path

ODD = "bo\N{RIGHT-TO-LEFT OVERRIDE}gus [/x"


def broken(folder: Path, key: str = "bogus") -> Workspace:
    """A workspace with a key that nobody knows, and a slip in a term."""
    shutil.copytree(CASES / "readings", folder, dirs_exist_ok=True)
    with (folder / "scenarios" / "buyer-read-strictly.yaml").open(
        "a", encoding="utf-8"
    ) as file:
        file.write(f'"{key}": 1\n')
    slip = folder / "scenarios" / "both-read-strictly.yaml"
    slip.write_text(slip.read_text().replace("price: fifty", "price: fifti"), encoding="utf-8")
    return load(folder)


async def test_each_finding_is_listed_with_its_place_and_way_out(tmp_path: Path) -> None:
    """As many lines as diagnostics; the one in hand in words."""
    workspace = broken(tmp_path)
    screen = ProblemsScreen(over(workspace, "by-default"), workspace)
    app = Host(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        listed = text_of(pilot, "#problems")
        for each in workspace.diagnostics:
            assert each.code in listed
            assert each.span is not None
            assert each.span.path in listed
        assert "did you mean" in text_of(pilot, "#finding")
        await pilot.press("enter", "down", "o")
        await pilot.pause()
        asked = [x for x in app.heard if isinstance(x, ProblemsScreen.EditAsked)]
        first = [each.span for each in workspace.diagnostics if each.span is not None]
        assert asked[0].path == first[0].path
        assert asked[0].line == first[0].start.line
        assert (asked[1].path, asked[1].line) != (asked[0].path, asked[0].line)


async def test_the_list_is_that_of_the_last_reading(tmp_path: Path) -> None:
    """A workspace that the app read again is shown."""
    workspace = broken(tmp_path)
    screen = ProblemsScreen(over(workspace, "by-default"), workspace)
    app = Host(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        shutil.copytree(CASES / "readings", tmp_path, dirs_exist_ok=True)
        screen.show_workspace(load(tmp_path))
        await settle(pilot)
        assert "Nothing is wrong in the files" in picture(pilot)
        screen.show_workspace(broken(tmp_path))
        await settle(pilot)
        assert screen.query_one(ProblemList).diagnostic is not None


async def test_the_files_are_read_where_nobody_did(tmp_path: Path) -> None:
    """The screen works on a session alone."""
    workspace = broken(tmp_path)
    screen = ProblemsScreen(over(workspace, "by-default"))
    app = Host(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(3):
            await settle(pilot)
        assert screen.query_one(ProblemList).diagnostic is not None


async def test_without_a_finding_nothing_is_edited() -> None:
    """An empty list says so and answers its keys."""
    workspace = load(CASES / "readings")
    screen = ProblemsScreen(over(workspace, "by-default"), workspace)
    app = Host(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter", "o", "space", "down", "end")
        assert not app.heard
        assert "Nothing is wrong" in picture(pilot)


@pytest.mark.parametrize(("size", "turn"), TURNS)
async def test_hostile_texts_are_only_shown(
    tmp_path: Path, size: tuple[int, int], turn: int
) -> None:
    """Keys of a file are shown, not obeyed."""
    odd = ODD.replace("\N{RIGHT-TO-LEFT OVERRIDE}", "\\u202e\\e")
    workspace = broken(tmp_path, odd[turn % 2 :])
    screen = ProblemsScreen(over(workspace, "by-default"), workspace)
    app = Host(screen)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        safe(pilot)
        await pilot.press("down")
        safe(pilot)

"""Problems screen: findings in the files, and the places to fix."""

from __future__ import annotations

import shutil
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tui.host import CASES, TURNS, Host, over, picture, safe, settle, text_of
from zopa.validation.incremental import judge
from zopa.workspace import Workspace, load
from zopa_tui.screens.problems import ProblemsScreen
from zopa_tui.ui import messages
from zopa_tui.views.problems import FileProblems, in_files
from zopa_tui.widgets.lists import ProblemList

if TYPE_CHECKING:
    from pathlib import Path

    from zopa.diagnostics import Diagnostic
    from zopa.solving import Stop

ODD = "bo\N{RIGHT-TO-LEFT OVERRIDE}gus [/x"


def broken(folder: Path, key: str = "bogus") -> Workspace:
    """A workspace with an unknown key and a misspelt term."""
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
        asked = [x for x in app.heard if isinstance(x, messages.EditAsked)]
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


# -- what only the solver finds --


def with_rules(folder: Path, *, ignore: str = "") -> Workspace:
    """A workspace with a draft that breaks a rule, and a condition that is never false."""
    shutil.copytree(CASES / "rules", folder, dirs_exist_ok=True)
    draft = folder / "scenarios" / "breaks.yaml"
    draft.write_text(
        f"title: It breaks a rule\nchoices:\n  volume: quiet\n  drums: drums{ignore}\n"
    )
    return load(folder)


def validated(folder: Path) -> list[tuple[str, str, str]]:
    """The findings of `zopa validate`."""
    return sorted(map(told, judge(folder).found.findings))


def told(each: Diagnostic) -> tuple[str, str, str]:
    """A finding, in a form for comparison."""
    return each.code, str(each.span), each.message


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(each.name for each in CASES.iterdir() if each.is_dir()))
async def test_everything_that_validate_finds_is_listed(name: str) -> None:
    """With the comments that silence some of it."""
    workspace = load(CASES / name)
    screen = ProblemsScreen(over(workspace, min(workspace.scenarios)), workspace)
    async with Host(screen).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        unmet = screen.session.unmet
        found = [each for each in screen.findings if each not in unmet]
        assert sorted(map(told, found)) == validated(CASES / name)
        assert not screen.working


async def test_what_the_solver_finds_comes_later(tmp_path: Path) -> None:
    """A broken rule is no finding of the file alone."""
    workspace = with_rules(tmp_path)
    assert not workspace.diagnostics
    screen = ProblemsScreen(over(workspace, "breaks"), workspace)
    async with Host(screen).run_test(size=(100, 24)) as pilot:
        await settle(pilot)
        assert [each.code for each in screen.findings] == ["ZC106"]
        assert "ZC106" in text_of(pilot, "#problems")
        assert "so far" not in picture(pilot)
        screen.show_workspace(with_rules(tmp_path, ignore="\n  # zopa: ignore"))
        await settle(pilot)
        assert sorted(map(told, screen.findings)) == validated(tmp_path)


@pytest.mark.parametrize("leave", ["escape", "suspend"])
async def test_the_solver_can_be_stopped(
    leave: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What files alone have wrong stays, and that there may be more is said."""
    asked = threading.Event()

    def slowly(workspace: Workspace, _: object, stop: Stop) -> FileProblems:
        asked.set()
        while not stop.called:
            time.sleep(0.01)
        return in_files(workspace)

    monkeypatch.setattr("zopa_tui.screens.problems.with_solver", slowly)
    workspace = with_rules(tmp_path)
    screen = ProblemsScreen(over(workspace, "breaks"), workspace)
    async with Host(screen).run_test(size=(110, 24)) as pilot:
        await pilot.pause()
        assert asked.wait(60)
        assert "checking rules and conditions" in picture(pilot)
        assert "nothing wrong so far" in picture(pilot)
        if leave == "escape":
            await pilot.press("escape")
            await settle(pilot)
            assert "not all checked: R checks again" in picture(pilot)
        else:
            screen.on_screen_suspend()
            await settle(pilot)
        assert not screen.working
        monkeypatch.undo()
        screen.on_screen_resume()
        if leave == "escape":
            screen.show_workspace(load(tmp_path))
        await settle(pilot)
        assert [each.code for each in screen.findings] == ["ZC106"]

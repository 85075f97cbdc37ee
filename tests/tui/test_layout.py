"""Layout: text has priority, the map grows with the focus, keys move the splits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from textual import events

from tui.driving import ROOT, app_on, press, running, said, sample, settle, text
from zopa_tui.app.settings import settings
from zopa_tui.screens.base import SessionScreen
from zopa_tui.screens.compose import ComposeScreen
from zopa_tui.ui.actions import Screen
from zopa_tui.views.positions import Target
from zopa_tui.widgets.base import Shaded
from zopa_tui.widgets.status_line import AnswerLine
from zopa_tui.widgets.term_tree import TermTree

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


async def test_the_map_takes_little_height_only_while_it_is_in_hand() -> None:
    """Positions have the column at 24 lines, and are whole."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        assert not app.screen.query_one("#map").display
        assert "are not given up" in text(app)
        await press(pilot, "tab")
        assert app.screen.query_one("#map").display
        assert not app.screen.query_one("#positions").display
        await press(pilot, "tab")
        assert not app.screen.query_one("#map").display
        assert app.screen.query_one("#positions").has_focus


@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
async def test_the_place_in_hand_is_named_whole(size: tuple[int, int]) -> None:
    """Over the map, whose tiles have room for three letters."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, size) as pilot:
        await press(pilot, "tab")
        assert "control: Sumy" in text(app)
        await press(pilot, "down")
        assert "control: Kherson" in text(app)
        assert "KHE" in text(app)
        await press(pilot, "tab")
        assert "control: Kherson" not in text(app)


async def test_a_view_is_named_and_saving_in_it_is_no_secret(tmp_path: Path) -> None:
    """It is a copy; also after the files were read again."""
    root = sample(tmp_path)
    with (root / "terms" / "corpus.yaml").open("a", encoding="utf-8") as file:
        file.write("view: ukraine\n")
    app = app_on(root, "alaska-exchange")
    async with running(app, (140, 45)) as pilot:
        for key in ("x", "ctrl+s", "R"):
            await press(pilot, key)
            assert "view of ukraine" in text(app).splitlines()[0]
        app.clear_notifications()
        await settle(pilot)
        assert "saved in this copy" in text(app)
        assert any(
            each.endswith("in this copy, which goes when you leave") for each in said(app)
        )
    for size in ((80, 24), (100, 30)):
        app = app_on(root, "alaska-exchange")
        async with running(app, size):
            assert "view of ukraine" in text(app)


async def test_an_issue_is_shown_with_its_terms() -> None:
    """Where one goes to it, as far as there is room."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        assert isinstance(app.screen, ComposeScreen)
        app.screen.reveal(Target("issue", "land-exchange"))
        await press(pilot)
        await pilot.pause()
        tree = app.screen.query_one("#terms")
        seen = text(app).splitlines()
        first = app.session.corpus.issues["land-exchange"].terms
        for term in first.values():
            assert any(term.title[:12] in each for each in seen), term.title
        assert tree.has_focus


async def test_thirty_letters_of_a_term_stand_at_a_hundred_columns() -> None:
    """Beside what choosing it would change."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, (100, 30)) as pilot:
        assert isinstance(app.screen, ComposeScreen)
        app.screen.reveal(Target.term("territorial-legal-form", "sovereignty-cession"))
        app.screen._ask_crossed(app.session.snapshot.revision)
        await press(pilot, "down")
        term = app.session.corpus.issues["territorial-legal-form"].terms["sovereignty-cession"]

        assert term.title[:30] in text(app)
        assert "crossed 1 → 3" in text(app)
        assert "● Line frozen, Russia stops pr" in text(app)


async def test_a_wide_window_has_the_reason_beside_the_issues() -> None:
    """From 180 columns on."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, (220, 60)):
        why, terms = app.screen.query_one("#why"), app.screen.query_one("#terms")

        assert why.region.y == terms.region.y
        assert why.region.height == terms.region.height
        assert why.region.x > terms.region.right


async def test_keys_move_the_splits() -> None:
    """As far as both sides stay of use; a screen without one says so."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, (100, 30)) as pilot:
        terms, why = app.screen.query_one("#terms"), app.screen.query_one("#why")
        wide, high = terms.outer_size.width, why.outer_size.height
        await press(pilot, "ctrl+left", "ctrl+up")
        assert (terms.outer_size.width, why.outer_size.height) == (wide - 4, high + 2)
        await press(pilot, "right_parenthesis", *["ctrl+down"] * 3)
        assert (terms.outer_size.width, why.outer_size.height) == (wide, 4)
        await press(pilot, "2", "ctrl+left")
        assert "no such split on this screen" in said(app)


async def test_the_split_before_the_reason_moves_where_it_stands_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By keys with the reason in hand, by the mouse, remembered, and undone by two clicks."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    app = app_on(ROOT, "alaska-exchange", own=settings())
    async with running(app, (220, 60)) as pilot:
        why, terms = app.screen.query_one("#why"), app.screen.query_one("#terms")
        wide, left = why.outer_size.width, terms.outer_size.width
        why.focus()
        await press(pilot, "ctrl+left", "ctrl+left")
        assert why.outer_size.width == wide + 8
        assert why.region.right == 220
        await press(pilot, "ctrl+right")
        assert why.outer_size.width == wide + 4
        await press(pilot, "ctrl+up")
        assert said(app)[-1].startswith("the pane has the whole height; ")
        terms.focus()
        narrow = terms.outer_size.width
        await press(pilot, "ctrl+left")
        assert (terms.outer_size.width, why.outer_size.width) == (narrow - 4, wide + 4)
        x = why.region.x
        await drag(pilot, (x, 9), (x - 11, 9))
        assert why.outer_size.width == wide + 15
        await drag(pilot, (why.region.x, 9), (1, 9))
        assert terms.outer_size.width >= 20
        await drag(pilot, (why.region.x, 9), (219, 9))
        assert why.outer_size.width == 20

        await pilot.resize_terminal(100, 30)
        await settle(pilot)
        assert why.region.y > terms.region.bottom - 1
        assert why.outer_size.width == 100
        await pilot.resize_terminal(220, 60)
        await settle(pilot)
        assert why.outer_size.width == 20
        await press(pilot, "q")

    again = app_on(ROOT, "alaska-exchange", own=settings())
    async with running(again, (220, 60)) as pilot:
        why, terms = again.screen.query_one("#why"), again.screen.query_one("#terms")
        assert why.outer_size.width == 20
        await pilot.click(offset=(why.region.x, 9), times=2)
        await pilot.pause()
        assert why.outer_size.width == wide
        await pilot.click(offset=(terms.region.right - 1, 9), times=2)
        await pilot.pause()
        assert terms.outer_size.width == left


async def drag(pilot: Pilot[int], start: tuple[int, int], end: tuple[int, int]) -> None:
    """Drag with the mouse from one place to another."""
    await pilot.mouse_down(offset=start)
    held = dict.fromkeys(("shift", "meta", "ctrl"), False)
    x, y = end
    move = events.MouseMove(None, x, y, 0, 0, 1, **held, screen_x=x, screen_y=y)
    pilot.app.screen._forward_event(move)
    await pilot.pause()
    await pilot.mouse_up(offset=end)
    await pilot.pause()


async def test_the_mouse_moves_the_splits_and_they_are_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For the next start too, in every size; a double click lays one as at first."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    app = app_on(ROOT, "alaska-exchange", own=settings())
    async with running(app, (100, 30)) as pilot:
        terms, why = app.screen.query_one("#terms"), app.screen.query_one("#why")
        wide, high = terms.region.width, why.region.height
        edge, top = terms.region.right - 1, why.region.y
        await drag(pilot, (edge, 5), (edge - 7, 5))
        assert terms.region.width == wide - 7
        await drag(pilot, (20, top), (20, top - 3))
        assert why.region.height == high + 3
        await drag(pilot, (5, 5), (30, 5))
        assert terms.region.width == wide - 7

        await press(pilot, "z")
        assert terms.region.width == 100
        await press(pilot, "z")
        assert terms.region.width == wide - 7
        await pilot.click(offset=(why.region.x + 20, why.region.y), times=2)
        await pilot.pause()
        assert why.region.height == high
        await press(pilot, "q")

    kept = settings()
    assert not kept.problems
    assert kept.splits.keys() == {"compose"}
    again = app_on(ROOT, "alaska-exchange", own=kept)
    async with running(again, (100, 30)) as pilot:
        assert again.screen.query_one("#terms").region.width == wide - 7
        await pilot.resize_terminal(60, 30)
        await pilot.pause()
        assert again.screen.query_one("#terms").region.width == 60


@pytest.mark.parametrize("size", [(40, 20), (46, 26), (50, 30), (59, 14)])
async def test_a_phone_shows_a_pane_at_a_time(size: tuple[int, int]) -> None:
    """All of them in turn, with the answer whole, and the screens can be tapped."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, size) as pilot:
        for at, name in enumerate(Screen, 1):
            head = text(app).splitlines()[0]
            column = head.index(f" {at} ") + 1
            assert await pilot.click(offset=(column, 0))
            await settle(pilot)
            assert app.mode == name
            assert isinstance(app.screen, SessionScreen)
            assert "alaska" in text(app).splitlines()[0]
            assert text(app).splitlines()[-2].startswith(" No deal: 1 crossed, 4 more left out")

            panes = [x for x in app.screen.focus_chain if not isinstance(x, AnswerLine)]
            seen, number = list[str | None](), len(panes)
            for _ in range(9):
                pane = app.screen.focused
                assert isinstance(pane, Shaded | TermTree | AnswerLine)
                assert pane.region.width == size[0]
                whole = size[1] < 26 and not isinstance(pane, AnswerLine)
                if whole and pane.id not in {"problems", "conflicts"}:
                    assert pane.region.height == size[1] - 3
                if pane.id in seen:
                    break
                seen.append(pane.id)
                await press(pilot, "tab")
            assert pane.id == seen[0]
            assert len(seen) >= max(2, number), (name, seen)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert not app.screen.has_class("-phone")
        assert not app.screen.query(".-behind")


async def test_on_a_phone_what_explains_stands_below_where_there_is_room() -> None:
    """From 26 lines on."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, (50, 30)) as pilot:
        await press(pilot, "3")
        assert app.screen.query_one("#about").display
        assert not app.screen.query_one("#ways").display
        await pilot.resize_terminal(50, 20)
        await settle(pilot)
        assert not app.screen.query_one("#about").display


@pytest.mark.slow
@pytest.mark.parametrize("size", [(100, 30), (140, 45), (220, 60)])
@pytest.mark.parametrize(
    "screen", [Screen.COMPOSE, Screen.MATRIX, Screen.DEALS, Screen.COMPARE]
)
async def test_names_of_positions_are_whole_or_have_thirty_letters(
    screen: Screen, size: tuple[int, int]
) -> None:
    """In each list of a screen, from 100 columns on."""
    app = app_on(ROOT, "front-line-freeze")
    async with running(app, size) as pilot:
        await press(pilot, str([*Screen].index(screen) + 1))
        titles = {each.title for each in app.session.corpus.positions.values()}
        for row in text(app).splitlines():
            for cut in re.findall(r"([^\u2502\u2503]*?)\u2026", row):
                words = re.split(r"  +|: ", cut.strip("\u2502\u2503 "))[-1]
                among = [each for each in titles if len(words) > 5 and each.startswith(words)]
                assert not among or len(words) >= 30, row


@pytest.mark.slow
@pytest.mark.parametrize(
    ("screen", "size"),
    [
        (Screen.COMPARE, (80, 24)),
        (Screen.MATRIX, (140, 45)),
        (Screen.DEALS, (100, 30)),
        (Screen.DEALS, (120, 38)),
        (Screen.DEALS, (139, 45)),
        (Screen.DEALS, (140, 45)),
    ],
)
async def test_long_names_are_whole(screen: Screen, size: tuple[int, int]) -> None:
    """What does not fit on one line takes two; the matrix gives names the room of an aside."""
    app = app_on(ROOT, "front-line-freeze")
    async with running(app, size) as pilot:
        await press(pilot, str([*Screen].index(screen) + 1))
        panes = app.screen.query("#table, #grid, #conflicts, #ways")
        assert panes
        for pane in panes:
            region = pane.region
            rows = [row[region.x : region.right] for row in text(app).splitlines()]
            seen = "\n".join(rows[region.y : region.bottom])
            assert "\u2026" not in seen, seen

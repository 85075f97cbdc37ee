"""Keys and clicks in one read, as on a slow line: no errors, and one answer each."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import threading
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.command import CommandList
from textual.widgets import Input

from tui.driving import ROOT, app_on, running, said, settle
from tui.host import CASES
from zopa_tui.app.app import ZopaApp
from zopa_tui.app.commands import Palette
from zopa_tui.screens.compose import ComposeScreen
from zopa_tui.screens.modals.answer import ValueModal
from zopa_tui.screens.modals.base import HelpModal, Modal
from zopa_tui.screens.modals.lists import LetterModal, ListModal
from zopa_tui.screens.modals.thing_form import ThingForm
from zopa_tui.screens.overlays import TooSmall
from zopa_tui.screens.overlays import begin as begin_tour
from zopa_tui.session import open as opening
from zopa_tui.ui.actions import ACTIONS, Screen
from zopa_tui.views.positions import Target

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

SPOKEN = {
    "comma": ",", "full_stop": ".", "slash": "/", "less_than_sign": "<", "plus": "+",
    "greater_than_sign": ">", "question_mark": "?", "minus": "-", "space": " ",
    "left_curly_bracket": "{", "right_curly_bracket": "}", "semicolon": ";", "colon": ":",
}  # fmt: skip
CLICKS = {"click": 1, "double click": 2, "triple click": 3}
INPUTS = sorted(
    {key for each in ACTIONS for key in each.keys} | {"backspace", "i", "m", *CLICKS}
)
BEFORE: tuple[tuple[str, ...], ...] = (
    (), ("question_mark",), ("S",), ("X",), ("y",), ("r",), ("H",), ("d",), ("p",), ("slash",),
    ("a",), ("a", "t"), ("e",), ("i",), ("O",),
    ("ctrl+p",), ("tab", "tab", "W"), ("space", "q"), ("space", "O"), ("z",),
    ("2",), ("3",), ("4",), ("5",), ("6",),
)  # fmt: skip
"""Keys to each screen and to each modal."""
PAIRS = int(os.environ.get("ZOPA_TYPED_AHEAD", "3"))
"""Number of further keys after each sequence; all 6,000 pairs take half an hour."""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A writable workspace, with exports in the same folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(CASES / "harbour", tmp_path / "work")


def give(app: ZopaApp, what: str, chance: random.Random) -> None:
    """Post an input where the terminal's driver does, without waiting."""
    if what in CLICKS:
        x, y = chance.randrange(80), chance.randrange(24)
        for _ in range(CLICKS[what]):
            for kind in (events.MouseDown, events.MouseUp):
                app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))  # noqa: FBT003  # Textual's order
        return
    app.post_message(events.Key(what, SPOKEN.get(what, what if len(what) == 1 else None)))


async def back(app: ZopaApp, pilot: Pilot[int], chance: random.Random) -> None:
    """Close all open modals."""
    for _ in range(3):
        if app.ending or len(app.screen_stack) == 1:
            return
        give(app, "escape", chance)
        await pilot.pause()


@pytest.mark.parametrize("before", BEFORE, ids="+".join)
async def test_any_two_inputs_of_one_read(root: Path, before: tuple[str, ...]) -> None:
    """Half of the pairs are one key twice."""
    chance = random.Random("+".join(before))
    pairs = [(chance.choice(INPUTS), chance.choice(INPUTS)) for _ in range(PAIRS)]
    pairs = [(a, a if n % 2 else b) for n, (a, b) in enumerate(pairs)]
    pairs += [("enter", "enter"), ("escape", "escape"), ("pagedown", "enter"), ("q", "e")]
    while pairs:
        app = app_on(root, "compromise")
        async with app.run_test(size=(80, 24)) as pilot:
            while pairs and not app.ending:
                for each in (*before, *pairs.pop()):
                    give(app, each, chance)
                await pilot.pause()
                await back(app, pilot, chance)
        assert app.return_code in {0, None}


@pytest.mark.parametrize(
    "keys",
    [
        ("ctrl+p", "pagedown"),
        ("ctrl+p", "pageup"),
        ("q", "e"),
        ("q", "q"),
        ("ctrl+q", "ctrl+p"),
        ("ctrl+p", "escape", "ctrl+p", "a", "escape", "ctrl+p"),
        ("ctrl+p", "a", "escape", "escape", "ctrl+p", "b", "escape"),
    ],
)
async def test_what_is_typed_before_anything_is_drawn(
    root: Path, keys: tuple[str, ...]
) -> None:
    """A palette without a list yet, and keys after the end."""
    app, chance = app_on(root, "compromise"), random.Random(0)
    async with app.run_test(size=(80, 24)) as pilot:
        for each in keys:
            give(app, each, chance)
        await pilot.pause()
    assert app.return_code in {0, None}


@pytest.mark.parametrize("opener", ["question_mark", "S", "X", "y", "r"])
async def test_enter_twice_answers_once(root: Path, opener: str) -> None:
    """The screen below stays."""
    app, chance = app_on(root, "compromise"), random.Random(0)
    async with running(app) as pilot:
        below = app.screen
        give(app, opener, chance)
        await settle(pilot)
        assert isinstance(app.screen, Modal)
        give(app, "enter", chance)
        give(app, "enter", chance)
        await settle(pilot)
        assert app.screen_stack[0] is below
        assert app.is_running
        assert len(said(app)) == len(set(said(app)))


@pytest.mark.parametrize("key", ["name", "note"])
async def test_letters_do_not_pass_a_backspace(root: Path, key: str) -> None:
    """In fields of one line and of several: the text is what was typed, in its order."""
    app, chance = app_on(root, "compromise"), random.Random(0)
    async with running(app) as pilot:
        app.recording.add("party")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, ThingForm)
        await form._show_all()
        row = form.row(key)
        assert row is not None
        row.focus_input()
        await settle(pilot)
        for each in (
            "x",
            "y",
            "backspace",
            "backspace",
            *"por",
            "left",
            "backspace",
            "i",
            "ctrl+e",
            "t",
        ):
            give(app, each, chance)
        await settle(pilot)
        assert row.text == "pirt"


async def test_what_is_typed_behind_an_enter_goes_to_the_next_field(root: Path) -> None:
    """Suggestions are taken as if one had waited for them."""
    app, chance = app_on(root, "compromise"), random.Random(0)
    async with running(app) as pilot:
        app.recording.add("position")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, ThingForm)
        for part in ("dock", "red", "dec", "No nights", "1 Mar 2025"):
            for each in part:
                give(app, {" ": "space"}.get(each, each), chance)
            give(app, "enter", chance)
        await settle(pilot)
        assert [*form.texts().values()][:6] == [
            "dockers", "red-line", "declared", "No nights", "1 Mar 2025", "no-nights"
        ]  # fmt: skip


async def test_a_command_is_done_once(root: Path) -> None:
    """However often it was clicked before the palette was gone."""
    app, chance = app_on(root, "compromise"), random.Random(0)
    async with running(app) as pilot:
        give(app, "ctrl+p", chance)
        await settle(pilot)
        for key in "save as":
            give(app, {" ": "space"}.get(key, key), chance)
        await pilot.pause(0.3)
        await settle(pilot)
        for _ in range(3):
            give(app, "enter", chance)
        await pilot.pause(0.3)
        await settle(pilot)
        assert [type(each).__name__ for each in app.screen_stack[1:]] in (["SaveAsModal"], [])


async def test_a_click_on_a_command_that_is_listed_no_more_does_nothing(root: Path) -> None:
    """The list may be shorter than the one that was drawn."""
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        await pilot.press("ctrl+p")
        await settle(pilot)
        commands = app.screen.query_one(CommandList)
        assert commands.option_count > 3
        at = commands.content_region.translate((2, 4)).offset
        drawn = app.screen.get_style_at(*at)
        assert drawn.meta["option"] > 0
        commands.clear_options()
        place = (*at, 0, 0, 1, False, False, False, *at)
        await commands.on_event(events.Click(commands, *place, style=drawn))
        assert isinstance(app.screen, Palette)


async def test_a_palette_that_lost_its_list_takes_nothing_more(root: Path) -> None:
    """It is taken down piece by piece, while what it looked for comes in."""
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        await pilot.press("ctrl+p")
        await settle(pilot)
        palette = app.screen
        assert isinstance(palette, Palette)
        typed = palette.query_one(Input)
        await palette.query("*").remove()
        palette._show_busy = not palette._show_busy
        palette._list_visible = not palette._list_visible
        palette.post_message(Input.Changed(typed, "saving"))
        await settle(pilot)
        palette.dismiss()
        await settle(pilot)
        assert app.is_running


async def test_a_click_on_what_is_drawn_and_gone_does_nothing(root: Path) -> None:
    """Textual asks a widget under the mouse for its parent."""
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        await pilot.press("question_mark")
        await settle(pilot)
        shown, _ = app.screen.get_widget_at(40, 8)
        parent, shown._parent = shown._parent, None
        for kind in (events.MouseMove, events.MouseDown):
            await app.on_event(kind(None, 40, 8, 0, 0, 1, False, False, False, 40, 8))  # noqa: FBT003  # Textual's order
        shown._parent = parent
        assert app.screen._select_state is None


@pytest.mark.parametrize("screen", list(Screen))
async def test_keys_after_the_one_that_leads_to_a_screen_wait_for_it(
    root: Path, screen: Screen
) -> None:
    """Files that are read again make every screen anew."""
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        for action in ("pane_next", "app.add"):
            app.show_start(app.start, on=screen, again=True)
            assert not app.screen.is_mounted
            await app.run_action(action, app.screen)
            assert app.screen_stack[0].is_mounted
            await settle(pilot)
            await pilot.press("escape")
        assert app.is_running


async def test_a_screen_that_is_asked_for_while_files_are_read_is_shown(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of the screen is not lost where reading takes long."""
    may_go_on = threading.Event()
    begin = opening.begin

    def slowly(*arguments: Any, **options: Any) -> opening.Start:
        may_go_on.wait(60)
        return begin(*arguments, **options)

    monkeypatch.setattr(opening, "begin", slowly)
    app = ZopaApp(root, root / "scenarios" / "amount-open.yaml")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6")
        may_go_on.set()
        await settle(pilot)
        assert app.mode == "problems"
        await pilot.press("1")
        await settle(pilot)
        assert app.mode == "compose"


async def test_what_was_meant_for_a_palette_below_another_screen_closes_nothing(
    root: Path,
) -> None:
    """Neither the palette, nor what lies over it and lets it be seen."""
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        await pilot.press("ctrl+p")
        palette = app.screen
        assert isinstance(palette, Palette)
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        above = app.screen
        assert isinstance(above, TooSmall)
        palette.dismiss()
        await pilot.pause()
        assert app.screen_stack[-2:] == [palette, above]

        await pilot.resize_terminal(100, 30)
        await settle(pilot)
        assert app.screen is palette
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(app.screen, Palette)
        assert app.is_running


@pytest.mark.parametrize("opener", ["question_mark", "S", "X", "e", "y", "r", "H", "d", "O"])
async def test_a_modal_that_is_closed_before_it_is_drawn_begins_nothing(
    root: Path, opener: str
) -> None:
    """What it would begin with is not there."""
    app, chance = app_on(root, "compromise"), random.Random(0)
    async with running(app) as pilot:
        for _ in range(3):
            for key in (opener, "escape", opener, "escape", "escape"):
                give(app, key, chance)
            await settle(pilot)
            assert len(app.screen_stack) == 1
        assert app.is_running


@pytest.mark.usefixtures("root")
async def test_two_tabs_at_once_go_two_panes_on() -> None:
    """To one that the first of them hides, too."""
    app, chance = app_on(ROOT, "alaska-exchange"), random.Random(0)
    async with running(app) as pilot:
        for key in ("tab", "tab"):
            give(app, key, chance)
        await settle(pilot)
        assert app.focused is not None
        assert app.focused.id == "positions"


async def test_a_number_that_is_not_given_before_its_field_is_drawn(root: Path) -> None:
    """The modal of a value, closed at once."""
    shutil.rmtree(root)
    shutil.copytree(CASES.parents[1] / "examples" / "wage-round", root)
    app = app_on(root, "amount-open")
    async with running(app) as pilot:
        session = app.session
        blank = next(
            (str(issue.id), str(term), str(name))
            for issue in session.corpus.issues.values()
            for term, each in issue.terms.items()
            for name in each.parameters
        )
        screen = app.screen
        assert isinstance(screen, ComposeScreen)
        modal = ValueModal(session, screen.app_jobs, app.links.repair, blank)
        app.push_screen(modal)
        modal.dismiss()
        await settle(pilot)
        assert app.screen_stack == [screen]


@pytest.mark.parametrize("opener", ["action_command_palette", "search_themes"])
async def test_a_palette_that_is_closed_before_it_is_there_is_gone(
    root: Path, opener: str
) -> None:
    """Ours and that of the themes; nothing is below it by then."""
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        getattr(app, opener)()
        assert isinstance(app.screen, Palette)
        app.screen.dismiss()
        assert len(app.screen_stack) == 1
        await settle(pilot)
        await pilot.press("tab")
        assert app.is_running


async def test_themes_are_left_once_by_a_triple_click(root: Path) -> None:
    """Beside their list."""
    app, chance = app_on(root, "compromise"), random.Random(0)
    async with running(app) as pilot:
        app.search_themes()
        await settle(pilot)
        for at in ((0, 23), (0, 23), (0, 23)):
            for kind in (events.MouseDown, events.MouseUp):
                app.post_message(kind(None, *at, 0, 0, 1, False, False, False, *at))  # noqa: FBT003  # Textual's order
        give(app, "escape", chance)
        await settle(pilot)
        assert len(app.screen_stack) == 1
        assert app.is_running


@pytest.mark.parametrize(
    "jump",
    [
        lambda app: app.links.reveal(Target("issue", "place")),
        lambda app: app.links.reveal_statement("anything"),
        lambda app: app.recording.go_to("issue", "place"),
        lambda app: app.show_screen(Screen.COMPARE),
        lambda app: app.trails.action_jump_back(),
        lambda app: app.once_drawn(begin_tour),
    ],
    ids=["reveal", "statement", "go to", "compare", "back", "tour"],
)
async def test_a_jump_to_a_screen_that_is_made_again_meanwhile_ends_nothing(
    root: Path, jump: Callable[[ZopaApp], None]
) -> None:
    """What it would go to on the new one is not there yet."""
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        app.trails.leaving()
        for on in (Screen.MATRIX, Screen.COMPOSE):
            for steps in range(12):
                jump(app)
                for _ in range(steps):
                    await asyncio.sleep(0)
                app.show_start(app.start, on=on, again=True)
                await asyncio.sleep(0)
            await settle(pilot)
            jump(app)
            await settle(pilot)
        assert app.is_running


@pytest.mark.parametrize("opener", ["slash", "question_mark", "O", "S", "ctrl+p", "i"])
async def test_letters_typed_ahead_are_in_the_field_that_a_key_opens(
    root: Path, opener: str
) -> None:
    """None of them acts on the draft: `r`, `a` and `x` are keys of the screen."""
    app, chance = app_on(root, "compromise"), random.Random(0)
    async with running(app) as pilot:
        draft = app.session.draft
        for each in (opener, *"raxise"):
            give(app, each, chance)
        await settle(pilot)
        assert app.screen.query(Input).first().value.endswith("raxise")
        assert app.session.draft is draft
        assert len(app.screen_stack) == (1 if opener == "slash" else 2)


async def test_a_number_is_typed_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Finding the issue, opening its value, typing it and taking it, all in one read."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    app, chance = app_on(ROOT / "examples" / "wage-round", "compromise"), random.Random(0)
    async with running(app) as pilot:
        for each in ("slash", *"raise", "enter", "enter", *"37", "enter"):
            give(app, each, chance)
        await settle(pilot)
        assert app.mode == Screen.COMPOSE
        assert len(app.screen_stack) == 1
        assert app.session.draft.picks("raise")["value"]["value"] == 37


def test_a_dialog_that_is_mounted_without_content_begins_nothing() -> None:
    """Textual mounts what was taken away meanwhile, without its children."""
    for dialog in (LetterModal("Mark", {}), HelpModal("Help", ()), ListModal("Copy", ())):
        dialog.on_mount()

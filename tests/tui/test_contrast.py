"""Contrast: readable text in every theme, on every background and cursor (WCAG 2.2, AA)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.color import Color
from textual.screen import ModalScreen

from tui.driving import WIDE, app_on, press, running
from tui.host import CASES
from zopa_tui.app.app import ZopaApp
from zopa_tui.ui import theme as themes
from zopa_tui.ui.theme import LEAST, LEAST_OF_LINES, contrast, legible
from zopa_tui.widgets.base import NAMES
from zopa_tui.widgets.line_list import LineList
from zopa_tui.widgets.term_tree import TermTree

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.widget import Widget

THEMES = sorted(name for name in ZopaApp(root=Path()).available_themes if "ansi" not in name)
"""Themes with known backgrounds; the others use the terminal's colours."""
SCREENS = {
    "AnswerModal", "ChoiceModal", "CompareScreen", "CompleteModal", "ComposeScreen",
    "CopyModal", "DealsScreen", "DifferencesModal", "DraftsModal", "FileModal", "HelpModal",
    "HistoryModal", "LetterModal", "ListModal", "MatrixScreen",
    "Palette", "ProblemsScreen", "RepairModal", "ReviewModal", "SaveAsModal", "SourcesScreen",
    "ThingForm", "WaiveModal",
}  # fmt: skip
"""Screens that the keys of the tests reach."""
FRAMES = set("╭─╮│╰╯┃━┏┓┗┛┆┄╌╎┊┈╍╏┌┐└┘├┤┬┴┼")
"""Characters of frames, which carry no text."""
LINES = set("▁▂▃▄▅▆▇█▔▏▕╸╺╹╻▊▎▌▐")
"""Characters of scroll bars and fields, visible by their backgrounds."""


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def hard_to_read(app: ZopaApp) -> list[tuple[str, str, str, float]]:
    """Texts with too little contrast, each with its two colours."""
    found = set()
    strips = app.screen._compositor.render_strips()
    if isinstance(app.screen, ModalScreen):
        # What is below a modal is dimmed because it is not in hand.
        boxes = app.screen.query(".box, #--input, #--results")
        strips = [
            strip.crop(box.region.x, box.region.right)
            for box in boxes
            for strip in strips[box.region.y : box.region.bottom]
        ]
    for strip in strips:
        for text, style, _ in strip:
            signs = set(text) - {" "}
            if style is None or signs <= LINES:
                continue
            least = LEAST_OF_LINES if signs <= FRAMES else LEAST
            ink, ground = style.color, style.bgcolor
            assert ink is not None, text
            assert ground is not None, text
            assert ink.triplet is not None, text
            assert ground.triplet is not None, text
            seen = contrast(Color(*ink.triplet), Color(*ground.triplet))
            if seen < least - 0.01:
                found.add(
                    (
                        text.strip(),
                        str(ink.triplet.hex),
                        str(ground.triplet.hex),
                        round(seen, 2),
                    )
                )
    return sorted(found)


@pytest.mark.parametrize("theme", THEMES)
async def test_all_that_is_written_can_be_read(theme: str) -> None:
    """Each pane in hand and not in hand, the cursor on a choice and on a crossed line."""
    app = app_on(scenario="alaska-exchange", theme=theme)
    async with running(app, WIDE) as pilot:
        assert hard_to_read(app) == []
        await press(pilot, "down", "down")
        assert hard_to_read(app) == []
        await press(pilot, "tab")
        assert hard_to_read(app) == []
        await press(pilot, "tab", "down")
        assert hard_to_read(app) == []
        await press(pilot, "S")
        assert hard_to_read(app) == []


MODALS: tuple[tuple[str, ...], ...] = (
    ("question_mark",), ("S",), ("X",), ("y",), ("r",), ("H",), ("d",), ("O",),
    ("ctrl+p",), ("slash", "a"), ("down", "p"), ("down", "down", "space", "H"),
    ("tab", "tab", "W"), ("2", "E"), ("2", "O"), ("3", "X"), ("4", "plus"), ("5", "S"),
    ("6", "d"), ("f4",), ("a",), ("tab", "tab", "a"), ("tab", "tab", "a", "ctrl+s"), ("e",),
    ("e", "x", "ctrl+s"), ("i",), ("5", "b"), ("0",), ("D",), ("V",), ("m",), ("q",),
)  # fmt: skip
"""Keys from Compose to each modal and overlay."""


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
async def test_every_cell_of_every_screen_and_modal_can_be_read(
    theme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each pane in hand and not in hand, each row with the cursor on it and without."""
    monkeypatch.chdir(tmp_path)
    root = shutil.copytree(CASES / "harbour", tmp_path / "work")
    app = app_on(root, "compromise", theme=theme)
    shown: set[str] = set()
    hard: dict[str, list[tuple[str, str, str, float]]] = {}

    def look(where: str) -> None:
        shown.add(type(app.screen).__name__)
        if found := hard_to_read(app):
            hard.setdefault(where, found)

    async with running(app, WIDE) as pilot:
        for number in "123456":
            await press(pilot, number)
            for _ in range(4):
                look(f"screen {number}")
                for key in ("down", "down", "end"):
                    await press(pilot, key)
                    look(f"screen {number}, cursor")
                await press(pilot, "tab")
        for keys in MODALS:
            await press(pilot, "1", *keys)
            look(" ".join(keys))
            for key in ("down", "tab"):
                await press(pilot, key)
                look(" ".join((*keys, key)))
            while len(app.screen_stack) > 1:
                await press(pilot, "escape")
            await press(pilot, "escape")
    assert sorted({each for found in hard.values() for each in found}) == [], hard
    assert shown >= SCREENS, SCREENS - shown


@pytest.mark.parametrize("theme", THEMES)
async def test_every_ink_on_every_ground(theme: str) -> None:
    """Also those that no draft of the sample shows."""
    app = app_on(scenario="alaska-exchange", theme=theme)
    async with running(app) as pilot:
        said = app.theme_variables
        grounds = [Color.parse(said[each]) for each in ("background", "panel", "surface")]
        for name in (*(each for each in NAMES if each != "head"), "title", "foreground"):
            for ground in grounds:
                assert contrast(Color.parse(said[name]), ground) >= LEAST, (name, ground)
        positions = app.screen.query_one("#positions")
        for keys in ((), ("tab", "tab")):
            await press(pilot, *keys)
            for name in ("", *NAMES):
                for cursor in (False, True):
                    style = positions.shade(name, cursor=cursor)  # type: ignore[attr-defined]  # a pane of lines
                    ink, ground = style.color.triplet, style.bgcolor.triplet
                    found = contrast(Color(*ink), Color(*ground))
                    assert found >= LEAST, (name, cursor, keys)


def test_an_ink_moves_as_little_as_it_has_to() -> None:
    """What can be read stays as it is, and black and white are the last way out."""
    black, white, grey = Color(0, 0, 0), Color(255, 255, 255), Color(128, 128, 128)
    orange = Color.parse(themes.DARK["crossed"])

    assert legible(orange, black) == orange
    assert contrast(legible(orange, white), white) >= LEAST
    assert contrast(legible(white, white), white) >= LEAST
    assert contrast(legible(grey, grey), grey) >= LEAST
    assert round(contrast(black, white), 2) == 21.0


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_the_pane_in_hand_is_seen_without_colour(ascii_only: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """Its title is reversed, in every set of signs; its frame is heavy where one can be."""
    app = app_on(scenario="alaska-exchange", ascii_only=ascii_only)
    async with running(app, WIDE) as pilot:
        terms, positions = app.screen.query_one("#terms"), app.screen.query_one("#positions")
        for now, other in ((terms, positions), (positions, terms)):
            now.focus()
            await pilot.pause()
            assert "reverse" in str(now.styles.border_title_style)
            assert "reverse" not in str(other.styles.border_title_style)
            if not ascii_only:
                assert now.styles.border_top[0] == "heavy"
                assert other.styles.border_top[0] == "round"


# -- focus and cursor without colour -------------------------------------------


def without_colours(app: ZopaApp, widget: Widget) -> list[tuple[str, tuple[bool, ...]]]:
    """The look of a widget without colours: characters, bold, reverse and underline."""
    region = widget.region.grow((1, 1, 1, 1)).intersection(app.screen.region)
    found = []
    for strip in app.screen._compositor.render_strips()[region.y : region.bottom]:
        for text, style, _ in strip.crop(region.x, region.right):
            looks = (False,) * 3
            if style is not None:
                looks = bool(style.bold), bool(style.reverse), bool(style.underline)
            found += [(sign, looks) for sign in text]
    return found


async def unseen(app: ZopaApp, pilot: Pilot[int]) -> list[str]:
    """Widgets whose focus or cursor is visible by colour only."""
    found = []
    every = () if app.ending else tuple(app.screen.focus_chain)
    for widget in every:
        app.screen.set_focus(None)
        await pilot.pause()
        idle = without_colours(app, widget)
        widget.focus()
        await pilot.pause()
        seen = without_colours(app, widget)
        name = f"{type(app.screen).__name__} {type(widget).__name__}#{widget.id}"
        if seen == idle and len(every) > 1:
            # A modal with one list has no other place for it.
            found.append(f"{name}: focus")
        if isinstance(widget, LineList | TermTree):
            place = widget.key if isinstance(widget, LineList) else widget.cursor_line
            for key in ("down", "up"):
                await pilot.press(key)
                await pilot.pause()
                now = widget.key if isinstance(widget, LineList) else widget.cursor_line
                if widget.is_attached and now != place:
                    if without_colours(app, widget) == seen:
                        found.append(f"{name}: cursor")
                    break
    return found


@pytest.mark.slow
@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("no_color", [False, True])
async def test_focus_and_cursor_are_seen_without_colour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, ascii_only: bool, no_color: bool
) -> None:
    """By signs, weight, reversal or lines: of every widget of every screen and modal."""
    monkeypatch.chdir(tmp_path)
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    root = shutil.copytree(CASES / "harbour", tmp_path / "work")
    app = app_on(root, "compromise", ascii_only=ascii_only)
    assert app.no_color is no_color
    hidden: list[str] = []
    async with running(app, WIDE) as pilot:
        for number in "123456":
            await press(pilot, number)
            hidden += await unseen(app, pilot)
        for keys in MODALS:
            await press(pilot, "1", *keys)
            hidden += await unseen(app, pilot)
            while len(app.screen_stack) > 1:
                await press(pilot, "escape")
            await press(pilot, "escape")
    assert not hidden, "\n".join(sorted(set(hidden)))

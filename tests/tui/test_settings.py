"""User settings: read, checked and stored; and the help that names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.driving import ROOT, app_on, press, running, said, text
from zopa.cli.whereabouts import Whereabouts
from zopa.configuration.settings import SCREENS, THEMES
from zopa_tui.app.app import ZopaApp
from zopa_tui.app.settings import Settings, settings, start
from zopa_tui.ui.actions import ACTIONS, Screen, by_section, on_screen
from zopa_tui.ui.keys import remap, spelled
from zopa_tui.views.text import ASCII, ASCII_SIGNS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "zopa").mkdir(parents=True)
    return tmp_path / "config" / "zopa" / "settings.toml"


def test_without_a_file_nothing_is_set(file: Path) -> None:
    """And nothing is wrong."""
    found = settings()
    assert found == Settings(file=file)


def test_what_the_file_says_is_read(file: Path) -> None:
    """The example of the page, as it stands there."""
    page = (ROOT / "docs" / "tui.md").read_text("utf-8")
    file.write_text(page.partition("```toml\n")[2].partition("```")[0], "utf-8")
    found = settings()

    assert not found.problems
    assert (found.theme, found.start) == ("zopa-light", Screen.DEALS)
    assert not found.ascii
    assert not found.linear
    assert found.keys == {"undo": "u,ctrl+z", "deals.count": "c"}


def test_the_users_own_go_before_those_of_the_workspace(file: Path) -> None:
    """Which count where the user says nothing."""
    team = {"theme": "zopa-light", "start": "Deals", "ascii": True, "keys": {"undo": "b"}}
    assert settings(team).start is Screen.DEALS
    file.write_text('theme = "zopa-contrast"\n[keys]\nundo = "f9"\n', "utf-8")
    found = settings({**team, "start": None})

    assert (found.theme, found.start, found.ascii) == ("zopa-contrast", Screen.COMPOSE, True)
    assert found.keys == {"undo": "f9"}
    assert not found.problems


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("thme = 'x'", "no setting `thme`; did you mean `theme`?"),
        ("start = 'deal'", "start is one of"),
        ("ascii = 'yes'", "ascii is true or false"),
        ("theme = 3", "theme is a name"),
        ("splits = {compose = [120, 5]}", "splits are percent"),
        ("splits = {compost = [20, 5]}", "splits are percent"),
        ("splits = {compose = [20, 5, 30, 1]}", "splits are percent"),
        ("splits = 3", "splits are percent"),
        ("theme = 'zopa-drak'", "no theme `zopa-drak`; did you mean `zopa-dark`?"),
        ("theme = 'mauve'", "no theme `mauve`; `ctrl+p` and `theme` list them"),
        ("keys = 'u'", "keys has to be a table"),
        ("[keys]\nundoo = 'b'", "no action `undoo`"),
        ("[keys]\nundo = 3", "keys of `undo` are written such as"),
        ("[keys]\nundo = 'ctrl+'", "`ctrl+` of `undo` is no key that is known"),
        ("[keys]\nundo = 'ctlr+z'", "`ctlr+z` of `undo` is no key that is known"),
        ("[keys]\nundo = 'pagedwon'", "no key that is known; did you mean `pagedown`?"),
        ("[keys]\nundo = ['b', 'ctrl+ctrl+b']", "`ctrl+ctrl+b` of `undo` is no key"),
        ("theme = ", "Invalid value"),
    ],
)
def test_what_means_nothing_is_named_and_the_rest_counts(
    file: Path, said: str, told: str
) -> None:
    """No setting ends the program."""
    file.write_text(f"linear = true\n{said}\n", "utf-8")
    found = settings()

    assert any(told in each for each in found.problems), found.problems
    assert found.linear or told == "Invalid value"


def test_keys_are_told_as_the_terminal_tells_them() -> None:
    """However they were written; those of the table are."""
    for action in ACTIONS:
        assert [spelled(key) for key in action.keys] == list(action.keys)
    written = {
        "?": "question_mark",
        "U": "U",
        "shift+u": "U",
        "Ctrl+Z": "ctrl+z",
        "shift+ctrl+Left": "ctrl+shift+left",
        "+": "plus",
        "ctrl++": "",
        " ": "",
        "f25": "",
        "return": "",
    }
    assert {each: spelled(each) for each in written} == written
    [clash] = remap({"undo": "?"}).problems
    assert clash == "key `question_mark` of `undo` belongs to `help`"


def test_a_theme_that_is_not_there_begins_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where it was asked for on the command line."""
    del file
    told: list[str] = []
    here = Whereabouts(ROOT)
    code = start(here, None, ascii_only=False, theme="drakula", say=told.append)
    assert (code, told) == (2, ["zopa: no theme `drakula`; did you mean `dracula`?"])
    assert capsys.readouterr().out == ""


def test_the_theme_is_kept_and_all_else_stays(file: Path) -> None:
    """Comments too; a file is made where there is none."""
    settings().keep_theme("zopa-light")
    assert file.read_text("utf-8") == 'theme = "zopa-light"\n'
    file.write_text("# mine\nascii = true  # yes\ntheme = 'x'\n[keys]\nundo = 'b'\n", "utf-8")
    settings().keep_theme("zopa-contrast")
    settings().keep_splits({"compose": (55.5, 0.0, 0.0), "deals": (0.0, 0.0, 0.0)})
    assert "splits = {compose = [55.5, 0.0]}" in file.read_text("utf-8")
    assert settings().splits == {"compose": (55.5, 0.0, 0.0)}
    settings().keep_splits({"compose": (55.5, 0.0, 30.0)})
    assert settings().splits == {"compose": (55.5, 0.0, 30.0)}
    settings().keep_splits({})
    assert "splits = {}" in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace("splits = {}\n", ""), "utf-8")

    assert file.read_text("utf-8") == (
        "# mine\nascii = true  # yes\ntheme = \"zopa-contrast\"\n[keys]\nundo = 'b'\n"
    )
    assert settings().theme == "zopa-contrast"


async def test_what_means_nothing_is_said_on_the_screen() -> None:
    """What was said before the screen began is covered by it."""
    own = Settings(problems=("no setting `strat`; did you mean `start`?", "ascii is wrong"))
    app = app_on(ROOT, "alaska-exchange", own=own)
    async with running(app):
        assert "settings: no setting `strat`; did you mean `start`? (1 more)" in said(app)


async def test_one_begins_as_the_settings_say(file: Path) -> None:
    """And a theme that is chosen is there the next time."""
    own = Settings(theme="zopa-light", start=Screen.DEALS, file=file)
    app = app_on(ROOT, "alaska-exchange", own=own)
    async with running(app) as pilot:
        assert app.mode is Screen.DEALS
        assert app.theme == "zopa-light"
        app.theme = "zopa-contrast"
        await pilot.pause()
    assert settings().theme == "zopa-contrast"


def test_the_workspace_may_name_each_theme_and_screen() -> None:
    """And no other: the engine, which does not know the interface, has the same list."""
    assert sorted(THEMES) == sorted(ZopaApp(root=ROOT).available_themes)
    assert tuple(Screen) == SCREENS


def test_every_action_stands_under_one_heading() -> None:
    """Of the whole table, and of each screen."""
    for actions in (ACTIONS, *(on_screen(each) for each in Screen)):
        listed = [each for group in by_section(actions).values() for each in group]
        assert sorted(x.id for x in listed) == sorted(x.id for x in actions)


def test_no_ascii_sign_stands_for_two_things() -> None:
    """Status, choice, verdict and fold, small and capital letters told apart by more."""
    signs = [each.partition(" ")[0] for each in ASCII.legend()]
    signs += [ASCII.folded, ASCII.unfolded, ASCII.unsaved, ASCII.more, ASCII_SIGNS.reading]
    signs += [ASCII_SIGNS.marked]

    assert len({each.casefold() for each in signs}) == len(signs)
    assert all(each.isascii() for each in signs)


@pytest.mark.slow
async def test_help_explains_the_signs_and_the_palette_remembers(file: Path) -> None:
    """What was taken last is first."""
    del file
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "question_mark")
        assert "Signs" in text(app)
        assert "excluded by a position" in text(app)
        assert "The draft" in text(app)
        await press(pilot, *"undecided", "enter")
        assert app.commands.recent == ("clear",)
        await press(pilot, "ctrl+p")
        assert "Leave the issue undecided  (x)" in text(app)
        assert "recent" in text(app)

"""The table of actions: consistent, and in agreement with the command line."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from zopa.cli.arguments import parser
from zopa_tui.screens.clipboard import command
from zopa_tui.ui.actions import ACTIONS, Screen, key_text, on_screen
from zopa_tui.ui.keys import FORBIDDEN, remap

if TYPE_CHECKING:
    from zopa_tui.ui.actions import Action

BY_ID = {each.id: each for each in ACTIONS}
VALUES = {
    "scenario": "scenarios/a draft.yaml",
    "other": "front-line-freeze",
    "term": "donbas/full-cession",
    "position": "russia/no-nato-troops",
    "reading": "member-states",
    "day": "2025-08-17",
    "id": "s001",
}


def test_ids_are_unique() -> None:
    """A user's own keys are given to them."""
    assert len(BY_ID) == len(ACTIONS)


@pytest.mark.parametrize("screen", Screen)
def test_a_key_does_one_thing_on_a_screen(screen: Screen) -> None:
    """Otherwise the first one would win, silently."""
    keys = [key for each in on_screen(screen) for key in each.keys]

    assert len(keys) == len(set(keys))
    assert not FORBIDDEN & set(keys)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_is_described(action: Action) -> None:
    """A short title for the footer, a sentence for the help."""
    assert action.keys
    assert len(action.title) <= 14
    assert action.help.endswith(".")
    assert action.where


def test_the_keys_of_the_design_are_there() -> None:
    """Those that every terminal and a browser pass on."""
    wanted = {
        *("1", "2", "3", "4", "5", "6", "tab", "shift+tab", "up", "down", "left", "right"),
        *("h", "j", "k", "l", "g", "G", "pageup", "pagedown", "space", "enter", "s", "x", "p"),
        *(
            "F",
            "slash",
            "n",
            "N",
            "J",
            "K",
            "z",
            "o",
            "ctrl+s",
            "S",
            "O",
            "ctrl+o",
            "ctrl+p",
            "v",
            "0",
            "m",
            "c",
        ),
        *("escape", "u", "ctrl+z", "U", "ctrl+r", "ctrl+y", "H", "w", "r", "W", "comma", "d"),
        *(
            "full_stop",
            "less_than_sign",
            "greater_than_sign",
            "y",
            "e",
            "E",
            "X",
            "i",
            "b",
            "question_mark",
            "f1",
        ),
        *(
            "q",
            "ctrl+q",
            "a",
            "A",
            "left_curly_bracket",
            "right_curly_bracket",
            "plus",
            "minus",
        ),
    }

    assert wanted <= {key for each in ACTIONS for key in each.keys}


def test_keys_are_shown_as_they_are_on_the_keyboard() -> None:
    """Not by their names."""
    shown = {key: key_text(key) for key in ("comma", "ctrl+s", "f1", "u", "escape", "plus")}

    assert shown == {
        "comma": ",",
        "ctrl+s": "ctrl+s",
        "f1": "F1",
        "u": "u",
        "escape": "esc",
        "plus": "+",
    }


# -- a user's own keys --------------------------------------------------------


def test_actions_get_other_keys() -> None:
    """One or several; the others keep theirs."""
    result = remap({"undo": "ctrl+u, backspace", "redo": ["f9"]})

    keys = {each.id: each.keys for each in result.actions}
    assert result.problems == ()
    assert (keys["undo"], keys["redo"]) == (("ctrl+u", "backspace"), ("f9",))
    assert keys["save"] == BY_ID["save"].keys


def test_two_actions_can_swap_their_keys() -> None:
    """Neither has to wait for the other."""
    result = remap({"silence": "x", "clear": "s"})

    assert result.problems == ()


def test_wishes_that_cannot_be_followed_are_reported() -> None:
    """They are left out, and the rest counts."""
    result = remap({"undoo": "b", "undo": "ctrl+m", "redo": "q", "save": "f2"})

    keys = {each.id: each.keys for each in result.actions}
    assert result.problems == (
        "no action `undoo`; did you mean `undo`?",
        "`ctrl+m` cannot be used for `undo`",
        "key `q` of `redo` belongs to `quit`",
    )
    assert keys["redo"] == BY_ID["redo"].keys
    assert keys["save"] == ("f2",)


def test_a_key_can_do_different_things_on_different_screens() -> None:
    """So a wish takes no notice of actions that are elsewhere."""
    assert remap({"silence": "t"}).problems == ()
    assert remap({"undo": "t"}).problems != ()


# -- twins --------------------------------------------------------------------


@pytest.mark.parametrize(
    "action", [each for each in ACTIONS if each.twin], ids=lambda action: action.id
)
def test_a_twin_is_a_command_that_exists(action: Action) -> None:
    """The command line's own parser takes it."""
    said = command(action, VALUES)

    assert said is not None
    program, *arguments = shlex.split(said)
    assert program == "zopa"
    parser().parse_args(arguments)


def test_a_twin_states_the_assumptions_before_its_own() -> None:
    """So that it gives the same answer, and what was done counts last."""
    flags = " --as-of 2025-08-17 --waive ukraine/assured"

    assert command(BY_ID["screen.deals"], VALUES, flags) == (
        "zopa deals 'scenarios/a draft.yaml' --as-of 2025-08-17 --waive ukraine/assured"
    )
    said = command(BY_ID["as-of.on"], VALUES, flags)
    assert said is not None
    assert said.startswith("zopa check 'scenarios/a draft.yaml' --as-of 2025-08-17 --waive ")
    assert said.endswith(f" --as-of {VALUES['day']}")


def test_without_a_value_there_is_no_twin() -> None:
    """Better none than one that asks something else."""
    assert command(BY_ID["why"], {"scenario": "x"}) is None
    assert command(BY_ID["undo"], VALUES) is None

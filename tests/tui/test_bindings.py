"""Every key has an effect, and every action has a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.binding import Binding

from tui.driving import ROOT, app_on, press, running
from zopa_tui.ui.actions import ACTIONS, Screen, on_screen
from zopa_tui.ui.keys import method
from zopa_tui.widgets.status_line import KeyLine

if TYPE_CHECKING:
    from pathlib import Path

    from textual.dom import DOMNode

    from zopa_tui.app.app import ZopaApp

KEYS = {screen: str(number) for number, screen in enumerate(Screen, 1)}
MOVES = {each.id for each in ACTIONS if each.id.startswith("move.")}


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def _nodes(app: ZopaApp) -> list[DOMNode]:
    return [app, app.screen, *app.screen.query("*")]


def _missing(app: ZopaApp) -> list[str]:
    """Bindings without an action."""
    found = []
    for node in _nodes(app):
        for key, binding in node._bindings:
            action = binding.action
            namespace, _, name = action.partition("(")[0].rpartition(".")
            target = {"app": app, "screen": app.screen}.get(namespace, node)
            names = (f"action_{name}", f"_action_{name}")
            if not any(hasattr(target, each) for each in names):
                found.append(f"{type(node).__name__} {key}: {action}")
    return found


@pytest.mark.parametrize("screen", Screen)
async def test_every_binding_has_its_action(screen: Screen) -> None:
    """A binding without one would do nothing, silently."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, KEYS[screen])
        assert app.mode == screen

        assert _missing(app) == []


@pytest.mark.parametrize("screen", Screen)
async def test_every_action_has_its_key(screen: Screen) -> None:
    """Somebody on the screen takes each key of the table, or Textual does."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, KEYS[screen])
        taken = {key for node in _nodes(app) for key, _ in node._bindings}
        lacking = [
            each.id
            for each in on_screen(screen)
            if each.id not in MOVES and not taken & set(each.keys)
        ]

    assert lacking == []


def _own(app: ZopaApp) -> list[tuple[str, Binding]]:
    """The bindings of zopa's own classes on the screen."""
    classes = {each for node in _nodes(app) for each in type(node).__mro__}
    return [
        (each.__name__, binding)
        for each in sorted(classes, key=lambda each: each.__name__)
        if each.__module__.startswith("zopa_tui")
        for binding in Binding.make_bindings(each.__dict__.get("BINDINGS", ()))
    ]


@pytest.mark.parametrize("screen", Screen)
async def test_every_key_of_ours_stands_in_the_table(screen: Screen) -> None:
    """So that help, palette and a user's own keys know it; enter is the list's own."""
    keys = {each.id: each.keys for each in ACTIONS}
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, KEYS[screen])
        own = _own(app)
        offered = app.screen.query_one(KeyLine).names

    assert own
    for where, binding in own:
        if (binding.key, binding.action) != ("enter", "select"):
            assert binding.key in keys.get(binding.id or "", ()), (where, binding)
    here = {each.id for each in on_screen(screen)}
    assert set(offered) <= here


@pytest.mark.parametrize("screen", Screen)
async def test_everything_that_a_screen_binds_is_said_to_be_there(screen: Screen) -> None:
    """Or the help of the screen would be silent about it."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, KEYS[screen])
        bound = {
            binding.id
            for each in type(app.screen).__mro__
            if each.__module__.startswith("zopa_tui")
            for binding in Binding.make_bindings(each.__dict__.get("BINDINGS", ()))
        }

    assert bound <= {each.id for each in on_screen(screen)}


def test_names_of_actions_are_methods() -> None:
    """So that Textual finds them."""
    for each in ACTIONS:
        name = method(each.id).partition("(")[0]
        assert name.isidentifier(), name

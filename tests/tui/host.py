"""A minimal app around one screen, and workspaces for it."""

from __future__ import annotations

import dataclasses
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import load
from zopa_tui.session.scenario_file import ScenarioFile
from zopa_tui.session.session import Session
from zopa_tui.ui import theme as themes
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.message import Message
    from textual.pilot import Pilot

    from zopa.workspace import Workspace
    from zopa_tui.screens.base import SessionScreen

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
SIZES = ((80, 24), (140, 45), (60, 20))
TURNS = tuple(zip(SIZES, (0, 3, 6), strict=True))
"""A size, and the index of the first hostile text."""
HOSTILE = {
    "markup": "[bold red]x[/] [sic] [/x",
    "unclosed": "[/",
    "link": "[@click=app.quit]y[/] $text-error $(x) {0}",
    "escape": "\x1b[2J\x1b]0;owned\x07",
    "c1": "\x9b2J",
    "bidi": "\u202eevil\u2066 a\u200fb",
    "lines": "a\nb\r\nc\td\u2028e",
    "wide": "文字化け 👩‍👩‍👧 e\u0301",
    "long": "x" * 400,
    "blank": " ",
}
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
SPOKEN = ("title", "short", "name", "text", "question", "note", "office", "by", "relayed_by")


class Host(App[None]):
    """Shows the screen, and records its messages."""

    def __init__(self, screen: SessionScreen) -> None:
        super().__init__()
        self.shown = screen
        self.heard: list[Message] = []

    def get_css_variables(self) -> dict[str, str]:
        """The colours of panes."""
        return themes.readable(super().get_css_variables(), dark=True)

    def on_mount(self) -> None:
        """Show the screen."""
        self.push_screen(self.shown)

    async def _on_message(self, message: Message) -> None:
        if type(message).__module__.startswith(("zopa_tui.screens", "zopa_tui.ui")):
            self.heard.append(message)
        await super()._on_message(message)


def session_in(root: Path, scenario: str) -> Session:
    """A session on a scenario of a workspace."""
    workspace = load(root)
    return over(workspace, scenario)


def over(workspace: Workspace, scenario: str) -> Session:
    """A session on a scenario of a loaded workspace."""
    path = workspace.root / "scenarios" / f"{scenario}.yaml"
    file = ScenarioFile.load(path, workspace.root)
    assert isinstance(file, ScenarioFile)
    return Session(Space(Problem(workspace.corpus)), file)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until no work is running and everything is drawn."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.05)
    await pilot.pause()


def text_of(pilot: Pilot[None], selector: str) -> str:
    """The text of a pane, all lines."""
    pane = pilot.app.screen.query_one(selector, LineList)
    return "\n".join(line.text.rstrip() for line in pane.lines)


def picture(pilot: Pilot[None]) -> str:
    """The text of the screen, with a check of its size."""
    screen = pilot.app.screen
    width, height = screen.size
    strips = screen._compositor.render_strips(screen.size)
    assert len(strips) == height
    assert all(strip.cell_length <= width for strip in strips)
    return "\n".join(strip.text for strip in strips)


def hostile(workspace: Workspace, turn: int) -> Workspace:
    """The workspace with hostile texts instead of all visible texts.

    Each place gets the next text; `turn` is the index of the first one.
    """
    every = list(HOSTILE.values())
    texts = itertools.cycle([*every[turn:], *every[:turn]])
    corpus = _with(workspace.corpus, texts)
    scenarios = {
        key: dataclasses.replace(each, title=next(texts), description=next(texts))
        for key, each in workspace.scenarios.items()
    }
    return dataclasses.replace(workspace, corpus=corpus, scenarios=scenarios)


def _with(value: Any, texts: Iterator[str]) -> Any:
    """A value with hostile texts in visible places; ids stay valid."""
    if isinstance(value, dict):
        return {key: _with(each, texts) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(_with(each, texts) for each in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes: dict[str, Any] = {}
    for each in dataclasses.fields(value):
        old = getattr(value, each.name)
        if each.name in SPOKEN and type(old) is str:
            changes[each.name] = next(texts)
        elif dataclasses.is_dataclass(old) or isinstance(old, dict | tuple):
            changes[each.name] = _with(old, texts)
    return dataclasses.replace(value, **changes)


def safe(pilot: Pilot[None]) -> None:
    """Check that no text on the screen controls the terminal."""
    found = UNSAFE.search(picture(pilot).replace("\n", ""))
    assert found is None

"""Views in the interface: only visible content, and no way out."""

from __future__ import annotations

import random
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession

from test_redaction import SECRET, workspace  # noqa: F401  # a fixture
from tui.driving import app_on, press, running, text
from tui.test_serve import read, said_of, serving, tabs_of
from zopa.cli.arguments import parser
from zopa.cli.interfaces import seen
from zopa_tui.screens.modals.base import Modal
from zopa_tui.ui.actions import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

HIDDEN = (SECRET, "right-to-strike")
LEAVING = {"quit", "tour", "welcome", "editor", "source", "problems.edit"}
"""Actions that end the view or need another program; they have separate tests."""


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@contextmanager
def view(root: Path, viewer: str = "public") -> Iterator[Path]:
    """The folder for the interface under a view."""
    options = parser(["tui"]).parse_args(
        ["-C", str(root), "tui", "compromise", "--view", viewer]
    )
    with seen(options) as (found, scenario):
        assert scenario == found.root / "scenarios" / "compromise.yaml"
        yield found.root


def contents(root: Path) -> dict[str, bytes]:
    """Every file, by its path."""
    return {str(x.relative_to(root)): x.read_bytes() for x in root.rglob("*") if x.is_file()}


def test_the_copy_has_nothing_of_what_is_hidden(workspace: Path) -> None:  # noqa: F811
    """Neither in a file nor in the name of one; and it is gone afterwards."""
    before = contents(workspace)
    with view(workspace) as root:
        assert not root.is_relative_to(workspace)
        copied = contents(root)
        assert not any(x in str(each) for each in copied.items() for x in HIDDEN)
        assert "terms/positions/secret.yaml" not in copied
    assert not root.exists()
    with view(workspace, "mediator") as root:
        assert SECRET in str(contents(root))
    assert contents(workspace) == before


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_no_keys_lead_out(workspace: Path, seed: int) -> None:  # noqa: F811
    """Palette, drafts, forms, undo and saving among them, in any order."""
    before, chance = contents(workspace), random.Random(seed)
    keys = [each.keys[0] for each in ACTIONS if each.id not in LEAVING]
    keys += ["enter", "escape", "tab", "space", *"xyzz"] * 4
    with view(workspace) as root:
        app = app_on(root, "compromise")
        async with running(app) as pilot:
            for _ in range(120):
                await pilot.press(chance.choice(keys))
                assert not any(each in text(app) for each in HIDDEN)
                assert app.is_running
                assert app.workspace.root == root
            await pilot.pause()
    assert contents(workspace) == before


@pytest.mark.slow
async def test_what_is_looked_for_is_not_there(workspace: Path) -> None:  # noqa: F811
    """In the palette, among the drafts, and under a name that leads out."""
    before = contents(workspace)
    (workspace / "scenarios" / "theirs.yaml").write_text(
        f"title: {SECRET}\nvisibility: [mediator]\nchoices: {{}}\n", "utf-8"
    )
    with view(workspace) as root:
        app = app_on(root, "compromise")
        async with running(app, (120, 40)) as pilot:
            await press(pilot, "ctrl+p", *"strike", "down")
            assert not any(each in text(app) for each in HIDDEN)
            await press(pilot, "escape", "escape", "O")
            assert SECRET not in text(app)
            assert "theirs" not in text(app)
            await press(
                pilot, "escape", "space", "S", "end", "ctrl+u", *"../../theirs", "enter"
            )
            while isinstance(app.screen, Modal):
                await press(pilot, "escape")
            assert {Path(each).parts[0] for each in contents(root)} <= {"terms", "scenarios"}
    (workspace / "scenarios" / "theirs.yaml").unlink()
    assert contents(workspace) == before
    assert {x.name for x in workspace.parent.iterdir()} <= {workspace.name, "state"}


async def test_an_editor_opens_the_copy(
    workspace: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So what it shows has nothing hidden either."""
    opened = tmp_path / "opened"
    editor = tmp_path / "editor"
    editor.write_text(f'#!/bin/sh\necho "$@" >> {opened}\n', "utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    with view(workspace) as root:
        app = app_on(root, "compromise")
        async with running(app) as pilot:
            await press(pilot, "E")
        if opened.exists():
            assert str(root) in opened.read_text("utf-8")
            assert str(workspace) not in opened.read_text("utf-8")


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
async def test_an_address_with_other_words_leads_to_the_same_view(workspace: Path) -> None:  # noqa: F811
    """What the page asks for has no part in which files its tab knows."""
    others = "&".join(
        f"{name}={value}"
        for name in ("view", "scenario", "root", "workspace", "write")
        for value in ("mediator", "company-paper", str(workspace), "true")
    )
    async with (
        serving("compromise", "--view", "public", at=workspace) as (server, address),
        ClientSession() as client,
    ):
        base, _, token = address.partition("?")
        origin = {"Origin": base.rstrip("/")}
        socket = f"{base}ws?width=100&height=30&{others}&{token}"
        async with client.ws_connect(socket, headers=origin) as tab:
            await read(tab, "view of public")
            (process,) = tabs_of(server.pid)
            said = said_of(process, "cmdline")
            assert "zopa-view-" in said
            assert str(workspace) not in said
            assert '"write": false' in said
        assert server.returncode is None

"""Drive the complete interface on a test corpus by keys."""

from __future__ import annotations

import math
import shutil
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from zopa.workspace import load
from zopa_tui.app.app import ZopaApp
from zopa_tui.session.open import Locations, Start, begin, open_scenario
from zopa_tui.views.text import clean

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from zopa.workspace import Workspace
    from zopa_tui.app.settings import Settings

ROOT = Path(__file__).parents[2]
NARROW, WIDE = (80, 24), (140, 45)
TOLD: WeakKeyDictionary[ZopaApp, list[str]] = WeakKeyDictionary()
"""Messages of each application."""


def sample(folder: Path) -> Path:
    """A writable copy of the shipped corpus."""
    for name in ("terms", "scenarios"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@cache
def _here() -> Workspace:
    """The shipped corpus, read once; no test writes to it."""
    return load(ROOT)


def _begin_here(path: Path | None, *, read_only: bool) -> Start:
    workspace = _here()
    session = open_scenario(workspace, path, read_only=read_only)
    assert not isinstance(session, str), session
    return Start(workspace, session, Locations(workspace), sample=False)


def app_on(
    root: Path = ROOT,
    scenario: str | None = None,
    *,
    read_only: bool = False,
    ascii_only: bool = False,
    theme: str | None = None,
    own: Settings | None = None,
) -> ZopaApp:
    """The application with a scenario of `scenarios/` loaded."""
    path = None if scenario is None else root / "scenarios" / f"{scenario}.yaml"
    if root == ROOT:
        start = _begin_here(path, read_only=read_only)
    else:
        start = begin(root, path, read_only=read_only)
    assert not start.why, start.why
    # A slow machine does not change what is shown at once.
    start.session.engine.patience = math.inf
    return ZopaApp(
        root,
        path,
        start=start,
        ascii_only=ascii_only,
        theme=theme,
        own=own,
        read_only=read_only,
    )


@asynccontextmanager
async def running(app: ZopaApp, size: tuple[int, int] = NARROW) -> AsyncIterator[Pilot[int]]:
    """The running application, after its first work is done."""
    notify = app.notify
    told = TOLD[app] = list[str]()

    def noted(message: str, **options: Any) -> None:
        told.append(clean(message))
        notify(message, **options)

    app.notify = noted  # type: ignore[method-assign]  # they go from the screen after a while
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[int]) -> None:
    """Wait until no work is running, now and a moment ago."""
    quiet = 0
    while quiet < 2:
        await pilot.pause()
        busy = len(pilot.app.workers) or getattr(pilot.app, "typing", False)
        quiet = 0 if busy else quiet + 1
        await pilot.app.workers.wait_for_complete()


async def rest(pilot: Pilot[int]) -> None:
    """Wait also for what the screen does when the keys have come to rest."""
    await settle(pilot)
    while any(
        each._repeat == 0 and each._task is not None and not each._task.done()
        for each in pilot.app.screen._timers
    ):
        await pilot.pause(0.02)
        await settle(pilot)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, and wait for their effects."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def text(app: ZopaApp) -> str:
    """The text of the screen."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def said(app: ZopaApp) -> list[str]:
    """All messages so far, newest last."""
    return TOLD[app]

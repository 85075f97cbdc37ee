"""Terminals without colours, or with ASCII only, are sufficient."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest

from tui.driving import NARROW, WIDE, app_on, press, running, settle, text
from tui.host import CASES
from zopa_tui.app.app import ZopaApp
from zopa_tui.screens.modals import lists
from zopa_tui.session.autosave import Recovery
from zopa_tui.views.positions import Target

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from rich.segment import Segment
    from textual.pilot import Pilot


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus with ASCII texts only."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    work = tmp_path / "work"
    shutil.copytree(CASES / "harbour", work)
    assert all(x.read_text("utf-8").isascii() for x in work.rglob("*.yaml"))
    return work


def segments(app: ZopaApp) -> list[Segment]:
    """All drawn segments."""
    strips = app.screen._compositor.render_strips()
    return [segment for strip in strips for segment in strip]


async def tour(pilot: Pilot[int], app: ZopaApp, root: Path) -> AsyncIterator[str]:
    """Every screen, its panes and every modal in turn; yields the name of each."""
    for key, more in (
        ("1", ("J", "w", "tab", "tab", "w", "slash", "x", "escape", "z", "escape")),
        ("2", ("down", "right", "T", "t", "A", "slash", "z")),
        ("3", ("down", "tab", "down", "f", "down", "slash", "z")),
        ("4", ("plus", "f", "down", "end")),
        ("5", ("left_curly_bracket", "down", "tab", "down")),
        ("6", ("down",)),
    ):
        await press(pilot, key)
        yield f"screen {key}"
        for each in more:
            await press(pilot, each)
            yield f"screen {key} after {each}"
        await press(pilot, "escape")
    await press(pilot, "1")
    plain = (key for key, picks in app.session.draft.choices.items() if not any(picks.values()))
    app.session.clear(next(plain))
    modals: dict[str, tuple[str, ...]] = {
        "help": ("question_mark",),
        "history": ("H",),
        "differences": ("d",),
        "copy": ("y",),
        "export": ("X",),
        "add": ("a",),
        "form": ("e",),
        "form with more": ("tab", "a", "tab", "tab", "tab", "d"),
        "repair": ("r",),
        "save as": ("S",),
        "open": ("O",),
        "what one does with a draft": ("O", "tab"),
        "scenario": ("i",),
        "answer": ("0",),
        "dates": ("M",),
        "completed": ("D",),
        "coalitions": ("P",),
        "robustness": ("B",),
        "marks": ("m", "a", "apostrophe"),
        "quit": ("q",),
        "commands": ("ctrl+p", "s"),
    }
    for name, keys in modals.items():
        await press(pilot, *keys)
        yield name
        await press(pilot, "escape", "escape")
    draft = app.session.draft
    issue, term = next(
        (str(issue.id), str(term))
        for issue in app.session.corpus.issues.values()
        for term in issue.terms
        if issue.terms[term].parameters and term in draft.picks(str(issue.id))
    )
    app.links.reveal(Target.term(issue, term))
    await settle(pilot)
    await press(pilot, "p")
    yield "parameter"
    await press(pilot, "escape")
    app.links.waive(next(iter(app.session.corpus.positions)))
    await settle(pilot)
    yield "waive"
    await press(pilot, "escape")
    file = app.session.file.path
    assert file is not None
    file.write_text(file.read_text("utf-8") + "# theirs\n", "utf-8")
    await press(pilot, "ctrl+s")
    yield "conflict"
    await press(pilot, "escape")
    rules = root / "terms" / "rules.yaml"
    rules.write_text("rules: 1\n", "utf-8")
    await press(pilot, "R")
    yield "errors"
    await pilot.resize_terminal(40, 10)
    await settle(pilot)
    yield "too small"


async def walk(root: Path, size: tuple[int, int], hold: Callable[[ZopaApp, str], None]) -> None:
    """Check every screen and modal with `hold`."""
    app = app_on(root, "compromise", ascii_only=True)
    async with running(app, size) as pilot:
        async for shown in tour(pilot, app, root):
            assert app.is_running, shown
            hold(app, shown)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_every_cell_is_ascii(root: Path, size: tuple[int, int]) -> None:
    """Borders, signs, scrollbars, messages: everything that is not the corpus's."""

    def hold(app: ZopaApp, shown: str) -> None:
        strange = {each for each in text(app) if not each.isascii()}
        assert not strange, (shown, strange, text(app))

    await walk(root, size, hold)


async def test_without_colour_there_is_none(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even grey; what stands out does so by bold, reverse or a sign."""
    monkeypatch.setenv("NO_COLOR", "1")

    def hold(app: ZopaApp, shown: str) -> None:
        assert app.no_color
        drawn = segments(app)
        coloured = [
            each for each in drawn if each.style and (each.style.color or each.style.bgcolor)
        ]
        assert not coloured, (shown, coloured[:3])
        bold = any(each.style and (each.style.bold or each.style.reverse) for each in drawn)
        assert bold or shown == "too small", shown
        # The pane in hand has a reversed title, the cursor its line, a field its letter.
        reverse = any(each.style and each.style.reverse for each in drawn)
        assert reverse or app.screen.focused is None, shown

    await walk(root, NARROW, hold)


async def test_recovery_and_welcome_are_ascii(root: Path) -> None:
    """What is asked before anything is done."""
    app = app_on(root, None, ascii_only=True)
    async with running(app) as pilot:
        assert "Welcome to zopa" in text(app)
        assert text(app).isascii()
        labels = tuple(f"step {n}" for n in range(9))
        file = root / "scenarios" / "compromise.yaml"
        now = dt.datetime(2031, 5, 20, tzinfo=dt.UTC)
        found = Recovery(root / "kept.yaml", file, "", 1, now, labels, app.session.draft)
        app.push_screen(lists.recover(found))
        await settle(pilot)
        assert "Unsaved work found" in text(app)
        assert text(app).isascii()


async def test_their_texts_stay_as_they_are(root: Path) -> None:
    """Only our own signs change with the terminal."""
    file = root / "scenarios" / "compromise.yaml"
    said = file.read_text("utf-8")
    title = "Caf\u00e9\u2026 \u00d7 \u2192 \u00b6"
    before = said.split("title: ")[1].split("\n")[0]
    file.write_text(said.replace(f"title: {before}", f"title: {title}"), "utf-8")
    app = ZopaApp(root, file, ascii_only=True)
    async with running(app, WIDE) as pilot:
        await press(pilot, "2", "home")
        assert title in text(app)

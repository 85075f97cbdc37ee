"""The tree of terms with a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.driving import ROOT, WIDE, app_on, press, running, settle, text
from zopa_tui.views.positions import Target
from zopa_tui.widgets.term_tree import TermTree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


async def test_a_click_puts_the_cursor_there() -> None:
    """On the words; on the sign before them it folds and leaves the cursor alone."""
    app = app_on(scenario="alaska-exchange")
    async with running(app, WIDE) as pilot:
        tree = app.screen.query_one(TermTree)
        lines = text(app).splitlines()
        row = next(n for n, line in enumerate(lines) if "▸ Kherson" in line)
        words, sign = lines[row].index("Kherson"), lines[row].index("▸")

        await pilot.click(offset=(sign, row))
        await settle(pilot)
        assert tree.target is not None
        assert tree.target.id == "donbas"
        assert "▾ What becomes of Kherson?" in text(app)

        await pilot.click(offset=(words, row))
        await settle(pilot)
        assert tree.target.id == "kherson"
        assert "Why · What becomes of Kherson?" in text(app)


async def test_a_click_inspects_and_the_next_one_chooses() -> None:
    """Nothing is chosen by pointing at it; a run of clicks chooses once."""
    app = app_on(scenario="alaska-exchange")
    async with running(app, WIDE) as pilot:
        app.links.reveal(Target("issue", "leaders-meeting-timing"))
        await settle(pilot)
        lines = text(app).splitlines()
        row = next(n for n, line in enumerate(lines) if "○ " in line)
        words = lines[row].index("○") + 3
        before = app.session.draft

        await pilot.click(offset=(words, row))
        await settle(pilot)
        target = app.screen.query_one(TermTree).target
        assert target is not None
        assert target.kind == "term"
        assert app.session.draft == before

        await pilot.click(offset=(words, row), times=3)
        await settle(pilot)
        assert target.parts[1] in app.session.draft.picks(target.parts[0])


async def test_the_next_open_issue_can_be_decided() -> None:
    """An issue that does not arise is no decision: rules exclude all of its terms."""
    app = app_on(ROOT, "front-line-freeze")
    async with running(app) as pilot:
        tree = app.screen.query_one(TermTree)
        marks = {(each.issue, each.term): each for each in app.session.snapshot.marks.marks}  # type: ignore[union-attr]  # it waits for them
        seen = []
        for _ in app.session.corpus.issues:
            await press(pilot, "J")
            assert tree.target is not None
            issue = tree.target.issue
            assert issue not in app.session.draft.choices
            terms = [marks[issue, str(each)] for each in app.session.corpus.issues[issue].terms]
            assert any(each.by != "rules" for each in terms), issue
            seen.append(issue)
        assert "territorial-legal-form" not in seen

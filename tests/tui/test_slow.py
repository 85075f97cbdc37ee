"""Slow checks: keys do not wait for verdicts, and the state is shown meanwhile."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tui.driving import app_on, press, rest, running, settle, text
from tui.host import CASES
from zopa.questions.check import Checked, check
from zopa.questions.options import options
from zopa_tui.screens import matrix
from zopa_tui.screens.compose import ComposeScreen
from zopa_tui.screens.matrix import MatrixScreen
from zopa_tui.session.engine import DraftEngine, Pending
from zopa_tui.session.open import begin
from zopa_tui.views.compare import judge
from zopa_tui.widgets.effects import PositionList
from zopa_tui.widgets.term_tree import TermTree

if TYPE_CHECKING:
    from pathlib import Path

    from zopa_tui.session.session import Session


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace where no draft is checked while a key waits."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copytree(CASES / "harbour", tmp_path / "work")
    return tmp_path / "work"


def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the immediate check fail from now on."""
    monkeypatch.setattr(DraftEngine, "check_quickly", lambda *_: None)


def judged(session: Session) -> Checked:
    """The answer of the engine on the draft."""
    of = session.snapshot.verdicts
    with session.engine.alone() as space:
        return check(space, of.scenario, of.context)


async def test_verdicts_come_when_they_are_found(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then marks are looked for; an older draft's verdicts are never shown."""
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        session = app.session
        slow(monkeypatch)
        session.silence("pay")
        assert not session.snapshot.judged
        assert session.snapshot.verdicts.verdicts == ()
        assert isinstance(session.snapshot.marks, Pending)
        lines = app.screen.query_one(PositionList).lines
        assert [line.text for line in lines] == ["Judging the draft…"]
        await settle(pilot)
        assert session.snapshot.judged
        assert session.snapshot.verdicts == judged(session)
        assert not isinstance(session.snapshot.marks, Pending)
        assert "judging" not in text(app)


async def test_deals_are_counted_anew_where_marks_come_late(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts of the draft before are marked as such until then, and do not stay."""
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        screen = app.screen
        assert isinstance(screen, ComposeScreen)
        screen.action_count()
        await settle(pilot)
        before = app.session.snapshot.left
        assert before
        slow(monkeypatch)
        uncounted = list[bool]()
        app.session.subscribe(lambda *_: uncounted.append(app.session.snapshot.uncounted))
        app.session.clear("pay")
        app.session.clear("cost-split")
        assert app.session.snapshot.left is None
        await rest(pilot)
        assert True in uncounted
        now = app.session.snapshot
        of = now.verdicts
        with app.session.engine.alone() as space:
            expected = options(space, of.scenario, of.context, count=True).left
        assert now.left == expected != before
        assert screen.query_one(TermTree)._left is now.left


async def test_every_screen_stands_a_draft_that_is_not_judged(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What depends on verdicts waits for them."""
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        slow(monkeypatch)
        monkeypatch.setattr(app.jobs, "start", lambda *_, **__: None)
        app.session.silence("pay")
        for key in "123456":
            await press(pilot, key)
            assert not app.session.snapshot.judged
            assert app.is_running
        assert app.session.undo() is not None
        await press(pilot, "2")
        assert isinstance(app.screen, MatrixScreen)
        assert app.screen.columns[0].checked is None


def test_older_verdicts_are_dropped(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They belong to the revision that they were asked for."""
    session = begin(root, root / "scenarios" / "compromise.yaml").session
    slow(monkeypatch)
    session.silence("pay")
    found, revision = judged(session), session.snapshot.revision
    session.clear("pay")

    assert not session.learn_verdicts(revision, found, 9)
    assert session.learn_verdicts(session.snapshot.revision, judged(session), 9)
    assert not session.learn_verdicts(session.snapshot.revision, found, 9)


async def test_other_drafts_are_judged_once(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of the draft changes its own column; supposing alike changes all."""
    asked: list[str] = []

    def noted(*given: object) -> object:
        asked.append(given[1].path)  # type: ignore[attr-defined]  # a draft
        return judge(*given)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(matrix, "judge", noted)
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        await press(pilot, "2")
        first = len(asked)
        assert first == len(app.workspace.scenarios)
        asked.clear()
        app.session.silence("pay")
        await settle(pilot)
        assert len(asked) == 2
        asked.clear()
        await press(pilot, "comma")
        assert len(asked) == 1
        asked.clear()
        await press(pilot, "A")
        assert len(asked) == first + 1
        asked.clear()
        await press(pilot, "comma")
        assert len(asked) == first + 1


def test_a_key_waits_again_when_judging_is_quick_again(root: Path) -> None:
    """One slow moment of the machine is not held against it."""
    session = begin(root, root / "scenarios" / "compromise.yaml").session
    session.engine.patience = 1.0
    session.engine.judged_in(9)
    session.silence("pay")
    assert not session.snapshot.judged
    session.learn_verdicts(session.snapshot.revision, judged(session), 0.01)
    session.clear("pay")
    assert session.snapshot.judged


async def test_a_draft_is_opened_before_it_is_judged(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long that takes; the verdicts come when they are found."""
    slow(monkeypatch)
    monkeypatch.setattr("zopa_tui.session.engine.OPENING", 0.0)
    assert not begin(root, root / "scenarios" / "compromise.yaml").session.snapshot.judged

    app = app_on(root, "compromise")
    async with running(app) as pilot:
        await settle(pilot)
        assert app.session.snapshot.judged
        assert app.session.snapshot.verdicts == judged(app.session)

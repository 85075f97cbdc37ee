"""Completions of the draft, locked issues, and repairs of conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.driving import ROOT, app_on, press, running, said, text
from zopa.model.context import context_of
from zopa.questions import Question
from zopa.questions.check import check
from zopa.solving import Stop
from zopa_tui.screens.compose import ComposeScreen
from zopa_tui.screens.modals.repair import CompleteModal, RepairModal
from zopa_tui.session import draft as moves
from zopa_tui.session.repairing import complete, resolve
from zopa_tui.views.positions import Target

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zopa.questions.repair import Repair
    from zopa_tui.app.app import ZopaApp
    from zopa_tui.session.session import Session


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def of(name: str) -> Session:
    """A session on a draft of the shipped corpus."""
    return app_on(ROOT, name)._start.session  # type: ignore[union-attr]  # it was given one


def repairs(app: ZopaApp) -> Sequence[Repair]:
    """The offered repairs."""
    assert isinstance(app.screen, RepairModal)
    return app.screen.ways.ways


@pytest.mark.parametrize("name", ["alaska-exchange", "russian-lines-waived"])
def test_each_finishes_the_draft_and_crosses_only_what_it_says(name: str) -> None:
    """As `zopa check` judges it; without positions to leave out each is a deal."""
    session = of(name)
    found = complete(session, Stop())
    left_out = set(found.aside)

    assert 1 < len(found.ways) <= 10
    assert len({moves.exactly(each.draft.choices) for each in found.ways}) == len(found.ways)
    for way in found.ways:
        for issue, picks in session.draft.choices.items():
            assert way.draft.picks(issue).keys() == picks.keys()
        assert set(way.draft.choices) == set(map(str, session.corpus.issues))
        asked = session.engine.asked(way.draft, session.file.scenario)
        with session.engine.alone() as space:
            checked = check(space, *asked)
        assert checked.coherent
        crossed = {each.held.id for each in checked.crossed()}
        assert crossed <= left_out
        assert not any(each.verdict == "open" for each in checked.verdicts)
        costs = {each for names in way.crossed.values() for each in names}
        assert crossed == costs & {each.held.id for each in checked.verdicts}
    totals = [sum(map(len, each.crossed.values())) for each in found.ways]
    assert totals == sorted(totals)


def test_what_resolves_a_conflict_lets_its_positions_hold() -> None:
    """With the changes there is an agreement that respects them together, before none."""
    session = of("front-line-freeze")
    verdicts = session.snapshot.verdicts
    asked = verdicts.scenario, verdicts.context
    resolved = 0
    for each in verdicts.crossed():
        found = resolve(session, asked, [each.held.id], Stop())
        with session.engine.alone() as space:
            before = Question(space, *asked)
            assert not before.possible(before.respecting([each.held.id]))
            for way in found.repairs:
                then = moves.repaired(session.draft, way)
                scenario = then.scenario(session.file.scenario)
                after = Question(space, scenario, context_of(session.corpus, scenario))
                assert after.possible(after.respecting([each.held.id]))
                resolved += 1
    assert resolved


@pytest.mark.slow
async def test_one_walks_through_and_takes_one_over() -> None:
    """In one step, which can be undone."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        before = app.session.draft
        await press(pilot, "D")
        assert isinstance(app.screen, CompleteModal)
        assert "looking for agreements" not in text(app)
        first = text(app)
        await press(pilot, "down")
        assert text(app) != first
        await press(pilot, "enter")
        assert len(app.session.draft.choices) == 48
        await press(pilot, "u")
        assert app.session.draft == before


async def test_a_locked_issue_is_kept_by_repairs() -> None:
    """The tree says so, and so does the repair."""
    app = app_on(ROOT, "front-line-freeze")
    async with running(app, (100, 30)) as pilot:
        assert isinstance(app.screen, ComposeScreen)
        app.screen.reveal(Target("issue", "donbas"))
        await press(pilot, "L")
        assert "[locked]" in text(app)
        assert "is kept by every repair" in said(app)[-1]
        await press(pilot, "r")
        assert "Kept fixed: Donbas" in text(app)
        found = repairs(app)
        assert all(change.issue != "donbas" for way in found for change in way.changes)
        await press(pilot, "escape", "L")
        assert "[locked]" not in text(app)

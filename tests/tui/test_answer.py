"""The answer: always visible, names the positions left out, leads to its causes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from tui.driving import ROOT, WIDE, app_on, press, running, said, settle, text
from zopa.questions.check import check
from zopa.solving import Stop
from zopa_tui.screens.compose import ComposeScreen
from zopa_tui.session import draft as moves
from zopa_tui.session.engine import Pending
from zopa_tui.ui.actions import Screen
from zopa_tui.views.positions import Target
from zopa_tui.views.status import answer_lines
from zopa_tui.views.text import UNICODE_SIGNS, width_of
from zopa_tui.widgets.effects import PositionList
from zopa_tui.widgets.line_list import WhyPane
from zopa_tui.widgets.term_tree import TermTree

if TYPE_CHECKING:
    from pathlib import Path

    from zopa_tui.app.app import ZopaApp
    from zopa_tui.session.session import Session


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def of(name: str) -> Session:
    """A session on a draft of the shipped corpus."""
    return app_on(ROOT, name)._start.session  # type: ignore[union-attr]  # it was given one


def standing_on(app: ZopaApp) -> Target | None:
    """The item under the cursor of Compose."""
    assert isinstance(app.screen, ComposeScreen)
    return app.screen.query_one(TermTree).target


def pane(app: ZopaApp) -> str | None:
    """Id of the focused pane."""
    return None if app.focused is None else app.focused.id


def shown(app: ZopaApp) -> str:
    """Name of the visible screen."""
    return str(app.mode)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["alaska-exchange", "front-line-freeze", "all-silent", "russian-lines-waived"]
)
def test_what_a_term_would_cross_is_what_check_says_of_the_draft_with_it(name: str) -> None:
    """Of every term that the draft does not choose, however the draft chooses others."""
    session = of(name)
    snapshot, base = session.snapshot, session.file.scenario
    found = session.find_crossed_with(snapshot, session.corpus.issues, math.inf, Stop())

    assert set(found) == {
        (str(issue.id), str(term))
        for issue in session.corpus.issues.values()
        for term in issue.terms
        if term not in snapshot.draft.picks(str(issue.id))
    }
    for (issue, term), crossed in found.items():
        then = moves.with_term(snapshot.draft, session.corpus.issues[issue], term)
        with session.engine.alone() as space:
            expected = check(space, *session.engine.asked(then, base))
        assert crossed == (len(expected.crossed()) if expected.coherent else None)


def test_what_terms_would_cross_belongs_to_one_draft() -> None:
    """An answer for an older draft is dropped, and a change forgets what was found."""
    session = of("alaska-exchange")
    session.learn_crossed_with(0, {("crimea", "unaddressed"): 1})
    assert session.snapshot.crossed_with
    session.silence("crimea")

    assert not session.snapshot.crossed_with
    assert not session.learn_crossed_with(0, {("crimea", "unaddressed"): 1})


@pytest.mark.slow
async def test_each_term_says_what_choosing_it_would_change() -> None:
    """From the number of positions crossed now to that with it."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, WIDE) as pilot:
        screen = app.screen
        assert isinstance(screen, ComposeScreen)
        screen._ask_crossed(app.session.snapshot.revision)
        await settle(pilot)
        screen.reveal(Target.term("territorial-legal-form", "sovereignty-cession"))
        await settle(pilot)

        assert "crossed 1 → 3" in text(app)
        assert "1 deal" not in text(app)

        await press(pilot, "c")
        assert "positions left out" in text(app)
        assert "no deal" in text(app)


@pytest.mark.slow
@pytest.mark.parametrize("screen", Screen)
async def test_the_answer_stands_on_every_screen(screen: Screen) -> None:
    """And `0` lists what is behind it."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, str(list(Screen).index(screen) + 1))
        assert "No deal: 1 crossed, 4 more left out" in text(app)

        await press(pilot, "0")
        assert "Crossed by the draft's choices (1)" in text(app)
        assert "In conflict with each other, so left out (4)" in text(app)


async def test_what_is_left_out_is_what_the_command_leaves_out() -> None:
    """The numbers of the answer are those of `zopa options`."""
    app = app_on(ROOT, "front-line-freeze")
    async with running(app) as pilot:
        await settle(pilot)
        marks = app.session.snapshot.marks
        assert not isinstance(marks, Pending)
        crossed, contended = len(marks.crossed), len(marks.contended)

        assert f"No deal: {crossed} crossed, {contended} more left out" in text(app)


@pytest.mark.slow
async def test_from_a_verdict_to_the_choice_and_back() -> None:
    """Enter on a position asks which of several causes; ctrl+o comes back to it."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        positions = app.screen.query_one(PositionList)
        positions.focus()
        await press(pilot, "enter")
        assert "reason 1" in text(app)
        assert "reason 2" in text(app)
        await press(pilot, "enter")
        assert standing_on(app) == Target.term("donbas", "full-cession")

        await press(pilot, "ctrl+o")
        assert pane(app) == "positions"
        await press(pilot, "right_square_bracket")
        assert pane(app) == "terms"


@pytest.mark.slow
async def test_from_a_reason_to_what_it_speaks_of() -> None:
    """Enter on a line of the reason goes to the position, or to the statement in Sources."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        assert isinstance(app.screen, ComposeScreen)
        app.screen.reveal(Target("position", "ukraine/rules-out-all-of-donbas"))
        await settle(pilot)
        why = app.screen.query_one(WhyPane)
        why.focus()
        at = next(
            number
            for number, each in enumerate(why.page)
            if each.goes is not None and each.goes[0] == "statement"
        )
        why.go(at)
        await press(pilot, "enter")
        assert shown(app) == "sources"

        await press(pilot, "left_square_bracket")
        assert shown(app) == "compose"
        assert pane(app) == "why"


@pytest.mark.slow
async def test_marks_are_places_with_a_letter() -> None:
    """From any screen one goes back to them; without one it is said."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "apostrophe")
        assert "no place is marked: m marks one" in said(app)
        assert isinstance(app.screen, ComposeScreen)
        app.screen.reveal(Target("issue", "crimea"))
        await settle(pilot)
        await press(pilot, "m", "a", "g", "3", "apostrophe")
        assert "issue crimea" in text(app)
        await press(pilot, "a")

        assert app.mode is Screen.COMPOSE
        assert standing_on(app) == Target("issue", "crimea")


async def test_behind_a_deal_stand_the_positions_that_it_respects() -> None:
    """The list is never empty, and leads on from each of them."""
    app = app_on(ROOT / "examples" / "wage-round", "compromise")
    async with running(app) as pilot:
        await press(pilot, "0")
        count = len(app.session.snapshot.verdicts.verdicts)
        assert f"Every agreement from this draft respects all {count} positions." in text(app)
        assert f"Respected ({count})" in text(app)
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, ComposeScreen)


@pytest.mark.parametrize("name", ["alaska-exchange", "front-line-freeze", "all-silent"])
def test_the_list_behind_the_answer_has_each_position_once_with_all_causes(name: str) -> None:
    """A position that is left out stands there, and not again among the open ones."""
    session = of(name)
    snapshot = session.snapshot
    lines = list(answer_lines(session.corpus, snapshot, 100, UNICODE_SIGNS))
    heads = [str(each.key) for each in lines if each.key and each.text.startswith("  ")
             and not each.text.startswith("    ")]  # fmt: skip
    assert len(heads) == len(set(heads))
    open_ = {each.held.id for each in snapshot.verdicts.verdicts if each.verdict == "open"}
    crossed = {each.held.id for each in snapshot.verdicts.crossed()}
    assert {*heads} == open_ | crossed | {*snapshot.left_out}

    for each in snapshot.verdicts.crossed():
        causes = [line.text for line in lines if line.key == each.held.id]
        joints = [text.split()[0] for text in causes if text.startswith("      ")]
        assert joints.count("because") == 1
        assert joints.count("or") == max(0, len(each.causes) - 1)

    narrow = answer_lines(session.corpus, snapshot, 34, UNICODE_SIGNS)
    assert all(width_of(line.text) <= 34 for line in narrow)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
@pytest.mark.parametrize("screen", [Screen.COMPOSE, Screen.MATRIX, Screen.DEALS])
async def test_enter_on_the_answer_lists_its_grounds(
    screen: Screen, size: tuple[int, int]
) -> None:
    """The line is a stop of tab, and says which key lists them from elsewhere."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, size) as pilot:
        assert "0 lists them" in text(app)
        await press(pilot, str([*Screen].index(screen) + 1))
        first = app.focused
        while pane(app) != "standing":
            await press(pilot, "tab")
            assert app.focused is not first
        assert "enter lists them" in text(app)
        await press(pilot, "enter")
        assert "Crossed by the draft's choices (1)" in text(app)
        await press(pilot, "escape", "tab")
        assert app.focused is first


async def test_what_is_waived_is_said_at_80_columns() -> None:
    """The day gives way to it."""
    app = app_on(ROOT, "front-line-freeze")
    async with running(app) as pilot:
        corpus, session = app.session.corpus, app.session
        held = session.snapshot.verdicts.verdicts[0].held.id
        assert session.waive(held, "a trial", corpus.as_of.replace(year=2030)) is None
        await settle(pilot)
        line = text(app).splitlines()[-2]
        assert "1 waived" in line
        assert "2025-08-18 " in line
        assert "I keeps view" in line

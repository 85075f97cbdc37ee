"""Sources screen: statements by date, and the dates that change the answer."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from tui.host import CASES, TURNS, Host, hostile, over, picture, safe, settle, text_of
from zopa.model.context import context_of, held, on_day
from zopa.questions.sweep import sweep
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import load
from zopa_tui.screens.sources import SourcesScreen
from zopa_tui.ui import messages
from zopa_tui.views.sources import (
    ALL,
    by_party,
    counting_on,
    day_of,
    days_of,
    next_change,
    span_of,
    what_changes,
)
from zopa_tui.views.text import UNICODE_SIGNS
from zopa_tui.widgets.lists import StatementList, Timeline


def test_each_statement_is_counted_once() -> None:
    """On the day by which it was certainly said, for the party of its speaker."""
    corpus = load(CASES / "harbour").corpus
    counts = by_party(corpus)
    total = sum(x.said + x.by for days in counts.values() for x in days.values())
    exact = sum(x.said for days in counts.values() for x in days.values())
    every = [each for each in corpus.statements.values() if day_of(each)]
    assert total == len(every)
    assert exact == sum(each.said.earliest == each.said.latest for each in every)


def test_days_with_changes_are_those_on_which_the_answer_differs() -> None:
    """And jumping goes through every day on which positions begin or end."""
    workspace = load(CASES / "harbour")
    scenario = workspace.scenarios["compromise"]
    space = Space(Problem(workspace.corpus))
    days = sweep(space, scenario, context_of(workspace.corpus, scenario)).days
    changes = days_of(days)
    for before, now in itertools.pairwise(days):
        differs = (before.crossed, before.deal) != (now.crossed, now.deal)
        assert (now.day in changes) == differs
    context = context_of(workspace.corpus, scenario, as_of=dt.date.min)
    walked = []
    while found := next_change(workspace.corpus, context, 1):
        walked.append(found)
        context = on_day(context, found)
    assert walked == [each.day for each in days]
    assert next_change(workspace.corpus, context, -1) == walked[-2]
    span = span_of(workspace.corpus, days, workspace.corpus.as_of)
    assert {each.day for each in days} <= set(span.days)
    for day in span.days:
        for line in what_changes(workspace.corpus, days, day, 80, UNICODE_SIGNS):
            assert len(line.text) <= 80


@pytest.mark.parametrize("case", ["harbour", "readings"])
def test_a_party_counts_while_one_of_its_positions_does(case: str) -> None:
    """The bars of the timeline: on each day what the engine says is held."""
    workspace = load(CASES / case)
    corpus = workspace.corpus
    scenario = next(iter(workspace.scenarios.values()))
    context = context_of(corpus, scenario)
    days = sweep(Space(Problem(corpus)), scenario, context).days
    found = counting_on(corpus, days)
    for day in span_of(corpus, days, corpus.as_of).days:
        now = [parties for start, parties in found.items() if start <= day]
        counts = {
            str(party)
            for each in held(corpus, on_day(context, day))
            for party in each.position.holders
        }
        assert (now[-1] if now else frozenset()) == counts


@pytest.mark.slow
async def test_the_line_of_a_party_is_heavy_while_it_holds_something() -> None:
    """And thin before."""
    app, screen = await shown("harbour", "compromise")
    async with app.run_test(size=(140, 45)) as pilot:
        await settle(pilot)
        timeline = screen.query_one(Timeline)
        assert screen.swept is not None
        found = counting_on(screen.session.corpus, screen.swept.days)
        parties = [line for line in timeline.lines if isinstance(line.key, str) and line.key]
        assert len(parties) > 1
        for line in parties:
            ever = any(line.key in each for each in found.values())
            assert (UNICODE_SIGNS.force in line.text) <= ever
        assert any(UNICODE_SIGNS.force in line.text for line in parties)
        assert any(UNICODE_SIGNS.rule in line.text for line in parties)


async def shown(case: str, scenario: str) -> tuple[Host, SourcesScreen]:
    """The screen on a case."""
    workspace = load(CASES / case)
    screen = SourcesScreen(over(workspace, scenario), workspace)
    return Host(screen), screen


async def test_the_day_moves_by_days_and_by_changes_through_the_session() -> None:
    """So that it can be undone like everything else."""
    app, screen = await shown("harbour", "compromise")
    session = screen.session
    async with app.run_test(size=(140, 45)) as pilot:
        await settle(pilot)
        day = session.snapshot.verdicts.context.as_of
        await pilot.press("comma")
        assert session.snapshot.verdicts.context.as_of == day - dt.timedelta(days=1)
        await pilot.press("full_stop")
        assert session.snapshot.verdicts.context.as_of == day
        await pilot.press("left_curly_bracket")
        assert screen.swept is not None
        changes = [each.day for each in screen.swept.days if each.day < day]
        assert session.snapshot.verdicts.context.as_of == changes[-1]
        assert str(changes[-1]) in text_of(pilot, "#timeline")
        assert "This date:" in text_of(pilot, "#changes")
        assert not screen.query_one(Timeline).has_class("-stale")
        session.undo()
        assert session.snapshot.verdicts.context.as_of == day


async def test_enter_goes_to_the_day_of_the_statement() -> None:
    """And the pane beside tells everything about it."""
    app, screen = await shown("harbour", "compromise")
    async with app.run_test(size=(140, 45)) as pilot:
        await settle(pilot)
        pane = screen.query_one(StatementList)
        pane.go("secretary-on-deep-berths")
        await pilot.pause()
        text = text_of(pilot, "#source")
        for words in ("Radio Varn", "The Mooring", "reported by others", "union-bulletin ¶7"):
            assert words in text
        assert "2031-04-20" in text
        await pilot.press("enter")
        assert screen.session.snapshot.verdicts.context.as_of == dt.date(2031, 4, 20)
        await pilot.press("o")
        await pilot.pause()
        opened = [x for x in app.heard if isinstance(x, messages.OpenAsked)]
        assert opened[-1].statement == "secretary-on-deep-berths"


async def test_the_filter_narrows_and_escape_ends_it() -> None:
    """Letters of the text, the speaker or the source."""
    app, screen = await shown("harbour", "compromise")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        pane = screen.query_one(StatementList)
        every = len(pane.shown())
        await pilot.press("slash", *"radio")
        assert 0 < len(pane.shown()) < every
        await pilot.press(*"zzz")
        assert "No match: esc ends the filter." in text_of(pilot, "#statements")
        await pilot.press("escape")
        assert len(pane.shown()) == every
        assert app.screen.focused is pane


async def test_the_timeline_picks_a_party() -> None:
    """Its first line stands for everybody."""
    app, screen = await shown("harbour", "compromise")
    async with app.run_test(size=(140, 45)) as pilot:
        await settle(pilot)
        timeline, pane = screen.query_one(Timeline), screen.query_one(StatementList)
        every = len(pane.shown())
        timeline.focus()
        await pilot.press("down")
        await pilot.pause()
        assert timeline.key not in {ALL, None}
        assert 0 < len(pane.shown()) < every
        await pilot.press("up")
        await pilot.pause()
        assert len(pane.shown()) == every


async def test_a_change_of_choices_makes_the_days_stale_until_they_are_asked_again() -> None:
    """A change of the day alone does not."""
    app, screen = await shown("harbour", "compromise")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen.session.silence("pay")
        assert screen.query_one(Timeline).has_class("-stale")
        await settle(pilot)
        assert not screen.query_one(Timeline).has_class("-stale")
        assert screen.swept_at == 1


@pytest.mark.slow
@pytest.mark.parametrize(("size", "turn"), TURNS)
async def test_hostile_texts_are_only_shown(size: tuple[int, int], turn: int) -> None:
    """Whatever statements and notes say, nothing of it is obeyed."""
    workspace = hostile(load(CASES / "harbour"), turn)
    screen = SourcesScreen(over(workspace, "compromise"), workspace)
    app = Host(screen)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in ("down", "down", "tab", "end", "left_curly_bracket", "slash", "x"):
            await pilot.press(key)
            safe(pilot)
        assert picture(pilot)

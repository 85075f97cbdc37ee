"""Deals screen: existence and number of deals, conflicts and nearest deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.screen import Screen

from tui.host import CASES, TURNS, Host, hostile, over, picture, safe, settle, text_of
from zopa.model.context import context_of
from zopa.questions import NOTHING_CHOSEN, Completeness
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import conflicts
from zopa.questions.deals import deals
from zopa.questions.frontier import frontier
from zopa.solving import Stop
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import load
from zopa_tui.screens.deals import DealsScreen
from zopa_tui.session.questions import DealFindings, count, investigate
from zopa_tui.ui import messages
from zopa_tui.views.deals import ConflictRow, DealChange, axes
from zopa_tui.views.deals import picture as plot
from zopa_tui.views.text import UNICODE_SIGNS
from zopa_tui.widgets.deal_lists import ConflictList, FrontierPlot, WaysOut

if TYPE_CHECKING:
    from zopa.questions.deals import Deals

THREE = "no-zone-three-parties"


def findings(case: str, scenario: str, **how: bool) -> list[DealFindings]:
    """All findings of an investigation, in order."""
    workspace = load(CASES / case)
    drafted = workspace.scenarios[scenario]
    asked = drafted, context_of(workspace.corpus, drafted)
    space = Space(Problem(workspace.corpus))
    return list(investigate(space, asked, Stop(), revision=3, **how))


@pytest.mark.parametrize(
    ("case", "scenario"),
    [(THREE, "two-stops"), (THREE, "all-three"), ("harbour", "amount-open-in-april")],
)
def test_an_investigation_ends_with_what_each_question_answers(
    case: str, scenario: str
) -> None:
    """Step by step the same as asked at once."""
    workspace = load(CASES / case)
    drafted = workspace.scenarios[scenario]
    context = context_of(workspace.corpus, drafted)
    space = Space(Problem(workspace.corpus))

    last = findings(case, scenario)[-1]

    assert last.step == ""
    assert last.conflicts == conflicts(space, drafted, context).conflicts
    assert last.conflicts_are == Completeness.PROVED
    assert last.ledger == concessions(space, drafted, context, shifts=False)
    assert last.frontier is not None
    assert [x.costs for x in last.frontier.points] == [
        x.costs for x in frontier(space, drafted, context).points
    ]
    assert last.drafted is not None
    assert last.drafted.exists == deals(space, drafted, context, count=False).exists


def test_conflicts_only_grow_and_nothing_known_is_lost() -> None:
    """What was shown stays shown."""
    before: set[tuple[str, ...]] = set()
    for each in findings("harbour", "dockers-paper", from_nothing=True):
        assert before <= set(each.conflicts)
        before = set(each.conflicts)


def test_a_stopped_investigation_says_so() -> None:
    """What is not known is not claimed."""
    workspace = load(CASES / THREE)
    drafted = workspace.scenarios["two-stops"]
    stop = Stop()
    told: list[DealFindings] = []
    asked = drafted, context_of(workspace.corpus, drafted)
    for each in investigate(Space(Problem(workspace.corpus)), asked, stop, revision=0):
        told.append(each)
        stop.call()
    assert told[-1].stopped
    assert told[-1].conflicts_are != Completeness.PROVED
    assert told[-1].ledger is None


def test_counting_tells_both_counts() -> None:
    """With nothing chosen, and as drafted."""
    workspace = load(CASES / THREE)
    drafted = workspace.scenarios["suppose-the-coast-gives-in"]
    space, context = Space(Problem(workspace.corpus)), context_of(workspace.corpus, drafted)
    told: dict[str, Deals] = {}

    count(
        space, (drafted, context), Stop(), seconds=60, told=lambda n, d, _: told.update({n: d})
    )

    assert told["drafted"].count == deals(space, drafted, context).count
    assert told["nothing"].count == deals(space, NOTHING_CHOSEN, context).count


def test_the_picture_has_each_point_once() -> None:
    """Points on one spot are counted, none is lost."""
    last = findings(THREE, "all-three", from_nothing=True)[-1]
    assert last.frontier is not None
    workspace = load(CASES / THREE)
    for pair in axes(last.frontier):
        lines = list(plot(workspace.corpus, last.frontier, pair, (60, 12), UNICODE_SIGNS))
        text = "\n".join(line.text for line in lines)
        signs = [text[at + 1] for at, sign in enumerate(text) if sign in {"●", "○"}]
        assert sum(int(each) if each.isdigit() else 1 for each in signs) == len(
            last.frontier.points
        )


async def shown(case: str, scenario: str) -> tuple[Host, DealsScreen]:
    """The screen on a case."""
    workspace = load(CASES / case)
    screen = DealsScreen(over(workspace, scenario), workspace)
    return Host(screen), screen


async def test_the_answer_conflicts_and_ways_out_are_shown() -> None:
    """Three stops that cannot be paid for: one conflict, three who could give in."""
    app, screen = await shown(THREE, "all-three")
    async with app.run_test(size=(140, 45)) as pilot:
        await settle(pilot)
        assert screen.findings is not None
        assert "no deal" in text_of(pilot, "#answer")
        assert "A stop for the coast" in text_of(pilot, "#conflicts")
        assert "Concession sets" in text_of(pilot, "#ways")
        assert "Sufficient alone if dropped: " in text_of(pilot, "#ways")
        assert "done in" in picture(pilot)
        await pilot.press("c")
        await settle(pilot)
        assert screen.findings.drafted is not None
        assert screen.findings.drafted.coherent is not None


async def test_space_asks_for_a_waiver_and_enter_for_a_try() -> None:
    """The app hears what is wanted; the screen changes nothing itself."""
    app, screen = await shown(THREE, "all-three")
    async with app.run_test(size=(140, 45)) as pilot:
        await settle(pilot)
        spot = screen.query_one(ConflictList).key
        assert isinstance(spot, ConflictRow)
        await pilot.press("space")
        await pilot.press("tab", "enter")
        way = screen.query_one(WaysOut).key
        await pilot.press("f")
        await pilot.pause()
        screen.query_one(FrontierPlot).focus()
        await pilot.press("enter")
        await pilot.pause()
        waived = [x for x in app.heard if isinstance(x, messages.WaiveAsked)]
        tried = [x for x in app.heard if isinstance(x, messages.TryAsked)]
        assert [x.position for x in waived] == [spot.position]
        assert isinstance(way, DealChange)
        assert tried[0].waive == way.waive
        assert tried[0].repair is way.repair
        assert len(tried[1].waive) == 1
        assert screen.session.snapshot.revision == 0


async def test_a_repair_can_be_tried() -> None:
    """Where the draft crosses a line that another choice would respect."""
    app, screen = await shown("readings", "buyer-read-strictly")
    async with app.run_test(size=(140, 45)) as pilot:
        await settle(pilot)
        ways = screen.query_one(WaysOut)
        repairs = [x.key for x in ways.lines if isinstance(x.key, DealChange) and x.key.repair]
        ways.focus()
        ways.go(repairs[0])
        await pilot.press("enter")
        await pilot.pause()
        tried = [x for x in app.heard if isinstance(x, messages.TryAsked)]
        assert tried[-1].repair is not None
        screen.session.apply_repair(tried[-1].repair)
        await settle(pilot)
        assert screen.findings is not None
        assert screen.findings.revision == 1
        assert screen.findings.drafted is not None
        assert screen.findings.drafted.exists
        assert not ways.has_class("-stale")


async def test_results_of_an_older_draft_are_not_taken() -> None:
    """They are dimmed when the draft changes, and dropped when they come late."""
    app, screen = await shown(THREE, "two-stops")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        old = screen.findings
        assert old is not None
        screen.session.clear("stops")
        assert screen.query_one(ConflictList).has_class("-stale")
        work = screen._work
        assert work is not None
        screen.take(work, old)
        assert screen.query_one(ConflictList).has_class("-stale")
        await settle(pilot)
        assert screen.findings is not old
        assert not screen.query_one(ConflictList).has_class("-stale")


async def test_escape_stops_the_work_and_nothing_else() -> None:
    """Without work escape is not ours."""
    app, screen = await shown(THREE, "two-stops")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert screen.check_action("stop_work", ()) is False
        stop = screen.begin_work()
        assert screen.check_action("stop_work", ()) is True
        await pilot.press("escape")
        assert stop.called
        assert not screen.working
        assert "stopped" in picture(pilot)


async def test_a_draft_with_a_deal_says_so_everywhere() -> None:
    """No conflict, nobody has to move, the frontier is the deals."""
    app, screen = await shown("readings", "by-default")
    async with app.run_test(size=(140, 45)) as pilot:
        await settle(pilot)
        assert "deal" in text_of(pilot, "#answer")
        assert "No conflict" in text_of(pilot, "#conflicts")
        assert "No concession needed: a deal" in text_of(pilot, "#ways")
        assert "No trade-off needed: a deal" in text_of(pilot, "#frontier")
        for key in ("space", "enter", "f", "f", "b", "A", "C", "h", "l"):
            await pilot.press(key)
        await settle(pilot)
        assert not app.heard
        assert screen.seconds == 120


@pytest.mark.parametrize(("size", "turn"), TURNS)
async def test_hostile_texts_are_only_shown(size: tuple[int, int], turn: int) -> None:
    """Whatever titles and statements say, nothing of it is obeyed."""
    workspace = hostile(load(CASES / THREE), turn)
    screen = DealsScreen(over(workspace, "two-stops"), workspace)
    app = Host(screen)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in ("down", "tab", "down", "f", "down", "f"):
            await pilot.press(key)
        safe(pilot)


async def test_work_begins_again_when_one_comes_back() -> None:
    """What was stopped because nobody saw it is not left undone."""
    app, screen = await shown(THREE, "two-stops")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        stop = screen.begin_work()
        await app.push_screen(Screen())
        await pilot.pause()
        assert stop.called
        app.pop_screen()
        await settle(pilot)
        assert screen.findings is not None
        assert screen.findings.step == ""
        assert screen.findings.frontier is not None
        assert not screen.working

"""Values for an issue in the terminal interface: typing, stepping, selecting members."""

from __future__ import annotations

import datetime as dt
import math
import shutil
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static

from tui.driving import NARROW, ROOT, WIDE, app_on, press, running, said, settle, text
from tui.host import CASES
from zopa.model import DateValue, DecimalValue
from zopa.model.conditions import Name
from zopa.model.corpus import VALUE, Attribute, Bounds
from zopa.solving import Stop
from zopa.solving.partition import Piece
from zopa_tui.screens.compose import ComposeScreen
from zopa_tui.screens.modals.answer import DatesModal, MembersModal, ValueModal, dated
from zopa_tui.screens.modals.repair import RepairModal
from zopa_tui.session.draft import Draft, as_typed, read_given, stepped
from zopa_tui.session.open import begin
from zopa_tui.views.positions import Target
from zopa_tui.views.ruler import ruler
from zopa_tui.views.text import UNICODE_SIGNS

if TYPE_CHECKING:
    from pathlib import Path

    from zopa_tui.app.app import ZopaApp

PLAN = "mediators-plan"
DATES = ("signing", "ceasefire")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A writable copy of the case."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copytree(CASES / "values", tmp_path / "values")
    return tmp_path / "values"


def at(app: ZopaApp, issue: str) -> None:
    """Put the cursor on an issue."""
    assert isinstance(app.screen, ComposeScreen)
    app.screen.reveal(Target("issue", issue))


def modal(app: ZopaApp) -> ValueModal:
    """The open editor."""
    assert isinstance(app.screen, ValueModal)
    return app.screen


def typed(app: ZopaApp) -> str:
    """The text of the field."""
    return modal(app).query_one(Input).value


def wrong(app: ZopaApp) -> str:
    """The error message of the modal."""
    return str(app.screen.query_one("#wrong", Static).content)


@pytest.mark.parametrize("size", [NARROW, (100, 30), WIDE])
async def test_the_editor_shows_ranges_limits_and_verdicts(
    root: Path, size: tuple[int, int]
) -> None:
    """What may be typed, what deals have, what each party accepts, and what would change."""
    app = app_on(root, PLAN)
    async with running(app, size) as pilot:
        at(app, "force-cap")
        await press(pilot, "enter")
        shown = text(app)
        for each in (
            "How large may the army of the North be in peacetime?",
            "0 to 2,000,000 personnel in steps of 1,000 or unlimited",
            "reads     600,000 personnel",
            "in deals  600,000 to 800,000 personnel  without 3 positions",
            "✓ North: at least 600,000 personnel  red line",
            "✓ South: at most 800,000 personnel  red line",
            "✗ 3 crossed  ? 0 open  ✓ 7 respected",
        ):
            assert each in shown

        await press(pilot, *"900000")
        shown = text(app)
        assert "reads     900,000 personnel" in shown
        assert "✗ South: at most 800,000 personnel" in shown
        assert "✗ 4 crossed  ? 0 open  ✓ 6 respected" in shown
        assert "✗ South: An army of 800 000 at most" in shown
        assert "was respected" in shown


async def test_a_number_is_typed_and_set(root: Path) -> None:
    """As one step to undo; the file says it in short."""
    app = app_on(root, PLAN)
    async with running(app) as pilot:
        at(app, "force-cap")
        await press(pilot, "enter", *"750 000", "enter")
        assert app.session.draft.picks("force-cap") == {"value": {"value": 750000}}
        assert "● 750,000 personnel" in text(app)
        await press(pilot, "ctrl+s")
        assert "force-cap: {value: 750000, cites" in app.session.file.text
        await press(pilot, "u")
        assert app.session.draft.picks("force-cap") == {"value": {"value": 600000}}


async def test_signs_step(root: Path) -> None:
    """By the step of a number, a day of a date, the last digit of a decimal."""
    app = app_on(root, PLAN)
    async with running(app) as pilot:
        at(app, "force-cap")
        await press(pilot, "enter", "+", "+", "-", "up")
        assert typed(app) == "602000"
        await press(pilot, "pageup", "down")
        assert typed(app) == "611000"
        await press(pilot, "escape")

        at(app, "ceasefire")
        await press(pilot, "enter", "+", "+", "+", "-")
        assert typed(app) == "2030-09-03"
        assert "in deals  2030-08-23 to 2030-11-30" in text(app)
        await press(pilot, "enter")
        picks = app.session.draft.picks("ceasefire")
        assert str(picks["value"]["value"]) == "2030-09-03"

        at(app, "toll")
        await press(pilot, "enter", "+")
        assert typed(app) == "12.51"
        assert "✓ South: more than 12.50 EUR" in text(app)


async def test_a_date_is_typed_with_its_hyphens(root: Path) -> None:
    """They step only where the date is complete."""
    app = app_on(root, PLAN)
    async with running(app) as pilot:
        at(app, "ceasefire")
        await press(pilot, "enter", *"2030-10-01", "-", "enter")
        picks = app.session.draft.picks("ceasefire")
        assert str(picks["value"]["value"]) == "2030-09-30"


async def test_bounds_unlimited_silence_and_nothing(root: Path) -> None:
    """In words: open within bounds, without a limit, silent, undecided."""
    app = app_on(root, PLAN)
    async with running(app) as pilot:
        for said, picks in (
            ("at least 700000", {"value": {"value": Bounds(700000, None)}}),
            ("700,000 to 800,000", {"value": {"value": Bounds(700000, 800000)}}),
            ("unlimited", {"unlimited": {}}),
            ("silent", {}),
        ):
            at(app, "force-cap")
            await press(pilot, "enter")
            modal(app).query_one(Input).value = said
            await press(pilot, "enter")
            assert app.session.draft.choices["force-cap"] == picks
        at(app, "force-cap")
        await press(pilot, "enter", "enter")
        assert "force-cap" not in app.session.draft.choices


async def test_what_cannot_be_is_said(root: Path) -> None:
    """And the editor stays; what a rule is against is offered as a repair."""
    app = app_on(root, PLAN)
    async with running(app) as pilot:
        at(app, "north-share")
        await press(pilot, "enter", *"200", "enter")
        assert wrong(app) == "not one of 0 to 100 percent"
        modal(app).query_one(Input).value = "30"
        await settle(pilot)
        assert "inconsistent" in text(app)
        assert "The two shares add up to 100 percent." in text(app)
        await press(pilot, "enter")
        assert "rule `shares-add-up`" in wrong(app)
        assert "enter again looks for the nearest deals" in wrong(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, RepairModal)
        assert "To have Share of the North: 30 percent" in text(app)
        assert "Share of the South: 60 percent → 70 percent" in text(app)


async def test_a_parameter_of_a_term_has_the_editor_too(root: Path) -> None:
    """Where it is a number and the only one."""
    app = app_on(root, "within-bounds")
    async with running(app, WIDE) as pilot:
        assert isinstance(app.screen, ComposeScreen)
        app.screen.reveal(Target.term("roads", "open"))
        await press(pilot, "p")
        assert typed(app) == "at least 80"
        assert "0 to 500 lorries a day; empty: open" in text(app)
        assert "? North: at least 90 lorries a day  demand" in text(app)
        await press(pilot, *"100", "enter")
        assert app.session.draft.picks("roads") == {"open": {"lorries": 100}}


async def test_members_are_taken_and_left(root: Path) -> None:
    """Each has a box; verdicts are shown before anything is set."""
    app = app_on(root, PLAN)
    async with running(app, WIDE) as pilot:
        at(app, "monitors")
        await press(pilot, "p")
        assert isinstance(app.screen, MembersModal)
        assert "[x] United nations" in text(app)
        await press(pilot, "space")
        assert "[ ] United nations" in text(app)
        assert "✗ North: The United Nations watch" in text(app)
        await press(pilot, "down", "down", "space", "enter")
        assert app.session.draft.picks("monitors") == {"osce": {}, "neighbours": {}}
        assert "● Neighbours" in text(app)


async def test_the_tree_shows_ranges(root: Path) -> None:
    """Of an undecided issue on its row, and below it."""
    app = app_on(root, "nothing-decided")
    async with running(app, WIDE) as pilot:
        at(app, "force-cap")
        await settle(pilot)
        shown = text(app)
        assert "◆ 0 to 2,000,000 personnel in steps of 1,000" in shown
        assert "⊘ unlimited" in shown
        assert "in deals      600,000 to 800,000 personnel" in shown
        assert "limit         ? North: at least 600,000 personnel" in shown


NUMBER = Attribute(Name("n"), "integer", unit="people", minimum=0, maximum=9000, step=1000)
BELOW = Attribute(Name("n"), "integer", minimum=-5, maximum=5)
FEE = Attribute(Name("n"), "decimal", unit="EUR", minimum=0, maximum=10000, digits=2)
DAY = Attribute(Name("n"), "date", minimum=738000, maximum=738400)


@pytest.mark.parametrize(
    ("said", "domain", "found"),
    [
        ("", NUMBER, None),
        ("6000", NUMBER, 6000),
        ("6,000 people", NUMBER, 6000),
        ("at least 6 000", NUMBER, Bounds(6000, None)),
        (">= 6000", NUMBER, Bounds(6000, None)),
        ("at most 6000 people", NUMBER, Bounds(None, 6000)),
        ("1000 to 6000", NUMBER, Bounds(1000, 6000)),
        ("between 1000 and 6000", NUMBER, Bounds(1000, 6000)),
        ("Unlimited", NUMBER, "unlimited"),
        ("many", NUMBER, "many"),
        ("12.5", FEE, DecimalValue(1250, 2)),
        ("12.50 EUR", FEE, DecimalValue(1250, 2)),
        ("12.505", FEE, None),
        (str(DateValue(738001)), DAY, DateValue(738001)),
        (f"{DateValue(738001)} or later", DAY, Bounds(DateValue(738001), None)),
        (f"{DateValue(738001)} or earlier", DAY, Bounds(None, DateValue(738001))),
        ("2020-13-01", DAY, "2020-13-01"),
    ],
)
def test_what_is_typed_is_read(said: str, domain: Attribute, found: object) -> None:
    """As it is shown, and as one writes it."""
    read = read_given(said, domain)
    if said == "12.505":
        assert not isinstance(read, DecimalValue)
    else:
        assert read == found
        assert type(read) is type(found)
        assert read_given(as_typed(read), domain) == read


@pytest.mark.parametrize(
    ("said", "domain", "by", "found"),
    [
        (3000, NUMBER, 1, 4000),
        (3500, NUMBER, 1, 4000),
        (3500, NUMBER, -1, 3000),
        (3500, NUMBER, 2, 5000),
        (9000, NUMBER, 1, 9000),
        (0, NUMBER, -1, 0),
        (None, NUMBER, 1, 0),
        (Bounds(1000, 2000), NUMBER, 1, 1000),
        (Bounds(None, 2000), NUMBER, -1, 2000),
        (5, BELOW, -20, -5),
        (DecimalValue(1250, 2), FEE, 1, DecimalValue(1251, 2)),
        (DateValue(738000), DAY, 30, DateValue(738030)),
    ],
)
def test_steps(said: int | Bounds | None, domain: Attribute, by: int, found: int) -> None:
    """Never beyond the range, always on the step."""
    value = stepped(said, domain, by, None)
    assert value == found
    assert type(value) is type(found)


def test_beyond_the_greatest_lies_unlimited() -> None:
    """Where there is that; and back again."""
    domain = Attribute(Name("n"), "integer", minimum=0, maximum=9, unlimited=True)
    assert stepped(9, domain, 1, None) == "unlimited"
    assert stepped("unlimited", domain, -1, None) == 9
    assert stepped(None, domain, 1, 4) == 4
    assert [stepped(Bounds(2, 7), domain, 1, each) for each in (1, 4, 9)] == [2, 4, 7]


def test_the_ruler_has_limits_and_deals_where_they_are() -> None:
    """Ends in words, cells in proportion; none without two ends."""
    domain = Attribute(Name("days"), "integer", minimum=0, maximum=100)
    line = ruler(domain, [Piece(50, 100)], {"a": 50}, 0, width=27, signs=UNICODE_SIGNS)

    assert line is not None
    assert line.text == f"0 ▲{'─' * 9}a{'━' * 10} 100"
    assert len(line.text) == 27
    bare = Attribute(Name("days"), "integer")
    assert ruler(bare, [], {}, None, width=60, signs=UNICODE_SIGNS) is None


async def test_signs_move_the_number_under_the_cursor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its step, as one step to undo while one goes on; a term without one says so."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    app = app_on(ROOT / "examples" / "software-contract", "compromise")
    async with running(app) as pilot:
        app.links.reveal(Target("issue", "payment-days"))
        await settle(pilot)
        before = app.session.draft.picks("payment-days")[VALUE][VALUE]
        assert isinstance(before, int)
        await press(pilot, "plus", "plus", "minus")
        now = app.session.draft.picks("payment-days")[VALUE][VALUE]
        answer = app.session.corpus.issues["payment-days"].answer
        assert answer is not None
        assert now == before + answer.step
        app.links.reveal(Target("issue", "deposit"))
        await settle(pilot)
        await press(pilot, "plus")
        assert said(app)[-1] == "no number under the cursor"


# -- dates on one line of time -------------------------------------------------


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the case with milestones."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copytree(CASES / "plan", tmp_path / "plan")
    return tmp_path / "plan"


@pytest.mark.parametrize("size", [NARROW, (100, 30), WIDE])
async def test_dates_are_moved_on_one_line_of_time(plan: Path, size: tuple[int, int]) -> None:
    """By days and weeks, together; the verdicts are those of the moved draft; one step back."""
    app = app_on(plan, "with-days")
    async with running(app, size) as pilot:
        before = app.session.draft
        await press(pilot, "M")
        assert before.silent("review")
        shown = text(app)
        for each in ("Signature", "2030-04-01", "Review of the guar", "silent", "in deals"):
            assert each in shown, each
        await press(pilot, "plus", "greater_than_sign")
        assert "2030-04-09" in text(app)
        await press(pilot, "down", "minus")
        assert "2030-04-01" in text(app)
        assert app.session.draft is before
        assert isinstance(app.screen, DatesModal)
        moved = app.screen.wanted()
        assert isinstance(moved, Draft)
        checked = app.session.judged(moved, Stop())
        number = sum(str(each.verdict) == "respected" for each in checked.verdicts)
        assert f"✓ {number} respected" in text(app)
        await press(pilot, "enter")
        day = {each: str(app.session.draft.picks(each)[VALUE][VALUE]) for each in DATES}
        assert day == {"signing": "2030-04-09", "ceasefire": "2030-04-01"}
        assert app.session.draft == moved
        await press(pilot, "u")
        assert app.session.draft == before


async def test_a_date_goes_to_the_end_of_what_deals_have_or_is_left_open(plan: Path) -> None:
    """And escape leaves all as it was."""
    app = app_on(plan, "with-days")
    async with running(app) as pilot:
        before = app.session.draft
        await press(pilot, "M")
        assert isinstance(app.screen, DatesModal)
        found = app.session.feasible("signing", VALUE, Stop())["signing", VALUE, VALUE]
        await press(pilot, "right_curly_bracket")
        moved = app.screen.wanted()
        assert isinstance(moved, Draft)
        assert moved.picks("signing")[VALUE][VALUE] == found[-1].high
        await press(pilot, "x")
        assert "undecided" in text(app)
        moved = app.screen.wanted()
        assert isinstance(moved, Draft)
        assert "signing" not in moved.choices
        await press(pilot, "escape")
        assert app.session.draft is before


def test_the_days_of_deals_are_those_of_the_draft_that_has_the_dates(plan: Path) -> None:
    """As if it were the one under work."""
    session = begin(plan, plan / "scenarios" / "with-days.yaml").session
    session.engine.patience = math.inf
    then = session.answered({"withdrawal": DateValue(dt.date(2030, 8, 1).toordinal())})
    assert then != session.draft
    found = {each: session.feasible(each, VALUE, Stop(), then) for each in dated(session)}
    session.replace_draft(then, "other dates")
    assert found == {each: session.feasible(each, VALUE, Stop()) for each in dated(session)}


async def test_without_dates_it_says_so() -> None:
    """There is nothing to move."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "M")
        assert said(app)[-1] == "no issue is answered by a date"

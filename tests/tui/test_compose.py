"""Compose screen: choices and their immediate effects."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import zopa
from tui.driving import (
    NARROW,
    ROOT,
    WIDE,
    app_on,
    press,
    rest,
    running,
    said,
    sample,
    settle,
    text,
)
from tui.host import CASES
from zopa.questions.options import reasons
from zopa_tui.screens.compose import ComposeScreen
from zopa_tui.screens.modals.repair import RepairModal
from zopa_tui.session import repairing
from zopa_tui.session.engine import Pending
from zopa_tui.session.open import Locations
from zopa_tui.views.positions import Target, fitted
from zopa_tui.views.reasons import reason
from zopa_tui.widgets.effects import PositionList, TileMap
from zopa_tui.widgets.line_list import LineList, WhyPane
from zopa_tui.widgets.term_tree import TermTree

if TYPE_CHECKING:
    from pathlib import Path

    from zopa_tui.app.app import ZopaApp

DEPTH = "      depth: {type: integer, unit: cm, minimum: 0, maximum: 9000, default: 1500}\n"
CROSSED = "ukraine/rules-out-all-of-donbas"


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def compose(app: ZopaApp) -> ComposeScreen:
    """The visible Compose screen."""
    assert isinstance(app.screen, ComposeScreen)
    return app.screen


def listed(app: ZopaApp) -> list[str]:
    """The lines of a modal's list, including those outside the window."""
    return [line.text for line in app.screen.query_one("#list", LineList).lines]


def why(app: ZopaApp) -> str:
    """The text of the explanation."""
    reason = compose(app).query_one(WhyPane).reason
    return "" if reason is None else reason.text()


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_first_picture_answers_whose_lines_are_crossed(size: tuple[int, int]) -> None:
    """Without a key: the crossed line, the choice that does it, and where it is written."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, size):
        shown = text(app)

    assert "No deal: 1 crossed" in shown
    assert "✗ Ukraine" in shown
    assert "● Given up whole" in shown
    assert "terms/issues/territory.yaml" in shown


async def test_the_path_of_a_newcomer(tmp_path: Path) -> None:
    """See the crossed line and its source, repair, undo, read otherwise, save."""
    root = sample(tmp_path)
    file = root / "scenarios" / "alaska-exchange.yaml"
    before = file.read_text("utf-8")
    app = app_on(root, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "tab", "tab")
        assert compose(app).target == Target("position", CROSSED)
        assert "s003 ¶13" in why(app)
        assert "Donbas: Given up whole" in why(app)

        await press(pilot, "r")
        assert isinstance(app.screen, RepairModal)
        assert "Repair: no deal" in text(app)
        assert "without these 6 positions" in text(app)
        assert "The status line leaves out 5" in text(app)
        await press(pilot, "escape")
        assert app.session.snapshot.saved

        await press(pilot, "slash", *"no nato troops", "enter")
        assert "Not counted: start date uncertain" in why(app)
        await press(pilot, "enter")
        assert "Are NATO troops stationed on" in why(app)
        await press(pilot, "greater_than_sign")
        assert "Do European-led ground troops" in why(app)
        await press(pilot, "escape")

        assert app.session.snapshot.saved
        app.clear_notifications()
        assert "I keeps view" in text(app)
        await press(pilot, "I")
        await press(pilot, "ctrl+s")
        assert said(app)[-1] == "saved scenarios/alaska-exchange.yaml"

    after = file.read_text("utf-8")
    changed = set(after.splitlines()) ^ set(before.splitlines())
    assert changed == {
        "as-of: 2025-08-17",
        "as-of: 2025-08-24",
        "readings:",
        "  russia/rejects-nato-troops: member-states",
    }


async def test_a_repair_without_a_deal_is_that_of_the_command() -> None:
    """The same positions are left out, and the same deals are the nearest."""
    app = app_on(ROOT, "front-line-freeze")
    found = zopa.ask(zopa.load(ROOT), "front-line-freeze").repair(limit=repairing.MOST_WAYS)
    relaxed = found.relaxed
    assert relaxed is not None
    async with running(app) as pilot:
        await press(pilot, "r")
        assert isinstance(app.screen, RepairModal)
        assert app.screen.ways.found == found
        assert "Repair: no deal" in text(app)
        assert "without these 10 positions" in text(app)
        for name in (*relaxed.crossed, *relaxed.contended):
            title = app.session.corpus.positions[name].title
            assert any(title[:30] in line for line in listed(app)), title

        await press(pilot, "enter")
        assert app.session.snapshot.undo == "repair with 1 change"

        await press(pilot, "u")
        assert app.session.snapshot.saved


async def test_space_chooses_and_takes_back() -> None:
    """On a term; on an issue it folds."""
    app = app_on(ROOT, "all-silent")
    async with running(app) as pilot:
        screen = compose(app)
        tree = screen.query_one(TermTree)
        tree.go(Target("issue", "monitoring"))
        await press(pilot, "x", "space", "down", "space")
        assert len(app.session.draft.picks("monitoring")) == 1

        await press(pilot, "space")
        assert "monitoring" not in app.session.draft.choices


async def test_a_term_that_rules_exclude_offers_a_repair() -> None:
    """The draft does not change; the ways offered all have the term."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        before = app.session.draft
        await press(pilot, "down", "down", "space")

        assert isinstance(app.screen, RepairModal)
        assert app.session.draft == before
        assert "Kept fixed: Donbas" in text(app)

        await press(pilot, "enter")
        assert list(app.session.draft.picks("donbas")) == ["cede-russian-held-part"]
        assert app.session.snapshot.verdicts.coherent

        await press(pilot, "u")
        assert app.session.draft == before


async def test_the_map_shows_what_the_cursor_would_change() -> None:
    """In brackets, before anything is chosen."""
    app = app_on(ROOT, "front-line-freeze")
    async with running(app, WIDE) as pilot:
        screen = compose(app)
        screen.query_one(TermTree).go(Target.term("sumy", "russian-withdrawal"))
        await settle(pilot)
        plain = text(app)
        assert "Sumy" in plain

        await press(pilot, "v")
        assert screen.query_one(TileMap).title != "control"


@pytest.mark.parametrize(
    ("number", "room", "shown"),
    [
        ("1500", 4, "1500"),
        ("1500", 3, "15…"),
        ("15000", 4, "15k"),
        ("-12500?", 6, "-125…?"),
        ("-20000?", 5, "-20k?"),
        ("20000000", 5, "20M"),
        ("20000", 3, "20k"),
        ("123456", 5, "1234…"),
        ("2031-05-20", 6, "2031-…"),
    ],
)
def test_a_number_on_the_map_is_exact_or_seen_to_be_cut(
    number: str, room: int, shown: str
) -> None:
    """Never a shorter number that looks whole."""
    assert fitted(number, room, "…") == shown


async def test_the_map_shows_numbers_whole(tmp_path: Path) -> None:
    """A mark says which are open, where no case of letters can."""
    shutil.copytree(ROOT / "examples" / "wage-round", tmp_path, dirs_exist_ok=True)
    for name, old, new in (
        ("state.yaml", "      deep-water:", DEPTH + "      deep-water:"),
        ("issues/machines.yaml", "set: {automation: automated}", "set: {depth: 1250}"),
    ):
        path = tmp_path / "terms" / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    app = app_on(tmp_path, "pay-only")
    async with running(app, WIDE) as pilot:
        view = compose(app).query_one(TileMap)
        while view.title != "depth":
            view.next_view()
        await settle(pilot)
        assert text(app).count("1500?") == 4

        compose(app).query_one(TermTree).go(Target.term("automation", "south-berths"))
        await press(pilot, "space")
        assert "1500?" not in text(app)
        assert text(app).count("1250 ") == 3


async def test_suppositions_are_steps() -> None:
    """Days, readings and waivers can be taken back one by one."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "comma", "full_stop")
        assert app.session.snapshot.saved

        await press(pilot, "tab", "tab", "W")
        await press(pilot, *"paused", "enter", "enter")
        assert app.session.draft.waived(CROSSED)
        assert "w 1 waived" in text(app)
        assert "No deal" in text(app)

        await press(pilot, "W")
        assert not app.session.draft.waived(CROSSED)


async def test_a_waiver_without_a_reason_is_refused() -> None:
    """In words, and the box stays."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "tab", "tab", "W", "enter", "enter")

        assert "a waiver needs a reason" in text(app)
        assert app.session.snapshot.saved


async def test_finding_shows_only_what_has_the_letters() -> None:
    """Escape shows everything again, with the cursor where it was."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "slash", *"monitor")
        assert "Monitoring" in text(app) or "monitor" in text(app)
        assert "Territory" not in text(app)

        await press(pilot, "enter", "n", "N", "escape")
        tree = compose(app).query_one(TermTree)
        assert len(list(tree.root.children)) == len(
            {each.section for each in app.session.corpus.issues.values()}
        )


async def test_next_open_issue() -> None:
    """Decided ones are passed over."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "J")
        target = compose(app).target
        assert target is not None
        assert target.issue not in app.session.draft.choices

        await press(pilot, "K")
        assert compose(app).target != target


async def test_forced_terms_are_adopted_in_one_step() -> None:
    """And shown, not written, before that."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "F")
        assert app.session.snapshot.undo == "adopt forced terms"
        decided = len(app.session.draft.choices)
        assert decided > 6

        await press(pilot, "u")
        assert len(app.session.draft.choices) == 6


async def test_why_turns_pages() -> None:
    """Verdict, readings, record; then the first again."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "tab", "tab")
        assert "w more 1/3" in text(app)
        await press(pilot, "w")
        assert "Readings, and the verdict under each" in text(app)
        await press(pilot, "w", "w")
        assert "w more 1/3" in text(app)


async def test_zoom_gives_one_pane_the_screen() -> None:
    """And escape takes it back."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "tab", "tab", "z")
        assert "Issues" not in text(app)
        assert "Positions" in text(app)

        await press(pilot, "escape")
        assert "Issues" in text(app)


async def test_narrow_shows_one_pane_at_a_time() -> None:
    """Tab turns the pages."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, (60, 20)) as pilot:
        assert "Issues" in text(app)
        assert "Positions" not in text(app)
        for title in ("Map", "Positions", "Why"):
            await press(pilot, "tab")
            assert f"━ {title}" in text(app)
            assert "Issues" not in text(app)


async def test_only_what_changed_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Choosing touches the rows whose marks changed, not all."""
    # What terms would cross touches all when one rests, however slow the machine is.
    monkeypatch.setattr(ComposeScreen, "_ask_soon", lambda *_: None)
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        tree = compose(app).query_one(TermTree)
        before = {id(node): node._updates for node in tree._rows()}
        tree.go(Target("issue", "sumy"))
        await press(pilot, "x")
        touched = [node for node in tree._rows() if node._updates != before[id(node)]]

    assert 0 < len(touched) < 60


async def test_marks_that_take_long_come_later(tmp_path: Path) -> None:
    """Meanwhile the status line says so; then they are those of the draft."""
    app = app_on(ROOT, "alaska-exchange")
    app._start.session.engine._patience = 0.0  # type: ignore[union-attr]  # it was given
    async with running(app) as pilot:
        app.session.engine._quick = False
        await press(pilot, "x")
        await settle(pilot)

        assert not isinstance(app.session.snapshot.marks, Pending)


async def test_deals_are_counted_when_one_rests() -> None:
    """Each term says how many are left with it."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, WIDE) as pilot:
        screen = compose(app)
        screen._count(app.session.snapshot.revision)
        await settle(pilot)
        await press(pilot, "J")

        assert "deals" in text(app)


async def test_a_number_is_told_with_the_values_that_some_deal_has() -> None:
    """Of a term that is chosen, given the rest of the draft; of another one as if it were."""
    app = app_on(CASES / "harbour", "compromise")
    async with running(app, WIDE) as pilot:
        for term, words in (("raise", "35 to 38 per mille"), ("raise-and-lump", "30 to 38")):
            app.links.reveal(Target.term("pay", term))
            await settle(pilot)
            assert f"amount: {words}" in why(app)


async def test_positions_come_worst_first() -> None:
    """Crossed, open, respected, waived; those of another day at the end."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app):
        lines = compose(app).query_one(PositionList).lines
        signs = [each.text[0] for each in lines if each.key is not None]
        signs = [each for each in signs if each != " "]  # a title goes on

    assert signs == sorted(signs, key="✗?✓w·".index)
    assert set("✗?✓·") <= set(signs)


@pytest.mark.parametrize(
    ("issue", "term"), [("guarantee-kind", "not-given"), ("donbas", "freeze-at-front-line")]
)
async def test_why_goes_on_to_the_other_minimal_reasons(issue: str, term: str) -> None:
    """As many pages as there are reasons, before what the term says."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        session = app.session
        of = session.snapshot.verdicts
        with session.engine.alone() as space:
            every = list(reasons(space, of.scenario, of.context, issue, term))
        app.links.reveal(Target.term(issue, term))
        await rest(pilot)
        pane = compose(app).query_one(WhyPane)
        assert pane.reason is not None
        headings = [page[0].text for page in pane.reason.pages]
        others = [each for each in headings if each.startswith("Another minimal reason")]
        assert len(others) == len(every) - 1
        if others:
            assert others[-1] == f"Another minimal reason, {len(every)} of {len(every)}:"
            await press(pilot, "w")
            assert "Another minimal reason, 2 of" in text(app)


async def test_a_changed_value_reads_from_today_to_then() -> None:
    """Of a place on the map, not the other way round."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app):
        pages = reason(app.session, Target("entity", "donetsk"), Locations(app.workspace)).pages

    assert "Control: Ukraine → Russia" in [point.text for page in pages for point in page]

"""Matrix screen: verdicts of each draft on each position, and their reasons."""

from __future__ import annotations

from itertools import dropwhile, islice, takewhile

import pytest

from tui.host import CASES, ROOT, TURNS, Host, hostile, over, picture, safe, settle, text_of
from zopa.model.context import context_of
from zopa.questions.check import check
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import Workspace, load
from zopa_tui.screens.matrix import MatrixScreen
from zopa_tui.session.scenarios import DRAFT, Beside, short_names, stacked
from zopa_tui.ui import messages
from zopa_tui.views.compare import (
    DraftColumn,
    MatrixCell,
    MatrixTable,
    Order,
    PositionRow,
    View,
    judge,
    table,
)
from zopa_tui.views.text import ASCII
from zopa_tui.widgets.verdict_grid import VerdictGrid


def columns(workspace: Workspace) -> list[DraftColumn]:
    """Columns of all scenarios of a workspace, checked."""
    space = Space(Problem(workspace.corpus))
    return [
        judge(
            space,
            Beside(each.path, each.id, each.title, each),
            context_of(workspace.corpus, each),
        )
        for each in workspace.scenarios.values()
    ]


@pytest.mark.parametrize("case", ["harbour", "readings", "no-zone-three-parties"])
def test_each_cell_says_what_check_says(case: str) -> None:
    """Nothing is lost or mixed up between the engine and the table."""
    workspace = load(CASES / case)
    space = Space(Problem(workspace.corpus))
    found = columns(workspace)
    shown = table(workspace.corpus, found, View())
    for at, scenario in enumerate(workspace.scenarios.values()):
        checked = check(space, scenario, context_of(workspace.corpus, scenario))
        verdicts = {each.held.id: str(each.verdict) for each in checked.verdicts}
        waived = {str(each.position) for each in checked.context.waivers}
        for row in shown.rows:
            if row.heading:
                continue
            expected = "waived" if row.key in waived else verdicts.get(row.key)
            expected = expected if checked.coherent else row.cells[at].verdict
            assert row.cells[at].verdict == expected


def test_a_star_marks_verdicts_that_another_reading_changes() -> None:
    """Fifty without delivery crosses the buyer's line only if delivery was meant."""
    workspace = load(CASES / "readings")
    found = {each.draft.name: each for each in columns(workspace)}

    cell = found["by-default"].cell("buyer/fifty-all-in")

    assert cell == MatrixCell("respected", reading=True)


def test_only_differing_rows_differ_and_folding_counts() -> None:
    """`f` leaves rows with two verdicts at least; a fold shows how many are crossed below."""
    workspace = load(CASES / "harbour")
    found = columns(workspace)
    differing = table(workspace.corpus, found, View(differing=True))
    rows = [row for row in differing.rows if not row.heading]
    assert rows
    assert all(len({cell.verdict for cell in row.cells} - {"incoherent"}) > 1 for row in rows)
    party = next(row.key for row in differing.rows if row.heading)
    folded = table(workspace.corpus, found, View(folded=frozenset({party})))
    whole = table(workspace.corpus, found, View())
    head = next(row for row in folded.rows if row.key == party)
    below = dropwhile(lambda row: row.key != party, whole.rows)
    mine = list(takewhile(lambda row: not row.heading, islice(below, 1, None)))
    assert "crane-drivers/north-stays-manned" in {
        row.key for row in mine
    }  # dockers hold it too
    assert len(whole.rows) - len(folded.rows) == len(mine)
    assert head.crossed == tuple(
        sum(row.cells[at].verdict == "crossed" for row in mine) for at in range(len(found))
    )


@pytest.mark.parametrize("order", list(Order))
def test_transposing_keeps_every_cell(order: Order) -> None:
    """The same verdicts, with rows and columns swapped."""
    workspace = load(CASES / "harbour")
    found = columns(workspace)
    straight = table(workspace.corpus, found, View(order=order))
    turned = table(workspace.corpus, found, View(order=order, transposed=True))
    cells = {
        (row.key, key): cell
        for row in straight.rows
        for key, cell in zip(straight.keys, row.cells, strict=bool(row.cells))
    }
    for row in turned.rows:
        for key, cell in zip(turned.keys, row.cells, strict=True):
            assert cells[key, row.key] == cell
    assert len(cells) == len(turned.rows) * len(turned.keys)


@pytest.mark.parametrize("width", [3, 4, 6, 9])
def test_short_names_tell_columns_apart(width: int) -> None:
    """Even names that begin alike, or are the same."""
    names = [path.stem for path in (ROOT / "scenarios").glob("*.yaml")] + [
        "aaaa-b",
        "aaaa-c",
    ] * 6

    found = short_names(names, width)

    assert len(set(found)) == len(names)
    assert all(0 < len(each) <= width for each in found)


@pytest.mark.parametrize("width", [3, 4, 9])
def test_names_over_lines_are_whole(width: int) -> None:
    """Each line within its width, broken at hyphens where that is possible."""
    names = [path.stem for path in (ROOT / "scenarios").glob("*.yaml")] + ["a", "aaaa-b"]

    for name in names:
        lines = stacked(name, width, 100)
        assert "".join(lines) == name
        assert all(0 < len(each) <= width for each in lines)
    assert stacked("european-force-member-states", 9, 4) == [
        "european-",
        "force-",
        "member-",
        "states",
    ]
    assert stacked("front-line-freeze", 11, 4) == ["front-line-", "freeze"]


async def open_matrix(case: str, scenario: str) -> tuple[Host, MatrixScreen]:
    """A matrix on a case."""
    workspace = load(CASES / case)
    screen = MatrixScreen(over(workspace, scenario), workspace)
    return Host(screen), screen


async def test_the_matrix_is_walked_folded_sorted_and_turned() -> None:
    """Each key does what the footer says."""
    app, screen = await open_matrix("harbour", "compromise")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        grid = screen.query_one(VerdictGrid)
        assert grid.table.rows[0].heading
        await pilot.press("home", "down", "right", "right")
        assert (grid.row, grid.column) == (1, 2)
        assert "×" in str(screen.query_one("#cell").border_title)
        await pilot.press("up", "enter")
        assert grid.table.rows[0].folded
        await pilot.press("enter", "t")
        assert not any(row.heading for row in grid.table.rows)
        at = grid.at
        await pilot.press("T")
        assert grid.at == at[::-1]
        await pilot.press("T", "t", "t", "f")
        assert "that differ" in str(grid.border_title)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("case", "scenario"), [("harbour", "compromise"), ("readings", "buyer-read-strictly")]
)
async def test_the_cursor_begins_at_what_the_draft_crosses(case: str, scenario: str) -> None:
    """Or at some position, so that there is something to read below."""
    app, screen = await open_matrix(case, scenario)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        grid = screen.query_one(VerdictGrid)
        crossed = [x for x in grid.table.rows if x.cells and x.cells[0].verdict == "crossed"]
        row = grid.table.rows[grid.row]
        assert row.cells
        assert not crossed or row == crossed[0]


async def test_enter_asks_for_the_draft_of_the_column_and_space_marks_it() -> None:
    """The app hears which scenario is meant."""
    app, screen = await open_matrix("readings", "by-default")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("home", "down", "enter")
        await pilot.press("right", "space", "enter")
        await pilot.pause()
        chosen = [each for each in app.heard if isinstance(each, messages.ScenarioChosen)]
        marked = [each for each in app.heard if isinstance(each, messages.ScenariosMarked)]
        assert [each.path for each in chosen] == [DRAFT, screen.columns[1].draft.path]
        assert marked[-1].paths == (screen.columns[1].draft.path,)


async def test_the_cell_pane_gives_reason_readings_and_sources() -> None:
    """Crossed: because of a choice; each reading with its own verdict."""
    app, screen = await open_matrix("readings", "buyer-read-strictly")
    async with app.run_test(size=(140, 45)) as pilot:
        await settle(pilot)
        grid = screen.query_one(VerdictGrid)
        keys = [row.key for row in grid.table.rows]
        grid.action_move(keys.index("buyer/fifty-all-in") - grid.row, 0)
        await pilot.pause()
        text = text_of(pilot, "#cell")
        assert "crossed" in text
        assert "because" in text
        assert "* read as" in text
        assert "said by" in text


@pytest.mark.slow
async def test_a_change_of_the_draft_is_seen_in_its_column_at_once() -> None:
    """And the columns of other drafts stay."""
    app, screen = await open_matrix("readings", "buyer-read-strictly")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        others = screen.columns[1:]
        assert screen.columns[0].cell("buyer/fifty-all-in").verdict == "crossed"
        screen.session.reading("buyer/fifty-all-in", None)
        assert screen.columns[0].cell("buyer/fifty-all-in").verdict == "respected"
        screen.session.keep_view()
        await settle(pilot)
        saved = [each for each in screen.columns if each.draft.title.endswith("as saved")]
        assert saved[0].cell("buyer/fifty-all-in").verdict == "crossed"
        assert {x.draft.path for x in others} < {x.draft.path for x in screen.columns}
        screen.session.undo()


async def test_leaving_ends_the_subscription_and_the_work() -> None:
    """A screen that is gone hears nothing and asks nothing."""
    app, screen = await open_matrix("harbour", "compromise")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        session = screen.session
        await app.pop_screen()
        await pilot.pause()
        session.silence("tone") if "tone" in session.corpus.issues else None
        assert not screen.working
        assert not session._listeners


async def test_a_cursor_key_draws_only_the_rows_it_touches() -> None:
    """Two rows, not the whole table."""
    app, screen = await open_matrix("harbour", "compromise")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        grid = screen.query_one(VerdictGrid)
        drawn: list[int] = []
        before = grid._row
        grid._row = lambda at, width: drawn.append(at) or before(at, width)  # type: ignore[func-returns-value, method-assign]
        row = grid.row
        await pilot.press("down")
        await pilot.pause()
        assert set(drawn) <= {row, row + 1}


async def test_of_a_large_matrix_what_is_seen_is_drawn_once() -> None:
    """Of 200 × 20 cells no row that is out of sight, and none again while nothing changes."""
    names = tuple(f"scenario-{n}" for n in range(20))
    cells = tuple(
        MatrixCell(("crossed", "open", "respected", None)[n % 4], n % 5 == 0) for n in range(20)
    )
    rows = tuple(
        PositionRow(f"p/{n}", f"A position {n}", "declared", cells) for n in range(200)
    )
    app, screen = await open_matrix("harbour", "compromise")
    async with app.run_test(size=(140, 45)) as pilot:
        await settle(pilot)
        grid = screen.query_one(VerdictGrid)
        grid.show(MatrixTable(rows, names, names, totals=(1,) * 20, positions=200))
        drawn: list[int] = []
        before = grid._row
        grid._row = lambda at, width: drawn.append(at) or before(at, width)  # type: ignore[func-returns-value, method-assign]
        grid.forget()
        for _ in range(5):
            for y in range(grid.size.height):
                grid.render_line(y)
        assert drawn == list(range(len(drawn)))
        assert 20 < len(drawn) <= grid.size.height


@pytest.mark.parametrize(("size", "turn"), TURNS)
async def test_hostile_texts_are_only_shown(size: tuple[int, int], turn: int) -> None:
    """Whatever titles and statements say, nothing of it is obeyed."""
    workspace = hostile(load(CASES / "readings"), turn)
    screen = MatrixScreen(over(workspace, "by-default"), workspace)
    app = Host(screen)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in ("down", "right", "T", "down", "T", "t"):
            await pilot.press(key)
        safe(pilot)


async def test_the_ascii_set_is_ascii() -> None:
    """On a terminal that can show no more, nothing else is drawn by us."""
    app, _ = await open_matrix("readings", "by-default")
    app.glyphs = ASCII  # type: ignore[attr-defined]
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        lines = picture(pilot).split("\n")[2:14]
        assert all(line.isascii() for line in lines), lines


async def test_a_workspace_is_read_where_none_is_given() -> None:
    """The screen works on a session alone."""
    workspace = load(CASES / "readings")
    screen = MatrixScreen(over(workspace, "by-default"))
    app = Host(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(3):
            await settle(pilot)
        assert len(screen.columns) == len(workspace.scenarios)
        assert all(each.checked is not None for each in screen.columns)

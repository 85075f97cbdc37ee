"""Compare screen: differences, and taking a side into the draft."""

from __future__ import annotations

import pytest

import said
from tui.host import CASES, TURNS, Host, hostile, over, picture, safe, settle, text_of
from zopa.answers.compare import compare_page
from zopa.model.context import context_of
from zopa.questions.compare import compare
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import load
from zopa.writers import Style
from zopa.writers.terminal import page_text
from zopa_tui.screens.compare import CompareScreen
from zopa_tui.session.scenarios import DRAFT
from zopa_tui.views.compare import differences
from zopa_tui.views.text import UNICODE_SIGNS
from zopa_tui.widgets.verdict_grid import DiffTable


def test_the_rows_are_those_that_compare_finds() -> None:
    """As many as the command counts, of those that differ and of those that do not."""
    workspace = load(CASES / "harbour")
    names = ("compromise", "company-paper", "dockers-paper")
    drafts = [
        (each.path, each.id, each, context_of(workspace.corpus, each))
        for each in (workspace.scenarios[name] for name in names)
    ]
    space = Space(Problem(workspace.corpus))
    found = compare(space, [(scenario, context) for _, _, scenario, context in drafts])

    rows = differences(space, drafts, UNICODE_SIGNS, revision=0).rows

    differing = {(each.nature, each.key) for each in rows if not each.same}
    assert {key for nature, key in differing if nature == "choice"} == set(found.choices)
    assert {key for nature, key in differing if nature == "verdict"} == set(found.verdicts)
    assert {key for nature, key in differing if nature == "outcome"} == {
        f"{entity}.{attribute}" for entity, attribute in found.outcome
    }
    text = page_text(compare_page(workspace.corpus, found, found), Style(enabled=False), 80)
    counts = said.differing(text)
    for nature, title in (
        ("choice", "Choices"),
        ("outcome", "Outcome"),
        ("verdict", "Verdicts"),
    ):
        same = [each.same for each in rows if each.nature == nature]
        assert counts[title] == (same.count(False), same.count(True), 0)


@pytest.mark.parametrize("scenario", ["compromise", "company-paper", "dockers-paper"])
async def test_the_nearest_draft_is_compared_with_first(scenario: str) -> None:
    """The one that shares the most choices."""
    app, screen = await shown("harbour", scenario)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        mine = screen.session.snapshot.verdicts.scenario.choices
        alike = {
            each.path: sum(mine.get(k) == v for k, v in each.scenario.choices.items())
            for each in screen._beside()
            if each.scenario is not None
        }
        assert alike[screen.others[0]] == max(alike.values())


async def shown(case: str, scenario: str) -> tuple[Host, CompareScreen]:
    """The screen on a case."""
    workspace = load(CASES / case)
    screen = CompareScreen(over(workspace, scenario), workspace)
    return Host(screen), screen


async def test_a_side_is_taken_in_one_step() -> None:
    """`>` takes the right side; `u` would take it back; `<` is the draft itself."""
    app, screen = await shown("readings", "by-default")
    session = screen.session
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen.compare_with(["scenarios/both-read-strictly.yaml"])
        await settle(pilot)
        table = screen.query_one(DiffTable)
        assert table.row is not None
        assert table.row.nature == "verdict"
        assert screen.found is not None
        rows = [each for each in screen.found.rows if each.nature == "choice" and not each.same]
        table.go(rows[0].at)
        assert table.row.nature == "choice"
        before = session.draft
        await pilot.press("less_than_sign")
        assert session.draft == before
        await settle(pilot)
        assert "the draft would cross" in text_of(pilot, "#row")
        issue = table.row.key
        await pilot.press("greater_than_sign")
        other = session.corpus, load(CASES / "readings").scenarios["both-read-strictly"]
        assert set(session.draft.picks(issue)) == {
            str(x.term) for x in other[1].choices[issue].picks
        }
        assert session.snapshot.undo == f"take {issue} from both-read-strictly"
        await settle(pilot)
        assert table.row is None or table.row.key != issue
        session.undo()
        assert session.draft == before


async def test_only_choices_can_be_taken() -> None:
    """A verdict is no choice."""
    app, screen = await shown("readings", "by-default")
    async with app.run_test(size=(140, 45)) as pilot:
        await settle(pilot)
        screen.compare_with(["scenarios/both-read-strictly.yaml"])
        await settle(pilot)
        table = screen.query_one(DiffTable)
        assert table.row is not None
        assert table.row.nature == "verdict"
        before = screen.session.draft
        await pilot.press("greater_than_sign")
        assert screen.session.draft == before
        assert "because" in text_of(pilot, "#row")


async def test_scenarios_are_changed_added_and_swapped() -> None:
    """← → go through all others; + adds one; s swaps; f shows the same too."""
    app, screen = await shown("harbour", "compromise")
    async with app.run_test(size=(140, 45)) as pilot:
        await settle(pilot)
        first = screen.others
        await pilot.press("right")
        await settle(pilot)
        assert screen.others != first
        await pilot.press("left")
        await settle(pilot)
        assert screen.others == first
        await pilot.press("plus")
        await settle(pilot)
        assert screen.found is not None
        assert len(screen.found.paths) == 3
        assert screen.found.paths[0] == DRAFT
        await pilot.press("s")
        await settle(pilot)
        assert screen.found.paths[-1] == DRAFT
        fewer = len(screen.query_one(DiffTable).lines)
        await pilot.press("f")
        assert len(screen.query_one(DiffTable).lines) > fewer
        await pilot.press("minus")
        await settle(pilot)
        assert len(screen.found.paths) == 2


async def test_without_another_scenario_the_next_key_is_named() -> None:
    """An empty screen says what to press."""
    workspace = load(CASES / "readings")
    alone = type(workspace)(
        workspace.root,
        workspace.corpus,
        {"by-default": workspace.scenarios["by-default"]},
        workspace.documents,
        workspace.diagnostics,
    )
    screen = CompareScreen(over(workspace, "by-default"), alone)
    app = Host(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key in ("right", "plus", "greater_than_sign", "s", "f"):
            await pilot.press(key)
        await settle(pilot)
        assert "S saves this one as another" in picture(pilot)


@pytest.mark.parametrize(("size", "turn"), TURNS)
async def test_hostile_texts_are_only_shown(size: tuple[int, int], turn: int) -> None:
    """Whatever titles and names say, nothing of it is obeyed."""
    workspace = hostile(load(CASES / "harbour"), turn)
    screen = CompareScreen(over(workspace, "compromise"), workspace)
    app = Host(screen)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in ("down", "f", "end", "pageup"):
            await pilot.press(key)
            safe(pilot)

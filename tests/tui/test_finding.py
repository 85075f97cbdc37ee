"""Filter: / shows only matching rows, n and N go to the next, esc ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.driving import ROOT, app_on, press, running, text
from zopa_tui.screens.base import FindLine
from zopa_tui.views.compare import MatrixTable, PositionRow, narrowed
from zopa_tui.views.deals import ConflictRow
from zopa_tui.views.text import TextLine
from zopa_tui.widgets.deal_lists import ConflictList
from zopa_tui.widgets.effects import PositionList
from zopa_tui.widgets.line_list import NONE, LineList
from zopa_tui.widgets.lists import StatementList
from zopa_tui.widgets.term_tree import TermTree
from zopa_tui.widgets.verdict_grid import DiffTable, VerdictGrid

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from pathlib import Path

    from textual.widget import Widget


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


class Fixed(LineList):
    """A list of given lines."""

    def lay(self, width: int) -> Sequence[TextLine]:
        """Two headings, one item of two lines, two of one line."""
        del width
        lines: list[tuple[str, Hashable]] = [
            ("Above", None), ("First", None), ("  apple", 1), ("  pear", 1), ("", None),
            ("Second", None), ("  plum", 2), ("  apple pie", 3),
        ]  # fmt: skip
        return [TextLine(((text, ""),), key) for text, key in lines]


@pytest.mark.parametrize(
    ("needle", "expected"),
    [
        ("apple", ["Above", "First", "  apple", "  pear", "", "Second", "  apple pie"]),
        ("PIE apple", ["", "Second", "  apple pie"]),
        ("plum", ["", "Second", "  plum"]),
        ("pear", ["Above", "First", "  apple", "  pear"]),
        ("melon", [NONE]),
        ("first", [NONE]),
    ],
)
def test_what_fits_is_shown_whole_under_its_heading(needle: str, expected: list[str]) -> None:
    """Headings of nothing go; all words have to be there, in any order, in any case."""
    pane = Fixed()
    pane.needle = needle.casefold()

    assert [line.text for line in pane._narrowed(pane.lay(40))] == expected


def test_rows_of_the_matrix_are_found_by_their_words() -> None:
    """A party without a row goes too, wherever it stands."""
    rows = [
        PositionRow("a", "A", heading=True),
        PositionRow("a/one", "One", words="A One"),
        PositionRow("b", "B", heading=True),
        PositionRow("b/two", "Two", words="B Two"),
        PositionRow("b/three", "Three", words="B Three"),
        PositionRow("c", "C", heading=True),
        PositionRow("c/four", "Four", words="C Four"),
    ]

    found = narrowed(MatrixTable(rows=tuple(rows)), "b t")

    assert [each.key for each in found.rows] == ["b", "b/two", "b/three"]


PANES: tuple[tuple[str, type[Widget], str], ...] = (
    ("1", TermTree, "donbas"),
    ("2", VerdictGrid, "nato"),
    ("3", ConflictList, "ceasefire"),
    ("4", DiffTable, "donbas"),
    ("5", StatementList, "nato"),
)


def _shown(pane: Widget) -> int:
    if isinstance(pane, VerdictGrid):
        return len(pane.table.rows)
    return len(pane.lines) if isinstance(pane, LineList) else len(list(pane._rows()))  # type: ignore[attr-defined]  # a tree


def _at(pane: Widget) -> object:
    if isinstance(pane, VerdictGrid):
        return pane.at
    return pane.key if isinstance(pane, LineList) else pane.target  # type: ignore[attr-defined]  # a tree


@pytest.mark.parametrize("screen", "123456")
async def test_letters_are_asked_for_only_when_wanted(screen: str) -> None:
    """No line is taken up by a filter that nobody uses."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, screen)
        assert not app.screen.query_one(FindLine).display
        await press(pilot, "slash")
        assert app.screen.query_one(FindLine).display
        assert "show only what has these" in text(app)
        await press(pilot, "escape")
        assert not app.screen.query_one(FindLine).display


@pytest.mark.parametrize(("screen", "kind", "letters"), PANES)
async def test_it_is_the_same_on_every_screen(
    screen: str, kind: type[Widget], letters: str
) -> None:
    """Letters narrow, enter goes among the hits, n and N walk, esc ends it."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, screen)
        pane = app.screen.query_one(kind)
        every = _shown(pane)
        await press(pilot, "slash", *letters, "enter")
        hits = _shown(pane)
        assert 0 < hits < every
        assert pane.has_focus
        first = _at(pane)
        await press(pilot, "n")
        assert _at(pane) != first
        await press(pilot, "N")
        assert _at(pane) == first
        await press(pilot, "escape")
        assert _shown(pane) == every
        await press(pilot, "n")
        assert "nothing is filtered" in text(app)


async def test_the_pane_in_hand_is_filtered() -> None:
    """Positions where these are in hand; a conflict is shown whole."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        app.screen.query_one(PositionList).focus()
        await press(pilot, "slash", *"nothing has this")
        assert [line.text for line in app.screen.query_one(PositionList).lines] == [NONE]
        await press(pilot, "enter", "n", "escape", "3")
        conflicts = app.screen.query_one(ConflictList)
        before = {line.key for line in conflicts.lines if isinstance(line.key, ConflictRow)}
        await press(pilot, "slash", *"quickly", "enter")
        found = {line.key for line in conflicts.lines if isinstance(line.key, ConflictRow)}
        numbers = {each.conflict for each in found} - {None}
        assert numbers
        assert {x for x in found if x.conflict is not None} == {
            x for x in before if x.conflict in numbers
        }


async def test_what_a_filter_hides_is_not_acted_on() -> None:
    """With no row under the cursor there is nothing to explain, read or clear."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        before = app.session.snapshot
        await press(pilot, "tab", "tab", "slash", *"no such line", "enter")
        assert "Nothing is under the cursor." in text(app)
        await press(pilot, "greater_than_sign", "W")
        await press(
            pilot, "escape", "shift+tab", "shift+tab", "slash", *"no such term", "enter"
        )
        await press(pilot, "x", "s")
        now = app.session.snapshot
        assert (now.revision, now.draft) == (before.revision, before.draft)
        await press(pilot, "escape")
        assert "Nothing is under the cursor." not in text(app)


async def test_a_line_of_another_day_is_found_and_gone_to() -> None:
    """It is listed as one that does not count yet; enter asks as of the day it begins."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "tab", "tab", "slash", *"no nato troops", "enter")
        positions = app.screen.query_one(PositionList)
        assert positions.key == "russia/rejects-nato-troops"
        assert "Not on 2025-08-17:" in text(app)
        assert "Not counted: start date uncertain (by 2025-08-24)" in text(app)
        await press(pilot, "enter")
        assert str(app.session.snapshot.verdicts.context.as_of) == "2025-08-24"
        assert positions.key == "russia/rejects-nato-troops"
        assert "Open: depends on undecided issues." in text(app)


async def test_a_filter_of_issues_goes_to_the_first_hit() -> None:
    """Off a heading, so that the next key has what was looked for."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await press(pilot, "home", "slash", *"crimea", "enter")
        target = app.screen.query_one(TermTree).target
        assert target is not None
        assert (target.kind, target.id) == ("issue", "crimea")


@pytest.mark.slow
@pytest.mark.parametrize("key", ["question_mark", "O"])
async def test_pages_turn_in_a_list_below_a_search_field(key: str) -> None:
    """The field keeps the focus, and the cursor moves as by arrows."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, (80, 24)) as pilot:
        await press(pilot, key)
        picker = app.screen.query_one("#list", LineList)
        first = picker.key
        await press(pilot, "down")
        second = picker.key
        await press(pilot, "pagedown")
        assert picker.key not in {first, second}
        await press(pilot, "pageup", "pageup", "up")
        assert picker.key == first
        assert picker.scroll_offset.y == 0


async def test_help_finds_the_nearest_deal() -> None:
    """By the word that one would type."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app, (80, 24)) as pilot:
        await press(pilot, "question_mark", *"nearest")
        assert app.screen.query_one("#list", LineList).key == "repair"

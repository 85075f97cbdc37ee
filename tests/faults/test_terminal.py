"""Regression tests for the terminal interface: each as found, and in variations.

The number in a name is that of the row. B2 is in `tests/tui/test_typed_ahead.py` too,
which tests all pairs of keys. B3 is `tests/tui/test_contrast.py`, which checks every cell
of every screen in every theme. A terminal without a screen (B15) is in
`tests/tui/test_app.py`.
"""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.widgets import Input, TextArea

from faults.place import issue, line, place
from strategies import written
from tui.driving import app_on, press, running, said, settle, text
from tui.host import CASES
from tui.test_typed_ahead import give
from zopa.cli.init import STARTER
from zopa.workspace import load
from zopa_tui.app.app import ZopaApp
from zopa_tui.screens.compose import ComposeScreen
from zopa_tui.screens.modals.base import ChoiceModal, Modal
from zopa_tui.session.open import begin
from zopa_tui.ui.actions import Screen
from zopa_tui.views.positions import Target
from zopa_tui.widgets.line_list import LineList
from zopa_tui.widgets.status_line import EdgeLine
from zopa_tui.widgets.term_tree import TermTree

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from strategies import Data

HERE = {"chosen": "place/here"}
PLACE = issue("place", "here", "there")
TIME = issue("time", "soon", "late")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in a separate folder."""
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(CASES / "harbour", tmp_path / "work")


def bytes_of(root: Path) -> dict[str, bytes]:
    """Every file."""
    return {str(x): x.read_bytes() for x in sorted(root.rglob("*")) if x.is_file()}


def small(root: Path, **more: Any) -> Path:
    """Two issues with a position each, and a draft that decides one."""
    files = written(
        [PLACE, TIME],
        positions=[line("alpha/stays", HERE), line("beta/waits", {"chosen": "time/late"})],
        draft={"choices": {"place": "here"}, **more},
    )
    place(root, files)
    return root


async def on_issue(app: ZopaApp, pilot: Pilot[int], name: str) -> None:
    """Put the cursor on an issue, its terms below it."""
    assert isinstance(app.screen, ComposeScreen)
    app.screen.reveal(Target("issue", name))
    await settle(pilot)


@pytest.mark.parametrize(
    "keys",
    [
        ("x", "ctrl+s", "enter", "enter"),
        ("s", "S", "enter", "enter"),
        ("a", "i", "enter", *"new-one", "ctrl+s"),
        ("O", "tab", "x"),
        ("e", *"more", "ctrl+s"),
    ],
    ids=["save", "save as", "add", "delete", "edit"],
)
async def test_b1_a_sample_is_never_written_to(tmp_path: Path, keys: tuple[str, ...]) -> None:
    """What is drafted with it goes to a workspace of one's own, or is refused."""
    sample = shutil.copytree(STARTER, tmp_path / "package")
    file = sample / "scenarios" / "first-draft.yaml"
    before = bytes_of(sample)
    app = ZopaApp(sample, file, sample=True, start=begin(sample, file, sample=True))
    (tmp_path / "mine").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path / "mine")
        async with running(app) as pilot:
            await press(pilot, *keys)
            await settle(pilot)
    assert bytes_of(sample) == before


@pytest.mark.parametrize("on", ["1", "2", "3"])
@pytest.mark.parametrize("opener", ["question_mark", "y", "H", "O"])
async def test_b2_an_answer_given_twice_in_one_read_counts_once(
    root: Path, on: str, opener: str
) -> None:
    """On each screen; the screen stays, and the keys after it are its own."""
    app, chance = app_on(root, "compromise"), random.Random(0)
    async with running(app) as pilot:
        await press(pilot, on)
        below = app.screen
        for key in (opener, "enter", "enter", "escape", "escape", "escape"):
            give(app, key, chance)
        await settle(pilot)
        assert app.is_running
        assert app.screen is below or app.screen_stack[0] is not below


@pytest.mark.parametrize(
    "before", [{"expect": {"deal": True}}, {"description": "Theirs."}, {"note": "Mine."}]
)
async def test_b4_a_copy_takes_the_choices_over_and_nothing_else(
    tmp_path: Path, before: Data
) -> None:
    """It has a title of its own, and stands in the list at once."""
    root = small(tmp_path / "work", **before)
    app = app_on(root, "draft")
    async with running(app) as pilot:
        await press(pilot, "S", "end", *" B", "enter", "enter")
        await settle(pilot)
        path = app.session.file.path
        assert path is not None
        assert path.stem != "draft"
        copied = load(root).scenarios[path.stem]
        assert path.stem in app.workspace.scenarios
    kept = load(root).scenarios["draft"]
    assert copied.title.endswith(" B")
    assert copied.choices == kept.choices
    assert next(iter(before)) not in path.read_text("utf-8")
    assert next(iter(before)) in (root / "scenarios" / "draft.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("expected", "keys"),
    [
        ({"respected": ["alpha/stays"]}, ("x",)),
        ({"deal": "open"}, ("x", "s")),
        ({"open": ["beta/waits"]}, ("J", "down", "space")),
    ],
    ids=["taken back", "silent", "chosen"],
)
async def test_b5_what_an_edit_breaks_is_said_at_once_and_before_saving(
    tmp_path: Path, expected: Data, keys: tuple[str, ...]
) -> None:
    """As `check` would say it of the file."""
    root = small(tmp_path / "work", expect=expected)
    file = root / "scenarios" / "draft.yaml"
    before = file.read_bytes()
    app = app_on(root, "draft")
    async with running(app) as pilot:
        assert not app.session.unmet
        await on_issue(app, pilot, "place")
        await press(pilot, *keys)
        assert len(app.session.unmet) == 1
        await press(pilot, "6")
        assert "expected" in text(app)
        await press(pilot, "ctrl+s")
        assert "Expectations not met" in text(app)
        await press(pilot, "escape")
        assert file.read_bytes() == before
        await press(pilot, *["u"] * len(keys))
        assert not app.session.unmet


@pytest.mark.parametrize(
    ("rule", "keys"),
    [
        ({"requires": {"not": {"silent": "time"}}}, ("s",)),
        ({"requires": {"chosen": "time/soon"}}, ("s",)),
        ({"requires": {"chosen": "time/soon"}}, ("down", "down", "space")),
    ],
    ids=["silence", "silence for a term", "another term"],
)
async def test_b6_what_rules_exclude_is_refused_with_what_clashes(
    tmp_path: Path, rule: Data, keys: tuple[str, ...]
) -> None:
    """The draft stays coherent, and keeps its verdicts."""
    rules = [{"id": "first", **HERE, **rule}]
    files = written(
        [PLACE, TIME],
        rules=rules,
        positions=[line("alpha/stays", HERE)],
        draft={"choices": {"place": "here", "time": "soon"}},
    )
    place(tmp_path / "work", files)
    app = app_on(tmp_path / "work", "draft")
    async with running(app) as pilot:
        await on_issue(app, pilot, "time")
        await press(pilot, *keys)
        assert any("cannot be had with" in each for each in said(app)), said(app)
        assert app.session.snapshot.verdicts.coherent
        assert app.session.snapshot.saved


@pytest.mark.parametrize(
    "keys",
    [
        ("O", *"pay only", "enter"),
        ("ctrl+p", *"scenario: pay", "enter"),
        ("2", "end", "right", "enter"),
    ],
    ids=["the list", "the palette", "a column of the matrix"],
)
async def test_b7_another_draft_is_opened_beside_unsaved_work(
    root: Path, keys: tuple[str, ...]
) -> None:
    """Nobody is asked about the end; the end asks, once, and escape stays."""
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        await on_issue(app, pilot, "pay")
        await press(pilot, "x")
        mine = app.session
        assert not mine.snapshot.saved
        for key in keys:
            await press(pilot, {" ": "space", ":": "colon"}.get(key, key))
            await pilot.pause(0.3 if keys[0] == "ctrl+p" else 0)
        await settle(pilot)
        assert app.session is not mine
        assert mine in [each.session for each in app.drafts.all]
        assert not mine.snapshot.saved
        assert "quit" not in text(app).casefold()
        await press(pilot, "q")
        assert isinstance(app.screen, ChoiceModal), type(app.screen)
        assert "compromise" in text(app)
        await press(pilot, "escape")
        assert app.is_running
        assert not app.ending
        assert not mine.snapshot.saved


@pytest.mark.parametrize("scenario", ["compromise", "pay-only", None])
async def test_b8_the_tour_leads_back_and_can_be_had_again(
    root: Path, scenario: str | None
) -> None:
    """Welcome and tour are among the commands, too."""
    app = app_on(root, scenario)
    async with running(app) as pilot:
        if scenario is None:
            await press(pilot, "escape")
        for _ in range(2):
            await press(pilot, "f5")
            await settle(pilot)
            assert app.sample
            assert "Tour 1/" in text(app)
            await press(pilot, "space")
            assert "Tour 2/" in text(app)
            await press(pilot, "f5")
            await settle(pilot)
            assert not app.sample
            assert app.root == root
            name = app.session.file.path.stem if app.session.file.path else None
            assert name == scenario
        for words in ("tour", "welcome"):
            await press(pilot, "ctrl+p", *words)
            await pilot.pause(0.3)
            await settle(pilot)
            assert words in text(app).casefold().replace(f"{words}\n", "", 1)
            await press(pilot, "escape")


@pytest.mark.parametrize(
    "keys", [("comma",), ("full_stop", "full_stop"), ("left_curly_bracket",)]
)
async def test_b9_looking_at_another_day_changes_no_file(
    root: Path, keys: tuple[str, ...]
) -> None:
    """Nothing is asked at the end; `I` keeps the day, which is a change."""
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        before = app.session.snapshot.verdicts.context.as_of
        await press(pilot, *keys)
        assert app.session.snapshot.verdicts.context.as_of != before
        assert app.session.snapshot.saved
        await press(pilot, "I")
        assert not app.session.snapshot.saved
        await press(pilot, "u", "q")
        assert app.ending


@pytest.mark.parametrize("keys", [("u",), ("U",), ("2", "y", "c"), ("n", "n")])
async def test_b10_what_is_said_covers_no_answer(
    root: Path, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands in the status line of the screen."""
    monkeypatch.setattr(EdgeLine, "fall_silent", lambda _: None)  # however long it takes
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        await press(pilot, *keys)
        assert said(app)
        assert said(app)[-1] in " ".join(" ".join(text(app).splitlines()[-8:]).split())
        assert not app.screen.query("Toast")


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (140, 45)])
async def test_b11_a_click_looks_and_a_second_one_chooses(
    root: Path, size: tuple[int, int]
) -> None:
    """The tabs of the first line are clicked, too."""
    app = app_on(root, "compromise")
    async with running(app, size) as pilot:
        tree = app.screen.query_one(TermTree)
        await on_issue(app, pilot, "pay")
        at = next(
            (x, y)
            for y, row in enumerate(text(app).splitlines())
            if (x := row.find("○ ")) > 0 and tree.region.contains(x, y)
        )
        before = app.session.draft.choices
        await pilot.click(offset=(at[0] + 3, at[1]))
        await settle(pilot)
        assert app.session.draft.choices == before
        target = tree.target
        assert target is not None
        assert target.kind == "term"
        await pilot.click(offset=(at[0] + 3, at[1]))
        await settle(pilot)
        assert app.session.draft.choices != before
        await pilot.click(offset=(text(app).splitlines()[0].index("Deals"), 0))
        await settle(pilot)
        assert app.mode is Screen.DEALS


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (140, 45)])
async def test_b12_without_tiles_there_is_no_map(tmp_path: Path, size: tuple[int, int]) -> None:
    """No pane of it, and no stop of `tab` there; its key says why."""
    app = app_on(small(tmp_path / "work"), "draft")
    async with running(app, size) as pilot:
        for _ in range(4):
            assert not app.screen.query_one("#map").display
            assert "terms/state.yaml" not in text(app)
            await press(pilot, "tab")
        await press(pilot, "v")
        assert "no place has a tile" in said(app)[-1]


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (139, 45)])
async def test_b13_every_screen_and_every_name_can_be_seen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """Six tabs, thirty letters of a term at a hundred columns, parties as they are called."""
    long = "As much as both can bear in one year of calm"
    files = written(
        [issue("place", {"id": "here", "title": long}, "there")],
        positions=[line("alpha/stays", HERE)],
    )
    [alpha] = [x for x in files["terms/parties.yaml"]["parties"] if x["id"] == "alpha"]
    alpha |= {"name": "NATO, the alliance", "short": "NATO"}
    place(tmp_path / "work", files)
    app = app_on(tmp_path / "work", "draft")
    async with running(app, size) as pilot:
        head = text(app).splitlines()[0]
        assert all(each.capitalize() in head for each in Screen)
        await on_issue(app, pilot, "place")
        assert long[: 30 if size[0] >= 100 else 24] in text(app)
        assert "NATO" in text(app)
        assert "Nato" not in text(app)


@pytest.mark.parametrize("screen", ["1", "2", "5"])
async def test_b14_reading_again_keeps_the_place(root: Path, screen: str) -> None:
    """Of the cursor, on whatever screen."""
    app = app_on(root, "compromise")
    async with running(app, (100, 30)) as pilot:
        await press(pilot, screen, "down", "down", "down")
        pane = app.focused
        assert pane is not None
        before = getattr(pane, "key", None), getattr(pane, "target", None), pane.id
        (root / "terms" / "later.txt").write_text("x", "utf-8")
        file = root / "terms" / "corpus.yaml"
        file.write_text(file.read_text("utf-8").replace("title: ", "title: Again, "), "utf-8")
        await press(pilot, "R")
        await settle(pilot)
        pane = app.focused
        assert pane is not None
        assert (getattr(pane, "key", None), getattr(pane, "target", None), pane.id) == before


@pytest.mark.parametrize("keys", [("S",), ("slash",), ("O",), ("ctrl+p",), ("a", "t")])
async def test_b15_lines_that_are_pasted_are_joined(root: Path, keys: tuple[str, ...]) -> None:
    """In every field of one line; a form keeps the lines of a text."""
    app = app_on(root, "compromise")
    async with running(app) as pilot:
        await press(pilot, *keys)
        field = app.focused
        assert isinstance(field, Input | TextArea), field
        app.post_message(events.Paste("one\n  two\r\nthree"))
        await settle(pilot)
        got = field.value if isinstance(field, Input) else field.text
        assert "one two three" in " ".join(got.split())
        assert isinstance(field, TextArea) or "\n" not in got


B16: dict[str, tuple[Data, bool, str]] = {
    "decides one issue": ({"place": "there"}, False, "The draft is unfinished"),
    "decides all": ({"place": "there", "time": "soon"}, True, "draft"),
    "decides nothing": ({}, False, "The draft is unfinished"),
}


@pytest.mark.parametrize("case", B16)
async def test_b16_only_a_finished_draft_has_a_place_on_the_frontier(
    tmp_path: Path, case: str
) -> None:
    """One that may cross more is not drawn as if it crossed only what it crosses so far."""
    choices, drawn, words = B16[case]
    against = [
        line("beta/leaves", {"chosen": "place/there"}),
        line("beta/hurries", {"chosen": "time/soon"}),
    ]
    stays = [line("alpha/stays", HERE), line("alpha/waits", {"chosen": "time/late"})]
    files = written([PLACE, TIME], positions=stays + against, draft={"choices": choices})
    place(tmp_path / "work", files)
    app = app_on(tmp_path / "work", "draft")
    async with running(app, (140, 45)) as pilot:
        await press(pilot, "3")
        await settle(pilot)
        plot = app.screen.query_one("#frontier", LineList)
        shown = "\n".join(each.text for each in plot.lines)
        assert words in shown
        assert (app.screen.signs.here in shown.split("Pareto")[0]) is drawn  # type: ignore[attr-defined]  # a screen of ours


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (140, 45)])
async def test_b16_a_deal_is_shown_and_verdicts_come_first(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """An example in Deals; verdicts before choices in Compare; whole names in Matrix."""
    files = written(
        [PLACE, TIME, *(issue(f"more-{n}", "one", "two") for n in range(12))],
        positions=[line("alpha/stays", HERE)],
        draft={"choices": {"place": "here"}},
    )
    others: Data = {
        f"european-force-{n}": {"place": "there", "more-1": "one"} for n in range(3)
    }
    place(tmp_path / "work", files, drafts=others)
    app = app_on(tmp_path / "work", "draft")
    async with running(app, size) as pilot:
        await press(pilot, "3")
        await settle(pilot)
        lines = [each.text for each in app.screen.query_one("#ways", LineList).lines]
        at = lines.index("One of the deals")
        assert lines[at + 1].split() in (["Time:", "Soon"], ["Time:", "Late"])
        await press(pilot, "4")
        await settle(pilot)
        rows = text(app)
        assert rows.index("Verdicts") < rows.index("Choices")
        assert "Alpha: Line stays" in rows
        await press(pilot, "2")
        await settle(pilot)
        heads = text(app).splitlines()[2:6]
        for part in ("european-", "force-0"):
            assert any(part in each for each in heads), heads
        assert not isinstance(app.screen, Modal)

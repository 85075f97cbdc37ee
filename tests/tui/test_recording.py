"""Forms: add and change items in the files, review the change, undo it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Static

from ones import BARGAIN
from tui.driving import NARROW, WIDE, app_on, press, running, said, settle, text
from zopa.cli.init import _empty, create
from zopa.edit import ThingKind, find
from zopa.edit import plan as plans
from zopa.edit.entry import NewItem
from zopa.edit.plan import Plan
from zopa.workspace import load
from zopa_tui.app.app import ZopaApp
from zopa_tui.app.recording import FORMS
from zopa_tui.app.save import Filing
from zopa_tui.screens.modals.base import ChoiceModal, ReviewModal
from zopa_tui.screens.modals.thing_form import ThingForm
from zopa_tui.session.open import begin
from zopa_tui.session.record import new, planned, recorded
from zopa_tui.ui.actions import Screen
from zopa_tui.widgets.effects import PositionList
from zopa_tui.widgets.field_row import FieldRow, More
from zopa_tui.widgets.lists import StatementList
from zopa_tui.widgets.term_tree import TermTree
from zopa_tui.widgets.verdict_grid import VerdictGrid

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

NAMES = {" ": "space", ",": "comma", ".": "full_stop", "/": "slash", ":": "colon"}
THINGS: dict[str, tuple[dict[str, str], str]] = {
    "party": ({"name": "A Broker"}, "a-broker"),
    "speaker": (
        {"name": "The broker", "party": "buyer", "spellings": "Broker; Brokeress"},
        "the-broker",
    ),
    "source": ({"title": "Letter of January", "published": "1 Jan 2025"}, "letter-of-january"),
    "statement": (
        {
            "speaker": "buyer-counsel",
            "said": "1 Jan 2025",
            "text": "The buyer wants a warranty.",
            "attribution": "direct-statement",
            "cites": "minutes:1,2",
        },
        "the-buyer-wants-a-warranty",
    ),
    "issue": (
        {"question": "Is it insured?", "answer": "{type: boolean}"},
        "is-it-insured",
    ),
    "term": (
        {"issue": "warranty", "title": "For a year only", "mentioned": "implied"},
        "warranty/for-a-year-only",
    ),
    "rule": (
        {
            "basis": "definitional",
            "reason": "It cannot be",
            "holds": "not (warranty/refused and price/fixed)",
        },
        "it-cannot-be",
    ),
    "position": (
        {
            "party": "seller",
            "kind": "demand",
            "strength": "declared",
            "title": "A warranty, or none",
            "since": "1 Jan 2025",
            "holds": "warranty/given or warranty/refused",
            "statements": "seller-on-warranty",
        },
        "seller/a-warranty-or-none",
    ),
    "milestone": (
        {"title": "The closing", "earliest": "2025-02-01", "latest": "2025-03-01"},
        "the-closing",
    ),
    "scenario": ({"title": "Second draft", "as-of": "2025-01-01"}, "second-draft"),
    "group": ({"name": "Both of them"}, "both-of-them"),
    "membership": (
        {"member": "buyer", "group": "seller", "basis": "outside"},
        "buyer/seller",
    ),
    "event": ({"title": "They met", "when": "unknown", "cites": "minutes:1"}, "they-met"),
    "change": (
        {"party": "buyer", "nature": "softer", "steps": "2025-01-01: asks; unknown: does not"},
        "softer",
    ),
    "quantity": ({"value": "300", "of": "Chairs in the room"}, "chairs-in-the-room"),
}
"""Typed texts for an item of each kind, and the id that it gets."""


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small writable workspace."""
    folder = tmp_path / "talks"
    shutil.copytree(BARGAIN, folder)
    return folder


def contents(root: Path) -> dict[str, bytes]:
    """Every file that zopa reads."""
    return {
        each.relative_to(root).as_posix(): each.read_bytes()
        for each in root.rglob("*.yaml")
        if not each.name.startswith(".")
    }


def form(app: ZopaApp) -> ThingForm:
    """The visible form."""
    assert isinstance(app.screen, ThingForm), app.screen
    return app.screen


def row(app: ZopaApp, key: str) -> FieldRow:
    """A row of the form."""
    found = form(app).row(key)
    assert found is not None, key
    return found


async def heard(pilot: Pilot[int], words: str) -> None:
    """Wait for a message after the screens are rebuilt."""
    app = pilot.app
    assert isinstance(app, ZopaApp)
    for _ in range(50):
        if said(app) and words in said(app)[-1]:
            return
        await settle(pilot)
    assert words in said(app)[-1]


def wrong(app: ZopaApp) -> str:
    """The message at the foot of the form."""
    return str(form(app).query_one("#wrong", Static).content)


async def letters(pilot: Pilot[int], words: str) -> None:
    """Type a text."""
    await pilot.press(*(NAMES.get(each, each) for each in words))
    await settle(pilot)


async def fill(pilot: Pilot[int], texts: dict[str, str]) -> None:
    """Fill in fields, including folded ones."""
    app = pilot.app
    assert isinstance(app, ZopaApp)
    if any(form(app).row(key) is None for key in texts):
        await form(app)._show_all()
    for key, words in texts.items():
        row(app, key).put(words)
    await settle(pilot)


async def write(pilot: Pilot[int]) -> str:
    """Review the change and write it; returns the text of the review."""
    app = pilot.app
    assert isinstance(app, ZopaApp)
    await press(pilot, "ctrl+s")
    assert isinstance(app.screen, ReviewModal), text(app)
    seen = text(app)
    await press(pilot, "enter")
    assert not isinstance(app.screen, ThingForm | ReviewModal), text(app)
    return seen


@pytest.mark.parametrize("kind", THINGS)
async def test_each_kind_is_added_and_taken_back(root: Path, kind: str) -> None:
    """Into its file, with what was typed; `u` gives the same bytes again."""
    texts, name = THINGS[kind]
    before = contents(root)
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add(kind)
        await settle(pilot)
        await fill(pilot, texts)
        seen = await write(pilot)

        workspace = load(root)
        assert find(workspace.documents, ThingKind(kind), name) is not None
        assert workspace.sound
        assert "+++ b/" in seen
        await heard(pilot, f"added {kind} {name}")
        assert app.workspace.documents.keys() == workspace.documents.keys()
        after = contents(root)
        changed = {each for each in after if after[each] != before.get(each)}
        also = {"terms/corpus.yaml"} if kind == "party" else set()  # at the table, as all are
        assert len(changed - also) == 1
        assert also <= changed
        assert app.session.snapshot.saved

        await press(pilot, "u")
        assert contents(root) == before
        await heard(pilot, f"undone: add {kind} {name}")
        await press(pilot, "u")
        assert said(app)[-1] == "nothing to undo"


async def test_what_was_taken_back_is_done_again(root: Path) -> None:
    """To the same bytes, until something else is written."""
    before = contents(root)
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("party")
        await settle(pilot)
        await fill(pilot, {"name": "A Broker"})
        await write(pilot)
        after = contents(root)
        await press(pilot, "u")
        assert contents(root) == before
        await press(pilot, "U")
        assert contents(root) == after
        await heard(pilot, "done again: add party a-broker")
        await press(pilot, "U")
        assert said(app)[-1] == "nothing to redo"
        await press(pilot, "u")
        assert contents(root) == before


async def test_an_added_scenario_is_opened_where_nothing_else_is(root: Path) -> None:
    """A draft without a name in which nothing was done makes room for it."""
    app = app_on(root)
    async with running(app) as pilot:
        if isinstance(app.screen, ChoiceModal):
            await press(pilot, "escape")
        app.recording.add("scenario")
        await settle(pilot)
        await fill(pilot, {"title": "Second draft", "as-of": "2025-01-01"})
        await write(pilot)

        await heard(pilot, "added scenario second-draft")
        assert app.session.file.path == root / "scenarios" / "second-draft.yaml"


async def test_an_unknown_id_is_told_while_one_types(root: Path) -> None:
    """With what may be meant; nothing is told while words still go on with it."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("position")
        await settle(pilot)
        await letters(pilot, "selr")
        assert "no party `selr`; did you mean `seller`?" in text(app)
        await press(pilot, "backspace")
        assert "no party" not in text(app)
        await fill(pilot, {"statements": "minutes, seller-on-warranty"})
        assert "no statement `minutes`" in text(app)


async def test_enter_does_not_pass_over_what_is_needed(root: Path) -> None:
    """It takes the first word in hand, and takes it over when it is pressed again."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("position")
        await settle(pilot)
        await press(pilot, "enter")
        assert row(app, "party").text == ""
        assert row(app, "party").has_class("-in")
        await press(pilot, "enter")
        assert row(app, "party").text == "buyer"
        assert row(app, "kind").has_class("-in")


async def test_a_position_by_keys_alone(root: Path) -> None:
    """Words are completed by enter, the id follows the title, the cursor stands on it then."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        await press(pilot, "tab", "a")
        assert "Whose position it is." in text(app)
        await letters(pilot, "sell")
        await press(pilot, "enter")
        await letters(pilot, "dem")
        await press(pilot, "enter")
        await letters(pilot, "declared")
        await press(pilot, "enter")
        await letters(pilot, "No fee")
        assert row(app, "id").text == "no-fee"
        await press(pilot, "enter")
        await letters(pilot, "1 Jan 2025")
        assert "= 2025-01-01" in text(app)
        if form(app).row("holds") is None:
            form(app).query_one(More).focus()
            await press(pilot, "enter")
        row(app, "holds").focus_input()
        await letters(pilot, "not warranty/giv")
        await press(pilot, "enter")
        assert row(app, "holds").text == "not warranty/given"
        row(app, "statements").focus_input()
        await press(pilot, "down", "down", "enter")
        await write(pilot)

        found = load(root).corpus.positions["seller/no-fee"]
        assert (str(found.kind), str(found.strength)) == ("demand", "declared")
        assert [str(each) for each in found.statements] == ["seller-on-warranty"]
        pane = app.screen.query_one(PositionList)
        assert pane.has_focus
        assert pane.key == "seller/no-fee"


async def test_the_cursor_stands_on_what_is_new(root: Path) -> None:
    """In the pane of the screen that holds such things."""
    app = app_on(root, "first-draft")
    async with running(app, WIDE) as pilot:

        async def add(kind: str) -> None:
            app.recording.add(kind)
            await settle(pilot)
            await fill(pilot, THINGS[kind][0])
            await write(pilot)

        await add("term")
        tree = app.screen.query_one(TermTree)
        assert tree.target is not None
        assert tree.target.id == "warranty/for-a-year-only"
        await add("issue")
        tree = app.screen.query_one(TermTree)
        assert tree.target is not None
        assert tree.target.id == "is-it-insured"
        await press(pilot, "2")
        await add("position")
        assert app.mode == Screen.MATRIX
        assert app.screen.query_one(VerdictGrid).at[0] == "seller/a-warranty-or-none"
        await press(pilot, "5")
        await add("statement")
        assert app.mode == Screen.SOURCES
        assert app.screen.query_one(StatementList).key == "the-buyer-wants-a-warranty"


async def test_what_a_field_speaks_of_is_made_in_place(root: Path) -> None:
    """A position, its statement, the source of that: one change, taken back as one."""
    before = contents(root)
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("position")
        await settle(pilot)
        texts = {**THINGS["position"][0], "statements": ""}
        await fill(pilot, texts)
        row(app, "statements").focus_input()
        await letters(pilot, "new")
        await press(pilot, "enter")
        assert "New statement, for the position" in text(app)
        await fill(pilot, {**THINGS["statement"][0], "cites": ""})
        row(app, "cites").focus_input()
        await letters(pilot, "new")
        await press(pilot, "enter")
        assert "New source, for the statement" in text(app)
        await fill(pilot, THINGS["source"][0])
        await press(pilot, "ctrl+s")
        assert row(app, "cites").text == "letter-of-january:"
        await letters(pilot, "2")
        assert contents(root) == before, "a form in a form writes nothing"
        await press(pilot, "ctrl+s")
        assert row(app, "statements").text == "the-buyer-wants-a-warranty"
        await write(pilot)

        corpus = load(root).corpus
        position = corpus.positions["seller/a-warranty-or-none"]
        (statement,) = position.statements
        assert str(corpus.statements[statement].cites[0][0]) == "letter-of-january"
        await press(pilot, "u")
        assert contents(root) == before


async def test_what_was_made_and_is_not_spoken_of_any_more_is_left_out(root: Path) -> None:
    """Only what the thing names comes into the files."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("position")
        await settle(pilot)
        await fill(pilot, {**THINGS["position"][0], "statements": "new"})
        row(app, "statements").focus_input()
        await press(pilot, "enter")
        await fill(pilot, THINGS["statement"][0])
        await press(pilot, "ctrl+s")
        await fill(pilot, {"statements": "seller-on-warranty"})
        await write(pilot)

        assert list(load(root).corpus.statements) == ["buyer-on-price", "seller-on-warranty"]


async def test_an_issue_is_made_where_a_condition_is_asked_for(root: Path) -> None:
    """And written with what speaks of it; the cursor goes on after what was made for one id."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("position")
        await settle(pilot)
        await fill(pilot, {**THINGS["position"][0], "party": "", "holds": ""})
        row(app, "party").focus_input()
        await letters(pilot, "new")
        await press(pilot, "enter")
        await fill(pilot, {"name": "A Broker"})
        await press(pilot, "ctrl+s")
        assert row(app, "kind").has_class("-in")
        row(app, "holds").focus_input()
        await letters(pilot, "new")
        await press(pilot, "enter")
        await fill(pilot, {"question": "Is it insured?", "answer": "yes/no"})
        await press(pilot, "ctrl+s")
        assert row(app, "holds").text == "is-it-insured"
        await fill(pilot, {"holds": "is-it-insured = true"})
        await write(pilot)

        documents = load(root).documents
        assert find(documents, ThingKind.ISSUE, "is-it-insured") is not None
        assert find(documents, ThingKind.POSITION, "a-broker/a-warranty-or-none") is not None


async def test_an_issue_is_added_with_its_terms(root: Path) -> None:
    """Each in a form in the form; a rule that speaks of a term of a new issue, too."""
    before = contents(root)
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("rule")
        await settle(pilot)
        await fill(pilot, {"basis": "definitional", "reason": "May is too soon"})
        await fill(pilot, {"chosen": "new", "requires": "warranty/given"})
        row(app, "chosen").focus_input()
        await press(pilot, "enter")
        row(app, "issue").focus_input()
        await letters(pilot, "new")
        await press(pilot, "enter")
        await fill(pilot, {"question": "When is it delivered?"})
        row(app, "terms").focus_input()
        for title in ("In May", "In June", "In May"):
            await press(pilot, "down", "enter")
            assert "New term, for the issue" in text(app)
            assert form(app).row("issue") is None
            await fill(pilot, {"title": title, "mentioned": "implied"})
            await press(pilot, "ctrl+s")
        said_ = "in-may: In May | mentioned: implied"
        assert row(app, "terms").text.splitlines() == [
            said_,
            said_.replace("may", "june").replace("May", "June"),
            said_.replace("may", "may-2"),
        ]
        await press(pilot, "enter")
        assert isinstance(app.focused, More), "enter goes on from an empty line"
        await fill(pilot, {"terms": f"{said_}; In June"})
        await press(pilot, "ctrl+s")
        assert row(app, "issue").text == "when-is-it-delivered"
        await fill(pilot, {"title": "In July", "mentioned": "implied"})
        await press(pilot, "ctrl+s")
        assert row(app, "chosen").text == "when-is-it-delivered/in-july"
        await write(pilot)

        corpus = load(root).corpus
        terms = list(map(str, corpus.issues["when-is-it-delivered"].terms))
        assert terms == ["in-may", "in-june", "in-july"]
        assert "may-is-too-soon" in corpus.rules
        await press(pilot, "u")
        assert contents(root) == before


async def test_terms_and_a_type_are_typed_as_they_are_in_commands(root: Path) -> None:
    """Each on a line; enter goes on from a type, words are offered within parts."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("issue")
        await settle(pilot)
        await letters(pilot, "When is it delivered?")
        row(app, "answer").focus_input()
        await press(pilot, "enter")
        await letters(pilot, "In May")
        await press(pilot, "enter")
        await letters(pilot, "In June | cites: min")
        assert "minutes  Minutes of the first meeting" in text(app)
        await press(pilot, "enter")
        await letters(pilot, "2")
        await write(pilot)

        terms = load(root).corpus.issues["when-is-it-delivered"].terms
        assert [(str(x), each.title) for x, each in terms.items()] == [
            ("in-may", "In May"),
            ("in-june", "In June"),
        ]
        assert terms["in-june"].cites != ()
        app.recording.add("issue")
        await settle(pilot)
        row(app, "answer").focus_input()
        await letters(pilot, "yes/no")
        await press(pilot, "enter")
        assert row(app, "terms").has_class("-in")
        assert row(app, "answer").text == "yes/no"


async def test_what_is_needed_by_now_is_marked_and_shown(root: Path) -> None:
    """Who reports it, once it is a report; a place, without which nothing is written."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("statement")
        await settle(pilot)
        assert "* Cites" in text(app)
        assert form(app).row("by") is None
        await fill(pilot, {"attribution": "reported-by-media"})
        assert form(app).row("by") is not None
        await press(pilot, "ctrl+s")
        assert wrong(app) == "still needed: speaker, said, text, id, cites"


async def test_a_position_is_added_with_its_readings(root: Path) -> None:
    """In forms of their own, too."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("position")
        await settle(pilot)
        await fill(pilot, {**THINGS["position"][0], "holds": "", "readings": "new"})
        for name, condition, default in (
            ("wide", "warranty/given", "true"),
            ("narrow", "warranty/refused", ""),
        ):
            row(app, "readings").focus_input()
            await press(pilot, "enter")
            assert "New reading, for the position" in text(app)
            await fill(pilot, {"id": name, "holds": condition, "default": default})
            await press(pilot, "ctrl+s")
            if default:
                assert row(app, "readings").text == "wide: warranty/given | default: true\n"
                await letters(pilot, "new")
        await write(pilot)

        found = load(root).corpus.positions["seller/a-warranty-or-none"]
        assert list(map(str, found.readings)) == ["wide", "narrow"]
        assert str(found.default) == "wide"


async def test_a_statement_becomes_a_position(root: Path) -> None:
    """Its party, its day and itself are filled in."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        await press(pilot, "5")
        pane = app.screen.query_one(StatementList)
        pane.go("seller-on-warranty")
        await press(pilot, "tab")
        assert not pane.has_focus, "its source is in hand"
        await press(pilot, "b")
        found = {key: row(app, key).text for key in ("party", "since", "statements")}
        assert found == {
            "party": "seller",
            "since": "2025-01-01",
            "statements": "seller-on-warranty",
        }
        texts = dict(THINGS["position"][0])
        for key in found:
            del texts[key]
        await fill(pilot, texts)
        await write(pilot)

        assert "seller/a-warranty-or-none" in load(root).corpus.positions


async def test_a_change_writes_only_what_is_changed(root: Path) -> None:
    """Comments and order stay; a field that is emptied goes."""
    path = root / "terms/positions/seller.yaml"
    noted = path.read_text("utf-8").replace("    title:", "    # weighed twice\n    title:")
    path.write_text(noted + "    note: Once more.\n", "utf-8")
    before = path.read_text("utf-8")
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        await press(pilot, "tab", "e")
        assert "Edit position seller/no-cheap-warranty" in text(app)
        assert row(app, "kind").text == "red-line"
        assert form(app).row("id") is None
        await fill(pilot, {"title": "No warranty for little", "note": ""})
        await write(pilot)

        expected = before.replace(
            "No warranty below a hundred thousand", "No warranty for little"
        )
        assert path.read_text("utf-8") == expected.replace("    note: Once more.\n", "")
        await press(pilot, "u")
        assert path.read_text("utf-8") == before


async def test_a_form_that_is_left_as_it_is_writes_nothing(root: Path) -> None:
    """And says so."""
    before = contents(root)
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        await press(pilot, "e", "ctrl+s")
        assert isinstance(app.screen, ThingForm)
        assert "nothing is changed" in text(app)
        await press(pilot, "escape")
        assert not isinstance(app.screen, ThingForm)
    assert contents(root) == before


async def test_the_scenario_is_changed_beside_its_choices(root: Path) -> None:
    """The draft keeps what it changed; both can be undone."""
    path = root / "scenarios/first-draft.yaml"
    before = path.read_bytes()
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.session.choose("warranty", "refused")
        await press(pilot, "i")
        assert "Edit scenario first-draft" in text(app)
        assert form(app).row("choices") is None
        await fill(
            pilot,
            {
                "title": "A first draft",
                "as-of": "2 Jan 2025",
                "note": "For the meeting.",
                "proposed-by": "buyer",
                "status": "proposed",
                "at-the-table": "seller",
                "expect": "deal: false\ncrossed: [seller/no-cheap-warranty]",
            },
        )
        await write(pilot)

        known = load(root).scenarios["first-draft"]
        assert (known.title, str(known.as_of)) == ("A first draft", "2025-01-02")
        assert known.expectations != ()
        assert "warranty: given" in path.read_text("utf-8")
        draft = app.session.draft
        assert list(draft.picks("warranty")) == ["refused"]
        assert (str(draft.as_of), draft.table) == ("2025-01-02", ("seller",))
        assert not app.session.snapshot.saved
        assert app.session.file.scenario.title == "A first draft"

        await press(pilot, "u")
        assert path.read_bytes() == before
        assert list(app.session.draft.picks("warranty")) == ["refused"]
        assert (app.session.draft.as_of, app.session.draft.table) == (None, None)
        await press(pilot, "u")
        assert app.session.snapshot.saved


CITED = """title: Second draft
choices:
  price: {fixed: {amount: 85}}   # the price
  warranty: {term: given, cites: {minutes: [1]}}
"""


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (
            "price: minutes:2; warranty: minutes:1,3",
            (
                "  price: {term: {fixed: {amount: 85}}, cites: {minutes: [2]}}   # the price\n"
                "  warranty: {term: given, cites: {minutes: [1, 3]}}\n"
            ),
        ),
        ("", "  price: {fixed: {amount: 85}}   # the price\n  warranty: given\n"),
    ],
)
def test_the_places_that_choices_rest_on(root: Path, typed: str, lines: str) -> None:
    """They are added, changed and taken away; the choices stay."""
    path = root / "scenarios" / "second.yaml"
    path.write_text(CITED, encoding="utf-8")
    record = recorded(load(root), ThingKind.SCENARIO, "second")
    assert record is not None
    assert record.start["choices-cite"] == "warranty: minutes:1"
    entry = record.entry({**record.start, "choices-cite": typed})
    assert isinstance(entry, NewItem)
    found = planned(record.workspace, record.edits((entry,)))
    assert isinstance(found, Plan)
    plans.write(found)
    assert path.read_text("utf-8") == f"title: Second draft\nchoices:\n{lines}"

    cites = next(each for each in record.fields if each.key == "choices-cite")
    wrong = {
        "prize: minutes:2": "the file has no choice on `prize`; did you mean `price`?",
        "price: minute:2": "no source `minute`; did you mean `minutes`?",
    }
    for slip, message in wrong.items():
        assert record.wrong(cites, slip, {}) == message


async def test_places_are_added_to_a_choice_in_the_form(root: Path) -> None:
    """Of the draft under work, which keeps its choices; `u` takes the places away."""
    path = root / "scenarios/first-draft.yaml"
    before = path.read_bytes()
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        await press(pilot, "i")
        await fill(pilot, {"choices-cite": "warranty: minutes:2"})
        assert "warranty: {term: given, cites: {minutes: [2]}}" in await write(pilot)
        assert list(app.session.draft.picks("warranty")) == ["given"]
        assert app.session.snapshot.saved
        await press(pilot, "u")
        assert path.read_bytes() == before


async def test_unsaved_work_is_kept(root: Path) -> None:
    """Before, between and after additions; `u` takes them back in their order."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.session.choose("warranty", "refused")
        app.recording.add("term")
        await settle(pilot)
        await fill(pilot, THINGS["term"][0])
        await write(pilot)
        assert list(app.session.draft.picks("warranty")) == ["refused"]
        assert not app.session.snapshot.saved
        app.session.silence("price")

        await press(pilot, "u")
        assert said(app)[-1].startswith("undone: ")
        assert not app.session.draft.silent("price")
        assert "for-a-year-only" in app.session.corpus.issues["warranty"].terms
        await press(pilot, "u")
        assert "for-a-year-only" not in app.session.corpus.issues["warranty"].terms
        assert list(app.session.draft.picks("warranty")) == ["refused"]
        await press(pilot, "u")
        assert app.session.snapshot.saved


async def test_a_draft_without_a_file_is_kept(root: Path) -> None:
    """The welcome is not shown again."""
    app = app_on(root)
    async with running(app) as pilot:
        await press(pilot, "escape")
        app.session.choose("warranty", "refused")
        app.recording.add("party")
        await settle(pilot)
        await fill(pilot, THINGS["party"][0])
        await write(pilot)

        assert not isinstance(app.screen, ChoiceModal)
        assert list(app.session.draft.picks("warranty")) == ["refused"]
        await press(pilot, "i")
        assert "has no file yet" in said(app)[-1]


async def test_a_workspace_from_nothing(tmp_path: Path) -> None:
    """Two parties, a source, three statements, three positions and a draft, by forms alone."""
    folder = tmp_path / "new"
    create(folder, _empty("Talks"))
    app = app_on(folder)
    async with running(app) as pilot:

        async def add(kind: str, texts: dict[str, str]) -> None:
            await press(
                pilot, "a", *((FORMS[kind],) if not isinstance(app.screen, ThingForm) else ())
            )
            await fill(pilot, texts)
            await write(pilot)

        await press(pilot, "escape")
        await add("party", {"name": "Union"})
        await add("party", {"name": "Employers"})
        assert list(map(str, load(folder).corpus.at_the_table)) == ["union", "employers"]
        await add("speaker", {"name": "Ada", "party": "union"})
        await add("speaker", {"name": "Bea", "party": "employers"})
        await add("source", {"title": "Herald"})
        app.recording.change_corpus()
        await settle(pilot)
        assert "Edit corpus " in text(app)
        assert row(app, "at-the-table").text == "union, employers"
        await fill(pilot, {"as-of": "2025-06-01"})
        await write(pilot)
        await press(pilot, "a", "i")
        await fill(pilot, {"question": "Is there a raise?"})
        row(app, "terms").focus_input()
        for title in ("A raise", "None"):
            await press(pilot, "down", "enter")
            await fill(pilot, {"title": title, "mentioned": "implied"})
            await press(pilot, "ctrl+s")
        await write(pilot)
        for speaker, words in (
            ("ada", "A raise now"),
            ("bea", "None this year"),
            ("ada", "Soon"),
        ):
            said_ = {"speaker": speaker, "said": "2025-06-01", "text": words}
            known = {"attribution": "direct-statement", "cites": "herald:1"}
            await add("statement", said_ | known)
        await press(pilot, "5")
        for statement, kind, term in (
            ("a-raise-now", "red-line", "a-raise"),
            ("none-this-year", "demand", "none"),
            ("soon", "preference", "a-raise"),
        ):
            app.screen.query_one(StatementList).go(statement)
            await press(pilot, "b")
            shape = {"kind": kind, "strength": "declared", "title": f"Of {statement}"}
            await fill(pilot, shape | {"holds": f"is-there-a-raise/{term}"})
            await write(pilot)
        await press(pilot, "1")
        await add("scenario", {"title": "First"})

        found = load(folder)
        assert found.sound
        assert len(found.corpus.positions) == 3
        assert "first" in found.scenarios
        assert [x for x in found.diagnostics if str(x.severity) == "error"] == []
        app.drafts.open_path("scenarios/first.yaml")
        await settle(pilot)
        assert app.session.choose("is-there-a-raise", "a-raise") is None
        await press(pilot, "ctrl+s")
        assert load(folder).scenarios["first"].choices


# -- what is wrong ------------------------------------------------------------


async def test_what_is_wrong_is_said_while_one_types(root: Path) -> None:
    """Below the field, once it is left or nothing goes on with it."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("position")
        await settle(pilot)
        row(app, "since").focus_input()
        await letters(pilot, "soon")
        assert "is not a day" in text(app)
        row(app, "id").focus_input()
        await letters(pilot, "No")
        assert "ids are lower-case words" in text(app)
        await fill(pilot, {"party": "seller", "id": "no-cheap-warranty"})
        assert "there is a position" in text(app)
        await fill(pilot, {"kind": "wish", "since": "yesterday"})
        assert "`kind` cannot be `wish`" in text(app)
        assert "is not a day" not in text(app)

        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ThingForm)
        assert "still needed: strength, title" in text(app)


@pytest.mark.parametrize(
    ("kind", "key", "typed", "wrong"),
    [
        ("rule", "holds", "price/fixd", "no term `price/fixd`; terms: `price/"),
        ("rule", "holds", "not silent prise", "no issue `prise`; did you mean `price`?"),
        ("position", "readings", "a: price/fixed; b: price/no", "no term `price/no`; terms: "),
        ("rule", "holds", "price/fixed or warranty/given", ""),
        ("issue", "choose", "two", "`two` is not how many are chosen; write one, any, or "),
        ("scenario", "from", "first-drft", "no scenario `first-drft`; did you mean `first-d"),
        ("scenario", "from", "first-draft", ""),
    ],
)
def test_slips_within_a_field_are_told(
    root: Path, kind: str, key: str, typed: str, wrong: str
) -> None:
    """Of names in conditions, numbers of terms, and drafts."""
    record = new(load(root), ThingKind(kind))
    field = next(each for each in record.fields if each.key == key)
    said = record.wrong(field, typed, {key: typed})
    assert said.startswith(wrong)
    assert bool(said) == bool(wrong)


async def test_a_form_begins_in_its_first_field(root: Path) -> None:
    """Also where that is not needed, as the title of a milestone."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("milestone")
        await settle(pilot)
        await letters(pilot, "Signing")
        assert (row(app, "title").text, row(app, "id").text) == ("Signing", "signing")


async def test_what_would_be_an_error_is_said_at_the_form(root: Path) -> None:
    """All of it; nothing is written, and what was typed stays."""
    before = contents(root)
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("position")
        await settle(pilot)
        await fill(pilot, {**THINGS["position"][0], "statements": "nobody", "party": "x"})
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ThingForm)
        assert "`nobody`" in text(app)
        assert "`x`" in text(app)
        assert contents(root) == before

        await fill(pilot, {"statements": "seller-on-warranty", "party": "seller"})
        await write(pilot)
    assert contents(root) != before


async def test_the_day_of_the_corpus_can_move_along(root: Path) -> None:
    """Where it is all that is wrong; only when that is asked for."""
    before = contents(root)
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("statement")
        await settle(pilot)
        await fill(pilot, {**THINGS["statement"][0], "said": "5 Jan 2025"})
        await press(pilot, "ctrl+t")
        assert not isinstance(app.screen, ReviewModal), "it was not offered yet"
        await press(pilot, "ctrl+s")
        assert "was said 2025-01-05, the corpus is as of 2025-01-01" in wrong(app)
        assert "ctrl+t moves the corpus's `as-of` to 2025-01-05 as well" in wrong(app)
        await fill(pilot, {"speaker": "nobody"})
        await press(pilot, "ctrl+s")
        assert "nobody" in wrong(app)
        assert "ctrl+t moves" not in wrong(app)
        await fill(pilot, {"speaker": "buyer-counsel"})
        await press(pilot, "ctrl+s", "ctrl+t")
        assert isinstance(app.screen, ReviewModal)
        assert contents(root) == before
        await press(pilot, "enter")

        corpus = load(root).corpus
        assert str(corpus.as_of) == "2025-01-05"
        assert "the-buyer-wants-a-warranty" in corpus.statements
        await press(pilot, "u")
        assert contents(root) == before


async def test_leaving_asks_once_where_something_was_typed(root: Path) -> None:
    """Where nothing was, it does not."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("party")
        await settle(pilot)
        await press(pilot, "escape")
        assert not isinstance(app.screen, ThingForm)
        app.recording.add("party")
        await settle(pilot)
        await letters(pilot, "A")
        await press(pilot, "escape")
        assert "esc again leaves" in text(app)
        await press(pilot, "escape")
        assert not isinstance(app.screen, ThingForm)


async def test_a_file_that_changes_meanwhile_is_not_written_over(root: Path) -> None:
    """Neither by the change nor by taking it back."""
    path = root / "terms/parties.yaml"
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("party")
        await settle(pilot)
        await fill(pilot, THINGS["party"][0])
        await press(pilot, "ctrl+s")
        path.write_text("# theirs\n" + path.read_text("utf-8"), "utf-8")
        await press(pilot, "enter")
        assert isinstance(app.screen, ThingForm)
        assert "has changed meanwhile" in text(app)
        await write(pilot)
        assert path.read_text("utf-8").startswith("# theirs\n")
        assert "a-broker" in load(root).corpus.parties

        path.write_text("# again\n" + path.read_text("utf-8"), "utf-8")
        await press(pilot, "u")
        assert "stays" in said(app)[-1]
        assert path.read_text("utf-8").startswith("# again\n# theirs\n")
        assert "a-broker" in load(root).corpus.parties


async def test_read_only_sessions_refuse(root: Path) -> None:
    """With the sentence that saving uses; no form is shown."""
    app = app_on(root, "first-draft", read_only=True)
    async with running(app) as pilot:
        for keys in (["a"], ["e"], ["i"], ["5", "b"]):
            await press(pilot, *keys)
            assert "zopa serve --write" in said(app)[-1], keys
            assert not isinstance(app.screen, ThingForm | ChoiceModal)


async def test_the_sample_is_not_changed(root: Path) -> None:
    """It comes with zopa."""
    path = root / "scenarios" / "first-draft.yaml"
    app = ZopaApp(root, path, start=begin(root, path, sample=True), sample=True)
    async with running(app) as pilot:
        for key in ("a", "e", "i"):
            await press(pilot, key)
            assert said(app)[-1] == "the sample that comes with zopa is read-only"
            assert not isinstance(app.screen, ThingForm | ChoiceModal)


# -- getting there ------------------------------------------------------------


async def test_where_several_kinds_fit_it_is_asked(root: Path) -> None:
    """The pane's own first; every other kind is there, too."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        await press(pilot, "a")
        assert isinstance(app.screen, ChoiceModal)
        ids = [each.id for each in app.screen._options]
        assert ids[:2] == ["term", "issue"]
        assert set(ids) == {str(each) for each in ThingKind if not each.standing}
        await press(pilot, "t")
        assert row(app, "issue").text == "price"


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ("down", "Edit issue price"),
        ("down down", "Edit term price/fixed"),
        ("2 down", "Edit position"),
        ("5", "Edit statement"),
        ("5 tab", "Edit source minutes"),
    ],
)
async def test_what_is_under_the_cursor_is_changed(root: Path, keys: str, title: str) -> None:
    """On each screen what it holds."""
    app = app_on(root, "first-draft")
    async with running(app, WIDE) as pilot:
        await press(pilot, "g", *keys.split(), "e")
        assert title in text(app)


async def test_the_day_of_a_milestone_leads_to_its_form(root: Path) -> None:
    """It is an issue of the draft, and no issue in the files."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        app.recording.add("milestone")
        await settle(pilot)
        await fill(pilot, THINGS["milestone"][0])
        await write(pilot)
        tree = app.screen.query_one(TermTree)
        assert tree.target is not None
        assert tree.target.id == "the-closing"
        await press(pilot, "e")
        assert "Edit milestone the-closing" in text(app)


async def test_what_is_wrong_in_the_files_is_mended_in_its_form(root: Path) -> None:
    """From the finding; the work begins once the terms are sound."""
    path = root / "terms/statements.yaml"
    sound = path.read_text("utf-8")
    path.write_text(sound.replace("speaker: buyer-counsel", "speaker: nobody"), "utf-8")
    app = ZopaApp(root, root / "scenarios/first-draft.yaml")
    async with running(app) as pilot:
        assert app.mode == Screen.PROBLEMS
        await press(pilot, "e")
        assert "Edit statement buyer-on-price" in text(app)
        await fill(pilot, {"speaker": "buyer-counsel"})
        await write(pilot)

        assert app.mode == Screen.COMPOSE
        assert app.session.file.scenario.id == "first-draft"
        assert path.read_text("utf-8") == sound


async def test_the_editor_opens_at_the_line(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what is under the cursor."""
    opened: list[Any] = []
    monkeypatch.setattr(Filing, "edit", lambda _, *place: opened.append(place))
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        await press(pilot, "tab", "E", "5", "E")

    assert opened == [("terms/positions/seller.yaml", 2), ("terms/statements.yaml", 2)]


async def test_what_holds_of_all_is_changed(root: Path) -> None:
    """The day of the corpus, from the palette."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        await press(pilot, "ctrl+p")
        await letters(pilot, "change: corpus")
        await press(pilot, "enter")
        assert form(app).row("zopa") is None
        await fill(pilot, {"as-of": "3 Jan 2025"})
        await write(pilot)

        assert str(app.session.snapshot.verdicts.context.as_of) == "2025-01-03"


async def test_every_kind_is_in_the_palette(root: Path) -> None:
    """By its name."""
    app = app_on(root, "first-draft")
    async with running(app) as pilot:
        await press(pilot, "ctrl+p")
        await letters(pilot, "add: milestone")
        await press(pilot, "enter")
        assert "New milestone" in text(app)


@pytest.mark.parametrize("kind", [each for each in ThingKind if each is not ThingKind.CORPUS])
async def test_nothing_that_is_needed_is_cut(root: Path, kind: ThingKind) -> None:
    """In the smallest window that shows all panes, with the cursor anywhere."""
    app = app_on(root, "first-draft")
    async with running(app, NARROW) as pilot:
        app.recording.add(kind)
        await settle(pilot)
        rows = [each for each in form(app).query(FieldRow) if each.field.required]
        for each in rows:
            each.focus_input()
            await settle(pilot)
            seen = text(app)
            assert f"* {each.field.title}" in seen
            region = each.region
            fields = form(app).query_one("#fields").region
            assert fields.contains_region(region), (each.field.key, region, fields)
        if sum(each.region.height for each in rows) < 12:
            assert all(f"* {each.field.title}" in seen for each in rows)

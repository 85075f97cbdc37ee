"""Regression tests for answers that differed between the faces: CLI, brief, TUI.

As in `test_answers.py`. `tests/test_one_truth.py` compares the faces on random drafts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

import said
from faults.place import Place, issue, line, number, place
from strategies import written
from tui.driving import WIDE, app_on, press, running, text
from zopa.solving import Stop
from zopa_tui.session.repairing import find
from zopa_tui.views.positions import entity_pages, layers, tiles
from zopa_tui.views.text import ASCII_SIGNS, UNICODE_SIGNS

if TYPE_CHECKING:
    from pathlib import Path

    from strategies import Data, Files
    from zopa_tui.session.session import Session

PLACE = issue("place", "here", "there")
HERE, THERE = {"chosen": "place/here"}, {"chosen": "place/there"}
COLOUR = issue("colour", "red", "blue")
RED, BLUE = {"chosen": "colour/red"}, {"chosen": "colour/blue"}


# -- A11: deals of a term while positions are set aside ----------------------


def left(session: Session) -> dict[str, int]:
    """The number of deals with each term, from the terminal interface."""
    found = session.find_left(session.snapshot, Stop())
    return {f"{issue}/{term}": many for (issue, term), many in found.items()}


def told(at: Place) -> dict[str, int]:
    """The number of deals with each term, from the command on the saved draft."""
    return {
        f"{issue['id']}/{term['id']}": int(term["deals"])
        for issue in at.json("options draft")["issues"]
        for term in issue["terms"]
    }


def test_a11_the_number_of_deals_follows_what_is_set_aside(tmp_path: Path) -> None:
    """Here crosses a line, which is set aside; there crosses none, and red has none left."""
    positions = [
        line("alpha/there", THERE),
        line("beta/blue", {"if": THERE, "then": BLUE}),
    ]
    at = place(tmp_path, written([PLACE, COLOUR], positions=positions))
    session = at.session()
    expected = {
        "place/here": {"place/here": 3, "place/there": 1, "colour/red": 1, "colour/blue": 1},
        "place/there": {"place/there": 1, "colour/red": 0, "colour/blue": 1, "place/here": 0},
        "colour/red": {"place/there": 1, "colour/red": 1, "colour/blue": 1, "place/here": 1},
    }
    for chosen in ("place/here", "place/there", "colour/red"):
        session.choose(*chosen.split("/"))
        session.save()
        assert left(session) == told(at)
        if chosen != "colour/red":
            assert left(session) == expected[chosen]


def test_a11_so_it_does_after_a_waiver_and_an_undo(tmp_path: Path) -> None:
    """A fee of 9 crosses two lines, or one."""
    positions = [
        line("alpha/low", {"issue": "fee", "at-most": 5}),
        line("beta/here", {"if": {"issue": "fee", "above": 7}, "then": HERE}),
    ]
    draft: Data = {"choices": {"fee": 9}}
    at = place(tmp_path, written([number("fee", 9), PLACE], positions=positions, draft=draft))
    session = at.session()

    before = left(session)
    # With another fee all three decisions on the place are deals.
    assert before == told(at) == {"fee/value": 3, "place/here": 1, "place/there": 0}
    session.choose("place", "there")
    session.save()
    assert left(session) == told(at)
    session.undo()
    session.save()
    assert left(session) == told(at) == before


async def test_a11_so_it_does_at_the_keys(tmp_path: Path) -> None:
    """The corpus of the peace talks would take long: the two places, chosen by space."""
    positions = [line("alpha/there", THERE), line("beta/blue", {"if": THERE, "then": BLUE})]
    at = place(tmp_path, written([PLACE, COLOUR], positions=positions))
    app = app_on(tmp_path, "draft")
    async with running(app, WIDE) as pilot:
        for keys in (["J", "space"], ["down", "space"], ["u"], ["U"]):
            await press(pilot, *keys)
            await press(pilot, "ctrl+s")
            assert left(app.session) == told(at)


# -- A12: repair without a deal ----------------------------------------------


DISPUTE = [
    line("alpha/here", HERE),
    line("beta/there", THERE),
    line("beta/red", RED),
]


def test_a12_without_a_deal_all_faces_leave_out_the_same(tmp_path: Path) -> None:
    """Who is for here and who for there cannot both count; blue becomes red."""
    files = written(
        [PLACE, COLOUR],
        positions=DISPUTE,
        draft={"choices": {"place": "here", "colour": "blue"}},
    )
    at = place(tmp_path, files)

    found = at.json("repair draft")
    relaxed = found["relaxed"]
    assert (found["distance"], found["repairs"]) == (None, [])
    assert (relaxed["crossed"], relaxed["contended"]) == ([], ["alpha/here", "beta/there"])
    assert relaxed["common"] == [{"issue": "colour", "from": "blue", "to": "red"}]
    ways = find(at.session(), Stop())
    assert {*ways.aside} == {"alpha/here", "beta/there"}
    [[change]] = [way.changes for way in ways.ways]
    assert change.issue == "colour"
    assert "Nearest deal without these 2 positions: change 1 of 2 choices (1 way)" in at.brief()
    assert "Nearest deal without them: change 1 of 2 choices (1 way)" in at.text("repair draft")


def test_a12_a_waiver_chooses_what_is_left_out(tmp_path: Path) -> None:
    """Then there is a deal: both choices change."""
    files = written(
        [PLACE, COLOUR],
        positions=DISPUTE,
        draft={"choices": {"place": "here", "colour": "blue"}},
    )
    at = place(tmp_path, files)

    found = at.json("repair draft --waive alpha/here")
    assert (found["distance"], found["total"], found["relaxed"]) == (2, 1, None)
    session = at.session()
    day = session.snapshot.verdicts.context.as_of
    session.waive("alpha/here", "to see", day.replace(year=day.year + 1))
    ways = find(session, Stop())
    assert (ways.nearest.distance, ways.aside) == (2, ())


def test_a12_so_it_is_of_numbers_and_of_an_agreement_that_none_respects(tmp_path: Path) -> None:
    """A rule is against what Alpha wants; the fee moves from 9 to 5."""
    files = written(
        [PLACE, number("fee", 9)],
        rules=[{"id": "nowhere", "holds": {"silent": "place"}}],
        positions=[line("alpha/here", HERE), line("beta/low", {"issue": "fee", "at-most": 5})],
        draft={"choices": {"fee": 9}},
    )
    at = place(tmp_path, files)

    relaxed = at.json("repair draft")["relaxed"]
    assert (relaxed["crossed"], relaxed["contended"]) == (["alpha/here"], [])
    assert (relaxed["common"], relaxed["moved"]) == (
        [{"issue": "fee", "from": 9, "to": 5}],
        "4/9",
    )
    ways = find(at.session(), Stop())
    assert (ways.aside, str(ways.nearest.moved)) == (("alpha/here",), "4/9")


# -- A13: what is supposed is repeated ---------------------------------------


ASSUMED = {
    "as found": "--as-of 2025-01-07 --waive beta/red --waive gamma/either",
    "other kinds and parties": "--hold red-line,preference --parties alpha,beta",
    "another reading": "--reading gamma/either=narrow --waive beta/red",
}


@pytest.mark.parametrize("flags", ASSUMED.values(), ids=[*ASSUMED])
@pytest.mark.parametrize("about", [" draft", ""], ids=["draft", "nothing"])
def test_a13_what_is_suggested_repeats_every_assumption(
    tmp_path: Path, flags: str, about: str
) -> None:
    """Of each question; `show` takes none. More in `tests/cli/test_next.py`."""
    readings = {
        "wide": {"default": True, "holds": {"silent": "colour"}},
        "narrow": {"holds": BLUE},
    }
    positions = [*DISPUTE, line("gamma/either", readings=readings)]
    draft = {"choices": {"place": "here", "colour": "blue"}}
    at = place(tmp_path, written([PLACE, COLOUR], positions=positions, draft=draft))

    questions = ["deals", "conflicts", "concessions", "coalitions", "frontier", "sweep"]
    for question in [*questions, *(["options", "repair"] if about else [])]:
        said_next = at.text(f"{question}{about} {flags}").partition("next: ")[2]
        commands = re.findall(r"zopa -C \S+ (?!show )(?:(?! zopa ).)*", said_next)
        assert commands
        for command in commands:
            for flag in flags.split(" --"):
                assert flag.removeprefix("--") in command, (question, command)


# -- A14: what bears on an issue ---------------------------------------------


def test_a14_show_has_every_position_whose_condition_bears_on_the_issue(
    tmp_path: Path,
) -> None:
    """By quantifiers, counts, relations, readings and what is not to be; by party."""
    size = issue(
        "size",
        {"id": "small", "effects": [{"every": "zone", "set": {"share": 2}}]},
        {"id": "large", "effects": [{"every": "zone", "set": {"share": 4}}]},
    )
    more = {"holds": {"share": {"at-least": 3}}}
    readings = {
        "first": {"default": True, "holds": {"issue": "fee", "at-most": 1}},
        "second": {"holds": {"chosen": "size/small"}},
    }
    positions = [
        line("alpha/every", {"every": "zone", **more}),
        line("beta/some", {"some": "zone", "where": {"of": "north"}, **more}),
        line("gamma/two", {"at-least": 2, "of": "zone", **more}),
        line("gamma/not", {"not": {"if": {"silent": "size"}, "then": HERE}}),
        line("alpha/sum", {"quantity": {"sum": "share", "over": "zone"}, "at-least": 8}),
        line("beta/wish", {"none": "zone", **more}, kind="preference"),
        line("alpha/read", readings=readings),
        line("beta/place", THERE),
    ]
    at = place(tmp_path, written([size, number("fee", 4), PLACE], positions=positions))

    assert at.json("show size")["bearing"]["parties"] == {
        "alpha": ["alpha/every", "alpha/sum", "alpha/read"],
        "beta": ["beta/some", "beta/wish"],
        "gamma": ["gamma/two", "gamma/not"],
    }
    assert at.json("show fee")["bearing"]["parties"] == {"alpha": ["alpha/read"]}
    assert at.json("show place")["bearing"]["parties"] == {
        "beta": ["beta/place"],
        "gamma": ["gamma/not"],
    }
    assert "Gamma (gamma) gamma/two (red line, declared): Line two gamma/not" in at.text(
        "show size"
    )
    gaps = at.text("coverage")
    assert "positions that no term affects" in gaps.partition("None:")[2]


def test_a14_a_parameter_an_ended_line_and_a_case_bear_too(tmp_path: Path) -> None:
    """What an effect sets by a parameter; whether the position still counts or not."""
    days = {"type": "integer", "minimum": 0, "maximum": 6, "unit": "days"}
    capped: Data = {
        "id": "capped",
        "parameters": {"days": days},
        "effects": [{"entity": "agreement", "set": {"cap": "$days"}}],
    }
    cap = {"entity": "agreement", "holds": {"cap": {"at-least": 2}}}
    positions = [
        line("beta/with", {"chosen": "limit/capped", "with": {"days": {"at-least": 3}}}),
        line("beta/old", cap, until="2025-01-05"),
        line("gamma/cap", {"any": [cap, THERE]}),
    ]
    at = place(tmp_path, written([issue("limit", capped), PLACE], positions=positions))

    assert at.json("show limit")["bearing"]["parties"] == {
        "beta": ["beta/with", "beta/old"],
        "gamma": ["gamma/cap"],
    }


# -- A15: who has to move, in a brief ----------------------------------------


@pytest.mark.parametrize("fee", [False, True], ids=["terms", "a number"])
def test_a15_the_choices_cross_a_party_or_its_own_positions_exclude_each_other(
    tmp_path: Path,
    fee: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    """Beta's can hold together, Gamma's cannot."""
    wanted = {"issue": "fee", "at-most": 5} if fee else RED
    drafted = {"fee": 9} if fee else {"colour": "blue"}
    positions = [
        line("beta/there", THERE),
        line("beta/wish", wanted),
        line("gamma/one", {"chosen": "road/built"}),
        line("gamma/two", {"chosen": "road/left"}),
    ]
    files = written(
        [PLACE, COLOUR, number("fee", 9), issue("road", "built", "left")],
        positions=positions,
        draft={"choices": {"place": "here", **drafted}},
    )
    at = place(tmp_path, files)

    brief = at.brief()
    assert "| Beta | in both: the choices cross Line there and Line wish | no |" in brief
    assert "| Gamma | in both: its own positions exclude each other | no |" in brief
    parties = at.json("concessions draft")["parties"]
    assert parties["beta"]["crossed"] == ["beta/there", "beta/wish"]
    assert [parties[x]["contradictory-by-themselves"] for x in ("beta", "gamma")] == [
        False,
        True,
    ]


# -- A16, A20: places ---------------------------------------------------------


def with_places() -> Files:
    """A workspace with attributes of the south and of its hut, and with zones in the north."""
    days = {"type": "integer", "minimum": 0, "maximum": 6, "unit": "days"}
    effects = [
        {"entity": "south", "set": {"guard": True}},
        {"entity": "hut", "set": {"roof": "new"}},
        {"entity": "beta", "set": {"force": "absent"}},
        {"entity": "north-west", "set": {"share": "$part"}},
    ]
    moved = {"id": "moved", "parameters": {"part": days | {"maximum": 4}}, "effects": effects}
    files = written([issue("move", moved)], draft={"choices": {"move": {"moved": {"part": 3}}}})
    state = files["terms/state.yaml"]
    state["entity-types"]["region"] = {
        "attributes": {"guard": {"type": "boolean", "default": False}}
    }
    roof = {"values": ["old", "new"], "default": "old"}
    state["entity-types"]["hut"] = {"attributes": {"roof": roof}}
    state["entities"]["hut"] = {"type": "hut", "of": "south"}
    state["entities"]["south"]["tile"] = [0, 0]
    state["entities"]["north"]["tile"] = [1, 0]
    return files


def test_a16_a_place_and_its_parts_of_another_type_are_both_shown(tmp_path: Path) -> None:
    """In the tables of the brief, in its maps, on the map of the terminal interface."""
    at = place(tmp_path, with_places())

    brief = at.brief()
    assert "| south | no | **yes** |" in brief
    assert "| hut | old | **new** |" in brief
    assert "| north-west | 1 days | **3 days** |" in brief
    drawn = at.run("report", "draft").out
    for part in ("south: yes", "hut: new", "north-west: 3 days"):
        assert part in drawn
    corpus = at.python().question.space.problem.corpus
    north, south = tiles(corpus)
    assert {*south.parts} >= {"south", "hut", "south-east"}
    assert {*north.parts} >= {"north", "north-east", "north-west"}


async def test_a16_the_map_of_the_terminal_interface_has_the_place_itself(
    tmp_path: Path,
) -> None:
    """By each attribute in turn; numbers have no codes to explain."""
    at = place(tmp_path, with_places())
    app = app_on(tmp_path, "draft")
    shown: dict[str, str] = {}
    corpus = at.python().question.space.problem.corpus
    async with running(app, WIDE) as pilot:
        await press(pilot, "tab")
        for _ in layers(corpus):
            screen = text(app)
            title = re.search(r"Map · (\w+)", screen)
            assert title is not None
            shown[title[1]] = screen
            await press(pilot, "v")
    assert {"guard", "roof", "share", "control"} <= {*shown}
    assert "YES" in shown["guard"]
    assert "NEW" in shown["roof"]
    assert "yes" not in shown["share"]


@pytest.mark.parametrize("signs", [UNICODE_SIGNS, ASCII_SIGNS], ids=["unicode", "ascii"])
def test_a20_a_change_goes_from_what_is_today(tmp_path: Path, signs: Any) -> None:
    """`large → absent`, not `absent, now large`; so it is of a number and of yes and no."""
    at = place(tmp_path, with_places())
    session = at.session()

    def changes(name: str) -> list[str]:
        first, _ = entity_pages(session, name, signs)
        return [point.text for point in first[1:]]

    assert changes("beta") == [f"Force: large {signs.arrow} absent"]
    assert changes("south") == [f"Guard: no {signs.arrow} yes", f"Roof: old {signs.arrow} new"]
    assert changes("north") == [f"Share: 1 days {signs.arrow} 3 days"]


async def test_a20_so_it_is_beside_the_map(tmp_path: Path) -> None:
    """Where the cursor is on a place."""
    place(tmp_path, with_places())
    app = app_on(tmp_path, "draft")
    async with running(app, WIDE) as pilot:
        await press(pilot, "tab", "left")
        screen = text(app)
    assert "no → yes" in screen
    assert "now no" not in screen


# -- A17: outcomes that are open over ranges ---------------------------------


def ranges(root: Path) -> Place:
    """A cap of 0 to 6 days, cut by three lines; a share of 2 to 4 for each of three zones."""
    days: Data = {"type": "integer", "minimum": 0, "maximum": 6, "unit": "days"}
    capped = {
        "id": "capped",
        "parameters": {"days": days},
        "effects": [{"entity": "agreement", "set": {"cap": "$days"}}],
    }
    shared = {
        "id": "shared",
        "parameters": {"part": days | {"maximum": 4}},
        "effects": [{"every": "zone", "set": {"share": "$part"}}],
    }

    def cap(holds: Data) -> Data:
        return {"entity": "agreement", "holds": {"cap": holds}}

    positions = [
        line("alpha/two", cap({"at-most": 2})),
        line("alpha/three", cap({"at-least": 3})),
        line("alpha/five", cap({"is": 5})),
        line("beta/share", {"entity": "south-east", "holds": {"share": {"in": [1, 3]}}}),
    ]
    least: Data = {"shared": {"part": {"at-least": 2}}}
    files = written(
        [issue("limit", capped), issue("share", shared)],
        positions=positions,
        draft={"choices": {"limit": "capped", "share": least}},
    )
    other = {"limit": {"capped": {"days": 3}}, "share": {"shared": {"part": 2}}}
    return place(root, files, drafts={"other": other, "third": {"limit": "capped"}})


def test_a17_a_range_is_told_as_one_in_the_brief(tmp_path: Path) -> None:
    """Not cut where lines cut it; that it is none of today's values is a change."""
    brief = ranges(tmp_path).brief()

    assert "| agreement | cap | no limit | open: 0 to 6 days |" in brief
    for zone in ("north-east", "north-west", "south-east"):
        assert f"| {zone} | share | 1 days | open: 2 to 4 days |" in brief
    assert " or 0 to" not in brief


def test_a17_a_range_ends_where_the_bounds_of_the_draft_do(tmp_path: Path) -> None:
    """Though no line is cut there: 3 to 5 of 0 to 6 days, and one value where both are 4."""
    days: Data = {"type": "integer", "minimum": 0, "maximum": 6, "unit": "days"}
    effects = [{"entity": "agreement", "set": {"cap": "$days"}}]
    capped = {"id": "capped", "parameters": {"days": days}, "effects": effects}

    def cap(least: int, most: int) -> Data:
        return {"limit": {"capped": {"days": {"at-least": least, "at-most": most}}}}

    files = written([issue("limit", capped)], draft={"choices": cap(3, 5)})
    at = place(tmp_path, files, drafts={"four": cap(4, 4)})

    assert "| agreement | cap | no limit | open: 3 to 5 days |" in at.brief()
    assert "| agreement | cap | no limit | 4 days |" in at.brief("four")
    assert "Cap open: 3 to 5 days 4 days" in at.text("compare draft four")


def test_a17_what_may_stay_as_it_is_is_no_certain_change(tmp_path: Path) -> None:
    """A share of 0 to 4, of which 1 is today's; a cap of 0 to 6, where there is no limit."""
    at = ranges(tmp_path)
    session = at.session("third")
    session.choose("share", "shared")
    session.choose("limit", "capped")
    session.save()

    assert "No draft is certain to change the status quo." in at.brief("third")
    outcome = at.python("third").outcome()
    share = outcome["north-east", "share"]
    assert ([str(each) for each in share.values], share.departs) == (["0 to 4"], False)


async def test_a17_the_terminal_interface_says_what_compare_says(tmp_path: Path) -> None:
    """As many differences, the same words."""
    at = ranges(tmp_path)
    printed = at.run("compare", "draft", "other").out
    assert said.differing(printed) == {
        "Choices": (2, 0, 0),
        "Verdicts": (4, 0, 0),
        "Outcome": (4, 15, 0),
    }
    assert "open: 0 to 6 days" in printed
    assert "open: 2 to 4 days" in printed

    app = app_on(tmp_path, "draft")
    async with running(app, (140, 60)) as pilot:
        await press(pilot, "4")
        screen = text(app)
        if "other" not in screen.splitlines()[2]:
            app.screen.compare_with(["scenarios/other.yaml"])  # type: ignore[attr-defined]
            await press(pilot, "down")
            screen = text(app)
    assert re.search(r"Cap: agreement +open: 0 to 6 days +3 days", screen)
    for zone in ("north-east", "north-west", "south-east"):
        assert re.search(rf"Share: {zone} +open: 2 to 4 days +2 days", screen)
    assert re.search(r"Outcome +4 differ, 15 are the same", screen)
    assert re.search(r"Verdicts +4 differ", screen)
    assert re.search(r"Choices +2 differ", screen)


# -- A18: places of a term and of its statements -----------------------------


@pytest.mark.parametrize(
    ("cited", "shown"),
    [
        (["10", "6"], "¶6 10"),
        ([12, "3", "title"], "¶3 12 title"),
        (["p. 4", "2"], "¶2 p. 4"),
    ],
    ids=["as found", "numbers and texts", "a page"],
)
def test_a18_places_of_a_term_are_apart_from_its_statements(
    tmp_path: Path, cited: list[Any], shown: str
) -> None:
    """In the order of the document. See `test_report.py` too."""
    term: Data = {"id": "here", "cites": {"paper": cited}, "statements": ["said"]}
    files = written([issue("place", term)], draft={"choices": {"place": "here"}})
    files["terms/statements.yaml"]["statements"][0]["cites"] = {"paper": ["20", 7]}
    at = place(tmp_path, files)

    [row] = [each for each in at.brief().splitlines() if each.startswith("| Place? | Here |")]
    cells = row.split(" | ")
    assert f"paper {shown}](" in cells[2]
    assert "paper ¶7 20](" in cells[3]


# -- A19: drafts of two days --------------------------------------------------


def two_days(root: Path) -> Place:
    """One draft as of the 4th with three positions, and two as of the 8th with four."""
    positions = [
        line("alpha/here", HERE),
        line("alpha/late", THERE, since="2025-01-06"),
        line("beta/there", THERE),
        line("beta/early", HERE, until="2025-01-05"),
        line("beta/fee", {"issue": "fee", "at-most": 3}, since="2025-01-06"),
    ]
    files = written(
        [PLACE, number("fee", 9)],
        positions=positions,
        draft={"choices": {"place": "here"}, "as-of": "2025-01-04"},
    )
    later: Data = {"choices": {"place": "there"}}
    return place(root, files, drafts={"later": later, "same": {**later, "as-of": "2025-01-04"}})


def test_a19_what_counts_for_one_draft_only_is_said_apart(tmp_path: Path) -> None:
    """Two verdicts differ, three positions count for one draft only; the days are named."""
    printed = two_days(tmp_path).text("compare draft later")

    assert "A crosses 1 of 3 positions, B crosses 1 of 4." in printed
    assert "The dates differ: 3 positions count for some drafts only" in printed
    assert "Verdicts: 2 differ Position" in printed
    assert "Positions that count for some drafts only: 3" in printed
    assert "Alpha: Line late – not yet stated ✓ respected" in printed
    assert "Beta: Line early ✓ respected – ended" in printed


def test_a19_so_it_is_of_three_drafts_and_in_json(tmp_path: Path) -> None:
    """The line that ended differs between the two drafts of the 4th."""
    at = two_days(tmp_path)

    printed = at.text("compare draft later same")
    assert "Verdicts: 3 differ" in printed
    assert "Positions that count for B only: 2" in printed
    found = at.json("compare draft later")["verdicts"]
    assert {x["position"] for x in found if x["partial"]} == {
        "alpha/late",
        "beta/early",
        "beta/fee",
    }


def test_a19_the_brief_says_that_the_totals_are_not_to_be_compared(tmp_path: Path) -> None:
    """And for which day each was asked."""
    ran = two_days(tmp_path).run("report", "draft", "later", "--format", "markdown")

    assert "A against 3 positions (4 January 2025); B against 4 (8 January 2025)" in ran.out
    assert "Do not compare the totals." in ran.out

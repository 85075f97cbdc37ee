"""Regression tests for wrong answers: each as found, and in two variations.

The number in a name is that of the row. The expected values are computed by hand. If a
law already compares a kind of answer with brute force, the row is here for readers.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from faults.place import Place, issue, line, number, place
from ones import BARGAIN
from strategies import written
from zopa.solving import Stop
from zopa_tui.session.repairing import find

if TYPE_CHECKING:
    from pathlib import Path

    from strategies import Data

PLACE = issue("place", "here", "there")
HERE, THERE = {"chosen": "place/here"}, {"chosen": "place/there"}


BOUGHT = "party: buyer, strength: declared, title: T, statements: [buyer-on-price]"
IDLE = {
    "as it is": "",
    "a preference": "kind: preference, since: 2025-01-01,"
    " holds: {entity: agreement, holds: {price: {at-most: 50}}}",
    "an ended line": "kind: red-line, since: 2024-01-01, until: 2024-06-01,"
    " holds: {chosen: price/fixed, with: {amount: {below: 33}}}",
}


def starter(root: Path, more: str) -> Place:
    """The workspace that `zopa init` writes, with a further position of the buyer if given."""
    shutil.copytree(BARGAIN, root)
    file = root / "terms" / "positions" / "buyer.yaml"
    if more:
        text = file.read_text(encoding="utf-8")
        file.write_text(f"{text}  - {{id: fifty, {BOUGHT}, {more}}}\n", encoding="utf-8")
    return Place(root)


def strengths(point: Data) -> dict[str, int]:
    """The number of declared positions of each party that a trade-off crosses."""
    return {party: costs["declared"] for party, costs in point["costs"].items()}


def verdicts(at: Place, draft: str = "draft") -> dict[str, str]:
    """The verdict of `check` on each position."""
    [found] = at.json(f"check {draft}")["scenarios"]
    return {each["id"]: each["verdict"] for each in found["positions"]}


def causes(at: Place) -> list[Any]:
    """The causes of each crossed position."""
    [found] = at.json("check draft")["scenarios"]
    return [each["causes"] for each in found["positions"] if each["verdict"] == "crossed"]


# -- A1: a position that several hold ----------------------------------------


SHARED = [line("alpha/near", HERE, **{"held-by": ["beta"]}), line("gamma/far", THERE)]


def test_a01_every_holder_at_the_table_is_in_ledger_and_frontier(tmp_path: Path) -> None:
    """Nobody opens the zone alone by a position that another holds too."""
    at = place(tmp_path, written([PLACE], positions=SHARED))

    parties = at.json("concessions")["parties"]
    assert {x: parties[x]["alone"] for x in parties} == {
        "alpha": False,
        "beta": False,
        "gamma": True,
    }
    assert [strengths(each) for each in at.json("frontier")["points"]] == [
        {"alpha": 0, "beta": 0, "gamma": 1},
        {"alpha": 1, "beta": 1, "gamma": 0},
    ]
    assert "Alpha: Line near (also of Beta) Beta: Line near (also of Alpha)" in at.text(
        "concessions"
    )
    brief = at.brief()
    assert "| Beta | in 1 of 2 | no |" in brief
    assert "| Gamma | in 1 of 2 | yes |" in brief


def test_a01_a_party_that_is_not_at_the_table_is_nowhere(tmp_path: Path) -> None:
    """Who is there holds the position alone."""
    at = place(tmp_path, written([PLACE], positions=SHARED))
    asked = "--parties beta,gamma"

    parties = at.json(f"concessions {asked}")["parties"]
    assert {x: parties[x]["alone"] for x in parties} == {"beta": True, "gamma": True}
    assert [strengths(each) for each in at.json(f"frontier {asked}")["points"]] == [
        {"beta": 0, "gamma": 1},
        {"beta": 1, "gamma": 0},
    ]
    assert "Alpha" not in at.text(f"concessions {asked}")


def test_a01_holders_of_a_bound_on_a_number_in_python(tmp_path: Path) -> None:
    """Two concession sets: Gamma's position, or Beta's own with the one it shares."""
    positions = [
        line("alpha/two", {"issue": "fee", "at-most": 2}, **{"held-by": ["beta"]}),
        line("beta/three", {"issue": "fee", "at-most": 3}),
        line("gamma/four", {"issue": "fee", "at-least": 4}),
    ]
    at = place(tmp_path, written([number("fee", 9)], positions=positions))

    ledger = at.python().concessions()
    assert [sorted(each) for each in ledger.concessions] == [
        ["gamma/four"],
        ["alpha/two", "beta/three"],
    ]
    assert [x for x, said in ledger.parties.items() if said.alone] == ["gamma"]
    without = at.python(parties=["beta", "gamma"]).concessions()
    assert [x for x, said in without.parties.items() if said.alone] == ["beta", "gamma"]


# -- A2: what does not count cuts nothing ------------------------------------


@pytest.mark.parametrize("idle", IDLE.values(), ids=[*IDLE])
def test_a02_a_threshold_that_does_not_count_changes_no_count(
    tmp_path: Path, idle: str
) -> None:
    """The price is fixed or not; with 90 at the most there is no warranty: 2 times 2 deals."""
    at = starter(tmp_path / "w", idle)

    found = at.json("deals")
    assert (found["count"], found["coherent"]) == ("4", "6")
    assert found["shares"] == {
        "price/fixed": "1/2",
        "warranty/given": "0/1",
        "warranty/refused": "1/2",
    }
    assert "Price: A fixed price (amount 0 to 90 thousand)" in at.text("deals")


@pytest.mark.parametrize("idle", [False, True])
def test_a02_the_values_that_deals_have_are_cut_by_what_counts(
    tmp_path: Path,
    idle: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    """Half of them at most; a fee, and one of two places or none."""
    more = [
        line("beta/three", {"issue": "fee", "at-most": 3}, kind="preference"),
        line("beta/two", {"issue": "fee", "above": 2}, until="2025-01-05"),
        line("beta/share", {"entity": "south-east", "holds": {"share": {"at-least": 1}}}),
    ]
    positions = [line("alpha/five", {"issue": "fee", "at-most": 5}), *(more if idle else [])]
    at = place(tmp_path, written([number("fee", 9), PLACE], positions=positions))

    found = at.json("deals")
    assert (found["count"], found["coherent"]) == ("3", "6")
    [fee, _] = at.json("options draft")["issues"]
    assert fee["terms"][0]["feasible"] == {"value": [{"from": 0, "to": 5}]}


# -- A3: every number of every way out ---------------------------------------


def shifts(at: Place) -> set[tuple[str, str, Any, Any]]:
    """For each concession set, the sufficient numbers instead of the stated ones."""
    return {
        (" ".join(each["concession"]), each["position"], each["stated"], each["enough"])
        for each in at.json("concessions")["shifts"]
    }


def test_a03_numbers_in_if_and_all_are_shifted_in_each_of_six_sets(tmp_path: Path) -> None:
    """Two conflicts: of months, 6 against 4; of days, 7 against 5 while somebody watches."""
    watch = issue("watch", "day", "night")
    few: Data = {
        "all": [
            {"issue": "days", "at-most": 5},
            {"any": [{"chosen": "watch/day"}, {"issue": "days", "at-most": 3}]},
        ]
    }
    positions = [
        line("alpha/long", {"issue": "months", "at-least": 6}),
        line("beta/short", {"issue": "months", "at-most": 4}),
        line("alpha/watch", {"chosen": "watch/day"}),
        line(
            "gamma/seven",
            {"if": {"chosen": "watch/day"}, "then": {"issue": "days", "at-least": 7}},
        ),
        line("beta/few", few),
    ]
    at = place(
        tmp_path, written([number("months", 9), number("days", 9), watch], positions=positions)
    )

    months = {"alpha/long": (6, 4), "beta/short": (4, 6)}
    days = {"gamma/seven": (7, 5), "beta/few": (5, 7), "alpha/watch": None}
    assert shifts(at) == {
        (" ".join(sorted([one, other])), name, *move)
        for one, first in months.items()
        for other, second in days.items()
        for name, move in ((one, first), (other, second))
        if move is not None
    }
    assert at.json("concessions")["shifts-not-searched"] == []


def test_a03_the_number_of_a_quantifier_and_how_many_are_shifted(tmp_path: Path) -> None:
    """Every zone is to have three, and has two; two of them are to have four, and none has."""
    size = issue(
        "size",
        {"id": "small", "effects": [{"every": "zone", "set": {"share": 2}}]},
        {"id": "large", "effects": [{"every": "zone", "set": {"share": 4}}]},
    )
    positions = [
        line("alpha/every", {"every": "zone", "holds": {"share": {"at-least": 3}}}),
        line("beta/small", {"chosen": "size/small"}),
    ]
    at = place(tmp_path / "every", written([size], positions=positions))
    assert shifts(at) == {("alpha/every", "alpha/every", 3, 2)}

    positions[0] = line(
        "alpha/two", {"at-least": 2, "of": "zone", "holds": {"share": {"at-least": 4}}}
    )
    at = place(tmp_path / "two", written([size], positions=positions))
    assert shifts(at) == {("alpha/two", "alpha/two", 4, 2), ("alpha/two", "alpha/two", 2, 0)}


def test_a03_the_number_that_a_relation_is_compared_with_is_shifted(tmp_path: Path) -> None:
    """Eight from three and three at the most: six are enough."""
    total = {"quantity": {"sum": [{"issue": "one"}, {"issue": "two"}]}, "at-least": 8}
    positions = [
        line("alpha/total", total),
        line("beta/one", {"issue": "one", "at-most": 3}),
        line("beta/two", {"issue": "two", "at-most": 3}),
    ]
    at = place(tmp_path, written([number("one", 4), number("two", 4)], positions=positions))

    # Four and four: either bound may go to four only where the other is dropped.
    assert shifts(at) == {
        ("alpha/total", "alpha/total", 8, 6),
        ("beta/one beta/two", "beta/one", 3, 4),
        ("beta/one beta/two", "beta/two", 3, 4),
    }
    assert at.json("concessions")["shifts-not-searched"] == []


# -- A4, O3: many nearest deals ----------------------------------------------


@pytest.mark.parametrize("limit", [10, 500, 1000])
def test_a04_o03_there_are_150_nearest_deals_however_many_are_asked_for(
    tmp_path: Path, limit: int
) -> None:
    """All but one of 150 issues may keep their only term."""
    names = [f"{x}{y}" for x in "abcdefghijklmno" for y in "pqrstuvwxy"]
    few = {"at-most": 149, "of": [{"chosen": f"{name}/yea"} for name in names]}
    files = written(
        [issue(name, "yea") for name in names],
        positions=[line("alpha/few", few)],
        draft={"choices": dict.fromkeys(names, "yea")},
    )
    at = place(tmp_path, files)

    found = at.json(f"repair draft --limit {limit}")
    assert (found["distance"], found["total"]) == (1, 150)
    assert len(found["repairs"]) == min(limit, 150)
    shown = " (150 ways, 10 shown)." if limit == 10 else " (150 ways)."
    assert f"change 1 of 150 choices{shown}" in at.text(f"repair draft --limit {limit}")


def test_a04_all_of_these_change_is_said_of_those_not_shown_too(tmp_path: Path) -> None:
    """One of two and one of twelve: the ten shown all change the first of the two."""
    two, twelve = ["pa", "pb"], [f"q{x}" for x in "abcdefghijkl"]
    positions = [
        line("alpha/one", {"at-most": 1, "of": [{"chosen": f"{x}/yea"} for x in two]}),
        line("alpha/eleven", {"at-most": 11, "of": [{"chosen": f"{x}/yea"} for x in twelve]}),
        line("alpha/there", THERE),
    ]
    names = [*two, *twelve]
    drafted = {**dict.fromkeys(names, "yea"), "place": "here"}
    files = written(
        [*(issue(name, "yea") for name in names), PLACE],
        positions=positions,
        draft={"choices": drafted},
    )
    at = place(tmp_path, files)

    found = at.json("repair draft")
    assert (found["distance"], found["total"], len(found["repairs"])) == (3, 24, 10)
    assert found["common"] == [{"issue": "place", "from": "here", "to": "there"}]
    [ways] = {find(at.session(), Stop()).nearest.total}
    assert ways == 24


def nearest(root: Path, answer: Data, drafted: Any, wanted: list[Data]) -> Any:
    """The nearest deals to a draft with this number, if a position wants one of `wanted`."""
    holds = {"any": [{"issue": "fee", **each} for each in wanted]}
    files = written(
        [{"id": "fee", "question": "Fee?", "answer": answer}, PLACE],
        positions=[line("alpha/fee", holds)],
        draft={"choices": {"fee": drafted, "place": "here"}},
    )
    return place(root, files).json("repair draft")


def test_a04_of_the_numbers_that_make_a_deal_the_nearest_is_given(tmp_path: Path) -> None:
    """13 of 100 below, not 20 above."""
    euros = {"type": "integer", "minimum": 0, "maximum": 100, "unit": "EUR"}

    found = nearest(tmp_path, euros, 20, [{"at-least": 40}, {"is": 7}])
    assert (found["distance"], found["moved"], found["total"]) == (1, "13/100", 1)
    assert found["common"] == [{"issue": "fee", "from": 20, "to": 7}]


def test_a04_so_it_is_of_dates(tmp_path: Path) -> None:
    """Nine days of a hundred later, not forty earlier."""
    days = {"type": "date", "earliest": "2025-01-01", "latest": "2025-04-11"}
    wanted = [{"at-least": "2025-03-01"}, {"is": "2025-01-11"}]

    found = nearest(tmp_path, days, "2025-02-20", wanted)
    assert (found["distance"], found["moved"], found["total"]) == (1, "9/100", 1)
    assert found["common"] == [{"issue": "fee", "from": "2025-02-20", "to": "2025-03-01"}]


# -- A5: what a repair leaves open -------------------------------------------


COLOUR = issue("colour", "red", "blue")
RED = {"chosen": "colour/red"}


@pytest.mark.parametrize(
    ("more", "wanted", "flags"),
    [
        ({}, line("beta/wish", RED, kind="preference"), ""),
        (
            {"fee": {"at-least": 5}},
            line("beta/wish", {"issue": "fee", "at-most": 9}, kind="preference"),
            "",
        ),
        ({}, line("beta/wish", RED, kind="demand"), " --hold red-line"),
    ],
    ids=["a preference", "bounds of a number", "a demand that does not count"],
)
def test_a05_a_repaired_draft_has_the_verdicts_that_check_gives_it(
    tmp_path: Path, more: Data, wanted: Data, flags: str
) -> None:
    """What it leaves open is not crossed."""
    files = written(
        [PLACE, COLOUR, number("fee", 20)],
        positions=[line("alpha/there", THERE), wanted],
        draft={"choices": {"place": "here", **more}},
    )
    at = place(tmp_path, files, drafts={"repaired": {"place": "there", **more}})

    [way] = at.json(f"repair draft{flags}")["repairs"]
    assert way["prices"] == {"alpha": {"relieved": ["alpha/there"], "open": [], "crossed": []}}
    assert "crossed," not in at.text(f"repair draft{flags}")
    [found] = at.json("check repaired --hold red-line,demand,preference")["scenarios"]
    assert {x["id"]: x["verdict"] for x in found["positions"]} == {
        "alpha/there": "respected",
        "beta/wish": "open",
    }
    [one] = find(at.session(), Stop()).ways
    assert [*one.prices] == ["alpha"]


# -- A6, A7: trade-offs -------------------------------------------------------


QUARREL = [
    line("alpha/here", HERE),
    line("beta/there", THERE),
    line("alpha/red", RED),
    line("beta/blue", {"chosen": "colour/blue"}),
]


def weighted(at: Place, weights: str) -> Any:
    """The trade-offs with these weights."""
    file = at.root / "weights.yaml"
    file.write_text(f"weights: {{{weights}}}\n", encoding="utf-8")
    return at.json(f"frontier --weights {file}")


def test_a06_positions_without_a_weight_cost_nothing_and_are_named(tmp_path: Path) -> None:
    """Two points, and each crosses one of those too."""
    at = place(tmp_path, written([PLACE, COLOUR], positions=QUARREL))

    found = weighted(at, "alpha/here: 2, beta/there: 3")
    assert found["unweighted"] == ["alpha/red", "beta/blue"]
    assert [each["costs"] for each in found["points"]] == [
        {"alpha": "0", "beta": "3"},
        {"alpha": "2", "beta": "0"},
    ]
    assert [each["crossings"] for each in found["points"]] == [
        [["alpha/red", "beta/there"], ["beta/blue", "beta/there"]],
        [["alpha/here", "alpha/red"], ["alpha/here", "beta/blue"]],
    ]
    text = at.text(f"frontier --weights {tmp_path / 'weights.yaml'} --verbose")
    assert (
        "2 positions have no weight, so crossing costs 0: Alpha: Line red; Beta: Line" in text
    )
    assert "crosses no position" not in text


def test_a06_a_point_that_costs_nothing_is_no_deal(tmp_path: Path) -> None:
    """With one weight, and with none."""
    at = place(tmp_path, written([PLACE, COLOUR], positions=QUARREL))

    for weights, left in (("alpha/here: 2", 2), ("", 4)):
        [point] = weighted(at, weights)["points"]
        assert set(point["costs"].values()) == {"0"}
        assert point["crossings-total"] == left
        assert all(point["crossings"])
        assert "No deal; 1 trade-off" in at.text(
            f"frontier --weights {tmp_path / 'weights.yaml'}"
        )


def test_a06_weights_of_numbers_and_unweighted_ones_beside_them(tmp_path: Path) -> None:
    """Decimals add up exactly; a tenth and two tenths are three."""
    positions = [
        line("alpha/one", {"issue": "fee", "at-least": 6}),
        line("alpha/two", {"issue": "fee", "at-least": 7}),
        line("beta/low", {"issue": "fee", "at-most": 5}),
        line("beta/any", {"issue": "fee", "at-most": 4}),
    ]
    at = place(tmp_path, written([number("fee", 9)], positions=positions))

    found = weighted(at, "alpha/one: 0.1, alpha/two: 0.2, beta/low: 1")
    assert found["unweighted"] == ["beta/any"]
    assert [(x["costs"]["alpha"], x["costs"]["beta"]) for x in found["points"]] == [
        ("0", "1"),
        ("0.3", "0"),
    ]


def test_a07_two_trades_of_equal_cost_are_both_shown(tmp_path: Path) -> None:
    """One crossed of each party: in two ways."""
    at = place(tmp_path, written([PLACE, COLOUR], positions=QUARREL))

    points = at.json("frontier")["points"]
    assert [list(strengths(each).values()) for each in points] == [[0, 2], [1, 1], [2, 0]]
    assert points[1]["crossings-total"] == 2
    assert points[1]["crossings"] == [["alpha/here", "beta/blue"], ["alpha/red", "beta/there"]]
    assert "2 one of 2 sets:" in at.text("frontier --verbose")


def test_a07_three_issues_give_three_trades_of_equal_cost(tmp_path: Path) -> None:
    """Who loses one of three: any of them."""
    positions = [
        *QUARREL,
        line("alpha/dear", {"issue": "fee", "at-least": 6}),
        line("beta/cheap", {"issue": "fee", "at-most": 5}),
    ]
    at = place(tmp_path, written([PLACE, COLOUR, number("fee", 9)], positions=positions))

    assert [x["crossings-total"] for x in at.json("frontier")["points"]] == [1, 3, 3, 1]
    assert "one of 3 sets:" in at.text("frontier --verbose")


def test_a07_the_brief_and_python_show_each_of_them(tmp_path: Path) -> None:
    """Of a position that two hold, both sets are counted once."""
    positions = [
        line("alpha/here", HERE, **{"held-by": ["gamma"]}),
        line("beta/there", THERE),
        line("alpha/red", RED, **{"held-by": ["gamma"]}),
        line("beta/blue", {"chosen": "colour/blue"}),
    ]
    at = place(tmp_path, written([PLACE, COLOUR], positions=positions))

    middle = at.python().frontier().points[1]
    assert {frozenset(each) for each in middle.crossings} == {
        frozenset({"alpha/here", "beta/blue"}),
        frozenset({"alpha/red", "beta/there"}),
    }
    brief = at.brief()
    sets = [row.split(" | ")[:2] for row in brief.splitlines() if " of 2 | [Line" in row]
    assert sets == [["| 2", "1 of 2"], ["| 2", "2 of 2"]]


# -- A8: what a chosen term crosses ------------------------------------------


def test_a08_a_chosen_term_says_which_position_it_crosses(tmp_path: Path) -> None:
    """Though that position is left out of its status; in the table and in the reason."""
    files = written(
        [PLACE], positions=[line("alpha/there", THERE)], draft={"choices": {"place": "here"}}
    )
    at = place(tmp_path, files)

    [found] = at.json("options draft")["issues"]
    assert [(x["id"], x["mark"], x["crosses"]) for x in found["terms"]] == [
        ("here", "possible", ["alpha/there"]),
        ("there", "possible", []),
    ]
    assert "● here Here 1 crosses Alpha: Line there" in at.text("options draft")
    assert "Choosing it crosses Alpha: Line there" in at.text("options draft --why place/here")


@pytest.mark.parametrize("given", [20, {"at-least": 15}], ids=["a number", "bounds"])
def test_a08_so_does_a_number(tmp_path: Path, given: Data | int) -> None:
    """A fee may be 10 at the most: another could be had, but not the one that is given."""
    files = written(
        [number("fee", 100), PLACE],
        positions=[line("beta/cheap", {"issue": "fee", "at-most": 10})],
        draft={"choices": {"fee": given, "place": "here"}},
    )
    at = place(tmp_path, files)

    [fee, where] = at.json("options draft")["issues"]
    assert [x["crosses"] for x in fee["terms"]] == [["beta/cheap"]]
    assert [x["crosses"] for x in where["terms"]] == [["beta/cheap"], ["beta/cheap"]]
    assert at.text("options draft").count("crosses Beta: Line cheap") == 1
    said = at.text("options draft --why fee/value")
    assert "With the draft's numbers it crosses Beta: Line cheap" in said
    assert "whatever it chooses on this issue" not in said


def test_a08_so_do_members_of_a_set_and_a_parameter(tmp_path: Path) -> None:
    """Ann crosses, Bob does not; of what `zopa init` writes price and warranty do."""
    guests = {"id": "guests", "question": "Guests?"}
    files = written(
        [{**guests, "answer": {"type": "set", "from": ["ann", "bob"]}}],
        positions=[line("beta/without", {"not": {"issue": "guests", "includes": "ann"}})],
        draft={"choices": {"guests": ["ann", "bob"]}},
    )
    at = place(tmp_path / "set", files)

    [found] = at.json("options draft")["issues"]
    assert [x["crosses"] for x in found["terms"]] == [["beta/without"], []]

    [price, warranty] = starter(tmp_path / "w", "").json("options first-draft")["issues"]
    line_of_seller = ["seller/no-cheap-warranty"]
    assert [x["crosses"] for x in price["terms"]] == [line_of_seller]
    assert [x["crosses"] for x in warranty["terms"]] == [line_of_seller, []]


# -- A9, O5: drafts that break a rule ----------------------------------------


ROAD = issue("road", "built", "left")
NO_ROAD = {"id": "no-road", "chosen": "place/here", "requires": {"chosen": "road/left"}}
RULED = [
    line("alpha/there", THERE),
    line("beta/built", {"chosen": "road/built"}),
    line("beta/cheap", {"issue": "fee", "at-most": 10}),
]


def test_a09_o05_a_draft_that_breaks_a_rule_is_answered_without_it(tmp_path: Path) -> None:
    """A warning, verdicts, marks, a sweep, parties and a nearest deal; the rule is named."""
    files = written(
        [PLACE, ROAD, number("fee", 100)],
        rules=[NO_ROAD],
        positions=RULED,
        draft={"choices": {"place": "here", "road": "built"}},
    )
    at = place(tmp_path, files)
    broken = [{"nature": "rule", "name": "no-road"}]

    assert "warning[ZC106]: choices on `place` and `road` contradict rule `no-road`" in (
        at.run("validate", "--format", "full").out
    )
    [found] = at.json("check draft")["scenarios"]
    assert (found["coherent"], found["deal"], found["broken-rules"]) == (False, False, broken)
    assert verdicts(at) == {
        "alpha/there": "crossed",
        "beta/built": "respected",
        "beta/cheap": "open",
    }
    marks = at.json("options draft")
    assert marks["broken-rules"] == broken
    assert [(x["id"], x["mark"], x["by"]) for y in marks["issues"] for x in y["terms"]] == [
        ("here", "possible", None),
        ("there", "possible", None),
        ("built", "forced", "positions"),
        ("left", "excluded", "positions"),
        ("value", "forced", "positions"),
    ]
    swept = at.json("sweep draft")
    assert swept["broken-rules"] == broken
    assert [each["crossed"] for each in swept["days"]] == [["alpha/there"]]
    assert [*at.json("concessions draft")["parties"]] == ["alpha", "beta"]
    mended = at.json("repair draft")
    assert (mended["distance"], mended["total"]) == (1, 1)
    assert mended["common"] == [{"issue": "place", "from": "here", "to": "there"}]
    for question in ("check", "options --verbose", "repair"):
        assert "no-road" in at.text(f"{question} draft")


def test_a09_o05_so_is_one_whose_numbers_break_a_relation(tmp_path: Path) -> None:
    """One and two are to be ten together, and are nine."""
    total = {"quantity": {"sum": [{"issue": "one"}, {"issue": "two"}]}, "is": 10}
    files = written(
        [number("one", 9), number("two", 9)],
        rules=[{"id": "ten", "holds": total}],
        positions=[
            line("alpha/five", {"issue": "one", "at-least": 5}),
            line("beta/five", {"issue": "two", "at-most": 4}),
        ],
        draft={"choices": {"one": 4, "two": 5}},
    )
    at = place(tmp_path, files)

    assert "ZC106" in at.run("validate", "--format", "concise").out
    assert verdicts(at) == {"alpha/five": "crossed", "beta/five": "crossed"}
    assert at.json("sweep draft")["days"][0]["crossed"] == ["alpha/five", "beta/five"]
    found = at.json("repair draft")
    # Six and four, or five and five, which crosses; seven and three are further.
    assert (found["distance"], found["moved"], found["total"]) == (2, "1/3", 1)
    assert found["common"] == [
        {"issue": "one", "from": 4, "to": 6},
        {"issue": "two", "from": 5, "to": 4},
    ]


def test_a09_o05_so_is_one_whose_effects_clash(tmp_path: Path) -> None:
    """What speaks of the attribute with two values cannot be judged; the rest can."""
    on = {"id": "on", "effects": [{"entity": "agreement", "set": {"public": True}}]}
    off = {"id": "off", "effects": [{"entity": "agreement", "set": {"public": False}}]}
    files = written(
        [issue("press", on | {"id": "open"}), issue("files", off | {"id": "closed"}), PLACE],
        positions=[
            line("alpha/public", {"entity": "agreement", "holds": {"public": True}}),
            line("beta/there", THERE),
        ],
        draft={"choices": {"press": "open", "files": "closed", "place": "here"}},
    )
    at = place(tmp_path, files)

    [found] = at.json("check draft")["scenarios"]
    assert not found["coherent"]
    assert {each["nature"] for each in found["broken-rules"]} == {"effects"}
    assert found["not-judged"] == ["alpha/public"]
    assert verdicts(at) == {"beta/there": "crossed"}
    assert at.json("sweep draft")["days"][0]["crossed"] == ["beta/there"]
    assert [*at.json("concessions draft")["parties"]] == ["beta"]


# -- A10: every reason --------------------------------------------------------


def yes(*names: str) -> list[Data]:
    """Conditions that choose these terms."""
    return [{"chosen": f"{name}/yea"} for name in names]


@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        ({"all": [{"not": x} for x in yes("one", "two", "three")]}, "one; two; three"),
        ({"at-most": 1, "of": yes("one", "two", "three")}, "one two; one three; two three"),
        ({"not": {"all": [*yes("one"), {"any": yes("two", "three")}]}}, "one two; one three"),
    ],
    ids=["each alone", "each pair", "one with either of two"],
)
def test_a10_all_minimal_causes_are_told(tmp_path: Path, holds: Data, expected: str) -> None:
    """And when one is mended, those are left that have no part in it."""
    names = ["one", "two", "three"]
    files = written(
        [issue(name, "yea", "nay") for name in names],
        positions=[line("alpha/none", holds)],
        draft={"choices": dict.fromkeys(names, "yea")},
    )
    at = place(tmp_path, files, drafts={"mended": {"one": "nay", "two": "yea", "three": "yea"}})

    sets = [sorted(f"{x}=yea" for x in each.split()) for each in expected.split("; ")]
    [found] = causes(at)
    assert sorted(map(sorted, found)) == sorted(sets)
    assert at.text("check draft").count(" or ") == len(sets) - 1
    left = [each for each in sets if "one=yea" not in each]
    assert verdicts(at, "mended") == {"alpha/none": "crossed" if left else "respected"}


def test_a10_numbers_and_bounds_are_causes_of_their_own(tmp_path: Path) -> None:
    """A fee of 6 and a fine of 7 or more; each is too much."""
    most = [{"issue": name, "at-most": 5} for name in ("fee", "fine")]
    files = written(
        [number("fee", 9), number("fine", 9)],
        positions=[line("alpha/low", {"all": most})],
        draft={"choices": {"fee": 6, "fine": {"at-least": 7}}},
    )

    assert causes(place(tmp_path, files)) == [[["fee=6"], ["fine={at-least: 7}"]]]


def test_a10_of_more_than_eight_it_is_said_that_there_are_more(tmp_path: Path) -> None:
    """Ten would be too many to read."""
    names = [f"way-{x}" for x in "abcdefghij"]
    files = written(
        [issue(name, "yea") for name in names],
        positions=[line("alpha/none", {"all": [{"not": each} for each in yes(*names)]})],
        draft={"choices": dict.fromkeys(names, "yea")},
    )
    at = place(tmp_path, files)

    [found] = at.json("check draft")["scenarios"][0]["positions"]
    assert (len(found["causes"]), found["more-causes"]) == (8, True)
    assert "there are more causes" in at.text("check draft")

"""Regression tests for findings of an independent evaluator, as found and in variations.

As in `test_answers.py`, which has O3 (A4) and O5 (A9). O1, a count that could not be
stopped, is in `tests/cli/test_budget.py`; the limits of O8 are in
`tests/cli/test_large_files.py`. A law in `tests/tui/test_session_laws.py` says that no
answer depends on earlier ones.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from faults.place import Place, issue, line, number, place
from strategies import written
from zopa.solving import Stop
from zopa_tui.session.repairing import find

if TYPE_CHECKING:
    from pathlib import Path

    from strategies import Data, Files
    from zopa.api import Asked
    from zopa_tui.session.session import Session

PLACE = issue("place", "here", "there")
HERE, THERE = {"chosen": "place/here"}, {"chosen": "place/there"}


# -- O2: numbers that conditions cut -----------------------------------------


def fields(
    positions: list[Data], draft: Data | None = None, rules: tuple[Data, ...] = ()
) -> Files:
    """A workspace where two terms set `za.z`, one by a parameter 0 to 9; none sets `zb.z`."""
    digit = {"type": "integer", "minimum": 0, "maximum": 9, "unit": "x"}
    given = {
        "id": "given",
        "parameters": {"digit": digit},
        "effects": [{"entity": "za", "set": {"z": "$digit"}}],
    }
    five = {"id": "five", "effects": [{"entity": "za", "set": {"z": 5}}]}
    files = written(
        [issue("way", given, five), issue("extra", "yea")],
        positions=positions,
        rules=rules,
        draft={"choices": draft or {}},
    )
    state = files["terms/state.yaml"]
    state["entity-types"]["field"] = {"attributes": {"z": {**digit, "default": 0}}}
    state["entities"] |= {"za": {"type": "field"}, "zb": {"type": "field"}}
    return files


def z(entity: str, holds: Any) -> Data:  # any comparison
    """A comparison of the entity's attribute."""
    return {"entity": entity, "holds": {"z": holds}}


NINE = {"chosen": "way/given", "with": {"digit": 9}}
OTHERS = {
    "as found": line("beta/other", z("zb", {"at-most": 3})),
    "of the parameter": line(
        "beta/other", {"not": {"chosen": "way/given", "with": {"digit": 9}}}
    ),
    "that cuts it in four": line("beta/other", z("zb", {"not": 7, "below": 9})),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=[*OTHERS])
@pytest.mark.parametrize(
    ("holds", "terms"),
    [({"in": [4, 5]}, "given five"), ({"at-least": 7, "above": 2}, "given"), (5, "given five")],
    ids=["in", "two bounds", "one value"],
)
def test_o02_outlines_are_counted_whatever_cuts_the_number(
    tmp_path: Path, holds: Any, terms: str, other: Data
) -> None:
    """Two ways and none, with or without the extra: six agreements, two deals for each term."""
    at = place(tmp_path / "one", fields([line("alpha/z", z("za", holds))]))
    found = at.json("deals")
    assert (found["coherent"], found["count"]) == ("6", str(2 * len(terms.split())))

    at = place(tmp_path / "two", fields([line("alpha/z", z("za", holds)), other]))
    more = at.json("deals")
    assert (more["coherent"], more["count"]) == (found["coherent"], found["count"])
    assert more["shares"] == found["shares"]


def test_o02_a_repair_is_listed_once(tmp_path: Path) -> None:
    """From silence by the other term, or by a number, which is not said; from 2 by 7 alone."""
    lines = [line("alpha/z", z("za", {"in": [4, 5]})), line("beta/zb", z("zb", {"at-most": 3}))]
    silent = place(tmp_path / "silent", fields(lines, {"way": "silent"}))
    assert silent.json("repair draft")["total"] == 2

    lines[0] = line("alpha/z", z("za", {"at-least": 7, "above": 2}))
    given = place(tmp_path / "given", fields(lines, {"way": {"given": {"digit": 2}}}))
    found = given.json("repair draft")
    assert (found["total"], found["moved"]) == (1, "5/9")
    assert found["common"] == [
        {"issue": "way", "from": {"given": {"digit": 2}}, "to": {"given": {"digit": 7}}}
    ]


# -- O4: what was asked before ------------------------------------------------


def muddled(seed: int) -> Files:
    """Six issues, some with numbers, conflicting positions, and a draft that decides half."""
    chance = random.Random(seed)
    names = [f"issue-{x}" for x in "abcd"]
    issues = [issue(name, "one", "two", "three") for name in names]
    issues += [number("fee", 20), number("fine", 20)]
    positions: list[Data] = []
    for place_, party in enumerate(("alpha", "beta", "gamma") * 4):
        parts: list[Data] = [
            {"chosen": f"{chance.choice(names)}/{chance.choice(['one', 'two', 'three'])}"},
            {"issue": chance.choice(["fee", "fine"]), "at-most": chance.randrange(20)},
            {"issue": chance.choice(["fee", "fine"]), "at-least": chance.randrange(20)},
        ]
        some = chance.sample(parts, 2)
        claim = {"any": [some[0], {"not": some[1]}]} if some[0] != some[1] else some[0]
        positions.append(line(f"{party}/line-{place_}", claim))
    wish = {"chosen": "issue-d/two"}
    positions.append(line("alpha/wish", wish, kind="preference"))
    draft = {names[0]: "one", names[1]: chance.choice(["two", "three"]), "fee": 3}
    return written(issues, positions=positions, draft={"choices": draft})


def answers(asked: Asked) -> Any:  # two answers
    """Nearest deals and trade-offs, in full."""
    return repr(asked.repair().repairs), repr(asked.frontier().points)


@pytest.mark.parametrize("seed", range(4))
def test_o04_python_gives_the_same_repair_first_and_after_other_questions(
    tmp_path: Path, seed: int
) -> None:
    """In one session: examples, prices, changes."""
    at = place(tmp_path, muddled(seed))
    first = answers(at.python())

    later = at.python()
    later.options()
    later.deals(examples=5)
    later.conflicts()
    later.sweep()
    assert answers(later) == first
    assert answers(later) == first


@pytest.mark.parametrize("seed", range(4, 7))
def test_o04_the_terminal_interface_gives_the_same_repair_after_work(
    tmp_path: Path, seed: int
) -> None:
    """Choices made and taken back in between."""
    at = place(tmp_path, muddled(seed))

    def ways(session: Session) -> str:
        return repr([(x.changes, x.deal, x.prices) for x in find(session, Stop()).ways])

    first = ways(at.session())
    session = at.session()
    session.choose("issue-c", "three")
    session.find_left(session.snapshot, Stop())
    find(session, Stop())
    session.undo()
    assert ways(session) == first


def test_o04_what_a_repaired_draft_leaves_open_has_no_price(tmp_path: Path) -> None:
    """The example that goes with it may decide it; the price does not."""
    positions = [
        line("alpha/there", THERE),
        line("beta/wish", {"issue": "fee", "at-most": 2}, kind="preference"),
    ]
    files = written(
        [PLACE, number("fee", 9)], positions=positions, draft={"choices": {"place": "here"}}
    )

    [way] = place(tmp_path, files).json("repair draft")["repairs"]
    assert [*way["prices"]] == ["alpha"]


# -- O6: why a draft cannot be ------------------------------------------------


def clash(at: Place) -> tuple[list[str], list[str]]:
    """The choices that contradict each other, and the clauses."""
    found = at.json("check draft")["scenarios"][0]["clash"]
    return found["choices"], [f"{each['nature']} {each['name']}" for each in found["clauses"]]


def test_o06_that_an_issue_takes_one_term_is_named(tmp_path: Path) -> None:
    """One thing requires both places."""
    rules = [
        {"id": "first", "chosen": "thing/yea", "requires": HERE},
        {"id": "second", "chosen": "thing/yea", "requires": THERE},
    ]
    files = written(
        [PLACE, issue("thing", "yea")], rules=rules, draft={"choices": {"thing": "yea"}}
    )

    assert clash(place(tmp_path, files)) == (
        ["thing=yea"],
        ["rule first", "rule second", "terms place"],
    )


def test_o06_an_applies_when_that_an_effect_undoes_is_named(tmp_path: Path) -> None:
    """The issue arises while nothing is public; another term makes it so."""
    public = {"id": "open", "effects": [{"entity": "agreement", "set": {"public": True}}]}
    arises = {"applies-when": {"not": {"chosen": "press/open"}}}
    issues = [issue("press", public), issue("seal", "red", **arises)]
    files = written(issues, draft={"choices": {"press": "open", "seal": "red"}})

    assert clash(place(tmp_path, files)) == (
        ["press=open", "seal=red"],
        ["applies-when seal"],
    )


def test_o06_a_rule_on_what_an_effect_sets_and_the_number_it_gives(tmp_path: Path) -> None:
    """It is set to 8, and a rule wants 5 at the most. The other rule is in no cause."""
    rules = (
        {"id": "low", "holds": z("za", {"at-most": 5})},
        {"id": "idle", "holds": z("za", {"at-most": 9})},
    )
    at = place(tmp_path, fields([], {"way": {"given": {"digit": 8}}, "extra": "yea"}, rules))

    choices, clauses = clash(at)
    assert choices == ["way=given(digit: 8)"]
    assert "rule low" in clauses
    assert "rule idle" not in clauses


# -- O7: `undecided` ----------------------------------------------------------


@pytest.mark.parametrize(
    "claim",
    [
        {"holds": {"undecided": "place"}},
        {"holds": {"any": [{"all": [{"undecided": "place"}, HERE]}, HERE]}},
        {
            "readings": {
                "one": {"default": True, "holds": HERE},
                "two": {"holds": {"undecided": "place"}},
            }
        },
    ],
    ids=["as found", "at any depth", "in a reading"],
)
def test_o07_a_position_that_asks_for_an_undecided_issue_is_warned_of(
    tmp_path: Path, claim: Data
) -> None:
    """No agreement has it."""
    at = place(tmp_path, written([PLACE], positions=[line("alpha/open", **claim)]))

    ran = at.run("validate", "--format", "concise")
    assert "ZC105" in ran.out
    assert "terms/positions/all.yaml" in ran.out


# -- O8: large models ---------------------------------------------------------


def test_o08_rules_lie_in_files_of_a_folder_too(tmp_path: Path) -> None:
    """Both places count: no deal is left of three agreements."""
    files = written([PLACE], rules=[{"id": "not-here", "holds": {"not": HERE}}])
    rule: Data = {"basis": "definitional", "reason": "So."}
    not_there = {**rule, "id": "not-there", "holds": {"not": THERE}}
    spoken = {**rule, "id": "spoken", "holds": {"not": {"silent": "place"}}}
    files["terms/rules/more.yaml"] = {"rules": [not_there]}
    files["terms/rules/yet-more.yaml"] = {"rules": [spoken]}

    found = place(tmp_path, files).json("deals")
    assert (found["coherent"], found["rules-contradict"]) == ("0", True)


@pytest.mark.parametrize(
    ("one", "other", "total"),
    [
        ("1234567890123456", "1", "1234567890123457"),
        ("0.1234567890123456", "0.0000000000000001", "0.1234567890123457"),
        ("1234567.1234567", "0.0000001", "1234567.1234568"),
    ],
)
def test_o08_weights_of_sixteen_digits_are_added_exactly(
    tmp_path: Path, one: str, other: str, total: str
) -> None:
    """Though no float holds them."""
    positions = [
        line("alpha/here", HERE),
        line("alpha/low", {"issue": "fee", "is": 1}),
        line("beta/word", {"all": [{"silent": "place"}, {"silent": "fee"}]}),
    ]
    at = place(tmp_path, written([PLACE, number("fee", 3)], positions=positions))
    (tmp_path / "weights.yaml").write_text(
        f"weights: {{alpha/here: {one}, alpha/low: {other}, beta/word: 1}}\n"
    )

    points = at.json(f"frontier --weights {tmp_path / 'weights.yaml'}")["points"]
    assert [(x["costs"]["alpha"], x["costs"]["beta"]) for x in points] == [
        ("0", "1"),
        (total, "0"),
    ]

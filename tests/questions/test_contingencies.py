"""Contingencies: content, overrides, and lapses."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brute import asked, laws
from strategies import errors_in, load, workspaces, written
from zopa.answers.condition_yaml import condition_words
from zopa.model.evaluate import outcome
from zopa.questions.check import check
from zopa.questions.check import outcome as outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from strategies import Data, Files

CASES = {"attack": {"title": "If there is an attack"}, "breach": {}}


def cased(issues: Iterable[Data], *, positions: Iterable[Data] = (), **more: Any) -> Files:
    """A workspace with two contingencies."""
    files = written(issues, positions=positions, **more)
    files["terms/state.yaml"]["contingencies"] = copy.deepcopy(CASES)
    return files


def guarded(entity: str, claim: Data, case: str = "") -> Data:
    """That an attribute is so, in a case if one is named."""
    held: Data = {"entity": entity, "holds": claim}
    return {"in-case": case, "holds": held} if case else held


HELP: Data = {
    "id": "help",
    "terms": [
        {
            "id": "promised",
            "effects": [
                {"entity": "agreement", "set": {"public": True}},
                {"entity": "agreement", "set": {"length": "long"}, "in-case": "attack"},
            ],
        },
        {"id": "none"},
    ],
}
TRUCE: Data = {
    "id": "truce",
    "terms": [
        {
            "id": "kept",
            "lapses-in": ["breach"],
            "effects": [{"entity": "agreement", "set": {"length": "middle"}}],
        }
    ],
}


@pytest.mark.parametrize(
    ("claim", "crossed"),
    [
        (guarded("agreement", {"length": "middle"}), False),
        (guarded("agreement", {"length": "long"}, "attack"), False),
        (guarded("agreement", {"length": "short"}, "breach"), False),
        (guarded("agreement", {"length": "middle"}, "breach"), True),
        (guarded("agreement", {"public": True}, "attack"), False),
        (guarded("agreement", {"public": True}, "breach"), False),
        ({"not": guarded("agreement", {"length": "middle"}, "attack")}, False),
    ],
)
def test_a_case_overwrites_and_lets_lapse(claim: Data, crossed: bool) -> None:  # noqa: FBT001
    """What acts in the case wins; what lapses leaves what would be without it."""
    draft = {"choices": {"help": "promised", "truce": "kept"}}
    case = asked(cased([HELP, TRUCE], positions=[{"id": "a", "holds": claim}], draft=draft))

    (verdict,) = check(case.space(), case.scenario, case.context).verdicts

    assert (str(verdict.verdict) == "crossed") == crossed


def test_two_effects_of_one_case_contradict_each_other() -> None:
    """As two effects without a case do; what acts otherwise is no part of it."""
    effects = [
        {"entity": "agreement", "set": {"length": each}, "in-case": "attack"}
        for each in ("short", "long")
    ]
    issue = {"id": "plan", "terms": [{"id": "both", "effects": effects}]}
    case = asked(cased([issue], draft={"choices": {"plan": "both"}}))

    assert not check(case.space(), case.scenario, case.context).coherent


def test_the_outcome_says_of_a_case_what_differs() -> None:
    """And nothing else."""
    draft = {"choices": {"help": "promised", "truce": "kept"}}
    case = asked(cased([HELP, TRUCE], draft=draft))

    found = outcome_of(case.space(), case.scenario, case.context)

    told = {target: str(each.values[0]) for target, each in found.items() if "@" in target[0]}
    assert told == {
        ("agreement@attack", "length"): "long",
        ("agreement@breach", "length"): "short",
    }


@pytest.mark.parametrize(
    "change",
    [
        {"id": "a", "holds": guarded("agreement", {"length": "long"}, "attak")},
        {
            "id": "a",
            "holds": {"in-case": "x", "holds": {"every": "zone", "holds": {"share": 1}}},
        },
    ],
)
def test_an_unknown_case_is_told(change: Data) -> None:
    """As of anything that is named and does not exist."""
    found = errors_in(cased([HELP], positions=[change]))[2]

    assert [each.code for each in found] == ["ZX101"]
    assert "contingency" in found[0].message


def test_an_unknown_case_of_an_effect_is_told_once() -> None:
    """And so is an unknown attribute, although it is set in every case."""
    issue = copy.deepcopy(HELP)
    issue["terms"][0]["effects"][1]["in-case"] = "atack"
    issue["terms"][0]["effects"][0]["set"] = {"publik": True}

    found = errors_in(cased([issue]))[2]

    assert sorted(each.code for each in found) == ["ZX101", "ZX101"]


@pytest.mark.parametrize(
    "effect",
    [
        {"entity": "nowhere", "set": {"public": True}},
        {"every": "nowhere", "set": {"public": True}},
        {"every": "zone", "where": {"nowhere": 1}, "set": {"share": 1}},
        {"entity": "nowhere", "set": {"public": True}, "in-case": "attack"},
    ],
)
def test_what_an_effect_names_and_there_is_not_is_told_beside_cases(effect: Data) -> None:
    """And the names that there are leave out what only a case has."""
    issue = {"id": "plan", "terms": [{"id": "a", "effects": [effect]}]}

    found = errors_in(cased([issue]))[2]

    assert {each.code for each in found} == {"ZX101"}
    assert not any("@" in way for each in found for way in each.help)


def test_a_condition_of_a_case_reads_back_the_same() -> None:
    """Its words are those of the format."""
    claim = guarded("agreement", {"length": "long"}, "attack")
    corpus, _ = load(cased([HELP], positions=[{"id": "a", "holds": claim}]))
    (position,) = corpus.positions.values()

    words = condition_words(position.readings["plain"].holds)

    assert words == "{in-case: attack, holds: {entity: agreement, holds: {length: long}}}"


@pytest.mark.slow
@laws
@given(workspaces())
def test_a_case_without_effects_is_as_things_are_otherwise(files: Files) -> None:
    """Whatever the scenario leads to, it leads to in the case too."""
    files["terms/state.yaml"].setdefault("contingencies", {})["nothing"] = {}
    case = asked(files)
    for scenario in case.world.everything:
        values = outcome(case.corpus, scenario)
        for (entity, attribute), value in values.items():
            if "@" not in entity:
                assert values[f"{entity}@nothing", attribute] == value


@pytest.mark.slow
@laws
@given(workspaces(), st.data())
def test_what_lapses_is_as_if_it_were_not_there(files: Files, data: st.DataObject) -> None:
    """In the case; and where effects of the case act, they alone do."""
    terms = [
        term
        for path in files
        if "/issues/" in path
        for issue in files[path]["issues"]
        for term in issue.get("terms", ())
    ]
    files["terms/state.yaml"].setdefault("contingencies", {})["storm"] = {}
    for term in terms:
        if data.draw(st.booleans()):
            term["lapses-in"] = [*term.get("lapses-in", ()), "storm"]
    case = asked(files)
    without = copy.deepcopy(files)
    for path in without:
        for issue in without[path].get("issues", ()) if "/issues/" in path else ():
            for term in issue.get("terms", ()):
                if "storm" in term.get("lapses-in", ()):
                    term["effects"] = []
    plain = asked(without)
    for scenario in case.world.everything:
        values, lapsed = outcome(case.corpus, scenario), outcome(plain.corpus, scenario)
        for (entity, attribute), value in lapsed.items():
            if "@" not in entity:
                assert values[f"{entity}@storm", attribute] == value

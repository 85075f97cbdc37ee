"""Milestones: dates that terms set and bound, and their order in positions."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brute import asked, laws
from strategies import DRAFT, errors_in, written
from zopa.questions import Question
from zopa.questions.check import check
from zopa.questions.deals import deals, feasible
from zopa.workspace import load

if TYPE_CHECKING:
    from strategies import Data, Files

CASES = Path(__file__).parents[1] / "cases"
DAYS = {"earliest": "2026-01-01", "latest": "2026-01-05"}


def timed(
    *, effects: Data, positions: Data = (), draft: Data | None = None, **milestones: Any
) -> Files:
    """A workspace with milestones; the terms of `plan` have these effects."""
    issues = [
        {
            "id": "plan",
            "terms": [{"id": name, "effects": each} for name, each in effects.items()],
        }
    ]
    lines = [{"id": f"line-{n}", "holds": each} for n, each in enumerate(positions)]
    files = written(issues, positions=lines, draft={"choices": draft or {}})
    names = milestones or dict.fromkeys(("signing", "elections"), DAYS)
    files["terms/state.yaml"]["milestones"] = names
    return files


def days_of(files: Files, milestone: str) -> list[str]:
    """Dates of a milestone with a deal."""
    case = asked(files)
    question = Question(case.space(), case.scenario, case.context)
    found = feasible(question, list(question.lines.values()))
    return [str(each) for each in found[milestone, "value", "value"]]


def test_a_term_bounds_the_day_of_a_milestone() -> None:
    """So many days after another one, and not before it."""
    effect = {"milestone": "elections", "within": {"days": 2}, "after": "signing"}
    files = timed(effects={"quick": [effect]}, draft={"plan": "quick", "signing": "2026-01-02"})

    assert days_of(files, "elections") == ["2026-01-02 to 2026-01-04"]


def test_a_milestone_that_a_term_sets_happens() -> None:
    """Silence on it breaks the rule that the term makes."""
    effect = {"milestone": "signing", "is": "2026-01-03"}
    files = timed(
        effects={"now": [effect]}, draft={"plan": "now", "signing": "silent"}, signing=DAYS
    )
    case = asked(files)

    checked = check(case.space(), case.scenario, case.context)

    assert [str(each.name) for each in checked.broken] == ["plan/now/signing"]


def test_an_order_that_cannot_be_kept_is_inconsistent() -> None:
    """Three terms that put three milestones in a circle."""
    names = ("one", "two", "three")
    circle = zip(names, (*names[1:], names[0]), strict=True)
    effects = {
        "all": [{"milestone": first, "before": second} for first, second in circle],
    }
    files = timed(effects=effects, draft={"plan": "all"}, **dict.fromkeys(names, DAYS))
    case = asked(files)

    assert not deals(case.space(), case.scenario, case.context).exists
    assert not check(case.space(), case.scenario, case.context).coherent


def test_a_name_is_taken_once() -> None:
    """A milestone is an issue among the others."""
    files = timed(effects={"a": []}, plan=DAYS)

    assert [each.code for each in errors_in(files)[2]] == ["ZX102"]


def test_a_day_outside_the_bounds_is_told() -> None:
    """As of any value."""
    files = timed(effects={"a": []}, draft={"signing": "2027-01-01"}, signing=DAYS)

    assert [each.code for each in errors_in(files)[2]] == ["ZX201"]


APART: Data = {"days-between": [{"issue": "signing"}, {"issue": "elections"}]}
CLAIMS: tuple[tuple[Data, Data], ...] = (
    (
        {"before": ["signing", "elections"]},
        {"milestone": "elections", "above": {"milestone": "signing"}},
    ),
    (
        {"milestone": "elections", "after": "signing"},
        {"quantity": {"milestone": "signing"}, "below": {"milestone": "elections"}},
    ),
    (
        {"milestone": "elections", "within": {"days": 2}, "after": "signing"},
        {
            "all": [
                {
                    "quantity": {
                        "days-between": [{"issue": "signing"}, {"issue": "elections"}]
                    },
                    "at-least": 0,
                },
                {
                    "quantity": {
                        "days-between": [{"issue": "signing"}, {"issue": "elections"}]
                    },
                    "at-most": 2,
                },
            ]
        },
    ),
    ({"happens": "signing"}, {"not": {"silent": "signing"}}),
    ({"milestone": "signing", "is": "2026-01-02"}, {"issue": "signing", "is": "2026-01-02"}),
)
"""Two equivalent notations."""


@pytest.mark.parametrize("pair", CLAIMS)
def test_the_words_of_time_mean_relations_of_days(pair: tuple[Data, Data]) -> None:
    """In every scenario."""
    short, long = (timed(effects={"a": []}, positions=[each]) for each in pair)
    one, other = asked(short), asked(long)

    (line,), (same,) = one.lines, other.lines
    assert one.world.zone([line]) == other.world.zone([same])


@pytest.mark.slow
@laws
@given(st.data())
def test_effects_on_milestones_are_rules(data: st.DataObject) -> None:
    """Written as rules they mean the same."""
    say = st.sampled_from(
        [
            {"milestone": "elections", "within": {"days": 1}, "after": "signing"},
            {"milestone": "elections", "before": "signing"},
            {"milestone": "signing", "is": "2026-01-02"},
            {"milestone": "signing", "at-least": "2026-01-04"},
        ]
    )
    said = {name: data.draw(st.lists(say, max_size=2, unique_by=str)) for name in ("a", "b")}
    files = timed(effects=said, positions=[data.draw(st.sampled_from(CLAIMS))[0]])
    ruled = copy.deepcopy(files)
    for term in ruled["terms/issues/all.yaml"]["issues"][0]["terms"]:
        term["effects"] = []
    ruled["terms/rules.yaml"]["rules"] = [
        {
            "id": f"{name}-{number}",
            "basis": "definitional",
            "reason": "So.",
            "chosen": f"plan/{name}",
            "requires": each,
        }
        for name, some in said.items()
        for number, each in enumerate(some)
    ]
    draft = data.draw(st.sampled_from([{}, {"plan": "a"}, {"plan": "b"}]))
    found = []
    for each in (files, ruled):
        each[DRAFT]["choices"] = draft
        case = asked(each)
        answer = deals(case.space(), case.scenario, case.context, examples=0)
        found.append((answer.exists, answer.count, answer.coherent))
        assert answer.exists == bool(case.world.zone(case.lines, case.draft))
    assert found[0] == found[1]


def test_a_milestone_that_terms_name_and_that_there_is_not_is_a_finding(tmp_path: Path) -> None:
    """A published text that is silent on all that it does not name is read all the same."""
    shutil.copytree(CASES / "plan", tmp_path / "w")
    state = tmp_path / "w/terms/state.yaml"
    state.write_text(state.read_text().replace("  withdrawal: {", "  withdrawl: {"))

    found = load(tmp_path / "w").diagnostics

    assert any("`withdrawal`" in each.message for each in found)

"""The workspaces in `tests/cases`, whose expectations specify zopa's answers.

Their scenarios are the specification in examples. Each `expect` was computed by hand,
and a comment beside it gives the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from zopa.files import MARK
from zopa.model.context import context_of, held
from zopa.model.evaluate import coherent, holds, outcome
from zopa.questions.check import Checked, check
from zopa.questions.soundness import check_soundness
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import Workspace, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.corpus import Corpus, Expectation, Scenario
    from zopa.model.evaluate import Complete

CASES = Path(__file__).parent / "cases"
NAMES = sorted(
    mark.parents[1].relative_to(CASES).as_posix() for mark in CASES.rglob(MARK.as_posix())
)
WARNINGS = "warnings.txt"
"""File beside a case's `terms/` with its warnings, `CODE path` in each line."""
VERDICTS: tuple[Literal["crossed", "respected", "open"], ...] = ("crossed", "respected", "open")


@dataclass(frozen=True)
class Case:
    """A workspace, loaded and compiled."""

    workspace: Workspace
    space: Space

    def check(self, scenario: Scenario) -> Checked:
        """The answer of the engine on the scenario."""
        return check(self.space, scenario, context_of(self.workspace.corpus, scenario))


@cache
def case(name: str) -> Case:
    """The case of that name; loaded and compiled once."""
    workspace = load(CASES / name)
    assert workspace.sound, [each.message for each in workspace.diagnostics]
    return Case(workspace, Space(Problem(workspace.corpus)))


@pytest.fixture(scope="module", autouse=True)
def forget_cases() -> Iterator[None]:
    """Free the solvers before the interpreter exits."""
    yield
    case.cache_clear()


def files(name: str) -> list[str]:
    """Ids of the scenarios, known before loading, so that each is one test."""
    return sorted(file.stem for file in (CASES / name / "scenarios").rglob("*.yaml"))


every_case = pytest.mark.parametrize("name", NAMES)
every_scenario = pytest.mark.parametrize(
    ("name", "scenario"),
    [
        pytest.param(name, scenario, id=f"{name}/{scenario}")
        for name in NAMES
        for scenario in files(name)
    ],
)


def turned(expectation: Expectation) -> list[Expectation]:
    """All variants of the expectation with another value."""
    if expectation.key == "coherent":
        return [replace(expectation, value=not expectation.value)]
    if expectation.key == "deal":
        others: list[bool | str] = [True, False, "open"]
        return [
            replace(expectation, value=each) for each in others if each != expectation.value
        ]
    return [replace(expectation, key=each) for each in VERDICTS if each != expectation.key]


@every_case
def test_a_case_is_a_workspace_without_findings(name: str) -> None:
    """No error, and no warning but those that the case is about."""
    found = case(name)
    listed = CASES / name / WARNINGS
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    expected = sorted(line for line in lines if line and not line.startswith("#"))

    findings = [*found.workspace.diagnostics, *check_soundness(found.space)]

    assert (
        sorted(f"{each.code} {each.span.path if each.span else '-'}" for each in findings)
        == expected
    ), [each.message for each in findings]
    assert found.workspace.scenarios
    assert sorted(found.workspace.scenarios) == files(name)


@every_scenario
def test_a_scenario_does_what_it_says(name: str, scenario: str) -> None:
    """It expects something, and every expectation is met."""
    found = case(name)

    checked = found.check(found.workspace.scenarios[scenario])

    assert checked.expectations
    assert [
        (each.expectation.key, each.expectation.value, each.found)
        for each in checked.expectations
        if not each.met
    ] == []


@every_scenario
def test_no_expectation_is_met_whatever_happens(name: str, scenario: str) -> None:
    """Turned into anything else that it could say, an expectation is not met."""
    found = case(name)
    original = found.workspace.scenarios[scenario]
    changed = tuple(
        other for expectation in original.expectations for other in turned(expectation)
    )

    checked = found.check(replace(original, expectations=changed))

    assert len(checked.expectations) == len(changed) >= len(original.expectations)
    assert [each.expectation for each in checked.expectations if each.met] == []


def completed(corpus: Corpus, scenario: Scenario) -> Complete | None:
    """The scenario if it is complete, else None."""
    if scenario.choices.keys() != corpus.issues.keys():
        return None
    complete = {issue: choice.picks for issue, choice in scenario.choices.items()}
    every_parameter_given = all(
        pick.parameters.keys() == corpus.issues[issue].terms[pick.term].parameters.keys()
        for issue, picks in complete.items()
        for pick in picks
    )
    return complete if every_parameter_given else None


@every_case
def test_complete_scenarios_mean_what_the_plain_evaluator_says(name: str) -> None:
    """Where nothing is left to decide, the definition gives the same verdicts."""
    found = case(name)
    corpus = found.workspace.corpus
    seen = 0
    for scenario in found.workspace.scenarios.values():
        complete = completed(corpus, scenario)
        if complete is None:
            continue
        seen += 1

        checked = found.check(scenario)

        assert checked.coherent == coherent(corpus, complete), scenario.id
        if checked.coherent:
            result = outcome(corpus, complete)
            assert {each.held.id: str(each.verdict) for each in checked.verdicts} == {
                line.id: "respected"
                if holds(line.reading.holds, corpus, complete, result)
                else "crossed"
                for line in held(corpus, checked.context)
            }, scenario.id
    assert seen

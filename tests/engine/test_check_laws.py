"""What `check` says is true: held against every complete scenario of small corpora."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from brute import World
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import DRAFT, Data, Files, load, workspaces

from zopa.check import Checked, Verdict, check
from zopa.conditions import Name
from zopa.context import Context, context_of, held
from zopa.model import Choice, Corpus, Kind, Pick, Scenario, Waiver
from zopa.problem import Problem
from zopa.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

laws = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
HOLD = (Kind.RED_LINE, Kind.DEMAND, Kind.PREFERENCE, Kind.OFFER)


def opened(files: Files) -> tuple[Corpus, Scenario, Context]:
    corpus, scenarios = load(files)
    scenario = scenarios["draft"]
    return corpus, scenario, context_of(corpus, scenario, hold=HOLD)


def checked(files: Files) -> Checked:
    corpus, scenario, context = opened(files)
    return check(Space(Problem(corpus)), scenario, context)


def said(found: Checked) -> dict[str, object]:
    """The answer as plain data, in no order."""
    return {
        "coherent": found.coherent,
        "deal": found.deal,
        "verdicts": {each.held.id: each.verdict for each in found.verdicts},
        "possibly": {str(each.id) for each in found.possibly},
        "waived": {str(each.position) for each in found.waived},
    }


# -- the answer equals the definition -----------------------------------------


@laws
@given(workspaces())
def test_verdicts_and_the_deal_are_what_all_completions_say(files: Files) -> None:
    """The compiled verdicts equal those of brute force over every parameter value."""
    corpus, scenario, context = opened(files)
    world = World(corpus)

    found = check(Space(Problem(corpus)), scenario, context)

    lines = held(corpus, context)
    assert found.coherent == bool(world.completions(scenario.choices))
    assert found.deal == world.deal(scenario.choices, lines)
    assert {each.held.id: str(each.verdict) for each in found.verdicts} == (
        {line.id: world.verdict(scenario.choices, line) for line in lines}
        if found.coherent
        else {}
    )


@laws
@given(workspaces())
def test_because_is_a_minimal_part_of_the_draft_that_is_enough(files: Files) -> None:
    """Its choices cross the line whatever else is agreed; without any one they do not."""
    corpus, scenario, context = opened(files)
    world = World(corpus)

    found = check(Space(Problem(corpus)), scenario, context)

    for each in found.verdicts:
        if each.verdict is Verdict.CROSSED:
            assert world.is_minimal_because(scenario.choices, each.held, each.because)
        else:
            assert each.because == ()


@laws
@given(workspaces())
def test_hangs_on_is_a_minimal_set_of_issues_that_settles_the_verdict(files: Files) -> None:
    """Completions that agree on it agree on the line, and no issue of it can be missed."""
    corpus, scenario, context = opened(files)
    world = World(corpus)

    found = check(Space(Problem(corpus)), scenario, context)

    for each in found.verdicts:
        if each.verdict is Verdict.OPEN:
            assert world.is_minimal_hangs_on(scenario.choices, each.held, each.hangs_on)
            assert each.hangs_on
        else:
            assert each.hangs_on == ()


@laws
@given(workspaces())
def test_a_clash_is_a_minimal_set_that_no_scenario_keeps(files: Files) -> None:
    """Every scenario with its choices breaks one of its clauses; less would not be enough."""
    corpus, scenario, context = opened(files)
    world = World(corpus)

    clash = check(Space(Problem(corpus)), scenario, context).clash

    assert (clash is None) == bool(world.completions(scenario.choices))
    if clash is not None:
        draft = scenario.choices
        clauses = [(str(each.nature), each.name) for each in clash.clauses]
        assert world.clashing(draft, clash.choices, clauses, strict=False)
        for left_out in clash.choices:
            fewer = [each for each in clash.choices if each != left_out]
            assert not world.clashing(draft, fewer, clauses, strict=True)
        for clause in clauses:
            rest = [each for each in clauses if each != clause]
            assert not world.clashing(draft, clash.choices, rest, strict=True)

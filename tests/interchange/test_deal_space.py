"""Exported deal spaces: the number of solutions equals the number of deals."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import clingo
import pytest
from hypothesis import given
from hypothesis import strategies as st

import zopa
from brute import laws
from strategies import load, workspaces
from zopa.files import shipped
from zopa.interchange.export import asp, uvl
from zopa.model.context import context_of
from zopa.model.corpus import Choice, Kind, Scenario
from zopa.questions import NOTHING_CHOSEN, Question
from zopa.questions.deals import deals
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable

    from strategies import Files

FOLDER = Path(__file__).parents[1] / "cases"
CASES = (
    "choose-between",
    "thresholds",
    "exact-numbers",
    "blanks",
    "counting",
    "rules",
    "harbour",
)


def answer_sets(program: str, *, project: bool = True) -> list[tuple[str, ...]]:
    """All answer sets by their picks; one per outline, or one per range of a number."""
    options = ["--project"] if project and "#project" in program else []
    control = clingo.Control(["0", "--warn=none", *options])
    control.add("base", [], program)
    control.ground([("base", [])])
    found: list[tuple[str, ...]] = []
    control.solve(
        on_model=lambda model: found.append(
            tuple(sorted(str(each) for each in model.symbols(shown=True)))
        )
    )
    return found


@pytest.mark.parametrize("case", CASES)
def test_clingo_finds_as_many_deals(case: str) -> None:
    """Of nothing chosen, and no two answer sets are the same deal."""
    draft = zopa.ask(zopa.load(FOLDER / case))
    found = answer_sets(asp(draft.question))
    ranges = answer_sets(asp(draft.question), project=False)

    assert len(found) == draft.deals().count
    assert len(found) == len(set(found))
    assert len(ranges) == len(set(ranges)) >= len(found)


def test_clingo_finds_as_many_deals_of_the_shipped_corpus() -> None:
    """Around one of its deals; of all of them there are too many to list."""
    workspace = zopa.load(shipped("terms").parent)
    hold = (Kind.RED_LINE,)
    [deal] = zopa.ask(workspace, hold=hold).deals(examples=1, count=False).examples
    choices = {str(issue): Choice(issue, picks) for issue, picks in deal.items()}
    draft = zopa.ask(workspace, Scenario("around", "", choices=choices), hold=hold)
    assert draft.deals().count == 1
    while (draft.deals().count or 0) < 500:
        choices.popitem()
        draft = zopa.ask(workspace, Scenario("around", "", choices=dict(choices)), hold=hold)

    found = answer_sets(asp(draft.question))
    assert len(found) == len(set(found)) == draft.deals().count


@laws
@given(st.data())
def test_clingo_agrees_on_random_corpora(data: st.DataObject) -> None:
    """With a draft's choices, and with every kind of condition."""
    files: Files = data.draw(workspaces(relations=False))
    corpus, scenarios = load(files)
    space = Space(Problem(corpus))
    draft = next(iter(scenarios.values()), NOTHING_CHOSEN)
    for scenario in {draft.id: draft, "": NOTHING_CHOSEN}.values():
        question = Question(space, scenario, context_of(corpus, scenario))
        expected = deals(space, scenario, question.context).count
        assert len(answer_sets(asp(question))) == expected


@pytest.mark.parametrize("write", [asp, uvl])
def test_numbers_that_stand_in_relations_are_refused(
    write: Callable[[Question], str],
) -> None:
    """Rather than left out: what such a program finds would be no deal."""
    question = zopa.ask(zopa.load(FOLDER / "values")).question

    with pytest.raises(zopa.Refused, match="relations"):
        write(question)


@pytest.mark.parametrize("case", CASES)
def test_the_feature_model_is_well_formed(case: str) -> None:
    """Names in constraints are features; `docs/export.md` says how it is read back."""
    text = uvl(zopa.ask(zopa.load(FOLDER / case)).question)
    tree, _, rules = text.partition("\nconstraints\n")
    name = re.compile(r'"[^"]*"|\bgate\d+\b')
    groups = {"features", "optional", "alternative"}
    lines = [line.strip() for line in tree.split("\n") if not line.startswith("//")]
    features = [line for line in lines if line not in groups]

    assert all(name.fullmatch(each) for each in features)
    assert len(features) == len(set(features))
    assert set(name.findall(rules)) <= set(features)

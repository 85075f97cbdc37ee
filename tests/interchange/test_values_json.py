"""Values of issues in JSON answers: bounds of choices, and holders of softened numbers."""

from __future__ import annotations

from pathlib import Path

from zopa.answers.condition_yaml import condition_words
from zopa.interchange.envelope import choice_text
from zopa.interchange.questions import concessions_json
from zopa.model.context import context_of
from zopa.questions import Question
from zopa.questions.concessions import concessions
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import load

CONTRACT = Path(__file__).parents[2] / "examples" / "software-contract"


def test_a_choice_is_said_with_its_bounds() -> None:
    """Of the value of an issue and of a term's parameter."""
    choices = load(CONTRACT).scenarios["second-paper"].choices

    assert choice_text(choices["fee"]) == "fee={at-most: 480.00}"
    assert choice_text(choices["cap-months"]) == "cap-months={at-least: 24}"
    assert choice_text(choices["sites"]) == "sites=6"
    assert choice_text(choices["uncapped"]) == "uncapped=patient-data+confidentiality"


def test_a_number_that_is_softened_says_whose_it_is() -> None:
    """The issue that is answered by it, which has no attribute."""
    workspace = load(CONTRACT)
    scenario = workspace.scenarios["second-paper"]
    context = context_of(workspace.corpus, scenario)
    space = Space(Problem(workspace.corpus))
    ledger = concessions(space, scenario, context)
    question = Question(space, scenario, context)
    said = concessions_json(question, ledger, condition_words)["shifts"]

    assert {each["issue"] for each in said} >= {"cap-months", "sites", "discount"}
    for each in said:
        assert each["term"] is each["parameter"] is each["attribute"] is None

"""Numbers have their unit, `unlimited` has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from strategies import load, written
from zopa.answers.concessions import concessions_page, shift_words
from zopa.answers.frame import Request
from zopa.answers.lines import choice_words, picked_words
from zopa.model.context import context_of
from zopa.questions import Question
from zopa.questions.concessions import concessions
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.writers import Style
from zopa.writers.terminal import page_text

if TYPE_CHECKING:
    from zopa.model.corpus import Corpus, Scenario

DAYS = {"type": "integer", "unit": "days", "minimum": 1, "maximum": 5, "unlimited": True}
CAP: dict[str, Any] = {
    "id": "cap",
    "terms": [
        {
            "id": "capped",
            "parameters": {"for": DAYS},
            "effects": [{"entity": "agreement", "set": {"cap": "$for"}}],
        }
    ],
}


def opened(days: int | str, cap: Any) -> tuple[Corpus, Scenario]:
    """A draft with this cap, and a position on it."""
    line = {"id": "line", "holds": {"entity": "agreement", "holds": {"cap": cap}}}
    choices = {"cap": {"capped": {"for": days}}}
    corpus, scenarios = load(written([CAP], positions=[line], draft={"choices": choices}))
    return corpus, scenarios["draft"]


@pytest.mark.parametrize(("days", "words"), [(3, "for 3 days"), ("unlimited", "for unlimited")])
def test_a_choice_is_shown_with_its_numbers(days: int | str, words: str) -> None:
    """That of a draft, and that of an agreement."""
    corpus, scenario = opened(days, {"at-most": days})
    question = Question(Space(Problem(corpus)), scenario, context_of(corpus, scenario))
    (choice,) = scenario.choices.values()

    assert choice_words(corpus, choice) == f"Cap: Term ({words})"
    assert picked_words(question, "cap", choice.picks).startswith("Term (for ")
    assert picked_words(question, "cap", choice.picks).endswith(
        " days)" if days == 3 else " unlimited)"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days", "cap", "words"),
    [
        (3, {"at-least": 4}, "cap: at least 3 instead of 4 days"),
        (3, {"at-least": "unlimited"}, "cap: at least 3 days instead of unlimited"),
        ("unlimited", {"at-most": 4}, "cap: at most unlimited instead of 4 days"),
    ],
)
def test_a_shift_is_shown_with_its_numbers(days: int | str, cap: Any, words: str) -> None:
    """Of what the line says, and of what is enough."""
    corpus, scenario = opened(days, cap)
    space, context = Space(Problem(corpus)), context_of(corpus, scenario)
    ledger = concessions(space, scenario, context)

    page = concessions_page(Question(space, scenario, context), ledger, Request())
    text = page_text(page, Style(enabled=False), 80)

    assert [each.unit for each in ledger.shifts] == ["days"]
    assert words in map(str.strip, text.splitlines())


NUMBER = {"type": "integer", "unit": "bn", "minimum": 0, "maximum": 60}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            {"quantity": {"sum": [{"issue": "a"}, {"issue": "b"}]}, "at-least": 110},
            (
                "the sum of the answer to “A?” and the answer to “B?”: "
                "at least 105 instead of 110 bn"
            ),
        ),
        (
            {"not": {"quantity": 110, "above": {"sum": [{"issue": "a"}, {"issue": "b"}]}}},
            (
                "the sum of the answer to “A?” and the answer to “B?”: "
                "at least 105 instead of 110 bn"
            ),
        ),
        (
            {"issue": "a", "at-least": {"sum": [{"issue": "b"}, 8]}},
            (
                "the answer to “A?” is at least the sum of the answer to “B?” and 5: "
                "5 instead of 8 bn"
            ),
        ),
        ({"not": {"issue": "a", "above": 40}}, "A: at most 55 instead of 40 bn"),
        ({"not": {"issue": "a", "at-least": 40}}, "A: less than 56 instead of 40 bn"),
        ({"issue": "a", "below": 40}, "A: at most 55 instead of 40 bn"),
    ],
)
def test_a_shift_says_what_is_calculated_and_the_bound_that_is_kept(
    line: Any, words: str
) -> None:
    """The sum with the number that is enough; "not above" as "at most"."""
    issues = [{"id": each, "question": f"{each.upper()}?", "answer": NUMBER} for each in "ab"]
    draft = {"choices": {"a": 55, "b": 50}}
    corpus, scenarios = load(
        written(issues, positions=[{"id": "line", "holds": line}], draft=draft)
    )
    space, scenario = Space(Problem(corpus)), scenarios["draft"]
    question = Question(space, scenario, context_of(corpus, scenario))
    ledger = concessions(space, scenario, question.context)

    assert [shift_words(question, each) for each in ledger.shifts] == [words]


def test_a_shift_of_some_entity_does_not_speak_of_every_one() -> None:
    """The number stands in a claim on any of them, however many must meet it."""
    claim = {"some": "agreement", "holds": {"cap": {"at-least": 4}}}
    choices = {"cap": {"capped": {"for": 3}}}
    files = written(
        [CAP], positions=[{"id": "line", "holds": claim}], draft={"choices": choices}
    )
    corpus, scenarios = load(files)
    space, scenario = Space(Problem(corpus)), scenarios["draft"]
    context = context_of(corpus, scenario)
    ledger = concessions(space, scenario, context)

    page = concessions_page(Question(space, scenario, context), ledger, Request())
    text = page_text(page, Style(enabled=False), 80)

    assert "cap of any agreement: at least 3 instead of 4 days" in text

"""The arithmetic behind a verdict: numbers of the draft, their result, and what is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from brute import asked
from strategies import Data, Files, load, related, workspaces, written
from zopa.answers.calculations import calculations
from zopa.model.conditions import Relation
from zopa.model.corpus import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

NUMBER: Data = {
    "type": "integer",
    "unit": "bn",
    "minimum": 0,
    "maximum": 300,
    "unlimited": True,
}
DATE: Data = {"type": "date", "earliest": "2025-01-01", "latest": "2026-12-31"}
SUM: Data = {"sum": [{"issue": "a"}, {"issue": "b"}]}
TWICE: Data = {"sum": [{"issue": "c"}, 20]}
DAYS: Data = {"days-between": [{"issue": "d"}, {"issue": "e"}]}
NONE = "no comparison is true without a number"


def told(holds: Any, **choices: Any) -> list[str]:
    """The lines about a position with this condition."""
    answers = {"a": NUMBER, "b": NUMBER, "d": DATE, "e": DATE}
    issues: list[Data] = [{"id": name, "answer": each} for name, each in answers.items()]
    answer = {"type": "decimal", "digits": 1, "minimum": 0, "maximum": 9}
    issues.append({"id": "c", "answer": answer})
    files = written(
        issues, positions=[{"id": "line", "holds": holds}], draft={"choices": choices}
    )
    corpus, scenarios = load(files)
    (position,) = corpus.positions.values()
    condition = position.readings[position.default].holds
    return list(calculations(corpus, scenarios["draft"].choices, condition))


@pytest.mark.parametrize(
    ("holds", "choices", "lines"),
    [
        (
            {"quantity": SUM, "at-least": 50},
            {"a": 10, "b": 30},
            ["10 + 30 = 40; at least 50 is asked"],
        ),
        ({"quantity": SUM, "at-least": 40}, {"a": 10, "b": 30}, []),
        (
            {"not": {"quantity": SUM, "above": 20}},
            {"a": 10, "b": 30},
            ["10 + 30 = 40; at most 20 is asked"],
        ),
        (
            {"quantity": SUM, "at-least": 50},
            {"a": 60, "b": "silent"},
            ["60 + –; at least 50 is asked", f"{NONE}: B is silent; for none, write 0"],
        ),
        (
            {"quantity": SUM, "at-least": 50},
            {"b": "silent"},
            ["? + –; at least 50 is asked", f"{NONE}: B is silent; for none, write 0"],
        ),
        ({"not": {"quantity": SUM, "above": 50}}, {"a": 60, "b": "silent"}, []),
        ({"quantity": SUM, "at-least": 50}, {"a": 10}, []),
        (
            {"issue": "a", "at-most": {"issue": "b"}},
            {"a": "silent", "b": 3},
            ["–; at most 3 is asked", f"{NONE}: A is silent"],
        ),
        (
            {"issue": "a", "at-most": {"times": "1/2", "of": {"issue": "b"}}},
            {"a": 60, "b": 30},
            ["60; at most 1/2 × 30 = 15 is asked"],
        ),
        (
            {"quantity": {"difference": [100, {"times": 2, "of": TWICE}]}, "above": 50},
            {"c": 5},
            ["100 − 2 × (5 + 20) = 50; more than 50 is asked"],
        ),
        (
            {"issue": "c", "is": {"sum": [{"issue": "c"}, 0.5]}},
            {"c": 1.5},
            ["1.5; 1.5 + 0.5 = 2 is asked"],
        ),
        (
            {"quantity": SUM, "below": 50},
            {"a": "unlimited", "b": 1},
            ["unlimited + 1 = unlimited; less than 50 is asked"],
        ),
        (
            {"issue": "d", "at-most": {"issue": "e"}},
            {"d": "2025-03-01", "e": "2025-02-01"},
            ["2025-03-01; 2025-02-01 or earlier is asked"],
        ),
        (
            {"quantity": DAYS, "at-most": 90},
            {"d": "2025-03-01", "e": "2025-06-09"},
            ["from 2025-03-01 to 2025-06-09 = 100 days; at most 90 is asked"],
        ),
        (
            {"if": {"not": {"silent": "a"}}, "then": {"quantity": SUM, "is": 50}},
            {"a": 10, "b": 30},
            ["10 + 30 = 40; 50 is asked"],
        ),
        (
            {"any": [{"quantity": SUM, "is": 50}, {"issue": "a", "is": {"issue": "b"}}]},
            {"a": 10, "b": 30},
            ["10 + 30 = 40; 50 is asked", "10; 30 is asked"],
        ),
    ],
)
def test_the_numbers_of_a_relation_that_is_broken(
    holds: Any, choices: Mapping[str, Any], lines: list[str]
) -> None:
    """Each in its place, the result, and what is asked; silence and open numbers as such."""
    assert told(holds, **choices) == lines


def test_sums_over_entities_have_the_numbers_of_the_entities() -> None:
    """Of a complete draft."""
    issue = {"id": "a", "terms": [{"id": "x", "effects": [EFFECT]}]}
    holds = {"quantity": {"sum": "share", "over": "zone"}, "at-most": 4}
    files = written(
        [issue],
        positions=[{"id": "line", "holds": holds}],
        draft={"choices": {"a": "x"}},
    )
    corpus, scenarios = load(files)
    (position,) = corpus.positions.values()
    condition = position.readings[position.default].holds

    lines = calculations(corpus, scenarios["draft"].choices, condition)

    assert lines == ("3 + 1 + 1 = 5; at most 4 is asked",)


EFFECT: Data = {"entity": "north-east", "set": {"share": 3}}


@pytest.mark.slow
@settings(max_examples=60)
@given(related() | workspaces(issues=3, positions=3))
def test_a_relation_has_its_numbers_where_it_is_broken_and_nowhere_else(files: Files) -> None:
    """In every complete draft; whatever the condition, a kept one has no lines."""
    case = asked(files)
    for number in case.world.coherent[:20]:
        scenario = case.world.everything[number]
        choices = {
            name: replace(Choice(case.corpus.issues[name].id, ()), picks=picks)
            for name, picks in scenario.items()
        }
        for line in case.lines:
            lines = calculations(case.corpus, choices, line.reading.holds)
            respected = case.world.respects(number, line)
            assert not (respected and lines)
            if isinstance(line.reading.holds, Relation):
                assert bool(lines) != respected

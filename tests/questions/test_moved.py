"""Numbers that changed between two otherwise equal conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import load, written
from zopa.answers.since import moved_words, moves
from zopa.model.context import context_of
from zopa.questions.check import check
from zopa.questions.compare import moved, moved_choice
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from strategies import Data
    from zopa.model.conditions import Condition
    from zopa.model.corpus import Corpus

ISSUES: list[Data] = [
    {
        "id": "fee",
        "question": "What does it cost?",
        "answer": {"type": "decimal", "digits": 2, "minimum": 0, "maximum": 900, "unit": "EUR"},
    },
    {
        "id": "day",
        "question": "When is it?",
        "answer": {"type": "date", "earliest": "2025-01-01", "latest": "2026-12-31"},
    },
    {
        "id": "cap",
        "question": "How much at most?",
        "answer": {"type": "integer", "minimum": 0, "maximum": 9, "unlimited": True},
    },
    {"id": "members", "question": "Who?", "answer": {"type": "set", "from": ["one", "two"]}},
    {
        "id": "rises",
        "question": "How does it rise?",
        "terms": [
            {
                "id": "index",
                "title": "With the index",
                "parameters": {"limit": {"type": "integer", "minimum": 0, "maximum": 20}},
            }
        ],
    },
]
TWICE: Data = {"times": 2, "of": {"issue": "fee"}}
CASES: list[tuple[Data, Data, list[str]]] = [
    (
        {"issue": "fee", "at-most": 520},
        {"issue": "fee", "at-most": 530.5},
        ["Fee, at most: 520.00 → 530.50 EUR, 10.5 more"],
    ),
    (
        {"issue": "day", "below": "2025-03-01"},
        {"issue": "day", "below": "2025-02-28"},
        ["Day, before: 2025-03-01 → 2025-02-28, 1 day earlier"],
    ),
    (
        {"issue": "cap", "at-least": 3},
        {"issue": "cap", "at-least": "unlimited"},
        ["Cap, at least: 3 → unlimited"],
    ),
    (
        {"chosen": "rises/index", "with": {"limit": {"at-most": 4}}},
        {"chosen": "rises/index", "with": {"limit": {"at-most": 3}}},
        ["Rises, index, limit, at most: 4 → 3, 1 less"],
    ),
    (
        {"quantity": TWICE, "at-most": 100},
        {"quantity": {**TWICE, "times": "1/3"}, "at-most": 90},
        [
            "multiple of the answer to “What does it cost?”: 2 → 1/3, 5/3 less",
            "number: 100 → 90, 10 less",
        ],
    ),
    (
        {"not": {"any": [{"issue": "fee", "above": 5}, {"issue": "cap", "is": 2}]}},
        {"not": {"any": [{"issue": "fee", "above": 6}, {"issue": "cap", "is": 3}]}},
        ["Fee, above: 5.00 → 6.00 EUR, 1 more", "Cap: 2 → 3, 1 more"],
    ),
    (
        {"entity": "agreement", "holds": {"cap": {"at-most": 5}}},
        {"entity": "agreement", "holds": {"cap": {"at-most": 4}}},
        ["cap, at most: 5 → 4 days, 1 less"],
    ),
    (
        {"every": "zone", "holds": {"share": {"at-least": 1}}},
        {"every": "zone", "holds": {"share": {"at-least": 3}}},
        ["share, at least: 1 → 3 days, 2 more"],
    ),
    (
        {"at-least": 1, "of": "zone", "where": {"deep": True}},
        {"at-least": 2, "of": "zone", "where": {"deep": True}},
        ["number, at least: 1 → 2, 1 more"],
    ),
    (
        {"issue": "members", "size": {"at-least": 1}},
        {"issue": "members", "size": {"at-least": 2}},
        ["number, at least: 1 → 2, 1 more"],
    ),
    (
        {
            "in-case": "attack",
            "holds": {"entity": "agreement", "holds": {"cap": {"at-most": 5}}},
        },
        {
            "in-case": "attack",
            "holds": {"entity": "agreement", "holds": {"cap": {"at-most": 3}}},
        },
        ["cap, at most: 5 → 3 days, 2 less"],
    ),
    ({"issue": "fee", "at-most": 5}, {"issue": "fee", "below": 6}, []),
    ({"issue": "fee", "at-most": 5}, {"issue": "cap", "at-most": 6}, []),
    ({"issue": "cap", "in": [1, 2]}, {"issue": "cap", "in": [1, 3]}, []),
    ({"issue": "fee", "at-most": 5}, {"not": {"issue": "fee", "at-most": 6}}, []),
    ({"issue": "members", "includes": "one"}, {"issue": "members", "includes": "two"}, []),
    ({"entity": "agreement", "holds": {"public": True}},) * 2 + ([],),
    (
        {"entity": "agreement", "holds": {"length": "short"}},
        {"entity": "agreement", "holds": {"length": "long"}},
        [],
    ),
]


def holding(holds: Data) -> tuple[Corpus, Condition]:
    """A corpus with one position, and its condition."""
    files = written(ISSUES, positions=[{"id": "a", "holds": holds}])
    files["terms/state.yaml"]["contingencies"] = {"attack": {"title": "An attack"}}
    corpus, _ = load(files)
    return corpus, corpus.positions["alpha/a"].readings["plain"].holds


@pytest.mark.parametrize(("before", "after", "said"), CASES)
def test_what_moved_is_said(before: Data, after: Data, said: list[str]) -> None:
    """With its name, its unit and by how much; nothing where anything else differs."""
    (old, was), (new, now) = holding(before), holding(after)

    assert list(moves(old, new, was, now)) == said
    assert moved(new, now, now) == ()


@pytest.mark.parametrize(("before", "after", "said"), CASES)
def test_what_moved_moves_back(before: Data, after: Data, said: list[str]) -> None:
    """The same numbers, the other way round."""
    (old, was), (new, now) = holding(before), holding(after)

    there = [(each.before, each.after) for each in moved(new, was, now)]

    assert [(each.after, each.before) for each in moved(old, now, was)] == there
    assert len(there) == len(said)


@pytest.mark.slow
@given(st.integers(0, 9), st.integers(0, 9))
def test_a_limit_that_moved_up_asks_for_less(before: int, after: int) -> None:
    """What is said of the number agrees with what the solver finds of the draft."""
    (_, was), (new, now) = (
        holding({"issue": "cap", "at-most": each}) for each in (before, after)
    )
    found = moved(new, was, now)
    assert [(each.before, each.after) for each in found] == (
        [] if before == after else [(before, after)]
    )
    for each in found:
        words = moved_words(new, new, each)
        assert words.endswith(f"{abs(after - before)} {'more' if after > before else 'less'}")


def test_a_draft_between_the_two_limits_turns() -> None:
    """It is crossed by the lower one only."""
    draft: Data = {"choices": {"cap": 5}}
    verdicts = []
    for most in (4, 6):
        line = {"id": "a", "holds": {"issue": "cap", "at-most": most}}
        corpus, scenarios = load(written(ISSUES, positions=[line], draft=draft))
        context = context_of(corpus, scenarios["draft"])
        found = check(Space(Problem(corpus)), scenarios["draft"], context)
        verdicts += [str(each.verdict) for each in found.verdicts]

    assert verdicts == ["crossed", "respected"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"fee": 500}, {"fee": 480.25}, ["Fee: 500.00 → 480.25 EUR, 19.75 less"]),
        (
            {"day": "2025-01-31"},
            {"day": "2025-03-01"},
            ["Day: 2025-01-31 → 2025-03-01, 29 days later"],
        ),
        (
            {"rises": {"index": 3}},
            {"rises": {"index": 5}},
            ["Rises, index, limit: 3 → 5, 2 more"],
        ),
        ({"cap": 3}, {"cap": "unlimited"}, []),
        ({"cap": 3}, {"cap": {"at-least": 3}}, []),
        ({"cap": 3}, {"cap": "silent"}, []),
        ({"members": ["one"]}, {"members": ["two"]}, []),
    ],
)
def test_a_choice_that_moved_is_said(before: Data, after: Data, said: list[str]) -> None:
    """A number or a date; another word is no number."""
    corpora, drafts = zip(
        *(load(written(ISSUES, draft={"choices": each})) for each in (before, after)),
        strict=True,
    )
    (was,), (now,) = (each["draft"].choices.values() for each in drafts)

    assert [moved_words(*corpora, each) for each in moved_choice(was, now)] == said

"""The common start of all questions: crossed positions, and the order of sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from strategies import Data, load, written
from zopa.model.context import context_of
from zopa.questions import Question, by_size
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterable

ISSUES: list[Data] = [
    {"id": "length", "terms": [{"id": "short"}, {"id": "long"}]},
    {"id": "extras", "terms": [{"id": "a"}, {"id": "b"}]},
]
LINES: list[Data] = [
    {"id": each, "party": party, "holds": {"chosen": each.replace("-", "/")}}
    for party, each in [
        ("beta", "length-short"),
        ("alpha", "length-long"),
        ("gamma", "extras-b"),
        ("beta", "extras-a"),
    ]
]


def asked(rules: Iterable[Data] = (), **choices: str) -> Question:
    """A draft with these choices; each position is respected by one of the terms."""
    draft = {"choices": choices}
    corpus, scenarios = load(written(ISSUES, rules=rules, positions=LINES, draft=draft))
    scenario = scenarios["draft"]
    return Question(Space(Problem(corpus)), scenario, context_of(corpus, scenario))


def test_only_what_no_completion_respects_is_crossed() -> None:
    """No scenario respects more than two of the lines, but each line is in some."""
    assert asked().crossed == frozenset()
    assert asked(length="short").crossed == {"alpha/length-long"}
    assert asked(length="short", extras="a").crossed == {
        "alpha/length-long",
        "gamma/extras-b",
    }


def test_an_incoherent_draft_crosses_what_it_crosses_without_the_rules_it_breaks() -> None:
    """Also where the space showed a scenario before."""
    rule: Data = {"id": "rule", "holds": {"not": {"chosen": "length/short"}}}
    question = asked([rule], length="short")

    assert question.space.possible([])
    assert [each.name for each in question.broken] == ["rule"]
    assert question.crossed == {"alpha/length-long"}


def test_a_line_is_crossed_only_where_no_coherent_completion_respects_it() -> None:
    """One that the rules rule out is crossed by the rules."""
    rule: Data = {"id": "rule", "holds": {"not": {"chosen": "length/short"}}}

    assert asked([rule]).crossed == {"beta/length-short"}


def test_parties_and_what_is_undecided_come_in_corpus_order() -> None:
    """Parties by their first line."""
    question = asked(extras="a")

    assert list(question.parties().items()) == [
        ("beta", ["beta/length-short", "beta/extras-a"]),
        ("alpha", ["alpha/length-long"]),
        ("gamma", ["gamma/extras-b"]),
    ]
    assert question.undecided == ["length"]
    assert question.in_corpus_order(["extras", "length"]) == ("length", "extras")


@pytest.mark.parametrize("turned", [False, True])
def test_sets_are_sorted_by_size_and_then_by_their_members(*, turned: bool) -> None:
    """In whatever order they come."""
    sets = ["cb", "d", "ca", "a", "bca"]

    assert by_size(reversed(sets) if turned else sets) == [
        ("a",),
        ("d",),
        ("a", "c"),
        ("b", "c"),
        ("a", "b", "c"),
    ]

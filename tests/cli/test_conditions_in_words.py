"""Conditions turned back into the words of the format say the same as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import Files, load, workspaces
from zopa.answers.condition_yaml import condition_lines, condition_words, predicate_words
from zopa.construct import Part
from zopa.construct.conditions import ALWAYS, condition, predicate
from zopa.documents import parse
from zopa.files.layout import shipped
from zopa.model.conditions import (
    Compare,
    Count,
    CountEntities,
    Counting,
    Name,
    Not,
    Of,
    Operator,
    Silent,
)
from zopa.workspace import load as load_folder

if TYPE_CHECKING:
    from zopa.model.conditions import Condition, Predicate

EXAMPLES = (
    "{chosen: pay/raise}",
    "{silent: guarantee}",
    "{undecided: pay}",
    "{not: {silent: guarantee}}",
    "{all: [{chosen: pay/freeze}, {silent: guarantee}]}",
    "{any: [{chosen: pay/freeze}, {not: {silent: guarantee}}]}",
    "{if: {chosen: pay/freeze}, then: {chosen: guarantee/kept}, else: {silent: guarantee}}",
    "{if: {chosen: pay/freeze}, then: {chosen: guarantee/kept}}",
    "{at-least: 2, of: [{chosen: pay/freeze}, {silent: guarantee}]}",
    "{exactly: 1, of: [{chosen: pay/freeze}, {silent: guarantee}]}",
    "{at-most: 0, of: [{chosen: pay/freeze}]}",
    "{entity: agreement, holds: {raise: {at-least: 40, below: 90}}}",
    "{entity: agreement, holds: {duration: {below: three-years}, closed-shop: false}}",
    "{every: berth, where: {deep-water: true}, holds: {operator: port}}",
    "{some: berth, where: {operator: private}}",
    "{none: berth, where: {id: [berth-one, berth-two], operator: private}}",
    "{none: berth}",
    "{exactly: 2, of: berth, holds: {of: harbour}}",
    "{at-most: 1, of: berth, where: {operator: {in: [private, port]}}}",
    "{every: berth, where: {any: [{deep: true}, {id: two}]}, holds: {not: {operator: port}}}",
    "{some: party, where: {member-of: [club, guild]}, holds: {force: {not: absent}}}",
    "{some: berth, holds: {all: [{share: 1}, {not: {share: 2}}, {not: {share: 3}}]}}",
    "{some: berth, holds: {share: {above: 1}, deep: true, not: {share: {at-most: 3}}}}",
)
"""As `docs/format.md` writes them, which is how they are printed."""


def read(text: str) -> Condition:
    """The condition that a text of YAML states."""
    document = parse(text, "condition.yaml")
    assert document.ok, document.diagnostics
    return condition(Part(document, (), document.data))


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_condition_is_printed_as_an_author_writes_it(text: str) -> None:
    """Word by word."""
    assert condition_words(read(text)) == text


@pytest.mark.parametrize("text", EXAMPLES)
@pytest.mark.parametrize("width", [20, 40, 80])
def test_lines_are_yaml_and_keep_to_the_width(text: str, width: int) -> None:
    """Wherever a single entry is not wider by itself."""
    lines = condition_lines(read(text), width)

    assert read("\n".join(lines) + "\n") == read(text)
    for line in lines:
        assert len(line) <= width or " " not in line.lstrip(" -").partition(": ")[2]


def test_every_condition_of_the_shipped_corpus_reads_back_the_same() -> None:
    """On one line and on several."""
    for each in load_folder(shipped("terms").parent).corpus.conditions():
        assert read(condition_words(each)) == each
        assert read("\n".join(condition_lines(each, 60)) + "\n") == each


@given(workspaces(), st.integers(10, 100))
def test_every_condition_reads_back_the_same(files: Files, width: int) -> None:
    """Whatever is in it, on one line and on several."""
    corpus, _ = load(files)
    for each in corpus.conditions():
        assert read(condition_words(each)) == each
        assert read("\n".join(condition_lines(each, width)) + "\n") == each


BERTH = Name("berth")
LOW = Compare(Name("share"), Operator.ABOVE, (1,))
HIGH = Compare(Name("share"), Operator.BELOW, (3,))
DEEP = Compare(Name("deep"), Operator.IS, (True,))


@pytest.mark.parametrize(
    "said",
    [
        Of("all", (LOW, HIGH)),
        Of("all", (LOW, DEEP, HIGH)),
        Of("all", (Of("all", (LOW, HIGH)), DEEP)),
        Of("all", (DEEP, DEEP)),
        Of("all", (LOW,)),
        Of("any", (LOW, Of("not", (DEEP,)))),
        Of("not", (Of("all", (LOW, DEEP)),)),
        Of("all", (Of("not", (LOW,)), Of("not", (DEEP,)))),
    ],
)
def test_predicates_that_code_makes_read_back_the_same(said: Predicate) -> None:
    """Also where no author would write them so."""
    document = parse(predicate_words(said), "predicate.yaml")

    assert predicate(Part(document, (), document.data)) == said


@pytest.mark.parametrize(
    "said",
    [
        CountEntities(Counting.AT_LEAST, 1, BERTH, ALWAYS, Of("not", (DEEP,))),
        CountEntities(Counting.AT_MOST, 0, BERTH, DEEP, Of("not", (LOW,))),
        CountEntities(Counting.EXACTLY, 0, BERTH, DEEP, ALWAYS),
        Count(Counting.AT_LEAST, 0, (Not(Silent(Name("pay"))),)),
    ],
)
def test_conditions_that_code_makes_read_back_the_same(said: Condition) -> None:
    """`every`, `some` and `none` are counts."""
    assert read(condition_words(said)) == said

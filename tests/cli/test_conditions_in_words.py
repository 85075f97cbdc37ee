"""Conditions converted back to the words of the format keep their meaning."""

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
from zopa.files import shipped
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
    with_members,
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
    "{issue: cap, at-most: 600000}",
    "{issue: cap, is: unlimited}",
    "{issue: cap, at-least: 5, at-most: 9}",
    "{issue: cap, at-least: 5, at-most: {issue: fee}}",
    "{issue: fee, at-most: 450.50}",
    "{issue: fee, above: 0.000000000012}",
    "{issue: signing, in: [2025-01-01, 2025-02-01]}",
    "{issue: amnesty, is: true}",
    "{chosen: price/fixed, with: {amount: 90}}",
    "{chosen: price/fixed, with: {amount: {at-most: 90, at-least: 5}, who: bank}}",
    "{all: [{chosen: a/b, with: {x: {at-most: 9}}}, {chosen: a/b, with: {x: {at-most: 5}}}]}",
    "{all: [{issue: a, at-most: 5}, {chosen: price/fixed, with: {amount: 5}}]}",
    "{quantity: {issue: a}, at-most: 5}",
    "{quantity: {parameter: amount, of: price/fixed}, is: {issue: b}}",
    "{quantity: {sum: [{issue: a}, {issue: b}, 5]}, is: 100}",
    "{quantity: {sum: troops, over: state, where: {deep: true, id: [a, b]}}, at-most: 3000}",
    "{quantity: {difference: [{issue: a}, {difference: [{issue: b}, 1]}]}, is: 0}",
    "{quantity: {days-between: [{issue: truce}, {issue: vote}]}, at-most: 100}",
    "{quantity: {times: 1/3, of: {issue: a}}, is: 0.000000000012}",
    "{quantity: {product: [{issue: a}, {times: -2, of: {issue: b}}]}, above: 1, below: 5}",
    "{quantity: {issue: signing}, at-most: 2025-01-01}",
    "{entity: egypt, holds: {troops: {at-most: {attribute: troops, of: israel}, above: 5}}}",
    "{entity: egypt, holds: {troops: {above: 5, at-most: {attribute: troops, of: israel}}}}",
    "{every: state, where: {signed: {at-least: 2025-01-01}}, holds: {share: {below: 0.5}}}",
    "{in-case: war, holds: {entity: egypt, holds: {troops: 5}}}",
)
"""Conditions in the notation of `docs/format.md`, which zopa prints."""


def read(text: str) -> Condition:
    """The condition in a YAML text."""
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
    members = {name: issue.members for name, issue in corpus.issues.items()}
    for each in corpus.conditions():
        assert with_members(read(condition_words(each)), members) == each
        lines = "\n".join(condition_lines(each, width))
        assert with_members(read(f"{lines}\n"), members) == each


ALIKE = {
    "{issue: monitors, includes: osce}": "{chosen: monitors/osce}",
    "{issue: amnesty, not: true}": "{issue: amnesty, is: false}",
    "{before: [truce, vote]}": "{issue: truce, below: {issue: vote}}",
    "{happens: truce}": "{not: {silent: truce}}",
    "{chosen: price/fixed, with: {amount: {at-most: {issue: cap}}}}": (
        "{quantity: {parameter: amount, of: price/fixed}, at-most: {issue: cap}}"
    ),
    "{milestone: vote, within: {days: 100}, after: truce}": (
        "{quantity: {days-between: [{issue: truce}, {issue: vote}]}, at-least: 0, at-most: 100}"
    ),
}
"""Conditions that zopa prints in another form."""


@pytest.mark.parametrize("text", ALIKE)
def test_other_words_say_the_same(text: str) -> None:
    """They are read as what they stand for."""
    assert condition_words(read(text)) == ALIKE[text]
    assert read(ALIKE[text]) == read(text)


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

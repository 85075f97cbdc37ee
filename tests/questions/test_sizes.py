"""`size`: the number of members of a set."""

from __future__ import annotations

import itertools
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Any

import pytest

from strategies import errors_in, load, written
from zopa.answers.condition_sentences import condition_sentence
from zopa.answers.condition_yaml import condition_data
from zopa.model.context import context_of
from zopa.questions.check import check
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable

    from strategies import Data, Files
    from zopa.model.corpus import Corpus, Scenario

MEMBERS = ["one", "two", "three"]
HOW: dict[str, Callable[[int, int], bool]] = {
    "is": eq,
    "not": ne,
    "at-least": ge,
    "above": gt,
    "at-most": le,
    "below": lt,
}


def asked(issue: Data, size: Data, choice: Any) -> tuple[Corpus, Scenario]:
    """A position on the size, and a draft."""
    line = {"id": "a", "holds": {"issue": "which", "size": size}}
    draft = {"choices": {} if choice is None else {"which": choice}}
    corpus, scenarios = load(written([issue], positions=[line], draft=draft))
    return corpus, scenarios["draft"]


def verdict(issue: Data, size: Data, choice: Any) -> str:
    """The verdict on the position."""
    corpus, draft = asked(issue, size, choice)
    (found,) = check(Space(Problem(corpus)), draft, context_of(corpus, draft)).verdicts
    return str(found.verdict)


SET: Data = {"id": "which", "question": "Which?", "answer": {"type": "set", "from": MEMBERS}}
ANY: Data = {"id": "which", "choose": "any", "terms": [{"id": each} for each in MEMBERS]}


@pytest.mark.parametrize("issue", [SET, ANY], ids=["set", "terms"])
@pytest.mark.parametrize("how", HOW)
def test_a_size_is_the_number_of_members(issue: Data, how: str) -> None:
    """For every subset and every number; in silence each comparison is false."""
    for number in range(how == "below", 5):
        size = {how: number}
        assert verdict(issue, size, "silent") == "crossed", size
        for length in (1, 2, 3):
            for chosen in itertools.combinations(MEMBERS, length):
                expected = "respected" if HOW[how](length, number) else "crossed"
                assert verdict(issue, size, list(chosen)) == expected, (size, chosen)


def test_several_comparisons_must_all_be_true() -> None:
    """And what is undecided is open."""
    size = {"at-least": 2, "below": 3}

    assert verdict(SET, size, ["one", "two"]) == "respected"
    assert verdict(SET, size, ["one"]) == "crossed"
    assert verdict(SET, size, ["one", "two", "three"]) == "crossed"
    assert verdict(SET, size, None) == "open"


@pytest.mark.parametrize("size", [{"at-least": 2}, {"is": 1}, {"not": 2}, {"below": 3}])
def test_what_is_shown_of_it_means_the_same(size: Data) -> None:
    """It can be written into a file again, and there are words for it."""
    corpus, _ = asked(SET, size, None)
    (position,) = corpus.positions.values()
    holds = position.readings["plain"].holds

    files: Files = written([SET], positions=[{"id": "a", "holds": condition_data(holds)}])
    again, _ = load(files)

    (same,) = again.positions.values()
    assert same.readings["plain"].holds == holds
    assert "chosen" in condition_sentence(corpus, holds)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"type": "integer", "minimum": 0, "maximum": 9}, "ZX203"),
        ({"type": "boolean"}, "ZX203"),
        (None, "ZX101"),
    ],
)
def test_what_is_no_set_has_no_size(answer: Data | None, code: str) -> None:
    """Nor has an issue that there is not."""
    issue: Data = {"id": "which" if answer else "other", "question": "Which?"}
    issue |= {"answer": answer or {"type": "boolean"}}
    line = {"id": "a", "holds": {"issue": "which", "size": {"is": 1}}}

    _, _, errors = errors_in(written([issue], positions=[line]))

    assert [each.code for each in errors] == [code]


def test_it_can_stand_in_rules_and_in_what_makes_an_issue_arise() -> None:
    """Inside other conditions too."""
    size: Data = {"issue": "which", "size": {"at-least": 2}}
    more: Data = {"id": "more", "terms": [{"id": "some"}], "applies-when": {"not": size}}
    rule: Data = {
        "id": "r",
        "holds": {"if": size, "then": {"issue": "which", "includes": "one"}},
    }
    draft: Data = {"choices": {"which": ["two", "three"]}}

    corpus, scenarios = load(written([SET, more], rules=[rule], draft=draft))

    space = Space(Problem(corpus))
    found = check(space, scenarios["draft"], context_of(corpus, scenarios["draft"]))
    assert not found.coherent

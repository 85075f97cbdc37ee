"""Broken rules of an inconsistent draft, and the answers with these rules left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import event, given

from brute import asked, laws
from strategies import Data, Files, incoherent, load, written
from zopa.model.context import context_of
from zopa.questions import NOTHING_CHOSEN, Question
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from brute import Asked


def question_of(case: Asked, space: Space | None = None) -> Question:
    """The question on the case's draft, in a new space or the given one."""
    return Question(space or case.space(), case.scenario, case.context)


@laws
@given(incoherent())
def test_the_broken_rules_are_those_that_the_order_leaves_over(files: Files) -> None:
    """All that can be kept with what comes before it is kept; nothing more is set aside."""
    case = asked(files)

    question = question_of(case)

    found = tuple((str(each.nature), each.name) for each in question.broken)
    event(f"{len(found)} broken")
    assert found == case.world.broken(case.draft)
    assert question.coherent == bool(case.world.completions(case.draft)) == (not found)


@laws
@given(incoherent())
def test_with_them_set_aside_everything_is_as_brute_force_has_it(files: Files) -> None:
    """Which lines are judged and crossed, and which terms each choice could become."""
    case = asked(files)
    broken = case.setting_aside()

    question = question_of(case)

    event(f"{len(question.not_judged)} not judged")
    assert [each.id for each in question.judged] == [each.id for each in broken.lines]
    assert question.crossed == broken.world.crossed(broken.lines, case.draft)
    for issue in case.corpus.issues.values():
        others = {each: case.draft[each] for each in case.draft if each != issue.id}
        completions = broken.world.completions(others)
        given_others = [x for name in others for x in question.facts[name]]
        for term in issue.terms:
            chosen = question.space.problem.chosen(str(issue.id), str(term))
            assert question.world.possible([*given_others, chosen]) == any(
                broken.world.has(each, str(issue.id), str(term)) for each in completions
            )


@laws
@given(incoherent())
def test_what_was_asked_before_does_not_matter(files: Files) -> None:
    """The same rules are named in a space that has shown much already."""
    case = asked(files)
    first = question_of(case)
    space = first.space
    nothing = Question(space, NOTHING_CHOSEN, case.context)
    assert nothing.crossed == nothing.crossed
    for node in space.problem.positions.values():
        nothing.possible([node])
        first.possible([-node])

    again = question_of(case, space)

    assert [(x.nature, x.name) for x in again.broken] == [
        (x.nature, x.name) for x in first.broken
    ]


ISSUES: list[Data] = [
    {
        "id": "first",
        "terms": [
            {"id": "high", "effects": [{"entity": "agreement", "set": {"cap": 5}}]},
            {"id": "low", "effects": [{"entity": "agreement", "set": {"cap": 1}}]},
        ],
    },
    {
        "id": "second",
        "applies-when": {"entity": "agreement", "holds": {"cap": {"at-least": 3}}},
        "terms": [
            {"id": "low", "effects": [{"entity": "agreement", "set": {"cap": 1}}]},
            {"id": "open", "effects": [{"entity": "agreement", "set": {"public": True}}]},
        ],
    },
]
RULES: list[Data] = [
    {"id": "b-low", "holds": {"entity": "agreement", "holds": {"cap": {"at-most": 2}}}},
    {"id": "a-closed", "holds": {"entity": "agreement", "holds": {"public": False}}},
    {"id": "c-alone", "chosen": "first/low", "requires": {"silent": "second"}},
]
LINES: list[Data] = [
    {"id": "cap", "holds": {"entity": "agreement", "holds": {"cap": 5}}},
    {"id": "public", "holds": {"entity": "agreement", "holds": {"public": True}}},
]


def told(**choices: str) -> Question:
    """The question on the example's draft with these choices."""
    corpus, scenarios = load(
        written(ISSUES, rules=RULES, positions=LINES, draft={"choices": choices})
    )
    scenario = scenarios["draft"]
    return Question(Space(Problem(corpus)), scenario, context_of(corpus, scenario))


def names(question: Question) -> list[str]:
    """Names of the broken rules."""
    return [f"{each.nature} {each.name}" for each in question.broken]


def test_what_is_kept_first_is_not_set_aside() -> None:
    """Effects before applies-when, that before rules, and rules by name."""
    assert names(told()) == []
    assert names(told(second="open")) == ["rule a-closed", "rule b-low"]
    assert names(told(first="low", second="open")) == [
        "applies-when second",
        "rule a-closed",
        "rule c-alone",
    ]


def test_nothing_is_said_of_an_attribute_that_comes_to_have_two_values() -> None:
    """A rule and an `applies-when` that speak of it count as kept, a position is not judged."""
    question = told(first="high", second="low")

    assert names(question) == ["effects agreement.cap"]
    assert [each.id for each in question.not_judged] == ["alpha/cap"]
    assert question.crossed == {"alpha/public"}
    assert question.possible([])

"""Evaluation of one complete scenario: worked examples, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from strategies import Data, errors_in, load, written
from zopa.model.conditions import Operator
from zopa.model.corpus import Pick
from zopa.model.evaluate import clashes, coherent, compared, compares, holds, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zopa.model.corpus import Corpus
    from zopa.model.evaluate import Complete

ISSUES: list[Data] = [
    {
        "id": "pay",
        "terms": [
            {
                "id": "raise",
                "parameters": {
                    "days": {"type": "integer", "unit": "days", "minimum": 0, "maximum": 6}
                },
                "effects": [{"entity": "agreement", "set": {"cap": "$days"}}],
            },
            {"id": "freeze", "effects": [{"entity": "agreement", "set": {"cap": 0}}]},
        ],
    },
    {
        "id": "zones",
        "choose": "any",
        "terms": [
            {
                "id": "deep",
                "effects": [
                    {"every": "zone", "where": {"deep": True}, "set": {"control": "right"}}
                ],
            },
            {
                "id": "northern",
                "effects": [
                    {"every": "zone", "where": {"of": "north"}, "set": {"control": "right"}}
                ],
            },
        ],
    },
    {"id": "talks", "terms": [{"id": "open"}, {"id": "secret"}]},
]
FROZEN: Data = {"pay": "freeze", "zones": ["deep"], "talks": "silent"}
"""Choices with cap 0; the right controls north-east and south-east."""


def opened(
    choices: Data, issues: Iterable[Data] = ISSUES, rules: Iterable[Data] = ()
) -> tuple[Corpus, Complete]:
    """The corpus, and the scenario with these choices that is silent otherwise."""
    corpus, scenarios = load(written(issues, rules=rules, draft={"choices": choices}))
    made = scenarios["draft"].choices
    return corpus, {
        str(issue): made[issue].picks if issue in made else () for issue in corpus.issues
    }


def is_true(condition: Data, choices: Data) -> bool:
    """Whether the condition is true of the scenario with these choices."""
    line = {"id": "line", "holds": condition}
    corpus, scenarios = load(written(ISSUES, positions=[line], draft={"choices": choices}))
    made = scenarios["draft"].choices
    scenario = {
        str(issue): made[issue].picks if issue in made else () for issue in corpus.issues
    }
    (reading,) = corpus.positions["alpha/line"].readings.values()
    return holds(reading.holds, corpus, scenario, outcome(corpus, scenario))


CAP_1 = {"entity": "agreement", "holds": {"cap": 1}}
PUBLIC = {"entity": "agreement", "holds": {"public": True}}
CAP_0 = {"entity": "agreement", "holds": {"cap": 0}}
TRUE: Data = {"chosen": "pay/freeze"}
FALSE: Data = {"chosen": "pay/raise"}
ALSO_TRUE: Data = {"not": FALSE}
ALSO_FALSE: Data = {"not": TRUE}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"chosen": "pay/freeze"}, True),
        ({"chosen": "pay/raise"}, False),
        ({"chosen": "zones/deep"}, True),
        ({"chosen": "zones/northern"}, False),
        ({"silent": "talks"}, True),
        ({"silent": "pay"}, False),
        ({"undecided": "talks"}, False),
        ({"undecided": "pay"}, False),
        ({"not": FALSE}, True),
        ({"not": TRUE}, False),
        ({"all": [TRUE, ALSO_TRUE]}, True),
        ({"all": [TRUE, FALSE]}, False),
        ({"any": [FALSE, TRUE]}, True),
        ({"any": [FALSE, ALSO_FALSE]}, False),
        ({"if": TRUE, "then": TRUE}, True),
        ({"if": TRUE, "then": FALSE}, False),
        ({"if": FALSE, "then": FALSE}, True),
        ({"if": FALSE, "then": TRUE, "else": FALSE}, False),
        ({"if": FALSE, "then": FALSE, "else": TRUE}, True),
        ({"at-least": 1, "of": [TRUE, FALSE]}, True),
        ({"at-least": 2, "of": [TRUE, FALSE]}, False),
        ({"at-least": 0, "of": [FALSE]}, True),
        ({"at-most": 1, "of": [TRUE, FALSE]}, True),
        ({"at-most": 1, "of": [TRUE, ALSO_TRUE]}, False),
        ({"at-most": 0, "of": [FALSE]}, True),
        ({"exactly": 1, "of": [TRUE, FALSE, ALSO_FALSE]}, True),
        ({"exactly": 1, "of": [TRUE, ALSO_TRUE]}, False),
        ({"exactly": 3, "of": [TRUE, ALSO_TRUE]}, False),
    ],
)
def test_a_condition_on_choices_is_true_as_its_words_say(
    condition: Data, *, expected: bool
) -> None:
    """Of a frozen pay, the deep zones, and silence on the talks."""
    assert is_true(condition, FROZEN) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (CAP_0, True),
        ({"entity": "agreement", "holds": {"cap": {"below": 1}, "public": False}}, True),
        ({"entity": "agreement", "holds": {"cap": 0, "public": True}}, False),
        ({"entity": "agreement", "holds": {"any": [{"cap": 1}, {"public": False}]}}, True),
        ({"entity": "agreement", "holds": {"not": {"cap": 0}}}, False),
        ({"entity": "north-east", "holds": {"id": "north-east"}}, True),
        ({"entity": "north-east", "holds": {"of": ["south"]}}, False),
        ({"every": "zone", "holds": {"control": "right"}}, False),
        ({"every": "zone", "where": {"deep": True}, "holds": {"control": "right"}}, True),
        ({"every": "zone", "where": {"id": "north-west"}, "holds": {"control": "left"}}, True),
        ({"every": "zone", "where": {"share": 4}, "holds": {"control": "left"}}, True),
        ({"some": "zone", "where": {"control": "right"}}, True),
        ({"some": "zone", "where": {"deep": False}, "holds": {"control": "right"}}, False),
        ({"some": "zone", "holds": {"control": "unspecified"}}, False),
        ({"none": "zone", "where": {"control": "unspecified"}}, True),
        ({"none": "zone", "where": {"of": "south"}, "holds": {"control": "right"}}, False),
        ({"none": "zone"}, False),
        ({"some": "region"}, True),
        ({"at-least": 2, "of": "zone", "where": {"control": "right"}}, True),
        ({"at-least": 3, "of": "zone", "where": {"control": "right"}}, False),
        ({"at-most": 1, "of": "zone", "where": {"control": "left"}}, True),
        ({"exactly": 1, "of": "zone", "where": {"of": "north"}, "holds": {"deep": True}}, True),
        ({"exactly": 3, "of": "zone"}, True),
        (
            {"every": "party", "where": {"member-of": "club"}, "holds": {"force": "absent"}},
            True,
        ),
        ({"some": "party", "where": {"member-of": "club"}, "holds": {"id": "beta"}}, False),
        ({"none": "party", "where": {"neutral": True}, "holds": {"force": "large"}}, True),
    ],
)
def test_a_condition_on_entities_is_true_as_its_words_say(
    condition: Data, *, expected: bool
) -> None:
    """Of a cap of 0, and north-east and south-east under the right's control."""
    assert is_true(condition, FROZEN) is expected


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("is", 3, [False, True, False, False]),
        ("not", 3, [True, False, True, True]),
        ("in", [2, "unlimited"], [True, False, False, True]),
        ("at-least", 3, [False, True, True, True]),
        ("at-most", 3, [True, True, False, False]),
        ("below", 3, [True, False, False, False]),
        ("above", 3, [False, False, True, True]),
        ("at-most", "unlimited", [True, True, True, True]),
        ("below", "unlimited", [True, True, True, False]),
        ("at-least", "unlimited", [False, False, False, True]),
        ("above", "unlimited", [False, False, False, False]),
    ],
)
def test_unlimited_is_above_every_number(
    operator: str, value: Any, expected: list[bool]
) -> None:
    """The operators on the values 2, 3, 4 and unlimited."""
    corpus, _ = opened({})
    cap = corpus.attribute("agreement", "cap")
    against = tuple(value) if isinstance(value, list) else (value,)

    found = [
        compares(cap, Operator(operator), against, each) for each in (2, 3, 4, "unlimited")
    ]

    assert found == expected


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("at-least", [False, True, True]),
        ("at-most", [True, True, False]),
        ("below", [True, False, False]),
        ("above", [False, False, True]),
    ],
)
def test_an_ordered_enum_goes_from_least_to_most(operator: str, expected: list[bool]) -> None:
    """The operators with `middle` on short, middle and long, which sort otherwise."""
    corpus, _ = opened({})
    length = corpus.attribute("agreement", "length")

    found = [
        compares(length, Operator(operator), ("middle",), each)
        for each in ("short", "middle", "long")
    ]

    assert found == expected


# -- effects ------------------------------------------------------------------


def test_the_outcome_is_the_baseline_changed_by_the_effects() -> None:
    """Constants and parameters are set; what nobody touches stays."""
    corpus, scenario = opened({"pay": {"raise": {"days": 5}}, "zones": ["northern"]})

    result = outcome(corpus, scenario)

    assert result["agreement", "cap"] == 5
    assert result["agreement", "length"] == "short"
    assert result["north-east", "control"] == "right"
    assert result["north-west", "control"] == "right"
    assert result["south-east", "control"] == "left"


def test_an_effect_with_when_acts_only_then() -> None:
    """`when` looks at the whole scenario, also at issues that come later."""
    secret = {
        "id": "secret",
        "effects": [
            {
                "entity": "agreement",
                "when": {"all": [{"chosen": "later/yes-please"}, {"not": {"silent": "later"}}]},
                "set": {"public": True},
            }
        ],
    }
    issues: list[Data] = [
        {"id": "talks", "terms": [secret]},
        {"id": "later", "terms": [{"id": "yes-please"}, {"id": "no-thanks"}]},
    ]

    def public(choices: Data) -> object:
        corpus, scenario = opened(choices, issues)
        return outcome(corpus, scenario)["agreement", "public"]

    assert public({"talks": "secret", "later": "yes-please"}) is True
    assert public({"talks": "secret", "later": "no-thanks"}) is False
    assert public({"talks": "secret"}) is False
    assert public({"later": "yes-please"}) is False


def test_an_effect_on_every_reaches_what_where_says() -> None:
    """By owner, id, group and fixed attributes; all of the type without `where`."""

    def reached(kind: str, where: Data | None, value: Data) -> set[str]:
        effect = {"every": kind, "set": value} | ({} if where is None else {"where": where})
        corpus, scenario = opened(
            {"it": "done"}, [{"id": "it", "terms": [{"id": "done", "effects": [effect]}]}]
        )
        before = outcome(corpus, {"it": ()})
        after = outcome(corpus, scenario)
        return {entity for entity, name in after if after[entity, name] != before[entity, name]}

    right = {"control": "right"}
    assert reached("zone", None, right) == {"north-east", "north-west", "south-east"}
    assert reached("zone", {"of": "south"}, right) == {"south-east"}
    assert reached("zone", {"deep": True, "of": ["north"]}, right) == {"north-east"}
    assert reached("zone", {"any": [{"of": "south"}, {"id": "north-west"}]}, right) == {
        "south-east",
        "north-west",
    }
    assert reached("zone", {"not": {"deep": True}}, right) == {"north-west"}
    assert reached("party", {"member-of": "club"}, {"force": "limited"}) == {"alpha"}
    assert reached("party", {"neutral": False}, {"force": "limited"}) == {"beta"}


# -- coherence ----------------------------------------------------------------


def test_effects_that_set_one_thing_differently_clash() -> None:
    """Setting it to the same value is no clash, also by a parameter."""
    none = {"id": "none", "effects": [{"entity": "agreement", "set": {"cap": 0}}]}
    issues = [*ISSUES, {"id": "bonus", "terms": [none]}]

    def found(pay: Any) -> list[tuple[str, str]]:
        return list(clashes(*opened({"pay": pay, "bonus": "none"}, issues)))

    assert found("freeze") == []
    assert found({"raise": {"days": 0}}) == []
    assert found({"raise": {"days": 1}}) == [("effects", "agreement.cap")]


def test_what_speaks_of_a_contradicted_attribute_is_not_judged() -> None:
    """It has no value that could be compared; rules about anything else are judged."""
    issues: list[Data] = [
        *ISSUES,
        {
            "id": "bonus",
            "applies-when": {"entity": "agreement", "holds": {"cap": 3}},
            "terms": [
                {"id": "some", "effects": [{"entity": "agreement", "set": {"cap": 1}}]},
            ],
        },
    ]
    rules = [
        {"id": "open-talks", "holds": {"chosen": "talks/open"}},
        {"id": "cap", "holds": {"not": CAP_1}},
    ]

    clash = list(clashes(*opened({"pay": "freeze", "bonus": "some"}, issues, rules)))
    no_clash = list(clashes(*opened({"bonus": "some"}, issues, rules)))

    assert clash == [("effects", "agreement.cap"), ("rule", "open-talks")]
    assert no_clash == [("applies-when", "bonus"), ("rule", "open-talks"), ("rule", "cap")]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"chosen": "pay/freeze"}, set()),
        (CAP_1, {"agreement.cap"}),
        ({"not": {"any": [CAP_1, {"silent": "pay"}]}}, {"agreement.cap"}),
        ({"if": CAP_1, "then": PUBLIC}, {"agreement.cap", "agreement.public"}),
        (
            {"every": "zone", "holds": {"control": "left"}},
            {f"{each}.control" for each in ("north-east", "north-west", "south-east")},
        ),
        (
            {"some": "zone", "where": {"of": "north"}, "holds": {"control": "left"}},
            {"north-east.control", "north-west.control"},
        ),
        (
            {"none": "zone", "where": {"deep": True, "control": "left"}},
            {"north-east.control", "south-east.control"},
        ),
        (
            {
                "at-least": 1,
                "of": "zone",
                "holds": {"any": [{"deep": True}, {"share": 2}]},
            },
            {"north-west.share"},
        ),
        ({"every": "zone", "where": {"not": {"of": "north"}}, "holds": {"deep": True}}, set()),
    ],
)
def test_a_condition_compares_what_can_decide_it(condition: Data, expected: set[str]) -> None:
    """A quantifier, of the entities that nothing fixed rules out or in."""
    line = {"id": "line", "holds": condition}
    corpus, _ = load(written(ISSUES, positions=[line]))
    (reading,) = corpus.positions["alpha/line"].readings.values()

    assert {".".join(each) for each in compared(corpus, reading.holds)} == expected


def test_an_issue_that_does_not_arise_must_be_left_silent() -> None:
    """Having terms while `applies-when` is false is incoherent; silence never is."""
    arises = {"some": "zone", "where": {"control": "right"}}
    guarantee = {"id": "guarantee", "applies-when": arises, "terms": [{"id": "given"}]}
    issues = [*ISSUES, guarantee]

    def found(zones: Any, guarantee: str) -> list[tuple[str, str]]:
        return list(clashes(*opened({"zones": zones, "guarantee": guarantee}, issues)))

    assert found(["deep"], "given") == []
    assert found("silent", "given") == [("applies-when", "guarantee")]
    assert found("silent", "silent") == []
    assert found(["deep"], "silent") == []


@pytest.mark.parametrize(
    ("choose", "numbers"),
    [
        ("one", {0, 1}),
        ("any", {0, 1, 2, 3}),
        ({"min": 2}, {0, 2, 3}),
        ({"max": 2}, {0, 1, 2}),
        ({"min": 2, "max": 2}, {0, 2}),
        ({"min": 1, "max": 1}, {0, 1}),
        ({"min": 0, "max": 1}, {0, 1}),
    ],
)
def test_choose_says_how_many_terms_unless_the_draft_is_silent(
    choose: Any, numbers: set[int]
) -> None:
    """Of an issue with three terms."""
    issue = {"id": "it", "choose": choose, "terms": [{"id": each} for each in "abc"]}
    corpus, _ = opened({}, [issue])
    every = [Pick(term.id) for term in corpus.issues["it"].terms.values()]

    found = {number for number in range(4) if coherent(corpus, {"it": tuple(every[:number])})}

    assert found == numbers


def test_rules_say_what_goes_together() -> None:
    """`requires` and `excludes` speak only where the term is chosen, `holds` always."""
    rules = [
        {"id": "one", "chosen": "talks/open", "requires": {"silent": "zones"}},
        {"id": "two", "chosen": "talks/secret", "excludes": {"chosen": "pay/freeze"}},
        {"id": "three", "holds": {"entity": "agreement", "holds": {"cap": {"not": 6}}}},
    ]

    def broken(**choices: Any) -> list[str]:
        return [name for _, name in clashes(*opened(choices, ISSUES, rules))]

    assert broken() == []
    assert broken(zones=["deep"], pay="freeze") == []
    assert broken(talks="open") == []
    assert broken(talks="open", zones=["deep"]) == ["one"]
    assert broken(talks="secret", pay="freeze") == ["two"]
    assert broken(talks="secret", pay={"raise": {"days": 6}}) == ["three"]


def test_the_workspace_of_the_examples_is_without_errors() -> None:
    """Else the examples would show nothing."""
    _, _, errors = errors_in(written(ISSUES))

    assert errors == []

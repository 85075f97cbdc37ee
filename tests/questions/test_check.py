"""`check`: worked examples, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from brute import asked
from strategies import DAYS, Data, load, written
from zopa.model.context import context_of
from zopa.model.corpus import Kind
from zopa.questions.check import Checked, check
from zopa.solving import Stop, Stopped
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterable

PAY: Data = {
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
}
LENGTH: Data = {
    "id": "length",
    "terms": [
        {"id": "short", "effects": [{"entity": "agreement", "set": {"length": "short"}}]},
        {"id": "long", "effects": [{"entity": "agreement", "set": {"length": "long"}}]},
    ],
}
EXTRAS: Data = {"id": "extras", "choose": "any", "terms": [{"id": "a"}, {"id": "b"}]}
ISSUES = [PAY, LENGTH, EXTRAS]
FOUR = {"entity": "agreement", "holds": {"cap": {"at-least": 4}}}


def checked(
    holds: Data | Iterable[Data],
    *,
    issues: Iterable[Data] = ISSUES,
    rules: Iterable[Data] = (),
    draft: Data | None = None,
    **choices: Any,
) -> Checked:
    """The check of a draft with these choices, on `alpha/line` or on these positions."""
    positions = [{"id": "line", "holds": holds}] if isinstance(holds, dict) else holds
    files = written(
        issues, rules=rules, positions=positions, draft={"choices": choices, **(draft or {})}
    )
    corpus, scenarios = load(files)
    scenario = scenarios["draft"]
    context = context_of(corpus, scenario, hold=Kind)
    return check(Space(Problem(corpus)), scenario, context)


def line(found: Checked) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Verdict and reasons of the only position."""
    (only,) = found.verdicts
    return str(only.verdict), only.because, only.hangs_on


# -- verdicts and their reasons -----------------------------------------------


def test_a_draft_that_leaves_a_line_undecided_leaves_it_open() -> None:
    """And the line hangs on the issue that could decide it, named once."""
    assert line(checked(FOUR)) == ("open", (), ("pay",))


def test_a_crossed_line_names_the_choices_that_cross_it() -> None:
    """And none that have nothing to do with it."""
    found = checked(FOUR, pay="freeze", length="long", extras=["a"])

    assert line(found) == ("crossed", ("pay",), ())
    assert found.deal is False


def test_a_respected_line_needs_no_reason() -> None:
    """It holds whatever is decided about the rest."""
    found = checked(FOUR, pay={"raise": {"days": 4}})

    assert line(found) == ("respected", (), ())
    assert found.deal is True


@pytest.mark.parametrize(
    ("days", "verdict"), [(3, "crossed"), (4, "respected"), (6, "respected")]
)
def test_a_parameter_counts_with_the_value_that_the_draft_gives(
    days: int, verdict: str
) -> None:
    """Not with the least one of the values that are judged alike."""
    assert line(checked(FOUR, pay={"raise": {"days": days}}))[0] == verdict


def test_a_parameter_left_out_leaves_the_verdict_open() -> None:
    """It hangs on the issue that the draft names, because that is not all decided."""
    found = checked(FOUR, pay="raise", length="long")

    assert line(found) == ("open", (), ("pay",))
    assert found.deal == "open"


def test_silence_leaves_the_baseline() -> None:
    """The cap is unlimited today, which is at least four."""
    assert line(checked(FOUR, pay="silent")) == ("respected", (), ())
    assert line(checked({"not": {"silent": "pay"}}, pay="silent"))[:2] == ("crossed", ("pay",))


def test_a_line_can_need_several_choices_to_be_crossed() -> None:
    """Then all of them are named, in the order of the corpus."""
    either = {"any": [{"chosen": "length/long"}, FOUR]}

    assert line(checked(either, length="short", pay="freeze"))[1] == ("pay", "length")
    assert line(checked(either, length="short")) == ("open", (), ("pay",))


def test_a_line_can_hang_on_several_issues() -> None:
    """Neither decides it alone."""
    either = {"any": [{"chosen": "length/long"}, {"chosen": "extras/b"}]}

    assert line(checked(either, pay="freeze")) == ("open", (), ("length", "extras"))


def test_two_answers_at_least_are_not_one() -> None:
    """Also where there are no more than two, so that nothing bounds them from above."""
    both: Data = {"id": "both", "choose": {"min": 2}, "terms": [{"id": "a"}, {"id": "b"}]}
    one = {"exactly": 1, "of": [{"chosen": "both/a"}, {"chosen": "both/b"}]}

    assert line(checked(one, issues=[both])) == ("crossed", (), ())
    assert line(checked({"silent": "both"}, issues=[both])) == ("open", (), ("both",))


def test_a_line_hangs_only_on_what_is_left_to_decide() -> None:
    """Of all that it speaks of."""
    three = {
        "at-least": 2,
        "of": [{"silent": "pay"}, {"silent": "length"}, {"silent": "extras"}],
    }

    assert line(checked(three, pay="silent", length="long")) == ("open", (), ("extras",))
    assert line(checked(three, pay="silent", extras="silent")) == ("respected", (), ())


def test_an_issue_that_rules_decide_is_not_hung_on() -> None:
    """The length follows from the extras, so one of the two is enough."""
    follows = [
        {"id": "one", "chosen": "extras/a", "requires": {"chosen": "length/long"}},
        {"id": "two", "holds": {"any": [{"chosen": "extras/a"}, {"chosen": "length/short"}]}},
    ]
    both = {"if": {"chosen": "length/long"}, "then": {"chosen": "extras/a"}, "else": FOUR}

    verdict, _, hangs_on = line(checked(both, rules=follows, pay="freeze"))

    assert verdict == "open"
    assert hangs_on in {("length",), ("extras",)}


def test_rules_take_part_in_a_reason_without_being_named() -> None:
    """The draft's choice crosses the line because of what it entails."""
    rule = {"id": "one", "chosen": "extras/a", "requires": {"chosen": "pay/freeze"}}

    assert line(checked(FOUR, rules=[rule], extras=["a"])) == ("crossed", ("extras",), ())


def test_a_line_that_nothing_respects_is_crossed_without_a_reason_in_the_draft() -> None:
    """No choice is to blame."""
    never = {"entity": "agreement", "holds": {"length": "middle"}}

    assert line(checked(never, pay="freeze")) == ("crossed", (), ())


def test_nothing_is_undecided_of_a_complete_draft() -> None:
    """`undecided` is false of every completion, also where the draft says nothing."""
    assert line(checked({"undecided": "pay"})) == ("crossed", (), ())


# -- the deal -----------------------------------------------------------------


def test_a_draft_without_lines_is_a_deal() -> None:
    """If it is coherent."""
    assert checked([]).deal is True


def test_lines_that_are_open_may_exclude_each_other() -> None:
    """Then no completion is a deal, although no line is crossed."""
    lines = [
        {"id": "one", "holds": {"chosen": "length/long"}},
        {"id": "two", "party": "beta", "holds": {"chosen": "length/short"}},
    ]
    found = checked(lines)

    assert [str(each.verdict) for each in found.verdicts] == ["open", "open"]
    assert found.deal is False
    assert found.crossed() == ()


def test_verdicts_come_in_the_order_of_the_corpus() -> None:
    """Whatever their names and verdicts."""
    lines = [{"id": each, "holds": FOUR} for each in ("zz", "aa", "mm")]

    found = checked(lines, pay="freeze")

    assert [each.held.id for each in found.verdicts] == ["alpha/zz", "alpha/aa", "alpha/mm"]
    assert found.crossed() == found.verdicts


# -- incoherent drafts --------------------------------------------------------


def clash_of(found: Checked) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """Choices and clauses that contradict each other in an inconsistent draft."""
    assert found.clash is not None
    assert (found.coherent, found.deal) == (False, False)
    return found.clash.choices, [(each.nature, each.name) for each in found.clash.clauses]


def test_a_broken_rule_is_named_with_the_choices_that_break_it() -> None:
    """And with no others."""
    rule = {"id": "no-both", "chosen": "extras/a", "excludes": {"chosen": "length/long"}}

    found = checked(FOUR, rules=[rule], pay="freeze", length="long", extras=["a", "b"])

    assert clash_of(found) == (("length", "extras"), [("rule", "no-both")])


def test_two_effects_on_one_thing_are_named_as_such() -> None:
    """The attribute stands for them."""
    two = {"id": "two", "effects": [{"entity": "agreement", "set": {"cap": 2}}]}
    bonus = {"id": "bonus", "terms": [two]}

    found = checked(FOUR, issues=[*ISSUES, bonus], pay={"raise": {"days": 3}}, bonus="two")
    agreeing = checked(FOUR, issues=[*ISSUES, bonus], pay={"raise": {"days": 2}}, bonus="two")
    left_open = checked(FOUR, issues=[*ISSUES, bonus], pay="raise", bonus="two")

    assert clash_of(found) == (("pay", "bonus"), [("effects", "agreement.cap")])
    assert agreeing.coherent
    assert line(left_open) == ("crossed", ("bonus",), ())


def test_an_issue_that_does_not_arise_clashes_with_what_keeps_it_from_arising() -> None:
    """Its own choice and the one on which its `applies-when` depends."""
    late = {"id": "late", "applies-when": {"chosen": "length/long"}, "terms": [{"id": "x"}]}

    found = checked(FOUR, issues=[*ISSUES, late], length="short", late="x")
    undecided = checked(FOUR, issues=[*ISSUES, late], late="x")

    assert clash_of(found) == (("length", "late"), [("applies-when", "late")])
    assert undecided.coherent


def test_rules_that_contradict_each_other_are_a_clash_without_choices() -> None:
    """Also of a draft that says nothing."""
    rules = [
        {"id": "one", "holds": {"chosen": "length/long"}},
        {"id": "other", "holds": {"silent": "length"}},
    ]

    assert clash_of(checked(FOUR, rules=rules)) == ((), [("rule", "one"), ("rule", "other")])


def test_the_number_of_terms_can_be_a_part_of_a_clash() -> None:
    """Two terms are required of which one is allowed at most."""
    issue = {
        "id": "few",
        "choose": {"min": 2, "max": 2},
        "terms": [{"id": "a"}, {"id": "b"}, {"id": "c"}],
    }
    rules = [{"id": "all", "holds": {"all": [{"chosen": f"few/{each}"} for each in "abc"]}}]

    found = checked(FOUR, issues=[*ISSUES, issue], rules=rules)

    assert clash_of(found) == ((), [("rule", "all"), ("terms", "few")])


def test_that_an_issue_takes_one_term_is_named_where_it_is_a_part_of_a_clash() -> None:
    """A choice requires two terms of an issue that takes one."""
    rules: list[Data] = [
        {"id": each, "chosen": "extras/a", "requires": {"chosen": f"length/{each}"}}
        for each in ("short", "long")
    ]
    lengths = [{"id": each} for each in ("short", "long")]
    issues = [PAY, {"id": "length", "terms": lengths}, EXTRAS]

    found = checked(FOUR, issues=issues, rules=rules, extras=["a"])
    decided = checked(FOUR, issues=issues, rules=rules, extras=["a"], length="short")

    several = [("rule", "long"), ("rule", "short"), ("terms", "length")]
    assert clash_of(found) == (("extras",), several)
    assert clash_of(decided) == (("length", "extras"), [("rule", "long")])


def test_effects_are_named_that_keep_a_choice_from_being_saved() -> None:
    """A term undoes what its own issue needs, and another one could contradict it."""
    undoes = {"id": "undoes", "effects": [{"entity": "agreement", "set": {"public": False}}]}
    told = {"id": "told", "effects": [{"entity": "agreement", "set": {"public": True}}]}
    public = {"entity": "agreement", "holds": {"public": True}}
    issues: list[Data] = [
        {"id": "press", "applies-when": public, "terms": [undoes]},
        {"id": "news", "terms": [told]},
    ]

    assert clash_of(checked(FOUR, issues=issues, press="undoes")) == (
        ("press",),
        [("applies-when", "press"), ("effects", "agreement.public")],
    )


def test_an_incoherent_draft_is_judged_with_the_rules_that_it_breaks_set_aside() -> None:
    """They are named, and no verdict vanishes."""
    rule = {"id": "no-both", "chosen": "extras/a", "excludes": {"chosen": "length/long"}}

    found = checked(FOUR, rules=[rule], pay="freeze", length="long", extras=["a", "b"])

    assert [(each.nature, each.name) for each in found.broken] == [("rule", "no-both")]
    assert line(found) == ("crossed", ("pay",), ())
    assert found.deal is False


def test_a_line_about_an_attribute_with_two_values_is_not_judged() -> None:
    """The others are."""
    two = {"id": "two", "effects": [{"entity": "agreement", "set": {"cap": 2}}]}
    positions = [
        {"id": "cap", "holds": FOUR},
        {"id": "length", "holds": {"chosen": "length/long"}},
    ]
    issues = [*ISSUES, {"id": "bonus", "terms": [two]}]

    found = checked(
        positions, issues=issues, pay={"raise": {"days": 3}}, bonus="two", length="short"
    )

    assert [each.id for each in found.not_judged] == ["alpha/cap"]
    assert [(each.held.id, str(each.verdict)) for each in found.verdicts] == [
        ("alpha/length", "crossed")
    ]


def test_every_reason_for_a_line_to_be_crossed_is_given() -> None:
    """The first stays the one that was given alone; then by size and order of the issues."""
    parts: list[Data] = [
        {"chosen": "length/short"},
        {"not": {"chosen": "extras/a"}},
        {"any": [{"chosen": "pay/raise"}, {"not": {"chosen": "extras/b"}}]},
    ]

    found = checked({"all": parts}, pay="freeze", length="long", extras=["a", "b"])

    (only,) = found.verdicts
    assert only.because == ("extras",)
    assert only.causes == (("extras",), ("length",))
    assert not only.more_causes


def test_no_more_than_eight_reasons_are_given() -> None:
    """And it is said that there are more."""
    issues = [{"id": f"i{number}", "terms": [{"id": "x"}]} for number in range(9)]
    holds = {"all": [{"silent": each["id"]} for each in issues]}

    def found(number: int) -> tuple[int, bool]:
        choices = {f"i{each}": "x" for each in range(number)}
        (only,) = checked(holds, issues=issues, **choices).verdicts
        return len(only.causes), only.more_causes

    assert found(8) == (8, False)
    assert found(9) == (8, True)


# -- what is said beside the verdicts -----------------------------------------


def test_a_waived_line_has_no_verdict_and_is_named() -> None:
    """As long as the waiver acts."""
    waiver = {"position": "alpha/line", "reason": "So.", "by": "me", "expires": "2025-01-09"}

    acting = checked(FOUR, pay="freeze", draft={"waivers": [waiver]})
    expired = checked(
        FOUR, pay="freeze", draft={"waivers": [{**waiver, "expires": "2025-01-08"}]}
    )

    assert (acting.verdicts, acting.deal) == ((), True)
    assert [str(each.position) for each in acting.waived] == ["alpha/line"]
    assert (expired.deal, expired.waived) == (False, ())
    assert len(expired.context.expired) == 1


def test_a_line_that_is_possibly_in_force_is_named_beside_the_verdicts() -> None:
    """It does not count."""
    possible = {"id": "line", "since": {"earliest": "2025-01-02"}, "holds": FOUR}
    others: list[Data] = [
        {"id": "certain", "holds": {"chosen": "pay/freeze"}},
        {"id": "over", "until": "2025-01-08", "holds": FOUR},
    ]

    found = checked([possible, *others], pay="freeze")

    assert [each.held.id for each in found.verdicts] == ["alpha/certain"]
    assert found.deal is True
    assert [str(each.id) for each in found.possibly] == ["alpha/line"]


@pytest.mark.parametrize(
    ("expect", "met"),
    [
        ({"coherent": True}, [True]),
        ({"coherent": False}, [False]),
        ({"deal": False}, [True]),
        ({"deal": True}, [False]),
        ({"deal": "open"}, [False]),
        ({"crossed": ["alpha/line"]}, [True]),
        ({"respected": ["alpha/line"]}, [False]),
        ({"open": ["alpha/line"]}, [False]),
        ({"crossed": [], "respected": [], "open": []}, []),
        ({"open": ["alpha/other"]}, [True]),
        ({"crossed": ["alpha/past"]}, [False]),
    ],
)
def test_a_draft_is_held_to_what_its_file_expects(expect: Data, met: list[bool]) -> None:
    """Of a draft that crosses `line` and leaves `other` open; `past` is held no longer."""
    lines: list[Data] = [
        {"id": "line", "holds": FOUR},
        {"id": "other", "holds": {"chosen": "length/long"}},
        {"id": "past", "until": "2025-01-05", "holds": FOUR},
    ]

    found = checked(lines, pay="freeze", draft={"expect": expect})

    assert [each.met for each in found.expectations] == met


def test_an_expected_deal_that_is_open_is_met_by_an_open_one_only() -> None:
    """`open` is neither true nor false."""
    found = checked(FOUR, draft={"expect": {"deal": "open", "open": ["alpha/line"]}})

    assert [each.met for each in found.expectations] == [True, True]


def test_a_check_that_is_told_to_end_ends() -> None:
    """And the space answers again when the stop is taken away."""
    corpus, scenarios = load(written(ISSUES, positions=[{"id": "line", "holds": FOUR}]))
    scenario = scenarios["draft"]
    context = context_of(corpus, scenario)
    space = Space(Problem(corpus))
    space.stop = Stop()
    space.stop.call()

    with pytest.raises(Stopped):
        check(space, scenario, context)

    space.stop = None
    assert line(check(space, scenario, context)) == ("open", (), ("pay",))


def test_the_choices_that_a_line_speaks_of_are_named_first() -> None:
    """Before those from which they follow, whatever their names."""
    early: Data = {"id": "early", "terms": [{"id": "x"}]}
    entails = {"id": "one", "chosen": "early/x", "requires": {"chosen": "length/short"}}
    long = {"chosen": "length/long"}

    found = checked(long, issues=[early, *ISSUES], rules=[entails], early="x", length="short")

    assert line(found) == ("crossed", ("length",), ())


def test_a_line_hangs_on_what_it_speaks_of() -> None:
    """Not on an issue that is decided by that one, whatever its name."""
    early: Data = {"id": "early", "terms": [{"id": "x"}]}
    both = [
        {"id": "one", "chosen": "early/x", "requires": {"chosen": "length/long"}},
        {"id": "two", "chosen": "length/long", "requires": {"chosen": "early/x"}},
    ]

    found = checked({"chosen": "length/long"}, issues=[early, *ISSUES], rules=both)

    assert line(found) == ("open", (), ("length",))


def test_what_one_scenario_shows_is_not_asked_again() -> None:
    """Lines that are open together cost no more calls than one of them."""
    calls = []
    for number in (1, 6):
        lines: list[Data] = [{"id": f"line-{each}", "holds": FOUR} for each in range(number)]
        corpus, scenarios = load(written(ISSUES, positions=lines))
        space = Space(Problem(corpus))
        before = space.calls
        check(space, scenarios["draft"], context_of(corpus, scenarios["draft"]))
        calls.append(space.calls - before)

    assert calls[0] == calls[1]


def test_a_waiver_of_what_the_corpus_does_not_have_is_not_named() -> None:
    """A caller may waive what only another state of the corpus has."""
    corpus, scenarios = load(written(ISSUES, positions=[{"id": "line", "holds": FOUR}]))
    scenario = scenarios["draft"]
    context = context_of(corpus, scenario, waive=["alpha/gone", "alpha/line"])

    found = check(Space(Problem(corpus)), scenario, context)

    assert [str(each.position) for each in found.waived] == ["alpha/line"]


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_issues_that_would_settle_a_line_the_first_by_name_is_given(
    *, turned: bool
) -> None:
    """In whatever order the corpus has them."""
    issues = ISSUES[::-1] if turned else ISSUES
    follows: list[Data] = [
        {"id": "one", "chosen": "extras/a", "requires": {"chosen": "length/long"}},
        {"id": "two", "holds": {"any": [{"chosen": "extras/a"}, {"chosen": "length/short"}]}},
    ]
    both = {"all": [{"chosen": "length/long"}, {"chosen": "extras/a"}]}

    assert line(checked(both, issues=issues, rules=follows))[2] == ("extras",)


@pytest.mark.parametrize("first", ["length", "extras"])
def test_of_two_choices_that_break_a_rule_the_first_by_name_is_given(first: str) -> None:
    """In whatever order the draft has them."""
    neither = {"not": {"any": [{"chosen": "extras/a"}, {"chosen": "length/long"}]}}
    choices = {first: None, "length": "long", "extras": ["a"]}

    found = checked(
        FOUR, rules=[{"id": "neither", "holds": neither}], draft={"choices": choices}
    )

    assert clash_of(found) == (("extras",), [("rule", "neither")])


# -- one space for many drafts ------------------------------------------------


def test_bounds_that_a_later_draft_gives_are_known_to_what_a_line_hangs_on() -> None:
    """Nodes made for them after the first question are no others' of the same number."""
    answer = {"type": "integer", "unit": "days", "minimum": 0, "maximum": 20}
    issues: list[Data] = [{"id": each, "answer": answer} for each in "abc"]
    total = {"sum": [{"issue": each} for each in "abc"]}
    positions: list[Data] = [
        {"id": f"line-{least}", "holds": {"quantity": total, "at-least": least}}
        for least in (10, 30, 40)
    ]
    drafts: list[dict[str, Any]] = [
        {},
        *(
            {one: {"at-least": least, "at-most": most}}
            for one in "abc"
            for least, most in ((0, 10), (5, 20), (20, 20), (10, 12))
        ),
        {"a": {"at-least": 18}, "b": {"at-least": 12}},
    ]
    cases = [load(written(issues, positions=positions, draft={"choices": x})) for x in drafts]
    space = Space(Problem(cases[0][0]))

    for corpus, scenarios in cases:
        scenario = scenarios["draft"]
        context = context_of(corpus, scenario, hold=Kind)
        fresh = check(Space(Problem(corpus)), scenario, context)
        assert check(space, scenario, context).verdicts == fresh.verdicts


@pytest.mark.parametrize(
    ("parameter", "attribute", "constant", "there"),
    [
        ({"type": "integer", "unit": "days", "minimum": 0, "maximum": 6}, "cap", 3, True),
        (
            {"type": "integer", "unit": "days", "minimum": 0, "maximum": 6, "step": 3},
            "cap",
            3,
            True,
        ),
        (
            {"type": "integer", "unit": "days", "minimum": 0, "maximum": 6, "step": 3},
            "cap",
            4,
            False,
        ),
        (
            {"type": "decimal", "digits": 1, "minimum": 0, "maximum": 1.5, "step": 0.5},
            "rate",
            0.5,
            True,
        ),
        ({"type": "date", **DAYS}, "due", "2025-02-28", True),
    ],
)
def test_a_constant_and_a_parameter_that_is_it_do_not_contradict(
    parameter: Data,
    attribute: str,
    constant: Any,
    there: bool,  # noqa: FBT001
) -> None:
    """However far the numbers of the parameter lie apart."""
    effects = [
        {"entity": "agreement", "set": {attribute: each}} for each in (constant, "$number")
    ]
    term = {"id": "both", "parameters": {"number": parameter}, "effects": effects}
    case = asked(
        written([{"id": "plan", "terms": [term]}], draft={"choices": {"plan": "both"}})
    )

    assert check(case.space(), case.scenario, case.context).coherent == there
    assert bool(case.world.completions(case.draft)) == there


@pytest.mark.parametrize("unlimited", [False, True])
@pytest.mark.parametrize("operator", ["is", "not", "above", "at-least", "at-most", "below"])
def test_a_number_in_a_relation_that_is_unspecified_meets_no_comparison(
    operator: str,
    unlimited: bool,  # noqa: FBT001 - a case
) -> None:
    """It is not unlimited, which lies above every number."""
    tax = {"type": "integer", "minimum": 2, "maximum": 4, "unspecified": True}
    plan = {
        "id": "plan",
        "choose": {"min": 1, "max": 2},
        "terms": [
            {"id": "tax", "parameters": {"rate": tax | {"unlimited": unlimited}}},
            {"id": "none"},
        ],
    }
    said = {
        "quantity": {"sum": "share", "over": "zone"},
        "not": {"parameter": "rate", "of": "plan/tax"},
    }
    rules = [{"id": "related", "chosen": "plan/none", "requires": said}]
    for bound in (2, 3, 4):
        holds = {"chosen": "plan/tax", "with": {"rate": {operator: bound}}}
        case = asked(written([plan], rules=rules, positions=[{"id": "line", "holds": holds}]))
        (line,) = case.lines
        found = check(case.space(), case.scenario, case.context)
        assert found.verdicts[0].verdict == case.world.verdict(case.draft, line), bound

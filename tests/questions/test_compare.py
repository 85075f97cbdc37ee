"""`compare`: differences of drafts, and changes of positions by meaning, not by text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from strategies import Data, load, written
from zopa.model.context import context_of
from zopa.questions.compare import Comparison, Revision, compare, compare_corpora
from zopa.solving import Stop, Stopped
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CAP: Data = {
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
ZONES: Data = {
    "id": "zones",
    "terms": [
        {"id": "all", "effects": [{"every": "zone", "set": {"control": "right"}}]},
        {
            "id": "north",
            "effects": [
                {"every": "zone", "where": {"of": "north"}, "set": {"control": "right"}}
            ],
        },
    ],
}
ISSUES = [CAP, LENGTH, EXTRAS, ZONES]
HOLDS: Data = {"chosen": "length/short"}


def at_least(days: int) -> Data:
    """The cap is at least this number of days."""
    return {"entity": "agreement", "holds": {"cap": {"at-least": days}}}


def at_most(days: int) -> Data:
    """The cap is at most this number of days."""
    return {"entity": "agreement", "holds": {"cap": {"at-most": days}}}


def space_of(
    positions: Iterable[Data], issues: Iterable[Data] = ISSUES, rules: Iterable[Data] = ()
) -> Space:
    """A space with these positions."""
    corpus, _ = load(written(issues, positions=positions, rules=rules))
    return Space(Problem(corpus))


def revision(was: Data | None, now: Data | None, **terms: Any) -> Revision:
    """The change of `alpha/line`."""
    states = [
        space_of([] if each is None else [{"id": "line", **each}], **terms)
        for each in (was, now)
    ]
    return compare_corpora(states[0], states[1], {})


def became(was: Data | None, now: Data | None, **terms: Any) -> Any:
    """The change in one word, with its aspects; None if nothing changed."""
    found = revision(was, now, **terms)
    if not found.positions:
        return None
    [change] = found.positions
    assert change.id == "alpha/line"
    return str(change.direction), {what: str(way) for what, way in change.respects}


def meaning(was: Data, now: Data, **terms: Any) -> str | None:
    """Comparison of the new condition with the old one."""
    found = became({"holds": was}, {"holds": now}, **terms)
    if found is None:
        return None
    overall, respects = found
    assert respects == {"condition": overall}
    return str(overall)


# -- conditions, by meaning ---------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now", "direction"),
    [
        (at_least(4), at_least(3), "weaker"),
        (at_least(3), at_least(4), "stronger"),
        (at_most(3), at_most(4), "weaker"),
        (at_most(4), at_most(3), "stronger"),
        (at_most(3), at_least(3), "changed"),
        (at_most(2), at_least(5), "changed"),
        # over a whole number more than three is four or more
        ({"entity": "agreement", "holds": {"cap": {"above": 3}}}, at_least(4), None),
        ({"entity": "agreement", "holds": {"cap": {"below": 4}}}, at_most(3), None),
        (at_least(1), at_least(0), "weaker"),
    ],
)
def test_a_threshold_that_moved(was: Data, now: Data, direction: str | None) -> None:
    """Also where no condition that is left cuts the range at the old place."""
    assert meaning(was, now) == direction


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (HOLDS, {"any": [HOLDS, {"chosen": "extras/a"}]}),
        ({"all": [HOLDS, {"chosen": "extras/a"}]}, HOLDS),
        (HOLDS, {"if": {"chosen": "extras/a"}, "then": HOLDS}),
        (
            {"none": "zone", "where": {"control": "right"}},
            {"none": "zone", "where": {"of": "south", "control": "right"}},
        ),
        (
            {"at-most": 0, "of": "zone", "where": {"control": "right"}},
            {"at-most": 2, "of": "zone", "where": {"control": "right"}},
        ),
        (
            {"at-least": 2, "of": [{"chosen": "extras/a"}, {"chosen": "extras/b"}]},
            {"at-least": 1, "of": [{"chosen": "extras/a"}, {"chosen": "extras/b"}]},
        ),
    ],
    ids=["any", "all", "if", "fewer zones", "more zones", "fewer of"],
)
def test_a_wider_condition_is_weaker_and_the_way_back_stronger(was: Data, now: Data) -> None:
    """What followed from it still does, and more is allowed."""
    assert meaning(was, now) == "weaker"
    assert meaning(now, was) == "stronger"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (HOLDS, {"all": [HOLDS]}),
        (HOLDS, {"not": {"not": HOLDS}}),
        (
            {"not": {"all": [{"chosen": "extras/a"}, HOLDS]}},
            {"any": [{"not": HOLDS}, {"not": {"chosen": "extras/a"}}]},
        ),
        (
            {"if": {"chosen": "extras/a"}, "then": HOLDS},
            {"any": [HOLDS, {"not": {"chosen": "extras/a"}}]},
        ),
        (
            {"none": "zone", "where": {"control": "right"}},
            {"every": "zone", "holds": {"control": {"not": "right"}}},
        ),
        # one term of an issue at most
        ({"not": {"chosen": "length/long"}}, {"any": [HOLDS, {"silent": "length"}]}),
    ],
    ids=["all of one", "not not", "de morgan", "if", "none", "one of an issue"],
)
def test_the_same_in_other_words_is_no_change(was: Data, now: Data) -> None:
    """Whatever the file looks like."""
    assert meaning(was, now) is None
    assert meaning(now, was) is None


def test_rules_decide_what_is_the_same() -> None:
    """Conditions are compared over coherent agreements."""
    rules = [{"id": "long-needs-a", "holds": {"any": [HOLDS, {"chosen": "extras/a"}]}}]
    was, now = {"chosen": "extras/a"}, {"any": [{"chosen": "extras/a"}, {"not": HOLDS}]}

    assert meaning(was, now) == "weaker"
    assert meaning(was, now, rules=rules) is None


def test_conditions_of_which_neither_follows_have_changed() -> None:
    """So they are neither weaker nor stronger."""
    assert meaning(HOLDS, {"chosen": "extras/a"}) == "changed"


GONE: list[tuple[Data, list[Data]]] = [
    ({"chosen": "extras/a"}, [CAP, LENGTH, ZONES]),
    ({"silent": "extras"}, [CAP, LENGTH, ZONES]),
    ({"chosen": "extras/b"}, [CAP, LENGTH, ZONES, {**EXTRAS, "terms": [{"id": "a"}]}]),
]


@pytest.mark.parametrize(("was", "issues"), GONE, ids=["issue", "silence", "term"])
def test_an_old_condition_that_names_something_gone_has_changed(
    was: Data, issues: list[Data]
) -> None:
    """Nothing can be said about what it would mean now."""
    before = space_of([{"id": "line", "holds": was}])
    after = space_of([{"id": "line", "holds": HOLDS}], issues)

    found = compare_corpora(before, after, {})

    [change] = found.positions
    assert change.respects == (("condition", "changed"),)


def test_an_old_condition_that_names_an_entity_that_is_gone_has_changed() -> None:
    """Also where it only restricts a count."""
    old = written(
        ISSUES, positions=[{"id": "line", "holds": {"none": "zone", "where": {"id": "isle"}}}]
    )
    old["terms/state.yaml"]["entities"]["isle"] = {
        "type": "zone",
        "of": "south",
        "baseline": {"deep": True},
    }
    states = [
        Space(Problem(load(files)[0]))
        for files in (old, written(ISSUES, positions=[{"id": "line", "holds": HOLDS}]))
    ]

    [change] = compare_corpora(states[0], states[1], {}).positions

    assert change.respects == (("condition", "changed"),)


# -- other respects -----------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now", "respects"),
    [
        ({"kind": "red-line"}, {"kind": "demand"}, {"kind": "weaker"}),
        ({"kind": "preference"}, {"kind": "demand"}, {"kind": "stronger"}),
        ({"strength": "declared"}, {"strength": "reported"}, {"strength": "weaker"}),
        ({"strength": "repeated"}, {"strength": "constitutional"}, {"strength": "stronger"}),
        ({"since": "2025-01-01"}, {"since": "2025-01-02"}, {"since": "changed"}),
        ({}, {"until": "2025-02-01"}, {"until": "weaker"}),
        ({"until": "2025-02-01"}, {"until": "2025-01-20"}, {"until": "changed"}),
        ({"until": "2025-02-01"}, {}, {"until": "changed"}),
        ({"held-by": ["beta"]}, {}, {"held-by": "weaker"}),
        ({}, {"held-by": ["beta"]}, {"held-by": "stronger"}),
        ({"held-by": ["beta"]}, {"held-by": ["gamma"]}, {"held-by": "changed"}),
    ],
)
def test_one_respect_at_a_time(was: Data, now: Data, respects: Data) -> None:
    """Firmer or less firm where there is an order; else changed."""
    [(_, way)] = respects.items()

    assert became({"holds": HOLDS, **was}, {"holds": HOLDS, **now}) == (way, respects)


@pytest.mark.parametrize(
    "now",
    [
        {"title": "Another title"},
        {"note": "A note"},
        {"issues": ["length"]},
        {"bears-on": {"for": ["length/short"]}},
    ],
)
def test_words_about_a_position_are_not_what_it_holds(now: Data) -> None:
    """Nothing is reported."""
    assert became({"holds": HOLDS}, {"holds": HOLDS, **now}) is None


def test_weaker_in_one_respect_and_stronger_in_another_is_changed() -> None:
    """Each respect keeps its direction."""
    found = became(
        {"holds": at_least(3), "kind": "red-line"}, {"holds": at_least(4), "kind": "demand"}
    )

    assert found == ("changed", {"kind": "weaker", "condition": "stronger"})


def test_weaker_twice_is_weaker() -> None:
    """No respect speaks against it."""
    found = became(
        {"holds": at_least(4), "strength": "declared"},
        {"holds": at_least(3), "strength": "reported"},
    )

    assert found == ("weaker", {"strength": "weaker", "condition": "weaker"})


def test_positions_come_and_go() -> None:
    """With the state in which they are known."""
    assert became(None, {"holds": HOLDS}) == ("added", {})
    assert became({"holds": HOLDS}, None) == ("removed", {})
    [change] = revision({"holds": HOLDS}, None).positions
    assert (change.before is None, change.after is None) == (False, True)


def test_another_name_is_another_position() -> None:
    """One is gone and one is new."""
    found = compare_corpora(
        space_of([{"id": "line", "holds": HOLDS}]),
        space_of([{"id": "wire", "holds": HOLDS}]),
        {},
    )

    assert [(each.id, str(each.direction)) for each in found.positions] == [
        ("alpha/line", "removed"),
        ("alpha/wire", "added"),
    ]


def test_the_order_of_positions_is_no_matter() -> None:
    """Nor in which file they stand."""
    lines = [{"id": "one", "holds": HOLDS}, {"id": "two", "holds": at_least(2)}]

    assert compare_corpora(space_of(lines), space_of(lines[::-1]), {}).positions == ()


def test_a_position_that_another_one_ends_got_weaker() -> None:
    """And stronger when that is taken back."""
    line = {"id": "line", "holds": HOLDS}
    later = {"id": "later", "since": "2025-01-03", "holds": at_least(1)}
    beside = space_of([line, later])
    instead = space_of([line, {**later, "supersedes": ["line"]}])

    for before, after, way in ((beside, instead, "weaker"), (instead, beside, "stronger")):
        [change] = compare_corpora(before, after, {}).positions
        assert (change.id, change.respects) == ("alpha/line", (("superseded", way),))
    for same in (beside, instead):
        assert compare_corpora(same, same, {}).positions == ()


# -- readings -----------------------------------------------------------------


def readings(**conditions: Data) -> Data:
    """Several readings, the first of which is the default."""
    first = next(iter(conditions))
    return {
        "readings": {
            name: {"holds": holds} | ({"default": True} if name == first else {})
            for name, holds in conditions.items()
        }
    }


def test_each_reading_is_compared_with_itself() -> None:
    """And named."""
    found = became(
        readings(strict=at_least(4), lax=at_least(1)),
        readings(strict=at_least(3), lax=at_least(1)),
    )

    assert found == ("weaker", {"reading strict": "weaker"})


def test_a_reading_that_names_something_gone_has_changed() -> None:
    """Of its rival it can be said what became of it."""
    before = space_of(
        [{"id": "line", **readings(strict=at_least(4), lax={"chosen": "extras/a"})}]
    )
    after = space_of(
        [{"id": "line", **readings(strict=at_least(3), lax=HOLDS)}], [CAP, LENGTH, ZONES]
    )

    [change] = compare_corpora(before, after, {}).positions

    assert change.respects == (("reading strict", "weaker"), ("reading lax", "changed"))


def test_readings_that_come_and_go_are_a_change() -> None:
    """And so is another default."""
    one = readings(strict=at_least(4), lax=at_least(1))

    for other in (
        readings(strict=at_least(4)),
        readings(lax=at_least(1), strict=at_least(4)),
        {"holds": at_least(4)},
    ):
        assert became(one, other) == ("changed", {"readings": "changed"})


def test_what_is_only_recorded_is_compared_too() -> None:
    """A demand that became an offer has nothing to be judged by."""
    assert became({"holds": HOLDS, "kind": "demand"}, {"kind": "offer"}) == (
        "changed",
        {"kind": "weaker", "readings": "changed"},
    )
    assert became({"kind": "openness"}, {"kind": "doubt"}) == ("weaker", {"kind": "weaker"})


# -- issues and scenarios -----------------------------------------------------


def test_issues_that_come_and_go_are_named() -> None:
    """Sorted."""
    found = compare_corpora(space_of([], [CAP, LENGTH]), space_of([], [ZONES, EXTRAS]), {})

    assert found.issues_added == ("extras", "zones")
    assert found.issues_removed == ("length", "pay")


def answered(*states: tuple[list[Data], Data]) -> Revision:
    """The comparison of two states of a workspace, each with positions and a draft."""
    spaces, drafts = [], []
    for positions, draft in states:
        corpus, scenarios = load(written(ISSUES, positions=positions, draft=draft))
        spaces.append(Space(Problem(corpus)))
        scenario = scenarios["draft"]
        drafts.append((scenario, context_of(corpus, scenario)))
    return compare_corpora(spaces[0], spaces[1], {"draft": (drafts[0], drafts[1])})


def test_a_scenario_whose_verdict_changed() -> None:
    """Because a line did, with the deal before and after."""
    draft = {"choices": {"pay": {"raise": {"days": 3}}}}
    found = answered(
        ([{"id": "line", "holds": at_least(4)}], draft),
        ([{"id": "line", "holds": at_least(3)}], draft),
    )

    [change] = found.scenarios
    assert change.verdicts == {"alpha/line": ("crossed", "respected")}
    assert change.before is not None
    assert change.after is not None
    assert (change.before.deal, change.after.deal) == (False, True)


def test_a_scenario_whose_lines_came_and_went() -> None:
    """There was no verdict on them, or there is none any more; sorted by the lines."""
    draft = {"choices": {"pay": "freeze"}}
    stays: Data = {"id": "stays", "holds": HOLDS}
    found = answered(
        ([stays, *({"id": x, "holds": at_least(4)} for x in "hfdb")], draft),
        ([stays, *({"id": x, "holds": at_least(4)} for x in "geca")], draft),
    )

    [change] = found.scenarios
    assert list(change.verdicts.items()) == [
        (f"alpha/{each}", ("crossed", None) if each in "hfdb" else (None, "crossed"))
        for each in "abcdefgh"
    ]


def test_a_scenario_that_says_other_things_with_the_same_answer_has_not_changed() -> None:
    """Title, choices that no verdict hangs on."""
    line = {"id": "line", "holds": at_least(4)}
    found = answered(
        ([line], {"choices": {"pay": "freeze"}}),
        ([line], {"choices": {"pay": "freeze", "extras": "a"}, "title": "Other"}),
    )

    assert found.scenarios == ()


def test_waivers_and_expectations_are_compared() -> None:
    """A waiver that is new, an expectation that is gone; not the other way round."""
    line = {"id": "line", "holds": at_least(4)}
    expecting: Data = {
        "choices": {"pay": "freeze"},
        "expect": {"crossed": ["alpha/line"], "deal": False},
    }
    waiver = {"position": "alpha/line", "reason": "so", "by": "me", "expires": "2024-12-01"}
    waiving: Data = {"choices": {"pay": "freeze"}, "waivers": [waiver]}

    [change] = answered(([line], expecting), ([line], waiving)).scenarios
    assert change.waivers_added == ("alpha/line",)
    assert change.expectations_dropped == ("crossed: alpha/line", "deal: false")
    assert change.verdicts == {}
    assert answered(([line], waiving), ([line], expecting)).scenarios == ()


def test_a_waiver_that_is_new_is_named_though_no_answer_changed() -> None:
    """Or an expectation that is gone; sorted."""
    lines: list[Data] = [{"id": each, "holds": at_least(4)} for each in "hgfedcba"]
    names = [f"alpha/{each}" for each in "hgfedcba"]
    bare: Data = {"choices": {"pay": "freeze"}}
    waiving: Data = {
        **bare,
        "waivers": [
            {"position": name, "reason": "so", "by": "me", "expires": "2024-12-01"}
            for name in names
        ],
    }
    expecting: Data = {**bare, "expect": {"crossed": names}}

    [added] = answered((lines, bare), (lines, waiving)).scenarios
    [dropped] = answered((lines, expecting), (lines, bare)).scenarios

    assert (added.waivers_added, added.expectations_dropped) == (tuple(sorted(names)), ())
    assert (dropped.waivers_added, dropped.expectations_dropped) == (
        (),
        tuple(f"crossed: {name}" for name in sorted(names)),
    )


def test_scenarios_and_positions_come_in_the_order_of_their_names() -> None:
    """Whatever order they were given in."""
    lines: list[Data] = [{"id": each, "holds": HOLDS} for each in "hgfedcba"]
    spaces = space_of([]), space_of(lines)
    _, scenarios = load(written(ISSUES, draft={"choices": {"length": "long"}}))
    drafts = [
        (scenarios["draft"], context_of(each.problem.corpus, scenarios["draft"]))
        for each in spaces
    ]

    found = compare_corpora(*spaces, dict.fromkeys("hgfedcba", (drafts[0], drafts[1])))

    assert [each.id for each in found.positions] == [f"alpha/{each}" for each in "abcdefgh"]
    assert [each.id for each in found.scenarios] == list("abcdefgh")


def test_a_scenario_that_is_new_or_gone_is_named() -> None:
    """With the one state that it has."""
    corpus, scenarios = load(written(ISSUES, draft={"choices": {"pay": "freeze"}}))
    space = Space(Problem(corpus))
    draft = (scenarios["draft"], context_of(corpus, scenarios["draft"]))

    [new] = compare_corpora(space, space, {"draft": (None, draft)}).scenarios
    [gone] = compare_corpora(space, space, {"draft": (draft, None)}).scenarios

    assert (new.before is None, new.after is None) == (True, False)
    assert (gone.before is None, gone.after is None) == (False, True)


def test_nothing_differs_from_itself() -> None:
    """Whatever is in it."""
    lines: list[Data] = [{"id": "one", "holds": HOLDS}, {"id": "two", "kind": "offer"}]
    found = answered(
        (lines, {"choices": {"pay": "raise"}}), (lines, {"choices": {"pay": "raise"}})
    )

    assert found == Revision((), (), (), ())


# -- drafts side by side ------------------------------------------------------


def beside(
    *drafts: Data, issues: Iterable[Data] = ISSUES, positions: Iterable[Data] = ()
) -> Comparison:
    """The drafts side by side."""
    files = written(issues, positions=positions)
    loaded = [load({**files, "scenarios/draft.yaml": each})[1]["draft"] for each in drafts]
    corpus, _ = load(files)
    return compare(
        Space(Problem(corpus)), [(each, context_of(corpus, each)) for each in loaded]
    )


def terms_of(row: Iterable[Any]) -> list[Any]:
    """The terms of each choice in a row."""
    return [each and [str(pick.term) for pick in each.picks] for each in row]


def test_only_rows_that_differ_are_kept() -> None:
    """A value for every draft, in their order."""
    found = beside(
        {"title": "A", "choices": {"pay": "freeze", "length": "short"}},
        {"title": "B", "choices": {"pay": "freeze", "length": "silent"}},
        {"title": "C", "choices": {"pay": "freeze"}},
    )

    assert {issue: terms_of(row) for issue, row in found.choices.items()} == {
        "length": [["short"], [], None]
    }
    assert found.same == 3
    assert [each.scenario.title for each in found.drafts] == ["A", "B", "C"]


def test_the_order_of_terms_and_of_parameters_is_no_difference() -> None:
    """Values of parameters are one."""
    same = beside(
        {"title": "A", "choices": {"extras": ["a", "b"]}},
        {"title": "B", "choices": {"extras": ["b", "a"]}},
    )
    other = beside(
        {"title": "A", "choices": {"pay": {"raise": {"days": 2}}}},
        {"title": "B", "choices": {"pay": {"raise": {"days": 3}}}},
    )

    number = {"type": "integer", "unit": "days", "minimum": 0, "maximum": 6}
    both: Data = {"id": "both", "parameters": {"notice": number, "rest": number}}
    turned = beside(
        {"title": "A", "choices": {"leave": {"both": {"notice": 2, "rest": 3}}}},
        {"title": "B", "choices": {"leave": {"both": {"rest": 3, "notice": 2}}}},
        issues=[{"id": "leave", "terms": [both]}],
    )

    assert same.choices == turned.choices == {}
    assert list(other.choices) == ["pay"]


def test_outcomes_and_verdicts_that_differ() -> None:
    """None is an incoherent draft's, or a position's that does not count."""
    line = {"id": "line", "holds": at_least(4)}
    waiver = {"position": "alpha/line", "reason": "so", "by": "me", "expires": "2026-01-01"}
    found = beside(
        {"title": "A", "choices": {"pay": "freeze", "length": "short"}},
        {"title": "B", "choices": {"pay": {"raise": {"days": 4}}, "length": "short"}},
        {"title": "C", "choices": {"length": "short"}, "waivers": [waiver]},
        positions=[line],
    )

    assert found.verdicts == {"alpha/line": ("crossed", "respected", None)}
    assert list(found.outcome) == [("agreement", "cap")]
    row = found.outcome["agreement", "cap"]
    assert [each is not None and each.settled for each in row] == [True, True, False]


def test_two_drafts_are_enough_for_a_difference() -> None:
    """In what they come to, and in what they do to a line."""
    found = beside(
        {"title": "A", "choices": {"length": "short"}},
        {"title": "B", "choices": {"length": "long"}},
        positions=[{"id": "line", "holds": HOLDS}],
    )

    assert list(found.choices) == ["length"]
    assert list(found.outcome) == [("agreement", "length")]
    assert found.verdicts == {"alpha/line": ("respected", "crossed")}


def test_an_incoherent_draft_leads_nowhere() -> None:
    """So it makes no difference to where the other leads; both stand in the row."""
    files = written(
        ISSUES,
        positions=[{"id": "line", "holds": HOLDS}],
        rules=[{"id": "never-long", "holds": {"not": {"chosen": "length/long"}}}],
    )
    drafts: Mapping[str, str] = {"A": "long", "B": "short"}
    loaded = [
        load({**files, "scenarios/draft.yaml": {"title": name, "choices": {"length": term}}})[1]
        for name, term in drafts.items()
    ]
    corpus, _ = load(files)
    found = compare(
        Space(Problem(corpus)),
        [(each["draft"], context_of(corpus, each["draft"])) for each in loaded],
    )

    assert not found.drafts[0].coherent
    assert found.whole.verdicts["alpha/line"][1] == "respected"
    assert found.outcome == {}
    assert {row[0] for row in found.whole.outcome.values()} == {None}
    assert None not in {row[1] for row in found.whole.outcome.values()}


def test_a_comparison_can_be_told_to_end() -> None:
    """Before its first step."""
    space = space_of([{"id": "line", "holds": HOLDS}])
    corpus, scenarios = load(written(ISSUES, positions=[{"id": "line", "holds": HOLDS}]))
    draft = (scenarios["draft"], context_of(corpus, scenarios["draft"]))
    space.stop = Stop()
    space.stop.call()

    with pytest.raises(Stopped):
        compare(space, [draft, draft])
    with pytest.raises(Stopped):
        compare_corpora(space, space, {"draft": (draft, draft)})

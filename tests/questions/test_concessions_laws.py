"""Laws of concessions, compared with all sets of positions."""

from __future__ import annotations

import itertools
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from brute import After, asked, disputes, laws
from strategies import ANSWERS, PARTIES, amounts, bounded, written
from zopa.questions import Completeness, Question
from zopa.questions.concessions import Ledger, concessions
from zopa.solving import Stopped
from zopa.solving.mus import Cores

if TYPE_CHECKING:
    from brute import Asked
    from strategies import Data, Files

ISSUE = {"id": "price", "terms": [{"id": "low"}, {"id": "high"}]}
LOW = {"chosen": "price/low"}
HIGH = {"chosen": "price/high"}


CAP: dict[str, Any] = {
    "id": "cap",
    "terms": [
        {
            "id": "capped",
            "parameters": {
                "days": {"type": "integer", "unit": "days", "minimum": 1, "maximum": 5}
            },
            "effects": [{"entity": "agreement", "set": {"cap": "$days"}}],
        }
    ],
}
CAPPED = {"id": "capped", "party": "beta", "holds": {"chosen": "cap/capped"}}
IN_A_DRAFT = written(
    [CAP],
    positions=[
        CAPPED,
        {"id": "line", "holds": {"entity": "agreement", "holds": {"cap": {"at-least": 6}}}},
    ],
    draft={"choices": {"cap": {"capped": {"days": 3}}}},
)
"""A draft of 3 days, so a position must move to 3, although 5 could be agreed."""


def ask(case: Asked, *, limit: int | None = None) -> Ledger:
    """The answer of a new space."""
    return concessions(case.space(), case.scenario, case.context, limit=limit)


def both(files: Files) -> tuple[Asked, Asked]:
    """The draft, and an empty one under the same assumptions."""
    case = asked(files)
    return case, case.nothing_chosen()


# -- the answer equals the definition -----------------------------------------


@laws
@given(disputes())
def test_concessions_are_all_minimal_sets_that_open_the_zone(files: Files) -> None:
    """Each once and in order; the empty one with a deal; none where nothing is coherent."""
    for case in both(files):
        found = ask(case)

        assert found.completeness == Completeness.PROVED
        assert list(found.concessions) == sorted(
            (tuple(sorted(each)) for each in case.world.concessions(case.lines, case.draft)),
            key=lambda each: (len(each), each),
        )
        assert found.zone == bool(case.world.zone(case.lines, case.draft))
        assert found.rules_contradict == (not case.world.completions(case.draft))
        assert found.zone == (found.concessions == ((),))
        assert found.rules_contradict == (found.concessions == ())


@laws
@given(disputes())
def test_what_is_said_of_parties_equals_both_definitions(files: Files) -> None:
    """By what can hold without them or of them, and by the concessions themselves.

    Where the draft breaks rules, those are set aside for that.
    """
    for drafted in both(files):
        found = ask(drafted)
        case = drafted.setting_aside()
        ways_out = [frozenset(x) for x in case.world.concessions(case.lines, case.draft)]
        event("broken rules set aside" if found.rules_contradict else "coherent")

        assert list(found.parties) == case.parties()
        for party, standing in found.parties.items():
            own = {line.id for line in case.lines if party in line.position.holders}
            lines, draft, table = case.lines, case.draft, case.context.table
            only = {
                line.id
                for line in case.lines
                if [each for each in table if each in line.position.holders] == [party]
            }
            alone = case.world.can_open_alone(lines, party, table, draft)
            assert standing.alone == alone == any(each <= only for each in ways_out)
            stays = case.world.need_not_move(lines, party, draft)
            assert standing.need_not_move == stays
            assert stays == any(not each & own for each in ways_out)
            assert standing.self_contradictory == (not stays)
            anyhow = not case.world.need_not_move(lines, party)
            assert standing.contradictory_by_themselves == anyhow
            assert list(standing.crossed) == [
                line.id
                for line in lines
                if line.id in own and case.world.verdict(draft, line) == "crossed"
            ]


@laws
@given(disputes())
def test_two_parties_are_opposed_when_their_lines_alone_cannot_hold(files: Files) -> None:
    """Every pair once, sorted; whatever others hold."""
    for drafted in both(files):
        found = ask(drafted)
        case = drafted.setting_aside()

        assert list(found.opposed) == [
            (one, other)
            for one, other in itertools.combinations(case.parties(), 2)
            if case.world.opposed(case.lines, one, other, case.draft)
        ]


@laws
@given(disputes())
def test_pivotal_are_the_lines_that_open_the_zone_alone(files: Files) -> None:
    """The single concessions; each line's responsibility is that of its least concession."""
    for case in both(files):
        found = ask(case)
        world, draft = case.world, case.draft
        alone = [
            line.id
            for line in case.lines
            if not found.zone
            and world.agreeable((each for each in case.lines if each is not line), draft)
        ]

        assert list(found.pivotal) == sorted(alone)
        assert found.responsibility == world.responsibility(case.lines, draft)
        assert all(found.responsibility[name] == 1 for name in found.pivotal)


@laws
@given(disputes(), st.integers(0, 4))
def test_a_limit_gives_that_many_of_the_smallest_concessions(files: Files, limit: int) -> None:
    """And says whether there are more; what is said of parties does not depend on it."""
    case = asked(files)
    every = case.world.concessions(case.lines, case.draft)

    found = ask(case, limit=limit)
    whole = ask(case)

    assert {*map(frozenset, found.concessions)} <= every
    assert list(map(len, found.concessions)) == sorted(map(len, every))[:limit]
    assert (found.completeness == Completeness.PROVED) == (len(every) <= limit)
    assert (found.zone, found.parties, found.opposed) == (
        whole.zone,
        whole.parties,
        whole.opposed,
    )
    assert found.shifts == tuple(
        each for each in whole.shifts if each.concession in found.concessions
    )


@laws
@given(disputes())
def test_concessions_come_smallest_first(files: Files) -> None:
    """While they are being found, too; none twice."""
    for case in both(files):
        question = Question(case.space(), case.scenario, case.context)
        found = list(Cores(question.space, question.parts, question.assumed).concessions())

        assert all(len(one) <= len(other) for one, other in pairwise(found))
        assert len({*found}) == len(found)


@laws
@given(disputes())
def test_each_concession_is_told_when_it_is_found(files: Files) -> None:
    """Its lines sorted; all that the answer has, once each."""
    case = asked(files)
    told: list[tuple[str, ...]] = []

    found = concessions(case.space(), case.scenario, case.context, heard=told.append)

    assert sorted(told) == sorted(found.concessions)


@settings(laws, max_examples=20)
@given(disputes())
def test_to_be_stopped_leaves_what_was_found(files: Files) -> None:
    """Stopped with nothing found it lists nothing; what is said of parties is proved."""
    case = asked(files)
    every = ask(case)
    for looks in range(0, 60, 4):
        space = case.space()
        space.stop = After(looks)
        try:
            found = concessions(space, case.scenario, case.context)
        except Stopped:
            continue

        assert {*found.concessions} <= {*every.concessions}
        if found.completeness == Completeness.PROVED:
            assert found.concessions == every.concessions
        else:
            assert (found.completeness == Completeness.GAVE_UP) == (not found.concessions)
        assert (found.zone, found.parties, found.opposed) == (
            every.zone,
            every.parties,
            every.opposed,
        )
        searched = {*found.concessions} - ({*found.unsearched} - {*found.tied})
        assert found.shifts == tuple(x for x in every.shifts if x.concession in searched)


# -- the smallest shift of a threshold ----------------------------------------

BOUNDS = ("at-least", "at-most", "above", "below")


@st.composite
def bargains(draw: st.DrawFn) -> Files:
    """Positions with thresholds on attributes that a few terms set."""
    days: Data = {"type": "integer", "unit": "days", "minimum": 0, "maximum": 6}
    number = st.integers(0, 6)
    low = draw(st.integers(0, 3))
    bounded = days | {"minimum": low, "maximum": draw(st.integers(low, 6))}
    cap: Data = {
        "id": "cap",
        "terms": [
            {
                "id": "capped",
                "parameters": {"days": bounded | {"unlimited": draw(st.booleans())}},
                "effects": [{"entity": "agreement", "set": {"cap": "$days"}}],
            },
            {"id": "fixed", "effects": [{"entity": "agreement", "set": {"cap": draw(number)}}]},
        ],
    }
    share: Data = {
        "id": "share",
        "choose": "any",
        "terms": [
            {
                "id": zone,
                "parameters": {"days": days | {"maximum": 4}},
                "effects": [{"entity": zone, "set": {"share": "$days"}}],
            }
            for zone in ("north-east", "south-east")
        ],
    }
    said: list[tuple[str, str, int]] = [
        ("agreement", "cap", 6),
        ("agreement", "cap", 6),
        ("north-east", "share", 4),
        ("south-east", "share", 4),
    ]

    def threshold() -> Data:
        entity, attribute, most = draw(st.sampled_from(said))
        return {"entity": entity, "holds": {attribute: comparison(attribute, most)}}

    def comparison(attribute: str, most: int) -> Data:
        operator = draw(st.sampled_from([*BOUNDS, *BOUNDS, "not", "in"]))
        value: int | str = draw(st.integers(0, most))
        if attribute == "cap" and draw(st.integers(0, 6)) == 6:
            value = "unlimited"
        if operator == "in":
            return {"in": [value, *({3} - {value})]}
        return {operator: value}

    def within() -> Data:
        """A number within a condition, a quantifier or a count."""
        chosen: Data = {"chosen": draw(st.sampled_from(terms))}
        of_zone = {"share": comparison("share", 4)}
        how = draw(st.sampled_from(["at-least", "at-most", "exactly"]))
        forms: list[Data] = [
            {"if": chosen, "then": threshold()},
            {"if": threshold(), "then": {"not": chosen}, "else": threshold()},
            {"all": [threshold(), {"any": [chosen, threshold()]}]},
            {"not": threshold()},
            {"every": "zone", "where": {"deep": True}, "holds": of_zone},
            {"none": "zone", "where": of_zone},
            {"some": "zone", "where": of_zone, "holds": {"deep": True}},
            {how: draw(st.integers(0, 3)), "of": "zone", "where": of_zone},
            {how: draw(st.integers(0, 2)), "of": [chosen, threshold()]},
        ]
        return draw(st.sampled_from(forms))

    terms = ["cap/capped", "cap/fixed", "share/north-east", "share/south-east"]

    def other() -> Data:
        some = draw(st.lists(st.sampled_from(terms), min_size=1, max_size=2, unique=True))
        parts: list[Data] = [{"chosen": each} for each in some]
        return {"any": [*parts, threshold()]} if draw(st.booleans()) else {"not": parts[0]}

    claims = [threshold() for _ in range(draw(st.sampled_from([1, 2, 3])))]
    claims += [within() for _ in range(draw(st.sampled_from([0, 1, 2])))]
    claims += [other() for _ in range(draw(st.integers(0, 2)))]
    choices: Data = {}
    if draw(st.booleans()):
        given_days = draw(st.integers(bounded["minimum"], bounded["maximum"]))
        capped: list[Any] = ["capped", "fixed", {"capped": {"days": given_days}}, "silent"]
        choices["cap"] = draw(st.sampled_from(capped))
    if draw(st.integers(0, 3)) == 3:
        choices["share"] = [{"north-east": {"days": draw(st.integers(0, 4))}}]
    return written(
        [cap, share],
        rules=[{"id": "rule", "holds": other()}] if draw(st.booleans()) else [],
        positions=[
            {"id": f"line-{place}", "party": draw(st.sampled_from(PARTIES)), "holds": claim}
            for place, claim in enumerate(claims)
        ],
        draft={"choices": choices},
    )


def assert_least_shifts(case: Asked) -> None:
    """Check the shifts of all numbers of the positions in concession sets."""
    found = ask(case)
    expected = [] if found.zone else case.world.shifts(case.lines, case.draft)
    event(f"{len(expected)} shifts")
    event(f"of {max((len(each[0]) for each in expected), default=0)} positions")

    assert found.unsearched == ()
    assert [
        (each.concession, each.position, each.place, each.enough) for each in found.shifts
    ] == expected


@laws
@given(st.one_of(bargains(), bounded()))
def test_a_shift_is_the_least_change_that_is_enough(files: Files) -> None:
    """Of every number, wherever it stands; the rest of the concession is dropped."""
    assert_least_shifts(asked(files).nothing_chosen())


@laws
@given(st.one_of(bargains(), bounded()))
@example(IN_A_DRAFT)  # the end of the piece that holds the draft's number was shown
def test_a_shift_is_the_least_change_that_is_enough_for_the_draft(files: Files) -> None:
    """The draft's choices and numbers are kept too."""
    assert_least_shifts(asked(files))


@st.composite
def relating(draw: st.DrawFn) -> Files:
    """Lines that add up and compare numbers of issues and of entities, with constants."""
    answers: list[Data] = [
        *ANSWERS[:2],
        {"type": "decimal", "digits": 1, "minimum": 0, "maximum": 0.3},
    ]
    issues: list[Data] = [
        {"id": name, "answer": draw(st.sampled_from(answers))} for name in ("a", "b")
    ]
    issues.append({"id": "day", "answer": ANSWERS[4]})
    tax = {"type": "integer", "minimum": 0, "maximum": 2}
    issues.append(
        {
            "id": "taxes",
            "terms": [
                {
                    "id": "some",
                    "parameters": {"per-cent": tax},
                    "effects": [{"entity": "agreement", "set": {"tax": "$per-cent"}}],
                }
            ],
        }
    )
    operators = ["is", "not", "at-least", "at-most", "below", "above"]
    finite = [each["id"] for each in issues[:2] if "unlimited" not in each["answer"]]

    def constant() -> int:
        return draw(st.integers(-1, 8))

    def line() -> Data:
        how = draw(st.sampled_from(operators))
        several = [{"issue": name} for name in draw(st.permutations(["a", "b"]))]
        forms: list[Data] = [
            {"quantity": {"sum": several}, how: constant()},
            {"quantity": {"sum": [several[0], constant()]}, how: several[1]},
            {
                "quantity": constant(),
                how: {"sum": [*several, {"attribute": "tax", "of": "agreement"}]},
            },
            {"entity": "agreement", "holds": {"tax": {how: {"sum": [several[0], constant()]}}}},
            {"every": "agreement", "holds": {"tax": {"at-least": draw(st.integers(0, 2))}}},
            {"issue": "day", "above": "2025-02-27", "at-most": "2025-02-28"},
            {"quantity": {"sum": [{"issue": "day"}, constant()]}, how: "2025-03-01"},
        ]
        forms += [
            {"quantity": {"difference": [constant(), {"issue": name}]}, how: several[1]}
            for name in finite
        ]
        said = draw(st.sampled_from(forms))
        return {"not": said} if draw(st.booleans()) else said

    lines = [
        {"id": f"line-{place}", "party": draw(st.sampled_from(PARTIES)), "holds": line()}
        for place in range(draw(st.integers(1, 4)))
    ]
    choices = {
        each["id"]: draw(st.sampled_from(amounts(each["answer"])))
        for each in issues[:3]
        if draw(st.booleans())
    }
    return written(issues, positions=lines, draft={"choices": choices})


@laws
@given(relating())
def test_a_number_in_a_relation_shifts_like_any_other(files: Files) -> None:
    """One that is added, one that a sum is compared with; dates, and under negations."""
    assert_least_shifts(asked(files))


@laws
@given(bargains())
def test_shifts_are_the_same_when_asked_again(files: Files) -> None:
    """In the same space, after those of another draft: a trial leaves no nodes behind."""
    case = asked(files)
    space, fresh = case.space(), ask(case).shifts
    open_draft = case.nothing_chosen()
    concessions(space, open_draft.scenario, open_draft.context)
    again = [concessions(space, case.scenario, case.context).shifts for _ in range(2)]
    assert again == [fresh, fresh]


# -- edges of the definition --------------------------------------------------


def test_one_empty_concession_where_there_is_a_deal() -> None:
    """Nobody has to move, so everybody could open the zone alone, and nobody is pivotal."""
    found = ask(asked(written([ISSUE], positions=[{"id": "cheap", "holds": LOW}])))

    assert found.zone
    assert found.concessions == ((),)
    assert found.parties["alpha"].alone
    assert found.parties["alpha"].need_not_move
    assert found.pivotal == ()
    assert found.responsibility == {}
    assert found.shifts == ()


def test_no_concession_helps_against_the_rules() -> None:
    """What is said of parties then supposes that the rule that cannot be kept were not."""
    rules = [{"id": "a", "holds": LOW}, {"id": "b", "holds": HIGH}]
    positions = [
        {"id": "cheap", "holds": LOW},
        {"id": "dear", "party": "beta", "holds": HIGH},
    ]

    found = ask(asked(written([ISSUE], rules=rules, positions=positions)))

    assert found.rules_contradict
    assert found.concessions == ()
    assert found.parties["alpha"].need_not_move
    assert found.parties["beta"].self_contradictory
    assert found.parties["beta"].contradictory_by_themselves
    assert found.opposed == (("alpha", "beta"),)


def test_a_line_of_two_is_dropped_by_both_or_not_at_all() -> None:
    """So neither of its holders is enough alone, and either is spared by another way out."""
    positions = [
        {"id": "cheap", "held-by": ["beta"], "holds": LOW},
        {"id": "dear", "party": "gamma", "holds": HIGH},
    ]
    files = written([ISSUE], positions=positions)

    found = ask(asked(files))
    assert {name: each.alone for name, each in found.parties.items()} == {
        "alpha": False,
        "beta": False,
        "gamma": True,
    }
    assert found.opposed == (("alpha", "gamma"), ("beta", "gamma"))

    files["scenarios/draft.yaml"]["at-the-table"] = ["beta", "gamma"]
    found = ask(asked(files))
    assert {name: each.alone for name, each in found.parties.items()} == {
        "beta": True,
        "gamma": True,
    }


def test_a_party_that_contradicts_itself_is_opposed_to_everyone() -> None:
    """And has to move whatever the others do; another one cannot open the zone alone."""
    positions = [
        {"id": "cheap", "holds": LOW},
        {"id": "dear", "holds": HIGH},
        {"id": "talks", "party": "beta", "holds": {"not": {"silent": "price"}}},
    ]

    found = ask(asked(written([ISSUE], positions=positions)))

    assert found.parties["alpha"].self_contradictory
    assert found.parties["alpha"].alone
    assert not found.parties["beta"].alone
    assert found.parties["beta"].need_not_move
    assert found.opposed == (("alpha", "beta"),)
    assert found.pivotal == ("alpha/cheap", "alpha/dear")
    assert found.responsibility == dict.fromkeys(found.pivotal, Fraction(1))


@pytest.mark.parametrize(
    ("cap", "enough"),
    [
        ({"at-least": 6}, 5),
        ({"above": 5}, 5),
        ({"at-least": "unlimited"}, 5),
        ({"at-most": 0}, 1),
        ({"below": 1}, 1),
    ],
)
def test_the_least_shift_is_to_the_nearest_value_that_can_be_had(
    cap: Data, enough: int
) -> None:
    """Of a line that is never quite met."""
    line = {"id": "line", "holds": {"entity": "agreement", "holds": {"cap": cap}}}

    (shift,) = ask(asked(written([CAP], positions=[CAPPED, line]))).shifts

    assert shift.position == "alpha/line"
    assert shift.enough == enough
    assert shift.operator in {"at-least", "at-most"}


def test_a_number_that_may_be_unlimited_stands_in_a_relation_too() -> None:
    """Where the one that is looked for was compared with `unlimited`, that was a fault."""
    answer = {"type": "integer", "minimum": 0, "maximum": 9, "unlimited": True}
    issues: list[Data] = [
        {"id": "army", "answer": answer},
        {"id": "other", "answer": answer | {"unlimited": False}},
    ]
    positions = [
        {"id": "large", "holds": {"not": {"issue": "army", "below": 8}}},
        {"id": "half", "holds": {"not": {"issue": "army", "above": {"issue": "other"}}}},
        {"id": "small", "party": "beta", "holds": {"issue": "army", "at-most": 6}},
    ]
    draft: Data = {"choices": {"army": 6}}

    (shift,) = ask(asked(written(issues, positions=positions, draft=draft))).shifts

    assert (shift.position, shift.operator, shift.enough) == ("alpha/large", "at-most", 5)


def test_what_holds_today_may_lie_among_values_that_nothing_tells_apart() -> None:
    """Three days hold today; a term that sets any number can be had with one."""
    line = {"id": "line", "holds": {"entity": "agreement", "holds": {"cap": {"at-most": 0}}}}
    files = written([CAP], positions=[line])
    files["terms/state.yaml"]["entities"]["agreement"]["baseline"] = {"cap": 3}

    (shift,) = ask(asked(files)).shifts

    assert shift.enough == 1


def test_a_line_about_an_order_without_numbers_has_no_shift() -> None:
    """To say less of how long it is to be is another line, not a nearer one."""
    never = {"entity": "agreement", "holds": {"length": {"at-least": "long"}}}

    found = ask(asked(written([CAP], positions=[{"id": "line", "holds": never}])))

    assert found.pivotal == ("alpha/line",)
    assert found.shifts == ()


def test_lines_share_responsibility_in_the_order_of_their_names() -> None:
    """Not in that of the concessions, smallest first."""
    positions = [
        {"id": "never", "holds": {"all": [LOW, HIGH]}},
        {"id": "dear", "holds": HIGH},
        {"id": "cheap", "holds": LOW},
    ]

    found = ask(asked(written([ISSUE], positions=positions)))

    assert list(found.responsibility) == ["alpha/cheap", "alpha/dear", "alpha/never"]

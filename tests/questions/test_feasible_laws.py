"""Laws of feasible numbers, compared with every single number."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from brute import asked, disputes, laws
from strategies import Files, incoherent, workspaces, written
from zopa.model.corpus import UNLIMITED, Bounds
from zopa.questions import Question
from zopa.questions.deals import deals, feasible, ranges
from zopa.questions.options import options
from zopa.solving import Stopped
from zopa.solving.arithmetic import related
from zopa.solving.partition import Piece, regular

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from brute import Asked
    from strategies import Data
    from zopa.model.conditions import Value
    from zopa.model.evaluate import Complete

DOMAIN = {"type": "integer", "unit": "days", "minimum": 0, "maximum": 6, "unlimited": True}
SHARE = {"type": "integer", "unit": "days", "minimum": 0, "maximum": 4}
BOTH: Data = {
    "id": "both",
    "terms": [
        {
            "id": "agreed",
            "parameters": {"cap": DOMAIN, "share": SHARE},
            "effects": [
                {"entity": "agreement", "set": {"cap": "$cap"}},
                {"entity": "north-east", "set": {"share": "$share"}},
            ],
        },
        {"id": "refused"},
    ],
}


def holds(**claims: Any) -> Data:
    """Conditions on the numbers of both entities."""
    entities = {"cap": "agreement", "share": "north-east"}
    return {
        "all": [
            {"entity": entities[name], "holds": {name: claim}} for name, claim in claims.items()
        ]
    }


def values(pieces: Iterable[Piece]) -> list[Value]:
    """Every single value, in order."""
    found: list[Value] = []
    for piece in pieces:
        if isinstance(piece.low, int) and isinstance(piece.high, int):
            found.extend(range(piece.low, piece.high + 1, piece.step))
        else:
            found.append(piece.low)
    return found


def blank_step(case: Asked, issue: str, term: str, name: str) -> int:
    """The distance between neighbouring values of a parameter."""
    return case.corpus.issues[issue].terms[term].parameters[name].domain.step


# -- the values that some deal has --------------------------------------------


@laws
@given(st.one_of(workspaces(), disputes(), incoherent()))
def test_feasible_are_the_values_that_some_deal_has(files: Files) -> None:
    """Of every integer parameter, given the rest of the draft; in whole ranges, in order."""
    case = asked(files)
    for each in (case.setting_aside(), case.nothing_chosen().setting_aside()):
        found = options(each.space(), each.scenario, each.context, numbers=True)
        assert found.feasible is not None
        counting = each.world.counting(each.lines, each.draft)
        question = Question(each.space(), each.scenario, each.context)
        nodes = question.respecting(line.id for line in counting)
        blanks = [
            (str(issue.id), str(term.id), str(name))
            for issue in each.corpus.issues.values()
            for term in issue.terms.values()
            for name, parameter in term.parameters.items()
            if parameter.domain.number
        ]
        assert list(found.feasible) == blanks
        for blank in blanks:
            said = values(found.feasible[blank])
            alone = feasible(question, nodes, of=blank[:2])
            assert alone == {x: y for x, y in found.feasible.items() if x[:2] == blank[:2]}
            event(f"ranges: {len(found.feasible[blank])}")
            assert len(said) == len(set(said))
            assert set(said) == each.world.feasible(counting, each.draft, *blank)
            numbers = [x for x in found.feasible[blank] if x.number]
            assert found.feasible[blank][: len(numbers)] == tuple(numbers)
            step = blank_step(case, *blank)
            for before, after in itertools.pairwise(numbers):
                assert isinstance(before.high, int)
                assert isinstance(after.low, int)
                assert before.high + step < after.low


@st.composite
def multiples(draw: st.DrawFn) -> Files:
    """A number related to another one by a factor, with bounds."""
    most = draw(st.integers(5, 12))
    factor, more = draw(st.sampled_from([2, 3, 4, 6, "1/3", 0.5])), draw(st.integers(-2, 3))
    step = draw(st.sampled_from([1, 1, 2]))
    issues: list[Data] = [
        {"id": "a", "answer": {"type": "integer", "minimum": 0, "maximum": most, "step": step}},
        {"id": "b", "answer": {"type": "decimal", "digits": 1, "minimum": 0, "maximum": 9}},
    ]
    times: Data = {"times": factor, "of": {"issue": "a"}}
    how = draw(st.sampled_from(["is", "is", "is", "not", "at-most"]))
    number = st.integers(0, 9)
    return written(
        issues,
        rules=[{"id": "tied", "holds": {"issue": "b", how: {"sum": [times, more]}}}],
        positions=[
            {"id": "low", "holds": {"not": {"issue": "b", "below": draw(number)}}},
            {"id": "other", "holds": {"not": {"issue": "a", "above": most - 2}}},
        ][: draw(st.integers(0, 2))],
        draft={"choices": {}},
    )


@laws
@given(multiples())
def test_numbers_that_lie_equally_far_apart_are_a_progression(files: Files) -> None:
    """Not a list that ends where it gets long; the values are those of every deal."""
    case = asked(files).setting_aside()
    found = options(case.space(), case.scenario, case.context, numbers=True)
    assert found.feasible is not None
    lines = case.world.counting(case.lines, case.draft)
    for blank, pieces in found.feasible.items():
        assert set(values(pieces)) == case.world.feasible(lines, case.draft, *blank)
        step = blank_step(case, *blank)
        numbers = values(pieces)
        assert pieces == regular([Piece(each, each, step) for each in numbers], step)
        event(f"steps: {max((each.step // step for each in pieces), default=0)}")


@st.composite
def products(draw: st.DrawFn) -> Files:
    """Two or three numbers, relations of products of two of them, and some bounds."""
    names = "abc"[: draw(st.integers(2, 3))]
    answers = {
        name: {"type": "integer", "minimum": draw(st.integers(-2, 1)), "maximum": 7}
        for name in names
    }
    number = st.integers(-3, 20)

    def relation() -> Data:
        two = [{"issue": draw(st.sampled_from(names))} for _ in range(2)]
        left: Data = {"product": two}
        if draw(st.booleans()):
            left = {"sum": [left, {"issue": draw(st.sampled_from(names))}]}
        how = draw(st.sampled_from(["is", "is", "at-most", "at-least"]))
        return {"quantity": left, how: draw(number)}

    return written(
        [{"id": name, "answer": each} for name, each in answers.items()],
        positions=[
            {"id": f"line-{each}", "holds": relation()}
            for each in range(draw(st.integers(1, 2)))
        ],
        draft={"choices": {}},
    )


SHARES_AND_PRODUCT = written(
    [{"id": name, "answer": {"type": "integer", "minimum": 0, "maximum": 3}} for name in "ab"],
    positions=[
        {
            "id": "line",
            "holds": {"quantity": {"product": [{"issue": "a"}, {"issue": "b"}]}, "is": 3},
        }
    ],
    draft={"choices": {}},
)


AT_THE_BOUND = written(
    [{"id": name, "answer": {"type": "integer", "minimum": 0, "maximum": 3}} for name in "ab"],
    positions=[
        {
            "id": "line",
            "holds": {
                "quantity": {"product": [{"issue": "a"}, {"issue": "b"}]},
                "below": {"times": 2, "of": {"sum": [-1, {"issue": "a"}, {"issue": "b"}]}},
            },
        },
        {"id": "high", "holds": {"issue": "a", "at-least": 2}},
        {"id": "none", "holds": {"issue": "b", "in": [3, 0]}},
    ],
    draft={"choices": {"a": 1, "b": 1}},
)


@laws
@example(AT_THE_BOUND)  # a gate that the solver leaves free where the sum is large enough
@example(SHARES_AND_PRODUCT)  # three steps up of one, one down of the other: no longer three
@given(products())
def test_numbers_that_are_multiplied_do_not_compensate_each_other(files: Files) -> None:
    """The values of a factor are those of every deal, or nothing is said of them."""
    case = asked(files).setting_aside()
    found = options(case.space(), case.scenario, case.context, numbers=True)
    assert found.feasible is not None
    lines = case.world.counting(case.lines, case.draft)
    for blank, pieces in found.feasible.items():
        assert set(values(pieces)) == case.world.feasible(lines, case.draft, *blank)


@laws
@given(st.one_of(workspaces(), disputes(), incoherent()))
def test_a_term_has_feasible_values_where_some_deal_has_it(files: Files) -> None:
    """Every value of a term is missing, or none of its parameters is without one."""
    case = asked(files).nothing_chosen()
    found = options(case.space(), case.scenario, case.context, numbers=True)
    assert found.feasible is not None
    marks = {(each.issue, each.term): each.mark for each in found.marks}
    for (issue, term, _), pieces in found.feasible.items():
        assert bool(pieces) == (marks[issue, term] != "excluded")


def told(case: Asked) -> Mapping[str, list[str]]:
    """The feasible values in words, by parameter."""
    found = options(case.space(), case.scenario, case.context, numbers=True).feasible
    assert found is not None
    return {name: list(map(str, each)) for (_, _, name), each in found.items()}


def test_holes_are_shown() -> None:
    """Below, between and above what is ruled out; `unlimited` is no number."""
    position = {"id": "a", "holds": {"not": holds(cap={"in": [2, 3]})}}
    other = {"id": "b", "holds": {"not": holds(cap=6)}}

    found = told(asked(written([BOTH], positions=[position, other])))

    assert found == {"cap": ["0 to 1", "4 to 5", UNLIMITED], "share": ["0 to 4"]}


def test_a_number_is_told_given_the_other_number_of_its_term() -> None:
    """One that the draft gives; not the number's own value, which may be any."""
    position = {"id": "a", "holds": {"any": [holds(cap={"at-least": 4}), holds(share=0)]}}
    draft = {"choices": {"both": {"agreed": {"cap": 2}}}}

    free = told(asked(written([BOTH], positions=[position])))
    bound = told(asked(written([BOTH], positions=[position], draft=draft)))

    assert free == {"cap": ["0 to 6", UNLIMITED], "share": ["0 to 4"]}
    assert bound == {"cap": ["0 to 6", UNLIMITED], "share": ["0"]}


def test_a_term_that_is_not_chosen_is_told_as_if_it_were() -> None:
    """It takes the place of what the draft chooses."""
    position = {"id": "a", "holds": holds(cap={"at-least": 4})}
    draft = {"choices": {"both": "refused"}}

    found = told(asked(written([BOTH], positions=[position], draft=draft)))

    assert found == {"cap": ["4 to 6", UNLIMITED], "share": ["0 to 4"]}


def test_marks_are_told_where_there_is_no_time_for_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The answer says that they are not known."""

    def stopped(*_: object) -> None:
        raise Stopped

    monkeypatch.setattr("zopa.questions.options.feasible", stopped)
    case = asked(written([BOTH]))

    found = options(case.space(), case.scenario, case.context, numbers=True)

    assert len(found.marks) == 2
    assert found.feasible is None


# -- around one deal ----------------------------------------------------------

EITHER = written(
    [BOTH],
    positions=[
        {"id": "a", "holds": {"any": [holds(cap={"at-most": 2}), holds(share={"at-most": 1})]}}
    ],
)


@laws
@given(st.one_of(workspaces(), disputes()))
@example(EITHER)
def test_ranges_are_as_wide_as_no_verdict_changes(files: Files) -> None:
    """All numbers of all ranges together; and not one number more of any."""
    case = asked(files)
    for each in (case, case.nothing_chosen()):
        space = each.space()
        question = Question(space, each.scenario, each.context)
        for deal in deals(space, each.scenario, each.context, examples=2, count=False).examples:
            within = ranges(question, deal)
            stated = dict(_given(each))
            bounded = dict(_bounded(each))
            tied = related(each.corpus)
            event(f"numbers: {len(within)}")
            for blank, piece in within.items():
                assert _value(deal, *blank) in piece
                if blank in stated:
                    assert values([piece]) == [stated[blank]]
                if blank in bounded:
                    assert all(one in bounded[blank] for one in values([piece]))
                if blank in tied:
                    assert piece.low == piece.high
            assert all(_same(each, deal, other) for other in _around(deal, within))
            for blank, piece in within.items():
                issue, term, name = blank
                domain = each.corpus.issues[issue].terms[term].parameters[name].domain
                assert isinstance(piece.low, int)
                assert isinstance(piece.high, int)
                step = domain.step
                for beside, wider in (
                    (piece.low - step, Piece(piece.low - step, piece.high, step)),
                    (piece.high + step, Piece(piece.low, piece.high + step, step)),
                ):
                    open_to = blank not in tied and beside in bounded.get(blank, Bounds())
                    if blank not in stated and open_to and domain.allows(domain.at(beside)):
                        more = _around(deal, {**within, blank: wider})
                        assert not all(_same(each, deal, other) for other in more)


def _bounded(case: Asked) -> Iterator[tuple[tuple[str, str, str], Bounds]]:
    for issue, choice in case.draft.items():
        for pick in choice.picks:
            for name, bounds in pick.bounds.items():
                yield (str(issue), str(pick.term), str(name)), bounds


def _given(case: Asked) -> Iterator[tuple[tuple[str, str, str], Value]]:
    for issue, choice in case.draft.items():
        for pick in choice.picks:
            for name, value in pick.parameters.items():
                yield (issue, str(pick.term), str(name)), value


def _value(deal: Complete, issue: str, term: str, name: str) -> Value:
    [pick] = [each for each in deal[issue] if each.term == term]
    return {str(key): value for key, value in pick.parameters.items()}[name]


def _around(deal: Complete, within: Mapping[tuple[str, str, str], Piece]) -> Iterator[Complete]:
    """The deal with every combination of numbers from the ranges."""
    for chosen in itertools.product(*(values([piece]) for piece in within.values())):
        numbers = dict(zip(within, chosen, strict=True))
        yield {
            issue: tuple(
                replace(
                    pick,
                    parameters={
                        name: numbers.get((issue, str(pick.term), str(name)), value)
                        for name, value in pick.parameters.items()
                    },
                )
                for pick in picks
            )
            for issue, picks in deal.items()
        }


def _same(case: Asked, deal: Complete, other: Complete) -> bool:
    """True if the other is consistent and respects the same positions."""
    here, there = case.world.number(deal), case.world.number(other)
    return there in case.world.coherent and all(
        case.world.respects(here, line) == case.world.respects(there, line)
        for line in case.lines
    )


@pytest.mark.parametrize("claim", [{"at-most": 3}, {"in": [0, 1, 2, 3]}, {"below": 4}])
def test_a_range_is_cut_by_what_counts_alone(claim: Data) -> None:
    """Not by a line that is over, nor by where another entity is asked."""
    positions: list[Data] = [
        {"id": "a", "holds": holds(share=claim)},
        {"id": "b", "until": "2025-01-02", "holds": holds(share={"at-least": 2})},
        {"id": "c", "holds": {"entity": "south-east", "holds": {"share": {"at-most": 2}}}},
    ]
    case = asked(written([BOTH], positions=positions, draft={"choices": {"both": "agreed"}}))
    space = case.space()
    [deal] = deals(space, case.scenario, case.context, count=False).examples

    found = ranges(Question(space, case.scenario, case.context), deal)

    assert str(found["both", "agreed", "share"]) == "0 to 3"


def test_a_range_keeps_to_the_bounds_of_the_draft_and_a_relation_to_its_numbers() -> None:
    """What a draft rules out is in no range; numbers that relate are told as they are."""
    number = {"type": "integer", "minimum": 0, "maximum": 9}
    case = asked(
        written(
            [{"id": each, "answer": number} for each in ("free", "one", "other")],
            rules=[{"id": "r", "holds": {"issue": "one", "is": {"issue": "other"}}}],
            positions=[{"id": "a", "holds": {"issue": "free", "at-most": 7}}],
            draft={"choices": {"free": {"at-least": 2, "at-most": 8}, "one": {"at-least": 4}}},
        )
    )
    space = case.space()
    [deal] = deals(space, case.scenario, case.context, count=False, examples=1).examples

    found = ranges(Question(space, case.scenario, case.context), deal)

    said = {issue: str(piece) for (issue, _, _), piece in found.items()}
    assert said["free"] == "2 to 7"
    assert said["one"] == said["other"]
    assert int(said["one"]) >= 4

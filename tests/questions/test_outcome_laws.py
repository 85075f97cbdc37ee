"""Laws of outcomes, compared with all consistent completions."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from hypothesis import example, given
from hypothesis import strategies as st

from brute import Asked, asked, laws
from strategies import Files, numbers, workspaces, written
from zopa.model.conditions import CASE
from zopa.questions.check import Settled, outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.model.conditions import Value

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
THREE_DAYS = written([CAP], draft={"choices": {"cap": {"capped": {"days": 3}}}})
ONE_OF_TWO_NUMBERS = written(
    [
        {
            "id": "both",
            "terms": [
                {
                    "id": "capped",
                    "parameters": {
                        name: {"type": "integer", "unit": "days", "minimum": 0, "maximum": 4}
                        for name in ("cap", "share")
                    },
                    "effects": [
                        {"entity": "agreement", "set": {"cap": "$cap"}},
                        {"entity": "north-east", "set": {"share": "$share"}},
                    ],
                }
            ],
        }
    ],
    draft={"choices": {"both": {"capped": {"cap": 3}}}},
)
AS_IT_IS = written([CAP], draft={"choices": {"cap": "capped"}})
AS_IT_IS["terms/state.yaml"]["entities"]["agreement"]["baseline"] = {"cap": 3}
"""A baseline of any number of days, including the present one."""


def ask(case: Asked) -> Mapping[tuple[str, str], Settled]:
    """The answer of a new space; unchanged by a case without effect."""
    found = outcome(case.space(), case.scenario, case.context)
    return {
        (str(entity.id), attribute): found.get(
            (str(entity.id), attribute), found[str(entity.id).partition(CASE)[0], attribute]
        )
        for entity in case.corpus.entities.values()
        for attribute in entity.baseline
        if found
    }


def values(settled: Settled) -> set[Value]:
    """Every single value."""
    found: set[Value] = set()
    for piece in settled.values:
        if isinstance(piece.low, int) and isinstance(piece.high, int):
            found.update(range(piece.low, piece.high, piece.step))
        found |= {piece.low, piece.high}
    return found


def expected(case: Asked) -> Iterator[tuple[tuple[str, str], set[Value]]]:
    """The brute-force values of each entity and attribute."""
    if case.world.completions(case.draft):
        for entity in case.corpus.entities.values():
            for attribute in entity.baseline:
                found = case.world.values(case.draft, entity.id, attribute)
                yield (str(entity.id), attribute), found


@laws
@given(workspaces())
def test_every_value_that_can_come_about_is_in_a_piece_and_every_piece_can(
    files: Files,
) -> None:
    """Of every attribute; of an incoherent draft there is no outcome.

    Numbers come in order, in as few ranges as they make; of other values the
    baseline comes first.
    """
    case = asked(files)

    found = ask(case)

    truth = dict(expected(case))
    assert found.keys() == truth.keys()
    for target, settled in found.items():
        assert truth[target] <= values(settled)
        for piece in settled.values:
            assert any(value in piece for value in truth[target])
        entity, attribute = target
        baseline = case.corpus.entities[entity].baseline[attribute]
        assert (settled.baseline.low, settled.baseline.high) == (baseline, baseline)
        ranges = [each for each in settled.values if each.number]
        if settled.baseline in settled.values and not ranges:
            assert settled.values[0] == settled.baseline
        assert len({*settled.values}) == len(settled.values)
        assert list(settled.values[: len(ranges)]) == ranges
        for before, after in itertools.pairwise(ranges):
            assert isinstance(before.high, int)
            assert isinstance(after.low, int)
            assert before.high + after.step < after.low


@laws
@given(workspaces())
def test_without_a_draft_the_pieces_are_exactly_what_can_come_about(files: Files) -> None:
    """Every number of a piece, for nothing tells them apart."""
    case = asked(files).nothing_chosen()

    assert {key: values(each) for key, each in ask(case).items()} == dict(expected(case))


@laws
@given(workspaces())
@example(ONE_OF_TWO_NUMBERS)
@example(THREE_DAYS)  # all numbers of the piece were shown
def test_the_values_are_exactly_those_that_can_come_about(files: Files) -> None:
    """The numbers that the draft gives are what it leads to."""
    case = asked(files)

    assert {key: values(each) for key, each in ask(case).items()} == dict(expected(case))


@laws
@given(st.one_of(workspaces(), numbers()))
@example(AS_IT_IS)  # one piece was taken for one value
def test_changed_is_what_is_settled_and_not_as_it_is_today(files: Files) -> None:
    """One value in every completion, and not the baseline; that departs which none has."""
    case = asked(files)

    found = ask(case)

    for (entity, attribute), truth in expected(case):
        baseline = case.corpus.entities[entity].baseline[attribute]
        changed = len(truth) == 1 and truth != {baseline}
        assert found[entity, attribute].changed == changed
        assert found[entity, attribute].settled == (len(truth) == 1)
        assert found[entity, attribute].departs == (baseline not in truth)


def test_a_number_of_one_draft_is_not_that_of_the_next() -> None:
    """Though both are asked about in one space, as is the draft that leaves it open."""
    case = asked(written([CAP]))
    space = case.space()

    def cap(days: int | None) -> tuple[str, ...]:
        pick = "capped" if days is None else {"capped": {"days": days}}
        draft = asked(written([CAP], draft={"choices": {"cap": pick}}))
        found = outcome(space, draft.scenario, case.context)["agreement", "cap"]
        return tuple(map(str, found.values))

    assert [cap(days) for days in (3, None, 4, 3)] == [("3",), ("1 to 5",), ("4",), ("3",)]


def test_a_range_does_not_show_where_conditions_cut_it() -> None:
    """Neither where a line has its threshold, nor at the value of today."""
    few = {"id": "few", "holds": {"entity": "agreement", "holds": {"cap": {"in": [2, 4]}}}}
    files = written([CAP], positions=[few], draft={"choices": {"cap": "capped"}})
    files["terms/state.yaml"]["entities"]["agreement"]["baseline"] = {"cap": 3}

    [whole] = ask(asked(files))["agreement", "cap"].values
    undecided = ask(asked(files).nothing_chosen())["agreement", "cap"]

    assert str(whole) == "1 to 5"
    assert list(map(str, undecided.values)) == ["1 to 5"]
    assert not undecided.settled

"""Laws of coalitions: exactly the sets of parties with a common agreement."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from brute import After, asked, disputes, laws
from strategies import workspaces
from zopa.model.context import on_day
from zopa.questions import Completeness, Question, by_size
from zopa.questions.coalitions import MOST_WAYS, coalitions
from zopa.questions.conflicts import conflicts
from zopa.questions.sweep import turning_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brute import Asked, Lines
    from strategies import Files
    from zopa.model.context import Held
    from zopa.questions.coalitions import Coalitions


def ask(case: Asked, *, limit: int | None = None, by_date: bool = False) -> Coalitions:
    """The answer of a new space."""
    return coalitions(case.space(), case.scenario, case.context, limit=limit, by_date=by_date)


def holding(case: Asked) -> dict[str, list[str]]:
    """For each party at the table, its positions."""
    return Question(case.space(), case.scenario, case.context).parties()


@laws
@given(st.one_of(disputes(), workspaces()))
def test_coalitions_are_the_sets_that_can_agree(files: Files) -> None:
    """And the minimal ones that cannot; both in order, with outlines and ways to join."""
    stated = asked(files)
    for case in (stated, stated.nothing_chosen()):
        found = ask(case)
        if not case.world.completions(case.draft):
            assert found.rules_contradict
            assert found.able == found.unable == ()
            continue
        parties = holding(case)
        unable, able = case.world.coalitions(case.lines, parties, case.draft)
        assert found.parties == tuple(sorted(parties))
        assert list(found.unable) == by_size(unable)
        assert [each.parties for each in found.able] == sorted(
            (tuple(sorted(each)) for each in able), key=lambda each: (-len(each), each)
        )
        assert found.zone == (able == {frozenset(parties)})
        assert found.completeness is Completeness.PROVED
        for each in found.able:
            kept = {name for party in each.parties for name in parties[party]}
            mine = tuple(line for line in case.lines if line.id in kept)
            zone = case.world.zone(mine, case.draft)
            assert each.outlines == len(case.world.outlines(zone))
            assert list(each.to_join) == [x for x in found.parties if x not in each.parties]
            for party, ways in each.to_join.items():
                own = [line for line in case.lines if line.id in set(parties[party]) - kept]
                enough = _enough(case, mine, own)
                assert list(ways) == by_size(enough)[:MOST_WAYS]


def _enough(case: Asked, members: Lines, own: Sequence[Held]) -> set[frozenset[str]]:
    """The minimal sets of a party's positions without which it can join the members."""
    enough: set[frozenset[str]] = set()
    for size in range(len(own) + 1):
        for dropped in combinations(own, size):
            names = frozenset(line.id for line in dropped)
            if any(each <= names for each in enough):
                continue
            left = tuple(line for line in own if line not in dropped)
            if case.world.zone((*members, *left), case.draft):
                enough.add(names)
    return enough


@laws
@given(disputes())
def test_each_set_that_cannot_agree_has_a_conflict_and_each_coalition_none(
    files: Files,
) -> None:
    """Conflicts and coalitions are one another's; a spoiler is in every set that cannot."""
    case = asked(files)
    found = ask(case)
    if found.rules_contradict:
        return
    every = conflicts(case.space(), case.scenario, case.context).conflicts
    parties = holding(case)
    for some in found.unable:
        lines = {name for party in some for name in parties[party]}
        assert any(set(each) <= lines for each in every)
    for each in found.able:
        lines = {name for party in each.parties for name in parties[party]}
        assert not any(set(conflict) <= lines for conflict in every)
    able = {each.parties for each in found.able}
    assert found.spoilers == tuple(
        party
        for party in found.parties
        if tuple(each for each in found.parties if each != party) in able
    )


@laws
@given(disputes())
def test_turns_are_what_is_asked_on_each_day(files: Files) -> None:
    """Only days on which the answer changes, each with what it is then."""
    case = asked(files).nothing_chosen()
    found = ask(case, by_date=True)
    if found.rules_contradict:
        return
    before = None
    expected = []
    for day in turning_points(case.corpus, case.context):
        space = case.space()
        there = coalitions(space, case.scenario, on_day(case.context, day), count=False)
        now = tuple(each.parties for each in there.able)
        if now != before:
            expected.append((day, now))
        before = now
    assert [(each.day, each.able) for each in found.turns] == expected


@laws
@given(disputes(), st.integers(1, 30))
def test_what_is_stopped_or_limited_is_right_as_far_as_it_goes(
    files: Files, looks: int
) -> None:
    """Sets that are listed are sets of the whole answer."""
    case = asked(files)
    whole = ask(case)
    if whole.rules_contradict:
        return
    some = ask(case, limit=1)
    assert set(some.unable) <= set(whole.unable)
    assert len(some.unable) <= 1
    assert {x.parties for x in some.able} <= {x.parties for x in whole.able}
    space = case.space()
    Question(space, case.scenario, case.context).parties()
    with After(looks) as stop:
        space.stop = stop
        try:
            found = coalitions(space, case.scenario, case.context, count=False)
        except Exception as error:  # noqa: BLE001  # whatever ends it early
            assert type(error).__name__ == "Stopped"  # noqa: PT017
            return
    assert set(found.unable) <= set(whole.unable)
    assert {x.parties for x in found.able} <= {x.parties for x in whole.able}

"""Laws of conflicts: exactly the minimal sets of incompatible positions."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from brute import After, asked, disputes, laws
from strategies import Files, written
from zopa.model.corpus import Strength
from zopa.questions import Completeness, Question
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import conflicts, stream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brute import Asked
    from zopa.questions.conflicts import Conflicts

ISSUE = {"id": "price", "terms": [{"id": "low"}, {"id": "high"}]}
LOW = {"chosen": "price/low"}
HIGH = {"chosen": "price/high"}
IN_THREE_WAYS = written(
    [ISSUE],
    positions=[
        {"id": "dear", "holds": HIGH},
        {"id": "cheap", "holds": LOW},
        {"id": "silent", "holds": {"silent": "price"}},
    ],
)
"""No two of the lines can hold together."""
AGREED = written([ISSUE], positions=[{"id": "cheap", "holds": LOW}])


def ask(case: Asked, *, limit: int | None = None) -> Conflicts:
    """The answer of a new space."""
    return conflicts(case.space(), case.scenario, case.context, limit=limit)


def both(files: Files) -> tuple[Asked, Asked]:
    """The draft, and nothing chosen under the same assumptions."""
    case = asked(files)
    return case, case.nothing_chosen()


def meets(sets: Iterable[frozenset[str]], names: frozenset[str]) -> bool:
    """Whether the names have one in common with each of the sets."""
    return all(each & names for each in sets)


# -- the answer equals the definition -----------------------------------------


@laws
@given(disputes())
def test_conflicts_are_all_minimal_sets_that_cannot_hold(files: Files) -> None:
    """Each of them once, and nothing else; the empty one where rules and draft contradict."""
    for case in both(files):
        found = ask(case)

        assert found.completeness == Completeness.PROVED
        assert len({*found.conflicts}) == len(found.conflicts)
        assert {*map(frozenset, found.conflicts)} == case.world.conflicts(
            case.lines, case.draft
        )
        assert found.zone == bool(case.world.zone(case.lines, case.draft))
        assert found.rules_contradict == (not case.world.completions(case.draft))
        assert found.zone == (found.conflicts == ())
        assert found.rules_contradict == (found.conflicts == ((),))


@laws
@given(disputes())
def test_conflicts_come_smallest_first_in_a_stated_order(files: Files) -> None:
    """By size, then by their positions; each position is counted in all of its conflicts."""
    for case in both(files):
        found = ask(case)

        assert list(found.conflicts) == sorted(
            (tuple(sorted(each)) for each in found.conflicts),
            key=lambda each: (len(each), each),
        )
        assert found.appearances == {
            name: sum(name in each for each in found.conflicts)
            for name in sorted({name for each in found.conflicts for name in each})
        }


@laws
@given(disputes())
def test_the_preferred_conflict_makes_do_without_the_weakest_lines(files: Files) -> None:
    """Of all conflicts the one that keeps to the firmest; names break ties of strength."""
    tiers = list(Strength)
    for case in both(files):
        found = ask(case)
        rank = {line.id: (tiers.index(line.position.strength), line.id) for line in case.lines}
        every = case.world.conflicts(case.lines, case.draft)

        # Compared at the weakest line first, where to have it is worse than not to.
        weakest_first = sorted(rank, key=rank.__getitem__, reverse=True)
        assert found.preferred == min(
            (tuple(sorted(each)) for each in every),
            key=lambda each: [name in each for name in weakest_first],
            default=None,
        )


# -- conflicts and concessions ------------------------------------------------


@laws
@given(disputes())
def test_conflicts_and_concessions_are_each_others_minimal_hitting_sets(files: Files) -> None:
    """Each meets all of the other kind, and with one position less does not."""
    for case in both(files):
        found = [frozenset(each) for each in ask(case).conflicts]
        space = case.space()
        ledger = concessions(space, case.scenario, case.context)
        ways_out = [frozenset(each) for each in ledger.concessions]

        if found != [frozenset()]:
            for one, others in ((found, ways_out), (ways_out, found)):
                for each in one:
                    assert meets(others, each)
                    assert not any(meets(others, each - {name}) for name in each)
        assert frozenset().union(*found) == frozenset().union(*ways_out)


# -- the search, as it goes ---------------------------------------------------


@laws
@given(disputes())
def test_a_stream_of_conflicts_never_gets_shorter(files: Files) -> None:
    """Smallest first, none twice."""
    for case in both(files):
        found = list(stream(Question(case.space(), case.scenario, case.context)))

        assert all(len(one) <= len(other) for one, other in pairwise(found))
        assert len({*found}) == len(found)


@laws
@given(disputes(), st.integers(0, 4))
def test_a_limit_gives_that_many_of_the_smallest_conflicts(files: Files, limit: int) -> None:
    """And says whether there are more."""
    case = asked(files)
    every = case.world.conflicts(case.lines, case.draft)
    sizes = sorted(map(len, every))

    found = ask(case, limit=limit)

    assert {*map(frozenset, found.conflicts)} <= every
    assert sorted(map(len, found.conflicts)) == sizes[:limit]
    assert (found.completeness == Completeness.PROVED) == (len(every) <= limit)
    assert found.zone == (not every)


@laws
@given(disputes())
def test_each_conflict_is_told_when_it_is_found(files: Files) -> None:
    """Its lines sorted; all that the answer has, once each."""
    case = asked(files)
    told: list[tuple[str, ...]] = []

    found = conflicts(case.space(), case.scenario, case.context, heard=told.append)

    assert sorted(told) == sorted(found.conflicts)


@settings(laws, max_examples=20)
@given(disputes())
@example(IN_THREE_WAYS)
@example(AGREED)  # that there is a deal was said before it was known
def test_to_be_stopped_leaves_what_was_found(files: Files) -> None:
    """Stopped with nothing found it says nothing, not even that there is a deal."""
    case = asked(files)
    every = ask(case)
    for looks in range(0, 40, 3):
        space = case.space()
        space.stop = After(looks)
        found = conflicts(space, case.scenario, case.context)

        assert {*found.conflicts} <= {*every.conflicts}
        assert found.preferred in {None, every.preferred}
        if found.completeness == Completeness.PROVED:
            assert found.conflicts == every.conflicts
            assert found.zone == every.zone
        else:
            assert (found.completeness == Completeness.GAVE_UP) == (not found.conflicts)
            assert not found.zone


# -- edges of the definition --------------------------------------------------


def test_rules_that_contradict_each_other_are_the_empty_conflict() -> None:
    """It is nobody's doing, so no position stands in it, and no concession helps."""
    case = asked(
        written(
            [ISSUE],
            rules=[{"id": "a", "holds": LOW}, {"id": "b", "holds": HIGH}],
            positions=[{"id": "cheap", "holds": LOW}],
        )
    )

    found = ask(case)

    assert found.conflicts == ((),)
    assert found.rules_contradict
    assert not found.zone
    assert found.appearances == {}
    assert found.preferred == ()


def test_a_draft_can_make_the_empty_conflict() -> None:
    """What the draft chooses holds throughout, as the rules do."""
    case = asked(
        written(
            [ISSUE],
            rules=[{"id": "a", "holds": LOW}],
            positions=[{"id": "cheap", "holds": LOW}],
            draft={"choices": {"price": "high"}},
        )
    )

    assert ask(case).conflicts == ((),)
    assert ask(case.nothing_chosen()).zone


def test_a_line_that_nothing_respects_is_a_conflict_by_itself() -> None:
    """And in no other one."""
    never = {"all": [LOW, HIGH]}
    positions = [{"id": "never", "holds": never}, {"id": "cheap", "holds": LOW}]

    found = ask(asked(written([ISSUE], positions=positions)))

    assert found.conflicts == (("alpha/never",),)
    assert found.preferred == ("alpha/never",)


def test_lines_are_counted_in_the_order_of_their_names() -> None:
    """Not in that of the conflicts, smallest first."""
    never = {"all": [LOW, HIGH]}
    positions = [
        {"id": "never", "holds": never},
        {"id": "dear", "holds": HIGH},
        {"id": "cheap", "holds": LOW},
    ]

    found = ask(asked(written([ISSUE], positions=positions)))

    assert found.conflicts == (("alpha/never",), ("alpha/cheap", "alpha/dear"))
    assert list(found.appearances) == ["alpha/cheap", "alpha/dear", "alpha/never"]


def test_without_lines_there_is_no_conflict() -> None:
    """Every coherent draft is a deal then."""
    found = ask(asked(written([ISSUE])))

    assert found.zone
    assert found.conflicts == ()

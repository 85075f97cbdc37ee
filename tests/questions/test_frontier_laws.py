"""Laws of the frontier: exactly the agreements that no other dominates."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import event, given
from hypothesis import strategies as st

from brute import asked, disputes, fits, laws
from strategies import written
from zopa.questions import Completeness
from zopa.questions.frontier import Frontier, dominates, frontier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brute import Asked
    from strategies import Files

PRICE = {"id": "price", "terms": [{"id": "low"}, {"id": "high"}]}
LOW = {"chosen": "price/low"}
HIGH = {"chosen": "price/high"}
WEIGHTS = st.one_of(st.integers(0, 3), st.sampled_from([Decimal("0.5"), Decimal("1.25")]))


def ask(
    case: Asked,
    *,
    weights: Mapping[str, Decimal | int] | None = None,
    limit: int | None = None,
) -> Frontier:
    """The answer of a new space."""
    space = case.space()
    return frontier(space, case.scenario, case.context, weights=weights, limit=limit)


def both(files: Files) -> tuple[Asked, Asked]:
    """The draft, and an empty one under the same assumptions."""
    case = asked(files)
    return case, case.nothing_chosen()


def assert_frontier(
    case: Asked, found: Frontier, weights: Mapping[str, Decimal | int] | None
) -> None:
    """Check that the points are the undominated costs, and that they dominate all others."""
    world, lines, parties = case.world, case.lines, case.parties()
    completions = world.completions(case.draft)

    def costs(number: int) -> tuple[tuple[Decimal | int, ...], ...]:
        return world.costing(number, lines, parties, weights)

    points = [tuple(each.costs[party] for party in parties) for each in found.points]
    every = {costs(number) for number in completions}
    event(f"{len(points)} points")
    assert found.completeness == Completeness.PROVED
    assert found.rules_contradict == (not completions)
    assert points == sorted(world.frontier(lines, parties, case.draft, weights))
    assert not any(dominates(one, other) for one in every for other in points)
    for one in every.difference(points):
        assert any(dominates(point, one) for point in points)
    for each, point in zip(found.points, points, strict=True):
        number = world.number(each.scenario)
        assert number in completions
        assert all(fits(choice, each.scenario[issue]) for issue, choice in case.draft.items())
        assert list(each.costs) == parties
        assert costs(number) == point
        assert list(each.crossed) == sorted(
            line.id for line in lines if not world.respects(number, line)
        )
        rest = [line for line in lines if line.id not in each.crossed]
        assert number == world.first(world.zone(rest, case.draft))
        crossings = world.crossings(lines, parties, point, case.draft, weights)
        assert list(each.crossings) == sorted(
            (tuple(sorted(some)) for some in crossings),
            key=lambda some: (len(some), some),
        )
        assert each.crossed == each.crossings[0]
        assert each.total == len(crossings)
    event(f"{max((each.total for each in found.points), default=0)} crossings")
    assert list(found.unweighted) == [
        line.id for line in lines if weights is not None and line.id not in weights
    ]


@laws
@given(disputes())
def test_the_frontier_by_strength_is_what_nothing_dominates(files: Files) -> None:
    """Each point with a completion of the draft that costs just that; by costs."""
    for case in both(files):
        assert_frontier(case, ask(case), None)


@laws
@given(disputes(), st.data())
def test_the_frontier_by_weights_is_what_nothing_dominates(
    files: Files, data: st.DataObject
) -> None:
    """A line without a weight costs nothing, nor does one of weight 0."""
    case = asked(files)
    names = st.sampled_from([line.id for line in case.lines] or ["alpha/none"])
    weights = data.draw(st.dictionaries(names, WEIGHTS))
    for each in (case, case.nothing_chosen()):
        found = ask(each, weights=weights)

        assert found.weighted
        assert_frontier(each, found, weights)


@laws
@given(disputes(), st.data())
def test_bargaining_points_are_the_best_of_all_agreements(
    files: Files, data: st.DataObject
) -> None:
    """No agreement reaches more, on the frontier or off it; all that tie are picked."""
    case = asked(files).nothing_chosen()
    parties = case.parties()
    names = [line.id for line in case.lines] or ["alpha/none"]
    weights = data.draw(st.dictionaries(st.sampled_from(names), WEIGHTS))
    said = data.draw(st.dictionaries(st.sampled_from(parties or ["alpha"]), WEIGHTS))
    space = case.space()

    found = frontier(space, case.scenario, case.context, weights=weights, disagreement=said)

    point = found.bargaining
    assert (point is None) == (found.completeness != Completeness.PROVED or not found.points)
    if point is None:
        return
    no_deal = {
        party: said.get(
            party, sum(weights.get(x.id, 0) for x in case.lines if party in x.position.holders)
        )
        for party in parties
    }
    best, picked = case.world.bargained(case.lines, parties, weights, no_deal)
    costs = [tuple(each.costs[party] for party in parties) for each in found.points]
    assert point.disagreement == no_deal
    assert {str(each): value for each, value in point.best.items()} == best
    assert {
        str(each): {costs[place] for place in places} for each, places in point.picked.items()
    } == picked
    assert [costs[place] for place in point.worse] == [
        row
        for row in costs
        if any(cost[0] > no_deal[x] for x, cost in zip(parties, row, strict=True))
    ]
    assert [
        party
        for at, party in enumerate(parties)
        if not any(
            row[at][0] < no_deal[party]
            for place, row in enumerate(costs)
            if place not in point.worse
        )
    ] == list(point.without_gain)
    event(f"{max(map(len, picked.values()))} tie")


@laws
@given(disputes())
def test_a_deal_is_the_whole_frontier(files: Files) -> None:
    """Where nothing need be crossed, the one point costs nobody anything."""
    case = asked(files)

    found = ask(case)

    assert any(not point.crossed for point in found.points) == bool(
        case.world.zone(case.lines, case.draft)
    )
    if any(not point.crossed for point in found.points):
        assert len(found.points) == 1


@laws
@given(disputes(), st.integers(1, 3))
def test_a_limited_frontier_has_points_that_can_be_had(files: Files, limit: int) -> None:
    """None of them dominates another; it says that better ones may have been missed."""
    case = asked(files).nothing_chosen()
    parties = case.parties()

    found = ask(case, limit=limit)

    missed = len(case.world.concessions(case.lines)) > limit
    assert (found.completeness == Completeness.BEST_FOUND) == missed
    points = [tuple(each.costs[party] for party in parties) for each in found.points]
    assert not any(dominates(one, other) for one in points for other in points)
    for each, point in zip(found.points, points, strict=True):
        number = case.world.number(each.scenario)
        assert number in case.world.coherent
        assert case.world.costs(number, case.lines, parties) == point


# -- edges of the definition --------------------------------------------------


def test_a_firm_line_outweighs_any_number_of_weaker_ones() -> None:
    """By strength no sum of reported lines makes up for a constitutional one."""
    positions = [
        {"id": "firm", "strength": "constitutional", "holds": LOW},
        {"id": "weak-a", "strength": "reported", "holds": HIGH},
        {"id": "weak-b", "strength": "reported", "holds": {"not": LOW}},
    ]
    case = asked(written([PRICE], positions=positions))

    (point,) = ask(case).points
    assert point.crossed == ("alpha/weak-a", "alpha/weak-b")

    weights = {"alpha/firm": 1, "alpha/weak-a": 1, "alpha/weak-b": 1}
    (point,) = ask(case, weights=weights).points
    assert point.crossed == ("alpha/firm",)


def test_sums_of_weights_are_not_rounded() -> None:
    """Two lines that cost a little more than one must not be thought to cost the same."""
    positions = [
        {"id": "firm", "holds": LOW},
        {"id": "weak-a", "holds": HIGH},
        {"id": "weak-b", "holds": {"not": LOW}},
    ]
    much, least = Decimal(10**33), Decimal("1e-33")
    weights = {"alpha/firm": much, "alpha/weak-a": much, "alpha/weak-b": least}

    (point,) = ask(asked(written([PRICE], positions=positions)), weights=weights).points
    assert point.crossed == ("alpha/firm",)


def test_nothing_is_on_the_frontier_of_rules_that_contradict_each_other() -> None:
    """That is proved, and it is not the parties' doing."""
    rules = [{"id": "a", "holds": LOW}, {"id": "b", "holds": HIGH}]
    case = asked(written([PRICE], rules=rules, positions=[{"id": "cheap", "holds": LOW}]))

    found = ask(case)

    assert found.points == ()
    assert found.rules_contradict


def test_agreements_that_cost_the_same_are_one_point() -> None:
    """The lines crossed are then those that come first by name."""
    positions = [
        {"id": "a", "holds": LOW},
        {"id": "b", "holds": HIGH},
        {"id": "c", "party": "beta", "holds": {"not": {"silent": "price"}}},
    ]

    (point,) = ask(asked(written([PRICE], positions=positions))).points

    assert point.crossed == ("alpha/a",)

"""Small cases for mutants of the questions that no other test detected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from strategies import Data, load, written
from zopa.model.context import context_of
from zopa.questions import Completeness
from zopa.questions.check import Settled
from zopa.questions.concessions import concessions
from zopa.questions.deals import deals
from zopa.questions.frontier import frontier
from zopa.questions.options import options
from zopa.questions.repair import repair
from zopa.questions.sweep import sweep
from zopa.solving import Stop, Stopped
from zopa.solving.partition import Piece
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario

PRICE: Data = {"id": "price", "terms": [{"id": "low"}, {"id": "high"}]}
EXTRAS: Data = {"id": "extras", "choose": "any", "terms": [{"id": each} for each in "abc"]}
LOW: Data = {"id": "low", "party": "beta", "holds": {"chosen": "price/low"}}
HIGH: Data = {"id": "high", "party": "alpha", "holds": {"chosen": "price/high"}}


def asked(
    positions: Iterable[Data], *, rules: Iterable[Data] = (), **choices: Any
) -> tuple[Space, Scenario, Context]:
    """A draft about a price and three extras."""
    corpus, scenarios = load(
        written([PRICE, EXTRAS], rules=rules, positions=positions, draft={"choices": choices})
    )
    scenario = scenarios["draft"]
    return Space(Problem(corpus)), scenario, context_of(corpus, scenario)


def test_one_deal_is_shown_unless_more_are_asked_for() -> None:
    """Of all the deals that there are."""
    question = asked([LOW])

    assert len(deals(*question).examples) == 1
    assert len(deals(*question, examples=3).examples) == 3
    assert deals(*question, examples=0).examples == ()
    every = deals(*question, examples=30).examples
    assert len(every) == 8
    assert {pick.term for each in every for pick in each["price"]} == {"low"}


def test_the_second_deal_that_is_shown_takes_what_the_first_leaves() -> None:
    """Where nothing speaks for one or the other: of the price, and of every extra."""
    drafts: list[Data] = [{}, {"price": "low"}]
    for draft in drafts:
        one, other = deals(*asked([], **draft), examples=2).examples

        assert {pick.term for pick in one["extras"]} ^ {
            pick.term for pick in other["extras"]
        } == {"a", "b", "c"}
        assert (one["price"] == other["price"]) == bool(draft)


def test_a_number_that_the_draft_gives_to_one_term_is_not_that_of_another() -> None:
    """Though both call it the same; a number not given is the least that may be meant."""
    days = {"type": "integer", "unit": "days", "minimum": 1, "maximum": 6}
    terms: list[Data] = [{"id": each, "parameters": {"days": days}} for each in ("one", "two")]
    both: Data = {"id": "both", "choose": "any", "terms": terms}
    draft = {"choices": {"both": ["one", {"two": {"days": 4}}]}}
    corpus, scenarios = load(written([both], draft=draft))
    scenario = scenarios["draft"]

    (deal,) = deals(Space(Problem(corpus)), scenario, context_of(corpus, scenario)).examples

    assert [(pick.term, dict(pick.parameters)) for pick in deal["both"]] == [
        ("one", {"days": 1}),
        ("two", {"days": 4}),
    ]


def test_deals_left_are_counted_only_when_asked_for() -> None:
    """Counting takes a diagram."""
    question = asked([LOW])

    assert options(*question).left is None
    assert options(*question, count=True).left is not None


def test_an_issue_that_the_draft_leaves_open_can_be_kept() -> None:
    """There is no choice of it that could change."""
    found = repair(*asked([LOW], price="high"), keep={"extras"})

    assert found.distance == 1
    assert found.repairs[0].deal["price"][0].term == "low"


def test_what_is_kept_can_contradict_the_rules() -> None:
    """That is told apart from a line in the way."""
    rule: Data = {"id": "rule", "holds": {"not": {"chosen": "price/high"}}}

    against_rules = repair(*asked([LOW], rules=[rule], price="high"), keep={"price"})
    without_lines = repair(*asked([], rules=[rule], price="high"), keep={"price"})
    against_lines = repair(*asked([LOW], price="high"), keep={"price"})

    assert (against_rules.distance, against_rules.rules_contradict) == (None, True)
    assert (without_lines.distance, without_lines.rules_contradict) == (None, True)
    assert (against_lines.distance, against_lines.rules_contradict) == (None, False)
    assert against_rules.total == against_lines.total == 0


def test_a_deal_that_changes_more_is_no_repair() -> None:
    """To settle on a low price is nearer than to add two things for the high one."""
    issues: list[Data] = [
        PRICE,
        *({"id": x, "terms": [{"id": "added"}]} for x in ("one", "other")),
    ]
    both = {"all": [{"chosen": "one/added"}, {"chosen": "other/added"}]}
    line: Data = {"id": "line", "holds": {"any": [{"chosen": "price/low"}, both]}}
    draft = {"choices": {"price": "high", "one": "silent", "other": "silent"}}
    corpus, scenarios = load(written(issues, positions=[line], draft=draft))
    scenario = scenarios["draft"]

    found = repair(Space(Problem(corpus)), scenario, context_of(corpus, scenario))

    assert (found.distance, found.total) == (1, 1)
    assert [each.issue for each in found.repairs[0].changes] == ["price"]


def test_ties_without_end_are_not_all_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every choice of seven extras but the draft's is as near as any other: 127 of them."""
    extras: Data = {"id": "many", "choose": "any", "terms": [{"id": x} for x in "abcdefg"]}
    line: Data = {"id": "line", "holds": {"not": {"silent": "many"}}}
    draft = {"choices": {"many": "silent"}}
    corpus, scenarios = load(written([extras], positions=[line], draft=draft))
    scenario = scenarios["draft"]

    def ask(limit: int) -> tuple[int, int, Completeness]:
        space = Space(Problem(corpus))
        found = repair(space, scenario, context_of(corpus, scenario), limit=limit)
        return len(found.repairs), found.total, found.completeness

    assert ask(10) == (10, 127, Completeness.PROVED)
    assert ask(200) == (127, 127, Completeness.PROVED)
    monkeypatch.setattr("zopa.questions.repair.MOST_COUNTED", 50)
    assert ask(10) == (10, 50, Completeness.AT_LEAST)
    assert ask(60) == (60, 60, Completeness.AT_LEAST)
    assert ask(127) == (127, 127, Completeness.PROVED)


def test_positions_with_rival_readings_are_swept_in_the_order_of_their_names() -> None:
    """Not in that of the corpus."""
    readings = {
        name: {"default": name == "low", "holds": {"chosen": f"price/{name}"}}
        for name in ("low", "high")
    }
    lines: list[Data] = [{"id": each, "readings": readings} for each in "dcba"]

    found = sweep(*asked(lines)).readings

    assert list(found.verdicts) == [f"alpha/{each}" for each in "abcd"]
    assert found.decisive == tuple(found.verdicts)


def test_a_frontier_looks_at_as_many_concessions_as_it_may() -> None:
    """With exactly as many as there are it is proved."""
    question = asked([LOW, HIGH])

    one, both = (frontier(*question, limit=each) for each in (1, 2))

    assert (len(one.points), one.completeness) == (1, Completeness.BEST_FOUND)
    assert (len(both.points), both.completeness) == (2, Completeness.PROVED)


class Late(Stop):
    """A stop that is called after a given number of checks."""

    def __init__(self, checks: int) -> None:
        super().__init__()
        self.checks = checks

    def check(self) -> None:
        """Count the check; stop after the last one."""
        self.checks -= 1
        if self.checks < 0:
            self.call()
        super().check()


def test_a_frontier_that_is_stopped_says_whether_it_found_anything() -> None:
    """Wherever it is stopped, after it was known that something is coherent."""
    seen = set()
    for checks in range(20):
        space, scenario, context = asked([LOW, HIGH])
        space.stop = Late(checks)
        try:
            found = frontier(space, scenario, context)
        except Stopped:
            continue
        seen.add(found.completeness)
        assert (found.completeness == Completeness.GAVE_UP) == (not found.points)
        assert found.completeness != Completeness.PROVED or len(found.points) == 2

    assert seen == {Completeness.GAVE_UP, Completeness.BEST_FOUND, Completeness.PROVED}


def test_parties_stand_in_the_ledger_in_the_order_of_their_names() -> None:
    """Not in that of their lines."""
    found = concessions(*asked([LOW, HIGH]))

    assert list(found.parties) == ["alpha", "beta"]
    assert found.opposed == (("alpha", "beta"),)


def test_costs_stand_in_the_order_of_the_parties_names() -> None:
    """Not in that of their lines."""
    for lines in ([HIGH, LOW], [LOW, HIGH]):
        found = frontier(*asked(lines))

        assert [list(each.costs) for each in found.points] == [["alpha", "beta"]] * 2
        assert [each.crossed for each in found.points] == [("beta/low",), ("alpha/high",)]


def test_points_come_by_their_costs() -> None:
    """Alpha's one line is the smaller concession, but beta's two are no cost to alpha."""
    again: Data = {**LOW, "id": "low-again"}

    found = frontier(*asked([HIGH, LOW, again]))

    assert [each.crossed for each in found.points] == [
        ("beta/low", "beta/low-again"),
        ("alpha/high",),
    ]


def test_the_lines_that_a_point_crosses_are_sorted() -> None:
    """There are enough of them that a set would show them in another order."""
    never = {"all": [{"chosen": "price/low"}, {"chosen": "price/high"}]}
    lines: list[Data] = [{"id": f"line-{each}", "holds": never} for each in "hgfedcba"]

    (point,) = frontier(*asked(lines)).points

    assert point.crossed == tuple(f"alpha/line-{each}" for each in "abcdefgh")


def test_what_is_open_has_not_changed() -> None:
    """Whatever values it can have."""
    today, other = Piece(0, 0), Piece(1, 1)

    assert Settled((other,), today).changed
    assert not Settled((today,), today).changed
    assert not Settled((other, Piece(2, 2)), today).changed

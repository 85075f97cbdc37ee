"""The points of the frontier in words."""

from __future__ import annotations

from brute import asked
from strategies import written
from zopa.questions.frontier import frontier
from zopa_tui.views.deals import point_about

PRICE = {"id": "price", "terms": [{"id": "low"}, {"id": "high"}]}


def test_a_point_names_its_holders_and_says_that_others_cost_the_same() -> None:
    """Of those at the table; how many other sets of positions there are."""
    positions = [
        {"id": "a", "party": "gamma", "held-by": ["alpha"], "holds": {"chosen": "price/low"}},
        {"id": "b", "held-by": ["gamma"], "holds": {"chosen": "price/high"}},
    ]
    case = asked(written([PRICE], positions=positions, draft={"at-the-table": ["alpha"]}))
    found = frontier(case.space(), case.scenario, case.context)

    lines = [x.text for x in point_about(case.corpus, found, 0, case.context.table, 80)]

    assert any("1 other set of positions costs the same" in each for each in lines)
    assert any(each.strip().startswith("Alpha: ") for each in lines)

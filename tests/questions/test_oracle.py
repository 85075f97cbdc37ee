"""Causes and nearest deals, as another program of another kind finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from brute import asked, disputes, laws
from oracle import Oracle
from strategies import ties, workspaces
from zopa.questions.check import Verdict, check
from zopa.questions.repair import repair

if TYPE_CHECKING:
    from strategies import Files


@laws
@given(st.one_of(workspaces(relations=False), disputes(relations=False), ties()))
def test_the_oracle_finds_the_same_causes(files: Files) -> None:
    """Every minimal one, of each position that a coherent draft crosses."""
    case = asked(files)
    checked = check(case.space(), case.scenario, case.context)
    if not checked.coherent:
        return
    oracle = Oracle(case.corpus, case.lines)
    for each in checked.verdicts:
        crossed = each.verdict == Verdict.CROSSED
        assert crossed != oracle.exists(case.draft, [each.held.id])
        if crossed:
            causes = oracle.causes(case.draft, each.held.id)
            found = {frozenset(some) for some in each.causes}
            assert found == causes or (each.more_causes and found < causes)


@laws
@given(st.one_of(workspaces(relations=False), disputes(relations=False), ties()))
def test_the_oracle_finds_deals_as_near(files: Files) -> None:
    """In the same issues that would have to change, each set of them."""
    case = asked(files)
    found = repair(case.space(), case.scenario, case.context, limit=1000)
    oracle = Oracle(case.corpus, case.lines)
    nearest = oracle.nearest(case.draft, [each.id for each in case.lines])

    assert (found.distance is None) == (not nearest)
    if nearest:
        assert {len(each) for each in nearest} == {found.distance}
        changed = {frozenset(x.issue for x in each.changes) for each in found.repairs}
        # Of sets of issues that tie those count in which numbers move least.
        assert changed <= nearest
        assert changed == nearest or found.moved is not None

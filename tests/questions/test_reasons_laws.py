"""Laws of reasons: exactly the minimal ones."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import assume, event, given
from hypothesis import strategies as st

from brute import asked, disputes, laws
from strategies import Files, workspaces
from zopa.questions.options import Mark, options, reasons, why

if TYPE_CHECKING:
    from brute import Asked
    from zopa.questions.options import Marked

corpora = st.one_of(workspaces(), disputes())
MOST = 8
"""Maximum number of parts for a test of all subsets."""


def entailed(case: Asked, marked: Marked, parts: frozenset[str]) -> bool:
    """Whether these choices and positions are sufficient, by all complete scenarios."""
    return case.world.entails(
        [line for line in case.lines if line.id in parts],
        {issue: case.draft[issue] for issue in parts if issue in case.draft},
        marked.issue,
        marked.term,
        marked.mark.value,
    )


@laws
@given(corpora, st.data())
def test_all_minimal_reasons_are_found(files: Files, data: st.DataObject) -> None:
    """As trying every set finds them; the one that `why` gives is among them."""
    case = asked(files).setting_aside()
    space = case.space()
    every = options(space, case.scenario, case.context)
    marked = data.draw(st.sampled_from(every.marks))

    found = list(reasons(space, case.scenario, case.context, marked.issue, marked.term))

    if marked.mark == Mark.POSSIBLE:
        assert found == []
        return
    parts = {*case.draft} - {marked.issue}
    if marked.by == "positions":
        aside = {*every.crossed, *every.contended}
        counting = case.world.counting(case.lines, case.draft)
        parts |= {line.id for line in counting} - aside
    assume(len(parts) <= MOST)
    enough = [
        frozenset(some)
        for size in range(len(parts) + 1)
        for some in combinations(sorted(parts), size)
        if entailed(case, marked, frozenset(some))
    ]
    least = {each for each in enough if not any(other < each for other in enough)}
    event(f"{len(least)} reasons")
    sets = [frozenset((*each.choices, *each.positions)) for each in found]
    assert len(set(sets)) == len(sets)
    assert set(sets) == least
    assert sets == sorted(sets, key=len)
    one = why(space, case.scenario, case.context, marked.issue, marked.term)
    assert one is not None
    assert frozenset((*one.choices, *one.positions)) in least


@laws
@given(corpora, st.data())
def test_each_reason_is_carried_by_its_clauses(files: Files, data: st.DataObject) -> None:
    """With them no scenario defies the mark; without any one of them some does."""
    case = asked(files).setting_aside()
    space = case.space()
    every = options(space, case.scenario, case.context).marks
    settled = [each for each in every if each.mark != Mark.POSSIBLE]
    assume(settled)
    marked = data.draw(st.sampled_from(settled))
    target = (marked.issue, marked.term, marked.mark.value)
    for found in reasons(space, case.scenario, case.context, marked.issue, marked.term):
        lines = [line for line in case.lines if line.id in found.positions]
        draft = {issue: case.draft[issue] for issue in found.choices}
        clauses = [(str(clause.nature), clause.name) for clause in found.clauses]
        assert case.world.carries(lines, draft, target, clauses, strict=False)
        for clause in clauses:
            rest = [one for one in clauses if one != clause]
            assert not case.world.carries(lines, draft, target, rest, strict=True)

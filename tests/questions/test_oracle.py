"""Answers compared with the independent oracle in clingo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from brute import asked, disputes, laws, values_of
from oracle import Oracle
from strategies import PARTIES, incoherent, related, ties, workspaces
from zopa.model.conditions import Name
from zopa.model.corpus import VALUE, Choice, Pick, Strength
from zopa.questions.check import Verdict, check
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import conflicts
from zopa.questions.frontier import dominates, frontier
from zopa.questions.options import options
from zopa.questions.repair import repair

if TYPE_CHECKING:
    from brute import Asked
    from strategies import Files


@laws
@given(st.one_of(workspaces(relations=False), disputes(relations=False), ties(), related()))
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
@given(st.one_of(workspaces(relations=False), disputes(relations=False), ties(), related()))
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


def holders(case: Asked) -> dict[str, frozenset[str]]:
    """The holders of each position at the table."""
    table = frozenset(map(str, case.context.table))
    return {
        each.id: table.intersection(
            [str(each.position.party), *map(str, each.position.held_by)]
        )
        for each in case.lines
    }


@laws
@given(st.one_of(disputes(relations=False), related()))
def test_the_oracle_finds_the_same_conflicts_and_concessions(files: Files) -> None:
    """And says the same of each holder at the table."""
    case = asked(files)
    oracle, names = Oracle(case.corpus, case.lines), [each.id for each in case.lines]
    if not oracle.exists(case.draft, []):
        return
    found = conflicts(case.space(), case.scenario, case.context)
    assert {frozenset(each) for each in found.conflicts} == oracle.conflicts(case.draft, names)
    ledger = concessions(case.space(), case.scenario, case.context)
    sets = oracle.concessions(case.draft, names)
    assert {frozenset(each) for each in ledger.concessions} == sets

    who = holders(case)
    mine = {x: {name for name in names if x in who[name]} for x in PARTIES}
    assert {*ledger.parties} == {party for party in PARTIES if mine[party]}
    for party, said in ledger.parties.items():
        alone = {name for name in names if who[name] == {party}}
        assert said.alone == any(each <= alone for each in sets)
        assert said.need_not_move == any(not each & mine[party] for each in sets)


@laws
@given(disputes(relations=False), st.sampled_from(["all", "some", "strengths"]), st.data())
def test_the_oracle_finds_the_same_trade_offs(
    files: Files, how: str, data: st.DataObject
) -> None:
    """What the concession sets cost, weights on all lines, on some, or by strength."""
    case = asked(files)
    names = [each.id for each in case.lines]
    weights = None
    if how != "strengths":
        weighted = [x for x in names if how == "all" or data.draw(st.booleans())]
        weights = {each: data.draw(st.integers(0, 3)) for each in weighted}
    found = frontier(case.space(), case.scenario, case.context, weights=weights)
    oracle = Oracle(case.corpus, case.lines)
    if not oracle.exists(case.draft, []):
        assert not found.points
        return

    who = holders(case)
    parties = sorted(set().union(*who.values()))
    strength = {each.id: each.position.strength for each in case.lines}

    def cost(some: frozenset[str], party: str) -> tuple[int, ...]:
        mine = [name for name in some if party in who[name]]
        if weights is not None:
            return (sum(weights.get(name, 0) for name in mine),)
        return tuple(sum(strength[x] == tier for x in mine) for tier in Strength)

    sets = oracle.concessions(case.draft, names)
    costs = {each: tuple(cost(each, party) for party in parties) for each in sets}
    best = {x for x in costs.values() if not any(dominates(y, x) for y in costs.values())}
    assert {tuple(point.costs[x] for x in parties) for point in found.points} == best
    for point in found.points:
        here = tuple(point.costs[x] for x in parties)
        equal = {each for each in sets if costs[each] == here}
        assert point.total == len(equal)
        assert {frozenset(each) for each in point.crossings} <= equal


@laws
@given(st.one_of(workspaces(relations=False), disputes(relations=False), related()))
def test_the_oracle_finds_the_same_values_and_crossings(files: Files) -> None:
    """Which numbers some deal has, and what no number of a draft's own respects."""
    case = asked(files)
    found = options(case.space(), case.scenario, case.context, numbers=True)
    if not found.coherent:
        return
    oracle = Oracle(case.corpus, case.lines)
    aside = {*found.crossed, *found.contended}
    kept = [each.id for each in case.lines if each.id not in aside]
    assert oracle.exists(case.draft, kept)
    for issue in case.corpus.issues.values():
        if issue.answer is None or VALUE not in issue.terms:
            continue
        [(name, parameter)] = issue.terms[VALUE].parameters.items()
        others = {key: each for key, each in case.draft.items() if key != issue.id}

        def answered(value: object, issue: str = str(issue.id)) -> dict[str, Choice]:
            pick = Pick(Name(VALUE), {Name(name): value})  # type: ignore[dict-item] # noqa: B023
            return {**others, issue: Choice(Name(issue), (pick,))}  # noqa: B023

        values = [x for x in values_of(parameter.domain) if not isinstance(x, str)]
        possible = {x for x in values if oracle.exists(answered(x), kept)}
        assert found.feasible is not None
        pieces = found.feasible.get((str(issue.id), VALUE, str(name)), ())
        assert {x for x in values if any(x in each for each in pieces)} == possible

        given = case.draft.get(str(issue.id))
        own = [x for x in given.picks if x.term == VALUE] if given is not None else []
        mine = [x for x in values if not own or _gives(own[0], str(name), x)]
        having = [x for x in mine if oracle.exists(answered(x), [])]
        crossed = {
            line
            for line in aside
            if having and not any(oracle.exists(answered(x), [line]) for x in having)
        }
        assert {*found.crosses.get((str(issue.id), VALUE), ())} == crossed


def _gives(pick: Pick, name: str, value: int) -> bool:
    """Whether the pick, with its value, bounds or neither, allows this value."""
    parameter, bounds = pick.parameters.get(Name(name)), pick.bounds.get(Name(name))
    if parameter is not None:
        return parameter == value
    if bounds is None:
        return True
    least = bounds.least is None or value >= bounds.least
    return least and (bounds.most is None or value <= bounds.most)


@laws
@given(incoherent())
def test_the_oracle_judges_a_draft_without_the_rules_that_it_breaks(files: Files) -> None:
    """Where it breaks rules only: no fewer would do; verdicts are those without them."""
    case = asked(files)
    try:
        whole = Oracle(case.corpus, case.lines)
    except NotImplementedError:
        return  # numbers that relate
    checked = check(case.space(), case.scenario, case.context)
    assert checked.coherent == whole.exists(case.draft, [])
    broken = {each.name for each in checked.broken}
    if not broken or any(each.nature != "rule" for each in checked.broken):
        return

    def without(names: set[str]) -> Oracle:
        rules = {key: x for key, x in case.corpus.rules.items() if str(key) not in names}
        return Oracle(replace(case.corpus, rules=rules), case.lines)

    for each in broken:
        assert not without(broken - {each}).exists(case.draft, [])
    judged = without(broken)
    for verdict in checked.verdicts:
        respected = judged.exists(case.draft, [verdict.held.id])
        assert (verdict.verdict == Verdict.CROSSED) == (not respected)

"""Laws of repairs: exactly the nearest deals of a list of all deals."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from brute import After, Asked, asked, becoming, disputes, fits, laws
from strategies import incoherent, numbers, related, ties, workspaces, written
from zopa.model.corpus import CHECKED, Kind
from zopa.questions import Completeness, Question
from zopa.questions.check import Verdict, check
from zopa.questions.deals import deals
from zopa.questions.repair import Repair, Repairs, repair
from zopa.solving import Stopped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from strategies import Files

corpora = st.one_of(workspaces(), disputes(), incoherent())

PRICE = {"id": "price", "terms": [{"id": "low"}, {"id": "high"}]}
DATE = {"id": "date", "terms": [{"id": "soon"}, {"id": "late"}]}
LOW = {"chosen": "price/low"}
HIGH = {"chosen": "price/high"}
SOON = {"chosen": "date/soon"}
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
EXTRA = {"id": "extra", "terms": [{"id": "done"}]}
DONE = {"chosen": "extra/done"}
CHEAP_NEEDS_IT = {
    "any": [{"all": [HIGH, {"not": DONE}]}, {"all": [{"not": HIGH}, DONE]}],
}
"""Two repairs, one of which takes the extra."""
NOT_BOTH = {"id": "not-both", "holds": {"not": {"all": [HIGH, SOON]}}}
BOTH = {"choices": {"price": "high", "date": "soon"}}
EITHER_WAY = written([PRICE, DATE], positions=[NOT_BOTH], draft=BOTH)
AS_A_RULE = written(
    [PRICE, DATE, EXTRA],
    rules=[{"id": "needs", "holds": CHEAP_NEEDS_IT}],
    positions=[NOT_BOTH],
    draft=BOTH,
)
AS_A_LINE = written(
    [PRICE, DATE, EXTRA],
    positions=[NOT_BOTH, {"id": "needs", "holds": CHEAP_NEEDS_IT}],
    draft=BOTH,
)
CAPPED = {"cap": {"capped": {"days": 3}}}
MOVED = written(
    [CAP],
    positions=[
        {"id": "more", "holds": {"entity": "agreement", "holds": {"cap": {"at-least": 4}}}}
    ],
    draft={"choices": CAPPED},
)
"""A repair from three days to at least four, of one to five."""
PREFERRED = written(
    [PRICE, DATE],
    positions=[
        {"id": "cheap", "holds": LOW},
        {"id": "early", "holds": SOON, "kind": "preference"},
    ],
    draft={"choices": {"price": "high"}},
)
"""A repair that leaves the issue of the preference undecided."""


def ask(case: Asked, *, keep: Collection[str] = (), limit: int = 1000) -> Repairs:
    """The answer of a new space."""
    return repair(case.space(), case.scenario, case.context, keep=keep, limit=limit)


def changed(case: Asked, found: Repair) -> frozenset[object]:
    """The changed issues with their new choices."""
    return frozenset(
        (each.issue, becoming(case.corpus, each.before, each.after.picks))
        for each in found.changes
    )


def repaired(case: Asked, found: Repair) -> Asked:
    """The draft after the repair."""
    for change in found.changes:
        case = case.choosing(change.after)
    return case


def ways_of(case: Asked, deals_found: Iterable[int]) -> set[frozenset[object]]:
    """The sets of changes that lead to these deals."""
    return {
        frozenset(
            (issue, becoming(case.corpus, choice, scenario[issue]))
            for issue, choice in case.draft.items()
            if not fits(choice, scenario[issue])
        )
        for scenario in (case.world.everything[number] for number in deals_found)
    }


def assert_nearest(
    case: Asked, found: Repairs, expected: tuple[int, Fraction, tuple[int, ...]]
) -> None:
    """Check all nearest repairs, each once, and their common facts."""
    distance, moved, nearest = expected
    event(f"distance {distance}")
    event(f"numbers {'move' if moved else 'stay'}")
    every = ways_of(case, nearest)
    event(f"ways {len(every)}" if len(every) < 9 else "more ways")
    assert found.distance == distance
    assert found.moved in ({None, moved} if not moved else {moved})
    assert found.completeness == Completeness.PROVED
    assert found.total == len(found.repairs) == len(every)
    ways = [changed(case, each) for each in found.repairs]
    assert set(ways) == every
    alike = frozenset[object]().intersection(*ways) if not ways else ways[0].intersection(*ways)
    common = {
        (each.issue, becoming(case.corpus, each.before, each.after.picks))
        for each in found.common
    }
    assert common <= alike
    for issue, then in alike - common:
        assert "a number" in repr(then), issue


# -- the answer equals the definition -----------------------------------------


@laws
@given(st.one_of(corpora, numbers(), related()), st.data())
@example(EITHER_WAY, None)
@example(MOVED, None)
def test_repairs_are_the_deals_that_change_the_fewest_issues_and_move_numbers_least(
    files: Files, data: st.DataObject | None
) -> None:
    """All ways to do so, each once; what is to be kept is kept; none if that allows no deal."""
    case = asked(files)
    issues = st.sampled_from(sorted(case.corpus.issues))
    keep = data.draw(st.one_of(st.just(set[str]()), st.sets(issues))) if data else set[str]()
    kept = {issue: choice for issue, choice in case.draft.items() if issue in keep}
    expected = case.world.repairs(case.lines, case.draft, keep=kept)

    found = ask(case, keep=keep)

    assert found.rules_contradict == (not case.world.completions(kept))
    assert (found.distance is None) == (expected is None)
    assert (found.relaxed is None) == (found.distance is not None or found.rules_contradict)
    if expected is not None:
        assert_nearest(case, found, expected)
    elif found.relaxed is not None:
        assert (found.repairs, found.total, found.common) == ((), 0, ())
        crossed, contended = case.world.set_aside(case.lines, kept)
        assert set(found.relaxed.crossed) == crossed
        assert set(found.relaxed.contended) == contended
        rest = [each for each in case.lines if each.id not in crossed | contended]
        expected = case.world.repairs(rest, case.draft, keep=kept)
        assert expected is not None
        assert_nearest(case, found.relaxed.nearest, expected)
    for each in shown(found):
        assert not {change.issue for change in each.changes} & keep


def shown(found: Repairs) -> Sequence[Repair]:
    """The repairs of a draft, or those with positions left out."""
    return found.repairs if found.relaxed is None else found.relaxed.nearest.repairs


@laws
@given(st.one_of(corpora, numbers(), related()))
@example(  # the date had to change, and the number went from 3 to 1 with it
    written(
        [CAP, DATE],
        positions=[{"id": "soon", "holds": SOON}],
        draft={"choices": {**CAPPED, "date": "late"}},
    )
)
@example(EITHER_WAY)
@example(AS_A_RULE)
@example(AS_A_LINE)
def test_a_repair_is_a_deal_that_changes_what_it_says_and_no_more(files: Files) -> None:
    """The draft with these changes can become the deal that is shown, and others.

    It is the first of those deals, in the order of the corpus.
    """
    case = asked(files)
    zone = case.world.zone(case.lines)

    for each in ask(case).repairs:
        number = case.world.number(each.deal)
        assert number in zone
        assert [change.issue for change in each.changes] == [
            str(issue)
            for issue in case.corpus.issues
            if issue in case.draft and not fits(case.draft[issue], each.deal[issue])
        ]
        for change in each.changes:
            assert change.before == case.draft[change.issue]
            assert change.after.issue == change.issue
        applied = repaired(case, each)
        assert all(fits(choice, each.deal[issue]) for issue, choice in applied.draft.items())
        assert number == case.world.first(case.world.zone(case.lines, applied.draft))
        assert deals(case.space(), applied.scenario, case.context, count=False).exists
        assert ask(applied).distance == 0


@laws
@given(corpora)
def test_a_draft_needs_no_repair_when_a_deal_extends_it(files: Files) -> None:
    """Distance 0 means that there is one, and then there is nothing to change."""
    case = asked(files)

    found = ask(case)

    assert (found.distance == 0) == bool(case.world.zone(case.lines, case.draft))
    if found.distance == 0:
        assert [each.changes for each in found.repairs] == [()]


@laws
@given(corpora, st.sampled_from([[Kind.RED_LINE], [Kind.RED_LINE, Kind.DEMAND]]))
@example(PREFERRED, [Kind.RED_LINE])
def test_a_price_is_what_check_says_of_the_repaired_draft(
    files: Files, hold: list[Kind]
) -> None:
    """Positions that the draft crosses and that are respected, or open, then; any crossed then.

    Those can only be waived ones, of kinds that do not count, or such as are set aside.
    """
    case = asked(files, hold=hold)
    anyway = replace(case.context, waivers=(), hold=CHECKED)
    before = Question(case.space(), case.scenario, case.context).crossed

    for each in shown(ask(case)):
        verdicts = check(case.space(), repaired(case, each).scenario, anyway).verdicts
        expected: dict[str, tuple[list[str], list[str], list[str]]] = {}
        for line in verdicts:
            for party in line.held.position.holders:
                if party not in case.context.table:
                    continue
                lists = expected.setdefault(str(party), ([], [], []))
                if line.verdict == Verdict.CROSSED:
                    lists[2].append(line.held.id)
                elif line.held.id in before:
                    lists[line.verdict == Verdict.OPEN].append(line.held.id)

        assert {
            party: (list(price.relieved), list(price.open), list(price.crossed))
            for party, price in each.prices.items()
        } == {
            party: tuple(map(sorted, lists)) for party, lists in expected.items() if any(lists)
        }


@laws
@given(st.one_of(corpora, ties()), st.integers(1, 3))
def test_a_limit_shows_the_first_of_all_repairs(files: Files, limit: int) -> None:
    """In the same order, and with their number and what all have in common."""
    case = asked(files)

    found, every = ask(case, limit=limit), ask(case)
    if every.relaxed is not None:
        assert found.relaxed is not None
        found, every = found.relaxed.nearest, every.relaxed.nearest

    assert found.repairs == every.repairs[:limit]
    assert (found.distance, found.total) == (every.distance, every.total)
    assert found.common == every.common


@settings(laws, max_examples=20)
@given(corpora)
@example(EITHER_WAY)
def test_to_be_stopped_later_never_says_less(files: Files) -> None:
    """What was found when the time was over is returned."""
    case = asked(files)
    counted: list[int] = []
    for looks in range(40):
        space = case.space()
        space.stop = After(looks)
        try:
            found = repair(space, case.scenario, case.context, limit=1000)
            counted.append(len(found.repairs))
            assert bool(found.repairs) == (found.distance is not None)
            assert found.repairs or found.completeness != Completeness.AT_LEAST
        except Stopped:
            counted.append(-1)

    assert counted == sorted(counted)


@laws
@given(ties())
def test_many_nearest_deals_are_all_counted(files: Files) -> None:
    """However few are shown."""
    case = asked(files)
    expected = case.world.repairs(case.lines, case.draft)
    assert expected is not None

    assert_nearest(case, ask(case), expected)
    assert ask(case, limit=1).total == len(ways_of(case, expected[2]))


# -- edges of the definition --------------------------------------------------


def test_a_number_moves_no_further_than_it_must() -> None:
    """Of three days to at least four: one issue changes, to what a line can bear."""
    found = ask(asked(MOVED))

    assert (found.distance, found.moved) == (1, Fraction(1, 4))
    (one,) = found.repairs
    assert dict(one.deal["cap"][0].parameters) == {"days": 4}


def test_what_is_kept_may_leave_no_way_out() -> None:
    """Then there is no distance, and it is not the rules that are to blame."""
    case = asked(
        written(
            [PRICE],
            positions=[{"id": "cheap", "holds": LOW}],
            draft={"choices": {"price": "high"}},
        )
    )

    assert ask(case).distance == 1
    found = ask(case, keep={"price"})
    assert (found.distance, found.repairs, found.total) == (None, (), 0)
    assert not found.rules_contradict


def test_what_is_kept_may_be_impossible() -> None:
    """Nothing coherent keeps it: that is another answer."""
    rules = [{"id": "rule", "holds": {"not": HIGH}}]
    case = asked(written([PRICE], rules=rules, draft={"choices": {"price": "high"}}))

    assert ask(case, keep={"price"}).rules_contradict
    assert ask(case).distance == 1


def test_every_way_to_repair_is_listed() -> None:
    """Either of two issues may change, each to a term or to silence where that is enough."""
    found = ask(asked(EITHER_WAY))

    assert found.distance == 1
    assert [
        (change.issue, [str(pick.term) for pick in change.after.picks])
        for each in found.repairs
        for change in each.changes
    ] == [("price", []), ("price", ["low"]), ("date", []), ("date", ["late"])]


def test_repairs_come_in_the_order_of_the_corpus_then_of_their_terms() -> None:
    """Whichever was found first."""
    terms = [{"id": each} for each in ("drafted", "mid", "low")]
    names = ["c", "a", "d", "b"]
    holds = {"any": [{"not": {"chosen": f"{each}/drafted"}} for each in names]}
    files = written(
        [{"id": each, "terms": terms} for each in names],
        positions=[{"id": "line", "holds": holds}],
        draft={"choices": dict.fromkeys(names, "drafted")},
    )

    found = ask(asked(files))

    assert [
        (change.issue, [str(pick.term) for pick in change.after.picks])
        for each in found.repairs
        for change in each.changes
    ] == [(name, after) for name in names for after in ([], ["mid"], ["low"])]


def test_prices_come_in_the_order_of_the_parties_names() -> None:
    """Not in that of their positions; so do the positions of each."""
    lines: list[dict[str, Any]] = [
        {"id": name, "party": party, "holds": LOW, "kind": kind}
        for party in ("beta", "alpha")
        for kind in ("red-line", "demand")
        for name in (f"{kind}-two", f"{kind}-one")
    ]
    for line in lines:
        if line["kind"] == "demand":
            line["holds"] = HIGH
    case = asked(
        written([PRICE], positions=lines, draft={"choices": {"price": "high"}}),
        hold=[Kind.RED_LINE],
    )

    for each in ask(case).repairs:
        assert list(each.prices) == ["alpha", "beta"]
        for party, price in each.prices.items():
            assert price.relieved == (f"{party}/red-line-one", f"{party}/red-line-two")
            assert price.crossed == (f"{party}/demand-one", f"{party}/demand-two")

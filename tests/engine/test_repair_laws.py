"""Repairs are exactly the nearest deals, by looking at every deal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from brute import After, Asked, asked, class_of_choice, disputes, fits, laws
from strategies import workspaces, written
from zopa.context import held
from zopa.deals import deals
from zopa.model import CHECKED, Kind
from zopa.question import Completeness
from zopa.repair import MOST_TIES, Repair, Repairs, repair
from zopa.stop import Stopped

if TYPE_CHECKING:
    from collections.abc import Collection

    from strategies import Files

corpora = st.one_of(workspaces(), disputes())

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
"""One way out takes the extra, the other does not."""
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


def ask(case: Asked, *, keep: Collection[str] = (), limit: int = 1000) -> Repairs:
    """The answer of a new space."""
    return repair(case.space(), case.scenario, case.context, keep=keep, limit=limit)


def changed(case: Asked, found: Repair) -> frozenset[object]:
    """The issues that change and the classes of what they become."""
    return frozenset(
        (each.issue, class_of_choice(case.corpus, each.issue, each.after.picks))
        for each in found.changes
    )


# -- the answer equals the definition -----------------------------------------


@laws
@given(corpora, st.data())
def test_repairs_are_the_deals_that_change_the_fewest_issues(
    files: Files, data: st.DataObject
) -> None:
    """All ways to do so, each once; what is to be kept is kept; none if that allows no deal."""
    case = asked(files)
    issues = st.sampled_from(sorted(case.corpus.issues))
    keep = data.draw(st.one_of(st.just(set[str]()), st.sets(issues)))
    kept = {issue: choice for issue, choice in case.draft.items() if issue in keep}
    expected = case.world.repairs(case.lines, case.draft, keep=kept)

    found = ask(case, keep=keep)

    assert found.rules_contradict == (not case.world.completions(kept))
    assert (found.distance is None) == (expected is None)
    if expected is None:
        assert found.repairs == ()
        return
    distance, nearest = expected
    event(f"distance {distance}")
    assert found.distance == distance
    every = {
        frozenset(
            (issue, class_of_choice(case.corpus, issue, scenario[issue]))
            for issue, choice in case.draft.items()
            if not fits(choice, scenario[issue])
        )
        for scenario in (case.world.everything[number] for number in nearest)
    }
    assert len(every) < MOST_TIES
    assert found.completeness == Completeness.PROVED
    assert found.total == len(found.repairs) == len(every)
    assert {changed(case, each) for each in found.repairs} == every
    assert not {each.issue for one in found.repairs for each in one.changes} & keep


@laws
@given(corpora)
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
    """The draft with these changes can become the deal that is shown, and others."""
    case = asked(files)
    zone = case.world.zone(case.lines)

    for each in ask(case).repairs:
        assert case.world.number(each.deal) in zone
        assert [change.issue for change in each.changes] == [
            str(issue)
            for issue in case.corpus.issues
            if issue in case.draft and not fits(case.draft[issue], each.deal[issue])
        ]
        applied = case
        for change in each.changes:
            assert change.before == case.draft[change.issue]
            assert change.after.issue == change.issue
            applied = applied.choosing(change.after)
        assert all(fits(choice, each.deal[issue]) for issue, choice in applied.draft.items())
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
@given(corpora)
def test_a_price_is_what_the_deal_gives_and_costs_a_party(files: Files) -> None:
    """Positions crossed by the draft and not by the deal; any that the deal crosses.

    Those can only be waived ones, and of kinds that do not count.
    """
    case = asked(files, hold=[Kind.RED_LINE, Kind.DEMAND])
    anyway = held(case.corpus, replace(case.context, waivers=(), hold=CHECKED))
    before = case.world.crossed(case.lines, case.draft)

    for each in ask(case).repairs:
        number = case.world.number(each.deal)
        relieved: dict[str, list[str]] = {}
        crossed: dict[str, list[str]] = {}
        for line in anyway:
            for party in {*line.position.holders}.intersection(case.context.table):
                if not case.world.respects(number, line):
                    crossed.setdefault(party, []).append(line.id)
                elif line.id in before:
                    relieved.setdefault(party, []).append(line.id)

        assert {
            party: (list(price.relieved), list(price.crossed))
            for party, price in each.prices.items()
        } == {
            party: (sorted(relieved.get(party, [])), sorted(crossed.get(party, [])))
            for party in sorted({*relieved, *crossed})
        }


@laws
@given(corpora, st.integers(1, 3))
def test_a_limit_shows_the_first_of_all_repairs(files: Files, limit: int) -> None:
    """In the same order, and with their number."""
    case = asked(files)

    found, every = ask(case, limit=limit), ask(case)

    assert [changed(case, each) for each in found.repairs] == [
        changed(case, each) for each in every.repairs[:limit]
    ]
    assert (found.distance, found.total) == (every.distance, every.total)


@settings(laws, max_examples=20)
@given(corpora)
@example(EITHER_WAY)
def test_to_be_stopped_later_never_says_less(files: Files) -> None:
    """What was found when the time was over is returned."""
    case = asked(files)
    shown: list[int] = []
    for looks in range(40):
        space = case.space()
        space.stop = After(looks)
        try:
            found = repair(space, case.scenario, case.context, limit=1000)
            shown.append(len(found.repairs))
            assert bool(found.repairs) == (found.distance is not None)
            assert found.repairs or found.completeness != Completeness.AT_LEAST
        except Stopped:
            shown.append(-1)

    assert shown == sorted(shown)


# -- edges of the definition --------------------------------------------------


def test_a_number_moves_no_further_than_it_must() -> None:
    """Of three days to at least four: one issue changes, to what a line can bear."""
    line = {"id": "more", "holds": {"entity": "agreement", "holds": {"cap": {"at-least": 4}}}}
    case = asked(written([CAP], positions=[line], draft={"choices": CAPPED}))

    found = ask(case)

    assert found.distance == 1
    (one,) = [each for each in found.repairs if each.deal["cap"]]
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
    ] == [(name, after) for name in names for after in ([], ["low"], ["mid"])]


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

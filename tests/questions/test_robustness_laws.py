"""Laws of robustness, compared with the answer under each combination of assumptions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import assume, event, given
from hypothesis import strategies as st

from brute import After, asked, disputes, laws
from strategies import DRAFT, terms_in, workspaces
from zopa.model.conditions import Name
from zopa.model.corpus import Waiver
from zopa.questions import Completeness
from zopa.questions.deals import deals
from zopa.questions.robustness import MOST_FLIPS, OVER, Flip, Over, robustness
from zopa.solving import Stopped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from brute import Asked, Assumed, Lines
    from strategies import Data, Files
    from zopa.questions.robustness import Robustness

MOST = 700
"""Maximum number of combinations to list."""
SINCE = ("2025-01-01", {"earliest": "2025-01-02", "latest": "2025-01-20"})


@st.composite
def doubtful(draw: st.DrawFn) -> Files:
    """A workspace with few positions, most of which depend on varying assumptions."""
    files = draw(disputes(lines=4))
    quarrels = [
        each
        for path, said in files.items()
        if path.startswith("terms/positions/")
        for each in said["positions"]
        if each["id"].startswith("quarrel")
    ]
    terms = draw(st.lists(st.sampled_from(terms_in(files)), min_size=1, max_size=2))
    claims: list[Data] = [{"chosen": each} for each in terms]
    claims += [{"not": each} for each in claims]
    claims += [each["holds"] for each in quarrels if "holds" in each]
    for each in quarrels:
        each["since"] = draw(st.sampled_from((*SINCE, SINCE[0])))
        each["strength"] = draw(st.sampled_from(["declared", "reported", "indicated"]))
        if "holds" in each and draw(st.booleans()):
            each["holds"] = draw(st.sampled_from(claims))
        if "holds" in each and draw(st.integers(0, 3)) == 3:
            each["readings"] = {
                "wide": {"default": True, "holds": each.pop("holds")},
                "narrow": {"holds": draw(st.sampled_from(claims))},
                "third": {"holds": draw(st.sampled_from(claims))},
            }
    waived = draw(st.lists(st.sampled_from(quarrels), max_size=2, unique_by=id))
    files[DRAFT]["waivers"] = [
        {
            "position": f"{each['party']}/{each['id']}",
            "reason": "to see",
            "by": "analyst",
            "expires": draw(st.sampled_from(["2025-01-20", "2025-01-04"])),
        }
        for each in waived
    ]
    return files


corpora = st.one_of(doubtful(), doubtful(), disputes(lines=6), workspaces())
some_over = st.one_of(
    st.sampled_from([OVER, tuple(Over), (Over.TABLE, Over.DOUBTS, Over.READINGS)]),
    st.just(tuple(Over)),
    st.lists(st.sampled_from(Over), unique=True).map(tuple),
)


def ask(
    case: Asked, over: Collection[Over] = tuple(Over), *, limit: int | None = None
) -> Robustness:
    """The answer of a new space."""
    return robustness(case.space(), case.scenario, case.context, over=over, limit=limit)


def listed(case: Asked, over: Collection[Over]) -> list[tuple[Assumed, Lines, bool]]:
    """Every combination, its positions that count, and whether a deal exists."""
    every = []
    for each in case.combinations(over):
        every.append(each)
        assume(len(every) <= MOST)
    deals = case.world.agreeing([lines for _, lines in every], case.draft)
    return [(*each, deal) for each, deal in zip(every, deals, strict=True)]


def forced(case: Asked, with_deal: Iterable[Lines]) -> Counter[tuple[str, str]]:
    """For each term of an undecided issue, in how many combinations all deals have it."""
    found: Counter[tuple[str, str]] = Counter()
    for lines in with_deal:
        deals = [case.world.everything[each] for each in case.world.zone(lines, case.draft)]
        first = {
            (issue, pick.term)
            for issue, picks in deals[0].items()
            if issue not in case.draft
            for pick in picks
        }
        found.update(
            (issue, term)
            for issue, term in first
            if all(term in {pick.term for pick in deal[issue]} for deal in deals)
        )
    return found


def present(found: Robustness) -> Assumed:
    """The present value of each assumption."""
    return {(each.over, each.name): each.present for each in found.assumptions}


@laws
@given(corpora, some_over)
def test_all_is_as_listing_every_combination_says(files: Files, over: tuple[Over, ...]) -> None:
    """Deals, what each position does, what decides, and the smallest flips."""
    stated = asked(files)
    for case in (stated, stated.nothing_chosen()):
        found = ask(case, over)
        assume(found.combinations <= MOST)
        if not case.world.completions(case.draft):
            assert found.rules_contradict
            continue
        every = listed(case, over)
        answers = {tuple(sorted(each.items())): deal for each, _, deal in every}
        now = present(found)
        event(f"{len(found.assumptions)} assumptions, answers {set(answers.values())}")

        assert found.over == tuple(each for each in Over if each in over)
        assert found.completeness is Completeness.PROVED
        assert found.combinations == len(every)
        assert found.at_least == found.at_most == sum(answers.values())
        assert found.deal == answers[tuple(sorted(now.items()))]
        at_present = next(lines for each, lines, _ in every if each == now)
        assert list(at_present) == list(case.lines)
        for one in found.positions:
            lines = [line for _, some, _ in every for line in some if line.id == one.name]
            assert one.counts == len(lines) > 0
            assert one.crossed == sum(
                case.world.verdict(case.draft, line) == "crossed" for line in lines
            )
        assert {one.name for one in found.positions} == {
            line.id for _, lines, _ in every for line in lines
        }
        for each in found.assumptions:
            key = each.over, each.name
            rest = [{k: v for k, v in some.items() if k != key} for some, _, _ in every]
            others = {tuple(sorted(some.items())) for some in rest}
            turning = [
                {answers[tuple(sorted((*some, (key, value))))] for value in each.values}
                for some in others
            ]
            assert each.others == len(others)
            assert each.decides == sum(len(answer) == 2 for answer in turning)
            assert each.deals == tuple(
                sum(deal for some, _, deal in every if some[key] == value)
                for value in each.values
            )
        assert found.forced is not None
        terms = {(each.issue, each.term): each.forced for each in found.forced}
        assert terms == forced(case, [lines for _, lines, deal in every if deal])
        assert list(terms.values()) == sorted(terms.values(), reverse=True)
        turned = [
            frozenset(Flip(*key, v) for key, v in each.items() if v != now[key])
            for each, _, deal in every
            if deal != found.deal
        ]
        least = min(map(len, turned), default=0)
        smallest = {each for each in turned if len(each) == least}
        assert found.flips is not None
        assert len(found.flips) == min(len(smallest), MOST_FLIPS)
        assert set(map(frozenset, found.flips)) <= smallest
        assert found.more_flips == (len(smallest) > MOST_FLIPS)


@laws
@given(corpora)
def test_assumptions_are_sorted_by_how_often_they_decide(files: Files) -> None:
    """Then as `Over` has them, then by name; flips are in that order of assumptions too."""
    found = ask(asked(files))
    if found.rules_contradict:
        return
    order = list(Over)

    def place(each: Flip) -> tuple[int, str]:
        return order.index(each.over), each.name

    keys = [(-x.share, order.index(x.over), x.name) for x in found.assumptions]
    assert keys == sorted(keys)
    assert all(isinstance(each.share, Fraction) for each in found.assumptions)
    for flip in found.flips or ():
        assert list(flip) == sorted(flip, key=place)


@laws
@given(corpora, some_over)
def test_a_flip_really_flips(files: Files, over: tuple[Over, ...]) -> None:
    """Asked again under the changed assumptions, as far as a user can state them."""
    case = asked(files)
    stated = {Over.READINGS, Over.TABLE, Over.DOUBTS}.intersection(over)
    found = ask(case, tuple(stated))
    if found.rules_contradict:
        return
    for flip in found.flips or ():
        away = {each.name for each in flip if each.over is Over.TABLE}
        read = {each.name: each.value for each in flip if each.over is Over.READINGS}
        out = [each.name for each in flip if each.over is Over.DOUBTS]
        context = replace(
            case.context,
            table=tuple(each for each in case.context.table if each not in away),
            readings={**case.context.readings, **read},
            waivers=(
                *case.context.waivers,
                *(Waiver(Name(each), "weak", "analyst") for each in out),
            ),
        )
        again = deals(case.space(), case.scenario, context, examples=0, count=False)
        assert again.exists != found.deal


@laws
@given(corpora, st.integers(0, 3), st.integers(1, 40))
def test_what_is_stopped_or_limited_gives_bounds(files: Files, limit: int, looks: int) -> None:
    """The whole answer lies between them; what is not known is not guessed."""
    case = asked(files)
    whole = ask(case)
    if whole.rules_contradict:
        return
    some = [ask(case, limit=limit)]
    space = case.space()
    with After(looks) as stop:
        space.stop = stop
        try:
            some.append(robustness(space, case.scenario, case.context, over=tuple(Over)))
        except Stopped:
            event("nothing known")
    for found in some:
        event(f"{found.completeness}")
        assert found.at_least <= whole.at_least <= found.at_most
        assert found.deal == whole.deal
        assert found.positions == whole.positions
        assert found.combinations == whole.combinations
        if found.completeness is Completeness.PROVED:
            assert found == whole
        else:
            assert found.flips in {None, whole.flips}
            assert found.forced is None
            decides = {x.decides for x in found.assumptions}
            assert decides <= {None} or found.assumptions == whole.assumptions


@laws
@given(corpora)
def test_where_nothing_is_varied_there_is_the_answer_of_deals(files: Files) -> None:
    """One combination: the present one."""
    case = asked(files)
    found = ask(case, ())
    if found.rules_contradict:
        return
    there = deals(case.space(), case.scenario, case.context, examples=0, count=False)
    assert (found.combinations, found.assumptions, found.flips) == (1, (), ())
    assert found.at_least == found.at_most == int(there.exists) == int(found.deal)

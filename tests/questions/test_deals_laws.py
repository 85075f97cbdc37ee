"""Laws of deals: existence, count and shares equal those of a list of all deals."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from brute import asked, disputes, fits, laws
from oracle import Oracle, drafted, generated
from strategies import bounded, related, workspaces, written
from zopa.model.conditions import Name
from zopa.model.context import context_of, held
from zopa.model.corpus import UNLIMITED, Waiver
from zopa.questions import NOTHING_CHOSEN, Completeness, Question
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import conflicts
from zopa.questions.deals import Deals, deals
from zopa.questions.options import Mark, options
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from brute import Asked
    from strategies import Files
    from zopa.model.evaluate import Complete

corpora = st.one_of(workspaces(), disputes())
judged = st.one_of(workspaces(relations=False), disputes(relations=False), related(), bounded())

PRICE = {"id": "price", "terms": [{"id": "low"}, {"id": "high"}]}
LOW = {"chosen": "price/low"}
HIGH = {"chosen": "price/high"}
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
THREE_DAYS = written([CAP], draft={"choices": {"cap": {"capped": {"days": 3}}}})


def ask(case: Asked, *, examples: int = 3) -> Deals:
    """The answer of a new space."""
    return deals(case.space(), case.scenario, case.context, examples=examples)


# -- the answer equals the definition -----------------------------------------


@laws
@given(corpora)
def test_deals_are_counted_as_they_are_listed(files: Files) -> None:
    """By their outlines, the values of numbers set aside; coherent completions likewise."""
    case = asked(files)
    for each in (case, case.nothing_chosen()):
        found = ask(each, examples=0)

        assert found.completeness == Completeness.PROVED
        assert found.exists == bool(each.world.zone(each.lines, each.draft))
        assert found.rules_contradict == (not each.world.completions(each.draft))
        assert found.count == each.world.count(each.lines, each.draft)
        assert found.coherent == each.world.count((), each.draft)


@laws
@given(corpora)
def test_a_share_is_the_part_of_the_deals_that_have_the_term(files: Files) -> None:
    """As an exact fraction, for every term; there is none without deals."""
    case = asked(files)
    for each in (case, case.nothing_chosen()):
        found = ask(each, examples=0)

        assert found.shares == {
            (str(issue.id), term): share
            for issue in each.corpus.issues.values()
            for term in issue.terms
            if (share := each.world.share(each.lines, issue.id, term, each.draft)) is not None
        }


@laws
@given(corpora)
def test_a_share_of_one_is_forced_and_of_none_is_excluded(files: Files) -> None:
    """With nothing chosen marks and shares say the same of every term."""
    case = asked(files).nothing_chosen()
    space = case.space()

    found = deals(space, case.scenario, case.context)
    marks = options(space, case.scenario, case.context, count=True)

    assert marks.exists == found.exists
    if found.exists:
        assert {
            (each.issue, each.term): {Mark.FORCED: 1, Mark.EXCLUDED: 0}.get(each.mark)
            for each in marks.marks
        } == {key: int(each) if each in {0, 1} else None for key, each in found.shares.items()}
        assert marks.left is not None
        assert found.count is not None
        assert marks.left == {key: each * found.count for key, each in found.shares.items()}


@laws
@given(corpora, st.data())
def test_the_diagram_counts_every_option_in_three_ways_alike(
    files: Files, data: st.DataObject
) -> None:
    """By one walk, by a conjunction for each option, and by listing; whatever lines count."""
    case = asked(files)
    question = Question(case.space(), case.scenario, case.context)
    counter = question.space.counter
    for _ in range(2):
        lines = [line for line in case.lines if data.draw(st.booleans())]
        issues = [issue for issue in case.draft if data.draw(st.booleans())]
        draft = {issue: case.draft[issue] for issue in issues}
        nodes = [question.every_line[line.id] for line in lines]

        found = counter.scenarios([*question.given(issues), *nodes])

        assert found.count() == case.world.count(lines, draft)
        counts = found.by_option()
        for issue in case.corpus.issues.values():
            for term in issue.terms:
                deals_with = [
                    number
                    for number in case.world.zone(lines, draft)
                    if case.world.has(number, issue.id, term)
                ]
                expected = len(case.world.outlines(deals_with))
                node = question.space.problem.chosen(issue.id, term)
                assert found.having([node]).count() == expected
                assert counts.get((str(issue.id), term), 0) == expected


@laws
@given(judged)
def test_a_deal_exists_where_the_oracle_finds_one(files: Files) -> None:
    """Another program, of another kind, from the same corpus; so do coherent completions."""
    case = asked(files)
    oracle = Oracle(case.corpus, case.lines)
    for each in (case, case.nothing_chosen()):
        found = deals(each.space(), each.scenario, each.context, count=False)

        names = [line.id for line in each.lines]
        assert found.exists == oracle.exists(each.draft, names)
        assert found.rules_contradict != oracle.exists(each.draft, [])


@laws
@given(judged)
def test_the_oracle_counts_as_many_deals(files: Files) -> None:
    """With its own program, projected to what is not a number; coherent completions too."""
    case = asked(files)
    oracle = Oracle(case.corpus, case.lines)
    for each in (case, case.nothing_chosen()):
        found = deals(each.space(), each.scenario, each.context, examples=0)

        names = [line.id for line in each.lines]
        assert found.count == oracle.count(each.draft, names)
        assert found.coherent == oracle.count(each.draft, [])


@pytest.mark.parametrize(("issues", "unplanted"), [(20, 0), (30, 10), (40, 12)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_deal_exists_in_a_large_space_where_the_oracle_finds_one(
    issues: int, unplanted: int, seed: int
) -> None:
    """Of drafts near a deal and further off; a conflict cannot hold, less than one can."""
    chance = Random(seed)  # repeatable, not secret
    corpus = generated(issues, seed, unplanted=unplanted)
    space = Space(Problem(corpus))
    context = context_of(corpus)
    oracle = Oracle(corpus, held(corpus, context))
    names = [line.id for line in held(corpus, context)]
    coherent = deals(space, NOTHING_CHOSEN, context_of(corpus, waive=names), count=False)
    assert oracle.exists({}, names) == deals(space, NOTHING_CHOSEN, context, count=False).exists
    for slips in range(5):
        near = coherent.examples[0]
        draft = drafted(corpus, near, chance, part=chance.random() / 2, slips=slips)
        found = deals(space, draft, context, count=False)

        assert found.exists == oracle.exists(draft.choices, names)
        assert found.rules_contradict != oracle.exists(draft.choices, [])
        for each in conflicts(space, draft, context, limit=3).conflicts:
            assert not oracle.exists(draft.choices, each)
            for left_out in each:
                assert oracle.exists(draft.choices, [x for x in each if x != left_out])
        for way_out in concessions(space, draft, context, limit=3).concessions:
            kept = [name for name in names if name not in way_out]
            assert oracle.exists(draft.choices, kept)
            for back in way_out:
                assert not oracle.exists(draft.choices, [*kept, back])


# -- examples -----------------------------------------------------------------


@laws
@given(corpora)
def test_examples_are_different_deals(files: Files) -> None:
    """As many as were asked for where there are so many, no two of one outline."""
    case = asked(files)
    for each in (case, case.nothing_chosen()):
        zone = each.world.zone(each.lines, each.draft)
        for number in (1, 4):
            shown = ask(each, examples=number).examples

            outlines = each.world.outlines(each.world.number(deal) for deal in shown)
            assert len(outlines) == len(shown) == min(number, len(each.world.outlines(zone)))
            assert {each.world.number(deal) for deal in shown} <= set(zone)


@laws
@given(corpora)
@example(THREE_DAYS)  # shown with the least number of the piece that the draft's is in
def test_examples_are_completions_of_the_draft(files: Files) -> None:
    """They keep its choices with the very numbers that it gives."""
    case = asked(files)

    for deal in ask(case).examples:
        assert all(fits(choice, deal[issue]) for issue, choice in case.draft.items())


@laws
@given(corpora)
@example(THREE_DAYS)
def test_numbers_of_an_example_are_the_least_that_are_possible(files: Files) -> None:
    """Of the deals with its outline, in corpus order; so no idle threshold moves them."""
    case = asked(files).nothing_chosen()
    zone = case.world.zone(case.lines, case.draft)

    for deal in ask(case).examples:
        number = case.world.number(deal)
        alike = [x for x in zone if case.world.outlines([x]) == case.world.outlines([number])]
        assert number == min(alike, key=lambda x: numbers(case.world.everything[x]))


@laws
@given(corpora)
@example(THREE_DAYS)
def test_examples_are_stated_whatever_was_asked_before(files: Files) -> None:
    """Each is the first of the deals that are left, what is shown least before the rest."""
    case = asked(files)
    space = case.space()
    for each in (case, case.nothing_chosen()):
        concessions(space, each.scenario, each.context)
        options(space, each.scenario, each.context)

        found = deals(space, each.scenario, each.context, examples=4, count=False)

        zone = each.world.examples(each.world.zone(each.lines, each.draft))
        assert list(map(each.world.number, found.examples)) == list(islice(zone, 4))


def numbers(scenario: Complete) -> list[list[float]]:
    """The numbers of a scenario, term by term in corpus order."""
    return [
        [
            math.inf if value == UNLIMITED else int(value)
            for value in pick.parameters.values()
            if type(value) is int or value == UNLIMITED
        ]
        for picks in scenario.values()
        for pick in picks
    ]


# -- more lines, fewer deals --------------------------------------------------


@laws
@given(corpora)
def test_waiving_a_line_never_takes_deals_away(files: Files) -> None:
    """Nor does a line, added, ever bring any; what it takes away is its gain."""
    case = asked(files)
    space = case.space()
    before = deals(space, case.scenario, case.context, examples=0)

    for line in case.lines:
        waivers = (*case.context.waivers, Waiver(Name(line.id)))
        context = replace(case.context, waivers=waivers)
        after = deals(space, case.scenario, context, examples=0)

        assert after.count is not None
        assert before.count is not None
        gained = after.count - before.count
        assert gained == case.world.gain(case.lines, line, case.draft) >= 0
        assert after.exists >= before.exists
        assert after.coherent == before.coherent


# -- edges of the definition --------------------------------------------------


def test_rules_that_contradict_each_other_are_not_the_parties_doing() -> None:
    """Nothing is coherent: another answer than that there is no deal."""
    rules = [{"id": "a", "holds": LOW}, {"id": "b", "holds": HIGH}]

    found = ask(asked(written([PRICE], rules=rules)))

    assert found.rules_contradict
    assert (found.exists, found.count, found.coherent) == (False, 0, 0)
    assert found.shares == {}
    assert found.examples == ()


def test_no_deal_has_no_shares() -> None:
    """Part of nothing is not a number, so no term is always or never in a deal."""
    positions = [{"id": "a", "holds": LOW}, {"id": "b", "party": "beta", "holds": HIGH}]

    found = ask(asked(written([PRICE], positions=positions)))

    assert not found.rules_contradict
    assert (found.exists, found.count, found.coherent) == (False, 0, 3)
    assert found.shares == {}


def test_silence_is_a_way_to_decide_an_issue() -> None:
    """Two terms and silence: three deals, each term in a third of them."""
    found = ask(asked(written([PRICE])))

    assert found.count == 3
    assert set(found.shares.values()) == {Fraction(1, 3)}


def test_an_issue_that_does_not_arise_does_not_multiply() -> None:
    """It can only be silent then, which is one way."""
    inactive = {"id": "date", "terms": [{"id": "soon"}, {"id": "late"}], "applies-when": LOW}

    found = ask(asked(written([PRICE, inactive])))

    assert found.count == 3 + 1 + 1


def test_numbers_are_not_counted() -> None:
    """A cap of some days, and silence: two outlines, wherever a line draws its threshold."""
    line = {"id": "few", "holds": {"entity": "agreement", "holds": {"cap": {"at-most": 3}}}}

    assert ask(asked(written([CAP]))).count == 2
    assert ask(asked(written([CAP], positions=[line]))).count == 1
    assert ask(asked(written([CAP], positions=[line]))).coherent == 2

"""Laws of options: status, counts and reasons, compared with all complete scenarios."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from brute import asked, disputes, laws
from oracle import Oracle, drafted, generated
from strategies import Files, incoherent, workspaces, written
from zopa.model.conditions import Name
from zopa.model.context import context_of, held
from zopa.model.corpus import Choice, Pick, Waiver
from zopa.questions import NOTHING_CHOSEN
from zopa.questions.check import check
from zopa.questions.conflicts import conflicts
from zopa.questions.deals import deals
from zopa.questions.options import Mark, options, why
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from brute import Asked, Target
    from zopa.questions.options import Marked, Options

corpora = st.one_of(workspaces(), disputes(), incoherent())

PRICE = {"id": "price", "terms": [{"id": "low"}, {"id": "high"}]}
DATE = {"id": "date", "terms": [{"id": "soon"}, {"id": "late"}]}
LOW = {"chosen": "price/low"}
HIGH = {"chosen": "price/high"}
SOON = {"chosen": "date/soon"}


def ask(case: Asked, *, count: bool = False) -> Options:
    """The answer of a new space."""
    return options(case.space(), case.scenario, case.context, count=count)


def marks(found: Options) -> dict[str, tuple[str, str | None]]:
    """The status of each `issue/term`, and its cause."""
    return {f"{each.issue}/{each.term}": (str(each.mark), each.by) for each in found.marks}


# -- the answer equals the definition -----------------------------------------


@laws
@given(corpora)
def test_marks_are_what_the_deals_say(files: Files) -> None:
    """Of every term, given the choices on other issues and the lines not set aside."""
    case = asked(files).setting_aside()
    counting = case.world.counting(case.lines, case.draft)

    found = ask(case)

    assert [(each.issue, each.term) for each in found.marks] == [
        (issue.id, term) for issue in case.corpus.issues.values() for term in issue.terms
    ]
    for each in found.marks:
        expected = case.world.mark(counting, case.draft, each.issue, each.term)
        assert (str(each.mark), each.by) == expected


@laws
@given(corpora)
def test_lines_are_set_aside_only_where_there_is_no_deal(files: Files) -> None:
    """Those crossed, and those of the rest that stand in a conflict; what is left can hold."""
    case = asked(files).setting_aside()
    world, lines, draft = case.world, case.lines, case.draft

    found = ask(case)

    assert found.coherent == (not world.aside)
    assert found.exists == (found.coherent and bool(world.zone(lines, draft)))
    assert (found.crossed, found.contended) == tuple(
        tuple(sorted(each)) for each in world.set_aside(lines, draft)
    )
    event(f"crossed {bool(found.crossed)}, contended {bool(found.contended)}")
    if found.exists:
        assert found.crossed == found.contended == ()
    assert world.zone(world.counting(lines, draft), draft)


@laws
@given(corpora)
def test_a_term_crosses_what_fails_with_it_whatever_else_is_settled(files: Files) -> None:
    """Of the lines that are set aside, given the draft's choices on other issues."""
    case = asked(files).setting_aside()
    aside = [
        line for line in case.lines if line not in case.world.counting(case.lines, case.draft)
    ]

    found = ask(case)

    event(f"{len(aside)} set aside")
    for issue in case.corpus.issues.values():
        for term in issue.terms:
            expected = case.world.crosses(aside, case.draft, issue.id, term)
            assert found.crosses.get((str(issue.id), str(term)), ()) == expected


@laws
@given(corpora)
def test_deals_left_are_counted_for_every_term(files: Files) -> None:
    """Of a term chosen, too: how many would be left had it been chosen."""
    case = asked(files).setting_aside()
    counting = case.world.counting(case.lines, case.draft)

    found = ask(case, count=True)

    assert found.left == {
        (each.issue, each.term): case.world.left(counting, case.draft, each.issue, each.term)
        for each in found.marks
    }
    for each in found.marks:
        assert (found.left[each.issue, each.term] == 0) == (
            not case.world.left(counting, case.draft, each.issue, each.term)
        )
    assert found == replace(ask(case), left=found.left)


@pytest.mark.parametrize("issues", [20, 30, 40])
@pytest.mark.parametrize("seed", [1, 2])
def test_marks_of_a_large_space_are_the_oracles_consequences(issues: int, seed: int) -> None:
    """Excluded is what is in no answer set, forced what is in all: brave and cautious."""
    chance = Random(seed)  # repeatable, not secret
    corpus = generated(issues, seed, unplanted=4)
    space = Space(Problem(corpus))
    context = context_of(corpus)
    lines = held(corpus, context)
    oracle = Oracle(corpus, lines)
    coherent = deals(
        space, NOTHING_CHOSEN, context_of(corpus, waive=[x.id for x in lines]), count=False
    )
    for part in (0, 0.2, 0.6):
        draft = drafted(corpus, coherent.examples[0], chance, part=part)

        found = options(space, draft, context)

        assert found.coherent
        counting = [
            line.id for line in lines if line.id not in {*found.crossed, *found.contended}
        ]
        assert all(not oracle.exists(draft.choices, [name]) for name in found.crossed)
        groups = [{str(issue) for issue in corpus.issues if issue not in draft.choices}]
        groups += [{issue} for issue in sorted(draft.choices)[:3]]
        for group in groups:
            others = {name: each for name, each in draft.choices.items() if name not in group}
            possible = oracle.consequences(others, counting, "brave")
            forced = oracle.consequences(others, counting, "cautious")
            coherently = oracle.consequences(others, [], "brave")
            for each in found.marks:
                term = each.issue, each.term
                if each.issue in group:
                    assert (each.mark == Mark.EXCLUDED) == (term not in possible)
                    assert (each.mark == Mark.FORCED) == (term in forced)
                if each.issue in group and each.mark == Mark.EXCLUDED:
                    assert (each.by == "rules") == (term not in coherently)


# -- reasons ------------------------------------------------------------------


@laws
@given(corpora, st.data())
def test_a_reason_is_enough_and_nothing_can_be_missed(
    files: Files, data: st.DataObject
) -> None:
    """It speaks of the draft's choices on other issues and of lines that count, no more."""
    case = asked(files).setting_aside()
    space = case.space()
    every = options(space, case.scenario, case.context).marks
    counting = {line.id: line for line in case.world.counting(case.lines, case.draft)}

    for each in data.draw(st.lists(st.sampled_from(every), min_size=3, max_size=3)):
        found = why(space, case.scenario, case.context, each.issue, each.term)

        assert (found is None) == (each.mark == Mark.POSSIBLE)
        if found is None:
            continue
        assert found.marked == each
        assert {*found.choices} <= {*case.draft} - {each.issue}
        assert {*found.positions} <= {*counting}
        assert bool(found.positions) == (each.by == "positions")
        parts = [*found.choices, *found.positions]
        assert entailed(case, each, parts)
        assert not any(
            entailed(case, each, [part for part in parts if part != one]) for one in parts
        )
        if len(parts) > 1:
            others = [*({*case.draft} - {each.issue}), *(counting if found.positions else ())]
            assert not any(entailed(case, each, [part]) for part in others)


def entailed(case: Asked, marked: Marked, parts: list[str]) -> bool:
    """Whether these choices and positions are sufficient for the status."""
    return case.world.entails(
        [line for line in case.lines if line.id in parts],
        {issue: case.draft[issue] for issue in parts if issue in case.draft},
        marked.issue,
        marked.term,
        marked.mark.value,
    )


@laws
@given(corpora, st.data())
def test_a_reason_names_the_rules_and_effects_that_carry_it(
    files: Files, data: st.DataObject
) -> None:
    """With them no scenario defies the mark; without any one of them some does."""
    case = asked(files).setting_aside()
    space = case.space()
    every = options(space, case.scenario, case.context).marks
    settled = [each for each in every if each.mark != Mark.POSSIBLE]
    assume(settled)
    each = data.draw(st.sampled_from(settled))
    target: Target = (each.issue, each.term, each.mark.value)

    found = why(space, case.scenario, case.context, each.issue, each.term)

    assert found is not None
    lines = [line for line in case.lines if line.id in found.positions]
    draft = {issue: case.draft[issue] for issue in found.choices}
    clauses = [(str(clause.nature), clause.name) for clause in found.clauses]
    event(f"{len(clauses)} clauses")
    assert case.world.carries(lines, draft, target, clauses, strict=False)
    for clause in clauses:
        rest = [one for one in clauses if one != clause]
        assert not case.world.carries(lines, draft, target, rest, strict=True)


# -- choosing what is marked --------------------------------------------------


@laws
@given(corpora, st.data())
def test_to_choose_what_is_marked_does_what_the_mark_says(
    files: Files, data: st.DataObject
) -> None:
    """Possible and forced keep a deal; excluded leaves none, and that is the choice's doing."""
    case = asked(files)
    found = ask(case)
    assume(found.coherent)
    aside = [Waiver(Name(each)) for each in (*found.crossed, *found.contended)]
    context = replace(case.context, waivers=(*case.context.waivers, *aside))
    each = data.draw(st.sampled_from(found.marks))
    world = case.world
    others = {issue: choice for issue, choice in case.draft.items() if issue != each.issue}
    counting = world.counting(case.lines, case.draft)
    deals_with = [
        number
        for number in world.zone(counting, others)
        if world.has(number, each.issue, each.term)
    ]
    picks: tuple[Pick, ...] = (Pick(Name(each.term)),)
    if deals_with:
        picks = world.everything[deals_with[0]][each.issue]
    chosen = case.choosing(Choice(Name(each.issue), picks))

    after = deals(case.space(), chosen.scenario, context, count=False)

    assert after.exists == (each.mark != Mark.EXCLUDED)
    without = replace(case.scenario, choices=others)
    if each.mark != Mark.EXCLUDED or not world.zone(counting, others):
        return
    assert deals(case.space(), without, context, count=False).exists
    clash = check(case.space(), chosen.scenario, context).clash
    if clash is not None:
        assert each.issue in clash.choices
    else:
        assert each.by == "positions"
        assert conflicts(case.space(), chosen.scenario, context).conflicts
        assert not conflicts(case.space(), without, context).conflicts


# -- edges of the definition --------------------------------------------------


def test_what_a_draft_chose_is_judged_by_its_other_choices() -> None:
    """The choice itself forces nothing: the other term is as possible as it was."""
    case = asked(written([PRICE, DATE], draft={"choices": {"price": "low"}}))

    assert {mark for mark, _ in marks(ask(case)).values()} == {"possible"}


def test_marks_of_a_draft_that_crosses_a_line_speak_of_the_other_lines() -> None:
    """The line crossed is named and set aside; else every term would be excluded."""
    positions = [{"id": "cheap", "holds": LOW}, {"id": "soon", "holds": SOON}]
    case = asked(
        written([PRICE, DATE], positions=positions, draft={"choices": {"price": "high"}})
    )

    found = ask(case, count=True)

    assert (found.crossed, found.contended) == (("alpha/cheap",), ())
    assert not found.exists
    assert marks(found) == {
        "price/low": ("possible", None),
        "price/high": ("possible", None),
        "date/soon": ("forced", "positions"),
        "date/late": ("excluded", "positions"),
    }
    assert found.left == {
        ("price", "low"): 1,
        ("price", "high"): 1,
        ("date", "soon"): 1,
        ("date", "late"): 0,
    }


def test_lines_that_clash_are_set_aside_together() -> None:
    """Neither of them is at fault, so neither is spoken of; the third one is."""
    positions = [
        {"id": "cheap", "holds": LOW},
        {"id": "dear", "party": "beta", "holds": HIGH},
        {"id": "soon", "holds": SOON},
    ]

    found = ask(asked(written([PRICE, DATE], positions=positions)))

    assert (found.crossed, found.contended) == ((), ("alpha/cheap", "beta/dear"))
    assert marks(found)["price/low"] == ("possible", None)
    assert marks(found)["date/soon"] == ("forced", "positions")


def test_rules_and_positions_that_exclude_are_told_apart() -> None:
    """What no coherent draft can have is excluded by rules, whoever objects to it too."""
    rule = {"id": "rule", "holds": {"not": HIGH}}
    positions = [{"id": "cheap", "holds": LOW}, {"id": "soon", "holds": SOON}]
    case = asked(written([PRICE, DATE], rules=[rule], positions=positions))

    found = marks(ask(case))

    assert found["price/high"] == ("excluded", "rules")
    assert found["date/late"] == ("excluded", "positions")
    reason = why(case.space(), case.scenario, case.context, "price", "high")
    assert reason is not None
    assert (reason.choices, reason.positions) == ((), ())
    assert [(each.nature, each.name) for each in reason.clauses] == [("rule", "rule")]


def test_of_rules_that_contradict_each_other_the_later_is_set_aside() -> None:
    """What is left says which terms are possible; a deal there is not."""
    rules = [{"id": "a", "holds": LOW}, {"id": "b", "holds": HIGH}]
    positions = [{"id": "dear", "holds": HIGH}]

    found = ask(asked(written([PRICE], rules=rules, positions=positions)), count=True)

    assert (found.coherent, found.exists) == (False, False)
    assert (found.crossed, found.contended) == (("alpha/dear",), ())
    assert marks(found) == {
        "price/low": ("forced", "rules"),
        "price/high": ("excluded", "rules"),
    }
    assert found.left == {("price", "low"): 1, ("price", "high"): 0}
    assert found.crosses == {("price", "low"): ("alpha/dear",)}


def test_no_reason_names_a_line_that_is_set_aside() -> None:
    """Two that clash would be a reason for anything."""
    positions = [
        {"id": "cheap", "holds": LOW},
        {"id": "dear", "party": "beta", "holds": HIGH},
        {"id": "some-day", "party": "gamma", "holds": {"not": {"silent": "date"}}},
        {"id": "soon", "party": "gamma", "holds": {"not": {"chosen": "date/late"}}},
    ]
    case = asked(written([PRICE, DATE], positions=positions))

    found = why(case.space(), case.scenario, case.context, "date", "soon")

    assert found is not None
    assert found.positions == ("gamma/some-day", "gamma/soon")


@pytest.mark.parametrize("names", ["ab", "ba"])
def test_of_two_rules_that_carry_a_reason_the_first_by_name_is_given(names: str) -> None:
    """In whatever order the corpus has them."""
    rules = [{"id": each, "chosen": "price/low", "excludes": SOON} for each in names]
    case = asked(written([PRICE, DATE], rules=rules, draft={"choices": {"price": "low"}}))

    found = why(case.space(), case.scenario, case.context, "date", "soon")

    assert found is not None
    assert [each.name for each in found.clauses] == ["a"]

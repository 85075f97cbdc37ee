"""Laws of `check`, compared with all complete scenarios of small corpora."""

from __future__ import annotations

import copy
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from brute import World, asked, choices_of
from strategies import (
    DRAFT,
    PARTIES,
    Data,
    Files,
    drafts,
    incoherent,
    load,
    spelled_out,
    workspaces,
    written,
)
from zopa.model.conditions import Name
from zopa.model.context import Context, Held, context_of, held
from zopa.model.corpus import Choice, Corpus, Kind, Pick, Scenario, Waiver
from zopa.questions.check import Checked, Verdict, check
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from zopa.model.evaluate import Complete

laws = settings(max_examples=75)
HOLD = (Kind.RED_LINE, Kind.DEMAND, Kind.PREFERENCE, Kind.OFFER)


def opened(files: Files) -> tuple[Corpus, Scenario, Context]:
    """The corpus, the draft and its context, with all checked kinds."""
    corpus, scenarios = load(files)
    scenario = scenarios["draft"]
    return corpus, scenario, context_of(corpus, scenario, hold=HOLD)


def checked(files: Files) -> Checked:
    """The answer of `check` on the draft."""
    corpus, scenario, context = opened(files)
    return check(Space(Problem(corpus)), scenario, context)


def reasons(found: Checked) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """The issues that each verdict names."""
    return {
        each.held.id: (frozenset(each.because), frozenset(each.hangs_on))
        for each in found.verdicts
    }


def decided(complete: Complete) -> Mapping[str, Choice]:
    """The draft with all choices of the scenario."""
    return {issue: Choice(Name(issue), picks) for issue, picks in complete.items()}


def renaming(data: Any, new: Mapping[str, str]) -> Any:
    """The data with new names for ids, `issue/term` and `party/position` included."""
    if isinstance(data, dict):
        return {renaming(key, new): renaming(value, new) for key, value in data.items()}
    if isinstance(data, list | set):
        return type(data)(renaming(each, new) for each in data)
    if isinstance(data, str) and type(data) is not Verdict:
        return "/".join(new.get(part, part) for part in data.split("/"))
    return data


def said(found: Checked) -> dict[str, object]:
    """The answer as plain data, in no order.

    Without the verdicts on an incoherent draft: of the rules that it breaks those are set
    aside first whose names come last.
    """
    return {
        "coherent": found.coherent,
        "deal": found.deal,
        "verdicts": {each.held.id: each.verdict for each in found.verdicts if found.coherent},
        "possibly": {str(each.id) for each in found.possibly},
        "waived": {str(each.position) for each in found.waived},
    }


# -- the answer equals the definition -----------------------------------------


@laws
@given(workspaces() | incoherent())
def test_verdicts_and_the_deal_are_what_all_completions_say(files: Files) -> None:
    """Over every parameter value; of an incoherent draft with what it breaks set aside."""
    case = asked(files, hold=HOLD)
    aside = case.setting_aside()

    found = check(case.space(), case.scenario, case.context)

    assert found.coherent == bool(case.world.completions(case.draft))
    assert found.deal == case.world.deal(case.draft, case.lines)
    assert {(str(each.nature), each.name) for each in found.broken} == aside.world.aside
    assert {each.held.id: str(each.verdict) for each in found.verdicts} == {
        line.id: aside.world.verdict(case.draft, line) for line in aside.lines
    }
    judged = {line.id for line in aside.lines}
    assert [each.id for each in found.not_judged] == [
        line.id for line in case.lines if line.id not in judged
    ]


@laws
@given(workspaces() | incoherent())
def test_causes_are_all_minimal_parts_of_the_draft_that_are_enough(files: Files) -> None:
    """Each crosses the line whatever else is agreed, and without any choice of it does not."""
    case = asked(files, hold=HOLD).setting_aside()

    found = check(case.space(), case.scenario, case.context)

    place = {str(issue): number for number, issue in enumerate(case.corpus.issues)}
    for each in found.verdicts:
        if each.verdict is Verdict.CROSSED:
            event(f"{len(each.causes)} causes")
            assert case.world.is_minimal_because(case.draft, each.held, each.because)
            assert set(map(frozenset, each.causes)) == case.world.all_causes(
                case.draft, each.held
            )
            first, *others = each.causes
            assert first == each.because
            assert others == sorted(
                others, key=lambda some: (len(some), [place[issue] for issue in some])
            )
            assert not each.more_causes
        else:
            assert (each.because, each.causes) == ((), ())


@laws
@given(workspaces() | incoherent())
def test_hangs_on_is_a_minimal_set_of_issues_that_settles_the_verdict(files: Files) -> None:
    """Completions that agree on it agree on the line, and no issue of it can be missed."""
    case = asked(files, hold=HOLD).setting_aside()

    found = check(case.space(), case.scenario, case.context)

    for each in found.verdicts:
        if each.verdict is Verdict.OPEN:
            assert case.world.is_minimal_hangs_on(case.draft, each.held, each.hangs_on)
            assert each.hangs_on
        else:
            assert each.hangs_on == ()


@laws
@given(incoherent(issues=3))
def test_a_clash_is_a_minimal_set_that_no_assignment_keeps(files: Files) -> None:
    """Whatever has its choices breaks one of its clauses; less would not be enough.

    That an issue takes one term is a clause too, so that it is named where it is needed.
    """
    case = asked(files, hold=HOLD)
    world, draft = case.world, case.draft
    many = [
        sum(1 for _ in choices_of(each, apart=True)) for each in case.corpus.issues.values()
    ]
    assume(math.prod(many) <= 2000)

    clash = check(case.space(), case.scenario, case.context).clash

    assert (clash is None) == bool(world.completions(draft))
    if clash is not None:
        event(f"{len(clash.choices)} choices, {len(clash.clauses)} clauses")
        clauses = [(str(each.nature), each.name) for each in clash.clauses]
        assert world.clashing(draft, clash.choices, clauses)
        for left_out in clash.choices:
            fewer = [each for each in clash.choices if each != left_out]
            assert not world.clashing(draft, fewer, clauses)
        for clause in clauses:
            rest = [each for each in clauses if each != clause]
            assert not world.clashing(draft, clash.choices, rest)


@laws
@given(workspaces())
def test_the_circuit_says_of_every_scenario_what_the_reference_says(files: Files) -> None:
    """Coherence of all scenarios, and every reading of coherent ones, without a solver."""
    case = asked(files)
    corpus, world, problem = case.corpus, case.world, case.problem
    coherent = set(world.coherent)
    readings = [
        Held(position, reading)
        for position in corpus.positions.values()
        for reading in position.readings.values()
    ]
    nodes = [problem.positions[each.id, str(each.reading.id)] for each in readings]
    judge = problem.judge([problem.coherent, *nodes])

    for number, scenario in enumerate(world.everything):
        found, *rest = judge(problem.inputs(scenario))
        assert found == (number in coherent)
        if found:
            assert rest == [world.respects(number, each) for each in readings]


# -- parameters ---------------------------------------------------------------


@laws
@given(workspaces(), st.data())
def test_a_complete_draft_is_judged_by_its_own_parameter_values(
    files: Files, data: st.DataObject
) -> None:
    """Whatever value of a piece is filled in, the verdict is that of this very value."""
    corpus, scenario, context = opened(files)
    world = World(corpus)
    space = Space(Problem(corpus))
    lines = held(corpus, context)
    assume(world.coherent)
    for number in data.draw(st.lists(st.sampled_from(world.coherent), min_size=1, max_size=5)):
        draft = replace(scenario, choices=decided(world.everything[number]))

        found = check(space, draft, context)

        assert found.coherent
        assert [each.verdict == Verdict.RESPECTED for each in found.verdicts] == [
            world.respects(number, line) for line in lines
        ]
        assert found.deal == (number in world.zone(lines))


@laws
@given(workspaces())
def test_values_of_one_class_are_judged_alike(files: Files) -> None:
    """No rule and no line tells two values apart that are counted as one."""
    corpus, _, context = opened(files)
    world = World(corpus)
    lines = held(corpus, context)
    coherent = set(world.coherent)
    seen: dict[object, object] = {}

    for number in range(len(world.everything)):
        verdicts = number in coherent and [world.respects(number, line) for line in lines]
        (group,) = world.classes([number])
        assert seen.setdefault(group, verdicts) == verdicts


def test_a_day_that_a_line_names_is_told_apart() -> None:
    """The days after it are one class, and no day is another."""
    due = {
        "type": "date",
        "earliest": "2025-02-27",
        "latest": "2025-03-01",
        "unspecified": True,
    }
    term = {"id": "pa", "parameters": {"due": due}}
    term["effects"] = [{"entity": "agreement", "set": {"due": "$due"}}]
    line = {"id": "line", "holds": {"entity": "agreement", "holds": {"due": "2025-02-27"}}}
    world = World(opened(written([{"id": "issue-a", "terms": [term]}], positions=[line]))[0])

    assert len(world.classes(range(len(world.everything)))) == 4


@laws
@given(workspaces())
def test_a_parameter_left_out_is_as_open_as_an_issue_left_out(files: Files) -> None:
    """The verdict speaks of all values, and names the issue when it hangs on them."""
    corpus, scenario, context = opened(files)
    draft = replace(
        scenario,
        choices={
            issue: Choice(choice.issue, tuple(Pick(pick.term) for pick in choice.picks))
            for issue, choice in scenario.choices.items()
        },
    )
    world = World(corpus)
    world = world.without(world.broken(draft.choices))

    found = check(Space(Problem(corpus)), draft, context)

    assert {each.name for each in found.broken} == {name for _, name in world.aside}
    for each in found.verdicts:
        assert each.verdict == world.verdict(draft.choices, each.held)
        if each.verdict is Verdict.OPEN:
            assert world.is_minimal_hangs_on(draft.choices, each.held, each.hangs_on)


def milestones_of_terms(files: Files) -> set[str]:
    """The milestones that effects of the chosen terms name."""
    draft, found = files[DRAFT], set[str]()
    for path in files:
        for issue in files[path].get("issues", ()) if "/issues/" in path else ():
            said: Any = draft["choices"].get(issue["id"], "silent")
            said = said["term"] if isinstance(said, dict) and "term" in said else said
            several: list[Any] = said if isinstance(said, list) else [said]
            chosen = {
                each if isinstance(each, str) else next(iter(each), "")
                for each in several
                if isinstance(each, str | dict)
            }
            for term in spelled_out(issue) if "terms" in issue else ():
                if term["id"] in chosen:
                    found |= {
                        effect[key]
                        for effect in term.get("effects", ())
                        if "milestone" in effect
                        for key in ("milestone", "before", "after")
                        if key in effect
                    }
    return found


@laws
@given(workspaces())
def test_otherwise_silent_is_writing_silent_everywhere(files: Files) -> None:
    """On every issue and milestone that neither the draft nor an effect of its terms names."""
    draft = {key: value for key, value in files[DRAFT].items() if key != "otherwise"}
    corpus, _ = load(files)
    named = milestones_of_terms(files)
    everywhere = {str(issue): "silent" for issue in corpus.issues if issue not in named}

    short = checked({**files, DRAFT: {**draft, "otherwise": "silent"}})
    written_out = {**draft, "choices": {**everywhere, **draft["choices"]}}
    long = checked({**files, DRAFT: written_out})

    event(f"coherent: {short.coherent}, named: {bool(named - draft['choices'].keys())}")
    assert said(short) == said(long)
    assert reasons(short) == reasons(long)


# -- what must not matter -----------------------------------------------------


@laws
@given(workspaces(), st.randoms(use_true_random=False))
def test_new_names_change_no_answer(files: Files, random: Random) -> None:
    """Issues, terms, positions and parties under other names, which sort otherwise."""
    names = [*PARTIES]
    for path, content in files.items():
        for issue in content.get("issues", []) if path.startswith("terms/issues/") else []:
            names += [
                issue["id"],
                *(x["id"] for x in issue.get("terms", ()) if "for-each" not in x),
            ]
        if path.startswith("terms/positions/"):
            names += [position["id"] for position in content["positions"]]
    others = [f"name-{number}" for number in range(len(names))]
    random.shuffle(others)
    new = dict(zip(names, others, strict=True))

    answer = said(checked(files))
    renamed = said(checked({path: renaming(each, new) for path, each in files.items()}))

    assert renamed == renaming(answer, new)


@laws
@given(workspaces(), st.randoms(use_true_random=False))
def test_another_order_changes_no_answer(files: Files, random: Random) -> None:
    """Issues, terms, rules, positions, parties, entities and files in another order."""
    shuffled = copy.deepcopy(files)
    terms = [path for path in shuffled if path.startswith("terms/issues/")]
    for content in shuffled.values():
        for key in ("issues", "rules", "positions", "parties", "memberships"):
            random.shuffle(content.get(key, []))
        for issue in content.get("issues", []):
            random.shuffle(issue.get("terms", []))
        for key in ("entities", "entity-types", "choices"):
            if key in content:
                content[key] = dict(sorted(content[key].items(), key=lambda _: random.random()))
    moved = [shuffled.pop(path) for path in terms]
    random.shuffle(moved)
    shuffled |= {f"terms/issues/{'yz'[each]}.yaml": part for each, part in enumerate(moved)}

    before, after = checked(files), checked(shuffled)

    assert said(after) == said(before)
    assert reasons(after) == reasons(before)


@laws
@given(workspaces() | incoherent(issues=3), st.data())
def test_what_was_asked_before_changes_no_answer(files: Files, data: st.DataObject) -> None:
    """A space that has answered other questions answers as a new one does."""
    others = [{**files, DRAFT: data.draw(drafts(files))} for _ in range(2)]
    corpus, _ = load(files)
    used = Space(Problem(corpus))

    for each in (files, *others, files):
        _, scenario, context = opened(each)
        again = check(used, scenario, context)
        fresh = check(Space(Problem(corpus)), scenario, context)
        assert (said(again), reasons(again)) == (said(fresh), reasons(fresh))
        assert again.clash == fresh.clash
        assert [x.causes for x in again.verdicts] == [x.causes for x in fresh.verdicts]


# -- waivers and readings -----------------------------------------------------


@laws
@given(workspaces(), st.data())
def test_waiving_turns_nothing_crossed_and_takes_no_deal_away(
    files: Files, data: st.DataObject
) -> None:
    """The other verdicts stay; the deal can only come nearer."""
    corpus, scenario, context = opened(files)
    space = Space(Problem(corpus))
    before = check(space, scenario, context)
    assume(before.verdicts)
    line = data.draw(st.sampled_from(before.verdicts)).held
    waived = replace(context, waivers=(*context.waivers, Waiver(Name(line.id))))

    after = check(space, scenario, waived)

    nearer = [False, "open", True]
    assert nearer.index(after.deal) >= nearer.index(before.deal)
    assert {each.held.id: each.verdict for each in after.verdicts} == {
        each.held.id: each.verdict for each in before.verdicts if each.held.id != line.id
    }
    assert Name(line.id) in [each.position for each in after.waived]


@laws
@given(workspaces())
def test_an_expired_waiver_is_none(files: Files) -> None:
    """From its day on the draft is judged as if the waiver were not there."""
    corpus, scenario, context = opened(files)
    waivers = [
        each
        for each in scenario.waivers
        if each.expires is None or context.as_of < each.expires
    ]
    without = replace(scenario, waivers=tuple(waivers))
    space = Space(Problem(corpus))

    before = check(space, scenario, context)
    after = check(space, without, context_of(corpus, without, hold=HOLD))

    assert said(after) == said(before)


@laws
@given(workspaces())
def test_two_readings_are_judged_as_two_positions_would_be(files: Files) -> None:
    """Each reading has the verdict of a position that says it plainly."""
    apart = copy.deepcopy(files)
    apart[DRAFT].pop("readings", None)
    apart[DRAFT].pop("waivers", None)
    together = copy.deepcopy(apart)
    read: list[tuple[str, str]] = []
    for path in [path for path in apart if path.startswith("terms/positions/")]:
        split: list[Data] = []
        for position in apart[path]["positions"]:
            position.pop("supersedes", None)
            readings = position.pop("readings", None)
            if readings is None:
                split.append(position)
                continue
            for name, reading in readings.items():
                read.append((f"{position['party']}/{position['id']}", name))
                single = {"id": f"{position['id']}-{name}", "holds": reading["holds"]}
                split.append({**position, **single})
        apart[path]["positions"] = split
        for position in together[path]["positions"]:
            position.pop("supersedes", None)
    assume(read)
    corpus, scenario, context = opened(together)
    space = Space(Problem(corpus))
    plain = {each.held.id: each for each in checked(apart).verdicts}

    for position, reading in read:
        under = replace(context, readings={position: reading})
        found = {each.held.id: each for each in check(space, scenario, under).verdicts}
        assert (position in found) == (f"{position}-{reading}" in plain)
        if position in found:
            one, other = found[position], plain[f"{position}-{reading}"]
            assert (one.verdict, one.because, one.hangs_on) == (
                other.verdict,
                other.because,
                other.hangs_on,
            )

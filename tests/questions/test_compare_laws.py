"""Laws of `compare`, and of changes that must not affect any answer.

First the question `compare`. Then every question is asked in two ways that must have
the same answer: in other words and another order, after other questions, after a
stop, and from the command line.
"""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import io
import json
import re
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

import zopa
from brute import After, Asked, asked, becoming, disputes, laws
from strategies import DRAFT, PARTIES, drafts, workspaces
from zopa.cli import main
from zopa.model.conditions import Any as AnyOf
from zopa.model.conditions import Chosen, Name, Not, Silent
from zopa.model.context import Held, context_of, standing
from zopa.model.corpus import (
    CHECKED,
    Choice,
    Corpus,
    Issue,
    Kind,
    Party,
    Pick,
    Position,
    Reading,
    Rule,
    Scenario,
    Strength,
    Term,
    When,
)
from zopa.model.evaluate import holds
from zopa.model.evaluate import outcome as outcome_of
from zopa.questions import NOTHING_CHOSEN, Completeness
from zopa.questions.check import check, outcome
from zopa.questions.compare import Direction, compare, compare_corpora
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import conflicts
from zopa.questions.coverage import coverage
from zopa.questions.deals import deals
from zopa.questions.frontier import frontier
from zopa.questions.options import options, why
from zopa.questions.repair import repair
from zopa.questions.soundness import check_soundness
from zopa.questions.sweep import sweep
from zopa.solving import Stop, Stopped
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from strategies import Data, Files
    from zopa.model.context import Context
    from zopa.solving.bdd import Counter

Said: TypeAlias = dict[str, Any]
"""An answer as plain data; frozen sets where the order has no meaning."""

corpora = st.one_of(workspaces(), disputes())
fewer = settings(laws, max_examples=30)
"""Settings for properties that ask every question several times."""


# -- drafts side by side ------------------------------------------------------


def taken(choice: Choice | None) -> object:
    """The chosen terms with their parameters; None if undecided."""
    return choice and {str(pick.term): pick.parameters for pick in choice.picks}


@laws
@given(workspaces(), st.data())
def test_drafts_side_by_side_show_just_the_rows_that_differ(
    files: Files, data: st.DataObject
) -> None:
    """Choices by what they take, in whatever order; verdicts over all completions of each."""
    others = [{**files, DRAFT: data.draw(drafts(files))} for _ in range(2)]
    cases = [asked(each) for each in (files, *others)]
    world = cases[0].world

    found = compare(cases[0].space(), [(each.scenario, each.context) for each in cases])

    rows = {
        str(issue): tuple(each.draft.get(str(issue)) for each in cases)
        for issue in world.corpus.issues
    }
    differing = {
        issue: row
        for issue, row in rows.items()
        if any(taken(each) != taken(row[0]) for each in row)
    }
    assert dict(found.choices) == differing
    assert found.same == len(rows) - len(differing)
    verdicts = [
        {line.id: each.world.verdict(each.draft, line) for line in each.lines}
        for each in (case.setting_aside() for case in cases)
    ]
    assert found.verdicts == {
        str(name): row
        for name in world.corpus.positions
        if len({*(row := tuple(each.get(str(name)) for each in verdicts))}) > 1
    }
    for (entity, attribute), settled in found.outcome.items():
        assert len({*settled}) > 1
        for each, case in zip(settled, cases, strict=True):
            values = world.values(case.draft, entity, attribute)
            assert (each is None) == (not values)
            assert each is None or all(any(x in y for y in each.values) for x in values)


@laws
@given(workspaces(positions=6), st.randoms(use_true_random=False))
def test_a_condition_is_weaker_when_it_follows_and_does_not_imply(
    files: Files, random: Random
) -> None:
    """Over every coherent scenario of the later state; none where both mean the same."""
    later = copy.deepcopy(files)
    positions = [
        position
        for path in later
        if path.startswith("terms/positions/")
        for position in later[path]["positions"]
        if "holds" in position
    ]
    claims: list[Data] = [position["holds"] for position in positions]

    def beside(one: Data) -> list[Data]:
        others = [each for each in claims if each != one]
        return [one, random.choice(others)] if others else [one]

    claims += [{"any": beside(one)} for one in claims]
    claims += [{"all": beside(one)} for one in claims]
    for position in positions:
        position["holds"] = random.choice([position["holds"], *claims])
    was, now = asked(files), asked(later)

    found = compare_corpora(was.space(), now.space(), {})

    expected = {}
    for name, before in was.corpus.positions.items():
        for reading in before.readings:
            here = judged(now, before.readings[reading], now.corpus.positions[name])
            follows = all(new or not old for old, new in here)
            implies = all(old or not new for old, new in here)
            if not (follows and implies):
                way = Direction.STRONGER if implies else Direction.CHANGED
                expected[str(name)] = Direction.WEAKER if follows else way
    event(f"{sorted(expected.values())}")
    assert {each.id: each.direction for each in found.positions} == expected
    assert compare_corpora(now.space(), now.space(), {}).positions == ()


def judged(case: Asked, before: Reading, position: Position) -> list[tuple[bool, bool]]:
    """For every consistent scenario, whether it respects the old and the new reading."""
    found = []
    for number in case.world.coherent:
        scenario = case.world.everything[number]
        result = outcome_of(case.corpus, scenario)
        found.append(
            (
                holds(before.holds, case.corpus, scenario, result),
                case.world.respects(number, Held(position, position.readings[before.id])),
            )
        )
    return found


# -- every question, as plain data --------------------------------------------


def said(space: Space, case: Asked) -> Said:
    """The answers of every question on the draft, as far as the definitions fix them."""
    about = (space, case.scenario, case.context)
    return {name: ask(*about, case) for name, ask in QUESTIONS.items()}


def said_of_options(
    space: Space, scenario: Scenario, context: Context, _: Asked
) -> tuple[Any, ...]:
    """Status of terms, number of deals, and positions left out."""
    found = options(space, scenario, context, count=True)
    marks = {f"{each.issue}/{each.term}": (str(each.mark), each.by) for each in found.marks}
    left = {f"{issue}/{term}": number for (issue, term), number in (found.left or {}).items()}
    aside = frozenset(found.crossed), frozenset(found.contended)
    return found.coherent, found.exists, aside, marks, left


def said_of_deals(
    space: Space, scenario: Scenario, context: Context, _: Asked
) -> tuple[Any, ...]:
    """Existence, count and shares of deals."""
    found = deals(space, scenario, context)
    shares = {f"{issue}/{term}": share for (issue, term), share in found.shares.items()}
    return found.exists, found.rules_contradict, found.count, found.coherent, shares


def said_of_conflicts(
    space: Space, scenario: Scenario, context: Context, _: Asked
) -> tuple[Any, ...]:
    """All conflicts."""
    found = conflicts(space, scenario, context)
    every = frozenset(map(frozenset, found.conflicts))
    return found.zone, found.rules_contradict, every, dict(found.appearances)


def said_of_concessions(
    space: Space, scenario: Scenario, context: Context, _: Asked
) -> tuple[Any, ...]:
    """All results on concessions."""
    found = concessions(space, scenario, context)
    return (
        found.zone,
        found.rules_contradict,
        frozenset(map(frozenset, found.concessions)),
        {
            party: (each.alone, each.need_not_move, each.self_contradictory)
            for party, each in found.parties.items()
        },
        frozenset(map(frozenset, found.opposed)),
        frozenset(found.pivotal),
        dict(found.responsibility),
        {
            each.position: (each.entity, each.attribute, str(each.operator), each.enough)
            for each in found.shifts
        },
    )


def said_of_repair(
    space: Space, scenario: Scenario, context: Context, case: Asked
) -> tuple[Any, ...]:
    """The distance, and every repair; with positions left out if needed."""
    found = repair(space, scenario, context, limit=1000)
    exists = found.distance is not None
    if found.relaxed is not None:
        found = found.relaxed.nearest
    ways = frozenset(
        frozenset(
            (each.issue, becoming(case.corpus, each.before, each.after.picks))
            for each in way.changes
        )
        for way in found.repairs
    )
    return exists, found.distance, found.moved, found.rules_contradict, found.total, ways


def said_of_frontier(
    space: Space, scenario: Scenario, context: Context, _: Asked
) -> tuple[Any, ...]:
    """The costs of its points."""
    found = frontier(space, scenario, context)
    costs = frozenset(frozenset(each.costs.items()) for each in found.points)
    return found.rules_contradict, costs


def said_of_sweep(
    space: Space, scenario: Scenario, context: Context, _: Asked
) -> tuple[Any, ...]:
    """Verdicts of readings, deciding readings, dates and doubts."""
    found = sweep(space, scenario, context)
    readings, doubts = found.readings, found.sourcing
    days = tuple(
        (
            str(each.day),
            frozenset(each.begins),
            frozenset(each.ends),
            each.held,
            frozenset(each.crossed),
            each.deal,
        )
        for each in found.days
    )
    return (
        {name: dict(each) for name, each in readings.verdicts.items()},
        (readings.always, readings.never, frozenset(readings.decisive)),
        days,
        (frozenset(doubts.weak), doubts.certainly, doubts.possibly, frozenset(doubts.crossed)),
    )


def said_of_outcome(
    space: Space, scenario: Scenario, context: Context, _: Asked
) -> tuple[Any, ...]:
    """The values of every attribute."""
    return (
        {
            f"{entity}/{attribute}": frozenset(map(str, settled.values))
            for (entity, attribute), settled in outcome(space, scenario, context).items()
        },
    )


def said_of_check(
    space: Space, scenario: Scenario, context: Context, _: Asked
) -> tuple[Any, ...]:
    """The verdicts."""
    found = check(space, scenario, context)
    verdicts = {each.held.id: str(each.verdict) for each in found.verdicts}
    return found.coherent, found.deal, verdicts


def said_of_the_corpus(space: Space, _: Scenario, __: Context, case: Asked) -> tuple[Any, ...]:
    """Coverage and findings on the corpus."""
    found = coverage(case.corpus)
    return (
        frozenset(found.issues_without_position),
        frozenset(found.positions_without_term),
        frozenset(found.parties_without_line),
        frozenset(found.superseded),
        frozenset(found.not_yet),
        len(list(check_soundness(space))),
    )


QUESTIONS: dict[str, Callable[[Space, Scenario, Context, Asked], tuple[Any, ...]]] = {
    "check": said_of_check,
    "options": said_of_options,
    "deals": said_of_deals,
    "conflicts": said_of_conflicts,
    "concessions": said_of_concessions,
    "repair": said_of_repair,
    "frontier": said_of_frontier,
    "sweep": said_of_sweep,
    "outcome": said_of_outcome,
    "corpus": said_of_the_corpus,
}


def reasons(space: Space, case: Asked) -> Said:
    """Answers that depend on zopa's stated order: reasons, and ties broken by name."""
    about = (space, case.scenario, case.context)
    return {
        "preferred": conflicts(*about).preferred,
        "crossed": [each.crossed for each in frontier(*about).points],
        **{
            f"{issue.id}/{term}": None
            if (found := why(*about, str(issue.id), term)) is None
            else (
                frozenset(found.choices),
                found.positions,
                [(each.nature, each.name) for each in found.clauses],
            )
            for issue in case.corpus.issues.values()
            for term in issue.terms
        },
    }


# -- names and order ----------------------------------------------------------


def renaming(data: Any, new: Mapping[str, str]) -> Any:
    """The data with new names for ids, `issue/term` and `party@case/force` included."""
    if isinstance(data, dict):
        return {renaming(key, new): renaming(value, new) for key, value in data.items()}
    if isinstance(data, list | tuple | frozenset):
        return type(data)(renaming(each, new) for each in data)
    if isinstance(data, str):
        return re.sub("[^/@]+", lambda part: new.get(part[0], part[0]), str(data))
    return data


def test_a_party_is_renamed_in_what_becomes_of_it_in_a_contingency() -> None:
    """The law below found it: its outcome is of `alpha@breach`."""
    outcome = {("alpha@breach/force", "alpha/line"): frozenset({"absent"})}

    renamed = renaming(outcome, {"alpha": "omega", "line": "bar"})

    assert renamed == {("omega@breach/force", "omega/bar"): frozenset({"absent"})}


@fewer
@given(corpora, st.randoms(use_true_random=False))
def test_new_names_change_no_answer(files: Files, random: Random) -> None:
    """Issues, terms, positions and parties under other names, which sort otherwise.

    Not where terms bound milestones: the rules that these make are named after them, and of
    rules that cannot all be kept those are set aside whose names come last.
    """
    issues = [x for path in files for x in files[path].get("issues", ()) if "/issues/" in path]
    effects = [
        y for x in issues for term in x.get("terms", ()) for y in term.get("effects", ())
    ]
    assume(not any("milestone" in each for each in effects))
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
    case, renamed = asked(files), asked({p: renaming(each, new) for p, each in files.items()})

    assert said(renamed.space(), renamed) == renaming(said(case.space(), case), new)


@fewer
@given(corpora, st.randoms(use_true_random=False))
def test_another_order_changes_no_answer(files: Files, random: Random) -> None:
    """Issues, terms, rules, positions, parties and files; reasons are the same, too."""
    shuffled = copy.deepcopy(files)
    for content in shuffled.values():
        for key in ("issues", "rules", "positions", "parties", "memberships"):
            random.shuffle(content.get(key, []))
        for issue in content.get("issues", []):
            random.shuffle(issue.get("terms", []))
        for key in ("entities", "entity-types", "choices"):
            if key in content:
                content[key] = dict(sorted(content[key].items(), key=lambda _: random.random()))
    for folder in ("terms/issues/", "terms/positions/"):
        moved = [shuffled.pop(path) for path in sorted(shuffled) if path.startswith(folder)]
        random.shuffle(moved)
        shuffled |= {f"{folder}{'xyz'[place]}.yaml": part for place, part in enumerate(moved)}
    case, other = asked(files), asked(shuffled)

    assert said(other.space(), other) == said(case.space(), case)
    assert reasons(other.space(), other) == reasons(case.space(), case)


# -- what was asked before ----------------------------------------------------


@fewer
@given(corpora, st.data())
def test_what_was_asked_before_changes_no_answer(files: Files, data: st.DataObject) -> None:
    """A space that has answered other drafts, in any order, answers as a new one."""
    case = asked(files)
    used = case.space()
    for _ in range(2):
        other = asked({**files, DRAFT: data.draw(drafts(files))})
        for name in data.draw(st.permutations(sorted(QUESTIONS))):
            QUESTIONS[name](used, other.scenario, other.context, other)

    about = (used, case.scenario, case.context)
    order = data.draw(st.permutations(sorted(QUESTIONS)))
    again = {name: QUESTIONS[name](*about, case) for name in order}

    assert again == said(case.space(), case)
    assert reasons(used, case) == reasons(case.space(), case)


@fewer
@given(corpora, st.integers(0, 40))
def test_a_stop_at_any_step_spoils_nothing_that_is_asked_later(
    files: Files, looks: int
) -> None:
    """What was proved before the stop is right; afterwards the space answers as a new one."""
    case = asked(files)
    used = case.space()
    fresh = said(case.space(), case)

    for name, ask in QUESTIONS.items():
        used.stop = After(looks)
        with contextlib.suppress(Stopped):
            found = ask(used, case.scenario, case.context, case)
            if not used.stop.called:
                assert found == fresh[name]
        used.stop = None

    assert said(used, case) == fresh
    assert reasons(used, case) == reasons(case.space(), case)


@fewer
@given(disputes(), st.integers(0, 60))
def test_what_is_said_to_be_proved_is_so_although_the_time_was_over(
    files: Files, looks: int
) -> None:
    """And what was found until then is part of the answer."""
    case = asked(files)
    about = (case.space(), case.scenario, case.context)
    every = case.world.conflicts(case.lines, case.draft)
    ways_out = case.world.concessions(case.lines, case.draft)

    about[0].stop = After(looks)
    found = conflicts(*about)
    assert {*map(frozenset, found.conflicts)} <= every
    assert (found.completeness != Completeness.PROVED) or len(found.conflicts) == len(every)
    with contextlib.suppress(Stopped):
        about[0].stop = After(looks)
        ledger = concessions(*about)
        assert {*map(frozenset, ledger.concessions)} <= ways_out
        proved = ledger.completeness == Completeness.PROVED
        assert not proved or len(ledger.concessions) == len(ways_out)
    with contextlib.suppress(Stopped):
        about[0].stop = After(looks)
        nearest = repair(*about, limit=1000)
        expected = case.world.repairs(case.lines, case.draft)
        if nearest.completeness == Completeness.PROVED:
            assert nearest.distance == (None if expected is None else expected[0])
        elif nearest.completeness == Completeness.AT_LEAST:
            assert expected is not None
            assert nearest.distance == expected[0]


@fewer
@given(corpora)
def test_no_time_at_all_is_an_honest_answer(files: Files) -> None:
    """Nothing is said to be known, and the next one is told everything."""
    case = asked(files)
    used = case.space()

    for name, ask in QUESTIONS.items():
        used.stop = Stop(0)
        with contextlib.suppress(Stopped):
            ask(used, case.scenario, case.context, case)
            assert name in {"conflicts", "corpus"}
        used.stop = Stop(0)
        found = conflicts(used, case.scenario, case.context)
        assert (found.completeness, found.zone) == (Completeness.GAVE_UP, False)
        used.stop = None

    assert said(used, case) == said(case.space(), case)


@fewer
@given(corpora, st.floats(0, 0.02))
def test_a_stop_from_another_thread_spoils_nothing(files: Files, delay: float) -> None:
    """Whenever it comes, in the solver or between two calls of it."""
    case = asked(files)
    used = case.space()
    for _ in range(3):
        used.stop = stop = Stop()
        timer = threading.Timer(delay, stop.call)
        timer.start()
        with contextlib.suppress(Stopped):
            said(used, case)
        used.stop = None
        timer.join()

    assert said(used, case) == said(case.space(), case)


# -- stopping what is hard ----------------------------------------------------


def pigeons(holes: int) -> Corpus:
    """One pigeon more than holes: each needs a hole, and no two share one."""

    def sits(pigeon: int, hole: int) -> Chosen:
        return Chosen(Name(f"pigeon-{pigeon}"), Name(f"hole-{hole}"))

    def alone(one: int, other: int, hole: int) -> AnyOf:
        return AnyOf((Not(sits(one, hole)), Not(sits(other, hole))))

    birds = range(holes + 1)
    day = dt.date(2025, 1, 1)
    return Corpus(
        as_of=day,
        at_the_table=(Name("owner"),),
        parties={"owner": Party(Name("owner"), "Owner", "O")},
        issues={
            f"pigeon-{each}": Issue(
                Name(f"pigeon-{each}"),
                "Where?",
                {
                    f"hole-{hole}": Term(Name(f"hole-{hole}"), f"Hole {hole}")
                    for hole in range(holes)
                },
            )
            for each in birds
        },
        rules={
            f"{one}-{other}-{hole}": Rule(
                Name(f"{one}-{other}-{hole}"), alone(one, other, hole), "", ""
            )
            for one in birds
            for other in range(one)
            for hole in range(holes)
        },
        positions={
            f"owner/{each}": Position(
                Name(f"owner/{each}"),
                Name("owner"),
                Kind.RED_LINE,
                Strength.DECLARED,
                "Sits",
                When(day, day),
                {"plain": Reading(Name("plain"), Not(Silent(Name(f"pigeon-{each}"))))},
                "plain",
            )
            for each in birds
        },
    )


PLACED = Scenario(
    "placed",
    "placed",
    choices={
        f"pigeon-{each}": Choice(Name(f"pigeon-{each}"), (Pick(Name("hole-0")),))
        for each in range(8)
    },
)
"""A draft with most pigeons in one hole."""


def size(counter: Counter, nodes: list[int]) -> int:
    """The number of scenarios in which all of these nodes are true."""
    return counter.scenarios(nodes).count()


HARD: dict[str, Callable[[Space, Context], object]] = {
    "deals": lambda space, context: deals(space, NOTHING_CHOSEN, context, count=False),
    "count": lambda space, _: space.counted(size, list(space.problem.positions.values())),
    "options": lambda space, context: options(space, NOTHING_CHOSEN, context),
    "conflicts": lambda space, context: conflicts(space, NOTHING_CHOSEN, context),
    "concessions": lambda space, context: concessions(space, NOTHING_CHOSEN, context),
    "repair": lambda space, context: repair(space, PLACED, context),
    "frontier": lambda space, context: frontier(space, NOTHING_CHOSEN, context),
    "sweep": lambda space, context: sweep(space, NOTHING_CHOSEN, context),
}


@pytest.mark.parametrize("question", sorted(HARD))
def test_a_hard_question_ends_soon_after_it_is_told_to(question: str) -> None:
    """And what is asked then of the same space is answered. How soon: `pytest -rP`."""
    corpus = pigeons(13)
    space = Space(Problem(corpus))
    context = context_of(corpus)
    told: list[float] = []
    space.stop = stop = Stop()

    def tell() -> None:
        told.append(time.monotonic())
        stop.call()

    timer = threading.Timer(0.15, tell)
    timer.start()
    with contextlib.suppress(Stopped):
        HARD[question](space, context)
    over = time.monotonic()
    timer.join()
    space.stop = None

    took = 1000 * (over - told[0])
    sys.stdout.write(f"{question} ended {took:.1f} ms after it was told to\n")
    assert over > told[0], "the question was not hard enough"
    assert took < 60_000  # on a slow machine, too
    one = context_of(corpus, waive=["owner/0"])
    assert deals(space, NOTHING_CHOSEN, one, count=False).exists


# -- what does not count on the day -------------------------------------------


@laws
@given(corpora)
def test_positions_not_in_force_change_no_answer_about_the_day(files: Files) -> None:
    """The zone, the marks and the ledger are the same without them in the files."""
    case = asked(files)
    without = copy.deepcopy(files)
    gone = {
        name
        for name, position in case.corpus.positions.items()
        if standing(case.corpus, position, case.context.as_of) != "certain"
    }
    for path in [path for path in without if path.startswith("terms/positions/")]:
        kept = [
            position
            for position in without[path]["positions"]
            if f"{position['party']}/{position['id']}" not in gone
        ]
        for position in kept:
            position.pop("supersedes", None)
        without[path]["positions"] = kept
    draft = without[DRAFT]
    draft["readings"] = {
        name: each for name, each in draft.get("readings", {}).items() if name not in gone
    }
    draft["waivers"] = [
        each for each in draft.get("waivers", []) if each["position"] not in gone
    ]
    event(f"{len(gone)} not in force")
    left = asked(without)

    for name in ("check", "conflicts", "concessions", "frontier"):
        ask = QUESTIONS[name]
        assert ask(left.space(), left.scenario, left.context, left) == ask(
            case.space(), case.scenario, case.context, case
        )
    # Numbers of deals may differ: conditions not in force cut ranges of parameters, too.
    found, before = (
        options(each.space(), each.scenario, each.context) for each in (left, case)
    )
    assert found == before


# -- files, Python, command line ----------------------------------------------


@settings(laws, max_examples=15)
@given(corpora)
def test_the_command_line_and_python_say_the_same_of_the_same_files(files: Files) -> None:
    """Every question's JSON has what the function returns for a workspace loaded from disk."""
    with TemporaryDirectory() as folder:
        for path, content in files.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(content), encoding="utf-8")
        draft = zopa.ask(zopa.load(folder), "draft", hold=CHECKED)

        def run(command: str, *more: str) -> Any:
            written = io.StringIO()
            with contextlib.redirect_stdout(written):
                hold = ",".join(CHECKED)
                arguments = ["-C", folder, command, "draft", "--hold", hold, *more]
                assert main([*arguments, "--format", "json"]) == 0
            answer = json.loads(written.getvalue())
            assert answer["completeness"] == "proved"
            return answer["result"]

        (checked,) = run("check")["scenarios"]
        assert verdicts_of(checked) == verdicts_in(draft)
        assert marks_of(run("options")) == marks_in(draft)
        found = draft.deals()
        answer = run("deals")
        assert (answer["exists"], answer["count"], answer["coherent"]) == (
            found.exists,
            str(found.count),
            str(found.coherent),
        )
        assert {key: Fraction(each) for key, each in answer["shares"].items()} == {
            f"{issue}/{term}": share for (issue, term), share in found.shares.items()
        }
        answer = run("conflicts")
        assert [tuple(each["positions"]) for each in answer["conflicts"]] == [
            *draft.conflicts().conflicts
        ]
        answer = run("concessions")
        ledger = draft.concessions()
        assert [tuple(each["positions"]) for each in answer["concessions"]] == [
            *ledger.concessions
        ]
        assert answer["pivotal"] == [*ledger.pivotal]
        assert [tuple(each) for each in answer["opposed"]] == [*ledger.opposed]
        assert {party: each["alone"] for party, each in answer["parties"].items()} == {
            party: each.alone for party, each in ledger.parties.items()
        }
        answer = run("repair", "--limit", "1000")
        repairs = draft.repair(limit=1000)
        assert (answer["distance"], answer["total"]) == (repairs.distance, repairs.total)
        assert [
            [change["issue"] for change in each["changes"]] for each in answer["repairs"]
        ] == [[change.issue for change in each.changes] for each in repairs.repairs]
        answer = run("frontier")
        assert [each["crossed"] for each in answer["points"]] == [
            [*each.crossed] for each in draft.frontier().points
        ]
        answer = run("sweep")
        swept = draft.sweep()
        assert [(each["from"], each["deal"]) for each in answer["days"]] == [
            (str(each.day), each.deal) for each in swept.days
        ]
        assert answer["readings"]["decisive"] == [*swept.readings.decisive]
        assert answer["sourcing"]["possibly"] == swept.sourcing.possibly


def verdicts_of(answer: Data) -> Said:
    """Verdicts of the command line."""
    verdicts = {each["id"]: each["verdict"] for each in answer["positions"]}
    return {"coherent": answer["coherent"], "deal": answer["deal"], "verdicts": verdicts}


def verdicts_in(draft: zopa.Asked) -> Said:
    """Verdicts of the Python API."""
    found = draft.check()
    verdicts = {each.held.id: str(each.verdict) for each in found.verdicts}
    return {"coherent": found.coherent, "deal": found.deal, "verdicts": verdicts}


def marks_of(answer: Data) -> Said:
    """Status of terms from the command line."""
    return {
        f"{issue['id']}/{term['id']}": (term["mark"], term["by"], term["deals"])
        for issue in answer["issues"]
        for term in issue.get("terms", ())
    }


def marks_in(draft: zopa.Asked) -> Said:
    """Status of terms from the Python API."""
    found = draft.options()
    assert found.left is not None
    return {
        f"{each.issue}/{each.term}": (
            str(each.mark),
            each.by,
            str(found.left[each.issue, each.term]),
        )
        for each in found.marks
    }

"""Laws of sweeps, compared with the answer under each reading, date and doubt."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from brute import After, Asked, asked, disputes, laws
from strategies import workspaces, written
from zopa.model.context import Held, context_of, held
from zopa.model.corpus import CHECKED
from zopa.questions import Completeness
from zopa.questions.sweep import WEAK, Sweep, sweep
from zopa.solving import Stopped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from strategies import Data, Files

Combination: TypeAlias = "Mapping[str, str]"
"""One reading for each ambiguous position."""

PRICE: Data = {"id": "price", "terms": [{"id": "low"}, {"id": "mid"}, {"id": "high"}]}
FIRST = dt.date(2024, 12, 30)


def said(term: str, *, default: bool = False) -> Data:
    """A reading that requires this term."""
    return {"default": default, "holds": {"chosen": f"price/{term}"}}


ONE_CLOSES_ALONE = written(
    [PRICE],
    positions=[
        {"id": "a", "readings": {"one": said("low", default=True), "two": said("mid")}},
        {
            "id": "b",
            "party": "beta",
            "readings": {"one": said("mid", default=True), "two": said("high")},
        },
    ],
)
"""Positions where the first reading of `a` is incompatible with both of `b`."""
ONE_READING_IN_TWO_FAMILIES = written(
    [PRICE],
    positions=[
        {
            "id": "a",
            "readings": {
                "one": {"default": True, "holds": {"not": {"chosen": "price/mid"}}},
                "two": said("mid"),
            },
        },
        {
            "id": "b",
            "party": "beta",
            "readings": {"one": said("low", default=True), "two": said("high")},
        },
    ],
)
"""Positions where the first reading of `a` is compatible with each of `b`, not with both."""


def waived(until: str) -> Files:
    """A draft that crosses one position, which is waived until this date."""
    waiver = {"position": "alpha/cheap", "reason": "to see", "by": "analyst", "expires": until}
    return written(
        [PRICE],
        positions=[{"id": "cheap", "holds": {"chosen": "price/low"}}],
        draft={"choices": {"price": "high"}, "waivers": [waiver]},
    )


A_WAIVER_EXPIRES = waived("2025-01-10")
A_WAIVER_HAS_EXPIRED = waived("2025-01-05")
GIVEN_UP = written(
    [PRICE],
    positions=[
        {"id": "cheap", "holds": {"chosen": "price/low"}},
        {"id": "kind", "kind": "offer", "since": "2025-01-06", "supersedes": ["cheap"]},
    ],
)
"""A position superseded by an offer, which requires nothing and never counts."""


@st.composite
def ambiguous(draw: st.DrawFn) -> Files:
    """A workspace in which most positions have two or three readings."""
    files = draw(disputes(lines=4))
    claims = [
        position["holds"]
        for path in files
        if path.startswith("terms/positions/")
        for position in files[path]["positions"]
        if "holds" in position
    ]
    for path in files:
        if not path.startswith("terms/positions/"):
            continue
        for position in files[path]["positions"]:
            if "holds" in position and draw(st.integers(0, 3)):
                names = ["plain-one", "other", "third"][: draw(st.integers(2, 3))]
                first = position.pop("holds")
                position["readings"] = {
                    name: {"default": name == names[0], "holds": first}
                    if name == names[0]
                    else {"holds": draw(st.sampled_from(claims))}
                    for name in names
                }
    return files


def ask(case: Asked) -> Sweep:
    """The answer of a new space."""
    return sweep(case.space(), case.scenario, case.context)


# -- readings -----------------------------------------------------------------


def rivals(case: Asked) -> dict[str, list[str]]:
    """The readings of each ambiguous position."""
    return {
        line.id: list(map(str, line.position.readings))
        for line in case.lines
        if len(line.position.readings) > 1
    }


def combinations(case: Asked) -> Iterator[Combination]:
    """Every combination of readings."""
    names = rivals(case)
    for readings in itertools.product(*names.values()):
        yield dict(zip(names, readings, strict=True))


def agreeable(case: Asked, combination: Combination) -> bool:
    """Whether there is a deal with these readings."""
    lines = [
        Held(line.position, line.position.readings[combination[line.id]])
        if line.id in combination
        else line
        for line in case.lines
    ]
    return bool(case.world.zone(lines, case.draft))


def within(combination: Combination, part: Combination) -> bool:
    """Whether the combination includes all readings of the part."""
    return all(combination[name] == reading for name, reading in part.items())


corpora = st.one_of(ambiguous(), ambiguous(), workspaces())


@laws
@given(corpora)
@example(ONE_CLOSES_ALONE)
@example(ONE_READING_IN_TWO_FAMILIES)
def test_the_families_of_readings_decide_every_combination(files: Files) -> None:
    """A combination is in a family that opens, or has a part that closes, and never both."""
    case = asked(files)

    found = ask(case).readings

    answers = {}
    for each in combinations(case):
        open_by = [
            family
            for family in found.opening
            if all(each[name] in readings for name, readings in family.items())
        ]
        closed_by = [part for part in found.closing if within(each, part)]
        answers[tuple(each.items())] = agreeable(case, each)
        assert bool(open_by) == agreeable(case, each)
        assert bool(closed_by) != agreeable(case, each)
    event(f"{len(answers)} combinations, answers {set(answers.values())}")
    assert found.completeness == Completeness.PROVED
    assert found.always == all(answers.values())
    assert found.never == (not any(answers.values()))


@laws
@given(corpora)
@example(ONE_CLOSES_ALONE)
def test_decisive_is_a_position_whose_reading_changes_the_answer(files: Files) -> None:
    """Under some reading of all others; whatever the search happened to find."""
    case = asked(files)
    answers = {tuple(each.items()): agreeable(case, each) for each in combinations(case)}

    found = ask(case).readings

    assert list(found.decisive) == sorted(
        name
        for name, readings in rivals(case).items()
        if any(
            answers[tuple({**each, name: reading}.items())] != agreeable(case, each)
            for each in combinations(case)
            for reading in readings
        )
    )


@laws
@given(corpora)
@example(ONE_CLOSES_ALONE)  # a reading of `b` was named too
def test_closing_readings_are_minimal_however_the_rest_is_read(files: Files) -> None:
    """With one fewer there is a way to read the others that allows a deal."""
    case = asked(files)

    for part in ask(case).readings.closing:
        for left_out in part:
            less = {name: reading for name, reading in part.items() if name != left_out}
            assert any(
                agreeable(case, each) for each in combinations(case) if within(each, less)
            )


@laws
@given(corpora)
def test_every_reading_has_the_verdict_of_a_line_that_says_so(files: Files) -> None:
    """Of the draft, for each position with rival readings."""
    case = asked(files)
    lines = {line.id: line.position for line in case.lines}

    found = ask(case).readings

    world = case.setting_aside().world
    assert found.verdicts == {
        name: {
            str(line.reading.id): world.verdict(case.draft, line)
            for reading in readings
            for line in world.judged([Held(lines[name], lines[name].readings[reading])])
        }
        for name, readings in sorted(rivals(case).items())
    }


@laws
@given(corpora)
def test_no_family_of_readings_is_part_of_another(files: Files) -> None:
    """Neither among those that open nor among those that close."""
    found = ask(asked(files)).readings

    for one, other in itertools.permutations(found.opening, 2):
        assert not all(
            name in one and {*one[name]} <= {*readings} for name, readings in other.items()
        )
    for one_part, other_part in itertools.permutations(found.closing, 2):
        assert not other_part.items() <= one_part.items()


@pytest.mark.parametrize("first", ["low", "mid"])
@pytest.mark.parametrize("names", list(itertools.permutations(["one", "two", "three"])))
def test_a_family_is_no_part_of_one_that_names_as_many_positions(
    names: Sequence[str], first: str
) -> None:
    """Which of the two was found first depends on the order of the terms and the readings."""
    terms = {"one": ["low", "mid"], "two": ["mid"], "three": ["high"]}

    def readings(*names: str) -> Data:
        return {
            name: {"holds": {"any": [{"chosen": f"price/{each}"} for each in terms[name]]}}
            | {"default": name == "one"}
            for name in names
        }

    price = {
        "id": "price",
        "terms": sorted(PRICE["terms"], key=lambda each: each["id"] != first),
    }
    lines: list[Data] = [
        {"id": "a", "readings": readings(*names)},
        {"id": "b", "readings": readings("three", "one")},
    ]

    found = ask(asked(written([price], positions=lines))).readings

    assert len(found.opening) == 2
    assert {each["alpha/a"]: each["alpha/b"] for each in found.opening} == {
        tuple(name for name in names if name != "three"): ("one",),
        ("three",): ("three",),
    }


def test_families_of_one_size_come_in_the_order_of_their_names() -> None:
    """Then of their readings; whatever order the corpus has and the search took."""
    readings = {"strict": said("low", default=True), "loose": said("mid")}
    lines: list[Data] = [{"id": each, "readings": readings} for each in "dbca"]
    names = [f"alpha/{each}" for each in "abcd"]

    found = ask(asked(written([PRICE], positions=lines))).readings

    assert [sorted(family.items()) for family in found.opening] == [
        [(name, (reading,)) for name in names] for reading in ("loose", "strict")
    ]
    assert found.closing
    assert [sorted(part.items()) for part in found.closing] == sorted(
        sorted(part.items()) for part in found.closing
    )


@settings(laws, max_examples=15)
@given(corpora)
@example(ONE_CLOSES_ALONE)
@example(A_WAIVER_EXPIRES)  # without rivals there is one combination to ask about
def test_a_sweep_that_is_stopped_says_what_it_found(files: Files) -> None:
    """Not that there is always a deal, nor never."""
    case = asked(files)
    every = ask(case).readings
    for looks in range(0, 60, 3):
        space = case.space()
        space.stop = After(looks)
        try:
            found = sweep(space, case.scenario, case.context).readings
        except Stopped:
            continue
        if found.completeness == Completeness.PROVED:
            assert (found.always, found.never) == (every.always, every.never)
            continue
        assert found.completeness == Completeness.AT_LEAST
        assert not found.always
        assert not found.never
        assert {*found.decisive} <= {*every.decisive}
        for each in combinations(case):
            if any(within(each, part) for part in found.closing):
                assert not agreeable(case, each)
            if any(
                all(each[name] in readings for name, readings in family.items())
                for family in found.opening
            ):
                assert agreeable(case, each)


def test_families_of_other_positions_come_in_the_order_of_their_names() -> None:
    """The corpus has `d` first; the family that names `a` comes first."""
    either = {"any": [{"chosen": "price/low"}, {"chosen": "price/mid"}]}
    lines: list[Data] = [
        {
            "id": each,
            "readings": {
                "one": {"default": True, "holds": either},
                "two": said("mid" if each in "ad" else "low"),
            },
        }
        for each in "dcba"
    ]

    found = ask(asked(written([PRICE], positions=lines))).readings

    assert [dict(each) for each in found.opening] == [
        {"alpha/a": ("one",), "alpha/d": ("one",)},
        {"alpha/b": ("one",), "alpha/c": ("one",)},
    ]


# -- days ---------------------------------------------------------------------


@laws
@given(workspaces())
@example(A_WAIVER_EXPIRES)  # it acted on every day
@example(A_WAIVER_HAS_EXPIRED)
@example(GIVEN_UP)
def test_a_swept_day_is_what_asking_on_that_day_says(files: Files) -> None:
    """And nothing changes between two of them; when a waiver expires, its position counts."""
    case = asked(files)
    found = ask(case).days
    event(f"{len(found)} days")
    assert [each.day for each in found] == sorted({each.day for each in found})
    aside = case.setting_aside().world
    before: set[str] = set()
    for number in range(24):
        day = FIRST + dt.timedelta(days=number)
        context = context_of(case.corpus, case.scenario, as_of=day, hold=CHECKED)
        lines = held(case.corpus, context)
        names = {line.id for line in lines}
        now = [each for each in found if each.day <= day]
        assert (names != before) == (day in {each.day for each in found})
        if names != before:
            assert now[-1].begins == tuple(sorted(names - before))
            assert now[-1].ends == tuple(sorted(before - names))
        before = names
        if not now:
            assert not names
            continue
        assert now[-1].held == len(names)
        crossed = aside.crossed(aside.judged(lines), case.draft)
        assert now[-1].crossed == tuple(sorted(crossed))
        assert now[-1].deal == bool(case.world.zone(lines, case.draft))


def test_the_lines_of_a_day_are_sorted() -> None:
    """There are enough of them that a set would show them in another order."""
    lines: list[Data] = [
        {"id": f"line-{each}", "until": "2025-01-07", "holds": {"chosen": "price/low"}}
        for each in "hgfedcba"
    ]
    names = tuple(f"alpha/line-{each}" for each in "abcdefgh")
    draft = {"choices": {"price": "high"}}

    first, last = ask(asked(written([PRICE], positions=lines, draft=draft))).days

    assert first.crossed == first.begins == names
    assert last.ends == names


def test_what_the_caller_waives_counts_on_no_day() -> None:
    """It does not expire."""
    case = asked(written([PRICE], positions=[{"id": "cheap", "holds": said("low")["holds"]}]))
    context = context_of(case.corpus, case.scenario, waive=["alpha/cheap"])

    assert len(ask(case).days) == 1
    assert sweep(case.space(), case.scenario, context).days == ()


# -- doubts -------------------------------------------------------------------


@laws
@given(corpora)
def test_sourcing_asks_with_and_without_the_weak_lines(files: Files) -> None:
    """What is certainly acceptable is possibly so; crossed are the lines on record alone."""
    case = asked(files)
    firm = [line for line in case.lines if line.position.strength not in WEAK]

    found = ask(case).sourcing

    assert found.weak == tuple(sorted(line.id for line in case.lines if line not in firm))
    assert found.certainly == bool(case.world.zone(case.lines, case.draft))
    assert found.possibly == bool(case.world.zone(firm, case.draft))
    assert found.possibly >= found.certainly
    aside = case.setting_aside().world
    assert found.crossed == tuple(sorted(aside.crossed(aside.judged(firm), case.draft)))


def test_the_lines_on_record_that_a_draft_crosses_are_sorted() -> None:
    """There are enough of them that a set would show them in another order."""
    lines: list[Data] = [
        {"id": f"line-{each}", "holds": {"chosen": "price/low"}} for each in "hgfedcba"
    ]
    draft = {"choices": {"price": "high"}}

    found = ask(asked(written([PRICE], positions=lines, draft=draft))).sourcing

    assert found.crossed == tuple(f"alpha/line-{each}" for each in "abcdefgh")

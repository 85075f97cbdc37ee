"""The positions that count: by date, parties, readings and waivers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from strategies import load, written
from zopa.model.conditions import Name
from zopa.model.context import candidates, context_of, held, on_day, standing
from zopa.model.corpus import Corpus, Kind, Scenario, Waiver, When

if TYPE_CHECKING:
    from strategies import Data

ISSUES = [{"id": "it", "terms": [{"id": "a"}, {"id": "b"}]}]
HOLDS = {"chosen": "it/a"}


def day(number: int) -> dt.date:
    """A date in January."""
    return dt.date(2025, 1, number)


def opened(positions: list[Data], **draft: Any) -> tuple[Corpus, Scenario]:
    """The corpus as of 8 January, and a draft."""
    corpus, scenarios = load(written(ISSUES, positions=positions, draft=draft))
    return corpus, scenarios["draft"]


def counting(corpus: Corpus, scenario: Scenario | None = None, **assumed: Any) -> list[str]:
    """The positions that count."""
    return [each.id for each in held(corpus, context_of(corpus, scenario, **assumed))]


# -- days ---------------------------------------------------------------------

BOUNDS = {"earliest": "2025-01-03", "latest": "2025-01-05"}


@pytest.mark.parametrize(
    ("since", "until", "standings"),
    [
        # the day from which it stands so, up to the next one of the row
        ("2025-01-03", None, {1: "no", 3: "certain"}),
        (BOUNDS, None, {1: "no", 3: "possible", 5: "certain"}),
        ({"earliest": "2025-01-03"}, None, {1: "no", 3: "possible"}),
        ({"latest": "2025-01-05"}, None, {1: "possible", 5: "certain"}),
        ({}, None, {1: "possible"}),
        ("2025-01-03", "2025-01-07", {1: "no", 3: "certain", 7: "no"}),
        (
            "2025-01-03",
            {"earliest": "2025-01-06", "latest": "2025-01-08"},
            {1: "no", 3: "certain", 6: "possible", 8: "no"},
        ),
        ("2025-01-03", {"earliest": "2025-01-06"}, {1: "no", 3: "certain", 6: "possible"}),
        ("2025-01-03", {"latest": "2025-01-06"}, {1: "no", 3: "possible", 6: "no"}),
        ("2025-01-03", {}, {1: "no", 3: "possible"}),
        (BOUNDS, "2025-01-07", {1: "no", 3: "possible", 5: "certain", 7: "no"}),
        (
            BOUNDS,
            {"earliest": "2025-01-04", "latest": "2025-01-06"},
            {1: "no", 3: "possible", 6: "no"},
        ),
    ],
)
def test_a_position_stands_from_since_until_until(
    since: Any, until: Any, standings: dict[int, str]
) -> None:
    """Certainly from the latest day, possibly from the earliest; half-open at the end."""
    position = {"id": "line", "since": since, "holds": HOLDS}
    corpus, _ = opened([position if until is None else {**position, "until": until}])
    line = corpus.positions["alpha/line"]

    found = {number: standing(corpus, line, day(number)) for number in range(1, 11)}

    assert found == {
        number: standings[max(start for start in standings if start <= number)]
        for number in range(1, 11)
    }


@pytest.mark.parametrize(
    ("since", "standings"),
    [
        ("2025-01-05", {1: "certain", 5: "no"}),
        (BOUNDS, {1: "certain", 3: "possible", 5: "no"}),
        ({"earliest": "2025-01-03"}, {1: "certain", 3: "possible"}),
        ({"latest": "2025-01-05"}, {1: "possible", 5: "no"}),
        ({}, {1: "possible"}),
    ],
)
def test_a_position_ends_when_one_that_supersedes_it_begins(
    since: Any, standings: dict[int, str]
) -> None:
    """With the same bounds that make the later one possible and certain."""
    corpus, _ = opened(
        [
            {"id": "old", "holds": HOLDS},
            {"id": "new", "since": since, "supersedes": ["old"], "holds": HOLDS},
        ]
    )
    line = corpus.positions["alpha/old"]

    found = {number: standing(corpus, line, day(number)) for number in range(1, 11)}

    assert found == {
        number: standings[max(start for start in standings if start <= number)]
        for number in range(1, 11)
    }


def test_the_first_of_several_ends_counts() -> None:
    """Superseded before its own `until`, and by two positions."""
    corpus, _ = opened(
        [
            {"id": "old", "until": "2025-01-08", "holds": HOLDS},
            {"id": "one", "since": "2025-01-07", "supersedes": ["old"], "holds": HOLDS},
            {"id": "two", "since": "2025-01-04", "supersedes": ["old"], "holds": HOLDS},
        ]
    )
    line = corpus.positions["alpha/old"]

    assert standing(corpus, line, day(3)) == "certain"
    assert standing(corpus, line, day(4)) == "no"


def test_what_supersedes_ends_a_position_for_good() -> None:
    """That the later position ends in its turn does not bring back the earlier one."""
    later: Data = {"id": "new", "since": "2025-01-03", "until": "2025-01-05"}
    corpus, _ = opened(
        [{"id": "old", "holds": HOLDS}, {**later, "supersedes": ["old"], "holds": HOLDS}]
    )

    assert counting(corpus, as_of=day(2)) == ["alpha/old"]
    assert counting(corpus, as_of=day(3)) == ["alpha/new"]
    assert counting(corpus, as_of=day(5)) == []


def test_only_what_is_certainly_in_force_counts() -> None:
    """What is possibly so is a candidate and no more."""
    corpus, _ = opened(
        [
            {"id": "certain", "holds": HOLDS},
            {"id": "possible", "since": {"earliest": "2025-01-01"}, "holds": HOLDS},
        ]
    )
    context = context_of(corpus)

    assert [each.id for each in held(corpus, context)] == ["alpha/certain"]
    assert [each.id for each in candidates(corpus, context)] == [
        "alpha/certain",
        "alpha/possible",
    ]


# -- kinds and tables ---------------------------------------------------------


def test_red_lines_and_demands_count_unless_other_kinds_are_asked_for() -> None:
    """An offer counts only when it is asked for and has a condition."""
    corpus, _ = opened(
        [{"id": kind.value, "kind": kind.value, "holds": HOLDS} for kind in Kind]
        + [{"id": "bare", "kind": "offer"}]
    )

    assert counting(corpus) == ["alpha/red-line", "alpha/demand"]
    assert counting(corpus, hold=[Kind.OFFER]) == ["alpha/offer"]
    assert counting(corpus, hold=Kind) == [f"alpha/{kind.value}" for kind in Kind]
    assert counting(corpus, hold=[]) == []


def test_a_position_counts_when_one_of_its_holders_is_at_the_table() -> None:
    """Its party, or one that holds it besides."""
    corpus, _ = opened(
        [
            {"id": "own", "holds": HOLDS},
            {"id": "shared", "party": "beta", "held-by": ["alpha"], "holds": HOLDS},
            {"id": "other", "party": "gamma", "holds": HOLDS},
        ]
    )

    assert counting(corpus) == ["alpha/own", "beta/shared", "gamma/other"]
    assert counting(corpus, parties=["alpha"]) == ["alpha/own", "beta/shared"]
    assert counting(corpus, parties=["beta"]) == ["beta/shared"]
    assert counting(corpus, parties=["gamma"]) == ["gamma/other"]
    assert counting(corpus, parties=[]) == []


def test_the_caller_goes_before_the_draft_and_the_draft_before_the_corpus() -> None:
    """In the day and the table."""
    draft: Data = {"as-of": "2025-01-07", "at-the-table": ["beta"]}
    corpus, scenario = opened([{"id": "line", "holds": HOLDS}], **draft)

    asked = context_of(corpus, scenario, as_of=day(3), parties=["gamma"])

    assert (context_of(corpus).as_of, context_of(corpus).table) == (
        day(8),
        ("alpha", "beta", "gamma"),
    )
    assert context_of(corpus, scenario).as_of == day(7)
    assert context_of(corpus, scenario).table == ("beta",)
    assert (asked.as_of, asked.table) == (day(3), ("gamma",))


# -- readings and waivers -----------------------------------------------------


def test_the_default_reading_counts_unless_another_one_is_chosen() -> None:
    """By the draft, or by the caller, who goes before it."""
    readings = {
        "wide": {"holds": HOLDS},
        "narrow": {"default": True, "holds": {"chosen": "it/b"}},
        "odd": {"holds": {"silent": "it"}},
    }
    corpus, scenario = opened(
        [{"id": "line", "readings": readings}], readings={"alpha/line": "wide"}
    )

    def reading(*args: Any, **assumed: Any) -> str:
        (line,) = held(corpus, context_of(corpus, *args, **assumed))
        return str(line.reading.id)

    assert reading() == "narrow"
    assert reading(scenario) == "wide"
    assert reading(scenario, readings={"alpha/line": "odd"}) == "odd"
    assert reading(readings={"alpha/line": "unheard-of"}) == "narrow"


@pytest.mark.parametrize(("number", "counts"), [(7, False), (8, True), (9, True)])
def test_a_waiver_acts_before_the_day_on_which_it_expires(number: int, *, counts: bool) -> None:
    """On that day it is expired, and the position counts again."""
    waiver = {"position": "alpha/line", "reason": "So.", "by": "me", "expires": "2025-01-08"}
    corpus, scenario = opened([{"id": "line", "holds": HOLDS}], waivers=[waiver])

    context = context_of(corpus, scenario, as_of=day(number))

    assert bool(held(corpus, context)) is counts
    assert [str(each.position) for each in context.waivers] == ["alpha/line"] * (not counts)
    assert [str(each.position) for each in context.expired] == ["alpha/line"] * counts


def test_what_the_caller_waives_is_waived_for_good() -> None:
    """Once, however often it is named, also where the draft's waiver has expired."""
    waiver = {"position": "alpha/line", "reason": "So.", "by": "me", "expires": "2025-01-02"}
    corpus, scenario = opened([{"id": "line", "holds": HOLDS}], waivers=[waiver])

    context = context_of(corpus, scenario, waive=["alpha/line", "alpha/line"])

    assert held(corpus, context) == ()
    assert [str(each.position) for each in context.waivers] == ["alpha/line"]
    assert context.expired == ()


def test_on_another_day_other_waivers_act() -> None:
    """As if it had been asked on that day; what the caller waives is waived on every day."""
    waivers = [
        {"position": f"alpha/line-{number}", "reason": "So.", "by": "me", "expires": expires}
        for number, expires in enumerate(["2025-01-03", "2025-01-05"])
    ]
    lines: list[Data] = [{"id": f"line-{number}", "holds": HOLDS} for number in range(3)]
    corpus, scenario = opened(lines, waivers=waivers)

    for one in (2, 3, 4, 5):
        before = context_of(corpus, scenario, as_of=day(one), waive=["alpha/line-2"])
        for other in (2, 3, 4, 5):
            after = on_day(before, day(other))
            asked = context_of(corpus, scenario, as_of=day(other), waive=["alpha/line-2"])
            assert after.as_of == day(other)
            assert {*after.waivers} == {*asked.waivers}
            assert {*after.expired} == {*asked.expired}
            assert len(after.waivers) + len(after.expired) == 3


def test_a_waiver_without_a_day_never_expires() -> None:
    """As one that a program makes may be."""
    corpus, scenario = opened([{"id": "line", "holds": HOLDS}])
    waiving = Scenario(
        id="x", path="x", choices=scenario.choices, waivers=(Waiver(Name("alpha/line")),)
    )

    assert counting(corpus, waiving, as_of=dt.date.max) == []


def test_a_day_that_is_known_in_part_is_written_so() -> None:
    """As the reader needs it."""
    assert str(When(day(3), day(3))) == "2025-01-03"
    assert str(When(day(3), day(4))) == "2025-01-03 to 2025-01-04"
    assert str(When(None, day(4))) == "by 2025-01-04"
    assert str(When(day(3), None)) == "2025-01-03 or later"
    assert str(When()) == "day not known"

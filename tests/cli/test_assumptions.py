"""Flags for the assumptions of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Change, Zopa

READINGS = """    readings:
      strict: {default: true, title: always, holds: {not: {chosen: warranty/given}}}
      lax: {title: never mind, holds: {any: [{chosen: warranty/given}, {silent: warranty}]}}
"""
HOLDS = """    holds:
      if: {chosen: warranty/given}
      then: {entity: agreement, holds: {price: {at-least: 100}}}
"""


def verdicts(zopa: Zopa, *arguments: str) -> dict[str, str]:
    """The verdict on each position that counts."""
    ran = zopa("check", "--format", "json", *arguments)
    [scenario] = ran.json["result"]["scenarios"]
    return {each["id"]: each["verdict"] for each in scenario["positions"]}


def context(zopa: Zopa, *arguments: str) -> Any:
    """The assumptions that the answer states."""
    ran = zopa("check", "--format", "json", *arguments)
    return ran.json["result"]["scenarios"][0]["context"]


def test_without_flags_all_lines_of_the_table_count(zopa: Zopa, workspace: Path) -> None:
    """What the flags below change."""
    assert verdicts(zopa) == {
        "buyer/at-most-ninety": "respected",
        "seller/no-cheap-warranty": "crossed",
    }


def test_before_its_day_no_position_counts(zopa: Zopa, workspace: Path) -> None:
    """`--as-of` is the day on which to ask."""
    assert verdicts(zopa, "--as-of", "2024-12-31") == {}
    assert context(zopa, "--as-of", "2024-12-31")["as-of"] == "2024-12-31"


def test_hold_chooses_kinds(zopa: Zopa, workspace: Path, change: Change) -> None:
    """Preferences count only when they are asked for."""
    change("terms/positions/buyer.yaml", "kind: red-line", "kind: preference")

    assert set(verdicts(zopa)) == {"seller/no-cheap-warranty"}
    assert set(verdicts(zopa, "--hold", "preference")) == {"buyer/at-most-ninety"}
    assert len(verdicts(zopa, "--hold", "preference, red-line")) == 2


def test_parties_choose_the_table(zopa: Zopa, workspace: Path) -> None:
    """Positions of others do not count."""
    assert set(verdicts(zopa, "--parties", "buyer")) == {"buyer/at-most-ninety"}
    assert context(zopa, "--parties", "seller,buyer")["at-the-table"] == ["buyer", "seller"]


def test_a_waived_line_is_named_and_does_not_count(zopa: Zopa, workspace: Path) -> None:
    """A waiver is loud."""
    ran = zopa("check", "--waive", "seller/no-cheap-warranty")

    assert "Assumed: seller/no-cheap-warranty is waived" in " ".join(ran.out.split())
    assert set(verdicts(zopa, "--waive", "seller/no-cheap-warranty")) == {
        "buyer/at-most-ninety"
    }


def test_a_reading_decides(zopa: Zopa, workspace: Path, change: Change) -> None:
    """The default one otherwise."""
    change("terms/positions/seller.yaml", HOLDS, READINGS)
    line = "seller/no-cheap-warranty"

    assert verdicts(zopa)[line] == "crossed"
    assert verdicts(zopa, "--reading", f"{line}=lax")[line] == "respected"
    assert context(zopa, "--reading", f"{line}=lax")["readings"] == {line: "lax"}


def test_flags_go_before_what_the_scenario_says(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """The day and the table are replaced."""
    change("scenarios/first-draft.yaml", "", "as-of: 2024-01-01\nat-the-table: [buyer]\n")

    assert verdicts(zopa) == {}
    assert set(verdicts(zopa, "--as-of=2025-01-01")) == {"buyer/at-most-ninety"}
    assert set(verdicts(zopa, "--as-of=2025-01-01", "--parties=seller")) == {
        "seller/no-cheap-warranty"
    }


def test_the_answer_names_the_assumptions_it_was_given(zopa: Zopa, workspace: Path) -> None:
    """Not only each scenario in it."""
    ran = zopa("check", "--as-of", "2024-12-31", "--parties", "buyer", "--format", "json")

    assert ran.json["context"]["as-of"] == "2024-12-31"
    assert ran.json["context"]["at-the-table"] == ["buyer"]


@pytest.mark.parametrize("flag", ["--hold=", "--parties=", "--parties=,"])
def test_a_list_of_nothing_is_a_slip(zopa: Zopa, workspace: Path, flag: str) -> None:
    """As where a variable of a script is empty."""
    assert zopa("check", flag).code == 2


@pytest.mark.parametrize(
    ("flag", "value", "said"),
    [
        ("--as-of", "yesterday", "not a day: `yesterday`"),
        ("--as-of", "2025-02-30", "not a day: `2025-02-30`"),
        ("--hold", "red-lines", "did you mean `red-line`?"),
        ("--hold", "offer", "no kind of position that can be held `offer`"),
        ("--parties", "buyr", "did you mean `buyer`?"),
        ("--parties", "buyer,selller", "did you mean `seller`?"),
        ("--waive", "buyer/at-most-ninty", "did you mean `buyer/at-most-ninety`?"),
        ("--waive", "at-most-ninety", "no position `at-most-ninety`"),
        ("--reading", "buyer/at-most-ninety", "write POSITION=READING"),
        ("--reading", "buyer/at-most-ninty=x", "did you mean `buyer/at-most-ninety`?"),
        ("--reading", "buyer/at-most-ninety=x", "no reading of buyer/at-most-ninety `x`"),
        ("--budget", "long", "`long`"),
        ("--budget", "-1", "`-1`"),
    ],
)
def test_a_wrong_value_is_a_slip_with_a_way_out(
    zopa: Zopa, workspace: Path, flag: str, value: str, said: str
) -> None:
    """Two; nothing is answered."""
    ran = zopa("check", flag, value)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err

"""Typical mistakes of newcomers to the format, and their messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Change, Zopa

DRAFT = "scenarios/first-draft.yaml"
LINE = "terms/positions/seller.yaml"
AMOUNT = "amount: 85"
BOUND = "price: {at-least: 100}"
NEGATED = "write `not: {price: {in: [1, 2]}}` in place of `price:`"
CALCULATED = "is a calculation, which zopa does not make"


@pytest.mark.parametrize(
    "slip",
    [
        ("terms/issues/deal.yaml", "price: $amount", "price: $amount * 12", CALCULATED),
        ("terms/issues/deal.yaml", "price: $amount", "price: $amount*12", CALCULATED),
        ("terms/issues/deal.yaml", "price: $amount", "price: $amount - 3", CALCULATED),
        ("terms/issues/deal.yaml", "price: $amount", "price: amount * 2", CALCULATED),
        (
            "terms/issues/deal.yaml",
            "price: $amount",
            "price: 2 * $amount",
            "does not calculate",
        ),
        (DRAFT, AMOUNT, "amount: 600,000", "write 600000"),
        (DRAFT, AMOUNT, "amount: 1,250,000", "write 1250000"),
        (DRAFT, AMOUNT, "amount: 99,95", "write 99.95, with a point"),
        (DRAFT, AMOUNT, "amount: 99.95", "write 99 or 100"),
        (DRAFT, AMOUNT, "amount: 99.95", "or declare `amount` with `type: decimal`"),
        (DRAFT, "{amount: 85}", "[85]", "write `price: {fixed: {amount: 85}}`"),
        (LINE, BOUND, "price: {not: {in: [1, 2]}}", NEGATED),
        (LINE, BOUND, "price: {not: [1, 2]}", NEGATED),
        (LINE, BOUND, "price: {not-in: [1, 2]}", NEGATED),
        (LINE, BOUND, "price: {not in: [1, 2]}", NEGATED),
        ("terms/issues/deal.yaml", "price: $amount", "price: ($amount)", "write `$amount`"),
        ("terms/issues/deal.yaml", "price: $amount", 'price: "{$Amount}"', "write `$amount`"),
        (LINE, BOUND, "price: >= 100", "write `{at-least: 100}`"),
        (LINE, BOUND, "price: <= 100", "write `{at-most: 100}` in a condition"),
        (LINE, BOUND, "price: '!=100'", "write `{not: 100}` in a condition"),
    ],
)
def test_a_slip_is_one_finding_that_says_what_was_meant(
    zopa: Zopa, change: Change, slip: tuple[str, str, str, str]
) -> None:
    """And no fix, for it is not certain."""
    path, old, new, said = slip
    change(path, old, new)
    ran = zopa("validate", "--format", "json")

    [finding] = ran.json["diagnostics"]
    assert said in f"{finding['message']} {finding['help']}"
    assert not [each for each in finding["fixes"] if each["safe"]]


@pytest.mark.parametrize(
    ("sign", "word"),
    [(">=", "at-least"), ("<=", "at-most"), (">", "above"), ("<", "below"), ("==", "is")],
)
def test_a_sign_leads_to_its_word(zopa: Zopa, change: Change, sign: str, word: str) -> None:
    """Which is as safe as another spelling."""
    change(LINE, BOUND, f"price: {{'{sign}': 100}}")

    assert f"did you mean `{word}`? [fix]" in zopa("validate").out
    zopa("validate", "--fix")
    assert zopa("validate").code == 0


def test_what_a_slip_is_told_to_be_is_right(zopa: Zopa, change: Change) -> None:
    """None of several values, as the advice has it."""
    change(LINE, BOUND, "not: {price: {in: [1, 2]}}")

    assert zopa("validate").code == 0


def test_entries_in_braces_that_are_no_number(zopa: Zopa, change: Change) -> None:
    """They are what they were."""
    change(DRAFT, AMOUNT, "amount: 85,x")

    assert "key `x` has no value" in zopa("validate").err + zopa("validate").out


def test_parties_are_called_as_answers_call_them(zopa: Zopa, workspace: Path) -> None:
    """By their short names and their names, whatever the case."""
    by_id = zopa("check", "--parties", "buyer", "--format", "json")

    for name in ("The buyer", "BUYER"):
        assert zopa("check", "--parties", name, "--format", "json").out == by_id.out
    assert zopa("show", "the buyer").out == zopa("show", "buyer").out
    assert zopa("check", "--parties", "The byer").code == 2


def test_explain_without_a_code_says_what_the_files_are(zopa: Zopa) -> None:
    """The first file of a new workspace names the command."""
    ran = zopa("explain")

    assert (ran.code, ran.err) == (0, "")
    assert re.search(r"^ +terms/positions/\*\.yaml +What a party holds$", ran.out, re.MULTILINE)
    assert "zopa explain CODE" in ran.out

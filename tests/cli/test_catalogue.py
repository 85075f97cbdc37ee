"""`zopa explain` and `zopa rules`: documentation of the diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zopa.diagnostics import CATALOGUE

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Zopa


@pytest.mark.parametrize("word", ["ZE101", "ze101", "deal-not-met", " ZE101 "])
def test_a_diagnostic_is_explained_by_code_or_name(
    zopa: Zopa, nowhere: Path, word: str
) -> None:
    """However it is capitalised; no workspace is needed."""
    ran = zopa("explain", word)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("ZE101 deal-not-met (error)\n\n")


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_diagnostic_has_something_to_say(zopa: Zopa, code: str) -> None:
    """More than its name."""
    assert len(zopa("explain", code).out.splitlines()) > 2


@pytest.mark.parametrize(
    ("word", "said"),
    [("ZE1O1", "`ZE101`"), ("deal-not-mett", "`deal-not-met`"), ("zzzzzzzzz", "zopa rules")],
)
def test_an_unknown_code_is_no_success(zopa: Zopa, nowhere: Path, word: str, said: str) -> None:
    """With what was meant, or where to look."""
    ran = zopa("explain", word)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_rules_lists_every_diagnostic(zopa: Zopa, nowhere: Path) -> None:
    """A line for each."""
    ran = zopa("rules")

    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()] == list(CATALOGUE)


def test_rules_as_json(zopa: Zopa, nowhere: Path) -> None:
    """With the explanations."""
    rules = zopa("rules", "--format", "json").json

    assert (rules["format"], rules["version"]) == ("zopa-rules", 1)
    assert [each["code"] for each in rules["rules"]] == list(CATALOGUE)
    assert all(each["explanation"] for each in rules["rules"])


def test_rules_to_a_file(zopa: Zopa, nowhere: Path) -> None:
    """As with every answer."""
    zopa("rules", "--output", "json:rules.json")

    assert (nowhere / "rules.json").read_text() == zopa("rules", "--format=json").out

"""`zopa robustness`: numbers, words, flips and bounds."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from cli.conftest import REPOSITORY
from cli.test_questions import HARBOUR, squeezed

if TYPE_CHECKING:
    from cli.conftest import Zopa

ALL = "readings,doubts,days,table,waivers"


def test_the_conclusion_has_the_numbers_of_the_answer(zopa: Zopa) -> None:
    """And the order is conclusion, what decides, flips, positions."""
    arguments = ("-C", HARBOUR, "robustness", "amount-open")
    result = zopa(*arguments, "--format", "json").json["result"]

    text = squeezed(zopa(*arguments).out)

    assert result["at-least"] == result["at-most"] == 16
    assert result["combinations"] == 2 ** len(result["assumptions"]) == 32
    assert text.startswith(
        "A deal exists with these choices in 16 of 32 combinations of 5 assumptions, also"
        " under the present ones. Exact."
    )
    assert "reading Dockers: The right to strike stays all" in text
    places = [text.index(each) for each in ("What decides", "Smallest flips", "Positions that")]
    assert places == sorted(places)


def test_the_flags_of_a_flip_flip_the_answer(zopa: Zopa) -> None:
    """They are typed after the same question."""
    [flip] = re.findall(
        r"^ +(--reading \S+)$",
        zopa("-C", HARBOUR, "robustness", "amount-open").out,
        re.MULTILINE,
    )

    before = zopa("-C", HARBOUR, "deals", "amount-open", "--format", "json").json
    after = zopa(
        "-C", HARBOUR, "deals", "amount-open", *shlex.split(flip), "--format", "json"
    ).json

    assert before["result"]["exists"] != after["result"]["exists"]


@pytest.mark.slow
def test_over_says_what_is_varied(zopa: Zopa) -> None:
    """Each kind of assumption by itself makes no more combinations than all together."""
    arguments = ("-C", REPOSITORY, "robustness", "--format", "json", "--over")
    together = zopa(*arguments, ALL).json["result"]
    for kind in ALL.split(","):
        alone = zopa(*arguments, kind).json["result"]
        assert alone["over"] == [kind]
        assert {each["over"] for each in alone["assumptions"]} <= {kind}
        assert together["combinations"] % alone["combinations"] == 0


def test_an_unknown_kind_of_assumption_leads_to_the_one_meant(zopa: Zopa) -> None:
    """As everywhere."""
    ran = zopa("-C", HARBOUR, "robustness", "--over", "reading")

    assert ran.code == 2
    assert "no kind of assumption `reading`" in ran.err
    assert "did you mean `readings`?" in ran.err


@pytest.mark.slow
def test_a_limit_leaves_bounds(zopa: Zopa) -> None:
    """And says what is not known."""
    ran = zopa("-C", REPOSITORY, "robustness", "alaska-exchange", "--limit", "2")
    result = zopa(
        *("-C", REPOSITORY, "robustness", "alaska-exchange"),
        *("--limit", "2", "--format", "json"),
    ).json

    text = squeezed(ran.out)
    assert "in at most " in text
    assert "Partial (--limit): not everything is known." in text
    assert "Not known: what decides and the smallest flips." in text
    assert result["completeness"] == "at-least"
    assert result["result"]["flips"] is None
    assert result["result"]["at-least"] < result["result"]["at-most"]

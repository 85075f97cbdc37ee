"""What an answer suggests asks on under the assumptions of the answer."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from cli.conftest import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.conftest import Zopa

HARBOUR = str(REPOSITORY / "tests" / "cases" / "harbour")
ASSUMED = (
    "--as-of=2031-04-20",
    "--hold=red-line,demand,preference",
    "--parties=dockers,port-authority",
    "--waive=dockers/short-term",
    "--waive=dockers/no-layoffs",
    "--reading=dockers/right-to-strike=any-waiver",
)
NONE: tuple[str, ...] = ()
PLACEHOLDER = re.compile(
    r" --(?:as-of DATE|reading POSITION=READING|weights FILE|keep ISSUE|why ISSUE/TERM"
    r"|waive POSITION|limit N)"
)
"""What the user is to fill in; without it the command asks the same."""
COMMAND = re.compile(r"^(?:next|    )  (zopa .*?)(?:  #.*)?$", re.MULTILINE)
DRAFTS = ("amount-open-in-april", "machines-without-a-date", "two-sides-in-march", "compromise")


def suggested(text: str) -> list[list[str]]:
    """The commands that an answer ends with, as arguments."""
    found = COMMAND.findall(text)
    return [shlex.split(PLACEHOLDER.sub("", each))[1:] for each in found]


def context(zopa: Zopa, command: Sequence[str]) -> dict[str, Any]:
    """Under what a command asks."""
    ran = zopa("-C", HARBOUR, *command, "--format", "json")
    answer = ran.json
    [*nested] = answer["result"].get("scenarios", ()) if command[0] == "check" else ()
    found = nested[0]["context"] if nested else answer["context"]
    waived = {each["position"] for each in found["waivers"]}
    keys = ("as-of", "at-the-table", "hold", "readings")
    return {key: found[key] for key in keys} | {"waived": waived}


def assert_repeated(zopa: Zopa, command: Sequence[str]) -> None:
    """Every command that the answer suggests asks under the answer's assumptions."""
    ran = zopa("-C", HARBOUR, *command)
    before = context(zopa, command)
    for each in suggested(ran.out):
        if each[0] in {"show", "validate"}:
            continue
        now = context(zopa, each)
        waived = {x for flag, x in pairwise(each) if flag == "--waive"}
        assert now["waived"] - before["waived"] <= waived
        assert now | {"waived": now["waived"] & before["waived"]} == before, each


@pytest.mark.parametrize("flags", [ASSUMED, NONE], ids=["assumed", "as the files say"])
@pytest.mark.parametrize("draft", DRAFTS)
@pytest.mark.parametrize(
    "question",
    ["deals", "conflicts", "concessions", "repair", "frontier", "sweep", "options"],
)
def test_every_suggestion_repeats_every_assumption(
    zopa: Zopa, question: str, draft: str, flags: Sequence[str]
) -> None:
    """Day, kinds, table, readings and waivers, of the flags and of the draft's file."""
    assert_repeated(zopa, [question, draft, *flags])


def test_answers_end_with_suggestions(zopa: Zopa) -> None:
    """That are found by these tests."""
    assert len(suggested(zopa("-C", HARBOUR, "concessions", DRAFTS[0], *ASSUMED).out)) == 2


@pytest.mark.parametrize("question", ["deals", "conflicts", "concessions", "frontier", "sweep"])
def test_so_does_one_about_nothing_chosen(zopa: Zopa, question: str) -> None:
    """There is no file then that could say some of it."""
    assert_repeated(zopa, [question, *ASSUMED])


def test_so_does_one_from_drafts_side_by_side(zopa: Zopa) -> None:
    """Each draft with what its own file does not say."""
    ran = zopa("-C", HARBOUR, "compare", *DRAFTS[:2], *ASSUMED)

    for each in suggested(ran.out):
        assert context(zopa, each) == context(zopa, ["deals", each[1], *ASSUMED])


def test_what_a_draft_supposes_is_stated_where_the_draft_is_not_named(zopa: Zopa) -> None:
    """Here its table, which is not that of the corpus."""
    text = zopa("-C", HARBOUR, "repair", "two-sides-with-a-term", "--keep", "talks").out

    for each in suggested(text):
        assert context(zopa, each)["at-the-table"] == ["dockers", "port-authority"]

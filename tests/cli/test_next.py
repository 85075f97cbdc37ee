"""Suggested commands: they use the files and the assumptions of the answer."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path
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
"""Placeholders for the user; without them, the command asks the same question."""
COMMAND = re.compile(r"^(?:next: |next  |      )(zopa .*?)(?:  #.*|   .*)?$", re.MULTILINE)
DRAFTS = ("amount-open-in-april", "machines-without-a-date", "two-sides-in-march", "compromise")


def suggested(text: str) -> list[list[str]]:
    """The suggested commands at the end of an answer, as arguments."""
    found = COMMAND.findall(text)
    every = [shlex.split(PLACEHOLDER.sub("", each))[1:] for each in found]
    assert all(each[:2] == ["-C", HARBOUR] for each in every)
    return [each[2:] for each in every]


def asked_by(zopa: Zopa, command: Sequence[str | Path]) -> list[list[str]]:
    """The suggested commands after this command, as typed."""
    found = COMMAND.findall(zopa(*command).out)
    assert found
    return [shlex.split(PLACEHOLDER.sub("", each))[1:] for each in found]


def context(zopa: Zopa, command: Sequence[str]) -> dict[str, Any]:
    """The assumptions of a command's answer."""
    ran = zopa("-C", HARBOUR, *command, "--format", "json")
    answer = ran.json
    [*nested] = answer["result"].get("scenarios", ()) if command[0] == "check" else ()
    found = nested[0]["context"] if nested else answer["context"]
    waived = {each["position"] for each in found["waivers"]}
    keys = ("as-of", "at-the-table", "hold", "readings")
    return {key: found[key] for key in keys} | {"waived": waived}


def assert_repeated(zopa: Zopa, command: Sequence[str]) -> None:
    """Check that every suggested command has the assumptions of the answer."""
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
    ["check", "deals", "conflicts", "concessions", "repair", "frontier", "sweep", "options"],
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


def test_no_question_that_needs_a_draft_is_suggested_without_one(zopa: Zopa) -> None:
    """Of deals with nothing chosen there are no options."""
    ran = zopa("-C", HARBOUR, "deals", "--hold", "red-line")

    assert "A deal is possible" in ran.out
    assert [each[0] for each in suggested(ran.out)] == ["sweep"]


def test_so_does_one_from_drafts_side_by_side(zopa: Zopa) -> None:
    """Each draft with what its own file does not say."""
    ran = zopa("-C", HARBOUR, "compare", *DRAFTS[:2], *ASSUMED)

    for each in suggested(ran.out):
        assert context(zopa, each) == context(zopa, ["deals", each[1], *ASSUMED])


@pytest.mark.parametrize(
    ("question", "flags"),
    [
        ("frontier", ("--weights", "{weights}", "--limit", "9")),
        ("frontier", ("--weights", "{weights}", "--verbose")),
        ("frontier", ("--limit", "7")),
        ("concessions", ("--limit", "5")),
        ("repair", ("--limit", "3", "--keep", "pay")),
        ("options", ("--no-count",)),
    ],
)
def test_the_same_question_again_is_asked_with_its_own_flags(
    zopa: Zopa, tmp_path: Path, question: str, flags: Sequence[str]
) -> None:
    """The file of weights that was given is named, and none is asked for."""
    weights = tmp_path / "my weights.yaml"
    weights.write_text("weights: {dockers/short-term: 2.5}\n")
    asked = [each.format(weights=weights) for each in flags]

    draft = "machines-without-a-date" if question == "options" else DRAFTS[0]

    ran = zopa("-C", HARBOUR, question, draft, *asked)

    assert ran.code == 0
    kept = [each for each in asked if each not in {"--verbose", "--keep", "pay"}]
    again = [each for each in suggested(ran.out) if each[0] == question]
    for each in again:
        assert kept == [x for x in each if x in kept]
    assert again or "--verbose" in flags
    asks_for_weights = question == "frontier" and "--weights" not in flags
    assert ("--weights FILE" in ran.out) == asks_for_weights


def test_what_a_draft_supposes_is_stated_where_the_draft_is_not_named(zopa: Zopa) -> None:
    """Here its table, which is not that of the corpus."""
    text = zopa("-C", HARBOUR, "repair", "two-sides-with-a-term", "--keep", "talks").out

    for each in suggested(text):
        assert context(zopa, each)["at-the-table"] == ["dockers", "port-authority"]


# -- of which workspace -------------------------------------------------------


def assert_same_corpus(zopa: Zopa, command: Sequence[str | Path]) -> None:
    """Check that every suggested command uses the same files, from the same folder."""
    before = zopa(*command, "--format", "json").json["context"]
    for each in asked_by(zopa, command):
        ran = zopa(*each, "--format", "json")
        assert ran.code == 0, (each, ran.err)
        if "show" not in each:
            now = ran.json["context"]
            assert (now["corpus"], now["digest"]) == (before["corpus"], before["digest"]), each


@pytest.mark.parametrize("question", ["deals", "concessions", "repair", "frontier", "options"])
def test_commands_name_the_workspace_that_was_named(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    """By -C, by the path of the draft, or not at all in a folder of it."""
    monkeypatch.chdir(workspace.parent)
    draft = Path("scenarios/first-draft.yaml")
    assert_same_corpus(zopa, ["-C", "w", question, "first-draft"])
    assert_same_corpus(zopa, ["-C", workspace / "terms", question, "first-draft"])
    assert_same_corpus(zopa, [question, "w" / draft])
    assert_same_corpus(zopa, [question, workspace / draft])
    monkeypatch.chdir(workspace / "terms")
    assert_same_corpus(zopa, [question, "first-draft"])
    assert not any("-C" in each for each in asked_by(zopa, [question, "first-draft"]))


def test_a_draft_that_lies_elsewhere_is_named_by_its_path(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the workspace, or within it but not among its scenarios."""
    text = (workspace / "scenarios" / "first-draft.yaml").read_text(encoding="utf-8")
    mine = workspace / "my own"
    mine.mkdir()
    (mine / "a  draft.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(workspace.parent)
    assert_same_corpus(zopa, ["repair", "w/my own/a  draft.yaml"])
    assert_same_corpus(zopa, ["-C", "w", "repair", "my own/a  draft.yaml"])
    (workspace.parent / "draft.yaml").write_text(text, encoding="utf-8")
    assert_same_corpus(zopa, ["-C", "w", "repair", "draft.yaml"])
    monkeypatch.chdir(workspace / "terms")
    assert_same_corpus(zopa, ["repair", "../my own/a  draft.yaml"])
    monkeypatch.chdir(mine)
    assert_same_corpus(zopa, ["repair", "a  draft.yaml"])


def test_the_sample_is_named(zopa: Zopa, nowhere: Path) -> None:
    """Where one asked for it."""
    assert nowhere.is_dir()
    assert_same_corpus(zopa, ["deals", "alaska-exchange", "--no-count", "--sample"])


def test_drafts_side_by_side_are_named_so_too(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them."""
    text = (workspace / "scenarios" / "first-draft.yaml").read_text(encoding="utf-8")
    (workspace / "other.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(workspace.parent)
    command = ["compare", "w/scenarios/first-draft.yaml", "w/other.yaml"]
    paths = [["scenarios/first-draft.yaml"], ["other.yaml"]]
    for each, path in zip(asked_by(zopa, command), paths, strict=True):
        told = zopa(*each, "--format", "json").json["result"]["scenarios"]
        assert [one["path"] for one in told] == path

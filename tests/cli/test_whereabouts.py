"""Choice of the workspace; the sample is never used silently."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.conftest import SWITCHES
from ones import BARGAIN
from zopa.cli.whereabouts import HOOKS

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Zopa

QUESTIONS = (
    ["check"],
    ["validate"],
    ["show", "donbas"],
    ["options", "alaska-exchange"],
    ["compare", "--since", "HEAD"],
    ["report"],
    ["coverage"],
    ["list", "terms"],
    ["schema", "--for-workspace"],
    ["serve"],
)


@pytest.fixture
def talks(nowhere: Path) -> Path:
    """A workspace in a subfolder, whose draft is a deal."""
    shutil.copytree(BARGAIN, nowhere / "talks")
    return nowhere / "talks"


@pytest.mark.parametrize("arguments", QUESTIONS, ids=lambda each: each[0])
def test_without_a_workspace_nothing_is_answered(
    zopa: Zopa, nowhere: Path, arguments: list[str]
) -> None:
    """The sample could be taken for one's own: green, and nothing was looked at."""
    for quiet in ([], ["--quiet"]):
        ran = zopa(*arguments, *quiet)

        assert (ran.code, ran.out) == (2, "")
        assert "no workspace here or above" in ran.err
        assert "zopa init" in ran.err
        assert "--sample" in ran.err


def test_a_workspace_below_is_named(zopa: Zopa, talks: Path) -> None:
    """It is the one that was meant."""
    assert "`-C talks`" in zopa("check").err


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["check"], ["validate"], ["show", "donbas"]])
def test_the_sample_is_asked_when_it_is_named(
    zopa: Zopa, nowhere: Path, arguments: list[str]
) -> None:
    """And that is said, unless only the answer is wanted."""
    ran = zopa(*arguments, "--sample")

    assert ran.code == 0
    assert ran.err == "zopa: this is the shipped SAMPLE corpus, not a workspace of yours\n"
    assert zopa(*arguments, "--sample", "--quiet").err == ""


def on_a_terminal(folder: Path, *arguments: str, **variables: str) -> tuple[int, str]:
    """Run a command on a new terminal; returns its exit code and its complete output."""
    ours, theirs = pty.openpty()
    hidden = {*SWITCHES, *HOOKS}
    environment = {key: each for key, each in os.environ.items() if key not in hidden}
    process = subprocess.Popen(
        [sys.executable, "-m", "zopa", *arguments],
        cwd=folder,
        env={**environment, **variables},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    said = b""
    try:
        while chunk := os.read(ours, 4096):
            said += chunk
    except OSError:  # the end, on Linux
        pass
    os.close(ours)
    return process.wait(timeout=60), said.decode()


@pytest.mark.slow
def test_on_a_terminal_the_sample_is_shown_and_that_is_said(nowhere: Path) -> None:
    """Somebody is there who reads it."""
    code, said = on_a_terminal(nowhere, "list", "scenarios")

    assert code == 0
    assert "SAMPLE" in said
    assert "zopa show --sample ID" in said


@pytest.mark.parametrize("name", ["CI", "PRE_COMMIT", "GIT_INDEX_FILE", "GIT_DIR"])
def test_a_terminal_of_a_build_server_or_a_hook_is_none(nowhere: Path, name: str) -> None:
    """Nobody reads what is said there."""
    code, said = on_a_terminal(nowhere, "coverage", **{name: "1"})

    assert code == 2
    assert "no workspace here or above" in said


def test_a_file_is_judged_by_its_own_workspace(zopa: Zopa, talks: Path) -> None:
    """From the folder above, and from another workspace."""
    other = talks.parent / "other"
    shutil.copytree(BARGAIN, other)
    (other / "scenarios/first-draft.yaml").unlink()
    draft = "talks/scenarios/first-draft.yaml"
    inside = zopa("-C", "talks", "check", "--format=json").json

    for arguments in (
        ["check", draft],
        ["check", "talks"],
        ["check", "talks/scenarios"],
        ["-C", "talks", "check", "scenarios/first-draft.yaml"],
        ["-C", "talks", "check", draft],
    ):
        assert zopa(*arguments, "--format=json").json == inside, arguments
    os.chdir(other)
    assert zopa("check", "../talks", "--format=json").json == inside
    assert zopa("validate", "../talks", "--show-files").out.splitlines()[0].startswith("sc")


def test_validate_takes_the_workspace_of_what_it_is_given(zopa: Zopa, talks: Path) -> None:
    """A folder, one within it, a file; from here or from the folder that `-C` names."""
    (talks / "scenarios/first-draft.yaml").write_text("title: x\nchoices: {price: nothing}\n")

    for path in ("talks", "talks/scenarios", "talks/scenarios/first-draft.yaml"):
        ran = zopa("validate", path, "--format=concise")
        assert ran.code == 1
        assert ran.out.startswith("scenarios/first-draft.yaml:2:")
    assert zopa("-C", "talks", "validate", "scenarios/first-draft.yaml").code == 1
    assert zopa("validate", "talks/terms").code == 0


def test_a_link_lies_where_it_stands(zopa: Zopa, talks: Path) -> None:
    """What it leads to may be anywhere in the workspace."""
    drafts = talks / "drafts"
    drafts.mkdir()
    (talks / "scenarios/first-draft.yaml").rename(drafts / "one.yaml")
    (talks / "scenarios/first-draft.yaml").symlink_to("../drafts/one.yaml")

    assert zopa("check", "talks/scenarios/first-draft.yaml").code == 0


@pytest.mark.parametrize("command", ["check", "validate", "options", "report", "serve"])
def test_a_path_outside_is_not_judged_by_the_sample(
    zopa: Zopa, nowhere: Path, command: str
) -> None:
    """Nor a folder, nor a file that is not there."""
    (nowhere / "draft.yaml").write_text("title: x\nchoices: {}\n")
    for path in ("draft.yaml", "gone.yaml", "gone/draft.yaml", "."):
        ran = zopa(command, path)

        assert (ran.code, ran.out) == (2, "")
        assert f"`{path}` lies in no workspace" in ran.err


def test_a_draft_elsewhere_is_judged_by_the_workspace_around(
    zopa: Zopa, workspace: Path, tmp_path: Path
) -> None:
    """It lies in none, so there is no doubt."""
    draft = tmp_path / "draft.yaml"
    draft.write_text("title: x\nchoices: {}\n")

    assert zopa("check", draft).code == 0


def test_paths_of_two_workspaces_are_refused(zopa: Zopa, talks: Path) -> None:
    """One answer is about one corpus."""
    shutil.copytree(BARGAIN, talks.parent / "other")
    for command in ("check", "validate", "compare"):
        ran = zopa(command, "talks/scenarios/first-draft.yaml", "other")

        assert (ran.code, ran.out) == (2, "")
        assert "in 2 workspaces" in ran.err


def test_the_sample_goes_with_no_other_workspace(zopa: Zopa, talks: Path) -> None:
    """Neither by `-C` nor by a path."""
    assert "-C and --sample name two workspaces" in zopa("-C", "talks", "check", "--sample").err
    ran = zopa("check", "--sample", "talks")
    assert (ran.code, ran.out) == (2, "")
    assert "not in the sample" in ran.err


def test_the_sample_is_not_fixed(zopa: Zopa, nowhere: Path) -> None:
    """It belongs to the installation."""
    ran = zopa("validate", "--fix", "--sample")

    assert (ran.code, ran.out) == (2, "")
    assert "not yours to fix" in ran.err


def test_a_folder_is_no_draft_where_one_is_asked(zopa: Zopa, talks: Path) -> None:
    """Unless it holds just one."""
    assert zopa("options", "talks").code == 0
    shutil.copy(talks / "scenarios/first-draft.yaml", talks / "scenarios/second.yaml")
    ran = zopa("options", "talks")
    assert (ran.code, ran.out) == (2, "")
    assert "name one of them: `first-draft` or `second`" in ran.err


def test_an_id_comes_before_a_folder_of_that_name(zopa: Zopa, workspace: Path) -> None:
    """A folder beside does not change what an id means."""
    (workspace / "first-draft").mkdir()

    assert zopa("check", "first-draft").code == 0

"""`zopa completion`: real shells complete typed text."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from cli.conftest import REPOSITORY, git
from zopa.cli.arguments import parser
from zopa.cli.completion import COMPLETED, _commands

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.conftest import Change, Commit, Zopa

    Typed = Callable[[str], str]

STARTS = {
    "bash": "PS1=; bind 'set enable-bracketed-paste off'; eval \"$(cat {script})\"",
    "zsh": "PS1=; unset zle_bracketed_paste; setopt nobeep; autoload -Uz compinit;"
    ' compinit -u -D; eval "$(cat {script})"',
    "zsh-bare": 'PS1=; unset zle_bracketed_paste; setopt nobeep; eval "$(cat {script})"',
}
BARE = ["zsh", "-f", "-i"]
ARGUMENTS = {"bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": BARE, "zsh-bare": BARE}
PATIENCE = 60.0
NOT_COMPLETED = {
    "ADDRESS",
    *("DATE", "K", "N", "NAME", "SECONDS", "COMMAND"),
    *(
        "CONDITION",
        "KEY=VALUE",
        "N,N",
        "NAME=VALUE",
        "NEW",
        "PARTS",
        "PATTERN",
        "PLACES",
        "SIGN",
        "TAG",
        "TEXT",
        "URL",
        "VALUE",
        "WORD",
        "WORDS",
    ),
}
"""Arguments whose values cannot be known beforehand."""
EDITS = [
    ("zopa vali", "zopa validate"),
    ("zopa validate --fail-on n", "zopa validate --fail-on n"),
    ("zopa validate --fail-on w", "zopa validate --fail-on warning"),
    ("zopa check fir", "zopa check first-draft"),
    ("zopa check --waive sel", "zopa check --waive seller/no-cheap-warranty"),
    ("zopa -C ../other check sec", "zopa -C ../other check second-draft"),
    ("zopa explain red-line-r", "zopa explain red-line-removed"),
    ("zopa options --why warranty/r", "zopa options --why warranty/refused"),
    ("zopa compare --since mai", "zopa compare --since main"),
    ("zopa compare --output sar", "zopa compare --output sarif"),
    ("zopa completion f", "zopa completion fish"),
    ("zopa rename first", "zopa rename first-draft"),
    ("zopa list mil", "zopa list milestones"),
    ("zopa list terms --issue warr", "zopa list terms --issue warranty"),
    ("zopa validate terms/co", "zopa validate terms/corpus.yaml"),
    ("zopa check --reading seller", "zopa check --reading seller/no-cheap-warranty=plain"),
]
"""The typed text before the completion key, and the text after it."""


@pytest.fixture
def program(
    workspace: Path, commit: Commit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A program called `zopa`, and another workspace in addition to the current one."""
    folder = tmp_path / "bin"
    folder.mkdir()
    file = folder / "zopa"
    file.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m zopa "$@"\n')
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("TERM", "dumb")
    other = tmp_path / "other"
    shutil.copytree(workspace, other)
    (other / "scenarios" / "first-draft.yaml").rename(other / "scenarios" / "second-draft.yaml")
    return file


@pytest.fixture(params=["bash", "zsh", "zsh-bare"])
def typed(request: pytest.FixtureRequest, zopa: Zopa, program: Path, tmp_path: Path) -> Typed:
    """Type a line and the completion key into a shell; returns the completed line."""
    shell: str = request.param
    if shutil.which(ARGUMENTS[shell][0]) is None:
        pytest.skip(f"no {shell} here")
    script = tmp_path / f"script.{shell}"
    script.write_text(zopa("completion", ARGUMENTS[shell][0]).out)

    def complete(line: str) -> str:
        child, terminal = pty.fork()
        if child == 0:
            os.execvp(ARGUMENTS[shell][0], ARGUMENTS[shell])  # noqa: S606
        said = ""

        def read_to(mark: str) -> str:
            nonlocal said
            end = time.monotonic() + PATIENCE
            while not re.search(mark, said) and time.monotonic() < end:
                if select.select([terminal], [], [], 0.1)[0]:
                    said += os.read(terminal, 4096).decode(errors="replace")
            found = re.search(mark, said)
            assert found, said
            said = said[found.end() :]
            return found[1]

        try:
            os.write(
                terminal, f"{STARTS[shell].format(script=script)}; echo re''ady\n".encode()
            )
            read_to("(ready)\r")
            # To the beginning of the line, and say it instead of running it.
            os.write(terminal, f"{line}\t\x01echo '<'\x05'>'\n".encode())
            return " ".join(read_to("(?:\r|\n|^)< ?(zopa [^\r\n]*?) ?>\r").split())
        finally:
            os.write(terminal, b"\x15exit\n")
            os.close(terminal)
            os.waitpid(child, 0)

    return complete


@pytest.mark.parametrize(("before", "after"), EDITS)
def test_a_shell_completes(typed: Typed, before: str, after: str) -> None:
    """Commands, flags, their words, and what the workspace has by name."""
    assert typed(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("zopa check --reading seller/no-cheap-warranty=pl", "seller/no-cheap-warranty=plain"),
    ],
)
def test_a_word_with_an_equals_sign_is_completed(typed: Typed, before: str, after: str) -> None:
    """Which bash cuts in three."""
    assert typed(before).endswith(f" {after}")


@pytest.mark.parametrize("typed", ["bash"], indirect=True)
def test_bash_completes_what_a_flag_is_equal_to(typed: Typed) -> None:
    """As it does behind a space."""
    assert typed("zopa check --format=conc") == "zopa check --format=concise"


def test_names_have_titles(zopa: Zopa, workspace: Path) -> None:
    """For shells that show them."""
    for kind in ("positions", "issues", "terms", "parties", "sources", "readings", "codes"):
        said = zopa("completion", "--names", kind, "--titles").out.splitlines()
        assert all(line.count("\t") <= 1 for line in said)
        assert any("\t" in line for line in said) is (kind != "readings")
    assert "buyer\tThe buyer" in zopa("completion", "--names", "parties", "--titles").out


@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish here")
@pytest.mark.parametrize(("before", "after"), EDITS)
def test_fish_completes(
    zopa: Zopa, program: Path, tmp_path: Path, before: str, after: str
) -> None:
    """The same; it says itself what it offers."""
    script = tmp_path / "script.fish"
    script.write_text(zopa("completion", "fish").out)

    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {script}; complete -C $argv[1]", before],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "HOME": str(tmp_path)},
    )

    offered = [line.partition("\t")[0] for line in done.stdout.splitlines()]
    assert (offered == [after.rpartition(" ")[2]]) is (before != after)


def test_what_shells_are_given_is_always_a_name(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """A file that is called like a command is not offered: bash would run it."""
    for name in ("$(touch x)", "`touch x`", "-rf", "a b", "ok"):
        (workspace / "scenarios" / f"{name}.yaml").write_text("title: x\n")

    assert zopa("completion", "--names", "scenarios").out == "first-draft\nok\n"


@pytest.mark.parametrize("typed", ["bash", "zsh"], indirect=True)
@pytest.mark.parametrize("command", ["check", "validate", "init", "check --baseline"])
@pytest.mark.parametrize("name", ["zz$(touch pwned).yaml", "zz`touch pwned`.yaml", "zz;touch"])
def test_no_file_is_completed_to_a_command(
    typed: Typed, workspace: Path, command: str, name: str
) -> None:
    """A clone names its files as it likes; what is typed then is run."""
    for folder in (workspace / name, workspace / "scenarios" / name):
        folder.mkdir()
        (folder / name).touch()
    for word in ("zz", "scenarios/zz"):
        typed(f"zopa {command} {word}")

    assert not [*workspace.rglob("pwned")]


@pytest.mark.parametrize(
    ("kind", "some"),
    [
        ("codes", {"ZD101", "red-line-removed"}),
        ("issues", {"donbas"}),
        ("kinds", {"red-line", "demand", "preference"}),
        ("lists", {"terms", "positions", "scenarios"}),
        ("sources", {"s000"}),
        ("speakers", {"zelensky"}),
        ("parties", {"ukraine"}),
        ("positions", {"ukraine/no-cession-no-exchange"}),
        ("readings", {"ukraine/no-cession-no-exchange=claim-too"}),
        ("scenarios", {"alaska-exchange"}),
        ("terms", {"donbas/full-cession"}),
        ("things", {"donbas", "ukraine/no-cession-no-exchange", "alaska-exchange", "s000"}),
    ],
)
def test_names_are_those_of_the_workspace(zopa: Zopa, kind: str, some: set[str]) -> None:
    """Of every kind that something is called by."""
    assert some <= set(zopa("-C", REPOSITORY, "completion", "--names", kind).out.split())


def test_revisions_are_those_of_the_repository(
    zopa: Zopa, workspace: Path, commit: Commit
) -> None:
    """Branches and tags."""
    git(workspace, "tag", "first")

    assert zopa("completion", "--names", "revisions").out == "HEAD\nmain\nfirst\n"


def test_nothing_is_offered_where_there_is_nothing(zopa: Zopa, nowhere: Path) -> None:
    """Neither names of another workspace nor a message."""
    for kind in ("positions", "scenarios", "revisions"):
        ran = zopa("-C", nowhere, "completion", "--names", kind)

        assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_every_argument_is_completed_or_cannot_be() -> None:
    """A new one must say which."""
    called = {
        action.metavar
        for command in _commands(parser())
        for action in command._actions
        if isinstance(action.metavar, str)
    }

    assert called == COMPLETED.keys() | NOT_COMPLETED


def test_no_shell_is_no_script(zopa: Zopa, nowhere: Path) -> None:
    """Nor is one that is not known."""
    assert zopa("completion").code == 2
    assert zopa("completion", "tcsh").code == 2


def test_without_the_library_it_says_how_to_get_it(
    zopa: Zopa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an extra."""
    monkeypatch.setitem(sys.modules, "shtab", None)

    ran = zopa("completion", "bash")

    assert ran.code == 2
    assert "zopa[completion]" in ran.err

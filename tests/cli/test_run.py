"""Common properties of all commands: folders, exit codes, colours."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from zopa import __version__
from zopa.cli import check as check_command
from zopa.cli.arguments import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Change, Zopa

ESCAPE = "\x1b"


def test_the_version(zopa: Zopa, nowhere: Path) -> None:
    """One line on stdout."""
    ran = zopa("--version")

    assert (ran.code, ran.out, ran.err) == (0, f"zopa {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(zopa: Zopa, command: str) -> None:
    """On stdout; and the whole of it names the command."""
    ran = zopa(command, "--help")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: zopa {command} ")
    assert command in zopa("--help").out


def test_a_slip_in_the_command_is_no_success(
    zopa: Zopa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the command that was meant."""
    monkeypatch.setattr(sys, "argv", ["zopa", "chek"])

    ran = zopa("chek")

    assert (ran.code, ran.out) == (2, "")
    assert "did you mean `check`?" in ran.err


def test_the_command_that_was_meant_does_not_depend_on_how_zopa_was_started(
    zopa: Zopa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`main` is given its arguments."""
    monkeypatch.setattr(sys, "argv", ["pytest", "init"])

    assert "did you mean `check`?" in zopa("chek").err


def test_a_slip_after_a_flag_with_a_value(process: Zopa, nowhere: Path) -> None:
    """The value is not the command."""
    assert "did you mean `check`?" in process("-C", ".", "chek").err


def test_without_a_command_there_is_nothing_to_do(zopa: Zopa) -> None:
    """Usage: 2."""
    assert zopa().code == 2


def test_a_folder_that_is_not_there_is_no_success(zopa: Zopa, nowhere: Path) -> None:
    """Whatever the question."""
    for arguments in (["check"], ["validate"], ["show", "x"], ["schema", "--for-workspace"]):
        ran = zopa("-C", "gone", *arguments)

        assert (ran.code, ran.out) == (2, "")
        assert ran.err == "zopa: no folder `gone`\n"


def test_a_folder_without_a_workspace_is_not_passed_over(zopa: Zopa, nowhere: Path) -> None:
    """Who names a folder does not mean the sample."""
    ran = zopa("-C", ".", "check")

    assert (ran.code, ran.out) == (2, "")
    assert "no workspace in `.` or above it" in ran.err


# -- colour -------------------------------------------------------------------


def test_no_colours_but_on_a_terminal(zopa: Zopa, workspace: Path) -> None:
    """Stdout is none here."""
    for arguments in (["check"], ["validate"], ["show", "price"], ["rules"]):
        assert ESCAPE not in zopa(*arguments).out
        assert ESCAPE not in zopa(*arguments, "--color=never").out


def test_colours_when_they_are_asked_for(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By flag or variable; the flag decides."""
    assert ESCAPE in zopa("check", "--color=always").out
    assert ESCAPE in zopa("show", "price", "--color=always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert ESCAPE in zopa("check").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert ESCAPE not in zopa("check").out
    assert ESCAPE in zopa("check", "--color=always").out


def test_colours_change_nothing_but_colours(zopa: Zopa, workspace: Path) -> None:
    """The words and the lines stay."""
    import re

    for arguments in (["check"], ["show", "seller/no-cheap-warranty"], ["rules"]):
        coloured = zopa(*arguments, "--color=always").out
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == zopa(*arguments).out


def test_machine_forms_never_have_colours(zopa: Zopa, workspace: Path, change: Change) -> None:
    """Not even when they are asked for."""
    change("scenarios/first-draft.yaml", "deal: false", "deal: true")

    assert ESCAPE not in zopa("check", "--format=json", "--color=always").out
    assert ESCAPE not in zopa("validate", "--format=json", "--color=always").out
    assert ESCAPE not in zopa("show", "price", "--format=json", "--color=always").out


# -- how a run ends -----------------------------------------------------------


def test_an_interrupt_ends_it(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """130, without a word."""

    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(check_command, "run", interrupted)

    ran = zopa("check")

    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_an_interrupt_while_importing_ends_it(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most of a short run is imports."""

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("zopa.cli.run.importlib.import_module", interrupted)
    try:
        ran = zopa("check")
    except KeyboardInterrupt:
        pytest.fail("a traceback")

    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_a_fault_of_our_own_is_one_line(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2, and no traceback unless it is asked for."""

    def faulty(_: object) -> int:
        message = "\x1b[31mred"
        raise RuntimeError(message)

    monkeypatch.setattr(check_command, "run", faulty)

    ran = zopa("check")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("zopa: a fault of zopa's own: RuntimeError: ␛[31mred\n")
    with pytest.raises(RuntimeError):
        zopa("check", "--debug")
    with pytest.raises(RuntimeError):
        zopa("--debug", "check")


@pytest.mark.parametrize(
    ("arguments", "flag"),
    [
        (["check", "--form", "json"], "--form"),
        (["check", "--as", "2025-01-01"], "--as"),
        (["validate", "--fix-unsafe"], "--fix-unsafe"),
        (["--vers"], "--vers"),
    ],
)
def test_flags_are_not_abbreviated(
    zopa: Zopa, workspace: Path, arguments: list[str], flag: str
) -> None:
    """An abbreviation would mean another flag once there is one more."""
    ran = zopa(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert flag in ran.err or "COMMAND" in ran.err

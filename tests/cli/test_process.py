"""Complete processes: imports, exit, and identical bytes for identical input."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zopa import __version__

if TYPE_CHECKING:
    from cli.conftest import Zopa

HEAVY = ("jsonschema", "jsonschema_rs", "oxidd", "pysat", "textual", "yaml")


def imported(*arguments: str) -> set[str]:
    """The top-level modules that a command imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "zopa", *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def test_the_version_needs_nothing_heavy(nowhere: Path) -> None:
    """It is asked in every bug report and every shell completion."""
    found = imported("--version")

    assert "zopa" in found
    assert found.isdisjoint(HEAVY)


@pytest.mark.parametrize("arguments", [["--help"], ["rules"], ["explain", "ZE101"]])
def test_what_asks_no_file_reads_none(nowhere: Path, arguments: list[str]) -> None:
    """No reader, no solver."""
    assert imported(*arguments).isdisjoint(HEAVY)


@pytest.mark.parametrize("arguments", [["check"], ["validate"], ["show", "price"]])
def test_no_command_but_the_terminal_one_loads_the_terminal(
    workspace: Path, arguments: list[str]
) -> None:
    """Textual is slow to import."""
    found = imported(*arguments)

    assert "yaml" in found
    assert found.isdisjoint({"textual", "zopa_tui", "jsonschema", "oxidd"})
    assert found.isdisjoint({"concurrent", "multiprocessing", "logging"})


def test_showing_a_thing_needs_no_solver(workspace: Path) -> None:
    """It only looks things up."""
    assert "pysat" not in imported("show", "price")


def test_the_version_as_a_process(process: Zopa, nowhere: Path) -> None:
    """As a user runs it."""
    ran = process("--version")

    assert (ran.code, ran.out, ran.err) == (0, f"zopa {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "--format=json"],
        ["show", "agreement"],
        ["show", "agreement", "--format=json"],
        ["validate", "--format=json"],
        ["schema", "--for-workspace", "schema"],
    ],
)
def test_the_same_bytes_whatever_the_hash_seed(
    process: Zopa, nowhere: Path, arguments: list[str]
) -> None:
    """No answer depends on the order of a set."""
    answers = []
    for seed in ("0", "1", "2"):
        ran = process(*arguments, "--sample", PYTHONHASHSEED=seed)
        files = [each.read_text() for each in sorted(nowhere.rglob("*.json"))]
        answers.append((ran, files))

    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0].code == 0


@pytest.mark.parametrize(
    "arguments", [["check"], ["rules"], ["show", "agreement"], ["--version"], ["--help"]]
)
def test_a_reader_that_has_enough_is_no_error(workspace: Path, arguments: list[str]) -> None:
    """`zopa check | head -1` is silent on stderr."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "zopa", *arguments],
        check=False,
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=120,
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (0, b"")


full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")


@full
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments", [["rules"], ["validate", "--format=json"], ["--version"], ["check", "--help"]]
)
def test_an_answer_that_cannot_be_written_is_no_success(
    workspace: Path, arguments: list[str], unbuffered: str
) -> None:
    """A full disk: one line on stderr and 2, whenever Python notices it."""
    with Path("/dev/full").open("wb") as stdout:
        done = subprocess.run(
            [sys.executable, "-m", "zopa", *arguments],
            check=False,
            stdout=stdout,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            timeout=120,
        )

    assert done.stderr == b"zopa: cannot write the answer: no space left on device\n"
    assert done.returncode == 2


@full
@pytest.mark.parametrize("arguments", [["check", "gone"], ["validate", "--gone"], ["chek"]])
def test_a_complaint_that_cannot_be_written_keeps_the_code(
    workspace: Path, arguments: list[str]
) -> None:
    """The exit code is then all that is left to say it with."""
    with Path("/dev/full").open("wb") as stderr:
        done = subprocess.run(
            [sys.executable, "-m", "zopa", *arguments],
            check=False,
            stdout=subprocess.PIPE,
            stderr=stderr,
            timeout=120,
        )

    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_streams_may_be_closed(workspace: Path, closed: str) -> None:
    """Whoever closes one does not want to read it; the code says the rest."""
    for arguments, code in (("validate", 0), ("rules", 0), ("check gone", 2)):
        done = subprocess.run(
            ["sh", "-c", f'"{sys.executable}" -m zopa {arguments} {closed}'],
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )

        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        assert "fault" not in done.stderr


def test_an_interrupt_ends_the_process(nowhere: Path) -> None:
    """130 and no traceback, while it writes to a reader that does not read on."""
    with subprocess.Popen(
        [sys.executable, "-m", "zopa", "check", "--sample", "-q", "--format=json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert os.read(running.stdout.fileno(), 1) == b"{"
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=60)

    assert err == b""
    assert running.returncode == 130


def test_nothing_watches_when_the_program_ends(workspace: Path) -> None:
    """Python crashes now and then where a thread still runs while it ends."""
    code = (
        "import sys, threading; from zopa.cli import main; sys.argv[1:] = ['rules'];"
        " assert main() == 0; print(threading.active_count(), file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, timeout=120
    )

    assert done.stderr == "1\n"

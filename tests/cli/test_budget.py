"""How commands end: time limit, interrupt, lack of memory, closed output."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zopa.cli import limits, main

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
GENEROUS = 60.0
"""Seconds after which every command here has ended, even on a busy machine."""
posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits are others there")


def zopa(*arguments: str, limit: int | None = None) -> subprocess.Popen[str]:
    """Start the program with this limit of memory, in bytes."""

    def limited() -> None:
        if limit is not None:
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-m", "zopa", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limited if limit is not None else None,  # noqa: PLW1509  # no threads here
    )


def enough(*question: str, seconds: int) -> tuple[str, str, int]:
    """What a question says in so many seconds, or in more where a slow machine needs them.

    Returns:
        What it said and what it complained about, with the exit code.
    """
    for limit in (seconds, 4 * seconds, 16 * seconds):
        program = zopa(*question, "--budget", str(limit))
        said, complaints = program.communicate(timeout=limit + GENEROUS)
        if not complaints.startswith("zopa: gave up after"):
            break
    return said, complaints, program.returncode


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The module that makes workspaces with one large dimension each."""
    folder = tmp_path_factory.mktemp("large")
    names = ["rules", "pigeons", "parties"]
    subprocess.run([sys.executable, BENCHMARKS / "large.py", folder, *names], check=True)
    return folder


def test_a_count_ends_with_the_budget(large: Path) -> None:
    """What was known by then is said; no process is left."""
    said, complaints, code = enough("-C", str(large / "rules"), "deals", "first", seconds=20)

    assert code == 0, complaints
    assert said.startswith("A deal is possible: ")
    assert "deals are not counted" in said


@pytest.mark.parametrize("question", [["check"], ["options", "first"], ["report", "first"]])
def test_a_hard_question_ends_with_the_budget(large: Path, question: list[str]) -> None:
    """Nothing is known of it, and that is said."""
    program = zopa("-C", str(large / "pigeons"), *question, "--budget", "3")
    _, complaints = program.communicate(timeout=GENEROUS)

    assert program.returncode == 2
    assert complaints.startswith("zopa: gave up after 3 s; ")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("concessions", "at least"),
        ("frontier", "trade-offs found"),
        ("report", "more may exist"),
    ],
)
def test_what_was_found_of_very_many_is_said(large: Path, question: str, said: str) -> None:
    """Sixty parties have more ways out than anybody can list."""
    form = ["--format", "markdown"] if question == "report" else []
    command = ["-C", str(large / "parties"), question, "first", *form]
    found, complaints, _ = enough(*command, seconds=12)

    assert complaints == ""
    assert said in found


def test_loading_and_compiling_are_within_the_budget(
    large: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They leave less to what is asked, and at last nothing."""
    monkeypatch.setattr("zopa.cli.check.left_of", lambda _: 0.0)

    assert main(["-C", str(large / "pigeons"), "check", "--budget", "3"]) == 2
    assert "gave up after 3 s" in capsys.readouterr().err


def test_what_is_not_looked_for_in_time_is_said(
    large: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`validate` tells what it has found in the files, and what is missing."""
    command = ["-C", str(large / "rules"), "validate", "--no-cache", "--budget", "0"]

    assert main(command) == 2
    assert "not looked for" in capsys.readouterr().err


def test_drafts_that_are_not_judged_in_time_are_named(
    large: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The verdicts on the others are there."""
    from zopa.questions.check import check
    from zopa.solving import Stopped

    def once(*given: object) -> object:
        monkeypatch.setattr("zopa.cli.check.check", stopped)
        return check(*given)  # type: ignore[arg-type]

    def stopped(*_: object) -> object:
        raise Stopped

    scenarios = large / "rules" / "scenarios"
    (scenarios / "second.yaml").write_text((scenarios / "first.yaml").read_text())
    monkeypatch.setattr("zopa.cli.check.check", once)

    assert main(["-C", str(large / "rules"), "check", "--budget", "5000"]) == 2
    said = capsys.readouterr()
    (scenarios / "second.yaml").unlink()
    assert said.out.startswith("Open: ")
    assert "gave up after 5000 s; not checked: `second`" in said.err


@pytest.mark.parametrize(
    ("known", "grace"), [(False, 0.0), (True, 1.3)], ids=["reading", "searching"]
)
def test_a_grace_is_given_where_something_may_be_known(
    monkeypatch: pytest.MonkeyPatch,
    known: bool,  # noqa: FBT001  # of the test
    grace: float,
) -> None:
    """A second and a tenth of the budget; none while the files are read."""
    now = [100.0]
    monkeypatch.setattr("zopa.cli.limits.time.monotonic", lambda: now[0])

    class Ended(Exception):  # noqa: N818  # no error
        """Raised instead of ending the program."""

    def waited(warden: limits.Warden) -> bool:
        now[0] = warden.end
        return False

    def end(_: int) -> None:
        raise Ended

    monkeypatch.setattr(limits.Warden, "_interrupted", waited)
    monkeypatch.setattr("zopa.cli.limits._end", end)
    monkeypatch.setattr(limits._Now, "answered", False)
    options = argparse.Namespace(command="check", budget=3.0, until=103.0)
    limits.doing("at work", known=known)

    with pytest.raises(Ended):
        limits.Warden(options)._watch()
    assert now[0] == 103.0 + grace


@posix
def test_an_interrupt_ends_one_long_call(large: Path) -> None:
    """Of the solver, which Python does not interrupt by itself."""
    program = zopa("-C", str(large / "pigeons"), "check", "--budget", "500")
    time.sleep(3)
    program.send_signal(signal.SIGINT)
    _, complaints = program.communicate(timeout=GENEROUS)

    assert program.returncode in {130, -signal.SIGINT}
    assert complaints == ""


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="the limit does not hold there")
@pytest.mark.parametrize("megabytes", [60, 90, 150, 300])
def test_a_limit_on_memory_is_said(large: Path, megabytes: int) -> None:
    """Without a word of any library's, whatever there is not enough room for."""
    program = zopa(
        *("-C", str(large / "rules"), "deals", "first", "--budget", "3"),
        limit=megabytes << 20,
    )
    said, complaints = program.communicate(timeout=GENEROUS)

    if program.returncode == 0:
        assert said.startswith("A deal is possible: ")
    else:
        assert program.returncode == 2
        assert complaints.startswith(("zopa: ran out of memory", "zopa: gave up after 3 s"))
        assert complaints.count("\n") == 2


WITHOUT_ROOM = """
import os, threading, time
from zopa.cli.limits import watched

class Lost:
    def __del__(self):
        raise MemoryError

def fail():
    raise MemoryError

def run():
    %s

raise SystemExit(watched(run, time.monotonic() + 50))
"""
NO_ROOM = (
    "zopa: ran out of memory before the answer was known\n"
    "  help: allow it more memory (ulimit -v), or ask about less\n"
)


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="the limit does not hold there")
@pytest.mark.parametrize(
    ("without_room", "code", "complaints"),
    [
        ("threading.Thread(target=fail, daemon=True).start(); time.sleep(50)", 2, NO_ROOM),
        ("raise SystemError('compile returned NULL without setting an exception')", 2, NO_ROOM),
        ("Lost(); return 0", 0, ""),
        ("os.write(2, b'terminate called after throwing'); os.abort()", 2, NO_ROOM),
    ],
    ids=["thread", "python", "unraisable", "library"],
)
def test_whatever_has_no_room_only_zopa_says_so(
    without_room: str, code: int, complaints: str
) -> None:
    """Others wait for a thread that has ended; Python may find no room to say what failed."""

    def limited() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_ROOM % without_room],
        capture_output=True,
        text=True,
        preexec_fn=limited,  # no threads here
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (code, "", complaints)


@posix
@pytest.mark.parametrize("form", ["auto", "full", "json", "github"])
def test_a_known_verdict_stays_when_nobody_reads(tmp_path: Path, form: str) -> None:
    """Both streams lead into a pipe that its reader has closed."""
    assert main(["init", str(tmp_path / "w"), "--quiet"]) == 0
    draft = next((tmp_path / "w/scenarios").glob("*.yaml"))
    text = draft.read_text().partition("expect:")[0]
    draft.write_text(f"{text}expect: {{coherent: false}}\n")
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(
        [sys.executable, "-m", "zopa", "-C", tmp_path / "w", "check", "--format", form],
        stdout=writes,
        stderr=writes,
        check=False,
    )
    os.close(writes)

    assert done.returncode == 1

"""Cache of `zopa validate`: the same output with and without, alone and in parallel."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zopa.validation import incremental as judging

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cli.conftest import Change, Zopa

TYPO = ("terms/positions/seller.yaml", "kind: red-line", "kind: red-lin")
FORMS = ("full", "concise", "json", "jsonl", "github", "sarif", "junit", "gitlab", "rdjson")


def remembered() -> list[Path]:
    """The files in the tests' cache folder."""
    folder = Path(os.environ["ZOPA_CACHE_DIR"])
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.fixture
def spoilt(workspace: Path, change: Change) -> Path:
    """A workspace with errors in terms and scenarios, one of them ignored by a comment."""
    change(*TYPO)
    for number in range(9):
        (workspace / f"scenarios/draft-{number}.yaml").write_text(
            f"title: Draft {number}\nchoices: {{nowhere: x}} # zopa: ignore[ZX101] because\n"
        )
    return workspace


@pytest.mark.parametrize("form", FORMS)
def test_the_second_answer_has_the_bytes_of_the_first(
    zopa: Zopa, spoilt: Path, form: str
) -> None:
    """In every form, with what is silenced and without."""
    for more in ([], ["--no-ignores"], ["--show-suppressed"], ["scenarios"]):
        first = zopa("validate", "--format", form, "--no-cache", *more)
        assert not first.err
        assert first == zopa("validate", "--format", form, *more)
        assert first == zopa("validate", "--format", form, *more)
    assert len(remembered()) == 2


@pytest.mark.parametrize("jobs", ["1", "2", "8"])
def test_any_number_of_jobs_has_the_same_bytes(zopa: Zopa, spoilt: Path, jobs: str) -> None:
    """Also of what is listed as silenced."""
    alone = zopa("validate", "--no-cache", "--format", "json", "--show-suppressed")

    ran = zopa(
        "validate", "--no-cache", "--format", "json", "--show-suppressed", "--jobs", jobs
    )

    assert ran == alone


def test_a_mended_file_is_seen(zopa: Zopa, workspace: Path, change: Change) -> None:
    """Also when its time and size stay what they were."""
    file = workspace / TYPO[0]
    status = file.stat()
    change(TYPO[0], "kind: red-line", "kind: red-linx")
    change(TYPO[0], "red-linx", "red-lin ")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert zopa("validate").code == 1
    change(TYPO[0], "red-lin ", "red-line")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert zopa("validate").code == 0


def test_nothing_is_remembered_when_told_so(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the flag; on build servers unless a folder is named."""
    zopa("validate", "--no-cache")
    assert not remembered()
    monkeypatch.setenv("HOME", str(workspace))
    folder = os.environ["ZOPA_CACHE_DIR"]
    monkeypatch.delenv("ZOPA_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("CI", "true")
    zopa("validate")
    assert not (workspace / ".cache").exists()
    monkeypatch.setenv("ZOPA_CACHE_DIR", folder)
    zopa("validate")
    assert remembered()


def test_the_folder_for_caches_is_used_without_a_word(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which is `zopa` in the user's."""
    monkeypatch.delenv("ZOPA_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(workspace / "caches"))

    assert not zopa("validate").err
    assert list((workspace / "caches/zopa").iterdir())


def test_a_home_that_cannot_be_written_changes_nothing(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does none at all."""
    fine = zopa("validate", "--no-cache")
    monkeypatch.setenv("ZOPA_CACHE_DIR", str(workspace / "terms/corpus.yaml/x"))
    assert zopa("validate") == fine
    for name in ("ZOPA_CACHE_DIR", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    assert zopa("validate") == fine


@pytest.mark.slow
def test_a_remembered_answer_needs_no_parser(process: Zopa, workspace: Path) -> None:
    """What is only read again is not made anew: that is where the time goes."""
    process("validate")
    code = (
        "import sys; from zopa.cli import main; main(['validate']);"
        "print({'yaml', 'jsonschema', 'jsonschema_rs', 'pysat'"
        ", 'zopa.model.corpus', 'zopa.checks.scenarios'}"
        " & sys.modules.keys())"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert done.stdout.decode().endswith("set()\n")


@pytest.mark.slow
def test_an_interrupt_ends_every_process(workspace: Path, tmp_path: Path) -> None:
    """With 130, and nobody goes on."""
    for number in range(1_500):
        shutil.copyfile(
            workspace / "scenarios/first-draft.yaml", workspace / f"scenarios/{number}.yaml"
        )
    command = [sys.executable, "-m", "zopa", "validate", "--no-cache", "--jobs", "4"]
    with subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        until = time.monotonic() + 60
        while time.monotonic() < until and len(children.read_text().split()) < 3:
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=60)

    assert (running.returncode, out, err) == (130, b"", b"")
    assert not [each for each in Path("/proc").glob("[0-9]*") if at_work(each, running.pid)]


def at_work(process: Path, group: int) -> bool:
    """True if the process is in the group and still runs."""
    try:
        state, _, its_group = (process / "stat").read_text().rpartition(")")[2].split()[:3]
    except OSError:
        return False
    return int(its_group) == group and state != "Z"


def test_a_killed_process_is_told_and_nothing_is_remembered(
    zopa: Zopa, spoilt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two, without an answer: a part of it would be missing."""
    first, work = os.getpid(), judging._in_drafts

    def killed(task: judging._Task, numbers: Iterable[int]) -> list[object]:
        if os.getpid() != first:
            os.kill(os.getpid(), signal.SIGKILL)
        return work(task, numbers)

    monkeypatch.setattr(judging, "_in_drafts", killed)

    ran = zopa("validate", "--jobs", "2")

    assert (ran.code, ran.out) == (2, "")
    assert "ended before it was done" in ran.err
    assert "--jobs 1" in ran.err
    assert not remembered()

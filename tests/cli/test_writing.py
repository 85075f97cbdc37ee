"""What zopa writes is there whole, or what was there before is; whatever happens."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from zopa.cli import main
from zopa.documents.saving import save
from zopa_tui.atomic import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType

    from cli.conftest import Change, Zopa

OLD = b"what was there\n"
SMALL = 100
"""Bytes that a file may grow to, where the disk is said to be full."""


def on_a_full_disk(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run zopa where no file can be longer than a few bytes."""
    return subprocess.run(
        [sys.executable, "-m", "zopa", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (SMALL, SMALL)),
        timeout=120,
    )


def everything(folder: Path) -> dict[str, bytes]:
    """All files, by path."""
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file()
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "--output=json:old"],
        ["check", "--output=sarif:old", "--output=json:other"],
        ["report", "--output=html:old"],
        ["validate", "--baseline=old", "--write-baseline"],
        ["validate", "--fix"],
        ["schema"],
        ["report", "--tables=tables"],
    ],
)
def test_a_full_disk_loses_nothing(
    workspace: Path, change: Change, arguments: list[str]
) -> None:
    """The old content stays, nothing is left beside it, and it is said what went wrong."""
    change("scenarios/first-draft.yaml", "", f"note: {'x' * SMALL}")  # the last line has no end
    (workspace / "old").write_bytes(OLD)
    (workspace / "schema").mkdir()
    before = everything(workspace)

    ran = on_a_full_disk(*arguments)

    assert ran.returncode == 2
    assert ran.stderr.startswith("zopa: cannot write ")
    assert "File too large" in ran.stderr
    assert everything(workspace) == before


def test_a_workspace_that_does_not_fit_is_not_half_there(nowhere: Path) -> None:
    """So that it can be made when there is room."""
    ran = on_a_full_disk("init", "w")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("zopa: cannot write to `w`: File too large\n")
    assert everything(nowhere) == {}
    assert main(["init", "w"]) == 0


def test_a_pipe_is_written_to_and_not_replaced(workspace: Path, process: Zopa) -> None:
    """`--output json:/dev/stdout`, and what a shell makes of `>(…)`."""
    os.mkfifo("pipe")
    with subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE) as reader:
        ran = process("validate", "--output=json:pipe", "--output=concise")
        assert reader.stdout is not None
        read = reader.stdout.read()

    assert ran.code == 0
    assert read.startswith(b'{\n  "format"')
    assert (workspace / "pipe").is_fifo()
    assert process("rules", "--output=json:/dev/stdout", "--quiet").out.startswith("{")


def killing(countdown: Iterator[int], frame: FrameType, event: str, _: Any) -> Any:
    """Trace a process; when so many lines of writing have begun, it is killed."""
    if not frame.f_code.co_filename.endswith(("saving.py", "atomic.py")):
        return None
    if event == "line" and next(countdown) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return partial(killing, countdown)


def until_it_ends(act: Callable[[], object]) -> Iterator[None]:
    """Do it in a process that is killed at its first line of writing, at its second, and on."""
    for last in range(1, 1_000):
        child = os.fork()
        if child == 0:
            sys.settrace(partial(killing, iter(range(last, 0, -1))))
            act()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status == 0:
            return
        assert os.WTERMSIG(status) == signal.SIGKILL
        yield


@pytest.mark.parametrize("write", [partial(save, before=OLD), save, replace])
def test_a_process_that_is_killed_leaves_the_old_file_or_the_new(
    tmp_path: Path, write: Callable[[Path, bytes], object]
) -> None:
    """At whatever line it is killed."""
    file = tmp_path / "a.yaml"
    file.write_bytes(OLD)
    contents = []

    for _ in until_it_ends(lambda: write(file, b"what is new\n")):
        contents.append(file.read_bytes())
        for each in tmp_path.iterdir():
            each.unlink()
        file.write_bytes(OLD)

    assert len(contents) > 10
    assert contents[0] == OLD
    assert set(contents) == {OLD, b"what is new\n"}

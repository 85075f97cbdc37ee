"""Atomic writes: after any failure, a file is complete, either new or old."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from zopa.cli import main
from zopa.files.writing import SUFFIX, replace, save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType

    from cli.conftest import Change, Zopa

OLD = b"what was there\n"
SMALL = 100
"""File size limit in bytes that simulates a full disk."""


def on_a_full_disk(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run zopa with this limit of file size."""
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
    """Trace a process; kill it at a given line of the writing module."""
    if not frame.f_code.co_filename.endswith("files/writing.py"):
        return None
    if event == "line" and next(countdown) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return partial(killing, countdown)


def until_it_ends(act: Callable[[], object]) -> Iterator[None]:
    """Run it in a process that is killed at its first line of writing, then the second, etc."""
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


# -- what else there is about a file -------------------------------------------

NEW = b"what is new\n"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with content."""
    file = tmp_path / "a.yaml"
    file.write_bytes(OLD)
    return file


@as_root
def test_the_owner_stays(file: Path) -> None:
    """And the mode, which giving a file away may change."""
    os.chown(file, 1234, 4321)
    file.chmod(0o640)
    save(file, NEW, before=OLD)
    found = file.stat()

    assert file.read_bytes() == NEW
    assert (found.st_uid, found.st_gid, found.st_mode & 0o7777) == (1234, 4321, 0o640)


@as_root
def test_a_file_that_may_be_written_and_not_given_away_stays_itself(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may write the file of another writes it, and it is still the other's."""

    def refuse(*_: object) -> None:
        raise PermissionError

    os.chown(file, 1234, 4321)
    before = file.stat().st_ino
    monkeypatch.setattr(os, "fchown", refuse)
    save(file, NEW, before=OLD)
    found = file.stat()

    assert file.read_bytes() == NEW
    assert (found.st_uid, found.st_gid, found.st_ino) == (1234, 4321, before)


def test_extended_attributes_stay(file: Path) -> None:
    """Those of access lists are among them."""
    try:
        os.setxattr(file, "user.said-by", b"counsel")
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")
    save(file, NEW, before=OLD)

    assert file.read_bytes() == NEW
    assert os.getxattr(file, "user.said-by") == b"counsel"


@pytest.mark.parametrize("new", [NEW, b"", OLD * 3])
def test_hard_links_stay_names_of_one_file(file: Path, new: bytes) -> None:
    """Also where the content gets shorter."""
    other = file.with_name("b.yaml")
    other.hardlink_to(file)
    save(file, new, before=OLD)

    assert file.samefile(other)
    assert other.read_bytes() == new
    assert sorted(each.name for each in file.parent.iterdir()) == ["a.yaml", "b.yaml"]


def test_hard_links_never_lose_both_contents(file: Path) -> None:
    """Killed while the file itself is written, the new content is whole beside it."""
    other = file.with_name("b.yaml")
    other.hardlink_to(file)

    for _ in until_it_ends(lambda: save(file, NEW)):
        whole = {each.read_bytes() for each in file.parent.iterdir()}
        assert whole & {OLD, NEW}
        for each in file.parent.glob(f".*{SUFFIX}"):
            each.unlink()
        file.write_bytes(OLD)


@pytest.mark.parametrize("mode", [0o444, 0o400])
def test_a_read_only_file_is_refused(file: Path, mode: int) -> None:
    """Its folder would allow it, and root may write anything."""
    file.chmod(mode)
    with pytest.raises(PermissionError, match="the file is read-only"):
        save(file, NEW, before=OLD)

    assert file.read_bytes() == OLD
    assert [each.name for each in file.parent.iterdir()] == ["a.yaml"]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A pipe is not waited for."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for before in (OLD, None):
        with pytest.raises(OSError, match="no regular file"):
            save(pipe, NEW, before=before)


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    """On every Python."""
    link = tmp_path / "link"
    link.symlink_to("link")
    with pytest.raises(OSError, match="symbolic links"):
        save(link, NEW)


def test_what_others_left_behind_is_swept(file: Path) -> None:
    """When it is nobody's any more; what is being written stays."""
    for name, age in (("old", 3600), ("young", 5)):
        left = file.with_name(f".{name}.0123{SUFFIX}")
        left.write_bytes(NEW)
        then = time.time() - age
        os.utime(left, (then, then))
    save(file, NEW)

    assert sorted(each.name for each in file.parent.iterdir()) == [
        f".young.0123{SUFFIX}",
        "a.yaml",
    ]


def test_fixes_keep_all_of_it(workspace: Path, zopa: Zopa) -> None:
    """Mode and links; and a file that is read-only is named, not written."""
    file = workspace / "scenarios/first-draft.yaml"
    file.write_bytes(file.read_bytes().rstrip())  # the last line has no end
    other = workspace / "other-name.yaml"
    other.hardlink_to(file)
    file.chmod(0o444)
    ran = zopa("validate", "--fix")
    assert ran.code == 2
    assert "cannot write `scenarios/first-draft.yaml`: the file is read-only" in ran.err

    file.chmod(0o640)
    assert zopa("validate", "--fix").code == 0
    assert file.samefile(other)
    assert file.stat().st_mode & 0o777 == 0o640
    assert file.read_bytes().endswith(b"]\n")


def test_a_file_with_two_names_in_the_workspace_is_fixed_once(
    workspace: Path, zopa: Zopa
) -> None:
    """By a hard link, or by a link to it."""
    file = workspace / "scenarios/first-draft.yaml"
    file.write_bytes(file.read_bytes().rstrip())  # the last line has no end
    (workspace / "scenarios/again.yaml").symlink_to("first-draft.yaml")
    (workspace / "scenarios/hard.yaml").hardlink_to(file)

    assert zopa("validate", "--fix").code == 0
    assert file.read_bytes().endswith(b"]\n")


def test_fixes_of_several_files_are_written_together(workspace: Path, zopa: Zopa) -> None:
    """If one of them cannot be written, none is."""
    files = [workspace / "scenarios/first-draft.yaml", workspace / "terms/sources.yaml"]
    for file in files:
        file.write_bytes(file.read_bytes().rstrip())  # the last line has no end
    files[1].chmod(0o444)
    before = [each.read_bytes() for each in files]
    ran = zopa("validate", "--fix")
    assert ran.code == 2
    assert "cannot write `terms/sources.yaml`: the file is read-only" in ran.err
    assert [each.read_bytes() for each in files] == before
    files[1].chmod(0o644)
    assert zopa("validate", "--fix").code == 0
    assert all(each.read_bytes().endswith(b"\n") for each in files)

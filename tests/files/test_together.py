"""Atomic writes of several files together, under any interruption."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from zopa.files import writing
from zopa.files.writing import (
    JOURNAL,
    LOCK,
    BusyError,
    ChangedMeanwhileError,
    DamagedJournalError,
    FileChange,
    Lock,
    Recovered,
    recover,
    write_together,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHANGES = (
    FileChange("terms/a.yaml", b"a\n", b"A\n"),
    FileChange("terms/b.yaml", None, b"B\n"),
    FileChange("scenarios/c.yaml", b"c\n", None),
    FileChange("terms/deep/d.yaml", None, b"D\n"),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder in the state before the changes."""
    for each in CHANGES:
        if each.before is not None:
            (tmp_path / each.path).parent.mkdir(exist_ok=True)
            (tmp_path / each.path).write_bytes(each.before)
    return tmp_path


def states(root: Path) -> list[bytes | None]:
    """The content of each file, None if it does not exist."""
    files = [root / each.path for each in CHANGES]
    return [each.read_bytes() if each.exists() else None for each in files]


OLD = [each.before for each in CHANGES]
NEW = [each.after for each in CHANGES]


def test_all_are_written_and_nothing_is_left(root: Path) -> None:
    """No journal, no lock, no temporary file."""
    write_together(root, CHANGES)
    assert states(root) == NEW
    assert [each.name for each in root.iterdir() if each.name.startswith(".")] == []
    assert [each for each in root.rglob("*") if each.suffix == ".zopa-tmp"] == []


def test_one_that_changed_stops_all(root: Path) -> None:
    """Nothing is written."""
    (root / "scenarios/c.yaml").write_bytes(b"mine\n")
    with pytest.raises(ChangedMeanwhileError):
        write_together(root, CHANGES)
    assert states(root) == [b"a\n", None, b"mine\n", None]


@pytest.mark.parametrize("number", range(4))
def test_a_write_that_fails_takes_the_others_back(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As on a full disk."""
    real = writing._put
    left = [number]

    def put(root: Path, change: FileChange) -> None:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(28, "No space left on device")
        real(root, change)

    monkeypatch.setattr(writing, "_put", put)
    with pytest.raises(OSError, match="No space"):
        write_together(root, CHANGES)
    assert states(root) == OLD
    assert not (root / JOURNAL).exists()


def test_a_full_disk_keeps_no_lock_and_interrupts_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock does without the number of its process; what has no room is named."""

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "write", full)
    with pytest.raises(OSError, match="No space") as raised:
        write_together(root, CHANGES)

    assert raised.value.filename == JOURNAL
    assert states(root) == OLD
    assert [each.name for each in root.iterdir() if each.name.startswith(".")] == []
    lock = Lock(root / LOCK)
    assert lock.take()
    assert lock.owner() is None
    assert not Lock(root / LOCK).take()
    lock.release()
    (root / LOCK).write_text("", "ascii")  # of a process that was killed
    assert recover(root) is None


KILLED = """
import os, sys
from pathlib import Path
from zopa.files import writing
from zopa.files.writing import FileChange, write_together
real, left = writing.{what}, [int(sys.argv[2])]
def put(*given, **named):
    left[0] -= 1
    if left[0] < 0:
        os._exit(9)
    return real(*given, **named)
writing.{what} = put
changes = {changes!r}
write_together(Path(sys.argv[1]), [FileChange(*each) for each in changes])
"""


@pytest.mark.process
@pytest.mark.parametrize("what", ["_put", "replace"])
@pytest.mark.parametrize("number", range(5))
def test_a_kill_at_any_moment_leaves_old_or_new(root: Path, what: str, number: int) -> None:
    """Once somebody has come after it."""
    changes = [(each.path, each.before, each.after) for each in CHANGES]
    script = KILLED.format(what=what, changes=changes)
    ran = subprocess.run([sys.executable, "-c", script, str(root), str(number)], check=False)
    assert ran.returncode == (9 if number < 4 else 0)
    recover(root)
    assert states(root) in (OLD, NEW)
    assert not (root / JOURNAL).exists()


@pytest.mark.parametrize("mine", [b"mine\n", None])
def test_what_others_changed_since_has_the_rest_taken_back(
    root: Path, mine: bytes | None
) -> None:
    """And is named: their change stands on the old state, not on half of a new one."""
    (root / JOURNAL).write_bytes(writing._written(CHANGES))
    (root / "terms/b.yaml").write_bytes(b"B\n")  # written before the process ended
    if mine is None:
        (root / "terms/a.yaml").unlink()
    else:
        (root / "terms/a.yaml").write_bytes(mine)
    assert recover(root) == Recovered(finished=False, left=("terms/a.yaml",))
    assert states(root) == [mine, None, b"c\n", None]
    assert not (root / JOURNAL).exists()


def test_nothing_is_left_after_a_recovery(root: Path) -> None:
    """No temporary file of the killed process, no journal, no lock."""
    (root / JOURNAL).write_bytes(writing._written(CHANGES))
    (root / LOCK).write_text("123")
    (root / "terms/.a.yaml.0123456789ab.zopa-tmp").write_bytes(b"half")
    (root / "..zopa-edit.json.0123456789ab.zopa-tmp").write_bytes(b"half")
    assert recover(root) == Recovered(finished=True)
    assert states(root) == NEW
    assert [x for x in root.rglob("*") if x.name.startswith(".")] == []
    (root / LOCK).write_text("123")
    assert recover(root) is None
    assert not (root / LOCK).exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda said: said.update({"zopa-edit": 99}),
        lambda said: said["files"][0].update(path="../outside.yaml"),
        lambda said: said["files"][0].update(path="/etc/passwd"),
        lambda said: said["files"][0].update(path=".git/config"),
        lambda said: said["files"][0].update(path="terms/a.sh"),
        lambda said: said["files"][0].update(after="§"),
        lambda said: said.pop("files"),
        lambda said: said.update(files=7),
    ],
)
def test_a_journal_that_is_none_of_ours_does_nothing(
    root: Path, spoil: Callable[[dict[str, object]], None]
) -> None:
    """It may have come with a clone."""
    said = json.loads(writing._written(CHANGES))
    spoil(said)
    (root / JOURNAL).write_text(json.dumps(said))
    with pytest.raises(DamagedJournalError):
        recover(root)
    with pytest.raises(DamagedJournalError):
        write_together(root, CHANGES)
    assert states(root) == OLD
    assert (root / JOURNAL).exists()


def test_a_journal_writes_through_no_link(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Out of the workspace."""
    outside = tmp_path_factory.mktemp("outside") / "victim"
    outside.write_bytes(b"a\n")
    (root / "terms/a.yaml").unlink()
    (root / "terms/a.yaml").symlink_to(outside)
    (root / JOURNAL).write_bytes(writing._written(CHANGES))
    with pytest.raises(DamagedJournalError):
        recover(root)
    assert outside.read_bytes() == b"a\n"


def test_two_do_not_write_at_once(root: Path) -> None:
    """The second is told so."""
    lock = Lock(root / LOCK)
    assert lock.take()
    try:
        if os.name == "posix":
            with pytest.raises(BusyError):
                write_together(root, CHANGES)
    finally:
        lock.release()
    assert states(root) == OLD

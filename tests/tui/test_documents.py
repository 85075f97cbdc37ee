"""Scenario files: atomic saves that never overwrite changes by others."""

from __future__ import annotations

import dataclasses
import datetime as dt
import errno
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from zopa.model.conditions import Name
from zopa.model.corpus import Kind, Waiver
from zopa_tui.session.draft import Draft
from zopa_tui.session.scenario_file import (
    NOT_EDITED,
    NOT_SAVED,
    ChangedOnDisk,
    Failed,
    Saved,
    ScenarioFile,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEXT = """\
# by hand
title: A draft
choices:
  alpha: one  # said on Monday
expect:
  deal: false
"""
AFTER = Draft({"alpha": {"two": {}}, "beta": {}})
PATCHED = TEXT.replace("alpha: one  #", "alpha: two  #").replace(
    "expect", "  beta: silent\nexpect"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A scenario file."""
    file = tmp_path / "draft.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def loaded(path: Path) -> ScenarioFile:
    """The file, which must be a valid scenario."""
    file = ScenarioFile.load(path)
    assert isinstance(file, ScenarioFile), file
    return file


def saved(file: ScenarioFile, draft: Draft, path: Path | None = None) -> ScenarioFile:
    """The file after a successful save."""
    result = file.save(draft, path)
    assert isinstance(result, Saved), result
    return result.file


def left_over(path: Path) -> list[str]:
    """Names of other files in the folder."""
    return sorted(each.name for each in path.parent.iterdir() if each != path)


# -- loading ------------------------------------------------------------------


def test_what_is_no_scenario_is_answered_with_its_first_error(tmp_path: Path) -> None:
    """Loading never raises for content, nor for a file that is missing."""
    path = tmp_path / "draft.yaml"
    missing = ScenarioFile.load(path)
    assert isinstance(missing, Failed)
    assert missing.diagnostic.code == "ZI101"

    path.write_text("title: x\nchoices: [a]\n", encoding="utf-8")
    broken = ScenarioFile.load(path)
    assert isinstance(broken, Failed)
    assert broken.diagnostic.span is not None


def test_diagnostics_name_a_file_from_its_workspace(tmp_path: Path) -> None:
    """As every other part of zopa does."""
    path = tmp_path / "scenarios" / "draft.yaml"
    path.parent.mkdir()
    path.write_text("title: x\n", encoding="utf-8")

    broken = ScenarioFile.load(path, tmp_path)

    assert isinstance(broken, Failed)
    assert str(broken.diagnostic.span).startswith("scenarios/draft.yaml:")


# -- saving -------------------------------------------------------------------


def test_a_saved_file_says_the_draft_and_keeps_the_rest(path: Path) -> None:
    """Only lines of changed values differ; what was saved can be saved again."""
    file = saved(loaded(path), AFTER)

    assert path.read_text(encoding="utf-8") == file.text == PATCHED
    assert file.draft == AFTER
    assert left_over(path) == []
    assert saved(file, loaded(path).draft).text == PATCHED


def test_a_file_without_news_is_not_touched(path: Path) -> None:
    """Not even its time, which others may watch."""
    before = path.stat()

    saved(loaded(path), loaded(path).draft)

    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def test_a_new_scenario_is_written_as_an_author_would(tmp_path: Path) -> None:
    """In the order of the format; lists where an issue allows several terms."""
    draft = Draft(
        choices={
            "pay": {"raise": {"amount": 30, "paid": True}},
            "berths": {"one": {}},
            "tone": {},
        },
        readings={"union/berths": "all"},
        waivers=(
            Waiver(Name("union/pay"), "see: what then", "me", dt.date(2026, 1, 1)),
            Waiver(Name("union/term"), "later", "me", dt.date(2026, 1, 1)),
        ),
        as_of=dt.date(2025, 3, 10),
        table=("union", "port"),
        hold=(Kind.RED_LINE,),
    )
    path = tmp_path / "new.yaml"

    result = ScenarioFile.new("Pay: a draft").save(draft, path, lists=["berths"])

    assert isinstance(result, Saved)
    assert (
        path.read_text(encoding="utf-8")
        == """\
title: "Pay: a draft"
as-of: 2025-03-10
choices:
  pay: {raise: {amount: 30, paid: true}}
  berths: [one]
  tone: silent
readings:
  union/berths: all
waivers:
  - position: union/pay
    reason: "see: what then"
    by: me
    expires: 2026-01-01
  - position: union/term
    reason: later
    by: me
    expires: 2026-01-01
at-the-table: [union, port]
hold: [red-line]
"""
    )


def test_a_new_scenario_needs_a_title_and_a_place() -> None:
    """A title that no file may hold is the caller's mistake; no place is an answer."""
    with pytest.raises(ValueError, match="title"):
        ScenarioFile.new("")
    nowhere = ScenarioFile.new("x").save(Draft())
    assert isinstance(nowhere, Failed)
    assert nowhere.diagnostic.kind == NOT_SAVED


def test_a_byte_order_mark_stays(path: Path) -> None:
    """It is a byte of the author's like any other."""
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())

    saved(loaded(path), AFTER)

    assert path.read_bytes() == b"\xef\xbb\xbf" + PATCHED.encode()


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    """Its target is replaced, in its own folder."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link = folder / "link.yaml"
    link.symlink_to(path)

    saved(loaded(link), AFTER)

    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == PATCHED
    assert left_over(link) == []


def test_a_loop_of_links_is_an_answer(tmp_path: Path) -> None:
    """Saving never raises for what is on the disk."""
    link = tmp_path / "loop.yaml"
    link.symlink_to(link)

    assert isinstance(ScenarioFile.new("x").save(Draft(), link), Failed)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_mode_of_the_file_stays(path: Path, mode: int) -> None:
    """Whoever could read it can read it, and nobody else."""
    path.chmod(mode)

    saved(loaded(path), AFTER)

    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_all_hard_links_say_the_same(path: Path) -> None:
    """They are names of one file, and stay it."""
    other = path.with_name("other.yaml")
    other.hardlink_to(path)

    saved(loaded(path), AFTER)

    assert other.read_text(encoding="utf-8") == PATCHED
    assert path.samefile(other)


def test_what_is_no_file_is_an_answer(path: Path) -> None:
    """A pipe at its place is not waited for."""
    file = loaded(path)
    path.unlink()
    os.mkfifo(path)

    result = file.save(AFTER, overwrite=True)

    assert isinstance(result, Failed)
    assert result.diagnostic.notes == ("it is no regular file",)


def test_what_cannot_be_edited_is_not_written(path: Path) -> None:
    """The new text is read back before anything is written."""
    draft = dataclasses.replace(AFTER, readings={"no position": "first"})

    result = loaded(path).save(draft)

    assert isinstance(result, Failed)
    assert result.diagnostic.kind == NOT_EDITED
    assert path.read_text(encoding="utf-8") == TEXT


# -- what others do meanwhile -------------------------------------------------


def test_a_file_that_changed_is_not_written_over(path: Path) -> None:
    """What it says now comes with the answer."""
    file = loaded(path)
    theirs = TEXT.replace("A draft", "Their draft")
    path.write_text(theirs, encoding="utf-8")

    result = file.save(AFTER)

    assert isinstance(result, ChangedOnDisk)
    assert isinstance(result.there, ScenarioFile)
    assert result.there.scenario.title == "Their draft"
    assert path.read_text(encoding="utf-8") == theirs


def test_a_file_that_was_only_touched_did_not_change(path: Path) -> None:
    """What counts is what it says."""
    file = loaded(path)
    os.utime(path, ns=(1, 1))

    saved(file, AFTER)


def test_overwriting_keeps_what_others_changed_beside_the_draft(path: Path) -> None:
    """Choices become ours; their title and remarks stay."""
    file = loaded(path)
    theirs = TEXT.replace("A draft", "Their draft").replace("one  # said", "three  # not said")
    path.write_text(theirs, encoding="utf-8")

    result = file.save(AFTER, overwrite=True)

    assert isinstance(result, Saved)
    wanted = PATCHED.replace("A draft", "Their draft").replace("# said", "# not said")
    assert path.read_text(encoding="utf-8") == wanted


def test_overwriting_what_is_no_scenario_any_more_writes_ours(path: Path) -> None:
    """There is nothing in it to keep."""
    file = loaded(path)
    path.write_text("{", encoding="utf-8")

    asked = file.save(AFTER)
    assert isinstance(asked, ChangedOnDisk)
    assert isinstance(asked.there, Failed)
    assert isinstance(file.save(AFTER, overwrite=True), Saved)
    assert path.read_text(encoding="utf-8") == PATCHED


def test_a_file_that_is_gone_is_only_written_when_asked(path: Path) -> None:
    """Somebody may have moved it."""
    file = loaded(path)
    path.unlink()

    result = file.save(AFTER)
    assert isinstance(result, ChangedOnDisk)
    assert result.there is None
    assert not path.exists()
    assert isinstance(file.save(AFTER, overwrite=True), Saved)


def test_saving_under_the_name_of_another_file_asks_first(path: Path) -> None:
    """It was never read, so it cannot be meant to be replaced."""
    other = path.with_name("other.yaml")
    other.write_text(TEXT.replace("A draft", "Another"), encoding="utf-8")

    assert isinstance(loaded(path).save(AFTER, other), ChangedOnDisk)
    assert isinstance(loaded(path).save(AFTER, other, overwrite=True), Saved)
    assert other.read_text(encoding="utf-8") == PATCHED
    assert path.read_text(encoding="utf-8") == TEXT


def test_a_change_in_the_last_moment_is_seen(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is compared again right before it is replaced."""
    theirs = TEXT.replace("A draft", "Their draft")
    real = os.fsync

    def sync(descriptor: int) -> None:
        real(descriptor)
        path.write_text(theirs, encoding="utf-8")

    monkeypatch.setattr(os, "fsync", sync)

    assert isinstance(loaded(path).save(AFTER), ChangedOnDisk)
    assert path.read_text(encoding="utf-8") == theirs
    assert left_over(path) == []


# -- when the system says no --------------------------------------------------


@pytest.mark.parametrize("call", ["open", "write", "fsync"])
def test_a_full_disk_loses_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """The old file is there, nothing is left behind, and the reason is given."""
    file = loaded(path)

    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        result = file.save(AFTER)

    assert isinstance(result, Failed)
    assert result.diagnostic.kind == NOT_SAVED
    assert result.diagnostic.notes == ("no space left on device",)
    assert path.read_text(encoding="utf-8") == TEXT
    assert left_over(path) == []


def test_short_writes_are_gone_on_with(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system may take a few bytes at a time."""
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:7]))

    saved(loaded(path), AFTER)

    assert path.read_text(encoding="utf-8") == PATCHED


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with space for little more than one file."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8k", "zopa-test", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the right to mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full_loses_nothing(small_disk: Path) -> None:
    """As above, without pretending."""
    path = small_disk / "draft.yaml"
    path.write_text(TEXT, encoding="utf-8")
    file = loaded(path)
    (small_disk / "filler").write_bytes(b"x" * 4096)

    result = file.save(AFTER)

    assert isinstance(result, Failed)
    assert result.diagnostic.notes == ("no space left on device",)
    assert path.read_text(encoding="utf-8") == TEXT
    assert left_over(path) == ["filler"]
    (small_disk / "filler").unlink()
    saved(file, AFTER)


@pytest.fixture
def as_anybody() -> Iterator[Path]:
    """A temporary folder, without the rights of root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        user = os.geteuid()
        if user == 0:
            os.chown(folder, 65534, -1)
            os.seteuid(65534)
        yield folder
        if user == 0:
            os.seteuid(0)
        folder.chmod(0o700)


def test_a_folder_that_cannot_be_written_to_is_an_answer(as_anybody: Path) -> None:
    """The file stays as it is."""
    path = as_anybody / "draft.yaml"
    path.write_text(TEXT, encoding="utf-8")
    file = loaded(path)
    as_anybody.chmod(0o500)

    result = file.save(AFTER)

    assert isinstance(result, Failed)
    assert result.diagnostic.notes == ("permission denied",)
    assert path.read_text(encoding="utf-8") == TEXT


def test_a_read_only_file_is_not_replaced(as_anybody: Path) -> None:
    """Its folder would allow it; who made it read-only would not."""
    path = as_anybody / "draft.yaml"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0o400)

    result = loaded(path).save(AFTER)

    assert isinstance(result, Failed)
    assert result.diagnostic.notes == ("the file is read-only",)


# -- when the process ends ----------------------------------------------------

KILLED = """\
import os, signal, sys
from pathlib import Path
from zopa_tui.session.scenario_file import ScenarioFile
from zopa_tui.session.draft import Draft

file = ScenarioFile.load(Path(sys.argv[1]))
left = int(sys.argv[2])

def deadly(real, cut=False):
    def call(*arguments, **options):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        if cut:
            arguments = (arguments[0], arguments[1][:40])
        return real(*arguments, **options)
    return call

os.write = deadly(os.write, cut=True)
for name in ("open", "fsync", "close", "fchmod"):
    setattr(os, name, deadly(getattr(os, name)))
Path.replace = deadly(Path.replace)
file.save(Draft({"alpha": {"two": {}}, "beta": {}}))
print("saved")
"""


@pytest.mark.slow
def test_a_process_killed_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    """Killed before each of the calls that saving makes, until it gets through."""
    paths = [tmp_path / str(number) / "draft.yaml" for number in range(1, 25)]
    children = []
    for number, path in enumerate(paths, 1):
        path.parent.mkdir()
        path.write_text(TEXT, encoding="utf-8")
        command = [sys.executable, "-c", KILLED, str(path), str(number)]
        children.append(subprocess.Popen(command, stdout=subprocess.PIPE))
    codes = [child.wait() for child in children]
    for child in children:
        assert child.stdout is not None
        child.stdout.close()

    texts = [path.read_text(encoding="utf-8") for path in paths]
    assert set(texts) == {TEXT, PATCHED}
    assert texts == sorted(texts, key=(TEXT, PATCHED).index)
    assert set(codes[:8]) == {-signal.SIGKILL}
    assert codes[-1] == 0
    # What was left behind hinders nobody, and goes after a day.
    for path in paths:
        saved(loaded(path), Draft())
        for each in path.parent.glob(".*"):
            os.utime(each, (time.time() - 100_000,) * 2)
        saved(loaded(path), AFTER)
        assert left_over(path) == []


def test_an_interrupted_save_cleans_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C in the middle is not caught, and leaves nothing behind."""
    monkeypatch.setattr(os, "fsync", _raiser(KeyboardInterrupt()))

    with pytest.raises(KeyboardInterrupt):
        loaded(path).save(AFTER)

    assert path.read_text(encoding="utf-8") == TEXT
    assert left_over(path) == []


def _raiser(error: BaseException) -> Callable[..., NoReturn]:
    def call(*_: object) -> NoReturn:
        raise error

    return call


def test_a_new_scenario_leads_editors_to_the_schema_that_is_there(tmp_path: Path) -> None:
    """As files do that `zopa init` writes; without the schema there is nothing to lead to."""
    assert ScenarioFile.new("x", tmp_path).text.startswith("title: x\n")
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "scenario.schema.json").write_text("{}")

    lines = ScenarioFile.new("x", tmp_path).text.splitlines()

    assert lines[0] == "# yaml-language-server: $schema=../schema/scenario.schema.json"
    assert lines[1] == "title: x"

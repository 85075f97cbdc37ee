"""Recovery files: unsaved work survives a crash, and is never overwritten."""

from __future__ import annotations

import copy
import datetime as dt
import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from zopa.model.conditions import Name
from zopa.model.corpus import Kind, Waiver
from zopa_tui.session import autosave as recovery
from zopa_tui.session.autosave import Journal, pending, state_folder
from zopa_tui.session.draft import Draft
from zopa_tui.session.scenario_file import Saved, ScenarioFile
from zopa_tui.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from zopa.solving.space import Space

DRAFT = Draft(
    choices={"a": {"one": {"many": 3, "all": True, "most": "unlimited"}}, "b": {}},
    readings={"left/first": "second"},
    waivers=(Waiver(Name("left/first"), "“so\u202e” \t\n é", "me", dt.date(2030, 1, 1)),),
    as_of=dt.date(2029, 1, 1),
    table=("left",),
    hold=(Kind.DEMAND,),
)
CHILD = """\
import sys, time
from pathlib import Path
from zopa_tui.session.draft import Draft
from zopa_tui.session.autosave import Journal
journal = Journal(Path(sys.argv[1]), Path(sys.argv[2]))
journal.note(Draft({"a": {"one": {}}}), "base", ["choose a/one"])
journal.flush()
print("written", flush=True)
time.sleep(600)
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """The path of a scenario that does not exist."""
    return tmp_path / "draft.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of recovery files, not created yet."""
    return tmp_path / "state" / "recovery"


@pytest.fixture
def child(scenario: Path, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process with unsaved work on the same scenario."""
    command = [sys.executable, "-c", CHILD, str(scenario), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"written\n"
        yield process
        process.kill()


def wait_for(what: Callable[[], bool]) -> None:
    """Wait until it is so, a minute at most."""
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_killed_session_leaves_its_work(
    child: subprocess.Popen[bytes], scenario: Path, folder: Path
) -> None:
    """With what is needed to tell the user about it."""
    assert pending(scenario, folder) == ()
    child.send_signal(signal.SIGKILL)
    child.wait()

    (found,) = pending(scenario, folder)

    assert found.draft == Draft({"a": {"one": {}}})
    assert found.scenario == scenario
    assert (found.base, found.pid, found.labels) == ("base", child.pid, ("choose a/one",))
    assert abs(found.written - dt.datetime.now().astimezone()) < dt.timedelta(minutes=1)
    assert (pending(scenario, folder)) == (found,)
    found.discard()
    assert pending(scenario, folder) == ()


def test_a_second_session_is_noticed(
    child: subprocess.Popen[bytes], scenario: Path, folder: Path
) -> None:
    """It says which process has the file too, and keeps its own work beside it."""
    journal = Journal(scenario, folder)
    assert journal.other == child.pid

    journal.note(DRAFT, "")
    journal.flush()

    assert len(list(folder.glob("*.yaml"))) == 2
    journal.close()
    assert Journal(scenario.with_name("other.yaml"), folder).other is None


def test_two_sessions_of_one_process_are_told_apart(scenario: Path, folder: Path) -> None:
    """As two windows of one interface would be."""
    first = Journal(scenario, folder)
    second = Journal(scenario, folder)
    assert (first.other, second.other) == (None, os.getpid())
    first.close()
    second.close()
    assert Journal(scenario, folder).other is None


def test_everything_a_draft_says_comes_back(scenario: Path, folder: Path) -> None:
    """Types too, and characters that no scenario file may hold."""
    journal = Journal(scenario, folder)
    journal.note(DRAFT, "base", ["one", "two"])
    journal.close(keep=True)

    (found,) = pending(scenario, folder)

    assert found.draft == DRAFT
    assert found.labels == ("one", "two")
    assert found.file.stat().st_mode & 0o077 == 0


def test_work_that_was_not_dealt_with_is_not_written_over(scenario: Path, folder: Path) -> None:
    """Asked later, there may be several; the latest comes first."""
    for number in range(1, 4):
        journal = Journal(scenario, folder)
        assert journal.other is None
        file = journal.file
        journal.note(Draft({"a": {str(number): {}}}), "")
        journal.close(keep=True)
        text = file.read_text(encoding="utf-8")
        written = re.sub('"written": "....', f'"written": "{2000 + number}', text)
        file.write_text(written, encoding="utf-8")

    found = pending(scenario, folder)

    assert [list(each.draft.picks("a")) for each in found] == [["3"], ["2"], ["1"]]


def test_the_draft_is_written_soon_and_by_another_thread(scenario: Path, folder: Path) -> None:
    """Some time after the last change; and in any case some time after the first."""
    journal = Journal(scenario, folder, after=0.05, at_latest=10)
    journal.note(DRAFT, "")
    assert not journal.file.exists()
    wait_for(journal.file.exists)
    journal.close()

    journal = Journal(scenario, folder, after=10, at_latest=0.05)
    journal.note(DRAFT, "")
    journal.note(DRAFT, "")
    wait_for(journal.file.exists)
    journal.close()


def test_saving_and_leaving_remove_the_file(scenario: Path, folder: Path) -> None:
    """Also what only waited to be written is not written any more."""
    journal = Journal(scenario, folder, after=0.05)
    journal.note(DRAFT, "")
    journal.flush()
    journal.note(DRAFT, "")
    journal.clear()
    time.sleep(0.1)
    assert not journal.file.exists()
    journal.note(DRAFT, "")
    journal.close()
    assert list(folder.iterdir()) == []


def test_a_session_is_followed(
    space: Callable[[str], Space], scenario: Path, folder: Path
) -> None:
    """Its unsaved draft is kept, with the steps; saved or undone, nothing is."""
    work = Session(space("readings"), ScenarioFile.new("New"), patience=0)
    journal = Journal(scenario, folder)
    leave = journal.follow(work)
    work.choose("price", "fifty")
    journal.flush()
    said = recovery.read(journal.file)
    assert said is not None
    assert (said.draft, said.labels, said.base) == (work.draft, ("choose price/fifty",), "")
    assert said.based_on_disk()

    work.undo()
    assert not journal.file.exists()
    work.redo()
    assert isinstance(work.save(scenario), Saved)
    journal.flush()
    assert not journal.file.exists()
    work.silence("bringing")
    journal.flush()
    said = recovery.read(journal.file)
    assert said is not None
    assert said.base == work.file.digest
    assert said.based_on_disk()
    scenario.write_text("title: x\nchoices: {}\n", encoding="utf-8")
    assert not said.based_on_disk()
    leave()
    journal.close()


def test_a_disk_without_room_is_noted(
    scenario: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session goes on; the problem is there to be shown, until a write works."""
    journal = Journal(scenario, folder)

    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        journal.note(DRAFT, "")
        journal.flush()
    assert isinstance(journal.problem, OSError)
    assert not journal.file.exists()
    journal.note(DRAFT, "")
    journal.flush()
    assert journal.problem is None
    journal.close()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"zopa-recovery": 2}', '{"zopa-recovery": 1, "draft": 3}']
)
def test_a_file_of_somebody_else_is_left_alone(scenario: Path, folder: Path, text: str) -> None:
    """Neither read, nor removed, nor written over."""
    folder.mkdir(parents=True)
    file = next(recovery.places(scenario, folder))
    file.write_text(text, encoding="utf-8")

    assert pending(scenario, folder) == ()
    journal = Journal(scenario, folder)
    assert journal.file != file
    journal.close()
    assert file.read_text(encoding="utf-8") == text


def test_the_state_folder_follows_the_base_directories(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A relative path is to be ignored, says the specification."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_folder() == tmp_path / "zopa" / "recovery"
    monkeypatch.setenv("XDG_STATE_HOME", "state")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert state_folder() == tmp_path / ".local" / "state" / "zopa" / "recovery"


def test_one_place_for_all_names_of_a_file(scenario: Path, folder: Path) -> None:
    """A link leads to the recovery file of its target."""
    link = scenario.with_name("link.yaml")
    scenario.touch()
    link.symlink_to(scenario)

    assert next(recovery.places(link, folder)) == next(recovery.places(scenario, folder))


WRONG = (
    None,
    3,
    -1,
    1.5,
    float("inf"),
    True,
    "",
    "a\0b",
    "\ud800",
    "x" * 9,
    [],
    [[]],
    {},
    {"a": 1},
)


def leaves(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths to all parts."""
    yield way
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        yield from leaves(each, (*way, key))


def test_a_broken_recovery_file_is_left_alone(scenario: Path, folder: Path) -> None:
    """Whatever part of it says something else: it is not read, or it is of use."""
    file = next(recovery.places(scenario, folder))
    folder.mkdir(parents=True)
    now = dt.datetime.now().astimezone()
    recovery.write(recovery.Recovery(file, scenario, "base", 1, now, ("step",), DRAFT))
    whole = json.loads(file.read_text())
    assert recovery.read(file) is not None
    for way in leaves(whole):
        for wrong in WRONG:
            said = {"": copy.deepcopy(whole)}
            inside: Any = said
            for step in ("", *way)[:-1]:
                inside = inside[step]
            inside[("", *way)[-1]] = wrong
            file.write_text(json.dumps(said[""]))
            for found in pending(scenario, folder):
                found.based_on_disk()
                assert found.draft.scenario(ScenarioFile.new("x").scenario)
                recovery.write(found)


@pytest.mark.parametrize("text", ["[" * 100_000, "9" * 5000, "\ufeff{}", "{}" * 2])
def test_a_file_that_is_hard_to_read_is_left_alone(
    scenario: Path, folder: Path, text: str
) -> None:
    """Nested beyond reason, for example."""
    file = next(recovery.places(scenario, folder))
    folder.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")

    assert pending(scenario, folder) == ()


def test_a_pipe_in_the_place_of_a_recovery_file_is_not_waited_for(
    scenario: Path, folder: Path
) -> None:
    """Nor a folder."""
    file = next(recovery.places(scenario, folder))
    folder.mkdir(parents=True)
    os.mkfifo(file)
    assert pending(scenario, folder) == ()
    file.unlink()
    file.mkdir()
    assert pending(scenario, folder) == ()

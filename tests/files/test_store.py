"""Cache folder: atomic, private to the user, and limited in size."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from zopa.files.store import FolderStore, usual_folder

KEY, OTHER = "a" * 40, "b" * 40


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """A store with one answer."""
    store = FolderStore(tmp_path / "deep" / "zopa")
    store.put(KEY, b"value")
    return store


def file_of(store: FolderStore) -> Path:
    """The only file of the store."""
    (file,) = store.folder.iterdir()
    return file


def test_an_answer_is_found_again_by_its_key_only(store: FolderStore) -> None:
    """Also by another process, which has another store of the same folder."""
    assert FolderStore(store.folder).get(KEY) == b"value"
    assert store.get(OTHER) is None
    store.put(KEY, b"another")
    assert store.get(KEY) == b"another"


def test_only_the_user_can_read_and_write_it(store: FolderStore) -> None:
    """Neither the folder nor the file is open to others."""
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert file_of(store).stat().st_mode & 0o777 == 0o600


def test_every_damaged_byte_is_seen(store: FolderStore) -> None:
    """A changed or missing byte makes the answer none."""
    file = file_of(store)
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert store.get(KEY) is None
        file.write_bytes(whole[:place])
        assert store.get(KEY) is None
    file.write_bytes(whole + b"\0")
    assert store.get(KEY) is None
    file.write_bytes(whole)
    assert store.get(KEY) == b"value"


def test_an_answer_under_another_key_is_none(store: FolderStore) -> None:
    """A file that was renamed is not believed."""
    file = file_of(store)
    file.rename(file.with_name(file.name.replace(KEY, OTHER)))

    assert store.get(OTHER) is None


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_what_others_may_write_is_not_read(store: FolderStore, mode: int) -> None:
    """Neither such a file nor anything in such a folder."""
    file_of(store).chmod(mode)
    assert store.get(KEY) is None
    file_of(store).chmod(0o600)
    assert store.get(KEY) == b"value"
    store.folder.chmod(0o700 | mode)
    assert store.get(KEY) is None
    store.put(OTHER, b"value")
    store.folder.chmod(0o700)
    assert store.get(OTHER) is None


def test_what_somebody_else_wrote_is_not_read(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever owns the folder decides what is in it."""
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)

    assert store.get(KEY) is None


def test_links_are_not_followed(store: FolderStore, tmp_path: Path) -> None:
    """A link in the folder, or in place of it, could lead to a file of another purpose."""
    file = file_of(store)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert store.get(KEY) is None

    link = tmp_path / "link"
    link.symlink_to(store.folder)
    FolderStore(link).put(OTHER, b"value")
    assert FolderStore(link).get(OTHER) is None


def test_a_folder_that_cannot_be_made_is_no_failure(tmp_path: Path) -> None:
    """A file stands in its way, or the disk is read-only."""
    (tmp_path / "file").touch()
    store = FolderStore(tmp_path / "file" / "zopa")

    store.put(KEY, b"value")

    assert store.get(KEY) is None


def test_a_full_disk_leaves_nothing_behind(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer before it stays."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    store.put(KEY, b"new")
    monkeypatch.undo()

    assert store.get(KEY) == b"value"
    assert len(list(store.folder.iterdir())) == 1


def test_what_is_not_used_goes_first(tmp_path: Path) -> None:
    """The folder does not grow beyond its size; what was read lately stays."""
    store = FolderStore(tmp_path / "zopa", most=10_000)
    keys = [f"{number:040}" for number in range(12)]
    for number, key in enumerate(keys):
        store.put(key, b"x" * 1_000)
        if number < 9:
            age = time.time() - 100_000 + number
            os.utime(store.folder / f"{key}.zopa", (age, age))
        if number == 8:
            store.get(keys[0])

    size = sum(each.stat().st_size for each in store.folder.iterdir())
    assert size <= 10_000
    assert store.get(keys[0]) is not None
    assert store.get(keys[1]) is None
    assert store.get(keys[-1]) is not None


def test_what_was_abandoned_is_cleared_and_nothing_else(store: FolderStore) -> None:
    """A half that a crash left is deleted after an hour; other people's files stay."""
    old = time.time() - 7_200
    for name in (f"{KEY}.1-ab.partial", "notes.txt", f"{KEY}.2-cd.partial"):
        (store.folder / name).touch()
        os.utime(store.folder / name, (old, old))
    os.utime(store.folder / f"{KEY}.2-cd.partial")

    store.put(OTHER, b"value")

    assert sorted(each.name for each in store.folder.iterdir()) == [
        f"{KEY}.2-cd.partial",
        f"{KEY}.zopa",
        f"{OTHER}.zopa",
        "notes.txt",
    ]


def _write(folder: Path, number: int) -> None:
    store = FolderStore(folder)
    for _ in range(50):
        store.put(KEY, bytes([number]) * 10_000)
        found = store.get(KEY)
        assert found is not None
        assert len(found) == 10_000
        assert len(set(found)) == 1


def test_processes_at_the_same_time_never_see_a_half(tmp_path: Path) -> None:
    """Each reads what one of them wrote, whole."""
    context = multiprocessing.get_context("fork")
    writers = [
        context.Process(target=_write, args=(tmp_path / "zopa", number)) for number in range(4)
    ]
    for each in writers:
        each.start()
    for each in writers:
        each.join()

    assert [each.exitcode for each in writers] == [0, 0, 0, 0]
    assert len(list((tmp_path / "zopa").iterdir())) == 1


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"ZOPA_CACHE_DIR": "/own", "XDG_CACHE_HOME": "/x", "HOME": "HERE"}, "/own"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "HERE"}, "/x/zopa"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "HERE"}, "HERE/.cache/zopa"),
        ({"HOME": "HERE"}, "HERE/.cache/zopa"),
        ({"HOME": "HERE/none"}, None),
        ({"HOME": "relative"}, None),
        ({}, None),
    ],
)
def test_the_folder_is_that_of_the_user(
    tmp_path: Path, environ: dict[str, str], folder: str | None
) -> None:
    """By the XDG base directory specification, which passes over relative paths."""
    here = str(tmp_path)
    found = usual_folder({key: each.replace("HERE", here) for key, each in environ.items()})

    assert found == (None if folder is None else Path(folder.replace("HERE", here)))


def test_somebody_elses_home_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under `sudo` it is that of the user, and the files would be the administrator's."""
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)

    assert usual_folder({"HOME": str(tmp_path)}) is None

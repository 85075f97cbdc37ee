"""Files of a workspace, read from git."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from zopa.documents.git import RevisionError, changed_since, files_at
from zopa.workspace import load_at

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@b",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@b",
}


@pytest.fixture(autouse=True)
def git_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Isolate git from the machine's configuration."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True
    )
    return done.stdout.decode()


def write(folder: Path, **files: str) -> None:
    """Write files by name, with `__` for a slash and `_yaml` for the suffix."""
    for name, text in files.items():
        file = folder / name.replace("__", "/").replace("_yaml", ".yaml")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two commits; the first has the tag `first`."""
    folder = tmp_path / "r"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    write(folder, terms__corpus_yaml="one", terms__a__b_yaml="deep", README_yaml="no")
    write(folder, scenarios__x_yaml="x", terms__notes="no suffix")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    git(folder, "tag", "first")
    write(folder, terms__corpus_yaml="two")
    git(folder, "commit", "-qam", "second")
    return folder


def read(folder: Path, name: str = "first") -> dict[str, bytes]:
    """Every file at a revision."""
    return dict(files_at(folder, name))


def test_the_yaml_files_of_both_folders_as_they_were(repository: Path) -> None:
    """In the order of their paths, and nothing else."""
    assert read(repository) == {
        "scenarios/x.yaml": b"x",
        "terms/a/b.yaml": b"deep",
        "terms/corpus.yaml": b"one",
    }
    assert read(repository, "HEAD")["terms/corpus.yaml"] == b"two"


def test_the_working_tree_plays_no_part(repository: Path) -> None:
    """Neither what is changed nor what is new nor what is gone; and it stays as it is."""
    before = read(repository)
    write(repository, terms__corpus_yaml="three", terms__new_yaml="new")
    (repository / "scenarios/x.yaml").unlink()

    assert read(repository) == before
    assert (repository / "terms/corpus.yaml").read_text() == "three"
    assert not (repository / "scenarios/x.yaml").exists()


def test_a_workspace_in_a_folder_below_the_repository(repository: Path) -> None:
    """Paths are those within the workspace; its neighbour is not looked at."""
    write(repository, below__w__terms__corpus_yaml="w", below__v__terms__corpus_yaml="v")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "third")

    assert read(repository / "below/w", "HEAD") == {"terms/corpus.yaml": b"w"}
    assert read(repository / "below/w", "first") == {}


@pytest.mark.parametrize("name", ["first", "HEAD~1", "main~1", "HEAD^", "main@{0}~1"])
def test_a_revision_by_any_name_that_git_knows(repository: Path, name: str) -> None:
    """A tag, a branch, a step back."""
    assert read(repository, name)["terms/corpus.yaml"] == b"one"


@pytest.mark.parametrize(
    "name",
    [
        "second",
        "",
        " ",
        "--output=stolen",
        "-h",
        "--all",
        "first..HEAD",
        "^first",
        "HEAD:terms",
    ],
)
def test_what_is_no_revision(repository: Path, name: str) -> None:
    """Also where it looks like an option, which it never becomes."""
    with pytest.raises(RevisionError):
        read(repository, name)
    assert not (repository / "stolen").exists()
    if not name.startswith("^"):
        with pytest.raises(RevisionError):
            changed_since(repository, name)


def test_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git's own words say so, or that there is no git."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RevisionError):
        read(tmp_path)
    monkeypatch.setattr("zopa.documents.git.shutil.which", lambda _: None)
    with pytest.raises(RevisionError, match="git is not installed"):
        read(tmp_path)


def test_names_and_bytes_that_are_no_text(repository: Path) -> None:
    """They come through as they are."""
    name = 'terms/a b\n\t"é.yaml'
    (repository / name).write_bytes(b"\xff\x00\r\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "odd")

    assert read(repository, "HEAD")[name] == b"\xff\x00\r\n"


def test_a_workspace_at_a_revision_says_what_is_wrong_with_it(repository: Path) -> None:
    """It never raises for what the files say."""
    workspace = load_at(repository, "first")

    assert not workspace.sound
    assert set(workspace.documents) == set(read(repository))


def test_what_changed_since(repository: Path) -> None:
    """The working tree counts, and new files do."""
    assert changed_since(repository, "first") == {"terms/corpus.yaml"}
    assert changed_since(repository, "HEAD") == frozenset()
    write(repository, terms__new_yaml="new")
    (repository / "scenarios/x.yaml").unlink()

    assert changed_since(repository, "HEAD") == {"terms/new.yaml", "scenarios/x.yaml"}

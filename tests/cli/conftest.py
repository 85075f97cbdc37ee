"""Run the command line, and fixtures of workspaces for it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from ones import BARGAIN
from zopa.cli import main
from zopa.files import shipped

# A shell that runs tests in the background has them, and all that they start, ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)

REPOSITORY = Path(__file__).parents[2]
"""The repository, which is the workspace of the shipped corpus."""


SWITCHES = ("CI", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "NO_COLOR", "TERM")
"""Environment variables that affect the look of an answer."""
GIT_SETTINGS = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@b",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@b",
}


@dataclass(frozen=True)
class Ran:
    """Result of a run: exit code and output."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout as JSON."""
        return json.loads(self.out)


Zopa: TypeAlias = Callable[..., Ran]
Change: TypeAlias = Callable[[str, str, str], None]
Commit: TypeAlias = Callable[[], None]
Fits: TypeAlias = Callable[[str, Any], list[str]]
"""Validator: from the name of a schema file and a value to a list of errors."""


@pytest.fixture(autouse=True)
def plain_surroundings(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Isolate answers from environment variables and from earlier tests."""
    for name in SWITCHES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ZOPA_CACHE_DIR", str(tmp_path_factory.mktemp("found")))


@pytest.fixture
def zopa(capfd: pytest.CaptureFixture[str]) -> Zopa:
    """Run a command in this process, in the current folder."""

    def run(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        code = main([str(each) for each in arguments])
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def process() -> Zopa:
    """Run a command in a new process, in the current folder."""

    def run(*arguments: str | Path, **variables: str) -> Ran:
        environment = {key: each for key, each in os.environ.items() if key not in SWITCHES}
        done = subprocess.run(
            [sys.executable, "-m", "zopa", *map(str, arguments)],
            check=False,
            capture_output=True,
            env={**environment, **variables},
            timeout=120,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new workspace without editor schemas, set as the current folder."""
    folder = tmp_path / "w"
    shutil.copytree(BARGAIN, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def change(workspace: Path) -> Change:
    """Replace a text that occurs once in a workspace file; "" appends."""

    def replace(path: str, old: str, new: str) -> None:
        file = workspace / path
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        assert not old or text.count(old) == 1, f"{old!r} in {path}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")

    return replace


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder."""
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.fixture
def commit(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Commit:
    """Commit the workspace; the first commit is already made."""
    for name, value in GIT_SETTINGS.items():
        monkeypatch.setenv(name, value)
    git(workspace, "init", "-q", "-b", "main")

    def all_of_it() -> None:
        git(workspace, "add", ".")
        git(workspace, "commit", "-q", "--allow-empty", "-m", "so")

    all_of_it()
    return all_of_it


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder without a workspace."""
    folder = tmp_path / "nowhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def fits() -> Fits:
    """Validator against the shipped schemas; returns a list of errors."""
    schemas = [
        json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(shipped("schema").glob("*.schema.json"))
    ]
    by_name = {each["$id"].rpartition("/")[2]: each for each in schemas}
    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], Resource.from_contents(each)) for each in schemas
    )

    def complaints(name: str, value: Any) -> list[str]:
        Draft202012Validator.check_schema(by_name[name])
        validator = Draft202012Validator(by_name[name], registry=registry)
        return [f"{each.json_path}: {each.message}" for each in validator.iter_errors(value)]

    return complaints

"""Workspaces to edit."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from ones import BARGAIN
from zopa.files import shipped
from zopa.lsp.state import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from zopa.lsp.state import Look
    from zopa.references import Names


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the shipped corpus."""
    root = tmp_path / "sample"
    for name in ("terms", "scenarios"):
        shutil.copytree(shipped(name), root / name)
    return root


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """The workspace that `zopa init` makes."""
    root = tmp_path / "starter"
    shutil.copytree(BARGAIN, root)
    return root


@dataclass(frozen=True)
class Corpus:
    """The shipped corpus, opened and analysed."""

    folder: Folder
    look: Look
    names: Names

    def text(self, path: str) -> str:
        """The text of a file."""
        return self.look.text(path)

    def at(self, path: str, text: str, inside: int = 0) -> tuple[str, int]:
        """The offset of a text within the file."""
        assert text in self.text(path), text
        return path, self.text(path).index(text) + inside


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The shipped corpus, shared and read-only."""
    folder = Folder(shipped("terms").parent)
    look = folder.look({})
    return Corpus(folder, look, folder.names(look, {}))

"""Workspaces to edit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import zopa
from zopa.shipped import shipped

STARTER = Path(zopa.__file__).parent / "starter"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the shipped corpus."""
    return copied(tmp_path / "sample")


def copied(root: Path) -> Path:
    """Copy the shipped corpus to a folder; returns the folder."""
    for name in ("terms", "scenarios"):
        shutil.copytree(shipped(name), root / name)
    return root


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """The workspace that `zopa init` makes."""
    root = tmp_path / "starter"
    shutil.copytree(STARTER, root)
    return root

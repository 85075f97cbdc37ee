"""The files of a workspace as they were at a git revision."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["RevisionError", "files_at"]


class RevisionError(Exception):
    """There is no such revision, or no git repository."""


def files_at(root: Path, revision: str) -> Iterator[tuple[str, bytes]]:
    """Path within the workspace and content of every YAML file in its two folders.

    Nothing is checked out and nothing in the working tree is looked at.

    Raises:
        RevisionError: git does not know the revision, or the folder is in no
            repository; the message is git's own.
    """
    commit = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    listing = _git(root, "ls-tree", "-r", "-z", commit.decode().strip(), "terms", "scenarios")
    for line in listing.decode("utf-8", "surrogateescape").split("\0"):
        meta, _, path = line.partition("\t")
        if path.endswith((".yaml", ".yml")):
            yield path, _git(root, "cat-file", "blob", meta.split()[2])


def _git(root: Path, *arguments: str) -> bytes:
    git = shutil.which("git")
    if git is None:
        message = "git is not installed"
        raise RevisionError(message)
    command = [git, "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise RevisionError(said or "no such revision")
    return done.stdout

"""The files of a workspace as they were at a git revision."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from typing import TYPE_CHECKING

from zopa.folder import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "RevisionError",
    "changed_since",
    "files_at",
    "names_of_revisions",
    "none_before",
]


class RevisionError(Exception):
    """There is no such revision, or no git repository."""


def files_at(root: Path, revision: str) -> Iterator[tuple[str, bytes]]:
    """Path within the workspace and content of every YAML file in its two folders.

    Nothing is checked out and nothing in the working tree is looked at.

    Raises:
        RevisionError: git does not know the revision, or the folder is in no
            repository; the message is git's own.
    """
    listing = _git(root, "ls-tree", "-r", "-z", _commit(root, revision), "terms", "scenarios")
    for line in listing.decode("utf-8", "surrogateescape").split("\0"):
        meta, _, path = line.partition("\t")
        if path.endswith((".yaml", ".yml")):
            yield path, _git(root, "cat-file", "blob", meta.split()[2])


def none_before(root: Path, revision: str) -> bool:
    """Whether no workspace at all can have been at a revision, in this folder or another.

    So it is before the first commit, of HEAD, and where no folder has a corpus. One that
    was moved is there, elsewhere.

    Raises:
        RevisionError: git does not know the revision, or the folder is in no
            repository; the message is git's own.
    """
    try:
        commit = _commit(root, revision)
    except RevisionError:
        if revision not in {"HEAD", "@"}:
            raise
        with contextlib.suppress(RevisionError):
            _git(root, "symbolic-ref", "--quiet", "HEAD")
            return not _git(root, "for-each-ref", "--count=1")
        raise
    listing = _git(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    mark = MARK.as_posix()
    names = listing.decode("utf-8", "surrogateescape").split("\0")
    return not any(each == mark or each.endswith(f"/{mark}") for each in names)


def changed_since(root: Path, revision: str) -> frozenset[str]:
    """Paths within a folder that differ from a revision, new files included.

    What is compared is the working tree with where its branch left the revision's, so
    what happened there since does not count; without such a point, with the revision
    itself. A path that was renamed or deleted is listed under its old name too.

    Raises:
        RevisionError: git does not know the revision, or the folder is in no
            repository; the message is git's own.
    """
    start = _commit(root, revision)
    with contextlib.suppress(RevisionError):  # a shallow clone, or no common history
        start = _git(root, "merge-base", start, "HEAD").decode().strip()
    options = ("--no-ext-diff", "--no-textconv", "--no-renames", "--relative")
    differ = _git(root, "diff", "--name-only", "-z", *options, start, "--", ".")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    listed = (differ + new).decode("utf-8", "surrogateescape").split("\0")
    return frozenset(each for each in listed if each)


def names_of_revisions(root: Path) -> list[str]:
    """Branches, those of other repositories, and tags, as git orders them.

    Raises:
        RevisionError: the folder is in no repository; the message is git's own.
    """
    found = _git(root, "for-each-ref", "--format=%(refname:short)", "refs")
    return found.decode("utf-8", "surrogateescape").split()


def _commit(root: Path, revision: str) -> str:
    """The one commit that a revision stands for; `^main`, all that is not in it, is none."""
    wanted = f"{revision}^{{commit}}"
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    commit = found.decode().strip()
    if not commit.isalnum():
        message = "not one commit"
        raise RevisionError(message)
    return commit


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

"""Files of a workspace at a git revision.

zopa asks git only for objects, never for the working tree or the index: the configuration of a
clone can name programs that git would run for those (filters, a file system monitor, hooks, a
remote to fetch from). zopa reads and hashes the present files itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import Diagnostic, quoted, shown
from zopa.documents import dangling, in_circles, linked_folder, outside
from zopa.files import FOLDERS, LARGEST, MARK, contents, leads_out, named_yaml, paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = [
    "RevisionError",
    "changed_since",
    "files_at",
    "names_of_revisions",
    "none_before",
]

OF_A_REPOSITORY: Final = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_CONFIG_PARAMETERS",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
"""Variables with which git leads its hooks to a repository; zopa uses that of the workspace."""
VARIABLES: Final = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "",
    "LC_ALL": "C",
}
"""Variables that forbid fetching under every configuration of the repository."""
SETTINGS: Final = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "fetch.bundleURI=",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
)
"""Settings over those of the repository: no program of its choice, and no workspace folder that
imitates a repository."""
SECONDS: Final = 60
"""Time limit of git in seconds; a configuration can include a pipe."""
LINK: Final = "120000"
FILES: Final = frozenset({"100644", "100755", "100664"})


class RevisionError(Exception):
    """The revision does not exist, or no readable git repository does."""

    def __init__(self, message: str, *ways_out: str) -> None:
        super().__init__(message)
        self.ways_out = ways_out
        """Instructions for the user."""


def files_at(
    root: Path, revision: str, others: Iterable[str] = ()
) -> Iterator[tuple[str, bytes | Diagnostic]]:
    """Yield path within the workspace and content of every YAML file in its two folders.

    A link within the workspace has the content of its target at that revision. Links to folders
    and out of the workspace are reported as unread. Nothing is checked out, and the working
    tree is not read.

    Args:
        root: the workspace.
        revision: any name that git knows.
        others: further paths within the workspace, outside its two folders.

    Raises:
        RevisionError: git does not know the revision, or the folder is in no repository.
    """
    found = _objects(root, _commit(root, revision), others)
    wanted = sorted({each for each in found.values() if isinstance(each, str)})
    blobs = dict(zip(wanted, _blobs(root, wanted), strict=True))
    for path, each in sorted(found.items()):
        yield path, each if isinstance(each, Diagnostic) else blobs[each]


def none_before(root: Path, revision: str) -> bool:
    """Return True if no workspace can have existed at a revision, in any folder.

    This holds of HEAD before the first commit, and if no folder has a corpus. A workspace that
    was moved exists elsewhere.

    Raises:
        RevisionError: git does not know the revision, or the folder is in no repository.
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
    # Of folders only those that are links are listed.
    marks = (MARK.as_posix(), MARK.parent.as_posix())
    names = listing.decode("utf-8", "surrogateescape").split("\0")
    return not any(f"/{each}".endswith(f"/{mark}") for each in names for mark in marks)


def changed_since(root: Path, revision: str, others: Iterable[str] = ()) -> frozenset[str]:
    """Return paths of a workspace that differ from a revision, new files included.

    The present files are compared with the merge base of HEAD and the revision, so later
    changes there do not count; without a merge base, with the revision itself. A renamed or
    deleted path is listed under its old name too; a link also if only its target changed. Line
    ends make no difference, because git may write those of the system.

    Args:
        root: the workspace.
        revision: any name that git knows.
        others: further paths within the workspace, outside its two folders.

    Raises:
        RevisionError: git does not know the revision, or the folder is in no repository.
    """
    start = _commit(root, revision)
    with contextlib.suppress(RevisionError):  # a shallow clone, or no common history
        start = _git(root, "merge-base", start, "HEAD").decode().strip()
    elsewhere = sorted(set(others))
    then = _objects(root, start, elsewhere)
    now = {*paths(root), *elsewhere}
    return frozenset(
        path
        for path in {*then, *now}
        if path not in now or not _is_still(root, path, then.get(path))
    )


def _is_still(root: Path, path: str, then: str | Diagnostic | None) -> bool:
    """Return True if a file has the content of the named object."""
    file = root / path
    content = None if leads_out(root, file) else contents(str(file), LARGEST)
    if content is None:
        return isinstance(then, Diagnostic)
    if not isinstance(then, str):
        return False
    return then in {_name(content, then), _name(content.replace(b"\r\n", b"\n"), then)}


def _name(content: bytes, like: str) -> str:
    """Return git's name of a content, by the hash function of another name."""
    whole = b"blob %d\0%b" % (len(content), content)
    if len(like) > 40:
        return hashlib.sha256(whole).hexdigest()
    return hashlib.sha1(whole, usedforsecurity=False).hexdigest()


def names_of_revisions(root: Path) -> list[str]:
    """Return branches, remote branches and tags, as git orders them.

    Raises:
        RevisionError: the folder is in no repository.
    """
    found = _git(root, "for-each-ref", "--format=%(refname:short)", "refs")
    return found.decode("utf-8", "surrogateescape").split()


# -- objects ------------------------------------------------------------------


def _objects(
    root: Path, commit: str, others: Iterable[str] = ()
) -> Mapping[str, str | Diagnostic]:
    """Return the object name of each path in the workspace, or why it is unread."""
    tree = _tree(root, commit)
    if tree is None:
        return {}
    alone = frozenset(others)
    found: dict[str, str | Diagnostic] = {}
    links: list[str] = []
    for path, mode, name in _entries(root, tree, [*FOLDERS, *alone]):
        if mode == LINK:
            links.append(path)
        elif mode in FILES and (path in alone or _is_named(path)):
            found[path] = name
    led = _followed(root, tree, links)
    for path, (kind, name) in zip(links, led, strict=True):
        if kind == "tree":
            found[path] = linked_folder(path)
        elif path in alone or _is_named(path):
            found[path] = name if kind == "blob" else WAYS.get(kind, dangling)(path)
    return found


def _is_named(path: str) -> bool:
    return named_yaml(path.rpartition("/")[2])


def _entries(root: Path, tree: str, below: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield path, mode and object name of a tree's entries; the two folders may be links."""
    for path, mode, name in _listed(root, tree, below):
        if mode != LINK or path not in FOLDERS:
            yield path, mode, name
            continue
        [(kind, inside)] = _followed(root, tree, [path])
        if kind == "tree":
            for each, deeper, there in _listed(root, inside):
                yield f"{path}/{each}", deeper, there


WAYS: Final = {
    "symlink": outside,
    "dangling": dangling,
    "loop": in_circles,
    "notdir": dangling,
    "missing": dangling,
}
"""Reasons why a link leads to no object, by git's word for each."""


def _tree(root: Path, commit: str) -> str | None:
    """Return the tree of the folder; None if it did not exist."""
    prefix = _git(root, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape")
    inside = prefix.removesuffix("\n").rstrip("/")
    wanted = f"{commit}:{inside}"
    try:
        found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    except RevisionError:
        return None
    return found.decode().strip()


def _listed(root: Path, tree: str, below: Iterable[str] = ()) -> Iterator[tuple[str, str, str]]:
    """Yield entries as git lists them, optionally only of these paths."""
    listing = _git(root, "ls-tree", "-r", "-z", "--full-tree", tree, "--", *below)
    for line in listing.decode("utf-8", "surrogateescape").split("\0"):
        meta, tab, path = line.partition("\t")
        if tab:
            mode, _, name = meta.split()
            yield path, mode, name


def _followed(
    root: Path, tree: str, paths: Iterable[str], *, steps: int = 8
) -> list[tuple[str, str]]:
    """Return the targets of links in a tree: kind and object name, or git's error word.

    An absolute link into the workspace leads to the content at that revision. It follows
    at most `steps` such links in a row.
    """
    asked = [f"{tree}:{each}".encode("utf-8", "surrogateescape") for each in paths]
    plain = [each for each in asked if b"\n" not in each]
    said = b""
    if plain:
        options = ("--batch-check=%(objecttype) %(objectname)", "--follow-symlinks")
        said = _git(root, "cat-file", *options, stdin=b"\n".join(plain) + b"\n")
    lines = iter(_answers(said))
    found = [next(lines) if each in plain else ("missing", "") for each in asked]
    base = f"{root.resolve()}/"
    absolute = {
        place: target.removeprefix(base)
        for place, (kind, target) in enumerate(found)
        if kind == "symlink" and target.startswith(base) and steps
    }
    if absolute:
        led = _followed(root, tree, absolute.values(), steps=steps - 1)
        for place, each in zip(absolute, led, strict=True):
            found[place] = each
    return found


def _answers(said: bytes) -> Iterator[tuple[str, str]]:
    """Yield git's answers; one on a link without an object has two lines, length and target."""
    while said:
        line, _, said = said.partition(b"\n")
        word, _, rest = line.partition(b" ")
        if word in {b"symlink", b"dangling", b"loop", b"notdir"}:
            target, said = said[: int(rest)], said[int(rest) + 1 :]
            yield word.decode(), target.decode("utf-8", "surrogateescape")
        elif line.endswith(b" missing"):
            yield "missing", ""
        else:
            yield word.decode(), rest.decode()


def _blobs(root: Path, names: Iterable[str]) -> Iterator[bytes]:
    """Yield the content of each object."""
    wanted = list(names)
    if not wanted:
        return
    said = _git(root, "cat-file", "--batch", stdin="".join(f"{x}\n" for x in wanted).encode())
    place = 0
    for _ in wanted:
        end = said.index(b"\n", place)
        head = said[place:end].split()
        if len(head) != 3:
            message = "some of its files are not in this clone"
            raise RevisionError(
                message,
                "a partial clone lacks them, and zopa fetches nothing: git fetch --refetch",
            )
        size = int(head[2])
        yield said[end + 1 : end + 1 + size]
        place = end + 2 + size


def _commit(root: Path, revision: str) -> str:
    """Return the one commit of a revision; refuse a range such as `^main`."""
    wanted = f"{revision}^{{commit}}"
    try:
        found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    except RevisionError as error:
        if not error.ways_out and _is_shallow(root):
            message = "no such revision in this clone, which is shallow"
            raise RevisionError(message, *MORE) from None
        raise
    commit = found.decode().strip()
    if not commit.isalnum():
        message = "not one commit"
        raise RevisionError(message)
    return commit


PARTIAL: Final = "a partial clone lacks them, and zopa fetches nothing: git fetch --refetch"
MORE: Final = (
    "git fetch --unshallow gets the rest of its history",
    "on build servers: fetch-depth: 0 (GitHub), GIT_DEPTH: 0 (GitLab)",
)


def _is_shallow(root: Path) -> bool:
    try:
        return _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    except RevisionError:
        return False


# -- git ----------------------------------------------------------------------


def _git(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    git = shutil.which("git")
    if git is None:
        message = "git is not installed"
        raise RevisionError(message)
    settings = (word for each in SETTINGS for word in ("-c", each))
    command = [git, "-C", str(root), "--no-pager", *settings, *arguments]
    variables = {k: each for k, each in os.environ.items() if k not in OF_A_REPOSITORY}
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            env={**variables, **VARIABLES},
            input=stdin,
            timeout=SECONDS,
        )
    except ValueError:  # a NUL in it
        message = "no such revision"
        raise RevisionError(message) from None
    except subprocess.TimeoutExpired:
        message = f"git has not answered within {SECONDS} s"
        raise RevisionError(message, "look at what .git/config includes") from None
    if done.returncode:
        raise _refusal(done.stderr.decode("utf-8", "replace"))
    return done.stdout


def _refusal(said: str) -> RevisionError:
    """Return git's message in one line, or zopa's with help if the cause is known."""
    if owned := re.search(r"dubious ownership in repository at '(.*)'", said):
        return RevisionError(
            f"the repository {quoted(owned[1])} belongs to another user, so git refuses it",
            f"if you trust it: git config --global --add safe.directory '{shown(owned[1])}'",
        )
    if "bare repository" in said and "safe.bareRepository" in said:
        return RevisionError(
            "the folder itself is made up as a git repository (it has HEAD, objects and refs)",
            "remove those: a workspace is in a repository, not one itself",
        )
    lines = [" ".join(each.split()) for each in said.splitlines() if each.strip()]
    return RevisionError(lines[0].removeprefix("fatal: ") if lines else "no such revision")

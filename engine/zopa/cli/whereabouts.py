"""The folder that a command is about, and messages beside its answer.

It is separate from `zopa.cli.workspace`, which reads the folder: a cached answer needs
only this module.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli.output import in_ci
from zopa.cli.streams import Unable, complain, errors
from zopa.diagnostics import listed, quoted
from zopa.files import LARGEST, MARK, called, find, near, own, shipped, there
from zopa.files.writing import (
    JOURNAL,
    BusyError,
    ChangedMeanwhileError,
    DamagedJournalError,
    recover,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

__all__ = [
    "SAMPLE",
    "Whereabouts",
    "file_of",
    "named_paths",
    "place_of",
    "stdin_text",
    "tell",
    "whereabouts",
]


SAMPLE = "zopa: this is the shipped SAMPLE corpus, not a workspace of yours"
HOOKS = (
    "GIT_DIR",
    "GIT_EXEC_PATH",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_REFLOG_ACTION",
    "HUSKY",
    "LEFTHOOK",
    "PRE_COMMIT",
)
"""Variables of which git or a hook runner sets at least one for its programs."""


def tell(options: argparse.Namespace, text: str) -> None:
    """Write a message beside the answer."""
    if not options.quiet:
        complain(text)


def place_of(path: Path, directory: Path | None) -> Path:
    """The place of a named path: in the folder that `-C` names, if it exists there."""
    if directory is not None and (inside := there(directory / path)).exists():
        return inside
    return there(path)


def file_of(path: Path, directory: Path | None) -> Path:
    """The place of a file outside the workspace: here first, then in the folder of `-C`."""
    here = there(path)
    return here if here.exists() else place_of(path, directory)


def may_show_sample(*, quiet: bool) -> bool:
    """True if a user sees the note that an answer is about the sample."""
    seen = sys.stdout.isatty() and errors().isatty()
    hooked = any(os.environ.get(name) for name in HOOKS)
    return seen and not (quiet or in_ci() or hooked)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The folder that a command is about."""

    root: Path
    """The folder of the workspace."""
    sample: bool = False
    """True if it is the shipped sample corpus, as requested or in place of a workspace."""


def whereabouts(options: argparse.Namespace, named: Sequence[Path] = ()) -> Whereabouts:
    """The workspace that a command is about, after finishing an interrupted change to it.

    See `_whereabouts`.

    Raises:
        Unable: no workspace was found, or several, or the change cannot be finished.
    """
    found = _whereabouts(options, named)
    if not found.sample:
        _settle(options, found.root)
    return found


def _settle(options: argparse.Namespace, root: Path) -> None:
    """Complete an interrupted change, so that no command sees half of it."""
    try:
        recovered = recover(root)
    except BusyError:
        tell(
            options,
            "zopa: another zopa is writing to this workspace; ask again when it is done",
        )
        return
    except DamagedJournalError:
        message = (
            f"a change was interrupted, and its record {quoted(root / JOURNAL)} is damaged"
        )
        way_out = "look at the files (git diff), then delete the record"
        raise Unable(message, way_out) from None
    except (OSError, ChangedMeanwhileError) as error:
        if not (root / JOURNAL).exists():
            return  # only the lock could not be had: there is nothing to finish
        reason = getattr(error, "strerror", None) or "a file has changed meanwhile"
        message = f"a change was interrupted and cannot be finished: {reason}"
        raise Unable(message, f"its record is {quoted(root / JOURNAL)}") from None
    if recovered is None:
        return
    if recovered.finished:
        tell(options, "zopa: a change that was interrupted is finished now")
    else:
        names = listed(recovered.left, joiner="and")
        tell(
            options, f"zopa: a change that was interrupted is taken back: {names} differs since"
        )


def _whereabouts(options: argparse.Namespace, named: Sequence[Path]) -> Whereabouts:
    """The workspace that a command is about.

    It is that of `-C`; else the one that contains the named paths; else the one around the
    working folder. If none exists, it is the shipped sample corpus. This applies only if
    nothing was named and no user can mistake it for their own workspace.

    Args:
        options: with `directory`, `quiet` and `sample`.
        named: files and folders that the command was given.

    Raises:
        Unable: no workspace was found, or several.
    """
    given: Path | None = options.directory
    if given is not None and not given.is_dir():
        message = f"no folder {quoted(given)}"
        raise Unable(message)
    theirs: dict[Path, Path] = {}
    for path in named:
        if (root := own(path)) is not None:
            theirs.setdefault(root, path)
    if options.sample:
        return Whereabouts(_sample(options, theirs), sample=True)
    if given is not None:
        root = find(given)
        if root is None:
            message = f"no workspace in {quoted(given)} or above it"
            raise Unable(message, *_ways_out(given))
        return Whereabouts(root)
    if len(theirs) > 1:
        names = listed(map(str, theirs), joiner="and")
        message = f"these paths lie in {len(theirs)} workspaces: {names}"
        raise Unable(message, "run zopa once for each of them, with -C DIR")
    root = next(iter(theirs), None) or find(Path())
    if root is not None:
        return Whereabouts(root)
    if named:
        message = f"{quoted(named[0])} lies in no workspace, and there is none here or above"
        raise Unable(message, *_ways_out(named[0] if named[0].is_dir() else Path()))
    if not may_show_sample(quiet=options.quiet):
        message = "no workspace here or above"
        raise Unable(message, *_ways_out(Path()), "--sample asks the shipped sample corpus")
    tell(options, f"{SAMPLE}: there is none here or above")
    return Whereabouts(shipped("terms").parent, sample=True)


def _sample(options: argparse.Namespace, theirs: dict[Path, Path]) -> Path:
    root = shipped("terms").parent
    if options.directory is not None:
        message = "-C and --sample name two workspaces"
        raise Unable(message, "leave one of them out")
    for other, path in theirs.items():
        if other != root.resolve():
            message = f"{quoted(path)} lies in the workspace {quoted(other)}, not in the sample"
            raise Unable(message, "leave --sample out")
    tell(options, SAMPLE)
    return root


def _ways_out(start: Path) -> list[str]:
    """Help on how to select the workspace."""
    below = near(start)
    if below:
        names = listed((f"-C {each}" for each in below), most=3)
        return [f"name the workspace: {names}"]
    return [
        f"a workspace is a folder with {MARK.as_posix()}: -C DIR names it, zopa init makes one"
    ]


STDIN = "-"


def named_paths(options: argparse.Namespace) -> list[Path]:
    """The paths given to a command; `-` is replaced by the path for the text from stdin.

    Raises:
        Unable: no option gives the path of the text.
    """
    file: Path | None = options.stdin_filename
    if Path(STDIN) in options.paths and file is None:
        message = "`-` needs --stdin-filename FILE, which says where the text belongs"
        raise Unable(message)
    paths = [path for path in options.paths if path != Path(STDIN)]
    return paths if file is None else [*paths, file]


def stdin_text(options: argparse.Namespace, root: Path) -> dict[str, bytes]:
    """The text of stdin, by the path in the workspace of the file that it replaces.

    Raises:
        Unable: the file is not a YAML file.
    """
    file: Path | None = options.stdin_filename
    if file is None:
        return {}
    if file.suffix not in {".yaml", ".yml"}:
        message = f"--stdin-filename {file} is no file of YAML"
        raise Unable(message, "name it like scenarios/draft.yaml")
    path = called(root, place_of(file, options.directory))
    return {path: sys.stdin.buffer.read(LARGEST + 1)}

"""The folder that a command is about, and what is said beside its answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli.unable import Unable
from zopa.diagnostics import quoted
from zopa.folder import MARK, find
from zopa.shipped import shipped

if TYPE_CHECKING:
    import argparse

__all__ = ["tell", "workspace_folder"]


def tell(options: argparse.Namespace, text: str) -> None:
    """Say something beside the answer."""
    if not options.quiet:
        sys.stderr.write(f"{text}\n")


def workspace_folder(options: argparse.Namespace) -> Path:
    """The workspace around the working folder, or the shipped sample corpus.

    Raises:
        Unable: the folder that was named is in no workspace.
    """
    start = options.directory or Path()
    if not start.is_dir():
        message = f"no folder {quoted(start)}"
        raise Unable(message)
    root = find(start)
    if root is None:
        if options.directory is not None:
            message = f"no workspace in {quoted(start)} or above it"
            raise Unable(
                message,
                f"a workspace is a folder with {MARK.as_posix()}",
                "zopa init makes one",
            )
        root = shipped("terms").parent
        tell(options, "zopa: no workspace here or above; using the shipped sample corpus")
    return root

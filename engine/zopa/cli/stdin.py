"""`-` and `--stdin-filename`: the text of one file, from stdin."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli.streams import Unable
from zopa.cli.whereabouts import place_of
from zopa.files.layout import LARGEST, called

if TYPE_CHECKING:
    import argparse

__all__ = ["STDIN", "named_paths", "stdin_text"]

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

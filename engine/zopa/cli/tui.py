"""`zopa tui`: the terminal interface."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from zopa.cli.opening import tell
from zopa.cli.unable import Unable
from zopa.corpus import MARK

if TYPE_CHECKING:
    import argparse

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Open the interface; returns when it is left.

    Raises:
        Unable: there is no terminal, no workspace, or no such scenario.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        message = "the terminal interface needs a terminal"
        raise Unable(message, "zopa check SCENARIO says whose lines a draft crosses")
    try:
        from zopa_tui.starting import start
    except ModuleNotFoundError as error:
        message = f"the terminal interface lacks {error.name}"
        raise Unable(message, "pip install zopa installs all of it") from error
    if options.directory is not None and not (options.directory).is_dir():
        message = f"no folder `{options.directory}`"
        raise Unable(message)
    code = start(
        options.scenario,
        options.directory,
        ascii_only=options.ascii,
        theme=options.theme,
        say=lambda text: tell(options, text),
    )
    if isinstance(code, str):
        raise Unable(code, f"a workspace is a folder with {MARK.as_posix()}")
    return code

"""`zopa lsp`: the language server, for editors."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from zopa.cli.streams import Unable

if TYPE_CHECKING:
    import argparse

__all__ = ["run"]


def run(_: argparse.Namespace) -> int:
    """Serve one editor over stdin and stdout, until it leaves.

    Raises:
        Unable: packages of the server are not installed, or stdin is a terminal.
    """
    if sys.stdin is None or sys.stdin.isatty():
        message = "the language server is for an editor to start"
        raise Unable(message, "docs/editors.md says how")
    try:
        from zopa.lsp.features import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"pygls", "lsprotocol", "cattrs"}:
            raise
        message = f"the language server lacks {error.name}"
        raise Unable(message, "pip install 'zopa[lsp]' installs it") from error
    return serve()

"""`zopa serve`: the terminal interface in a browser."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

from zopa.cli.streams import Unable
from zopa.cli.tui import seen
from zopa.cli.whereabouts import tell

if TYPE_CHECKING:
    import argparse

__all__ = ["run"]

INSTALL = "pip install 'zopa[serve]'"
ANY_PORT = "--port 0 takes one that is free"


def run(options: argparse.Namespace) -> int:
    """Answer browsers of this machine, until interrupted.

    Raises:
        Unable: packages are not installed, the workspace or the scenario does not exist, or
            the port is taken.
    """
    try:
        from zopa_tui.browser.process import Tab
        from zopa_tui.browser.server import listen, serve
    except ModuleNotFoundError as error:
        message = f"zopa serve lacks {error.name}"
        raise Unable(message, INSTALL) from error
    with seen(options) as (found, scenario):
        tab = Tab(
            root=str(found.root.resolve()),
            scenario=None if scenario is None else str(scenario),
            sample=found.sample,
            ascii_only=options.ascii,
            theme=options.theme,
            write=options.write,
        )
        try:
            listening = listen(options.port)
        except OSError as error:
            message = f"port {options.port} is taken"
            if error.errno != errno.EADDRINUSE:
                message = f"port {options.port}: {error.strerror}"
            raise Unable(message, ANY_PORT) from error
        notes = "may write files" if options.write else "read-only (--write lets it save)"

        def say(address: str) -> None:
            sys.stdout.write(f"{address}\n")
            sys.stdout.flush()
            tell(options, f"zopa: {notes}; whoever has this address reaches it; ctrl+c ends")

        serve(tab, listening, say)
    return 0

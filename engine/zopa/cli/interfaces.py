"""Interfaces: `zopa tui` in the terminal, `serve` in a browser, `lsp` for an editor."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli.settings import configuration_of
from zopa.cli.streams import Unable
from zopa.cli.whereabouts import tell
from zopa.cli.workspace import folder_named, whereabouts_of
from zopa.configuration import read_configuration
from zopa.diagnostics import quoted
from zopa.files import called
from zopa.workspace import files, load_view, view_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from zopa.cli.whereabouts import Whereabouts

__all__ = [
    "seen",
    "serve_browser",
    "serve_editor",
    "serve_terminal",
]


BARE = ("dumb", "unknown")
"""Terminals that print escape sequences instead of obeying them."""
CONFIGURED = ("theme", "start", "ascii", "keys")
"""Settings of the workspace that the user's own settings override."""
INSTALL = "pip install 'zopa[serve]'"
ANY_PORT = "--port 0 takes one that is free"


def serve_terminal(options: argparse.Namespace) -> int:
    """Open the interface; returns when the user leaves it.

    Raises:
        Unable: there is no terminal or workspace, or the scenario does not exist.
    """
    if not options.linear and not (sys.stdin.isatty() and sys.stdout.isatty()):
        message = "the terminal interface needs a terminal"
        raise Unable(message, "zopa check SCENARIO shows which positions a draft crosses")
    if not options.linear and os.environ.get("TERM") in BARE:
        message = f"TERM={os.environ['TERM']}: this terminal has no screen to draw on"
        raise Unable(message, "set TERM to what it is, or ask zopa tui --linear")
    try:
        from zopa_tui.app.settings import start
    except ModuleNotFoundError as error:
        message = f"the terminal interface lacks {error.name}"
        raise Unable(message, "pip install zopa installs all of it") from error
    with seen(options) as (found, scenario):
        settings = configuration_of(options, found.root)
        return start(
            found,
            scenario,
            ascii_only=options.ascii,
            theme=options.theme,
            linear=options.linear,
            configured={each: settings.get(f"tui.{each}") for each in CONFIGURED},
            say=lambda text: tell(options, text),
        )


@contextlib.contextmanager
def seen(options: argparse.Namespace) -> Iterator[tuple[Whereabouts, Path | None]]:
    """The workspace for the interface; under a view a copy of only the visible parts.

    The interface knows the copy alone, so nothing in it leads out of the view.

    Raises:
        Unable: as of `to_begin_with`, or the party may not see the scenario.
        Refused: the party does not exist, or a file cannot be read.
    """
    found, scenario = to_begin_with(options)
    if options.view is None:
        yield found, scenario
        return
    load_view(found.root, options.view)
    every = files(found.root, read_configuration(found.root))
    texts = view_of(found.root, every, options.view)
    with tempfile.TemporaryDirectory(prefix="zopa-view-") as folder:
        root = Path(folder)
        for path, text in texts.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        copied = None
        if scenario is not None:
            copied = root / called(found.root, scenario)
            if not copied.is_file():
                message = f"no scenario {quoted(scenario.stem)} in this view"
                raise Unable(message)
        tell(options, "zopa: a view is a copy, and what is saved in it goes when it is left")
        yield dataclasses.replace(found, root=root), copied


def to_begin_with(options: argparse.Namespace) -> tuple[Whereabouts, Path | None]:
    """The workspace and the scenario that the interface opens; None to ask for a scenario.

    Raises:
        Unable: the workspace or the scenario does not exist.
    """
    from zopa_tui.session.open import scenario_path

    name: str | None = options.scenario
    found = whereabouts_of(options, [] if name is None else [name])
    if name is None or folder_named(options.directory, name) is not None:
        return found, None
    path = scenario_path(found.root, name, options.directory)
    if isinstance(path, str):
        raise Unable(path)
    return found, path


def serve_browser(options: argparse.Namespace) -> int:
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


def serve_editor(_: argparse.Namespace) -> int:
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

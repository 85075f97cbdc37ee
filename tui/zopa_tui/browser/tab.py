"""The process of one tab."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from zopa_tui.app.launch import own_keys

__all__ = ["MOST", "Tab", "main", "within"]

MOST = (500, 200)
"""Columns and rows that a tab draws, whatever a page asks for."""


def within(width: object, height: object) -> tuple[int, int]:
    """A size that can be drawn, for whatever a page asks for."""
    asked = zip((width, height), (80, 24), MOST, strict=True)
    columns, rows = (
        min(max(int(each), 1), most) if isinstance(each, int) else usual
        for each, usual, most in asked
    )
    return columns, rows


@dataclass(frozen=True, slots=True)
class Tab:
    """What every tab of a server shows."""

    root: str
    scenario: str | None
    sample: bool
    ascii_only: bool
    theme: str | None
    write: bool
    """Whether it may write files."""

    def command(self) -> list[str]:
        """What starts the process of a tab."""
        said = json.dumps(dataclasses.asdict(self))
        # Without -P a folder `zopa_tui` in the working folder would be taken for this one.
        return [sys.executable, "-P", "-m", "zopa_tui.browser.tab", said]


MEMORY = 3 << 30
"""Bytes that one tab may have; the machine is not only its own."""
GLANCE = 1.0
"""Seconds between two looks whether the server is there."""
LAST = 10.0
"""Seconds to end in without a server, whatever the tab is doing."""


def limit_memory() -> None:
    """Have too large a picture or question end in this tab, not in the machine's memory."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def outlive_no_server() -> None:
    """End with the server, also where the interface is busy and cannot be told."""
    if sys.platform == "win32":
        return
    server = os.getppid()

    def look() -> None:
        while os.getppid() == server:
            time.sleep(GLANCE)
        time.sleep(LAST)
        os._exit(1)

    threading.Thread(target=look, name="zopa-server", daemon=True).start()


def main(said: str) -> int:
    """Show the interface to whoever is at the other end of stdin and stdout."""
    limit_memory()
    outlive_no_server()
    tab = Tab(**json.loads(said))
    from zopa_tui.app.app import ZopaApp

    keys, _ = own_keys()
    app = ZopaApp(
        Path(tab.root),
        None if tab.scenario is None else Path(tab.scenario),
        sample=tab.sample,
        ascii_only=tab.ascii_only,
        theme=tab.theme,
        keymap=keys,
        read_only=not tab.write,
    )
    app.confined = True
    app.run()
    app.close_journal(keep=True)
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

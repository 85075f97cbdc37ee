"""The process of one tab."""

from __future__ import annotations

import dataclasses
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from zopa_tui.starting import own_keys

__all__ = ["Tab", "main"]


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


def main(said: str) -> int:
    """Show the interface to whoever is at the other end of stdin and stdout."""
    tab = Tab(**json.loads(said))
    from zopa_tui.app import ZopaApp

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

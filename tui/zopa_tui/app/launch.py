"""From the command line to the interface."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from zopa_tui.ui.keys import remap

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["own_keys", "start"]

UNABLE = 2


def start(
    root: Path,
    scenario: Path | None,
    *,
    sample: bool,
    ascii_only: bool,
    theme: str | None,
    say: Callable[[str], None],
) -> int:
    """Run the interface; returns an exit code.

    Args:
        root: of the workspace.
        scenario: to begin with; None to ask for one.
        sample: whether the workspace is the corpus that comes with zopa.
        ascii_only: whether to use no signs beyond ASCII.
        theme: to begin with.
        say: tells the user something before it begins.
    """
    keys, problems = own_keys()
    for each in problems:
        say(f"zopa: {each}")
    from zopa_tui.app.app import ZopaApp

    # Counting goes on in a thread beside keys that should not wait for it.
    sys.setswitchinterval(0.001)
    app = ZopaApp(
        root, scenario, sample=sample, ascii_only=ascii_only, theme=theme, keymap=keys
    )
    app.run()
    app.close_journal(keep=True)
    code = app.return_code or 0
    return UNABLE if code == 1 else code


def own_keys() -> tuple[dict[str, str], list[str]]:
    """The user's own keys, from `zopa/keys.toml` in the configuration folder."""
    stated = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    home = stated if stated.is_absolute() else Path.home() / ".config"
    file = home / "zopa" / "keys.toml"
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, []
    except (OSError, ValueError) as error:
        return {}, [f"{file}: {error}"]
    wanted = {
        name: keys
        for name, keys in given.items()
        if isinstance(keys, str | list) and all(isinstance(each, str) for each in keys)
    }
    remapped = remap(wanted)
    changed = {each.id: ",".join(each.keys) for each in remapped.actions if each.id in wanted}
    return changed, [f"{file}: {each}" for each in remapped.problems]

"""From the command line to the interface."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from zopa_tui.keymap import remap
from zopa_tui.opening import locate, scenario_path

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["own_keys", "place", "start"]

UNABLE = 2


def start(
    scenario: str | None,
    directory: Path | None,
    *,
    ascii_only: bool,
    theme: str | None,
    say: Callable[[str], None],
) -> int | str:
    """Run the interface.

    Returns:
        An exit code, or in words why it cannot begin.
    """
    found = place(scenario, directory)
    if isinstance(found, str):
        return found
    root, path, sample = found
    if sample:
        say("zopa: no workspace here or above; using the shipped sample corpus")
    keys, problems = own_keys()
    for each in problems:
        say(f"zopa: {each}")
    from zopa_tui.app import ZopaApp

    # Counting goes on in a thread beside keys that should not wait for it.
    sys.setswitchinterval(0.001)
    app = ZopaApp(root, path, sample=sample, ascii_only=ascii_only, theme=theme, keymap=keys)
    app.run()
    app.close_journal(keep=True)
    code = app.return_code or 0
    return UNABLE if code == 1 else code


def place(scenario: str | None, directory: Path | None) -> tuple[Path, Path | None, bool] | str:
    """The workspace, the file to begin with, and whether it is the sample corpus.

    Returns:
        Or in words why there is none.
    """
    root, sample = locate(directory)
    if sample and directory is not None:
        return f"no workspace in `{directory}` or above it"
    if scenario is None:
        return root, None, sample
    path = scenario_path(root, scenario, directory)
    return path if isinstance(path, str) else (root, path, sample)


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

"""From the command line to the interface."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from zopa_tui.keymap import remap
from zopa_tui.opening import locate, scenario_path

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["own_keys", "start"]

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
    root, sample = locate(directory)
    if sample and directory is not None:
        return f"no workspace in `{directory}` or above it"
    path = None
    if scenario is not None:
        found = scenario_path(root, scenario, directory)
        if isinstance(found, str):
            return found
        path = found
    if sample:
        say("zopa: no workspace here or above; using the shipped sample corpus")
    keys, problems = own_keys()
    for each in problems:
        say(f"zopa: {each}")
    from zopa_tui.app import ZopaApp

    app = ZopaApp(root, path, sample=sample, ascii_only=ascii_only, theme=theme, keymap=keys)
    app.run()
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

"""The command that gives the answer on the screen."""

from __future__ import annotations

import shlex
import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa_tui.ui.actions import Action

__all__ = ["command"]


def command(action: Action, values: Mapping[str, str], flags: str = "") -> str | None:
    """The command that gives the same answer; None where there is none, or a value lacks.

    Args:
        action: what was done.
        values: for the names in its twin; quoted for a shell where they have to be.
        flags: the assumptions, a space before each; what the twin itself assumes goes
            before them.
    """
    names = [name for _, name, _, _ in string.Formatter().parse(action.twin) if name]
    if not action.twin or any(name not in values for name in names):
        return None
    said = action.twin.format_map({name: shlex.quote(values[name]) for name in names})
    before, found, own = said.partition(" --")
    return f"{before}{flags}{found}{own}"

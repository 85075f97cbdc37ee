"""A user's own keys."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import did_you_mean, listed, quoted
from zopa_tui.ui.actions import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zopa_tui.ui.actions import Action

__all__ = ["FORBIDDEN", "Remapped", "remap"]

FORBIDDEN: Final = frozenset({"ctrl+m", "ctrl+i", "ctrl+h", "ctrl+c"})
"""What terminals send for other keys, or make something of themselves."""


@dataclass(frozen=True, slots=True)
class Remapped:
    """The table with a user's own keys."""

    actions: tuple[Action, ...]
    problems: tuple[str, ...]
    """What could not be followed, and why, one line each."""


def remap(
    keys: Mapping[str, str | Iterable[str]], actions: tuple[Action, ...] = ACTIONS
) -> Remapped:
    """Give actions other keys.

    A wish that cannot be followed is left out and reported; the others count. A
    key that another action has on the same screen is taken from it only where
    that action is given other keys too.

    Args:
        keys: by the id of the action; several as a list, or with commas between.
        actions: the table to start from.
    """
    problems: list[str] = []
    wanted: dict[str, tuple[str, ...]] = {}
    known = {each.id: each for each in actions}
    for name, given in keys.items():
        parts = given.split(",") if isinstance(given, str) else given
        own = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
        refused = sorted({*own} & (FORBIDDEN))
        if name not in known:
            near = did_you_mean(name, known)
            problems.append(
                f"no action {quoted(name)}"
                + (f"; did you mean {listed(near)}?" if near else "")
            )
        elif refused:
            problems.append(f"{listed(refused)} cannot be used for {quoted(name)}")
        else:
            wanted[name] = own
    while clash := _clash(actions, wanted):
        name, key, other = clash
        problems.append(f"key {quoted(key)} of {quoted(name)} belongs to {quoted(other)}")
        del wanted[name]
    changed = (
        dataclasses.replace(each, keys=wanted[each.id]) if each.id in wanted else each
        for each in actions
    )
    return Remapped(tuple(changed), tuple(problems))


def _clash(
    actions: tuple[Action, ...], wanted: Mapping[str, tuple[str, ...]]
) -> tuple[str, str, str] | None:
    """A wish, a key of it, and another action that has it on one of the same screens."""
    for action in actions:
        for other in actions:
            if action.id not in wanted or other is action:
                continue
            keys = wanted.get(other.id, other.keys)
            shared = [key for key in wanted[action.id] if key in keys]
            if shared and set(action.where) & set(other.where):
                return action.id, shared[0], other.id
    return None

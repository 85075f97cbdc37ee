"""User-defined keys."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.binding import Binding
from textual.keys import REPLACED_KEYS, Keys, _character_to_key, key_to_character

from zopa.diagnostics import did_you_mean, listed, quoted
from zopa_tui.ui.actions import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zopa_tui.ui.actions import Action

__all__ = [
    "ACTION",
    "FORBIDDEN",
    "MOVES",
    "Remapped",
    "bindings",
    "bound",
    "method",
    "remap",
    "spelled",
]


FORBIDDEN: Final = frozenset({"ctrl+m", "ctrl+i", "ctrl+h", "ctrl+c"})
"""Keys that cannot be assigned: terminals send them for other keys or handle them."""

NAMED: Final = frozenset(x.value for x in Keys if x.value.isidentifier()) - {"return"}
"""Keys that have a name and type no character."""
HELD: Final = ("alt", "ctrl", "hyper", "meta", "shift", "super")
"""Modifier keys, in the order that Textual uses."""


def spelled(key: str) -> str:
    """A key in Textual's spelling; empty if there is no such key.

    Args:
        key: as a user writes it, such as `Shift+Ctrl+Left`, `?` or `full_stop`.
    """
    *held, last = key.split("+") if len(key) > 1 else [key]
    held = sorted(each.lower() for each in held)
    if not {*held} <= {*HELD} or len({*held}) < len(held):
        return ""
    if len(last) == 1:
        if not last.isprintable() or last.isspace():
            return ""
        if held == ["shift"] and last.isalpha():
            return last.upper()
        last = _character_to_key(last.lower() if held else last)
    else:
        last = last.lower()
        if last not in {*NAMED, *REPLACED_KEYS} and key_to_character(last) is None:
            return ""
    return "+".join((*held, last))


@dataclass(frozen=True, slots=True)
class Remapped:
    """The table of actions with the user's keys."""

    actions: tuple[Action, ...]
    problems: tuple[str, ...]
    """Errors in the user's keys, one line each."""


def remap(
    keys: Mapping[str, str | Iterable[str]], actions: tuple[Action, ...] = ACTIONS
) -> Remapped:
    """Assign other keys to actions.

    A wrong assignment is left out and reported; the others count. An action loses a key
    to another action on the same screen only if it gets other keys too.

    Args:
        keys: keys by id of the action; several as a list, or separated by commas.
        actions: the table to start from.
    """
    problems: list[str] = []
    wanted: dict[str, tuple[str, ...]] = {}
    known = {each.id: each for each in actions}
    for name, given in keys.items():
        parts = given.split(",") if isinstance(given, str) else given
        stated = {part.strip(): spelled(part.strip()) for part in parts if part.strip()}
        unknown = [part for part, key in stated.items() if not key]
        own = tuple(dict.fromkeys(stated.values()))
        refused = sorted({*own} & FORBIDDEN)
        if name not in known:
            near = did_you_mean(name, known)
            problems.append(
                f"no action {quoted(name)}"
                + (f"; did you mean {listed(near)}?" if near else "")
            )
        elif unknown:
            near = did_you_mean(unknown[0], NAMED)
            such = f"did you mean {listed(near)}?" if near else "keys are such as `u`, `ctrl+z`"
            problems.append(
                f"{quoted(unknown[0])} of {quoted(name)} is no key that is known; {such}"
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
    """An assignment, one of its keys, and another action with that key on the same screen."""
    for action in actions:
        for other in actions:
            if action.id not in wanted or other is action:
                continue
            keys = wanted.get(other.id, other.keys)
            shared = [key for key in wanted[action.id] if key in keys]
            if shared and set(action.where) & set(other.where):
                return action.id, shared[0], other.id
    return None


# -- bindings from the table of actions --


ACTION = {each.id: each for each in ACTIONS}
"""Actions by id."""
MOVES: Mapping[str, str] = {
    "move.up": "cursor_up",
    "move.down": "cursor_down",
    "move.left": "fold",
    "move.right": "unfold",
    "move.first": "scroll_home",
    "move.last": "scroll_end",
    "move.page-up": "page_up",
    "move.page-down": "page_down",
}
"""Names of Textual's actions that move the cursor in lists and trees."""


def method(name: str) -> str:
    """The name of Textual's action for an action of the table."""
    screen, dot, mode = name.partition(".")
    if dot and screen == "screen":
        return f"go('{mode}')"
    return name.replace(".", "_").replace("-", "_")


def bindings(
    *names: str, to: Mapping[str, str] | None = None
) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """The bindings of some actions.

    Args:
        names: ids in the table.
        to: for some ids, another action to run.
    """
    return [
        Binding(
            ",".join(ACTION[name].keys),
            (to or {}).get(name, method(name)),
            ACTION[name].title,
            show=False,
            tooltip=ACTION[name].help,
            id=name,
        )
        for name in names
    ]


# -- bindings to methods of the same name --


def bound(name: str, run: str = "") -> Binding:
    """The binding of an action to the method of its name.

    Args:
        name: id in the table.
        run: Textual's action to run, if it is not the method of that name.
    """
    known = ACTION[name]
    return Binding(
        ",".join(known.keys),
        run or method(name),
        known.title,
        show=False,
        id=name,
        tooltip=known.help,
    )

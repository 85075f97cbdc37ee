"""Keys from the table of actions, for whatever takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from zopa_tui.ui.actions import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ACTION", "MOVES", "bindings", "method"]

ACTION = {each.id: each for each in ACTIONS}
"""The table by id."""
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
"""What moving is called in lists and trees."""


def method(name: str) -> str:
    """The action that Textual is told to run for an action of the table."""
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
        to: actions that are called differently where the keys are taken.
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

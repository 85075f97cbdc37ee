"""Keys of the table of actions, for the methods that take them."""

from __future__ import annotations

from textual.binding import Binding

from zopa_tui.actions import ACTIONS

__all__ = ["bound"]

KNOWN = {each.id: each for each in ACTIONS}


def bound(name: str, action: str, *, show: bool = False) -> Binding:
    """The keys of an action of the table, for a method."""
    known = KNOWN[name]
    return Binding(
        ",".join(known.keys), action, known.title, show=show, id=name, tooltip=known.help
    )

"""Keys of the table of actions, for the methods that take them."""

from __future__ import annotations

from textual.binding import Binding

from zopa_tui.bindings import ACTION, method

__all__ = ["bound"]


def bound(name: str, run: str = "") -> Binding:
    """The keys of an action, for the method of its name.

    Args:
        name: in the table.
        run: what Textual is told to run, where it is not the method of that name.
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

"""Keys of the table of actions, for the methods that take them."""

from __future__ import annotations

from textual.binding import Binding

from zopa_tui.bindings import ACTION, method

__all__ = ["bound"]


def bound(
    name: str, run: str = "", *, keys: str = "", title: str = "", what: str = ""
) -> Binding:
    """The keys of an action, for the method of its name.

    Args:
        name: in the table.
        run: what Textual is told to run, where it is not the method of that name.
        keys: of an action that is not in the table.
        title: of such an action.
        what: it does, in a sentence.
    """
    known = ACTION.get(name)
    return Binding(
        ",".join(known.keys) if known is not None else keys,
        run or method(name),
        known.title if known is not None else title,
        show=False,
        id=name,
        tooltip=known.help if known is not None else what,
    )

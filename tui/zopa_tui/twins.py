"""The command that gives the answer on the screen."""

from __future__ import annotations

import shlex
import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.context import Context
    from zopa_tui.actions import Action
    from zopa_tui.drafts import Draft

__all__ = ["command", "supposed", "suppositions", "waived"]


def command(
    action: Action, values: Mapping[str, str], draft: Draft | None = None
) -> str | None:
    """The command that gives the same answer; None where there is none, or a value lacks.

    Args:
        action: what was done.
        values: for the names in its twin; quoted for a shell where they have to be.
        draft: whose suppositions to state.
    """
    names = [name for _, name, _, _ in string.Formatter().parse(action.twin) if name]
    if not action.twin or any(name not in values for name in names):
        return None
    said = action.twin.format_map({name: shlex.quote(values[name]) for name in names})
    return " ".join((said, *(suppositions(draft) if draft is not None else ())))


def suppositions(draft: Draft) -> tuple[str, ...]:
    """The flags that make a command suppose what the draft supposes."""
    flags: list[str] = []
    if draft.as_of is not None:
        flags += ("--as-of", draft.as_of.isoformat())
    if draft.hold is not None:
        flags += ("--hold", ",".join(draft.hold))
    if draft.table is not None:
        flags += ("--parties", ",".join(draft.table))
    for position, reading in draft.readings.items():
        flags += ("--reading", f"{position}={reading}")
    for waiver in draft.waivers:
        flags += ("--waive", str(waiver.position))
    return tuple(map(shlex.quote, flags))


def supposed(context: Context) -> tuple[str, ...]:
    """The flags that state a whole context, for a command about another draft, or none."""
    flags = ["--as-of", context.as_of.isoformat(), "--hold", ",".join(context.hold)]
    flags += ("--parties", ",".join(context.table)) if context.table else ()
    for position, reading in context.readings.items():
        flags += ("--reading", f"{position}={reading}")
    return tuple(map(shlex.quote, flags))


def waived(context: Context) -> tuple[str, ...]:
    """The flags that waive what acts in a context."""
    return tuple(
        flag for each in context.waivers for flag in ("--waive", shlex.quote(each.position))
    )

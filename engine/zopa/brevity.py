"""Values in one line, for those who look at them in a notebook or a debugger."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

__all__ = ["InShort"]

LONGEST = 60
"""Characters of a field that is shown as it is."""


class InShort:
    """Shows the fields of a dataclass, of large ones only how much they hold.

    The dataclass must be made with `repr=False`.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        fields = dataclasses.fields(self)  # type: ignore[arg-type]  # only dataclasses have it
        told = ", ".join(f"{each.name}={_short(getattr(self, each.name))}" for each in fields)
        return f"{type(self).__name__}({told})"


def _short(value: Any) -> str:  # noqa: ANN401  # whatever a field holds
    if isinstance(value, Mapping | Sequence | AbstractSet) and not isinstance(value, str):
        text = repr(value) if len(value) < LONGEST else ""
        several = f"<{len(value):,} of them>" if len(value) != 1 else "<one>"
        return text if 0 < len(text) <= LONGEST else several
    text = repr(value)
    if isinstance(value, str):
        return text if len(text) <= LONGEST else repr(f"{value[: LONGEST // 2]}…")
    if len(text) <= LONGEST and "\n" not in text:
        return text
    name = getattr(value, "id", None)
    return (
        f"<{type(value).__name__} {name!r}>"
        if isinstance(name, str)
        else f"<{type(value).__name__}>"
    )

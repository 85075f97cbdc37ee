"""Short form of values for a notebook or a debugger, in one line."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Any

__all__ = ["LONG", "InShort", "digits", "power"]

LONGEST = 60
"""Maximum characters of a field that is shown in full."""
LONG = 10**LONGEST
"""Numbers from here on are shown as powers."""


def digits(number: int) -> str:
    """All digits of a number of any length; Python alone writes at most 4,300."""
    return f"{Decimal(number):f}"


def power(number: int) -> int:
    """The power of ten of a number above zero: its number of digits minus one."""
    # Not by counting digits: for a decimal with thousands of them, that takes a millisecond.
    found = int((number.bit_length() - 1) * math.log10(2))
    while number >= 10 ** (found + 1):
        found += 1
    while number < 10**found:
        found -= 1
    return found


class InShort:
    """Base of dataclasses with a short `repr`: large fields show only their size.

    The dataclass must be made with `repr=False`.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        fields = dataclasses.fields(self)  # type: ignore[arg-type]  # only dataclasses have it
        told = ", ".join(f"{each.name}={_short(getattr(self, each.name))}" for each in fields)
        return f"{type(self).__name__}({told})"


def _short(value: Any) -> str:  # noqa: ANN401  # whatever a field holds
    if isinstance(value, Mapping | Sequence | AbstractSet) and not isinstance(value, str):
        text = _whole(value) if len(value) < LONGEST else ""
        several = f"<{len(value):,} of them>" if len(value) != 1 else "<one>"
        return text if 0 < len(text) <= LONGEST else several
    if isinstance(value, int) and abs(value) >= LONG:
        return f"<int of {power(abs(value)) + 1:,} digits>"
    text = _whole(value)
    if isinstance(value, str):
        return text if len(text) <= LONGEST else repr(f"{value[: LONGEST // 2]}…")
    if 0 < len(text) <= LONGEST and "\n" not in text:
        return text
    name = getattr(value, "id", None)
    return (
        f"<{type(value).__name__} {name!r}>"
        if isinstance(name, str)
        else f"<{type(value).__name__}>"
    )


def _whole(value: object) -> str:
    """The form that Python shows; empty if it has a number that Python does not write out."""
    try:
        return repr(value)
    except ValueError:
        return ""

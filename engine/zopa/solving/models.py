"""Models of a solver, cached as bit sets."""

from __future__ import annotations

import struct
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

__all__ = ["Models"]

TRUE_BITS = bytes(49 if sign < 128 else 48 for sign in range(256))
"""Digit of a variable by the highest byte of its literal: 1 if the variable is true."""
FALSE_BITS = bytes(48 if sign < 128 else 49 for sign in range(256))


class Models:
    """The last models of a solver: two bits for each variable, where a set takes 100 bytes."""

    def __init__(self, most: int) -> None:
        self._all: deque[tuple[int, int]] = deque(maxlen=most)
        """The true and the false variables of each model, as bit sets."""

    def __len__(self) -> int:
        return len(self._all)

    def add(self, model: Sequence[int]) -> None:
        """Add a model: a literal for each variable, in order, from variable 1."""
        signs = struct.pack(f"<{len(model)}i", *model)[:2:-4]
        true, false = signs.translate(TRUE_BITS), signs.translate(FALSE_BITS)
        self._all.append((int(true + b"0", 2), int(false + b"0", 2)))

    def clear(self) -> None:
        """Forget all models."""
        self._all.clear()

    def unseen(self, wanted: Collection[int], facts: Iterable[int]) -> set[int]:
        """Return the literals that are true in no model that has all of the facts."""
        positive, negative = _bits(facts)
        true = false = 0
        for yes, no in self._all:
            if not (positive & ~yes or negative & ~no):
                true |= yes
                false |= no
        if not true | false:
            return set(wanted)
        # A literal is an index of its digit, from either end.
        width = max(true.bit_length(), false.bit_length(), 1 + max(map(abs, wanted), default=0))
        digits = f"{true:0{width}b}"[::-1] + f"{false >> 1:0{width}b}"
        return {literal for literal in wanted if digits[literal] == "0"}


def _bits(literals: Iterable[int]) -> tuple[int, int]:
    """Return the variables of the positive and of the negative literals, as bit sets."""
    positive = negative = 0
    for literal in literals:
        if literal > 0:
            positive |= 1 << literal
        else:
            negative |= 1 << -literal
    return positive, negative

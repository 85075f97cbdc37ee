"""Minimal reasons: the least that is enough to make something impossible."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["minimal"]

T = TypeVar("T")


def minimal(parts: Sequence[T], enough: Callable[[Sequence[T]], bool]) -> tuple[T, ...]:
    """A subset that is enough, and of which every proper subset is not.

    The empty set and single parts are tried first, so that the simplest reason
    is given where there is one; else the parts are dropped one by one. The
    answer depends on the order of the parts and on nothing else.

    Args:
        parts: enough together, in the order in which they should be kept.
        enough: monotone: what is enough stays so when something is added.

    Returns:
        The subset, in the order of `parts`. At most 2 × len(parts) + 1 calls.

    Source:
        Deletion: Chinneck and Dravnieks, "Locating minimal infeasible
        constraint sets in linear programs", 1991.
    """
    if enough(()):
        return ()
    for part in parts:
        if enough((part,)):
            return (part,)
    kept = list(parts)
    for part in reversed(parts):
        fewer = [each for each in kept if each is not part]
        if enough(fewer):
            kept = fewer
    return tuple(kept)

"""The values that an attribute or a parameter may have, and words that stand for some."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["SILENT", "UNLIMITED", "allows"]

UNLIMITED = "unlimited"
"""The value above every number."""
SILENT = "silent"
"""How a draft says that it has none of an issue's terms."""


def allows(
    value: object,
    kind: str,
    values: Container[str],
    bounds: tuple[int | None, int | None],
    *,
    unlimited: bool,
) -> bool:
    """Whether a declaration allows a value.

    Args:
        value: as a file has it.
        kind: `enum`, `boolean` or `integer`.
        values: of an enum.
        bounds: the least and the greatest of the integers.
        unlimited: whether there may be no bound.
    """
    if kind == "enum":
        return isinstance(value, str) and value in values
    if kind == "boolean":
        return isinstance(value, bool)
    if isinstance(value, str):
        return unlimited and value == UNLIMITED
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    least, most = bounds
    return (least is None or value >= least) and (most is None or value <= most)

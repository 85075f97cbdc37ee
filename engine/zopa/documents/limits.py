"""How much a file may hold before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from zopa.files.layout import LARGEST, MOST_VALUES

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold; the defaults are those of YAML profile 1, section 2.

    Size and number of values can be raised by the environment, see `zopa.files.layout`.
    """

    file_size: int = LARGEST
    """Bytes."""
    line_length: int = 16_384
    """Characters, the line break not counted."""
    depth: int = 32
    """Collections inside each other; the root counts as one."""
    nodes: int = MOST_VALUES
    """Keys, values and collections."""
    scalar: int = 65_536
    """Characters of one text."""
    key: int = 128
    """Characters of one key."""
    integer_digits: int = 16
    decimal_digits: int = 34

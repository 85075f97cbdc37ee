"""Where the files that come with zopa lie, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["PACKAGE", "shipped"]

PACKAGE = Path(__file__).resolve().parent
"""Where zopa is installed; nothing is ever written there."""


def shipped(name: str) -> Path:
    """The folder `schema`, `terms` or `scenarios`.

    Raises:
        FileNotFoundError: this installation lacks it.
    """
    places = (PACKAGE / "_shipped" / name, PACKAGE.parent.parent / name)
    for place in places:
        if place.is_dir():
            return place
    msg = f"zopa is not installed whole: no folder {name!r} at {' or '.join(map(str, places))}"
    raise FileNotFoundError(msg)

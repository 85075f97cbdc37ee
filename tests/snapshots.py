"""Snapshots: compare bytes with a file that was reviewed once."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["same_bytes"]

FOLDER = Path(__file__).with_name("snapshots")


def same_bytes(name: str, text: str) -> None:
    """Compare `text` with the bytes of a file in `snapshots/`.

    With `ZOPA_UPDATE_SNAPSHOTS=1`, the file is written instead. Review the difference
    before you keep it.
    """
    file = FOLDER / name
    if os.environ.get("ZOPA_UPDATE_SNAPSHOTS") == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    assert file.exists(), f"no snapshot {name}: run once with ZOPA_UPDATE_SNAPSHOTS=1"
    assert text == file.read_bytes().decode()

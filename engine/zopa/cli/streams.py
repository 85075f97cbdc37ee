"""The two streams of text that a command writes to."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["complain", "let_go", "take_streams"]


def take_streams() -> None:
    """Make both streams take every text, also where the caller closed them."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # to the end
            setattr(sys, name, nowhere)
        reconfigure = getattr(getattr(sys, name), "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def let_go(stream: TextIO) -> None:
    """Send what is left for a stream nowhere, so that Python's end does not fail on it."""
    with suppress(OSError, ValueError):  # one that is no file has nothing left
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def complain(*lines: str) -> None:
    """Say it on stderr, if that can be written to."""
    try:
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        sys.stderr.flush()
    except OSError:
        let_go(sys.stderr)

"""Functions for the tests of `zopa.solving` that another process imports."""

from __future__ import annotations

import importlib
import os
import time


def doubled(number: int) -> int:
    """The result that a process keeps."""
    return 2 * number


def plus(kept: int, number: int) -> int:
    """Add a number to the kept one."""
    return kept + number


def process(kept: int, _: None) -> int:
    """The id of the process."""
    del kept
    return os.getpid()


def endless(kept: int, seconds: float) -> int:
    """Work that never checks for a stop."""
    time.sleep(seconds)
    return kept


def greedy(kept: int, size: int) -> int:
    """Work that exceeds the memory limit."""
    return kept + len(bytearray(size))


def wrong(kept: int, _: None) -> int:
    """Work that raises an error."""
    message = f"no {kept}"
    raise ValueError(message)


def killed(kept: int, _: None) -> int:
    """Work that kills its process."""
    os._exit(kept)


class Unreadable:
    """An object that can be sent but not received."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """Refer to a module that does not exist."""
        return importlib.import_module, ("zopa.no_such_module",)

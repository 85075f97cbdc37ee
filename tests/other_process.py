"""Work for the tests of `zopa.solving.process`: what another process can import."""

from __future__ import annotations

import importlib
import os
import time


def doubled(number: int) -> int:
    """What a process keeps."""
    return 2 * number


def plus(kept: int, number: int) -> int:
    """Work on it."""
    return kept + number


def process(kept: int, _: None) -> int:
    """In which process it is."""
    del kept
    return os.getpid()


def endless(kept: int, seconds: float) -> int:
    """Work that looks at nothing until it is done."""
    time.sleep(seconds)
    return kept


def greedy(kept: int, size: int) -> int:
    """Work that has no room."""
    return kept + len(bytearray(size))


def wrong(kept: int, _: None) -> int:
    """Work with a fault."""
    message = f"no {kept}"
    raise ValueError(message)


def killed(kept: int, _: None) -> int:
    """Work in a process that is lost."""
    os._exit(kept)


class Unreadable:
    """What can be sent and not be read."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """Name a module that does not exist."""
        return importlib.import_module, ("zopa.no_such_module",)

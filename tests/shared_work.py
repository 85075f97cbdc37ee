"""Work for the tests of sharing; a process that is spawned imports it."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["endless", "failed", "killed", "large", "squares"]


def squares(task: int, numbers: Iterable[int]) -> list[int]:
    """Work that says whose it is."""
    return [task + number * number for number in numbers]


def killed(task: int, numbers: Iterable[int]) -> list[int]:
    """Work during which every process but the first is killed."""
    if os.getpid() != task:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(numbers)


def failed(task: int, numbers: Iterable[int]) -> list[int]:
    """Work that has a fault in every process but the first."""
    if os.getpid() != task:
        raise LookupError
    return list(numbers)


def endless(task: int, numbers: Iterable[int]) -> list[int]:
    """Work that does not end by itself."""
    time.sleep(600)
    return list(numbers)


def large(task: int, numbers: Iterable[int]) -> list[str]:
    """Work whose result is more than a pipe holds."""
    return ["x" * task for _ in numbers]

"""Functions for the tests of parallel work that a new process imports."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["endless", "failed", "killed", "large", "squares"]


def squares(task: int, numbers: Iterable[int]) -> list[int]:
    """Work whose result has the number of the task."""
    return [task + number * number for number in numbers]


def killed(task: int, numbers: Iterable[int]) -> list[int]:
    """Work that kills every process but the first."""
    if os.getpid() != task:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(numbers)


def failed(task: int, numbers: Iterable[int]) -> list[int]:
    """Work that fails in every process but the first."""
    if os.getpid() != task:
        raise LookupError
    return list(numbers)


def endless(task: int, numbers: Iterable[int]) -> list[int]:
    """Work that never ends."""
    time.sleep(600)
    return list(numbers)


def large(task: int, numbers: Iterable[int]) -> list[str]:
    """Work with a result larger than the buffer of a pipe."""
    return ["x" * task for _ in numbers]

"""Division of work among processes; the answer does not depend on their number."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["LEAST", "WorkerLostError", "fitting", "share"]

T = TypeVar("T")
R = TypeVar("R")

LEAST = 1_000
"""Number of scenarios for which another process pays, see docs/benchmarks.md."""
MOST = 8
"""Largest number of processes."""


class WorkerLostError(Exception):
    """A process ended before its work was done."""


def fitting(count: int) -> int:
    """Return the number of processes for this many scenarios."""
    return max(1, min(count // LEAST, _processors(), MOST))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share(
    work: Callable[[T, Iterable[int]], list[R]],
    task: T,
    count: int,
    jobs: int,
    *,
    method: Literal["fork", "spawn"] | None = None,
) -> list[R]:
    """Do the parts of a task, from 0 to `count`, in several processes.

    They end with this process, also if it is interrupted or killed.

    Args:
        work: does some parts, in their order; defined at the top level of a module.
        task: shared input; copied by pickle if processes are not forked.
        count: number of parts.
        jobs: number of processes.
        method: start method; by default fork on Linux, else spawn.

    Returns:
        The results in the order of the parts, for any number of processes.

    Raises:
        WorkerLostError: a process was killed.
    """
    # Slow to import, and most work is not shared.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    name = method or ("fork" if sys.platform == "linux" else "spawn")
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context(name),
        initializer=_begin,
        initargs=(work, task),
    )
    shares = [range(first, count, jobs) for first in range(jobs)]
    gc.freeze()  # present objects are neither scanned nor copied by the children
    try:
        with _uninterrupted():
            futures = [pool.submit(_do, numbers) for numbers in shares]
        results = [each.result() for each in futures]
    except BaseException as error:
        for worker in set(multiprocessing.active_children()) - before:
            worker.terminate()
        if isinstance(error, BrokenProcessPool):
            message = "a process that did a part of the work ended before it was done"
            raise WorkerLostError(message) from None
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()
    done: dict[int, R] = {}
    for numbers, found in zip(shares, results, strict=True):
        done.update(zip(numbers, found, strict=True))
    return [done[number] for number in range(count)]


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Delay interrupts while processes are started; in between, one would be lost."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_given: list[tuple[Callable[[Any, Iterable[int]], list[Any]], Any]] = []
"""Work and task, set in a worker process."""


def _begin(work: Callable[[T, Iterable[int]], list[R]], task: T) -> None:
    import multiprocessing
    import signal
    import threading
    from multiprocessing.connection import wait

    # The parent handles interrupts; this process ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _given[:] = [(work, task)]
    parent = multiprocessing.parent_process()
    if parent is not None:

        def end_with_parent() -> None:
            wait([parent.sentinel])
            os._exit(1)

        threading.Thread(target=end_with_parent, daemon=True).start()


def _do(numbers: Iterable[int]) -> list[Any]:
    ((work, task),) = _given
    return work(task, numbers)

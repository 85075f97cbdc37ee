"""Work that is shared out among processes; the answer is the same for any number of them."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import TYPE_CHECKING, Literal, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext, SpawnProcess

__all__ = ["LEAST", "WorkerLostError", "fitting", "share"]

T = TypeVar("T")
R = TypeVar("R")

LEAST = 1_000
"""Scenarios for which another process pays, as docs/benchmarks.md has it."""
MOST = 8


class WorkerLostError(Exception):
    """A process ended before its work was done."""


def fitting(count: int) -> int:
    """How many processes, this one among them, so many scenarios are worth."""
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

    This process does its share too. The others end with it, also when it is
    interrupted.

    Args:
        work: does some parts, in their order; defined at the top of a module.
        task: what all parts need; copied by pickle where processes are not forked.
        count: how many parts there are.
        jobs: among how many processes, this one included.
        method: how processes are started; by default forked on Linux, else spawned.

    Returns:
        The results in the order of the parts, whatever the number of processes.

    Raises:
        WorkerLostError: a process was killed.
    """
    import multiprocessing

    forked = sys.platform == "linux"
    name: Literal["fork", "spawn"] = method or ("fork" if forked else "spawn")
    context = cast("SpawnContext", multiprocessing.get_context(name))  # or its like
    shares = [range(first, count, jobs) for first in range(jobs)]
    gc.freeze()  # what is here already is not looked through, and not copied, by the others
    try:
        with _started(context, work, task, shares[1:]) as workers:
            results = [work(task, shares[0])]
            results += [_result(*each) for each in workers]
    finally:
        gc.unfreeze()
    done: list[R | None] = [None] * count
    for numbers, found in zip(shares, results, strict=True):
        done[numbers.start :: jobs] = found
    return done  # type: ignore[return-value]  # every place has been filled


@contextlib.contextmanager
def _started(
    context: SpawnContext,
    work: Callable[[T, Iterable[int]], list[R]],
    task: T,
    shares: list[range],
) -> Iterator[list[tuple[SpawnProcess, Connection]]]:
    """Processes that do the shares; none is left in the end."""
    workers: list[tuple[SpawnProcess, Connection]] = []
    try:
        for numbers in shares:
            mine, its = context.Pipe(duplex=False)
            arguments = (its, work, task, numbers)
            worker = context.Process(target=_work, args=arguments, daemon=True)
            with _uninterrupted():
                worker.start()
                workers.append((worker, mine))
            its.close()
        yield workers
    finally:
        for worker, mine in workers:
            mine.close()
            worker.terminate()
        for worker, _ in workers:
            worker.join()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let interrupts wait: one between a fork and our knowing of it would leave a process."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(
    answer: Connection, work: Callable[[T, Iterable[int]], list[R]], task: T, numbers: range
) -> None:
    """In another process: do a share, and say what came of it."""
    import signal

    # An interrupt is for the process that can say so; this one ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(BrokenPipeError):
        answer.send(work(task, numbers))


def _result(worker: SpawnProcess, answer: Connection) -> list[R]:
    try:
        found: list[R] = answer.recv()
    except (EOFError, OSError):
        worker.join()
        code = worker.exitcode or 0
        why = f"signal {-code}" if code < 0 else f"exit code {code}"
        message = f"a process that did a part of the work ended before it was done ({why})"
        raise WorkerLostError(message) from None
    return found

"""All checks of a workspace, with ignore comments; of large ones, in several processes."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from zopa.diagnostics import RULES_CONTRADICT, Severity, in_order
from zopa.validation.suppressions import Silenced, as_configured, silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from zopa.diagnostics import Diagnostic
    from zopa.model.corpus import Corpus, Scenario
    from zopa.solving import Stop
    from zopa.solving.space import Space
    from zopa.workspace import Workspace

__all__ = [
    "LEAST",
    "Solved",
    "Solving",
    "WorkerLostError",
    "fitting",
    "possible_to_keep",
    "reported",
    "share",
    "validated",
]


class Solving(Protocol):
    """Checks that need the solver, for a corpus without errors."""

    def of_terms(self) -> list[Diagnostic]:
        """Return the findings of the corpus.

        Raises:
            Stopped: it was cancelled first.
        """

    def of_draft(self, scenario: Scenario) -> list[Diagnostic]:
        """Return the findings of a draft without errors, if an agreement exists.

        Raises:
            Stopped: it was cancelled first.
        """


class Solved:
    """Checks by the solver; the corpus is compiled on first use."""

    def __init__(
        self, corpus: Corpus, stop: Stop | None = None, *, space: Space | None = None
    ) -> None:
        """Prepare the checks.

        Args:
            corpus: the terms, without errors.
            stop: cancels the checks.
            space: the compiled corpus, if there is one.
        """
        self.corpus = corpus
        self.stop = stop
        self._compiled = space

    @cached_property
    def _space(self) -> Space:
        from zopa.solving.problem import Problem
        from zopa.solving.space import Space

        return Space(Problem(self.corpus)) if self._compiled is None else self._compiled

    @property
    def space(self) -> Space:
        """Compiled corpus."""
        self._space.stop = self.stop
        return self._space

    def of_terms(self) -> list[Diagnostic]:
        """Return the findings of the corpus."""
        from zopa.questions.soundness import check_soundness

        return list(check_soundness(self.space))

    def keeps_rules(self, scenario: Scenario) -> bool:
        """Return True if the draft is consistent."""
        from zopa.questions.soundness import coherent, meant_incoherent

        return meant_incoherent(scenario) or coherent(self.space, scenario)

    def of_draft(self, scenario: Scenario) -> list[Diagnostic]:
        """Return the findings of a draft."""
        from zopa.questions.soundness import check_draft

        return list(check_draft(self.space, scenario))


def possible_to_keep(findings: Iterable[Diagnostic]) -> bool:
    """Return True if an agreement exists, by the findings of terms without errors."""
    return all(each.code != RULES_CONTRADICT.code for each in findings)


def validated(
    workspace: Workspace, *, stop: Stop | None = None, solving: Solving | None = None
) -> list[Diagnostic]:
    """Return all findings.

    Args:
        workspace: the loaded workspace.
        stop: cancels the checks.
        solving: checks that need the solver, possibly cached.

    Raises:
        Stopped: it was cancelled first.
    """
    findings = list(workspace.diagnostics)
    if not workspace.sound:
        return in_order(findings)
    solving = solving or Solved(workspace.corpus, stop)
    findings += solving.of_terms()
    if possible_to_keep(findings):
        wrong = {
            each.span.path
            for each in workspace.diagnostics
            if each.span and each.severity == Severity.ERROR
        }
        for scenario in workspace.scenarios.values():
            if scenario.path not in wrong:
                findings += solving.of_draft(scenario)
    return in_order(findings)


def reported(
    workspace: Workspace, *, stop: Stop | None = None, solving: Solving | None = None
) -> Silenced:
    """Return the findings that comments and settings leave; baselines are not used.

    Raises:
        Stopped: it was cancelled first.
    """
    findings = validated(workspace, stop=stop, solving=solving)
    judged = workspace.sound and possible_to_keep(findings)
    found = silence(findings, workspace.documents, judged=judged)
    return as_configured(found, workspace.configuration)


# Division among processes; the answer does not depend on their number

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

"""Work among processes: the same order, an honest end, and nobody left behind."""

from __future__ import annotations

import os
import time
from multiprocessing import active_children
from typing import TYPE_CHECKING, Literal

import pytest

from shared_work import failed, interrupted, killed, large, squares
from zopa import sharing
from zopa.sharing import WorkerLostError, fitting, share

if TYPE_CHECKING:
    from pathlib import Path

METHODS = pytest.mark.parametrize("method", ["fork", "spawn"])
Method = Literal["fork", "spawn"]


@METHODS
@pytest.mark.parametrize("jobs", [1, 2, 3, 8])
@pytest.mark.parametrize("count", [8, 17])
def test_results_come_in_the_order_of_the_parts(method: Method, jobs: int, count: int) -> None:
    """Whoever did them."""
    if method == "spawn" and jobs == 8:
        pytest.skip("as with 3, and slow")
    assert share(squares, 5, count, jobs, method=method) == [5 + n * n for n in range(count)]


def test_large_results_do_not_get_stuck() -> None:
    """They are read while they are written."""
    assert share(large, 100_000, 8, 3) == ["x" * 100_000] * 8


@METHODS
def test_a_killed_process_is_an_error_that_says_so(method: Method) -> None:
    """Not a wait without end, and not an answer without its part."""
    with pytest.raises(WorkerLostError, match="signal 9"):
        share(killed, os.getpid(), 8, 3, method=method)
    assert not active_children()


def test_a_fault_elsewhere_is_an_error_too() -> None:
    """With the exit code, for lack of more."""
    with pytest.raises(WorkerLostError, match="exit code 1"):
        share(failed, os.getpid(), 8, 2)
    assert not active_children()


def test_an_interrupt_ends_all_processes() -> None:
    """At once."""
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        share(interrupted, os.getpid(), 8, 3)

    assert not active_children()
    assert time.monotonic() - begun < 60


def test_few_parts_are_not_shared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """To start a process costs more than it saves; and there are only so many processors."""
    monkeypatch.setattr(sharing, "_processors", lambda: 4)

    least = sharing.LEAST
    assert [fitting(each) for each in (0, 1, 2 * least - 1, 2 * least, 100 * least)] == [
        1,
        1,
        1,
        2,
        4,
    ]
    monkeypatch.setattr(sharing, "_processors", lambda: 64)
    assert fitting(100 * least) == sharing.MOST

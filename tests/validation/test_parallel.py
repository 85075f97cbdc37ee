"""Parallel work: stable order, reported failures, and no process left over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import active_children
from pathlib import Path
from typing import Literal

import pytest

from shared_work import endless, failed, killed, large, squares
from zopa import validation
from zopa.validation import WorkerLostError, fitting, share

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
    with pytest.raises(WorkerLostError, match="ended before it was done"):
        share(killed, os.getpid(), 8, 3, method=method)
    assert not active_children()


def test_a_fault_elsewhere_is_the_same_fault_here() -> None:
    """Nothing of it is lost on the way."""
    with pytest.raises(LookupError):
        share(failed, os.getpid(), 8, 2)
    assert not active_children()


def test_an_interrupt_ends_all_processes() -> None:
    """At once."""
    # A shell starts what runs in its background with interrupts ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    begun = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            share(endless, 0, 8, 3)
    finally:
        signal.signal(signal.SIGINT, before)
    assert not active_children()
    assert time.monotonic() - begun < 60


@METHODS
def test_processes_end_with_one_that_is_killed(method: Method) -> None:
    """They would wait for its next word for ever."""
    code = (
        "import multiprocessing, threading, time\n"
        "from shared_work import endless\n"
        "from zopa.validation import share\n"
        "if __name__ == '__main__':\n"
        f"    work = lambda: share(endless, 0, 8, 2, method={method!r})\n"
        "    threading.Thread(target=work, daemon=True).start()\n"
        "    while len(found := multiprocessing.active_children()) < 2:\n"
        "        time.sleep(0.01)\n"
        "    time.sleep(0.5)\n"
        "    print(*(each.pid for each in found), flush=True)\n"
        "    time.sleep(600)\n"
    )
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environ, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        workers = [int(each) for each in process.stdout.readline().split()]
        process.kill()
    assert len(workers) == 2
    deadline = time.monotonic() + 60
    while any(map(_alive, workers)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _alive(pid: int) -> bool:
    try:
        said = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return said.rpartition(")")[2].split()[0] != "Z"


def test_few_parts_are_not_shared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """To start a process costs more than it saves; and there are only so many processors."""
    monkeypatch.setattr(validation, "_processors", lambda: 4)

    least = validation.LEAST
    assert [fitting(each) for each in (0, 1, 2 * least - 1, 2 * least, 100 * least)] == [
        1,
        1,
        1,
        2,
        4,
    ]
    monkeypatch.setattr(validation, "_processors", lambda: 64)
    assert fitting(100 * least) == validation.MOST

"""Rows a second of `zopa.batch`: here, on processes, on a cluster of Dask; cost of a row.

python benchmarks/batches.py [ROWS]
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import zopa
from zopa.batching import Task, batch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor

ROOT = Path(__file__).parents[1]
DAYS = ("2025-08-15", "2025-08-17", "2025-08-18", "2025-08-24")


def tasks(number: int) -> list[Task]:
    """So many checks of the drafts of the shipped corpus, on several days."""
    drafts = list(zopa.load(ROOT).scenarios)
    every = [Task(str(ROOT), draft, as_of=day) for day in DAYS for draft in drafts]
    return [every[place % len(every)] for place in range(number)]


def measure(name: str, every: Sequence[Task], executor: Executor | None) -> None:
    """Ask each worker once, so that all have loaded the files, then all of them."""
    list(batch(every[:40], executor=executor))
    start = time.perf_counter()
    rows = list(batch(every, executor=executor))
    took = time.perf_counter() - start
    failed = sum(row["status"] == "failed" for row in rows)
    print(
        f"{name:28} {len(rows) / took:8,.0f} rows/s  {took / len(rows) * 1e3:6.2f} ms a row",
        end="",
    )
    print(f"  {failed} failed" if failed else "")


def main() -> None:
    """All of them, one after the other."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    every = tasks(number)
    workspace = zopa.load(ROOT)
    for task in every[:40]:
        zopa.ask(workspace, task.scenario, as_of=task.as_of).check()
    start = time.perf_counter()
    for task in every:
        zopa.ask(workspace, task.scenario, as_of=task.as_of).check()
    took = time.perf_counter() - start
    each = f"{number / took:8,.0f} calls/s {took / number * 1e3:5.2f} ms a call"
    print(f"{'call of the library':28} {each}")
    measure("batch in this process", every, None)
    for jobs in (1, 2):
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            measure(f"{jobs} process{'es' if jobs > 1 else ''}", every, pool)
    try:
        from distributed import Client, LocalCluster
    except ModuleNotFoundError:
        return
    with ExitStack() as stack:
        cluster = stack.enter_context(
            LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
        )
        client = stack.enter_context(Client(cluster))
        measure("Dask LocalCluster, 2 workers", every, client.get_executor(pure=False))


if __name__ == "__main__":
    main()

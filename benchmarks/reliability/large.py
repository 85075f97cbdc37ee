"""How long it takes to refuse files that are too large, and how much memory.

Run: python benchmarks/reliability/large.py [--megabytes 100]

In the process: from the call that reads a file to its finding. As a whole: `zopa
validate` on a new workspace, without the file and with it, its modules compiled as when
it is installed; and Python that does nothing. Medians of several runs, in milliseconds:
on the clock in the process, of processor time for whole processes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from inputs import BARGAIN

from zopa.documents import Document, read

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 15
SWITCHES = {"CI", "PYTHONDONTWRITEBYTECODE"}


def median(act: Callable[[], object]) -> float:
    """Milliseconds, the median of several runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1_000)
    return statistics.median(times)


def process(folder: Path, *arguments: str) -> tuple[float, float, int]:
    """Of Python with arguments: processor time, peak memory in megabytes, exit code."""
    surroundings = {key: each for key, each in os.environ.items() if key not in SWITCHES}
    surroundings |= {
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "ZOPA_CACHE_DIR": str(folder / "found"),
    }
    measured = []
    for _ in range(RUNS + 1):  # the first one compiles
        with subprocess.Popen(
            [sys.executable, *arguments], stdout=subprocess.DEVNULL, env=surroundings
        ) as running:
            _, status, used = os.wait4(running.pid, 0)
            running.returncode = os.waitstatus_to_exitcode(status)
        measured.append((used.ru_utime + used.ru_stime) * 1_000)
    return statistics.median(measured[1:]), used.ru_maxrss / 1_024, running.returncode


def main() -> int:
    """Print the figures; the exit code says whether each file was refused."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--megabytes", type=int, default=100)
    options = arguments.parse_args()
    size = options.megabytes * 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for each in ("terms", "scenarios"):
            shutil.copytree(BARGAIN / each, folder / each)
        print(f"load {os.getloadavg()[0]:.1f}")
        print(
            "Python that does nothing: {:.0f} ms, {:.0f} MB".format(*process(folder, "-c", ""))
        )
        asked = ("-m", "zopa", "-C", str(folder), "validate", "--quiet")
        print("without it: {:.0f} ms, {:.0f} MB, exit {}".format(*process(folder, *asked)))
        good = True
        for what, line in (("entries", b"a: 1\n"), ("one line", b"x"), ("NULs", b"\0")):
            file = folder / "scenarios" / "large.yaml"
            with file.open("wb") as stream:  # in pieces: memory of ours counts as the run's
                for _ in range(size // 100_000):
                    stream.write(line * (100_000 // len(line)))

            def refuse(file: Path = file) -> Document:
                return read(file, "scenarios/large.yaml")

            inside, document = median(refuse), refuse()
            whole, memory, code = process(folder, *asked)
            good = good and code == 1 and [x.code for x in document.diagnostics] == ["ZY101"]
            print(
                f"{options.megabytes} MB of {what}: refused in {inside:.3f} ms; whole process "
                f"{whole:.0f} ms, {memory:.0f} MB, exit {code}"
            )
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())

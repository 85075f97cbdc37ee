"""The worst files of allowed size that are known: processor time and memory of each.

Run: python benchmarks/reliability/worst.py

Each is as large as a file may be, or nearly, and full of one thing: mistakes, ignores,
conditions. `zopa validate` and `--diff` run in a process of their own, forked from one
in which zopa is imported.
"""

from __future__ import annotations

import contextlib
import io
import os
import resource
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from inputs import BARGAIN

from zopa.cli import main as zopa

SIZE: Final = 1_000_000
DRAFT: Final = "scenarios/draft.yaml"
LINES: Final = "terms/positions/buyer.yaml"
POSITION: Final = """\
positions:
  - id: at-most-ninety
    party: buyer
    kind: red-line
    strength: declared
    title: x
    since: 2025-01-01
    statements: [buyer-on-price]
    holds:
"""
EMPTY: Final = "title: x\nchoices: {}\n"
FILES: Final[dict[str, tuple[str, str, str]]] = {
    "a list of mistakes, with findings on each": (
        LINES,
        "positions:\n",
        "  - {{id: p, kind: x}}\n",
    ),
    "unknown keys": (DRAFT, EMPTY, "kex{}: 1\n"),
    "choices of unknown issues": (DRAFT, "title: x\nchoices:\n", "  k{}: price\n"),
    "choices of the wrong shape": (DRAFT, "title: x\nchoices:\n", "  k{}: [1]\n"),
    "waivers without anything": (DRAFT, f"{EMPTY}waivers:\n", "  - {{}}\n"),
    "unused ignores": (DRAFT, EMPTY, "# zopa: ignore[ZX103] x\n"),
    "ignores of nothing that is known": (DRAFT, EMPTY, "# zopa: ignore[ZX10{}] x\n"),
    "conditions side by side": (
        LINES,
        f"{POSITION}      any:\n",
        "        - {{chosen: price/fixed}}\n",
    ),
    "conditions of the wrong shape": (
        LINES,
        f"{POSITION}      any:\n",
        "        - {{chosn: price/fixed}}\n",
    ),
    "empty lines in a block text": (DRAFT, "title: x\nchoices: {}\nnote: |\n  x\n", "\n"),
    "a quote that is never closed": (DRAFT, 'title: "', "# c\n"),
}
"""Where each lies, how it begins, and what it is full of."""
MOST_NODES: Final = 90_000


def measured(folder: Path, *flags: str) -> str:
    """Processor time, peak memory and exit code of one run."""
    child = os.fork()
    if child == 0:
        with contextlib.redirect_stdout(io.StringIO()):
            os._exit(zopa(["-C", str(folder), "validate", *flags]))
    _, status, used = os.wait4(child, 0)
    seconds = used.ru_utime + used.ru_stime
    code = os.waitstatus_to_exitcode(status)
    return f"{seconds:.1f} s, {used.ru_maxrss / 1_024:.0f} MB, exit {code}"


def main() -> int:
    """Print a line for each."""
    resource.setrlimit(resource.RLIMIT_CPU, (1_200, 1_200))
    for name, (path, start, line) in FILES.items():
        with tempfile.TemporaryDirectory() as where:
            folder = Path(where) / "w"
            shutil.copytree(BARGAIN, folder)
            nodes = 3 if "{{" in line else 2 if ":" in line else 1
            count = min(SIZE // len(line), MOST_NODES // (nodes + 1))
            count = SIZE // len(line) if line[0] in "#\n" else count
            text = start + "".join(line.format(number) for number in range(count))
            (folder / path).write_text(text, encoding="utf-8")
            plain, diff = measured(folder), measured(folder, "--diff")
            print(f"{name} ({len(text):,} bytes): {plain}; --diff {diff}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

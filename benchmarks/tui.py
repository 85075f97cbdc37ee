"""The terminal interface: its start, its keys, its memory; beside a bare Textual app.

Run: python benchmarks/tui.py [--runs 9]

Everything runs in a real pseudo-terminal of 140 by 45, as a process of its own, in
turn with the bare app. Times by the wall clock are what a user waits for on a machine
as busy as this one; processor time is the work, which carries over to others.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import textual
from painting import Moment, Painting
from tenfold import tenfold
from timing import machine, number

import zopa
import zopa_tui
from zopa.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SIZE = (140, 45)
SMALL = (80, 24)
BARE = """
from textual.app import App
from textual.widgets import Label

class Bare(App):
    def compose(self):
        yield Label("bare textual")

Bare().run()
"""
SCENARIO = "alaska-exchange"
COMPLETE = "Why · What becomes"
DOWN = "\x1b[B"
STEPS = 12


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=9)
    runs = options.parse_args().runs
    for package in (textual, zopa, zopa_tui):
        # As pip leaves an installation; without, each start compiles all of it.
        compileall.compile_dir(Path(str(package.__file__)).parent, quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        state = {"XDG_STATE_HOME": f"{folder}/state"}
        large = tenfold(Path(folder) / "tenfold")
        roots = {"shipped": shipped("terms").parent, "ten times": large}
        print(machine(), end="\n\n")
        _starts(roots, runs, state)
        _keys(roots, runs, state)
        print(f"load at the end {os.getloadavg()[0]:.1f}")


def _starts(roots: Mapping[str, Path], runs: int, state: dict[str, str]) -> None:
    """From the start of the process to what is painted."""
    found: defaultdict[str, list[Moment]] = defaultdict(list)
    memory: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(runs):
        bare = Painting([sys.executable, "-c", BARE], SIZE, state)
        found["bare Textual: painted"].append(bare.until("bare textual"))
        memory["bare Textual"].append(bare.memory)
        bare.end()
        for name, root in roots.items():
            run = _zopa(root, SIZE, state)
            found[f"{name}: first picture"].append(run.until("reading"))
            found[f"{name}: complete"].append(run.until(COMPLETE))
            run.settled()
            memory[name].append(run.memory)
            run.end()
    base = statistics.median(each.work for each in found["bare Textual: painted"])
    print("| from the start | ms | processor, ms | times bare Textual |")
    print("| --- | ---: | ---: | ---: |")
    for name, moments in found.items():
        wall, work = _medians(moments)
        print(f"| {name} | {number(wall)} | {number(work)} | {work / base:.1f} |")
    print("\n| memory | MB |\n| --- | ---: |")
    for name, each in memory.items():
        print(f"| {name} | {number(statistics.median(each))} |")
    print()


def _keys(roots: Mapping[str, Path], runs: int, state: dict[str, str]) -> None:
    """From a key to the last byte that it leads to."""
    print("| key | ms | processor, ms | bytes | most bytes |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, root in roots.items():
        for size in (SMALL, SIZE):
            measured: defaultdict[str, list[tuple[Moment, int]]] = defaultdict(list)
            for _ in range(max(1, runs // 3)):
                for what, moment, painted in _pressed(root, size, state):
                    measured[what].append((moment, painted))
            for what, each in measured.items():
                wall, work = _medians([moment for moment, _ in each])
                sizes = [painted for _, painted in each]
                row = f"{name}, {size[0]} × {size[1]}: {what}"
                print(
                    f"| {row} | {number(wall)} | {number(work)} "
                    f"| {statistics.median(sizes):,.0f} | {max(sizes):,} |"
                )
    print()


def _pressed(
    root: Path, size: tuple[int, int], state: dict[str, str]
) -> Iterator[tuple[str, Moment, int]]:
    run = _zopa(root, size, state)
    run.until(COMPLETE)
    run.settled()
    for key, what, shown in (
        ("x", "clear", "undo: clear"),
        ("u", "undo", "undone"),
        ("s", "silence", "undo: silence"),
        ("2", "to Matrix", "Matrix"),
        ("1", "back to Compose", "Issues"),
    ):
        run.press(key)
        yield what, run.until(shown), run.bytes
    run.press("g")
    for _ in range(STEPS):
        run.press(DOWN)
        yield "cursor", run.settled(), run.bytes
    run.end()


def _zopa(root: Path, size: tuple[int, int], state: dict[str, str]) -> Painting:
    command = [sys.executable, "-m", "zopa", "-C", str(root), "tui", SCENARIO]
    return Painting(command, size, state)


def _medians(moments: list[Moment]) -> tuple[float, float]:
    return (
        statistics.median(each.wall for each in moments),
        statistics.median(each.work for each in moments),
    )


if __name__ == "__main__":
    main()

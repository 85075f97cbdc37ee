"""The terminal interface: its start, its keys, its memory; beside a bare Textual app.

Run: python benchmarks/tui.py [--runs 3]

Everything runs in a real pseudo-terminal, as a process of its own, in turn with the
bare app. Times by the wall clock are what a user waits for on a machine as busy as
this one; processor time is the work, which carries over to others.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import sys
import sysconfig
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from painting import Moment, Painting
from tenfold import tenfold
from timing import machine, number

import zopa
import zopa_tui
from zopa.files import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

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
ESCAPE = "\x1b"
STEPS = 15


@dataclass(frozen=True)
class Row:
    """One key, and what it leads to."""

    key: str
    name: str
    shown: str
    """What is read on the screen when it is done."""
    budget: int
    """Milliseconds, of `tui.md`."""


CHANGES = (
    Row("x", "clear: all new", "undo: clear", 100),
    Row("u", "undo: all new", "undone", 100),
    Row(DOWN, "to a term", "Why", 60),
    Row(" ", "take a term back: all new", "undo: take back", 100),
    Row(" ", "choose a term: all new", "undo: choose", 100),
)
MODALS = (
    Row("?", "open help", "Help: Compose", 100),
    Row("H", "open the history", "History", 100),
    Row("O", "open the list of drafts", "Drafts", 100),
    Row("y", "open what can be copied", "Copy", 100),
)
SCREENS = (
    Row("2", "to Matrix", "Matrix ·", 200),
    Row("3", "to Deals", "Conflicts", 200),
    Row("4", "to Compare", "Differences", 200),
    Row("5", "to Sources", "Timeline ·", 200),
    Row("6", "to Problems", "Problems ·", 200),
    Row("1", "to Compose", "Issues", 200),
)


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    runs = options.parse_args().runs
    for folder in (*map(_folder, (zopa, zopa_tui)), sysconfig.get_paths()["purelib"]):
        # As pip leaves an installation; without, each start compiles all of it.
        compileall.compile_dir(folder, quiet=2, workers=0)
    with tempfile.TemporaryDirectory() as folder:
        roots = {"shipped": shipped("terms").parent, "ten times": Path(folder) / "tenfold"}
        tenfold(roots["ten times"])
        states = (Path(folder) / f"state-{number}" for number in range(10_000))
        print(machine(), end="\n\n")
        _starts(roots, 3 * runs, states)
        for size in (SMALL, SIZE):
            _keys(roots, runs, size, states)
        print(f"load at the end {os.getloadavg()[0]:.1f}")


def _folder(package: ModuleType) -> str:
    return str(Path(str(package.__file__)).parent)


def _starts(roots: Mapping[str, Path], runs: int, states: Iterator[Path]) -> None:
    """From the start of the process to what is painted."""
    found: defaultdict[str, list[Moment]] = defaultdict(list)
    memory: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(runs):
        bare = Painting([sys.executable, "-c", BARE], SIZE, {})
        found["bare Textual: painted"].append(bare.until("bare textual"))
        bare.settled()
        memory["bare Textual"].append(bare.memory)
        bare.end()
        for name, root in roots.items():
            run = _zopa(root, SIZE, states)
            found[f"{name}: first picture"].append(run.until("reading"))
            found[f"{name}: complete"].append(run.until(COMPLETE))
            run.settled()
            memory[name].append(run.memory)
            run.end()
    base = statistics.median(each.work for each in found["bare Textual: painted"])
    print("| from the start, 140 × 45 | ms | processor, ms | times bare Textual | budget |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, moments in found.items():
        wall, work = _medians(moments)
        budget = {"shipped: first picture": "1.6", "shipped: complete": "2.5"}.get(name, "")
        ratio = f"{work / base:.1f}"
        print(f"| {name} | {number(wall)} | {number(work)} | {ratio} | {budget} |")
    print("\n| memory, complete | MB |\n| --- | ---: |")
    for name, each in memory.items():
        print(f"| {name} | {number(statistics.median(each))} |")
    print()


def _keys(
    roots: Mapping[str, Path], runs: int, size: tuple[int, int], states: Iterator[Path]
) -> None:
    """From a key to the last byte that it leads to."""
    rows: dict[str, tuple[int, dict[str, list[tuple[Moment, int]]]]] = {}
    memory: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(runs):
        for name, root in roots.items():
            run = _zopa(root, size, states)
            for what, budget, moment, painted in _pressed(run, memory[name]):
                _, found = rows.setdefault(what, (budget, {}))
                found.setdefault(name, []).append((moment, painted))
    columns = [f"{name}: {what}" for name in roots for what in ("ms", "most", "CPU", "bytes")]
    print(f"| {size[0]} × {size[1]} | {' | '.join(columns)} | budget |")
    print(f"| --- | {'---: | ' * len(columns)}---: |")
    for what, (budget, found) in rows.items():
        cells = [each for name in roots for each in _cells(found.get(name, ()))]
        print(f"| {what} | {' | '.join(cells)} | {budget} |")
    for name, each in memory.items():
        print(f"\nmemory after all screens, {name}: {number(statistics.median(each))} MB")
    print()


def _cells(measured: Sequence[tuple[Moment, int]]) -> Iterator[str]:
    if not measured:
        yield from ("",) * 4
        return
    wall, work = _medians([moment for moment, _ in measured])
    yield number(wall)
    yield number(max(moment.wall for moment, _ in measured))
    yield number(work)
    yield f"{statistics.median(painted for _, painted in measured):,.0f}"


def _pressed(run: Painting, memory: list[float]) -> Iterator[tuple[str, int, Moment, int]]:
    """Everything that is measured, in one run: what, its budget, when, how many bytes."""
    run.until(COMPLETE)
    for row in CHANGES:
        run.press(row.key)
        run.until(row.shown)
        yield row.name, row.budget, run.settled(), run.bytes
    run.press("g")
    for _ in range(STEPS):
        run.press(DOWN)
        last, painted = run.settled(), run.bytes
        yield "cursor: drawn", 20, run.first, painted
        yield "cursor: reason and map too", 60, last, painted
    run.press("/")
    run.press("r")
    last = run.settled()
    yield "filter, one letter: rows", 30, run.first, run.bytes
    yield "filter, one letter: reason too", 60, last, run.bytes
    run.press(ESCAPE)
    for row in MODALS:
        run.press(row.key)
        run.until(row.shown)
        yield row.name, row.budget, run.settled(), run.bytes
        run.press(ESCAPE)
    for turn in ("", ", again"):
        for row in SCREENS:
            run.press(row.key)
            moment = run.until(row.shown)
            yield f"{row.name}{turn}", row.budget, moment, run.bytes
            if row.key == "3" and not turn:
                yield from _while_working(run)
    memory.append(run.memory)
    run.press("q")
    yield "quit", 300, run.ended(), run.bytes


def _while_working(run: Painting) -> Iterator[tuple[str, int, Moment, int]]:
    """Keys while conflicts are looked for and deals counted; nothing where that is quick."""
    for _ in range(4):
        run.press_now("b")
        moment = run.until("each step may take")
        if run.painted("done in"):
            return
        yield "key while long work runs", 40, moment, run.bytes
    run.press_now(ESCAPE)
    moment = run.settled()
    if run.painted("stopped"):
        # Otherwise it was done before the key came.
        yield "esc: long work stopped", 200, moment, run.bytes


def _zopa(root: Path, size: tuple[int, int], states: Iterator[Path]) -> Painting:
    # Each with a state of its own: what a run that was killed left unsaved is offered.
    state = {"XDG_STATE_HOME": str(next(states))}
    command = [sys.executable, "-m", "zopa", "-C", str(root), "tui", SCENARIO]
    return Painting(command, size, state)


def _medians(moments: list[Moment]) -> tuple[float, float]:
    return (
        statistics.median(each.wall for each in moments),
        statistics.median(each.work for each in moments),
    )


if __name__ == "__main__":
    main()

"""How long something takes, and tables of that."""

from __future__ import annotations

import gc
import math
import os
import platform
import statistics
import time
from importlib.metadata import version
from typing import TYPE_CHECKING

from zopa.solving import Stop, Stopped, TooLarge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zopa.solving.space import Space

__all__ = ["Table", "clock", "machine", "number", "within"]


def clock(act: Callable[[], object]) -> float:
    """Milliseconds of processor time, all threads together: machines are shared.

    What earlier work left behind is cleared away first.
    """
    gc.collect()
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1_000


def within(space: Space, act: Callable[[], object], seconds: float) -> float:
    """Milliseconds; infinite where there is no answer within the time allowed."""
    with Stop(seconds) as stop:
        space.stop = stop
        try:
            return clock(act)
        except (Stopped, TooLarge):
            return math.inf
        finally:
            space.stop = None


class Table:
    """Measurements by row and column; a cell shows the median, and the worst if it is far."""

    def __init__(self, unit: str, columns: Sequence[str], budgets: Mapping[str, str]) -> None:
        self._unit = unit
        self._columns = list(columns)
        self._budgets = budgets
        self._cells: dict[str, dict[str, list[float]]] = {}

    def add(self, row: str, column: str, measured: float) -> None:
        """Note one measurement; infinite where there was no answer."""
        self._cells.setdefault(row, {}).setdefault(column, []).append(measured)

    def __str__(self) -> str:
        head = [self._unit, *self._columns, "budget"]
        rows = [
            [
                name,
                *(_cell(cells.get(column, [])) for column in self._columns),
                self._budgets.get(name, ""),
            ]
            for name, cells in self._cells.items()
        ]
        widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
        rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        return "\n".join(
            f"| {row[0]:<{widths[0]}} | "
            + " | ".join(f"{x:>{w}}" for x, w in zip(row[1:], widths[1:], strict=True))
            + " |"
            for row in (head, rule, *rows)
        )


def _cell(measured: Sequence[float]) -> str:
    if not measured:
        return ""
    middle, worst = statistics.median(measured), max(measured)
    text = number(middle)
    return f"{text} ({number(worst)})" if worst > 2 * middle else text


def number(value: float) -> str:
    """Two or three digits that count."""
    if value == float("inf"):
        return "none"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def machine() -> str:
    """What it runs on, and how busy that is."""
    names = ("python-sat", "oxidd", "pyyaml", "jsonschema-rs")
    parts = ", ".join(f"{name} {version(name)}" for name in names)
    load = os.getloadavg()[0]
    return (
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores, load {load:.1f}; {parts}"
    )

"""Time of coalitions, robustness and bargaining points on the shipped corpus and the examples.

python benchmarks/ring.py
"""

from __future__ import annotations

import statistics
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zopa
from zopa.questions.robustness import OVER, Over

if TYPE_CHECKING:
    from collections.abc import Callable

    from zopa.api import Asked
    from zopa.workspace import Workspace

ROOT = Path(__file__).parents[1]
CORPORA = [
    ROOT,
    *(ROOT / "examples" / x for x in ("peace-accord", "software-contract", "wage-round")),
]


def took(ask: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds of processor, the median of five, and the answer."""
    times = []
    for _ in range(5):
        start = time.process_time()
        found = ask()
        times.append((time.process_time() - start) * 1e3)
    return statistics.median(times), found


def asked_of(workspace: Workspace, ask: Callable[[Asked], Any]) -> Any:  # noqa: ANN401  # any answer
    """The answer without a draft."""
    return ask(zopa.ask(workspace))


def main() -> None:
    """Nothing chosen, so that most is open."""
    for root in CORPORA:
        workspace = zopa.load(root)
        weights = dict.fromkeys(workspace.corpus.positions, 1)
        questions: list[tuple[str, Callable[[Asked], Any]]] = [
            ("coalitions", lambda x: x.coalitions(count=False)),
            ("robustness", lambda x: x.robustness(over=OVER)),
            ("robustness, all", lambda x: x.robustness(over=tuple(Over))),
            ("frontier with weights", lambda x, w=weights: x.frontier(weights=w)),
        ]
        for name, ask in questions:
            zopa.ask(workspace)  # compiled once
            time_, found = took(partial(asked_of, workspace, ask))
            more = f"{len(found.assumptions)} assumptions" if "robust" in name else ""
            print(f"{root.name:20} {name:22} {time_:8.0f} ms  {more}")
    workspace = zopa.load(ROOT)
    kinds = ("red-line", "demand", "preference")
    asked = zopa.ask(workspace, as_of="2025-08-18", hold=kinds)
    time_, found = took(partial(asked.robustness, over=tuple(Over)))
    more = f"{len(found.assumptions)} assumptions, {found.combinations:.1e} combinations"
    print(f"{ROOT.name:20} {'robustness, the most':22} {time_:8.0f} ms  {more}")


if __name__ == "__main__":
    main()

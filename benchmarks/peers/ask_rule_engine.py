"""Judge complete scenarios with rule-engine, one rule for each line. Its own environment."""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import rule_engine

if TYPE_CHECKING:
    from collections.abc import Sequence

REPEATS = 5
ROUNDS = 50
"""Times that all scenarios are judged in one run: the clock may tick in milliseconds."""


def main() -> None:
    """The rules are parsed beforehand; scenarios are dictionaries, as it wants them."""
    model = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    rules = [rule_engine.Rule(_text(line)) for line in model["lines"].values()]
    scenarios = [{f"i{p}": f"o{x}" for p, x in enumerate(each)} for each in model["complete"]]
    runs = []
    for _ in range(REPEATS):
        start = time.process_time()
        for _ in range(ROUNDS):
            found = [[rule.matches(each) for rule in rules] for each in scenarios]
        runs.append((time.process_time() - start) * 1_000 / len(scenarios) / ROUNDS)
    print(json.dumps({"check": statistics.median(runs), "respected": found}))


def _text(line: Sequence[Sequence[tuple[int, int, bool]]]) -> str:
    clauses = (
        " or ".join(f'i{p} {"==" if yes else "!="} "o{x}"' for p, x, yes in clause)
        for clause in line
    )
    return " and ".join(f"({each})" for each in clauses) or "true"


main()

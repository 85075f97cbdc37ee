"""Count the deals of a model by listing NegMAS's outcomes. Runs in its own environment.

NegMAS lists outcomes and has no constraints; the check beside it is generated from
the clauses, which is the best that can be done for it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from negmas import make_issue, make_os


def main() -> None:
    """Every outcome, checked."""
    model = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    every = [*model["rules"], *(c for each in model["lines"].values() for c in each)]
    text = " and ".join(
        "(" + " or ".join(f"o[{p}] {'==' if yes else '!='} {x}" for p, x, yes in clause) + ")"
        for clause in every
    )
    holds = eval(f"lambda o: {text}")  # noqa: S307  # numbers and nothing else
    start = time.process_time()
    outcomes = make_os(
        [make_issue(list(range(x)), f"i{p}") for p, x in enumerate(model["variables"])]
    )
    found = sum(1 for each in outcomes.enumerate() if holds(each))
    took = (time.process_time() - start) * 1_000
    print(json.dumps({"count": took, "counted": str(found)}))


main()

"""The laws of coalitions, robustness and bargaining points over many random workspaces.

    nice -n 19 python benchmarks/reliability/ring.py 10000 [coalitions|robustness|bargaining]

The tests hold the same laws over a few: here each runs with as many examples as asked for.
"""

from __future__ import annotations

import importlib
import sys
import time
from typing import Any, Final

from hypothesis import Phase, settings
from inputs import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "tests"))

LAWS: Final = {
    "coalitions": (
        "questions.test_coalition_laws",
        "test_coalitions_are_the_sets_that_can_agree",
    ),
    "robustness": (
        "questions.test_robustness_laws",
        "test_all_is_as_listing_every_combination_says",
    ),
    "bargaining": (
        "questions.test_frontier_laws",
        "test_bargaining_points_are_the_best_of_all_agreements",
    ),
}
"""Of each question the law that holds its whole answer against brute force."""


def run(question: str, examples: int) -> None:
    """Hold the law over so many workspaces, and say how long it took."""
    module, name = LAWS[question]
    law: Any = getattr(importlib.import_module(module), name)
    seen = 0
    inner = law.hypothesis.inner_test

    def counted(*arguments: Any, **named: Any) -> None:  # noqa: ANN401  # as the law has them
        nonlocal seen
        inner(*arguments, **named)
        seen += 1

    law.hypothesis.inner_test = counted
    start = time.monotonic()
    # A test has its settings already; it cannot be given others, so they are put in place.
    law._hypothesis_internal_use_settings = settings(  # noqa: SLF001  # it has no other name
        law._hypothesis_internal_use_settings,  # noqa: SLF001
        max_examples=examples,
        database=None,
        phases=[Phase.generate],
    )
    law()
    print(
        f"{question}: {seen:,} workspaces in {time.monotonic() - start:,.0f} s, no difference"
    )


def main() -> None:
    """One question or all."""
    examples, *questions = sys.argv[1:] or ["100"]
    for each in questions or LAWS:
        run(each, int(examples))


if __name__ == "__main__":
    main()

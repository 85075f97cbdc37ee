"""The laws of the second ring of questions over many random workspaces.

    nice -n 19 python benchmarks/reliability/ring.py 10000 --seed 1 [--chunk 500] [--only views]

The tests hold the same laws over a few: here each is given as many workspaces as asked for, in
turn, so that a run that is ended early has something of each. A workspace that was there before
is not counted. The first three are asked about the same workspace, of which every complete
scenario is then listed once.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib
import itertools
import json
import sys
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption
from inputs import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

sys.path.insert(0, str(REPOSITORY / "tests"))

import brute
from questions import test_coalition_laws, test_frontier_laws, test_robustness_laws
from strategies import workspaces

LAWS: Final = {
    "views": ("test_redaction", "test_a_view_does_not_change_with_what_it_hides"),
    "topics": (
        "questions.test_topics",
        "test_a_draft_speaks_to_a_topic_by_a_term_that_is_about_it",
    ),
    "batch rows": ("test_batching", "test_a_row_says_what_trying_everything_says"),
}
"""Of each question that is asked by itself the law that holds its whole answer."""
TOGETHER: Final = "together"
"""The questions that are asked about the same workspace."""
SEEN: Final[dict[str, set[bytes]]] = defaultdict(set)
"""For each question the workspaces of which the law was held."""


def asked_once() -> None:
    """Have the laws share what is listed of the last workspace."""
    last: tuple[object, brute.Asked | None] = None, None

    def asked(files: brute.Files) -> brute.Asked:
        nonlocal last
        if last[0] is not files or last[1] is None:
            last = files, brute.asked(files)
        return last[1]

    for module in (test_coalition_laws, test_frontier_laws, test_robustness_laws):
        module.asked = asked  # type: ignore[attr-defined]


def held(question: str, law: Callable[..., None], *given_: object) -> None:
    """Hold the law, and count the workspace."""
    told = json.dumps(given_, sort_keys=True, default=lambda _: "").encode()
    with contextlib.suppress(UnsatisfiedAssumption):
        law(*given_)
        SEEN[question].add(hashlib.sha256(told).digest()[:12])


@given(
    st.one_of(
        test_robustness_laws.doubtful(), brute.disputes(), brute.disputes(lines=6), workspaces()
    ),
    test_robustness_laws.some_over,
    st.data(),
)
def together(
    files: brute.Files, over: tuple[test_robustness_laws.Over, ...], data: st.DataObject
) -> None:
    """The three questions whose answers are held against every complete scenario."""
    coalitions = test_coalition_laws.test_coalitions_are_the_sets_that_can_agree
    held("coalitions", coalitions.hypothesis.inner_test, files)  # type: ignore[attr-defined]
    robustness = test_robustness_laws.test_all_is_as_listing_every_combination_says
    held("robustness", robustness.hypothesis.inner_test, files, over)  # type: ignore[attr-defined]
    points = test_frontier_laws.test_bargaining_points_are_the_best_of_all_agreements
    held("bargaining points", points.hypothesis.inner_test, files, data)  # type: ignore[attr-defined]


def run(name: str, law: Any, examples: int, seed: int, chunk: int) -> Iterator[None]:  # noqa: ANN401
    """Give the law chunks of workspaces until there are so many."""
    # A test has its settings already; it cannot be given others, so they are put in place.
    law._hypothesis_internal_use_settings = settings(  # noqa: SLF001  # it has no other name
        brute.laws,
        max_examples=min(chunk, examples),
        database=None,
        phases=[Phase.generate],
    )
    while len(SEEN[name]) < examples:
        law._hypothesis_internal_use_seed = seed  # noqa: SLF001
        law()
        yield
        seed += 1


def main() -> None:
    """All in turn, with a line after each chunk."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chunk", type=int, default=500)
    parser.add_argument("--only", choices=[TOGETHER, *LAWS], help="one kind of law")
    asked = parser.parse_args()
    asked_once()
    runs = []
    if asked.only in {None, TOGETHER}:
        runs.append(run("robustness", together, asked.examples, asked.seed, asked.chunk))
    for question, (module, name) in LAWS.items():
        if asked.only not in {None, question}:
            continue

        law = getattr(importlib.import_module(module), name)

        def counted(
            *given_: object,
            question: str = question,
            inner: Any = law.hypothesis.inner_test,  # noqa: ANN401  # a test
            **named: object,
        ) -> None:
            held(question, inner, *given_, *named.values())

        law.hypothesis.inner_test = counted
        runs.append(run(question, law, asked.examples, asked.seed, asked.chunk))
    for chunk, _ in enumerate(itertools.zip_longest(*runs)):
        counts = ", ".join(f"{question} {len(seen):,}" for question, seen in SEEN.items())
        spent = time.process_time()
        print(f"seed {asked.seed + chunk}, {spent:,.0f} s: {counts}; no difference", flush=True)


if __name__ == "__main__":
    main()

"""Random small workspaces in which all of the language stands: compiled, reference and listing.

    nice -n 10 python benchmarks/reliability/language.py 100000 [--seed 1] [--minutes 60]

Of each workspace the laws of the tests are held: the circuit says of every complete scenario
what the reference evaluator says; verdicts, counts, marks and feasible values are those of
listing every complete scenario. What is listed is shared by the laws. Most workspaces are
small: one in ten has up to 600 complete scenarios, as in the tests. The first difference is
told, and ends the run.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import math
import random
import sys
import time
from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inputs import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "tests"))

from brute import asked, disputes
from strategies import bounded, incoherent, numbers, related, workspaces

if TYPE_CHECKING:
    from strategies import Files

LAWS: Final = {
    "the circuit": (
        "test_check_laws",
        "test_the_circuit_says_of_every_scenario_what_the_reference_says",
    ),
    "verdicts": ("test_check_laws", "test_verdicts_and_the_deal_are_what_all_completions_say"),
    "counts": ("test_deals_laws", "test_deals_are_counted_as_they_are_listed"),
    "marks": ("test_options_laws", "test_marks_are_what_the_deals_say"),
    "feasible values": (
        "test_feasible_laws",
        "test_feasible_are_the_values_that_some_deal_has",
    ),
}
CONSTRUCTS: Final = {
    "relations": '"quantity"',
    "milestones": '"milestones"',
    "contingencies": '"contingencies"',
    "for-each": '"for-each"',
    "otherwise": '"otherwise"',
    "values": '"answer"',
}
AT_ONCE: Final = 100
"""Workspaces of one seed."""
BYTES: Final = 8000
"""More than the choices of a workspace take."""
DRAWN: Final = (
    *[workspaces(issues=2, positions=3)] * 7,
    *[related()] * 3,
    *[bounded()] * 3,
    *[disputes(issues=2, lines=6)] * 2,
    *[incoherent(issues=2, positions=3)] * 2,
    numbers(),
    workspaces(),
    disputes(),
)
"""Each is as likely as another."""


class Different(Exception):  # noqa: N818  # what is looked for
    """A law did not hold."""


class Run:
    """What was tried so far."""

    def __init__(self) -> None:
        self.seen: set[bytes] = set()
        self.having: Counter[str] = Counter()
        self.scenarios = 0
        questions = ((law, *place) for law, place in LAWS.items())
        self.laws = {
            law: getattr(importlib.import_module(f"questions.{module}"), name)
            for law, module, name in questions
        }

    def hold(self, files: Files) -> None:
        """Every law of one workspace, unless it was tried already.

        Raises:
            Different: one does not hold.
        """
        text = json.dumps(files)
        mark = blake2b(text.encode(), digest_size=10).digest()
        if mark in self.seen:
            return
        self.seen.add(mark)
        self.having.update(name for name, key in CONSTRUCTS.items() if key in text)
        for law, test in self.laws.items():
            inner: Any = test.hypothesis.inner_test
            try:
                inner(files)
            except Exception as error:
                print(f"{law}: {type(error).__name__}: {error}\n{text}", flush=True)
                raise Different from error
        self.scenarios += len(asked(files).world.everything)

    def told(self, seconds: float) -> str:
        """All of it in a line."""
        having = ", ".join(f"{name} in {n:,}" for name, n in sorted(self.having.items()))
        return (
            f"{len(self.seen):,} distinct workspaces, {self.scenarios:,} complete scenarios, "
            f"in {seconds:,.0f} s of processor time, no difference; {having}"
        )


def main() -> int:
    """Try so many; the exit code says whether all laws held."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("count", type=int, help="distinct workspaces")
    arguments.add_argument("--seed", type=int, default=1, help="of the first of them")
    arguments.add_argument(
        "--minutes", type=float, default=math.inf, help="on the clock, at most"
    )
    options = arguments.parse_args()
    gc.freeze()
    gc.disable()  # what a workspace leaves behind is collected after each seed
    run = Run()
    start, end = time.process_time(), time.monotonic() + 60 * options.minutes

    @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(*DRAWN))
    def each(files: Files) -> None:
        run.hold(files)

    number = options.seed
    while len(run.seen) < options.count and time.monotonic() < end:
        drawn = random.Random(number)  # nothing is to be kept secret
        try:
            for _ in range(AT_ONCE):
                each.hypothesis.fuzz_one_input(drawn.randbytes(BYTES))
        except (Different, KeyboardInterrupt) as error:
            print(f"ended at seed {number}", flush=True)
            return int(isinstance(error, Different))
        gc.collect()
        print(f"seed {number}: {run.told(time.process_time() - start)}", flush=True)
        number += 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

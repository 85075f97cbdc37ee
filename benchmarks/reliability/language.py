"""Random small workspaces in which all of the language stands: compiled, reference and listing.

    nice -n 10 python benchmarks/reliability/language.py 100000 [--seed 1] [--minutes 60]

Of each workspace the laws of the tests are held: the circuit says of every complete scenario
what the reference evaluator says; verdicts, counts, marks and feasible values are those of
listing every complete scenario. What is listed is shared by the laws. Most workspaces are
small: one in ten has up to 600 complete scenarios, as in the tests. One in ten is held to the
laws that need several answers, too: what is written in another form answers the same, and what
is broken is refused with a code, a place and a way out. The first difference is told, and ends
the run.
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
        "questions.test_check_laws",
        "test_the_circuit_says_of_every_scenario_what_the_reference_says",
    ),
    "verdicts": (
        "questions.test_check_laws",
        "test_verdicts_and_the_deal_are_what_all_completions_say",
    ),
    "counts": ("questions.test_deals_laws", "test_deals_are_counted_as_they_are_listed"),
    "marks": ("questions.test_options_laws", "test_marks_are_what_the_deals_say"),
    "feasible values": (
        "questions.test_feasible_laws",
        "test_feasible_are_the_values_that_some_deal_has",
    ),
}
FORMS: Final = {
    "relations as tables": (
        "questions.test_form_laws",
        "test_a_relation_is_the_table_of_the_values_that_it_allows",
    ),
    "for-each written out": (
        "questions.test_form_laws",
        "test_for_each_is_its_terms_written_out",
    ),
    "finer steps": (
        "questions.test_form_laws",
        "test_a_finer_step_changes_no_answer_unless_something_tells_it_apart",
    ),
    "refusals": (
        "checks.test_refusals",
        "test_every_refusal_has_a_code_a_place_and_a_way_out",
    ),
}
SEVERAL: Final = 10
"""One in so many workspaces is held to `FORMS`."""
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
        self.forms = 0
        self.laws: dict[str, Any] = {
            law: getattr(importlib.import_module(module), name).hypothesis.inner_test
            for law, (module, name) in {**LAWS, **FORMS}.items()
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
        for law in LAWS:
            self._hold(law, text, files)
        self.scenarios += len(asked(files).world.everything)
        chance = random.Random(mark)
        if chance.randrange(SEVERAL) == 0:
            self.forms += 1
            for law in FORMS:
                self._hold(law, text, files, *self._more(law, chance))

    def _hold(self, law: str, text: str, *given: Files | random.Random | int) -> None:
        try:
            self.laws[law](*given)
        except Exception as error:
            print(f"{law}: {type(error).__name__}: {error}\n{text}", flush=True)
            raise Different from error

    @staticmethod
    def _more(law: str, chance: random.Random) -> tuple[random.Random | int, ...]:
        """What a law takes beside the files."""
        match law:
            case "finer steps":
                return (chance.choice([2, 5]),)
            case "refusals":
                return (chance,)
            case _:
                return ()

    def told(self, seconds: float) -> str:
        """All of it in a line."""
        having = ", ".join(f"{name} in {n:,}" for name, n in sorted(self.having.items()))
        return (
            f"{len(self.seen):,} distinct workspaces, {self.scenarios:,} complete scenarios, "
            f"{self.forms:,} held to the laws of forms, "
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

"""Holds a law of `laws.py` over many distinct inputs, the same for the same seed.

Run: python benchmarks/reliability/many.py engines --count 1000000 [--seed 1]

  engines  both YAML engines read the same, with findings of the catalogue in their places
  shape    jsonschema-rs, python-jsonschema and what is told agree, for files of each role
  fixes    safe fixes of one file: settle, stay in their spans, keep data and comments
  whole    a workspace with one broken file: loading, fixing, and every form of report
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import laws
from inputs import SORTS, Inputs

from files import in_workspace, shaped
from zopa.documents import parse
from zopa.files import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zopa.diagnostics import Diagnostic

    Case = tuple[str, str | bytes]
    """A sort of input (a role or a path where the law asks for one), and the text."""

MOST_SHOWN: Final = 20


def _texts(inputs: Inputs) -> Case:
    sort = inputs.chance.choice(tuple(SORTS))
    return sort, SORTS[sort](inputs)


def _engines(case: Case) -> Iterable[Diagnostic]:
    return laws.documents(case[1]).diagnostics


def _shape(case: Case) -> Iterable[Diagnostic]:
    role, text = case
    return laws.shape(Role(role), parse(text, "f.yaml"))


def _fixes(case: Case) -> Iterable[Diagnostic]:
    text = case[1]
    return laws.fixes(text if isinstance(text, str) else text.decode(errors="replace"))


def _whole(case: Case) -> Iterable[Diagnostic]:
    path, text = case
    return laws.whole(text, path)


LAWS: Final[
    dict[str, tuple[Callable[[Inputs], Case], Callable[[Case], Iterable[Diagnostic]]]]
] = {
    "engines": (_texts, _engines),
    "shape": (shaped, _shape),
    "fixes": (_texts, _fixes),
    "whole": (in_workspace, _whole),
}


def main() -> int:
    """Try so many distinct inputs; the exit code says whether the law held for all."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("law", choices=LAWS)
    arguments.add_argument("--count", type=int, default=10_000, help="distinct inputs")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    make, hold = LAWS[options.law]
    inputs = Inputs(random.Random(f"{options.law} {options.seed}"))
    seen: set[bytes] = set()
    sorts: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    broken = 0
    slowest, slowest_text = 0.0, ""
    start = time.perf_counter()
    while len(seen) < options.count:
        case = make(inputs)
        sort, text = case
        raw = text if isinstance(text, bytes) else text.encode(errors="surrogatepass")
        mark = blake2b(raw, digest_size=10, person=sort.encode()[:16]).digest()
        if mark in seen:
            continue
        seen.add(mark)
        sorts[sort.partition("/scenarios/")[0].partition("/terms/")[0]] += 1
        began = time.perf_counter()
        try:
            found = hold(case)
        except Exception as error:  # noqa: BLE001  # any exception is what is looked for
            broken += 1
            if broken <= MOST_SHOWN:
                print(f"{sort} {text!r}\n  {type(error).__name__}: {error}", flush=True)
                if not isinstance(error, AssertionError):
                    traceback.print_exc()
        else:
            codes.update({each.code for each in found} or {"nothing"})
        took = time.perf_counter() - began
        if took > slowest:
            slowest, slowest_text = took, f"{sort} {text!r}"[:200]
    seconds = time.perf_counter() - start
    print(
        f"{options.law}, seed {options.seed}: {len(seen):,} distinct inputs, {broken} broke it"
    )
    print(f"{seconds:,.0f} s; the slowest took {slowest * 1_000:.0f} ms: {slowest_text}")
    for what, counter in (("inputs", sorts), ("inputs by what is found in them", codes)):
        print(f"{what}: " + ", ".join(f"{name} {n:,}" for name, n in sorted(counter.items())))
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())

"""Workspaces that are large in one way each, and how long every question takes on them.

    python benchmarks/large.py FOLDER [NAME …]     write them
    python benchmarks/large.py --ask FOLDER [SECONDS] [NAME …]
                                                   ask each question under a budget

Each is what somebody could write by mistake or in malice with few bytes. The numbers
are seconds of the whole command and the last line that it said.
"""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["SHAPES", "write"]

QUESTIONS = (
    ["validate"],
    ["check"],
    ["options", "first"],
    ["deals", "first"],
    ["conflicts", "first"],
    ["concessions", "first"],
    ["repair", "first"],
    ["frontier", "first"],
    ["sweep", "first"],
    ["coverage"],
    ["report", "first"],
)
PATIENCE = 60
"""Seconds after which a command is killed."""
FILE = 2_500
"""How many issues go into one file."""
CORPUS = "zopa: 1\ntitle: Large\nnote: Generated.\nas-of: 2025-01-01\nat-the-table: [{table}]\n"
STATE = "entity-types: {agreement: {}}\nentities: {agreement: {type: agreement}}\n"


def _issue(number: int, rest: str = "") -> str:
    return (
        f"  - {{id: i{number}, question: Which, terms: ["
        f"{{id: yes-{number}, title: One{rest}}}, {{id: no-{number}, title: Other}}]}}\n"
    )


def _chosen(number: int) -> str:
    return f"{{chosen: i{number}/yes-{number}}}"


def _positions(party: str, conditions: Iterable[str], more: Callable[[int], str]) -> str:
    lines = (
        f"  - {{id: p{n}, party: {party}, kind: red-line, strength: declared, title: Line,"
        f" since: 2024-01-01, statements: [said]{more(n)}, holds: {each}}}\n"
        for n, each in enumerate(conditions)
    )
    return "positions:\n" + "".join(lines)


SAID = {
    "terms/sources.yaml": "sources: [{id: paper, title: Paper, outside: true}]\n",
    "terms/statements.yaml": (
        "statements: [{id: said, speaker: one, said: 2024-01-01, text: So.,"
        " attribution: direct-statement, cites: {paper: [1]}}]\n"
    ),
}


def _parties(number: int) -> dict[str, str]:
    rows = "".join(f"  - {{id: a{n}, name: Party {n}, type: state}}\n" for n in range(number))
    table = ", ".join(f"a{n}" for n in range(number))
    return {
        **SAID,
        "terms/corpus.yaml": CORPUS.format(table=table),
        "terms/parties.yaml": (
            f"parties:\n{rows}speakers:\n  - {{id: one, name: One, party: a0}}\n"
        ),
    }


def _plain(
    issues: int, conditions: Iterable[str], more: Callable[[int], str]
) -> dict[str, str]:
    return {
        **_parties(2),
        "terms/state.yaml": STATE,
        **{
            f"terms/issues/all-{first}.yaml": "issues:\n"
            + "".join(map(_issue, range(first, min(issues, first + FILE))))
            for first in range(0, issues, FILE)
        },
        "terms/positions/a0.yaml": _positions("a0", conditions, more),
    }


def every(entities: int = 4_000, issues: int = 200, counts: int = 60) -> dict[str, str]:
    """Many entities, each set by many issues; counts of half of them."""
    rows = "".join(f"  e{n}: {{type: zone}}\n" for n in range(entities))
    effect = ", effects: [{every: zone, set: {held: true}}]"
    lines = [
        f"{{at-least: {entities // 2 + n}, of: zone, where: {{held: true}}}}"
        for n in range(counts)
    ]
    return {
        **_parties(2),
        "terms/state.yaml": (
            "entity-types:\n  agreement: {}\n"
            "  zone: {attributes: {held: {type: boolean, default: false}}}\n"
            f"entities:\n  agreement: {{type: agreement}}\n{rows}"
        ),
        "terms/issues/all.yaml": "issues:\n"
        + "".join(_issue(n, effect) for n in range(issues)),
        "terms/positions/a0.yaml": _positions("a0", lines, _none),
    }


def issues(number: int = 10_000, counts: int = 20) -> dict[str, str]:
    """Many issues, and lines that count over them."""
    step = number // counts
    lines = [
        f"{{at-least: 3, of: [{', '.join(map(_chosen, range(n * step, n * step + 50)))}]}}"
        for n in range(counts)
    ]
    return _plain(number, lines, _none)


def groups(number: int = 3_000) -> dict[str, str]:
    """Parties in a chain, each a member of the next."""
    found = _plain(20, [_chosen(n) for n in range(20)], _none)
    links = (
        f"  - {{member: a{n}, group: a{n + 1}, basis: outside}}\n" for n in range(number - 1)
    )
    found["terms/parties.yaml"] = (
        f"{_parties(number)['terms/parties.yaml']}memberships:\n{''.join(links)}"
    )
    return found


def superseding(number: int = 2_500) -> dict[str, str]:
    """Positions each of which supersedes the one before."""
    return _plain(
        20,
        [_chosen(n % 20) for n in range(number)],
        lambda n: f", supersedes: [p{n - 1}]" if n else "",
    )


def parties(number: int = 60) -> dict[str, str]:
    """Many parties, each with lines against its neighbours'."""
    rows = {
        f"terms/positions/a{n}.yaml": _positions(
            f"a{n}",
            [_chosen(n), f"{{not: {_chosen((n + 1) % number)}}}"],
            _none,
        )
        for n in range(number)
    }
    found = _plain(number, [], _none)
    del found["terms/positions/a0.yaml"]
    return {**found, **_parties(number), **rows}


def rules(issues: int = 900, number: int = 2_000, lines: int = 200) -> dict[str, str]:
    """Rules among issues anywhere: small for the solver, endless to count."""
    dice = random.Random(7)  # noqa: S311  # always the same ones

    def some() -> str:
        three = (_chosen(each) for each in dice.sample(range(issues), 3))
        return ", ".join(x if dice.random() < 0.5 else f"{{not: {x}}}" for x in three)

    found = _plain(issues, [f"{{any: [{some()}]}}" for _ in range(lines)], _none)
    found["terms/rules.yaml"] = "rules:\n" + "".join(
        f"  - {{id: r{n}, basis: from-source, reason: So it is., holds: {{any: [{some()}]}}}}\n"
        for n in range(number)
    )
    return found


def _none(_: int) -> str:
    return ""


def pigeons(holes: int = 13) -> dict[str, str]:
    """One more pigeon than holes: no deal, and no short proof of it."""
    issues = "".join(
        f"  - {{id: p{n}, question: Where, terms: ["
        + ", ".join(f"{{id: h{n}-{k}, title: Hole}}" for k in range(holes))
        + "]}\n"
        for n in range(holes + 1)
    )
    alone = [
        f"{{not: {{all: [{{chosen: p{n}/h{n}-{k}}}, {{chosen: p{m}/h{m}-{k}}}]}}}}"
        for n, m in itertools.combinations(range(holes + 1), 2)
        for k in range(holes)
    ]
    seated = [f"{{not: {{silent: p{n}}}}}" for n in range(holes + 1)]
    found = _plain(0, [*alone, *seated], _none)
    return {**found, "terms/issues/all.yaml": f"issues:\n{issues}"}


def equivalences(pairs: int = 46) -> dict[str, str]:
    """Issues that are to be alike, pairwise far apart, under a count."""
    rules = "".join(
        f"  - {{id: r{n}, basis: definitional, reason: Alike., holds: {{any: ["
        f"{{all: [{_chosen(n)}, {_chosen(n + pairs)}]}}, "
        f"{{all: [{{not: {_chosen(n)}}}, {{not: {_chosen(n + pairs)}}}]}}]}}}}\n"
        for n in range(pairs)
    )
    chosen = ", ".join(map(_chosen, range(2 * pairs)))
    found = _plain(2 * pairs, [f"{{exactly: {pairs + 1}, of: [{chosen}]}}"], _none)
    return {**found, "terms/rules.yaml": f"rules:\n{rules}"}


SHAPES: dict[str, Callable[[], dict[str, str]]] = {
    each.__name__: each
    for each in (
        every,
        issues,
        groups,
        superseding,
        parties,
        rules,
        pigeons,
        equivalences,
    )
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write a workspace with one draft that leaves everything open; its root."""
    for path, text in {**files, "scenarios/first.yaml": "title: First\nchoices: {}\n"}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def _ask(folder: Path, seconds: str, names: Iterable[str]) -> None:
    for name, question in itertools.product(names, QUESTIONS):
        began = time.monotonic()
        command = [sys.executable, "-m", "zopa", "-C", str(folder / name), *question]
        command += ["--budget", seconds]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=PATIENCE, check=False
            )
            said = (done.stderr.strip() or done.stdout.strip()).splitlines()
            code, last = str(done.returncode), said[0] if said else ""
        except subprocess.TimeoutExpired:
            code, last = "-", f"killed after {PATIENCE} s"
        took = time.monotonic() - began
        print(f"{name:13} {question[0]:12} {took:6.1f} s  {code:>3}  {last[:90]}", flush=True)


def main() -> None:
    """Write or ask, as the command line says."""
    arguments = sys.argv[1:]
    if arguments[0] == "--ask":
        folder, *rest = arguments[1:]
        seconds = rest.pop(0) if rest and rest[0][0].isdigit() else "3"
        _ask(Path(folder), seconds, rest or SHAPES)
    else:
        folder, *rest = arguments
        for name in rest or SHAPES:
            write(Path(folder, name), SHAPES[name]())


if __name__ == "__main__":
    main()

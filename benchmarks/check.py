"""Checking files: ratios to reading their bytes, and whole processes.

Run: python benchmarks/check.py [--scenarios 1000]

The scenarios are generated for the shipped corpus: each decides some issues, from a
few to all, by chance. Medians of several runs, in milliseconds of processor time.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from timing import clock, machine, number

from zopa.cli import main as zopa
from zopa.files import shipped
from zopa.workspace import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zopa.model.corpus import Corpus, Issue, Parameter, Term

RUNS = 5
PROCESSES = 15


def generated(corpus: Corpus, folder: Path, count: int) -> None:
    """Write scenarios that decide from a few issues to all."""
    chance = random.Random(1)  # noqa: S311  # repeatable
    for each in range(count):
        decided = chance.sample(
            list(corpus.issues.values()), chance.randint(4, len(corpus.issues))
        )
        lines = [f"title: Draft {each}", "choices:"]
        lines += [f"  {issue.id}: {_choice(chance, issue)}" for issue in decided]
        (folder / f"draft-{each}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _choice(chance: random.Random, issue: Issue) -> str:
    if chance.random() < 0.3:
        return "silent"
    if not issue.single:
        most = min(issue.most, len(issue.terms))
        terms = chance.sample(list(issue.terms), chance.randint(max(issue.least, 1), most))
        return f"[{', '.join(terms)}]"
    return _written(chance, chance.choice(list(issue.terms.values())))


def _written(chance: random.Random, term: Term) -> str:
    if not term.parameters:
        return str(term.id)
    values = (f"{name}: {_value(chance, each)}" for name, each in term.parameters.items())
    return f"{{{term.id}: {{{', '.join(values)}}}}}"


def _value(chance: random.Random, parameter: Parameter) -> object:
    domain = parameter.domain
    if domain.type == "integer":
        return chance.randint(domain.minimum or 0, domain.maximum or 100)
    return chance.choice(domain.values) if domain.type == "enum" else "true"


def median(act: Callable[[], object], runs: int = RUNS) -> float:
    """Milliseconds."""
    act()
    return statistics.median(clock(act) for _ in range(runs))


def read_bytes(root: Path) -> int:
    """Every file of the workspace, warm."""
    return sum(len(each.read_bytes()) for each in _files(root))


def libyaml(root: Path) -> None:
    """The same through PyYAML's C loader, without places and without checks."""
    for each in _files(root):
        yaml.load(each.read_bytes(), yaml.CSafeLoader)  # a safe one


def _files(root: Path) -> list[Path]:
    return [
        each for folder in ("terms", "scenarios") for each in (root / folder).rglob("*.yaml")
    ]


def command(root: Path, name: str) -> None:
    """A command in this process, its output thrown away."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        fresh = ["--no-cache", "--jobs", "1"] if name == "validate" else []
        code = zopa(["-C", str(root), name, "--quiet", *fresh])
    if code:
        sys.exit(f"zopa {name} ended with {code}")


def in_process(name: str, root: Path) -> None:
    """Print how long it takes against reading the bytes."""
    files = _files(root)
    size = sum(each.stat().st_size for each in files)
    base = median(partial(read_bytes, root))
    print(f"\n{name}: {len(files):,} files, {size / 1_000:,.0f} kB\n")
    print("| in one process | ms | ms a file | times reading the bytes |")
    print("| --- | ---: | ---: | ---: |")
    rows: dict[str, Callable[[], object]] = {
        "read the bytes": partial(read_bytes, root),
        "yaml.CSafeLoader": partial(libyaml, root),
        "load": partial(load, root),
        "zopa validate": partial(command, root, "validate"),
        "zopa check": partial(command, root, "check"),
    }
    for row, act in rows.items():
        took = median(act, 3 if len(files) > 500 else RUNS)
        per = took / len(files)
        print(f"| {row} | {number(took)} | {per:.3f} | {number(took / base)} |")


def processes(root: Path) -> None:
    """Print how long whole processes take."""
    python = sys.executable
    draft, line = (
        str(root / path)
        for path in ("scenarios/alaska-exchange.yaml", "terms/positions/russia.yaml")
    )
    start = [python, "-m", "zopa"]
    inside = [*start, "-C", str(root)]
    rows = {
        "python -c pass": ([python, "-c", "pass"], ""),
        "zopa --version": ([*start, "--version"], "60"),
        "zopa validate, one file, cold": ([*inside, "validate", "--no-cache", draft], ""),
        "zopa validate, one file, unchanged": ([*inside, "validate", draft], "100"),
        "zopa validate, one scenario, changed": ([*inside, "validate", draft], "100"),
        "zopa validate, one scenario, a term misspelt": ([*inside, "validate", draft], ""),
        "zopa validate, one file of positions, other words": (
            [*inside, "validate", line],
            "100",
        ),
        "zopa validate, one file of positions, another kind": ([*inside, "validate", line], ""),
        "zopa validate, the workspace, cold": ([*inside, "validate", "--no-cache"], "400"),
        "zopa validate, the workspace, unchanged": ([*inside, "validate"], ""),
        "zopa check, the workspace": ([*inside, "check"], ""),
    }
    edits = {
        "zopa validate, one scenario, changed": Edit(
            draft, "coherent: true", "coherent: false"
        ),
        "zopa validate, one scenario, a term misspelt": Edit(draft, ": full-", ": ful-"),
        "zopa validate, one file of positions, other words": Edit(line, "title: ", "title: A "),
        "zopa validate, one file of positions, another kind": Edit(
            line, "kind: demand", "kind: red-line"
        ),
    }
    print("\n| whole process | ms | slowest | times a bare interpreter | budget |")
    print("| --- | ---: | ---: | ---: | ---: |")
    base = 0.0
    surroundings = {**os.environ, "ZOPA_CACHE_DIR": str(root / "found")}
    # As installed: modules are compiled once.
    surroundings["PYTHONPYCACHEPREFIX"] = str(root / "compiled")
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    for name, (arguments, budget) in rows.items():
        runs = []
        for _ in range(PROCESSES + 1):
            with edits.get(name, contextlib.nullcontext()):
                runs.append(_process(arguments, surroundings))
            if name in edits:  # what the edited file was before is known again
                _process(arguments, surroundings)
        runs = runs[1:]
        took = statistics.median(runs)
        base = base or took
        print(f"| {name} | {took:.0f} | {max(runs):.0f} | {took / base:.1f} | {budget} |")


class Edit:
    """Something else stands in a file, for a while."""

    def __init__(self, file: str, old: str, new: str) -> None:
        self._file = Path(file)
        self._old = old
        self._new = new

    def __enter__(self) -> None:
        self._text = self._file.read_text(encoding="utf-8")
        if self._old not in self._text:
            sys.exit(f"{self._file} does not hold {self._old!r}")
        self._file.write_text(self._text.replace(self._old, self._new, 1), encoding="utf-8")

    def __exit__(self, *_: object) -> None:
        self._file.write_text(self._text, encoding="utf-8")


def _process(arguments: Sequence[str], surroundings: Mapping[str, str]) -> float:
    """Processor time of a process, by itself and in the system for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(arguments, check=False, capture_output=True, env=surroundings)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return taken * 1_000


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Times files and processes.")
    parser.add_argument("--scenarios", type=int, default=1_000)
    arguments = parser.parse_args()
    print(machine())
    root = shipped("terms").parent
    with tempfile.TemporaryDirectory() as folder:
        copy, many = Path(folder, "copy"), Path(folder, "many")
        for each in (copy, many):
            shutil.copytree(root / "terms", each / "terms")
        shutil.copytree(root / "scenarios", copy / "scenarios")
        (many / "scenarios").mkdir()
        generated(load(copy).corpus, many / "scenarios", arguments.scenarios)
        in_process("shipped corpus", copy)
        in_process("generated scenarios on the shipped terms", many)
        processes(copy)


if __name__ == "__main__":
    main()

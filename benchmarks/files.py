"""Many files through zopa and through other checkers: the same files, the same schema.

Run: python benchmarks/files.py [--sizes 1000,10000] [--runs 3]

The files are scenarios for the shipped terms, as in check.py. The others get the
schema of a scenario, its references written out within one file; zopa reads the
terms too, and checks every choice against them. Environments for the others are
made once, in the system's temporary folder; that takes npm and the network.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from check import generated
from timing import machine, number

from zopa.files import shipped
from zopa.workspace import load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HOME = Path(tempfile.gettempdir(), "zopa-peers")
PYTHON = ("check-jsonschema==0.39.0", "ruamel.yaml.clib==0.2.15", "yamllint==1.38.0")
"""With the compiled parser, which check-jsonschema takes where it is there."""
NODE = ("ajv-cli@5.0.0", "ajv-formats@3.0.1")
LARGE = 100_000_000
SLOW = 10.0
"""Seconds; what takes longer is run once."""


@dataclass(frozen=True)
class Took:
    """Seconds of one process and of those that it started."""

    clock: float
    processor: float


def peers() -> tuple[Path, Path]:
    """Where the Python programs and ajv are, installed the first time."""
    python, node = HOME / "-".join(PYTHON), HOME / "-".join(NODE)
    if not (python / "ready").exists():
        venv.create(python, with_pip=True, clear=True)
        pip = [python / "bin" / "python", "-m", "pip", "install", "-q", *PYTHON]
        subprocess.run(pip, check=True, capture_output=True)
        (python / "ready").touch()
    if not (node / "ready").exists():
        node.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--no-audit", "--no-fund", *NODE]
        subprocess.run(npm, check=True, capture_output=True, cwd=node)
        (node / "ready").touch()
    return python / "bin", node / "node_modules" / ".bin" / "ajv"


def in_one_file() -> dict[str, Any]:
    """The schema of a scenario without references to other files.

    As a resource of its own inside, the common part would make check-jsonschema
    ten times slower.
    """
    folder = shipped("schema")
    common, scenario = (
        json.loads((folder / f"{name}.schema.json").read_text("utf-8"))
        for name in ("common", "scenario")
    )
    parts = {f"common-{name}": _moved(each, "#") for name, each in common["$defs"].items()}
    whole: dict[str, Any] = _moved(scenario, "common.schema.json#")
    whole["$defs"] |= parts
    del whole["$id"]
    return whole


def _moved(schema: Any, home: str) -> Any:  # noqa: ANN401  # any part of a schema
    """A schema whose references to the common part lead to where that is now."""
    if isinstance(schema, list):
        return [_moved(each, home) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value.replace(f"{home}/$defs/", "#/$defs/common-")
        if key == "$ref"
        else _moved(value, home)
        for key, value in schema.items()
    }


def run(
    command: Sequence[str | Path], folder: Path, scratch: Path, *, code: int = 0
) -> tuple[Took, str]:
    """Run a program to its end, with its modules compiled; ends the run where it fails."""
    switches = {"PYTHONDONTWRITEBYTECODE", "CI", "GITHUB_ACTIONS", "PYTHONPATH"}
    environment = {key: each for key, each in os.environ.items() if key not in switches}
    environment |= {
        "PYTHONPYCACHEPREFIX": str(scratch / "compiled"),
        "ZOPA_CACHE_DIR": str(scratch / "found"),
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        list(map(str, command)), capture_output=True, cwd=folder, env=environment, check=False
    )
    clock = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != code:
        sys.exit(f"{command[:4]} ended with {done.returncode}: {done.stderr[-400:].decode()}")
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(clock, processor), (done.stdout + done.stderr).decode()


def timed(command: Sequence[str | Path], folder: Path, scratch: Path, *, code: int = 0) -> Took:
    """As `run`, without what the program says."""
    return run(command, folder, scratch, code=code)[0]


def median(act: Callable[[], Took], runs: int) -> Took:
    """Of several runs, after one that fills the caches of the machine."""
    first = act()
    if first.clock > SLOW:
        return first
    every = [act() for _ in range(runs)]
    return Took(
        statistics.median(each.clock for each in every),
        statistics.median(each.processor for each in every),
    )


def workspace(folder: Path, count: int) -> Path:
    """The shipped terms with so many generated scenarios."""
    root = shipped("terms").parent
    shutil.copytree(root / "terms", folder / "terms")
    (folder / "scenarios").mkdir()
    generated(load(root).corpus, folder / "scenarios", count)
    return folder


class Bench:
    """One workspace and the programs that check its scenarios."""

    def __init__(self, folder: Path, schema: Path, scratch: Path) -> None:
        self.folder = folder / "scenarios"
        self.scratch = scratch
        self.names = sorted(each.name for each in self.folder.iterdir())
        python, ajv = peers()
        zopa = [sys.executable, "-m", "zopa", "-C", folder, "validate"]
        ajv_flags = ["--spec=draft2020", "-c", "ajv-formats", "--strict=false"]
        self.commands: dict[str, list[str | Path]] = {
            "zopa, cold, 1 process": [*zopa, "--no-cache", "--jobs", "1"],
            "zopa, cold, 2 processes": [*zopa, "--no-cache", "--jobs", "2"],
            "zopa, unchanged": zopa,
            "zopa, one file changed": zopa,
            "check-jsonschema, C parser": [
                python / "check-jsonschema",
                "--schemafile",
                schema,
                *self.names,
            ],
            "ajv-cli": [ajv, "validate", *ajv_flags, "-s", schema, "-d", "*.yaml"],
            "yamllint": [python / "yamllint", "-d", "relaxed", *self.names],
        }

    def __call__(self, name: str) -> Took:
        """How long a program takes."""
        if name == "zopa, one file changed":
            changed = self.folder / self.names[0]
            title, _, rest = changed.read_text("utf-8").partition("\n")
            changed.write_text(f"{title} again\n{rest}", encoding="utf-8")
        return run(self.commands[name], self.folder, self.scratch)[0]

    def agree(self) -> None:
        """End the run unless all find the same files wrong, one in sixteen being so."""
        wrong = set(self.names[::16])
        for name in wrong:
            file = self.folder / name
            file.write_text(file.read_text("utf-8").replace("title:", "titel:"), "utf-8")
        for name in ("zopa, cold, 2 processes", "check-jsonschema, C parser", "ajv-cli"):
            _, said = run(self.commands[name], self.folder, self.scratch, code=1)
            lines = [each for each in said.splitlines() if not each.endswith(" valid")]
            found = set(re.findall(r"draft-[0-9]+\.yaml", "\n".join(lines)))
            if found != wrong:
                sys.exit(f"{name} finds {len(found)} files wrong, {len(wrong)} are")


def tables(sizes: Sequence[int], runs: int, scratch: Path) -> None:
    """Print a table for each number of files."""
    schema = scratch / "schema.json"
    schema.write_text(json.dumps(in_one_file()), encoding="utf-8")
    for size in sizes:
        folder = workspace(scratch / str(size), size)
        kilobytes = sum(each.stat().st_size for each in folder.rglob("*.yaml")) / 1_000
        bench = Bench(folder, schema, scratch)
        measured: dict[str, Took] = {}
        for name in bench.commands:
            load_ = os.getloadavg()[0]
            measured[name] = median(partial(bench, name), runs)
            print(f"  {name}: {measured[name]}, load {load_:.1f}", file=sys.stderr)
        print(f"\n{size:,} scenarios, {kilobytes:,.0f} kB with the terms:\n")
        print(
            "| | seconds | of processors | times cold zopa, 2 | of processors"
            " | times unchanged zopa |"
        )
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        two, same = measured["zopa, cold, 2 processes"], measured["zopa, unchanged"]
        for name, took in measured.items():
            print(
                f"| {name} | {number(took.clock)} | {number(took.processor)}"
                f" | {number(took.clock / two.clock)}"
                f" | {number(took.processor / two.processor)}"
                f" | {number(took.processor / same.processor)} |"
            )
        if size == min(sizes):
            bench.agree()


def thresholds(runs: int, scratch: Path) -> None:
    """Print what a second process saves, by the number of files."""
    print("\n| scenarios | 1 process, s | 2 processes, s | times |")
    print("| ---: | ---: | ---: | ---: |")
    for size in (125, 250, 500, 1_000, 2_000):
        folder = workspace(scratch / f"few-{size}", size)
        command = [sys.executable, "-m", "zopa", "-C", folder, "validate", "--no-cache"]
        one, two = (
            median(partial(timed, [*command, "--jobs", jobs], folder, scratch), runs).clock
            for jobs in ("1", "2")
        )
        print(f"| {size:,} | {number(one)} | {number(two)} | {number(one / two)} |")


def refused(runs: int, scratch: Path) -> None:
    """Print how long a file takes that is too large to be read."""
    folder = scratch / "large"
    start = [sys.executable, "-m", "zopa"]
    run([*start, "init", folder], scratch, scratch)
    print("\n| a small workspace | ms | of processors |\n| --- | ---: | ---: |")
    for name, more, code in (
        ("cold", ["--no-cache"], 0),
        ("unchanged", [], 0),
        ("with a file of 100 MB, cold", ["--no-cache"], 1),
        ("with a file of 100 MB, unchanged", [], 1),
    ):
        if code:
            with (folder / "scenarios" / "large.yaml").open("wb") as file:
                file.write(b"title: x\n" * (LARGE // 9))
        command = [*start, "-C", folder, "validate", *more]
        took = median(partial(timed, command, folder, scratch, code=code), runs)
        print(f"| {name} | {number(took.clock * 1_000)} | {number(took.processor * 1_000)} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Times zopa and other checkers of files.")
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    peers()
    print(f"{machine()}; {', '.join((*PYTHON, *NODE))}")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        tables([int(each) for each in arguments.sizes.split(",")], arguments.runs, scratch)
        thresholds(arguments.runs, scratch)
        refused(arguments.runs, scratch)
        print(f"\nload at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()

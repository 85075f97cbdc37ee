"""`zopa validate` on many broken files: findings, never a traceback, bounded time and memory.

Run: python benchmarks/reliability/broken.py --count 10000 [--seed 1]

Each file takes the place of one of a small workspace. A process in which zopa is
imported already is forked for each, so that peak memory and time are those of one
run without the start of Python; it may not read what only root may. What is held:
exit 0, 1 or 2 as the findings say, nothing on stderr but what zopa says, and the
report is whole. A file that changes while it is read is tried too.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import redirect_stdout, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from breaking import CONTENTS, INSTEAD
from inputs import BARGAIN, REPOSITORY, Inputs

from files import in_workspace, split
from zopa.cli import main as zopa

if TYPE_CHECKING:
    from collections.abc import Callable

NOBODY: Final = 65_534
LONGEST: Final = 20
"""Seconds after which a run counts as hanging."""
EDITED: Final = 0.45
"""The share of files that are changed a little, in their own workspace."""
MOST_MEMORY: Final = 1 << 30
"""Beyond what this process has, of which every run is a fork."""
FORMATS: Final = (
    "full",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "junit",
    "github",
    "gitlab",
    "rdjson",
)
NAMES: Final = (
    "x.yaml",
    "::error::.yaml",
    "\u202e.yaml",
    "\udcff.yaml",
    "a\nb.yaml",
    "n" * 250 + ".yaml",
)


class Ran(NamedTuple):
    """How one run ended."""

    code: int
    out: str
    err: str
    seconds: float
    kilobytes: int


def run(folder: Path, arguments: list[str], out: Path, err: Path) -> Ran:
    """Run a command in a process of its own, forked from this one."""
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        for descriptor, file in ((1, out), (2, err)):
            os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), descriptor)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        most = MOST_MEMORY + _reserved()
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        signal.alarm(LONGEST)
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        code = zopa(["-C", str(folder), "validate", *arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    _, status, used = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    said, told = (each.read_bytes().decode(errors="surrogateescape") for each in (out, err))
    return Ran(code, said, told, seconds, used.ru_maxrss)


def _reserved() -> int:
    """How much address space this process has."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def wrong_with(ran: Ran, form: str) -> str | None:
    """What zopa did that it must not, if anything."""
    if ran.code not in {0, 1, 2}:
        return f"exit {ran.code}"
    if "Traceback" in ran.err or "fault of zopa" in ran.err:
        return f"an exception: {ran.err[-300:]}"
    if ran.code == 2 and not ran.out and ran.err.startswith("zopa: "):
        return None
    if form == "json":
        report = json.loads(ran.out)
        errors = [each["code"] for each in report["diagnostics"] if each["severity"] == "error"]
        due = 2 if any(each.startswith("ZI") for each in errors) else int(bool(errors))
        if due != ran.code:
            return f"exit {ran.code} with {errors}"
    return None if ran.out.endswith("\n") else "a report without an end"


def _rewriting(file: Path, texts: list[bytes], *, whole: bool) -> None:
    """Write one after the other, without end; each at once or piece by piece."""
    beside = file.with_suffix(".new")
    while True:
        for text in texts:
            if whole:
                beside.write_bytes(text)
                beside.replace(file)
                continue
            with file.open("wb", buffering=0) as stream:
                for at in range(0, len(text), 997):
                    stream.write(text[at : at + 997])


def main() -> int:
    """Break so many files; the exit code says whether zopa took it well each time."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    inputs = Inputs(random.Random(f"broken {options.seed}"))
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        return Breaking(inputs, Path(name)).all(options.count)


class Breaking:
    """All the runs, and what came of them."""

    def __init__(self, inputs: Inputs, folder: Path) -> None:
        self.inputs = inputs
        self.chance = inputs.chance
        self.folder = folder
        self.codes: Counter[tuple[str, int]] = Counter()
        self.slowest: dict[str, tuple[float, int]] = {}
        self.bad = 0
        self.warm()

    def warm(self) -> None:
        """Import what runs need, so that each measures its own work."""
        work = self.workspace()
        draft = next((work / "scenarios").glob("*.yaml"))
        for text in ("title: [x?y: 1]\nchoises: {}\n", "a: b: c\n", draft.read_text()):
            draft.write_text(text)
            for form in FORMATS:
                with redirect_stdout(io.StringIO()):
                    zopa(["-C", str(work), "validate", "--format", form])

    def all(self, count: int) -> int:
        """Run; print the figures."""
        start = time.perf_counter()
        sorts = {name: weight for name, (weight, _) in CONTENTS.items()}
        for number in range(count):
            if number % 50 == 49:
                sort = self.chance.choice(list(INSTEAD))
                self.in_place(sort, INSTEAD[sort])
            elif number % 50 == 24:
                self.changing(whole=number % 100 == 24)
            elif self.chance.random() < EDITED:
                self.edited()
            else:
                [sort] = self.chance.choices(list(sorts), list(sorts.values()))
                raw = CONTENTS[sort][1](self.inputs)
                self.in_place(sort, partial(Path.write_bytes, data=raw))
        self.show(count, time.perf_counter() - start)
        return int(self.bad > 0)

    def workspace(self, original: Path | None = None) -> Path:
        """A fresh copy of a small workspace."""
        cases = [BARGAIN, *sorted((REPOSITORY / "tests" / "cases").glob("*/"))]
        original = original or self.chance.choice(cases)
        work = self.folder / "w"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(original, work)
        return work

    def edited(self) -> None:
        """A file that is changed a little, in its own workspace."""
        path, text = in_workspace(self.inputs)
        folder, file = split(path)
        work = self.workspace(REPOSITORY / folder)
        (work / file).write_bytes(text.encode(errors="surrogatepass"))
        self.judge("edited", work)

    def place(self, work: Path) -> Path:
        """Where the broken file goes: instead of one that is there, or beside it."""
        if self.chance.random() < 0.05:
            return work / "scenarios" / self.chance.choice(NAMES)
        file = self.chance.choice(sorted(work.rglob("*.yaml")))
        file.unlink()
        return file

    def in_place(self, sort: str, make: Callable[[Path], object]) -> None:
        """One broken file, one run."""
        work = self.workspace()
        make(self.place(work))
        self.judge(sort, work)

    def changing(self, *, whole: bool) -> None:
        """A run while somebody writes the file again and again."""
        work = self.workspace()
        file = self.chance.choice(sorted(work.rglob("*.yaml")))
        texts = [file.read_bytes(), b"", file.read_bytes() * 300, b"[" * 3_000, b"\xff\xfe\x00"]
        writer = multiprocessing.get_context("fork").Process(
            target=_rewriting, args=(file, texts), kwargs={"whole": whole}
        )
        writer.start()
        try:
            self.judge("replaced while read" if whole else "rewritten while read", work)
        finally:
            writer.kill()
            writer.join()

    def judge(self, sort: str, work: Path) -> None:
        """Run, and note how it went."""
        form = self.chance.choice(FORMATS)
        ran = run(work, ["--format", form], self.folder / "out", self.folder / "err")
        self.codes[sort, ran.code] += 1
        seconds, kilobytes = self.slowest.get(sort, (0.0, 0))
        self.slowest[sort] = (max(seconds, ran.seconds), max(kilobytes, ran.kilobytes))
        try:
            what = wrong_with(ran, form)
        except ValueError as error:
            what = f"a report that cannot be read: {error}"
        if what is not None:
            self.bad += 1
            if self.bad <= 20:
                kept = Path(tempfile.mkdtemp(prefix="fuzz-broken-"))
                with suppress(shutil.Error):
                    shutil.copytree(work, kept / "w", symlinks=True)
                print(f"{sort} ({form}): {what}\n  kept in {kept}", flush=True)

    def show(self, count: int, seconds: float) -> None:
        """Print a table."""
        print(f"{count:,} broken files in {seconds:,.0f} s; {self.bad} taken badly")
        print("| file | runs | exit 0, 1, 2 | slowest, ms | peak memory, MB |")
        print("| --- | ---: | ---: | ---: | ---: |")
        for sort, (slow, kilobytes) in sorted(self.slowest.items()):
            codes = [self.codes[sort, code] for code in (0, 1, 2)]
            total = sum(n for (name, _), n in self.codes.items() if name == sort)
            print(
                f"| {sort} | {total:,} | {', '.join(f'{each:,}' for each in codes)} "
                f"| {slow * 1_000:,.0f} | {kilobytes / 1_024:,.0f} |"
            )


if __name__ == "__main__":
    sys.exit(main())

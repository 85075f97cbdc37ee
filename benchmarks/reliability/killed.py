"""Saving while the process is killed, the disk is full, or the folder is read-only.

Run: python benchmarks/reliability/killed.py [--kills 200] [--seed 1]

Each way of saving writes over a file of known content, in a process of its own. It is
killed with SIGKILL at a moment by chance; then on a disk of 128 kB that is full (as
root only: a tmpfs is mounted); then in a folder that may not be written to, by a user
who is not root. What is held: the file is whole, the old one or the new; no other file
changes; what cannot be written ends with exit code 2 and says so.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

BARGAIN: Final = Path(__file__).parents[2] / "tests" / "cases" / "bargain"
DRAFT: Final = "scenarios/first-draft.yaml"
NOBODY: Final = 65_534
TUI: Final = f"""
import sys
from pathlib import Path
from zopa_tui.session.scenario_file import Failed, Saved, ScenarioFile
file = ScenarioFile.load(Path({DRAFT!r}), Path())
again = ScenarioFile.load(Path("other.yaml"), Path())
saved = file.save(again.draft)
if isinstance(saved, Failed):
    sys.exit("zopa: " + saved.diagnostic.message + ": " + "; ".join(saved.diagnostic.notes))
sys.exit(0 if isinstance(saved, Saved) else 3)
"""
"""What the terminal interface does when a draft is saved."""
ZOPA: Final = [sys.executable, "-m", "zopa"]
WAYS: Final[dict[str, tuple[str, list[str]]]] = {
    "validate --fix": (DRAFT, [*ZOPA, "validate", "--fix"]),
    "validate --output": ("report.json", [*ZOPA, "validate", "--output=json:report.json"]),
    "validate --write-baseline": (
        "known.json",
        [*ZOPA, "validate", "--baseline=known.json", "--write-baseline"],
    ),
    "report --output": ("brief.html", [*ZOPA, "report", "--output=html:brief.html"]),
    "schema": ("schema/answer.schema.json", [*ZOPA, "schema"]),
    "save in the terminal interface": (DRAFT, [sys.executable, "-c", TUI]),
}
"""What is written over, and how."""


def prepare(folder: Path) -> None:
    """A small workspace with something to fix, and old versions of all that is written."""
    for name in ("terms", "scenarios"):
        shutil.copytree(BARGAIN / name, folder / name)
    draft = folder / DRAFT
    text = draft.read_text(encoding="utf-8")
    (folder / "other.yaml").write_text(text.replace("warranty: given", "warranty: refused"))
    draft.write_text(f"{text}note: the last line has no end")
    (folder / "schema").mkdir()
    (folder / "schema" / "answer.schema.json").write_text('{"$id": "https://zopa.example/old"}')
    for name in ("report.json", "known.json", "brief.html"):
        (folder / name).write_text('{"version": 1, "findings": []}\n')


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, without what a killed process leaves beside it."""
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file() and not each.name.endswith((".zopa", ".zopa-tmp"))
    }


def killed(folder: Path, way: str, kills: int, chance: random.Random) -> str:
    """Kill it so often; how it ended, or an AssertionError."""
    file, command = WAYS[way]
    prepare(folder)
    before = contents(folder)
    start = time.perf_counter()
    ran = subprocess.run(command, cwd=folder, check=False, capture_output=True)
    assert ran.returncode == 0, ran
    whole = time.perf_counter() - start
    after = contents(folder)
    assert after[file] != before[file]
    ends: Counter[str] = Counter()
    left = 0
    for _ in range(kills):
        shutil.rmtree(folder)
        folder.mkdir()
        prepare(folder)
        with subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as running:
            time.sleep(whole * chance.uniform(0.3, 1.3))
            running.kill()
        now = contents(folder)
        for path, content in now.items():
            allowed = {before.get(path), after.get(path)}
            assert content in allowed, f"{path} is neither the old file nor the new one"
        assert set(before) <= set(now), "a file is lost"
        ends["new" if now[file] == after[file] else "old"] += 1
        left += len(list(folder.rglob("*.zopa"))) + len(list(folder.rglob("*.zopa-tmp")))
    return f"{ends['old']} old, {ends['new']} new, {left} left beside"


def refused(folder: Path, way: str, *, user: int | None = None) -> str:
    """Run it where it cannot write; what it says, or an AssertionError."""
    _, command = WAYS[way]
    before = contents(folder)
    ran = subprocess.run(
        command,
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=None if user is None else partial(os.setuid, user),
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/nonexistent"},
    )
    assert contents(folder) == before, "something changed"
    assert "Traceback" not in ran.stderr, ran.stderr
    told = [line for line in ran.stderr.splitlines() if line.startswith("zopa: ")]
    assert told, ran
    due = 1 if "-c" in command else 2  # the terminal interface shows it and goes on
    assert ran.returncode == due, ran
    assert not [*folder.rglob("*.zopa"), *folder.rglob("*.zopa-tmp")], "something is left"
    return told[-1]


def on_a_full_disk(way: str) -> str:
    """A tmpfs of its own, filled to the last byte."""
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", name], check=True)
        try:
            prepare(Path(name))
            with Path(name, "filler").open("wb", buffering=0) as filler:
                for size in (4_096, 1):
                    while _write(filler.fileno(), bytes(size)):
                        pass
            return refused(Path(name), way)
        finally:
            subprocess.run(["umount", name], check=True)


def _write(descriptor: int, data: bytes) -> bool:
    try:
        return os.write(descriptor, data) > 0
    except OSError:
        return False


def read_only(way: str) -> str:
    """A folder, and all below it, that somebody else may only read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        for each in [folder, *folder.rglob("*")]:
            each.chmod(0o555 if each.is_dir() else 0o444)
        try:
            return refused(folder, way, user=NOBODY if os.getuid() == 0 else None)
        finally:
            for each in [folder, *folder.rglob("*")]:
                each.chmod(0o755)


def main() -> int:
    """Try every way of saving; the exit code says whether nothing was lost."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    bad = 0
    for what, way, said in _all(options.kills, random.Random(options.seed)):
        bad += said.startswith("LOST")
        print(f"{way}, {what}: {said}", flush=True)
    return int(bad > 0)


def _all(kills: int, chance: random.Random) -> Iterator[tuple[str, str, str]]:
    for way in WAYS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "w"
            folder.mkdir()
            yield (
                f"killed {kills} times",
                way,
                _said(partial(killed, folder, way, kills, chance)),
            )
        if os.getuid() == 0:
            yield "full disk", way, _said(partial(on_a_full_disk, way))
        yield "read-only folder", way, _said(partial(read_only, way))


def _said(act: partial[str]) -> str:
    try:
        return act()
    except AssertionError as error:
        return f"LOST: {error}"


if __name__ == "__main__":
    sys.exit(main())

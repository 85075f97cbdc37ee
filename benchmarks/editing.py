"""How long an editor waits for `zopa lsp`, on the shipped corpus and ten times it, over pipes.

Run: python benchmarks/editing.py [REPEATS]

Milliseconds on the clock, since that is what somebody who types feels: median and worst.
From `didChange` to what is published of that version, the delay after an edit (150 ms)
is in it. The server's own share, without waiting, is given as processor time.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from tenfold import tenfold
from timing import clock

from lsp.client import Client
from zopa.files import shipped
from zopa.lsp.state import Folder

if TYPE_CHECKING:
    from collections.abc import Callable

RUSSIA = "terms/positions/russia.yaml"
DRAFT = "scenarios/alaska-exchange.yaml"
STATEMENTS = "terms/statements.yaml"


def main() -> None:
    """Print a table for each corpus."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        # As installed: modules are compiled once, by the first of two starts.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder, "compiled"))
        shipped_one = Path(folder, "one")
        for name in ("terms", "scenarios"):
            shutil.copytree(shipped(name), shipped_one / name)
        _tell("the shipped corpus", shipped_one, repeats)
        _tell("ten times the corpus", tenfold(Path(folder, "ten")), repeats)


def _tell(what: str, root: Path, repeats: int) -> None:
    size = sum(each.stat().st_size for each in root.rglob("*.yaml"))
    print(f"\n{what}: {size / 1_000:,.0f} kB; load {os.getloadavg()[0]:.1f}\n")
    print("| ms | median | worst |\n| --- | ---: | ---: |")
    with Client(root) as client:
        client.diagnostics(client.open(root / RUSSIA))
        client.leave()
    start = time.perf_counter()
    with Client(root) as client:
        uri = client.open(root / RUSSIA)
        client.diagnostics(uri)
        ready = (time.perf_counter() - start) * 1000
        print(f"| from the start to the first findings | {ready:.0f} | |")
        for name, act in _measures(client, root, uri).items():
            measured = [act() for _ in range(repeats)]
            print(f"| {name} | {statistics.median(measured):.0f} | {max(measured):.0f} |")
        client.leave()
    for name, measured in _looks(root, repeats).items():
        print(
            f"| processor time: {name} | {statistics.median(measured):.0f}"
            f" | {max(measured):.0f} |",
            flush=True,
        )


def _looks(root: Path, repeats: int) -> dict[str, list[float]]:
    """Milliseconds of processor time that finding everything takes, without waiting."""
    folder = Folder(root)
    good = (root / RUSSIA).read_text(encoding="utf-8")
    texts = {
        "edit that breaks nothing": good.replace("Control of all", "The whole", 1),
        "edit that breaks a value": good.replace("kind: demand", "kind: deman", 1),
        "edit that breaks the YAML": good.replace("kind: demand", "kind demand", 1),
    }
    found: dict[str, list[float]] = {}
    for _ in range(repeats + 1):
        for name, text in texts.items():
            folder.look({RUSSIA: good})
            look = partial(folder.look, {RUSSIA: text})
            found.setdefault(name, []).append(clock(look))
    return {name: measured[1:] for name, measured in found.items()}


def _measures(client: Client, root: Path, uri: str) -> dict[str, Callable[[], float]]:
    """By name, what does something and returns the milliseconds that it took."""
    draft = client.open(root / DRAFT)
    long = client.open(root / STATEMENTS)
    client.diagnostics(long)

    def edits(where: str, old: str, new: str) -> Callable[[], float]:
        def act() -> float:
            client.replace(where, old, new)
            start = time.perf_counter()
            client.diagnostics(where)
            took = (time.perf_counter() - start) * 1000
            client.replace(where, new, old)
            client.diagnostics(where)
            return took

        return act

    def asks(method: str, place: dict[str, Any], **more: object) -> Callable[[], float]:
        def act() -> float:
            start = time.perf_counter()
            client.ask(f"textDocument/{method}", place | more)
            return (time.perf_counter() - start) * 1000

        return act

    term = client.at(uri, "donbas/full-cession", 10)
    return {
        "edit that breaks nothing": edits(uri, "Control of all", "The whole"),
        "edit that breaks a value": edits(uri, "kind: demand", "kind: deman"),
        "edit that breaks the YAML": edits(uri, "kind: demand", "kind demand"),
        "edit of a draft": edits(draft, "donbas: full-cession", "donbas: full"),
        "edit in the longest file": edits(long, "speaker: zelensky", "speaker: zelenski"),
        "completion": asks("completion", client.at(uri, "kind: demand", 8)),
        "completion in the longest file": asks("completion", client.at(long, "zelensky", 3)),
        "hover on a position": asks("hover", client.at(uri, "demands-all-of-donbas", 3)),
        "hover on a term": asks("hover", term),
        "definition": asks("definition", term),
        "rename": asks("rename", term, newName="all-of-it"),
    }


if __name__ == "__main__":
    main()

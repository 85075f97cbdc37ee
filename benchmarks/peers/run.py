"""The same models through zopa and its peers, as ratios in one run.

Run: python benchmarks/peers/run.py [--sizes 10,20,40,80,200] [--seeds 6]

Environments are made by themselves, once, in the system's temporary folder. Every
peer is a process of its own: flamapy and NegMAS are under GPL and AGPL, and flamapy
wants another python-sat. Where a peer and zopa answer the same question, their
answers are compared, and a difference ends the run. Milliseconds are processor time,
and so is the time allowed for an answer.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any, TypeAlias

HERE = Path(__file__).parent
HOMES = Path(tempfile.gettempdir(), "zopa-peers")
PEERS = {
    "flamapy": ("flamapy==2.6.0",),
    "negmas": ("negmas==0.16.0",),
    "clingo": ("clingo==5.8.3",),
    "rule_engine": ("rule-engine==5.1.0",),
}
ASKED = (
    ("flamapy", "marks", ("load", "core and dead"), 80),
    ("flamapy", "count", ("count",), 20),
    ("flamapy", "diagram", ("count",), 20),
    ("negmas", "", ("count",), 10),
    ("clingo", "", ("load", "existence", "marks"), 80),
    ("rule_engine", "", ("check",), 200),
)
"""Peer, which of its ways, what is timed, and the largest size that it is worth asking."""
COMPARED = ("counted", "dead", "exists", "possible", "respected")

Answers: TypeAlias = dict[str, Any]


def interpreter(peer: str) -> Path:
    """The peer's own Python, made the first time."""
    home = HOMES / "-".join(PEERS[peer])
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        print(f"making an environment for {peer}", file=sys.stderr)
        venv.create(home, with_pip=True, clear=True)
        command = [python, "-m", "pip", "install", "-q", *PEERS[peer]]
        subprocess.run(command, check=True, capture_output=True)
        (home / "ready").touch()
    return python


def ask(peer: str, way: str, model: Path, allowed: float) -> Answers | None:
    """What the peer says; None where it does not end in time or cannot."""
    command = [interpreter(peer), HERE / f"ask_{peer}.py", model, way]
    limited = ["prlimit", f"--cpu={allowed:.0f}", *command]
    done = subprocess.run(limited, capture_output=True, check=False)
    if done.returncode:
        if done.returncode not in {-signal.SIGXCPU, -signal.SIGKILL}:
            print(f"{peer} {way} {model.stem}: {done.stderr[-400:].decode()}", file=sys.stderr)
        return None
    said: Answers = json.loads(done.stdout.splitlines()[-1])
    return said


def compare(peer: str, model: Path, said: Answers, zopa: Answers) -> None:
    """End the run where two answers differ."""
    for key in COMPARED:
        if key in said and said[key] != zopa[key]:
            sys.exit(f"{peer} and zopa differ on {key} of {model.stem}")


def main() -> None:
    """Print one row for each peer, question and size."""
    parser = argparse.ArgumentParser(description="Times zopa and its peers on the same models.")
    parser.add_argument("--sizes", default="10,20,40,80,200")
    parser.add_argument("--seeds", default="6")
    parser.add_argument(
        "--allowed", type=float, default=60, help="processor seconds for a peer"
    )
    parser.add_argument("--only", default=",".join(PEERS), help="peers")
    arguments = parser.parse_args()
    asked = [each for each in ASKED if each[0] in arguments.only.split(",")]
    for peer in dict.fromkeys(each[0] for each in asked):
        interpreter(peer)
    sizes = [int(each) for each in arguments.sizes.split(",")]
    versions = ", ".join(each for needed in PEERS.values() for each in needed)
    print(f"load {os.getloadavg()[0]:.1f}; {versions}")
    paths = [str(HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, HERE / "ask_zopa.py", folder, arguments.sizes, arguments.seeds],
            check=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        )
        for model in sorted(Path(folder).glob("*.zopa.json")):
            print(_size(model))
        print("\n| peer | question | issues | peer, ms | zopa, ms | ratio |")
        print("| --- | --- | ---: | ---: | ---: | ---: |", flush=True)
        for peer, way, timed, most in asked:
            for issues in (each for each in sizes if each <= most):
                models = [
                    Path(folder, f"{issues}-{x}.json") for x in arguments.seeds.split(",")
                ]
                pairs = []
                for model in models:
                    zopa = json.loads(model.with_suffix(".zopa.json").read_text("utf-8"))
                    said = ask(peer, way, model, arguments.allowed)
                    if said is not None:
                        compare(peer, model, said, zopa)
                    pairs.append((said, zopa))
                name, several = f"{peer} {way}".strip(), len(timed) > 1
                for each in timed:
                    print(_row(name, each, issues, pairs, arguments.allowed, several=several))
                sys.stdout.flush()


def _size(answers: Path) -> str:
    """How many scenarios and how many deals a model has."""
    stem = answers.name.partition(".")[0]
    model: Answers = json.loads((answers.parent / f"{stem}.json").read_text("utf-8"))
    deals = json.loads(answers.read_text("utf-8"))["counted"]
    every = math.prod(model["variables"])
    shown = _power(int(deals)) if deals.isdigit() else deals
    return f"{stem}: {_power(every)} scenarios, deals: {shown}"


def _power(number: int) -> str:
    return f"10^{math.log10(number):.1f}"


def _row(
    peer: str,
    question: str,
    issues: int,
    pairs: list[tuple[Answers | None, Answers]],
    allowed: float,
    *,
    several: bool,
) -> str:
    """Medians over the seeds, of the ratios too; a lower bound where the peer did not end.

    Of a peer that was asked several things at once, nothing is known then.
    """
    ended = all(said is not None for said, _ in pairs)
    if not ended and several:
        return f"| {peer} | {question} | {issues} | no answer in time | | |"
    theirs = [said[question] if said else allowed * 1_000 for said, _ in pairs]
    ours = [zopa[question] for _, zopa in pairs]
    ratio = statistics.median(a / b for a, b in zip(theirs, ours, strict=True))
    more = "" if ended else "> "
    return (
        f"| {peer} | {question} | {issues} | {more}{statistics.median(theirs):,.3g} "
        f"| {statistics.median(ours):,.3g} | {more}{ratio:,.3g} |"
    )


if __name__ == "__main__":
    main()

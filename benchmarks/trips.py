"""How many files four trips enter: what somebody has to open to follow them.

    python benchmarks/trips.py            # the four numbers, and what each must not exceed
    python benchmarks/trips.py check      # the files of one trip

A file is entered when any of its code runs, its imports included. Each trip is a process.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from textual.pilot import Pilot

REPOSITORY = Path(__file__).resolve().parents[1]
MOST = {"check": 70, "condition": 30, "key": 35, "finding": 60}
"""What each trip may enter, as the plan of the house has it."""


def noting(found: set[str]) -> Callable[[FrameType, str, object], None]:
    """A profile function that notes the files of zopa that run."""
    roots = tuple(str(REPOSITORY / each) for each in ("engine/zopa/", "tui/zopa_tui/"))

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        name = frame.f_code.co_filename
        if name.startswith(roots):
            found.add(str(Path(name).relative_to(REPOSITORY)))

    return note


def entered(act: Callable[[], object]) -> set[str]:
    """The files of zopa that run while something is done."""
    found: set[str] = set()
    note = noting(found)
    threading.setprofile(note)
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return found


def check() -> set[str]:
    """`zopa check` of one draft."""

    def act() -> None:
        from zopa.cli import main

        main(["-C", str(REPOSITORY), "check", "alaska-exchange", "--budget", "600"])

    return entered(act)


def condition() -> set[str]:
    """The conditions of the smallest workspace, from its files to a yes of the solver."""

    def act() -> None:
        from zopa.solving.problem import Problem
        from zopa.solving.space import Space
        from zopa.workspace import load

        corpus = load(REPOSITORY / "engine" / "zopa" / "starter").corpus
        problem = Problem(corpus)
        Space(problem).possible(problem.positions.values())

    return entered(act)


def finding() -> set[str]:
    """A misspelt term from the file to SARIF."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "w")
        zopa = [sys.executable, "-m", "zopa"]
        # Making the workspace is no part of the trip.
        subprocess.run([*zopa, "init", str(root)], check=True, stdout=subprocess.DEVNULL)
        draft = root / "scenarios" / "first-draft.yaml"
        text = draft.read_text(encoding="utf-8")
        draft.write_text(text.replace("warranty: given", "warranty: givn"), encoding="utf-8")

        def act() -> None:
            from zopa.cli import main

            main(["-C", str(root), "validate", "--no-cache", "--format", "sarif"])

        return entered(act)


async def settled(pilot: Pilot[int]) -> None:
    """Wait until nothing is worked on, nor was a moment ago."""
    quiet = 0
    while quiet < 2:
        await pilot.pause()
        quiet = 0 if len(pilot.app.workers) else quiet + 1
        await pilot.app.workers.wait_for_complete()


def key() -> set[str]:
    """A key in the terminal interface, from the terminal to what is painted again."""
    from zopa_tui.app.app import ZopaApp

    found: set[str] = set()

    async def act() -> None:
        app = ZopaApp(REPOSITORY, REPOSITORY / "scenarios" / "alaska-exchange.yaml")
        async with app.run_test(size=(140, 45)) as pilot:
            await settled(pilot)
            await pilot.press("down")
            await settled(pilot)
            steps = len(app.session.steps)
            found.clear()
            await pilot.press("space")
            await settled(pilot)
            sys.setprofile(None)
            if len(app.session.steps) == steps:
                sys.exit("the key changed nothing: this is no trip")

    # Threads that wait for work were started before the key.
    threading.setprofile(noting(found))
    sys.setprofile(noting(found))
    with tempfile.TemporaryDirectory() as own:
        # Unsaved work of another run would be offered before any key.
        os.environ["XDG_STATE_HOME"] = own
        asyncio.run(act())
    return found


TRIPS: dict[str, Callable[[], set[str]]] = {
    "check": check,
    "condition": condition,
    "finding": finding,
    "key": key,
}


def main(arguments: list[str]) -> int:
    """Print the files of one trip, or how many each enters."""
    if arguments:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            files = TRIPS[arguments[0]]()
        sys.stdout.write("".join(f"{each}\n" for each in sorted(files)))
        return 0
    for name, most in MOST.items():
        done = subprocess.run(
            [sys.executable, __file__, name],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"NO_COLOR": "1"},
        )
        sys.stdout.write(f"{name:<10} {len(done.stdout.splitlines()):>4}   reach {most}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""The terminal interface under keys, clicks, texts and sizes by chance.

Run: python benchmarks/reliability/keys.py [--count EVENTS] [--seed SEED]

Some events come in one read, as a slow line delivers them, some while those before them are
still worked on; after every fiftieth or so the interface is left to come to rest. What it then
knows of its draft is what a new solver says of it: verdicts, marks, and deals with each term.
What its panes show (the answer, a sign for each position and each term) is what `zopa check`
and `zopa options` write of the same draft in a file. It never ends but by its own keys.
Prints what went wrong, with the seed of the sitting, and how many events there were.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import io
import json
import os
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).parents[2]
sys.path.append(str(HERE / "tests"))

from rich.style import Style  # noqa: E402
from textual import events  # noqa: E402
from textual.geometry import Size  # noqa: E402
from textual.pilot import WaitForScreenTimeout  # noqa: E402
from textual.worker import WorkerCancelled  # noqa: E402

from tui.driving import app_on, settle  # noqa: E402
from tui.test_typed_ahead import SPOKEN  # noqa: E402
from zopa.cli import main as zopa  # noqa: E402
from zopa.questions.check import check  # noqa: E402
from zopa.questions.options import options  # noqa: E402
from zopa.solving.problem import Problem  # noqa: E402
from zopa.solving.space import Space  # noqa: E402
from zopa_tui.session.engine import Pending  # noqa: E402
from zopa_tui.session.scenario_file import Saved, ScenarioFile  # noqa: E402
from zopa_tui.ui.actions import ACTIONS  # noqa: E402
from zopa_tui.widgets.base import signs as signs_of  # noqa: E402
from zopa_tui.widgets.effects import PositionList  # noqa: E402
from zopa_tui.widgets.status_line import EdgeLine  # noqa: E402
from zopa_tui.widgets.term_tree import TermTree  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.pilot import Pilot
    from textual.widget import Widget
    from textual.widgets.tree import TreeNode

    from zopa_tui.app.app import ZopaApp
    from zopa_tui.session.session import Session
    from zopa_tui.views.positions import Target

SIZES = (
    (80, 24), (140, 45), (100, 30), (60, 15), (200, 60), (40, 10), (20, 5), (119, 33),
    (40, 20), (50, 30),
)  # fmt: skip
KEYS = sorted({key for each in ACTIONS for key in each.keys} | set("aiom0789") | {"backspace"})
LEAVING = {"q", "ctrl+q", "f5", "f6"}
OFTEN = ("down", "up", "tab", "space", "enter", "escape", "left", "right")
TEXTS = ("3", "2026-01-15", "peace", "two\nlines", "ü–∀\u202e", "a" * 300, "[bold]", "-1", "")
SITTING = 500
"""Events until the interface is begun anew."""
ROOM = 10
"""Width of a pane below which it may show nothing."""
CASES = HERE / "tests" / "cases"
WORKSPACES = (
    ("harbour", CASES / "harbour"),
    ("unlimited", CASES / "unlimited"),
    ("wage-round", HERE / "examples" / "wage-round"),
    ("peace-accord", HERE / "examples" / "peace-accord"),
    ("software-contract", HERE / "examples" / "software-contract"),
    ("shipped", HERE),
)


class Sitting:
    """One run of the interface."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.given: Counter[str] = Counter()
        self.looked = 0
        self.recent: list[str] = []

    def one(self, app: ZopaApp) -> None:
        """One event, put where the driver of the terminal puts it."""
        chance, size = self.chance, app.size
        sort = chance.choices(
            ["key", "often", "click", "wheel", "move", "drag", "paste", "size", "away"],
            [50, 30, 8, 3, 3, 2, 2, 1, 1],
        )[0]
        self.given[sort] += 1
        x, y = chance.randrange(max(size.width, 1)), chance.randrange(max(size.height, 1))
        place = (x, y, 0, 0)
        no = (False, False, False, x, y)
        if sort in {"key", "often"}:
            what = chance.choice(KEYS if sort == "key" else OFTEN)
            if what in LEAVING and chance.random() < 0.9:
                what = "escape"
            self.recent.append(what)
            app.post_message(
                events.Key(what, SPOKEN.get(what, what if len(what) == 1 else None))
            )
            return
        self.recent.append(f"{sort}@{x},{y}")
        if sort == "click":
            for _ in range(chance.choice([1, 1, 2, 3])):
                app.post_message(events.MouseDown(None, *place, 1, *no))
                app.post_message(events.MouseUp(None, *place, 1, *no))
        elif sort == "wheel":
            kind = chance.choice([events.MouseScrollDown, events.MouseScrollUp])
            app.post_message(kind(None, *place, 0, *no))
        elif sort == "move":
            app.post_message(events.MouseMove(None, *place, 0, *no))
        elif sort == "drag":
            to = (chance.randrange(max(size.width, 1)), chance.randrange(max(size.height, 1)))
            app.post_message(events.MouseDown(None, *place, 1, *no))
            app.post_message(events.MouseMove(None, *to, 0, 0, 1, *no[:3], *to))
            app.post_message(events.MouseUp(None, *to, 0, 0, 1, *no[:3], *to))
        elif sort == "paste":
            app.post_message(events.Paste(chance.choice(TEXTS)))
        elif sort == "size":
            new = Size(*chance.choice(SIZES))
            app.post_message(events.Resize(new, new))
        else:
            app.post_message(chance.choice([events.AppBlur, events.AppFocus])())

    async def gap(self, pilot: Pilot[int]) -> None:
        """The time until the next read: a moment, until this one is done, or until all is."""
        # To wait for an idle process takes 20 ms, and a second beside a working thread.
        sort = self.chance.choices(["turn", "drawn", "idle"], [10, 4, 1])[0]
        if sort == "turn":
            await asyncio.sleep(0)
        elif sort == "drawn":
            await patiently(pilot._wait_for_screen)  # noqa: SLF001  # as its own events do
        else:
            await patiently(pilot.pause)

    async def held(self, count: int) -> str:
        """Give so many events; what went wrong, or nothing."""
        # The shipped one is the largest, and takes ten times as long.
        name, source = self.chance.choices(WORKSPACES, [3, 3, 3, 3, 3, 1])[0]
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder) / "work"
            work.mkdir()
            os.chdir(folder)
            os.environ["XDG_STATE_HOME"] = str(Path(folder) / "state")
            for each in ("terms", "scenarios"):
                shutil.copytree(source / each, work / each)
            scenario = self.chance.choice(sorted((work / "scenarios").glob("*.yaml"))).stem
            self.recent.append(f"{name}/{scenario}")
            app = app_on(work, scenario, ascii_only=self.chance.random() < 0.2)
            wrong = ""
            async with app.run_test(size=self.chance.choice(SIZES)) as pilot:
                while sum(self.given.values()) < count and not app.ending:
                    for _ in range(self.chance.choice([1, 1, 2, 3, 6, 12])):
                        self.one(app)
                    await self.gap(pilot)
                    if self.chance.random() < 0.02 and not app.ending:
                        await rest(pilot)
                        if app.has_session and not app.ending:
                            self.looked += 1
                            wrong = different(app.session) or shown_otherwise(app, work)
                            if wrong:
                                break
                # Textual's pilot closes the screens while keys may wait to be read.
                if not app.ending:
                    await rest(pilot)
                task = app._task  # noqa: SLF001  # nothing else says that it ended
                if app.ending and task is not None:
                    await asyncio.wait({task}, timeout=120)
            if app.return_code not in {0, None}:
                wrong = wrong or f"ended with {app.return_code}"
        os.chdir(HERE)
        return wrong


async def patiently(wait: Callable[[], Awaitable[object]]) -> None:
    """Wait for the interface, for a minute of the processor's time and not of a clock's."""
    began = time.process_time()
    while True:
        try:
            await wait()
        except WorkerCancelled:
            continue
        except WaitForScreenTimeout:
            if time.process_time() - began > 60:
                raise
        else:
            return


async def rest(pilot: Pilot[int]) -> None:
    """Let it come to rest."""
    await patiently(lambda: settle(pilot))


SPACES: dict[int, tuple[object, Space]] = {}


def different(session: Session) -> str:
    """What the interface says of its draft otherwise than a solver of its own."""
    now = session.snapshot
    if not now.judged:
        return ""
    asked = now.verdicts.scenario, now.verdicts.context
    corpus = session.corpus
    if SPACES.get(id(corpus), (None,))[0] is not corpus:
        SPACES.clear()
        SPACES[id(corpus)] = corpus, Space(Problem(corpus))
    space = SPACES[id(corpus)][1]
    if check(space, *asked) != now.verdicts:
        return "other verdicts"
    marks = options(space, *asked, count=bool(now.left))
    if hasattr(now.marks, "marks") and marks.marks != now.marks.marks:
        return "other marks"
    if now.left and marks.left and dict(marks.left) != dict(now.left):
        return "other counts"
    return ""


def asked(work: Path, *words: str) -> dict[str, Any]:
    """What the command line writes, as JSON; what it says under `refused` if it refuses."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = zopa(["-C", str(work), *words, "--budget", "900", "--format", "json"])
    if not out.getvalue():
        return {"refused": f"exit code {code}, {err.getvalue().strip()}"}
    return dict(json.loads(out.getvalue())["result"])


def shown_otherwise(app: ZopaApp, work: Path) -> str:
    """What the panes show of the draft otherwise than the command line says of it."""
    session = app.session
    now = session.snapshot
    screen = app.screen_stack[0]
    lines = screen.query("#standing").results(EdgeLine)
    if not now.judged or now.unknown or not session.corpus.issues or session.corpus.view:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        beside = Path(folder) / "work"
        # The tour and the sample are elsewhere than the files that the sitting began with.
        root = session.file.root or work
        beside.mkdir()
        for part in root.iterdir():
            if part.name in {"terms", "scenarios"}:
                shutil.copytree(part, beside / part.name)
            elif part.name == "zopa.toml":
                shutil.copy(part, beside)
        name = beside / "scenarios" / "as-it-is-now.yaml"
        draft = dataclasses.replace(now.draft, stated=None)
        several = [str(each.id) for each in session.corpus.issues.values() if not each.single]
        new = ScenarioFile.new("As it is now", beside).beside(session.corpus)
        if not isinstance(new.save(draft, name, lists=several), Saved):
            return "a draft that no file can say"
        found = asked(beside, "check", str(name))
        marks = asked(beside, "options", str(name), "--no-count")
    if why := found.get("refused") or marks.get("refused"):
        return f"the command line refuses the draft: {why}"
    said = found["scenarios"][0]
    for line in lines:
        if wrong := _answer_differs(str(line.content), said, marks):
            return wrong
    for pane in screen.query(PositionList):
        if wrong := _positions_differ(pane, said):
            return wrong
    for tree in screen.query(TermTree) if not isinstance(now.marks, Pending) else ():
        if wrong := _terms_differ(tree, marks):
            return wrong
    return ""


def _answer_differs(line: str, said: dict[str, Any], marks: dict[str, Any]) -> str:
    """The line of the answer against `zopa check`."""
    crossed = sum(each["verdict"] == "crossed" for each in said["positions"])
    open_ = sum(each["verdict"] == "open" for each in said["positions"])
    if not said["coherent"]:
        wanted = "No deal: the draft contradicts a rule"
    elif said["deal"] is True:
        wanted = "Deal: every position is respected"
    elif said["deal"] is not False:
        wanted = f"A deal is possible: {open_} open"
    else:
        aside = len(marks["contended"])
        words = [f"{crossed} crossed"] if crossed or not aside else []
        words += [f"{aside} {'more' if crossed else 'in conflict,'} left out"] if aside else []
        wanted = f"No deal: {', '.join(words)}"
    # Messages stand there for a while, and a narrow window cuts the line.
    if not re.match(r"\s*(No deal|Deal|A deal)\b.{12}", line):
        return ""
    start = line.strip()[: len(wanted)]
    cut = re.split(r"…|~|\.\.\.|  ", start)[0]
    return "" if wanted.startswith(cut) else f"the line says {line.strip()!r}, not {wanted!r}"


def seen(pane: Widget) -> bool:
    """True if a pane has room on the screen: it is laid out again when it gets some."""
    return pane.region.area > 0 and all(each.display for each in pane.ancestors_with_self)


def _positions_differ(pane: PositionList, said: dict[str, Any]) -> str:
    """The signs before positions against the verdicts of `zopa check`."""
    verdicts = {each["id"]: each["verdict"] for each in said["positions"]}
    shown = dict[str, str]()
    for line in pane.lines:
        if isinstance(line.key, str) and line.key not in shown:
            shown[line.key] = line.text.strip()[:1]
    if pane.needle or not shown or not seen(pane):
        return ""
    for name, verdict in verdicts.items():
        if shown.get(name) != pane.signs.verdict(verdict):
            return f"the sign before {name} is {shown.get(name)!r}, and it is {verdict}"
    judged = {pane.signs.verdict(each) for each in ("crossed", "open", "respected")}
    more = {name for name, sign in shown.items() if sign in judged} - verdicts.keys()
    return f"signs before {', '.join(sorted(more))}, which do not count" if more else ""


def _terms_differ(tree: TermTree, marks: dict[str, Any]) -> str:
    """The signs before terms against the marks of `zopa options`."""
    if not seen(tree) or tree.size.width < ROOM:
        return ""
    signs = signs_of(tree)
    wanted = dict[str, str]()
    for issue in marks["issues"]:
        for each in issue["terms"]:
            excluded = signs.barred if each["by"] == "positions" else signs.excluded
            mark = {"forced": signs.forced, "possible": signs.possible, "excluded": excluded}
            sign = signs.chosen if each["chosen"] else mark[each["mark"]]
            wanted[f"{issue['id']}/{each['id']}"] = sign
    for node in _nodes(tree.root):
        if node.data is None or node.data.kind != "term":
            continue
        shown = tree.render_label(node, Style(), Style()).plain.strip()[:1]
        name = "/".join(node.data.parts)
        if shown != wanted.get(name):
            return f"the sign before {name} is {shown!r}, not {wanted.get(name)!r}"
    return ""


def _nodes(node: TreeNode[Target]) -> Iterator[TreeNode[Target]]:
    for each in node.children:
        yield each
        yield from _nodes(each)


def all_of(count: int, seed: int) -> int:
    """Sit until there were so many events; how many sittings went wrong."""
    given: Counter[str] = Counter()
    wrong = looked = sitting = 0
    began = time.monotonic()
    while (done := sum(given.values())) < count:
        mine = Sitting(seed * 1_000_000 + sitting)
        try:
            said = asyncio.run(mine.held(min(SITTING, count - done)))
        except Exception as why:  # noqa: BLE001  # whatever it is, it is wrong
            traceback.print_exc()
            said = f"{type(why).__name__}: {why}"
        given += mine.given
        looked += mine.looked
        if said:
            wrong += 1
            recent = " ".join([*mine.recent[:1], *mine.recent[-40:]])
            print(f"sitting {sitting} of seed {seed}: {said}\n  {recent}", flush=True)
        sitting += 1
        if sitting % 5 == 0:
            took = time.monotonic() - began
            print(f"{sum(given.values())} events, {looked} looks, {took:.0f} s", flush=True)
    sorts = ", ".join(f"{number} {sort}" for sort, number in sorted(given.items()))
    print(
        f"{sum(given.values())} events ({sorts}), {sitting} sittings, {looked} times compared"
    )
    print(f"{wrong} of {sitting} sittings went wrong")
    return wrong


def main() -> int:
    """Give events, as the command line says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options_ = parser.parse_args()
    os.environ["EDITOR"] = "true"
    return int(all_of(options_.count, options_.seed) > 0)


if __name__ == "__main__":
    sys.exit(main())

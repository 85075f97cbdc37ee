"""Draw the screens of the terminal interface for `docs/tui.md`, from the shipped corpus.

Run: python .ci/pictures.py; with a Chromium at hand it draws the browser too. Look at
what has changed before you keep it.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from zopa_tui.app.app import ZopaApp
from zopa_tui.session.open import begin

if TYPE_CHECKING:
    from textual.pilot import Pilot

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
SIZE = (120, 38)
BROWSER = (1180, 760)
SCENARIO = Path("scenarios/alaska-exchange.yaml")
MISTAKE = ("scenarios/layered-guarantees.yaml", "layered-framework", "layerd-framework")
"""For Problems to have one: where, and what becomes what."""
STEPS = {
    "compose": ["down", "down"],
    "matrix": ["2"],
    "deals": ["3"],
    "compare": ["4"],
    "sources": ["5"],
    "problems": ["6"],
}
"""The keys before each picture."""
FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
NUMBERED = re.compile(r"terminal-\d+-")
SECONDS = re.compile(r"\d+\.\d(?=(?:&#160;| )s\b)")


async def still(pilot: Pilot[int]) -> None:
    """Wait until nothing is worked on."""
    for _ in range(4):
        await pilot.pause(0.3)
        await pilot.app.workers.wait_for_complete()
        while getattr(pilot.app.screen, "working", False):
            await pilot.pause(0.1)


async def draw() -> None:
    """Every screen, with nothing in it that a page on the web would have to fetch."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("terms", "scenarios"):
            shutil.copytree(ROOT / name, root / name)
        wrong = root / MISTAKE[0]
        text = wrong.read_text(encoding="utf-8")
        wrong.write_text(text.replace(*MISTAKE[1:]), encoding="utf-8")
        start = begin(root, root / SCENARIO)
        if isinstance(start, str):
            sys.exit(start)
        app = ZopaApp(root, root / SCENARIO, start=start)
        async with app.run_test(size=SIZE) as pilot:
            for name, keys in STEPS.items():
                await _picture(pilot, name, keys)


async def _picture(pilot: Pilot[int], name: str, keys: list[str]) -> None:
    app = pilot.app
    await pilot.press(*keys)
    await still(pilot)
    app.clear_notifications()
    svg = app.export_screenshot(title="zopa tui alaska-exchange", simplify=True)
    svg = SECONDS.sub("0.0", NUMBERED.sub("zopa-", FONTS.sub("", svg)))
    (PICTURES / f"tui-{name}.svg").write_text(svg + "\n", encoding="utf-8")


async def browse() -> None:
    """The same in a browser."""
    sys.path.insert(0, str(ROOT / "tests"))
    from tui.chromium import CHROMIUM, page

    if CHROMIUM is None:
        return
    served = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "zopa", "serve", "alaska-exchange", "--port", "0", "--quiet"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        if served.stdout is None:
            return
        address = (await served.stdout.readline()).decode().strip()
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            async with page(Path(folder)) as browser:
                await browser.open(f"{address}?fontsize=15", BROWSER)
                await browser.read("Why · What becomes")
                await asyncio.sleep(2)
                (PICTURES / "serve.png").write_bytes(await browser.picture())
    finally:
        served.terminate()
        await served.wait()


if __name__ == "__main__":
    os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp()
    asyncio.run(draw())
    asyncio.run(browse())

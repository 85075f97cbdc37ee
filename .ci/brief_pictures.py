"""Make the pictures of the brief in `docs/pictures` again, with zopa's dev tools and Pillow.

They show the brief that `docs/report.md` begins with, as it is on a desk and on a phone.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from zopa.cli import main as zopa

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE / "tests"))
DRAFTS = ("alaska-exchange", "front-line-freeze")
PICTURES = {
    "brief-summary": (1120, "header", "section:has(> #summary)"),
    "brief-map": (1120, "section:has(> #map)", "section:has(> #map-control)"),
    "brief-phone": (390, "section:has(> #draft-a-days)", "section:has(> #draft-a-days)"),
}
"""For each how wide the page is, and from what to what of it the picture goes."""
COLOURS = 128


def main() -> None:
    """Write all of them."""
    from outside import chromium

    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        file = Path(temporary) / "brief.html"
        zopa(["-C", str(HERE), "report", "--compare", *DRAFTS, f"--output=html:{file}"])
        flags = ["--no-sandbox", "--disable-gpu", "--disable-lcd-text"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        for name, (width, first, last) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": 900})
            page.goto(file.as_uri())
            top = page.locator(first).first.evaluate("x => x.getBoundingClientRect().top")
            end = page.locator(last).first.evaluate("x => x.getBoundingClientRect().bottom")
            area = {"x": 0, "y": max(0, top - 8), "width": width, "height": end - top + 16}
            taken = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=area)))
            small = taken.convert("RGB").quantize(COLOURS)
            small.save(HERE / "docs" / "pictures" / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()

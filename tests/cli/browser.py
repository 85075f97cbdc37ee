"""Open pages in a real browser."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import sync_playwright

from outside import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

__all__ = ["Look", "opened", "print_to", "started", "violations"]

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass(frozen=True)
class Look:
    """Settings of the browser for a page."""

    width: int = 1280
    scheme: Literal["light", "dark"] = "light"


@contextmanager
def started() -> Iterator[Browser]:
    """A headless browser without network."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, file: Path, look: Look = Look()) -> Iterator[Page]:  # frozen
    """The opened page; console output and network requests are errors."""
    context = browser.new_context(
        bypass_csp=True,  # axe is run in the page
        color_scheme=look.scheme,
        viewport={"width": look.width, "height": 900},
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url))
    page.goto(file.as_uri())
    yield page
    assert said == [file.as_uri()]
    context.close()


def violations(page: Page) -> list[str]:
    """The violations that axe reports, with all folded parts of the page open."""
    page.evaluate("document.querySelectorAll('details').forEach(x => x.open = true)")
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js")
    page.evaluate(axe.read_text(encoding="utf-8"))
    rules = {
        "runOnly": {"type": "tag", "values": list(RULES)},
        "resultTypes": ["violations", "incomplete"],
        "preload": False,
    }
    found = page.evaluate("rules => axe.run(document, rules)", rules)
    assert len(found["passes"]) > 15, "axe has looked at little"
    return [
        f"{each['id']}: {node['html'][:200]}"
        for kind in ("violations", "incomplete")
        for each in found[kind]
        for node in each["nodes"]
        if kind == "violations" or not _undecided(each["id"], node["html"])
    ]


def _undecided(rule: str, html: str) -> bool:
    """True if axe only says that it cannot determine the background of a text in a picture."""
    return rule == "color-contrast" and html.startswith("<text ")


def print_to(page: Page, file: Path) -> None:
    """Print the page to a file, as the browser does, on the paper that the page requests."""
    page.pdf(path=str(file), prefer_css_page_size=True, print_background=True)

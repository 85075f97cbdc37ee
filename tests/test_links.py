"""Links between the pages of the repository lead to pages and headings."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [
    *ROOT.glob("*.md"),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "examples").rglob("*.md")),
]
CODE = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(`+).+?\1", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)|\b(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def links(page: Path) -> list[str]:
    """The targets of a page within the repository."""
    text = SPAN.sub("", CODE.sub("", page.read_text(encoding="utf-8")))
    found = [first or second for first, second in LINK.findall(text)]
    return [each for each in found if not re.match(r"[a-z]+:", each)]


def anchors(page: Path) -> set[str]:
    """GitHub's anchors of the headings; the second of the same text has a number."""
    found: set[str] = set()
    for heading in HEADING.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        number = 0
        while (each := f"{slug}-{number}" if number else slug) in found:
            number += 1
        found.add(each)
    return found


@pytest.mark.parametrize(
    "page", [pytest.param(each, id=str(each.relative_to(ROOT))) for each in PAGES]
)
def test_links_lead_somewhere(page: Path) -> None:
    """Relative ones: to a file or folder, and to a heading if they have an anchor."""
    lost = []
    for link in links(page):
        path, _, anchor = unquote(link).partition("#")
        target = page if not path else (page.parent / path)
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)

    assert not lost


def test_links_are_found() -> None:
    """The README leads to most pages, and some links have an anchor."""
    assert len(links(ROOT / "README.md")) > 15
    assert any("#" in link for page in PAGES for link in links(page))

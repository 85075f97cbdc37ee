"""The documentation site has every page, and the release files say one version."""

from __future__ import annotations

import re
from pathlib import Path

import zopa

ROOT = Path(__file__).parents[1]


def test_every_page_is_in_the_navigation() -> None:
    """By its name, or with its folder; and nothing else is."""
    said = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
    named = set(re.findall(r": (\S+\.md|\S+/)$", said, re.MULTILINE)) - {"index.md"}
    docs = ROOT / "docs"
    pages = {each.name for each in docs.glob("*.md")}
    folders = {f"{each.parent.name}/" for each in docs.glob("*/README.md")}
    assert named == pages | folders


def test_one_version() -> None:
    """Of the program and of what cites it."""
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {zopa.__version__}\n" in cited

"""Briefs in a browser: accessibility, small screens, and print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from cli.browser import Look, opened, print_to, started, violations
from cli.conftest import REPOSITORY
from outside import chromium
from zopa.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.skipif(
    chromium() is None, reason="there is no Chromium here; .ci/outside gets one"
)

LOOKS = [Look(1280, "light"), Look(390, "dark")]
"""Two looks: colours depend only on the scheme, and the layout on the width."""
A4 = (595, 842)
"""Paper size in points."""
INCH = 72 / 25.4


def written(folder: Path, workspace: Path, *drafts: str) -> Path:
    """A brief on these drafts, side by side."""
    file = folder / f"{drafts[0]}.html"
    where = ["-C", str(workspace), "report", "--compare", *drafts]
    assert main([*where, f"--output=html:{file}"]) == 0
    return file


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brief on two drafts of the shipped corpus."""
    folder = tmp_path_factory.mktemp("brief")
    return written(folder, REPOSITORY, "alaska-exchange", "front-line-freeze")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shorter brief with a waiver, a deal and numbers."""
    folder = tmp_path_factory.mktemp("brief")
    harbour = REPOSITORY / "tests" / "cases" / "harbour"
    return written(folder, harbour, "suppose-the-cap-falls", "amount-open", "company-paper")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for all tests."""
    with started() as found:
        yield found


@pytest.mark.slow
@pytest.mark.parametrize(("name", "look"), [("brief", LOOKS[0]), ("other", LOOKS[1])])
def test_axe_finds_nothing_wrong(
    browser: Browser, name: str, look: Look, request: pytest.FixtureRequest
) -> None:
    """By WCAG 2.2 A and AA, contrast included; and nothing it could not decide."""
    file: Path = request.getfixturevalue(name)
    with opened(browser, file, look) as page:
        assert violations(page) == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_nothing_is_wider_than_the_screen(browser: Browser, brief: Path, look: Look) -> None:
    """No part of the page has to be moved sideways."""
    with opened(browser, brief, look) as page:
        page.evaluate("document.querySelectorAll('details').forEach(x => x.open = true)")
        wide = page.evaluate(
            """[...document.querySelectorAll('body *')]
               .filter(x => x.getBoundingClientRect().right > innerWidth + 1)
               .map(x => x.outerHTML.slice(0, 200))"""
        )
        assert wide == []
        assert page.evaluate("document.documentElement.scrollWidth") <= look.width


def words(text: str) -> list[str]:
    """Its runs of letters and digits, independent of the layout."""
    return re.findall(r"\w+", text)


def joined(text: str) -> str:
    """Letters and digits only, since a line break may split a word."""
    return "".join(words(text))


@pytest.fixture(scope="module")
def printed(browser: Browser, brief: Path) -> tuple[pypdfium2.PdfDocument, str]:
    """The printed brief, and its expected text."""
    file = brief.with_suffix(".pdf")
    with opened(browser, brief) as page:
        page.emulate_media(media="print")
        text = page.inner_text("body")
        print_to(page, file)
    return pypdfium2.PdfDocument(file), text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("workspace", "draft"),
    [
        (REPOSITORY, "alaska-exchange"),
        (REPOSITORY / "examples" / "software-contract", "offer"),
        (REPOSITORY / "examples" / "software-contract", "compromise"),
    ],
    ids=["alaska-exchange", "offer", "compromise"],
)
def test_a_short_brief_prints_on_two_pages(
    browser: Browser, tmp_path: Path, workspace: Path, draft: str
) -> None:
    """One draft, with the choices behind each crossed position and the statement behind it."""
    file = tmp_path / "short.html"
    command = ["-C", str(workspace), "report", draft, "--short", f"--output=html:{file}"]
    assert main(command) == 0
    with opened(browser, file) as page:
        assert violations(page) == []
        print_to(page, file.with_suffix(".pdf"))
    paper = pypdfium2.PdfDocument(file.with_suffix(".pdf"))
    assert len(paper) <= 2
    if draft != "compromise":
        assert "Because of the choices" in "".join(
            each.get_textpage().get_text_bounded() for each in paper
        )


def test_it_prints_on_a4(printed: tuple[pypdfium2.PdfDocument, str]) -> None:
    """Every page."""
    pdf, _ = printed
    assert 10 < len(pdf) < 60
    for page in pdf:
        assert page.get_size() == pytest.approx(A4, abs=1)


def test_no_word_is_lost_on_paper(printed: tuple[pypdfium2.PdfDocument, str]) -> None:
    """Each paragraph, cell and heading of the page is in the print from end to end."""
    pdf, text = printed
    body = "".join(joined(page.get_textpage().get_text_bounded(top=A4[1])) for page in pdf)
    lost = [line for line in text.split("\n") if joined(line) not in body]
    assert len(text.split("\n")) > 500
    assert lost == []


def test_nothing_is_cut_off_by_the_edge(printed: tuple[pypdfium2.PdfDocument, str]) -> None:
    """As a picture: the outer 10 mm of every page have no ink, the rest has."""
    pdf, _ = printed
    scale = 0.5
    margin = round(10 * INCH * scale)
    for page in pdf:
        picture = page.render(scale=scale, grayscale=True)
        rows = [
            bytes(picture.buffer[start : start + picture.width])
            for start in range(0, picture.height * picture.stride, picture.stride)
        ]
        sides = b"".join(row[:margin] + row[-margin:] for row in rows)
        assert set(sides + b"".join(rows[:margin])) == {255}
        assert min(b"".join(rows[margin:-margin])) < 100


def test_what_it_holds_under_is_on_every_page(
    printed: tuple[pypdfium2.PdfDocument, str], brief: Path
) -> None:
    """Day, kinds, table, readings, waivers and digest, at the foot; and the page's number."""
    pdf, _ = printed
    html = brief.read_text(encoding="utf-8")
    [digest] = set(re.findall(r"\b[0-9a-f]{32}\b", html))
    for number, page in enumerate(pdf, 1):
        foot = joined(page.get_textpage().get_text_bounded(top=24 * INCH))
        for said in (
            "A as of 2025-08-17 · 6 red lines and 14 demands · table: Ukraine, Russia, US, EU,",
            "B as of 2025-08-18 · 7 red lines and 22 demands · table: Ukraine, Russia, US, EU,",
            "readings: default · waived: none",
            digest,
            f"{number} / {len(pdf)}",
        ):
            assert joined(said) in foot


@pytest.mark.slow
def test_a_table_has_its_headings_on_each_of_its_pages(
    printed: tuple[pypdfium2.PdfDocument, str],
) -> None:
    """A long one, the statements: the first thing on its later pages are its headings."""
    pdf, _ = printed
    head = joined("Statement Content, in the analyst's words")
    pages = [
        place
        for place, page in enumerate(pdf)
        if head in joined(page.get_textpage().get_text_bounded())
    ]
    assert len(pages) > 1
    assert pages == list(range(pages[0], pages[-1] + 1))
    for place in pages[1:]:
        first = pdf[place].get_textpage().get_text_bounded(bottom=A4[1] - 26 * INCH)
        assert head in joined(first)

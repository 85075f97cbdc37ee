"""Briefs as DOCX: the page's content as headings, tables, links and shapes."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from docx import Document

import zopa
from zopa.answers import Brief, Picture, Pictures, Section, Table
from zopa.writers.docx import docx_bytes

REPOSITORY = Path(__file__).parents[2]


@cache
def whole() -> Brief:
    """The brief on the pay round of the examples."""
    workspace = zopa.load(REPOSITORY / "examples" / "wage-round")
    return zopa.brief_on(workspace, ["amount-open"], more=["robustness", "coalitions"]).brief


def blocks(sections: tuple[Section, ...]) -> list[object]:
    """All blocks, in their order."""
    return [
        block for section in sections for block in (*section.blocks, *blocks(section.sections))
    ]


def part(data: bytes, name: str = "word/document.xml") -> str:
    """The XML of a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_headings_and_tables_are_those_of_the_brief() -> None:
    """With every cell, and each table's first row repeated on its pages."""
    document = Document(io.BytesIO(docx_bytes(whole())))
    headings = [
        (int(style.name.split()[1]), each.text)
        for each in document.paragraphs
        if (style := each.style) is not None and (style.name or "").startswith("Heading")
    ]
    told: list[tuple[int, str]] = []

    def tell(sections: tuple[Section, ...], level: int) -> None:
        for each in sections:
            told.append((level, each.title))
            tell(each.sections, level + 1)

    tell(whole().sections, 1)
    assert headings == told
    tables = [
        each
        for each in blocks(whole().sections)
        if isinstance(each, Table) and not (each.only_file or each.folded)
    ]
    written = [
        each for each in document.tables if each.style and each.style.name == "Table Grid"
    ]
    assert [len(each.rows) for each in written] == [1 + len(each.on_page) for each in tables]
    for table, each in zip(tables, written, strict=True):
        titles = [column.title for column in table.columns_on_page]
        assert [cell.text for cell in each.rows[0].cells] == titles
        assert "w:tblHeader" in each.rows[0]._tr.xml


def test_links_lead_to_places_that_are_there() -> None:
    """Each bookmark has its own name, which Word takes."""
    text = part(docx_bytes(whole()))
    names = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]*)"', text)
    links = re.findall(r'<w:hyperlink w:anchor="([^"]*)"', text)
    assert links
    assert set(links) <= set(names)
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"\w{1,40}", each) for each in names)
    numbers = re.findall(r'<wp:docPr id="(\d+)"', text)
    assert len(numbers) == len(set(numbers))


def test_pictures_are_shapes_with_their_description() -> None:
    """As many as the page has, and legends beside them."""
    text = part(docx_bytes(whole()))
    pictures = [
        picture
        for each in blocks(whole().sections)
        for picture in (each.pictures if isinstance(each, Pictures) else (each,))
        if isinstance(picture, Picture)
    ]
    assert pictures
    for each in pictures:
        assert each.title.split(":")[0] in text
    described = re.findall(r'descr="([^"]*)"', text)
    assert {x.description.split(".")[0] for x in pictures} <= {
        x.split(".")[0] for x in described
    }
    assert text.count("<wps:wsp>") >= sum(len(each.shapes) for each in pictures)


@pytest.mark.slow
def test_the_same_brief_gives_the_same_bytes() -> None:
    """Without the time of its writing."""
    first, second = docx_bytes(whole()), docx_bytes(whole())
    assert first == second
    assert "dcterms" not in re.sub(r"xmlns:\w+=\S+", "", part(first, "docProps/core.xml"))


def test_signs_that_no_document_may_hold_are_shown() -> None:
    """A control character would make the file unreadable."""
    brief = Brief("a\x00b", "c\x1b[31m", ("d\u202e",), ())
    document = Document(io.BytesIO(docx_bytes(brief)))
    assert "\x1b" not in "".join(each.text for each in document.paragraphs)

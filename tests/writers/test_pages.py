"""Pages in terminals, Markdown and HTML: the blocks whose layout depends on the writer."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, get_args

import pytest

from zopa.answers import page as pages
from zopa.answers.page import Brief, Page, Paragraph, Section, Words, Yaml
from zopa.writers.html import html_text
from zopa.writers.markdown import markdown_text
from zopa.writers.style import Style
from zopa.writers.terminal import page_text

if TYPE_CHECKING:
    from zopa.answers.condition_yaml import YamlData

CONDITION: YamlData = {"all": [{"chosen": "price/fixed"}, {"not": {"silent": "<warranty>"}}]}
SECTION = Section("if", "Respected if", (Yaml(CONDITION),))


def brief() -> Brief:
    """One section of YAML."""
    return Brief("A title", "A subtitle", (), (SECTION,))


def test_yaml_breaks_its_lines_as_there_is_room() -> None:
    """On a terminal of any width."""
    page = Page((Words("Title"),), sections=(SECTION,))

    wide, narrow = (page_text(page, Style(enabled=False), width) for width in (80, 40))

    assert "    all: [{chosen: price/fixed}, {not: {silent: <warranty>}}]\n" in wide
    assert "    all:\n      - {chosen: price/fixed}\n" in narrow


def test_yaml_keeps_its_lines_in_a_brief() -> None:
    """As a block of code, escaped as the form needs it."""
    line = "all: [{chosen: price/fixed}, {not: {silent: <warranty>}}]"

    assert f"\n    {line}\n" in markdown_text(brief())
    escaped = line.replace("<", "&lt;").replace(">", "&gt;")
    assert f"<pre><code>\n{escaped}\n</code></pre>" in html_text(brief())


def test_prose_is_folded_to_its_own_edge() -> None:
    """Not further to the right, as an item is."""
    text = "Words that need more than one line of a terminal that is forty cells wide."
    section = Section("note", "Note", (Paragraph((Words(text),)),))
    said = page_text(Page((Words("Title"),), sections=(section,)), Style(enabled=False), 40)

    assert "\n  Words that need more than one line of\n  a terminal" in said


@pytest.mark.parametrize("kind", [*get_args(pages.Shape), *get_args(pages.Block)])
def test_every_kind_of_shape_and_block_is_drawn(kind: type) -> None:
    """One that the template does not name would be left out without a word."""
    folder = resources.files("zopa.writers")
    template = folder.joinpath("templates/blocks.html.j2").read_text(encoding="utf-8")

    assert f"kind == '{kind.__name__}'" in template

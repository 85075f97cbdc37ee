"""Pages for terminals, Markdown and HTML: blocks with a layout per writer."""

from __future__ import annotations

import re
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from markupsafe import escape

import zopa
from zopa import answers
from zopa.answers import (
    Brief,
    Page,
    Paragraph,
    Picture,
    Pictures,
    PictureText,
    Rect,
    RuleLine,
    Section,
    Words,
    Yaml,
)
from zopa.writers import Style
from zopa.writers.markup import html_text, markdown_text
from zopa.writers.terminal import page_text

if TYPE_CHECKING:
    from zopa.answers.condition_yaml import YamlData

REPOSITORY = Path(__file__).parents[2]
CONDITION: YamlData = {"all": [{"chosen": "price/fixed"}, {"not": {"silent": "<warranty>"}}]}
SECTION = Section("if", "Respected if", (Yaml(CONDITION),))


def brief() -> Brief:
    """A brief with one section of YAML."""
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


@pytest.mark.slow
def test_pictures_of_a_brief_are_drawn_whole() -> None:
    """Every box, line and label of every picture stands in the HTML."""
    workspace = zopa.load(REPOSITORY / "examples" / "wage-round")
    drafts = ["compromise", "amount-open-in-april"]
    made = zopa.brief_on(workspace, drafts, more=["robustness", "coalitions"]).brief
    page = "".join(re.findall(r'<svg [^>]*role="img".*?</svg>', html_text(made), re.DOTALL))
    drawn = Counter(re.findall(r"<(rect|line|text) ", page))
    shapes = [shape for each in pictures(made.sections) for shape in each.shapes]
    wanted = Counter(
        {Rect: "rect", RuleLine: "line", PictureText: "text"}[type(x)] for x in shapes
    )

    assert min(wanted.values()) > 1
    assert len(wanted) == 3
    assert drawn == wanted
    assert all(
        f">{escape(each.text)}</text>" in page
        for each in shapes
        if isinstance(each, PictureText)
    )


def pictures(sections: tuple[Section, ...]) -> list[Picture]:
    """All pictures, in their order."""
    found: list[Picture] = []
    for section in sections:
        for block in section.blocks:
            match block:
                case Picture():
                    found.append(block)
                case Pictures(pictures=several):
                    found.extend(several)
        found.extend(pictures(section.sections))
    return found


def test_prose_is_folded_to_its_own_edge() -> None:
    """Not further to the right, as an item is."""
    text = "Words that need more than one line of a terminal that is forty cells wide."
    section = Section("note", "Note", (Paragraph((Words(text),)),))
    said = page_text(Page((Words("Title"),), sections=(section,)), Style(enabled=False), 40)

    assert "\n  Words that need more than one line of\n  a terminal" in said


@pytest.mark.parametrize("kind", [*get_args(answers.Shape), *get_args(answers.Block)])
def test_every_kind_of_shape_and_block_is_drawn(kind: type) -> None:
    """One that the template does not name would be left out without a word."""
    folder = resources.files("zopa.writers")
    template = folder.joinpath("templates/blocks.html.j2").read_text(encoding="utf-8")

    assert f"kind == '{kind.__name__}'" in template
